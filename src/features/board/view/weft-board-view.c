/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-board"

#include "config.h"

#include "features/board/view/weft-board-view.h"

#include <glib/gi18n.h>

#include "features/board/client/weft-board-operations.h"
#include "features/board/view/weft-board-column.h"
#include "ui/weft-faces.h"

struct _WeftBoardView
{
  GtkWidget parent_instance;

  WeftBoardLens *lens;
  WeftBoard *board;
  WeftPeople *people;
  WeftCardStyle *style;
  WeftCardMove *move;  /* (nullable): what is picked up */
  gboolean by_keyboard;

  GtkWidget *overlay;
  GtkWidget *columns;
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

static WeftBoardColumn *
find_column (WeftBoardView *self, WeftProjectStatus *status)
{
  for (GtkWidget *child = gtk_widget_get_first_child (self->columns); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (weft_board_column_get_status (WEFT_BOARD_COLUMN (child)) == status)
      return WEFT_BOARD_COLUMN (child);

  return NULL;
}

/* The one with the focus, or with the menu which has it. */
static WeftBoardColumn *
find_focused (WeftBoardView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *column;

  for (GtkWidget *child = gtk_widget_get_first_child (self->columns); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (weft_board_column_has_menu (WEFT_BOARD_COLUMN (child)))
      return WEFT_BOARD_COLUMN (child);
  column = focus != NULL ? gtk_widget_get_ancestor (focus, WEFT_TYPE_BOARD_COLUMN) : NULL;

  return column != NULL && gtk_widget_is_ancestor (column, GTK_WIDGET (self)) ? WEFT_BOARD_COLUMN (column) : NULL;
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
  for (GtkWidget *child = gtk_widget_get_first_child (self->columns); child != NULL; child = gtk_widget_get_next_sibling (child))
    weft_board_column_set_move (WEFT_BOARD_COLUMN (child), move);
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
  WeftBoardColumn *column = find_column (self, weft_card_move_get_status (move));
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
      watch (self, weft_card_move_drop (move));
      announce (self, said);
    }
  if (focus && column != NULL)
    weft_board_column_focus_task (column, weft_card_move_get_ids (move)[0]);
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
  WeftBoardColumn *column;

  if (!weft_card_move_step (self->move, statuses, places))
    {
      gtk_widget_error_bell (GTK_WIDGET (self));
      return;
    }
  place = weft_card_move_dup_place (self->move);
  announce (self, place);
  column = find_column (self, weft_card_move_get_status (self->move));
  if (column != NULL)
    gtk_viewport_scroll_to (GTK_VIEWPORT (gtk_widget_get_ancestor (self->columns, GTK_TYPE_VIEWPORT)), GTK_WIDGET (column), NULL);
}

static gboolean
on_key (GtkEventControllerKey *keys, guint keyval, guint keycode, GdkModifierType state, WeftBoardView *self)
{
  int forward = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL ? -1 : 1;

  if (!self->by_keyboard)
    return FALSE;

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

/* Columns */

static void
on_dragged (WeftBoardColumn *column, WeftCardMove *move, WeftBoardView *self)
{
  set_move (self, move, FALSE);
}

static void
on_dropped (WeftBoardColumn *column, WeftBoardView *self)
{
  drop (self);
}

static void
on_added (WeftBoardColumn *column, const char *title, WeftBoardView *self)
{
  WeftProjectStatus *status = weft_board_column_get_status (column);

  watch (self, weft_board_create_task (self->board, title, weft_project_status_get_id (status), NULL, NULL));
}

static void
on_opened (WeftBoardColumn *column, WeftTask *task, WeftBoardView *self)
{
  g_signal_emit (self, signals[OPENED], 0, task);
}

static GtkWidget *
make_column (WeftBoardView *self, WeftProjectStatus *status)
{
  GtkWidget *column = weft_board_column_new (self->lens, self->people, status, self->style);

  g_signal_connect (column, "dragged", G_CALLBACK (on_dragged), self);
  g_signal_connect (column, "dropped", G_CALLBACK (on_dropped), self);
  g_signal_connect (column, "opened", G_CALLBACK (on_opened), self);
  g_signal_connect (column, "added", G_CALLBACK (on_added), self);
  if (self->move != NULL)
    weft_board_column_set_move (WEFT_BOARD_COLUMN (column), self->move);
  return column;
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
      GtkWidget *column = make_column (self, status);

      gtk_box_insert_child_after (GTK_BOX (self->columns), column, before);
      before = column;
    }
}

static void
restyle (WeftBoardView *self)
{
  g_autoptr (WeftCardStyle) old = g_steal_pointer (&self->style);

  self->style = weft_card_style_new (GTK_WIDGET (self));
  for (GtkWidget *child = gtk_widget_get_first_child (self->columns); child != NULL; child = gtk_widget_get_next_sibling (child))
    weft_board_column_set_style (WEFT_BOARD_COLUMN (child), self->style);
}

/* Somebody's picture came: all else stays, and pictures come one by one. */
static void
on_face_changed (WeftBoardView *self)
{
  for (GtkWidget *child = gtk_widget_get_first_child (self->columns); child != NULL; child = gtk_widget_get_next_sibling (child))
    weft_board_column_redraw (WEFT_BOARD_COLUMN (child));
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
  g_clear_object (&self->people);
  g_clear_object (&self->board);
  g_clear_object (&self->lens);

  G_OBJECT_CLASS (weft_board_view_parent_class)->dispose (object);
}

static void
weft_board_view_finalize (GObject *object)
{
  weft_card_style_free (WEFT_BOARD_VIEW (object)->style);

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
  gtk_label_set_ellipsize (GTK_LABEL (self->bar_place), PANGO_ELLIPSIZE_END);
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
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->overlay = gtk_overlay_new ();
  gtk_widget_set_parent (self->overlay, GTK_WIDGET (self));
  self->columns = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  gtk_widget_add_css_class (self->columns, "weft-columns");
  gtk_box_set_homogeneous (GTK_BOX (self->columns), TRUE);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_AUTOMATIC, GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->columns);
  gtk_overlay_set_child (GTK_OVERLAY (self->overlay), scroller);
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
weft_board_view_new (WeftBoardLens *lens, WeftPeople *people)
{
  WeftBoardView *self = g_object_new (WEFT_TYPE_BOARD_VIEW, NULL);
  WeftBoard *board = weft_board_lens_get_board (lens);

  self->lens = g_object_ref (lens);
  self->board = g_object_ref (board);
  self->people = g_object_ref (people);
  g_signal_connect_object (board, "items-changed", G_CALLBACK (on_statuses_changed), self, G_CONNECT_DEFAULT);
  on_statuses_changed (G_LIST_MODEL (board), 0, 0, g_list_model_get_n_items (G_LIST_MODEL (board)), self);
  return GTK_WIDGET (self);
}

void
weft_board_view_begin_card (WeftBoardView *self)
{
  WeftBoardColumn *column = find_focused (self);
  GtkWidget *first = gtk_widget_get_first_child (self->columns);

  if (column == NULL && first != NULL)
    column = WEFT_BOARD_COLUMN (first);
  if (column != NULL)
    weft_board_column_begin_card (column);
}

char **
weft_board_view_dup_chosen (WeftBoardView *self)
{
  WeftBoardColumn *column = find_focused (self);

  return column != NULL ? weft_board_column_dup_chosen (column) : NULL;
}

gboolean
weft_board_view_pick_up (WeftBoardView *self)
{
  g_auto (GStrv) ids = weft_board_view_dup_chosen (self);
  g_autoptr (WeftCardMove) move = NULL;
  g_autofree char *title = NULL;
  g_autofree char *place = NULL;
  g_autofree char *said = NULL;

  if (ids == NULL || !weft_board_may_change (self->board))
    return FALSE;

  move = weft_card_move_new (self->lens, (const char *const *) ids);
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
  WeftBoardColumn *column = find_focused (self);

  return column != NULL ? weft_board_column_get_focused (column) : NULL;
}

gboolean
weft_board_view_go_to (WeftBoardView *self, const char *id)
{
  g_return_val_if_fail (WEFT_IS_BOARD_VIEW (self), FALSE);

  for (GtkWidget *child = gtk_widget_get_first_child (self->columns); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (weft_board_column_go_to (WEFT_BOARD_COLUMN (child), id))
      return TRUE;

  return FALSE;
}

void
weft_board_view_focus (WeftBoardView *self)
{
  gtk_widget_child_focus (self->columns, GTK_DIR_TAB_FORWARD);
}
