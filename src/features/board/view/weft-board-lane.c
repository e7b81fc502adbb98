/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-board"

#include "config.h"

#include "features/board/view/weft-board-lane.h"

#include <glib/gi18n.h>

#include "features/board/view/weft-column-head.h"
#include "features/board/view/weft-look-words.h"
#include "features/board/view/weft-task-words.h"
#include "features/board/view/weft-yarn-dot.h"
#include "ui/weft-avatar.h"
#include "ui/weft-text-scale.h"

#define GAP 10     /* px between columns */
#define HEAD 40    /* px, about */
#define CARD 84    /* px, about */
#define LEAST 52   /* px: a cell takes what is dropped, even if nothing is in it */
#define MOST 360   /* px: of more the cell scrolls */
#define FACE 22

struct _WeftBoardLane
{
  GtkWidget parent_instance;

  WeftBoardLens *lens;
  WeftBoard *board;
  WeftLane *lane;
  GtkAdjustment *across;
  WeftMakeCell make_cell;
  gpointer user_data;
  gboolean built;

  GtkWidget *head;  /* (nullable), as all that follows: it is not built */
  GtkWidget *arrow;
  GtkWidget *mark;  /* (nullable): what stands for the group */
  GtkWidget *name;
  GtkWidget *count;
  GtkWidget *cells; /* (nullable): it is folded */
};

enum
{
  FOLDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftBoardLane, weft_board_lane, GTK_TYPE_WIDGET)

static gboolean
is_folded (WeftBoardLane *self)
{
  return weft_board_lens_is_folded (self->lens, weft_lane_get_grouping (self->lane), weft_lane_get_id (self->lane));
}

static char *
describe (WeftBoardLane *self)
{
  return weft_group_describe (self->board, weft_board_lens_get_people (self->lens), weft_lane_get_grouping (self->lane), weft_lane_get_id (self->lane));
}

/* Whether what makes the lane is a person, by a field of the project's own too. */
static gboolean
is_person (WeftBoardLane *self)
{
  WeftTaskGrouping grouping = weft_lane_get_grouping (self->lane);
  const WeftProjectField *field = grouping.kind == WEFT_GROUP_FIELD ? weft_board_find_field (self->board, grouping.field) : NULL;

  return grouping.kind == WEFT_GROUP_ASSIGNEE || (field != NULL && field->kind == WEFT_FIELD_PERSON);
}

/* The person's picture, the colour of the label, the priority's sign. */
static GtkWidget *
make_mark (WeftBoardLane *self)
{
  const char *id = weft_lane_get_id (self->lane);
  g_autofree char *name = describe (self);
  GtkWidget *mark = NULL;

  if (id == NULL)
    return NULL;
  if (is_person (self))
    {
      mark = weft_avatar_new (FACE, name);
      weft_avatar_set_person (WEFT_AVATAR (mark), id);
    }
  else if (weft_lane_get_grouping (self->lane).kind == WEFT_GROUP_LABEL)
    mark = weft_yarn_dot_new ();
  else if (weft_lane_get_grouping (self->lane).kind == WEFT_GROUP_PRIORITY && weft_priority_from_wire (id) != WEFT_PRIORITY_NONE)
    mark = gtk_image_new_from_icon_name (weft_priority_get_icon (weft_priority_from_wire (id)));
  if (mark != NULL)
    gtk_widget_set_valign (mark, GTK_ALIGN_CENTER);
  return mark;
}

static void
update (WeftBoardLane *self)
{
  g_autofree char *name = describe (self);
  guint n = weft_lane_get_n_tasks (self->lane);
  g_autofree char *count = g_strdup_printf ("%u", n);
  g_autofree char *cards = g_strdup_printf (ngettext ("%u card", "%u cards", n), n);
  /* Translators: a lane of the board for screen readers: its name, and how many cards are in it. */
  g_autofree char *label = g_strdup_printf (_ ("Lane %s, %s"), name, cards);
  const WeftProjectLabel *yarn
      = weft_lane_get_grouping (self->lane).kind == WEFT_GROUP_LABEL && weft_lane_get_id (self->lane) != NULL ? weft_board_find_label (self->board, weft_lane_get_id (self->lane)) : NULL;

  if (self->head == NULL)
    return;
  gtk_label_set_text (GTK_LABEL (self->name), name);
  gtk_label_set_text (GTK_LABEL (self->count), count);
  if (WEFT_IS_AVATAR (self->mark))
    weft_avatar_set_name (WEFT_AVATAR (self->mark), name);
  else if (yarn != NULL)
    weft_yarn_dot_set_yarn (self->mark, yarn->yarn);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->arrow), is_folded (self) ? "pan-end-symbolic" : "pan-down-symbolic");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->head), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->head), GTK_ACCESSIBLE_STATE_EXPANDED, !is_folded (self), -1);
}

static void
update_cells (WeftBoardLane *self)
{
  gboolean wanted = self->built && !is_folded (self);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->board));

  if (!wanted)
    g_clear_pointer (&self->cells, gtk_widget_unparent);
  if (!wanted || self->cells != NULL)
    return;
  self->cells = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, GAP);
  gtk_box_set_homogeneous (GTK_BOX (self->cells), TRUE);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (WeftProjectStatus) status = g_list_model_get_item (G_LIST_MODEL (self->board), i);

      gtk_box_append (GTK_BOX (self->cells), self->make_cell (status, self->lane, self->user_data));
    }
  gtk_widget_set_parent (self->cells, GTK_WIDGET (self));
}

static void
set_folded (WeftBoardLane *self, gboolean folded)
{
  weft_board_lens_set_folded (self->lens, weft_lane_get_grouping (self->lane), weft_lane_get_id (self->lane), folded);
  update_cells (self);
  update (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_signal_emit (self, signals[FOLDED], 0);
}

static void
on_clicked (WeftBoardLane *self)
{
  set_folded (self, !is_folded (self));
}

static void
make_head (WeftBoardLane *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->head = gtk_button_new ();
  self->arrow = gtk_image_new ();
  self->mark = make_mark (self);
  self->name = gtk_label_new (NULL);
  self->count = gtk_label_new (NULL);
  gtk_label_set_ellipsize (GTK_LABEL (self->name), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (self->name, "weft-title");
  gtk_widget_add_css_class (self->count, "weft-badge");
  gtk_widget_set_valign (self->count, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), self->arrow);
  if (self->mark != NULL)
    gtk_box_append (GTK_BOX (box), self->mark);
  gtk_box_append (GTK_BOX (box), self->name);
  gtk_box_append (GTK_BOX (box), self->count);
  gtk_button_set_child (GTK_BUTTON (self->head), box);
  gtk_widget_add_css_class (self->head, "flat");
  gtk_widget_add_css_class (self->head, "weft-lane-head");
  g_signal_connect_swapped (self->head, "clicked", G_CALLBACK (on_clicked), self);
  gtk_widget_set_parent (self->head, GTK_WIDGET (self));
}

/* Layout */

static int
get_body (WeftBoardLane *self, int width)
{
  int n = (int) g_list_model_get_n_items (G_LIST_MODEL (self->board));
  int least = weft_text_scale (LEAST);
  int most = weft_text_scale (MOST);
  int height = 0;

  if (is_folded (self) || n == 0)
    return 0;
  if (self->cells == NULL)
    return CLAMP ((int) MIN (weft_lane_get_deepest (self->lane), 100) * weft_text_scale (CARD), least, most);
  width = MAX (width, n * weft_column_get_width () + (n - 1) * GAP);
  for (GtkWidget *cell = gtk_widget_get_first_child (self->cells); cell != NULL; cell = gtk_widget_get_next_sibling (cell))
    height = MAX (height, weft_board_cell_measure (WEFT_BOARD_CELL (cell), (width - (n - 1) * GAP) / n));
  return CLAMP (height, least, most);
}

static int
get_head (WeftBoardLane *self)
{
  int height = weft_text_scale (HEAD);

  if (self->head != NULL)
    gtk_widget_measure (self->head, GTK_ORIENTATION_VERTICAL, -1, NULL, &height, NULL, NULL);
  return height;
}

static GtkSizeRequestMode
weft_board_lane_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
weft_board_lane_measure (
    GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  WeftBoardLane *self = WEFT_BOARD_LANE (widget);
  int n = (int) g_list_model_get_n_items (G_LIST_MODEL (self->board));

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural = MAX (n * weft_column_get_width () + (n - 1) * GAP, 0);
  else
    *minimum = *natural = get_head (self) + get_body (self, for_size);
}

/* The head stands where it is seen, however far the columns are scrolled. */
static void
weft_board_lane_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  WeftBoardLane *self = WEFT_BOARD_LANE (widget);
  int head = get_head (self);
  int room = MIN (width, (int) gtk_adjustment_get_page_size (self->across) - 32);
  int least, wanted;

  if (self->head != NULL)
    {
      gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
      int x = CLAMP ((int) gtk_adjustment_get_value (self->across), 0, MAX (width - room, 0));

      gtk_widget_measure (self->head, GTK_ORIENTATION_HORIZONTAL, -1, &least, &wanted, NULL, NULL);
      wanted = CLAMP (wanted, least, MAX (room, least));
      if (mirrored)
        x = MIN (x + MAX (room, wanted), width) - wanted;
      gtk_widget_size_allocate (self->head, &(GtkAllocation) { x, 0, wanted, head }, -1);
    }
  if (self->cells != NULL)
    {
      gtk_widget_measure (self->cells, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
      gtk_widget_size_allocate (self->cells, &(GtkAllocation) { 0, head, MAX (width, least), MAX (height - head, 0) }, -1);
    }
}

static void
on_scrolled (WeftBoardLane *self)
{
  if (self->head != NULL)
    gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
weft_board_lane_dispose (GObject *object)
{
  WeftBoardLane *self = WEFT_BOARD_LANE (object);

  g_clear_pointer (&self->cells, gtk_widget_unparent);
  g_clear_pointer (&self->head, gtk_widget_unparent);
  g_clear_object (&self->across);
  g_clear_object (&self->lane);
  g_clear_object (&self->board);
  g_clear_object (&self->lens);

  G_OBJECT_CLASS (weft_board_lane_parent_class)->dispose (object);
}

static void
weft_board_lane_class_init (WeftBoardLaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = weft_board_lane_dispose;
  widget_class->get_request_mode = weft_board_lane_get_request_mode;
  widget_class->measure = weft_board_lane_measure;
  widget_class->size_allocate = weft_board_lane_size_allocate;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);

  signals[FOLDED] = g_signal_new ("folded", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
weft_board_lane_init (WeftBoardLane *self)
{
}

GtkWidget *
weft_board_lane_new (WeftBoardLens *lens, WeftLane *lane, GtkAdjustment *across, WeftMakeCell make_cell, gpointer user_data)
{
  WeftBoardLane *self = g_object_new (WEFT_TYPE_BOARD_LANE, NULL);

  self->lens = g_object_ref (lens);
  self->board = g_object_ref (weft_board_lens_get_board (lens));
  self->lane = g_object_ref (lane);
  self->across = g_object_ref (across);
  self->make_cell = make_cell;
  self->user_data = user_data;
  g_signal_connect_object (lane, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->board, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (weft_board_lens_get_people (lens), "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (across, "value-changed", G_CALLBACK (on_scrolled), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (across, "changed", G_CALLBACK (on_scrolled), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

WeftLane *
weft_board_lane_get_lane (WeftBoardLane *self)
{
  g_return_val_if_fail (WEFT_IS_BOARD_LANE (self), NULL);
  return self->lane;
}

void
weft_board_lane_set_built (WeftBoardLane *self, gboolean built)
{
  g_return_if_fail (WEFT_IS_BOARD_LANE (self));

  if (self->built == built || (!built && gtk_widget_get_focus_child (GTK_WIDGET (self)) != NULL))
    return;
  self->built = built;
  if (built)
    make_head (self);
  else
    g_clear_pointer (&self->head, gtk_widget_unparent);
  update_cells (self);
  update (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
weft_board_lane_unfold (WeftBoardLane *self)
{
  g_return_if_fail (WEFT_IS_BOARD_LANE (self));

  weft_board_lane_set_built (self, TRUE);
  if (is_folded (self))
    set_folded (self, FALSE);
}

int
weft_board_lane_get_room (WeftBoardLane *self)
{
  int height;

  g_return_val_if_fail (WEFT_IS_BOARD_LANE (self), 0);

  height = gtk_widget_get_height (GTK_WIDGET (self));
  return height > 0 ? height : get_head (self) + get_body (self, 0);
}

void
weft_board_lane_rebuild (WeftBoardLane *self)
{
  g_return_if_fail (WEFT_IS_BOARD_LANE (self));

  g_clear_pointer (&self->cells, gtk_widget_unparent);
  update_cells (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
