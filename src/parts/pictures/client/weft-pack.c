/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-pictures"

#include "config.h"

#include "parts/pictures/client/weft-pack.h"

struct _WeftPack
{
  GObject parent_instance;

  char *id;
  char *name;
  char *maker;
  char *author;
  gboolean removed;
  guint n_stickers;
};

G_DEFINE_FINAL_TYPE (WeftPack, weft_pack, G_TYPE_OBJECT)

static void
weft_pack_finalize (GObject *object)
{
  WeftPack *self = WEFT_PACK (object);

  g_free (self->id);
  g_free (self->name);
  g_free (self->maker);
  g_free (self->author);

  G_OBJECT_CLASS (weft_pack_parent_class)->finalize (object);
}

static void
weft_pack_class_init (WeftPackClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_pack_finalize;
}

static void
weft_pack_init (WeftPack *self)
{
}

WeftPack *
weft_pack_new (const char *id,
               const char *name,
               const char *maker,
               const char *author,
               gboolean removed,
               guint n_stickers)
{
  WeftPack *self;

  g_return_val_if_fail (id != NULL && name != NULL && maker != NULL, NULL);

  self = g_object_new (WEFT_TYPE_PACK, NULL);
  self->id = g_strdup (id);
  self->name = g_strdup (name);
  self->maker = g_strdup (maker);
  self->author = g_strdup (author);
  self->removed = removed;
  self->n_stickers = n_stickers;
  return self;
}

#define GETTER(type, name, fallback)                                                                         \
  type weft_pack_get_##name (WeftPack *self)                                                                 \
  {                                                                                                          \
    g_return_val_if_fail (WEFT_IS_PACK (self), fallback);                                                    \
    return self->name;                                                                                       \
  }

GETTER (const char *, id, NULL)
GETTER (const char *, name, NULL)
GETTER (const char *, maker, NULL)
GETTER (const char *, author, NULL)
GETTER (gboolean, removed, FALSE)
GETTER (guint, n_stickers, 0)
