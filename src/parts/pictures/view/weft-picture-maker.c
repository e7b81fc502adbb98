/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-pictures"

#include "config.h"

#include "parts/pictures/view/weft-picture-maker.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

#include "base/weft-error.h"
#include "base/weft-thumbnailer.h"

#define SIDE_MIN 32 /* px: smaller than that it says nothing */

G_DEFINE_BOXED_TYPE (WeftMadePicture, weft_made_picture, weft_made_picture_copy, weft_made_picture_free)

/* The file is there once: who asked for it takes it. */
WeftMadePicture *
weft_made_picture_copy (const WeftMadePicture *self)
{
  return g_atomic_rc_box_acquire ((gpointer) self);
}

static void
clear (gpointer data)
{
  WeftMadePicture *self = data;

  if (self->path != NULL)
    g_unlink (self->path);
  g_free (self->path);
}

void
weft_made_picture_free (WeftMadePicture *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

typedef struct
{
  char *path;
  int side;
  gint64 bytes;
  DexPromise *promise;
} Job;

static WeftMadePicture *
make (const Job *job, GError **error)
{
  g_autoptr (WeftMadePicture) made = g_atomic_rc_box_new0 (WeftMadePicture);
  int file = g_file_open_tmp ("weft-picture-XXXXXX.png", &made->path, error);
  int width, height;
  GStatBuf status;

  if (file < 0)
    return NULL;
  g_close (file, NULL);
  for (int side = job->side; side >= SIDE_MIN; side = side * 3 / 4)
    {
      if (!weft_thumbnailer_run (job->path, made->path, side, &width, &height, error))
        return NULL;
      if (g_stat (made->path, &status) == 0 && status.st_size <= job->bytes)
        {
          double scale = MIN (1.0, (double) side / MAX (width, height));

          made->width = MAX (1, (int) (width * scale));
          made->height = MAX (1, (int) (height * scale));
          return g_steal_pointer (&made);
        }
    }
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_TOO_LARGE,
               "picture: more than %" G_GINT64_FORMAT " bytes, however small", job->bytes);
  return NULL;
}

static gpointer
run (gpointer data)
{
  Job *job = data;
  GError *error = NULL;
  WeftMadePicture *made = make (job, &error);

  if (made != NULL)
    dex_promise_resolve_boxed (job->promise, WEFT_TYPE_MADE_PICTURE, made);
  else
    dex_promise_reject (job->promise, error);
  dex_unref (job->promise);
  g_free (job->path);
  g_free (job);
  return NULL;
}

DexFuture *
weft_picture_maker_make (const char *path, int side, gint64 bytes)
{
  Job *job = g_new (Job, 1);
  DexPromise *promise = dex_promise_new ();

  g_return_val_if_fail (path != NULL, NULL);

  *job = (Job) { g_strdup (path), side, bytes, dex_ref (promise) };
  g_thread_unref (g_thread_new ("weft-picture", run, job));
  return DEX_FUTURE (promise);
}
