/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/client/weft-board-batch.h"

#include "base/weft-id.h"
#include "store/weft-step.h"

struct _WeftBoardBatch
{
  GPtrArray *operations; /* of const WeftOperation */
  GPtrArray *args;       /* of each, its struct */
  GPtrArray *kept;       /* what these point to */
};

WeftBoardBatch *
weft_board_batch_new (void)
{
  WeftBoardBatch *self = g_new0 (WeftBoardBatch, 1);

  self->operations = g_ptr_array_new ();
  self->args = g_ptr_array_new_with_free_func (g_free);
  self->kept = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
weft_board_batch_free (WeftBoardBatch *self)
{
  g_ptr_array_unref (self->operations);
  g_ptr_array_unref (self->args);
  g_ptr_array_unref (self->kept);
  g_free (self);
}

void
weft_board_batch_add (WeftBoardBatch *self, const WeftOperation *operation, gconstpointer args)
{
  g_return_if_fail (self != NULL && operation != NULL);

  g_ptr_array_add (self->operations, (gpointer) operation);
  g_ptr_array_add (self->args, g_memdup2 (args, operation->args_size));
}

gpointer
weft_board_batch_keep (WeftBoardBatch *self, gpointer data)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_ptr_array_add (self->kept, data);
  return data;
}

guint
weft_board_batch_get_n (WeftBoardBatch *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->operations->len;
}

DexFuture *
weft_board_batch_submit (WeftBoardBatch *self, WeftSync *sync, const char *stream)
{
  g_autofree char *own = weft_id_random ();

  return weft_board_batch_submit_part (self, sync, stream, own);
}

DexFuture *
weft_board_batch_submit_part (WeftBoardBatch *self, WeftSync *sync, const char *stream, const char *group)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->operations->len == 0)
    return dex_future_new_for_boolean (TRUE);
  if (self->operations->len > WEFT_GROUP_MAX)
    return dex_future_new_reject (WEFT_ERROR, WEFT_ERROR_TOO_LARGE, "operations: %u at once, at most %d", self->operations->len, WEFT_GROUP_MAX);
  return weft_sync_submit_part (sync, stream, (const WeftOperation *const *) self->operations->pdata, (const gconstpointer *) self->args->pdata,
                                self->operations->len, group);
}
