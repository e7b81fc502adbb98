/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/weft-clock.h"
#include "proto/weft-frame.h"
#include "proto/weft-registry.h"
#include "store/weft-database.h"

G_BEGIN_DECLS

/**
 * WeftLatestValue:
 *
 * The newest of something a person does in a stream: a read mark (an integer that only grows) or "is typing" (an object).
 */
typedef struct
{
  char *stream;
  char *name;
  char *person;
  gint64 value;
  JsonNode *extra;   /* (nullable): instead of @value */
  gint64 at;         /* ms */
  gboolean withheld; /* for nobody but its person */
  gint64 until;      /* monotonic µs when it is forgotten; 0: kept */
} WeftLatestValue;

void weft_latest_value_free (WeftLatestValue *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftLatestValue, weft_latest_value_free)

/** weft_latest_store: keeps a durable value if it is higher than the one there is. @moved: (out): whether it was. */
gboolean weft_latest_store (WeftDatabase *database, const WeftLatestValue *value, gboolean *moved, GError **error);

/** weft_latest_read_person: Returns: (transfer full) (element-type WeftLatestValue): the durable values of @person in the streams they read. */
GPtrArray *weft_latest_read_person (WeftDatabase *database, const char *person, GError **error);

/** weft_latest_read_stream: Returns: (transfer full) (element-type WeftLatestValue): everybody's durable values in @stream. */
GPtrArray *weft_latest_read_stream (WeftDatabase *database, const char *stream, GError **error);

/** weft_latest_read: Returns: (transfer full) (nullable): a durable value; %NULL if there is none, or on error. */
WeftLatestValue *weft_latest_read (WeftDatabase *database, const char *stream, const char *name, const char *person, GError **error);

/** weft_latest_read_since: Returns: (transfer full) (element-type WeftLatestValue): the durable values set at @at (ms) or later, the newest @limit. */
GPtrArray *weft_latest_read_since (WeftDatabase *database, gint64 at, guint limit, GError **error);

/** weft_latest_write: adds frames "latest" of at most WEFT_FRAME_MAX bytes with @values (of WeftLatestValue) to @frames (of GBytes). */
void weft_latest_write (GPtrArray *values, GPtrArray *frames);

/** weft_latest_to_frame: borrows @self's strings. */
WeftFrameLatest weft_latest_to_frame (const WeftLatestValue *self);

G_END_DECLS
