/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-sync"

#include "config.h"

#include "sync/weft-replay.h"

#include <string.h>

#include "base/weft-json.h"

#define TRIES 3 /* a log may be trimmed while it is being fetched */
#define ERASED "content.erased"
#define PERSON_ERASED "content.person-erased"

/** Work: what the thread does next; one without a job ends it. */
typedef struct
{
  WeftReplayJob job;
  GType type;
  gpointer user_data;
  GDestroyNotify destroy;
  DexPromise *promise;
  GValue value;
  GError *error; /* (nullable): there is no value then */
} Work;

/** Thread: outlives its replay by what is still to be done. */
typedef struct
{
  GMainContext *context; /* of the owner */
  GAsyncQueue *work;
  WeftReplayLog *log;    /* (nullable): its own */
} Thread;

struct _WeftReplay
{
  GObject parent_instance;

  WeftSync *sync;
  char *stream;
  Thread *thread; /* (nullable): before it is loaded */
  gint64 floor;
  GArray *times;  /* of gint64: of each event */
  double progress;
  gboolean outdated;
  gboolean stopped;
};

enum
{
  PROP_0,
  PROP_PROGRESS,
  N_PROPS
};

enum
{
  OUTDATED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftReplay, weft_replay, G_TYPE_OBJECT)

/* The thread */

static void
work_free (gpointer data)
{
  Work *work = data;

  if (G_IS_VALUE (&work->value))
    g_value_unset (&work->value);
  g_clear_error (&work->error);
  dex_clear (&work->promise);
  g_free (work);
}

static gboolean
tell (gpointer user_data)
{
  Work *work = user_data;

  if (work->error != NULL)
    dex_promise_reject (work->promise, g_steal_pointer (&work->error));
  else
    dex_promise_resolve (work->promise, &work->value);

  return G_SOURCE_REMOVE;
}

static void
run (Thread *thread, Work *work)
{
  gpointer result = work->job (thread->log, work->user_data, &work->error);

  if (result == NULL && work->error != NULL)
    return;

  g_value_init (&work->value, work->type);
  if (g_type_is_a (work->type, G_TYPE_OBJECT))
    g_value_take_object (&work->value, result);
  else if (work->type == G_TYPE_STRING)
    g_value_take_string (&work->value, result);
  else
    g_value_take_boxed (&work->value, result);
}

static gpointer
replay_thread (gpointer data)
{
  Thread *thread = data;
  Work *work;

  while ((work = g_async_queue_pop (thread->work))->job != NULL)
    {
      g_autoptr (GSource) source = g_idle_source_new ();

      run (thread, work);
      if (work->destroy != NULL)
        work->destroy (work->user_data);
      g_source_set_priority (source, G_PRIORITY_DEFAULT);
      g_source_set_callback (source, tell, work, work_free);
      g_source_attach (source, thread->context);
    }
  work_free (work);
  g_clear_pointer (&thread->log, weft_replay_log_free);
  g_async_queue_unref (thread->work);
  g_main_context_unref (thread->context);
  g_free (thread);

  return NULL;
}

static Thread *
start_thread (void)
{
  Thread *thread = g_new0 (Thread, 1);

  thread->context = g_main_context_ref_thread_default ();
  thread->work = g_async_queue_new ();
  g_thread_unref (g_thread_new ("weft-replay", replay_thread, thread));

  return thread;
}

/* After what it still has to do. */
static void
end_thread (Thread *thread)
{
  g_async_queue_push (thread->work, g_new0 (Work, 1));
}

/* What is erased */

static void
set_outdated (WeftReplay *self)
{
  if (self->outdated)
    return;

  self->outdated = TRUE;
  g_clear_pointer (&self->thread, end_thread);
  g_signal_emit (self, signals[OUTDATED], 0);
}

typedef struct
{
  WeftReplay *self; /* (transfer full) */
  gint64 head;
} Look;

static DexFuture *
look_fiber (gpointer user_data)
{
  Look *look = user_data;
  WeftReplay *self = look->self;
  WeftQuestion question
      = { .stream = self->stream, .what = "events", .from = look->head, .to = -1, .at = -1, .cursor = -1, .limit = WEFT_PAGE_MAX };

  do
    {
      g_autofree char *text = dex_await_string (weft_sync_ask (self->sync, &question), NULL);
      g_autoptr (JsonNode) root = text != NULL ? weft_json_parse (text, strlen (text), NULL) : NULL;
      JsonArray *items;

      if (root == NULL || !weft_json_get_array (json_node_get_object (root), "items", &items, NULL))
        break;
      for (guint i = 0; i < json_array_get_length (items); i++)
        {
          const char *name = json_object_get_string_member_with_default (json_array_get_object_element (items, i), "name", "");

          if (g_str_equal (name, ERASED) || g_str_equal (name, PERSON_ERASED))
            set_outdated (self);
        }
      question.cursor = json_object_get_int_member_with_default (json_node_get_object (root), "cursor", -1);
    }
  while (!self->outdated && question.cursor >= 0);

  return dex_future_new_for_boolean (TRUE);
}

static void
look_free (gpointer data)
{
  g_object_unref (((Look *) data)->self);
  g_free (data);
}

/* Erasing empties columns: nothing else looks so much like it that one should not look again. */
static gboolean
may_be_erasing (WeftReplay *self, WeftChanges *changes)
{
  for (guint i = 0; i < weft_changes_get_n (changes); i++)
    {
      const WeftChange *change = weft_changes_get (changes, i);

      if (change->kind == WEFT_CHANGE_INSERT || !g_str_equal (change->stream, self->stream))
        continue;
      for (guint k = 0; k < change->table->n_columns; k++)
        if (change->table->erase_rows || change->table->columns[k].erase)
          return TRUE;
    }

  return FALSE;
}

static void
on_changed (WeftSync *sync, WeftChanges *changes, WeftReplay *self)
{
  Look *look;

  if (self->thread == NULL || !may_be_erasing (self, changes))
    return;

  look = g_new0 (Look, 1);
  look->self = g_object_ref (self);
  look->head = weft_replay_get_head (self);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, look_fiber, look, look_free));
}

static void
on_revoked (WeftSync *sync, const char *stream, const char *title, WeftReplay *self)
{
  if (g_str_equal (stream, self->stream))
    set_outdated (self);
}

/* Fetching: what comes is read by the thread */

/** Fetched: only the thread looks into it while it has work. */
typedef struct
{
  Thread *thread;
  WeftRegistry *registry;
  const char *stream;
  GPtrArray *events; /* of char*: as they are stored, the newest first */
  GPtrArray *rows;   /* of JsonNode: items of what the log begins on */
  gint64 floor;
} Fetched;

/** Page: an answer to be read. */
typedef struct
{
  Fetched *fetched;
  gboolean rows;
  char *text;
} Page;

/* What a job tells of: numbers. */
enum
{
  TOLD_CURSOR,
  TOLD_HEAD,
  TOLD_FLOOR,
  N_TOLD
};

static void
page_free (gpointer data)
{
  g_free (((Page *) data)->text);
  g_free (data);
}

static gboolean
take_event (Fetched *fetched, JsonNode *node, GError **error)
{
  g_autoptr (GString) stored = g_string_new (NULL);
  gint64 seq;

  if (!weft_json_get_int (json_node_get_object (node), "seq", &seq, error))
    return FALSE;
  fetched->floor = seq - 1;
  weft_json_node (stored, NULL, node);
  g_ptr_array_add (fetched->events, g_string_free_and_steal (g_steal_pointer (&stored)));

  return TRUE;
}

static gpointer
read_page (WeftReplayLog *log, gpointer user_data, GError **error)
{
  Page *page = user_data;
  Fetched *fetched = page->fetched;
  g_autoptr (JsonNode) root = weft_json_parse (page->text, strlen (page->text), error);
  gint64 told[N_TOLD] = { -1, 0, 0 };
  JsonObject *answer;
  JsonArray *items;

  if (root == NULL)
    return NULL;
  answer = json_node_get_object (root);
  if (!weft_json_get_int (answer, "seq", &told[TOLD_HEAD], error) || !weft_json_get_array (answer, "items", &items, error)
      || (weft_json_has (answer, "cursor") && !weft_json_get_int (answer, "cursor", &told[TOLD_CURSOR], error)))
    return NULL;

  if (!page->rows && fetched->events->len == 0)
    fetched->floor = told[TOLD_HEAD];
  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      JsonNode *node = json_array_get_element (items, i);

      if (!JSON_NODE_HOLDS_OBJECT (node))
        {
          g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_CORRUPT, "items: expected objects");
          return NULL;
        }
      if (page->rows)
        g_ptr_array_add (fetched->rows, json_node_copy (node));
      else if (!take_event (fetched, node, error))
        return NULL;
    }
  told[TOLD_FLOOR] = fetched->floor;

  return g_array_append_vals (g_array_new (FALSE, FALSE, sizeof (gint64)), told, N_TOLD);
}

/* Returns: the times of all events, behind the floor. */
static gpointer
make_log (WeftReplayLog *none, gpointer user_data, GError **error)
{
  Fetched *fetched = user_data;
  g_autoptr (WeftReplayLog) log = weft_replay_log_new (fetched->registry, fetched->stream, error);
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (log == NULL)
    return NULL;
  weft_replay_log_set_floor (log, fetched->floor);
  for (guint i = 0; i < fetched->rows->len; i++)
    if (!weft_replay_log_add_row (log, json_node_get_object (fetched->rows->pdata[i]), error))
      return NULL;
  for (guint i = fetched->events->len; i > 0; i--)
    if (!weft_replay_log_add_event (log, fetched->events->pdata[i - 1], error))
      return NULL;
  /* Once through all of it: from then on what the slices changed is known. */
  if (weft_replay_log_go (log, weft_replay_log_get_head (log), error) == NULL)
    return NULL;

  g_array_append_val (times, fetched->floor);
  for (gint64 seq = fetched->floor + 1; seq <= weft_replay_log_get_head (log); seq++)
    {
      gint64 at = weft_replay_log_get_time (log, seq);

      g_array_append_val (times, at);
    }
  fetched->thread->log = g_steal_pointer (&log);

  return g_steal_pointer (&times);
}

static DexFuture *
push (Thread *thread, WeftReplayJob job, GType type, gpointer user_data, GDestroyNotify destroy)
{
  DexPromise *promise = dex_promise_new ();
  Work *work = g_new0 (Work, 1);

  work->job = job;
  work->type = type;
  work->user_data = user_data;
  work->destroy = destroy;
  work->promise = dex_ref (promise);
  g_async_queue_push (thread->work, work);

  return DEX_FUTURE (promise);
}

static void
set_progress (WeftReplay *self, double progress)
{
  self->progress = progress;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROGRESS]);
}

static gboolean
fetch (WeftReplay *self, Fetched *fetched, WeftQuestion *question, GError **error)
{
  gboolean rows = g_str_equal (question->what, "rows");

  do
    {
      Page *page;
      g_autoptr (GArray) told = NULL;
      char *text;

      if (self->stopped)
        {
          g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Nobody wants to know any more");
          return FALSE;
        }
      text = dex_await_string (weft_sync_ask (self->sync, question), error);
      if (text == NULL)
        return FALSE;
      page = g_new0 (Page, 1);
      *page = (Page) { fetched, rows, text };
      told = dex_await_boxed (push (fetched->thread, read_page, G_TYPE_ARRAY, page, page_free), error);
      if (told == NULL)
        return FALSE;
      question->cursor = g_array_index (told, gint64, TOLD_CURSOR);
      if (!rows)
        {
          gint64 head = MAX (g_array_index (told, gint64, TOLD_HEAD), 1);

          set_progress (self, (double) (head - g_array_index (told, gint64, TOLD_FLOOR)) / (double) head);
        }
    }
  while (question->cursor >= 0);

  return TRUE;
}

/* Events first: what they stand on is then asked for by its number. */
static gboolean
fetch_all (WeftReplay *self, Fetched *fetched, GError **error)
{
  WeftQuestion events
      = { .stream = self->stream, .what = "events", .from = -1, .to = -1, .at = -1, .cursor = -1, .limit = WEFT_PAGE_MAX };
  WeftQuestion rows = events;

  g_ptr_array_set_size (fetched->events, 0);
  g_ptr_array_set_size (fetched->rows, 0);
  fetched->floor = 0;
  if (!fetch (self, fetched, &events, error))
    return FALSE;
  rows.what = "rows";
  rows.to = fetched->floor;

  return fetched->floor == 0 || fetch (self, fetched, &rows, error);
}

static DexFuture *
load_fiber (gpointer user_data)
{
  WeftReplay *self = user_data;
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) json_node_unref);
  Fetched fetched = { .thread = start_thread (), .registry = weft_sync_get_registry (self->sync), .stream = self->stream,
                      .events = events, .rows = rows };
  g_autoptr (GArray) times = NULL;
  g_autoptr (GError) error = NULL;
  gboolean fine = FALSE;

  for (guint try = 0; !fine && try < TRIES; try++)
    {
      g_clear_error (&error);
      fine = fetch_all (self, &fetched, &error);
      /* The floor may have moved meanwhile: what stands on it is another. */
      if (!fine && !g_error_matches (error, WEFT_ERROR, WEFT_ERROR_INVALID))
        break;
    }
  if (fine)
    times = dex_await_boxed (push (fetched.thread, make_log, G_TYPE_ARRAY, &fetched, NULL), &error);
  if (times == NULL)
    {
      end_thread (fetched.thread);
      return dex_future_new_for_error (g_steal_pointer (&error));
    }

  self->thread = fetched.thread;
  self->floor = g_array_index (times, gint64, 0);
  g_array_append_vals (self->times, &g_array_index (times, gint64, 1), times->len - 1);
  set_progress (self, 1);
  return dex_future_new_for_boolean (TRUE);
}

static void
weft_replay_dispose (GObject *object)
{
  WeftReplay *self = WEFT_REPLAY (object);

  g_clear_pointer (&self->thread, end_thread);
  g_clear_object (&self->sync);

  G_OBJECT_CLASS (weft_replay_parent_class)->dispose (object);
}

static void
weft_replay_finalize (GObject *object)
{
  WeftReplay *self = WEFT_REPLAY (object);

  g_array_unref (self->times);
  g_free (self->stream);

  G_OBJECT_CLASS (weft_replay_parent_class)->finalize (object);
}

static void
weft_replay_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_PROGRESS:
      g_value_set_double (value, WEFT_REPLAY (object)->progress);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
weft_replay_class_init (WeftReplayClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = weft_replay_dispose;
  object_class->finalize = weft_replay_finalize;
  object_class->get_property = weft_replay_get_property;

  properties[PROP_PROGRESS]
      = g_param_spec_double ("progress", NULL, NULL, 0, 1, 0, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[OUTDATED] = g_signal_new ("outdated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
weft_replay_init (WeftReplay *self)
{
  self->times = g_array_new (FALSE, FALSE, sizeof (gint64));
}

WeftReplay *
weft_replay_new (WeftSync *sync, const char *stream)
{
  WeftReplay *self;

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);
  g_return_val_if_fail (stream != NULL, NULL);

  self = g_object_new (WEFT_TYPE_REPLAY, NULL);
  self->sync = g_object_ref (sync);
  self->stream = g_strdup (stream);
  g_signal_connect_object (sync, "changed", G_CALLBACK (on_changed), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (sync, "revoked", G_CALLBACK (on_revoked), self, G_CONNECT_DEFAULT);

  return self;
}

DexFuture *
weft_replay_load (WeftReplay *self)
{
  g_return_val_if_fail (WEFT_IS_REPLAY (self) && self->thread == NULL, NULL);

  return dex_scheduler_spawn (NULL, 0, load_fiber, g_object_ref (self), g_object_unref);
}

void
weft_replay_stop (WeftReplay *self)
{
  g_return_if_fail (WEFT_IS_REPLAY (self));

  self->stopped = TRUE;
}

double
weft_replay_get_progress (WeftReplay *self)
{
  g_return_val_if_fail (WEFT_IS_REPLAY (self), 0);
  return self->progress;
}

gint64
weft_replay_get_floor (WeftReplay *self)
{
  g_return_val_if_fail (WEFT_IS_REPLAY (self), 0);
  return self->floor;
}

gint64
weft_replay_get_head (WeftReplay *self)
{
  g_return_val_if_fail (WEFT_IS_REPLAY (self), 0);
  return self->floor + self->times->len;
}

gint64
weft_replay_get_time (WeftReplay *self, gint64 seq)
{
  g_return_val_if_fail (WEFT_IS_REPLAY (self), 0);

  if (self->times->len == 0)
    return 0;
  return g_array_index (self->times, gint64, CLAMP (seq - self->floor - 1, 0, (gint64) self->times->len - 1));
}

gint64
weft_replay_find (WeftReplay *self, gint64 at)
{
  guint low = 0;
  guint high;

  g_return_val_if_fail (WEFT_IS_REPLAY (self), 0);

  high = self->times->len;
  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (self->times, gint64, middle) <= at)
        low = middle + 1;
      else
        high = middle;
    }

  return self->floor + low;
}

DexFuture *
weft_replay_run (WeftReplay *self, WeftReplayJob job, GType result_type, gpointer user_data, GDestroyNotify user_data_destroy)
{
  g_return_val_if_fail (WEFT_IS_REPLAY (self), NULL);

  if (self->thread == NULL)
    {
      if (user_data_destroy != NULL)
        user_data_destroy (user_data);
      return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_CANCELLED, "What was is not known here");
    }
  return push (self->thread, job, result_type, user_data, user_data_destroy);
}

typedef struct
{
  gint64 seq;
  WeftSyncReader reader;
  gpointer user_data;
  GDestroyNotify destroy;
} Reading;

static gpointer
read_job (WeftReplayLog *log, gpointer user_data, GError **error)
{
  Reading *reading = user_data;
  WeftDatabase *rows = weft_replay_log_go (log, reading->seq, error);

  return rows != NULL ? reading->reader (rows, reading->user_data, error) : NULL;
}

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  if (reading->destroy != NULL)
    reading->destroy (reading->user_data);
  g_free (reading);
}

DexFuture *
weft_replay_read (
    WeftReplay *self, gint64 seq, WeftSyncReader reader, GType result_type, gpointer user_data, GDestroyNotify user_data_destroy)
{
  Reading *reading = g_new0 (Reading, 1);

  *reading = (Reading) { seq, reader, user_data, user_data_destroy };
  return weft_replay_run (self, read_job, result_type, reading, reading_free);
}
