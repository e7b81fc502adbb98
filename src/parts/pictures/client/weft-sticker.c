/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-pictures"

#include "config.h"

#include "parts/pictures/client/weft-sticker.h"

struct _WeftSticker
{
  GObject parent_instance;

  char *sticker;
  char *text;
  char *pack;
  char *pack_id; /* (nullable) */
  char *picture;
  char *author; /* (nullable) */
  gint64 size;
};

G_DEFINE_FINAL_TYPE (WeftSticker, weft_sticker, G_TYPE_OBJECT)

static void
weft_sticker_finalize (GObject *object)
{
  WeftSticker *self = WEFT_STICKER (object);

  g_free (self->sticker);
  g_free (self->text);
  g_free (self->pack);
  g_free (self->pack_id);
  g_free (self->picture);
  g_free (self->author);

  G_OBJECT_CLASS (weft_sticker_parent_class)->finalize (object);
}

static void
weft_sticker_class_init (WeftStickerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_sticker_finalize;
}

static void
weft_sticker_init (WeftSticker *self)
{
}

WeftSticker *
weft_sticker_new (const char *sticker, const char *text, const char *pack, const char *picture, gint64 size)
{
  WeftSticker *self;

  g_return_val_if_fail (sticker != NULL && text != NULL && pack != NULL, NULL);

  self = g_object_new (WEFT_TYPE_STICKER, NULL);
  self->sticker = g_strdup (sticker);
  self->text = g_strdup (text);
  self->pack = g_strdup (pack);
  self->picture = g_strdup (picture);
  self->size = size;
  return self;
}

WeftSticker *
weft_sticker_new_in_pack (const char *sticker,
                          const char *text,
                          const char *pack_id,
                          const char *pack,
                          const char *picture,
                          gint64 size,
                          const char *author)
{
  WeftSticker *self = weft_sticker_new (sticker, text, pack, picture, size);

  g_return_val_if_fail (self != NULL && pack_id != NULL, self);

  self->pack_id = g_strdup (pack_id);
  self->author = g_strdup (author);
  return self;
}

#define GETTER(type, name, fallback)                                                                         \
  type weft_sticker_get_##name (WeftSticker *self)                                                           \
  {                                                                                                          \
    g_return_val_if_fail (WEFT_IS_STICKER (self), fallback);                                                 \
    return self->name;                                                                                       \
  }

GETTER (const char *, sticker, NULL)
GETTER (const char *, text, NULL)
GETTER (const char *, pack, NULL)
GETTER (const char *, picture, NULL)
GETTER (gint64, size, 0)
GETTER (const char *, pack_id, NULL)
GETTER (const char *, author, NULL)
