/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-ui"

#include "config.h"

#include "ui/weft-emoji-item.h"

struct _WeftEmojiItem
{
  GObject parent_instance;

  char *text;
  char *name;
  guint group;
};

G_DEFINE_FINAL_TYPE (WeftEmojiItem, weft_emoji_item, G_TYPE_OBJECT)

static void
weft_emoji_item_finalize (GObject *object)
{
  WeftEmojiItem *self = WEFT_EMOJI_ITEM (object);

  g_free (self->text);
  g_free (self->name);

  G_OBJECT_CLASS (weft_emoji_item_parent_class)->finalize (object);
}

static void
weft_emoji_item_class_init (WeftEmojiItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_emoji_item_finalize;
}

static void
weft_emoji_item_init (WeftEmojiItem *self)
{
}

WeftEmojiItem *
weft_emoji_item_new (const char *text, const char *name, guint group)
{
  WeftEmojiItem *self = g_object_new (WEFT_TYPE_EMOJI_ITEM, NULL);

  self->text = g_strdup (text);
  self->name = g_strdup (name);
  self->group = group;
  return self;
}

const char *
weft_emoji_item_get_text (WeftEmojiItem *self)
{
  g_return_val_if_fail (WEFT_IS_EMOJI_ITEM (self), NULL);
  return self->text;
}

const char *
weft_emoji_item_get_name (WeftEmojiItem *self)
{
  g_return_val_if_fail (WEFT_IS_EMOJI_ITEM (self), NULL);
  return self->name;
}

guint
weft_emoji_item_get_group (WeftEmojiItem *self)
{
  g_return_val_if_fail (WEFT_IS_EMOJI_ITEM (self), 0);
  return self->group;
}
