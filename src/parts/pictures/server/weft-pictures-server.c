/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/pictures/server/weft-pictures-server.h"

#include "parts/pictures/shared/weft-pictures-module.h"

/* That the bytes are here, and the author's to show, the engine has checked: `picture` is a field of type
 * `file`. */
static gboolean
check_size (WeftHandling *handling, const char *picture, gint64 said, GError **error)
{
  gint64 size;

  if (!weft_database_get_value (weft_handling_get_database (handling), &size, -1, error,
                                "SELECT size FROM blob WHERE hash = ?1", "t", picture))
    return FALSE;
  if (size != said)
    return weft_plan_refuse (error, WEFT_ERROR_INVALID,
                             "size: %" G_GINT64_FORMAT ", but the picture has %" G_GINT64_FORMAT " bytes",
                             said, size);
  return weft_handling_plan (handling, error);
}

static gboolean
handle_add_emoji (WeftHandling *handling, gconstpointer data, GError **error)
{
  const WeftPicturesAddEmoji *args = data;

  return check_size (handling, args->picture, args->size, error);
}

static gboolean
handle_add_sticker (WeftHandling *handling, gconstpointer data, GError **error)
{
  const WeftPicturesAddSticker *args = data;

  return check_size (handling, args->picture, args->size, error);
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
