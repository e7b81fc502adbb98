/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>
#include <libdex.h>

#include "app/weft-activity-panel.h"
#include "app/weft-connection.h"
#include "app/weft-entry-dialog.h"
#include "app/weft-first-start.h"
#include "app/weft-invitation-dialog.h"
#include "app/weft-notices-bell.h"
#include "app/weft-notices-panel.h"
#include "app/weft-outbox-panel.h"
#include "app/weft-palette.h"
#include "app/weft-reminder-actions.h"
#include "app/weft-search-dialog.h"
#include "app/weft-profile-dialog.h"
#include "app/weft-rail.h"
#include "app/weft-self.h"
#include "app/weft-undo-action.h"
#include "app/weft-window.h"
#include "modules/weft-features.h"
#include "ui/weft-sheet-focus.h"

#define ANY_PAGE "http://nmcheck.gnome.org/" /* a network in the way shows its own page instead; GNOME opens this one, too */
#define PANEL_ACTIVITY "activity"
#define PANEL_FEATURE "feature"
#define PANEL_NOTICES "notices"
#define PANEL_OUTBOX "outbox"
#define SHEET_HEIGHT 420

struct _WeftWindow
{
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toasts;
  GtkStack *pages;
  WeftFirstStart *first_start;
  AdwStatusPage *wait;
  AdwStatusPage *problem;
  WeftRail *rail;
  AdwOverlaySplitView *panel_split;
  AdwBottomSheet *panel_sheet;
  AdwNavigationSplitView *nav_split;
  AdwNavigationPage *sidebar_page;
  AdwToolbarView *sidebar_view;
  AdwHeaderBar *sidebar_header;
  GtkMenuButton *narrow_workspace;
  GtkLabel *sidebar_title;
  AdwNavigationPage *content_page;
  AdwBin *content;
  AdwToolbarView *panel;
  GtkLabel *panel_title;
  GtkBox *bottom_bar;

  AdwBanner *banner;
  WeftOutboxPanel *outbox;
  WeftNoticesPanel *notices;
  WeftActivityPanel *activity;
  GtkWidget *bell;
  WeftSelf *self;
  WeftWorkspace *workspace;
  const WeftFeature *feature;
  WeftFeaturePage *page;
  GtkWidget *sidebar_end;
  char *panel_kind;
  guint n_refusals; /* that were told of */
  guint n_conflicts; /* the same */
  gboolean narrow;
  gboolean focus_wanted;
};

enum
{
  PROP_0,
  PROP_NARROW,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (WeftWindow, weft_window, ADW_TYPE_APPLICATION_WINDOW)

static WeftApplication *
get_application (WeftWindow *self)
{
  return WEFT_APPLICATION (gtk_window_get_application (GTK_WINDOW (self)));
}

static void
set_action_state (WeftWindow *self, const char *name, GVariant *state)
{
  g_simple_action_set_state (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), name)), state);
}

static void
set_action_enabled (WeftWindow *self, const char *name, gboolean enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), name)),
                               enabled);
}

/* What can be done where. */
static void
update_actions (WeftWindow *self)
{
  static const char *const open[] = { "feature", "panel", "palette", "search", "search-here", "notices", "activity", "outbox",  "invite",
                                      "profile", "retry", "sign-out", "sign-in", NULL };
  gboolean is_open = self->page != NULL;

  for (guint i = 0; open[i] != NULL; i++)
    set_action_enabled (self, open[i], is_open);
  set_action_enabled (self, "sign-out",
                      is_open && weft_workspace_get_kind (self->workspace) == WEFT_WORKSPACE_REMOTE);
  set_action_enabled (self, "sign-in",
                      is_open && weft_workspace_get_kind (self->workspace) == WEFT_WORKSPACE_REMOTE);
}

/* (transfer full) (nullable): the stream of what is open. */
static char *
dup_stream (WeftWindow *self)
{
  const char *link = self->page != NULL ? weft_feature_page_get_link (self->page) : NULL;

  return link != NULL ? g_strndup (link, strcspn (link, "#")) : NULL;
}

/* Only while somebody sees it. */
static void
update_activity (WeftWindow *self)
{
  g_autofree char *stream = dup_stream (self);

  if (self->page != NULL && g_strcmp0 (self->panel_kind, PANEL_ACTIVITY) == 0)
    weft_activity_panel_set_place (self->activity, weft_workspace_get_sync (self->workspace), stream,
                                   weft_feature_page_get_title (self->page));
  else
    weft_activity_panel_set_place (self->activity, NULL, NULL, NULL);
}

/* What the person looks at is no news to them. */
static void
update_place (WeftWindow *self)
{
  gboolean seen = gtk_window_is_active (GTK_WINDOW (self))
                  && (!adw_navigation_split_view_get_collapsed (self->nav_split)
                      || adw_navigation_split_view_get_show_content (self->nav_split));
  g_autofree char *stream = seen ? dup_stream (self) : NULL;

  if (self->workspace != NULL)
    weft_workspace_set_place (self->workspace, stream);
}

static void
update_active (WeftWindow *self)
{
  if (self->page != NULL)
    weft_feature_page_set_active (self->page, gtk_window_is_active (GTK_WINDOW (self)));
  update_place (self);
}

static void
update_title (WeftWindow *self)
{
  const char *workspace = self->workspace != NULL ? weft_workspace_get_name (self->workspace) : NULL;
  const char *page = self->page != NULL ? weft_feature_page_get_title (self->page) : NULL;
  g_autofree char *title = NULL;

  if (page != NULL && *page != '\0' && workspace != NULL)
    /* Translators: the window's title: a room's name, the workspace's name */
    title = g_strdup_printf (_ ("%1$s – %2$s"), page, workspace);
  else
    title = g_strdup (workspace != NULL ? workspace : _ ("Weft"));
  gtk_window_set_title (GTK_WINDOW (self), title);
  if (workspace != NULL)
    {
      g_autofree char *name = g_strdup_printf (_ ("Workspace %s"), workspace);

      gtk_widget_set_tooltip_text (GTK_WIDGET (self->narrow_workspace), workspace);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->narrow_workspace), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      name, -1);
    }
  adw_navigation_page_set_title (self->content_page, page != NULL && *page != '\0' ? page : _ ("Weft"));
}

/* In a narrow window the panel is a sheet from below. */
static gboolean
get_panel_shown (WeftWindow *self)
{
  return self->narrow ? adw_bottom_sheet_get_open (self->panel_sheet)
                      : adw_overlay_split_view_get_show_sidebar (self->panel_split);
}

static void
set_panel_shown (WeftWindow *self, gboolean shown)
{
  if (self->narrow)
    adw_bottom_sheet_set_open (self->panel_sheet, shown);
  else
    adw_overlay_split_view_set_show_sidebar (self->panel_split, shown);
}

static gboolean
get_outbox_shown (WeftWindow *self)
{
  return get_panel_shown (self) && g_strcmp0 (self->panel_kind, PANEL_OUTBOX) == 0;
}

static void
update_panel_title (WeftWindow *self)
{
  const char *title = NULL;

  if (g_strcmp0 (self->panel_kind, PANEL_OUTBOX) == 0)
    title = _ ("Outbox");
  else if (g_strcmp0 (self->panel_kind, PANEL_NOTICES) == 0)
    title = _ ("Notices");
  else if (g_strcmp0 (self->panel_kind, PANEL_ACTIVITY) == 0)
    title = _ ("Activity");
  else if (self->page != NULL)
    title = weft_feature_page_get_panel_title (self->page);
  gtk_label_set_label (self->panel_title, title != NULL ? title : "");
}

static void update_connection (WeftWindow *self);

static void
show_panel (WeftWindow *self, const char *kind)
{
  GtkWidget *child = NULL;

  if (g_strcmp0 (kind, PANEL_OUTBOX) == 0)
    child = GTK_WIDGET (self->outbox);
  else if (g_strcmp0 (kind, PANEL_NOTICES) == 0)
    child = GTK_WIDGET (self->notices);
  else if (g_strcmp0 (kind, PANEL_ACTIVITY) == 0)
    child = GTK_WIDGET (self->activity);
  else if (self->page != NULL)
    child = weft_feature_page_get_panel (self->page);
  g_set_str (&self->panel_kind, kind);
  if (adw_toolbar_view_get_content (self->panel) != child)
    adw_toolbar_view_set_content (self->panel, child);
  update_panel_title (self);
  update_activity (self);
  if (child == NULL)
    set_panel_shown (self, FALSE);
  update_connection (self);
}

static void
on_panel_shown_changed (WeftWindow *self)
{
  gboolean shown = get_panel_shown (self);

  set_action_state (self, "panel",
                    g_variant_new_boolean (shown && g_strcmp0 (self->panel_kind, PANEL_FEATURE) == 0));
  set_action_state (self, "notices",
                    g_variant_new_boolean (shown && g_strcmp0 (self->panel_kind, PANEL_NOTICES) == 0));
  set_action_state (self, "activity",
                    g_variant_new_boolean (shown && g_strcmp0 (self->panel_kind, PANEL_ACTIVITY) == 0));
  if (!shown && g_strcmp0 (self->panel_kind, PANEL_FEATURE) != 0)
    show_panel (self, PANEL_FEATURE);
  update_connection (self);
  /* A panel that lies above the content is for the moment; only one that stands beside it is remembered. */
  if (!self->narrow && !adw_overlay_split_view_get_collapsed (self->panel_split) && self->page != NULL
      && gtk_window_get_application (GTK_WINDOW (self)) != NULL)
    g_settings_set_boolean (weft_application_get_settings (get_application (self)), "panel",
                            shown && g_strcmp0 (self->panel_kind, PANEL_FEATURE) == 0);
}

/* Beside the content as the person left it; above it only when asked for. */
static void
restore_panel (WeftWindow *self)
{
  gboolean beside = !self->narrow && !adw_overlay_split_view_get_collapsed (self->panel_split);

  if (self->page == NULL || gtk_window_get_application (GTK_WINDOW (self)) == NULL)
    return;
  set_panel_shown (
      self, beside && g_settings_get_boolean (weft_application_get_settings (get_application (self)), "panel")
                && weft_feature_page_get_panel (self->page) != NULL);
  on_panel_shown_changed (self);
}

static void
update_bottom_bar (WeftWindow *self)
{
  gboolean in_content = adw_navigation_split_view_get_show_content (self->nav_split);

  gtk_widget_set_visible (GTK_WIDGET (self->rail), !self->narrow);
  gtk_widget_set_visible (GTK_WIDGET (self->narrow_workspace), self->narrow);
  gtk_widget_set_visible (GTK_WIDGET (self->bottom_bar), self->narrow && !in_content);
}

/* What was refused and what was changed twice: both wait in the outbox. Each is said once. */
static char *
tell_needs (WeftWindow *self, WeftSync *sync)
{
  guint n_conflicts = weft_conflict_list_get_n_conflicts (weft_outbox_panel_get_conflicts (self->outbox));
  g_autofree char *refused = weft_connection_describe_refused (weft_sync_get_n_failed (sync));
  g_autofree char *conflicts = weft_connection_describe_conflicts (n_conflicts);

  if (refused != NULL && weft_sync_get_n_refusals (sync) > self->n_refusals)
    gtk_accessible_announce (GTK_ACCESSIBLE (self), refused, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
  if (n_conflicts > self->n_conflicts)
    gtk_accessible_announce (GTK_ACCESSIBLE (self), conflicts, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
  self->n_refusals = weft_sync_get_n_refusals (sync);
  self->n_conflicts = n_conflicts;

  if (refused != NULL && conflicts != NULL)
    return g_strconcat (refused, " ", conflicts, NULL);
  return refused != NULL ? g_steal_pointer (&refused) : g_steal_pointer (&conflicts);
}

static void
update_connection (WeftWindow *self)
{
  WeftSync *sync = self->workspace != NULL ? weft_workspace_get_sync (self->workspace) : NULL;
  g_autofree char *text = NULL, *needs = NULL;
  const char *button = NULL, *action = NULL;
  WeftSyncState state;
  gboolean connected;

  if (sync == NULL || self->self == NULL)
    return;
  state = weft_workspace_get_connecting (self->workspace) ? WEFT_SYNC_CONNECTING : weft_sync_get_state (sync);
  text = weft_connection_describe (state, weft_sync_get_reason (sync), weft_sync_get_n_waiting (sync));
  connected = text == NULL;
  needs = tell_needs (self, sync);
  if (!connected)
    button = weft_connection_get_button (state, &action);
  else if (needs != NULL && !get_outbox_shown (self))
    {
      text = g_strdup (needs);
      button = _ ("_Show");
      action = "win.outbox";
    }
  if (text != NULL)
    {
      adw_banner_set_title (self->banner, text);
      adw_banner_set_button_label (self->banner, button);
      gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (self->banner), action);
    }
  adw_banner_set_revealed (self->banner, text != NULL);
  set_action_enabled (self, "open-portal", state == WEFT_SYNC_PORTAL);
  weft_rail_set_connection (self->rail, connected ? needs : text,
                            connected ? "dialog-warning-symbolic" : "weft-cloud-off-symbolic");
  weft_rail_set_person (self->rail, weft_self_get_name (self->self),
                        state == WEFT_SYNC_ONLINE || state == WEFT_SYNC_CATCHING_UP ? WEFT_PRESENCE_ONLINE
                                                                                    : WEFT_PRESENCE_OFFLINE);
}

/* What is open is opened again at the next start. */
static void
remember_link (WeftWindow *self)
{
  const char *link = self->page != NULL ? weft_feature_page_get_link (self->page) : NULL;
  const char *id;
  GSettings *settings;
  g_autoptr (GVariant) links = NULL;
  GVariantBuilder builder;
  GVariantIter iter;
  const char *key, *value;

  if (link == NULL || gtk_window_get_application (GTK_WINDOW (self)) == NULL)
    return;
  id = weft_workspace_get_id (self->workspace);
  settings = weft_application_get_settings (get_application (self));
  links = g_settings_get_value (settings, "links");
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{ss}"));
  g_variant_iter_init (&iter, links);
  while (g_variant_iter_next (&iter, "{&s&s}", &key, &value))
    if (!g_str_equal (key, id))
      g_variant_builder_add (&builder, "{ss}", key, value);
  g_variant_builder_add (&builder, "{ss}", id, link);
  g_settings_set_value (settings, "links", g_variant_builder_end (&builder));
}

static void
recall_link (WeftWindow *self)
{
  g_autoptr (GVariant) links
      = g_settings_get_value (weft_application_get_settings (get_application (self)), "links");
  const char *link;

  if (g_variant_lookup (links, weft_workspace_get_id (self->workspace), "&s", &link))
    weft_feature_page_open (self->page, link);
}

/* Typing begins where one writes: also when the first room comes only after the workspace was opened, unless
 * the person is elsewhere by then. */
static void
focus_content (WeftWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (!self->focus_wanted || (focus != NULL && GTK_IS_EDITABLE (focus))
      || adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self)) != NULL)
    return;
  weft_feature_page_focus_content (self->page);
  focus = gtk_window_get_focus (GTK_WINDOW (self));
  self->focus_wanted = focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->content));
}

static void
on_page_title (WeftWindow *self)
{
  update_title (self);
  update_activity (self);
  focus_content (self);
}

static void
on_link_changed (WeftWindow *self)
{
  remember_link (self);
  update_place (self);
  update_activity (self);
}

static void
on_show_content (WeftWindow *self)
{
  adw_navigation_split_view_set_show_content (self->nav_split, TRUE);
}

static void
drop_page (WeftWindow *self)
{
  GtkWidget *view;

  if (self->page == NULL)
    return;
  remember_link (self);
  weft_feature_page_set_active (self->page, FALSE);
  g_signal_handlers_disconnect_by_data (self->page, self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), self->feature->id, NULL);
  view = adw_bin_get_child (self->content);
  if (view != NULL)
    adw_toolbar_view_remove (ADW_TOOLBAR_VIEW (view), GTK_WIDGET (self->banner));
  adw_bin_set_child (self->content, NULL);
  adw_toolbar_view_set_content (self->sidebar_view, NULL);
  if (self->sidebar_end != NULL)
    adw_header_bar_remove (self->sidebar_header, self->sidebar_end);
  self->sidebar_end = NULL;
  adw_toolbar_view_set_content (self->panel, NULL);
  g_clear_object (&self->page);
  self->feature = NULL;
  update_place (self);
  update_activity (self);
}

static void
show_feature (WeftWindow *self, const WeftFeature *feature)
{
  GtkWidget *content;
  GActionGroup *actions;

  if (self->feature == feature && self->page == weft_workspace_get_page (self->workspace, feature))
    return;
  drop_page (self);
  self->feature = feature;
  self->page = g_object_ref (weft_workspace_get_page (self->workspace, feature));

  actions = weft_feature_page_get_actions (self->page);
  if (actions != NULL)
    gtk_widget_insert_action_group (GTK_WIDGET (self), feature->id, actions);
  gtk_label_set_label (self->sidebar_title, _ (feature->title));
  adw_navigation_page_set_title (self->sidebar_page, _ (feature->title));
  adw_toolbar_view_set_content (self->sidebar_view, weft_feature_page_get_sidebar (self->page));
  self->sidebar_end = weft_feature_page_get_sidebar_end (self->page);
  if (self->sidebar_end != NULL)
    adw_header_bar_pack_end (self->sidebar_header, self->sidebar_end);
  content = weft_feature_page_get_content (self->page);
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (content), GTK_WIDGET (self->banner));
  adw_bin_set_child (self->content, content);

  g_signal_connect_object (self->page, "notify::title", G_CALLBACK (on_page_title), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->page, "notify::panel-title", G_CALLBACK (update_panel_title), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->page, "show-content", G_CALLBACK (on_show_content), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->page, "link-changed", G_CALLBACK (on_link_changed), self, G_CONNECT_SWAPPED);

  set_action_state (self, "feature", g_variant_new_string (feature->id));
  show_panel (self, PANEL_FEATURE);
  restore_panel (self);
  recall_link (self);
  update_title (self);
  update_active (self);
  update_actions (self);
}

static void
fill_bottom_bar (WeftWindow *self)
{
  GtkWidget *child, *more, *box;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->bottom_bar))) != NULL)
    gtk_box_remove (self->bottom_bar, child);
  /* Four at most: the fifth place is the menu's. */
  for (guint i = 0; weft_features[i] != NULL && i < 4; i++)
    gtk_box_append (self->bottom_bar, weft_rail_new_feature_button (self->workspace, weft_features[i], TRUE));

  more = gtk_menu_button_new ();
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("view-more-horizontal-symbolic"));
  gtk_box_append (GTK_BOX (box), gtk_label_new (_ ("More")));
  gtk_menu_button_set_child (GTK_MENU_BUTTON (more), box);
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (more), weft_rail_get_person_menu (self->rail));
  gtk_menu_button_set_direction (GTK_MENU_BUTTON (more), GTK_ARROW_UP);
  gtk_widget_add_css_class (more, "flat");
  gtk_widget_add_css_class (more, "weft-more");
  gtk_accessible_update_property (GTK_ACCESSIBLE (more), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("More"), -1);
  gtk_box_append (self->bottom_bar, more);
}

/* What the rows call the workspace is what the rail and the next start call it. */
static void
on_workspace_named (WeftWindow *self)
{
  const char *name = weft_self_get_workspace_name (self->self);

  if (name != NULL && *name != '\0')
    weft_workspace_set_name (self->workspace, name);
}

/* On this computer one is signed in without a token; elsewhere the person must know. */
static void
on_keyring (WeftWindow *self)
{
  g_autofree char *reason = NULL;
  g_autofree char *text = NULL;

  if (weft_workspace_get_kind (self->workspace) != WEFT_WORKSPACE_REMOTE)
    return;
  g_object_get (weft_workspace_get_account (self->workspace), "keyring-reason", &reason, NULL);
  if (reason == NULL)
    return;
  /* Translators: %s is why the keyring did not take the sign-in */
  text = g_strdup_printf (_ ("You stay signed in until Weft ends. %s"), reason);
  weft_window_add_toast (self, text);
}

/* Everything that hangs on the workspace being open. */
static void
show_open_workspace (WeftWindow *self)
{
  WeftSync *sync = weft_workspace_get_sync (self->workspace);

  g_clear_object (&self->self);
  self->self = weft_self_new (sync);
  g_signal_connect_object (self->self, "notify::name", G_CALLBACK (update_connection), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->self, "notify::workspace-name", G_CALLBACK (on_workspace_named), self,
                           G_CONNECT_SWAPPED);
  weft_rail_set_workspace (self->rail, self->workspace);
  gtk_menu_button_set_child (self->narrow_workspace, weft_rail_new_tile (self->workspace, FALSE));
  fill_bottom_bar (self);
  weft_outbox_panel_set_sync (self->outbox, sync);
  weft_notices_panel_set_workspace (self->notices, self->workspace);
  weft_notices_bell_set_list (self->bell, weft_workspace_get_notices (self->workspace));
  g_signal_connect_object (sync, "notify", G_CALLBACK (update_connection), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (weft_workspace_get_account (self->workspace), "notify::keyring-reason",
                           G_CALLBACK (on_keyring), self, G_CONNECT_SWAPPED);
  on_keyring (self);
  show_feature (self, weft_features[0]);
  update_connection (self);
  gtk_stack_set_visible_child_name (self->pages, "workspace");
  self->focus_wanted = TRUE;
  focus_content (self);
}

static void
on_workspace_state (WeftWindow *self)
{
  const GError *problem = weft_workspace_get_problem (self->workspace);

  switch (weft_workspace_get_state (self->workspace))
    {
    case WEFT_WORKSPACE_OPEN:
      show_open_workspace (self);
      break;
    case WEFT_WORKSPACE_FAILED:
      drop_page (self);
      update_actions (self);
      adw_status_page_set_title (self->problem, _ ("Workspace Cannot Be Opened"));
      adw_status_page_set_description (self->problem, problem != NULL ? problem->message : NULL);
      gtk_stack_set_visible_child_name (self->pages, "problem");
      break;
    case WEFT_WORKSPACE_OPENING:
    case WEFT_WORKSPACE_CLOSED:
    default:
      drop_page (self);
      update_actions (self);
      adw_status_page_set_title (self->wait, _ ("Opening the Workspace…"));
      gtk_stack_set_visible_child_name (self->pages, "wait");
      break;
    }
}

static void
leave_workspace (WeftWindow *self)
{
  AdwDialog *dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self));

  if (self->workspace == NULL)
    return;

  /* What it offers is the old workspace's. */
  if (WEFT_IS_PALETTE (dialog))
    adw_dialog_force_close (dialog);
  drop_page (self);
  g_signal_handlers_disconnect_by_data (self->workspace, self);
  if (weft_workspace_get_account (self->workspace) != NULL)
    g_signal_handlers_disconnect_by_data (weft_workspace_get_account (self->workspace), self);
  if (weft_workspace_get_sync (self->workspace) != NULL)
    g_signal_handlers_disconnect_by_data (weft_workspace_get_sync (self->workspace), self);
  weft_outbox_panel_set_sync (self->outbox, NULL);
  self->n_refusals = 0;
  self->n_conflicts = 0;
  weft_notices_panel_set_workspace (self->notices, NULL);
  weft_notices_bell_set_list (self->bell, NULL);
  g_clear_object (&self->self);
  g_clear_object (&self->workspace);
  update_actions (self);
}

void
weft_window_show_workspace (WeftWindow *self, WeftWorkspace *workspace)
{
  g_return_if_fail (WEFT_IS_WINDOW (self));
  g_return_if_fail (WEFT_IS_WORKSPACE (workspace));

  if (self->workspace == workspace && self->page != NULL)
    {
      gtk_stack_set_visible_child_name (self->pages, "workspace");
      return;
    }
  leave_workspace (self);
  self->workspace = g_object_ref (workspace);
  set_action_state (self, "workspace", g_variant_new_string (weft_workspace_get_id (workspace)));
  g_settings_set_string (weft_application_get_settings (get_application (self)), "workspace",
                         weft_workspace_get_id (workspace));
  g_signal_connect_object (workspace, "notify::state", G_CALLBACK (on_workspace_state), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "notify::name", G_CALLBACK (update_title), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "notify::connecting", G_CALLBACK (update_connection), self,
                           G_CONNECT_SWAPPED);
  dex_future_disown (weft_workspace_open (workspace));
  on_workspace_state (self);
}

WeftWorkspace *
weft_window_get_workspace (WeftWindow *self)
{
  g_return_val_if_fail (WEFT_IS_WINDOW (self), NULL);

  return self->workspace;
}

WeftFeaturePage *
weft_window_get_page (WeftWindow *self)
{
  g_return_val_if_fail (WEFT_IS_WINDOW (self), NULL);

  return self->page;
}

void
weft_window_show_start (WeftWindow *self, const char *address)
{
  g_return_if_fail (WEFT_IS_WINDOW (self));

  weft_first_start_set_can_go_back (self->first_start, self->workspace != NULL);
  gtk_stack_set_visible_child_name (self->pages, "start");
  gtk_widget_child_focus (GTK_WIDGET (self->first_start), GTK_DIR_TAB_FORWARD);
  if (address != NULL)
    weft_first_start_set_address (self->first_start, address);
}

gboolean
weft_window_open_link (WeftWindow *self, const char *link)
{
  g_return_val_if_fail (WEFT_IS_WINDOW (self), FALSE);
  g_return_val_if_fail (link != NULL, FALSE);

  for (guint i = 0; self->page != NULL && weft_features[i] != NULL; i++)
    if (weft_feature_page_open (weft_workspace_get_page (self->workspace, weft_features[i]), link))
      {
        if (self->feature != weft_features[i])
          {
            /* It shows what was open there before. */
            show_feature (self, weft_features[i]);
            weft_feature_page_open (self->page, link);
          }
        on_show_content (self);
        return TRUE;
      }

  return FALSE;
}

void
weft_window_show_notices (WeftWindow *self)
{
  g_return_if_fail (WEFT_IS_WINDOW (self));

  if (self->page == NULL)
    return;
  show_panel (self, PANEL_NOTICES);
  set_panel_shown (self, TRUE);
  on_panel_shown_changed (self);
  weft_notices_panel_focus (self->notices);
}

void
weft_window_add_toast (WeftWindow *self, const char *text)
{
  AdwToast *toast;

  g_return_if_fail (WEFT_IS_WINDOW (self));
  g_return_if_fail (text != NULL);

  toast = adw_toast_new (text);
  adw_toast_set_use_markup (toast, FALSE);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

void
weft_window_add_action_toast (WeftWindow *self, const char *text, const char *label, const char *action)
{
  AdwToast *toast;

  g_return_if_fail (WEFT_IS_WINDOW (self));
  g_return_if_fail (text != NULL && label != NULL && action != NULL);

  toast = adw_toast_new (text);
  adw_toast_set_use_markup (toast, FALSE);
  adw_toast_set_button_label (toast, label);
  adw_toast_set_action_name (toast, action);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

/* Adds a workspace that has been entered, and shows it. */
static void
adopt_workspace (WeftWindow *self, WeftWorkspace *workspace)
{
  WeftWorkspaces *workspaces = weft_application_get_workspaces (get_application (self));

  if (weft_workspaces_find (workspaces, weft_workspace_get_id (workspace)) == NULL)
    weft_workspaces_add (workspaces, workspace);
  dex_future_disown (weft_workspaces_save (workspaces));
  weft_window_show_workspace (self, workspace);
}

void
weft_window_show_demo (WeftWindow *self)
{
  WeftWorkspaces *workspaces;
  g_autoptr (WeftWorkspace) workspace = NULL;

  g_return_if_fail (WEFT_IS_WINDOW (self));

  workspaces = weft_application_get_workspaces (get_application (self));
  workspace = weft_workspaces_find_kind (workspaces, WEFT_WORKSPACE_DEMO);
  if (workspace != NULL)
    g_object_ref (workspace);
  else
    workspace = weft_workspaces_create (workspaces, WEFT_WORKSPACE_DEMO, _ ("Demo"), NULL);
  adopt_workspace (self, workspace);
}

static void
on_entered (WeftEntryDialog *dialog, WeftWorkspace *workspace, WeftWindow *self)
{
  adopt_workspace (self, workspace);
}

static void
present_entry (WeftWindow *self, WeftEntryDialog *dialog)
{
  g_signal_connect_object (dialog, "entered", G_CALLBACK (on_entered), self, 0);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (self));
}

static void
on_join (WeftWindow *self, const char *address, const char *code)
{
  WeftWorkspaces *workspaces = weft_application_get_workspaces (get_application (self));
  WeftWorkspace *known = weft_workspaces_find_address (workspaces, address);
  g_autoptr (WeftWorkspace) workspace = NULL;

  if (known != NULL)
    {
      weft_window_show_workspace (self, known);
      return;
    }
  workspace = weft_workspaces_create (workspaces, WEFT_WORKSPACE_REMOTE, NULL, address);
  present_entry (self, weft_entry_dialog_new (workspace, code != NULL ? WEFT_ENTRY_JOIN : WEFT_ENTRY_SIGN_IN,
                                              code));
}

static void
on_start_here (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftWindow *self = user_data;
  WeftWorkspaces *workspaces = weft_application_get_workspaces (get_application (self));
  g_autoptr (WeftWorkspace) workspace
      = weft_workspaces_create (workspaces, WEFT_WORKSPACE_EMBEDDED, NULL, NULL);

  present_entry (self, weft_entry_dialog_new (workspace, WEFT_ENTRY_FOUND, NULL));
}

static void
on_demo (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  weft_window_show_demo (user_data);
}

static void
on_add_workspace (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  weft_window_show_start (user_data, NULL);
}

static void
on_back (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftWindow *self = user_data;

  if (self->workspace != NULL)
    on_workspace_state (self);
}

static void
on_reopen (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftWindow *self = user_data;

  if (self->workspace != NULL)
    dex_future_disown (weft_workspace_open (self->workspace));
}

static void
on_feature (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftWindow *self = user_data;

  for (guint i = 0; self->workspace != NULL && weft_features[i] != NULL; i++)
    if (g_str_equal (weft_features[i]->id, g_variant_get_string (parameter, NULL)))
      show_feature (self, weft_features[i]);
}

static void
on_workspace (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftWindow *self = user_data;
  WeftWorkspace *workspace = weft_workspaces_find (weft_application_get_workspaces (get_application (self)),
                                                   g_variant_get_string (parameter, NULL));

  if (workspace != NULL)
    weft_window_show_workspace (self, workspace);
}

static void
on_panel (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  WeftWindow *self = user_data;
  gboolean shown = g_variant_get_boolean (state);

  if (shown)
    show_panel (self, PANEL_FEATURE);
  set_panel_shown (self, shown && adw_toolbar_view_get_content (self->panel) != NULL);
}

static void
on_outbox (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftWindow *self = user_data;

  if (get_outbox_shown (self))
    {
      set_panel_shown (self, FALSE);
      return;
    }
  show_panel (self, PANEL_OUTBOX);
  set_panel_shown (self, TRUE);
  on_panel_shown_changed (self);
  gtk_widget_child_focus (GTK_WIDGET (self->outbox), GTK_DIR_TAB_FORWARD);
}

static void
on_notices (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  WeftWindow *self = user_data;

  if (g_variant_get_boolean (state))
    weft_window_show_notices (self);
  else if (g_strcmp0 (self->panel_kind, PANEL_NOTICES) == 0)
    set_panel_shown (self, FALSE);
}

static void
on_activity (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  WeftWindow *self = user_data;

  if (g_variant_get_boolean (state))
    {
      show_panel (self, PANEL_ACTIVITY);
      set_panel_shown (self, TRUE);
      on_panel_shown_changed (self);
      weft_activity_panel_focus (self->activity);
    }
  else if (g_strcmp0 (self->panel_kind, PANEL_ACTIVITY) == 0)
    {
      set_panel_shown (self, FALSE);
    }
}

/* What lies above the content gives way to what was opened there. */
static void
on_notice_opened (WeftWindow *self)
{
  if (self->narrow || adw_overlay_split_view_get_collapsed (self->panel_split))
    set_panel_shown (self, FALSE);
  weft_feature_page_focus_content (self->page);
}

static void
on_search (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftWindow *self = user_data;

  weft_search_dialog_present (GTK_WIDGET (self), self->workspace, NULL, NULL, NULL);
}

static void
on_search_for (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftWindow *self = user_data;

  if (self->page != NULL)
    weft_search_dialog_present (GTK_WIDGET (self), self->workspace, NULL, NULL, g_variant_get_string (parameter, NULL));
}

static void
on_search_here (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftWindow *self = user_data;
  const char *link = weft_feature_page_get_link (self->page);
  g_autofree char *stream = link != NULL ? g_strndup (link, strcspn (link, "#")) : NULL;

  weft_search_dialog_present (GTK_WIDGET (self), self->workspace, stream, weft_feature_page_get_title (self->page), NULL);
}

static void
on_palette (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftWindow *self = user_data;

  weft_palette_present (GTK_WIDGET (self), self->workspace,
                        G_LIST_MODEL (weft_application_get_workspaces (get_application (self))));
}

static void
on_retry (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftWindow *self = user_data;

  if (self->workspace != NULL && weft_workspace_get_sync (self->workspace) != NULL)
    weft_sync_retry (weft_workspace_get_sync (self->workspace));
}

/* Afterwards the network may let us through at any moment. */
static void
on_portal_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (WeftWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!gtk_uri_launcher_launch_finish (GTK_URI_LAUNCHER (source), result, &error))
    g_warning ("The sign-in page of the network does not open: %s", error->message);
  if (self->workspace != NULL && weft_workspace_get_sync (self->workspace) != NULL)
    weft_sync_retry (weft_workspace_get_sync (self->workspace));
}

static void
on_open_portal (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftWindow *self = user_data;
  WeftSync *sync = self->workspace != NULL ? weft_workspace_get_sync (self->workspace) : NULL;
  const char *page = sync != NULL ? weft_sync_get_portal_page (sync) : NULL;
  g_autoptr (GtkUriLauncher) launcher = gtk_uri_launcher_new (page != NULL ? page : ANY_PAGE);

  gtk_uri_launcher_launch (launcher, GTK_WINDOW (self), NULL, on_portal_opened, g_object_ref (self));
}

static void
on_sign_in (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftWindow *self = user_data;
  WeftEntryDialog *dialog = weft_entry_dialog_new (self->workspace, WEFT_ENTRY_SIGN_IN, NULL);

  weft_entry_dialog_set_login (dialog, weft_self_get_login (self->self));
  present_entry (self, dialog);
}

static void
on_sign_out_response (AdwAlertDialog *dialog, const char *response, gpointer user_data)
{
  WeftWindow *self = user_data;

  if (g_str_equal (response, "sign-out") && self->workspace != NULL)
    dex_future_disown (weft_workspace_sign_out (self->workspace));
}

static void
on_sign_out (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftWindow *self = user_data;
  AdwDialog *dialog = adw_alert_dialog_new (
      _ ("Sign Out?"),
      _ ("What is cached stays on this computer. What waits in the outbox is sent when you sign in again."));

  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _ ("_Cancel"), "sign-out",
                                  _ ("_Sign Out"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "sign-out", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_sign_out_response), self, 0);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
on_profile (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftWindow *self = user_data;

  adw_dialog_present (weft_profile_dialog_new (self->self), GTK_WIDGET (self));
}

static void
on_invite (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftWindow *self = user_data;

  adw_dialog_present (weft_invitation_dialog_new (self->self, weft_workspace_get_address (self->workspace)),
                      GTK_WIDGET (self));
}

static void
on_open_link (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  weft_window_open_link (user_data, g_variant_get_string (parameter, NULL));
}

/* The list first: the header's buttons are reached by Shift+Tab. */
static gboolean
focus_sidebar (WeftWindow *self)
{
  GtkWidget *list = adw_toolbar_view_get_content (self->sidebar_view);

  return (list != NULL && gtk_widget_child_focus (list, GTK_DIR_TAB_FORWARD))
         || gtk_widget_child_focus (GTK_WIDGET (self->sidebar_view), GTK_DIR_TAB_FORWARD);
}

/* F6: from region to region, each remembering nothing: its first widget that takes the focus. */
static void
move_region (WeftWindow *self, int step)
{
  GtkWidget *regions[]
      = { GTK_WIDGET (self->rail), GTK_WIDGET (self->sidebar_view), GTK_WIDGET (self->content),
          GTK_WIDGET (self->panel), GTK_WIDGET (self->bottom_bar) };
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  int current = -1, n = G_N_ELEMENTS (regions);

  for (int i = 0; i < n; i++)
    if (focus != NULL && gtk_widget_is_ancestor (focus, regions[i]))
      current = i;
  for (int i = 1; i <= n; i++)
    {
      GtkWidget *region = regions[((current < 0 && step > 0 ? -1
                                    : current < 0           ? n
                                                            : current)
                                   + i * step + 2 * n)
                                  % n];

      if (!gtk_widget_get_mapped (region) || !gtk_widget_get_child_visible (region))
        continue;
      if (region == GTK_WIDGET (self->content))
        {
          weft_feature_page_focus_content (self->page);
          focus = gtk_window_get_focus (GTK_WINDOW (self));
          if (focus != NULL && gtk_widget_is_ancestor (focus, region))
            return;
        }
      if (region == GTK_WIDGET (self->sidebar_view) ? focus_sidebar (self)
                                                    : gtk_widget_child_focus (region, GTK_DIR_TAB_FORWARD))
        return;
    }
}

static void
on_next_region (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  move_region (user_data, 1);
}

static void
on_previous_region (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  move_region (user_data, -1);
}

static void
on_nth_feature (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftWindow *self = user_data;
  gint32 n = g_variant_get_int32 (parameter);

  if (self->page == NULL || n < 1)
    return;
  for (gint32 i = 0; weft_features[i] != NULL; i++)
    if (i == n - 1)
      {
        show_feature (self, weft_features[i]);
        focus_sidebar (self);
      }
}

static void
on_undo (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftWindow *self = user_data;

  weft_undo_action_run (self, self->workspace != NULL ? weft_workspace_get_sync (self->workspace) : NULL, FALSE);
}

static void
on_redo (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftWindow *self = user_data;

  weft_undo_action_run (self, self->workspace != NULL ? weft_workspace_get_sync (self->workspace) : NULL, TRUE);
}

/* Whatever was done: the toast that says so takes it back. */
static void
on_offer_undo (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  weft_window_add_action_toast (user_data, g_variant_get_string (parameter, NULL), _ ("_Undo"), "win.undo");
}

static const GActionEntry actions[] = {
  { "offer-undo", on_offer_undo, "s" },
  { "feature", on_feature, "s", "''", NULL },
  { "workspace", on_workspace, "s", "''", NULL },
  { "panel", NULL, NULL, "false", on_panel },
  { "notices", NULL, NULL, "false", on_notices },
  { "activity", NULL, NULL, "false", on_activity },
  { "outbox", on_outbox },
  { "palette", on_palette },
  { "search", on_search },
  { "search-for", on_search_for, "s" },
  { "search-here", on_search_here },
  { "retry", on_retry },
  { "open-portal", on_open_portal },
  { "undo", on_undo },
  { "redo", on_redo },
  { "sign-in", on_sign_in },
  { "sign-out", on_sign_out },
  { "profile", on_profile },
  { "invite", on_invite },
  { "add-workspace", on_add_workspace },
  { "back", on_back },
  { "reopen", on_reopen },
  { "demo", on_demo },
  { "start-here", on_start_here },
  { "open-link", on_open_link, "s" },
  { "next-region", on_next_region },
  { "previous-region", on_previous_region },
  { "nth-feature", on_nth_feature, "i" },
};

static gboolean
weft_window_close_request (GtkWindow *window)
{
  WeftWindow *self = WEFT_WINDOW (window);
  GSettings *settings = weft_application_get_settings (get_application (self));
  int width, height;

  remember_link (self);
  gtk_window_get_default_size (window, &width, &height);
  if (width >= 360 && height >= 294)
    {
      g_settings_set_int (settings, "window-width", width);
      g_settings_set_int (settings, "window-height", height);
    }
  g_settings_set_boolean (settings, "window-maximized", gtk_window_is_maximized (window));
  return GTK_WINDOW_CLASS (weft_window_parent_class)->close_request (window);
}

static void
weft_window_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_boolean (value, WEFT_WINDOW (object)->narrow);
}

static void
weft_window_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  WeftWindow *self = WEFT_WINDOW (object);

  if (self->narrow == g_value_get_boolean (value))
    return;
  /* The panel moves between its two homes, closed. */
  set_panel_shown (self, FALSE);
  self->narrow = g_value_get_boolean (value);
  g_object_ref (self->panel);
  if (self->narrow)
    {
      adw_overlay_split_view_set_sidebar (self->panel_split, NULL);
      adw_bottom_sheet_set_sheet (self->panel_sheet, GTK_WIDGET (self->panel));
    }
  else
    {
      adw_bottom_sheet_set_sheet (self->panel_sheet, NULL);
      adw_overlay_split_view_set_sidebar (self->panel_split, GTK_WIDGET (self->panel));
    }
  gtk_widget_set_size_request (GTK_WIDGET (self->panel), -1, self->narrow ? SHEET_HEIGHT : -1);
  g_object_unref (self->panel);
  update_bottom_bar (self);
  restore_panel (self);
}

static void
weft_window_dispose (GObject *object)
{
  WeftWindow *self = WEFT_WINDOW (object);

  if (self->banner != NULL)
    leave_workspace (self);
  g_clear_object (&self->banner);
  g_clear_object (&self->outbox);
  g_clear_object (&self->notices);
  g_clear_object (&self->activity);
  g_clear_object (&self->bell);
  gtk_widget_dispose_template (GTK_WIDGET (self), WEFT_TYPE_WINDOW);

  G_OBJECT_CLASS (weft_window_parent_class)->dispose (object);
}

static void
weft_window_finalize (GObject *object)
{
  WeftWindow *self = WEFT_WINDOW (object);

  g_free (self->panel_kind);

  G_OBJECT_CLASS (weft_window_parent_class)->finalize (object);
}

static void
weft_window_class_init (WeftWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = weft_window_get_property;
  object_class->set_property = weft_window_set_property;
  object_class->dispose = weft_window_dispose;
  object_class->finalize = weft_window_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = weft_window_close_request;

  properties[PROP_NARROW]
      = g_param_spec_boolean ("narrow", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (WEFT_TYPE_FIRST_START);
  g_type_ensure (WEFT_TYPE_RAIL);
  gtk_widget_class_set_template_from_resource (widget_class, "/dev/weft/Weft/app/weft-window.ui");
  gtk_widget_class_bind_template_child (widget_class, WeftWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, WeftWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, WeftWindow, first_start);
  gtk_widget_class_bind_template_child (widget_class, WeftWindow, wait);
  gtk_widget_class_bind_template_child (widget_class, WeftWindow, problem);
  gtk_widget_class_bind_template_child (widget_class, WeftWindow, rail);
  gtk_widget_class_bind_template_child (widget_class, WeftWindow, panel_split);
  gtk_widget_class_bind_template_child (widget_class, WeftWindow, panel_sheet);
  gtk_widget_class_bind_template_child (widget_class, WeftWindow, nav_split);
  gtk_widget_class_bind_template_child (widget_class, WeftWindow, sidebar_page);
  gtk_widget_class_bind_template_child (widget_class, WeftWindow, sidebar_view);
  gtk_widget_class_bind_template_child (widget_class, WeftWindow, sidebar_header);
  gtk_widget_class_bind_template_child (widget_class, WeftWindow, narrow_workspace);
  gtk_widget_class_bind_template_child (widget_class, WeftWindow, sidebar_title);
  gtk_widget_class_bind_template_child (widget_class, WeftWindow, content_page);
  gtk_widget_class_bind_template_child (widget_class, WeftWindow, content);
  gtk_widget_class_bind_template_child (widget_class, WeftWindow, panel);
  gtk_widget_class_bind_template_child (widget_class, WeftWindow, panel_title);
  gtk_widget_class_bind_template_child (widget_class, WeftWindow, bottom_bar);
}

static void
weft_window_init (WeftWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  weft_reminder_actions_add (self);
  gtk_widget_init_template (GTK_WIDGET (self));

  {
    g_autoptr (GdkPaintable) spinner = GDK_PAINTABLE (adw_spinner_paintable_new (GTK_WIDGET (self->wait)));

    adw_status_page_set_paintable (self->wait, spinner);
  }
  self->banner = g_object_ref_sink (ADW_BANNER (adw_banner_new ("")));
  adw_banner_set_use_markup (self->banner, FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self->banner), "weft-offline");
  self->outbox = g_object_ref_sink (weft_outbox_panel_new ());
  g_signal_connect_object (weft_outbox_panel_get_conflicts (self->outbox), "notify::n-conflicts",
                           G_CALLBACK (update_connection), self, G_CONNECT_SWAPPED);
  self->notices = g_object_ref_sink (weft_notices_panel_new ());
  g_signal_connect_object (self->notices, "opened", G_CALLBACK (on_notice_opened), self, G_CONNECT_SWAPPED);
  self->activity = g_object_ref_sink (weft_activity_panel_new ());
  self->bell = g_object_ref_sink (weft_notices_bell_new ());
  adw_header_bar_pack_end (self->sidebar_header, self->bell);
  g_set_str (&self->panel_kind, PANEL_FEATURE);

  g_signal_connect_object (self->first_start, "join", G_CALLBACK (on_join), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->panel_split, "notify::show-sidebar", G_CALLBACK (on_panel_shown_changed),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->panel_split, "notify::collapsed", G_CALLBACK (restore_panel), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->panel_sheet, "notify::open", G_CALLBACK (on_panel_shown_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->nav_split, "notify::show-content", G_CALLBACK (update_bottom_bar), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->nav_split, "notify::show-content", G_CALLBACK (update_place), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->nav_split, "notify::collapsed", G_CALLBACK (update_place), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::is-active", G_CALLBACK (update_active), NULL);
  weft_sheet_focus_keep (ADW_APPLICATION_WINDOW (self));
}

static void
update_density (WeftWindow *self)
{
  if (g_settings_get_enum (weft_application_get_settings (get_application (self)), "density") != 0)
    gtk_widget_add_css_class (GTK_WIDGET (self), "weft-compact");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "weft-compact");
}

WeftWindow *
weft_window_new (WeftApplication *application)
{
  WeftWindow *self;
  GSettings *settings;

  g_return_val_if_fail (WEFT_IS_APPLICATION (application), NULL);

  self = g_object_new (WEFT_TYPE_WINDOW, "application", application, NULL);
  settings = weft_application_get_settings (application);
  gtk_window_set_default_size (GTK_WINDOW (self), g_settings_get_int (settings, "window-width"),
                               g_settings_get_int (settings, "window-height"));
  if (g_settings_get_boolean (settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
  g_signal_connect_object (settings, "changed::density", G_CALLBACK (update_density), self,
                           G_CONNECT_SWAPPED);
  update_density (self);
  weft_rail_set_workspaces (self->rail, weft_application_get_workspaces (application));
  gtk_menu_button_set_menu_model (self->narrow_workspace, weft_rail_get_workspace_menu (self->rail));
  update_actions (self);
  return self;
}
