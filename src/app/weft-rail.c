/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/weft-rail.h"
#include "modules/weft-features.h"
#include "ui/weft-rail-button.h"

struct _WeftRail
{
  AdwBin parent_instance;

  GtkMenuButton *workspace;
  GtkBox *features;
  GtkBox *others;
  GtkWidget *cloud;
  GtkMenuButton *person;
  WeftAvatar *avatar;
  GMenuModel *workspace_menu;
  GMenuModel *person_menu;

  WeftWorkspaces *workspaces;
  WeftWorkspace *current;
};

G_DEFINE_FINAL_TYPE (WeftRail, weft_rail, ADW_TYPE_BIN)

static void
clear_box (GtkBox *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);
}

static const char *
get_label (WeftWorkspace *workspace)
{
  const char *name = weft_workspace_get_name (workspace);

  return name != NULL && *name != '\0' ? name : _ ("Workspace");
}

static gboolean
name_to_letter (GBinding *binding, const GValue *from, GValue *to, gpointer user_data)
{
  const char *name = g_value_get_string (from);
  g_autofree char *upper = g_utf8_strup (name != NULL && *name != '\0' ? name : "W", -1);
  g_autofree char *normal = g_utf8_normalize (upper, -1, G_NORMALIZE_DEFAULT_COMPOSE);
  char letter[7] = { 0 };

  if (normal == NULL)
    return FALSE;
  g_unichar_to_utf8 (g_utf8_get_char (normal), letter);
  g_value_set_string (to, letter);
  return TRUE;
}

GtkWidget *
weft_rail_new_tile (WeftWorkspace *workspace, gboolean small)
{
  static const char *const yarns[] = { "teal", "clay", "indigo" };
  GtkWidget *tile;

  g_return_val_if_fail (WEFT_IS_WORKSPACE (workspace), NULL);

  tile = gtk_label_new (NULL);
  gtk_widget_add_css_class (tile, "weft-ws");
  gtk_widget_add_css_class (
      tile, weft_workspace_get_kind (workspace) == WEFT_WORKSPACE_DEMO
                ? yarns[0]
                : yarns[g_str_hash (weft_workspace_get_id (workspace)) % G_N_ELEMENTS (yarns)]);
  if (small)
    gtk_widget_add_css_class (tile, "small");
  gtk_widget_set_halign (tile, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (tile, GTK_ALIGN_CENTER);
  g_object_bind_property_full (workspace, "name", tile, "label", G_BINDING_SYNC_CREATE, name_to_letter, NULL,
                               NULL, NULL);
  return tile;
}

GtkWidget *
weft_rail_new_feature_button (WeftWorkspace *workspace, const WeftFeature *feature, gboolean show_label)
{
  WeftFeaturePage *page = weft_workspace_get_page (workspace, feature);
  GtkWidget *button = weft_rail_button_new (_ (feature->title), feature->icon_name, show_label);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.feature");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", feature->id);
  g_object_bind_property (page, "n-mentions", button, "n-mentions", G_BINDING_SYNC_CREATE);
  g_object_bind_property (page, "has-news", button, "has-news", G_BINDING_SYNC_CREATE);
  if (!show_label)
    gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  return button;
}

static void
update_other_name (WeftWorkspace *workspace, GParamSpec *pspec, GtkWidget *button)
{
  guint n = weft_workspace_get_n_mentions (workspace);
  g_autofree char *name = NULL;

  gtk_widget_set_tooltip_text (button, get_label (workspace));
  if (n > 0)
    name = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%1$s, %2$u mention", "%1$s, %2$u mentions", n),
                            get_label (workspace), n);
  else if (weft_workspace_get_has_news (workspace))
    name = g_strdup_printf (_ ("%s, news"), get_label (workspace));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name != NULL ? name : get_label (workspace), -1);
}

static GtkWidget *
new_other (WeftWorkspace *workspace)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *overlay = gtk_overlay_new ();
  GtkWidget *dot = adw_bin_new ();

  gtk_overlay_set_child (GTK_OVERLAY (overlay), weft_rail_new_tile (workspace, TRUE));
  gtk_widget_add_css_class (dot, "weft-dotmark");
  gtk_widget_add_css_class (dot, "corner");
  gtk_widget_set_halign (dot, GTK_ALIGN_END);
  gtk_widget_set_valign (dot, GTK_ALIGN_START);
  g_object_bind_property (workspace, "news", dot, "visible", G_BINDING_SYNC_CREATE);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), dot);

  gtk_button_set_child (GTK_BUTTON (button), overlay);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "weft-rail-small");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.workspace");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", weft_workspace_get_id (workspace));
  g_signal_connect_object (workspace, "notify", G_CALLBACK (update_other_name), button, 0);
  update_other_name (workspace, NULL, button);
  return button;
}

static void
update_others (WeftRail *self)
{
  guint n = self->workspaces != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->workspaces)) : 0;

  clear_box (self->others);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (WeftWorkspace) workspace = g_list_model_get_item (G_LIST_MODEL (self->workspaces), i);

      if (workspace != self->current)
        gtk_box_append (self->others, new_other (workspace));
    }
}

static void
update_workspace_name (WeftRail *self)
{
  g_autofree char *name = g_strdup_printf (_ ("Workspace %s"), get_label (self->current));

  gtk_widget_set_tooltip_text (GTK_WIDGET (self->workspace), get_label (self->current));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->workspace), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
weft_rail_dispose (GObject *object)
{
  WeftRail *self = WEFT_RAIL (object);

  if (self->workspaces != NULL)
    g_signal_handlers_disconnect_by_data (self->workspaces, self);
  if (self->current != NULL)
    g_signal_handlers_disconnect_by_data (self->current, self);
  g_clear_object (&self->workspaces);
  g_clear_object (&self->current);
  gtk_widget_dispose_template (GTK_WIDGET (self), WEFT_TYPE_RAIL);

  G_OBJECT_CLASS (weft_rail_parent_class)->dispose (object);
}

static void
weft_rail_class_init (WeftRailClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = weft_rail_dispose;

  g_type_ensure (WEFT_TYPE_AVATAR);
  gtk_widget_class_set_template_from_resource (widget_class, "/dev/weft/Weft/app/weft-rail.ui");
  gtk_widget_class_bind_template_child (widget_class, WeftRail, workspace);
  gtk_widget_class_bind_template_child (widget_class, WeftRail, features);
  gtk_widget_class_bind_template_child (widget_class, WeftRail, others);
  gtk_widget_class_bind_template_child (widget_class, WeftRail, cloud);
  gtk_widget_class_bind_template_child (widget_class, WeftRail, person);
  gtk_widget_class_bind_template_child (widget_class, WeftRail, avatar);
  gtk_widget_class_bind_template_child (widget_class, WeftRail, workspace_menu);
  gtk_widget_class_bind_template_child (widget_class, WeftRail, person_menu);
}

static void
weft_rail_init (WeftRail *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* From the corners of the window the menus open inwards. */
  gtk_widget_set_valign (GTK_WIDGET (gtk_menu_button_get_popover (self->workspace)), GTK_ALIGN_START);
  gtk_widget_set_valign (GTK_WIDGET (gtk_menu_button_get_popover (self->person)), GTK_ALIGN_END);
}

void
weft_rail_set_workspaces (WeftRail *self, WeftWorkspaces *workspaces)
{
  g_return_if_fail (WEFT_IS_RAIL (self));

  g_set_object (&self->workspaces, workspaces);
  g_signal_connect_object (workspaces, "items-changed", G_CALLBACK (update_others), self, G_CONNECT_SWAPPED);
  update_others (self);
}

void
weft_rail_set_workspace (WeftRail *self, WeftWorkspace *workspace)
{

  g_return_if_fail (WEFT_IS_RAIL (self));
  g_return_if_fail (WEFT_IS_WORKSPACE (workspace));

  if (self->current != NULL)
    g_signal_handlers_disconnect_by_data (self->current, self);
  g_set_object (&self->current, workspace);
  gtk_menu_button_set_child (self->workspace, weft_rail_new_tile (workspace, FALSE));
  g_signal_connect_object (workspace, "notify::name", G_CALLBACK (update_workspace_name), self,
                           G_CONNECT_SWAPPED);
  update_workspace_name (self);

  clear_box (self->features);
  for (guint i = 0; weft_features[i] != NULL; i++)
    gtk_box_append (self->features, weft_rail_new_feature_button (workspace, weft_features[i], FALSE));
  update_others (self);
}

void
weft_rail_set_connection (WeftRail *self, const char *text, const char *icon_name)
{
  g_return_if_fail (WEFT_IS_RAIL (self));

  gtk_widget_set_visible (self->cloud, text != NULL);
  gtk_button_set_icon_name (GTK_BUTTON (self->cloud), icon_name);
  gtk_widget_set_tooltip_text (self->cloud, text);
  if (text != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self->cloud), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

void
weft_rail_set_person (WeftRail *self, const char *id, const char *name, WeftPresence presence)
{
  const char *word = weft_presence_get_label (presence);
  g_autofree char *label = NULL;

  g_return_if_fail (WEFT_IS_RAIL (self));

  weft_avatar_set_person (self->avatar, id);
  weft_avatar_set_name (self->avatar, name);
  weft_avatar_set_presence (self->avatar, presence);
  if (name != NULL && word != NULL)
    /* Translators: the button with one's own picture: name, presence ("Mai Đặng, online") */
    label = g_strdup_printf (_ ("%1$s, %2$s"), name, word);
  else
    label = g_strdup (name != NULL ? name : _ ("You"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->person), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->person), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

GMenuModel *
weft_rail_get_workspace_menu (WeftRail *self)
{
  g_return_val_if_fail (WEFT_IS_RAIL (self), NULL);

  return self->workspace_menu;
}

GMenuModel *
weft_rail_get_person_menu (WeftRail *self)
{
  g_return_val_if_fail (WEFT_IS_RAIL (self), NULL);

  return self->person_menu;
}
