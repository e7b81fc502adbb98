/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "proto/weft-position.h"
#include "store/weft-database.h"

G_BEGIN_DECLS

/**
 * WeftHeld:
 *
 * What this store knows of one stream: where it stands, and whether its rows are here. Rows without a position
 * are no rows: a stream is either held up to a position or waits for a snapshot.
 */
typedef struct
{
  const char *stream;    /* interned */
  gboolean held;         /* @position counts, the rows are here */
  gboolean stopped;      /* an event came which this program does not know */
  gboolean predicted;    /* inverse change sets are kept for it */
  WeftPosition position;
  gint64 head;           /* the highest seq heard of */
} WeftHeld;

WeftHeld *weft_held_new (const char *stream);
void weft_held_free (WeftHeld *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftHeld, weft_held_free)

gboolean weft_held_save (WeftHeld *self, WeftDatabase *database, GError **error);
gboolean weft_held_forget (WeftHeld *self, WeftDatabase *database, GError **error);

/** weft_held_load_all: Returns: (transfer full) (element-type utf8 WeftHeld): every stream of the store, by interned id. */
GHashTable *weft_held_load_all (WeftDatabase *database, GError **error);

G_END_DECLS
