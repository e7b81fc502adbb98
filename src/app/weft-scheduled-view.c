/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/weft-scheduled-view.h"
#include "base/weft-clock.h"
#include "base/weft-error.h"
#include "parts/files/client/weft-file-list.h"
#include "parts/reminders/view/weft-reminder-dialog.h"
#include "parts/thread/client/weft-scheduled-list.h"
#include "parts/thread/client/weft-thread.h"
#include "proto/weft-link.h"
#include "ui/weft-moment.h"

struct _WeftScheduledView
{
  AdwBin parent_instance;

  GtkStack *stack; /* list, empty */
  GtkListView *list_view;
  GtkWidget *empty;
  WeftScheduledList *list;
  WeftFileList *files; /* (nullable): of one's own stream; before one knows who one is */
  WeftCards *cards;
  GPtrArray *bound; /* of GtkListItem, unowned */
};

G_DEFINE_FINAL_TYPE (WeftScheduledView, weft_scheduled_view, ADW_TYPE_BIN)

/* ── rows ────────────────────────────────────────────────────────────────────────────────────────────── */

typedef struct
{
  GtkLabel *head;
  GtkLabel *text;
  GtkLabel *files;
  GtkWidget *more;
} Row;

static Row *
get_row (GtkListItem *item)
{
  return g_object_get_data (G_OBJECT (item), "row");
}

/* (transfer full): when it goes, or why it did not */
static char *
dup_when (WeftScheduled *scheduled)
{
  const char *why = weft_scheduled_get_refusal (scheduled);
  g_autofree char *reason = NULL;

  if (why == NULL)
    return weft_moment_dup_due (weft_scheduled_get_at (scheduled), weft_clock_now (weft_clock_get_system ()));
  if (g_str_equal (why, "left"))
    return g_strdup (_ ("Not sent: you are not a member there any more"));
  if (g_str_equal (why, "suspended"))
    return g_strdup (_ ("Not sent: your account was suspended"));
  reason = weft_error_dup_reason (why);
  /* Translators: %s says why, as a sentence or its part */
  return g_strdup_printf (_ ("Not sent: %s"), reason);
}

/* (transfer full) (nullable): which files go with it */
static char *
dup_files (WeftScheduledView *self, WeftScheduled *scheduled)
{
  GPtrArray *files = self->files != NULL ? weft_file_list_get (self->files, weft_scheduled_get_id (scheduled)) : NULL;
  g_autoptr (GString) names = g_string_new (NULL);

  if (files == NULL || files->len == 0)
    return NULL;
  for (guint i = 0; i < files->len; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", ((const WeftFile *) files->pdata[i])->name);
  /* Translators: %u is how many files go with a message, %s their names */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u file: %s", "%u files: %s", files->len), files->len, names->str);
}

static void
update_row (WeftScheduledView *self, GtkListItem *item)
{
  Row *row = get_row (item);
  WeftScheduled *scheduled = gtk_list_item_get_item (item);
  WeftLinkedCard *linked = g_object_get_data (G_OBJECT (item), "linked");
  WeftCard *card = linked != NULL ? weft_linked_card_get_card (linked) : NULL;
  const char *text = *weft_scheduled_get_text (scheduled) != '\0' ? weft_scheduled_get_text (scheduled)
                                                                  : _ ("What it said was erased");
  g_autofree char *when = dup_when (scheduled);
  g_autofree char *head
      = card != NULL ? g_strdup_printf ("%s · %s", weft_card_get_title (card), when) : g_strdup (when);
  g_autofree char *files = dup_files (self, scheduled);
  g_autofree char *spoken
      = files != NULL ? g_strdup_printf ("%s, %s, %s", head, text, files) : g_strdup_printf ("%s, %s", head, text);

  gtk_label_set_text (row->head, head);
  gtk_label_set_text (row->files, files != NULL ? files : "");
  gtk_widget_set_visible (GTK_WIDGET (row->files), files != NULL);
  gtk_label_set_text (row->text, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row->more), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  gtk_list_item_set_accessible_label (item, spoken);
}

static void
append (GMenu *menu, const char *label, const char *action, const char *id)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", id);
  g_menu_append_item (menu, item);
}

static GMenuModel *
make_menu (WeftScheduled *scheduled)
{
  const char *id = weft_scheduled_get_id (scheduled);
  GMenu *menu = g_menu_new ();

  append (menu, _ ("Send _Now"), "scheduled.send", id);
  append (menu, _ ("Change _Time…"), "scheduled.time", id);
  append (menu, _ ("_Edit Text…"), "scheduled.edit", id);
  append (menu, _ ("_Cancel Sending"), "scheduled.cancel", id);
  return G_MENU_MODEL (menu);
}

/* The row around them says it all in one. */
static GtkLabel *
new_label (const char *css_class, int lines)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                   "xalign", 0.0, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, "lines",
                                   lines, "ellipsize", PANGO_ELLIPSIZE_END, NULL);

  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return GTK_LABEL (label);
}

static void
on_setup (GtkListItemFactory *factory, GtkListItem *item, WeftScheduledView *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  Row *row = g_new0 (Row, 1);

  row->head = new_label ("weft-meta", 2);
  row->text = new_label (NULL, 3);
  row->files = new_label ("weft-meta", 2);
  row->more = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (row->more), "view-more-symbolic");
  gtk_widget_add_css_class (row->more, "flat");
  gtk_widget_set_valign (row->more, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (row->more, _ ("What to Do with It"));
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_box_append (GTK_BOX (lines), GTK_WIDGET (row->head));
  gtk_box_append (GTK_BOX (lines), GTK_WIDGET (row->text));
  gtk_box_append (GTK_BOX (lines), GTK_WIDGET (row->files));
  gtk_box_append (GTK_BOX (box), lines);
  gtk_box_append (GTK_BOX (box), row->more);
  g_object_set_data (G_OBJECT (item), "view", self);
  g_object_set_data_full (G_OBJECT (item), "row", row, g_free);
  gtk_list_item_set_child (item, box);
}

static void
on_card_changed (WeftLinkedCard *linked, GtkListItem *item)
{
  update_row (g_object_get_data (G_OBJECT (item), "view"), item);
}

static void
on_bind (GtkListItemFactory *factory, GtkListItem *item, WeftScheduledView *self)
{
  WeftScheduled *scheduled = gtk_list_item_get_item (item);
  g_autoptr (WeftLink) link = weft_link_new (weft_scheduled_get_target (scheduled), NULL, NULL, -1);
  g_autoptr (GMenuModel) menu = make_menu (scheduled);
  WeftLinkedCard *linked = self->cards != NULL ? weft_cards_get (self->cards, link) : NULL;

  g_object_set_data_full (G_OBJECT (item), "linked", linked, linked != NULL ? g_object_unref : NULL);
  if (linked != NULL)
    g_signal_connect (linked, "changed", G_CALLBACK (on_card_changed), item);
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (get_row (item)->more), menu);
  g_ptr_array_add (self->bound, item);
  update_row (self, item);
}

static void
on_unbind (GtkListItemFactory *factory, GtkListItem *item, WeftScheduledView *self)
{
  WeftLinkedCard *linked = g_object_get_data (G_OBJECT (item), "linked");

  if (linked != NULL)
    g_signal_handlers_disconnect_by_data (linked, item);
  g_object_set_data (G_OBJECT (item), "linked", NULL);
  if (self->bound != NULL)
    g_ptr_array_remove_fast (self->bound, item);
}

/* ── what is done with them ──────────────────────────────────────────────────────────────────────────── */

/* (nullable) */
static WeftScheduled *
find (WeftScheduledView *self, const char *id)
{
  guint n = self->list != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->list)) : 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (WeftScheduled) scheduled = g_list_model_get_item (G_LIST_MODEL (self->list), i);

      if (g_str_equal (weft_scheduled_get_id (scheduled), id))
        return scheduled; /* the list keeps it */
    }
  return NULL;
}

static void
tell (WeftScheduledView *self, const char *said)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.offer-undo", "s", said);
}

static void
cancel (WeftScheduledView *self, WeftScheduled *scheduled)
{
  dex_future_disown (
      weft_scheduled_remove (weft_row_list_get_sync (WEFT_ROW_LIST (self->list)), weft_scheduled_get_id (scheduled)));
  tell (self, _ ("It will not be sent"));
}

typedef struct
{
  GWeakRef view;
  char *id;
} Wanted;

static void
wanted_free (gpointer data)
{
  Wanted *wanted = data;

  g_weak_ref_clear (&wanted->view);
  g_free (wanted->id);
  g_free (wanted);
}

static Wanted *
wanted_new (WeftScheduledView *self, WeftScheduled *scheduled)
{
  Wanted *wanted = g_new0 (Wanted, 1);

  g_weak_ref_init (&wanted->view, self);
  wanted->id = g_strdup (weft_scheduled_get_id (scheduled));
  return wanted;
}

static void
on_time_chosen (gint64 at, gpointer user_data)
{
  Wanted *wanted = user_data;
  g_autoptr (WeftScheduledView) self = g_weak_ref_get (&wanted->view);
  WeftScheduled *scheduled = self != NULL ? find (self, wanted->id) : NULL;
  g_autofree char *due = NULL;
  g_autofree char *said = NULL;

  if (scheduled == NULL)
    return;
  dex_future_disown (weft_scheduled_set (weft_row_list_get_sync (WEFT_ROW_LIST (self->list)), wanted->id,
                                         weft_scheduled_get_text (scheduled), at));
  due = weft_moment_dup_due (at, weft_clock_now (weft_clock_get_system ()));
  /* Translators: %s is a day and a time: "Tomorrow, 09:00" */
  said = g_strdup_printf (_ ("Will be sent: %s"), due);
  tell (self, said);
}

static void
on_text_changed (GtkTextBuffer *buffer, AdwAlertDialog *dialog)
{
  int n = gtk_text_buffer_get_char_count (buffer);

  adw_alert_dialog_set_response_enabled (dialog, "save", n > 0 && n <= WEFT_THREAD_TEXT_MAX);
}

static void
on_edited (AdwAlertDialog *dialog, const char *response, Wanted *wanted)
{
  g_autoptr (WeftScheduledView) self = g_weak_ref_get (&wanted->view);
  WeftScheduled *scheduled = self != NULL ? find (self, wanted->id) : NULL;
  GtkTextBuffer *buffer = g_object_get_data (G_OBJECT (dialog), "buffer");
  g_autofree char *text = NULL;
  GtkTextIter start, end;

  if (!g_str_equal (response, "save") || scheduled == NULL)
    return;
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  dex_future_disown (weft_scheduled_set (weft_row_list_get_sync (WEFT_ROW_LIST (self->list)), wanted->id, text,
                                         weft_scheduled_get_at (scheduled)));
  tell (self, _ ("Text changed"));
}

static void
edit (WeftScheduledView *self, WeftScheduled *scheduled)
{
  AdwDialog *dialog = adw_alert_dialog_new (_ ("Edit Text"), NULL);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *view = gtk_text_view_new ();
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  Wanted *wanted = wanted_new (self, scheduled);

  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_view_set_top_margin (GTK_TEXT_VIEW (view), 8);
  gtk_text_view_set_bottom_margin (GTK_TEXT_VIEW (view), 8);
  gtk_text_view_set_left_margin (GTK_TEXT_VIEW (view), 8);
  gtk_text_view_set_right_margin (GTK_TEXT_VIEW (view), 8);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Text"), -1);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scroller), 120);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), view);
  gtk_widget_add_css_class (scroller, "card");
  adw_alert_dialog_set_extra_child (ADW_ALERT_DIALOG (dialog), scroller);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _ ("_Cancel"), "save", _ ("_Save"),
                                  NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "save", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "buffer", g_object_ref (buffer), g_object_unref);
  g_object_set_data_full (G_OBJECT (dialog), "wanted", wanted, wanted_free);
  g_signal_connect (buffer, "changed", G_CALLBACK (on_text_changed), dialog);
  g_signal_connect (dialog, "response", G_CALLBACK (on_edited), wanted);
  gtk_text_buffer_set_text (buffer, weft_scheduled_get_text (scheduled), -1);
  adw_dialog_set_focus (dialog, view);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
scheduled_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftScheduledView *self = WEFT_SCHEDULED_VIEW (widget);
  WeftScheduled *scheduled = find (self, g_variant_get_string (parameter, NULL));
  WeftSync *sync = self->list != NULL ? weft_row_list_get_sync (WEFT_ROW_LIST (self->list)) : NULL;

  if (scheduled == NULL)
    return;
  if (g_str_equal (name, "scheduled.send"))
    {
      dex_future_disown (
          weft_scheduled_send (sync, weft_scheduled_get_id (scheduled), weft_scheduled_get_at (scheduled)));
      gtk_accessible_announce (GTK_ACCESSIBLE (self), _ ("Sent now"),
                               GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
    }
  else if (g_str_equal (name, "scheduled.time"))
    adw_dialog_present (weft_reminder_dialog_new_for (_ ("Send Later"), _ ("_Send Then"),
                                                      weft_scheduled_get_text (scheduled), on_time_chosen,
                                                      wanted_new (self, scheduled), wanted_free),
                        widget);
  else if (g_str_equal (name, "scheduled.edit"))
    edit (self, scheduled);
  else
    cancel (self, scheduled);
}

/* The row that has the focus. */
static void
cancel_focused_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftScheduledView *self = WEFT_SCHEDULED_VIEW (widget);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));

  for (guint i = 0; focus != NULL && i < self->bound->len; i++)
    {
      GtkListItem *item = g_ptr_array_index (self->bound, i);
      GtkWidget *row = gtk_widget_get_parent (gtk_list_item_get_child (item));

      if (focus == row || gtk_widget_is_ancestor (focus, row))
        {
          cancel (self, gtk_list_item_get_item (item));
          return;
        }
    }
}

static void
on_activate (GtkListView *view, guint position, WeftScheduledView *self)
{
  g_autoptr (WeftScheduled) scheduled = g_list_model_get_item (G_LIST_MODEL (self->list), position);

  for (guint i = 0; scheduled != NULL && i < self->bound->len; i++)
    if (gtk_list_item_get_item (g_ptr_array_index (self->bound, i)) == scheduled)
      gtk_menu_button_popup (GTK_MENU_BUTTON (get_row (g_ptr_array_index (self->bound, i))->more));
}

/* ── widget ──────────────────────────────────────────────────────────────────────────────────────────── */

static gboolean
has_any (WeftScheduledView *self)
{
  return self->list != NULL && g_list_model_get_n_items (G_LIST_MODEL (self->list)) > 0;
}

static void
update (WeftScheduledView *self)
{
  gtk_stack_set_visible_child_name (self->stack, has_any (self) ? "list" : "empty");
}

static void
on_files_changed (WeftScheduledView *self)
{
  for (guint i = 0; i < self->bound->len; i++)
    update_row (self, g_ptr_array_index (self->bound, i));
}

/* Nobody knows who one is before the first welcome ever. */
static void
find_files (WeftScheduledView *self)
{
  WeftSync *sync = weft_row_list_get_sync (WEFT_ROW_LIST (self->list));
  const char *person = weft_sync_get_person (sync);
  g_autofree char *own = person != NULL ? g_strconcat ("user/", person, NULL) : NULL;

  if (own == NULL || self->files != NULL)
    return;
  self->files = weft_file_list_new (sync, own);
  g_signal_connect_object (self->files, "changed", G_CALLBACK (on_files_changed), self, G_CONNECT_SWAPPED);
}

static void
weft_scheduled_view_dispose (GObject *object)
{
  WeftScheduledView *self = WEFT_SCHEDULED_VIEW (object);

  weft_scheduled_view_set_workspace (self, NULL);
  self->list_view = NULL;

  G_OBJECT_CLASS (weft_scheduled_view_parent_class)->dispose (object);
  g_clear_pointer (&self->bound, g_ptr_array_unref);
}

static void
weft_scheduled_view_class_init (WeftScheduledViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = weft_scheduled_view_dispose;
  gtk_widget_class_install_action (widget_class, "scheduled.send", "s", scheduled_action);
  gtk_widget_class_install_action (widget_class, "scheduled.time", "s", scheduled_action);
  gtk_widget_class_install_action (widget_class, "scheduled.edit", "s", scheduled_action);
  gtk_widget_class_install_action (widget_class, "scheduled.cancel", "s", scheduled_action);
  gtk_widget_class_install_action (widget_class, "scheduled.cancel-focused", NULL, cancel_focused_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "scheduled.cancel-focused", NULL);
}

static void
weft_scheduled_view_init (WeftScheduledView *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->bound = g_ptr_array_new ();
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), self);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), self);
  self->list_view = GTK_LIST_VIEW (gtk_list_view_new (NULL, factory));
  gtk_list_view_set_tab_behavior (self->list_view, GTK_LIST_TAB_ITEM);
  gtk_widget_add_css_class (GTK_WIDGET (self->list_view), "weft-notices");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list_view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Scheduled Messages"), -1);
  g_signal_connect (self->list_view, "activate", G_CALLBACK (on_activate), self);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->list_view));
  self->empty = g_object_new (ADW_TYPE_STATUS_PAGE, "icon-name", "weft-clock-symbolic", "title",
                              _ ("Nothing Scheduled"), "description",
                              _ ("Write a message and choose “Send Later” (Ctrl+Shift+Enter)."), "focusable",
                              TRUE, NULL);
  gtk_widget_add_css_class (self->empty, "compact");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->empty), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Nothing Scheduled"), -1);
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_add_named (self->stack, self->empty, "empty");
  gtk_stack_add_named (self->stack, scroller, "list");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->stack));
}

WeftScheduledView *
weft_scheduled_view_new (void)
{
  return g_object_new (WEFT_TYPE_SCHEDULED_VIEW, NULL);
}

void
weft_scheduled_view_set_workspace (WeftScheduledView *self, WeftWorkspace *workspace)
{
  g_autoptr (GtkSelectionModel) rows = NULL;

  g_return_if_fail (WEFT_IS_SCHEDULED_VIEW (self));

  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);
  if (self->list_view != NULL)
    gtk_list_view_set_model (self->list_view, NULL);
  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (weft_row_list_get_sync (WEFT_ROW_LIST (self->list)), self);
  g_clear_object (&self->list);
  g_clear_object (&self->files);
  g_clear_object (&self->cards);
  if (workspace == NULL)
    return;

  self->cards = g_object_ref (weft_workspace_get_cards (workspace));
  self->list = weft_scheduled_list_new (weft_workspace_get_sync (workspace));
  g_signal_connect_object (weft_workspace_get_sync (workspace), "notify::person", G_CALLBACK (find_files), self, G_CONNECT_SWAPPED);
  find_files (self);
  rows = GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->list))));
  gtk_list_view_set_model (self->list_view, rows);
  g_signal_connect_object (self->list, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

gboolean
weft_scheduled_view_focus (WeftScheduledView *self)
{
  g_return_val_if_fail (WEFT_IS_SCHEDULED_VIEW (self), FALSE);

  return has_any (self) ? gtk_widget_get_height (GTK_WIDGET (self->list_view)) > 0
                              && gtk_widget_child_focus (GTK_WIDGET (self->list_view), GTK_DIR_TAB_FORWARD)
                        : gtk_widget_get_mapped (self->empty) && gtk_widget_grab_focus (self->empty);
}
