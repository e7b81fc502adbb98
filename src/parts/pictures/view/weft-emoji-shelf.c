/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-pictures"

#include "config.h"

#include "parts/pictures/view/weft-emoji-shelf.h"

#include "parts/pictures/view/weft-picture-store.h"

struct _WeftEmojiShelf
{
  GObject parent_instance;

  WeftEmojiList *list;
  WeftPictureStore *store;
  WeftInlinePictures pictures;
};

enum
{
  CHANGED,
  PICTURE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftEmojiShelf, weft_emoji_shelf, G_TYPE_OBJECT)

/* What turned out to be no picture is read as it was written. */
static gboolean
knows (const char *name, gsize length, gpointer user_data)
{
  WeftEmojiShelf *self = user_data;
  WeftOwnEmoji *item = weft_emoji_list_find (self->list, name, length);

  return item != NULL && !weft_picture_store_is_broken (self->store, weft_own_emoji_get_picture (item));
}

static GdkTexture *
get (const char *name, gpointer user_data)
{
  WeftEmojiShelf *self = user_data;
  WeftOwnEmoji *item = weft_emoji_list_find (self->list, name, -1);

  return item != NULL ? weft_emoji_shelf_get_picture (self, item) : NULL;
}

static void
on_list_changed (WeftEmojiShelf *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_picture (WeftEmojiShelf *self, const char *hash)
{
  g_signal_emit (self, signals[weft_picture_store_is_broken (self->store, hash) ? CHANGED : PICTURE], 0);
}

static void
weft_emoji_shelf_dispose (GObject *object)
{
  WeftEmojiShelf *self = WEFT_EMOJI_SHELF (object);

  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);
  if (self->store != NULL)
    g_signal_handlers_disconnect_by_data (self->store, self);

  G_OBJECT_CLASS (weft_emoji_shelf_parent_class)->dispose (object);
}

static void
weft_emoji_shelf_finalize (GObject *object)
{
  WeftEmojiShelf *self = WEFT_EMOJI_SHELF (object);

  g_object_unref (self->list);
  g_object_unref (self->store);

  G_OBJECT_CLASS (weft_emoji_shelf_parent_class)->finalize (object);
}

static void
weft_emoji_shelf_class_init (WeftEmojiShelfClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_emoji_shelf_dispose;
  G_OBJECT_CLASS (klass)->finalize = weft_emoji_shelf_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  signals[PICTURE] = g_signal_new ("picture", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
weft_emoji_shelf_init (WeftEmojiShelf *self)
{
  self->pictures = (WeftInlinePictures) { knows, get, self };
}

WeftEmojiShelf *
weft_emoji_shelf_new (WeftSync *sync)
{
  WeftEmojiShelf *self;

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);

  self = g_object_new (WEFT_TYPE_EMOJI_SHELF, NULL);
  self->list = weft_emoji_list_new (sync);
  self->store = weft_picture_store_new (sync, "workspace");
  g_signal_connect_swapped (self->list, "items-changed", G_CALLBACK (on_list_changed), self);
  g_signal_connect_swapped (self->store, "changed", G_CALLBACK (on_picture), self);
  return self;
}

WeftEmojiList *
weft_emoji_shelf_get_list (WeftEmojiShelf *self)
{
  g_return_val_if_fail (WEFT_IS_EMOJI_SHELF (self), NULL);
  return self->list;
}

const WeftInlinePictures *
weft_emoji_shelf_get_pictures (WeftEmojiShelf *self)
{
  g_return_val_if_fail (WEFT_IS_EMOJI_SHELF (self), NULL);
  return &self->pictures;
}

GdkTexture *
weft_emoji_shelf_get_picture (WeftEmojiShelf *self, WeftOwnEmoji *item)
{
  g_return_val_if_fail (WEFT_IS_EMOJI_SHELF (self), NULL);
  g_return_val_if_fail (WEFT_IS_OWN_EMOJI (item), NULL);

  return weft_picture_store_get (self->store, weft_own_emoji_get_picture (item),
                                 weft_own_emoji_get_size (item));
}
