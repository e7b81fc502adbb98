/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-ui"

#include "config.h"

#include <glib/gi18n.h>

#include "ui/weft-rail-button.h"

#define THREAD_WIDTH 4
#define THREAD_LENGTH 24
#define RAIL_MARGIN 8

struct _WeftRailButton
{
  GtkToggleButton parent_instance;

  GtkWidget *icon;
  GtkWidget *label;
  GtkWidget *badge;
  GtkWidget *dot;
  char *title;
  guint n_mentions;
  gboolean has_news;
  gboolean show_label;
};

enum
{
  PROP_0,
  PROP_TITLE,
  PROP_SYMBOL,
  PROP_SHOW_LABEL,
  PROP_N_MENTIONS,
  PROP_HAS_NEWS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (WeftRailButton, weft_rail_button, GTK_TYPE_TOGGLE_BUTTON)

static void
update_name (WeftRailButton *self)
{
  g_autofree char *name = NULL;

  if (self->n_mentions > 0)
    /* Translators: what a screen reader says for a feature in the rail: %1$s is its name, "Chat", %2$u a
     * number of mentions */
    name = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%1$s, %2$u mention", "%1$s, %2$u mentions",
                                         self->n_mentions),
                            self->title, self->n_mentions);
  else if (self->has_news)
    /* Translators: what a screen reader says for a feature in the rail: %s is its name, "Chat" */
    name = g_strdup_printf (_ ("%s, news"), self->title);
  else
    name = g_strdup (self->title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
weft_rail_button_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  WeftRailButton *self = WEFT_RAIL_BUTTON (widget);

  GTK_WIDGET_CLASS (weft_rail_button_parent_class)->snapshot (widget, snapshot);

  if (!self->show_label && gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self)))
    {
      GdkRGBA *accent = adw_style_manager_get_accent_color_rgba (adw_style_manager_get_default ());
      gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
      double x = rtl ? gtk_widget_get_width (widget) + RAIL_MARGIN - THREAD_WIDTH : -RAIL_MARGIN;
      double y = (gtk_widget_get_height (widget) - THREAD_LENGTH) / 2.0;
      graphene_size_t round = GRAPHENE_SIZE_INIT (2, 2), square = GRAPHENE_SIZE_INIT (0, 0);
      GskRoundedRect thread;

      gsk_rounded_rect_init (&thread, &GRAPHENE_RECT_INIT (x, y, THREAD_WIDTH, THREAD_LENGTH),
                             rtl ? &round : &square, rtl ? &square : &round, rtl ? &square : &round,
                             rtl ? &round : &square);
      gtk_snapshot_push_rounded_clip (snapshot, &thread);
      gtk_snapshot_append_color (snapshot, accent, &thread.bounds);
      gtk_snapshot_pop (snapshot);
      gdk_rgba_free (accent);
    }
}

static void
weft_rail_button_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  WeftRailButton *self = WEFT_RAIL_BUTTON (object);

  switch (id)
    {
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_SYMBOL:
      g_value_set_string (value, gtk_image_get_icon_name (GTK_IMAGE (self->icon)));
      break;
    case PROP_SHOW_LABEL:
      g_value_set_boolean (value, self->show_label);
      break;
    case PROP_N_MENTIONS:
      g_value_set_uint (value, self->n_mentions);
      break;
    case PROP_HAS_NEWS:
      g_value_set_boolean (value, self->has_news);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
weft_rail_button_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  WeftRailButton *self = WEFT_RAIL_BUTTON (object);

  switch (id)
    {
    case PROP_TITLE:
      if (g_set_str (&self->title, g_value_get_string (value)))
        {
          gtk_label_set_label (GTK_LABEL (self->label), self->title);
          gtk_widget_set_tooltip_text (GTK_WIDGET (self), self->show_label ? NULL : self->title);
          update_name (self);
        }
      break;
    case PROP_SYMBOL:
      gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), g_value_get_string (value));
      break;
    case PROP_SHOW_LABEL:
      self->show_label = g_value_get_boolean (value);
      gtk_widget_set_visible (self->label, self->show_label);
      gtk_widget_add_css_class (GTK_WIDGET (self), self->show_label ? "weft-tab" : "weft-rail-btn");
      gtk_image_set_pixel_size (GTK_IMAGE (self->icon), self->show_label ? 16 : 20);
      if (self->show_label)
        {
          /* The badge stands at the icon's corner, not at the bar's. */
          gtk_widget_set_halign (gtk_widget_get_parent (self->icon), GTK_ALIGN_CENTER);
          gtk_widget_set_size_request (self->icon, 44, -1);
        }
      break;
    case PROP_N_MENTIONS:
      weft_rail_button_set_badge (self, g_value_get_uint (value), self->has_news);
      break;
    case PROP_HAS_NEWS:
      weft_rail_button_set_badge (self, self->n_mentions, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
weft_rail_button_finalize (GObject *object)
{
  WeftRailButton *self = WEFT_RAIL_BUTTON (object);

  g_free (self->title);

  G_OBJECT_CLASS (weft_rail_button_parent_class)->finalize (object);
}

static void
weft_rail_button_class_init (WeftRailButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = weft_rail_button_get_property;
  object_class->set_property = weft_rail_button_set_property;
  object_class->finalize = weft_rail_button_finalize;
  widget_class->snapshot = weft_rail_button_snapshot;

  properties[PROP_TITLE]
      = g_param_spec_string ("title", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SYMBOL]
      = g_param_spec_string ("symbol", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SHOW_LABEL]
      = g_param_spec_boolean ("show-label", NULL, NULL, FALSE,
                              G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_N_MENTIONS]
      = g_param_spec_uint ("n-mentions", NULL, NULL, 0, G_MAXUINT, 0,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_HAS_NEWS]
      = g_param_spec_boolean ("has-news", NULL, NULL, FALSE,
                              G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
weft_rail_button_init (WeftRailButton *self)
{
  GtkWidget *overlay = gtk_overlay_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  self->icon = gtk_image_new ();
  gtk_overlay_set_child (GTK_OVERLAY (overlay), self->icon);
  gtk_widget_set_vexpand (overlay, TRUE);
  self->label = gtk_label_new (NULL);
  gtk_box_append (GTK_BOX (box), overlay);
  gtk_box_append (GTK_BOX (box), self->label);

  self->badge = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->badge, "weft-badge");
  gtk_widget_add_css_class (self->badge, "small");
  gtk_widget_add_css_class (self->badge, "mention");
  gtk_widget_set_halign (self->badge, GTK_ALIGN_END);
  gtk_widget_set_valign (self->badge, GTK_ALIGN_START);
  gtk_widget_set_visible (self->badge, FALSE);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), self->badge);

  self->dot = adw_bin_new ();
  gtk_widget_add_css_class (self->dot, "weft-dotmark");
  gtk_widget_set_halign (self->dot, GTK_ALIGN_END);
  gtk_widget_set_valign (self->dot, GTK_ALIGN_START);
  gtk_widget_set_visible (self->dot, FALSE);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), self->dot);

  gtk_button_set_child (GTK_BUTTON (self), box);
  gtk_widget_add_css_class (GTK_WIDGET (self), "flat");
  /* The icon fills the button, the button not the rail. */
  gtk_widget_set_vexpand (GTK_WIDGET (self), FALSE);
}

GtkWidget *
weft_rail_button_new (const char *title, const char *symbol, gboolean show_label)
{
  return g_object_new (WEFT_TYPE_RAIL_BUTTON, "show-label", show_label, "title", title, "symbol", symbol,
                       NULL);
}

void
weft_rail_button_set_badge (WeftRailButton *self, guint n_mentions, gboolean has_news)
{
  g_autofree char *count = NULL;

  g_return_if_fail (WEFT_IS_RAIL_BUTTON (self));

  has_news = !!has_news;
  if (self->n_mentions == n_mentions && self->has_news == has_news)
    return;
  self->n_mentions = n_mentions;
  self->has_news = has_news;
  count = n_mentions > 99 ? g_strdup ("99+") : g_strdup_printf ("%u", n_mentions);
  gtk_label_set_label (GTK_LABEL (self->badge), count);
  gtk_widget_set_visible (self->badge, n_mentions > 0);
  gtk_widget_set_visible (self->dot, n_mentions == 0 && has_news);
  update_name (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_MENTIONS]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HAS_NEWS]);
}
