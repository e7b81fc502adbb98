/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-pictures"

#include "config.h"

#include "parts/pictures/view/weft-sticker-shelf.h"

#include "parts/pictures/client/weft-picture-policy.h"

struct _WeftStickerShelf
{
  GObject parent_instance;

  WeftSync *sync;
  WeftPackList *packs;
  WeftStickerList *stickers;
  WeftPictureStore *store;
  WeftRowValue *policy;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftStickerShelf, weft_sticker_shelf, G_TYPE_OBJECT)

static void
on_changed (WeftStickerShelf *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
weft_sticker_shelf_finalize (GObject *object)
{
  WeftStickerShelf *self = WEFT_STICKER_SHELF (object);

  g_object_unref (self->policy);
  g_object_unref (self->store);
  g_object_unref (self->stickers);
  g_object_unref (self->packs);
  g_object_unref (self->sync);

  G_OBJECT_CLASS (weft_sticker_shelf_parent_class)->finalize (object);
}

static void
weft_sticker_shelf_class_init (WeftStickerShelfClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_sticker_shelf_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
weft_sticker_shelf_init (WeftStickerShelf *self)
{
}

WeftStickerShelf *
weft_sticker_shelf_new (WeftSync *sync)
{
  WeftStickerShelf *self;

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);

  self = g_object_new (WEFT_TYPE_STICKER_SHELF, NULL);
  self->sync = g_object_ref (sync);
  self->packs = weft_pack_list_new (sync);
  self->stickers = weft_sticker_list_new (sync);
  self->store = weft_picture_store_new (sync, "workspace");
  self->policy = weft_picture_policy_new (sync);
  g_signal_connect_object (self->policy, "notify::value", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (sync, "notify::role", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  return self;
}

#define GETTER(type, name)                                                                                   \
  type weft_sticker_shelf_get_##name (WeftStickerShelf *self)                                                \
  {                                                                                                          \
    g_return_val_if_fail (WEFT_IS_STICKER_SHELF (self), NULL);                                               \
    return self->name;                                                                                       \
  }

GETTER (WeftSync *, sync)
GETTER (WeftPackList *, packs)
GETTER (WeftStickerList *, stickers)
GETTER (WeftPictureStore *, store)
GETTER (WeftRowValue *, policy)

gboolean
weft_sticker_shelf_may_add (WeftStickerShelf *self)
{
  g_return_val_if_fail (WEFT_IS_STICKER_SHELF (self), FALSE);

  return weft_picture_policy_may_add (self->policy, self->sync);
}
