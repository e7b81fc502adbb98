/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-shopping"

#include "tests/feature/shopping/client/weft-shopping-item.h"

struct _WeftShoppingItem
{
  GObject parent_instance;

  char *id;
  char *text;
  char *amount;
  gboolean bought;
};

enum
{
  PROP_0,
  PROP_TEXT,
  PROP_AMOUNT,
  PROP_BOUGHT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (WeftShoppingItem, weft_shopping_item, G_TYPE_OBJECT)

static void
weft_shopping_item_finalize (GObject *object)
{
  WeftShoppingItem *self = WEFT_SHOPPING_ITEM (object);

  g_free (self->id);
  g_free (self->text);
  g_free (self->amount);

  G_OBJECT_CLASS (weft_shopping_item_parent_class)->finalize (object);
}

static void
weft_shopping_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  WeftShoppingItem *self = WEFT_SHOPPING_ITEM (object);

  switch (id)
    {
    case PROP_TEXT:
      g_value_set_string (value, self->text);
      break;
    case PROP_AMOUNT:
      g_value_set_string (value, self->amount);
      break;
    case PROP_BOUGHT:
      g_value_set_boolean (value, self->bought);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
weft_shopping_item_class_init (WeftShoppingItemClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = weft_shopping_item_finalize;
  object_class->get_property = weft_shopping_item_get_property;

  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, "", flags);
  properties[PROP_AMOUNT] = g_param_spec_string ("amount", NULL, NULL, "", flags);
  properties[PROP_BOUGHT] = g_param_spec_boolean ("bought", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
weft_shopping_item_init (WeftShoppingItem *self)
{
  self->text = g_strdup ("");
  self->amount = g_strdup ("");
}

WeftShoppingItem *
weft_shopping_item_new (const char *id)
{
  WeftShoppingItem *self = g_object_new (WEFT_TYPE_SHOPPING_ITEM, NULL);

  self->id = g_strdup (id);

  return self;
}

void
weft_shopping_item_update (WeftShoppingItem *self, const char *text, const char *amount, gboolean bought)
{
  g_return_if_fail (WEFT_IS_SHOPPING_ITEM (self));

  if (g_set_str (&self->text, text))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
  if (g_set_str (&self->amount, amount))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_AMOUNT]);
  if (self->bought != bought)
    {
      self->bought = bought;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BOUGHT]);
    }
}

const char *
weft_shopping_item_get_id (WeftShoppingItem *self)
{
  g_return_val_if_fail (WEFT_IS_SHOPPING_ITEM (self), NULL);
  return self->id;
}

const char *
weft_shopping_item_get_text (WeftShoppingItem *self)
{
  g_return_val_if_fail (WEFT_IS_SHOPPING_ITEM (self), NULL);
  return self->text;
}

const char *
weft_shopping_item_get_amount (WeftShoppingItem *self)
{
  g_return_val_if_fail (WEFT_IS_SHOPPING_ITEM (self), NULL);
  return self->amount;
}

gboolean
weft_shopping_item_get_bought (WeftShoppingItem *self)
{
  g_return_val_if_fail (WEFT_IS_SHOPPING_ITEM (self), FALSE);
  return self->bought;
}
