/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-board"

#include "config.h"

#include "features/board/view/weft-card-flights.h"

#include <adwaita.h>

#define DURATION 200000 /* µs; LOOK.md, motion */

typedef struct
{
  WeftTaskRow *row;
  WeftTask *task; /* which it showed when it began */
  double x;
  double y;
  gint64 begun;   /* µs of the frame clock; 0: with the first frame */
} Flight;

struct _WeftCardFlights
{
  GtkWidget parent_instance;

  GPtrArray *flights; /* of Flight */
  guint tick;
};

G_DEFINE_FINAL_TYPE (WeftCardFlights, weft_card_flights, GTK_TYPE_WIDGET)

static void
flight_free (Flight *flight)
{
  weft_task_row_set_away (flight->row, FALSE);
  g_object_unref (flight->row);
  g_object_unref (flight->task);
  g_free (flight);
}

static double
ease (double t)
{
  return 1 - (1 - t) * (1 - t) * (1 - t);
}

static gboolean
is_over (const Flight *flight, gint64 now)
{
  /* Its row is laid out after the first tick. */
  return flight->begun != 0
         && (now - flight->begun >= DURATION || !gtk_widget_get_mapped (GTK_WIDGET (flight->row))
             || weft_task_card_get_task (weft_task_row_get_card (flight->row)) != flight->task);
}

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  WeftCardFlights *self = WEFT_CARD_FLIGHTS (widget);
  gint64 now = gdk_frame_clock_get_frame_time (clock);

  for (guint i = self->flights->len; i > 0; i--)
    {
      Flight *flight = self->flights->pdata[i - 1];

      if (is_over (flight, now))
        g_ptr_array_remove_index (self->flights, i - 1);
      else if (flight->begun == 0)
        flight->begun = now;
    }
  gtk_widget_queue_draw (widget);
  if (self->flights->len > 0)
    return G_SOURCE_CONTINUE;
  self->tick = 0;
  return G_SOURCE_REMOVE;
}

static void
draw (WeftCardFlights *self, const Flight *flight, GtkSnapshot *snapshot, gint64 now)
{
  GtkWidget *card = GTK_WIDGET (weft_task_row_get_card (flight->row));
  double left = 1 - (flight->begun != 0 ? ease (CLAMP ((double) (now - flight->begun) / DURATION, 0, 1)) : 0);
  graphene_rect_t bounds;
  graphene_point_t row;

  if (!gtk_widget_compute_bounds (card, GTK_WIDGET (self), &bounds) || !gtk_widget_compute_point (GTK_WIDGET (flight->row), GTK_WIDGET (self), graphene_point_zero (), &row))
    return;

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (row.x + (float) ((flight->x - bounds.origin.x) * left), row.y + (float) ((flight->y - bounds.origin.y) * left)));
  weft_task_row_draw_away (flight->row, snapshot);
  gtk_snapshot_restore (snapshot);
}

static void
weft_card_flights_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  WeftCardFlights *self = WEFT_CARD_FLIGHTS (widget);
  GdkFrameClock *clock = gtk_widget_get_frame_clock (widget);

  for (guint i = 0; i < self->flights->len; i++)
    draw (self, self->flights->pdata[i], snapshot, gdk_frame_clock_get_frame_time (clock));
}

static void
weft_card_flights_unmap (GtkWidget *widget)
{
  g_ptr_array_set_size (WEFT_CARD_FLIGHTS (widget)->flights, 0);

  GTK_WIDGET_CLASS (weft_card_flights_parent_class)->unmap (widget);
}

static void
weft_card_flights_dispose (GObject *object)
{
  WeftCardFlights *self = WEFT_CARD_FLIGHTS (object);

  g_ptr_array_set_size (self->flights, 0);

  G_OBJECT_CLASS (weft_card_flights_parent_class)->dispose (object);
}

static void
weft_card_flights_finalize (GObject *object)
{
  g_ptr_array_unref (WEFT_CARD_FLIGHTS (object)->flights);

  G_OBJECT_CLASS (weft_card_flights_parent_class)->finalize (object);
}

static void
weft_card_flights_class_init (WeftCardFlightsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = weft_card_flights_dispose;
  G_OBJECT_CLASS (klass)->finalize = weft_card_flights_finalize;
  widget_class->snapshot = weft_card_flights_snapshot;
  widget_class->unmap = weft_card_flights_unmap;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_NONE);
}

static void
weft_card_flights_init (WeftCardFlights *self)
{
  self->flights = g_ptr_array_new_with_free_func ((GDestroyNotify) flight_free);
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}

/* Public API */

GtkWidget *
weft_card_flights_new (void)
{
  return g_object_new (WEFT_TYPE_CARD_FLIGHTS, NULL);
}

void
weft_card_flights_add (WeftCardFlights *self, WeftTaskRow *row, double x, double y)
{
  Flight *flight;

  g_return_if_fail (WEFT_IS_CARD_FLIGHTS (self) && WEFT_IS_TASK_ROW (row));

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)) || !adw_get_enable_animations (GTK_WIDGET (self)))
    return;
  for (guint i = self->flights->len; i > 0; i--)
    if (((Flight *) self->flights->pdata[i - 1])->row == row)
      g_ptr_array_remove_index (self->flights, i - 1);
  flight = g_new0 (Flight, 1);
  flight->row = g_object_ref (row);
  flight->task = g_object_ref (weft_task_card_get_task (weft_task_row_get_card (row)));
  flight->x = x;
  flight->y = y;
  weft_task_row_set_away (row, TRUE);
  g_ptr_array_add (self->flights, flight);
  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_tick, NULL, NULL);
}
