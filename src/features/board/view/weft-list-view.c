/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-board"

#include "config.h"

#include "features/board/view/weft-list-view.h"

#include <glib/gi18n.h>

#include "features/board/client/weft-task-order.h"
#include "features/board/view/weft-card-rows.h"
#include "features/board/view/weft-lens-filter.h"
#include "features/board/view/weft-look-words.h"
#include "features/board/view/weft-onlooker-words.h"
#include "features/board/view/weft-task-header.h"
#include "features/board/view/weft-task-line.h"

struct _WeftListView
{
  GtkWidget parent_instance;

  WeftBoardLens *lens;
  WeftBoard *board;
  WeftPeople *people;
  GtkSortListModel *sorted;
  GtkMultiSelection *selection;
  WeftCardRows *rows;
  WeftOnlookers *onlookers; /* (nullable) */

  GtkListItemFactory *heads;

  GtkWidget *box;
  GtkWidget *list;
};

enum
{
  OPENED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftListView, weft_list_view, GTK_TYPE_WIDGET)

/* Order */

static int
compare (gconstpointer a, gconstpointer b, gpointer user_data)
{
  return weft_task_order_compare (weft_board_lens_get_order (((WeftListView *) user_data)->lens), (gpointer) a, (gpointer) b);
}

static int
compare_groups (gconstpointer a, gconstpointer b, gpointer user_data)
{
  return weft_task_order_compare_groups (weft_board_lens_get_order (((WeftListView *) user_data)->lens), (gpointer) a, (gpointer) b);
}

/* Another order, or none: as they stand on the board they come by themselves. */
static void
arrange (WeftListView *self)
{
  const WeftBoardLook *look = weft_board_lens_get_look (self->lens);
  gboolean grouped = look->grouping.kind != WEFT_GROUP_NONE;
  g_autoptr (GtkSorter) sorter = NULL;
  g_autoptr (GtkSorter) sections = NULL;

  if (grouped || look->sort.kind != WEFT_SORT_RANK)
    sorter = GTK_SORTER (gtk_custom_sorter_new (compare, self, NULL));
  if (grouped)
    sections = GTK_SORTER (gtk_custom_sorter_new (compare_groups, self, NULL));
  /* Heads are made anew: what stands in one says of what kind its group is. */
  gtk_list_view_set_header_factory (GTK_LIST_VIEW (self->list), NULL);
  gtk_sort_list_model_set_section_sorter (self->sorted, sections);
  gtk_sort_list_model_set_sorter (self->sorted, sorter);
  if (grouped)
    gtk_list_view_set_header_factory (GTK_LIST_VIEW (self->list), self->heads);
}

/* What they are ordered by is another. */
static void
order_again (WeftListView *self)
{
  GtkSorter *sorter = gtk_sort_list_model_get_sorter (self->sorted);
  GtkSorter *sections = gtk_sort_list_model_get_section_sorter (self->sorted);

  if (sorter == NULL)
    return;
  if (sections != NULL)
    gtk_sorter_changed (sections, GTK_SORTER_CHANGE_DIFFERENT);
  gtk_sorter_changed (sorter, GTK_SORTER_CHANGE_DIFFERENT);
}

/* Rows */

static void
speak (WeftTaskLine *line, GtkListItem *item)
{
  g_autofree char *sentence = weft_task_line_dup_sentence (line);

  gtk_list_item_set_accessible_label (item, sentence);
}

/* Who else has it open, or holds it. */
static void
mark (WeftListView *self, GtkListItem *item)
{
  const char *task = weft_task_get_id (gtk_list_item_get_item (item));
  const char *name = NULL;
  gboolean held = FALSE;
  const char *id = self->onlookers != NULL ? weft_onlookers_find_marked (self->onlookers, self->people, task, &name, &held) : NULL;
  g_autofree char *sentence = id != NULL ? weft_onlookers_describe_card (self->onlookers, self->people, task) : NULL;

  weft_task_line_set_onlooker (WEFT_TASK_LINE (gtk_list_item_get_child (item)), id, name, held);
  weft_card_rows_describe (item, sentence);
}

static void
mark_all (WeftListView *self)
{
  GPtrArray *items = weft_card_rows_peek (self->rows);

  for (guint i = 0; i < items->len; i++)
    mark (self, items->pdata[i]);
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item, WeftListView *self)
{
  GtkWidget *line = weft_task_line_new (self->lens);

  g_signal_connect (line, "changed", G_CALLBACK (speak), item);
  gtk_list_item_set_child (item, line);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, WeftListView *self)
{
  weft_task_line_show (WEFT_TASK_LINE (gtk_list_item_get_child (item)), gtk_list_item_get_item (item));
  weft_card_rows_add (self->rows, item);
  mark (self, item);
}

static void
on_unbind (GtkSignalListItemFactory *factory, GtkListItem *item, WeftListView *self)
{
  weft_card_rows_remove (self->rows, item);
  weft_task_line_set_onlooker (WEFT_TASK_LINE (gtk_list_item_get_child (item)), NULL, NULL, FALSE);
  weft_task_line_show (WEFT_TASK_LINE (gtk_list_item_get_child (item)), NULL);
}

/* Names are others, or there are other columns. */
static void
refresh (WeftListView *self)
{
  GPtrArray *items = weft_card_rows_peek (self->rows);

  for (guint i = 0; i < items->len; i++)
    {
      weft_task_line_refresh (WEFT_TASK_LINE (gtk_list_item_get_child (items->pdata[i])));
      mark (self, items->pdata[i]);
    }
}

static void
update_head (GtkListHeader *header, GParamSpec *pspec, WeftListView *self)
{
  GtkWidget *label = gtk_list_header_get_child (header);
  WeftTask *task = gtk_list_header_get_item (header);
  guint n = gtk_list_header_get_n_items (header);
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;

  if (task == NULL || label == NULL)
    return;
  name = weft_group_describe (self->board, self->people, weft_board_lens_get_look (self->lens)->grouping,
                              weft_task_order_get_group (weft_board_lens_get_order (self->lens), task));
  /* Translators: above a group of cards: its name, and how many there are. */
  text = g_strdup_printf (ngettext ("%s · %u card", "%s · %u cards", n), name, n);
  gtk_label_set_text (GTK_LABEL (label), text);
}

static void
on_head_setup (GtkSignalListItemFactory *factory, GtkListHeader *header, WeftListView *self)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "weft-h2");
  gtk_list_header_set_child (header, label);
  g_signal_connect_object (header, "notify::n-items", G_CALLBACK (update_head), self, G_CONNECT_DEFAULT);
}

static void
on_head_bind (GtkSignalListItemFactory *factory, GtkListHeader *header, WeftListView *self)
{
  update_head (header, NULL, self);
}

static WeftTask *
dup_task (WeftListView *self, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (self->selection), position);
}

static void
on_activate (GtkListView *list, guint position, WeftListView *self)
{
  g_autoptr (WeftTask) task = dup_task (self, position);

  if (task != NULL)
    g_signal_emit (self, signals[OPENED], 0, task);
}

static void
weft_list_view_dispose (GObject *object)
{
  WeftListView *self = WEFT_LIST_VIEW (object);

  weft_list_view_set_onlookers (self, NULL);
  if (self->rows != NULL)
    weft_card_rows_close (self->rows);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->rows);
  if (self->sorted != NULL)
    {
      /* They look into what goes now. */
      gtk_sort_list_model_set_section_sorter (self->sorted, NULL);
      gtk_sort_list_model_set_sorter (self->sorted, NULL);
    }
  g_clear_object (&self->selection);
  g_clear_object (&self->heads);
  g_clear_object (&self->sorted);
  g_clear_object (&self->people);
  g_clear_object (&self->board);
  g_clear_object (&self->lens);

  G_OBJECT_CLASS (weft_list_view_parent_class)->dispose (object);
}

static void
weft_list_view_class_init (WeftListViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = weft_list_view_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);

  signals[OPENED]
      = g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, WEFT_TYPE_TASK);
}

static void
weft_list_view_init (WeftListView *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

static void
make_list (WeftListView *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  g_signal_connect_object (factory, "setup", G_CALLBACK (on_setup), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (factory, "bind", G_CALLBACK (on_bind), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (on_unbind), self, G_CONNECT_DEFAULT);
  self->heads = gtk_signal_list_item_factory_new ();
  g_signal_connect_object (self->heads, "setup", G_CALLBACK (on_head_setup), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (self->heads, "bind", G_CALLBACK (on_head_bind), self, G_CONNECT_DEFAULT);
  self->list = gtk_list_view_new (g_object_ref (GTK_SELECTION_MODEL (self->selection)), factory);
  gtk_list_view_set_tab_behavior (GTK_LIST_VIEW (self->list), GTK_LIST_TAB_ITEM);
  gtk_widget_add_css_class (self->list, "weft-task-lines");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Cards"), -1);
  g_signal_connect (self->list, "activate", G_CALLBACK (on_activate), self);
  self->rows = weft_card_rows_new (GTK_WIDGET (self), GTK_LIST_VIEW (self->list), self->board);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->list);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (self->box), scroller);
}

GtkWidget *
weft_list_view_new (WeftBoardLens *lens, WeftPeople *people)
{
  WeftListView *self = g_object_new (WEFT_TYPE_LIST_VIEW, NULL);
  GtkWidget *header = weft_task_header_new (lens);
  GListModel *all, *wanted;

  self->lens = g_object_ref (lens);
  self->board = g_object_ref (weft_board_lens_get_board (lens));
  self->people = g_object_ref (people);
  all = G_LIST_MODEL (gtk_flatten_list_model_new (g_object_ref (G_LIST_MODEL (self->board))));
  wanted = G_LIST_MODEL (gtk_filter_list_model_new (all, weft_lens_filter_new (lens)));
  self->sorted = gtk_sort_list_model_new (wanted, NULL);
  self->selection = gtk_multi_selection_new (g_object_ref (G_LIST_MODEL (self->sorted)));
  gtk_widget_add_css_class (header, "weft-task-header");
  gtk_box_append (GTK_BOX (self->box), header);
  make_list (self);
  arrange (self);
  g_signal_connect_object (lens, "arranged", G_CALLBACK (arrange), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (lens, "arranged", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->board, "changed", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (people, "changed", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (lens, "ordered", G_CALLBACK (order_again), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

void
weft_list_view_set_onlookers (WeftListView *self, WeftOnlookers *onlookers)
{
  g_return_if_fail (WEFT_IS_LIST_VIEW (self));

  if (self->onlookers == onlookers)
    return;
  if (self->onlookers != NULL)
    g_signal_handlers_disconnect_by_func (self->onlookers, mark_all, self);
  g_set_object (&self->onlookers, onlookers);
  if (onlookers == NULL)
    return;
  g_signal_connect_swapped (onlookers, "changed", G_CALLBACK (mark_all), self);
  mark_all (self);
}

WeftTask *
weft_list_view_get_focused (WeftListView *self)
{
  GtkListItem *focused;

  g_return_val_if_fail (WEFT_IS_LIST_VIEW (self), NULL);

  focused = weft_card_rows_find_focused (self->rows);
  return focused != NULL ? gtk_list_item_get_item (focused) : NULL;
}

char **
weft_list_view_dup_chosen (WeftListView *self)
{
  g_return_val_if_fail (WEFT_IS_LIST_VIEW (self), NULL);
  return weft_card_rows_dup_chosen (self->rows);
}

gboolean
weft_list_view_go_to (WeftListView *self, const char *id)
{
  g_return_val_if_fail (WEFT_IS_LIST_VIEW (self), FALSE);
  return weft_card_rows_go_to (self->rows, id);
}
