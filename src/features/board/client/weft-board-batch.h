/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/weft-sync.h"

G_BEGIN_DECLS

/**
 * WeftBoardBatch:
 *
 * Operations on one project which are one undo, put together one by one: as many as what is copied asks for.
 */
typedef struct _WeftBoardBatch WeftBoardBatch;

WeftBoardBatch *weft_board_batch_new (void);
void weft_board_batch_free (WeftBoardBatch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftBoardBatch, weft_board_batch_free)

/** weft_board_batch_add: @args: its struct, which is copied; what it points to stays until the batch is submitted. */
void weft_board_batch_add (WeftBoardBatch *self, const WeftOperation *operation, gconstpointer args);
/** weft_board_batch_keep: @data: (transfer full): g_free()d with the batch. Returns: (transfer none): it */
gpointer weft_board_batch_keep (WeftBoardBatch *self, gpointer data);
guint weft_board_batch_get_n (WeftBoardBatch *self);
/**
 * weft_board_batch_submit:
 *
 * As weft_sync_submit_group(); rejects with WEFT_ERROR_TOO_LARGE where there are more than it takes. Nothing in it: that is done at once. Once a batch.
 */
DexFuture *weft_board_batch_submit (WeftBoardBatch *self, WeftSync *sync, const char *stream) G_GNUC_WARN_UNUSED_RESULT;
/** weft_board_batch_submit_part: as weft_sync_submit_part(): all of @group is one undo. */
DexFuture *weft_board_batch_submit_part (WeftBoardBatch *self, WeftSync *sync, const char *stream, const char *group) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
