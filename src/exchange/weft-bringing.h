/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "exchange/weft-bring-report.h"

G_BEGIN_DECLS

/** WeftBringPerson: somebody of the other program. */
typedef struct
{
  char *key;     /* as messages name them there */
  char *name;    /* by which people know them there: a line of at most 80 characters */
  char *login;   /* what they sign in with there; may be empty */
  char *email;   /* may be empty */
  char *person;  /* (nullable): who they are here */
  char *here;    /* (nullable): then: their name */
  gboolean away; /* then: suspended, and put into no room */
} WeftBringPerson;

/** WeftBringRoom: a room of the other program. */
typedef struct
{
  char *key;  /* as the other program calls it */
  char *name; /* may be empty, of a conversation */
  char *topic;
  char *about;
  gboolean direct;
  gboolean open; /* everybody may join it */
  gboolean archived;
  GPtrArray *members; /* of keys */
  char *creator;      /* (nullable): a key */
  char *stream;       /* what it is here */
  guint64 n_messages;
} WeftBringRoom;

/** WeftBringMessage: what goes into a room. Texts are borrowed. */
typedef struct
{
  const char *id;
  const char *root; /* (nullable) */
  gint64 root_at;   /* then: when that was said */
  const char *author;
  const char *speaker; /* empty: the author is a person here */
  gint64 at;
  const char *text;
  const char *reactions;
  const char *files; /* paths which are to hang on it, a line each; may be empty */
  gboolean pinned;       /* for everybody in the room */
  const char *where; /* in the export, for the report; filled in by weft_bringing_each() */
} WeftBringMessage;

/**
 * WeftBringing:
 *
 * What is read of another program's export, before any of it goes here: people and rooms in memory, messages
 * on the disk with 56 bytes each in memory. So a preview and the real thing are the same reading.
 */
typedef struct _WeftBringing WeftBringing;

#define WEFT_BRINGING_MESSAGES_MAX 20000000
#define WEFT_BRINGING_PEOPLE_MAX 200000
#define WEFT_BRINGING_ROOMS_MAX 50000

/** weft_bringing_new: @source: "slack", "mattermost": ids are derived from it and from what it calls things.
 */
WeftBringing *weft_bringing_new (const char *source, WeftBringReport *report);
void weft_bringing_free (WeftBringing *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftBringing, weft_bringing_free)

WeftBringReport *weft_bringing_get_report (WeftBringing *self);
const char *weft_bringing_get_source (WeftBringing *self);

/* weft_bringing_add_…: Returns: (transfer none): to be filled in; NULL where there is one with this key
 * already, or too many. */
WeftBringPerson *weft_bringing_add_person (
    WeftBringing *self, const char *key, const char *name, const char *login, const char *email);
WeftBringRoom *weft_bringing_add_room (WeftBringing *self, const char *key, const char *name);

WeftBringPerson *weft_bringing_find_person (WeftBringing *self, const char *key);
WeftBringRoom *weft_bringing_find_room (WeftBringing *self, const char *key);
/** weft_bringing_get_people: Returns: (transfer none) (element-type WeftBringPerson) */
GPtrArray *weft_bringing_get_people (WeftBringing *self);
/** weft_bringing_get_rooms: Returns: (transfer none) (element-type WeftBringRoom) */
GPtrArray *weft_bringing_get_rooms (WeftBringing *self);

/** weft_bringing_dup_author: Returns: (transfer full): the id under which somebody's words come: that of the
 * person here, or one of nobody. */
char *weft_bringing_dup_author (WeftBringing *self, const char *key);

/** weft_bringing_add_message: @where: for the report. Long texts become several messages. */
gboolean weft_bringing_add_message (WeftBringing *self,
                                    WeftBringRoom *room,
                                    const WeftBringMessage *message,
                                    const char *where,
                                    GError **error);

/** weft_bringing_finish: puts the messages of each room in the order in which they were said, a reply never
 * before what it is under, each once. */
void weft_bringing_finish (WeftBringing *self);

/** weft_bringing_get_n_messages: after weft_bringing_finish(). */
guint64 weft_bringing_get_n_messages (WeftBringing *self);

/** WeftBringingEach: FALSE ends it, with @error. */
typedef gboolean (*WeftBringingEach) (const WeftBringMessage *message, gpointer user_data, GError **error);
gboolean weft_bringing_each (
    WeftBringing *self, WeftBringRoom *room, WeftBringingEach each, gpointer user_data, GError **error);

/** weft_bringing_is_time: whether anything can have been said at @at, ms: not later than a day from now. */
gboolean weft_bringing_is_time (gint64 at);
/** weft_bringing_line: Returns: (transfer full): @text as a name may be: one line, at most @max characters,
 * nothing that does not show. */
char *weft_bringing_line (const char *text, guint max);
/** weft_bringing_text: Returns: (transfer full): @text as a message may be: no control characters, lines
 * ended by line feeds; "" where nothing shows. */
char *weft_bringing_text (const char *text);

G_END_DECLS
