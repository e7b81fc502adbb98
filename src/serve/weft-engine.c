/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-engine.h"

#include <unistd.h>

#include "serve/weft-access.h"
#include "serve/weft-audit.h"
#include "serve/weft-engine-private.h"
#include "serve/weft-handling.h"
#include "serve/weft-keeper.h"
#include "serve/weft-opening.h"
#include "serve/weft-storage.h"
#include "serve/weft-trimming.h"
#include "serve/weft-writer.h"

struct _WeftEngine
{
  GObject parent_instance;

  WeftRegistry *registry;
  const WeftServerModule *const *modules;
  char *directory;
  WeftClock *clock;
  WeftClock *dating; /* (nullable), atomic: what operations are dated by */
  char *workspace;
  int audit_days; /* atomic */
  int lock;

  GHashTable *handlers;  /* operation → WeftHandler */
  GHashTable *reactions; /* event → GPtrArray of WeftReaction */
  WeftSnapshots *snapshots;
  WeftBlobs *blobs;
  WeftKeeper *keeper;

  WeftStorage *storage;
  gboolean open;
  WeftDatabase *database; /* the writer's */
  WeftWriter *writer;

  GMutex mutex;
  GQueue readers; /* of WeftDatabase, idle; with the mutex */

  WeftSubscriber subscriber;
  gpointer subscriber_data;
};

G_DEFINE_FINAL_TYPE (WeftEngine, weft_engine, G_TYPE_OBJECT)

/* Subscribers */

static void
ignore_events (
    const char *stream, gint64 first, GPtrArray *stored, const WeftPosition *position, gpointer user_data)
{
}

static void
ignore_members (const char *stream, const char *person, WeftRole role, gpointer user_data)
{
}

static void
ignore_sessions (const char *person, gpointer user_data)
{
}

static const WeftSubscriber nobody = { ignore_events, ignore_members, ignore_sessions };

static void
close_database (WeftEngine *self)
{
  g_clear_object (&self->database);
  if (self->lock >= 0)
    close (g_steal_fd (&self->lock));
}

static gboolean
open_database (WeftEngine *self, GError **error)
{
  if ((self->lock = weft_opening_lock (self->directory, error)) >= 0
      && (self->database = weft_storage_open_writer (self->storage, error)) != NULL
      && weft_opening_migrate (self->database, self->registry, self->modules, error))
    return TRUE;
  close_database (self);

  return FALSE;
}

static gboolean
open_engine (WeftEngine *self, gboolean driven, GError **error)
{
  g_autofree char *snapshots = NULL;

  if (!open_database (self, error))
    return FALSE;
  self->workspace = weft_opening_read_workspace (self->database, error);
  if (self->workspace == NULL
      || !weft_opening_order_jobs (self->database, self->registry, self->modules,
                                   weft_clock_now (self->clock), error)
      || !weft_blobs_prepare (self->blobs, error))
    {
      g_clear_pointer (&self->workspace, g_free);
      close_database (self);
      return FALSE;
    }

  snapshots = g_build_filename (self->directory, "snapshots", NULL);
  self->snapshots = weft_snapshots_new (self->registry, self->clock, snapshots);
  self->keeper = weft_keeper_new (self);
  self->open = TRUE;
  weft_writer_start (self->writer, self->database, driven);

  return TRUE;
}

/* GObject */

static void
weft_engine_finalize (GObject *object)
{
  WeftEngine *self = WEFT_ENGINE (object);

  weft_engine_close (self);
  g_clear_pointer (&self->writer, weft_writer_free);
  g_clear_pointer (&self->blobs, weft_blobs_free);
  g_clear_pointer (&self->handlers, g_hash_table_unref);
  g_clear_pointer (&self->reactions, g_hash_table_unref);
  g_clear_pointer (&self->directory, g_free);
  g_clear_pointer (&self->storage, weft_storage_free);
  g_clear_pointer (&self->workspace, g_free);
  g_clear_object (&self->registry);
  g_clear_object (&self->clock);
  g_clear_object (&self->dating);
  g_mutex_clear (&self->mutex);

  G_OBJECT_CLASS (weft_engine_parent_class)->finalize (object);
}

static void
weft_engine_class_init (WeftEngineClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_engine_finalize;
}

static void
weft_engine_init (WeftEngine *self)
{
  g_mutex_init (&self->mutex);
  g_queue_init (&self->readers);
  self->writer = weft_writer_new (self);
  self->subscriber = nobody;
  self->lock = -1;
  self->audit_days = WEFT_AUDIT_DAYS;
}

/* Public API */

WeftEngine *
weft_engine_new (WeftRegistry *registry,
                 const WeftServerModule *const *modules,
                 const char *directory,
                 WeftClock *clock)
{
  g_autofree char *files = NULL;
  WeftEngine *self;

  g_return_val_if_fail (WEFT_IS_REGISTRY (registry), NULL);
  g_return_val_if_fail (modules != NULL && directory != NULL, NULL);

  self = g_object_new (WEFT_TYPE_ENGINE, NULL);
  self->registry = g_object_ref (registry);
  self->modules = modules;
  self->directory = g_strdup (directory);
  files = g_build_filename (directory, "files", NULL);
  self->blobs = weft_blobs_new (registry, files);
  self->storage = weft_storage_new (directory, NULL);
  self->clock = g_object_ref (clock != NULL ? clock : weft_clock_get_system ());
  self->handlers = g_hash_table_new (g_str_hash, g_str_equal);
  self->reactions = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_ptr_array_unref);

  for (guint i = 0; modules[i] != NULL; i++)
    {
      const WeftServerHandler *handler = modules[i]->handlers;
      const WeftReaction *reaction = modules[i]->reactions;

      for (; handler != NULL && handler->operation != NULL; handler++)
        {
          g_assert (weft_registry_find_operation (registry, handler->operation) != NULL);
          g_assert (!g_hash_table_contains (self->handlers, handler->operation));
          g_hash_table_insert (self->handlers, (gpointer) handler->operation, (gpointer) handler);
        }
      for (; reaction != NULL && reaction->event != NULL; reaction++)
        {
          GPtrArray *list = g_hash_table_lookup (self->reactions, reaction->event);

          if (list == NULL)
            {
              list = g_ptr_array_new ();
              g_hash_table_insert (self->reactions, (gpointer) reaction->event, list);
            }
          g_ptr_array_add (list, (gpointer) reaction);
        }
    }

  return self;
}

void
weft_engine_set_database (WeftEngine *self, const char *url)
{
  g_return_if_fail (WEFT_IS_ENGINE (self));
  g_return_if_fail (!self->open);

  weft_storage_free (self->storage);
  self->storage = weft_storage_new (self->directory, url);
}

gboolean
weft_engine_open (WeftEngine *self, GError **error)
{
  g_return_val_if_fail (WEFT_IS_ENGINE (self), FALSE);
  g_return_val_if_fail (!self->open, FALSE);

  if (!open_engine (self, FALSE, error))
    return FALSE;
  weft_keeper_start (self->keeper);

  return TRUE;
}

gboolean
weft_engine_repair (WeftEngine *self, WeftCheck *check, GError **error)
{
  gboolean done;

  g_return_val_if_fail (WEFT_IS_ENGINE (self), FALSE);
  g_return_val_if_fail (!self->open, FALSE);

  if (!open_database (self, error))
    return FALSE;
  done = weft_check_repair (check, self->database, self->registry, error);
  close_database (self);

  return done;
}

void
weft_engine_close (WeftEngine *self)
{
  g_return_if_fail (WEFT_IS_ENGINE (self));

  if (!self->open)
    return;

  weft_keeper_stop (self->keeper);
  weft_writer_stop (self->writer);
  self->open = FALSE;

  g_clear_pointer (&self->keeper, weft_keeper_free);
  g_queue_clear_full (&self->readers, g_object_unref);
  g_clear_pointer (&self->snapshots, weft_snapshots_free);
  g_clear_pointer (&self->workspace, g_free);
  close_database (self);
}

WeftRegistry *
weft_engine_get_registry (WeftEngine *self)
{
  g_return_val_if_fail (WEFT_IS_ENGINE (self), NULL);

  return self->registry;
}

WeftClock *
weft_engine_get_clock (WeftEngine *self)
{
  g_return_val_if_fail (WEFT_IS_ENGINE (self), NULL);

  return self->clock;
}

void
weft_engine_set_dating (WeftEngine *self, WeftClock *clock)
{
  g_return_if_fail (WEFT_IS_ENGINE (self));
  g_return_if_fail (WEFT_IS_CLOCK (clock));

  g_return_if_fail (self->dating == NULL);

  g_atomic_pointer_set (&self->dating, g_object_ref (clock));
}

const char *
weft_engine_get_workspace (WeftEngine *self)
{
  g_return_val_if_fail (WEFT_IS_ENGINE (self), NULL);

  return self->workspace;
}

gboolean
weft_engine_submit (
    WeftEngine *self, const WeftRequest *request, WeftResultFunc func, gpointer user_data, GError **error)
{
  g_autoptr (WeftWork) work = NULL;

  g_return_val_if_fail (WEFT_IS_ENGINE (self), FALSE);
  g_return_val_if_fail (request != NULL && func != NULL, FALSE);

  work = weft_work_new_operation (request, func, user_data);
  if (!weft_writer_push (self->writer, work, error))
    return FALSE;
  g_steal_pointer (&work);

  return TRUE;
}

typedef struct
{
  GMutex mutex;
  GCond cond;
  GBytes *result;
} Wait;

static void
on_waited_result (GBytes *result, gpointer user_data)
{
  Wait *wait = user_data;

  g_mutex_lock (&wait->mutex);
  wait->result = g_bytes_ref (result);
  g_cond_signal (&wait->cond);
  g_mutex_unlock (&wait->mutex);
}

GBytes *
weft_engine_run_now (WeftEngine *self, const WeftRequest *request, GError **error)
{
  Wait wait = { .result = NULL };

  g_return_val_if_fail (WEFT_IS_ENGINE (self), NULL);
  g_return_val_if_fail (weft_writer_is_driven (self->writer) || !weft_writer_is_current (self->writer), NULL);

  g_mutex_init (&wait.mutex);
  g_cond_init (&wait.cond);
  if (weft_engine_submit (self, request, on_waited_result, &wait, error))
    {
      while (weft_writer_is_driven (self->writer) && wait.result == NULL)
        weft_writer_turn (self->writer);
      g_mutex_lock (&wait.mutex);
      while (wait.result == NULL)
        g_cond_wait (&wait.cond, &wait.mutex);
      g_mutex_unlock (&wait.mutex);
    }
  g_mutex_clear (&wait.mutex);
  g_cond_clear (&wait.cond);

  return wait.result;
}

gboolean
weft_engine_call (WeftEngine *self, WeftEngineJob func, gpointer user_data, GError **error)
{
  g_autoptr (WeftWork) work = NULL;

  g_return_val_if_fail (WEFT_IS_ENGINE (self), FALSE);
  g_return_val_if_fail (func != NULL, FALSE);
  g_return_val_if_fail (weft_writer_is_driven (self->writer) || !weft_writer_is_current (self->writer),
                        FALSE);

  work = weft_work_new_job (func, user_data);

  return weft_writer_run (self->writer, work, error);
}

gboolean
weft_engine_trim (WeftEngine *self, const char *stream, gint64 floor, gint64 *reached, GError **error)
{
  g_return_val_if_fail (WEFT_IS_ENGINE (self), FALSE);
  g_return_val_if_fail (stream != NULL && floor >= 0, FALSE);

  return weft_trimming_run (self, stream, floor, reached, NULL, error);
}

void
weft_engine_set_audit_days (WeftEngine *self, guint days)
{
  g_return_if_fail (WEFT_IS_ENGINE (self));

  g_atomic_int_set (&self->audit_days, (int) MIN (days, 36500));
}

guint
weft_engine_get_audit_days (WeftEngine *self)
{
  g_return_val_if_fail (WEFT_IS_ENGINE (self), 0);

  return (guint) g_atomic_int_get (&self->audit_days);
}

gboolean
weft_engine_tidy (WeftEngine *self, GError **error)
{
  g_return_val_if_fail (WEFT_IS_ENGINE (self), FALSE);
  g_return_val_if_fail (self->keeper != NULL, FALSE);

  return weft_keeper_tidy (self->keeper, error);
}

void
weft_engine_set_subscriber (WeftEngine *self, const WeftSubscriber *subscriber, gpointer user_data)
{
  g_return_if_fail (WEFT_IS_ENGINE (self));
  g_return_if_fail (!self->open); /* before opening, so that no event is missed */

  self->subscriber = subscriber != NULL ? *subscriber : nobody;
  self->subscriber_data = user_data;
}

gboolean
weft_engine_is_here (WeftEngine *self, const char *person)
{
  return self->subscriber.is_here != NULL && self->subscriber.is_here (person, self->subscriber_data);
}

WeftDatabase *
weft_engine_acquire_reader (WeftEngine *self, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  WeftDatabase *reader;

  g_return_val_if_fail (WEFT_IS_ENGINE (self), NULL);

  g_mutex_lock (&self->mutex);
  reader = g_queue_pop_tail (&self->readers);
  g_mutex_unlock (&self->mutex);
  if (reader != NULL)
    return reader;

  reader = weft_storage_open_reader (self->storage, &local_error);
  if (reader == NULL)
    {
      g_warning ("%s", local_error->message);
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE,
                           "The server cannot read its database now; try again");
    }

  return reader;
}

void
weft_engine_release_reader (WeftEngine *self, WeftDatabase *database)
{
  g_return_if_fail (WEFT_IS_ENGINE (self));

  g_mutex_lock (&self->mutex);
  if (self->readers.length < 8 && !weft_database_is_lost (database))
    g_queue_push_tail (&self->readers, g_steal_pointer (&database));
  g_mutex_unlock (&self->mutex);
  g_clear_object (&database);
}

WeftRole
weft_engine_get_role (WeftDatabase *database, const char *stream, const char *person, GError **error)
{
  return weft_access_get_role (database, stream, person, error);
}

/* For whoever drives it */

gboolean
_weft_engine_open_driven (WeftEngine *self, GError **error)
{
  g_return_val_if_fail (WEFT_IS_ENGINE (self), FALSE);
  g_return_val_if_fail (!self->open, FALSE);

  return open_engine (self, TRUE, error);
}

gboolean
_weft_engine_is_driven (WeftEngine *self)
{
  return weft_writer_is_driven (self->writer);
}

gint64
_weft_engine_get_due (WeftEngine *self)
{
  return weft_writer_get_due (self->writer);
}

gboolean
_weft_engine_turn (WeftEngine *self)
{
  return weft_writer_turn (self->writer);
}

/* For the server's own parts */

WeftHandler
_weft_engine_get_handler (WeftEngine *self, const char *operation)
{
  const WeftServerHandler *handler = g_hash_table_lookup (self->handlers, operation);

  return handler != NULL ? handler->handle : NULL;
}

const GPtrArray *
_weft_engine_get_reactions (WeftEngine *self, const char *event)
{
  return g_hash_table_lookup (self->reactions, event);
}

const WeftServerModule *const *
_weft_engine_get_modules (WeftEngine *self)
{
  return self->modules;
}

const WeftServerModule *
_weft_engine_get_notifier (WeftEngine *self)
{
  for (guint i = 0; self->modules[i] != NULL; i++)
    if (self->modules[i]->notify != NULL)
      return self->modules[i];

  return NULL;
}

const WeftServerModule *
_weft_engine_get_withholder (WeftEngine *self)
{
  for (guint i = 0; self->modules[i] != NULL; i++)
    if (self->modules[i]->withheld_by != NULL)
      return self->modules[i];

  return NULL;
}

const char *
_weft_engine_get_unseen_by (WeftEngine *self)
{
  for (guint i = 0; self->modules[i] != NULL; i++)
    if (self->modules[i]->unseen_by != NULL)
      return self->modules[i]->unseen_by;

  return NULL;
}

WeftSnapshots *
_weft_engine_get_snapshots (WeftEngine *self)
{
  return self->snapshots;
}

WeftBlobs *
_weft_engine_get_blobs (WeftEngine *self)
{
  return self->blobs;
}

gboolean
_weft_engine_is_shared (WeftEngine *self)
{
  return weft_storage_is_shared (self->storage);
}

const char *
_weft_engine_get_directory (WeftEngine *self)
{
  return self->directory;
}

gint64
_weft_engine_get_date (WeftEngine *self)
{
  WeftClock *dating = g_atomic_pointer_get (&self->dating);

  return weft_clock_now (dating != NULL ? dating : self->clock);
}

WeftDatabase *
_weft_engine_open_reader (WeftEngine *self, GError **error)
{
  return weft_storage_open_reader (self->storage, error);
}

void
_weft_engine_tell (WeftEngine *self, WeftTransaction *done)
{
  weft_transaction_deliver (done, &self->subscriber, self->subscriber_data);
  if (done->erased->len > 0)
    weft_keeper_erased (self->keeper, done->erased);
}

gboolean
_weft_engine_execute (WeftEngine *self,
                      const char *author,
                      const char *stream,
                      const char *op,
                      const char *args,
                      GError **error)
{
  WeftTransaction *now = weft_writer_get_transaction (self->writer);

  /* The job may read what it did. */
  return weft_handling_execute (now, author, stream, op, args, error) && weft_transaction_write (now, error);
}

gboolean
_weft_engine_append (WeftEngine *self,
                     const char *stream,
                     const WeftEvent *event,
                     const char *by,
                     const char *body,
                     JsonObject *object,
                     GError **error)
{
  WeftTransaction *now = weft_writer_get_transaction (self->writer);

  return weft_transaction_append (now, stream, event, by, body, object, error)
         && weft_transaction_write (now, error);
}

gboolean
_weft_engine_end_sessions (WeftEngine *self, const char *person, GError **error)
{
  return weft_transaction_end_sessions (weft_writer_get_transaction (self->writer), person, error);
}

gboolean
_weft_engine_post (
    WeftEngine *self, WeftEngineJob func, gpointer user_data, WeftEngineFinish finish, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (WeftWork) work = weft_work_new_job (func, user_data);

  work->finish = finish;
  if (weft_writer_push (self->writer, work, &local_error))
    {
      g_steal_pointer (&work);
      return TRUE;
    }

  finish (user_data, local_error);
  g_propagate_error (error, g_steal_pointer (&local_error));

  return FALSE;
}

gboolean
_weft_engine_submit_job (
    WeftEngine *self, const WeftJob *scheduled, WeftResultFunc func, gpointer user_data, GError **error)
{
  g_autofree char *id = weft_job_dup_operation_id (scheduled);
  const WeftRequest request = {
    .client = WEFT_PERSON_SYSTEM,
    .person = scheduled->author,
    .n = 1, /* the server's own operations are not numbered */
    .id = id,
    .stream = scheduled->stream,
    .op = scheduled->op,
    .args = scheduled->args,
  };
  g_autoptr (WeftWork) work = weft_work_new_operation (&request, func, user_data);

  work->scheduled = weft_job_copy (scheduled);
  if (!weft_writer_push (self->writer, work, error))
    return FALSE;
  g_steal_pointer (&work);

  return TRUE;
}

void
_weft_engine_set_scheduled_func (WeftEngine *self, void (*func) (gpointer user_data), gpointer user_data)
{
  weft_writer_set_scheduled_func (self->writer, func, user_data);
}

void
_weft_engine_get_statistics (WeftEngine *self, WeftEngineStatistics *statistics)
{
  weft_writer_get_statistics (self->writer, statistics);
}
