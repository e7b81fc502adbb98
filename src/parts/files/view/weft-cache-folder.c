/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-files"

#include "config.h"

#include "parts/files/view/weft-cache-folder.h"

#include <glib/gstdio.h>

typedef struct
{
  char *path;
  gint64 size;
  gint64 at;
} Entry;

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_free (entry->path);
  g_free (entry);
}

static void
gather (const char *path, guint depth, GPtrArray *entries, gint64 *total)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      GStatBuf status;

      if (g_lstat (child, &status) != 0)
        continue;
      if (S_ISDIR (status.st_mode) && depth > 0)
        {
          gather (child, depth - 1, entries, total);
          g_rmdir (child); /* if it is empty */
        }
      else if (S_ISREG (status.st_mode))
        {
          Entry *entry = g_new (Entry, 1);

          *entry = (Entry) { g_steal_pointer (&child), status.st_size, status.st_mtime };
          *total += entry->size;
          g_ptr_array_add (entries, entry);
        }
    }
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const Entry *one = *(Entry *const *) a;
  const Entry *other = *(Entry *const *) b;

  return one->at < other->at ? -1 : one->at > other->at;
}

void
weft_cache_folder_trim (const char *path, gint64 max)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (entry_free);
  gint64 total = 0;

  g_return_if_fail (path != NULL);

  gather (path, 1, entries, &total);
  if (total <= max)
    return;
  g_ptr_array_sort (entries, compare);
  for (guint i = 0; i < entries->len && total > max; i++)
    {
      const Entry *entry = entries->pdata[i];

      if (g_unlink (entry->path) == 0)
        total -= entry->size;
    }
}

typedef struct
{
  char *path;
  gint64 max;
} Job;

static gpointer
run (gpointer data)
{
  Job *job = data;

  weft_cache_folder_trim (job->path, job->max);
  g_free (job->path);
  g_free (job);

  return NULL;
}

void
weft_cache_folder_trim_aside (const char *path, gint64 max)
{
  Job *job = g_new (Job, 1);

  *job = (Job) { g_strdup (path), max };
  g_thread_unref (g_thread_new ("weft-trim", run, job));
}
