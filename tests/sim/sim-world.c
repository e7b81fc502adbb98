/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim-world.h"

#include <string.h>

#include "base/weft-error.h"
#include "base/weft-id.h"
#include "modules/weft-modules.h"
#include "serve/weft-engine-private.h"
#include "serve-fixture.h"
#include "sim-action.h"
#include "sim-check.h"
#include "sim-oracle.h"
#include "sim-person.h"
#include "sim-tally.h"
#include "sim-trouble.h"
#include "store/weft-migration.h"
#include "store/weft-sqlite.h"
#include "sync/weft-copy.h"

#define SECOND G_GINT64_CONSTANT (1000000)

static const char *const people[SIM_N_PEOPLE] = { "anna", "ben", "cleo", "dara" };

/* What every world begins with. */
static GBytes *server_image;
static GBytes *client_image;

const char *
sim_person_get_name (guint index)
{
  return people[index];
}

const char *
sim_person_get_id (guint index)
{
  g_autofree char *id = weft_id_derive ("weft-tests", people[index]);

  return g_intern_string (id);
}

/* The beginning */

static void
run (WeftEngine *engine, const char *person, const char *stream, const char *op, const char *format, ...)
{
  static gint64 n;
  g_autofree char *args = NULL;
  g_autofree char *id = weft_id_random ();
  g_autofree char *client = g_strconcat ("founder-", person, NULL);
  g_autoptr (GBytes) result = NULL;
  g_autoptr (GError) error = NULL;
  WeftRequest request = { .person = person, .id = id, .stream = stream, .op = op };
  va_list list;

  va_start (list, format);
  args = g_strdup_vprintf (format, list);
  va_end (list);
  request.client = g_str_equal (person, "system") ? "system" : client;
  request.n = g_str_equal (person, "system") ? 0 : ++n;
  request.args = args;
  result = weft_engine_run_now (engine, &request, &error);
  g_assert_no_error (error);
  if (g_strstr_len (g_bytes_get_data (result, NULL), (gssize) g_bytes_get_size (result), "error") != NULL)
    g_error ("%s: %.*s", op, (int) g_bytes_get_size (result), (const char *) g_bytes_get_data (result, NULL));
}

static gboolean
sign_in (WeftDatabase *database, gpointer user_data, GError **error)
{
  for (guint i = 0; i < SIM_N_PEOPLE; i++)
    {
      g_autofree char *family = g_strconcat ("family-", sim_person_get_id (i), NULL);

      if (!weft_database_run (
              database, error,
              "INSERT INTO family (family, person, created_at, used_at) VALUES (?1, ?2, 1, 1)", "tt", family,
              sim_person_get_id (i)))
        return FALSE;
    }

  return TRUE;
}

static void
found (WeftEngine *engine)
{
  g_autoptr (GString) others = g_string_new (NULL);
  g_autofree char *room = g_strconcat ("room/", sim_person_get_id (0), NULL);
  g_autofree char *notebook = g_strconcat ("notebook/", sim_person_get_id (0), NULL);
  g_autofree char *hash = weft_secret_hash ("secret");
  g_autoptr (GError) error = NULL;

  run (engine, "system", "workspace", "people.found-workspace",
       "{\"name\":\"Loom\",\"person\":\"%s\",\"person_name\":\"Anna\",\"login\":\"anna\"}",
       sim_person_get_id (0));
  for (guint i = 1; i < SIM_N_PEOPLE; i++)
    {
      g_autofree char *invitation = weft_id_random ();

      run (engine, sim_person_get_id (0), "workspace", "people.invite",
           "{\"id\":\"%s\",\"secret_hash\":\"%s\",\"role\":\"member\",\"streams\":[],\"uses\":1,\"expires_"
           "at\":1900000000000}",
           invitation, hash);
      run (engine, "system", "workspace", "people.join",
           "{\"person\":\"%s\",\"name\":\"%s\",\"login\":\"%s\",\"role\":\"member\",\"invitation\":\"%s\"}",
           sim_person_get_id (i), people[i], people[i], invitation);
      g_string_append_printf (others, "%s\"%s\"", i > 1 ? "," : "", sim_person_get_id (i));
    }
  run (engine, sim_person_get_id (0), room, "chat.create-room",
       "{\"kind\":\"room\",\"name\":\"Lobby\",\"topic\":\"\",\"members\":[%s]}", others->str);
  run (engine, sim_person_get_id (0), notebook, "note.create-notebook",
       "{\"name\":\"Notes\",\"members\":[%s]}", others->str);
  weft_engine_call (engine, sign_in, NULL, &error);
  g_assert_no_error (error);
}

void
sim_world_prepare (void)
{
  g_autoptr (WeftRegistry) registry = weft_registry_new (weft_modules);
  SimServer *server;
  SimDisk *disk;
  g_autoptr (WeftCopy) copy = NULL;
  g_autoptr (WeftDatabase) database = NULL;
  g_autoptr (SimClock) clock = NULL;
  g_autoptr (GError) error = NULL;
  const char *path = "store";

  sim_begin (0);
  sim_lines_begin ();
  server = sim_server_new (registry);
  if (!sim_server_start (server))
    g_error ("The server does not start");
  found (sim_server_get_engine (server));
  sim_server_stop (server);
  server_image = sim_disk_get (sim_server_get_disk (server), "weft.db");
  sim_server_free (server);

  /* A store as a first start makes it, without its client's id. */
  disk = sim_disk_new (path);
  clock = sim_clock_new ();
  copy = weft_copy_open (registry, path, WEFT_CLOCK (clock), &error);
  g_assert_no_error (error);
  weft_database_execute (copy->database, "DELETE FROM client", &error);
  g_assert_no_error (error);
  g_clear_pointer (&copy, weft_copy_free);
  client_image = sim_disk_get (disk, "store.db");
  sim_disk_free (disk);
  serve_remove_directory (path);
}

SimServer *
sim_world_new_server (WeftRegistry *registry)
{
  SimServer *server = sim_server_new (registry);

  sim_disk_put (sim_server_get_disk (server), "weft.db", server_image);

  return server;
}

static void
done_free (gpointer data)
{
  SimDone *done = data;

  g_free (done->id);
  g_free (done->token);
  g_free (done);
}

/* The same tables, with one more index: stores of the older program are migrated, and predictions taken back
 * before. */
static WeftRegistry *
new_newer_registry (void)
{
  static WeftMigration migrations[8];
  static WeftModule note;
  g_autofree const WeftModule **list = NULL;
  guint n = 0;

  while (weft_modules[n] != NULL)
    n++;
  list = g_new0 (const WeftModule *, n + 1);
  for (guint i = 0; i < n; i++)
    {
      list[i] = weft_modules[i];
      if (g_str_equal (weft_modules[i]->name, "note"))
        {
          guint k = 0;

          note = *weft_modules[i];
          for (; note.migrations != NULL && note.migrations[k].version != 0; k++)
            migrations[k] = note.migrations[k];
          migrations[k] = (WeftMigration) { k > 0 ? migrations[k - 1].version + 1 : 2,
                                            "CREATE INDEX note_by_title ON note (stream, title);" };
          note.migrations = migrations;
          list[i] = &note;
        }
    }

  return weft_registry_new (list);
}

SimWorld *
sim_world_new (guint seed)
{
  SimWorld *self = g_new0 (SimWorld, 1);
  guint n_clients;

  sim_begin (seed);
  sim_lines_begin ();
  self->seed = seed;
  /* Each kind of trouble in some worlds, so that none hides what another would show. */
  for (guint i = 0; i < 10; i++)
    if (sim_chance (400))
      self->faults |= 1u << i;
  sim_disk_set_keeps_durable (self->faults & SIM_FAULT_POWER);
  self->registry = weft_registry_new (weft_modules);
  self->newer = self->faults & SIM_FAULT_UPGRADE ? new_newer_registry () : NULL;
  self->done = g_ptr_array_new_with_free_func (done_free);
  self->marks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  sim_oracle_begin ();
  self->clients = g_ptr_array_new_with_free_func ((GDestroyNotify) sim_client_free);
  self->server = sim_world_new_server (self->registry);
  if (sim_chance (400))
    sim_server_set_queue (self->server, 2000 + sim_pick (20000));
  if (sim_chance (100))
    sim_server_set_frames (self->server, 50 + sim_pick (200));
  sim_network = (SimNetwork) { .delay = 1 + sim_pick (sim_chance (300) ? 1500 : 80) };
  if (self->faults & SIM_FAULT_NETWORK)
    {
      sim_network.repeated = sim_pick (100);
      sim_network.lost = sim_pick (100);
      sim_network.broken = sim_pick (30);
    }
  sim_check_watch_log (self);
  sim_trace ("seed %u: faults %x, delay %u ms", seed, self->faults, sim_network.delay);
  if (sim_server_start (self->server))
    sim_check_note_log (self);

  /* Most worlds are small: they are many. */
  n_clients = 3 + sim_pick (sim_chance (150) ? 6 : 2);
  for (guint i = 0; i < n_clients; i++)
    {
      SimClient *client = sim_client_new (i, i < 2 ? i : sim_pick (SIM_N_PEOPLE), self->registry);

      sim_disk_put (sim_client_get_disk (client), "store.db", client_image);
      g_ptr_array_add (self->clients, client);
      sim_client_start (client);
    }

  return self;
}

void
sim_world_free (SimWorld *self)
{
  sim_check_watch_log (NULL);
  g_ptr_array_unref (self->clients);
  sim_server_free (self->server);
  g_ptr_array_unref (self->done);
  g_hash_table_unref (self->marks);
  g_clear_object (&self->newer);
  g_object_unref (self->registry);
  g_free (self);
}

/* The scheduler */

typedef struct
{
  SimLine *line;
  SimClient *client;
  SimServer *server;
} Choice;

/* One thing that is due, by chance; FALSE if nothing is before @until, and time has gone on to there. */
static gboolean
step (SimWorld *self, gint64 until)
{
  GPtrArray *lines = sim_lines_get ();
  Choice choices[128];
  guint n = 0;
  gint64 now = sim_now ();
  gint64 next = G_MAXINT64;
  gint64 due;

  for (guint i = 0; i < lines->len; i++)
    {
      due = sim_line_get_due (lines->pdata[i]);
      if (due <= now && n < G_N_ELEMENTS (choices))
        choices[n++] = (Choice) { .line = lines->pdata[i] };
      next = MIN (next, due);
    }
  for (guint i = 0; i < self->clients->len; i++)
    {
      due = sim_client_get_due (self->clients->pdata[i]);
      if (due <= now && n < G_N_ELEMENTS (choices))
        choices[n++] = (Choice) { .client = self->clients->pdata[i] };
      next = MIN (next, due);
    }
  due = sim_server_get_due (self->server);
  if (due <= now && n < G_N_ELEMENTS (choices))
    choices[n++] = (Choice) { .server = self->server };
  next = MIN (next, due);

  if (n == 0)
    {
      sim_advance_to (MIN (next, until));
      return next < until;
    }

  self->n_steps++;
  n = sim_pick (n);
  if (choices[n].line != NULL)
    sim_line_step (choices[n].line);
  else if (choices[n].client != NULL)
    sim_client_step (choices[n].client);
  else
    {
      gboolean was_down = sim_server_get_engine (self->server) == NULL;

      sim_server_step (self->server);
      if (was_down && sim_server_get_engine (self->server) != NULL)
        sim_check_note_log (self);
    }
  for (guint i = 0; i < self->clients->len; i++)
    if (sim_client_take_refused (self->clients->pdata[i]))
      sim_check_look (self->clients->pdata[i], TRUE);
  sim_advance_to (now + (gint64) sim_pick (300));

  return TRUE;
}

static void
run_to (SimWorld *self, gint64 at)
{
  while (sim_now () < at && step (self, at))
    continue;
}

gboolean
sim_world_run_until (SimWorld *self,
                     gboolean (*done) (SimWorld *self, gpointer data),
                     gpointer data,
                     gint64 ms)
{
  gint64 end = sim_now () + ms * 1000;

  while (!done (self, data))
    {
      if (sim_now () >= end)
        return FALSE;
      run_to (self, sim_now () + 200000);
    }

  return TRUE;
}

SimClient *
sim_world_pick_client (SimWorld *self)
{
  return self->clients->pdata[sim_pick (self->clients->len)];
}

void
sim_world_live (SimWorld *self)
{
  guint n_actions = 20 + sim_pick (60);
  guint pause = 1 + sim_pick (sim_chance (500) ? 2000 : 200); /* ms */

  run_to (self, sim_now () + (gint64) sim_pick (8000) * 1000);
  for (guint i = 0; i < n_actions; i++)
    {
      SimClient *client = sim_world_pick_client (self);

      if (sim_client_get_core (client) != NULL)
        sim_action_do (self, client);
      /* What people see is right at any time, not only in the end. */
      if (sim_chance (500))
        sim_check_look (sim_world_pick_client (self), FALSE);
      if (sim_chance (400))
        sim_trouble_make (self);
      run_to (self, sim_now () + (gint64) sim_pick (pause) * 1000);
    }
}

/* The end */

static gboolean
is_settled (SimWorld *self, gpointer data)
{
  for (guint i = 0; i < self->clients->len; i++)
    if (!sim_client_is_settled (self->clients->pdata[i]))
      return FALSE;

  return sim_server_get_engine (self->server) != NULL;
}

static void
mend_disk (SimDisk *disk, const char *whose)
{
  SimDiskFaults *faults = sim_disk_get_faults (disk);

  if (faults->n_full > 0)
    sim_tally ("disk: %s full", whose);
  if (faults->n_failed > 0)
    sim_tally ("disk: %s fails to write", whose);
  if (faults->n_unread > 0)
    sim_tally ("disk: %s fails to read", whose);
  *faults = (SimDiskFaults) { .until_kill = -1 };
}

void
sim_world_heal (SimWorld *self)
{
  sim_trace ("all is well again");
  g_snprintf (self->heal_began, sizeof self->heal_began, "%" G_GINT64_FORMAT,
              weft_clock_now (WEFT_CLOCK (sim_server_get_clock (self->server))));
  sim_network.repeated = sim_network.lost = sim_network.broken = 0;
  sim_network.delay = MIN (sim_network.delay, 100);
  mend_disk (sim_server_get_disk (self->server), "server");
  for (guint i = 0; i < self->clients->len; i++)
    {
      SimClient *client = self->clients->pdata[i];

      mend_disk (sim_client_get_disk (client), "client");
      sim_client_set_network (client, TRUE);
    }

  /* Silence is noticed and back-off ends within a minute; then every client hears in two heartbeats what it
   * has missed. */
  run_to (self, sim_now () + 20 * SECOND);
  if (!sim_world_run_until (self, is_settled, NULL, 240000))
    {
      for (guint i = 0; i < self->clients->len; i++)
        if (!sim_client_is_settled (self->clients->pdata[i]))
          sim_client_trace (self->clients->pdata[i]);
      g_error ("The world does not come to rest");
    }
  run_to (self, sim_now () + 20 * SECOND);
  if (!sim_world_run_until (self, is_settled, NULL, 60000))
    g_error ("The world does not come to rest");
}
