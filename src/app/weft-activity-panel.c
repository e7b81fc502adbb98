/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/weft-activity-list.h"
#include "app/weft-activity-panel.h"
#include "app/weft-activity-row.h"
#include "app/weft-connection.h"
#include "base/weft-error.h"

#define FOCUS_FRAMES 60    /* which a list that comes may take until it has rows */
#define REFRESH_PAUSE 1000 /* ms between two looks at what has happened since */

struct _WeftActivityPanel
{
  AdwBin parent_instance;

  GtkLabel *place;
  GtkLabel *note;
  GtkStack *stack; /* loading, list, empty, problem */
  GtkWidget *loading;
  AdwStatusPage *empty;
  AdwStatusPage *problem;
  GtkListView *list_view;
  GtkAdjustment *scroll;

  WeftSync *sync;
  char *stream;
  WeftActivityList *list;
  gboolean online;
  guint refresh; /* source */
  guint focus_tick;
  guint focus_frames;
};

G_DEFINE_FINAL_TYPE (WeftActivityPanel, weft_activity_panel, ADW_TYPE_BIN)

/* ── rows ────────────────────────────────────────────────────────────────────────────────────────────── */

static void
on_setup (GtkListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, weft_activity_row_new ());
}

static void
on_bind (GtkListItemFactory *factory, GtkListItem *item)
{
  WeftActivityRow *row = WEFT_ACTIVITY_ROW (gtk_list_item_get_child (item));
  g_autofree char *spoken = NULL;

  weft_activity_row_set_item (row, gtk_list_item_get_item (item));
  spoken = weft_activity_row_dup_spoken (row);
  gtk_list_item_set_accessible_label (item, spoken);
}

/* What it happened to; the place, if that cannot be shown. */
static void
on_activate (GtkListView *list, guint position, WeftActivityPanel *self)
{
  g_autoptr (WeftActivityItem) item = g_list_model_get_item (G_LIST_MODEL (self->list), position);

  if (item != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open-link", "s", weft_activity_item_get_link (item));
}

/* ── what is shown ───────────────────────────────────────────────────────────────────────────────────── */

static guint
get_n (WeftActivityPanel *self)
{
  return self->list != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->list)) : 0;
}

static const char *
get_page (WeftActivityPanel *self)
{
  if (self->list == NULL)
    return "empty";
  if (get_n (self) > 0)
    return "list";
  if (weft_activity_list_get_error (self->list) != NULL)
    return "problem";
  return weft_item_list_get_ready (WEFT_ITEM_LIST (self->list)) ? "empty" : "loading";
}

/* (transfer full): why nothing newer or older comes. */
static char *
dup_note (WeftActivityPanel *self)
{
  const GError *error = self->list != NULL ? weft_activity_list_get_error (self->list) : NULL;

  if (self->list == NULL || get_n (self) == 0)
    return NULL;
  if (!self->online)
    return g_strdup (_ ("Offline: newer and older activity comes with the connection."));
  if (error != NULL)
    return weft_error_dup_reason (error->message);
  if (weft_activity_list_get_full (self->list))
    /* Translators: %u is a large number */
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Only the newest %u change is listed.",
                                         "Only the newest %u changes are listed.", WEFT_ACTIVITY_MAX),
                            WEFT_ACTIVITY_MAX);
  return NULL;
}

static void
set_status (AdwStatusPage *page, const char *title, const char *description)
{
  adw_status_page_set_title (page, title);
  adw_status_page_set_description (page, description);
  gtk_accessible_update_property (GTK_ACCESSIBLE (page), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
}

static void
update (WeftActivityPanel *self)
{
  const GError *error = self->list != NULL ? weft_activity_list_get_error (self->list) : NULL;
  const char *before = gtk_stack_get_visible_child_name (self->stack), *page = get_page (self);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  gboolean focused = focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->stack));
  g_autofree char *note = dup_note (self);
  g_autofree char *reason = error != NULL ? weft_error_dup_reason (error->message) : NULL;

  if (self->list == NULL)
    set_status (self->empty, _ ("Nothing Is Open"), _ ("Open a place to see what happened there."));
  else
    set_status (self->empty, _ ("No Activity"), _ ("What people do here is listed as it happens."));
  if (!self->online)
    set_status (self->problem, _ ("Offline"), _ ("What happened here is shown when the connection is back."));
  else if (reason != NULL)
    set_status (self->problem, _ ("Activity Cannot Be Read"), reason);
  gtk_label_set_label (self->note, note != NULL ? note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note), note != NULL);

  if (g_strcmp0 (before, page) == 0)
    return;
  gtk_stack_set_visible_child_name (self->stack, page);
  /* The focus stays with what the person waits for. */
  if (focused)
    weft_activity_panel_focus (self);
}

/* Who looks at the newest goes on doing so: a list keeps the row that was first in view. */
static void
on_items_changed (GListModel *list, guint position, guint removed, guint added, WeftActivityPanel *self)
{
  if (position == 0 && removed == 0 && added > 0 && gtk_adjustment_get_value (self->scroll) < 1
      && g_list_model_get_n_items (list) > added)
    gtk_list_view_scroll_to (self->list_view, 0, GTK_LIST_SCROLL_NONE, NULL);
  update (self);
}

/* A bit before the end is reached, and as long as the rows do not fill the panel. */
static void
on_scrolled (WeftActivityPanel *self)
{
  double page = gtk_adjustment_get_page_size (self->scroll);

  if (self->list != NULL && self->online && page > 0
      && gtk_adjustment_get_value (self->scroll) + 2 * page >= gtk_adjustment_get_upper (self->scroll))
    weft_activity_list_load_more (self->list);
}

/* ── what happens meanwhile ──────────────────────────────────────────────────────────────────────────── */

static void
refresh (gpointer user_data)
{
  WeftActivityPanel *self = user_data;

  self->refresh = 0;
  if (self->list != NULL && self->online)
    weft_activity_list_refresh (self->list);
}

static void
schedule_refresh (WeftActivityPanel *self)
{
  if (self->refresh == 0)
    self->refresh = g_timeout_add_once (REFRESH_PAUSE, refresh, self);
}

/* One's own change is in the rows before the server has it: outbox-changed tells when it has. */
static void
on_rows_changed (WeftActivityPanel *self, WeftChanges *changes)
{
  for (guint i = 0; i < weft_changes_get_n (changes); i++)
    if (g_strcmp0 (weft_changes_get (changes, i)->stream, self->stream) == 0)
      {
        schedule_refresh (self);
        return;
      }
}

static gboolean
is_online (WeftSync *sync)
{
  WeftSyncState state = sync != NULL ? weft_sync_get_state (sync) : WEFT_SYNC_OFFLINE;

  return state == WEFT_SYNC_ONLINE || state == WEFT_SYNC_CATCHING_UP;
}

static void
on_state (WeftActivityPanel *self)
{
  gboolean online = is_online (self->sync);

  if (self->online == online)
    return;
  self->online = online;
  if (online && self->list != NULL)
    weft_activity_list_refresh (self->list);
  update (self);
}

/* ── widget ──────────────────────────────────────────────────────────────────────────────────────────── */

static void
retry_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftActivityPanel *self = WEFT_ACTIVITY_PANEL (widget);

  if (!self->online)
    gtk_widget_activate_action (widget, "win.retry", NULL);
  else if (self->list != NULL)
    weft_activity_list_refresh (self->list);
}

static void
weft_activity_panel_dispose (GObject *object)
{
  WeftActivityPanel *self = WEFT_ACTIVITY_PANEL (object);

  if (self->focus_tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->focus_tick);
  self->focus_tick = 0;
  if (self->scroll != NULL)
    g_signal_handlers_disconnect_by_data (self->scroll, self);
  weft_activity_panel_set_place (self, NULL, NULL, NULL);
  g_clear_object (&self->scroll);

  G_OBJECT_CLASS (weft_activity_panel_parent_class)->dispose (object);
}

static void
weft_activity_panel_class_init (WeftActivityPanelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_activity_panel_dispose;
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "activity.retry", NULL, retry_action);
}

static GtkLabel *
new_meta (void)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_halign (label, GTK_ALIGN_START);
  gtk_widget_add_css_class (label, "weft-meta");
  gtk_widget_set_margin_start (label, 16);
  gtk_widget_set_margin_end (label, 16);
  gtk_widget_set_margin_bottom (label, 8);

  return GTK_LABEL (label);
}

static AdwStatusPage *
new_status (const char *icon_name)
{
  GtkWidget *page = g_object_new (ADW_TYPE_STATUS_PAGE, "icon-name", icon_name, "focusable", TRUE, NULL);

  gtk_widget_add_css_class (page, "compact");

  return ADW_STATUS_PAGE (page);
}

static GtkWidget *
new_loading (void)
{
  GtkWidget *box = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL, "spacing", 12,
                                 "focusable", TRUE, "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP, NULL);
  GtkWidget *spinner = adw_spinner_new ();
  GtkWidget *label = gtk_label_new (_ ("Loading…"));

  gtk_widget_set_size_request (spinner, 32, 32);
  gtk_widget_add_css_class (label, "weft-meta");
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), spinner);
  gtk_box_append (GTK_BOX (box), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (box), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Loading…"), -1);

  return box;
}

static GtkWidget *
new_list (WeftActivityPanel *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), NULL);
  self->list_view = GTK_LIST_VIEW (gtk_list_view_new (NULL, factory));
  gtk_list_view_set_tab_behavior (self->list_view, GTK_LIST_TAB_ITEM);
  gtk_list_view_set_single_click_activate (self->list_view, TRUE);
  g_signal_connect (self->list_view, "activate", G_CALLBACK (on_activate), self);
  gtk_widget_add_css_class (GTK_WIDGET (self->list_view), "weft-notices");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list_view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Activity"), -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->list_view));
  self->scroll = g_object_ref (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller)));
  g_signal_connect_object (self->scroll, "value-changed", G_CALLBACK (on_scrolled), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->scroll, "changed", G_CALLBACK (on_scrolled), self, G_CONNECT_SWAPPED);

  return scroller;
}

static void
weft_activity_panel_init (WeftActivityPanel *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *retry = gtk_button_new_with_mnemonic (_ ("_Try Again"));

  self->place = new_meta ();
  gtk_label_set_ellipsize (self->place, PANGO_ELLIPSIZE_END);
  self->note = new_meta ();
  gtk_label_set_wrap (self->note, TRUE);
  self->loading = new_loading ();
  self->empty = new_status ("document-open-recent-symbolic");
  self->problem = new_status ("dialog-warning-symbolic");
  gtk_widget_set_halign (retry, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (retry, "pill");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (retry), "activity.retry");
  adw_status_page_set_child (self->problem, retry);

  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->empty), "empty");
  gtk_stack_add_named (self->stack, self->loading, "loading");
  gtk_stack_add_named (self->stack, new_list (self), "list");
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->problem), "problem");
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->place));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->note));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stack));
  adw_bin_set_child (ADW_BIN (self), box);
  update (self);
}

WeftActivityPanel *
weft_activity_panel_new (void)
{
  return g_object_new (WEFT_TYPE_ACTIVITY_PANEL, NULL);
}

/* What is loaded is of this place, whatever the panel shows meanwhile. */
typedef struct
{
  WeftSync *sync;
  char *stream;
} Place;

static void
place_free (gpointer data)
{
  Place *place = data;

  g_object_unref (place->sync);
  g_free (place->stream);
  g_free (place);
}

static DexFuture *
load_page (gint64 cursor, gpointer user_data)
{
  Place *place = user_data;

  return weft_activity_page_load (place->sync, place->stream, cursor);
}

static void
set_list (WeftActivityPanel *self, WeftActivityList *list)
{
  g_autoptr (GtkSelectionModel) rows = NULL;

  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);
  if (self->list != NULL || list != NULL)
    {
      if (list != NULL)
        rows = GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (list))));
      gtk_list_view_set_model (self->list_view, rows);
    }
  g_set_object (&self->list, list);
  if (list == NULL)
    return;
  g_signal_connect_object (list, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (list, "items-changed", G_CALLBACK (on_items_changed), self, 0);
}

void
weft_activity_panel_set_place (WeftActivityPanel *self, WeftSync *sync, const char *stream, const char *title)
{
  g_autoptr (WeftActivityList) list = NULL;
  gboolean other;

  g_return_if_fail (WEFT_IS_ACTIVITY_PANEL (self));

  if (sync != NULL)
    {
      gtk_label_set_label (self->place, title != NULL ? title : "");
      gtk_widget_set_visible (GTK_WIDGET (self->place), title != NULL && stream != NULL);
    }
  other = self->sync != sync || g_strcmp0 (self->stream, stream) != 0;
  if (!other)
    return;

  g_clear_handle_id (&self->refresh, g_source_remove);
  if (self->sync != NULL)
    g_signal_handlers_disconnect_by_data (self->sync, self);
  g_set_object (&self->sync, sync);
  g_set_str (&self->stream, stream);
  self->online = is_online (sync);
  if (sync != NULL && stream != NULL)
    {
      Place *place = g_new0 (Place, 1);

      place->sync = g_object_ref (sync);
      place->stream = g_strdup (stream);
      list = weft_activity_list_new (load_page, place, place_free);
      g_signal_connect_object (sync, "changed", G_CALLBACK (on_rows_changed), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (sync, "outbox-changed", G_CALLBACK (schedule_refresh), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (sync, "notify::state", G_CALLBACK (on_state), self, G_CONNECT_SWAPPED);
    }
  set_list (self, list);
  if (sync != NULL)
    update (self);
}

static GtkWidget *
get_target (WeftActivityPanel *self)
{
  GtkWidget *child = gtk_stack_get_visible_child (self->stack);

  return g_str_equal (gtk_stack_get_visible_child_name (self->stack), "list") ? GTK_WIDGET (self->list_view)
                                                                              : child;
}

/* A list has no rows that could take the focus before it has a size. */
static gboolean
try_focus (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  WeftActivityPanel *self = WEFT_ACTIVITY_PANEL (widget);
  GtkWidget *target = get_target (self);
  GtkWidget *focus;

  if (gtk_widget_get_mapped (target) && gtk_widget_get_height (target) > 0)
    {
      if (target == GTK_WIDGET (self->list_view) && get_n (self) > 0)
        gtk_list_view_scroll_to (self->list_view, 0, GTK_LIST_SCROLL_FOCUS,
                                 NULL); /* says only which row it is */
      gtk_widget_grab_focus (target);
    }
  focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  if ((focus == NULL || (focus != target && !gtk_widget_is_ancestor (focus, target)))
      && --self->focus_frames > 0)
    return G_SOURCE_CONTINUE;

  self->focus_tick = 0;
  return G_SOURCE_REMOVE;
}

void
weft_activity_panel_focus (WeftActivityPanel *self)
{
  g_return_if_fail (WEFT_IS_ACTIVITY_PANEL (self));

  self->focus_frames = FOCUS_FRAMES;
  if (self->focus_tick == 0)
    self->focus_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), try_focus, NULL, NULL);
}
