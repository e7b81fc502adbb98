/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "parts/files/view/weft-taken-file.h"

#include <glib/gstdio.h>
#include <unistd.h>

#include "parts/files/view/weft-thumbnails.h"

WeftTakenFile *
weft_taken_file_copy (const WeftTakenFile *self)
{
  WeftTakenFile *copy = g_memdup2 (self, sizeof *self);

  copy->info = weft_file_info_copy (self->info);
  if (copy->picture != NULL)
    g_object_ref (copy->picture);
  return copy;
}

void
weft_taken_file_free (WeftTakenFile *self)
{
  weft_file_info_free (self->info);
  g_clear_object (&self->picture);
  g_free (self);
}

G_DEFINE_BOXED_TYPE (WeftTakenFile, weft_taken_file, weft_taken_file_copy, weft_taken_file_free)

static void
free_taken (gpointer data)
{
  weft_taken_file_free (data);
}

static DexFuture *
on_picture (DexFuture *future, gpointer user_data)
{
  WeftTakenFile *taken = user_data;
  const GValue *value = dex_future_get_value (future, NULL);

  if (value != NULL)
    {
      taken->picture = g_value_dup_object (value);
      weft_thumbnail_get_original_size (taken->picture, &taken->width, &taken->height);
      taken->duration = weft_thumbnail_get_duration (taken->picture);
    }
  return dex_future_new_take_boxed (WEFT_TYPE_TAKEN_FILE, weft_taken_file_copy (taken));
}

static DexFuture *
on_added (DexFuture *future, gpointer user_data)
{
  WeftTakenFile *taken = g_new0 (WeftTakenFile, 1);
  const char *type;
  gboolean film;

  taken->info = g_value_dup_boxed (dex_future_get_value (future, NULL));
  type = taken->info->media_type;
  film = g_str_has_prefix (type, "video/");
  if (!film && !weft_thumbnail_is_likely (type))
    return dex_future_new_take_boxed (WEFT_TYPE_TAKEN_FILE, taken);
  return dex_future_finally (weft_thumbnail_load (taken->info->path, taken->info->hash, film), on_picture, taken, free_taken);
}

DexFuture *
weft_taken_file_take (WeftSync *sync, const char *path)
{
  return dex_future_then (weft_sync_add_file (sync, path), on_added, NULL, NULL);
}

/* What is no file yet */

/** Folder: one of its own, which goes with it. */
typedef struct
{
  WeftSync *sync;
  char *folder;
  char *path; /* of the one file in it */
} Folder;

static void
folder_clear (gpointer data)
{
  Folder *folder = data;

  g_unlink (folder->path);
  g_rmdir (folder->folder);
  g_object_unref (folder->sync);
  g_free (folder->folder);
  g_free (folder->path);
}

static void
folder_unref (gpointer data)
{
  g_rc_box_release_full (data, folder_clear);
}

typedef struct
{
  GBytes *bytes;
  char *path;
} Writing;

static void
writing_free (gpointer data)
{
  Writing *writing = data;

  g_bytes_unref (writing->bytes);
  g_free (writing->path);
  g_free (writing);
}

/* On a thread of a pool. */
static DexFuture *
write_bytes (gpointer data)
{
  const Writing *writing = data;
  g_autoptr (GError) error = NULL;
  gsize length;
  const char *contents = g_bytes_get_data (writing->bytes, &length);

  if (!g_file_set_contents_full (writing->path, contents, (gssize) length, G_FILE_SET_CONTENTS_NONE, 0600, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dex_future_new_for_boolean (TRUE);
}

static DexFuture *
on_written (DexFuture *future, gpointer user_data)
{
  const Folder *folder = user_data;

  return weft_sync_add_file (folder->sync, folder->path);
}

/* Until now the folder was needed. */
static DexFuture *
on_copied (DexFuture *future, gpointer user_data)
{
  return dex_ref (future);
}

DexFuture *
weft_taken_file_take_bytes (WeftSync *sync, const char *name, GBytes *bytes)
{
  char *made = g_dir_make_tmp ("weft-XXXXXX", NULL);
  Folder *folder;
  Writing *writing;
  DexFuture *future;

  if (made == NULL)
    return NULL;
  folder = g_rc_box_new0 (Folder);
  folder->sync = g_object_ref (sync);
  folder->folder = made;
  folder->path = g_build_filename (made, name, NULL);
  writing = g_new0 (Writing, 1);
  writing->bytes = g_bytes_ref (bytes);
  writing->path = g_strdup (folder->path);
  future = dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0, write_bytes, writing, writing_free);
  future = dex_future_then (future, on_written, g_rc_box_acquire (folder), folder_unref);
  future = dex_future_finally (future, on_copied, folder, folder_unref);
  return dex_future_then (future, on_added, NULL, NULL);
}
