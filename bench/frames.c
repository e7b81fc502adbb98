/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Loaded before any GTK 4 program (LD_PRELOAD): writes to the file named by WEFT_FRAMES one line for each
 * frame of the program's first window, "f END DURATION BUSY" in µs (BUSY: processor time of the main thread),
 * and one for each time the main loop was busy for long, "b END DURATION": a timer which should run every 5
 * ms ran late by more than that. So Weft and an empty window are measured by the same stick and neither
 * knows. */

#define G_LOG_DOMAIN "weft-frames"

#include <dlfcn.h>
#include <gtk/gtk.h>
#include <stdio.h>
#include <time.h>

#define INTERVAL 5 /* ms */

typedef void (*Present) (GtkWindow *window);

static FILE *file;
static gint64 frame_began;
static gint64 frame_busy;
static gint64 timer_ran;

static void
note (char kind, gint64 end, gint64 duration, gint64 busy)
{
  fprintf (file, "%c %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n", kind, end, duration,
           busy);
}

static gint64
get_busy (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static void
on_before_paint (GdkFrameClock *clock, gpointer data)
{
  frame_began = g_get_monotonic_time ();
  frame_busy = get_busy ();
}

static void
on_after_paint (GdkFrameClock *clock, gpointer data)
{
  gint64 now = g_get_monotonic_time ();

  note ('f', now, now - frame_began, get_busy () - frame_busy);
  fflush (file);
}

static gboolean
on_timer (gpointer data)
{
  gint64 now = g_get_monotonic_time ();
  gint64 late = timer_ran != 0 ? now - timer_ran - INTERVAL * 1000 : 0;

  timer_ran = now;
  if (late > INTERVAL * 1000)
    note ('b', now, late, 0);
  return G_SOURCE_CONTINUE;
}

void
gtk_window_present (GtkWindow *window)
{
  Present present = (Present) dlsym (RTLD_NEXT, "gtk_window_present");
  const char *path = g_getenv ("WEFT_FRAMES");
  GdkFrameClock *clock;

  present (window);
  if (file != NULL || path == NULL || (file = fopen (path, "we")) == NULL)
    return;

  clock = gtk_widget_get_frame_clock (GTK_WIDGET (window));
  g_signal_connect (clock, "before-paint", G_CALLBACK (on_before_paint), NULL);
  g_signal_connect_after (clock, "after-paint", G_CALLBACK (on_after_paint), NULL);
  g_timeout_add_full (G_PRIORITY_HIGH, INTERVAL, on_timer, NULL, NULL);
}
