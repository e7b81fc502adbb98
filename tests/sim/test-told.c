/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How much of what passes (typing, read marks, who is here) one client is told, and when: a real hub in
 * virtual time, so that seconds and bytes are exact. */

#include <unistd.h>

#include "modules/weft-modules.h"
#include "serve-fixture.h"
#include "sim-line.h"
#include "sim-person.h"
#include "sim-reader.h"
#include "sim-world.h"

#define SECOND G_GINT64_CONSTANT (1000000)

static SimServer *server;
static char *room;

static void
begin (void)
{
  g_autoptr (WeftRegistry) registry = weft_registry_new (weft_modules);

  sim_begin (1);
  sim_lines_begin ();
  sim_network = (SimNetwork) { .delay = 0 };
  server = sim_world_new_server (registry);
  g_assert_true (sim_server_start (server));
  room = g_strconcat ("room/", sim_person_get_id (0), NULL);
}

static void
end (void)
{
  g_clear_pointer (&server, sim_server_free);
  g_clear_pointer (&room, g_free);
  sim_lines_begin ();
}

static void
open_stream (SimReader *reader, const char *stream)
{
  const char *streams[] = { stream, NULL };
  GString *out = g_string_new (NULL);

  weft_frame_write_open (out, streams);
  sim_reader_send (reader, out);
}

static void
say_read (SimReader *reader, gint64 value)
{
  GString *out = g_string_new (NULL);

  weft_frame_write_latest_value (out, room, "thread.read", value);
  sim_reader_send (reader, out);
}

static void
say_typing (SimReader *reader)
{
  GString *out = g_string_new (NULL);

  weft_frame_write_latest_object (out, room, "thread.typing", "{}");
  sim_reader_send (reader, out);
}

/* The newest read mark of @person that @reader was told; 0: none. */
static gint64
get_mark (SimReader *reader, const char *person)
{
  const SimHeard *heard;
  gint64 value = 0;
  guint at = 0;

  while ((heard = sim_reader_find (reader, WEFT_FRAME_LATEST, &at)) != NULL)
    for (guint i = 0; i < heard->frame->latests->len; i++)
      {
        const WeftFrameLatest *latest = &g_array_index (heard->frame->latests, WeftFrameLatest, i);

        if (latest->extra == NULL && g_str_equal (latest->by, person))
          value = MAX (value, latest->value);
      }

  return value;
}

/* That no two frames of @type are less than a second apart. Returns: how many there are. */
static guint
check_pace (SimReader *reader, WeftFrameType type)
{
  const SimHeard *heard;
  gint64 last = 0;
  guint at = 0;
  guint n = 0;

  for (; (heard = sim_reader_find (reader, type, &at)) != NULL; n++)
    {
      g_assert_true (n == 0 || heard->at - last >= SECOND - 1000);
      last = heard->at;
    }

  return n;
}

/* Three people type and read ten times a second; who looks on hears of it once a second, and of the newest.
 */
static void
test_values (void)
{
  g_autoptr (SimReader) onlooker = NULL;
  SimReader *others[3];
  guint n;

  begin ();
  onlooker = sim_reader_new (server, sim_person_get_id (0));
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    others[i] = sim_reader_new (server, sim_person_get_id (i + 1));
  open_stream (onlooker, room);
  sim_server_run (server, 2000);
  sim_reader_forget (onlooker);

  for (guint turn = 1; turn <= 100; turn++)
    {
      for (guint i = 0; i < G_N_ELEMENTS (others); i++)
        {
          say_read (others[i], turn);
          say_typing (others[i]);
        }
      sim_server_run (server, 100);
    }
  sim_server_run (server, 2000);

  n = check_pace (onlooker, WEFT_FRAME_LATEST);
  g_assert_cmpuint (n, >=, 5);
  g_assert_cmpuint (n, <=, 12);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_cmpint (get_mark (onlooker, sim_person_get_id (i + 1)), ==, 100);

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    sim_reader_free (others[i]);
  g_clear_pointer (&onlooker, sim_reader_free);
  end ();
}

/* What was about to be told with the room is told when the room is closed: else this device shows as unread
 * what its person has read on the other one, until it connects again. */
static void
test_own_mark_of_a_closed_stream (void)
{
  g_autoptr (SimReader) phone = NULL;
  g_autoptr (SimReader) desk = NULL;
  g_autoptr (SimReader) ben = NULL;

  begin ();
  desk = sim_reader_new (server, sim_person_get_id (0));
  phone = sim_reader_new (server, sim_person_get_id (0));
  ben = sim_reader_new (server, sim_person_get_id (1));
  open_stream (phone, room);
  sim_server_run (server, 2000);
  say_read (desk, 1);
  sim_server_run (server, 100);
  g_assert_cmpint (get_mark (phone, desk->person), ==, 1);
  say_read (desk, 2);
  say_read (ben, 2);
  sim_server_run (server, 100);
  g_assert_cmpint (get_mark (phone, desk->person), ==, 1);

  open_stream (phone, NULL);
  sim_server_run (server, 10000);
  g_assert_cmpint (get_mark (phone, desk->person), ==, 2);
  /* Others' of a room which nobody looks at are nobody's business. */
  g_assert_cmpint (get_mark (phone, ben->person), ==, 0);
  g_clear_pointer (&ben, sim_reader_free);
  g_clear_pointer (&desk, sim_reader_free);
  g_clear_pointer (&phone, sim_reader_free);
  end ();
}

/* A workspace of ten thousand, of whom one client watches as many as it may. */
#define PEOPLE 10000
#define WATCHED 200

static char *
make_id (guint index)
{
  g_autofree char *name = g_strdup_printf ("crowd-%u", index);

  return weft_id_derive ("weft-tests", name);
}

static gboolean
let_all_in (WeftDatabase *database, gpointer user_data, GError **error)
{
  for (guint i = 0; i < PEOPLE; i++)
    {
      g_autofree char *id = make_id (i);
      g_autofree char *family = g_strconcat ("family-", id, NULL);

      if (!weft_database_run (database, error,
                              "INSERT INTO person (stream, id, name, login, title, status, role, suspended,"
                              " joined_at) VALUES ('workspace', ?1, ?1, ?1, '', '', 'member', 0, 1)",
                              "t", id)
          || !weft_database_run (
              database, error,
              "INSERT INTO family (family, person, created_at, used_at) VALUES (?1, ?2, 1, 1)", "tt", family,
              id))
        return FALSE;
    }

  return TRUE;
}

/* All whom a client watches come and go every @every ms for a minute, spread evenly. Returns: bytes that the
 * client was told. */
static gsize
watch_for_a_minute (SimReader *watcher, guint n_watched, gint64 every)
{
  g_autofree SimReader **others = g_new0 (SimReader *, WATCHED);
  const SimHeard *heard;
  gsize n_bytes = 0;
  guint at = 0;

  sim_reader_forget (watcher);
  for (gint64 ms = 0; ms < 60000; ms += 100)
    {
      for (guint i = 0; i < n_watched; i++)
        {
          g_autofree char *id = make_id (i);

          if ((ms + (gint64) i * every / n_watched / 100 * 100) % every != 0)
            continue;
          if (others[i] == NULL)
            others[i] = sim_reader_connect (server, id);
          else
            g_clear_pointer (&others[i], sim_reader_free);
        }
      sim_server_run (server, 100);
    }

  g_assert_cmpuint (check_pace (watcher, WEFT_FRAME_PRESENCE), <=, 60);
  while ((heard = sim_reader_find (watcher, WEFT_FRAME_PRESENCE, &at)) != NULL)
    {
      g_assert_cmpuint (heard->frame->presences->len, <=, n_watched);
      n_bytes += heard->frame->length;
    }
  for (guint i = 0; i < n_watched; i++)
    g_clear_pointer (&others[i], sim_reader_free);
  sim_server_run (server, 5000);

  return n_bytes;
}

#define WILD 40      /* people who come or go more than twice a second */
#define A_FRAME 40   /* bytes around a list */
#define A_PERSON 100 /* bytes of one in it */

static void
test_presence (void)
{
  g_autoptr (SimReader) watcher = NULL;
  g_autoptr (GPtrArray) people = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  GString *out = g_string_new (NULL);
  gsize calm, lively, wild, none;

  begin ();
  g_assert_true (weft_engine_call (sim_server_get_engine (server), let_all_in, NULL, &error));
  g_assert_no_error (error);
  watcher = sim_reader_new (server, sim_person_get_id (0));
  for (guint i = 0; i < WATCHED; i++)
    g_ptr_array_add (people, make_id (i));
  g_ptr_array_add (people, NULL);
  weft_frame_write_watch (out, (const char *const *) people->pdata);
  sim_reader_send (watcher, out);
  sim_server_run (server, 2000);

  /* Nothing for who stands still; then each change once; and however many there are, each person once a
   * second. */
  none = watch_for_a_minute (watcher, 0, 60000);
  calm = watch_for_a_minute (watcher, 20, 30000);
  lively = watch_for_a_minute (watcher, WATCHED, 20000);
  wild = watch_for_a_minute (watcher, WILD, 400);
  g_test_message ("bytes a client a minute: %zu where nobody moves, %zu for 20 people who move twice, %zu "
                  "for %d who move three"
                  " times, %zu for %d who move 150 times",
                  none, calm, lively, WATCHED, wild, WILD);
  g_assert_cmpuint (none, ==, 0);
  g_assert_cmpuint (calm, >, 0);
  g_assert_cmpuint (calm, <=, 20 * 2 * (A_FRAME + A_PERSON));
  g_assert_cmpuint (lively, <=, 60 * A_FRAME + WATCHED * 3 * A_PERSON);
  g_assert_cmpuint (wild, <=, 60 * (A_FRAME + WILD * A_PERSON));

  g_clear_pointer (&watcher, sim_reader_free);
  end ();
}

int
main (int argc, char *argv[])
{
  char directory[] = "/tmp/weft-told-XXXXXX";
  int status;

  g_test_init (&argc, &argv, NULL);
  if (mkdtemp (directory) == NULL || chdir (directory) != 0)
    g_error ("Cannot make a directory");
  sim_disk_install ();
  sim_world_prepare ();
  g_test_add_func ("/sim/told/values", test_values);
  g_test_add_func ("/sim/told/own-mark-of-a-closed-stream", test_own_mark_of_a_closed_stream);
  g_test_add_func ("/sim/told/presence", test_presence);
  status = g_test_run ();
  if (chdir ("/") != 0)
    g_error ("Cannot leave the directory");
  serve_remove_directory (directory);

  return status;
}
