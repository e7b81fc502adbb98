/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim-time.h"

#include <stdio.h>
#include <string.h>
#include <sys/random.h>

#define START G_GINT64_CONSTANT (3600000000)
#define WALL G_GINT64_CONSTANT (1800000000000) /* ms since 1970 at the start */

static gint64 now;
static GRand *choices;
static GRand *noise;
static GPtrArray *lines;
static guint32 checksum;
static gboolean is_loud;

void
sim_begin (guint seed)
{
  now = START;
  g_clear_pointer (&choices, g_rand_free);
  g_clear_pointer (&noise, g_rand_free);
  choices = g_rand_new_with_seed (seed);
  noise = g_rand_new_with_seed (seed ^ 0x5eed5eed);
  g_random_set_seed (seed);
  g_clear_pointer (&lines, g_ptr_array_unref);
  lines = g_ptr_array_new_with_free_func (g_free);
  checksum = 2166136261u;
}

gint64
sim_now (void)
{
  return now;
}

void
sim_advance_to (gint64 at)
{
  now = MAX (now, at);
}

guint
sim_pick (guint n)
{
  return (guint) g_rand_int_range (choices, 0, (gint32) n);
}

gboolean
sim_chance (guint per_mille)
{
  return per_mille > 0 && sim_pick (1000) < per_mille;
}

void
sim_fill (gpointer data, gsize length)
{
  for (gsize i = 0; i < length; i++)
    ((guint8 *) data)[i] = (guint8) g_rand_int (noise);
}

/* Trace */

void
sim_trace (const char *format, ...)
{
  g_autofree char *text = NULL;
  char *line;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);

  line = g_strdup_printf ("%10.3f  %s", (double) (now - START) / 1000000.0, text);
  for (const char *c = line; *c != '\0'; c++)
    checksum = (checksum ^ (guint8) *c) * 16777619u; /* FNV-1a */
  if (is_loud)
    fprintf (stderr, "%s\n", line);
  g_ptr_array_add (lines, line);
}

void
sim_trace_print (guint n_lines)
{
  if (is_loud)
    return;
  for (guint i = n_lines > 0 && lines->len > n_lines ? lines->len - n_lines : 0; i < lines->len; i++)
    fprintf (stderr, "%s\n", (const char *) lines->pdata[i]);
}

guint32
sim_trace_checksum (void)
{
  return checksum;
}

void
sim_trace_set_loud (gboolean loud)
{
  is_loud = loud;
}

/* What everybody else asks */

gint64 __wrap_g_get_monotonic_time (void);
gint64 __wrap_g_get_real_time (void);
void __wrap_g_usleep (gulong microseconds);
ssize_t __wrap_getrandom (void *buffer, size_t length, unsigned int flags);

gint64
__wrap_g_get_monotonic_time (void)
{
  return now;
}

gint64
__wrap_g_get_real_time (void)
{
  return WALL * 1000 + now - START;
}

void
__wrap_g_usleep (gulong microseconds)
{
  now += (gint64) microseconds;
}

ssize_t
__wrap_getrandom (void *buffer, size_t length, unsigned int flags)
{
  sim_fill (buffer, length);
  return (ssize_t) length;
}

/* Clock */

struct _SimClock
{
  WeftClock parent_instance;

  gint64 offset; /* ms */
};

G_DEFINE_FINAL_TYPE (SimClock, sim_clock, WEFT_TYPE_CLOCK)

static gint64
sim_clock_now (WeftClock *clock)
{
  return WALL + (now - START) / 1000 + SIM_CLOCK (clock)->offset;
}

static gint64
sim_clock_monotonic (WeftClock *clock)
{
  return now;
}

static void
sim_clock_class_init (SimClockClass *klass)
{
  WEFT_CLOCK_CLASS (klass)->now = sim_clock_now;
  WEFT_CLOCK_CLASS (klass)->monotonic = sim_clock_monotonic;
}

static void
sim_clock_init (SimClock *self)
{
}

SimClock *
sim_clock_new (void)
{
  return g_object_new (SIM_TYPE_CLOCK, NULL);
}

void
sim_clock_jump (SimClock *self, gint64 ms)
{
  self->offset += ms;
}
