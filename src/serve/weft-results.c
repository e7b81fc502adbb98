/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-results.h"

#include <string.h>

#include "serve/weft-access.h"

WeftClient *
weft_results_find (WeftDatabase *database, GHashTable *clients, const char *id, GError **error)
{
  WeftClient *client = g_hash_table_lookup (clients, id);
  WeftStatement *statement;
  int step;

  if (client != NULL)
    return client;

  statement
      = weft_database_query (database, error,
                             "SELECT person, highest, acknowledged, holder FROM client WHERE client = ?1",
                             "t", id);
  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return NULL;
  client = g_new0 (WeftClient, 1);
  if (step > 0)
    {
      client->exists = TRUE;
      client->person = weft_statement_dup_text (statement, 0);
      client->highest = weft_statement_get_int (statement, 1);
      client->acknowledged = weft_statement_get_int (statement, 2);
      client->holder = weft_statement_dup_text (statement, 3);
      weft_statement_reset (statement);
    }
  g_hash_table_insert (clients, g_strdup (id), client);

  return client;
}

static GBytes *
refuse (const WeftRequest *request, WeftError code, const char *message)
{
  g_autoptr (GError) error = g_error_new_literal (WEFT_ERROR, code, message);

  return weft_results_make (request->n, request->id, NULL, 0, error);
}

static gboolean
is_held_by (const char *holder, const WeftRequest *request)
{
  return holder == NULL || request->holder == NULL || g_str_equal (holder, request->holder);
}

/* Operations of the server itself have no numbers of their own: their ids are derived from what they are for.
 */
static gboolean
admit_system (WeftDatabase *database,
              const WeftClient *client,
              const WeftRequest *request,
              gint64 *n,
              GBytes **answer,
              GError **error)
{
  WeftStatement *statement;
  int step;

  statement
      = weft_database_query (database, error, "SELECT stored FROM result WHERE client = 'system' AND id = ?1",
                             "t", request->id);
  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;
  if (step > 0)
    {
      const char *stored = weft_statement_get_text (statement, 0);

      *answer = g_bytes_new (stored, strlen (stored));
      weft_statement_reset (statement);
      return TRUE;
    }

  *n = client->highest + 1;

  return TRUE;
}

gboolean
weft_results_admit (WeftDatabase *database,
                    const WeftClient *client,
                    const WeftRequest *request,
                    gint64 *n,
                    GBytes **answer,
                    GError **error)
{
  WeftStatement *statement;
  int step;

  *answer = NULL;
  *n = request->n;
  if (g_str_equal (request->client, WEFT_PERSON_SYSTEM))
    return admit_system (database, client, request, n, answer, error);

  if (client->exists && !g_str_equal (client->person, request->person))
    {
      *answer
          = refuse (request, WEFT_ERROR_FORKED, "client: this id belongs to another person; take a new one");
      return TRUE;
    }
  if (!is_held_by (client->holder, request))
    {
      *answer = refuse (request, WEFT_ERROR_UNAVAILABLE, "client: a newer connection of it took over");
      return TRUE;
    }
  if (request->n < 1)
    {
      *answer = refuse (request, WEFT_ERROR_INVALID, "n: operations are numbered from 1");
      return TRUE;
    }
  if (request->n == client->highest + 1)
    return TRUE;
  if (request->n > client->highest)
    {
      g_autofree char *message = g_strdup_printf ("n: %" G_GINT64_FORMAT " came before %" G_GINT64_FORMAT
                                                  "; send the operations again from there",
                                                  request->n, client->highest + 1);

      *answer = refuse (request, WEFT_ERROR_UNAVAILABLE, message);
      return TRUE;
    }

  statement
      = weft_database_query (database, error, "SELECT id, stored FROM result WHERE client = ?1 AND n = ?2",
                             "ti", request->client, request->n);
  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;
  if (step > 0)
    {
      const char *stored = weft_statement_get_text (statement, 1);

      if (g_str_equal (weft_statement_get_text (statement, 0), request->id))
        *answer = g_bytes_new (stored, strlen (stored));
      else
        *answer = refuse (request, WEFT_ERROR_FORKED,
                          "n: another operation had this number; take a new client id");
      weft_statement_reset (statement);
      return TRUE;
    }

  *answer = refuse (request, WEFT_ERROR_DONE, "n: answered long ago; it ran or was refused then");
  return TRUE;
}

/* One which is new is there at once, so that whoever looks for the clients of a person finds it. */
static gboolean
advance (WeftDatabase *database, WeftClient *client, const WeftRequest *request, gint64 n, GError **error)
{
  client->highest = n;
  client->moved = client->exists;
  if (client->exists)
    return TRUE;

  client->exists = TRUE;
  client->person = g_strdup (request->person);

  return weft_database_run (
      database, error,
      "INSERT INTO client (client, person, highest, acknowledged) VALUES (?1, ?2, ?3, 0)"
      " ON CONFLICT (client) DO UPDATE SET highest = excluded.highest",
      "tti", request->client, request->person, n);
}

gboolean
weft_results_store (WeftDatabase *database,
                    WeftClient *client,
                    const WeftRequest *request,
                    gint64 n,
                    GBytes *result,
                    gint64 at,
                    GError **error)
{
  gsize length;
  const char *data = g_bytes_get_data (result, &length);
  g_autofree char *stored = g_strndup (data, length);

  return advance (database, client, request, n, error)
         && weft_database_run (database, error,
                               "INSERT INTO result (client, n, id, stored, at) VALUES (?1, ?2, ?3, ?4, ?5)",
                               "titti", request->client, n, request->id, stored, at);
}

gboolean
weft_results_write_clients (WeftDatabase *database, GHashTable *clients, GError **error)
{
  GHashTableIter iter;
  gpointer id, value;

  g_hash_table_iter_init (&iter, clients);
  while (g_hash_table_iter_next (&iter, &id, &value))
    {
      WeftClient *client = value;

      if (client->moved
          && !weft_database_run (database, error, "UPDATE client SET highest = ?2 WHERE client = ?1", "ti",
                                 id, client->highest))
        return FALSE;
      client->moved = FALSE;
    }

  return TRUE;
}

gboolean
weft_results_acknowledge (
    WeftDatabase *database, const char *client, const char *person, gint64 n, GError **error)
{
  return weft_database_run (database, error,
                            "UPDATE client SET acknowledged = CASE WHEN ?3 < highest THEN ?3 ELSE highest END"
                            " WHERE client = ?1 AND person = ?2 AND acknowledged < ?3",
                            "tti", client, person, n);
}

gboolean
weft_results_greet (WeftDatabase *database,
                    const char *id,
                    const char *person,
                    const char *holder,
                    gint64 acknowledged,
                    gint64 *next,
                    GPtrArray **results,
                    GError **error)
{
  g_autoptr (GPtrArray) stored = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) clients
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) weft_client_free);
  WeftClient *client;
  WeftStatement *statement;
  int step;

  client = weft_results_find (database, clients, id, error);
  if (client == NULL)
    return FALSE;
  if (client->exists && !g_str_equal (client->person, person))
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_FORKED,
                           "client: this id belongs to another person; take a new one");
      return FALSE;
    }

  if (!client->exists
      && !weft_database_run (database, error,
                             "INSERT INTO client (client, person, highest, acknowledged)"
                             " VALUES (?1, ?2, 0, 0)",
                             "tt", id, person))
    return FALSE;
  if ((holder != NULL
       && !weft_database_run (database, error, "UPDATE client SET holder = ?2 WHERE client = ?1", "tt", id,
                              holder))
      || (acknowledged > 0 && !weft_results_acknowledge (database, id, person, acknowledged, error)))
    return FALSE;

  statement = weft_database_query (database, error,
                                   "SELECT stored FROM result WHERE client = ?1 AND n > ?2 ORDER BY n", "ti",
                                   id, MAX (client->acknowledged, acknowledged));
  if (statement == NULL)
    return FALSE;
  while ((step = weft_statement_step (statement, error)) > 0)
    g_ptr_array_add (stored, weft_statement_dup_text (statement, 0));
  if (step < 0)
    return FALSE;

  *next = client->highest + 1;
  *results = g_steal_pointer (&stored);
  return TRUE;
}

gboolean
weft_results_expire (WeftDatabase *database, gint64 now, GError **error)
{
  return weft_database_run (database, error, "DELETE FROM result WHERE at < ?1", "i",
                            now - WEFT_RESULTS_KEEP);
}

void
weft_client_free (WeftClient *self)
{
  g_free (self->person);
  g_free (self->holder);
  g_free (self);
}

gboolean
weft_results_take (WeftDatabase *database, GPtrArray *ids, GHashTable *clients, GError **error)
{
  g_autoptr (GString) list = g_string_new (NULL);
  WeftStatement *statement;
  int step;

  weft_json_begin_array (list, NULL);
  for (guint i = 0; i < ids->len; i++)
    weft_json_string (list, NULL, g_ptr_array_index (ids, i));
  weft_json_end_array (list);

  statement = weft_database_query (database, error,
                                   "SELECT client, person, highest, holder FROM client"
                                   " WHERE client IN (SELECT json_array_elements_text (CAST (?1 AS json)))"
                                   " ORDER BY client FOR UPDATE",
                                   "t", list->str);
  if (statement == NULL)
    return FALSE;
  while ((step = weft_statement_step (statement, error)) > 0)
    {
      WeftClient *client = g_new0 (WeftClient, 1);

      client->person = weft_statement_dup_text (statement, 1);
      client->highest = weft_statement_get_int (statement, 2);
      client->holder = weft_statement_dup_text (statement, 3);
      client->exists = TRUE;
      g_hash_table_replace (clients, weft_statement_dup_text (statement, 0), client);
    }

  return step == 0;
}

GBytes *
weft_results_make (
    gint64 n, const char *id, const WeftFrameHead *positions, guint n_positions, const GError *error)
{
  g_autoptr (GString) out = g_string_new (NULL);

  weft_frame_write_result (out, n, id, positions, n_positions, error);
  return g_string_free_to_bytes (g_steal_pointer (&out));
}

gboolean
weft_results_is_fault (const GError *error)
{
  if (error->domain != WEFT_ERROR)
    return TRUE;

  switch ((WeftError) error->code)
    {
    case WEFT_ERROR_FULL:
    case WEFT_ERROR_CORRUPT:
    case WEFT_ERROR_INTERNAL:
    case WEFT_ERROR_UNAVAILABLE:
    case WEFT_ERROR_RATE_LIMITED:
    case WEFT_ERROR_NOT_CACHED:
      return TRUE;
    default:
      return FALSE;
    }
}
