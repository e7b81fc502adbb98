/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "features/board/view/weft-archived-dialog.h"

#include <glib/gi18n.h>

#include "features/board/client/weft-board-operations.h"
#include "sync/weft-refusal.h"
#include "ui/weft-text-scale.h"

#define WIDTH 520
#define HEIGHT 560

struct _WeftArchivedDialog
{
  AdwDialog parent_instance;

  WeftBoard *board;
  AdwBanner *problem;
  GtkWidget *stack;
  GtkWidget *list;
};

enum
{
  OPENED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftArchivedDialog, weft_archived_dialog, ADW_TYPE_DIALOG)

static void
on_refused (gpointer owner, const char *message)
{
  WeftArchivedDialog *self = owner;

  adw_banner_set_title (self->problem, message);
  adw_banner_set_revealed (self->problem, TRUE);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), message, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_HIGH);
}

static void
on_restore (GtkButton *button, GtkListItem *item)
{
  WeftArchivedDialog *self = WEFT_ARCHIVED_DIALOG (gtk_widget_get_ancestor (GTK_WIDGET (button), WEFT_TYPE_ARCHIVED_DIALOG));
  WeftTask *task = gtk_list_item_get_item (item);
  g_autofree char *key = NULL;
  g_autofree char *said = NULL;

  if (task == NULL)
    return;
  key = weft_board_dup_key (self->board, task);
  /* Translators: spoken; %s is the key of a card: WEB-318. */
  said = g_strdup_printf (_ ("%s is back on the board"), key);
  adw_banner_set_revealed (self->problem, FALSE);
  weft_refusal_watch (weft_board_get_sync (self->board),
                      weft_board_archive (self->board, (const char *const[]) { weft_task_get_id (task), NULL }, FALSE), self, on_refused,
                      FALSE);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), said, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
on_activate (GtkListView *list, guint position, WeftArchivedDialog *self)
{
  g_autoptr (WeftTask) task = g_list_model_get_item (G_LIST_MODEL (gtk_list_view_get_model (list)), position);

  if (task != NULL)
    g_signal_emit (self, signals[OPENED], 0, task);
}

static void
on_setup (GtkListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *key = gtk_label_new (NULL);
  GtkWidget *title = gtk_label_new (NULL);
  GtkWidget *restore = gtk_button_new_with_label (_ ("Restore"));

  gtk_widget_add_css_class (key, "weft-task-key");
  gtk_label_set_width_chars (GTK_LABEL (key), 8);
  gtk_label_set_xalign (GTK_LABEL (key), 0);
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_set_hexpand (title, TRUE);
  gtk_widget_set_valign (restore, GTK_ALIGN_CENTER);
  g_signal_connect (restore, "clicked", G_CALLBACK (on_restore), item);
  gtk_box_append (GTK_BOX (box), key);
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), restore);
  gtk_list_item_set_child (item, box);
}

static void
on_bind (GtkListItemFactory *factory, GtkListItem *item, WeftArchivedDialog *self)
{
  WeftTask *task = gtk_list_item_get_item (item);
  GtkWidget *key = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  GtkWidget *title = gtk_widget_get_next_sibling (key);
  GtkWidget *restore = gtk_widget_get_next_sibling (title);
  g_autofree char *text = weft_board_dup_key (self->board, task);
  g_autofree char *said = g_strdup_printf ("%s, %s", text, weft_task_get_title (task));
  /* Translators: a button's tooltip; %s is the key of a card: WEB-318. */
  g_autofree char *tooltip = g_strdup_printf (_ ("Restore %s"), text);

  gtk_label_set_text (GTK_LABEL (key), text);
  gtk_label_set_text (GTK_LABEL (title), weft_task_get_title (task));
  gtk_widget_set_tooltip_text (restore, tooltip);
  gtk_widget_set_visible (restore, weft_board_may_change (self->board));
  gtk_list_item_set_accessible_label (item, said);
}

static int
compare (gconstpointer a, gconstpointer b, gpointer user_data)
{
  gint64 left = weft_task_get_record ((gpointer) a)->number;
  gint64 right = weft_task_get_record ((gpointer) b)->number;

  return (left < right) - (left > right);
}

static void
update (WeftArchivedDialog *self)
{
  guint n = g_list_model_get_n_items (weft_board_get_archive (self->board));

  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), n > 0 ? "list" : "empty");
}

static void
weft_archived_dialog_dispose (GObject *object)
{
  g_clear_object (&WEFT_ARCHIVED_DIALOG (object)->board);

  G_OBJECT_CLASS (weft_archived_dialog_parent_class)->dispose (object);
}

static void
weft_archived_dialog_class_init (WeftArchivedDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = weft_archived_dialog_dispose;
  /* The window's own keys rest while a dialog is open. */
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "win.undo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "win.redo", NULL);

  signals[OPENED]
      = g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, WEFT_TYPE_TASK);
}

static void
weft_archived_dialog_init (WeftArchivedDialog *self)
{
  GtkWidget *view = adw_toolbar_view_new ();
  GtkWidget *empty = adw_status_page_new ();

  self->problem = ADW_BANNER (adw_banner_new (""));
  adw_banner_set_use_markup (self->problem, FALSE);
  adw_status_page_set_title (ADW_STATUS_PAGE (empty), _ ("No Archived Cards"));
  adw_status_page_set_description (ADW_STATUS_PAGE (empty), _ ("What is put away from the board stands here."));
  self->stack = gtk_stack_new ();
  gtk_stack_add_named (GTK_STACK (self->stack), empty, "empty");
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), GTK_WIDGET (self->problem));
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), self->stack);
  adw_dialog_set_child (ADW_DIALOG (self), view);
  adw_dialog_set_title (ADW_DIALOG (self), _ ("Archived Cards"));
  adw_dialog_set_content_width (ADW_DIALOG (self), weft_text_scale (WIDTH));
  adw_dialog_set_content_height (ADW_DIALOG (self), HEIGHT);
}

AdwDialog *
weft_archived_dialog_new (WeftBoard *board)
{
  WeftArchivedDialog *self = g_object_new (WEFT_TYPE_ARCHIVED_DIALOG, NULL);
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GListModel *archive = weft_board_get_archive (board);
  GtkSortListModel *sorted
      = gtk_sort_list_model_new (g_object_ref (archive), GTK_SORTER (gtk_custom_sorter_new (compare, NULL, NULL)));

  self->board = g_object_ref (board);
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), self);
  g_signal_connect_object (factory, "bind", G_CALLBACK (on_bind), self, G_CONNECT_DEFAULT);
  self->list = gtk_list_view_new (GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (sorted))), factory);
  gtk_list_view_set_tab_behavior (GTK_LIST_VIEW (self->list), GTK_LIST_TAB_CELL);
  gtk_widget_add_css_class (self->list, "weft-task-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Archived Cards"), -1);
  g_signal_connect (self->list, "activate", G_CALLBACK (on_activate), self);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->list);
  gtk_stack_add_named (GTK_STACK (self->stack), scrolled, "list");
  g_signal_connect_object (archive, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  update (self);
  return ADW_DIALOG (self);
}
