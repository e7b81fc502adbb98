/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "features/board/view/weft-task-picker.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/weft-text.h"
#include "ui/weft-field-keys.h"

struct _WeftTaskPicker
{
  GtkWidget parent_instance;

  WeftBoard *board;
  WeftTask *without;
  char *words; /* (nullable): folded */
  GtkWidget *box;
  GtkWidget *search;
  GtkCustomFilter *filter;
  GtkSingleSelection *selection;
  GtkListView *list;
  GtkWidget *nothing;
};

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftTaskPicker, weft_task_picker, GTK_TYPE_WIDGET)

static gboolean
matches (gpointer item, gpointer user_data)
{
  WeftTaskPicker *self = user_data;
  g_autofree char *key = NULL;
  g_autofree char *said = NULL;
  g_autofree char *folded = NULL;

  if (item == self->without)
    return FALSE;
  if (self->words == NULL || *self->words == '\0')
    return TRUE;
  key = weft_board_dup_key (self->board, item);
  said = g_strconcat (key, " ", weft_task_get_title (item), NULL);
  folded = weft_text_fold (said, -1);
  return strstr (folded, self->words) != NULL;
}

static void
on_search_changed (WeftTaskPicker *self)
{
  g_free (self->words);
  self->words = weft_text_fold (gtk_editable_get_text (GTK_EDITABLE (self->search)), -1);
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  gtk_single_selection_set_selected (self->selection, 0);
}

static void
choose (WeftTaskPicker *self, guint position)
{
  g_autoptr (WeftTask) task = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (task != NULL)
    g_signal_emit (self, signals[CHOSEN], 0, task);
}

static void
on_activate (GtkListView *list, guint position, WeftTaskPicker *self)
{
  choose (self, position);
}

/* Written, walked and chosen without leaving the field. */
static gboolean
on_key (GtkEventControllerKey *keys, guint keyval, guint keycode, GdkModifierType state, WeftTaskPicker *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  guint selected = gtk_single_selection_get_selected (self->selection);
  g_autoptr (WeftTask) task = NULL;
  g_autofree char *key = NULL;
  g_autofree char *said = NULL;

  if (keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter)
    {
      choose (self, selected);
      return TRUE;
    }
  if ((keyval != GDK_KEY_Down && keyval != GDK_KEY_Up) || n == 0)
    return FALSE;

  selected = keyval == GDK_KEY_Down ? MIN (selected + 1, n - 1) : selected > 0 ? selected - 1 : 0;
  gtk_list_view_scroll_to (self->list, selected, GTK_LIST_SCROLL_SELECT, NULL);
  task = g_list_model_get_item (G_LIST_MODEL (self->selection), selected);
  key = weft_board_dup_key (self->board, task);
  said = g_strdup_printf ("%s, %s", key, weft_task_get_title (task));
  gtk_accessible_announce (GTK_ACCESSIBLE (self), said, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
  return TRUE;
}

static void
on_stop_search (WeftTaskPicker *self)
{
  if (*gtk_editable_get_text (GTK_EDITABLE (self->search)) != '\0')
    gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "navigation.pop", NULL);
}

static void
on_setup (GtkListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *key = gtk_label_new (NULL);
  GtkWidget *title = gtk_label_new (NULL);

  gtk_widget_add_css_class (key, "weft-task-key");
  gtk_label_set_width_chars (GTK_LABEL (key), 8);
  gtk_label_set_xalign (GTK_LABEL (key), 0);
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_label_set_wrap (GTK_LABEL (title), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (title), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (title), 2);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_set_hexpand (title, TRUE);
  gtk_box_append (GTK_BOX (box), key);
  gtk_box_append (GTK_BOX (box), title);
  gtk_list_item_set_child (item, box);
}

static void
on_bind (GtkListItemFactory *factory, GtkListItem *item, WeftTaskPicker *self)
{
  WeftTask *task = gtk_list_item_get_item (item);
  GtkWidget *key = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  g_autofree char *text = weft_board_dup_key (self->board, task);
  g_autofree char *said = g_strdup_printf ("%s, %s", text, weft_task_get_title (task));

  gtk_label_set_text (GTK_LABEL (key), text);
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_next_sibling (key)), weft_task_get_title (task));
  gtk_list_item_set_accessible_label (item, said);
}

static void
on_n_changed (WeftTaskPicker *self)
{
  gtk_widget_set_visible (self->nothing, g_list_model_get_n_items (G_LIST_MODEL (self->selection)) == 0);
}

static void
weft_task_picker_dispose (GObject *object)
{
  WeftTaskPicker *self = WEFT_TASK_PICKER (object);

  /* The list may outlive us by a moment, and tasks come and go. */
  if (self->box != NULL)
    gtk_custom_filter_set_filter_func (self->filter, NULL, NULL, NULL);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->words, g_free);
  g_clear_object (&self->without);
  g_clear_object (&self->board);

  G_OBJECT_CLASS (weft_task_picker_parent_class)->dispose (object);
}

static gboolean
weft_task_picker_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (WEFT_TASK_PICKER (widget)->search);
}

static void
weft_task_picker_class_init (WeftTaskPickerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = weft_task_picker_dispose;
  widget_class->grab_focus = weft_task_picker_grab_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);

  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, WEFT_TYPE_TASK);
}

static void
weft_task_picker_init (WeftTaskPicker *self)
{
}

static GtkWidget *
make_list (WeftTaskPicker *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *overlay = gtk_overlay_new ();
  GtkFlattenListModel *tasks = gtk_flatten_list_model_new (g_object_ref (G_LIST_MODEL (self->board)));

  self->filter = gtk_custom_filter_new (matches, self, NULL);
  self->selection = gtk_single_selection_new (
      G_LIST_MODEL (gtk_filter_list_model_new (G_LIST_MODEL (tasks), GTK_FILTER (self->filter))));
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), self);
  g_signal_connect_object (factory, "bind", G_CALLBACK (on_bind), self, G_CONNECT_DEFAULT);
  self->list = GTK_LIST_VIEW (gtk_list_view_new (GTK_SELECTION_MODEL (self->selection), factory));
  gtk_list_view_set_single_click_activate (self->list, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "weft-task-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Cards"), -1);
  g_signal_connect (self->list, "activate", G_CALLBACK (on_activate), self);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->list));
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_widget_add_css_class (scrolled, "card");
  gtk_widget_set_overflow (scrolled, GTK_OVERFLOW_HIDDEN);

  self->nothing = gtk_label_new (_ ("No card found"));
  gtk_widget_add_css_class (self->nothing, "weft-quiet");
  gtk_widget_set_can_target (self->nothing, FALSE);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), scrolled);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), self->nothing);
  g_signal_connect_object (self->selection, "items-changed", G_CALLBACK (on_n_changed), self, G_CONNECT_SWAPPED);
  on_n_changed (self);
  gtk_single_selection_set_selected (self->selection, 0);
  return overlay;
}

GtkWidget *
weft_task_picker_new (WeftBoard *board, WeftTask *without)
{
  WeftTaskPicker *self = g_object_new (WEFT_TYPE_TASK_PICKER, NULL);

  self->board = g_object_ref (board);
  self->without = g_object_ref (without);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->search = gtk_search_entry_new ();
  gtk_search_entry_set_placeholder_text (GTK_SEARCH_ENTRY (self->search), _ ("Search by key or title"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Search by key or title"), -1);
  g_signal_connect_swapped (self->search, "search-changed", G_CALLBACK (on_search_changed), self);
  g_signal_connect_swapped (self->search, "stop-search", G_CALLBACK (on_stop_search), self);
  gtk_search_entry_set_search_delay (GTK_SEARCH_ENTRY (self->search), 0);
  weft_field_keys_add (self->search, self->search, G_CALLBACK (on_key), self);
  gtk_box_append (GTK_BOX (self->box), self->search);
  gtk_box_append (GTK_BOX (self->box), make_list (self));
  return GTK_WIDGET (self);
}
