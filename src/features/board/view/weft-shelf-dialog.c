/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "features/board/view/weft-shelf-dialog.h"

#include "sync/weft-refusal.h"
#include "ui/weft-text-scale.h"

#define WIDTH 520
#define HEIGHT 560

struct _WeftShelfDialog
{
  AdwDialog parent_instance;

  WeftBoard *board;
  GListModel *tasks;
  WeftShelf shelf;
  AdwBanner *problem;
  GtkWidget *stack;
};

enum
{
  OPENED,
  USED,
  DROPPED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftShelfDialog, weft_shelf_dialog, ADW_TYPE_DIALOG)

static void
on_refused (gpointer owner, const char *message)
{
  WeftShelfDialog *self = owner;

  adw_banner_set_title (self->problem, message);
  adw_banner_set_revealed (self->problem, TRUE);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), message, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_HIGH);
}

/* Rows */

static void
emit (GtkWidget *button, GtkListItem *item, guint signal)
{
  GtkWidget *self = gtk_widget_get_ancestor (button, WEFT_TYPE_SHELF_DIALOG);

  if (self != NULL && gtk_list_item_get_item (item) != NULL)
    g_signal_emit (self, signals[signal], 0, gtk_list_item_get_item (item));
}

static void
on_use (GtkWidget *button, GtkListItem *item)
{
  emit (button, item, USED);
}

static void
on_open (GtkWidget *button, GtkListItem *item)
{
  emit (button, item, OPENED);
}

static void
on_drop (GtkWidget *button, GtkListItem *item)
{
  emit (button, item, DROPPED);
}

static void
on_activate (GtkListView *list, guint position, WeftShelfDialog *self)
{
  g_autoptr (WeftTask) task = g_list_model_get_item (G_LIST_MODEL (gtk_list_view_get_model (list)), position);

  if (task == NULL)
    return;
  if (self->shelf.open_tip == NULL)
    g_signal_emit (self, signals[OPENED], 0, task);
  else if (weft_board_may_change (self->board))
    g_signal_emit (self, signals[USED], 0, task);
}

static void
add_button (GtkWidget *box, GtkWidget *button, GCallback pressed, GtkListItem *item)
{
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect (button, "clicked", pressed, item);
  gtk_box_append (GTK_BOX (box), button);
}

static void
on_setup (GtkListItemFactory *factory, GtkListItem *item, WeftShelfDialog *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *key = gtk_label_new (NULL);
  GtkWidget *title = gtk_label_new (NULL);
  GtkWidget *open = gtk_button_new_from_icon_name ("document-edit-symbolic");
  GtkWidget *drop = gtk_button_new_from_icon_name ("user-trash-symbolic");

  gtk_widget_add_css_class (key, "weft-task-key");
  gtk_label_set_width_chars (GTK_LABEL (key), 8);
  gtk_label_set_xalign (GTK_LABEL (key), 0);
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_label_set_wrap (GTK_LABEL (title), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (title), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (title), 2);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_set_hexpand (title, TRUE);
  gtk_widget_add_css_class (open, "flat");
  gtk_widget_add_css_class (drop, "flat");
  gtk_box_append (GTK_BOX (box), key);
  gtk_box_append (GTK_BOX (box), title);
  add_button (box, gtk_button_new_with_label (self->shelf.use), G_CALLBACK (on_use), item);
  add_button (box, open, G_CALLBACK (on_open), item);
  add_button (box, drop, G_CALLBACK (on_drop), item);
  /* More buttons leave no room for it, and what is used over and over is known by its name. */
  gtk_widget_set_visible (key, self->shelf.open_tip == NULL);
  gtk_list_item_set_child (item, box);
}

/* @tip: (nullable) */
static void
bind_button (WeftShelfDialog *self, GtkWidget *button, const char *tip, const char *key, gboolean shown)
{
  g_autoptr (GString) text = g_string_new (tip);

  g_string_replace (text, "%s", key, 1);
  gtk_widget_set_tooltip_text (button, text->str);
  gtk_widget_set_visible (button, tip != NULL && shown);
}

static void
on_bind (GtkListItemFactory *factory, GtkListItem *item, WeftShelfDialog *self)
{
  WeftTask *task = gtk_list_item_get_item (item);
  GtkWidget *key = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  GtkWidget *title = gtk_widget_get_next_sibling (key);
  GtkWidget *use = gtk_widget_get_next_sibling (title);
  GtkWidget *open = gtk_widget_get_next_sibling (use);
  gboolean changes = weft_board_may_change (self->board);
  g_autofree char *text = weft_board_dup_key (self->board, task);
  g_autofree char *said = g_strdup_printf ("%s, %s", text, weft_task_get_title (task));

  gtk_label_set_text (GTK_LABEL (key), text);
  gtk_label_set_text (GTK_LABEL (title), weft_task_get_title (task));
  bind_button (self, use, self->shelf.use_tip, text, changes);
  bind_button (self, open, self->shelf.open_tip, text, TRUE);
  bind_button (self, gtk_widget_get_next_sibling (open), self->shelf.drop_tip, text, changes);
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
update (WeftShelfDialog *self)
{
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), g_list_model_get_n_items (self->tasks) > 0 ? "list" : "empty");
}

static void
weft_shelf_dialog_dispose (GObject *object)
{
  WeftShelfDialog *self = WEFT_SHELF_DIALOG (object);

  g_clear_object (&self->tasks);
  g_clear_object (&self->board);

  G_OBJECT_CLASS (weft_shelf_dialog_parent_class)->dispose (object);
}

static void
weft_shelf_dialog_class_init (WeftShelfDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  static const char *const names[] = { "opened", "used", "dropped" };

  G_OBJECT_CLASS (klass)->dispose = weft_shelf_dialog_dispose;
  /* The window's own keys rest while a dialog is open. */
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "win.undo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "win.redo", NULL);

  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, WEFT_TYPE_TASK);
}

static void
weft_shelf_dialog_init (WeftShelfDialog *self)
{
  GtkWidget *view = adw_toolbar_view_new ();

  self->problem = ADW_BANNER (adw_banner_new (""));
  adw_banner_set_use_markup (self->problem, FALSE);
  self->stack = gtk_stack_new ();
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), GTK_WIDGET (self->problem));
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), self->stack);
  adw_dialog_set_child (ADW_DIALOG (self), view);
  adw_dialog_set_content_width (ADW_DIALOG (self), weft_text_scale (WIDTH));
  adw_dialog_set_content_height (ADW_DIALOG (self), HEIGHT);
}

static GtkWidget *
make_list (WeftShelfDialog *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkSortListModel *sorted = gtk_sort_list_model_new (g_object_ref (self->tasks), GTK_SORTER (gtk_custom_sorter_new (compare, NULL, NULL)));
  GtkWidget *list = gtk_list_view_new (GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (sorted))), factory);

  g_signal_connect_object (factory, "setup", G_CALLBACK (on_setup), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (factory, "bind", G_CALLBACK (on_bind), self, G_CONNECT_DEFAULT);
  gtk_list_view_set_tab_behavior (GTK_LIST_VIEW (list), GTK_LIST_TAB_CELL);
  gtk_widget_add_css_class (list, "weft-task-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, self->shelf.title, -1);
  g_signal_connect (list, "activate", G_CALLBACK (on_activate), self);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), list);
  return scrolled;
}

AdwDialog *
weft_shelf_dialog_new (WeftBoard *board, GListModel *tasks, const WeftShelf *shelf)
{
  WeftShelfDialog *self = g_object_new (WEFT_TYPE_SHELF_DIALOG, NULL);
  GtkWidget *empty = adw_status_page_new ();

  self->board = g_object_ref (board);
  self->tasks = g_object_ref (tasks);
  self->shelf = *shelf;
  adw_dialog_set_title (ADW_DIALOG (self), shelf->title);
  adw_status_page_set_title (ADW_STATUS_PAGE (empty), shelf->empty);
  adw_status_page_set_description (ADW_STATUS_PAGE (empty), shelf->empty_about);
  gtk_stack_add_named (GTK_STACK (self->stack), empty, "empty");
  gtk_stack_add_named (GTK_STACK (self->stack), make_list (self), "list");
  g_signal_connect_object (tasks, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  update (self);
  return ADW_DIALOG (self);
}

void
weft_shelf_dialog_watch (WeftShelfDialog *self, DexFuture *future, const char *said)
{
  g_return_if_fail (WEFT_IS_SHELF_DIALOG (self));

  adw_banner_set_revealed (self->problem, FALSE);
  weft_refusal_watch (weft_board_get_sync (self->board), future, self, on_refused, FALSE);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), said, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

WeftBoard *
weft_shelf_dialog_get_board (WeftShelfDialog *self)
{
  g_return_val_if_fail (WEFT_IS_SHELF_DIALOG (self), NULL);
  return self->board;
}
