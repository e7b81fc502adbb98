/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/weft-saved-panel.h"
#include "app/weft-scheduled-view.h"
#include "parts/thread/view/weft-kept-view.h"

#define FOCUS_FRAMES 60 /* which a panel that comes may take until it has rows */

struct _WeftSavedPanel
{
  AdwBin parent_instance;

  AdwToggleGroup *toggles;
  GtkStack *pages; /* saved, scheduled */
  WeftScheduledView *scheduled;
  GtkStack *stack; /* list, empty */
  WeftKeptView *view;
  GtkWidget *empty;
  WeftKeptList *list;
  guint focus_tick;
  guint focus_frames;
};

G_DEFINE_FINAL_TYPE (WeftSavedPanel, weft_saved_panel, ADW_TYPE_BIN)

enum
{
  OPENED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
has_any (WeftSavedPanel *self)
{
  return self->list != NULL && g_list_model_get_n_items (G_LIST_MODEL (self->list)) > 0;
}

static void
update (WeftSavedPanel *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  gboolean focused = focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->stack));
  const char *page = has_any (self) ? "list" : "empty";

  if (g_str_equal (gtk_stack_get_visible_child_name (self->stack), page))
    return;
  gtk_stack_set_visible_child_name (self->stack, page);
  if (focused)
    weft_saved_panel_focus (self);
}

static void
on_opened (WeftSavedPanel *self)
{
  g_signal_emit (self, signals[OPENED], 0);
}

static void
weft_saved_panel_dispose (GObject *object)
{
  WeftSavedPanel *self = WEFT_SAVED_PANEL (object);

  if (self->focus_tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->focus_tick);
  self->focus_tick = 0;
  weft_saved_panel_set_workspace (self, NULL);
  self->view = NULL;
  self->scheduled = NULL;

  G_OBJECT_CLASS (weft_saved_panel_parent_class)->dispose (object);
}

static void
weft_saved_panel_class_init (WeftSavedPanelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_saved_panel_dispose;

  signals[OPENED] = g_signal_new ("opened", WEFT_TYPE_SAVED_PANEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
}

static void
add_toggle (WeftSavedPanel *self, const char *name, const char *label)
{
  AdwToggle *toggle = adw_toggle_new ();

  adw_toggle_set_name (toggle, name);
  adw_toggle_set_label (toggle, label);
  adw_toggle_group_add (self->toggles, toggle);
}

static void
weft_saved_panel_init (WeftSavedPanel *self)
{
  GtkWidget *all = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->view
      = weft_kept_view_new (_ ("Saved Messages"), _ ("Remove from Saved"), _ ("Not saved any more"), FALSE);
  g_signal_connect_object (self->view, "opened", G_CALLBACK (on_opened), self, G_CONNECT_SWAPPED);
  self->empty
      = g_object_new (ADW_TYPE_STATUS_PAGE, "icon-name", "user-bookmarks-symbolic", "title",
                      _ ("Nothing Saved"), "description",
                      _ ("Choose “Save for Later” in the menu of a message. Only you see what you save."),
                      "focusable", TRUE, NULL);
  gtk_widget_add_css_class (self->empty, "compact");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->empty), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Nothing Saved"), -1);
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_add_named (self->stack, self->empty, "empty");
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->view), "list");
  self->scheduled = weft_scheduled_view_new ();

  self->toggles = ADW_TOGGLE_GROUP (adw_toggle_group_new ());
  adw_toggle_group_set_can_shrink (self->toggles, FALSE); /* rather a wider panel than half a word */
  add_toggle (self, "saved", _ ("Saved"));
  add_toggle (self, "scheduled", _ ("Scheduled"));
  gtk_widget_set_margin_start (GTK_WIDGET (self->toggles), 16);
  gtk_widget_set_margin_end (GTK_WIDGET (self->toggles), 16);
  gtk_widget_set_margin_top (GTK_WIDGET (self->toggles), 2);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->toggles), 8);
  self->pages = GTK_STACK (gtk_stack_new ());
  gtk_stack_add_named (self->pages, GTK_WIDGET (self->stack), "saved");
  gtk_stack_add_named (self->pages, GTK_WIDGET (self->scheduled), "scheduled");
  gtk_widget_set_vexpand (GTK_WIDGET (self->pages), TRUE);
  g_object_bind_property (self->toggles, "active-name", self->pages, "visible-child-name", G_BINDING_SYNC_CREATE);
  gtk_box_append (GTK_BOX (all), GTK_WIDGET (self->toggles));
  gtk_box_append (GTK_BOX (all), GTK_WIDGET (self->pages));
  adw_bin_set_child (ADW_BIN (self), all);
}

WeftSavedPanel *
weft_saved_panel_new (void)
{
  return g_object_new (WEFT_TYPE_SAVED_PANEL, NULL);
}

void
weft_saved_panel_set_workspace (WeftSavedPanel *self, WeftWorkspace *workspace)
{
  g_return_if_fail (WEFT_IS_SAVED_PANEL (self));

  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);
  if (self->view != NULL)
    weft_kept_view_set_list (self->view, NULL, NULL);
  if (self->scheduled != NULL)
    weft_scheduled_view_set_workspace (self->scheduled, workspace);
  g_clear_object (&self->list);
  if (workspace == NULL)
    return;

  self->list = weft_kept_list_new_saved (weft_workspace_get_sync (workspace));
  g_signal_connect_object (self->list, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  weft_kept_view_set_list (self->view, self->list, weft_workspace_get_cards (workspace));
  update (self);
}

/* A list has no rows that could take the focus before it has a size. */
static gboolean
try_focus (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  WeftSavedPanel *self = WEFT_SAVED_PANEL (widget);
  gboolean done;

  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->pages), "scheduled") == 0)
    done = weft_scheduled_view_focus (self->scheduled);
  else if (has_any (self))
    done = gtk_widget_get_height (GTK_WIDGET (self->view)) > 0 && weft_kept_view_focus (self->view);
  else
    done = gtk_widget_get_mapped (self->empty) && gtk_widget_grab_focus (self->empty);

  if (!done && --self->focus_frames > 0)
    return G_SOURCE_CONTINUE;

  self->focus_tick = 0;
  return G_SOURCE_REMOVE;
}

void
weft_saved_panel_show_scheduled (WeftSavedPanel *self)
{
  g_return_if_fail (WEFT_IS_SAVED_PANEL (self));

  adw_toggle_group_set_active_name (self->toggles, "scheduled");
}

void
weft_saved_panel_focus (WeftSavedPanel *self)
{
  g_return_if_fail (WEFT_IS_SAVED_PANEL (self));

  self->focus_frames = FOCUS_FRAMES;
  if (self->focus_tick == 0)
    self->focus_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), try_focus, NULL, NULL);
}
