/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "weftctl/weft-context.h"

G_BEGIN_DECLS

/** WeftRoomRow: a room as weftctl lists it. */
typedef struct
{
  char *stream;
  char *kind;
  char *name;            /* of a direct conversation: the others' names */
  char *topic;
  char *other_login;     /* (nullable): of a conversation with one other person */
  gint64 last_ordinal;
  gint64 read;
} WeftRoomRow;

/** weft_rooms_load: Returns: (transfer full) (element-type WeftRoomRow): the rooms of this person's copy, by name. In a fiber. */
GPtrArray *weft_rooms_load (WeftContext *context, GError **error);

/** WeftMessageRow: a message as weftctl prints it. */
typedef struct
{
  char *id;
  char *author;          /* name */
  char *login;
  char *text;
  gint64 ordinal;
  gint64 at;             /* ms */
  gboolean deleted;
  gboolean pending;      /* predicted only */
} WeftMessageRow;

/** weft_messages_load: Returns: (transfer full) (element-type WeftMessageRow): at most @limit messages with @after < ordinal < @before, oldest first. */
GPtrArray *weft_messages_load (WeftContext *context, const char *stream, gint64 after, gint64 before, guint limit, GError **error);
/** weft_messages_print: one line a message, or one JSON object a line. */
void weft_messages_print (WeftContext *context, const char *stream, GPtrArray *messages, gboolean with_room);

G_END_DECLS
