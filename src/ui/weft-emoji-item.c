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
  GdkPaintable *picture; /* (nullable) */
};

enum
{
  PROP_0,
  PROP_PICTURE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (WeftEmojiItem, weft_emoji_item, G_TYPE_OBJECT)

static void
weft_emoji_item_finalize (GObject *object)
{
  WeftEmojiItem *self = WEFT_EMOJI_ITEM (object);

  g_free (self->text);
  g_free (self->name);
  g_clear_object (&self->picture);

  G_OBJECT_CLASS (weft_emoji_item_parent_class)->finalize (object);
}

static void
weft_emoji_item_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  if (prop_id == PROP_PICTURE)
    g_value_set_object (value, WEFT_EMOJI_ITEM (object)->picture);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
weft_emoji_item_class_init (WeftEmojiItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_emoji_item_finalize;
  G_OBJECT_CLASS (klass)->get_property = weft_emoji_item_get_property;

  properties[PROP_PICTURE]
      = g_param_spec_object ("picture", NULL, NULL, GDK_TYPE_PAINTABLE,
                             G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, properties);
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

WeftEmojiItem *
weft_emoji_item_new_own (const char *text, const char *name, GdkPaintable *picture)
{
  WeftEmojiItem *self = weft_emoji_item_new (text, name, WEFT_EMOJI_GROUP_OWN);

  g_set_object (&self->picture, picture);
  return self;
}

GdkPaintable *
weft_emoji_item_get_picture (WeftEmojiItem *self)
{
  g_return_val_if_fail (WEFT_IS_EMOJI_ITEM (self), NULL);
  return self->picture;
}

void
weft_emoji_item_set_picture (WeftEmojiItem *self, GdkPaintable *picture)
{
  g_return_if_fail (WEFT_IS_EMOJI_ITEM (self));

  if (g_set_object (&self->picture, picture))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PICTURE]);
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
