/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/** WEFT_BUS_NAMES_MAX: names in one message. */
#define WEFT_BUS_NAMES_MAX 500

/** WeftBusKind: what a message is about, and what its names are. */
typedef enum
{
  WEFT_BUS_MOVED,    /* streams: their logs reached the numbers */
  WEFT_BUS_MARK,     /* stream, latest, person: a durable value moved */
  WEFT_BUS_PASSING,  /* stream, latest, person: a value which is not kept, good for the number of ms */
  WEFT_BUS_SESSIONS, /* people, families or clients whose sessions may have ended */
  WEFT_BUS_HERE,     /* people who are connected to the node */
  WEFT_BUS_IDLE,     /* the same, of whose devices there nobody uses one */
  WEFT_BUS_GONE,     /* people who are not any more */
  WEFT_BUS_BYE,      /* the node ends, and with it everybody's presence there */
  WEFT_BUS_LAST,
} WeftBusKind;

/**
 * WeftBusMessage:
 *
 * One thing a node tells the others: {"v":1,"node":"…","is":"moved","names":["room/…"],"numbers":[17]}. Newer versions, kinds and members are
 * passed over, so that nodes of two releases may work side by side.
 */
typedef struct
{
  WeftBusKind kind;
  char *node;
  GPtrArray *names;  /* of char*, valid ids or streams, but for the name of a latest value */
  GArray *numbers;   /* of gint64; as many as there are names if they are MOVED */
  JsonNode *value;   /* (nullable): an object, if it is PASSING */
} WeftBusMessage;

WeftBusMessage *weft_bus_message_new (WeftBusKind kind, const char *node);
void weft_bus_message_free (WeftBusMessage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftBusMessage, weft_bus_message_free)

void weft_bus_message_add (WeftBusMessage *self, const char *name);
void weft_bus_message_add_number (WeftBusMessage *self, gint64 number);

/** weft_bus_message_write: Returns: (transfer full): one line of at most WEFT_BUS_MESSAGE_MAX bytes. */
GBytes *weft_bus_message_write (const WeftBusMessage *self);

/** weft_bus_message_parse: Returns: (transfer full) (nullable): %NULL without an error for a newer kind or version. */
WeftBusMessage *weft_bus_message_parse (GBytes *text, GError **error);

G_END_DECLS
