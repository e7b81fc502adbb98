/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Nothing is unread on any device of a person once one of them has marked all as read, whatever happened before: messages, deletions, mutes, rooms
 * marked as unread, put away, deleted for oneself, left and joined again, with lines that break and programs that are killed. The real engine,
 * three devices of one person and one of another; a seed decides. */

#include <unistd.h>

#include "base/weft-id.h"
#include "features/chat/client/weft-room-reading.h"
#include "modules/weft-modules.h"
#include "serve-fixture.h"
#include "sim-client.h"
#include "sim-person.h"
#include "sim-reader.h"
#include "sim-world.h"

#define N_SEEDS 4 /* more by hand: test-chat-unread FROM N */
#define N_STEPS 50
#define N_DEVICES 3      /* of the person whom it is about */
#define PATIENCE 120000  /* ms until all is quiet */
#define ME 1
#define OTHER 0

typedef struct
{
  guint seed;
  WeftRegistry *registry;
  SimServer *server;
  SimClient *clients[N_DEVICES + 1]; /* the last is the other's */
  gboolean gone[N_DEVICES + 1];      /* it may still think that it is connected */
  guint n_words;
} World;

static void
run (World *world, gint64 ms)
{
  gint64 until = sim_now () + ms * 1000;

  while (sim_now () < until)
    {
      gboolean stepped = FALSE;

      for (guint i = 0; i <= N_DEVICES; i++)
        if (sim_client_get_due (world->clients[i]) <= sim_now ())
          {
            sim_client_step (world->clients[i]);
            stepped = TRUE;
          }
      if (!stepped)
        sim_server_run (world->server, 1);
    }
}

static gboolean
is_quiet (World *world)
{
  for (guint i = 0; i <= N_DEVICES; i++)
    if (!sim_client_is_settled (world->clients[i]) || sim_client_has_waiting (world->clients[i]))
      return FALSE;

  return TRUE;
}

static void
set_network (World *world, guint index, gboolean good)
{
  sim_client_set_network (world->clients[index], good);
  world->gone[index] |= !good;
}

/* Nothing is wrong any more, and what was said has come to everybody: marks take a second more. Who was away is started anew, where it would
 * take half a minute until its line is seen to be dead. */
static void
heal (World *world)
{
  for (guint i = 0; i <= N_DEVICES; i++)
    {
      set_network (world, i, TRUE);
      if (world->gone[i] && sim_client_get_core (world->clients[i]) != NULL)
        sim_client_kill (world->clients[i], FALSE);
      world->gone[i] = FALSE;
    }
  for (gint64 ms = 0; !is_quiet (world); ms += 50)
    {
      if (ms > PATIENCE)
        {
          for (guint i = 0; i <= N_DEVICES; i++)
            sim_client_trace (world->clients[i]);
          sim_trace_print (60);
          g_error ("seed %u: it does not become quiet", world->seed);
        }
      run (world, 50);
    }
  run (world, 5000);
}

static WeftRoomReading *
read_rooms (World *world, SimClient *client)
{
  g_autoptr (GError) error = NULL;
  WeftRoomReading *reading = weft_room_reading_load (weft_sync_core_get_copy (sim_client_get_core (client))->database,
                                                     sim_person_get_id (sim_client_get_person (client)), &error);

  if (reading == NULL)
    g_error ("seed %u: %s", world->seed, error->message);
  return reading;
}

static void
reading_free (WeftRoomReading *reading)
{
  g_boxed_free (weft_room_reading_get_type (), reading);
}

/* Returns: (nullable): one of the rooms that the device holds. */
static WeftRoomRecord *
pick_room (WeftRoomReading *reading)
{
  return reading->rooms->len > 0 ? reading->rooms->pdata[sim_pick (reading->rooms->len)] : NULL;
}

static void
submit (SimClient *client, const char *stream, const char *op, const char *format, ...) G_GNUC_PRINTF (4, 5);

static void
submit (SimClient *client, const char *stream, const char *op, const char *format, ...)
{
  WeftSubmission submission = { .stream = stream, .op = op };
  g_autoptr (GError) error = NULL;
  g_autofree char *args = NULL;
  va_list list;

  va_start (list, format);
  args = g_strdup_vprintf (format, list);
  va_end (list);
  submission.args = args;
  if (!weft_client_session_submit (weft_sync_core_get_session (sim_client_get_core (client)), &submission, 1, &error))
    sim_trace ("%s: %s is not taken: %s", sim_client_get_name (client), op, submission.error != NULL ? submission.error->message : error->message);
  else
    sim_trace ("%s: %s %s %s", sim_client_get_name (client), op, stream, args);
  g_clear_error (&submission.error);
  g_free (submission.id);
}

static void
set_mark (SimClient *client, const char *stream, gint64 ordinal)
{
  g_autoptr (GError) error = NULL;

  if (ordinal > 0 && !weft_client_session_set_latest (weft_sync_core_get_session (sim_client_get_core (client)), stream, "thread.read", ordinal, &error))
    g_error ("The mark is not kept: %s", error->message);
  sim_trace ("%s: has read %s to %" G_GINT64_FORMAT, sim_client_get_name (client), stream, ordinal);
}

/* As the window does (chat/view/weft-room-actions.c). */
static void
mark_read (SimClient *client, const WeftRoomRecord *record)
{
  g_autofree char *own = g_strconcat ("user/", sim_person_get_id (sim_client_get_person (client)), NULL);

  set_mark (client, record->stream, record->last_ordinal);
  if (record->marked)
    submit (client, own, "chat.mark-unread", "{\"target\":\"%s\",\"ordinal\":0}", record->stream);
}

static gboolean
has_unread (World *world, SimClient *client, const char *stream)
{
  WeftRoomReading *reading = read_rooms (world, client);
  gboolean unread = FALSE;

  for (guint i = 0; i < reading->rooms->len; i++)
    {
      const WeftRoomRecord *record = reading->rooms->pdata[i];

      if (stream != NULL && !g_str_equal (record->stream, stream))
        continue;
      if (record->n_unread > 0 || record->n_mentions > 0 || record->marked)
        {
          sim_trace ("%s: %s: %u unread, %u mentions, marked from %" G_GINT64_FORMAT ", to %" G_GINT64_FORMAT, sim_client_get_name (client),
                     record->stream, record->n_unread, record->n_mentions, record->marked_from, record->last_ordinal);
          unread = TRUE;
        }
    }
  reading_free (reading);

  return unread;
}

/* ── what happens ────────────────────────────────────────────────────────────────────────────────────── */

static void
talk (World *world, SimClient *client, const WeftRoomRecord *record)
{
  g_autofree char *id = weft_id_new (WEFT_CLOCK (sim_client_get_clock (client)));

  submit (client, record->stream, "thread.send", "{\"id\":\"%s\",\"text\":\"%sword%u\"}", id, sim_chance (300) ? "@bert @all " : "", ++world->n_words);
}

/* One's own, or any as the room's administrator. */
static void
take_away (World *world, SimClient *client, const WeftRoomRecord *record)
{
  WeftDatabase *database = weft_sync_core_get_copy (sim_client_get_core (client))->database;
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  WeftStatement *statement = weft_database_query (database, &error, "SELECT id FROM message WHERE stream = ?1 AND deleted = 0 AND (author = ?2 OR ?3 = 1) ORDER BY ordinal, id", "tti",
                                                  record->stream, sim_person_get_id (sim_client_get_person (client)),
                                                  (gint64) (sim_client_get_person (client) == OTHER));

  while (statement != NULL && weft_statement_step (statement, &error) > 0)
    g_ptr_array_add (ids, weft_statement_dup_text (statement, 0));
  g_assert_no_error (error);
  if (ids->len > 0)
    submit (client, record->stream, "thread.delete", "{\"id\":\"%s\"}", (char *) ids->pdata[sim_pick (ids->len)]);
}

static void
do_of_ones_own (World *world, SimClient *client, WeftRoomReading *reading, const WeftRoomRecord *record)
{
  g_autofree char *own = g_strconcat ("user/", sim_person_get_id (sim_client_get_person (client)), NULL);

  switch (sim_pick (7))
    {
    case 0:
      submit (client, own, "notices.mute", "{\"target\":\"%s\",\"muted\":%s}", record->stream, sim_chance (500) ? "true" : "false");
      break;
    case 1:
      submit (client, own, "chat.mark-unread", "{\"target\":\"%s\",\"ordinal\":%u}", record->stream, sim_pick ((guint) record->last_ordinal + 2));
      break;
    case 2:
      submit (client, own, "chat.archive-room", "{\"target\":\"%s\",\"archived\":%s,\"ordinal\":%" G_GINT64_FORMAT "}", record->stream,
              sim_chance (600) ? "true" : "false", record->last_ordinal);
      break;
    case 3:
      submit (client, own, "chat.clear-room", "{\"target\":\"%s\",\"ordinal\":%u}", record->stream, sim_pick ((guint) record->last_ordinal + 1));
      break;
    case 4:
      submit (client, own, "notices.set-level", "{\"target\":\"%s\",\"level\":\"%s\"}", record->stream, sim_chance (500) ? "all" : "nothing");
      break;
    case 5:
      set_mark (client, record->stream, record->last_ordinal > 0 ? 1 + sim_pick ((guint) record->last_ordinal) : 0);
      break;
    default:
      mark_read (client, record);
      /* On this device at once, without a server. */
      if (has_unread (world, client, record->stream))
        {
          sim_trace_print (60);
          g_error ("seed %u: unread where it was just marked as read", world->seed);
        }
      break;
    }
}

/* By the administrator, who is the other. */
static void
change_members (SimClient *client, const WeftRoomRecord *record)
{
  if (sim_chance (500))
    submit (client, record->stream, "people.remove-member", "{\"person\":\"%s\"}", sim_person_get_id (ME));
  else
    submit (client, record->stream, "people.add-member", "{\"person\":\"%s\",\"role\":\"member\"}", sim_person_get_id (ME));
}

static void
act (World *world)
{
  guint index = sim_pick (N_DEVICES + 1);
  SimClient *client = world->clients[index];
  WeftRoomReading *reading;
  WeftRoomRecord *record;
  guint what = sim_pick (100);

  if (what < 6)
    set_network (world, index, sim_chance (400));
  else if (what < 10)
    sim_client_kill (client, FALSE);
  else if (what < 12)
    sim_server_kill (world->server, FALSE);
  if (sim_client_get_core (client) == NULL || what < 12)
    return;
  reading = read_rooms (world, client);
  record = pick_room (reading);
  if (record != NULL && what < 45)
    talk (world, client, record);
  else if (record != NULL && what < 55)
    take_away (world, client, record);
  else if (record != NULL && sim_client_get_person (client) == OTHER)
    change_members (client, record);
  else if (record != NULL)
    do_of_ones_own (world, client, reading, record);
  reading_free (reading);
  sim_client_look (client);
}

/* ── the world ───────────────────────────────────────────────────────────────────────────────────────── */

static void
begin (World *world, guint seed)
{
  *world = (World) { .seed = seed };
  sim_begin (seed);
  sim_lines_begin ();
  sim_network = (SimNetwork) { .delay = 0 };
  world->registry = weft_registry_new (weft_modules);
  world->server = sim_world_new_server (world->registry);
  g_assert_true (sim_server_start (world->server));
  for (guint i = 0; i <= N_DEVICES; i++)
    {
      world->clients[i] = sim_client_new (i, i < N_DEVICES ? ME : OTHER, world->registry);
      g_assert_true (sim_client_start (world->clients[i]));
    }
  heal (world);
}

static void
end (World *world)
{
  for (guint i = 0; i <= N_DEVICES; i++)
    sim_client_free (world->clients[i]);
  sim_server_free (world->server);
  g_object_unref (world->registry);
  sim_lines_begin ();
}

static void
make_rooms (World *world)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *id = weft_id_new (WEFT_CLOCK (sim_client_get_clock (world->clients[N_DEVICES])));
      g_autofree char *room = g_strconcat ("room/", id, NULL);

      submit (world->clients[N_DEVICES], room, "chat.create-room", "{\"kind\":\"%s\",\"name\":\"%s\",\"topic\":\"\",\"members\":[\"%s\"]}",
              i == 0 ? "room" : "direct", i == 0 ? "Looms" : "", sim_person_get_id (ME));
    }
  heal (world);
}

static void
live (guint seed)
{
  World world;

  begin (&world, seed);
  make_rooms (&world);
  for (guint round = 0; round < 3; round++)
    {
      guint index = sim_pick (N_DEVICES);
      SimClient *reader = world.clients[index];
      WeftRoomReading *reading;

      for (guint i = 0; i < N_STEPS; i++)
        {
          act (&world);
          run (&world, sim_pick (400));
        }
      heal (&world);

      /* One device, which may be without a network just then. */
      if (sim_chance (500))
        set_network (&world, index, FALSE);
      reading = read_rooms (&world, reader);
      for (guint i = 0; i < reading->rooms->len; i++)
        mark_read (reader, reading->rooms->pdata[i]);
      reading_free (reading);
      heal (&world);
      for (guint i = 0; i < N_DEVICES; i++)
        if (has_unread (&world, world.clients[i], NULL))
          {
            sim_trace_print (80);
            g_error ("seed %u, round %u: %s has something unread", seed, round, sim_client_get_name (world.clients[i]));
          }
    }
  end (&world);
}

/* What goes wrong is meant to, and said in the trace. */
static GLogWriterOutput
on_log (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer user_data)
{
  return (level & G_LOG_LEVEL_MASK) <= G_LOG_LEVEL_CRITICAL ? g_log_writer_default (level, fields, n_fields, user_data) : G_LOG_WRITER_HANDLED;
}

static guint first_seed;
static guint n_seeds = N_SEEDS;

static void
test_always (void)
{
  for (guint i = 0; i < n_seeds; i++)
    live (first_seed + i);
}

int
main (int argc, char *argv[])
{
  char directory[] = "/tmp/weft-unread-XXXXXX";
  int status;

  g_test_init (&argc, &argv, NULL);
  /* "test-chat-unread FROM N": other seeds, or one that failed. */
  first_seed = argc > 1 ? (guint) g_ascii_strtoull (argv[1], NULL, 10) : 1;
  n_seeds = argc > 2 ? (guint) g_ascii_strtoull (argv[2], NULL, 10) : N_SEEDS;
  if (mkdtemp (directory) == NULL || chdir (directory) != 0)
    g_error ("Cannot make a directory");
  g_log_set_writer_func (on_log, NULL, NULL);
  g_log_set_always_fatal (G_LOG_FATAL_MASK);
  sim_disk_install ();
  sim_world_prepare ();
  g_test_add_func ("/chat/unread/always", test_always);
  status = g_test_run ();
  if (chdir ("/") != 0)
    g_error ("Cannot leave the directory");
  serve_remove_directory (directory);

  return status;
}
