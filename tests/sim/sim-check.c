/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim-check.h"

#include <string.h>

#include "serve/weft-access.h"
#include "serve/weft-check.h"
#include "serve/weft-log.h"
#include "serve/weft-transaction.h"
#include "sim-oracle.h"
#include "sim-person.h"
#include "sim-tally.h"
#include "store/weft-rows.h"

#define MAX_TRIES 40

/* Reading */

static char *
query_text (WeftDatabase *database, const char *sql, const char *types, const char *a, const char *b)
{
  g_autoptr (GError) error = NULL;
  WeftStatement *statement = weft_database_query (database, &error, sql, types, a, b);
  char *text = NULL;

  if (statement != NULL && weft_statement_step (statement, &error) > 0)
    {
      text = weft_statement_dup_text (statement, 0);
      weft_statement_reset (statement);
    }
  if (error != NULL)
    g_error ("%s", error->message);

  return text;
}

static gint64
query_number (WeftDatabase *database, const char *sql, const char *types, const char *a, const char *b)
{
  g_autoptr (GError) error = NULL;
  gint64 number = 0;

  if (!weft_database_get_value (database, &number, 0, &error, sql, types, a, b))
    g_error ("%s", error->message);

  return number;
}

static WeftDatabase *
open_server (SimWorld *world)
{
  g_autoptr (GError) error = NULL;
  WeftDatabase *database = weft_engine_acquire_reader (sim_server_get_engine (world->server), &error);

  if (database == NULL)
    g_error ("%s", error->message);

  return database;
}

/* What the log held */

static gboolean watching;

void
__wrap_weft_transaction_deliver (WeftTransaction *self, const WeftSubscriber *subscriber, gpointer user_data);
void
__real_weft_transaction_deliver (WeftTransaction *self, const WeftSubscriber *subscriber, gpointer user_data);

void
__wrap_weft_transaction_deliver (WeftTransaction *self, const WeftSubscriber *subscriber, gpointer user_data)
{
  for (guint i = 0; watching && i < self->deliveries->len; i++)
    {
      WeftDelivery *delivery = self->deliveries->pdata[i];

      for (guint j = 0; delivery->stored != NULL && j < delivery->stored->len; j++)
        sim_oracle_note (delivery->stream, delivery->first + j,
                         g_bytes_get_data (delivery->stored->pdata[j], NULL),
                         g_bytes_get_size (delivery->stored->pdata[j]));
    }
  __real_weft_transaction_deliver (self, subscriber, user_data);
}

void
sim_check_watch_log (SimWorld *world)
{
  watching = world != NULL;
}

void
sim_check_note_log (SimWorld *world)
{
  SimDiskFaults *faults = sim_disk_get_faults (sim_server_get_disk (world->server));
  const SimDiskFaults kept = *faults;
  WeftDatabase *database;
  g_autoptr (GError) error = NULL;
  WeftStatement *statement;

  /* We look, not the server. */
  *faults = (SimDiskFaults) { .until_kill = -1 };
  database = open_server (world);
  statement = weft_database_query (database, &error, "SELECT stream, seq, stored FROM event", "");

  while (statement != NULL && weft_statement_step (statement, &error) > 0)
    {
      const char *stored = weft_statement_get_text (statement, 2);

      sim_oracle_note (weft_statement_get_text (statement, 0), weft_statement_get_int (statement, 1), stored,
                       strlen (stored));
    }
  if (error != NULL)
    g_error ("%s", error->message);
  weft_engine_release_reader (sim_server_get_engine (world->server), database);
  *faults = kept;
}

/* All history */

typedef struct
{
  gboolean done;
  gboolean more;
} Page;

static void
on_page (gboolean more, const GError *error, gpointer user_data)
{
  Page *page = user_data;

  page->done = TRUE;
  page->more = more || error != NULL;
}

static gboolean
is_loaded (SimWorld *world, gpointer data)
{
  return ((Page *) data)->done;
}

static void
load_history (SimWorld *world, SimClient *client, const char *stream)
{
  for (guint tries = 0; tries < MAX_TRIES; tries++)
    {
      Page page = { FALSE, TRUE };

      weft_client_session_load_page (weft_sync_core_get_session (sim_client_get_core (client)), stream,
                                     "message", G_MAXINT64, 100000, on_page, &page);
      if (!sim_world_run_until (world, is_loaded, &page, 60000))
        break;
      if (!page.more)
        return;
    }
  g_error ("%s does not get the history of %s", sim_client_get_name (client), stream);
}

/* Checking */

static void
on_problem (const char *stream, const char *text, gpointer user_data)
{
  sim_trace ("server: %s: %s", stream != NULL ? stream : "database", text);
}

static void
check_server (SimWorld *world, WeftDatabase *database)
{
  WeftCheck check = { .problem = on_problem };
  g_autoptr (GError) error = NULL;
  g_autofree char *holes = NULL;

  if (!weft_check_run (&check, database, world->registry, &error))
    g_error ("The server's database cannot be checked: %s", error->message);
  if (check.n_problems > 0)
    g_error ("The server's database has %u problems", check.n_problems);
  holes = query_text (
      database,
      "SELECT t.stream FROM thread t WHERE last_ordinal <> (SELECT count(*) FROM message m WHERE m.stream = "
      "t.stream)"
      " OR last_ordinal <> (SELECT coalesce(max(ordinal), 0) FROM message m WHERE m.stream = t.stream)",
      "", NULL, NULL);
  if (holes != NULL)
    g_error ("The ordinals of %s have holes", holes);
}

static void
check_rows (const char *whose, WeftDatabase *database, const char *stream, gint64 seq, gboolean whole)
{
  g_autoptr (SimOracle) oracle = sim_oracle_read (stream, seq);
  g_autofree char *wrong = NULL;

  if (oracle == NULL)
    g_error ("Nobody knows all events of %s up to %" G_GINT64_FORMAT, stream, seq);
  wrong = sim_oracle_compare (oracle, database, whole);
  if (wrong != NULL)
    g_error ("%s: %s at %" G_GINT64_FORMAT ": %s", whose, stream, seq, wrong);
}

/* Who may read what, and how far they have read: marks only grow, and none is lost that was kept on a device
 * of somebody who was always there. */
static void
check_person (SimWorld *world, WeftDatabase *server, const char *person)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) streams = weft_access_get_streams (server, person, &error);
  GHashTableIter iter;
  gpointer key, value;

  if (error != NULL)
    g_error ("%s", error->message);
  for (char **stream = streams; *stream != NULL; stream++)
    if ((g_str_has_prefix (*stream, "room/") || g_str_has_prefix (*stream, "notebook/"))
        && !sim_oracle_is_member (*stream, person))
      g_error ("%s may read %s, of which the log makes no member", person, *stream);
  /* A mark is not worth a sync of its own: when the power goes, so may the last ones. */
  if (world->faults & SIM_FAULT_POWER)
    return;
  g_hash_table_iter_init (&iter, world->marks);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      const char *space = strchr (key, ' ');
      g_autofree char *stream = g_strndup (key, (gsize) (space - (char *) key));
      gint64 last, mark;

      if (!g_str_equal (space + 1, person) || !sim_oracle_is_member (stream, person)
          || sim_oracle_was_removed (stream, person))
        continue;
      if (!g_strv_contains ((const char *const *) streams, stream))
        g_error ("%s may not read %s, of which the log makes a member", person, stream);
      last = query_number (server, "SELECT last_ordinal FROM thread WHERE stream = ?1", "t", stream, NULL);
      mark = query_number (
          server, "SELECT value FROM latest WHERE stream = ?1 AND name = 'thread.read' AND person = ?2", "tt",
          stream, person);
      if (mark < MIN (last, *(gint64 *) value))
        g_error ("%s has read to %" G_GINT64_FORMAT " in %s, the server keeps %" G_GINT64_FORMAT, person,
                 *(gint64 *) value, stream, mark);
    }
}

static void
check_stream (SimWorld *world, SimClient *client, WeftDatabase *server, const char *stream)
{
  WeftCopy *copy = weft_sync_core_get_copy (sim_client_get_core (client));
  WeftHeld *held = weft_copy_get_stream (copy, stream);
  const char *name = sim_client_get_name (client);
  const char *person = sim_person_get_id (sim_client_get_person (client));
  g_autofree char *mine = NULL;
  g_autofree char *theirs = NULL;
  g_autoptr (GError) error = NULL;
  WeftPosition position;
  WeftHead head;

  if (!weft_log_read_head (server, stream, &head, &error))
    g_error ("%s", error->message);
  weft_head_get_position (&head, &position);
  if (held == NULL || !held->held)
    g_error ("%s does not hold %s", name, stream);
  if (!weft_position_equal (&held->position, &position))
    g_error ("%s stands in %s at %" G_GINT64_FORMAT ", the server at %" G_GINT64_FORMAT
             " (or their marks differ); it has heard of %" G_GINT64_FORMAT "%s",
             name, stream, held->position.seq, position.seq, held->head, held->stopped ? " and stopped" : "");

  check_rows (name, copy->database, stream, position.seq, TRUE);
  mine = weft_rows_digest (copy->database, world->registry, stream, FALSE, &error);
  theirs = weft_rows_digest (server, world->registry, stream, FALSE, &error);
  if (mine == NULL || theirs == NULL)
    g_error ("%s", error->message);
  if (!g_str_equal (mine, theirs))
    g_error ("%s holds other rows of %s than the server", name, stream);

  {
    const char *sql = "SELECT value FROM latest WHERE stream = ?1 AND name = 'thread.read' AND person = ?2";
    gint64 here = query_number (copy->database, sql, "tt", stream, person);
    gint64 there = query_number (server, sql, "tt", stream, person);

    if (here != there)
      g_error ("%s has read to %" G_GINT64_FORMAT " in %s, by the server to %" G_GINT64_FORMAT, name, here,
               stream, there);
  }
}

static void
check_client (SimWorld *world, SimClient *client, WeftDatabase *server)
{
  WeftCopy *copy = weft_sync_core_get_copy (sim_client_get_core (client));
  const char *name = sim_client_get_name (client);
  const char *person = sim_person_get_id (sim_client_get_person (client));
  g_autofree char *waiting
      = query_text (copy->database, "SELECT op FROM outbox WHERE state <> 3", "", NULL, NULL);
  g_autofree char *silent
      = query_text (copy->database, "SELECT op FROM outbox WHERE state = 3 AND error_message IS NULL", "",
                    NULL, NULL);
  g_autofree char *foreign
      = query_text (copy->database,
                    "SELECT stream FROM message WHERE NOT EXISTS"
                    " (SELECT 1 FROM member WHERE member.stream = message.stream AND person = ?1)",
                    "t", person, NULL);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) streams = weft_access_get_streams (server, person, &error);

  if (error != NULL)
    g_error ("%s", error->message);
  if (waiting != NULL)
    g_error ("%s: %s still waits", name, waiting);
  if (silent != NULL)
    g_error ("%s: %s was refused without saying why", name, silent);
  if (foreign != NULL)
    g_error ("%s keeps messages of %s, which it may not read", name, foreign);
  for (char **stream = streams; *stream != NULL; stream++)
    check_stream (world, client, server, *stream);
}

/* How many events hold a token, and how many of them make what it stands for: undo and edits may say it
 * again. */
typedef struct
{
  const char *token;
  guint n;
  guint n_first;
} Counting;

static void
count_event (const char *stream, gint64 seq, const char *stored, gpointer user_data)
{
  static const char *const first[]
      = { "\"thread.message-sent\"", "\"note.created\"", "\"chat.room-created\"" };
  Counting *counting = user_data;

  if (strstr (stored, counting->token) == NULL)
    return;
  counting->n++;
  for (guint i = 0; i < G_N_ELEMENTS (first); i++)
    counting->n_first += strstr (stored, first[i]) != NULL;
}

static gboolean
is_refused (SimWorld *world, const SimDone *done)
{
  for (guint i = 0; i < world->clients->len; i++)
    {
      SimClient *client = world->clients->pdata[i];
      WeftDatabase *database = weft_sync_core_get_copy (sim_client_get_core (client))->database;

      if (query_number (database, "SELECT count(*) FROM outbox WHERE id = ?1 AND state = 3", "t", done->id,
                        NULL)
          > 0)
        return TRUE;
      if (done->token != NULL)
        {
          g_autofree char *like = g_strdup_printf ("%%%s%%", done->token);

          if (query_number (database, "SELECT count(*) FROM outbox WHERE args LIKE ?1 AND state = 3", "t",
                            like, NULL)
              > 0)
            return TRUE;
        }
    }

  return FALSE;
}

static void
check_done (SimWorld *world)
{
  for (guint i = 0; i < world->done->len; i++)
    {
      const SimDone *done = world->done->pdata[i];
      Counting counting = { .token = done->token };

      if (done->token == NULL)
        continue;
      sim_oracle_foreach (count_event, &counting);
      if (counting.n == 0 && done->sure && !done->discarded && !is_refused (world, done))
        g_error ("%s of %s (%s, %s) is lost", done->op, sim_client_get_name (done->client), done->token,
                 done->id);
      if (counting.n_first > 1)
        g_error ("%s of %s (%s) was done %u times", done->op, sim_client_get_name (done->client), done->token,
                 counting.n_first);
    }
}

/* id → how often a reminder was set less how often it came */
static void
count_reminder (const char *stream, gint64 seq, const char *stored, gpointer user_data)
{
  GHashTable *left = user_data;
  g_autoptr (JsonNode) node = NULL;
  JsonObject *event;
  const char *id, *name;
  gboolean is_set;

  if (strstr (stored, "\"reminders.") == NULL)
    return;
  node = json_from_string (stored, NULL);
  event = json_node_get_object (node);
  name = json_object_get_string_member (event, "name");
  is_set = g_str_equal (name, "reminders.reminder-set");
  if (!is_set && !g_str_equal (name, "reminders.fired"))
    return;
  id = json_object_get_string_member (json_object_get_object_member (event, "body"), "id");
  g_hash_table_replace (left, g_strdup (id),
                        GINT_TO_POINTER (GPOINTER_TO_INT (g_hash_table_lookup (left, id))
                                         + (is_set ? 1 : -1)));
}

/* What is to happen at a time happens once, through every fall of the server: each time a reminder was set
 * for has its one event, unless it was dismissed or set anew before, or its job waits for a time that has not
 * come. */
static void
check_jobs (SimWorld *world, WeftDatabase *server)
{
  g_autoptr (GHashTable) left = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *late = NULL;
  g_autofree char *lost = NULL;
  GHashTableIter iter;
  gpointer id, n;

  sim_oracle_foreach (count_reminder, left);
  g_hash_table_iter_init (&iter, left);
  while (g_hash_table_iter_next (&iter, &id, &n))
    if (GPOINTER_TO_INT (n) < 0)
      g_error ("The reminder %s came more often than it was set", (const char *) id);
  late = query_text (server,
                     "SELECT id FROM job WHERE state = 'waiting' AND attempts = 0 AND id LIKE 'reminders/%' "
                     "AND due_at < CAST (?1 AS INTEGER)",
                     "t", world->heal_began, NULL);
  if (late != NULL)
    g_error ("The job %s did not run", late);
  lost = query_text (
      server,
      "SELECT id FROM reminder WHERE state = 'waiting' AND at < CAST (?1 AS INTEGER) AND NOT EXISTS"
      " (SELECT 1 FROM job WHERE job.id = 'reminders/' || reminder.stream || '/' || "
      "reminder.id AND state = 'waiting')",
      "t", world->heal_began, NULL);
  if (lost != NULL)
    g_error ("The reminder %s never came", lost);
}

static void
look_at (SimClient *client, const WeftHeld *held)
{
  WeftCopy *copy = weft_sync_core_get_copy (sim_client_get_core (client));

  if (!held->held || held->stopped || sim_oracle_get (held->stream, held->position.seq) == NULL)
    return;
  for (GList *l = weft_outbox_peek_stream (copy->outbox, held->stream); l != NULL; l = l->next)
    if (((WeftOutboxEntry *) l->data)->state != WEFT_OUTBOX_FAILED)
      return;
  sim_tally ("looked at a device in the middle");
  check_rows (sim_client_get_name (client), copy->database, held->stream, held->position.seq, FALSE);
}

void
sim_check_look (SimClient *client, gboolean all)
{
  SimDiskFaults *faults = sim_disk_get_faults (sim_client_get_disk (client));
  const SimDiskFaults kept = *faults;
  g_autoptr (GList) streams = NULL;
  guint n, chosen;

  if (sim_client_get_core (client) == NULL || sim_disk_is_dead (sim_client_get_disk (client)))
    return;
  /* We look, not the program. */
  *faults = (SimDiskFaults) { .until_kill = -1 };
  streams = g_hash_table_get_values (weft_sync_core_get_copy (sim_client_get_core (client))->streams);
  n = g_list_length (streams);
  chosen = n > 0 ? sim_pick (n) : 0;
  for (GList *l = streams; l != NULL; l = l->next, chosen--)
    if (all || chosen == 0)
      look_at (client, l->data);
  *faults = kept;
}

void
sim_check_run (SimWorld *world)
{
  WeftDatabase *server = open_server (world);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < world->clients->len; i++)
    {
      SimClient *client = world->clients->pdata[i];
      g_auto (GStrv) streams
          = weft_access_get_streams (server, sim_person_get_id (sim_client_get_person (client)), &error);

      for (char **stream = streams; *stream != NULL; stream++)
        if (query_number (server, "SELECT count(*) FROM thread WHERE stream = ?1", "t", *stream, NULL) > 0)
          load_history (world, client, *stream);
    }
  sim_check_note_log (world);
  check_server (world, server);
  for (guint i = 0; i < SIM_N_PEOPLE; i++)
    check_person (world, server, sim_person_get_id (i));
  for (guint i = 0; i < world->clients->len; i++)
    check_client (world, world->clients->pdata[i], server);
  check_done (world);
  check_jobs (world, server);
  weft_engine_release_reader (sim_server_get_engine (world->server), server);
}
