/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-board"

#include "config.h"

#include "features/board/view/weft-board-view.h"

#include <glib/gi18n.h>

#include "features/board/client/weft-board-operations.h"
#include "features/board/view/weft-board-column.h"
#include "features/board/view/weft-board-lanes.h"
#include "features/board/view/weft-board-motion.h"
#include "ui/weft-faces.h"

#define PLACE_CHARS 36 /* of what is said of a place, before it wraps */

struct _WeftBoardView
{
  GtkWidget parent_instance;

  WeftBoardLens *lens;
  WeftBoard *board;
  WeftLaneList *groups;
  WeftOnlookers *onlookers; /* (nullable) */
  WeftBoardMotion *motion;
  WeftCardStyle *style;
  GPtrArray *cells;    /* of WeftBoardCell, unowned: all there are now */
  GPtrArray *added;    /* of char*: ids of cards which were written here, and of which the board has not told yet */
  WeftCardMove *move;  /* (nullable): what is picked up */
  gboolean by_keyboard;

  GtkWidget *overlay;
  GtkWidget *stack;    /* columns or lanes */
  GtkWidget *scroller;
  GtkWidget *columns;
  GtkWidget *lanes;    /* (nullable): made when they are first wanted */
  GtkWidget *flights;
  GtkWidget *bar;
  GtkWidget *bar_title;
  GtkWidget *bar_place;
};

enum
{
  OPENED,
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftBoardView, weft_board_view, GTK_TYPE_WIDGET)

static void
announce (WeftBoardView *self, const char *text)
{
  gtk_accessible_announce (GTK_ACCESSIBLE (self), text, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static DexFuture *
on_failed (DexFuture *future, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (dex_future_get_value (future, &error) == NULL)
    g_signal_emit (user_data, signals[FAILED], 0, error->message);
  return dex_future_new_for_boolean (TRUE);
}

static void
watch (WeftBoardView *self, DexFuture *future)
{
  dex_future_disown (dex_future_finally (future, on_failed, g_object_ref (self), g_object_unref));
}

/* @lane: (nullable) */
static WeftBoardCell *
find_cell (WeftBoardView *self, WeftProjectStatus *status, WeftLane *lane)
{
  for (guint i = 0; i < self->cells->len; i++)
    if (weft_board_cell_get_status (self->cells->pdata[i]) == status && weft_board_cell_get_lane (self->cells->pdata[i]) == lane)
      return self->cells->pdata[i];

  return NULL;
}

/* The one with the focus, or with the menu which has it. */
static WeftBoardCell *
find_focused (WeftBoardView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *cell;

  for (guint i = 0; i < self->cells->len; i++)
    if (weft_board_cell_has_menu (self->cells->pdata[i]))
      return self->cells->pdata[i];
  cell = focus != NULL ? gtk_widget_get_ancestor (focus, WEFT_TYPE_BOARD_CELL) : NULL;

  return cell != NULL && gtk_widget_is_ancestor (cell, GTK_WIDGET (self)) ? WEFT_BOARD_CELL (cell) : NULL;
}

/* Picked up */

static void
update_bar (WeftBoardView *self)
{
  g_autofree char *title = weft_card_move_dup_title (self->move);
  g_autofree char *place = weft_card_move_dup_place (self->move);

  gtk_label_set_text (GTK_LABEL (self->bar_title), title);
  gtk_label_set_text (GTK_LABEL (self->bar_place), place);
}

static void
set_move (WeftBoardView *self, WeftCardMove *move, gboolean by_keyboard)
{
  if (self->move != NULL)
    g_signal_handlers_disconnect_by_func (self->move, update_bar, self);
  g_set_object (&self->move, move);
  self->by_keyboard = move != NULL && by_keyboard;
  if (self->onlookers != NULL)
    weft_onlookers_hold (self->onlookers, move != NULL ? weft_card_move_get_ids (move) : NULL);
  for (guint i = 0; i < self->cells->len; i++)
    weft_board_cell_set_move (self->cells->pdata[i], move);
  gtk_widget_set_visible (self->bar, move != NULL);
  if (move == NULL)
    return;
  g_signal_connect_swapped (move, "changed", G_CALLBACK (update_bar), self);
  update_bar (self);
}

static void
drop (WeftBoardView *self)
{
  g_autoptr (WeftCardMove) move = g_object_ref (self->move);
  WeftBoardCell *cell = find_cell (self, weft_card_move_get_status (move), weft_card_move_get_lane (move));
  g_autofree char *place = weft_card_move_dup_place (move);
  /* Translators: spoken; %s is where a card is now: In review, place 1 of 3. */
  g_autofree char *said = g_strdup_printf (_ ("Moved to %s"), place);
  g_autofree char *obstacle = weft_card_move_dup_obstacle (move);
  gboolean focus = self->by_keyboard;

  set_move (self, NULL, FALSE);
  if (obstacle != NULL)
    g_signal_emit (self, signals[FAILED], 0, obstacle);
  else
    {
      weft_board_motion_excuse (self->motion, weft_card_move_get_ids (move));
      watch (self, weft_card_move_drop (move));
      announce (self, said);
    }
  if (focus && cell != NULL)
    weft_board_cell_focus_task (cell, weft_card_move_get_ids (move)[0]);
}

static void
put_back (WeftBoardView *self)
{
  set_move (self, NULL, FALSE);
  announce (self, _ ("Put back"));
}

static void
step (WeftBoardView *self, int statuses, int places)
{
  g_autofree char *place = NULL;
  WeftBoardCell *cell;

  if (!weft_card_move_step (self->move, statuses, places))
    {
      gtk_widget_error_bell (GTK_WIDGET (self));
      return;
    }
  place = weft_card_move_dup_place (self->move);
  announce (self, place);
  if (self->lanes != NULL)
    weft_board_lanes_show (WEFT_BOARD_LANES (self->lanes), weft_card_move_get_lane (self->move));
  cell = find_cell (self, weft_card_move_get_status (self->move), weft_card_move_get_lane (self->move));
  if (cell == NULL)
    return;
  if (self->lanes != NULL)
    weft_board_lanes_scroll_to (WEFT_BOARD_LANES (self->lanes), GTK_WIDGET (cell));
  else
    gtk_viewport_scroll_to (GTK_VIEWPORT (gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (self->scroller))), GTK_WIDGET (cell), NULL);
}

/* From a card to the nearest column in that direction which has one, and there to that at the same height. */
static gboolean
go_sideways (WeftBoardView *self, int by)
{
  WeftBoardCell *cell = find_focused (self);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->board));
  guint from = n;
  guint place;

  if (cell == NULL || !weft_board_cell_get_place (cell, &place))
    return FALSE;

  for (guint i = 0; i < n && from == n; i++)
    {
      g_autoptr (WeftProjectStatus) status = g_list_model_get_item (G_LIST_MODEL (self->board), i);

      if (status == weft_board_cell_get_status (cell))
        from = i;
    }
  for (guint i = from + (guint) by; i < n; i += (guint) by) /* before the first one it is beyond the last */
    {
      g_autoptr (WeftProjectStatus) status = g_list_model_get_item (G_LIST_MODEL (self->board), i);
      WeftBoardCell *other = find_cell (self, status, weft_board_cell_get_lane (cell));

      if (other != NULL && weft_board_cell_focus_place (other, place))
        return TRUE;
    }
  return FALSE;
}

static gboolean
on_key (GtkEventControllerKey *keys, guint keyval, guint keycode, GdkModifierType state, WeftBoardView *self)
{
  int forward = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL ? -1 : 1;

  if (!self->by_keyboard)
    {
      if ((state & gtk_accelerator_get_default_mod_mask ()) != 0)
        return FALSE;
      if (keyval == GDK_KEY_Left || keyval == GDK_KEY_KP_Left)
        return go_sideways (self, -forward);
      return (keyval == GDK_KEY_Right || keyval == GDK_KEY_KP_Right) && go_sideways (self, forward);
    }

  switch (keyval)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      step (self, -forward, 0);
      return TRUE;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      step (self, forward, 0);
      return TRUE;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      step (self, 0, -1);
      return TRUE;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      step (self, 0, 1);
      return TRUE;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_space:
      drop (self);
      return TRUE;
    case GDK_KEY_Escape:
      put_back (self);
      return TRUE;
    default:
      return FALSE;
    }
}

/* Cells, in columns or in lanes */

static void
on_dragged (WeftBoardCell *cell, WeftCardMove *move, WeftBoardView *self)
{
  set_move (self, move, FALSE);
}

static void
on_dropped (WeftBoardCell *cell, WeftBoardView *self)
{
  drop (self);
}

static void
on_added (WeftBoardCell *cell, const char *title, WeftBoardView *self)
{
  WeftLane *lane = weft_board_cell_get_lane (cell);
  char *id;

  watch (self, weft_board_create_across (self->board, title, weft_project_status_get_id (weft_board_cell_get_status (cell)),
                                         lane != NULL ? weft_lane_get_grouping (lane) : (WeftTaskGrouping) { WEFT_GROUP_NONE, NULL },
                                         lane != NULL ? weft_lane_get_id (lane) : NULL, &id));
  g_ptr_array_add (self->added, id);
}

/* Who writes a card which the filter hides would look for it. */
static void
look_for_added (WeftBoardView *self)
{
  for (guint i = self->added->len; i-- > 0;)
    {
      WeftTask *task = weft_board_find_task (self->board, self->added->pdata[i]);
      g_autofree char *key = NULL;
      g_autofree char *text = NULL;

      if (task == NULL)
        continue;
      g_ptr_array_remove_index (self->added, i);
      if (weft_board_lens_match (self->lens, task))
        continue;
      key = weft_board_dup_key (self->board, task);
      /* Translators: %s is the key of a card which was just made: “WEB-318”. */
      text = g_strdup_printf (_ ("%s is there, but the filter hides it"), key);
      g_signal_emit (self, signals[FAILED], 0, text);
    }
}

static void
on_opened (WeftBoardCell *cell, WeftTask *task, WeftBoardView *self)
{
  g_signal_emit (self, signals[OPENED], 0, task);
}

static void
on_gone (GtkWidget *cell, WeftBoardView *self)
{
  g_ptr_array_remove (self->cells, cell);
}

static GtkWidget *
make_cell (WeftProjectStatus *status, WeftLane *lane, gpointer user_data)
{
  WeftBoardView *self = user_data;
  GtkWidget *cell = weft_board_cell_new (self->lens, lane != NULL ? self->groups : NULL, lane, status, self->style);

  g_ptr_array_add (self->cells, cell);
  g_signal_connect (cell, "destroy", G_CALLBACK (on_gone), self);
  g_signal_connect (cell, "dragged", G_CALLBACK (on_dragged), self);
  g_signal_connect (cell, "dropped", G_CALLBACK (on_dropped), self);
  g_signal_connect (cell, "opened", G_CALLBACK (on_opened), self);
  g_signal_connect (cell, "added", G_CALLBACK (on_added), self);
  if (self->move != NULL)
    weft_board_cell_set_move (WEFT_BOARD_CELL (cell), self->move);
  weft_board_cell_set_onlookers (WEFT_BOARD_CELL (cell), self->onlookers);
  return cell;
}

static void
on_statuses_changed (GListModel *model, guint position, guint removed, guint added, WeftBoardView *self)
{
  GtkWidget *before = NULL;
  GtkWidget *next = gtk_widget_get_first_child (self->columns);

  for (guint i = 0; i < position; i++)
    {
      before = next;
      next = gtk_widget_get_next_sibling (next);
    }
  for (guint i = 0; i < removed; i++)
    {
      GtkWidget *gone = next;

      next = gtk_widget_get_next_sibling (next);
      gtk_box_remove (GTK_BOX (self->columns), gone);
    }
  for (guint i = 0; i < added; i++)
    {
      g_autoptr (WeftProjectStatus) status = g_list_model_get_item (model, position + i);
      GtkWidget *column = weft_board_column_new (self->board, WEFT_BOARD_CELL (make_cell (status, NULL, self)));

      gtk_box_insert_child_after (GTK_BOX (self->columns), column, before);
      before = column;
    }
}

/* In the lane with the focus, or in the first one there is. */
static void
on_begun (WeftBoardView *self, WeftProjectStatus *status)
{
  WeftBoardCell *focused = find_focused (self);
  WeftBoardCell *cell = focused != NULL ? find_cell (self, status, weft_board_cell_get_lane (focused)) : NULL;

  for (guint i = 0; cell == NULL && i < self->cells->len; i++)
    if (weft_board_cell_get_status (self->cells->pdata[i]) == status)
      cell = self->cells->pdata[i];
  if (cell != NULL)
    weft_board_cell_begin_card (cell);
}

/* Columns or lanes: what is not shown has no widgets. */
static void
arrange (WeftBoardView *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->board));
  const WeftBoardLook *look = weft_board_lens_get_look (self->lens);
  gboolean laned = look->layout == WEFT_LAYOUT_BOARD && look->grouping.kind != WEFT_GROUP_NONE && look->grouping.kind != WEFT_GROUP_STATUS;
  gboolean first = gtk_widget_get_first_child (self->columns) == NULL;

  if (look->layout != WEFT_LAYOUT_BOARD || (laned == (self->lanes != NULL) && !(first && !laned)))
    return;
  if (self->move != NULL)
    set_move (self, NULL, FALSE);
  if (laned)
    {
      on_statuses_changed (NULL, 0, first ? 0 : n, 0, self);
      self->lanes = weft_board_lanes_new (self->lens, self->groups, make_cell, self);
      g_signal_connect_object (self->lanes, "begun", G_CALLBACK (on_begun), self, G_CONNECT_SWAPPED);
      gtk_stack_add_child (GTK_STACK (self->stack), self->lanes);
      gtk_stack_set_visible_child (GTK_STACK (self->stack), self->lanes);
    }
  else
    {
      gtk_stack_set_visible_child (GTK_STACK (self->stack), self->scroller);
      if (self->lanes != NULL)
        gtk_stack_remove (GTK_STACK (self->stack), self->lanes);
      self->lanes = NULL;
      if (first)
        on_statuses_changed (G_LIST_MODEL (self->board), 0, 0, n, self);
    }
}

static void
on_board_changed (GListModel *model, guint position, guint removed, guint added, WeftBoardView *self)
{
  if (self->lanes == NULL)
    on_statuses_changed (model, position, removed, added, self);
}

static void
restyle (WeftBoardView *self)
{
  g_autoptr (WeftCardStyle) old = g_steal_pointer (&self->style);

  self->style = weft_card_style_new (GTK_WIDGET (self));
  for (guint i = 0; i < self->cells->len; i++)
    weft_board_cell_set_style (self->cells->pdata[i], self->style);
}

/* Somebody's picture came: all else stays, and pictures come one by one. */
static void
on_face_changed (WeftBoardView *self)
{
  for (guint i = 0; i < self->cells->len; i++)
    weft_board_cell_redraw (self->cells->pdata[i]);
}

static void
weft_board_view_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (weft_board_view_parent_class)->css_changed (widget, change);
  restyle (WEFT_BOARD_VIEW (widget));
}

static void
weft_board_view_system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (weft_board_view_parent_class)->system_setting_changed (widget, setting);
  restyle (WEFT_BOARD_VIEW (widget));
}

static void
weft_board_view_direction_changed (GtkWidget *widget, GtkTextDirection previous)
{
  GTK_WIDGET_CLASS (weft_board_view_parent_class)->direction_changed (widget, previous);
  restyle (WEFT_BOARD_VIEW (widget));
}

static void
weft_board_view_dispose (GObject *object)
{
  WeftBoardView *self = WEFT_BOARD_VIEW (object);

  if (self->overlay != NULL)
    set_move (self, NULL, FALSE);
  g_clear_pointer (&self->overlay, gtk_widget_unparent);
  if (self->motion != NULL)
    weft_board_motion_stop (self->motion);
  g_clear_object (&self->motion);
  g_clear_object (&self->onlookers);
  g_clear_object (&self->groups);
  g_clear_object (&self->board);
  g_clear_object (&self->lens);

  G_OBJECT_CLASS (weft_board_view_parent_class)->dispose (object);
}

static void
weft_board_view_finalize (GObject *object)
{
  weft_card_style_free (WEFT_BOARD_VIEW (object)->style);
  g_ptr_array_unref (WEFT_BOARD_VIEW (object)->cells);
  g_ptr_array_unref (WEFT_BOARD_VIEW (object)->added);

  G_OBJECT_CLASS (weft_board_view_parent_class)->finalize (object);
}

static void
weft_board_view_class_init (WeftBoardViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = weft_board_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = weft_board_view_finalize;
  widget_class->css_changed = weft_board_view_css_changed;
  widget_class->system_setting_changed = weft_board_view_system_setting_changed;
  widget_class->direction_changed = weft_board_view_direction_changed;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "board");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);

  signals[OPENED]
      = g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, WEFT_TYPE_TASK);
  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
add_keys (GtkWidget *bar, const char *keys, const char *meaning)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *key = gtk_label_new (keys);
  GtkWidget *text = gtk_label_new (meaning);

  gtk_widget_add_css_class (key, "weft-kbd");
  gtk_widget_add_css_class (text, "weft-small");
  gtk_box_append (GTK_BOX (box), key);
  gtk_box_append (GTK_BOX (box), text);
  adw_wrap_box_append (ADW_WRAP_BOX (bar), box);
}

static void
make_bar (WeftBoardView *self)
{
  self->bar = adw_wrap_box_new ();
  adw_wrap_box_set_child_spacing (ADW_WRAP_BOX (self->bar), 8);
  adw_wrap_box_set_line_spacing (ADW_WRAP_BOX (self->bar), 6);
  adw_wrap_box_set_align (ADW_WRAP_BOX (self->bar), 0.5);
  gtk_widget_add_css_class (self->bar, "weft-move-bar");
  gtk_widget_set_halign (self->bar, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (self->bar, GTK_ALIGN_END);
  gtk_widget_set_can_target (self->bar, FALSE);
  gtk_widget_set_visible (self->bar, FALSE);
  self->bar_title = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->bar_title, "weft-title");
  self->bar_place = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->bar_place, "weft-quiet");
  /* Why it cannot be there is a sentence. */
  gtk_label_set_wrap (GTK_LABEL (self->bar_place), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->bar_place), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_justify (GTK_LABEL (self->bar_place), GTK_JUSTIFY_CENTER);
  gtk_label_set_max_width_chars (GTK_LABEL (self->bar_place), PLACE_CHARS);
  adw_wrap_box_append (ADW_WRAP_BOX (self->bar), self->bar_title);
  adw_wrap_box_append (ADW_WRAP_BOX (self->bar), self->bar_place);
  /* Translators: what keys do while a card is picked up: move it to another column. */
  add_keys (self->bar, "← →", C_ ("while moving a card", "column"));
  /* Translators: … to another place in its column. */
  add_keys (self->bar, "↑ ↓", C_ ("while moving a card", "place"));
  add_keys (self->bar, _ ("Enter"), C_ ("while moving a card", "drop"));
  add_keys (self->bar, _ ("Esc"), C_ ("while moving a card", "cancel"));
  gtk_overlay_add_overlay (GTK_OVERLAY (self->overlay), self->bar);
}

static void
weft_board_view_init (WeftBoardView *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->cells = g_ptr_array_new ();
  self->added = g_ptr_array_new_with_free_func (g_free);
  self->overlay = gtk_overlay_new ();
  gtk_widget_set_parent (self->overlay, GTK_WIDGET (self));
  self->columns = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  gtk_widget_add_css_class (self->columns, "weft-columns");
  gtk_box_set_homogeneous (GTK_BOX (self->columns), TRUE);
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_AUTOMATIC, GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->columns);
  self->stack = gtk_stack_new ();
  gtk_stack_set_hhomogeneous (GTK_STACK (self->stack), FALSE);
  gtk_stack_add_child (GTK_STACK (self->stack), self->scroller);
  gtk_overlay_set_child (GTK_OVERLAY (self->overlay), self->stack);
  self->flights = weft_card_flights_new ();
  gtk_overlay_add_overlay (GTK_OVERLAY (self->overlay), self->flights);
  make_bar (self);
  self->style = weft_card_style_new (GTK_WIDGET (self));
  g_signal_connect_object (adw_style_manager_get_default (), "notify::accent-color-rgba", G_CALLBACK (restyle), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark", G_CALLBACK (restyle), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::high-contrast", G_CALLBACK (restyle), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (weft_faces_get_default (), "changed", G_CALLBACK (on_face_changed), self, G_CONNECT_SWAPPED);

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

GtkWidget *
weft_board_view_new (WeftBoardLens *lens)
{
  WeftBoardView *self = g_object_new (WEFT_TYPE_BOARD_VIEW, NULL);
  WeftBoard *board = weft_board_lens_get_board (lens);

  self->lens = g_object_ref (lens);
  self->board = g_object_ref (board);
  self->groups = weft_lane_list_new (lens);
  self->motion = weft_board_motion_new (board, self->cells, WEFT_CARD_FLIGHTS (self->flights));
  g_signal_connect_object (board, "items-changed", G_CALLBACK (on_board_changed), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (board, "told", G_CALLBACK (look_for_added), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (lens, "arranged", G_CALLBACK (arrange), self, G_CONNECT_SWAPPED);
  arrange (self);
  return GTK_WIDGET (self);
}

void
weft_board_view_set_onlookers (WeftBoardView *self, WeftOnlookers *onlookers)
{
  g_return_if_fail (WEFT_IS_BOARD_VIEW (self));

  g_set_object (&self->onlookers, onlookers);
  for (guint i = 0; i < self->cells->len; i++)
    weft_board_cell_set_onlookers (self->cells->pdata[i], onlookers);
}

void
weft_board_view_begin_card (WeftBoardView *self)
{
  WeftBoardCell *cell = find_focused (self);

  if (cell == NULL && self->cells->len > 0)
    cell = self->cells->pdata[0];
  if (cell != NULL)
    weft_board_cell_begin_card (cell);
}

char **
weft_board_view_dup_chosen (WeftBoardView *self)
{
  WeftBoardCell *cell = find_focused (self);

  return cell != NULL ? weft_board_cell_dup_chosen (cell) : NULL;
}

gboolean
weft_board_view_pick_up (WeftBoardView *self)
{
  WeftBoardCell *cell = find_focused (self);
  g_auto (GStrv) ids = weft_board_view_dup_chosen (self);
  g_autoptr (WeftCardMove) move = NULL;
  g_autofree char *title = NULL;
  g_autofree char *place = NULL;
  g_autofree char *said = NULL;

  if (ids == NULL || !weft_board_may_change (self->board))
    return FALSE;

  move = weft_card_move_new (self->lens, self->groups, weft_board_cell_get_lane (cell), (const char *const *) ids);
  set_move (self, move, TRUE);
  title = weft_card_move_dup_title (move);
  place = weft_card_move_dup_place (move);
  /* Translators: spoken: "Moving WEB-318. In review, place 1 of 3." */
  said = g_strdup_printf (_ ("%s. %s. Arrows move, Enter drops, Escape puts back."), title, place);
  announce (self, said);
  return TRUE;
}

WeftTask *
weft_board_view_get_focused (WeftBoardView *self)
{
  WeftBoardCell *cell = find_focused (self);

  return cell != NULL ? weft_board_cell_get_focused (cell) : NULL;
}

gboolean
weft_board_view_go_to (WeftBoardView *self, const char *id)
{
  WeftTask *task;

  g_return_val_if_fail (WEFT_IS_BOARD_VIEW (self), FALSE);

  task = self->lanes != NULL && id != NULL ? weft_board_find_task (self->board, id) : NULL;
  if (task != NULL)
    {
      WeftLane *lane = weft_lane_list_find (self->groups, task);

      if (lane != NULL)
        weft_board_lanes_show (WEFT_BOARD_LANES (self->lanes), lane);
    }
  for (guint i = 0; i < self->cells->len; i++)
    if (weft_board_cell_go_to (self->cells->pdata[i], id))
      return TRUE;

  return FALSE;
}

void
weft_board_view_focus (WeftBoardView *self)
{
  gtk_widget_child_focus (self->lanes != NULL ? self->lanes : self->columns, GTK_DIR_TAB_FORWARD);
}
