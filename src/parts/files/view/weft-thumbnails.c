/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-files"

#include "config.h"

#include "parts/files/view/weft-thumbnails.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#include "base/weft-thumbnailer.h"
#include "parts/files/view/weft-cache-folder.h"

#define AT_A_TIME 2
#define KEPT_MAX (200 * G_GINT64_CONSTANT (1024) * 1024) /* bytes of small pictures */
#define TRIM_EVERY 64                                   /* new ones, from the first on */
#define ORIGINAL "weft-original-size"
#define DURATION "weft-duration"

typedef enum
{
  PICTURE,
  FILM,
  LARGE,
  FACE,
} Kind;

/* One thread pool for the whole program: a room full of pictures makes no room full of processes. */
typedef struct
{
  char *path;
  char *hash;
  DexPromise *promise;
  Kind kind;
} Job;

static int n_made;

static gboolean
run (const char *path, const char *output, gboolean film, int *width, int *height, gint64 *duration, GError **error)
{
  return film ? weft_thumbnailer_run_film (path, output, WEFT_THUMBNAIL_SIZE, width, height, duration, error)
              : weft_thumbnailer_run (path, output, WEFT_THUMBNAIL_SIZE, width, height, error);
}

static GdkTexture *
make (const char *path, const char *hash, gboolean film, GError **error)
{
  g_autofree char *folder = g_build_filename (g_get_user_cache_dir (), "weft", "thumbnails", NULL);
  g_autofree char *name = g_strconcat (hash, ".png", NULL);
  g_autofree char *output = g_build_filename (folder, name, NULL);
  g_autofree char *sizes = g_strconcat (output, ".size", NULL);
  g_autofree char *words = NULL;
  GdkTexture *texture;
  gint64 duration = 0;
  int width;
  int height;

  if (!g_file_test (output, G_FILE_TEST_EXISTS) || !g_file_get_contents (sizes, &words, NULL, NULL))
    {
      g_clear_pointer (&words, g_free);
      if (path == NULL)
        {
          g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "There is no small picture of it yet");
          return NULL;
        }
      if (g_mkdir_with_parents (folder, 0700) != 0)
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s: cannot be made", folder);
          return NULL;
        }
      if (!run (path, output, film, &width, &height, &duration, error))
        return NULL;
      words = g_strdup_printf ("%d %d %" G_GINT64_FORMAT "\n", width, height, duration);
      g_file_set_contents (sizes, words, -1, NULL);
      if (g_atomic_int_add (&n_made, 1) % TRIM_EVERY == 0)
        weft_cache_folder_trim (folder, KEPT_MAX);
    }

  texture = gdk_texture_new_from_filename (output, error);
  /* Those of pictures that were kept before say no duration. */
  if (texture != NULL && sscanf (words, "%d %d %" G_GINT64_FORMAT, &width, &height, &duration) >= 2 && width > 0 && height > 0)
    {
      int *original = g_new (int, 2);

      original[0] = width;
      original[1] = height;
      g_object_set_data_full (G_OBJECT (texture), ORIGINAL, original, g_free);
      g_object_set_data_full (G_OBJECT (texture), DURATION, g_memdup2 (&duration, sizeof duration), g_free);
    }

  return texture;
}

/* What a viewer shows is too large to be kept twice. */
static GdkTexture *
make_large (const char *path, const char *hash, GError **error)
{
  g_autofree char *folder = g_build_filename (g_get_user_cache_dir (), "weft", "thumbnails", NULL);
  g_autofree char *name = g_strconcat (hash, ".large.png", NULL);
  g_autofree char *output = g_build_filename (folder, name, NULL);
  GdkTexture *texture = NULL;
  int width;
  int height;

  if (g_mkdir_with_parents (folder, 0700) != 0)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s: cannot be made", folder);
  else if (weft_thumbnailer_run (path, output, WEFT_THUMBNAIL_LARGE, &width, &height, error))
    texture = gdk_texture_new_from_filename (output, error);
  g_unlink (output);

  return texture;
}

/* Small, and cut to a square once more: who made it may have made anything. */
static GdkTexture *
make_face (const char *path, const char *hash, GError **error)
{
  g_autofree char *folder = g_build_filename (g_get_user_cache_dir (), "weft", "thumbnails", NULL);
  g_autofree char *name = g_strconcat (hash, ".face", NULL);
  g_autofree char *output = g_build_filename (folder, name, NULL);

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s: cannot be made", folder);
      return NULL;
    }
  if (!g_file_test (output, G_FILE_TEST_EXISTS) && !weft_thumbnailer_run_square (path, output, WEFT_THUMBNAIL_FACE, error))
    return NULL;

  return gdk_texture_new_from_filename (output, error);
}

static void
run_job (gpointer data, gpointer user_data)
{
  Job *job = data;
  GError *error = NULL;
  GdkTexture *texture = job->kind == FACE    ? make_face (job->path, job->hash, &error)
                        : job->kind == LARGE ? make_large (job->path, job->hash, &error)
                                             : make (job->path, job->hash, job->kind == FILM, &error);

  if (texture != NULL)
    dex_promise_resolve_object (job->promise, texture);
  else
    dex_promise_reject (job->promise, error);
  dex_unref (job->promise);
  g_free (job->path);
  g_free (job->hash);
  g_free (job);
}

static DexFuture *
push (const char *path, const char *hash, Kind kind)
{
  static GThreadPool *pool;
  Job *job = g_new (Job, 1);
  DexPromise *promise = dex_promise_new ();

  if (g_once_init_enter_pointer (&pool))
    g_once_init_leave_pointer (&pool, g_thread_pool_new (run_job, NULL, AT_A_TIME, FALSE, NULL));
  *job = (Job) { g_strdup (path), g_strdup (hash), dex_ref (promise), kind };
  g_thread_pool_push (pool, job, NULL);

  return DEX_FUTURE (promise);
}

DexFuture *
weft_thumbnail_load (const char *path, const char *hash, gboolean film)
{
  g_return_val_if_fail (path != NULL && hash != NULL, NULL);

  return push (path, hash, film ? FILM : PICTURE);
}

DexFuture *
weft_thumbnail_load_kept (const char *hash)
{
  g_return_val_if_fail (hash != NULL, NULL);

  return push (NULL, hash, PICTURE);
}

DexFuture *
weft_thumbnail_load_large (const char *path, const char *hash)
{
  g_return_val_if_fail (path != NULL && hash != NULL, NULL);

  return push (path, hash, LARGE);
}

DexFuture *
weft_thumbnail_load_face (const char *path, const char *hash)
{
  g_return_val_if_fail (path != NULL && hash != NULL, NULL);

  return push (path, hash, FACE);
}

gboolean
weft_thumbnail_get_original_size (GdkTexture *thumbnail, int *width, int *height)
{
  const int *original;

  g_return_val_if_fail (GDK_IS_TEXTURE (thumbnail), FALSE);

  original = g_object_get_data (G_OBJECT (thumbnail), ORIGINAL);
  if (original == NULL)
    return FALSE;
  *width = original[0];
  *height = original[1];

  return TRUE;
}

gint64
weft_thumbnail_get_duration (GdkTexture *thumbnail)
{
  const gint64 *duration;

  g_return_val_if_fail (GDK_IS_TEXTURE (thumbnail), 0);

  duration = g_object_get_data (G_OBJECT (thumbnail), DURATION);

  return duration != NULL ? *duration : 0;
}

gboolean
weft_thumbnail_is_likely (const char *media_type)
{
  static const char *const types[] = { "image/png", "image/jpeg", "image/gif", "image/webp", NULL };

  g_return_val_if_fail (media_type != NULL, FALSE);

  return g_strv_contains (types, media_type);
}
