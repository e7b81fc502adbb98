/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/weft-clock.h"

struct _WeftManualClock
{
  WeftClock parent_instance;

  GMutex mutex;
  gint64 now;       /* ms */
  gint64 monotonic; /* us */
};

enum
{
  MOVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_TYPE (WeftClock, weft_clock, G_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE (WeftManualClock, weft_manual_clock, WEFT_TYPE_CLOCK)

static gint64
weft_clock_real_now (WeftClock *self)
{
  return g_get_real_time () / 1000;
}

static gint64
weft_clock_real_monotonic (WeftClock *self)
{
  return g_get_monotonic_time ();
}

static void
weft_clock_class_init (WeftClockClass *klass)
{
  klass->now = weft_clock_real_now;
  klass->monotonic = weft_clock_real_monotonic;

  signals[MOVED] = g_signal_new ("moved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
}

static void
weft_clock_init (WeftClock *self)
{
}

WeftClock *
weft_clock_get_system (void)
{
  static WeftClock *system;

  if (g_once_init_enter_pointer (&system))
    g_once_init_leave_pointer (&system, g_object_new (WEFT_TYPE_CLOCK, NULL));

  return system;
}

gint64
weft_clock_now (WeftClock *self)
{
  g_return_val_if_fail (WEFT_IS_CLOCK (self), 0);

  return WEFT_CLOCK_GET_CLASS (self)->now (self);
}

gint64
weft_clock_monotonic (WeftClock *self)
{
  g_return_val_if_fail (WEFT_IS_CLOCK (self), 0);

  return WEFT_CLOCK_GET_CLASS (self)->monotonic (self);
}

static gint64
weft_manual_clock_now (WeftClock *clock)
{
  WeftManualClock *self = WEFT_MANUAL_CLOCK (clock);
  gint64 now;

  g_mutex_lock (&self->mutex);
  now = self->now;
  g_mutex_unlock (&self->mutex);

  return now;
}

static gint64
weft_manual_clock_monotonic (WeftClock *clock)
{
  WeftManualClock *self = WEFT_MANUAL_CLOCK (clock);
  gint64 monotonic;

  g_mutex_lock (&self->mutex);
  monotonic = self->monotonic;
  g_mutex_unlock (&self->mutex);

  return monotonic;
}

static void
weft_manual_clock_finalize (GObject *object)
{
  WeftManualClock *self = WEFT_MANUAL_CLOCK (object);

  g_mutex_clear (&self->mutex);

  G_OBJECT_CLASS (weft_manual_clock_parent_class)->finalize (object);
}

static void
weft_manual_clock_class_init (WeftManualClockClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  WeftClockClass *clock_class = WEFT_CLOCK_CLASS (klass);

  object_class->finalize = weft_manual_clock_finalize;
  clock_class->now = weft_manual_clock_now;
  clock_class->monotonic = weft_manual_clock_monotonic;
}

static void
weft_manual_clock_init (WeftManualClock *self)
{
  g_mutex_init (&self->mutex);
}

WeftManualClock *
weft_manual_clock_new (gint64 now)
{
  WeftManualClock *self = g_object_new (WEFT_TYPE_MANUAL_CLOCK, NULL);

  self->now = now;
  return self;
}

void
weft_manual_clock_advance (WeftManualClock *self, gint64 milliseconds)
{
  g_return_if_fail (WEFT_IS_MANUAL_CLOCK (self));
  g_return_if_fail (milliseconds >= 0);

  g_mutex_lock (&self->mutex);
  self->now += milliseconds;
  self->monotonic += milliseconds * 1000;
  g_mutex_unlock (&self->mutex);
  g_signal_emit (self, signals[MOVED], 0);
}

void
weft_manual_clock_jump (WeftManualClock *self, gint64 milliseconds)
{
  g_return_if_fail (WEFT_IS_MANUAL_CLOCK (self));

  g_mutex_lock (&self->mutex);
  self->now += milliseconds;
  g_mutex_unlock (&self->mutex);
  g_signal_emit (self, signals[MOVED], 0);
}
