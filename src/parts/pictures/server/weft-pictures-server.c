/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/pictures/server/weft-pictures-server.h"

#include "parts/pictures/shared/weft-pictures-module.h"

static gboolean
handle_add_emoji (WeftHandling *handling, gconstpointer data, GError **error)
{
  const WeftPicturesAddEmoji *args = data;

  return weft_handling_check_file_size (handling, "size", args->picture, args->size, error) && weft_handling_plan (handling, error);
}

static gboolean
handle_add_sticker (WeftHandling *handling, gconstpointer data, GError **error)
{
  const WeftPicturesAddSticker *args = data;

  return weft_handling_check_file_size (handling, "size", args->picture, args->size, error) && weft_handling_plan (handling, error);
}

static const WeftServerHandler handlers[] = {
  { "pictures.add-emoji", handle_add_emoji },
  { "pictures.add-sticker", handle_add_sticker },
  { NULL },
};

const WeftServerModule weft_pictures_server_module = {
  .module = &weft_pictures_module,
  .handlers = handlers,
};
