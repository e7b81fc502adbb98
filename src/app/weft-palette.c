/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/weft-palette.h"
#include "app/weft-result-choice.h"
#include "app/weft-result-row.h"
#include "app/weft-search-dialog.h"
#include "app/weft-shortcuts.h"
#include "app/weft-window.h"
#include "modules/weft-features.h"
#include "base/weft-text.h"
#include "sync/weft-finder.h"
#include "ui/weft-field-keys.h"
#include "ui/weft-mapped-list.h"

#define WIDTH 680
#define HEIGHT 534
#define FOUND_MAX 5 /* messages that are listed; the search shows all */

/* The commands of the section of messages. */
enum
{
  HIT = 1,
  SEARCH_ON,
};

struct _WeftPalette
{
  AdwDialog parent_instance;

  GtkWidget *entry;
  GtkWidget *count;
  GtkListView *list;
  GtkStack *stack;
  WeftResultChoice *choice;
  GPtrArray *filters;
  WeftFinder *finder; /* (nullable) */
  GListStore *more;   /* the row which searches on */
  GtkWidget *target;  /* unowned: the window, which outlives its dialogs */
  GPtrArray *words;   /* of char*, folded; shared with the filters, which the list may keep for longer than us */
};

G_DEFINE_FINAL_TYPE (WeftPalette, weft_palette, ADW_TYPE_DIALOG)

static const char *
get_section (WeftCommand *command)
{
  const char *action = weft_command_get_action (command);

  if (g_object_get_data (G_OBJECT (command), "found") != NULL)
    return _ ("Messages");
  if (g_str_has_prefix (action, "win.workspace("))
    return _ ("Workspaces");
  if (g_str_has_prefix (action, "win.") || g_str_has_prefix (action, "app."))
    return _ ("Commands");
  return _ ("Jump to");
}

static gboolean
is_hit (gpointer command)
{
  return GPOINTER_TO_INT (g_object_get_data (command, "found")) == HIT;
}

/* Every word somewhere in the title or the source, in their folded form. */
static gboolean
matches (gpointer item, gpointer user_data)
{
  GPtrArray *words = user_data;
  const char *source = weft_command_get_source (item);
  g_autofree char *text = g_strconcat (weft_command_get_title (item), " ", source, NULL);
  g_autofree char *folded = weft_text_fold (text, -1);

  for (guint i = 0; i < words->len; i++)
    if (strstr (folded, g_ptr_array_index (words, i)) == NULL)
      return FALSE;
  return TRUE;
}

/* Not scroll_to(): it would leave the first section's header above the edge. */
static void
scroll_to_top (WeftPalette *self)
{
  gtk_adjustment_set_value (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->list)), 0);
}

static void
update_count (WeftPalette *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (weft_result_choice_get_selection (self->choice)));
  g_autofree char *text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u result", "%u results", n), n);

  gtk_label_set_label (GTK_LABEL (self->count), text);
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "list" : "empty");
}

/* After rooms and commands: what was written. */
static void
look_for (WeftPalette *self, const char *text)
{
  gboolean is_worth_it = g_utf8_strlen (text, -1) > 1;
  g_autofree char *title = NULL;
  g_autoptr (GVariant) parameter = NULL;
  g_autofree char *action = NULL;
  g_autoptr (WeftCommand) command = NULL;

  weft_finder_set_text (self->finder, is_worth_it ? text : "", NULL);
  g_list_store_remove_all (self->more);
  if (!is_worth_it)
    return;

  /* Translators: %s is what was typed into the palette */
  title = g_strdup_printf (_ ("Search messages for “%s”"), text);
  parameter = g_variant_ref_sink (g_variant_new_string (text));
  action = g_action_print_detailed_name ("win.search-for", parameter);
  command = weft_command_new (title, NULL, "system-search-symbolic", "indigo", action);
  g_object_set_data (G_OBJECT (command), "found", GINT_TO_POINTER (SEARCH_ON));
  g_list_store_append (self->more, command);
}

static void
on_search_changed (WeftPalette *self)
{
  g_autofree char *folded = weft_text_fold (gtk_editable_get_text (GTK_EDITABLE (self->entry)), -1);
  g_auto (GStrv) words = g_strsplit_set (folded, " ", -1);

  g_ptr_array_set_size (self->words, 0);
  for (guint i = 0; words[i] != NULL; i++)
    g_ptr_array_add (self->words, g_strdup (words[i]));
  for (guint i = 0; i < self->filters->len; i++)
    gtk_filter_changed (g_ptr_array_index (self->filters, i), GTK_FILTER_CHANGE_DIFFERENT);
  weft_result_choice_begin (self->choice);
  if (self->finder != NULL)
    look_for (self, gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  if (self->finder == NULL || !weft_finder_get_stale (self->finder))
    weft_result_choice_answered (self->choice);
  scroll_to_top (self);
  update_count (self);
}

/* (nullable): the feature whose action it is, of those which are there. */
static const WeftFeature *
find_feature (const char *action)
{
  for (guint i = 0; weft_features[i] != NULL; i++)
    if (g_str_has_prefix (action, weft_features[i]->id) && action[strlen (weft_features[i]->id)] == '.')
      return weft_features[i];
  return NULL;
}

static void
on_opened (WeftPalette *self, WeftCommand *command)
{
  g_autofree char *action = NULL;
  g_autoptr (GVariant) parameter = NULL;
  GtkWidget *target = self->target;
  const WeftFeature *feature;

  if (!g_action_parse_detailed_name (weft_command_get_action (command), &action, &parameter, NULL))
    return;
  feature = find_feature (action);
  /* Closed first: the action may open a dialog or move the focus. */
  adw_dialog_force_close (ADW_DIALOG (self));
  /* A feature's actions are there while it is shown. */
  if (feature != NULL)
    gtk_widget_activate_action (target, "win.feature", "s", feature->id);
  gtk_widget_activate_action_variant (target, action, parameter);
}

static void
on_activated (WeftPalette *self, guint position)
{
  g_autoptr (WeftCommand) command
      = g_list_model_get_item (G_LIST_MODEL (weft_result_choice_get_selection (self->choice)), position);

  if (command != NULL)
    on_opened (self, command);
}

static void
on_enter (WeftPalette *self)
{
  weft_result_choice_open (self->choice);
}

/* The focus stays in the field, so the row must be said. */
static void
on_moved (WeftPalette *self, WeftCommand *command, guint position)
{
  gtk_list_view_scroll_to (self->list, position, GTK_LIST_SCROLL_NONE, NULL);
  gtk_accessible_announce (GTK_ACCESSIBLE (self->entry), weft_command_get_title (command),
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
on_stale (WeftPalette *self)
{
  if (!weft_finder_get_stale (self->finder))
    weft_result_choice_answered (self->choice);
}

static gboolean
on_key (
    GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state, WeftPalette *self)
{
  if ((state & gtk_accelerator_get_default_mod_mask ()) != 0)
    return GDK_EVENT_PROPAGATE;
  switch (keyval)
    {
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      weft_result_choice_move (self->choice, 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      weft_result_choice_move (self->choice, -1);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
on_list_sized (WeftPalette *self)
{
  if (gtk_selection_model_is_selected (weft_result_choice_get_selection (self->choice), 0))
    scroll_to_top (self);
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, weft_result_row_new (item, FALSE));
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  WeftResultRow *row = WEFT_RESULT_ROW (gtk_list_item_get_child (item));
  WeftCommand *command = gtk_list_item_get_item (item);
  const char *source = weft_command_get_source (command);

  weft_result_row_set_tile (row, weft_command_get_icon_name (command), weft_command_get_yarn (command));
  weft_result_row_set_face (row, weft_command_get_face (command));
  weft_result_row_set_title (row, weft_command_get_title (command), NULL);
  weft_result_row_set_beside (row, NULL, source);
  gtk_list_item_set_accessible_label (item, weft_command_get_title (command));
  gtk_list_item_set_accessible_description (item, source != NULL ? source : "");
}

static void
on_setup_header (GtkSignalListItemFactory *factory, GtkListHeader *header)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "weft-section");
  gtk_widget_set_margin_start (label, 20);
  gtk_widget_set_margin_top (label, 8);
  gtk_widget_set_margin_bottom (label, 4);
  gtk_list_header_set_child (header, label);
}

static void
on_bind_header (GtkSignalListItemFactory *factory, GtkListHeader *header)
{
  WeftCommand *command = gtk_list_header_get_item (header);

  gtk_label_set_label (GTK_LABEL (gtk_list_header_get_child (header)),
                       command != NULL ? get_section (command) : "");
}

/* Takes @model. */
static void
add_section (WeftPalette *self, GListStore *sections, GListModel *model)
{
  GtkFilter *filter = GTK_FILTER (gtk_custom_filter_new (matches, g_ptr_array_ref (self->words), (GDestroyNotify) g_ptr_array_unref));

  g_ptr_array_add (self->filters, g_object_ref (filter));
  {
    g_autoptr (GtkFilterListModel) filtered = gtk_filter_list_model_new (model, filter);

    g_list_store_append (sections, filtered);
  }
}

static gboolean
is_enabled (GtkWidget *target, WeftWorkspace *workspace, const char *detailed)
{
  g_autofree char *name = NULL;
  g_autoptr (GVariant) parameter = NULL;
  GActionMap *map;
  GAction *action;

  if (!g_action_parse_detailed_name (detailed, &name, &parameter, NULL))
    return FALSE;
  if (g_str_has_prefix (detailed, "win."))
    map = G_ACTION_MAP (target);
  else if (g_str_has_prefix (detailed, "app."))
    map = G_ACTION_MAP (gtk_window_get_application (GTK_WINDOW (target)));
  else
    {
      /* A page's own: what it does not let one do now is not offered. */
      const WeftFeature *feature = find_feature (name);
      WeftFeaturePage *page = feature != NULL && workspace != NULL ? weft_workspace_get_page (workspace, feature) : NULL;
      GActionGroup *actions = page != NULL ? weft_feature_page_get_actions (page) : NULL;
      const char *own = strchr (name, '.') + 1;

      return actions == NULL || !g_action_group_has_action (actions, own) || g_action_group_get_action_enabled (actions, own);
    }
  action = g_action_map_lookup_action (map, strchr (name, '.') + 1);
  return action != NULL && g_action_get_enabled (action);
}

/* Returns: (nullable): the first of the keys which @action has on this device. */
static char *
dup_keys (GSettings *settings, const char *action, const char *accelerators)
{
  g_autofree char *all = weft_shortcuts_dup_keys (settings, action, accelerators);
  guint key;
  GdkModifierType modifiers;

  all[strcspn (all, " ")] = '\0';
  if (!gtk_accelerator_parse (all, &key, &modifiers) || key == 0)
    return NULL;
  return gtk_accelerator_get_label (key, modifiers);
}

static GListModel *
list_actions (GtkWidget *target, WeftWorkspace *workspace)
{
  GListStore *store = g_list_store_new (WEFT_TYPE_COMMAND);
  g_autoptr (GSettings) settings = g_settings_new ("dev.weft.Weft");

  for (guint i = 0; workspace != NULL && weft_features[i] != NULL; i++)
    for (const WeftFeatureShortcut *shortcut = weft_features[i]->shortcuts;
         shortcut != NULL && shortcut->action != NULL; shortcut++)
      if (shortcut->palette && is_enabled (target, workspace, shortcut->action))
        {
          g_autofree char *keys = dup_keys (settings, shortcut->action, shortcut->accelerator);
          g_autoptr (WeftCommand) command
              = weft_command_new (_ (shortcut->title), keys, weft_features[i]->icon_name, weft_features[i]->yarn,
                                  shortcut->action);

          g_list_store_append (store, command);
        }
  for (const WeftShortcut *shortcut = weft_shortcuts_get (); shortcut->action != NULL; shortcut++)
    if (shortcut->icon_name != NULL && is_enabled (target, workspace, shortcut->action))
      {
        g_autofree char *keys = dup_keys (settings, shortcut->action, shortcut->accelerators);
        g_autoptr (WeftCommand) command
            = weft_command_new (_ (shortcut->title), keys, shortcut->icon_name, "indigo", shortcut->action);

        g_list_store_append (store, command);
      }
  return G_LIST_MODEL (store);
}

static GListModel *
list_workspaces (WeftWorkspace *current, GListModel *workspaces)
{
  GListStore *store = g_list_store_new (WEFT_TYPE_COMMAND);
  guint n = g_list_model_get_n_items (workspaces);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (WeftWorkspace) workspace = g_list_model_get_item (workspaces, i);
      const char *name = weft_workspace_get_name (workspace);
      g_autofree char *action = g_strdup_printf ("win.workspace('%s')", weft_workspace_get_id (workspace));
      g_autoptr (WeftCommand) command = NULL;

      if (workspace == current)
        continue;
      command = weft_command_new (name != NULL ? name : _ ("Workspace"), _ ("Workspace"),
                                  "view-app-grid-symbolic", "clay", action);
      g_list_store_append (store, command);
    }
  return G_LIST_MODEL (store);
}

static gboolean
is_described (gpointer item, gpointer user_data)
{
  g_autoptr (WeftCard) card = weft_search_describe (user_data, item);

  return card != NULL;
}

/* A hit as a row: what it says, and where. */
static gpointer
make_command (gpointer item, gpointer user_data)
{
  g_autoptr (WeftCard) card = weft_search_describe (user_data, item);
  g_autofree char *line = NULL;
  WeftCommand *command;

  if (card == NULL)
    command = weft_command_new ("", NULL, "system-search-symbolic", NULL, "win.search");
  else
    {
      line = weft_text_shorten (weft_card_get_text (card) != NULL ? weft_card_get_text (card)
                                                                  : weft_card_get_title (card),
                                80);
      command = weft_command_new (line, weft_card_get_title (card), weft_card_get_icon_name (card),
                                  weft_card_get_yarn (card), weft_card_get_action (card));
    }
  g_object_set_data (G_OBJECT (command), "found", GINT_TO_POINTER (HIT));

  return command;
}

static void
add_found (WeftPalette *self, GListStore *sections, WeftWorkspace *workspace)
{
  GtkFilter *filter
      = GTK_FILTER (gtk_custom_filter_new (is_described, g_object_ref (workspace), g_object_unref));
  g_autoptr (GListModel) described = NULL;
  g_autoptr (GListModel) commands = NULL;
  g_autoptr (GListStore) both = NULL;
  g_autoptr (GListModel) flat = NULL;

  self->finder = weft_finder_new (weft_workspace_get_sync (workspace));
  /* Made before they are cut off: one that is pushed on stays the same item, so that the choice stays on it.
   */
  described = G_LIST_MODEL (gtk_filter_list_model_new (G_LIST_MODEL (g_object_ref (self->finder)), filter));
  commands = G_LIST_MODEL (gtk_slice_list_model_new (
      weft_mapped_list_new (described, make_command, g_object_ref (workspace), g_object_unref), 0, FOUND_MAX));
  self->more = g_list_store_new (WEFT_TYPE_COMMAND);
  both = g_list_store_new (G_TYPE_LIST_MODEL);
  g_list_store_append (both, commands);
  g_list_store_append (both, self->more);
  flat = G_LIST_MODEL (gtk_flatten_list_model_new (G_LIST_MODEL (g_steal_pointer (&both))));
  g_list_store_append (sections, flat);
}

static void
weft_palette_dispose (GObject *object)
{
  WeftPalette *self = WEFT_PALETTE (object);

  g_clear_object (&self->choice);
  g_clear_pointer (&self->filters, g_ptr_array_unref);
  g_clear_pointer (&self->words, g_ptr_array_unref);
  g_clear_object (&self->finder);
  g_clear_object (&self->more);

  G_OBJECT_CLASS (weft_palette_parent_class)->dispose (object);
}

static void
weft_palette_class_init (WeftPaletteClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_palette_dispose;
}

static void
add_hint (GtkWidget *box, const char *keys, const char *text)
{
  GtkWidget *key = gtk_label_new (keys);
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_add_css_class (key, "weft-kbd");
  gtk_widget_add_css_class (label, "weft-meta");
  gtk_box_append (GTK_BOX (box), key);
  gtk_box_append (GTK_BOX (box), label);
}

static void
weft_palette_init (WeftPalette *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *field = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *icon = gtk_image_new_from_icon_name ("system-search-symbolic");
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *hints = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *empty = gtk_label_new (_ ("Nothing is called that."));
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkListItemFactory *headers = gtk_signal_list_item_factory_new ();

  self->filters = g_ptr_array_new_with_free_func (g_object_unref);
  self->words = g_ptr_array_new_with_free_func (g_free);

  gtk_widget_add_css_class (field, "weft-pentry");
  gtk_box_append (GTK_BOX (field), icon);
  self->entry = g_object_new (GTK_TYPE_TEXT, "accessible-role", GTK_ACCESSIBLE_ROLE_SEARCH_BOX, NULL);
  gtk_text_set_placeholder_text (GTK_TEXT (self->entry), _ ("Search or jump to…"));
  gtk_widget_set_hexpand (self->entry, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Search or jump to"), -1);
  g_signal_connect_object (self->entry, "changed", G_CALLBACK (on_search_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->entry, "activate", G_CALLBACK (on_enter), self, G_CONNECT_SWAPPED);
  weft_field_keys_add (self->entry, field, G_CALLBACK (on_key), self);
  gtk_box_append (GTK_BOX (field), self->entry);
  self->count = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->count, "weft-meta");
  gtk_box_append (GTK_BOX (field), self->count);
  gtk_box_append (GTK_BOX (box), field);
  gtk_box_append (GTK_BOX (box), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), NULL);
  g_signal_connect (headers, "setup", G_CALLBACK (on_setup_header), NULL);
  g_signal_connect (headers, "bind", G_CALLBACK (on_bind_header), NULL);
  self->list = GTK_LIST_VIEW (gtk_list_view_new (NULL, factory));
  gtk_list_view_set_header_factory (self->list, headers);
  g_object_unref (headers);
  g_signal_connect_object (self->list, "activate", G_CALLBACK (on_activated), self, G_CONNECT_SWAPPED);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Results"),
                                  -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->list));
  gtk_widget_add_css_class (empty, "weft-quiet");
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_add_named (self->stack, scroller, "list");
  gtk_stack_add_named (self->stack, empty, "empty");
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stack));

  gtk_box_append (GTK_BOX (box), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_widget_set_margin_start (hints, 16);
  gtk_widget_set_margin_end (hints, 16);
  gtk_widget_set_margin_top (hints, 8);
  gtk_widget_set_margin_bottom (hints, 8);
  /* Translators: the up and down arrow keys */
  add_hint (hints, _ ("↑ ↓"), _ ("move"));
  /* Translators: the key */
  add_hint (hints, _ ("Enter"), _ ("open"));
  /* Translators: the key, short */
  add_hint (hints, _ ("Esc"), _ ("close"));
  gtk_box_append (GTK_BOX (box), hints);

  gtk_widget_add_css_class (box, "weft-palette");
  adw_dialog_set_child (ADW_DIALOG (self), box);
  adw_dialog_set_title (ADW_DIALOG (self), _ ("Search or jump to"));
  adw_dialog_set_content_width (ADW_DIALOG (self), WIDTH);
  adw_dialog_set_content_height (ADW_DIALOG (self), HEIGHT);
  adw_dialog_set_focus (ADW_DIALOG (self), self->entry);
}

void
weft_palette_present (GtkWidget *parent, WeftWorkspace *workspace, GListModel *workspaces)
{
  GListStore *sections;
  g_autoptr (GListModel) results = NULL;
  WeftPalette *self;

  g_return_if_fail (GTK_IS_WINDOW (parent));
  g_return_if_fail (workspace == NULL || WEFT_IS_WORKSPACE (workspace));
  g_return_if_fail (G_IS_LIST_MODEL (workspaces));

  self = g_object_new (WEFT_TYPE_PALETTE, NULL);
  self->target = parent;
  sections = g_list_store_new (G_TYPE_LIST_MODEL);
  for (guint i = 0; workspace != NULL && weft_features[i] != NULL; i++)
    {
      GListModel *commands
          = weft_feature_page_get_commands (weft_workspace_get_page (workspace, weft_features[i]));

      if (commands != NULL)
        add_section (self, sections, g_object_ref (commands));
    }
  add_section (self, sections, list_actions (parent, workspace));
  add_section (self, sections, list_workspaces (workspace, workspaces));
  if (workspace != NULL && weft_workspace_get_sync (workspace) != NULL)
    add_found (self, sections, workspace);

  results = G_LIST_MODEL (gtk_flatten_list_model_new (G_LIST_MODEL (sections)));
  self->choice = weft_result_choice_new (results, TRUE, is_hit);
  g_signal_connect_object (self->choice, "moved", G_CALLBACK (on_moved), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->choice, "opened", G_CALLBACK (on_opened), self, G_CONNECT_SWAPPED);
  if (self->finder != NULL)
    g_signal_connect_object (self->finder, "notify::stale", G_CALLBACK (on_stale), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_model (self->list, weft_result_choice_get_selection (self->choice));
  g_signal_connect_object (results, "items-changed", G_CALLBACK (update_count), self, G_CONNECT_SWAPPED);
  update_count (self);
  /* The list begins with its first row at the edge as soon as it has a size. */
  g_signal_connect_object (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->list)), "changed",
                           G_CALLBACK (on_list_sized), self, G_CONNECT_SWAPPED);
  adw_dialog_present (ADW_DIALOG (self), parent);
}
