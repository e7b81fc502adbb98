/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include "parts/thread/view/weft-message-pointer.h"

#include "parts/thread/view/weft-message-row.h"
#include "parts/thread/view/weft-message-view-private.h"
#include "parts/thread/view/weft-message-words.h"
#include "parts/thread/view/weft-reaction-line.h"
#include "proto/weft-link.h"

static WeftMessageHit
hit (GtkWidget *list, double x, double y, WeftMessageRow **row, char **target)
{
  GtkWidget *widget = gtk_widget_pick (list, x, y, GTK_PICK_DEFAULT);
  graphene_point_t point;

  *row = NULL;
  *target = NULL;
  while (widget != NULL && !WEFT_IS_MESSAGE_ROW (widget) && widget != list)
    widget = gtk_widget_get_parent (widget);
  if (widget == NULL || !WEFT_IS_MESSAGE_ROW (widget)
      || !gtk_widget_compute_point (list, widget, &GRAPHENE_POINT_INIT (x, y), &point))
    return WEFT_MESSAGE_HIT_NONE;
  *row = WEFT_MESSAGE_ROW (widget);
  return weft_message_row_hit (*row, point.x, point.y, target);
}

static void
on_motion (GtkEventControllerMotion *controller, double x, double y, WeftMessageView *self)
{
  GtkWidget *list = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));
  WeftMessageRow *row;
  g_autofree char *target = NULL;

  gtk_widget_set_cursor_from_name (list, hit (list, x, y, &row, &target) != WEFT_MESSAGE_HIT_NONE ? "pointer" : NULL);
}

static void
on_released (GtkGestureClick *gesture, int n_press, double x, double y, WeftMessageView *self)
{
  GtkWidget *list = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));
  WeftMessageSelection *chosen = _weft_message_view_get_selection (self);
  WeftMessageRow *row;
  g_autofree char *target = NULL;
  g_autoptr (WeftLink) place = NULL;
  WeftMessageHit what = hit (list, x, y, &row, &target);

  if (weft_message_selection_get_active (chosen))
    {
      if (row != NULL && weft_message_row_get_message (row) != NULL)
        weft_message_selection_toggle (chosen, weft_message_row_get_message (row));
      return;
    }
  switch (what)
    {
    case WEFT_MESSAGE_HIT_LINK:
      place = weft_link_parse (target, -1);
      gtk_widget_activate_action (GTK_WIDGET (self), place != NULL ? "win.open-link" : "thread.open-address", "s", target);
      break;
    case WEFT_MESSAGE_HIT_ACTION:
      _weft_message_view_activate_on (self, weft_message_row_get_message (row), target);
      break;
    case WEFT_MESSAGE_HIT_QUOTE:
      if (weft_message_get_reply_ordinal (weft_message_row_get_message (row)) > 0)
        weft_message_view_show_ordinal (self, weft_message_get_reply_ordinal (weft_message_row_get_message (row)));
      break;
    case WEFT_MESSAGE_HIT_NONE:
    default:
      break;
    }
}

static void
on_secondary_pressed (GtkGestureClick *gesture, int n_press, double x, double y, WeftMessageView *self)
{
  GtkWidget *list = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));
  WeftMessageRow *row;
  g_autofree char *target = NULL;
  graphene_point_t point;

  hit (list, x, y, &row, &target);
  if (row == NULL || weft_message_row_get_message (row) == NULL
      || !gtk_widget_compute_point (list, GTK_WIDGET (self), &GRAPHENE_POINT_INIT (x, y), &point))
    return;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  _weft_message_view_show_menu (self, weft_message_row_get_message (row), FALSE, &(GdkRectangle) { point.x, point.y, 1, 1 });
}

static gboolean
on_query_tooltip (GtkWidget *list, int x, int y, gboolean keyboard, GtkTooltip *tooltip, WeftMessageView *self)
{
  const WeftMessageContext *context = _weft_message_view_get_context (self);
  WeftMessageRow *row;
  WeftReactionLine *reactions;
  g_autofree char *target = NULL;
  g_autofree char *text = NULL;

  if (keyboard)
    return FALSE;
  switch (hit (list, x, y, &row, &target))
    {
    case WEFT_MESSAGE_HIT_LINK:
      gtk_tooltip_set_text (tooltip, target);
      return TRUE;
    case WEFT_MESSAGE_HIT_ACTION:
      reactions = weft_reaction_line_get (weft_message_row_get_message (row), context->style);
      text = reactions != NULL ? weft_reaction_line_dup_who (reactions, target) : NULL;
      gtk_tooltip_set_text (tooltip, text);
      return text != NULL;
    case WEFT_MESSAGE_HIT_QUOTE:
      return FALSE;
    case WEFT_MESSAGE_HIT_NONE:
    default:
      break;
    }
  if (row == NULL || weft_message_row_get_message (row) == NULL || weft_message_get_placeholder (weft_message_row_get_message (row)))
    return FALSE;
  if (weft_message_get_state (weft_message_row_get_message (row)) == WEFT_MESSAGE_FAILED)
    text = weft_message_dup_label (weft_message_row_get_message (row), context);
  else
    text = weft_message_dup_exact_time (weft_message_row_get_message (row));
  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

void
_weft_message_view_add_pointer (WeftMessageView *self, GtkWidget *list)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *secondary = gtk_gesture_click_new ();

  g_signal_connect (motion, "motion", G_CALLBACK (on_motion), self);
  gtk_widget_add_controller (list, motion);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_PRIMARY);
  g_signal_connect (click, "released", G_CALLBACK (on_released), self);
  gtk_widget_add_controller (list, GTK_EVENT_CONTROLLER (click));
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (secondary), GDK_BUTTON_SECONDARY);
  g_signal_connect (secondary, "pressed", G_CALLBACK (on_secondary_pressed), self);
  gtk_widget_add_controller (list, GTK_EVENT_CONTROLLER (secondary));
  gtk_widget_set_has_tooltip (list, TRUE);
  g_signal_connect (list, "query-tooltip", G_CALLBACK (on_query_tooltip), self);
}
