/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim-action.h"

#include "base/weft-id.h"
#include "sim-person.h"
#include "sim-tally.h"

/* One of the first column of @sql, by chance; (nullable). */
static char *
pick_text (SimClient *client, const char *sql, const char *types, const char *a, const char *b)
{
  WeftDatabase *database = weft_sync_core_get_copy (sim_client_get_core (client))->database;
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  WeftStatement *statement = weft_database_query (database, &error, sql, types, a, b);

  while (statement != NULL && weft_statement_step (statement, &error) > 0)
    g_ptr_array_add (all, weft_statement_dup_text (statement, 0));

  return all->len > 0 ? g_strdup (all->pdata[sim_pick (all->len)]) : NULL;
}

static gint64
get_last (SimClient *client, const char *room)
{
  WeftDatabase *database = weft_sync_core_get_copy (sim_client_get_core (client))->database;
  gint64 last = 0;

  weft_database_get_value (database, &last, 0, NULL, "SELECT last_ordinal FROM thread WHERE stream = ?1", "t",
                           room);

  return last;
}

/* @token: (nullable): a word which only the events of this hold. */
static void
submit (SimWorld *world,
        SimClient *client,
        const char *stream,
        const char *op,
        const char *token,
        const char *args)
{
  WeftClientSession *session = weft_sync_core_get_session (sim_client_get_core (client));
  WeftSubmission submission = { .stream = stream, .op = op, .args = args };
  g_autoptr (GError) error = NULL;
  gboolean stored = weft_client_session_submit (session, &submission, 1, &error);

  if (submission.error != NULL)
    sim_trace ("%s: %s is not taken: %s", sim_client_get_name (client), op, submission.error->message);
  else
    {
      SimDone *done = g_new0 (SimDone, 1);

      sim_trace ("%s: %s %s (%.8s)%s%s", sim_client_get_name (client), op, token != NULL ? token : "",
                 submission.id != NULL ? submission.id : "", stored ? "" : ": ",
                 stored ? "" : error->message);
      done->id = g_strdup (submission.id != NULL ? submission.id : "");
      done->token = g_strdup (token);
      done->op = op;
      done->client = client;
      done->sure = stored;
      g_ptr_array_add (world->done, done);
    }
  g_clear_error (&submission.error);
  g_free (submission.id);
  if (!stored && error != NULL)
    weft_sync_core_store_failed (sim_client_get_core (client), error);
}

static void
talk (SimWorld *world, SimClient *client, const char *room)
{
  g_autofree char *id = weft_id_new (WEFT_CLOCK (sim_client_get_clock (client)));
  g_autofree char *token = g_strdup_printf ("word%u.", ++world->n_actions);
  g_autofree char *args = NULL;
  g_autofree char *message = NULL;
  guint what = sim_pick (100);

  if (what < 65)
    {
      args = g_strdup_printf ("{\"id\":\"%s\",\"text\":\"%s\"}", id, token);
      submit (world, client, room, "thread.send", token, args);
      return;
    }
  message
      = pick_text (client, "SELECT id FROM message WHERE stream = ?1 AND author = ?2 ORDER BY ordinal, id",
                   "tt", room, sim_person_get_id (sim_client_get_person (client)));
  if (message == NULL)
    return;
  if (what < 90)
    {
      args = g_strdup_printf ("{\"id\":\"%s\",\"text\":\"%s\"}", message, token);
      submit (world, client, room, "thread.edit", NULL, args);
    }
  else
    {
      args = g_strdup_printf ("{\"id\":\"%s\"}", message);
      submit (world, client, room, "thread.delete", NULL, args);
    }
}

static void
note (SimWorld *world, SimClient *client, const char *notebook)
{
  g_autofree char *id = weft_id_new (WEFT_CLOCK (sim_client_get_clock (client)));
  g_autofree char *token = g_strdup_printf ("word%u.", ++world->n_actions);
  g_autofree char *one
      = pick_text (client, "SELECT id FROM note WHERE stream = ?1 ORDER BY id", "t", notebook, NULL);
  g_autofree char *other
      = pick_text (client, "SELECT id FROM note WHERE stream = ?1 ORDER BY id", "t", notebook, NULL);
  g_autofree char *args = NULL;
  guint what = sim_pick (100);

  if (one == NULL || what < 30)
    {
      args = g_strdup_printf ("{\"id\":\"%s\",\"title\":\"%s\",\"text\":\"one\\ntwo\\nthree\"}", id, token);
      submit (world, client, notebook, "note.create", token, args);
    }
  else if (what < 50)
    {
      args = g_strdup_printf ("{\"id\":\"%s\",\"title\":\"%s\"}", one, token);
      submit (world, client, notebook, "note.set", token, args);
    }
  else if (what < 62)
    {
      args = g_strdup_printf ("{\"id\":\"%s\",\"text\":\"%s\\ntwo\\nthree %u\"}", one,
                              sim_chance (500) ? "one" : token, sim_pick (3));
      submit (world, client, notebook, "note.set", NULL, args);
    }
  else if (what < 72)
    {
      args = g_strdup_printf ("{\"id\":\"%s\",\"tags\":[\"%s\"]}", one,
                              sim_person_get_id (sim_pick (SIM_N_PEOPLE)));
      submit (world, client, notebook, "note.set-tags", NULL, args);
    }
  else if (what < 80)
    {
      args = g_strdup_printf ("{\"id\":\"%s\",\"due\":%u}", one, 1 + sim_pick (1000000));
      submit (world, client, notebook, "note.set-due", NULL, args);
    }
  else if (what < 92)
    {
      args = sim_chance (200) ? g_strdup_printf ("{\"id\":\"%s\"}", one)
                              : g_strdup_printf ("{\"id\":\"%s\",\"after\":\"%s\"}", one, other);
      submit (world, client, notebook, "note.move", NULL, args);
    }
  else
    {
      args = g_strdup_printf ("{\"id\":\"%s\"}", one);
      submit (world, client, notebook, what < 97 ? "note.delete" : "note.restore", NULL, args);
    }
}

static void
create (SimWorld *world, SimClient *client)
{
  g_autofree char *id = weft_id_new (WEFT_CLOCK (sim_client_get_clock (client)));
  g_autofree char *token = g_strdup_printf ("word%u.", ++world->n_actions);
  g_autofree char *room = g_strconcat ("room/", id, NULL);
  g_autofree char *args
      = g_strdup_printf ("{\"kind\":\"room\",\"name\":\"%s\",\"topic\":\"\",\"members\":[\"%s\"]}", token,
                         sim_person_get_id (sim_pick (SIM_N_PEOPLE)));

  submit (world, client, room, "chat.create-room", token, args);
}

static void
draft (SimWorld *world, SimClient *client, const char *room)
{
  g_autofree char *own = g_strconcat ("user/", sim_person_get_id (sim_client_get_person (client)), NULL);
  g_autofree char *token = g_strdup_printf ("word%u.", ++world->n_actions);
  gboolean empty = sim_chance (300);
  g_autofree char *args = g_strdup_printf ("{\"target\":\"%s\",\"text\":\"%s\"}", room, empty ? "" : token);

  submit (world, client, own, "thread.save-draft", empty ? NULL : token, args);
}

static void
remind (SimWorld *world, SimClient *client)
{
  g_autofree char *id = weft_id_new (WEFT_CLOCK (sim_client_get_clock (client)));
  g_autofree char *own = g_strconcat ("user/", sim_person_get_id (sim_client_get_person (client)), NULL);
  g_autofree char *token = g_strdup_printf ("word%u.", ++world->n_actions);
  gint64 at = weft_clock_now (WEFT_CLOCK (sim_server_get_clock (world->server))) + sim_pick (20000);
  g_autofree char *args
      = g_strdup_printf ("{\"id\":\"%s\",\"at\":%" G_GINT64_FORMAT ",\"text\":\"%s\"}", id, at, token);

  submit (world, client, own, "reminders.set", token, args);
}

static void
mark (SimWorld *world, SimClient *client, const char *room)
{
  WeftClientSession *session = weft_sync_core_get_session (sim_client_get_core (client));
  gint64 last = get_last (client, room);
  g_autoptr (GError) error = NULL;

  if (last == 0)
    return;
  last -= (gint64) sim_pick ((guint) MIN (last, 3));
  if (!weft_client_session_set_latest (session, room, "thread.read", last, &error))
    weft_sync_core_store_failed (sim_client_get_core (client), error);
  else
    {
      char *key = g_strdup_printf ("%s %s", room, sim_person_get_id (sim_client_get_person (client)));
      gint64 *known = g_hash_table_lookup (world->marks, key);

      if (known == NULL || *known < last)
        g_hash_table_replace (world->marks, key, g_memdup2 (&last, sizeof last));
      else
        g_free (key);
    }
  sim_trace ("%s: has read to %" G_GINT64_FORMAT "%s", sim_client_get_name (client), last,
             error != NULL ? ", not kept" : "");
}

static void
on_page (gboolean more, const GError *error, gpointer user_data)
{
}

static SimDone *
find_done (SimWorld *world, const char *id)
{
  for (guint i = 0; i < world->done->len; i++)
    if (g_str_equal (((SimDone *) world->done->pdata[i])->id, id))
      return world->done->pdata[i];

  return NULL;
}

/* What failed is tried again, or given up; what was done is taken back. */
static void
look_back (SimWorld *world, SimClient *client)
{
  WeftClientSession *session = weft_sync_core_get_session (sim_client_get_core (client));
  g_autofree char *failed
      = pick_text (client, "SELECT id FROM outbox WHERE state = 3 ORDER BY k", "", NULL, NULL);
  g_autoptr (GError) error = NULL;

  if (failed != NULL && sim_chance (700))
    {
      if (sim_chance (500))
        {
          SimDone *done = find_done (world, failed);
          gboolean gone = weft_client_session_discard (session, failed, &error);

          sim_trace ("%s: discards %.8s%s%s", sim_client_get_name (client), failed, gone ? "" : ": ",
                     gone ? "" : error->message);
          /* Also if the disk failed at the end of it: then it may be gone all the same. */
          if (done != NULL)
            done->discarded = TRUE;
        }
      else
        {
          SimDone *done = find_done (world, failed);
          g_autofree char *k
              = pick_text (client, "SELECT CAST(k AS TEXT) FROM outbox WHERE id = ?1", "t", failed, NULL);
          g_autofree char *fresh = NULL;

          /* It gets an id of its own. */
          weft_client_session_retry (session, failed, &error);
          fresh = pick_text (client, "SELECT id FROM outbox WHERE CAST(k AS TEXT) = ?1", "t", k, NULL);
          if (done != NULL && fresh != NULL)
            g_set_str (&done->id, fresh);
          sim_trace ("%s: tries %.8s again%s%s", sim_client_get_name (client), failed,
                     error == NULL ? "" : ": ", error == NULL ? "" : error->message);
        }
    }
  else
    {
      WeftUndoStack stack = sim_chance (700) ? WEFT_UNDO_BACK : WEFT_UNDO_FORTH;
      g_autofree char *id = weft_client_session_step_back (session, stack, &error);

      sim_trace ("%s: %s%s%s", sim_client_get_name (client), stack == WEFT_UNDO_BACK ? "undoes" : "redoes",
                 id != NULL ? "" : ": ", id != NULL ? "" : error->message);
    }
}

/* Public API */

void
sim_action_do (SimWorld *world, SimClient *client)
{
  g_autofree char *room = pick_text (client, "SELECT stream FROM room ORDER BY stream", "", NULL, NULL);
  g_autofree char *notebook
      = pick_text (client, "SELECT stream FROM notebook ORDER BY stream", "", NULL, NULL);
  WeftClientSession *session = weft_sync_core_get_session (sim_client_get_core (client));
  guint what = sim_pick (100);

  if (room == NULL && notebook == NULL)
    {
      if (sim_chance (300))
        create (world, client);
    }
  else if (what < 42 && room != NULL)
    talk (world, client, room);
  else if (what < 66 && notebook != NULL)
    note (world, client, notebook);
  else if (what < 69)
    remind (world, client);
  else if (what < 73 && room != NULL)
    draft (world, client, room);
  else if (what < 84 && room != NULL)
    mark (world, client, room);
  else if (what < 87)
    create (world, client);
  else if (what < 90 && room != NULL)
    {
      const char *open[] = { room, NULL };

      weft_client_session_set_open (session, sim_chance (700) ? open : open + 1);
      weft_client_session_set_latest_object (session, room, "thread.typing", "{}");
    }
  else if (what < 93 && room != NULL)
    weft_client_session_load_page (session, room, "message", G_MAXINT64, 1 + sim_pick (50), on_page, NULL);
  else
    look_back (world, client);
  sim_client_look (client);
}

void
sim_action_change_role (SimWorld *world, SimClient *client)
{
  g_autofree char *stream = NULL;
  g_autofree char *args = NULL;
  const char *person = sim_person_get_id (sim_pick (SIM_N_PEOPLE));
  guint what = sim_pick (100);

  if (sim_client_get_core (client) == NULL)
    return;
  stream = pick_text (client, "SELECT stream FROM room UNION SELECT stream FROM notebook ORDER BY 1", "",
                      NULL, NULL);
  if (stream == NULL)
    return;
  if (what < 40)
    {
      args = g_strdup_printf ("{\"person\":\"%s\"}", person);
      for (guint i = 0; i < world->clients->len; i++)
        if (g_str_equal (sim_person_get_id (sim_client_get_person (world->clients->pdata[i])), person))
          sim_tally (sim_client_get_line (world->clients->pdata[i]) != NULL ? "role: removed while connected"
                                                                            : "role: removed while away");
      submit (world, client, stream, "people.remove-member", NULL, args);
    }
  else
    {
      args = g_strdup_printf ("{\"person\":\"%s\",\"role\":\"%s\"}", person, what < 60 ? "admin" : "member");
      submit (world, client, stream, what < 85 ? "people.add-member" : "people.set-member-role", NULL, args);
    }
  sim_client_look (client);
}
