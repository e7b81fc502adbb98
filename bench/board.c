/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A board of ten thousand cards beside an empty one, over a store without a server: until it is drawn, the frames in which a column scrolls
 * and in which it jumps far, what a move of a thousand cards takes until they are drawn elsewhere, and the memory. A frame in which nothing
 * moves is the reference. Prints one JSON object. Run it with a display (Xvfb), GSK_RENDERER=cairo for software rendering. */

#include <adwaita.h>
#include <stdlib.h>
#include <time.h>

#include "fake-sync.h"
#include "features/board/client/weft-board-operations.h"
#include "features/board/view/weft-board-view.h"

#define EMPTY "project/00000000-0000-7000-8000-000000000001"
#define LARGE "project/00000000-0000-7000-8000-000000000002"
#define ME "00000000-0000-7000-8000-0000000000aa"
#define STATUSES 6
#define TASKS 10000
#define PEOPLE 21 /* and nobody: 22 lanes */
#define BULK 1000
#define START G_GINT64_CONSTANT (1760000000000)

static struct
{
  WeftSync *sync;
  WeftPeople *people;
  GtkWidget *window;
  WeftBoardLens *lens; /* (nullable): of the board that is shown */
  GtkWidget *view;     /* (nullable) */
  GArray *times;     /* of double: ms a frame, in order */
  double began;      /* ms: when the frame began */
  GString *figures;
} bench;

static double
get_time (void)
{
  return g_get_monotonic_time () / 1e3;
}

static double
get_cpu (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

static double
get_resident (void)
{
  g_autofree char *status = NULL;
  const char *line;

  g_file_get_contents ("/proc/self/status", &status, NULL, NULL);
  line = status != NULL ? strstr (status, "VmRSS:") : NULL;
  return line != NULL ? atol (line + 6) / 1024.0 : 0;
}

/* What is there */

static char *
dup_id (char kind, guint i)
{
  return g_strdup_printf ("00000000-0000-7000-80%02x-%012x", (guint) kind, i);
}

static void
run (const char *sql)
{
  g_autoptr (GError) error = NULL;

  weft_database_execute (fake_sync_get_database (bench.sync), sql, &error);
  g_assert_no_error (error);
}

static void
add_project (const char *stream, const char *code)
{
  g_autofree char *sql = g_strdup_printf (
      "INSERT INTO project (stream, name, code, about, last_number, archived, created_by, created_at)"
      " VALUES ('%s', 'Loom', '%s', '', %d, 0, '" ME "', 0);"
      "INSERT INTO member (stream, person, role, since) VALUES ('%s', '" ME "', 'admin', 0);",
      stream, code, TASKS, stream);

  run (sql);
  for (guint i = 0; i < STATUSES; i++)
    {
      g_autofree char *id = dup_id ('s', i);
      g_autofree char *status = g_strdup_printf (
          "INSERT INTO project_status (stream, id, name, category, wip, hard, removed) VALUES ('%s', '%s', 'Status %u', '%s', 0, 0, 0);"
          "INSERT INTO entry (stream, id, list, rank) VALUES ('%s', '%s', 'statuses', '%c');",
          stream, id, i + 1, i == 0 ? "todo" : i == STATUSES - 1 ? "done" : "doing", stream, id, 'a' + i);

      run (status);
    }
}

static void
add_task (GRand *random, guint i)
{
  static const char *const priorities[] = { "none", "low", "medium", "high", "urgent" };
  static const char *const words
      = "Keep the row cache warm so that the calendar opens at once, whether or not the limits of the columns look right to everybody";
  static const char *const text
      = "INSERT INTO task (stream, id, number, title, about, priority, estimate, start_at, due_at, parent, assignees, labels, blockers, steps,"
        " archived, removed, author, created_at)"
        " VALUES ('" LARGE "', ?1, ?2, ?3, ?4, ?5, 0, 0, ?6, ?7, ?8, ?9, ?10, '', 0, 0, '" ME "', 0)";
  WeftDatabase *database = fake_sync_get_database (bench.sync);
  g_autoptr (GError) error = NULL;
  g_autofree char *id = dup_id ('t', i);
  g_autofree char *title = g_strdup_printf ("%u %.*s", i + 1, g_rand_int_range (random, 12, 110), words);
  g_autofree char *about = g_strnfill (g_rand_int_range (random, 0, 200), 'a');
  g_autofree char *parent = i > 100 && i % 7 == 0 ? dup_id ('t', i % 100) : NULL;
  g_autofree char *blocker = i > 100 && i % 11 == 0 ? dup_id ('t', i - 50) : NULL;
  g_autofree char *label = i % 2 == 0 ? dup_id ('l', i % 5) : NULL;
  g_autofree char *assignee = i % 3 != 0 ? dup_id ('p', i / 3 % PEOPLE) : NULL;
  g_autofree char *status = dup_id ('s', i % STATUSES);
  g_autofree char *rank = g_strdup_printf ("a%06ub", i);

  weft_database_run (database, &error, text, "titttitttt", id, (gint64) i + 1, title, about, priorities[i % 5],
                     i % 4 == 0 ? START + (gint64) i * 3600000 : 0, parent, assignee, label, blocker);
  g_assert_no_error (error);
  weft_database_run (database, &error, "INSERT INTO entry (stream, id, list, rank) VALUES ('" LARGE "', ?1, ?2, ?3)", "ttt", id, status, rank);
  g_assert_no_error (error);
}

static void
fill (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (7);

  run ("BEGIN");
  for (guint i = 0; i < PEOPLE; i++)
    {
      static const char *const names[] = { "Nguyễn Thu Hà", "Lê Bảo Ngọc", "Daniel Okafor", "Emma Clarke" };
      g_autofree char *id = dup_id ('p', i);

      fake_sync_add_person (bench.sync, id, names[i % 4], "");
    }
  add_project (EMPTY, "NIL");
  add_project (LARGE, "LOOM");
  for (guint i = 0; i < 5; i++)
    {
      static const char *const yarns[] = { "teal", "indigo", "amber", "rose", "moss" };
      g_autofree char *id = dup_id ('l', i);
      g_autofree char *sql = g_strdup_printf (
          "INSERT INTO project_label (stream, id, name, yarn, removed) VALUES ('" LARGE "', '%s', 'Label %u', '%s', 0)", id, i, yarns[i]);

      run (sql);
    }
  for (guint i = 0; i < TASKS; i++)
    add_task (random, i);
  run ("COMMIT");
}

/* Frames */

static void
on_before_paint (GdkFrameClock *clock, gpointer user_data)
{
  bench.began = get_cpu ();
}

static void
on_after_paint (GdkFrameClock *clock, gpointer user_data)
{
  double time = get_cpu () - bench.began;

  g_array_append_val (bench.times, time);
}

/* Until @n more frames have been drawn. */
static void
draw (guint n)
{
  guint end = bench.times->len + n;

  while (bench.times->len < end)
    {
      gtk_widget_queue_draw (bench.window);
      g_main_context_iteration (NULL, TRUE);
    }
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double left = *(const double *) a;
  double right = *(const double *) b;

  return (left > right) - (left < right);
}

/* Of all frames since it was asked last. */
static double
take_percentile (double part)
{
  double value;

  g_array_sort (bench.times, compare);
  value = g_array_index (bench.times, double, (guint) ((bench.times->len - 1) * part));
  g_array_set_size (bench.times, 0);
  return value;
}

static void
show (WeftBoard *board)
{
  while (!weft_board_get_ready (board))
    g_main_context_iteration (NULL, TRUE);
  g_clear_object (&bench.lens);
  bench.lens = weft_board_lens_new (board, bench.people);
  bench.view = weft_board_view_new (bench.lens);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (bench.window), bench.view);
  draw (1);
}

/* (nullable): the adjustment of the first list in @widget. */
static GtkAdjustment *
find_adjustment (GtkWidget *widget)
{
  if (GTK_IS_LIST_BASE (widget))
    return gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkAdjustment *found = find_adjustment (child);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static void
add_figure (const char *name, const char *unit, double value, double reference, double limit)
{
  g_string_append_printf (bench.figures,
                          "%s{\"name\": \"%s\", \"unit\": \"%s\", \"value\": %.2f, \"reference\": %.2f, \"limit\": %.0f, \"met\": %s}",
                          bench.figures->len > 0 ? ", " : "", name, unit, value, reference, limit, value <= limit ? "true" : "false");
}

static void
move_many (WeftBoard *board, double still)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  g_autoptr (WeftProjectStatus) from = g_list_model_get_item (G_LIST_MODEL (board), 1);
  g_autoptr (WeftProjectStatus) to = g_list_model_get_item (G_LIST_MODEL (board), 0);
  guint n = weft_project_status_get_n_tasks (to);
  double began;

  for (guint i = 0; i < BULK; i++)
    {
      g_autoptr (WeftTask) task = g_list_model_get_item (G_LIST_MODEL (from), i);

      g_ptr_array_add (ids, (gpointer) weft_task_get_id (task));
    }
  g_ptr_array_add (ids, NULL);
  began = get_cpu ();
  dex_future_disown (weft_board_move (board, (const char *const *) ids->pdata, weft_project_status_get_id (to), NULL));
  while (weft_project_status_get_n_tasks (to) < n + BULK)
    g_main_context_iteration (NULL, TRUE);
  draw (1);
  add_figure ("1,000 cards moved at once, until they are drawn", "ms", get_cpu () - began, still, 200);
}

/* As one types it. */
static void
filter (double still)
{
  static const char *const texts[] = { "c", "cal", "calendar", "calendar is:blocked", "" };
  double most = 0;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      double began = get_cpu ();

      weft_board_lens_set_text (bench.lens, texts[i]);
      draw (1);
      most = MAX (most, get_cpu () - began);
    }
  g_array_set_size (bench.times, 0);
  add_figure ("a key in the filter, until what it finds is drawn, the longest of 5", "ms", most, still, 100);
}

/* A lane for each of the people, then for each label. */
static void
group (double still)
{
  static const WeftGroupKind groupings[] = { WEFT_GROUP_ASSIGNEE, WEFT_GROUP_LABEL, WEFT_GROUP_NONE };
  double most = 0;

  for (guint i = 0; i < G_N_ELEMENTS (groupings); i++)
    {
      WeftBoardLook look = *weft_board_lens_get_look (bench.lens);
      double began = get_cpu ();

      look.grouping = (WeftTaskGrouping) { groupings[i], NULL };
      weft_board_lens_set_look (bench.lens, &look);
      draw (2);
      most = MAX (most, get_cpu () - began);
    }
  g_array_set_size (bench.times, 0);
  add_figure ("10,000 cards laid out in 22 lanes, or without them again, until they are drawn, the longest of 3", "ms", most, still, 300);
}

static void
measure (void)
{
  g_autoptr (WeftBoard) empty = weft_board_new (bench.sync, EMPTY);
  g_autoptr (WeftBoard) board = NULL;
  g_autoptr (GRand) random = g_rand_new_with_seed (11);
  GtkAdjustment *adjustment;
  double resident, began, cpu, opened_cpu, opened, still;

  show (empty);
  draw (20);
  resident = get_resident ();

  began = get_time ();
  cpu = get_cpu ();
  board = weft_board_new (bench.sync, LARGE);
  show (board);
  opened = get_time () - began;
  opened_cpu = get_cpu () - cpu;
  draw (20);
  g_array_set_size (bench.times, 0);
  draw (20);
  still = take_percentile (0.5);
  add_figure ("a board of 10,000 cards, from its store until it is drawn", "ms", opened_cpu, still, 300);
  add_figure ("memory over an empty board", "MB", get_resident () - resident, resident, 60);

  adjustment = find_adjustment (bench.view);
  for (guint i = 0; i < 300; i++)
    {
      gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + 40);
      draw (1);
    }
  add_figure ("a frame while a column scrolls 2,400 px/s, p95", "ms", take_percentile (0.95), still, 16);
  for (guint i = 0; i < 300; i++)
    {
      gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + 400);
      draw (1);
    }
  add_figure ("a frame while a column scrolls 24,000 px/s, p95", "ms", take_percentile (0.95), still, 16);
  for (guint i = 0; i < 15; i++)
    {
      gtk_adjustment_set_value (adjustment, g_rand_double_range (random, 0, gtk_adjustment_get_upper (adjustment)));
      draw (5);
    }
  add_figure ("a far jump in a column, the longest of 15", "ms", take_percentile (1), still, 100);
  filter (still);
  group (still);
  move_many (board, still);
  add_figure ("memory after all of it, over an empty board", "MB", get_resident () - resident, resident, 60);
  g_print ("{\"tasks\": %d, \"statuses\": %d, \"open_by_the_clock_ms\": %.1f, \"figures\": [%s]}\n", TASKS, STATUSES, opened, bench.figures->str);
}

static gboolean
on_idle (gpointer application)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (bench.window);

  g_signal_connect (clock, "before-paint", G_CALLBACK (on_before_paint), NULL);
  g_signal_connect_after (clock, "after-paint", G_CALLBACK (on_after_paint), NULL);
  measure ();
  gtk_window_destroy (GTK_WINDOW (bench.window));
  return G_SOURCE_REMOVE;
}

static void
on_activate (GtkApplication *application, gpointer user_data)
{
  bench.window = adw_application_window_new (application);
  gtk_window_set_default_size (GTK_WINDOW (bench.window), 1400, 800);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (bench.window), adw_spinner_new ());
  gtk_window_present (GTK_WINDOW (bench.window));
  g_idle_add_full (G_PRIORITY_LOW, on_idle, application, NULL);
}

int
main (int argc, char **argv)
{
  g_autoptr (AdwApplication) application = NULL;

  dex_init ();
  bench.sync = fake_sync_new (":memory:");
  fake_sync_set_person (bench.sync, ME);
  fill ();
  bench.people = weft_people_new (bench.sync);
  bench.times = g_array_new (FALSE, FALSE, sizeof (double));
  bench.figures = g_string_new (NULL);
  application = adw_application_new ("dev.weft.Weft", G_APPLICATION_NON_UNIQUE);
  g_signal_connect (application, "activate", G_CALLBACK (on_activate), NULL);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
