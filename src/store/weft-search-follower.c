/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-store"

#include "config.h"

#include "store/weft-search-follower.h"

#include "store/weft-search-work.h"

#define PAUSE 250000 /* µs between two looks while rows are written; without any it is quiet */
#define BUSY 16      /* times as many rows must be waiting while it is not */
#define KEPT_OPEN (G_GINT64_CONSTANT (2) * 1000000) /* µs for which the connection waits for more */

struct _WeftSearchFollower
{
  WeftDatabase *writer;
  WeftRegistry *registry;
  guint worthwhile;
  gboolean has_thread;
  WeftSearchFollowerFuncs funcs;
  gpointer user_data;

  gboolean pending; /* there may be something to do */
  gboolean behind;  /* there is */
  gint64 wrote_at;  /* µs, as the next */
  gint64 looked_at;

  GThread *thread;      /* NULL until there is something to do */
  gboolean preparing;   /* some work is away */
  GAsyncQueue *claimed; /* of WeftSearchWork; @self: to end */
  WeftSearchWork *done; /* atomic: (nullable): what came back */
};

/* ── the thread ────────────────────────────────────────────────────────────────────────────────────── */

static gboolean
prepare (WeftDatabase *reader, WeftSearchWork *work, GError **error)
{
  gboolean done;

  if (!weft_database_begin_read (reader, error))
    return FALSE;
  done = weft_search_prepare (reader, work, error);
  weft_database_rollback (reader);

  return done;
}

static gpointer
prepare_thread (gpointer data)
{
  WeftSearchFollower *self = data;
  g_autoptr (WeftDatabase) reader = NULL;

  while (TRUE)
    {
      gpointer work = reader != NULL ? g_async_queue_timeout_pop (self->claimed, KEPT_OPEN)
                                     : g_async_queue_pop (self->claimed);
      g_autoptr (GError) error = NULL;

      if (work == self)
        return NULL;
      if (work == NULL)
        {
          g_clear_object (&reader);
          continue;
        }

      if (reader == NULL)
        reader = self->funcs.open (self->user_data, &error);
      if (reader == NULL || !prepare (reader, work, &error))
        {
          /* The writer does it itself then, and will tell if it cannot either. */
          g_debug ("The index is not made beside the writer: %s", error->message);
          g_clear_object (&reader);
        }
      g_atomic_pointer_set (&self->done, work);
      self->funcs.ready (self->user_data);
    }
}

static void
begin_preparing (WeftSearchFollower *self, WeftSearchWork *work)
{
  if (self->thread == NULL)
    self->thread = g_thread_new ("weft-search", prepare_thread, self);
  self->preparing = TRUE;
  g_async_queue_push (self->claimed, work);
}

/* ── the writer ────────────────────────────────────────────────────────────────────────────────────── */

WeftSearchFollower *
weft_search_follower_new (WeftDatabase *writer,
                          WeftRegistry *registry,
                          guint worthwhile,
                          const WeftSearchFollowerFuncs *funcs,
                          gpointer user_data)
{
  WeftSearchFollower *self = g_new0 (WeftSearchFollower, 1);

  self->writer = writer;
  self->registry = g_object_ref (registry);
  self->worthwhile = worthwhile;
  self->has_thread = funcs != NULL;
  if (funcs != NULL)
    self->funcs = *funcs;
  self->user_data = user_data;
  self->claimed = g_async_queue_new_full ((GDestroyNotify) weft_search_work_free);

  return self;
}

void
weft_search_follower_free (WeftSearchFollower *self)
{
  if (self == NULL)
    return;

  if (self->thread != NULL)
    {
      g_async_queue_push (self->claimed, self);
      g_thread_join (self->thread);
    }
  weft_search_work_free (self->done);
  g_async_queue_unref (self->claimed);
  g_object_unref (self->registry);
  g_free (self);
}

void
weft_search_follower_wrote (WeftSearchFollower *self, gint64 now)
{
  if (!self->pending)
    self->looked_at = now;
  self->pending = TRUE;
  self->wrote_at = now;
}

gint64
weft_search_follower_get_due (WeftSearchFollower *self)
{
  if (g_atomic_pointer_get (&self->done) != NULL)
    return 0;
  if (self->preparing)
    return G_MAXINT64;
  if (self->behind)
    return 0;

  return self->pending ? MIN (self->wrote_at, self->looked_at) + PAUSE : G_MAXINT64;
}

/* Writes what is @ready, and claims what is @next. */
static gboolean
write_and_claim (
    WeftSearchFollower *self, WeftSearchWork *ready, guint least, WeftSearchWork **next, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (ready != NULL && !weft_search_write (self->writer, ready, error))
    return FALSE;

  *next = weft_search_claim (self->writer, self->registry, least, &local_error);
  if (*next != NULL && !self->has_thread)
    weft_search_write (self->writer, *next, &local_error);
  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));

  return FALSE;
}

gboolean
weft_search_follower_step (WeftSearchFollower *self, gint64 now, GError **error)
{
  g_autoptr (WeftSearchWork) ready = g_atomic_pointer_exchange (&self->done, NULL);
  g_autoptr (WeftSearchWork) next = NULL;
  gboolean quiet = now - self->wrote_at >= PAUSE;

  if (ready != NULL)
    self->preparing = FALSE;
  if (self->preparing)
    return TRUE;

  /* What fails is tried again when more is written. */
  self->pending = self->behind = FALSE;
  if (!weft_database_begin (self->writer, error))
    return FALSE;
  if (!write_and_claim (self, ready, quiet ? self->worthwhile : BUSY * self->worthwhile, &next, error))
    {
      weft_database_rollback (self->writer);
      return FALSE;
    }
  if (!weft_database_commit (self->writer, error))
    return FALSE;

  self->looked_at = now;
  self->pending = next != NULL || !quiet;
  self->behind = next != NULL && !self->has_thread;
  if (next != NULL && self->has_thread)
    begin_preparing (self, g_steal_pointer (&next));

  return TRUE;
}
