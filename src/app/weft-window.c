/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>
#include <libdex.h>

#include "app/weft-activity-panel.h"
#include "app/weft-connection-banner.h"
#include "app/weft-end-panel.h"
#include "app/weft-first-start.h"
#include "app/weft-last-links.h"
#include "app/weft-notices-bell.h"
#include "app/weft-moderation-actions.h"
#include "app/weft-notices-panel.h"
#include "app/weft-outbox-panel.h"
#include "app/weft-saved-panel.h"
#include "app/weft-rail.h"
#include "app/weft-regions.h"
#include "app/weft-self.h"
#include "app/weft-window.h"
#include "modules/weft-features.h"
#include "ui/weft-sheets.h"
#include "ui/weft-text-scale.h"
#include "ui/weft-toast.h"

#define PANE_ACTIVITY "activity"
#define PANE_FEATURE "feature"
#define PANE_NOTICES "notices"
#define PANE_SAVED "saved"
#define PANE_OUTBOX "outbox"

/* px; the greatest are for large text */
#define SIDEBAR_WIDTH 256
#define SIDEBAR_MAX 340
#define PANEL_WIDTH 288
#define PANEL_MAX 360

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
  WeftEndPanel *panel;
  GtkBox *bottom_bar;

  GSettings *settings;
  WeftWorkspaces *workspaces;
  WeftConnectionBanner *banner;
  WeftOutboxPanel *outbox;
  WeftNoticesPanel *notices;
  WeftSavedPanel *saved;
  WeftActivityPanel *activity;
  GtkWidget *bell;
  WeftSelf *self;
  WeftWorkspace *workspace;
  const WeftFeature *feature;
  WeftFeaturePage *page;
  GtkWidget *sidebar_end;
  gboolean narrow;
  gboolean focus_wanted;
};

enum
{
  PROP_0,
  PROP_NARROW,
  PROP_OPEN,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (WeftWindow, weft_window, ADW_TYPE_APPLICATION_WINDOW)

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

static gboolean
get_pane_shown (WeftWindow *self, const char *name)
{
  return g_strcmp0 (weft_end_panel_get_pane (self->panel), name) == 0;
}

/* What can be done where. */
static void
update_actions (WeftWindow *self)
{
  static const char *const open[] = { "feature", "panel", "notices", "activity", "outbox", "saved", "scheduled", NULL };

  for (guint i = 0; open[i] != NULL; i++)
    set_action_enabled (self, open[i], self->page != NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OPEN]);
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

  if (self->page != NULL && get_pane_shown (self, PANE_ACTIVITY))
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
  const char *within = stream != NULL ? weft_feature_page_get_within (self->page) : NULL;
  g_autofree char *place = within != NULL ? g_strconcat (stream, "#", within, NULL) : g_strdup (stream);

  if (self->workspace != NULL)
    weft_workspace_set_place (self->workspace, place);
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

static void
update_panel_title (WeftWindow *self)
{
  weft_end_panel_set_pane_title (self->panel, PANE_FEATURE, weft_feature_page_get_panel_title (self->page));
}

static void
on_pane_changed (WeftWindow *self)
{
  gboolean details = get_pane_shown (self, PANE_FEATURE);

  set_action_state (self, "panel", g_variant_new_boolean (details));
  set_action_state (self, "notices", g_variant_new_boolean (get_pane_shown (self, PANE_NOTICES)));
  set_action_state (self, "saved", g_variant_new_boolean (get_pane_shown (self, PANE_SAVED)));
  set_action_state (self, "activity", g_variant_new_boolean (get_pane_shown (self, PANE_ACTIVITY)));
  update_activity (self);
  weft_connection_banner_set_outbox_shown (self->banner, get_pane_shown (self, PANE_OUTBOX));
  /* A panel that lies above the content is for the moment; only one that stands beside it is remembered. */
  if (self->page != NULL && weft_end_panel_is_beside (self->panel))
    g_settings_set_boolean (self->settings, "panel", details);
}

/* Beside the content as the person left it; above it only when asked for. */
static void
restore_panel (WeftWindow *self)
{
  if (self->page == NULL)
    return;
  if (weft_end_panel_is_beside (self->panel) && g_settings_get_boolean (self->settings, "panel"))
    weft_end_panel_show (self->panel, PANE_FEATURE);
  else
    weft_end_panel_hide (self->panel);
}

static void
update_bottom_bar (WeftWindow *self)
{
  gboolean in_content = adw_navigation_split_view_get_show_content (self->nav_split);

  gtk_widget_set_visible (GTK_WIDGET (self->rail), !self->narrow);
  gtk_widget_set_visible (GTK_WIDGET (self->narrow_workspace), self->narrow);
  gtk_widget_set_visible (GTK_WIDGET (self->bottom_bar), self->narrow && !in_content);
}

/* The rail says it, too. */
static void
update_connection (WeftWindow *self)
{
  WeftSyncState state = weft_connection_banner_get_state (self->banner);
  gboolean online = state == WEFT_SYNC_ONLINE || state == WEFT_SYNC_CATCHING_UP;

  if (self->self == NULL)
    return;
  weft_rail_set_connection (self->rail, weft_connection_banner_get_words (self->banner), weft_connection_banner_get_icon (self->banner));
  weft_rail_set_person (self->rail, weft_sync_get_person (weft_self_get_sync (self->self)), weft_self_get_name (self->self),
                        !online                             ? WEFT_PRESENCE_OFFLINE
                        : weft_self_get_quiet (self->self) ? WEFT_PRESENCE_BUSY
                                                            : WEFT_PRESENCE_ONLINE);
}

/* What is open is opened again at the next start. */
static void
remember_link (WeftWindow *self)
{
  const char *link = self->page != NULL ? weft_feature_page_get_link (self->page) : NULL;

  if (link != NULL)
    weft_last_links_set (self->settings, weft_workspace_get_id (self->workspace), link);
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

/* What lies above the content gives way to what is done there. */
static void
clear_content (WeftWindow *self)
{
  if (!weft_end_panel_is_beside (self->panel))
    weft_end_panel_hide (self->panel);
}

static void
on_show_content (WeftWindow *self)
{
  clear_content (self);
  adw_navigation_split_view_set_show_content (self->nav_split, TRUE);
}

/* A page may have something there for a while only. */
static void
update_feature_pane (WeftWindow *self)
{
  weft_end_panel_set_pane (self->panel, PANE_FEATURE, weft_feature_page_get_panel (self->page));
}

static void
on_show_panel (WeftWindow *self)
{
  update_feature_pane (self);
  weft_end_panel_show (self->panel, PANE_FEATURE);
}

static void
on_leave_panel (WeftWindow *self)
{
  clear_content (self);
  update_feature_pane (self);
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
  weft_end_panel_set_pane (self->panel, PANE_FEATURE, NULL);
  g_clear_object (&self->page);
  self->feature = NULL;
  update_place (self);
  update_activity (self);
}

static void
show_feature (WeftWindow *self, const WeftFeature *feature)
{
  g_autofree char *link = weft_last_links_dup (self->settings, weft_workspace_get_id (self->workspace));
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
  g_signal_connect_object (self->page, "show-panel", G_CALLBACK (on_show_panel), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->page, "leave-panel", G_CALLBACK (on_leave_panel), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->page, "link-changed", G_CALLBACK (on_link_changed), self, G_CONNECT_SWAPPED);

  set_action_state (self, "feature", g_variant_new_string (feature->id));
  update_feature_pane (self);
  update_panel_title (self);
  restore_panel (self);
  if (link != NULL)
    weft_feature_page_open (self->page, link);
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
  g_signal_connect_object (self->self, "notify::quiet", G_CALLBACK (update_connection), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->self, "notify::workspace-name", G_CALLBACK (on_workspace_named), self,
                           G_CONNECT_SWAPPED);
  weft_rail_set_workspace (self->rail, self->workspace);
  gtk_menu_button_set_child (self->narrow_workspace, weft_rail_new_tile (self->workspace, FALSE));
  fill_bottom_bar (self);
  weft_outbox_panel_set_sync (self->outbox, sync);
  weft_notices_panel_set_workspace (self->notices, self->workspace);
  weft_saved_panel_set_workspace (self->saved, self->workspace);
  weft_notices_bell_set_list (self->bell, weft_workspace_get_notices (self->workspace));
  g_signal_connect_object (weft_workspace_get_account (self->workspace), "notify::keyring-reason",
                           G_CALLBACK (on_keyring), self, G_CONNECT_SWAPPED);
  on_keyring (self);
  show_feature (self, weft_features[0]);
  weft_connection_banner_set_workspace (self->banner, self->workspace);
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
  if (self->workspace == NULL)
    return;
  drop_page (self);
  g_signal_handlers_disconnect_by_data (self->workspace, self);
  if (weft_workspace_get_account (self->workspace) != NULL)
    g_signal_handlers_disconnect_by_data (weft_workspace_get_account (self->workspace), self);
  if (weft_workspace_get_sync (self->workspace) != NULL)
    g_signal_handlers_disconnect_by_data (weft_workspace_get_sync (self->workspace), self);
  weft_outbox_panel_set_sync (self->outbox, NULL);
  weft_connection_banner_set_workspace (self->banner, NULL);
  weft_notices_panel_set_workspace (self->notices, NULL);
  weft_saved_panel_set_workspace (self->saved, NULL);
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
  g_settings_set_string (self->settings, "workspace",
                         weft_workspace_get_id (workspace));
  g_signal_connect_object (workspace, "notify::state", G_CALLBACK (on_workspace_state), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "notify::name", G_CALLBACK (update_title), self, G_CONNECT_SWAPPED);
  dex_future_disown (weft_workspace_open (workspace));
  on_workspace_state (self);
}

WeftWorkspace *
weft_window_get_workspace (WeftWindow *self)
{
  g_return_val_if_fail (WEFT_IS_WINDOW (self), NULL);

  return self->workspace;
}

WeftWorkspaces *
weft_window_get_workspaces (WeftWindow *self)
{
  g_return_val_if_fail (WEFT_IS_WINDOW (self), NULL);

  return self->workspaces;
}

WeftSelf *
weft_window_get_self (WeftWindow *self)
{
  g_return_val_if_fail (WEFT_IS_WINDOW (self), NULL);

  return self->self;
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

/* @show: what its feature does with it. */
static gboolean
show_link (WeftWindow *self, const char *link, gboolean (*show) (WeftFeaturePage *, const char *))
{
  for (guint i = 0; self->page != NULL && weft_features[i] != NULL; i++)
    if (show (weft_workspace_get_page (self->workspace, weft_features[i]), link))
      {
        if (self->feature != weft_features[i])
          {
            /* It shows what was open there before. */
            show_feature (self, weft_features[i]);
            show (self->page, link);
          }
        on_show_content (self);
        return TRUE;
      }

  return weft_moderation_actions_open_link (self, link);
}

gboolean
weft_window_open_link (WeftWindow *self, const char *link)
{
  g_return_val_if_fail (WEFT_IS_WINDOW (self), FALSE);
  g_return_val_if_fail (link != NULL, FALSE);

  return show_link (self, link, weft_feature_page_open);
}

gboolean
weft_window_reply (WeftWindow *self, const char *link)
{
  g_return_val_if_fail (WEFT_IS_WINDOW (self), FALSE);
  g_return_val_if_fail (link != NULL, FALSE);

  return show_link (self, link, weft_feature_page_reply);
}

void
weft_window_show_notices (WeftWindow *self)
{
  g_return_if_fail (WEFT_IS_WINDOW (self));

  if (self->page == NULL)
    return;
  weft_end_panel_show (self->panel, PANE_NOTICES);
  weft_notices_panel_focus (self->notices);
}

void
weft_window_add_open_actions (WeftWindow *self, const GActionEntry *entries, guint n_entries)
{
  g_return_if_fail (WEFT_IS_WINDOW (self));

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, n_entries, self);
  for (guint i = 0; i < n_entries; i++)
    g_object_bind_property (self, "open", g_action_map_lookup_action (G_ACTION_MAP (self), entries[i].name),
                            "enabled", G_BINDING_SYNC_CREATE);
}

/* At once, in place of the one before: what that one offers to undo is not what would be undone by now. */
static void
show_toast (WeftWindow *self, AdwToast *toast)
{
  adw_toast_overlay_dismiss_all (self->toasts);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

void
weft_window_add_toast (WeftWindow *self, const char *text)
{
  g_return_if_fail (WEFT_IS_WINDOW (self));
  g_return_if_fail (text != NULL);

  show_toast (self, weft_toast_new (text));
}

void
weft_window_add_action_toast (WeftWindow *self, const char *text, const char *label, const char *action)
{
  AdwToast *toast;

  g_return_if_fail (WEFT_IS_WINDOW (self));
  g_return_if_fail (text != NULL && label != NULL && action != NULL);

  toast = weft_toast_new (text);
  adw_toast_set_button_label (toast, label);
  adw_toast_set_detailed_action_name (toast, action);
  show_toast (self, toast);
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
  WeftWorkspace *workspace = weft_workspaces_find (self->workspaces,
                                                   g_variant_get_string (parameter, NULL));

  if (workspace != NULL)
    weft_window_show_workspace (self, workspace);
}

static void
on_panel (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  WeftWindow *self = user_data;

  if (g_variant_get_boolean (state))
    weft_end_panel_show (self->panel, PANE_FEATURE);
  else
    weft_end_panel_hide (self->panel);
}

static void
on_outbox (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftWindow *self = user_data;

  if (get_pane_shown (self, PANE_OUTBOX))
    {
      weft_end_panel_hide (self->panel);
      return;
    }
  weft_end_panel_show (self->panel, PANE_OUTBOX);
  gtk_widget_child_focus (GTK_WIDGET (self->outbox), GTK_DIR_TAB_FORWARD);
}

static void
on_notices (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  WeftWindow *self = user_data;

  if (g_variant_get_boolean (state))
    weft_window_show_notices (self);
  else
    weft_end_panel_hide (self->panel);
}

static void
on_saved (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  WeftWindow *self = user_data;

  if (g_variant_get_boolean (state))
    {
      weft_end_panel_show (self->panel, PANE_SAVED);
      weft_saved_panel_focus (self->saved);
    }
  else
    {
      weft_end_panel_hide (self->panel);
    }
}

static void
on_scheduled (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  WeftWindow *self = user_data;

  weft_saved_panel_show_scheduled (self->saved);
  weft_end_panel_show (self->panel, PANE_SAVED);
  weft_saved_panel_focus (self->saved);
}

static void
on_activity (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  WeftWindow *self = user_data;

  if (g_variant_get_boolean (state))
    {
      weft_end_panel_show (self->panel, PANE_ACTIVITY);
      weft_activity_panel_focus (self->activity);
    }
  else
    {
      weft_end_panel_hide (self->panel);
    }
}

static void
on_notice_opened (WeftWindow *self)
{
  clear_content (self);
  weft_feature_page_focus_content (self->page);
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

static gboolean
focus_page (WeftWindow *self)
{
  GtkWidget *focus;

  weft_feature_page_focus_content (self->page);
  focus = gtk_window_get_focus (GTK_WINDOW (self));
  return (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->content)))
         || gtk_widget_child_focus (GTK_WIDGET (self->content), GTK_DIR_TAB_FORWARD);
}

static void
move_region (WeftWindow *self, GtkDirectionType direction)
{
  const WeftRegion regions[] = {
    { GTK_WIDGET (self->rail), NULL },
    { GTK_WIDGET (self->sidebar_view), (WeftRegionFocus) focus_sidebar },
    { GTK_WIDGET (self->content), (WeftRegionFocus) focus_page },
    { GTK_WIDGET (self->panel), NULL },
    { GTK_WIDGET (self->bottom_bar), NULL },
  };

  weft_regions_move (GTK_WINDOW (self), regions, G_N_ELEMENTS (regions), direction);
}

static void
on_next_region (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  move_region (user_data, GTK_DIR_TAB_FORWARD);
}

static void
on_previous_region (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  move_region (user_data, GTK_DIR_TAB_BACKWARD);
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

static const GActionEntry actions[] = {
  { "feature", on_feature, "s", "''", NULL },
  { "workspace", on_workspace, "s", "''", NULL },
  { "panel", NULL, NULL, "false", on_panel },
  { "notices", NULL, NULL, "false", on_notices },
  { "activity", NULL, NULL, "false", on_activity },
  { "saved", NULL, NULL, "false", on_saved },
  { "scheduled", on_scheduled },
  { "outbox", on_outbox },
  { "add-workspace", on_add_workspace },
  { "back", on_back },
  { "reopen", on_reopen },
  { "open-link", on_open_link, "s" },
  { "next-region", on_next_region },
  { "previous-region", on_previous_region },
  { "nth-feature", on_nth_feature, "i" },
};

static gboolean
weft_window_close_request (GtkWindow *window)
{
  WeftWindow *self = WEFT_WINDOW (window);
  GSettings *settings = self->settings;
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
  WeftWindow *self = WEFT_WINDOW (object);

  g_value_set_boolean (value, id == PROP_NARROW ? self->narrow : self->page != NULL);
}

static void
weft_window_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  WeftWindow *self = WEFT_WINDOW (object);

  if (self->narrow == g_value_get_boolean (value))
    return;
  self->narrow = g_value_get_boolean (value);
  weft_end_panel_set_narrow (self->panel, self->narrow);
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
  g_clear_object (&self->saved);
  g_clear_object (&self->activity);
  g_clear_object (&self->bell);
  g_clear_object (&self->settings);
  g_clear_object (&self->workspaces);
  gtk_widget_dispose_template (GTK_WIDGET (self), WEFT_TYPE_WINDOW);

  G_OBJECT_CLASS (weft_window_parent_class)->dispose (object);
}

static void
weft_window_class_init (WeftWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = weft_window_get_property;
  object_class->set_property = weft_window_set_property;
  object_class->dispose = weft_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = weft_window_close_request;

  properties[PROP_NARROW]
      = g_param_spec_boolean ("narrow", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_OPEN]
      = g_param_spec_boolean ("open", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (WEFT_TYPE_END_PANEL);
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
  gtk_widget_class_bind_template_child (widget_class, WeftWindow, bottom_bar);
}

static void
add_pane (WeftWindow *self, const char *name, const char *title, GtkWidget *child)
{
  weft_end_panel_set_pane (self->panel, name, child);
  weft_end_panel_set_pane_title (self->panel, name, title);
}

/* As wide as their words are large, as long as the content has its place between them. */
static void
size_sides (WeftWindow *self)
{
  int sidebar = MIN (weft_text_scale (SIDEBAR_WIDTH), SIDEBAR_MAX);
  int panel = MIN (weft_text_scale (PANEL_WIDTH), PANEL_MAX);

  adw_navigation_split_view_set_min_sidebar_width (self->nav_split, sidebar);
  adw_navigation_split_view_set_max_sidebar_width (self->nav_split, sidebar);
  adw_overlay_split_view_set_min_sidebar_width (self->panel_split, panel);
  adw_overlay_split_view_set_max_sidebar_width (self->panel_split, panel);
}

static void
weft_window_init (WeftWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (gtk_widget_get_settings (GTK_WIDGET (self)), "notify::gtk-font-name", G_CALLBACK (size_sides), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_widget_get_settings (GTK_WIDGET (self)), "notify::gtk-xft-dpi", G_CALLBACK (size_sides), self, G_CONNECT_SWAPPED);
  size_sides (self);

  {
    g_autoptr (GdkPaintable) spinner = GDK_PAINTABLE (adw_spinner_paintable_new (GTK_WIDGET (self->wait)));

    adw_status_page_set_paintable (self->wait, spinner);
  }
  self->outbox = g_object_ref_sink (weft_outbox_panel_new ());
  self->banner = g_object_ref_sink (WEFT_CONNECTION_BANNER (weft_connection_banner_new (weft_outbox_panel_get_conflicts (self->outbox))));
  g_signal_connect_object (self->banner, "changed", G_CALLBACK (update_connection), self, G_CONNECT_SWAPPED);
  self->notices = g_object_ref_sink (weft_notices_panel_new ());
  g_signal_connect_object (self->notices, "opened", G_CALLBACK (on_notice_opened), self, G_CONNECT_SWAPPED);
  self->saved = g_object_ref_sink (weft_saved_panel_new ());
  g_signal_connect_object (self->saved, "opened", G_CALLBACK (on_notice_opened), self, G_CONNECT_SWAPPED);
  self->activity = g_object_ref_sink (weft_activity_panel_new ());
  self->bell = g_object_ref_sink (weft_notices_bell_new ());
  adw_header_bar_pack_end (self->sidebar_header, self->bell);

  weft_end_panel_set_homes (self->panel, self->panel_split, self->panel_sheet);
  weft_end_panel_set_pane (self->panel, PANE_FEATURE, NULL);
  add_pane (self, PANE_OUTBOX, _ ("Outbox"), GTK_WIDGET (self->outbox));
  add_pane (self, PANE_NOTICES, _ ("Notices"), GTK_WIDGET (self->notices));
  add_pane (self, PANE_SAVED, _ ("Later"), GTK_WIDGET (self->saved));
  add_pane (self, PANE_ACTIVITY, _ ("Activity"), GTK_WIDGET (self->activity));
  g_signal_connect_object (self->panel, "notify::pane", G_CALLBACK (on_pane_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->panel_split, "notify::collapsed", G_CALLBACK (restore_panel), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->nav_split, "notify::show-content", G_CALLBACK (update_bottom_bar), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->nav_split, "notify::show-content", G_CALLBACK (update_place), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->nav_split, "notify::collapsed", G_CALLBACK (update_place), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::is-active", G_CALLBACK (update_active), NULL);
  weft_sheets_mend (ADW_APPLICATION_WINDOW (self));
}

static void
update_density (WeftWindow *self)
{
  if (g_settings_get_enum (self->settings, "density") != 0)
    gtk_widget_add_css_class (GTK_WIDGET (self), "weft-compact");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "weft-compact");
}

WeftWindow *
weft_window_new (GtkApplication *application, GSettings *settings, WeftWorkspaces *workspaces)
{
  WeftWindow *self;

  g_return_val_if_fail (GTK_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);
  g_return_val_if_fail (WEFT_IS_WORKSPACES (workspaces), NULL);

  self = g_object_new (WEFT_TYPE_WINDOW, "application", application, NULL);
  self->settings = g_object_ref (settings);
  self->workspaces = g_object_ref (workspaces);
  gtk_window_set_default_size (GTK_WINDOW (self), g_settings_get_int (settings, "window-width"),
                               g_settings_get_int (settings, "window-height"));
  if (g_settings_get_boolean (settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
  g_signal_connect_object (settings, "changed::density", G_CALLBACK (update_density), self,
                           G_CONNECT_SWAPPED);
  update_density (self);
  weft_rail_set_workspaces (self->rail, workspaces);
  gtk_menu_button_set_menu_model (self->narrow_workspace, weft_rail_get_workspace_menu (self->rail));
  update_actions (self);
  return self;
}
