/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-pictures"

#include "config.h"

#include "parts/pictures/view/weft-emoji-shelf.h"

#include "parts/pictures/view/weft-picture-store.h"
#include "ui/weft-emoji-item.h"

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

static void
offer (const char *word, GPtrArray *items, gpointer user_data)
{
  WeftEmojiShelf *self = user_data;
  g_autofree char *small = g_utf8_strdown (word, -1);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->list)); i++)
    {
      g_autoptr (WeftOwnEmoji) emoji = g_list_model_get_item (G_LIST_MODEL (self->list), i);
      const char *name = weft_own_emoji_get_name (emoji);
      g_autofree char *text = g_strdup_printf (":%s:", name);
      GdkTexture *picture;

      if (!g_str_has_prefix (name, small) || weft_picture_store_is_broken (self->store, weft_own_emoji_get_picture (emoji)))
        continue;
      picture = weft_emoji_shelf_get_picture (self, emoji);
      g_ptr_array_add (items, weft_emoji_item_new_own (text, name, picture != NULL ? GDK_PAINTABLE (picture) : NULL));
    }
}

void
weft_emoji_shelf_show_in (WeftEmojiShelf *self, WeftEmojiPicker *picker)
{
  WeftEmojiShelf *before = g_object_get_data (G_OBJECT (picker), "weft-emoji-shelf");

  g_return_if_fail (WEFT_IS_EMOJI_PICKER (picker));

  if (before == self)
    return;
  if (before != NULL)
    g_signal_handlers_disconnect_by_func (before, weft_emoji_picker_refresh, picker);
  g_object_set_data_full (G_OBJECT (picker), "weft-emoji-shelf", self != NULL ? g_object_ref (self) : NULL, g_object_unref);
  weft_emoji_picker_set_own (picker, self != NULL ? offer : NULL, self);
  if (self == NULL)
    return;
  g_signal_connect_object (self, "changed", G_CALLBACK (weft_emoji_picker_refresh), picker, G_CONNECT_SWAPPED);
  g_signal_connect_object (self, "picture", G_CALLBACK (weft_emoji_picker_refresh), picker, G_CONNECT_SWAPPED);
}
