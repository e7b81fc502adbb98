/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weftctl"

#include "config.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <stdio.h>

#include "base/weft-clock.h"
#include "base/weft-error.h"
#include "base/weft-id.h"
#include "base/weft-sticker-folder.h"
#include "base/weft-thumbnailer.h"
#include "parts/pictures/shared/weft-pictures-module.h"
#include "weftctl/weft-command.h"

#define EMOJI_SIDE 128    /* px of the longer side */
#define EMOJI_BYTES 65536 /* as it is kept */
#define STICKER_SIDE 512
#define STICKER_BYTES 262144

static gboolean check_only;

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

/* The small picture of @path, kept until it is released. */
static WeftFileInfo *
keep_small (WeftContext *context, const char *path, int side, int bytes, int *width, int *height, GError **error)
{
  g_autofree char *small = make_small (path, side, width, height, error);
  WeftFileInfo *info;

  if (small == NULL)
    return NULL;
  info = dex_await_boxed (weft_sync_add_file (context->sync, small), error);
  g_unlink (small);
  if (info == NULL || info->size <= bytes)
    return info;
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_TOO_LARGE, "%s: %" G_GINT64_FORMAT " bytes as a small picture, at most %d", path, info->size, bytes);
  weft_sync_release_file (context->sync, info->hash);
  weft_file_info_free (info);
  return NULL;
}

static int
run_add_emoji (WeftContext *context, int argc, char **argv, GError **error)
{
  int width, height;
  g_autoptr (WeftFileInfo) info = keep_small (context, argv[1], EMOJI_SIDE, EMOJI_BYTES, &width, &height, error);
  g_autofree char *id = weft_id_new (weft_clock_get_system ());
  gboolean done;

  if (info == NULL)
    return -1;
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

/* add-stickers */

static const GOptionEntry stickers_entries[] = {
  { "check", 'c', 0, G_OPTION_ARG_NONE, &check_only, "Only say what would be added", NULL },
  { NULL },
};

static gboolean
add_sticker (WeftContext *context, const char *pack, const WeftFolderSticker *sticker, GError **error)
{
  int width, height;
  g_autoptr (WeftFileInfo) info = keep_small (context, sticker->path, STICKER_SIDE, STICKER_BYTES, &width, &height, error);
  g_autofree char *id = weft_id_new (weft_clock_get_system ());
  gboolean done;

  if (info == NULL)
    return FALSE;
  done = weft_context_submit (context, WEFT_STREAM_WORKSPACE, &weft_pictures_add_sticker_operation,
                              &(WeftPicturesAddSticker) { .id = id,
                                                          .pack = pack,
                                                          .text = sticker->text,
                                                          .picture = info->hash,
                                                          .size = info->size,
                                                          .width = width,
                                                          .height = height },
                              error);
  weft_sync_release_file (context->sync, info->hash);
  return done;
}

/* Every picture is looked at before the first is sent: a pack is there as a whole, or not begun. */
static gboolean
check_pictures (WeftStickerFolder *pack, GError **error)
{
  if (pack->refused->len > 0)
    {
      const WeftRefusedSticker *refused = g_ptr_array_index (pack->refused, 0);

      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID, refused->message);
      return FALSE;
    }
  for (guint i = 0; i < pack->stickers->len; i++)
    {
      const WeftFolderSticker *sticker = g_ptr_array_index (pack->stickers, i);
      int width, height;
      g_autofree char *small = make_small (sticker->path, STICKER_SIDE, &width, &height, error);

      if (small == NULL)
        return FALSE;
      g_unlink (small);
      if (check_only)
        printf ("%s  %s\n", sticker->path, sticker->text);
    }
  return TRUE;
}

static int
run_add_stickers (WeftContext *context, int argc, char **argv, GError **error)
{
  g_autoptr (WeftStickerFolder) pack = weft_sticker_folder_read (argv[0], error);
  g_autofree char *id = weft_id_new (weft_clock_get_system ());

  if (pack == NULL || !check_pictures (pack, error))
    return -1;
  if (check_only)
    return WEFT_EXIT_FINE;
  if (!weft_context_wait_online (context, error)
      || !weft_context_submit (context, WEFT_STREAM_WORKSPACE, &weft_pictures_add_pack_operation,
                               &(WeftPicturesAddPack) { .id = id, .name = pack->name, .maker = pack->maker }, error))
    return -1;
  for (guint i = 0; i < pack->stickers->len; i++)
    if (!add_sticker (context, id, g_ptr_array_index (pack->stickers, i), error))
      return -1;
  if (context->json)
    printf ("{\"pack\":\"%s\",\"stickers\":%u}\n", id, pack->stickers->len);
  return WEFT_EXIT_FINE;
}

const WeftCommand weft_add_stickers_command = {
  .name = "add-stickers",
  .arguments = "FOLDER",
  .min_arguments = 1,
  .max_arguments = 1,
  .summary = "Give the workspace a pack of stickers",
  .entries = stickers_entries,
  .description = "FOLDER holds pictures, and a pack.json: {\"name\": …, \"author\": …, \"stickers\": [{\"file\": …, \"text\": …}, …]}. Without one\n"
                 "the pictures say what they are called. They are kept as PNG of at most 512 pixels a side.",
  .needs_store = TRUE,
  .run = run_add_stickers,
};
