/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-board"

#include "config.h"

#include "features/board/view/weft-card-rows.h"

#include <math.h>

#include "features/board/view/weft-card-menu.h"

struct _WeftCardRows
{
  GObject parent_instance;

  WeftBoard *board;
  GtkWidget *owner;   /* unowned: it owns this */
  GtkListView *list;  /* unowned: in it */
  GPtrArray *items;   /* of GtkListItem: those which show a task */
  GtkEventController *pointer; /* unowned: the list's */
  double y;           /* of the pointer, in the list */
  GtkWidget *popover; /* (nullable): the menu of cards */
  char **menu_ids;    /* (nullable): which cards it is of, from when it comes until what was chosen is done */
  char *menu_task;    /* (nullable): id of the one which had the focus */
  guint menu_end;
};

G_DEFINE_FINAL_TYPE (WeftCardRows, weft_card_rows, G_TYPE_OBJECT)

static GtkWidget *
get_row (GtkListItem *item)
{
  return gtk_widget_get_parent (gtk_list_item_get_child (item));
}

static gboolean
on_menu_end (gpointer user_data)
{
  WeftCardRows *self = user_data;

  self->menu_end = 0;
  g_clear_pointer (&self->menu_ids, g_strfreev);
  return G_SOURCE_REMOVE;
}

/* It closes first, and then does what was chosen. */
static void
on_menu_closed (WeftCardRows *self)
{
  for (guint i = 0; i < self->items->len; i++)
    if (g_strcmp0 (weft_task_get_id (gtk_list_item_get_item (self->items->pdata[i])), self->menu_task) == 0)
      gtk_widget_grab_focus (get_row (self->items->pdata[i]));
  if (self->menu_end == 0)
    self->menu_end = g_idle_add (on_menu_end, self);
}

static void
show_menu (WeftCardRows *self, GtkListItem *item)
{
  g_autoptr (GMenuModel) menu = weft_card_menu_new ();
  GtkWidget *row = get_row (item);
  graphene_rect_t bounds;

  if (!weft_board_may_change (self->board) || !gtk_widget_compute_bounds (row, self->owner, &bounds))
    return;

  gtk_widget_grab_focus (row);
  g_clear_handle_id (&self->menu_end, g_source_remove);
  g_clear_pointer (&self->menu_ids, g_strfreev);
  self->menu_ids = weft_card_rows_dup_chosen (self);
  g_set_str (&self->menu_task, weft_task_get_id (gtk_list_item_get_item (item)));
  /* A new one each time: one that was shown keeps its height. */
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  self->popover = gtk_popover_menu_new_from_model (menu);
  gtk_widget_set_parent (self->popover, self->owner);
  g_signal_connect_object (self->popover, "closed", G_CALLBACK (on_menu_closed), self, G_CONNECT_SWAPPED);
  gtk_popover_set_pointing_to (
      GTK_POPOVER (self->popover),
      &(GdkRectangle) { (int) bounds.origin.x, (int) bounds.origin.y, (int) bounds.size.width, (int) bounds.size.height });
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

static void
on_secondary_pressed (GtkGestureClick *gesture, int n_press, double x, double y, WeftCardRows *self)
{
  GtkListItem *item = weft_card_rows_find (self, gtk_widget_pick (GTK_WIDGET (self->list), x, y, GTK_PICK_DEFAULT));

  if (item == NULL)
    return;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  show_menu (self, item);
}

static gboolean
on_menu_key (GtkWidget *list, GVariant *arguments, gpointer user_data)
{
  WeftCardRows *self = user_data;
  GtkRoot *root = gtk_widget_get_root (list);
  GtkListItem *item = weft_card_rows_find (self, root != NULL ? gtk_root_get_focus (root) : NULL);

  if (item != NULL)
    show_menu (self, item);
  return item != NULL;
}

static void
on_motion (GtkEventControllerMotion *motion, double x, double y, WeftCardRows *self)
{
  self->y = y;
}

static void
weft_card_rows_dispose (GObject *object)
{
  weft_card_rows_close (WEFT_CARD_ROWS (object));

  G_OBJECT_CLASS (weft_card_rows_parent_class)->dispose (object);
}

static void
weft_card_rows_finalize (GObject *object)
{
  WeftCardRows *self = WEFT_CARD_ROWS (object);

  g_ptr_array_unref (self->items);
  g_strfreev (self->menu_ids);
  g_free (self->menu_task);
  g_object_unref (self->board);

  G_OBJECT_CLASS (weft_card_rows_parent_class)->finalize (object);
}

static void
weft_card_rows_class_init (WeftCardRowsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_card_rows_dispose;
  G_OBJECT_CLASS (klass)->finalize = weft_card_rows_finalize;
}

static void
weft_card_rows_init (WeftCardRows *self)
{
  self->items = g_ptr_array_new ();
}

static void
add_keys (WeftCardRows *self)
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
    { gtk_keyval_trigger_new (GDK_KEY_Menu, 0), gtk_callback_action_new (on_menu_key, self, NULL) },
    { gtk_keyval_trigger_new (GDK_KEY_F10, GDK_SHIFT_MASK), gtk_callback_action_new (on_menu_key, self, NULL) },
  };

  /* Only here, as in text the keys mean other things. */
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_BUBBLE);
  for (guint i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys), gtk_shortcut_new (shortcuts[i].trigger, shortcuts[i].action));
  gtk_widget_add_controller (GTK_WIDGET (self->list), keys);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (secondary), GDK_BUTTON_SECONDARY);
  g_signal_connect_object (secondary, "pressed", G_CALLBACK (on_secondary_pressed), self, G_CONNECT_DEFAULT);
  gtk_widget_add_controller (GTK_WIDGET (self->list), GTK_EVENT_CONTROLLER (secondary));
}

static void
follow_pointer (WeftCardRows *self)
{
  self->pointer = gtk_event_controller_motion_new ();
  g_signal_connect_object (self->pointer, "enter", G_CALLBACK (on_motion), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (self->pointer, "motion", G_CALLBACK (on_motion), self, G_CONNECT_DEFAULT);
  gtk_widget_add_controller (GTK_WIDGET (self->list), self->pointer);
}

/* Public API */

WeftCardRows *
weft_card_rows_new (GtkWidget *owner, GtkListView *list, WeftBoard *board)
{
  WeftCardRows *self = g_object_new (WEFT_TYPE_CARD_ROWS, NULL);

  self->owner = owner;
  self->list = list;
  self->board = g_object_ref (board);
  add_keys (self);
  follow_pointer (self);
  return self;
}

void
weft_card_rows_add (WeftCardRows *self, GtkListItem *item)
{
  g_return_if_fail (WEFT_IS_CARD_ROWS (self));
  g_ptr_array_add (self->items, item);
}

void
weft_card_rows_remove (WeftCardRows *self, GtkListItem *item)
{
  g_return_if_fail (WEFT_IS_CARD_ROWS (self));
  g_ptr_array_remove_fast (self->items, item);
}

GPtrArray *
weft_card_rows_peek (WeftCardRows *self)
{
  g_return_val_if_fail (WEFT_IS_CARD_ROWS (self), NULL);
  return self->items;
}

GtkListItem *
weft_card_rows_find (WeftCardRows *self, GtkWidget *widget)
{
  g_return_val_if_fail (WEFT_IS_CARD_ROWS (self), NULL);

  for (guint i = 0; widget != NULL && i < self->items->len; i++)
    {
      GtkWidget *row = get_row (self->items->pdata[i]);

      if (widget == row || gtk_widget_is_ancestor (widget, row))
        return self->items->pdata[i];
    }

  return NULL;
}

GtkListItem *
weft_card_rows_find_focused (WeftCardRows *self)
{
  g_return_val_if_fail (WEFT_IS_CARD_ROWS (self), NULL);

  for (guint i = 0; i < self->items->len; i++)
    if (gtk_widget_has_focus (get_row (self->items->pdata[i])))
      return self->items->pdata[i];

  return NULL;
}

char **
weft_card_rows_dup_ids (WeftCardRows *self, GtkListItem *item)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  g_autoptr (GtkBitset) selected = NULL;
  GtkSelectionModel *model;
  GtkBitsetIter iter;
  guint position;

  g_return_val_if_fail (WEFT_IS_CARD_ROWS (self) && GTK_IS_LIST_ITEM (item), NULL);

  if (!gtk_list_item_get_selected (item))
    {
      g_strv_builder_add (ids, weft_task_get_id (gtk_list_item_get_item (item)));
      return g_strv_builder_end (ids);
    }

  model = gtk_list_view_get_model (self->list);
  selected = gtk_selection_model_get_selection (model);
  for (gboolean there = gtk_bitset_iter_init_first (&iter, selected, &position); there; there = gtk_bitset_iter_next (&iter, &position))
    {
      g_autoptr (WeftTask) task = g_list_model_get_item (G_LIST_MODEL (model), position);

      g_strv_builder_add (ids, weft_task_get_id (task));
    }
  return g_strv_builder_end (ids);
}

char **
weft_card_rows_dup_chosen (WeftCardRows *self)
{
  GtkListItem *focused;

  g_return_val_if_fail (WEFT_IS_CARD_ROWS (self), NULL);

  if (self->menu_ids != NULL)
    return g_strdupv (self->menu_ids);
  focused = weft_card_rows_find_focused (self);
  return focused != NULL ? weft_card_rows_dup_ids (self, focused) : NULL;
}

gboolean
weft_card_rows_has_menu (WeftCardRows *self)
{
  g_return_val_if_fail (WEFT_IS_CARD_ROWS (self), FALSE);
  return self->menu_ids != NULL;
}

void
weft_card_rows_focus (WeftCardRows *self, guint position)
{
  g_return_if_fail (WEFT_IS_CARD_ROWS (self));

  gtk_list_view_scroll_to (self->list, position, GTK_LIST_SCROLL_FOCUS, NULL); /* says only which row it is */
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

gboolean
weft_card_rows_go_to (WeftCardRows *self, const char *id)
{
  GListModel *model;
  guint n;

  g_return_val_if_fail (WEFT_IS_CARD_ROWS (self), FALSE);

  model = G_LIST_MODEL (gtk_list_view_get_model (self->list));
  n = g_list_model_get_n_items (model);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (WeftTask) task = g_list_model_get_item (model, i);

      if (id != NULL && !g_str_equal (weft_task_get_id (task), id))
        continue;
      weft_card_rows_focus (self, i);
      return TRUE;
    }

  return FALSE;
}

void
weft_card_rows_hold (WeftCardRows *self)
{
  GtkListItem *nearest = NULL;
  double distance = G_MAXDOUBLE;

  g_return_if_fail (WEFT_IS_CARD_ROWS (self));

  if (!gtk_event_controller_motion_contains_pointer (GTK_EVENT_CONTROLLER_MOTION (self->pointer)))
    return;
  for (guint i = 0; i < self->items->len; i++)
    {
      GtkWidget *row = get_row (self->items->pdata[i]);
      graphene_rect_t bounds;

      /* What is seen in part would be scrolled to be seen whole. */
      if (!gtk_widget_get_mapped (row) || !gtk_widget_compute_bounds (row, GTK_WIDGET (self->list), &bounds) || bounds.origin.y < 0
          || bounds.origin.y + bounds.size.height > (float) gtk_widget_get_height (GTK_WIDGET (self->list))
          || fabs (bounds.origin.y + bounds.size.height / 2 - self->y) >= distance)
        continue;
      nearest = self->items->pdata[i];
      distance = fabs (bounds.origin.y + bounds.size.height / 2 - self->y);
    }
  /* GtkListView holds what it was scrolled to last. */
  if (nearest != NULL)
    gtk_list_view_scroll_to (self->list, gtk_list_item_get_position (nearest), GTK_LIST_SCROLL_NONE, NULL);
}

void
weft_card_rows_close (WeftCardRows *self)
{
  g_return_if_fail (WEFT_IS_CARD_ROWS (self));

  g_clear_handle_id (&self->menu_end, g_source_remove);
  g_clear_pointer (&self->popover, gtk_widget_unparent);
}

void
weft_card_rows_describe (GtkListItem *item, const char *description)
{
  const char *text = description != NULL ? description : "";

  g_return_if_fail (GTK_IS_LIST_ITEM (item));

  if (g_strcmp0 (gtk_list_item_get_accessible_description (item), text) != 0)
    gtk_list_item_set_accessible_description (item, text);
}
