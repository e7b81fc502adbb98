/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-board"

#include "config.h"

#include "features/board/view/weft-list-view.h"

#include <glib/gi18n.h>

#include "features/board/client/weft-task-order.h"
#include "features/board/view/weft-card-menu.h"
#include "features/board/view/weft-lens-filter.h"
#include "features/board/view/weft-look-words.h"
#include "features/board/view/weft-task-header.h"
#include "features/board/view/weft-task-line.h"

struct _WeftListView
{
  GtkWidget parent_instance;

  WeftBoardLens *lens;
  WeftBoard *board;
  WeftPeople *people;
  WeftTaskOrder *order;
  GtkSortListModel *sorted;
  GtkMultiSelection *selection;
  GPtrArray *items;   /* of GtkListItem: those which show a task */
  GtkWidget *popover; /* (nullable): the menu of cards */
  char **menu_ids;    /* (nullable): which cards it is of, from when it comes until what was chosen is done */
  char *menu_task;    /* (nullable): id of the one which had the focus */
  guint menu_end;

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
  return weft_task_order_compare (((WeftListView *) user_data)->order, (gpointer) a, (gpointer) b);
}

static int
compare_groups (gconstpointer a, gconstpointer b, gpointer user_data)
{
  return weft_task_order_compare_groups (((WeftListView *) user_data)->order, (gpointer) a, (gpointer) b);
}

static void
make_order (WeftListView *self)
{
  const WeftBoardLook *look = weft_board_lens_get_look (self->lens);
  const WeftTaskNames names = {
    .code = weft_board_get_code (self->board),
    .people = G_LIST_MODEL (self->people),
    .statuses = G_LIST_MODEL (self->board),
    .labels = weft_board_get_labels (self->board),
  };

  g_clear_pointer (&self->order, weft_task_order_free);
  self->order = weft_task_order_new (&names, look->sort, look->descending, look->grouping);
}

/* Another order, or none: as they stand on the board they come by themselves. */
static void
arrange (WeftListView *self)
{
  const WeftBoardLook *look = weft_board_lens_get_look (self->lens);
  gboolean grouped = look->grouping != WEFT_GROUP_NONE;
  g_autoptr (GtkSorter) sorter = NULL;
  g_autoptr (GtkSorter) sections = NULL;

  make_order (self);
  if (grouped || look->sort != WEFT_SORT_RANK)
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
  make_order (self);
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

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item, WeftListView *self)
{
  GtkWidget *line = weft_task_line_new (self->people);

  g_signal_connect (line, "changed", G_CALLBACK (speak), item);
  gtk_list_item_set_child (item, line);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, WeftListView *self)
{
  weft_task_line_show (WEFT_TASK_LINE (gtk_list_item_get_child (item)), self->board, gtk_list_item_get_item (item));
  g_ptr_array_add (self->items, item);
}

static void
on_unbind (GtkSignalListItemFactory *factory, GtkListItem *item, WeftListView *self)
{
  g_ptr_array_remove_fast (self->items, item);
  weft_task_line_show (WEFT_TASK_LINE (gtk_list_item_get_child (item)), NULL, NULL);
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
                              weft_task_order_get_group (self->order, task), task);
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

/* The menu of a card, and of those which are selected with it */

static GtkWidget *
get_row (GtkListItem *item)
{
  return gtk_widget_get_parent (gtk_list_item_get_child (item));
}

static gboolean
on_menu_end (gpointer user_data)
{
  WeftListView *self = user_data;

  self->menu_end = 0;
  g_clear_pointer (&self->menu_ids, g_strfreev);
  return G_SOURCE_REMOVE;
}

/* It closes first, and then does what was chosen. */
static void
on_menu_closed (WeftListView *self)
{
  for (guint i = 0; i < self->items->len; i++)
    if (g_strcmp0 (weft_task_get_id (gtk_list_item_get_item (self->items->pdata[i])), self->menu_task) == 0)
      gtk_widget_grab_focus (get_row (self->items->pdata[i]));
  if (self->menu_end == 0)
    self->menu_end = g_idle_add (on_menu_end, self);
}

static void
show_menu (WeftListView *self, GtkListItem *item)
{
  g_autoptr (GMenuModel) menu = weft_card_menu_new ();
  GtkWidget *row = get_row (item);
  graphene_rect_t bounds;

  if (!weft_board_may_change (self->board) || !gtk_widget_compute_bounds (row, GTK_WIDGET (self), &bounds))
    return;

  gtk_widget_grab_focus (row);
  g_clear_handle_id (&self->menu_end, g_source_remove);
  g_clear_pointer (&self->menu_ids, g_strfreev);
  self->menu_ids = weft_list_view_dup_chosen (self);
  g_set_str (&self->menu_task, weft_task_get_id (gtk_list_item_get_item (item)));
  /* A new one each time: one that was shown keeps its height. */
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  self->popover = gtk_popover_menu_new_from_model (menu);
  gtk_widget_set_parent (self->popover, GTK_WIDGET (self));
  g_signal_connect_swapped (self->popover, "closed", G_CALLBACK (on_menu_closed), self);
  gtk_popover_set_pointing_to (
      GTK_POPOVER (self->popover),
      &(GdkRectangle) { (int) bounds.origin.x, (int) bounds.origin.y, (int) bounds.size.width, (int) bounds.size.height });
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

/* (nullable): the item whose row is @widget or around it */
static GtkListItem *
find_item (WeftListView *self, GtkWidget *widget)
{
  for (guint i = 0; widget != NULL && i < self->items->len; i++)
    {
      GtkWidget *row = get_row (self->items->pdata[i]);

      if (widget == row || gtk_widget_is_ancestor (widget, row))
        return self->items->pdata[i];
    }

  return NULL;
}

static void
on_secondary_pressed (GtkGestureClick *gesture, int n_press, double x, double y, WeftListView *self)
{
  GtkListItem *item = find_item (self, gtk_widget_pick (self->list, x, y, GTK_PICK_DEFAULT));

  if (item == NULL)
    return;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  show_menu (self, item);
}

static gboolean
on_menu_key (GtkWidget *list, GVariant *arguments, gpointer user_data)
{
  WeftListView *self = WEFT_LIST_VIEW (gtk_widget_get_ancestor (list, WEFT_TYPE_LIST_VIEW));
  GtkRoot *root = gtk_widget_get_root (list);
  GtkListItem *item = find_item (self, root != NULL ? gtk_root_get_focus (root) : NULL);

  if (item != NULL)
    show_menu (self, item);
  return item != NULL;
}

static void
weft_list_view_dispose (GObject *object)
{
  WeftListView *self = WEFT_LIST_VIEW (object);

  g_clear_handle_id (&self->menu_end, g_source_remove);
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_pointer (&self->box, gtk_widget_unparent);
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
weft_list_view_finalize (GObject *object)
{
  WeftListView *self = WEFT_LIST_VIEW (object);

  g_clear_pointer (&self->order, weft_task_order_free);
  g_ptr_array_unref (self->items);
  g_strfreev (self->menu_ids);
  g_free (self->menu_task);

  G_OBJECT_CLASS (weft_list_view_parent_class)->finalize (object);
}

static void
weft_list_view_class_init (WeftListViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = weft_list_view_dispose;
  object_class->finalize = weft_list_view_finalize;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);

  signals[OPENED]
      = g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, WEFT_TYPE_TASK);
}

static void
weft_list_view_init (WeftListView *self)
{
  self->items = g_ptr_array_new ();
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

static void
add_keys (WeftListView *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();
  GtkGesture *secondary = gtk_gesture_click_new ();
  const struct
  {
    GtkShortcutTrigger *trigger;
    GtkShortcutAction *action;
  } shortcuts[] = {
    { gtk_keyval_trigger_new (GDK_KEY_Delete, 0), gtk_named_action_new ("board.delete-card") },
    { gtk_keyval_trigger_new (GDK_KEY_t, GDK_CONTROL_MASK), gtk_named_action_new ("board.comments") },
    { gtk_keyval_trigger_new (GDK_KEY_Menu, 0), gtk_callback_action_new (on_menu_key, NULL, NULL) },
    { gtk_keyval_trigger_new (GDK_KEY_F10, GDK_SHIFT_MASK), gtk_callback_action_new (on_menu_key, NULL, NULL) },
  };

  /* Only here, as in text the keys mean other things. */
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_BUBBLE);
  for (guint i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys), gtk_shortcut_new (shortcuts[i].trigger, shortcuts[i].action));
  gtk_widget_add_controller (self->list, keys);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (secondary), GDK_BUTTON_SECONDARY);
  g_signal_connect_object (secondary, "pressed", G_CALLBACK (on_secondary_pressed), self, G_CONNECT_DEFAULT);
  gtk_widget_add_controller (self->list, GTK_EVENT_CONTROLLER (secondary));
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
  add_keys (self);
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
  g_signal_connect_object (self->board, "told", G_CALLBACK (order_again), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->board, "changed", G_CALLBACK (order_again), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->people, "changed", G_CALLBACK (order_again), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

static GtkListItem *
find_focused (WeftListView *self)
{
  for (guint i = 0; i < self->items->len; i++)
    if (gtk_widget_has_focus (get_row (self->items->pdata[i])))
      return self->items->pdata[i];

  return NULL;
}

WeftTask *
weft_list_view_get_focused (WeftListView *self)
{
  GtkListItem *focused;

  g_return_val_if_fail (WEFT_IS_LIST_VIEW (self), NULL);

  focused = find_focused (self);
  return focused != NULL ? gtk_list_item_get_item (focused) : NULL;
}

char **
weft_list_view_dup_chosen (WeftListView *self)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  g_autoptr (GtkBitset) selected = NULL;
  GtkListItem *focused;
  GtkBitsetIter iter;
  guint position;

  g_return_val_if_fail (WEFT_IS_LIST_VIEW (self), NULL);

  if (self->menu_ids != NULL)
    return g_strdupv (self->menu_ids);
  focused = find_focused (self);
  if (focused == NULL)
    return NULL;
  if (!gtk_list_item_get_selected (focused))
    {
      g_strv_builder_add (ids, weft_task_get_id (gtk_list_item_get_item (focused)));
      return g_strv_builder_end (ids);
    }

  selected = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  for (gboolean there = gtk_bitset_iter_init_first (&iter, selected, &position); there; there = gtk_bitset_iter_next (&iter, &position))
    {
      g_autoptr (WeftTask) task = dup_task (self, position);

      g_strv_builder_add (ids, weft_task_get_id (task));
    }
  return g_strv_builder_end (ids);
}

gboolean
weft_list_view_go_to (WeftListView *self, const char *id)
{
  guint n;

  g_return_val_if_fail (WEFT_IS_LIST_VIEW (self), FALSE);

  n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (WeftTask) task = dup_task (self, i);

      if (id != NULL && !g_str_equal (weft_task_get_id (task), id))
        continue;
      gtk_list_view_scroll_to (GTK_LIST_VIEW (self->list), i, GTK_LIST_SCROLL_FOCUS, NULL); /* says only which row it is */
      gtk_widget_grab_focus (self->list);
      return TRUE;
    }

  return FALSE;
}
