/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-ui"

#include "config.h"

#include "ui/weft-empty-page.h"
#include "ui/weft-weave.h"

struct _WeftEmptyPage
{
  AdwBin parent_instance;

  GtkLabel *title;
  GtkLabel *description;
  GtkWidget *actions;
};

enum
{
  PROP_0,
  PROP_TITLE,
  PROP_DESCRIPTION,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (WeftEmptyPage, weft_empty_page, ADW_TYPE_BIN)

static void
weft_empty_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  WeftEmptyPage *self = WEFT_EMPTY_PAGE (object);

  switch (id)
    {
    case PROP_TITLE:
      g_value_set_string (value, gtk_label_get_label (self->title));
      break;
    case PROP_DESCRIPTION:
      g_value_set_string (value, gtk_label_get_label (self->description));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
weft_empty_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  WeftEmptyPage *self = WEFT_EMPTY_PAGE (object);

  switch (id)
    {
    case PROP_TITLE:
      weft_empty_page_set_title (self, g_value_get_string (value));
      break;
    case PROP_DESCRIPTION:
      weft_empty_page_set_description (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
weft_empty_page_class_init (WeftEmptyPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = weft_empty_page_get_property;
  object_class->set_property = weft_empty_page_set_property;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_DESCRIPTION] = g_param_spec_string ("description", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static GtkLabel *
new_label (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_widget_add_css_class (label, css_class);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  return GTK_LABEL (label);
}

static void
weft_empty_page_init (WeftEmptyPage *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *weave = weft_weave_new ();

  gtk_widget_set_size_request (weave, 306, 172);
  gtk_widget_set_halign (weave, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_bottom (weave, 24);
  gtk_box_append (GTK_BOX (box), weave);

  self->title = new_label ("weft-hero");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->title));

  self->description = new_label ("weft-quiet");
  gtk_widget_set_margin_top (GTK_WIDGET (self->description), 8);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->description));

  self->actions = adw_wrap_box_new ();
  adw_wrap_box_set_child_spacing (ADW_WRAP_BOX (self->actions), 10);
  adw_wrap_box_set_line_spacing (ADW_WRAP_BOX (self->actions), 10);
  adw_wrap_box_set_align (ADW_WRAP_BOX (self->actions), 0.5f);
  gtk_widget_set_margin_top (self->actions, 20);
  gtk_widget_set_visible (self->actions, FALSE);
  gtk_box_append (GTK_BOX (box), self->actions);

  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 480);
  adw_clamp_set_child (ADW_CLAMP (clamp), box);
  gtk_widget_set_margin_start (clamp, 16);
  gtk_widget_set_margin_end (clamp, 16);
  gtk_widget_set_margin_top (clamp, 16);
  gtk_widget_set_margin_bottom (clamp, 24);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  gtk_widget_set_vexpand (scroller, TRUE);
  adw_bin_set_child (ADW_BIN (self), scroller);
}

GtkWidget *
weft_empty_page_new (const char *title, const char *description)
{
  return g_object_new (WEFT_TYPE_EMPTY_PAGE, "title", title, "description", description, NULL);
}

GtkWidget *
weft_empty_page_add_action (WeftEmptyPage *self, const char *label, const char *action)
{
  GtkWidget *button;

  g_return_val_if_fail (WEFT_IS_EMPTY_PAGE (self), NULL);
  g_return_val_if_fail (label != NULL, NULL);

  button = gtk_button_new_with_mnemonic (label);
  gtk_widget_add_css_class (button, "pill");
  if (!gtk_widget_get_visible (self->actions))
    gtk_widget_add_css_class (button, "suggested-action");
  if (action != NULL)
    gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (button), action);
  adw_wrap_box_append (ADW_WRAP_BOX (self->actions), button);
  gtk_widget_set_visible (self->actions, TRUE);
  return button;
}

void
weft_empty_page_set_title (WeftEmptyPage *self, const char *title)
{
  g_return_if_fail (WEFT_IS_EMPTY_PAGE (self));

  gtk_label_set_label (self->title, title != NULL ? title : "");
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

void
weft_empty_page_set_description (WeftEmptyPage *self, const char *description)
{
  g_return_if_fail (WEFT_IS_EMPTY_PAGE (self));

  gtk_label_set_label (self->description, description != NULL ? description : "");
  gtk_widget_set_visible (GTK_WIDGET (self->description), description != NULL && *description != '\0');
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DESCRIPTION]);
}

static void
press (GtkWidget *button)
{
  g_signal_emit_by_name (button, "clicked");
}

void
weft_empty_page_suggest (AdwStatusPage *page, GtkWidget *button)
{
  GtkWidget *action;

  g_return_if_fail (ADW_IS_STATUS_PAGE (page));
  g_return_if_fail (GTK_IS_BUTTON (button));

  action = gtk_button_new_with_label (gtk_widget_get_tooltip_text (button));
  gtk_widget_add_css_class (action, "pill");
  gtk_widget_add_css_class (action, "suggested-action");
  gtk_widget_set_halign (action, GTK_ALIGN_CENTER);
  g_object_bind_property (button, "visible", action, "visible", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (action, "clicked", G_CALLBACK (press), button, G_CONNECT_SWAPPED);
  adw_status_page_set_child (page, action);
}
