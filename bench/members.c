/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A room of ten thousand members beside one of ten, over a store without a server: processor time until
 * everybody is known, the members are listed, the room's panel with all of them is drawn, and what a key
 * behind an @ takes of which nobody's name is the end. As a reference, the same sorted and looked for without
 * what a person keeps of their name. Run it with a display (Xvfb). */
#include <adwaita.h>
#include <string.h>
#include <time.h>

#include "base/weft-text.h"
#include "fake-sync.h"
#include "features/chat/view/weft-room-panel.h"
#include "parts/people/client/weft-people.h"
#include "parts/thread/view/weft-composer-words.h"

#define ROOM "room/01890a5d-ac96-774b-bcce-000000000001"
#define ROUNDS 20

typedef struct
{
  double people;  /* ms: everybody is known */
  double members; /* ms: those of the room are listed */
  double again;   /* ms: one more has come */
  double panel;   /* ms: the room's panel is drawn */
  double found;   /* ms: one has searched among them there */
  double offer;   /* ms: a key behind an @, with what is offered drawn */
  double look;    /* ms: the names alone, for such a key */
  double sort_reference;
  double look_reference;
} Figures;

static double
get_cpu (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

static void
wait_for (gpointer list, guint n)
{
  while (g_list_model_get_n_items (list) < n)
    g_main_context_iteration (NULL, TRUE);
}

/* Until what is in @window has been drawn, and nothing is left to do. */
static void
draw (GtkWidget *window)
{
  GdkFrameClock *clock;
  gint64 before;

  gtk_window_present (GTK_WINDOW (window));
  while (!gtk_widget_get_mapped (window))
    g_main_context_iteration (NULL, TRUE);
  clock = gtk_widget_get_frame_clock (window);
  before = gdk_frame_clock_get_frame_counter (clock);
  gtk_widget_queue_draw (window);
  while (gdk_frame_clock_get_frame_counter (clock) < before + 2)
    {
      gtk_widget_queue_draw (window);
      g_main_context_iteration (NULL, TRUE);
    }
}

static GtkEditable *
find_search (GtkWidget *widget)
{
  if (GTK_IS_SEARCH_ENTRY (widget))
    return GTK_EDITABLE (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkEditable *found = find_search (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
measure_panel (WeftPeople *people, WeftMemberList *members, Figures *figures)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *panel = weft_room_panel_new ();
  g_autoptr (WeftRoom) room = weft_room_new (ROOM);
  double began;

  weft_room_update (room, &(WeftRoomRecord) { .name = "everybody", .topic = "", .first = "", .second = "", .archived_to = -1 }, 0);
  gtk_window_set_default_size (GTK_WINDOW (window), 320, 800);
  gtk_window_set_child (GTK_WINDOW (window), panel);
  draw (window);
  began = get_cpu ();
  weft_room_panel_set_room (WEFT_ROOM_PANEL (panel), room, members, people);
  draw (window);
  figures->panel = get_cpu () - began;
  began = get_cpu ();
  gtk_editable_set_text (find_search (panel), "zzz");
  g_signal_emit_by_name (find_search (panel), "search-changed");
  draw (window);
  figures->found = get_cpu () - began;
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
measure_offer (GListModel *members, Figures *figures)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *host = adw_bin_new ();
  GtkWidget *view = gtk_text_view_new ();
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  WeftComposerWords words = { .buffer = buffer, .people = members };
  WeftCompletion *completion;
  double began = 0;

  adw_bin_set_child (ADW_BIN (host), view);
  gtk_window_set_child (GTK_WINDOW (window), host);
  completion = weft_completion_new (GTK_TEXT_VIEW (view), host);
  weft_composer_offer_words (completion, &words);
  draw (window);
  gtk_widget_grab_focus (view);
  for (guint round = 0; round <= ROUNDS; round++)
    {
      if (round == 1)
        began = get_cpu ();
      gtk_text_buffer_set_text (buffer, round % 2 == 0 ? "@zz" : "@zzz", -1);
      weft_completion_update (completion);
      draw (window);
    }
  figures->offer = (get_cpu () - began) / ROUNDS;
  weft_completion_close (completion);
  g_object_unref (completion);
  gtk_window_destroy (GTK_WINDOW (window));
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_utf8_collate (weft_person_get_name (*(WeftPerson **) a),
                         weft_person_get_name (*(WeftPerson **) b));
}

static char *
make_name (guint i)
{
  static const char *const families[]
      = { "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Okafor", "Clarke", "Müller" };
  static const char *const given[]
      = { "Thu Hà", "Bảo Ngọc", "Quốc Anh", "Minh", "Daniel", "Emma", "Jörg", "Ada" };

  return g_strdup_printf ("%s %s %u", families[i * 7 % 8], given[i * 3 % 8], i * 7919 % 10007);
}

static Figures
measure (guint n)
{
  g_autofree char *folder = g_dir_make_tmp ("weft-bench-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "store.db", NULL);
  g_autofree char *rm = g_strconcat ("rm -rf ", folder, NULL);
  g_autoptr (WeftSync) sync = fake_sync_new (path);
  g_autoptr (WeftPeople) people = NULL;
  g_autoptr (WeftMemberList) members = NULL;
  g_autoptr (GPtrArray) plain = g_ptr_array_new_with_free_func (g_object_unref);
  Figures figures = { 0 };
  double began;
  guint found = 0;

  fake_sync_set_person (sync, "01890a5d-ac96-774b-8002-000000000000");
  fake_sync_begin (sync);
  fake_sync_add_room (sync, ROOM, "room", "everybody", "");
  for (guint i = 0; i <= n; i++)
    {
      g_autofree char *id = g_strdup_printf ("01890a5d-ac96-774b-8002-%012x", i);
      g_autofree char *name = make_name (i);

      fake_sync_add_person (sync, id, name, "");
      if (i < n)
        fake_sync_add_member (sync, ROOM, id);
    }
  fake_sync_commit (sync);

  began = get_cpu ();
  people = weft_people_new (sync);
  wait_for (people, n + 1);
  figures.people = get_cpu () - began;
  began = get_cpu ();
  members = weft_member_list_new (people, ROOM);
  wait_for (members, n);
  figures.members = get_cpu () - began;

  measure_panel (people, members, &figures);
  measure_offer (G_LIST_MODEL (members), &figures);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (plain, g_list_model_get_item (G_LIST_MODEL (members), (i * 7919ull) % n));
  began = get_cpu ();
  g_ptr_array_sort (plain, compare_names);
  figures.sort_reference = get_cpu () - began;

  for (guint round = 0; round <= ROUNDS; round++)
    {
      if (round == 1)
        began = get_cpu (); /* before, each name was folded once */
      for (guint i = 0; i < n; i++)
        {
          g_autoptr (WeftPerson) person = g_list_model_get_item (G_LIST_MODEL (members), i);

          found += strstr (weft_person_get_folded (person), "zzz") != NULL;
        }
    }
  figures.look = (get_cpu () - began) / ROUNDS;
  began = get_cpu ();
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *folded = weft_text_fold (weft_person_get_name (plain->pdata[i]), -1);

      found += strstr (folded, "zzz") != NULL;
    }
  figures.look_reference = get_cpu () - began;

  began = get_cpu ();
  fake_sync_begin (sync);
  {
    g_autofree char *id = g_strdup_printf ("01890a5d-ac96-774b-8002-%012x", n);

    fake_sync_add_member (sync, ROOM, id);
  }
  fake_sync_commit (sync);
  wait_for (members, n + 1);
  figures.again = get_cpu () - began;
  g_assert_cmpuint (found, ==, 0);
  if (system (rm) != 0)
    g_printerr ("%s is left behind\n", folder);
  return figures;
}

static void
print (const char *name, const Figures *figures)
{
  g_print ("\"%s\": {\"people_ms\": %.2f, \"members_ms\": %.2f, \"panel_ms\": %.2f, \"search_ms\": %.2f, "
           "\"offer_ms\": %.2f, \"one_more_ms\": %.2f, \"look_ms\": %.3f, \"sort_reference_ms\": %.2f, "
           "\"look_reference_ms\": %.3f}",
           name, figures->people, figures->members, figures->panel, figures->found, figures->offer, figures->again,
           figures->look, figures->sort_reference, figures->look_reference);
}

static void
print_figure (const char *name, double value, double reference, double limit)
{
  g_print ("{\"name\": \"%s\", \"unit\": \"ms\", \"value\": %.1f, \"reference\": %.1f, \"limit\": %.0f, "
           "\"met\": %s}",
           name, value, reference, limit, value < limit ? "true" : "false");
}

int
main (int argc, char **argv)
{
  Figures few, many;

  adw_init ();
  few = measure (10);
  many = measure (10000);
  g_print ("{");
  print ("ten", &few);
  g_print (", ");
  print ("ten_thousand", &many);
  g_print (", \"figures\": [");
  print_figure ("10,000 members known, listed and their panel drawn", many.people + many.members + many.panel,
                few.people + few.members + few.panel, 300);
  g_print (", ");
  print_figure ("a key behind an @ among 10,000 members, drawn", many.offer, few.offer, 16);
  g_print ("]}\n");
  return 0;
}
