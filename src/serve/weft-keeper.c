/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-keeper.h"

#include <string.h>

#include "base/weft-id.h"
#include "serve/weft-access.h"
#include "serve/weft-audit.h"
#include "serve/weft-engine-private.h"
#include "serve/weft-erasure.h"
#include "serve/weft-log.h"
#include "serve/weft-past.h"
#include "serve/weft-trimming.h"
#include "store/weft-erase.h"
#include "store/weft-scrub.h"

#define PERIOD (G_GINT64_CONSTANT (3600) * 1000000) /* µs between two looks at everything */
#define FIRST (G_GINT64_CONSTANT (60) * 1000000)    /* µs after the start */
#define SOON (G_GINT64_CONSTANT (1) * 1000000)      /* µs after something was erased: more may follow */
#define AGAIN (G_GINT64_CONSTANT (5) * 1000000)     /* µs until what could not be done is tried again */
#define STREAMS 200                                 /* streams listed at once */
#define PAGES 64                                    /* pages cleaned in one transaction */
#define AUDIT_ENTRIES 10000                         /* forgotten at once */
#define FILES 100                                   /* erased files taken away in one transaction */
#define DAY (G_GINT64_CONSTANT (24) * 3600 * 1000)  /* ms */

struct _WeftKeeper
{
  WeftEngine *engine; /* unowned */
  GCancellable *cancellable;
  GThread *thread;
  GMutex working; /* one tidies at a time */

  GMutex mutex; /* what follows */
  GCond changed;
  gboolean stopping;
  GPtrArray *withdrawn; /* of char*: streams whose files are to go */
  gint64 due;           /* monotonic µs */
};

/* Lists */

static GPtrArray *
read_texts (WeftStatement *statement, GError **error)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  int step = -1;

  while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    g_ptr_array_add (texts, weft_statement_dup_text (statement, 0));

  return step == 0 ? g_steal_pointer (&texts) : NULL;
}

static GPtrArray *
list_streams (WeftDatabase *reader, const char *after, GError **error)
{
  return read_texts (
      weft_database_query (reader, error,
                           "SELECT stream FROM stream WHERE stream > ?1 ORDER BY stream LIMIT ?2", "ti",
                           after, (gint64) STREAMS),
      error);
}

/* Erasing as `system` */

static gboolean
erase (WeftKeeper *self, const char *stream, GPtrArray *rows, gint64 n_erasures, GError **error)
{
  g_autoptr (GString) list = g_string_new (NULL);
  g_autoptr (GString) args = g_string_new (NULL);
  g_autofree char *job = NULL;
  g_autofree char *id = NULL;
  g_autoptr (GBytes) result = NULL;
  WeftRequest request = {
    .client = WEFT_PERSON_SYSTEM, .person = WEFT_PERSON_SYSTEM, .stream = stream, .op = "content.erase"
  };
  gsize length;
  const char *text;

  for (guint i = 0; i < rows->len; i++)
    g_string_append_printf (list, "%s%s", i > 0 ? "\n" : "", (const char *) g_ptr_array_index (rows, i));
  weft_json_begin (args, NULL);
  weft_json_string (args, "rows", list->str);
  weft_json_end (args);
  /* The id says what is to be done: if it was done and the answer got lost, it is not done again. */
  job = g_strdup_printf ("%s %" G_GINT64_FORMAT " %s", stream, n_erasures, list->str);
  request.id = id = weft_id_derive ("erase", job);
  request.args = args->str;

  result = weft_engine_run_now (self->engine, &request, error);
  if (result == NULL)
    return FALSE;
  text = g_bytes_get_data (result, &length);
  if (g_strstr_len (text, length, "\"error\":") != NULL)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INTERNAL, "%s: cannot erase: %.*s", stream,
                   (int) MIN (length, 500), text);
      return FALSE;
    }

  return TRUE;
}

/* Content of @stream: of @person, or from before @before. */
static gboolean
erase_content (WeftKeeper *self,
               WeftDatabase *reader,
               const char *stream,
               const char *person,
               gint64 before,
               GError **error)
{
  WeftRegistry *registry = weft_engine_get_registry (self->engine);
  g_autofree char *last = NULL;

  while (!g_cancellable_set_error_if_cancelled (self->cancellable, error))
    {
      g_autoptr (GPtrArray) rows = NULL;
      WeftHead head;

      if (!weft_log_read_head (reader, stream, &head, error))
        return FALSE;
      rows = person != NULL
                 ? weft_erasure_find_author (reader, registry, stream, person, WEFT_ERASE_MAX, error)
                 : weft_erasure_find_old (reader, registry, stream, before, WEFT_ERASE_MAX, error);
      if (rows == NULL)
        return FALSE;
      if (rows->len == 0)
        return TRUE;
      if (g_strcmp0 (last, g_ptr_array_index (rows, 0)) == 0)
        {
          g_set_error (error, WEFT_ERROR, WEFT_ERROR_CORRUPT, "%s: %s was erased and is still there", stream,
                       last);
          return FALSE;
        }
      g_set_str (&last, g_ptr_array_index (rows, 0));
      if (!erase (self, stream, rows, head.erasures, error))
        return FALSE;
    }

  return FALSE;
}

typedef struct
{
  const char *person;
  const char *stream; /* NULL: all are done */
} Progress;

static gboolean
progress_job (WeftDatabase *database, gpointer user_data, GError **error)
{
  const Progress *progress = user_data;

  if (progress->stream == NULL)
    return weft_database_run (database, error, "DELETE FROM erasure WHERE person = ?1", "t",
                              progress->person);

  return weft_database_run (database, error, "UPDATE erasure SET stream = ?2 WHERE person = ?1", "tt",
                            progress->person, progress->stream);
}

static gboolean
erase_person (WeftKeeper *self, WeftDatabase *reader, const char *person, GError **error)
{
  Progress progress = { .person = person };
  WeftStatement *statement
      = weft_database_query (reader, error, "SELECT stream FROM erasure WHERE person = ?1", "t", person);
  g_autoptr (GPtrArray) place = read_texts (statement, error);
  g_autofree char *after = NULL;

  if (place == NULL)
    return FALSE;
  after = g_strdup (place->len > 0 ? g_ptr_array_index (place, 0) : "");

  while (TRUE)
    {
      g_autoptr (GPtrArray) streams = list_streams (reader, after, error);

      if (streams == NULL)
        return FALSE;
      if (streams->len == 0)
        break;
      for (guint i = 0; i < streams->len; i++)
        if (!erase_content (self, reader, g_ptr_array_index (streams, i), person, 0, error))
          return FALSE;
      g_set_str (&after, g_ptr_array_index (streams, streams->len - 1));
      progress.stream = after;
      if (!weft_engine_call (self->engine, progress_job, &progress, error))
        return FALSE;
    }
  progress.stream = NULL;

  return weft_engine_call (self->engine, progress_job, &progress, error);
}

static gboolean
erase_people (WeftKeeper *self, WeftDatabase *reader, GError **error)
{
  g_autoptr (GPtrArray) people
      = read_texts (weft_database_query (reader, error, "SELECT person FROM erasure ORDER BY person", ""),
                    error);

  for (guint i = 0; people != NULL && i < people->len; i++)
    if (!erase_person (self, reader, g_ptr_array_index (people, i), error))
      return FALSE;

  return people != NULL;
}

/* Retention */

typedef struct
{
  gint64 log_days;
  gint64 log_events;
  gint64 content_days;
} Retention;

static gboolean
read_retention (WeftDatabase *reader, const char *stream, Retention *retention, GError **error)
{
  WeftStatement *statement;
  int step;

  *retention = (Retention) { 0 };
  statement = weft_database_query (reader, error,
                                   "SELECT log_days, log_events, content_days FROM retention"
                                   " WHERE stream = ?1 OR stream = 'workspace'"
                                   " ORDER BY CASE WHEN stream = ?1 THEN 0 ELSE 1 END LIMIT 1",
                                   "t", stream);
  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;
  if (step > 0)
    {
      retention->log_days = weft_statement_get_int (statement, 0);
      retention->log_events = weft_statement_get_int (statement, 1);
      retention->content_days = weft_statement_get_int (statement, 2);
    }
  weft_statement_reset (statement);

  return TRUE;
}

static gboolean
trim (WeftKeeper *self,
      WeftDatabase *reader,
      const char *stream,
      const Retention *retention,
      gint64 now,
      GError **error)
{
  gint64 floor = G_MAXINT64;
  WeftHead head;

  if ((retention->log_days == 0 && retention->log_events == 0))
    return TRUE;
  if (!weft_log_read_head (reader, stream, &head, error))
    return FALSE;
  if (retention->log_days > 0
      && !weft_past_find (reader, weft_engine_get_registry (self->engine), stream, &head,
                          now - retention->log_days * DAY, &floor, error))
    return FALSE;
  if (retention->log_events > 0)
    floor = MIN (floor, head.head - retention->log_events);

  return floor <= head.floor
         || weft_trimming_run (self->engine, stream, floor, NULL, self->cancellable, error);
}

static gboolean
keep_retention (WeftKeeper *self, WeftDatabase *reader, GError **error)
{
  gint64 now = weft_clock_now (weft_engine_get_clock (self->engine));
  g_autofree char *after = g_strdup ("");

  while (TRUE)
    {
      g_autoptr (GPtrArray) streams = list_streams (reader, after, error);

      if (streams == NULL)
        return FALSE;
      if (streams->len == 0)
        return TRUE;
      for (guint i = 0; i < streams->len; i++)
        {
          const char *stream = g_ptr_array_index (streams, i);
          g_autoptr (GError) local_error = NULL;
          Retention retention;

          if (g_cancellable_set_error_if_cancelled (self->cancellable, error)
              || !read_retention (reader, stream, &retention, error))
            return FALSE;
          /* One stream that cannot be kept in order keeps no other from it. */
          if ((retention.content_days > 0
               && !erase_content (self, reader, stream, NULL, now - retention.content_days * DAY,
                                  &local_error))
              || !trim (self, reader, stream, &retention, now, &local_error))
            g_warning ("Cannot keep the retention of %s: %s", stream, local_error->message);
        }
      g_set_str (&after, g_ptr_array_index (streams, streams->len - 1));
    }
}

/* Erased files */

typedef struct
{
  WeftKeeper *self;
  GPtrArray *hashes;
  GPtrArray *dropped; /* of char*: places */
} Collection;

static gboolean
collect_job (WeftDatabase *database, gpointer user_data, GError **error)
{
  Collection *collection = user_data;
  WeftEngine *engine = collection->self->engine;

  g_ptr_array_set_size (collection->dropped, 0); /* a job may run twice */

  return weft_blobs_collect (_weft_engine_get_blobs (engine), database, collection->hashes,
                             weft_clock_now (weft_engine_get_clock (engine)), WEFT_BLOBS_GRACE,
                             collection->dropped, error);
}

static gboolean
collect_files (WeftKeeper *self, WeftDatabase *reader, GError **error)
{
  while (!g_cancellable_set_error_if_cancelled (self->cancellable, error))
    {
      g_autoptr (GPtrArray) hashes = weft_blobs_find_due (reader, FILES, error);
      g_autoptr (GPtrArray) dropped = g_ptr_array_new_with_free_func (g_free);
      Collection collection = { self, hashes, dropped };

      if (hashes == NULL)
        return FALSE;
      if (hashes->len == 0)
        return TRUE;
      if (!weft_engine_call (self->engine, collect_job, &collection, error))
        return FALSE;
      for (guint i = 0; i < dropped->len; i++)
        weft_blobs_drop (_weft_engine_get_blobs (self->engine), g_ptr_array_index (dropped, i));
      /* What is named again since is let be, and looked for at the next time. */
      if (dropped->len == 0)
        return TRUE;
    }

  return FALSE;
}

/* Files of the database */

typedef struct
{
  WeftRegistry *registry;
  gboolean wanted;
  gboolean done;
  GArray *pages;
  guint next;
} Scrub;

static gboolean
scrub_index_job (WeftDatabase *database, gpointer user_data, GError **error)
{
  Scrub *scrub = user_data;

  return weft_scrub_index (database, scrub->registry, &scrub->done, error);
}

static gboolean
scrub_pages_job (WeftDatabase *database, gpointer user_data, GError **error)
{
  Scrub *scrub = user_data;

  return weft_scrub_clean (WEFT_SQLITE (database), (const gint64 *) (void *) scrub->pages->data + scrub->next,
                           MIN (PAGES, scrub->pages->len - scrub->next), error);
}

static gboolean
begin_job (WeftDatabase *database, gpointer user_data, GError **error)
{
  Scrub *scrub = user_data;

  return weft_scrub_begin (database, &scrub->wanted, error);
}

static gboolean
end_job (WeftDatabase *database, gpointer user_data, GError **error)
{
  return weft_scrub_end (database, error);
}

static void
withdraw_files (WeftKeeper *self)
{
  g_autoptr (GPtrArray) streams = NULL;

  g_mutex_lock (&self->mutex);
  streams = g_steal_pointer (&self->withdrawn);
  self->withdrawn = g_ptr_array_new_with_free_func (g_free);
  g_mutex_unlock (&self->mutex);

  for (guint i = 0; i < streams->len; i++)
    weft_snapshots_forget (_weft_engine_get_snapshots (self->engine), g_ptr_array_index (streams, i));
}

static gboolean
scrub (WeftKeeper *self, WeftDatabase *reader, GError **error)
{
  g_autoptr (WeftDatabase) cleaner = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GArray) pages = NULL;
  Scrub scrub = { .registry = weft_engine_get_registry (self->engine) };
  gboolean done = FALSE;

  withdraw_files (self);
  /* What PostgreSQL keeps of old rows is the administrator's: see docs/security.md. */
  if (!WEFT_IS_SQLITE (reader))
    return TRUE;
  if (!weft_engine_call (self->engine, begin_job, &scrub, error))
    return FALSE;
  if (!scrub.wanted)
    return TRUE;
  while (!scrub.done)
    if (g_cancellable_set_error_if_cancelled (self->cancellable, error)
        || !weft_engine_call (self->engine, scrub_index_job, &scrub, error))
      return FALSE;

  scrub.pages = pages = weft_scrub_find (WEFT_SQLITE (reader), error);
  if (pages == NULL)
    return FALSE;
  for (; scrub.next < pages->len; scrub.next += PAGES)
    if (g_cancellable_set_error_if_cancelled (self->cancellable, error)
        || !weft_engine_call (self->engine, scrub_pages_job, &scrub, error))
      return FALSE;

  path = g_build_filename (_weft_engine_get_directory (self->engine), "weft.db", NULL);
  cleaner = weft_sqlite_open (path, WEFT_SQLITE_WRITE, error);
  if (cleaner == NULL)
    return FALSE;
  for (guint i = 0; !done; i++)
    {
      if (g_cancellable_set_error_if_cancelled (self->cancellable, error)
          || !weft_scrub_checkpoint (WEFT_SQLITE (cleaner), &done, error))
        return FALSE;
      if (!done && i > 20)
        {
          g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE,
                               "The WAL is being read all the time");
          return FALSE;
        }
      if (!done)
        g_usleep (100000);
    }

  return weft_engine_call (self->engine, end_job, NULL, error);
}

static gboolean
trim_audit_job (WeftDatabase *database, gpointer user_data, GError **error)
{
  gint64 days = weft_engine_get_audit_days (user_data);

  return days == 0
         || weft_audit_trim (database, weft_clock_now (weft_engine_get_clock (user_data)) - days * DAY,
                             AUDIT_ENTRIES, error);
}

gboolean
weft_keeper_tidy (WeftKeeper *self, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->working);
  WeftDatabase *reader = weft_engine_acquire_reader (self->engine, error);
  gboolean done;

  if (reader == NULL)
    return FALSE;
  done = weft_engine_call (self->engine, trim_audit_job, self->engine, error)
         && erase_people (self, reader, error) && keep_retention (self, reader, error)
         && collect_files (self, reader, error) && scrub (self, reader, error);
  weft_engine_release_reader (self->engine, reader);

  return done;
}

static gpointer
keep (gpointer user_data)
{
  WeftKeeper *self = user_data;

  while (TRUE)
    {
      g_autoptr (GError) error = NULL;

      g_mutex_lock (&self->mutex);
      while (!self->stopping && g_get_monotonic_time () < self->due)
        g_cond_wait_until (&self->changed, &self->mutex, self->due);
      self->due = g_get_monotonic_time () + PERIOD;
      if (self->stopping)
        {
          g_mutex_unlock (&self->mutex);
          return NULL;
        }
      g_mutex_unlock (&self->mutex);

      if (!weft_keeper_tidy (self, &error) && !g_cancellable_is_cancelled (self->cancellable))
        {
          g_warning ("Cannot keep house: %s", error->message);
          g_mutex_lock (&self->mutex);
          self->due = MIN (self->due, g_get_monotonic_time () + AGAIN);
          g_mutex_unlock (&self->mutex);
        }
    }
}

WeftKeeper *
weft_keeper_new (WeftEngine *engine)
{
  WeftKeeper *self = g_new0 (WeftKeeper, 1);

  self->engine = engine;
  self->cancellable = g_cancellable_new ();
  self->withdrawn = g_ptr_array_new_with_free_func (g_free);
  g_mutex_init (&self->working);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  self->due = g_get_monotonic_time () + FIRST;

  return self;
}

void
weft_keeper_start (WeftKeeper *self)
{
  self->thread = g_thread_new ("weft-keeper", keep, self);
}

void
weft_keeper_stop (WeftKeeper *self)
{
  if (self->thread == NULL)
    return;

  g_cancellable_cancel (self->cancellable);
  g_mutex_lock (&self->mutex);
  self->stopping = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
  g_thread_join (g_steal_pointer (&self->thread));
}

void
weft_keeper_free (WeftKeeper *self)
{
  weft_keeper_stop (self);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->withdrawn, g_ptr_array_unref);
  g_mutex_clear (&self->working);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->changed);
  g_free (self);
}

void
weft_keeper_erased (WeftKeeper *self, GPtrArray *streams)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  for (guint i = 0; i < streams->len; i++)
    g_ptr_array_add (self->withdrawn, g_strdup (g_ptr_array_index (streams, i)));
  self->due = MIN (self->due, g_get_monotonic_time () + SOON);
  g_cond_broadcast (&self->changed);
}
