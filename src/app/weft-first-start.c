/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/weft-first-start.h"
#include "base/weft-error.h"
#include "sync/weft-account.h"
#include "ui/weft-weave.h"

struct _WeftFirstStart
{
  AdwBin parent_instance;

  GtkWidget *picture;
  GtkWidget *back;
  GtkWidget *join;
  GtkEntry *address;
  GtkLabel *problem;
  GtkBox *choices;
  gboolean compact;
};

enum
{
  PROP_0,
  PROP_COMPACT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (WeftFirstStart, weft_first_start, ADW_TYPE_BIN)

static GtkWidget *
new_choice (
    const char *title, const char *description, const char *icon_name, const char *yarn, const char *action)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 14);
  GtkWidget *labels = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1);
  GtkWidget *tile = adw_bin_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name (icon_name);
  GtkWidget *label;

  gtk_image_set_pixel_size (GTK_IMAGE (icon), 20);
  gtk_widget_set_halign (icon, GTK_ALIGN_CENTER);
  adw_bin_set_child (ADW_BIN (tile), icon);
  gtk_widget_add_css_class (tile, "weft-tile");
  gtk_widget_add_css_class (tile, yarn);
  gtk_widget_set_valign (tile, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), tile);

  label = gtk_label_new (title);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "weft-title");
  gtk_box_append (GTK_BOX (labels), label);
  label = gtk_label_new (description);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "weft-small");
  gtk_widget_add_css_class (label, "weft-quiet");
  gtk_box_append (GTK_BOX (labels), label);
  gtk_widget_set_hexpand (labels, TRUE);
  gtk_widget_set_valign (labels, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), labels);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("go-next-symbolic"));

  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "weft-card");
  gtk_widget_add_css_class (button, "weft-choice");
  gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (button), action);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
  return button;
}

static void
on_address_changed (WeftFirstStart *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->address))));

  gtk_widget_set_sensitive (self->join, *text != '\0');
  weft_first_start_set_problem (self, NULL);
}

static void
on_join_activate (WeftFirstStart *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->address))));
  g_autofree char *address = NULL, *code = NULL;
  g_autoptr (GError) error = NULL;
  gboolean valid;

  if (*text == '\0')
    return;
  /* What has a secret behind '#' is an invitation; anything else is an address. */
  if (strchr (text, '#') != NULL)
    valid = weft_account_parse_invitation (text, &address, &code, &error);
  else
    valid = (address = weft_account_normalize_address (text, &error)) != NULL;

  if (!valid)
    {
      g_autofree char *reason = weft_error_dup_reason (error->message);

      weft_first_start_set_problem (self, reason);
      gtk_widget_grab_focus (GTK_WIDGET (self->address));
      return;
    }
  weft_first_start_set_problem (self, NULL);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.join", "(ss)", address, code != NULL ? code : "");
}

static void
weft_first_start_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_boolean (value, WEFT_FIRST_START (object)->compact);
}

static void
weft_first_start_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  WeftFirstStart *self = WEFT_FIRST_START (object);

  self->compact = g_value_get_boolean (value);
  gtk_widget_set_visible (self->picture, !self->compact);
}

static void
weft_first_start_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), WEFT_TYPE_FIRST_START);

  G_OBJECT_CLASS (weft_first_start_parent_class)->dispose (object);
}

static void
weft_first_start_class_init (WeftFirstStartClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = weft_first_start_get_property;
  object_class->set_property = weft_first_start_set_property;
  object_class->dispose = weft_first_start_dispose;

  properties[PROP_COMPACT]
      = g_param_spec_boolean ("compact", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (WEFT_TYPE_WEAVE);
  gtk_widget_class_set_template_from_resource (widget_class, "/dev/weft/Weft/app/weft-first-start.ui");
  gtk_widget_class_bind_template_child (widget_class, WeftFirstStart, picture);
  gtk_widget_class_bind_template_child (widget_class, WeftFirstStart, back);
  gtk_widget_class_bind_template_child (widget_class, WeftFirstStart, join);
  gtk_widget_class_bind_template_child (widget_class, WeftFirstStart, address);
  gtk_widget_class_bind_template_child (widget_class, WeftFirstStart, problem);
  gtk_widget_class_bind_template_child (widget_class, WeftFirstStart, choices);
  gtk_widget_class_bind_template_callback (widget_class, on_address_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_join_activate);
}

static void
weft_first_start_init (WeftFirstStart *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  gtk_box_append (self->choices,
                  new_choice (_ ("Look around the demo workspace"),
                              _ ("A small online shop on a busy Friday. Nothing to sign up for."),
                              "weft-dashboard-symbolic", "teal", "win.demo"));
  gtk_box_append (self->choices,
                  new_choice (_ ("Start a workspace on this computer"),
                              _ ("Just for you at first. Invite others or move it to a server later."),
                              "weft-board-symbolic", "indigo", "win.start-here"));
}

void
weft_first_start_set_can_go_back (WeftFirstStart *self, gboolean can_go_back)
{
  g_return_if_fail (WEFT_IS_FIRST_START (self));

  gtk_widget_set_visible (self->back, can_go_back);
}

void
weft_first_start_set_address (WeftFirstStart *self, const char *text)
{
  g_return_if_fail (WEFT_IS_FIRST_START (self));
  g_return_if_fail (text != NULL);

  gtk_editable_set_text (GTK_EDITABLE (self->address), text);
  on_join_activate (self);
}

void
weft_first_start_set_problem (WeftFirstStart *self, const char *problem)
{
  g_return_if_fail (WEFT_IS_FIRST_START (self));

  gtk_label_set_label (self->problem, problem != NULL ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), problem != NULL);
  if (problem != NULL)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->address), "error");
      gtk_accessible_announce (GTK_ACCESSIBLE (self), problem, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
    }
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->address), "error");
}
