/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-board"

#include "config.h"

#include "features/board/view/weft-board-cell.h"

#include <glib/gi18n.h>

#include "features/board/view/weft-card-rows.h"
#include "features/board/view/weft-column-head.h"
#include "features/board/view/weft-lens-filter.h"
#include "features/board/view/weft-lens-sorter.h"
#include "features/board/view/weft-look-words.h"
#include "features/board/view/weft-onlooker-words.h"
#include "features/board/view/weft-task-row.h"

#define SLOT 64       /* px: as high as most cards */
#define EDGE 36       /* px from the border at which a drag scrolls */
#define SCROLL 12     /* px a frame */

struct _WeftBoardCell
{
  GtkWidget parent_instance;

  WeftBoardLens *lens;
  WeftBoard *board;
  WeftPeople *people;
  WeftProjectStatus *status;
  WeftLaneList *lanes; /* (nullable), as lane: there are none */
  WeftLane *lane;
  GListModel *shown;  /* those of its tasks which are wanted, in order */
  const WeftCardStyle *style; /* the board's */
  WeftOnlookers *onlookers; /* (nullable) */
  WeftCardMove *move; /* (nullable) */
  WeftCardMove *drag; /* (nullable): what a pointer has begun to drag from here */
  GtkMultiSelection *selection;
  WeftCardRows *rows;
  char *wanted;       /* (nullable): id of a task which takes the focus when it comes */
  guint tick;
  int scroll;         /* px a frame */

  GtkWidget *box;
  GtkWidget *limit;   /* of the lane: how many there are of how many */
  GtkWidget *count;
  GtkWidget *warning;
  GtkWidget *entry;
  gboolean added; /* a card was written, since it is there */
  gboolean awaited; /* that card is still to come */
  GtkWidget *frame;
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

G_DEFINE_FINAL_TYPE (WeftBoardCell, weft_board_cell, GTK_TYPE_WIDGET)

/* Cards */

static WeftTaskRow *
get_row (GtkListItem *item)
{
  return WEFT_TASK_ROW (gtk_list_item_get_child (item));
}

static void
update_slots (WeftBoardCell *self)
{
  GPtrArray *items = weft_card_rows_peek (self->rows);
  gboolean here = self->move != NULL && weft_card_move_is_at (self->move, self->status, self->lane);
  WeftTask *next = here ? weft_card_move_find_next (self->move) : NULL;
  guint n = g_list_model_get_n_items (self->shown);

  gtk_widget_set_visible (self->slot, here && n == 0);
  if (here)
    gtk_widget_add_css_class (self->frame, "target");
  else
    gtk_widget_remove_css_class (self->frame, "target");
  for (guint i = 0; i < items->len; i++)
    {
      GtkListItem *item = items->pdata[i];
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

/* Who else has it open, or holds it. */
static void
mark (WeftBoardCell *self, GtkListItem *item)
{
  WeftTask *task = gtk_list_item_get_item (item);
  const char *name = NULL;
  gboolean held = FALSE;
  const char *id = self->onlookers != NULL ? weft_onlookers_find_marked (self->onlookers, self->people, weft_task_get_id (task), &name, &held) : NULL;
  g_autofree char *sentence = id != NULL ? weft_onlookers_describe_card (self->onlookers, self->people, weft_task_get_id (task)) : NULL;

  weft_task_row_set_onlooker (get_row (item), self->style, id, name, held);
  weft_card_rows_describe (item, sentence);
}

static void
mark_all (WeftBoardCell *self)
{
  GPtrArray *items = weft_card_rows_peek (self->rows);

  for (guint i = 0; i < items->len; i++)
    mark (self, items->pdata[i]);
}

static GdkContentProvider *
on_drag_prepare (GtkDragSource *source, double x, double y, WeftBoardCell *self)
{
  GtkListItem *item = weft_card_rows_find (self->rows, gtk_widget_pick (self->list, x, y, GTK_PICK_DEFAULT));
  GtkWidget *card = item != NULL ? GTK_WIDGET (weft_task_row_get_card (get_row (item))) : NULL;
  g_auto (GStrv) ids = NULL;
  graphene_rect_t bounds;

  if (item == NULL || !weft_board_may_change (self->board) || !gtk_widget_compute_bounds (card, self->list, &bounds)
      || !graphene_rect_contains_point (&bounds, &GRAPHENE_POINT_INIT ((float) x, (float) y)))
    return NULL;

  ids = weft_card_rows_dup_ids (self->rows, item);
  g_clear_object (&self->drag);
  self->drag = weft_card_move_new (self->lens, self->lanes, self->lane, (const char *const *) ids);
  {
    g_autoptr (GdkPaintable) shown = gtk_widget_paintable_new (card);
    g_autoptr (GdkPaintable) picture = gdk_paintable_get_current_image (shown);

    gtk_drag_source_set_icon (source, picture, gtk_widget_get_width (card) / 2, 16);
  }
  return gdk_content_provider_new_typed (WEFT_TYPE_CARD_MOVE, self->drag);
}

static void
on_drag_begin (GtkDragSource *source, GdkDrag *drag, WeftBoardCell *self)
{
  g_signal_emit (self, signals[DRAGGED], 0, self->drag);
}

static void
on_drag_end (GtkDragSource *source, GdkDrag *drag, gboolean delete, WeftBoardCell *self)
{
  g_clear_object (&self->drag);
  g_signal_emit (self, signals[DRAGGED], 0, NULL);
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item, WeftBoardCell *self)
{
  GtkWidget *row = weft_task_row_new (self->people);
  WeftTaskCard *card = weft_task_row_get_card (WEFT_TASK_ROW (row));

  g_signal_connect (card, "changed", G_CALLBACK (speak), item);
  gtk_list_item_set_child (item, row);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, WeftBoardCell *self)
{
  weft_task_card_show (weft_task_row_get_card (get_row (item)), self->style, self->board, gtk_list_item_get_item (item));
  weft_card_rows_add (self->rows, item);
  mark (self, item);
  if (self->move != NULL)
    update_slots (self);
}

static void
on_unbind (GtkSignalListItemFactory *factory, GtkListItem *item, WeftBoardCell *self)
{
  weft_card_rows_remove (self->rows, item);
  weft_task_row_set_slots (get_row (item), 0, 0);
  weft_task_row_set_lifted (get_row (item), FALSE);
  weft_task_row_set_onlooker (get_row (item), NULL, NULL, NULL, FALSE);
  weft_task_row_end_tint (get_row (item));
  weft_task_card_show (weft_task_row_get_card (get_row (item)), NULL, NULL, NULL);
}

static void
on_activate (GtkListView *list, guint position, WeftBoardCell *self)
{
  g_autoptr (WeftTask) task = g_list_model_get_item (self->shown, position);

  if (task != NULL)
    g_signal_emit (self, signals[OPENED], 0, task);
}

static void
focus_position (WeftBoardCell *self, guint position)
{
  g_clear_pointer (&self->wanted, g_free);
  weft_card_rows_focus (self->rows, position);
}

static void
on_items_changed (GListModel *model, guint position, guint removed, guint added, WeftBoardCell *self)
{
  if (self->move != NULL)
    update_slots (self);
  if (self->awaited && added > 0)
    {
      self->awaited = FALSE;
      gtk_list_view_scroll_to (GTK_LIST_VIEW (self->list), position, GTK_LIST_SCROLL_NONE, NULL);
    }
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
  WeftBoardCell *self = WEFT_BOARD_CELL (widget);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));

  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + self->scroll);
  return G_SOURCE_CONTINUE;
}

static void
set_scroll (WeftBoardCell *self, int scroll)
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

/* How many cards stand above @y, in the frame. */
static guint
count_above (WeftBoardCell *self, double y)
{
  GPtrArray *items = weft_card_rows_peek (self->rows);
  guint n = g_list_model_get_n_items (self->shown);

  for (guint i = 0; i < items->len; i++)
    {
      GtkListItem *item = items->pdata[i];
      GtkWidget *card = GTK_WIDGET (weft_task_row_get_card (get_row (item)));
      graphene_rect_t bounds;

      if (gtk_widget_compute_bounds (card, self->frame, &bounds) && bounds.origin.y + bounds.size.height / 2 >= y)
        n = MIN (n, gtk_list_item_get_position (item));
    }

  return n;
}

static GdkDragAction
on_drop_motion (GtkDropTarget *target, double x, double y, WeftBoardCell *self)
{
  int height = gtk_widget_get_height (self->frame);

  if (self->move == NULL)
    return 0;

  set_scroll (self, y < EDGE ? -SCROLL : y > height - EDGE ? SCROLL : 0);
  weft_card_move_set_place (self->move, self->status, self->lane, weft_card_move_count_above (self->move, self->status, self->lane, count_above (self, y)));
  return GDK_ACTION_MOVE;
}

static void
on_drop_leave (GtkDropTarget *target, WeftBoardCell *self)
{
  set_scroll (self, 0);
}

static gboolean
on_drop (GtkDropTarget *target, const GValue *value, double x, double y, WeftBoardCell *self)
{
  set_scroll (self, 0);
  if (self->move == NULL)
    return FALSE;
  g_signal_emit (self, signals[DROPPED], 0);
  return TRUE;
}

/* A new card */

static void
end_entry (WeftBoardCell *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  gtk_widget_set_visible (self->entry, FALSE);
}

static void
on_entry_activate (WeftBoardCell *self)
{
  g_autofree char *title = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));

  /* The next one can be written at once. */
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  if (*title == '\0')
    return;
  self->added = TRUE;
  self->awaited = TRUE;
  g_signal_emit (self, signals[ADDED], 0, title);
}

static gboolean
on_entry_key (GtkEventControllerKey *keys, guint keyval, guint keycode, GdkModifierType state, WeftBoardCell *self)
{
  if (keyval != GDK_KEY_Escape)
    return FALSE;
  end_entry (self);
  /* The one which was written last comes first. */
  if (self->added)
    weft_card_rows_focus (self->rows, 0);
  else
    gtk_widget_grab_focus (self->list);
  return TRUE;
}

static void
on_entry_templates (WeftBoardCell *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "board.templates-into", "s", weft_project_status_get_id (self->status));
}

static void
on_entry_leave (GtkEventControllerFocus *focus, WeftBoardCell *self)
{
  if (*gtk_editable_get_text (GTK_EDITABLE (self->entry)) == '\0')
    end_entry (self);
}

static void
weft_board_cell_dispose (GObject *object)
{
  WeftBoardCell *self = WEFT_BOARD_CELL (object);

  set_scroll (self, 0);
  weft_board_cell_set_move (self, NULL);
  weft_board_cell_set_onlookers (self, NULL);
  g_clear_object (&self->drag);
  if (self->rows != NULL)
    weft_card_rows_close (self->rows);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->rows);
  g_clear_object (&self->selection);
  g_clear_object (&self->shown);
  g_clear_object (&self->lane);
  g_clear_object (&self->lanes);
  g_clear_object (&self->status);
  g_clear_object (&self->people);
  g_clear_object (&self->board);
  g_clear_object (&self->lens);

  G_OBJECT_CLASS (weft_board_cell_parent_class)->dispose (object);
}

static void
weft_board_cell_finalize (GObject *object)
{
  WeftBoardCell *self = WEFT_BOARD_CELL (object);

  g_free (self->wanted);

  G_OBJECT_CLASS (weft_board_cell_parent_class)->finalize (object);
}

static void
weft_board_cell_class_init (WeftBoardCellClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = weft_board_cell_dispose;
  object_class->finalize = weft_board_cell_finalize;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "cell");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);

  signals[DRAGGED] = g_signal_new ("dragged", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                   WEFT_TYPE_CARD_MOVE);
  signals[DROPPED] = g_signal_new ("dropped", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[OPENED]
      = g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, WEFT_TYPE_TASK);
  signals[ADDED] = g_signal_new ("added", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
make_limit (WeftBoardCell *self)
{
  self->limit = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->count = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->count, "weft-badge");
  self->warning = gtk_image_new_from_icon_name ("dialog-warning-symbolic");
  gtk_widget_add_css_class (self->warning, "weft-over");
  gtk_widget_set_tooltip_text (self->warning, _ ("More cards than the limit"));
  gtk_widget_add_css_class (self->limit, "weft-cell-limit");
  gtk_box_append (GTK_BOX (self->limit), self->count);
  gtk_box_append (GTK_BOX (self->limit), self->warning);
  gtk_widget_set_visible (self->limit, FALSE);
}

static void
make_entry (WeftBoardCell *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->entry = gtk_entry_new ();
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry), _ ("Title of the New Card"));
  gtk_entry_set_max_length (GTK_ENTRY (self->entry), 500);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Title of the New Card"), -1);
  gtk_widget_set_visible (self->entry, FALSE);
  gtk_entry_set_icon_tooltip_text (GTK_ENTRY (self->entry), GTK_ENTRY_ICON_SECONDARY, _ ("New Card from Template"));
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (on_entry_activate), self);
  g_signal_connect_swapped (self->entry, "icon-press", G_CALLBACK (on_entry_templates), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_entry_key), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (focus, "leave", G_CALLBACK (on_entry_leave), self);
  gtk_widget_add_controller (self->entry, keys);
  gtk_widget_add_controller (self->entry, focus);
  gtk_box_append (GTK_BOX (self->box), self->entry);
}

static void
make_frame (WeftBoardCell *self)
{
  GtkDropTarget *target = gtk_drop_target_new (WEFT_TYPE_CARD_MOVE, GDK_ACTION_MOVE);
  GtkWidget *body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->frame = gtk_overlay_new ();
  gtk_widget_add_css_class (self->frame, "weft-lane");
  gtk_widget_set_overflow (self->frame, GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_vexpand (self->frame, TRUE);
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_widget_set_vexpand (self->scroller, TRUE);
  gtk_box_append (GTK_BOX (body), self->limit);
  gtk_box_append (GTK_BOX (body), self->scroller);
  gtk_overlay_set_child (GTK_OVERLAY (self->frame), body);
  self->slot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (self->slot, "weft-slot");
  gtk_widget_add_css_class (self->slot, "alone");
  gtk_widget_set_size_request (self->slot, -1, SLOT);
  gtk_widget_set_valign (self->slot, GTK_ALIGN_START);
  gtk_widget_set_visible (self->slot, FALSE);
  gtk_widget_set_can_target (self->slot, FALSE);
  gtk_overlay_add_overlay (GTK_OVERLAY (self->frame), self->slot);

  g_signal_connect (target, "motion", G_CALLBACK (on_drop_motion), self);
  g_signal_connect (target, "leave", G_CALLBACK (on_drop_leave), self);
  g_signal_connect (target, "drop", G_CALLBACK (on_drop), self);
  gtk_widget_add_controller (self->frame, GTK_EVENT_CONTROLLER (target));
  gtk_box_append (GTK_BOX (self->box), self->frame);
}

static void
weft_board_cell_init (WeftBoardCell *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_widget_set_size_request (self->box, weft_column_get_width (), -1);
  make_limit (self);
  make_entry (self);
  make_frame (self);
}

/* All in it: a limit is of them, whatever is looked for. */
static guint
count_all (WeftBoardCell *self)
{
  guint n_tasks = weft_project_status_get_n_tasks (self->status);
  guint n = 0;

  if (weft_board_lens_is_clear (self->lens))
    return g_list_model_get_n_items (self->shown);
  for (guint i = 0; i < n_tasks; i++)
    {
      g_autoptr (WeftTask) task = g_list_model_get_item (G_LIST_MODEL (self->status), i);

      n += weft_lane_list_has (self->lanes, self->lane, task);
    }

  return n;
}

/* Returns: how many the lane takes here; 0: as many as there are. */
static guint
update_limit (WeftBoardCell *self)
{
  guint limit = self->lane != NULL && weft_project_status_get_per_lane (self->status) ? weft_project_status_get_wip (self->status) : 0;
  guint n = limit > 0 ? count_all (self) : 0;
  /* Isolated, or right-to-left text turns "3 / 6" into "6 / 3". */
  g_autofree char *text = g_strdup_printf ("\u2066%u / %u\u2069", n, limit);

  gtk_label_set_text (GTK_LABEL (self->count), text);
  gtk_widget_set_visible (self->limit, limit > 0);
  gtk_widget_set_visible (self->warning, n > limit);
  if (n > limit)
    gtk_widget_add_css_class (GTK_WIDGET (self), "over");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "over");
  return limit;
}

/* As it is spoken. */
static void
update_label (WeftBoardCell *self)
{
  guint n = g_list_model_get_n_items (self->shown);
  guint limit = update_limit (self);
  g_autofree char *label = NULL;

  if (self->lane != NULL)
    {
      g_autofree char *lane = weft_group_describe (self->board, self->people, weft_lane_get_grouping (self->lane), weft_lane_get_id (self->lane));
      g_autofree char *cards = g_strdup_printf (ngettext ("%u card", "%u cards", n), n);

      /* Translators: part of a column for screen readers: the name of the column, that of the lane, and how many cards are in both. */
      label = g_strdup_printf (_ ("%s, %s, %s"), weft_project_status_get_name (self->status), lane, cards);
      if (limit > 0)
        {
          g_autofree char *unlimited = g_steal_pointer (&label);

          /* Translators: the same ("In review, Ada, 3 cards"), and how many there may be. */
          label = g_strdup_printf (_ ("%s, limit %u"), unlimited, limit);
        }
    }
  else
    label = weft_column_describe (self->status, n);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

/* Names and labels are others. */
static void
on_names_changed (WeftBoardCell *self)
{
  GPtrArray *items = weft_card_rows_peek (self->rows);

  for (guint i = 0; i < items->len; i++)
    weft_task_card_update (weft_task_row_get_card (get_row (items->pdata[i])));
  mark_all (self);
  update_label (self);
}

static GListModel *
make_shown (WeftBoardCell *self)
{
  GtkFilter *filter = self->lane != NULL ? weft_lens_filter_new_lane (self->lens, self->lanes, self->lane) : weft_lens_filter_new (self->lens);
  GListModel *wanted = G_LIST_MODEL (gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->status)), filter));

  return G_LIST_MODEL (gtk_sort_list_model_new (wanted, weft_lens_sorter_new (self->lens)));
}

GtkWidget *
weft_board_cell_new (WeftBoardLens *lens, WeftLaneList *lanes, WeftLane *lane, WeftProjectStatus *status, const WeftCardStyle *style)
{
  WeftBoardCell *self = g_object_new (WEFT_TYPE_BOARD_CELL, NULL);
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  WeftBoard *board = weft_board_lens_get_board (lens);
  GtkDragSource *source = gtk_drag_source_new ();

  self->lens = g_object_ref (lens);
  self->style = style;
  self->board = g_object_ref (board);
  self->people = g_object_ref (weft_board_lens_get_people (lens));
  self->status = g_object_ref (status);
  g_set_object (&self->lanes, lanes);
  g_set_object (&self->lane, lane);
  self->shown = make_shown (self);
  self->selection = gtk_multi_selection_new (g_object_ref (self->shown));
  g_signal_connect_object (factory, "setup", G_CALLBACK (on_setup), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (factory, "bind", G_CALLBACK (on_bind), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (on_unbind), self, G_CONNECT_DEFAULT);
  self->list = gtk_list_view_new (g_object_ref (GTK_SELECTION_MODEL (self->selection)), factory);
  gtk_widget_add_css_class (self->list, "weft-cards");
  gtk_list_view_set_tab_behavior (GTK_LIST_VIEW (self->list), GTK_LIST_TAB_ITEM);
  self->rows = weft_card_rows_new (GTK_WIDGET (self), GTK_LIST_VIEW (self->list), board);
  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
  g_signal_connect_object (source, "prepare", G_CALLBACK (on_drag_prepare), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (source, "drag-begin", G_CALLBACK (on_drag_begin), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (source, "drag-end", G_CALLBACK (on_drag_end), self, G_CONNECT_DEFAULT);
  gtk_widget_add_controller (self->list, GTK_EVENT_CONTROLLER (source));
  g_signal_connect (self->list, "activate", G_CALLBACK (on_activate), self);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->list);
  /* After the list has taken them. */
  g_signal_connect_object (self->selection, "items-changed", G_CALLBACK (on_items_changed), self, G_CONNECT_AFTER);
  g_signal_connect_object (board, "changed", G_CALLBACK (on_names_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->people, "changed", G_CALLBACK (on_names_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (status, "changed", G_CALLBACK (update_label), self, G_CONNECT_SWAPPED);
  if (lane != NULL)
    g_signal_connect_object (lens, "ordered", G_CALLBACK (update_label), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->shown, "items-changed", G_CALLBACK (update_label), self, G_CONNECT_SWAPPED);
  update_label (self);
  return GTK_WIDGET (self);
}

WeftProjectStatus *
weft_board_cell_get_status (WeftBoardCell *self)
{
  g_return_val_if_fail (WEFT_IS_BOARD_CELL (self), NULL);
  return self->status;
}

WeftLane *
weft_board_cell_get_lane (WeftBoardCell *self)
{
  g_return_val_if_fail (WEFT_IS_BOARD_CELL (self), NULL);
  return self->lane;
}

int
weft_board_cell_measure (WeftBoardCell *self, int width)
{
  int limit = 0;
  int entry = 0;
  int list;

  g_return_val_if_fail (WEFT_IS_BOARD_CELL (self), 0);

  if (gtk_widget_get_visible (self->limit))
    gtk_widget_measure (self->limit, GTK_ORIENTATION_VERTICAL, -1, NULL, &limit, NULL, NULL);
  if (gtk_widget_get_visible (self->entry))
    gtk_widget_measure (self->entry, GTK_ORIENTATION_VERTICAL, -1, NULL, &entry, NULL, NULL);
  gtk_widget_measure (self->list, GTK_ORIENTATION_VERTICAL, width, NULL, &list, NULL, NULL);
  return limit + entry + list;
}

void
weft_board_cell_set_style (WeftBoardCell *self, const WeftCardStyle *style)
{
  GPtrArray *items;

  g_return_if_fail (WEFT_IS_BOARD_CELL (self));

  items = weft_card_rows_peek (self->rows);
  self->style = style;
  for (guint i = 0; i < items->len; i++)
    weft_task_card_show (weft_task_row_get_card (get_row (items->pdata[i])), style, self->board, gtk_list_item_get_item (items->pdata[i]));
  mark_all (self);
}

void
weft_board_cell_each_row (WeftBoardCell *self, WeftRowFunc func, gpointer user_data)
{
  GPtrArray *items;

  g_return_if_fail (WEFT_IS_BOARD_CELL (self));

  items = weft_card_rows_peek (self->rows);
  for (guint i = 0; i < items->len; i++)
    func (get_row (items->pdata[i]), user_data);
}

void
weft_board_cell_hold (WeftBoardCell *self)
{
  g_return_if_fail (WEFT_IS_BOARD_CELL (self));
  weft_card_rows_hold (self->rows);
}

void
weft_board_cell_each_seen (WeftBoardCell *self, GtkWidget *widget, WeftSeenFunc func, gpointer user_data)
{
  GPtrArray *items;
  graphene_rect_t frame;

  g_return_if_fail (WEFT_IS_BOARD_CELL (self));

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)) || !gtk_widget_compute_bounds (self->frame, widget, &frame))
    return;
  items = weft_card_rows_peek (self->rows);
  for (guint i = 0; i < items->len; i++)
    {
      WeftTaskRow *row = get_row (items->pdata[i]);
      graphene_rect_t bounds;

      if (gtk_widget_get_mapped (GTK_WIDGET (row)) && gtk_widget_compute_bounds (GTK_WIDGET (weft_task_row_get_card (row)), widget, &bounds)
          && graphene_rect_intersection (&frame, &bounds, NULL))
        func (row, &bounds, user_data);
    }
}

void
weft_board_cell_set_onlookers (WeftBoardCell *self, WeftOnlookers *onlookers)
{
  g_return_if_fail (WEFT_IS_BOARD_CELL (self));

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

void
weft_board_cell_redraw (WeftBoardCell *self)
{
  GPtrArray *items;

  g_return_if_fail (WEFT_IS_BOARD_CELL (self));

  items = weft_card_rows_peek (self->rows);
  for (guint i = 0; i < items->len; i++)
    gtk_widget_queue_draw (GTK_WIDGET (weft_task_row_get_card (get_row (items->pdata[i]))));
}

void
weft_board_cell_set_move (WeftBoardCell *self, WeftCardMove *move)
{
  g_return_if_fail (WEFT_IS_BOARD_CELL (self));

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
weft_board_cell_has_menu (WeftBoardCell *self)
{
  g_return_val_if_fail (WEFT_IS_BOARD_CELL (self), FALSE);
  return weft_card_rows_has_menu (self->rows);
}

WeftTask *
weft_board_cell_get_focused (WeftBoardCell *self)
{
  GtkListItem *focused = weft_card_rows_find_focused (self->rows);

  return focused != NULL ? gtk_list_item_get_item (focused) : NULL;
}

gboolean
weft_board_cell_get_place (WeftBoardCell *self, guint *place)
{
  GtkListItem *focused;

  g_return_val_if_fail (WEFT_IS_BOARD_CELL (self), FALSE);

  focused = weft_card_rows_find_focused (self->rows);
  if (focused != NULL)
    *place = gtk_list_item_get_position (focused);
  return focused != NULL;
}

gboolean
weft_board_cell_focus_place (WeftBoardCell *self, guint place)
{
  guint n;

  g_return_val_if_fail (WEFT_IS_BOARD_CELL (self), FALSE);

  n = g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (self->list))));
  if (n > 0)
    weft_card_rows_focus (self->rows, MIN (place, n - 1));
  return n > 0;
}

char **
weft_board_cell_dup_chosen (WeftBoardCell *self)
{
  g_return_val_if_fail (WEFT_IS_BOARD_CELL (self), NULL);
  return weft_card_rows_dup_chosen (self->rows);
}

void
weft_board_cell_focus_task (WeftBoardCell *self, const char *id)
{
  g_return_if_fail (WEFT_IS_BOARD_CELL (self));

  g_set_str (&self->wanted, id);
}

gboolean
weft_board_cell_go_to (WeftBoardCell *self, const char *id)
{
  g_return_val_if_fail (WEFT_IS_BOARD_CELL (self), FALSE);

  g_clear_pointer (&self->wanted, g_free);
  return weft_card_rows_go_to (self->rows, id);
}

void
weft_board_cell_begin_card (WeftBoardCell *self)
{
  g_return_if_fail (WEFT_IS_BOARD_CELL (self));

  gtk_entry_set_icon_from_icon_name (GTK_ENTRY (self->entry), GTK_ENTRY_ICON_SECONDARY,
                                     g_list_model_get_n_items (weft_board_get_templates (self->board)) > 0 ? "edit-copy-symbolic" : NULL);
  self->added = FALSE;
  gtk_widget_set_visible (self->entry, TRUE);
  gtk_widget_grab_focus (self->entry);
}
