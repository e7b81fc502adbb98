/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-board"

#include "config.h"

#include "features/board/view/weft-board-pane.h"

#include "features/board/view/weft-board-view.h"
#include "features/board/view/weft-figures-view.h"
#include "features/board/view/weft-filter-bar.h"
#include "features/board/view/weft-folded-lanes.h"
#include "features/board/view/weft-kept-look.h"
#include "features/board/view/weft-list-view.h"

struct _WeftBoardPane
{
  GtkWidget parent_instance;

  WeftBoardLens *lens;
  WeftPeople *people;
  WeftOnlookers *onlookers; /* (nullable) */
  gboolean inside; /* the focus was in it, before what is laid out in another way is made anew */
  char *left; /* (nullable): id of the card which had the focus when it was left, for the filter or another layout */

  GtkWidget *box;
  GtkWidget *bar;
  GtkWidget *stack;
  GtkWidget *view;
  GtkWidget *list;    /* (nullable): made when it is first wanted */
  GtkWidget *figures; /* (nullable): likewise */
};

enum
{
  OPENED,
  FAILED,
  LOOKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftBoardPane, weft_board_pane, GTK_TYPE_WIDGET)

static gboolean
shows_cards (WeftBoardPane *self)
{
  return weft_board_lens_get_layout (self->lens) != WEFT_LAYOUT_FIGURES;
}

static gboolean
shows_list (WeftBoardPane *self)
{
  return weft_board_lens_get_layout (self->lens) == WEFT_LAYOUT_LIST && self->list != NULL;
}

static gboolean
has_focus (WeftBoardPane *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, self->stack);
}

static void
leave_card (WeftBoardPane *self)
{
  WeftTask *task = weft_board_view_get_focused (WEFT_BOARD_VIEW (self->view));

  if (task == NULL && self->list != NULL)
    task = weft_list_view_get_focused (WEFT_LIST_VIEW (self->list));
  if (task != NULL)
    g_set_str (&self->left, weft_task_get_id (task));
}

/* To the card which was left, if it is there still, or else to the first. */
static void
come_back (WeftBoardPane *self)
{
  if ((self->left == NULL || !weft_board_pane_go_to (self, self->left)) && !weft_board_pane_go_to (self, NULL))
    weft_board_pane_focus (self);
}

static void
on_opened (WeftBoardPane *self, WeftTask *task)
{
  g_signal_emit (self, signals[OPENED], 0, task);
}

/* Made when it is first wanted. */
static GtkWidget *
get_shown (WeftBoardPane *self)
{
  switch (weft_board_lens_get_layout (self->lens))
    {
    case WEFT_LAYOUT_LIST:
      if (self->list == NULL)
        {
          self->list = weft_list_view_new (self->lens, self->people);
          g_signal_connect_object (self->list, "opened", G_CALLBACK (on_opened), self, G_CONNECT_SWAPPED);
          weft_list_view_set_onlookers (WEFT_LIST_VIEW (self->list), self->onlookers);
          gtk_stack_add_named (GTK_STACK (self->stack), self->list, "list");
        }
      return self->list;
    case WEFT_LAYOUT_FIGURES:
      if (self->figures == NULL)
        {
          self->figures = weft_figures_view_new (weft_board_lens_get_board (self->lens));
          gtk_stack_add_named (GTK_STACK (self->stack), self->figures, "figures");
        }
      return self->figures;
    case WEFT_LAYOUT_BOARD:
    default:
      return self->view;
    }
}

static void
show_layout (WeftBoardPane *self)
{
  gtk_stack_set_visible_child (GTK_STACK (self->stack), get_shown (self));
  gtk_widget_set_visible (self->bar, shows_cards (self) && !weft_board_lens_is_clear (self->lens));
}

/* Before anything else hears of it. */
static void
on_ordered (WeftBoardPane *self)
{
  self->inside = has_focus (self);
  if (self->inside)
    leave_card (self);
}

static void
on_arranged (WeftBoardPane *self)
{
  gboolean inside = self->inside;

  self->inside = FALSE;
  /* Another order leaves everything where it is, other groups may not. */
  if (gtk_stack_get_visible_child (GTK_STACK (self->stack)) == get_shown (self))
    {
      if (inside && !has_focus (self))
        come_back (self);
      g_signal_emit (self, signals[LOOKED], 0);
      return;
    }
  show_layout (self);
  /* Who stood in the one stands in the other, and comes back to their card; who pressed the switcher stays there. */
  if (inside)
    come_back (self);
  g_signal_emit (self, signals[LOOKED], 0);
}

static void
on_lens_changed (WeftBoardPane *self)
{
  if (shows_cards (self) && !weft_board_lens_is_clear (self->lens))
    gtk_widget_set_visible (self->bar, TRUE);
}

static void
on_bar_closed (WeftBoardPane *self)
{
  gtk_widget_set_visible (self->bar, FALSE);
  come_back (self);
}

static void
on_failed (WeftBoardPane *self, const char *message)
{
  g_signal_emit (self, signals[FAILED], 0, message);
}

static void
weft_board_pane_dispose (GObject *object)
{
  WeftBoardPane *self = WEFT_BOARD_PANE (object);

  g_clear_pointer (&self->left, g_free);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->onlookers);
  g_clear_object (&self->people);
  g_clear_object (&self->lens);

  G_OBJECT_CLASS (weft_board_pane_parent_class)->dispose (object);
}

static void
weft_board_pane_class_init (WeftBoardPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = weft_board_pane_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);

  signals[OPENED]
      = g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, WEFT_TYPE_TASK);
  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[LOOKED] = g_signal_new ("looked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
weft_board_pane_init (WeftBoardPane *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->stack = gtk_stack_new ();
  gtk_widget_set_vexpand (self->stack, TRUE);
}

static void
on_folded (WeftBoardLens *lens, GSettings *settings)
{
  g_auto (GStrv) lanes = weft_board_lens_dup_folded (lens);

  weft_folded_lanes_set (settings, weft_board_get_stream (weft_board_lens_get_board (lens)), (const char *const *) lanes);
}

static void
on_look_chosen (WeftBoardLens *lens, GSettings *settings)
{
  weft_kept_look_set (settings, weft_board_get_stream (weft_board_lens_get_board (lens)), weft_board_lens_get_chosen (lens));
}

static void
follow (WeftBoardLens *lens, const char *signal, GCallback callback, GSettings *settings)
{
  g_signal_connect_data (lens, signal, callback, g_object_ref (settings), (GClosureNotify) (void (*) (void)) g_object_unref, G_CONNECT_DEFAULT);
}

/* Orders, groups and folds as it was left, and keeps what is from now on. */
static void
keep (WeftBoardLens *lens)
{
  g_autoptr (GSettings) settings = g_settings_new ("dev.weft.Weft");
  const char *stream = weft_board_get_stream (weft_board_lens_get_board (lens));
  g_auto (GStrv) lanes = weft_folded_lanes_dup (settings, stream);
  WeftBoardLook look = *weft_board_lens_get_chosen (lens);

  weft_kept_look_take (settings, stream, &look);
  weft_board_lens_set_look (lens, &look);
  weft_board_lens_take_folded (lens, (const char *const *) lanes);
  follow (lens, "folded", G_CALLBACK (on_folded), settings);
  follow (lens, "arranged", G_CALLBACK (on_look_chosen), settings);
}

GtkWidget *
weft_board_pane_new (WeftBoard *board, WeftPeople *people)
{
  WeftBoardPane *self = g_object_new (WEFT_TYPE_BOARD_PANE, NULL);

  self->lens = weft_board_lens_new (board, people);
  keep (self->lens);
  self->people = g_object_ref (people);
  g_signal_connect_object (self->lens, "ordered", G_CALLBACK (on_ordered), self, G_CONNECT_SWAPPED);
  self->bar = weft_filter_bar_new (self->lens, people);
  g_signal_connect_object (self->bar, "left", G_CALLBACK (come_back), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->bar, "closed", G_CALLBACK (on_bar_closed), self, G_CONNECT_SWAPPED);
  self->view = weft_board_view_new (self->lens);
  g_signal_connect_object (self->view, "opened", G_CALLBACK (on_opened), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->view, "failed", G_CALLBACK (on_failed), self, G_CONNECT_SWAPPED);
  gtk_stack_add_named (GTK_STACK (self->stack), self->view, "board");
  gtk_box_append (GTK_BOX (self->box), self->bar);
  gtk_box_append (GTK_BOX (self->box), self->stack);
  g_signal_connect_object (self->lens, "changed", G_CALLBACK (on_lens_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->lens, "arranged", G_CALLBACK (on_arranged), self, G_CONNECT_SWAPPED);
  show_layout (self);
  return GTK_WIDGET (self);
}

void
weft_board_pane_set_onlookers (WeftBoardPane *self, WeftOnlookers *onlookers)
{
  g_return_if_fail (WEFT_IS_BOARD_PANE (self));
  g_set_object (&self->onlookers, onlookers);
  weft_board_view_set_onlookers (WEFT_BOARD_VIEW (self->view), onlookers);
  if (self->list != NULL)
    weft_list_view_set_onlookers (WEFT_LIST_VIEW (self->list), onlookers);
}

WeftBoardLens *
weft_board_pane_get_lens (WeftBoardPane *self)
{
  g_return_val_if_fail (WEFT_IS_BOARD_PANE (self), NULL);
  return self->lens;
}

gboolean
weft_board_pane_find (WeftBoardPane *self)
{
  g_return_val_if_fail (WEFT_IS_BOARD_PANE (self), FALSE);

  if (!shows_cards (self) || weft_filter_bar_has_focus (WEFT_FILTER_BAR (self->bar)))
    return FALSE;
  leave_card (self);
  gtk_widget_set_visible (self->bar, TRUE);
  weft_filter_bar_focus (WEFT_FILTER_BAR (self->bar));
  return TRUE;
}

void
weft_board_pane_begin_card (WeftBoardPane *self)
{
  g_return_if_fail (WEFT_IS_BOARD_PANE (self));

  weft_board_lens_set_layout (self->lens, WEFT_LAYOUT_BOARD);
  weft_board_view_begin_card (WEFT_BOARD_VIEW (self->view));
}

gboolean
weft_board_pane_pick_up (WeftBoardPane *self)
{
  g_return_val_if_fail (WEFT_IS_BOARD_PANE (self), FALSE);
  return weft_board_lens_get_layout (self->lens) == WEFT_LAYOUT_BOARD && weft_board_view_pick_up (WEFT_BOARD_VIEW (self->view));
}

char **
weft_board_pane_dup_chosen (WeftBoardPane *self)
{
  g_return_val_if_fail (WEFT_IS_BOARD_PANE (self), NULL);
  if (!shows_cards (self))
    return NULL;
  return shows_list (self) ? weft_list_view_dup_chosen (WEFT_LIST_VIEW (self->list)) : weft_board_view_dup_chosen (WEFT_BOARD_VIEW (self->view));
}

gboolean
weft_board_pane_go_to (WeftBoardPane *self, const char *id)
{
  g_return_val_if_fail (WEFT_IS_BOARD_PANE (self), FALSE);
  if (!shows_cards (self))
    return FALSE;
  return shows_list (self) ? weft_list_view_go_to (WEFT_LIST_VIEW (self->list), id) : weft_board_view_go_to (WEFT_BOARD_VIEW (self->view), id);
}

void
weft_board_pane_focus (WeftBoardPane *self)
{
  g_return_if_fail (WEFT_IS_BOARD_PANE (self));

  if (shows_list (self))
    gtk_widget_child_focus (self->list, GTK_DIR_TAB_FORWARD);
  else if (shows_cards (self))
    weft_board_view_focus (WEFT_BOARD_VIEW (self->view));
  else
    weft_figures_view_focus (WEFT_FIGURES_VIEW (self->figures));
}
