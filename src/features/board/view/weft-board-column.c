/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-board"

#include "config.h"

#include "features/board/view/weft-board-column.h"

#include <glib/gi18n.h>

#include "features/board/view/weft-card-menu.h"
#include "features/board/view/weft-lens-filter.h"
#include "features/board/view/weft-task-row.h"
#include "features/board/view/weft-task-words.h"
#include "ui/weft-text-scale.h"

#define WIDTH 228     /* px, at least (LOOK.md, Board) */
#define SLOT 64       /* px: as high as most cards */
#define EDGE 36       /* px from the border at which a drag scrolls */
#define SCROLL 12     /* px a frame */

struct _WeftBoardColumn
{
  GtkWidget parent_instance;

  WeftBoardLens *lens;
  WeftBoard *board;
  WeftPeople *people;
  WeftProjectStatus *status;
  GListModel *shown;  /* those of its tasks which are wanted */
  const WeftCardStyle *style; /* the board's */
  WeftCardMove *move; /* (nullable) */
  WeftCardMove *drag; /* (nullable): what a pointer has begun to drag from here */
  GtkMultiSelection *selection;
  GPtrArray *items;   /* of GtkListItem: those which show a card */
  char *wanted;       /* (nullable): id of a task which takes the focus when it comes */
  GtkWidget *popover; /* (nullable): the menu of cards */
  char **menu_ids;    /* (nullable): which cards it is of, from when it comes until what was chosen is done */
  char *menu_task;    /* (nullable): id of the one which had the focus */
  guint menu_end;
  guint tick;
  int scroll;         /* px a frame */

  GtkWidget *box;
  GtkWidget *name;
  GtkWidget *count;
  GtkWidget *warning;
  GtkWidget *add;
  GtkWidget *entry;
  GtkWidget *lane;
  GtkWidget *scroller;
  GtkWidget *list;
  GtkWidget *slot;    /* where there is no card at all */
};

enum
{
  DRAGGED,
  DROPPED,
  OPENED,
  ADDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftBoardColumn, weft_board_column, GTK_TYPE_WIDGET)

/* Head */

static void
update_head (WeftBoardColumn *self)
{
  guint n = weft_project_status_get_n_tasks (self->status); /* of all: a limit is of the status, whatever is looked for */
  guint n_shown = g_list_model_get_n_items (self->shown);
  guint wip = weft_project_status_get_wip (self->status);
  gboolean over = weft_project_status_is_over (self->status);
  /* Isolated, or right-to-left text turns "3 / 6" into "6 / 3". */
  g_autofree char *count = wip > 0 ? g_strdup_printf ("\u2066%u / %u\u2069", n, wip) : g_strdup_printf ("%u", n);
  g_autofree char *tasks = g_strdup_printf (ngettext ("%u card", "%u cards", n), n);
  g_autofree char *label = NULL;

  gtk_label_set_text (GTK_LABEL (self->name), weft_project_status_get_name (self->status));
  gtk_label_set_text (GTK_LABEL (self->count), count);
  gtk_widget_set_visible (self->warning, over);
  if (over)
    gtk_widget_add_css_class (self->box, "over");
  else
    gtk_widget_remove_css_class (self->box, "over");

  if (wip > 0)
    /* Translators: a column for screen readers: its name, how many cards are in it, and how many it takes. */
    label = g_strdup_printf (_ ("%s, %s, limit %u"), weft_project_status_get_name (self->status), tasks, wip);
  else
    /* Translators: a column for screen readers: its name, and how many cards are in it. */
    label = g_strdup_printf (_ ("%s, %s"), weft_project_status_get_name (self->status), tasks);
  if (n_shown < n)
    {
      g_autofree char *whole = g_steal_pointer (&label);

      /* Translators: a column for screen readers while cards are filtered: "In review, 12 cards", and how many of them are seen. */
      label = g_strdup_printf (ngettext ("%s, %u shown", "%s, %u shown", n_shown), whole, n_shown);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}


/* Cards */

static WeftTaskRow *
get_row (GtkListItem *item)
{
  return WEFT_TASK_ROW (gtk_list_item_get_child (item));
}

/* Names and labels are others. */
static void
update_cards (WeftBoardColumn *self)
{
  for (guint i = 0; i < self->items->len; i++)
    weft_task_card_update (weft_task_row_get_card (get_row (self->items->pdata[i])));
}

static void
on_board_changed (WeftBoardColumn *self)
{
  gtk_widget_set_visible (self->add, weft_board_may_change (self->board));
  update_cards (self);
}

static void
update_slots (WeftBoardColumn *self)
{
  gboolean here = self->move != NULL && weft_card_move_get_status (self->move) == self->status;
  WeftTask *next = here ? weft_card_move_find_next (self->move) : NULL;
  guint n = g_list_model_get_n_items (self->shown);

  gtk_widget_set_visible (self->slot, here && n == 0);
  if (here)
    gtk_widget_add_css_class (self->lane, "target");
  else
    gtk_widget_remove_css_class (self->lane, "target");
  for (guint i = 0; i < self->items->len; i++)
    {
      GtkListItem *item = self->items->pdata[i];
      WeftTask *task = gtk_list_item_get_item (item);
      gboolean last = gtk_list_item_get_position (item) + 1 == n;

      weft_task_row_set_lifted (get_row (item), self->move != NULL && weft_card_move_has (self->move, task));
      weft_task_row_set_slots (get_row (item), here && task == next ? SLOT : 0, here && next == NULL && last ? SLOT : 0);
    }
}

static void
speak (WeftTaskCard *card, GtkListItem *item)
{
  g_autofree char *sentence = weft_task_card_dup_sentence (card);

  gtk_list_item_set_accessible_label (item, sentence);
}

/* (nullable): the item whose row is @widget or around it */
static GtkListItem *
find_item (WeftBoardColumn *self, GtkWidget *widget)
{
  for (guint i = 0; widget != NULL && i < self->items->len; i++)
    {
      GtkWidget *row = gtk_widget_get_parent (GTK_WIDGET (get_row (self->items->pdata[i])));

      if (widget == row || gtk_widget_is_ancestor (widget, row))
        return self->items->pdata[i];
    }

  return NULL;
}

/* That of @item, and if it is selected all that are. */
static char **
dup_ids (WeftBoardColumn *self, GtkListItem *item)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  guint n = g_list_model_get_n_items (self->shown);

  if (!gtk_list_item_get_selected (item))
    {
      g_strv_builder_add (ids, weft_task_get_id (gtk_list_item_get_item (item)));
      return g_strv_builder_end (ids);
    }
  for (guint i = 0; i < n; i++)
    if (gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self->selection), i))
      {
        g_autoptr (WeftTask) task = g_list_model_get_item (self->shown, i);

        g_strv_builder_add (ids, weft_task_get_id (task));
      }
  return g_strv_builder_end (ids);
}

static GdkContentProvider *
on_drag_prepare (GtkDragSource *source, double x, double y, WeftBoardColumn *self)
{
  GtkListItem *item = find_item (self, gtk_widget_pick (self->list, x, y, GTK_PICK_DEFAULT));
  GtkWidget *card = item != NULL ? GTK_WIDGET (weft_task_row_get_card (get_row (item))) : NULL;
  g_auto (GStrv) ids = NULL;
  graphene_rect_t bounds;

  if (item == NULL || !weft_board_may_change (self->board) || !gtk_widget_compute_bounds (card, self->list, &bounds)
      || !graphene_rect_contains_point (&bounds, &GRAPHENE_POINT_INIT ((float) x, (float) y)))
    return NULL;

  ids = dup_ids (self, item);
  g_clear_object (&self->drag);
  self->drag = weft_card_move_new (self->lens, (const char *const *) ids);
  {
    g_autoptr (GdkPaintable) shown = gtk_widget_paintable_new (card);
    g_autoptr (GdkPaintable) picture = gdk_paintable_get_current_image (shown);

    gtk_drag_source_set_icon (source, picture, gtk_widget_get_width (card) / 2, 16);
  }
  return gdk_content_provider_new_typed (WEFT_TYPE_CARD_MOVE, self->drag);
}

static void
on_drag_begin (GtkDragSource *source, GdkDrag *drag, WeftBoardColumn *self)
{
  g_signal_emit (self, signals[DRAGGED], 0, self->drag);
}

static void
on_drag_end (GtkDragSource *source, GdkDrag *drag, gboolean delete, WeftBoardColumn *self)
{
  g_clear_object (&self->drag);
  g_signal_emit (self, signals[DRAGGED], 0, NULL);
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item, WeftBoardColumn *self)
{
  GtkWidget *row = weft_task_row_new (self->people);
  WeftTaskCard *card = weft_task_row_get_card (WEFT_TASK_ROW (row));

  g_signal_connect (card, "changed", G_CALLBACK (speak), item);
  gtk_list_item_set_child (item, row);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, WeftBoardColumn *self)
{
  weft_task_card_show (weft_task_row_get_card (get_row (item)), self->style, self->board, gtk_list_item_get_item (item));
  g_ptr_array_add (self->items, item);
  if (self->move != NULL)
    update_slots (self);
}

static void
on_unbind (GtkSignalListItemFactory *factory, GtkListItem *item, WeftBoardColumn *self)
{
  g_ptr_array_remove_fast (self->items, item);
  weft_task_row_set_slots (get_row (item), 0, 0);
  weft_task_row_set_lifted (get_row (item), FALSE);
  weft_task_card_show (weft_task_row_get_card (get_row (item)), NULL, NULL, NULL);
}

static void
on_activate (GtkListView *list, guint position, WeftBoardColumn *self)
{
  g_autoptr (WeftTask) task = g_list_model_get_item (self->shown, position);

  if (task != NULL)
    g_signal_emit (self, signals[OPENED], 0, task);
}

/* The menu of a card, and of those which are selected with it */

static gboolean
on_menu_end (gpointer user_data)
{
  WeftBoardColumn *self = user_data;

  self->menu_end = 0;
  g_clear_pointer (&self->menu_ids, g_strfreev);
  return G_SOURCE_REMOVE;
}

/* It closes first, and then does what was chosen. */
static void
on_menu_closed (WeftBoardColumn *self)
{
  for (guint i = 0; i < self->items->len; i++)
    if (g_strcmp0 (weft_task_get_id (gtk_list_item_get_item (self->items->pdata[i])), self->menu_task) == 0)
      gtk_widget_grab_focus (gtk_widget_get_parent (GTK_WIDGET (get_row (self->items->pdata[i]))));
  if (self->menu_end == 0)
    self->menu_end = g_idle_add (on_menu_end, self);
}

static void
show_menu (WeftBoardColumn *self, GtkListItem *item)
{
  g_autoptr (GMenuModel) menu = weft_card_menu_new ();
  GtkWidget *row = gtk_widget_get_parent (GTK_WIDGET (get_row (item)));
  graphene_rect_t bounds;

  if (!weft_board_may_change (self->board) || !gtk_widget_compute_bounds (row, GTK_WIDGET (self), &bounds))
    return;

  gtk_widget_grab_focus (row);
  g_clear_handle_id (&self->menu_end, g_source_remove);
  g_clear_pointer (&self->menu_ids, g_strfreev);
  self->menu_ids = weft_board_column_dup_chosen (self);
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

static void
on_secondary_pressed (GtkGestureClick *gesture, int n_press, double x, double y, WeftBoardColumn *self)
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
  WeftBoardColumn *self = WEFT_BOARD_COLUMN (gtk_widget_get_ancestor (list, WEFT_TYPE_BOARD_COLUMN));
  GtkRoot *root = gtk_widget_get_root (list);
  GtkListItem *item = find_item (self, root != NULL ? gtk_root_get_focus (root) : NULL);

  if (item != NULL)
    show_menu (self, item);
  return item != NULL;
}

static void
focus_position (WeftBoardColumn *self, guint position)
{
  g_clear_pointer (&self->wanted, g_free);
  gtk_list_view_scroll_to (GTK_LIST_VIEW (self->list), position, GTK_LIST_SCROLL_FOCUS, NULL); /* says only which row it is */
  gtk_widget_grab_focus (self->list);
}

static void
on_items_changed (GListModel *model, guint position, guint removed, guint added, WeftBoardColumn *self)
{
  if (self->move != NULL)
    update_slots (self);
  for (guint i = position; self->wanted != NULL && i < position + added; i++)
    {
      g_autoptr (WeftTask) task = g_list_model_get_item (model, i);

      if (g_str_equal (weft_task_get_id (task), self->wanted))
        focus_position (self, i);
    }
}

/* Dragging over it */

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  WeftBoardColumn *self = WEFT_BOARD_COLUMN (widget);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));

  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + self->scroll);
  return G_SOURCE_CONTINUE;
}

static void
set_scroll (WeftBoardColumn *self, int scroll)
{
  self->scroll = scroll;
  if (scroll != 0 && self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_tick, NULL, NULL);
  if (scroll == 0 && self->tick != 0)
    {
      gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
      self->tick = 0;
    }
}

/* How many cards stand above @y, in the lane. */
static guint
count_above (WeftBoardColumn *self, double y)
{
  guint n = g_list_model_get_n_items (self->shown);

  for (guint i = 0; i < self->items->len; i++)
    {
      GtkListItem *item = self->items->pdata[i];
      GtkWidget *card = GTK_WIDGET (weft_task_row_get_card (get_row (item)));
      graphene_rect_t bounds;

      if (gtk_widget_compute_bounds (card, self->lane, &bounds) && bounds.origin.y + bounds.size.height / 2 >= y)
        n = MIN (n, gtk_list_item_get_position (item));
    }

  return n;
}

static GdkDragAction
on_drop_motion (GtkDropTarget *target, double x, double y, WeftBoardColumn *self)
{
  int height = gtk_widget_get_height (self->lane);

  if (self->move == NULL)
    return 0;

  set_scroll (self, y < EDGE ? -SCROLL : y > height - EDGE ? SCROLL : 0);
  weft_card_move_set_place (self->move, self->status, weft_card_move_count_above (self->move, self->status, count_above (self, y)));
  return GDK_ACTION_MOVE;
}

static void
on_drop_leave (GtkDropTarget *target, WeftBoardColumn *self)
{
  set_scroll (self, 0);
}

static gboolean
on_drop (GtkDropTarget *target, const GValue *value, double x, double y, WeftBoardColumn *self)
{
  set_scroll (self, 0);
  if (self->move == NULL)
    return FALSE;
  g_signal_emit (self, signals[DROPPED], 0);
  return TRUE;
}

/* A new card */

static void
end_entry (WeftBoardColumn *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  gtk_widget_set_visible (self->entry, FALSE);
}

static void
on_entry_activate (WeftBoardColumn *self)
{
  g_autofree char *title = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));

  /* The next one can be written at once. */
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  if (*title != '\0')
    g_signal_emit (self, signals[ADDED], 0, title);
}

static gboolean
on_entry_key (GtkEventControllerKey *keys, guint keyval, guint keycode, GdkModifierType state, WeftBoardColumn *self)
{
  if (keyval != GDK_KEY_Escape)
    return FALSE;
  end_entry (self);
  gtk_widget_grab_focus (self->list);
  return TRUE;
}

static void
on_entry_leave (GtkEventControllerFocus *focus, WeftBoardColumn *self)
{
  if (*gtk_editable_get_text (GTK_EDITABLE (self->entry)) == '\0')
    end_entry (self);
}

static void
weft_board_column_dispose (GObject *object)
{
  WeftBoardColumn *self = WEFT_BOARD_COLUMN (object);

  set_scroll (self, 0);
  weft_board_column_set_move (self, NULL);
  g_clear_object (&self->drag);
  g_clear_handle_id (&self->menu_end, g_source_remove);
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->selection);
  g_clear_object (&self->shown);
  g_clear_object (&self->status);
  g_clear_object (&self->people);
  g_clear_object (&self->board);
  g_clear_object (&self->lens);

  G_OBJECT_CLASS (weft_board_column_parent_class)->dispose (object);
}

static void
weft_board_column_finalize (GObject *object)
{
  WeftBoardColumn *self = WEFT_BOARD_COLUMN (object);

  g_ptr_array_unref (self->items);
  g_free (self->wanted);
  g_strfreev (self->menu_ids);
  g_free (self->menu_task);

  G_OBJECT_CLASS (weft_board_column_parent_class)->finalize (object);
}

static void
weft_board_column_class_init (WeftBoardColumnClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = weft_board_column_dispose;
  object_class->finalize = weft_board_column_finalize;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "column");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);

  signals[DRAGGED] = g_signal_new ("dragged", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                   WEFT_TYPE_CARD_MOVE);
  signals[DROPPED] = g_signal_new ("dropped", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[OPENED]
      = g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, WEFT_TYPE_TASK);
  signals[ADDED] = g_signal_new ("added", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
make_head (WeftBoardColumn *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  gtk_widget_add_css_class (head, "weft-column-head");
  self->name = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->name, "weft-h2");
  gtk_label_set_ellipsize (GTK_LABEL (self->name), PANGO_ELLIPSIZE_END);
  self->count = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->count, "weft-badge");
  gtk_widget_set_valign (self->count, GTK_ALIGN_CENTER);
  self->warning = gtk_image_new_from_icon_name ("dialog-warning-symbolic");
  gtk_widget_add_css_class (self->warning, "weft-over");
  gtk_widget_set_tooltip_text (self->warning, _ ("More cards than the limit"));
  self->add = gtk_button_new_from_icon_name ("list-add-symbolic");
  gtk_widget_add_css_class (self->add, "flat");
  gtk_widget_add_css_class (self->add, "weft-column-add");
  gtk_widget_set_tooltip_text (self->add, _ ("New Card"));
  gtk_widget_set_hexpand (self->add, TRUE);
  gtk_widget_set_halign (self->add, GTK_ALIGN_END);
  g_signal_connect_swapped (self->add, "clicked", G_CALLBACK (weft_board_column_begin_card), self);
  gtk_box_append (GTK_BOX (head), self->name);
  gtk_box_append (GTK_BOX (head), self->count);
  gtk_box_append (GTK_BOX (head), self->warning);
  gtk_box_append (GTK_BOX (head), self->add);
  gtk_box_append (GTK_BOX (self->box), head);
}

static void
make_entry (WeftBoardColumn *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->entry = gtk_entry_new ();
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry), _ ("Title of the New Card"));
  gtk_entry_set_max_length (GTK_ENTRY (self->entry), 500);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Title of the New Card"), -1);
  gtk_widget_set_visible (self->entry, FALSE);
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (on_entry_activate), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_entry_key), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (focus, "leave", G_CALLBACK (on_entry_leave), self);
  gtk_widget_add_controller (self->entry, keys);
  gtk_widget_add_controller (self->entry, focus);
  gtk_box_append (GTK_BOX (self->box), self->entry);
}

static void
make_lane (WeftBoardColumn *self)
{
  GtkDropTarget *target = gtk_drop_target_new (WEFT_TYPE_CARD_MOVE, GDK_ACTION_MOVE);

  self->lane = gtk_overlay_new ();
  gtk_widget_add_css_class (self->lane, "weft-lane");
  gtk_widget_set_overflow (self->lane, GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_vexpand (self->lane, TRUE);
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_overlay_set_child (GTK_OVERLAY (self->lane), self->scroller);
  self->slot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (self->slot, "weft-slot");
  gtk_widget_add_css_class (self->slot, "alone");
  gtk_widget_set_size_request (self->slot, -1, SLOT);
  gtk_widget_set_valign (self->slot, GTK_ALIGN_START);
  gtk_widget_set_visible (self->slot, FALSE);
  gtk_widget_set_can_target (self->slot, FALSE);
  gtk_overlay_add_overlay (GTK_OVERLAY (self->lane), self->slot);

  g_signal_connect (target, "motion", G_CALLBACK (on_drop_motion), self);
  g_signal_connect (target, "leave", G_CALLBACK (on_drop_leave), self);
  g_signal_connect (target, "drop", G_CALLBACK (on_drop), self);
  gtk_widget_add_controller (self->lane, GTK_EVENT_CONTROLLER (target));
  gtk_box_append (GTK_BOX (self->box), self->lane);
}

static void
weft_board_column_init (WeftBoardColumn *self)
{
  self->items = g_ptr_array_new ();
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_size_request (self->box, weft_text_scale (WIDTH), -1);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  make_head (self);
  make_entry (self);
  make_lane (self);
}

GtkWidget *
weft_board_column_new (WeftBoardLens *lens, WeftPeople *people, WeftProjectStatus *status, const WeftCardStyle *style)
{
  WeftBoardColumn *self = g_object_new (WEFT_TYPE_BOARD_COLUMN, NULL);
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkEventController *keys = gtk_shortcut_controller_new ();
  GtkGesture *secondary = gtk_gesture_click_new ();
  WeftBoard *board = weft_board_lens_get_board (lens);
  GtkDragSource *source = gtk_drag_source_new ();

  self->lens = g_object_ref (lens);
  self->style = style;
  self->board = g_object_ref (board);
  self->people = g_object_ref (people);
  self->status = g_object_ref (status);
  self->shown = G_LIST_MODEL (gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (status)), weft_lens_filter_new (lens)));
  self->selection = gtk_multi_selection_new (g_object_ref (self->shown));
  g_signal_connect_object (factory, "setup", G_CALLBACK (on_setup), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (factory, "bind", G_CALLBACK (on_bind), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (on_unbind), self, G_CONNECT_DEFAULT);
  self->list = gtk_list_view_new (g_object_ref (GTK_SELECTION_MODEL (self->selection)), factory);
  gtk_widget_add_css_class (self->list, "weft-cards");
  gtk_list_view_set_tab_behavior (GTK_LIST_VIEW (self->list), GTK_LIST_TAB_ITEM);
  /* Only here, as in text the key means another thing. */
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_BUBBLE);
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Delete, 0), gtk_named_action_new ("board.delete-card")));
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_alternative_trigger_new (gtk_keyval_trigger_new (GDK_KEY_Menu, 0),
                                                     gtk_keyval_trigger_new (GDK_KEY_F10, GDK_SHIFT_MASK)),
                        gtk_callback_action_new (on_menu_key, NULL, NULL)));
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_t, GDK_CONTROL_MASK), gtk_named_action_new ("board.comments")));
  gtk_widget_add_controller (self->list, keys);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (secondary), GDK_BUTTON_SECONDARY);
  g_signal_connect_object (secondary, "pressed", G_CALLBACK (on_secondary_pressed), self, G_CONNECT_DEFAULT);
  gtk_widget_add_controller (self->list, GTK_EVENT_CONTROLLER (secondary));
  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
  g_signal_connect_object (source, "prepare", G_CALLBACK (on_drag_prepare), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (source, "drag-begin", G_CALLBACK (on_drag_begin), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (source, "drag-end", G_CALLBACK (on_drag_end), self, G_CONNECT_DEFAULT);
  gtk_widget_add_controller (self->list, GTK_EVENT_CONTROLLER (source));
  g_signal_connect (self->list, "activate", G_CALLBACK (on_activate), self);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->list);
  /* After the list has taken them. */
  g_signal_connect_object (self->selection, "items-changed", G_CALLBACK (on_items_changed), self, G_CONNECT_AFTER);
  g_signal_connect_object (status, "changed", G_CALLBACK (update_head), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->shown, "items-changed", G_CALLBACK (update_head), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (board, "changed", G_CALLBACK (on_board_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (people, "changed", G_CALLBACK (update_cards), self, G_CONNECT_SWAPPED);
  update_head (self);
  on_board_changed (self);

  return GTK_WIDGET (self);
}

WeftProjectStatus *
weft_board_column_get_status (WeftBoardColumn *self)
{
  g_return_val_if_fail (WEFT_IS_BOARD_COLUMN (self), NULL);
  return self->status;
}

void
weft_board_column_set_style (WeftBoardColumn *self, const WeftCardStyle *style)
{
  g_return_if_fail (WEFT_IS_BOARD_COLUMN (self));

  self->style = style;
  for (guint i = 0; i < self->items->len; i++)
    weft_task_card_show (weft_task_row_get_card (get_row (self->items->pdata[i])), style, self->board, gtk_list_item_get_item (self->items->pdata[i]));
}

void
weft_board_column_redraw (WeftBoardColumn *self)
{
  g_return_if_fail (WEFT_IS_BOARD_COLUMN (self));

  for (guint i = 0; i < self->items->len; i++)
    gtk_widget_queue_draw (GTK_WIDGET (weft_task_row_get_card (get_row (self->items->pdata[i]))));
}

void
weft_board_column_set_move (WeftBoardColumn *self, WeftCardMove *move)
{
  g_return_if_fail (WEFT_IS_BOARD_COLUMN (self));

  if (self->move == move)
    return;
  if (self->move != NULL)
    g_signal_handlers_disconnect_by_func (self->move, update_slots, self);
  g_set_object (&self->move, move);
  if (move != NULL)
    g_signal_connect_swapped (move, "changed", G_CALLBACK (update_slots), self);
  if (self->status != NULL)
    update_slots (self);
}

gboolean
weft_board_column_has_menu (WeftBoardColumn *self)
{
  g_return_val_if_fail (WEFT_IS_BOARD_COLUMN (self), FALSE);
  return self->menu_ids != NULL;
}

/* (nullable) */
static GtkListItem *
find_focused (WeftBoardColumn *self)
{
  for (guint i = 0; i < self->items->len; i++)
    if (gtk_widget_has_focus (gtk_widget_get_parent (GTK_WIDGET (get_row (self->items->pdata[i])))))
      return self->items->pdata[i];

  return NULL;
}

WeftTask *
weft_board_column_get_focused (WeftBoardColumn *self)
{
  GtkListItem *focused = find_focused (self);

  return focused != NULL ? gtk_list_item_get_item (focused) : NULL;
}

char **
weft_board_column_dup_chosen (WeftBoardColumn *self)
{
  GtkListItem *focused = find_focused (self);

  if (self->menu_ids != NULL)
    return g_strdupv (self->menu_ids);
  return focused != NULL ? dup_ids (self, focused) : NULL;
}

void
weft_board_column_focus_task (WeftBoardColumn *self, const char *id)
{
  g_return_if_fail (WEFT_IS_BOARD_COLUMN (self));

  g_set_str (&self->wanted, id);
}

gboolean
weft_board_column_go_to (WeftBoardColumn *self, const char *id)
{
  guint n = g_list_model_get_n_items (self->shown);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (WeftTask) task = g_list_model_get_item (self->shown, i);

      if (id != NULL && !g_str_equal (weft_task_get_id (task), id))
        continue;
      focus_position (self, i);
      return TRUE;
    }

  return FALSE;
}

void
weft_board_column_begin_card (WeftBoardColumn *self)
{
  g_return_if_fail (WEFT_IS_BOARD_COLUMN (self));

  gtk_widget_set_visible (self->entry, TRUE);
  gtk_widget_grab_focus (self->entry);
}
