/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weftctl"

#include "config.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <stdio.h>

#include "base/weft-clock.h"
#include "base/weft-id.h"
#include "base/weft-thumbnailer.h"
#include "parts/pictures/shared/weft-pictures-module.h"
#include "weftctl/weft-command.h"

#define EMOJI_SIDE 128    /* px of the longer side */
#define EMOJI_BYTES 65536 /* as it is kept */

/* A PNG of the picture at @path, by the process for that. @width, @height: (out): its pixels. */
static char *
make_small (const char *path, int side, int *width, int *height, GError **error)
{
  g_autofree char *small = NULL;
  int file = g_file_open_tmp ("weftctl-XXXXXX.png", &small, error);
  int original_width, original_height;
  double scale;

  if (file < 0)
    return NULL;
  g_close (file, NULL);
  if (!weft_thumbnailer_run (path, small, side, &original_width, &original_height, error))
    {
      g_unlink (small);
      g_prefix_error (error, "%s: ", path);
      return NULL;
    }
  scale = MIN (1.0, (double) side / MAX (original_width, original_height));
  *width = MAX (1, (int) (original_width * scale));
  *height = MAX (1, (int) (original_height * scale));
  return g_steal_pointer (&small);
}

static int
run_add_emoji (WeftContext *context, int argc, char **argv, GError **error)
{
  int width, height;
  g_autofree char *small = make_small (argv[1], EMOJI_SIDE, &width, &height, error);
  g_autoptr (WeftFileInfo) info = NULL;
  g_autofree char *id = weft_id_new (weft_clock_get_system ());
  gboolean done;

  if (small == NULL)
    return -1;
  info = dex_await_boxed (weft_sync_add_file (context->sync, small), error);
  g_unlink (small);
  if (info == NULL)
    return -1;
  if (info->size > EMOJI_BYTES)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_TOO_LARGE, "%s: %" G_GINT64_FORMAT " bytes as a small picture, at most %d", argv[1], info->size,
                   EMOJI_BYTES);
      return -1;
    }
  done = weft_context_wait_online (context, error)
         && weft_context_submit (context, WEFT_STREAM_WORKSPACE, &weft_pictures_add_emoji_operation,
                                 &(WeftPicturesAddEmoji) {
                                     .id = id, .name = argv[0], .picture = info->hash, .size = info->size, .width = width, .height = height },
                                 error);
  weft_sync_release_file (context->sync, info->hash);
  return done ? WEFT_EXIT_FINE : -1;
}

const WeftCommand weft_add_emoji_command = {
  .name = "add-emoji",
  .arguments = "NAME FILE",
  .min_arguments = 2,
  .max_arguments = 2,
  .summary = "Give the workspace an emoji of its own",
  .description = "It stands where :NAME: is written. FILE is a picture; it is kept as a PNG of at most 128 pixels a side.",
  .needs_store = TRUE,
  .run = run_add_emoji,
};
