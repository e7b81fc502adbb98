/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/client/weft-task-contents.h"

#include "features/board/client/weft-checklist.h"
#include "parts/files/client/weft-file.h"

typedef struct
{
  char *stream;
  char **ids; /* (nullable) */
} Wanted;

static void
wanted_free (gpointer data)
{
  Wanted *wanted = data;

  g_free (wanted->stream);
  g_strfreev (wanted->ids);
  g_free (wanted);
}

static void
content_free (gpointer data)
{
  WeftTaskContent *content = data;

  g_free (content->about);
  g_clear_pointer (&content->items, g_ptr_array_unref);
  g_clear_pointer (&content->files, g_ptr_array_unref);
  g_free (content);
}

static void
clear (gpointer data)
{
  WeftTaskContents *self = data;

  g_hash_table_unref (self->tasks);
  g_hash_table_unref (self->members);
}

WeftTaskContents *
weft_task_contents_ref (WeftTaskContents *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
weft_task_contents_unref (WeftTaskContents *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

G_DEFINE_BOXED_TYPE (WeftTaskContents, weft_task_contents, weft_task_contents_ref, weft_task_contents_unref)

static gboolean
take_abouts (WeftTaskContents *self, WeftStatement *statement, GError **error)
{
  int step;

  while ((step = statement != NULL ? weft_statement_step (statement, error) : -1) > 0)
    {
      WeftTaskContent *content = g_new0 (WeftTaskContent, 1);

      content->about = weft_statement_dup_text (statement, 1);
      g_hash_table_insert (self->tasks, weft_statement_dup_text (statement, 0), content);
    }
  return step == 0;
}

static gboolean
read_abouts (WeftTaskContents *self, WeftDatabase *database, const Wanted *wanted, GError **error)
{
  if (wanted->ids == NULL)
    return take_abouts (self, weft_database_query (database, error, "SELECT id, about FROM task WHERE stream = ?1 AND removed = 0", "t", wanted->stream), error);
  for (char **id = wanted->ids; *id != NULL; id++)
    if (!take_abouts (self, weft_database_query (database, error, "SELECT id, about FROM task WHERE stream = ?1 AND id = ?2", "tt", wanted->stream, *id), error))
      return FALSE;
  return TRUE;
}

static gboolean
read_members (WeftTaskContents *self, WeftDatabase *database, const Wanted *wanted, GError **error)
{
  WeftStatement *statement = weft_database_query (database, error, "SELECT person, role FROM member WHERE stream = ?1", "t", wanted->stream);
  int step;

  while ((step = statement != NULL ? weft_statement_step (statement, error) : -1) > 0)
    g_hash_table_insert (self->members, weft_statement_dup_text (statement, 0), weft_statement_dup_text (statement, 1));
  return step == 0;
}

static gboolean
read_files (WeftTaskContent *content, WeftDatabase *database, const char *stream, const char *id, GError **error)
{
  WeftStatement *statement = weft_database_query (database, error, "SELECT " WEFT_FILE_COLUMNS " FROM file f WHERE f.stream = ?1 AND f.target = ?2 ORDER BY f.seq", "tt",
                                                  stream, id);
  int step;

  content->files = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_file_free);
  while ((step = statement != NULL ? weft_statement_step (statement, error) : -1) > 0)
    {
      g_autoptr (WeftFile) file = weft_file_read (statement);

      if (!file->waits)
        g_ptr_array_add (content->files, g_steal_pointer (&file));
    }
  return step == 0;
}

/* On a reader's thread. */
static gpointer
load (WeftDatabase *database, gpointer user_data, GError **error)
{
  const Wanted *wanted = user_data;
  g_autoptr (WeftTaskContents) self = g_atomic_rc_box_new0 (WeftTaskContents);
  GHashTableIter iter;
  gpointer id, content;

  self->tasks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, content_free);
  self->members = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (!read_abouts (self, database, wanted, error) || !read_members (self, database, wanted, error))
    return NULL;
  g_hash_table_iter_init (&iter, self->tasks);
  while (g_hash_table_iter_next (&iter, &id, &content))
    if ((((WeftTaskContent *) content)->items = weft_checklist_load (database, wanted->stream, id, error)) == NULL
        || !read_files (content, database, wanted->stream, id, error))
      return NULL;
  return g_steal_pointer (&self);
}

/* Public API */

DexFuture *
weft_task_contents_read (WeftSync *sync, const char *stream, const char *const *ids)
{
  Wanted *wanted = g_new0 (Wanted, 1);

  wanted->stream = g_strdup (stream);
  wanted->ids = g_strdupv ((char **) ids);
  return weft_sync_read (sync, load, weft_task_contents_get_type (), wanted, wanted_free);
}
