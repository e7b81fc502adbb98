/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-exchange"

#include "config.h"

#include "exchange/weft-bring-queue.h"

struct _WeftBringQueue
{
  WeftBringTarget target;
  WeftBringRefused refused;
  gpointer user_data;
  GPtrArray *futures; /* of DexFuture, in the turn in which they are submitted */
  GPtrArray *wheres;  /* of char* */
};

WeftBringQueue *
weft_bring_queue_new (const WeftBringTarget *target, WeftBringRefused refused, gpointer user_data)
{
  WeftBringQueue *self = g_new0 (WeftBringQueue, 1);

  self->target = *target;
  self->refused = refused;
  self->user_data = user_data;
  self->futures = g_ptr_array_new_with_free_func (dex_unref);
  self->wheres = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
weft_bring_queue_free (WeftBringQueue *self)
{
  if (self->futures->len > 0)
    weft_sync_end_together (self->target.sync);
  g_ptr_array_unref (self->futures);
  g_ptr_array_unref (self->wheres);
  g_free (self);
}

void
weft_bring_queue_add (WeftBringQueue *self,
                      const char *stream,
                      const WeftOperation *operation,
                      gconstpointer args,
                      const char *where)
{
  if (self->futures->len == 0)
    weft_sync_begin_together (self->target.sync);
  g_ptr_array_add (self->futures, weft_sync_submit (self->target.sync, stream, operation, args));
  g_ptr_array_add (self->wheres, g_strdup (where));
}

guint
weft_bring_queue_get_n (WeftBringQueue *self)
{
  return self->futures->len;
}

/* Nobody answers, and the next run may go on; anything else is the server's word about this one operation. */
static gboolean
is_final (const GError *error)
{
  return error->domain == WEFT_ERROR && error->code != WEFT_ERROR_UNAVAILABLE
         && error->code != WEFT_ERROR_RATE_LIMITED && error->code != WEFT_ERROR_FULL
         && error->code != WEFT_ERROR_UNAUTHENTICATED;
}

int
weft_bring_queue_settle (WeftBringQueue *self, const char *id, GError **refusal, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (self->target.await (weft_sync_await (self->target.sync, id), self->target.user_data, &local_error))
    return 1;
  if (!is_final (local_error))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return -1;
    }
  (void) dex_await (weft_sync_discard_operation (self->target.sync, id), NULL);
  g_propagate_error (refusal, g_steal_pointer (&local_error));
  return 0;
}

/* What @future says of an operation that was submitted: as weft_bring_queue_submit (). */
static int
finish (WeftBringQueue *self, DexFuture *future, char **id, GError **refusal, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  *id = dex_await_string (future, &local_error);
  if (*id != NULL)
    return 1;
  g_propagate_error (is_final (local_error) ? refusal : error, g_error_copy (local_error));
  return is_final (local_error) ? 0 : -1;
}

int
weft_bring_queue_submit (WeftBringQueue *self,
                         const char *stream,
                         const WeftOperation *operation,
                         gconstpointer args,
                         GError **refusal,
                         GError **error)
{
  g_autofree char *id = NULL;
  int result = finish (self, weft_sync_submit (self->target.sync, stream, operation, args), &id, refusal, error);

  return result > 0 ? weft_bring_queue_settle (self, id, refusal, error) : result;
}

gboolean
weft_bring_queue_flush (WeftBringQueue *self, guint64 *n_done, GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  gboolean answered = TRUE;

  if (self->futures->len == 0)
    return TRUE;

  weft_sync_end_together (self->target.sync);
  /* All of them are sent before the first answer is waited for. */
  for (guint i = 0; i < self->futures->len; i++)
    {
      g_autoptr (GError) refusal = NULL;
      char *id = NULL;

      if (finish (self, dex_ref (self->futures->pdata[i]), &id, &refusal, answered ? error : NULL) < 0)
        answered = FALSE;
      if (refusal != NULL)
        self->refused (self->wheres->pdata[i], refusal, self->user_data);
      g_ptr_array_add (ids, id);
    }
  for (guint i = 0; answered && i < ids->len; i++)
    {
      g_autoptr (GError) refusal = NULL;
      int result = ids->pdata[i] != NULL ? weft_bring_queue_settle (self, ids->pdata[i], &refusal, error) : 0;

      answered = result >= 0;
      if (refusal != NULL)
        self->refused (self->wheres->pdata[i], refusal, self->user_data);
      else if (result > 0 && n_done != NULL)
        (*n_done)++;
    }
  g_ptr_array_set_size (self->futures, 0);
  g_ptr_array_set_size (self->wheres, 0);
  return answered;
}
