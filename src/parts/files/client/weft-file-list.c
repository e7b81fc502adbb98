/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-files"

#include "config.h"

#include "parts/files/client/weft-file-list.h"

#include "base/weft-json.h"
#include "parts/files/client/weft-text-draft.h"
#include "parts/files/shared/weft-files-module.h"
#include "sync/weft-outbox-entry.h"

struct _WeftFileList
{
  GObject parent_instance;

  WeftSync *sync;
  char *stream;
  char *target;            /* (nullable): of which all are wanted */
  const WeftTable *hiding; /* (nullable) */
  GHashTable *targets;   /* target → GPtrArray of WeftFile */
  GHashTable *by_id;     /* borrowed id → WeftFile */
  gboolean loading;
  gboolean again;        /* something changed while it was read */
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftFileList, weft_file_list, G_TYPE_OBJECT)

static void load (WeftFileList *self);

static GPtrArray *
get_files (GHashTable *targets, const char *target)
{
  GPtrArray *files = g_hash_table_lookup (targets, target);

  if (files == NULL)
    {
      files = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_file_free);
      g_hash_table_insert (targets, g_strdup (target), files);
    }
  return files;
}

/* What the outbox has of an attaching that was refused. */
static WeftFile *
read_refused (WeftStatement *statement)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  WeftFilesAttach args = { 0 };
  WeftFile *file;

  if (!json_parser_load_from_data (parser, weft_statement_get_text (statement, 1), -1, NULL) || !JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser))
      || !weft_files_attach_operation.parse (json_node_get_object (json_parser_get_root (parser)), &args, NULL))
    return NULL;
  file = g_new0 (WeftFile, 1);
  file->id = g_strdup (args.id);
  file->target = g_strdup (args.target);
  file->hash = g_strdup (args.hash);
  file->name = g_strdup (args.name);
  file->media_type = g_strdup (args.media_type);
  file->size = args.size;
  file->width = (int) args.width;
  file->height = (int) args.height;
  file->duration = args.duration;
  file->peaks = g_strdup (args.peaks);
  file->waits = TRUE;
  file->operation = weft_statement_dup_text (statement, 0);
  file->refusal = weft_statement_dup_text (statement, 2);
  weft_files_attach_operation.clear (&args);
  return file;
}

static gboolean
add_refused (GHashTable *targets, WeftDatabase *database, const char *stream, GError **error)
{
  WeftStatement *statement = weft_database_query (database, error,
                                                  "SELECT id, args, coalesce (error_message, '') FROM outbox WHERE stream = ?1 AND op = ?2 AND state = ?3"
                                                  " ORDER BY k",
                                                  "tti", stream, weft_files_attach_operation.name, (gint64) WEFT_OUTBOX_FAILED);
  int step = -1;

  while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    {
      WeftFile *file = read_refused (statement);

      if (file != NULL && file->target != NULL && !g_str_equal (file->media_type, WEFT_TEXT_DRAFT_TYPE))
        g_ptr_array_add (get_files (targets, file->target), file);
      else
        g_clear_pointer (&file, weft_file_free);
    }
  return step == 0;
}

static gboolean
is_own (const char *stream)
{
  return g_str_has_prefix (stream, "user/");
}

typedef struct
{
  char *stream;
  char *target; /* (nullable) */
} Wanted;

static void
wanted_free (gpointer data)
{
  Wanted *wanted = data;

  g_free (wanted->stream);
  g_free (wanted->target);
  g_free (wanted);
}

/* On a reader's thread. */
static gpointer
read_files (WeftDatabase *database, gpointer user_data, GError **error)
{
  const Wanted *wanted = user_data;
  g_autoptr (GHashTable) targets
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  WeftStatement *statement
      = wanted->target != NULL
            ? weft_database_query (database, error, "SELECT " WEFT_FILE_COLUMNS " FROM file f WHERE f.stream = ?1 AND f.target = ?2 ORDER BY f.seq DESC", "tt",
                                   wanted->stream, wanted->target)
            : weft_database_query (database, error,
                                   "SELECT " WEFT_FILE_COLUMNS " FROM file f WHERE f.stream = ?1 AND f.target IS NOT NULL"
                                   " AND f.media_type <> ?3 ORDER BY f.seq DESC LIMIT ?2",
                                   "tit", wanted->stream, (gint64) WEFT_FILE_LIST_MAX, WEFT_TEXT_DRAFT_TYPE);
  int step;

  if (statement == NULL)
    return NULL;
  while ((step = weft_statement_step (statement, error)) > 0)
    {
      WeftFile *file = weft_file_read (statement);

      g_ptr_array_insert (get_files (targets, file->target), 0, file);
    }
  if (step < 0 || (is_own (wanted->stream) && !add_refused (targets, database, wanted->stream, error)))
    return NULL;

  return g_steal_pointer (&targets);
}

static DexFuture *
on_loaded (DexFuture *future, gpointer user_data)
{
  WeftFileList *self = user_data;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);
  GHashTableIter iter;
  gpointer files;

  self->loading = FALSE;
  if (value != NULL)
    {
      g_clear_pointer (&self->targets, g_hash_table_unref);
      self->targets = g_value_dup_boxed (value);
      g_hash_table_remove_all (self->by_id);
      g_hash_table_iter_init (&iter, self->targets);
      while (g_hash_table_iter_next (&iter, NULL, &files))
        for (guint i = 0; i < ((GPtrArray *) files)->len; i++)
          {
            WeftFile *file = ((GPtrArray *) files)->pdata[i];

            g_hash_table_insert (self->by_id, file->id, file);
          }
      g_signal_emit (self, signals[CHANGED], 0);
    }
  /* Not of a workspace which was closed meanwhile. */
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && !g_error_matches (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE))
    g_warning ("The files of %s cannot be read: %s", self->stream, error->message);
  if (self->again)
    load (self);

  return NULL;
}

static void
load (WeftFileList *self)
{
  Wanted *wanted;

  self->again = self->loading;
  if (self->loading)
    return;
  self->loading = TRUE;
  wanted = g_new0 (Wanted, 1);
  wanted->stream = g_strdup (self->stream);
  wanted->target = g_strdup (self->target);
  dex_future_disown (dex_future_finally (
      weft_sync_read (self->sync, read_files, G_TYPE_HASH_TABLE, wanted, wanted_free), on_loaded,
      g_object_ref (self), g_object_unref));
}

static void
on_changed (WeftSync *sync, WeftChanges *changes, WeftFileList *self)
{
  for (guint i = 0; i < weft_changes_get_n (changes); i++)
    {
      const WeftChange *change = weft_changes_get (changes, i);

      if (change->table == &weft_files_file_table && g_str_equal (change->stream, self->stream))
        {
          load (self);
          return;
        }
    }
}

static void
on_progress (WeftSync *sync, const char *hash, gint64 done, gint64 total, WeftFileList *self)
{
  if (done >= total)
    load (self);
}

static void
weft_file_list_dispose (GObject *object)
{
  WeftFileList *self = WEFT_FILE_LIST (object);

  if (self->sync != NULL)
    g_signal_handlers_disconnect_by_data (self->sync, self);
  g_clear_object (&self->sync);

  G_OBJECT_CLASS (weft_file_list_parent_class)->dispose (object);
}

static void
weft_file_list_finalize (GObject *object)
{
  WeftFileList *self = WEFT_FILE_LIST (object);

  g_hash_table_unref (self->by_id);
  g_clear_pointer (&self->targets, g_hash_table_unref);
  g_free (self->stream);
  g_free (self->target);

  G_OBJECT_CLASS (weft_file_list_parent_class)->finalize (object);
}

static void
weft_file_list_class_init (WeftFileListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_file_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = weft_file_list_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
weft_file_list_init (WeftFileList *self)
{
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
}

WeftFileList *
weft_file_list_new (WeftSync *sync, const char *stream)
{
  return weft_file_list_new_of (sync, stream, NULL);
}

WeftFileList *
weft_file_list_new_of (WeftSync *sync, const char *stream, const char *target)
{
  WeftFileList *self = g_object_new (WEFT_TYPE_FILE_LIST, NULL);

  self->sync = g_object_ref (sync);
  self->stream = g_strdup (stream);
  self->target = g_strdup (target);
  g_signal_connect (sync, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect (sync, "file-progress", G_CALLBACK (on_progress), self);
  if (is_own (stream))
    g_signal_connect_swapped (sync, "outbox-changed", G_CALLBACK (load), self);
  load (self);

  return self;
}

WeftSync *
weft_file_list_get_sync (WeftFileList *self)
{
  g_return_val_if_fail (WEFT_IS_FILE_LIST (self), NULL);

  return self->sync;
}

const char *
weft_file_list_get_stream (WeftFileList *self)
{
  g_return_val_if_fail (WEFT_IS_FILE_LIST (self), NULL);

  return self->stream;
}

void
weft_file_list_set_hiding (WeftFileList *self, const WeftTable *table)
{
  g_return_if_fail (WEFT_IS_FILE_LIST (self));

  self->hiding = table;
}

const WeftTable *
weft_file_list_get_hiding (WeftFileList *self)
{
  g_return_val_if_fail (WEFT_IS_FILE_LIST (self), NULL);

  return self->hiding;
}

GPtrArray *
weft_file_list_get (WeftFileList *self, const char *target)
{
  g_return_val_if_fail (WEFT_IS_FILE_LIST (self), NULL);

  return self->targets != NULL ? g_hash_table_lookup (self->targets, target) : NULL;
}

const WeftFile *
weft_file_list_find (WeftFileList *self, const char *id)
{
  g_return_val_if_fail (WEFT_IS_FILE_LIST (self), NULL);

  return g_hash_table_lookup (self->by_id, id);
}
