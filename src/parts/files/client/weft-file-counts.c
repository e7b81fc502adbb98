/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-files"

#include "config.h"

#include "parts/files/client/weft-file-counts.h"

#include "parts/files/shared/weft-files-module.h"

struct _WeftFileCounts
{
  GObject parent_instance;

  WeftSync *sync;
  char *stream;
  GHashTable *counts; /* (nullable): target → how many; until they are read */
  gboolean reading;
  gboolean again; /* something changed while they were read */
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftFileCounts, weft_file_counts, G_TYPE_OBJECT)

static void read_again (WeftFileCounts *self);

/* On a reader's thread. */
static gpointer
read_counts (WeftDatabase *database, gpointer user_data, GError **error)
{
  g_autoptr (GHashTable) counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  WeftStatement *statement = weft_database_query (database, error, "SELECT target, count(*) FROM file WHERE stream = ?1 AND target IS NOT NULL GROUP BY target",
                                                  "t", (const char *) user_data);
  int step;

  while ((step = statement != NULL ? weft_statement_step (statement, error) : -1) > 0)
    g_hash_table_insert (counts, weft_statement_dup_text (statement, 0), GUINT_TO_POINTER ((guint) weft_statement_get_int (statement, 1)));
  return step == 0 ? g_steal_pointer (&counts) : NULL;
}

static DexFuture *
on_read (DexFuture *future, gpointer user_data)
{
  WeftFileCounts *self = user_data;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  self->reading = FALSE;
  if (value != NULL)
    {
      g_clear_pointer (&self->counts, g_hash_table_unref);
      self->counts = g_value_dup_boxed (value);
      g_signal_emit (self, signals[CHANGED], 0);
    }
  /* Not of a workspace which was closed meanwhile. */
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && !g_error_matches (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE))
    g_warning ("The files of %s cannot be counted: %s", self->stream, error->message);
  if (self->again)
    read_again (self);

  return dex_future_new_for_boolean (TRUE);
}

static void
read_again (WeftFileCounts *self)
{
  self->again = self->reading;
  if (self->reading || self->sync == NULL)
    return;
  self->reading = TRUE;
  dex_future_disown (dex_future_finally (weft_sync_read (self->sync, read_counts, G_TYPE_HASH_TABLE, g_strdup (self->stream), g_free), on_read,
                                         g_object_ref (self), g_object_unref));
}

static void
on_changed (WeftSync *sync, WeftChanges *changes, WeftFileCounts *self)
{
  for (guint i = 0; i < weft_changes_get_n (changes); i++)
    {
      const WeftChange *change = weft_changes_get (changes, i);

      if (change->table == &weft_files_file_table && g_str_equal (change->stream, self->stream))
        {
          read_again (self);
          return;
        }
    }
}

static void
weft_file_counts_dispose (GObject *object)
{
  WeftFileCounts *self = WEFT_FILE_COUNTS (object);

  g_clear_object (&self->sync);

  G_OBJECT_CLASS (weft_file_counts_parent_class)->dispose (object);
}

static void
weft_file_counts_finalize (GObject *object)
{
  WeftFileCounts *self = WEFT_FILE_COUNTS (object);

  g_clear_pointer (&self->counts, g_hash_table_unref);
  g_free (self->stream);

  G_OBJECT_CLASS (weft_file_counts_parent_class)->finalize (object);
}

static void
weft_file_counts_class_init (WeftFileCountsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = weft_file_counts_dispose;
  object_class->finalize = weft_file_counts_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
weft_file_counts_init (WeftFileCounts *self)
{
}

WeftFileCounts *
weft_file_counts_new (WeftSync *sync, const char *stream)
{
  WeftFileCounts *self;

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);

  self = g_object_new (WEFT_TYPE_FILE_COUNTS, NULL);
  self->sync = g_object_ref (sync);
  self->stream = g_strdup (stream);
  g_signal_connect_object (sync, "changed", G_CALLBACK (on_changed), self, G_CONNECT_DEFAULT);
  read_again (self);

  return self;
}

guint
weft_file_counts_get (WeftFileCounts *self, const char *target)
{
  g_return_val_if_fail (WEFT_IS_FILE_COUNTS (self), 0);

  return self->counts != NULL ? GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, target)) : 0;
}
