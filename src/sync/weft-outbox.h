/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/weft-database.h"
#include "sync/weft-outbox-entry.h"

G_BEGIN_DECLS

/**
 * WeftOutbox:
 *
 * The operations of this person which are not in the rows as confirmed, in order, in memory and in the table
 * `outbox`. The table is written inside the batch that the caller has open; when a batch is rolled back, load the
 * outbox anew.
 */
typedef struct _WeftOutbox WeftOutbox;

WeftOutbox *weft_outbox_load (WeftDatabase *database, WeftRegistry *registry, GError **error);
void weft_outbox_free (WeftOutbox *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftOutbox, weft_outbox_free)

/** WEFT_OUTBOX_MAX: operations: 100 MB about. Whoever is away writes a few hundred a day; what makes more waits for answers. */
#define WEFT_OUTBOX_MAX 100000

/** weft_outbox_check_room: FALSE with %WEFT_ERROR_TOO_LARGE where @n more operations are too many. */
gboolean weft_outbox_check_room (WeftOutbox *self, guint n, GError **error);
/** weft_outbox_add: @entry: (transfer full): gets the next place, and is written. On error it is freed. */
gboolean weft_outbox_add (WeftOutbox *self, WeftDatabase *database, WeftOutboxEntry *entry, GError **error);
/** weft_outbox_save: writes what may have changed: id, n, state, error, positions. Call after each change of an entry. */
gboolean weft_outbox_save (WeftOutbox *self, WeftDatabase *database, WeftOutboxEntry *entry, WeftOutboxState state, GError **error);
/** weft_outbox_set_id: gives @entry a new id, so that the server takes it for a new operation. */
void weft_outbox_set_id (WeftOutbox *self, WeftOutboxEntry *entry, const char *id);
/** weft_outbox_remove: takes @entry out and frees it. */
gboolean weft_outbox_remove (WeftOutbox *self, WeftDatabase *database, WeftOutboxEntry *entry, GError **error);

WeftOutboxEntry *weft_outbox_find (WeftOutbox *self, const char *id);
/** weft_outbox_peek: Returns: (transfer none) (element-type WeftOutboxEntry): all, in order. */
GList *weft_outbox_peek (WeftOutbox *self);
/** weft_outbox_peek_stream: Returns: (transfer none) (element-type WeftOutboxEntry): those of one stream, in order. */
GList *weft_outbox_peek_stream (WeftOutbox *self, const char *stream);
/** weft_outbox_has_others: whether the server may refuse another operation on the stream of @entry, which is in the outbox. Costs the same however much waits. */
gboolean weft_outbox_has_others (WeftOutbox *self, const WeftOutboxEntry *entry);
/** weft_outbox_get_confirmed: Returns: (transfer container) (element-type WeftOutboxEntry): those in state CONFIRMED. */
GPtrArray *weft_outbox_get_confirmed (WeftOutbox *self);
guint weft_outbox_count (WeftOutbox *self, WeftOutboxState state);

G_END_DECLS
