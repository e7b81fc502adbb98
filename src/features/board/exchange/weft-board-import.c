/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-exchange"

#include "config.h"

#include "features/board/exchange/weft-board-import.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "base/weft-error.h"
#include "base/weft-text.h"
#include "features/board/exchange/weft-trello-export.h"

#define GUESS_BYTES 65536
#define ANSWER_LIMIT 30 /* s: for the server to answer */
#define CARDS_SHARE 0.8 /* of the progress: the rest is what was said of them */

/* What one reading found. */
typedef struct
{
  WeftBringReport *report;
  char *report_path;
  WeftBringing *bringing;
  WeftBringBoard *board; /* (nullable): it could not be read */
  GPtrArray *columns;    /* of WeftTaskColumn */
  GError *error;         /* (nullable) */
} Reading;

struct _WeftBoardImport
{
  GObject parent_instance;

  WeftSync *sync;
  char *path;
  char *source;
  GHashTable *said;      /* header, folded → name of a field */
  GPtrArray *here;       /* (nullable) */
  Reading *reading;      /* (nullable) */

  WeftBringBoardOutcome outcome;
  DexPromise *cancelled; /* rejected when it is */
  double progress;
};

enum
{
  PROGRESSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftBoardImport, weft_board_import, G_TYPE_OBJECT)

static void
reading_free (Reading *self)
{
  g_clear_pointer (&self->board, weft_bring_board_free);
  g_clear_pointer (&self->bringing, weft_bringing_free);
  g_clear_pointer (&self->report, weft_bring_report_free);
  if (self->report_path != NULL)
    g_unlink (self->report_path);
  g_free (self->report_path);
  g_ptr_array_unref (self->columns);
  g_clear_error (&self->error);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reading, reading_free)

/* By its beginning */

const char *
weft_board_import_guess (const char *path)
{
  g_autofree char *head = g_malloc0 (GUESS_BYTES + 1);
  g_autofree char *folded = NULL;
  int fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  gssize n = fd >= 0 ? read (fd, head, GUESS_BYTES) : -1;
  char *end;

  if (fd >= 0)
    close (fd);
  if (n <= 0)
    return NULL;
  if (strspn (head, "\xef\xbb\xbf \t\r\n{") > 0 && head[strspn (head, "\xef\xbb\xbf \t\r\n")] == '{')
    return "trello";
  end = strpbrk (head, "\r\n");
  if (end != NULL)
    *end = '\0';
  folded = g_utf8_make_valid (head, -1);
  {
    g_autofree char *header = weft_text_fold (folded, -1);

    if (strstr (header, "issue key") != NULL || strstr (header, "issue id") != NULL)
      return "jira";
    if (strstr (header, "blocked by") != NULL && strstr (header, "repeats") != NULL)
      return "weft";
    return strpbrk (header, ",;\t") != NULL ? "linear" : NULL;
  }
}

/* Reading */

typedef struct
{
  WeftBoardImport *import; /* whose path and source do not change */
  GHashTable *said;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_object_unref (job->import);
  g_hash_table_unref (job->said);
  g_free (job);
}

/* What the report says one by one goes to the disk: there can be as much of it as of the file. */
static WeftBringReport *
make_report (Reading *reading, GError **error)
{
  int fd = g_file_open_tmp ("weft-import-XXXXXX.json", &reading->report_path, error);

  if (fd < 0)
    return NULL;
  close (fd);
  return weft_bring_report_new (reading->report_path, error);
}

/* On a thread of its own. */
static DexFuture *
read_fiber (gpointer user_data)
{
  Job *job = user_data;
  WeftBoardImport *self = job->import;
  Reading *reading = g_new0 (Reading, 1);

  reading->columns = g_ptr_array_new_with_free_func (weft_task_column_free);
  reading->report = make_report (reading, &reading->error);
  if (reading->report == NULL)
    return dex_future_new_for_pointer (reading);

  reading->bringing = weft_bringing_new (self->source, reading->report);
  if (g_str_equal (self->source, "trello"))
    reading->board = weft_trello_export_read (self->path, reading->bringing, &reading->error);
  else
    reading->board = weft_task_table_read (self->path, job->said, reading->bringing, reading->columns, &reading->error);
  if (reading->board != NULL)
    weft_bring_board_finish (reading->board);
  return dex_future_new_for_pointer (reading);
}

static GHashTable *
copy_said (GHashTable *said)
{
  GHashTable *copy = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  GHashTableIter iter;
  gpointer header, field;

  g_hash_table_iter_init (&iter, said);
  while (g_hash_table_iter_next (&iter, &header, &field))
    g_hash_table_insert (copy, g_strdup (header), g_strdup (field));
  return copy;
}

static DexFuture *
run_reading (gpointer user_data)
{
  WeftBoardImport *self = user_data;
  GError *error = NULL;
  Reading *reading;
  Job *job;

  g_clear_pointer (&self->reading, reading_free);
  g_clear_pointer (&self->here, g_ptr_array_unref);
  self->here = weft_bring_people_load (self->sync, &error);
  if (self->here == NULL)
    return dex_future_new_for_error (error);
  job = g_new (Job, 1);
  *job = (Job) { .import = g_object_ref (self), .said = copy_said (self->said) };
  reading = dex_await_pointer (dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0, read_fiber, job, job_free), &error);
  if (reading == NULL)
    return dex_future_new_for_error (error);
  self->reading = reading;
  if (reading->board == NULL)
    return dex_future_new_for_error (g_error_copy (reading->error));
  weft_bring_people_match (reading->bringing, self->here, NULL, NULL);
  return dex_future_new_for_boolean (TRUE);
}

DexFuture *
weft_board_import_read (WeftBoardImport *self)
{
  g_return_val_if_fail (WEFT_IS_BOARD_IMPORT (self), NULL);

  return dex_scheduler_spawn (NULL, 0, run_reading, g_object_ref (self), g_object_unref);
}

void
weft_board_import_set_column (WeftBoardImport *self, const char *header, const char *field)
{
  g_return_if_fail (WEFT_IS_BOARD_IMPORT (self) && header != NULL && field != NULL);

  g_hash_table_insert (self->said, weft_text_fold (header, -1), g_strdup (field));
}

void
weft_board_import_set_person (WeftBoardImport *self, WeftBringPerson *person, const WeftBringHere *here)
{
  g_return_if_fail (WEFT_IS_BOARD_IMPORT (self) && person != NULL);

  g_set_str (&person->person, here != NULL ? here->id : NULL);
  g_set_str (&person->here, here != NULL ? here->name : NULL);
  person->away = here != NULL && here->suspended;
}

/* Writing */

static gboolean
await (DexFuture *future, gpointer user_data, GError **error)
{
  WeftBoardImport *self = user_data;
  g_autoptr (GError) local_error = NULL;

  if (dex_await (dex_future_first (future, dex_ref (DEX_FUTURE (self->cancelled)), dex_timeout_new_seconds (ANSWER_LIMIT), NULL), &local_error))
    return TRUE;
  if (g_error_matches (local_error, DEX_ERROR, DEX_ERROR_TIMED_OUT))
    g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, "The server does not answer");
  else
    g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static void
on_progressed (const char *what, guint64 done, guint64 all, gpointer user_data)
{
  WeftBoardImport *self = user_data;
  double share = all > 0 ? (double) done / (double) all : 1;

  self->progress = g_str_equal (what, "card") ? share * CARDS_SHARE : CARDS_SHARE + share * (1 - CARDS_SHARE);
  g_signal_emit (self, signals[PROGRESSED], 0);
}

static DexFuture *
write_fiber (gpointer user_data)
{
  WeftBoardImport *self = user_data;
  WeftBringTarget target = { .sync = self->sync, .await = await, .progressed = on_progressed, .user_data = self };
  GError *error = NULL;

  self->outcome = (WeftBringBoardOutcome) { 0 };
  weft_bring_board_writer_run (&target, self->reading->board, &self->outcome, &error);
  return error == NULL ? dex_future_new_for_boolean (TRUE) : dex_future_new_for_error (error);
}

DexFuture *
weft_board_import_write (WeftBoardImport *self)
{
  g_return_val_if_fail (WEFT_IS_BOARD_IMPORT (self) && self->reading != NULL && self->reading->board != NULL, NULL);

  return dex_scheduler_spawn (NULL, 0, write_fiber, g_object_ref (self), g_object_unref);
}

void
weft_board_import_cancel (WeftBoardImport *self)
{
  g_return_if_fail (WEFT_IS_BOARD_IMPORT (self));

  if (dex_future_is_pending (DEX_FUTURE (self->cancelled)))
    dex_promise_reject (self->cancelled, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled"));
}

typedef struct
{
  WeftBoardImport *import;
  char *path;
} Saving;

static void
saving_free (gpointer data)
{
  Saving *saving = data;

  g_object_unref (saving->import);
  g_free (saving->path);
  g_free (saving);
}

/* On a thread of its own: the report can be as large as the file. */
static DexFuture *
save_fiber (gpointer user_data)
{
  Saving *saving = user_data;
  Reading *reading = saving->import->reading;
  g_autoptr (GFile) from = g_file_new_for_path (reading->report_path);
  g_autoptr (GFile) to = g_file_new_for_path (saving->path);
  GError *error = NULL;

  if (!weft_bring_report_finish (reading->report, "", &error) || !g_file_copy (from, to, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, &error))
    return dex_future_new_for_error (error);
  return dex_future_new_for_boolean (TRUE);
}

DexFuture *
weft_board_import_save_report (WeftBoardImport *self, const char *path)
{
  Saving *saving;

  g_return_val_if_fail (WEFT_IS_BOARD_IMPORT (self) && self->reading != NULL && path != NULL, NULL);

  saving = g_new (Saving, 1);
  *saving = (Saving) { .import = g_object_ref (self), .path = g_strdup (path) };
  return dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0, save_fiber, saving, saving_free);
}

/* What there is */

WeftBringBoard *
weft_board_import_get_board (WeftBoardImport *self)
{
  g_return_val_if_fail (WEFT_IS_BOARD_IMPORT (self), NULL);

  return self->reading != NULL ? self->reading->board : NULL;
}

GPtrArray *
weft_board_import_get_columns (WeftBoardImport *self)
{
  g_return_val_if_fail (WEFT_IS_BOARD_IMPORT (self) && self->reading != NULL, NULL);

  return self->reading->columns;
}

GPtrArray *
weft_board_import_get_here (WeftBoardImport *self)
{
  g_return_val_if_fail (WEFT_IS_BOARD_IMPORT (self), NULL);

  return self->here;
}

GPtrArray *
weft_board_import_get_people (WeftBoardImport *self)
{
  g_return_val_if_fail (WEFT_IS_BOARD_IMPORT (self) && self->reading != NULL, NULL);

  return weft_bringing_get_people (self->reading->bringing);
}

WeftBringReport *
weft_board_import_get_report (WeftBoardImport *self)
{
  g_return_val_if_fail (WEFT_IS_BOARD_IMPORT (self), NULL);

  return self->reading != NULL ? self->reading->report : NULL;
}

double
weft_board_import_get_progress (WeftBoardImport *self)
{
  g_return_val_if_fail (WEFT_IS_BOARD_IMPORT (self), 0);

  return self->progress;
}

const WeftBringBoardOutcome *
weft_board_import_get_outcome (WeftBoardImport *self)
{
  g_return_val_if_fail (WEFT_IS_BOARD_IMPORT (self), NULL);

  return &self->outcome;
}

static void
weft_board_import_finalize (GObject *object)
{
  WeftBoardImport *self = WEFT_BOARD_IMPORT (object);

  g_clear_pointer (&self->reading, reading_free);
  g_clear_pointer (&self->here, g_ptr_array_unref);
  g_hash_table_unref (self->said);
  g_free (self->source);
  g_free (self->path);
  dex_unref (self->cancelled);
  g_object_unref (self->sync);

  G_OBJECT_CLASS (weft_board_import_parent_class)->finalize (object);
}

static void
weft_board_import_class_init (WeftBoardImportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_board_import_finalize;

  signals[PROGRESSED] = g_signal_new ("progressed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
weft_board_import_init (WeftBoardImport *self)
{
  self->said = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->cancelled = dex_promise_new ();
}

WeftBoardImport *
weft_board_import_new (WeftSync *sync, const char *path, const char *source)
{
  WeftBoardImport *self;

  g_return_val_if_fail (WEFT_IS_SYNC (sync) && path != NULL && source != NULL, NULL);

  self = g_object_new (WEFT_TYPE_BOARD_IMPORT, NULL);
  self->sync = g_object_ref (sync);
  self->path = g_strdup (path);
  self->source = g_strdup (source);
  return self;
}
