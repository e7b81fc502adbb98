/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/weft-notices-panel.h"
#include "app/weft-ask-actions.h"
#include "app/weft-reminder-actions.h"
#include "app/weft-window.h"
#include "parts/notices/view/weft-notice-row.h"
#include "parts/reminders/view/weft-reminder-row.h"

#define FOCUS_FRAMES 60 /* which a panel that comes may take until it has rows */

struct _WeftNoticesPanel
{
  AdwBin parent_instance;

  AdwToggleGroup *toggles;
  GtkStack *pages; /* notices, reminders */
  GtkStack *stack; /* list, empty */
  GtkLabel *count;
  GtkListView *list;
  GtkWidget *empty;
  GtkStack *reminder_stack;
  GtkListView *reminder_list;

  WeftNoticeList *notices;
  WeftReminderList *reminders;
  WeftCards *cards;
  GtkWidget *menu; /* (nullable): of a notice */
  guint focus_tick;
  guint focus_frames;
};

G_DEFINE_FINAL_TYPE (WeftNoticesPanel, weft_notices_panel, ADW_TYPE_BIN)

enum
{
  OPENED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* ── rows ────────────────────────────────────────────────────────────────────────────────────────────── */

static void
on_setup (GtkListItemFactory *factory, GtkListItem *item, WeftNoticesPanel *self)
{
  gtk_list_item_set_child (item, weft_notice_row_new ());
}

static void
on_spoken_changed (WeftNoticeRow *row, GtkListItem *item)
{
  g_autofree char *spoken = weft_notice_row_dup_spoken (row);

  gtk_list_item_set_accessible_label (item, spoken);
}

/* As long as nobody has put the reminder off or is done with it. */
static void
update_buttons (WeftNoticesPanel *self, WeftNoticeRow *row)
{
  WeftNoticeItem *notice = weft_notice_row_get_notice (row);
  const char *ask = weft_ask_of_notice (notice);
  const char *id = weft_reminder_of_notice (notice);
  WeftReminder *reminder = id != NULL ? weft_reminder_list_find (self->reminders, id) : NULL;

  weft_notice_row_set_icon_name (row, id != NULL ? "weft-clock-symbolic" : NULL);
  if (ask != NULL)
    {
      weft_notice_row_set_buttons (row, weft_ask_button_new (ask, weft_notice_item_get_text (notice)));
      return;
    }
  weft_notice_row_set_buttons (row, reminder != NULL && weft_reminder_get_fired (reminder)
                                        ? weft_reminder_buttons_new (id, weft_notice_item_get_text (notice),
                                                                     weft_notice_item_get_id (notice))
                                        : NULL);
}

static void
on_reminders_changed (GListModel *reminders, guint position, guint removed, guint added, WeftNoticeRow *row)
{
  update_buttons (g_object_get_data (G_OBJECT (row), "panel"), row);
}

static void
on_bind (GtkListItemFactory *factory, GtkListItem *item, WeftNoticesPanel *self)
{
  WeftNoticeRow *row = WEFT_NOTICE_ROW (gtk_list_item_get_child (item));

  g_signal_connect (row, "spoken-changed", G_CALLBACK (on_spoken_changed), item);
  weft_notice_row_set_notice (row, gtk_list_item_get_item (item), self->cards);
  g_object_set_data (G_OBJECT (row), "panel", self);
  update_buttons (self, row);
  if (weft_reminder_of_notice (gtk_list_item_get_item (item)) != NULL)
    g_signal_connect_object (self->reminders, "items-changed", G_CALLBACK (on_reminders_changed), row, 0);
}

static void
on_unbind (GtkListItemFactory *factory, GtkListItem *item, WeftNoticesPanel *self)
{
  WeftNoticeRow *row = WEFT_NOTICE_ROW (gtk_list_item_get_child (item));

  g_signal_handlers_disconnect_by_data (row, item);
  if (self->reminders != NULL)
    g_signal_handlers_disconnect_by_data (self->reminders, row);
  weft_notice_row_set_buttons (row, NULL);
  weft_notice_row_set_notice (row, NULL, NULL);
}

static void
on_activate (GtkListView *list, guint position, WeftNoticesPanel *self)
{
  g_autoptr (WeftNoticeItem) notice = g_list_model_get_item (G_LIST_MODEL (self->notices), position);
  g_autofree char *link = NULL;

  if (notice == NULL)
    return;
  link = g_strdup (weft_notice_item_get_link (notice));
  weft_notice_list_see (self->notices, weft_notice_item_get_id (notice));
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-link", "s", link);
  g_signal_emit (self, signals[OPENED], 0);
}

/* ── a notice's menu ─────────────────────────────────────────────────────────────────────────────────── */

/* The row at @widget: what has the focus is the list's item, of which the row is the child. */
static WeftNoticeRow *
find_row (WeftNoticesPanel *self, GtkWidget *widget)
{
  for (; widget != NULL && widget != GTK_WIDGET (self->list); widget = gtk_widget_get_parent (widget))
    {
      GtkWidget *child = gtk_widget_get_first_child (widget);

      if (WEFT_IS_NOTICE_ROW (widget))
        return WEFT_NOTICE_ROW (widget);
      if (child != NULL && WEFT_IS_NOTICE_ROW (child))
        return WEFT_NOTICE_ROW (child);
    }

  return NULL;
}

static WeftNoticeRow *
find_focused (WeftNoticesPanel *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return root != NULL ? find_row (self, gtk_root_get_focus (root)) : NULL;
}

static void
show_menu (WeftNoticesPanel *self, WeftNoticeRow *row)
{
  WeftNoticeItem *notice = weft_notice_row_get_notice (row);
  gboolean muted = weft_notice_item_get_muted (notice);
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenuItem) item = NULL;
  graphene_rect_t bounds;

  if (!gtk_widget_compute_bounds (GTK_WIDGET (row), GTK_WIDGET (self), &bounds))
    return;
  item = g_menu_item_new (muted ? _ ("_Hear of This Place Again") : _ ("_Mute This Place"), NULL);
  g_menu_item_set_action_and_target (item, "notices.set-muted", "(sb)", weft_notice_item_get_stream (notice), !muted);
  g_menu_append_item (menu, item);
  if (self->menu == NULL)
    {
      self->menu = gtk_popover_menu_new_from_model (NULL);
      gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
      gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
    }
  gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (self->menu), G_MENU_MODEL (menu));
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu),
                               &(GdkRectangle) { bounds.origin.x, bounds.origin.y, bounds.size.width,
                                                 MAX (bounds.size.height - 8, 1) });
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static void
menu_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftNoticesPanel *self = WEFT_NOTICES_PANEL (widget);
  WeftNoticeRow *row = find_focused (self);

  if (row != NULL)
    show_menu (self, row);
}

static void
on_secondary_click (GtkGesture *gesture, int n_press, double x, double y, WeftNoticesPanel *self)
{
  WeftNoticeRow *row
      = find_row (self, gtk_widget_pick (GTK_WIDGET (self->list), x, y, GTK_PICK_DEFAULT));

  if (row != NULL)
    show_menu (self, row);
}

typedef struct
{
  GWeakRef panel;
  gboolean muted;
} Muting;

static void
muting_free (gpointer data)
{
  g_weak_ref_clear (&((Muting *) data)->panel);
  g_free (data);
}

static DexFuture *
on_muted (DexFuture *future, gpointer user_data)
{
  Muting *muting = user_data;
  g_autoptr (GtkWidget) panel = g_weak_ref_get (&muting->panel);
  g_autoptr (GError) error = NULL;
  GtkRoot *root = panel != NULL ? gtk_widget_get_root (panel) : NULL;
  g_autofree char *text = NULL;

  dex_future_get_value (future, &error);
  if (!WEFT_IS_WINDOW (root))
    return NULL;
  if (error != NULL)
    /* Translators: %s is why */
    text = g_strdup_printf (_ ("This place cannot be muted: %s"), error->message);
  else
    text = g_strdup (muting->muted ? _ ("You get no more notices of this place")
                                   : _ ("You get notices of this place again"));
  weft_window_add_toast (WEFT_WINDOW (root), text);

  return NULL;
}

static void
set_muted (WeftNoticesPanel *self, const char *stream, gboolean muted)
{
  Muting *muting;

  if (self->notices == NULL)
    return;
  muting = g_new0 (Muting, 1);
  g_weak_ref_init (&muting->panel, self);
  muting->muted = muted;
  dex_future_disown (dex_future_finally (weft_notice_list_mute (self->notices, stream, muted), on_muted, muting,
                                         muting_free));
}

static void
set_muted_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  const char *stream;
  gboolean muted;

  g_variant_get (parameter, "(&sb)", &stream, &muted);
  set_muted (WEFT_NOTICES_PANEL (widget), stream, muted);
}

/* Of the place of the focused notice: mutes it, or the other way round. */
static void
mute_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftNoticeRow *row = find_focused (WEFT_NOTICES_PANEL (widget));
  WeftNoticeItem *notice = row != NULL ? weft_notice_row_get_notice (row) : NULL;

  if (notice != NULL)
    set_muted (WEFT_NOTICES_PANEL (widget), weft_notice_item_get_stream (notice), !weft_notice_item_get_muted (notice));
}

/* ── reminders ───────────────────────────────────────────────────────────────────────────────────────── */

static void
on_reminder_setup (GtkListItemFactory *factory, GtkListItem *item, WeftNoticesPanel *self)
{
  gtk_list_item_set_child (item, weft_reminder_row_new ());
}

static void
on_reminder_bind (GtkListItemFactory *factory, GtkListItem *item, WeftNoticesPanel *self)
{
  WeftReminderRow *row = WEFT_REMINDER_ROW (gtk_list_item_get_child (item));
  g_autofree char *spoken = NULL;

  weft_reminder_row_set_reminder (row, gtk_list_item_get_item (item));
  spoken = weft_reminder_row_dup_spoken (row);
  gtk_list_item_set_accessible_label (item, spoken);
}

static void
on_reminder_activate (GtkListView *list, guint position, WeftNoticesPanel *self)
{
  g_autoptr (WeftReminder) reminder = g_list_model_get_item (G_LIST_MODEL (self->reminders), position);

  if (reminder == NULL || weft_reminder_get_link (reminder) == NULL)
    return;
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-link", "s", weft_reminder_get_link (reminder));
  g_signal_emit (self, signals[OPENED], 0);
}

/* ── what is shown ───────────────────────────────────────────────────────────────────────────────────── */

static void
update (WeftNoticesPanel *self)
{
  guint n = self->notices != NULL ? weft_notice_list_get_n_unseen (self->notices) : 0;
  gboolean any = self->notices != NULL && g_list_model_get_n_items (G_LIST_MODEL (self->notices)) > 0;
  g_autofree char *count = NULL;

  if (n > 0)
    /* Translators: above the list of notices: how many have not been seen */
    count = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u not seen", "%u not seen", n), n);
  gtk_label_set_label (self->count, count != NULL ? count : _ ("All seen"));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "notices.see-all", n > 0);
  gtk_stack_set_visible_child_name (self->stack, any ? "list" : "empty");
  gtk_stack_set_visible_child_name (self->reminder_stack,
                                    self->reminders != NULL
                                            && g_list_model_get_n_items (G_LIST_MODEL (self->reminders)) > 0
                                        ? "list"
                                        : "empty");
}

static void
see_all_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftNoticesPanel *self = WEFT_NOTICES_PANEL (widget);

  if (self->notices == NULL)
    return;
  weft_notice_list_see_all (self->notices);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), _ ("All notices are seen"),
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
  weft_notices_panel_focus (self);
}

/* ── widget ──────────────────────────────────────────────────────────────────────────────────────────── */

static void
weft_notices_panel_dispose (GObject *object)
{
  WeftNoticesPanel *self = WEFT_NOTICES_PANEL (object);

  if (self->focus_tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->focus_tick);
  self->focus_tick = 0;
  weft_notices_panel_set_workspace (self, NULL);
  g_clear_pointer (&self->menu, gtk_widget_unparent);

  G_OBJECT_CLASS (weft_notices_panel_parent_class)->dispose (object);
}

static void
weft_notices_panel_class_init (WeftNoticesPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = weft_notices_panel_dispose;
  gtk_widget_class_install_action (widget_class, "notices.see-all", NULL, see_all_action);
  gtk_widget_class_install_action (widget_class, "notices.menu", NULL, menu_action);
  gtk_widget_class_install_action (widget_class, "notices.mute", NULL, mute_action);
  gtk_widget_class_install_action (widget_class, "notices.set-muted", "(sb)", set_muted_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "notices.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "notices.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_m, GDK_CONTROL_MASK, "notices.mute", NULL);

  signals[OPENED] = g_signal_new ("opened", WEFT_TYPE_NOTICES_PANEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
}

static GtkListView *
make_list (GtkListItemFactory *factory, const char *name)
{
  GtkListView *list = GTK_LIST_VIEW (gtk_list_view_new (NULL, factory));

  gtk_list_view_set_single_click_activate (list, TRUE);
  gtk_list_view_set_tab_behavior (list, GTK_LIST_TAB_ITEM);
  gtk_widget_add_css_class (GTK_WIDGET (list), "weft-notices");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);

  return list;
}

static GtkWidget *
make_scroller (GtkListView *list)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (list));
  gtk_widget_set_vexpand (scroller, TRUE);

  return scroller;
}

static GtkWidget *
make_empty (const char *icon_name, const char *title, const char *description)
{
  GtkWidget *empty = adw_status_page_new ();

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (empty), icon_name);
  adw_status_page_set_title (ADW_STATUS_PAGE (empty), title);
  adw_status_page_set_description (ADW_STATUS_PAGE (empty), description);
  gtk_widget_add_css_class (empty, "compact");
  gtk_widget_set_focusable (empty, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (empty), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);

  return empty;
}

static GtkWidget *
make_reminders (WeftNoticesPanel *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (on_reminder_setup), self);
  g_signal_connect (factory, "bind", G_CALLBACK (on_reminder_bind), self);
  self->reminder_list = make_list (factory, _ ("Reminders"));
  g_signal_connect (self->reminder_list, "activate", G_CALLBACK (on_reminder_activate), self);
  self->reminder_stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_add_named (self->reminder_stack, make_scroller (self->reminder_list), "list");
  gtk_stack_add_named (self->reminder_stack,
                       make_empty ("weft-clock-symbolic", _ ("No Reminders"),
                                   _ ("Choose “Remind Me” in the menu of a message.")),
                       "empty");

  return GTK_WIDGET (self->reminder_stack);
}

static void
add_toggle (WeftNoticesPanel *self, const char *name, const char *label)
{
  AdwToggle *toggle = adw_toggle_new ();

  adw_toggle_set_name (toggle, name);
  adw_toggle_set_label (toggle, label);
  adw_toggle_group_add (self->toggles, toggle);
}

static GtkWidget *
make_toggles (WeftNoticesPanel *self)
{
  self->toggles = ADW_TOGGLE_GROUP (adw_toggle_group_new ());
  adw_toggle_group_set_homogeneous (self->toggles, TRUE);
  add_toggle (self, "notices", _ ("Notices"));
  add_toggle (self, "reminders", _ ("Reminders"));
  gtk_widget_set_margin_start (GTK_WIDGET (self->toggles), 16);
  gtk_widget_set_margin_end (GTK_WIDGET (self->toggles), 16);
  gtk_widget_set_margin_top (GTK_WIDGET (self->toggles), 2);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->toggles), 8);

  return GTK_WIDGET (self->toggles);
}

static GtkWidget *
make_head (WeftNoticesPanel *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *see_all = gtk_button_new_with_mnemonic (_ ("_Mark All as Seen"));

  self->count = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->count), "weft-meta");
  gtk_label_set_xalign (self->count, 0);
  gtk_label_set_ellipsize (self->count, PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (GTK_WIDGET (self->count), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (see_all), "notices.see-all");
  gtk_widget_add_css_class (see_all, "weft-outbox-button");
  gtk_box_append (GTK_BOX (head), GTK_WIDGET (self->count));
  gtk_box_append (GTK_BOX (head), see_all);
  gtk_widget_set_margin_start (head, 16);
  gtk_widget_set_margin_end (head, 16);
  gtk_widget_set_margin_top (head, 2);
  gtk_widget_set_margin_bottom (head, 8);

  return head;
}

static void
weft_notices_panel_init (WeftNoticesPanel *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkGesture *secondary = gtk_gesture_click_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *all = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), self);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), self);
  self->list = make_list (factory, _ ("Notices"));
  g_signal_connect (self->list, "activate", G_CALLBACK (on_activate), self);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (secondary), GDK_BUTTON_SECONDARY);
  g_signal_connect (secondary, "pressed", G_CALLBACK (on_secondary_click), self);
  gtk_widget_add_controller (GTK_WIDGET (self->list), GTK_EVENT_CONTROLLER (secondary));
  self->empty = make_empty ("weft-bell-symbolic", _ ("No Notices"),
                            _ ("Mentions, direct messages and reminders come here."));

  gtk_box_append (GTK_BOX (box), make_head (self));
  gtk_box_append (GTK_BOX (box), make_scroller (self->list));
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_add_named (self->stack, box, "list");
  gtk_stack_add_named (self->stack, self->empty, "empty");

  self->pages = GTK_STACK (gtk_stack_new ());
  gtk_stack_add_named (self->pages, GTK_WIDGET (self->stack), "notices");
  gtk_stack_add_named (self->pages, make_reminders (self), "reminders");
  gtk_widget_set_vexpand (GTK_WIDGET (self->pages), TRUE);
  gtk_box_append (GTK_BOX (all), make_toggles (self));
  gtk_box_append (GTK_BOX (all), GTK_WIDGET (self->pages));
  g_object_bind_property (self->toggles, "active-name", self->pages, "visible-child-name",
                          G_BINDING_SYNC_CREATE);
  adw_bin_set_child (ADW_BIN (self), all);
  update (self);
}

WeftNoticesPanel *
weft_notices_panel_new (void)
{
  return g_object_new (WEFT_TYPE_NOTICES_PANEL, NULL);
}

void
weft_notices_panel_set_workspace (WeftNoticesPanel *self, WeftWorkspace *workspace)
{
  g_autoptr (GtkSelectionModel) selection = NULL;
  g_autoptr (GtkSelectionModel) reminder_selection = NULL;

  g_return_if_fail (WEFT_IS_NOTICES_PANEL (self));

  if (self->notices != NULL)
    g_signal_handlers_disconnect_by_data (self->notices, self);
  if (self->reminders != NULL)
    g_signal_handlers_disconnect_by_data (self->reminders, self);
  if (self->notices != NULL)
    {
      gtk_list_view_set_model (self->list, NULL);
      gtk_list_view_set_model (self->reminder_list, NULL);
    }
  g_clear_object (&self->notices);
  g_clear_object (&self->reminders);
  g_clear_object (&self->cards);
  if (workspace == NULL)
    return;

  self->notices = g_object_ref (weft_workspace_get_notices (workspace));
  self->reminders = g_object_ref (weft_workspace_get_reminders (workspace));
  self->cards = g_object_ref (weft_workspace_get_cards (workspace));
  selection = GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->notices))));
  gtk_list_view_set_model (self->list, selection);
  g_signal_connect_object (self->notices, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->notices, "notify::n-unseen", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  reminder_selection
      = GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->reminders))));
  gtk_list_view_set_model (self->reminder_list, reminder_selection);
  g_signal_connect_object (self->reminders, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

/* A list has no rows that could take the focus before it has a size. */
static gboolean
try_focus (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  WeftNoticesPanel *self = WEFT_NOTICES_PANEL (widget);
  gboolean any = self->notices != NULL && g_list_model_get_n_items (G_LIST_MODEL (self->notices)) > 0;
  GtkWidget *target = any ? GTK_WIDGET (self->list) : self->empty;
  GtkWidget *focus;

  if (gtk_widget_get_mapped (target) && gtk_widget_get_height (target) > 0)
    {
      if (any)
        gtk_list_view_scroll_to (self->list, 0, GTK_LIST_SCROLL_FOCUS, NULL); /* says only which row it is */
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
weft_notices_panel_focus (WeftNoticesPanel *self)
{
  g_return_if_fail (WEFT_IS_NOTICES_PANEL (self));

  adw_toggle_group_set_active_name (self->toggles, "notices");
  self->focus_frames = FOCUS_FRAMES;
  if (self->focus_tick == 0)
    self->focus_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), try_focus, NULL, NULL);
}
