/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-ui"

#include "config.h"

#include "ui/weft-feature.h"

typedef struct
{
  char *title;
  char *panel_title;
  guint n_mentions;
  gboolean has_news;
  gboolean active;
  gboolean ready;
} WeftFeaturePagePrivate;

enum
{
  PROP_0,
  PROP_TITLE,
  PROP_PANEL_TITLE,
  PROP_N_MENTIONS,
  PROP_HAS_NEWS,
  PROP_READY,
  N_PROPS
};

enum
{
  SHOW_CONTENT,
  SHOW_PANEL,
  LEAVE_PANEL,
  LINK_CHANGED,
  CARD_CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (WeftFeaturePage, weft_feature_page, G_TYPE_OBJECT)

static WeftFeaturePagePrivate *
get_private (WeftFeaturePage *self)
{
  return weft_feature_page_get_instance_private (self);
}

static void
weft_feature_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  WeftFeaturePagePrivate *priv = get_private (WEFT_FEATURE_PAGE (object));

  switch (id)
    {
    case PROP_TITLE:
      g_value_set_string (value, priv->title);
      break;
    case PROP_PANEL_TITLE:
      g_value_set_string (value, priv->panel_title);
      break;
    case PROP_N_MENTIONS:
      g_value_set_uint (value, priv->n_mentions);
      break;
    case PROP_HAS_NEWS:
      g_value_set_boolean (value, priv->has_news);
      break;
    case PROP_READY:
      g_value_set_boolean (value, priv->ready);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
weft_feature_page_finalize (GObject *object)
{
  WeftFeaturePagePrivate *priv = get_private (WEFT_FEATURE_PAGE (object));

  g_free (priv->title);
  g_free (priv->panel_title);

  G_OBJECT_CLASS (weft_feature_page_parent_class)->finalize (object);
}

static void
weft_feature_page_class_init (WeftFeaturePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = weft_feature_page_get_property;
  object_class->finalize = weft_feature_page_finalize;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_PANEL_TITLE] = g_param_spec_string ("panel-title", NULL, NULL, NULL, flags);
  properties[PROP_N_MENTIONS] = g_param_spec_uint ("n-mentions", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_HAS_NEWS] = g_param_spec_boolean ("has-news", NULL, NULL, FALSE, flags);
  properties[PROP_READY] = g_param_spec_boolean ("ready", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SHOW_CONTENT] = g_signal_new ("show-content", WEFT_TYPE_FEATURE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 0);
  signals[SHOW_PANEL] = g_signal_new ("show-panel", WEFT_TYPE_FEATURE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 0);
  signals[LEAVE_PANEL] = g_signal_new ("leave-panel", WEFT_TYPE_FEATURE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 0);
  signals[LINK_CHANGED] = g_signal_new ("link-changed", WEFT_TYPE_FEATURE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 0);
  signals[CARD_CHANGED] = g_signal_new ("card-changed", WEFT_TYPE_FEATURE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
}

static void
weft_feature_page_init (WeftFeaturePage *self)
{
}

GtkWidget *
weft_feature_page_get_sidebar (WeftFeaturePage *self)
{
  WeftFeaturePageClass *klass;

  g_return_val_if_fail (WEFT_IS_FEATURE_PAGE (self), NULL);

  klass = WEFT_FEATURE_PAGE_GET_CLASS (self);
  return klass->get_sidebar != NULL ? klass->get_sidebar (self) : NULL;
}

GtkWidget *
weft_feature_page_get_sidebar_end (WeftFeaturePage *self)
{
  WeftFeaturePageClass *klass;

  g_return_val_if_fail (WEFT_IS_FEATURE_PAGE (self), NULL);

  klass = WEFT_FEATURE_PAGE_GET_CLASS (self);
  return klass->get_sidebar_end != NULL ? klass->get_sidebar_end (self) : NULL;
}

GtkWidget *
weft_feature_page_get_content (WeftFeaturePage *self)
{
  g_return_val_if_fail (WEFT_IS_FEATURE_PAGE (self), NULL);

  return WEFT_FEATURE_PAGE_GET_CLASS (self)->get_content (self);
}

GtkWidget *
weft_feature_page_get_panel (WeftFeaturePage *self)
{
  WeftFeaturePageClass *klass;

  g_return_val_if_fail (WEFT_IS_FEATURE_PAGE (self), NULL);

  klass = WEFT_FEATURE_PAGE_GET_CLASS (self);
  return klass->get_panel != NULL ? klass->get_panel (self) : NULL;
}

GActionGroup *
weft_feature_page_get_actions (WeftFeaturePage *self)
{
  WeftFeaturePageClass *klass;

  g_return_val_if_fail (WEFT_IS_FEATURE_PAGE (self), NULL);

  klass = WEFT_FEATURE_PAGE_GET_CLASS (self);
  return klass->get_actions != NULL ? klass->get_actions (self) : NULL;
}

GListModel *
weft_feature_page_get_commands (WeftFeaturePage *self)
{
  WeftFeaturePageClass *klass;

  g_return_val_if_fail (WEFT_IS_FEATURE_PAGE (self), NULL);

  klass = WEFT_FEATURE_PAGE_GET_CLASS (self);
  return klass->get_commands != NULL ? klass->get_commands (self) : NULL;
}

gboolean
weft_feature_page_open (WeftFeaturePage *self, const char *link)
{
  WeftFeaturePageClass *klass;

  g_return_val_if_fail (WEFT_IS_FEATURE_PAGE (self), FALSE);
  g_return_val_if_fail (link != NULL, FALSE);

  klass = WEFT_FEATURE_PAGE_GET_CLASS (self);
  return klass->open != NULL && klass->open (self, link);
}

gboolean
weft_feature_page_reply (WeftFeaturePage *self, const char *link)
{
  WeftFeaturePageClass *klass;

  g_return_val_if_fail (WEFT_IS_FEATURE_PAGE (self), FALSE);
  g_return_val_if_fail (link != NULL, FALSE);

  klass = WEFT_FEATURE_PAGE_GET_CLASS (self);
  return klass->reply != NULL && klass->reply (self, link);
}

const char *
weft_feature_page_get_link (WeftFeaturePage *self)
{
  WeftFeaturePageClass *klass;

  g_return_val_if_fail (WEFT_IS_FEATURE_PAGE (self), NULL);

  klass = WEFT_FEATURE_PAGE_GET_CLASS (self);
  return klass->get_link != NULL ? klass->get_link (self) : NULL;
}

GPtrArray *
weft_feature_page_list_unread (WeftFeaturePage *self)
{
  g_return_val_if_fail (WEFT_IS_FEATURE_PAGE (self), NULL);

  if (WEFT_FEATURE_PAGE_GET_CLASS (self)->list_unread == NULL)
    return g_ptr_array_new_with_free_func (g_object_unref);
  return WEFT_FEATURE_PAGE_GET_CLASS (self)->list_unread (self);
}

const char *
weft_feature_page_get_within (WeftFeaturePage *self)
{
  WeftFeaturePageClass *klass;

  g_return_val_if_fail (WEFT_IS_FEATURE_PAGE (self), NULL);

  klass = WEFT_FEATURE_PAGE_GET_CLASS (self);
  return klass->get_within != NULL ? klass->get_within (self) : NULL;
}

void
weft_feature_page_focus_content (WeftFeaturePage *self)
{
  WeftFeaturePageClass *klass;

  g_return_if_fail (WEFT_IS_FEATURE_PAGE (self));

  klass = WEFT_FEATURE_PAGE_GET_CLASS (self);
  if (klass->focus_content != NULL)
    klass->focus_content (self);
}

gboolean
weft_feature_page_find (WeftFeaturePage *self)
{
  WeftFeaturePageClass *klass;

  g_return_val_if_fail (WEFT_IS_FEATURE_PAGE (self), FALSE);

  klass = WEFT_FEATURE_PAGE_GET_CLASS (self);
  return klass->find != NULL && klass->find (self);
}

WeftCard *
weft_feature_page_describe_found (WeftFeaturePage *self, WeftFound *found)
{
  WeftFeaturePageClass *klass;

  g_return_val_if_fail (WEFT_IS_FEATURE_PAGE (self), NULL);
  g_return_val_if_fail (found != NULL, NULL);

  klass = WEFT_FEATURE_PAGE_GET_CLASS (self);
  return klass->describe_found != NULL ? klass->describe_found (self, found) : NULL;
}

gboolean
weft_feature_page_load_card (WeftFeaturePage *self, const WeftLink *link, WeftCardFunc func, gpointer user_data)
{
  WeftFeaturePageClass *klass;

  g_return_val_if_fail (WEFT_IS_FEATURE_PAGE (self), FALSE);
  g_return_val_if_fail (link != NULL && func != NULL, FALSE);

  klass = WEFT_FEATURE_PAGE_GET_CLASS (self);
  return klass->load_card != NULL && klass->load_card (self, link, func, user_data);
}

void
weft_feature_page_take (WeftFeaturePage *self, const char *link, const char *text, GtkWidget *parent)
{
  WeftFeaturePageClass *klass;

  g_return_if_fail (WEFT_IS_FEATURE_PAGE (self));
  g_return_if_fail (link != NULL && text != NULL);

  klass = WEFT_FEATURE_PAGE_GET_CLASS (self);
  if (klass->take != NULL)
    klass->take (self, link, text, parent);
}

void
weft_feature_page_set_cards (WeftFeaturePage *self, WeftCards *cards)
{
  WeftFeaturePageClass *klass;

  g_return_if_fail (WEFT_IS_FEATURE_PAGE (self));
  g_return_if_fail (cards != NULL);

  klass = WEFT_FEATURE_PAGE_GET_CLASS (self);
  if (klass->set_cards != NULL)
    klass->set_cards (self, cards);
}

void
weft_feature_page_set_slash (WeftFeaturePage *self, WeftSlash *slash)
{
  WeftFeaturePageClass *klass;

  g_return_if_fail (WEFT_IS_FEATURE_PAGE (self));
  g_return_if_fail (slash != NULL);

  klass = WEFT_FEATURE_PAGE_GET_CLASS (self);
  if (klass->set_slash != NULL)
    klass->set_slash (self, slash);
}

void
weft_feature_page_set_active (WeftFeaturePage *self, gboolean active)
{
  WeftFeaturePagePrivate *priv;
  WeftFeaturePageClass *klass;

  g_return_if_fail (WEFT_IS_FEATURE_PAGE (self));

  priv = get_private (self);
  active = !!active;
  if (priv->active == active)
    return;
  priv->active = active;
  klass = WEFT_FEATURE_PAGE_GET_CLASS (self);
  if (klass->set_active != NULL)
    klass->set_active (self, active);
}

void
weft_feature_page_set_title (WeftFeaturePage *self, const char *title)
{
  g_return_if_fail (WEFT_IS_FEATURE_PAGE (self));

  if (g_set_str (&get_private (self)->title, title))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

const char *
weft_feature_page_get_title (WeftFeaturePage *self)
{
  g_return_val_if_fail (WEFT_IS_FEATURE_PAGE (self), NULL);

  return get_private (self)->title;
}

void
weft_feature_page_set_panel_title (WeftFeaturePage *self, const char *title)
{
  g_return_if_fail (WEFT_IS_FEATURE_PAGE (self));

  if (g_set_str (&get_private (self)->panel_title, title))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PANEL_TITLE]);
}

const char *
weft_feature_page_get_panel_title (WeftFeaturePage *self)
{
  g_return_val_if_fail (WEFT_IS_FEATURE_PAGE (self), NULL);

  return get_private (self)->panel_title;
}

void
weft_feature_page_set_badge (WeftFeaturePage *self, guint n_mentions, gboolean has_news)
{
  WeftFeaturePagePrivate *priv;

  g_return_if_fail (WEFT_IS_FEATURE_PAGE (self));

  priv = get_private (self);
  has_news = !!has_news;
  g_object_freeze_notify (G_OBJECT (self));
  if (priv->n_mentions != n_mentions)
    {
      priv->n_mentions = n_mentions;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_MENTIONS]);
    }
  if (priv->has_news != has_news)
    {
      priv->has_news = has_news;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HAS_NEWS]);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

guint
weft_feature_page_get_n_mentions (WeftFeaturePage *self)
{
  g_return_val_if_fail (WEFT_IS_FEATURE_PAGE (self), 0);

  return get_private (self)->n_mentions;
}

gboolean
weft_feature_page_get_has_news (WeftFeaturePage *self)
{
  g_return_val_if_fail (WEFT_IS_FEATURE_PAGE (self), FALSE);

  return get_private (self)->has_news;
}

void
weft_feature_page_set_ready (WeftFeaturePage *self)
{
  WeftFeaturePagePrivate *priv;

  g_return_if_fail (WEFT_IS_FEATURE_PAGE (self));

  priv = get_private (self);
  if (priv->ready)
    return;
  priv->ready = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READY]);
}

gboolean
weft_feature_page_get_ready (WeftFeaturePage *self)
{
  g_return_val_if_fail (WEFT_IS_FEATURE_PAGE (self), FALSE);

  return get_private (self)->ready;
}

void
weft_feature_page_card_changed (WeftFeaturePage *self, const char *stream, const char *key)
{
  g_return_if_fail (WEFT_IS_FEATURE_PAGE (self));

  g_signal_emit (self, signals[CARD_CHANGED], 0, stream, key);
}

void
weft_feature_page_show_content (WeftFeaturePage *self)
{
  g_return_if_fail (WEFT_IS_FEATURE_PAGE (self));

  g_signal_emit (self, signals[SHOW_CONTENT], 0);
}

void
weft_feature_page_show_panel (WeftFeaturePage *self)
{
  g_return_if_fail (WEFT_IS_FEATURE_PAGE (self));

  g_signal_emit (self, signals[SHOW_PANEL], 0);
}

void
weft_feature_page_leave_panel (WeftFeaturePage *self)
{
  g_return_if_fail (WEFT_IS_FEATURE_PAGE (self));

  g_signal_emit (self, signals[LEAVE_PANEL], 0);
  weft_feature_page_focus_content (self);
}

void
weft_feature_page_link_changed (WeftFeaturePage *self)
{
  g_return_if_fail (WEFT_IS_FEATURE_PAGE (self));

  g_signal_emit (self, signals[LINK_CHANGED], 0);
}
