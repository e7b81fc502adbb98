/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include "parts/thread/view/weft-sideways-actions.h"

#include <math.h>

#include "parts/thread/view/weft-message-row.h"
#include "parts/thread/view/weft-message-view-private.h"

#define STEP 80  /* px, of a key */
#define WHEEL 40 /* px, of a wheel's click */

static void
move_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftMessageView *self = WEFT_MESSAGE_VIEW (widget);
  WeftMessage *message = _weft_message_view_get_current (self);
  WeftMessageRow *row = message != NULL ? _weft_message_view_find_row (self, message) : NULL;

  if (row != NULL)
    weft_message_row_move_sideways (row, g_variant_get_int32 (parameter) * STEP);
}

/* A table at this place of the list. */
static WeftMessageRow *
find_table (GtkWidget *list, double x, double y)
{
  GtkWidget *widget = gtk_widget_pick (list, x, y, GTK_PICK_DEFAULT);
  graphene_point_t point;

  while (widget != NULL && !WEFT_IS_MESSAGE_ROW (widget) && widget != list)
    widget = gtk_widget_get_parent (widget);
  if (widget == NULL || widget == list
      || !gtk_widget_compute_point (list, widget, &GRAPHENE_POINT_INIT (x, y), &point)
      || !weft_message_row_has_table (WEFT_MESSAGE_ROW (widget), point.y))
    return NULL;
  return WEFT_MESSAGE_ROW (widget);
}

/* Rightwards in what is shown. */
static gboolean
move_by (GtkWidget *list, WeftMessageRow *row, double dx)
{
  return weft_message_row_move_sideways (row, gtk_widget_get_direction (list) == GTK_TEXT_DIR_RTL ? -dx : dx);
}

static gboolean
on_scroll (GtkEventControllerScroll *controller, double dx, double dy, gpointer user_data)
{
  GtkWidget *list = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));
  GdkEvent *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (controller));
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));
  double by = (state & GDK_SHIFT_MASK) != 0 && dx == 0 ? dy : dx;
  GtkNative *native = gtk_widget_get_native (list);
  WeftMessageRow *row;
  graphene_point_t point;
  double x, y, native_x, native_y;

  /* What goes more up or down than sideways is the list's. */
  if (by == 0 || ((state & GDK_SHIFT_MASK) == 0 && ABS (dy) > ABS (dx))
      || !gdk_event_get_position (event, &x, &y))
    return GDK_EVENT_PROPAGATE;
  gtk_native_get_surface_transform (native, &native_x, &native_y);
  if (!gtk_widget_compute_point (GTK_WIDGET (native), list, &GRAPHENE_POINT_INIT (x - native_x, y - native_y),
                                 &point))
    return GDK_EVENT_PROPAGATE;
  row = find_table (list, point.x, point.y);
  if (row == NULL)
    return GDK_EVENT_PROPAGATE;
  if (gtk_event_controller_scroll_get_unit (controller) == GDK_SCROLL_UNIT_WHEEL)
    by *= WHEEL;
  return move_by (list, row, by);
}

typedef struct
{
  WeftMessageRow *row; /* (nullable): not a table */
  double last;
} Drag;

static void
on_drag_begin (GtkGestureDrag *gesture, double x, double y, Drag *drag)
{
  g_set_object (&drag->row,
                find_table (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture)), x, y));
  drag->last = 0;
  if (drag->row == NULL)
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
}

static void
on_drag_update (GtkGestureDrag *gesture, double x, double y, Drag *drag)
{
  GtkWidget *list = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));

  if (drag->row == NULL)
    return;
  if (drag->last == 0 && ABS (y) > ABS (x))
    {
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  if (ABS (x - drag->last) < 1 || (drag->last == 0 && !gtk_drag_check_threshold (list, 0, 0, x, y)))
    return;
  if (move_by (list, drag->row, drag->last - x))
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  drag->last = x;
}

static void
on_drag_end (GtkGestureDrag *gesture, double x, double y, Drag *drag)
{
  g_clear_object (&drag->row);
}

static void
drag_free (gpointer data, GClosure *closure)
{
  Drag *drag = data;

  g_clear_object (&drag->row);
  g_free (drag);
}

void
weft_sideways_actions_install (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "thread.move-sideways", "i", move_action);
}

void
weft_sideways_actions_add_controllers (WeftMessageView *self, GtkWidget *list)
{
  static const guint forward[] = { GDK_KEY_Right, GDK_KEY_KP_Right };
  static const guint back[] = { GDK_KEY_Left, GDK_KEY_KP_Left };
  GtkEventController *keys = gtk_shortcut_controller_new ();
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkGesture *gesture = gtk_gesture_drag_new ();
  Drag *drag = g_new0 (Drag, 1);
  gboolean rtl = gtk_widget_get_direction (list) == GTK_TEXT_DIR_RTL;

  /* The list's own keys would take them. */
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  for (guint i = 0; i < G_N_ELEMENTS (forward); i++)
    {
      gtk_shortcut_controller_add_shortcut (
          GTK_SHORTCUT_CONTROLLER (keys),
          gtk_shortcut_new_with_arguments (gtk_keyval_trigger_new (forward[i], GDK_SHIFT_MASK),
                                           gtk_named_action_new ("thread.move-sideways"), "i", rtl ? -1 : 1));
      gtk_shortcut_controller_add_shortcut (
          GTK_SHORTCUT_CONTROLLER (keys),
          gtk_shortcut_new_with_arguments (gtk_keyval_trigger_new (back[i], GDK_SHIFT_MASK),
                                           gtk_named_action_new ("thread.move-sideways"), "i", rtl ? 1 : -1));
    }
  gtk_widget_add_controller (list, keys);

  /* Before the list, which scrolls with a finger as well. */
  gtk_event_controller_set_propagation_phase (scroll, GTK_PHASE_CAPTURE);
  g_signal_connect (scroll, "scroll", G_CALLBACK (on_scroll), NULL);
  gtk_widget_add_controller (list, scroll);
  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (gesture), TRUE);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (gesture), GTK_PHASE_CAPTURE);
  g_signal_connect_data (gesture, "drag-begin", G_CALLBACK (on_drag_begin), drag, drag_free, 0);
  g_signal_connect (gesture, "drag-update", G_CALLBACK (on_drag_update), drag);
  g_signal_connect (gesture, "drag-end", G_CALLBACK (on_drag_end), drag);
  gtk_widget_add_controller (list, GTK_EVENT_CONTROLLER (gesture));
}
