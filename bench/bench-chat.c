/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How a long room scrolls: opens one with cached messages over a local store, scrolls up slowly and fast,
 * jumps, and lets messages pour in; prints one JSON object. Run it with a display (Xvfb) and
 * GSK_RENDERER=cairo for the figures of software rendering. */

#include <adwaita.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "fake-sync.h"
#include "parts/thread/view/weft-message-view.h"

#define ROOM "room/00000000-0000-7000-8000-000000000001"
#define ME "00000000-0000-7000-8000-0000000000aa"

static int n_messages = 100000;
static char *directory;

static const GOptionEntry entries[]
    = { { "messages", 'n', 0, G_OPTION_ARG_INT, &n_messages, "Messages in the room", "N" },
        { "directory", 'd', 0, G_OPTION_ARG_FILENAME, &directory,
          "Where the store is made and kept for the next run", "DIR" },
        { NULL } };

typedef enum
{
  OPEN,
  SLOW,
  FAST,
  FLING,
  JUMP,
  POUR,
  HOSTILE,
  DONE,
} Phase;

static const struct
{
  const char *name;
  guint frames;
} phases[] = { { "open", 40 },   { "scroll_slow", 300 }, { "scroll_fast", 300 },
               { "fling", 100 }, { "jump", 150 },        { "pour", 240 },       { "hostile", 600 } };

static struct
{
  WeftSync *sync;
  WeftMessageView *view;
  WeftMessageList *list;
  Phase phase;
  guint frame;
  gint64 began;
  gint64 opened;
  gint64 first_frame;
  GArray *busy;  /* of double: ms of this thread's processor time a frame */
  GArray *times; /* of double: ms a frame */
  GString *json;
  GString *figures;
  double still; /* ms of a frame in which nothing moves */
  GRand *random;
  gint64 at;
} bench;

static const char *words = "Quick update on the roadmap: the renderer keeps the row cache warm and we should "
                           "be able to ship the calendar view on Thursday. "
                           "Let me know whether the column limits look right to you, because the last export "
                           "had two duplicate cards and I could not reproduce it. ";

static void
fill (WeftSync *sync)
{
  static const char *const names[]
      = { "Nguyễn Thu Hà", "Lê Bảo Ngọc", "Daniel Okafor", "Emma Clarke", "Phạm Quốc Anh", "Mai Đỗ" };
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  g_autoptr (GString) text = g_string_new (NULL);
  gint64 at = G_GINT64_CONSTANT (1700000000000);
  gint64 n = 0;

  weft_database_get_value (fake_sync_get_database (sync), &n, 0, NULL,
                           "SELECT last_ordinal FROM thread WHERE stream = ?1", "t", ROOM);
  if (n == n_messages)
    return;
  weft_database_execute (fake_sync_get_database (sync),
                         "BEGIN; DELETE FROM message; DELETE FROM thread; DELETE FROM person; DELETE FROM "
                         "room; DELETE FROM member; DELETE FROM membership;",
                         NULL);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *id
          = i == 5 ? g_strdup (ME) : g_strdup_printf ("00000000-0000-7000-8000-00000000000%u", i);

      fake_sync_add_person (sync, id, names[i], "");
    }
  fake_sync_add_room (sync, ROOM, "room", "general", "");
  for (int i = 0; i < n_messages; i++)
    {
      guint who = g_rand_int_range (random, 0, 6);
      guint length = g_rand_int_range (random, 10, 300);
      g_autofree char *author
          = who == 5 ? g_strdup (ME) : g_strdup_printf ("00000000-0000-7000-8000-00000000000%u", who);

      if (g_rand_int_range (random, 0, 10) == 0)
        length *= 2;
      g_string_printf (text, "#%d ", i + 1);
      while (text->len < length)
        g_string_append (text, words);
      g_string_truncate (text, length);
      at += g_rand_int_range (random, 1000, 600000);
      g_free (fake_sync_add_message (sync, ROOM, author, text->str, at, NULL));
    }
  fake_sync_set_mark (sync, ROOM, "thread.read", ME, n_messages);
  weft_database_execute (fake_sync_get_database (sync), "COMMIT;", NULL);
}

/* Each as long as a message may be: made to take long, or to be drawn where it should not be. */
static void
add_hostile (WeftSync *sync)
{
  static const char *const pieces[] = {
    ">", "- a\n", "[", "*a **b ", "W", "\n", "a\n> b\n", "<b><span foreground=\"red\">&amp;", "\u202eevil \u2066", "Z\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308",
    "```c\nint a;\n```\n", "`a` ", "@Mai ", "[a](https://b.example) ", "\u200d", "\u2028", "ﷺ", "|", "|a|b\n|-|-\n|W|`c`\n\n", "https://a.example/b ",
  };

  fake_sync_begin (sync);
  for (guint i = 0; i < 5 * G_N_ELEMENTS (pieces); i++)
    {
      const char *piece = pieces[i % G_N_ELEMENTS (pieces)];
      g_autoptr (GString) text = g_string_new (NULL);

      while (text->len + strlen (piece) <= 16000)
        g_string_append (text, piece);
      g_free (fake_sync_add_message (sync, ROOM, "00000000-0000-7000-8000-000000000001", text->str, bench.at += 10, NULL));
    }
  fake_sync_commit (sync);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double left = *(const double *) a;
  double right = *(const double *) b;

  return left < right ? -1 : left > right;
}

static double
percentile (GArray *values, double part)
{
  return values->len == 0 ? 0 : g_array_index (values, double, (guint) ((values->len - 1) * part));
}

static long
resident (void)
{
  g_autofree char *status = NULL;
  const char *line;

  g_file_get_contents ("/proc/self/status", &status, NULL, NULL);
  line = status != NULL ? strstr (status, "VmRSS:") : NULL;
  return line != NULL ? atol (line + 6) / 1024 : 0;
}

/* What was promised of a phase: @part of its frames take at most @limit ms. Beside it, a frame in which
 * nothing moves. */
static void
add_figure (const char *name, double part, double limit)
{
  g_string_append_printf (bench.figures,
                          "%s{\"name\": \"%s\", \"unit\": \"ms\", \"value\": %.2f, \"busy\": %.2f, "
                          "\"reference\": %.2f, \"limit\": %.0f, "
                          "\"met\": %s}",
                          bench.figures->len > 0 ? ", " : "", name, percentile (bench.times, part),
                          percentile (bench.busy, part), bench.still, limit,
                          percentile (bench.times, part) <= limit ? "true" : "false");
}

static void
finish_phase (void)
{
  g_array_sort (bench.times, compare);
  g_array_sort (bench.busy, compare);
  if (bench.phase == OPEN)
    bench.still = percentile (bench.times, 0.5);
  else if (bench.phase == SLOW)
    add_figure ("a frame while scrolling 2,400 px/s, p95", 0.95, 16);
  else if (bench.phase == FAST)
    add_figure ("a frame while scrolling 24,000 px/s, p95", 0.95, 16);
  else if (bench.phase == HOSTILE)
    add_figure ("a frame while scrolling a hundred hostile messages, p95", 0.95, 16);
  else if (bench.phase == JUMP)
    add_figure ("a far jump, the longest of 15", 1, 100);
  g_string_append_printf (
      bench.json,
      ", \"%s\": {\"frames\": %u, \"p50_ms\": %.2f, \"p95_ms\": %.2f, \"p99_ms\": %.2f, \"max_ms\": %.2f, "
      "\"busy_p50_ms\": %.2f, \"busy_p95_ms\": %.2f, \"busy_max_ms\": %.2f}",
      phases[bench.phase].name, bench.times->len, percentile (bench.times, 0.5),
      percentile (bench.times, 0.95), percentile (bench.times, 0.99), percentile (bench.times, 1),
      percentile (bench.busy, 0.5), percentile (bench.busy, 0.95), percentile (bench.busy, 1));
  g_array_set_size (bench.times, 0);
  g_array_set_size (bench.busy, 0);
  bench.frame = 0;
  bench.phase++;
}

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  GtkAdjustment *adjustment = weft_message_view_get_adjustment (bench.view);
  double value = gtk_adjustment_get_value (adjustment);

  gtk_widget_queue_draw (widget);
  bench.frame++;
  switch (bench.phase)
    {
    case SLOW:
      gtk_adjustment_set_value (adjustment, value - 40);
      break;
    case FAST:
      gtk_adjustment_set_value (adjustment, value - 400);
      break;
    case FLING:
      gtk_adjustment_set_value (adjustment, value - 2500);
      break;
    case JUMP:
      if (bench.frame % 10 == 1)
        gtk_adjustment_set_value (adjustment, g_rand_double_range (bench.random, 0,
                                                                   gtk_adjustment_get_upper (adjustment)));
      break;
    case POUR:
      if (bench.frame == 1)
        weft_message_view_show_ordinal (bench.view, 0);
      if (bench.frame > 20)
        {
          /* 1,000 messages a second, as they reach the main loop: once a frame. */
          fake_sync_begin (bench.sync);
          for (guint i = 0; i < 16; i++)
            g_free (fake_sync_add_message (bench.sync, ROOM, "00000000-0000-7000-8000-000000000001",
                                           "One of very many messages which pour in now.", bench.at += 10,
                                           NULL));
          fake_sync_commit (bench.sync);
        }
      break;
    case HOSTILE:
      if (bench.frame == 1)
        add_hostile (bench.sync);
      else if (bench.frame > 20)
        gtk_adjustment_set_value (adjustment, value - 400);
      break;
    case OPEN:
    case DONE:
    default:
      break;
    }
  if (bench.frame > phases[bench.phase].frames)
    {
      if (bench.phase == OPEN)
        g_string_append_printf (bench.json,
                                ", \"open_ms\": %.1f, \"first_frame_with_rows_ms\": %.1f, \"at_bottom\": %s",
                                (bench.opened - bench.began) / 1e3, (bench.first_frame - bench.began) / 1e3,
                                weft_message_view_get_at_bottom (bench.view) ? "true" : "false");
      if (bench.phase == POUR)
        g_string_append_printf (bench.json, ", \"pour_at_bottom\": %s, \"pages\": %u",
                                weft_message_view_get_at_bottom (bench.view) ? "true" : "false",
                                weft_message_list_get_n_pages (bench.list));
      finish_phase ();
      if (bench.phase == DONE)
        {
          g_string_append_printf (bench.json, ", \"resident_mb\": %ld, \"figures\": [%s]}\n", resident (),
                                  bench.figures->str);
          g_print ("%s", bench.json->str);
          exit (0);
        }
    }
  return G_SOURCE_CONTINUE;
}

static gint64 frame_began;
static double frame_busy;

/* What a busy machine does not change much. */
static double
get_busy (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return time.tv_sec * 1e3 + time.tv_nsec / 1e6;
}

static void
on_before_paint (GdkFrameClock *clock, gpointer user_data)
{
  frame_began = g_get_monotonic_time ();
  frame_busy = get_busy ();
}

static void
on_after_paint (GdkFrameClock *clock, gpointer user_data)
{
  gint64 now = g_get_monotonic_time ();
  double time = (now - frame_began) / 1e3;

  frame_busy = get_busy () - frame_busy;
  g_array_append_val (bench.times, time);
  g_array_append_val (bench.busy, frame_busy);
  if (bench.first_frame == 0 && g_list_model_get_n_items (G_LIST_MODEL (bench.list)) > 0
      && gtk_adjustment_get_upper (weft_message_view_get_adjustment (bench.view)) > 1000)
    bench.first_frame = now;
}

static void
on_ready (void)
{
  bench.opened = g_get_monotonic_time ();
}

static void
on_realize (GtkWidget *window, gpointer user_data)
{
  GdkFrameClock *clock = gdk_surface_get_frame_clock (gtk_native_get_surface (GTK_NATIVE (window)));

  g_signal_connect (clock, "before-paint", G_CALLBACK (on_before_paint), NULL);
  g_signal_connect_after (clock, "after-paint", G_CALLBACK (on_after_paint), NULL);
  gtk_widget_add_tick_callback (GTK_WIDGET (bench.view), on_tick, NULL, NULL);
}

static void
on_activate (GtkApplication *application, gpointer user_data)
{
  GtkWidget *window = adw_application_window_new (application);
  GtkWidget *toolbar = adw_toolbar_view_new ();

  gtk_window_set_default_size (GTK_WINDOW (window), 900, 700);
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (toolbar), adw_header_bar_new ());
  bench.view = WEFT_MESSAGE_VIEW (weft_message_view_new ());
  weft_message_view_set_own_name (bench.view, "Mai Đỗ");
  weft_message_view_set_place (bench.view, "general");
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (toolbar), GTK_WIDGET (bench.view));
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), toolbar);
  g_signal_connect_after (window, "realize", G_CALLBACK (on_realize), NULL);
  weft_message_view_set_active (bench.view, TRUE);
  bench.began = g_get_monotonic_time ();
  bench.list = weft_message_list_new (bench.sync, ROOM);
  g_signal_connect (bench.list, "notify::ready", G_CALLBACK (on_ready), NULL);
  weft_message_view_set_list (bench.view, bench.list);
  gtk_window_present (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new ("- measure the message list");
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  g_autoptr (AdwApplication) application = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }
  dex_init ();
  path = directory != NULL ? g_build_filename (directory, "bench-chat.db", NULL) : g_strdup (":memory:");
  bench.sync = fake_sync_new (path);
  fake_sync_set_person (bench.sync, ME);
  fill (bench.sync);
  bench.times = g_array_new (FALSE, FALSE, sizeof (double));
  bench.busy = g_array_new (FALSE, FALSE, sizeof (double));
  bench.random = g_rand_new_with_seed (11);
  bench.json = g_string_new (NULL);
  bench.figures = g_string_new (NULL);
  bench.at = G_GINT64_CONSTANT (1800000000000);
  g_string_append_printf (bench.json, "{\"messages\": %d, \"renderer\": \"%s\"", n_messages,
                          g_getenv ("GSK_RENDERER") != NULL ? g_getenv ("GSK_RENDERER") : "default");
  application = ADW_APPLICATION (adw_application_new ("dev.weft.Weft", G_APPLICATION_NON_UNIQUE));
  g_signal_connect (application, "activate", G_CALLBACK (on_activate), NULL);
  return g_application_run (G_APPLICATION (application), 0, NULL);
}
