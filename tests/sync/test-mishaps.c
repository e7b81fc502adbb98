/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "weft-test-peer.h"

#include "modules/weft-modules.h"
#include "parts/thread/shared/weft-thread-module.h"
#include "store/weft-migration.h"

/* What goes wrong on disk, and what a server gets wrong: nobody loses anything by it, and it heals by itself.
 */

#define M(i) "0190a000-0000-7000-8000-00010000000" #i
#define PREDICTED "4611686018427387904"

static gint64
count (WeftTestPeer *peer, const char *what)
{
  g_autofree char *sql = g_strconcat ("SELECT count (*) FROM ", what, NULL);

  return weft_test_peer_query (peer->copy->database, sql);
}

/* The server runs what the client sends, until it sends nothing. */
static void
drain (WeftTestPeer *peer)
{
  WeftFrame *operation;

  while (TRUE)
    {
      weft_test_peer_advance (peer, 250);
      operation = weft_test_peer_take (peer, WEFT_FRAME_OPERATION);
      if (operation == NULL)
        return;
      do
        {
          g_autofree char *result = weft_test_peer_run (peer, operation);
          g_autoptr (WeftFrame) parsed = weft_frame_parse (result, strlen (result), NULL);
          const WeftFrameResult *answer = &g_array_index (parsed->results, WeftFrameResult, 0);
          gint64 seq = g_array_index (answer->positions, WeftFrameHead, 0).seq;

          weft_test_peer_send_events (peer, ROOM, seq, seq);
          weft_test_peer_send (peer, result);
          weft_frame_free (operation);
        }
      while ((operation = weft_test_peer_take (peer, WEFT_FRAME_OPERATION)) != NULL);
    }
}

/* A failing disk: what would take the predictions back is not what was kept. SQLite's own reader could loop
 * on it. */
static void
test_damaged_inverse (void)
{
  static const char *const damages[] = {
    "UPDATE inverse SET changeset = zeroblob (length (changeset))",
    "UPDATE inverse SET changeset = substr (changeset, 1, length (changeset) / 2)",
    "UPDATE inverse SET changeset = randomblob (length (changeset))",
    "UPDATE inverse SET changeset = CAST (substr (changeset, 1, 20) || x'ff' || substr (changeset, 22) AS "
    "BLOB)",
    "UPDATE inverse SET k = k + 1",
    "UPDATE inverse SET checksum = checksum + 1",
  };
  GLogLevelFlags fatal = g_log_set_always_fatal (G_LOG_FATAL_MASK);

  for (guint i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_autoptr (WeftTestPeer) peer = weft_test_peer_new ();
      g_autoptr (WeftFrame) subscribe = NULL;
      g_autoptr (WeftFrame) operation = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *id = NULL;
      g_autofree char *result = NULL;

      weft_test_peer_say (peer, ROOM, HA, M (1), "before");
      weft_test_peer_connect (peer);
      id = weft_test_peer_submit_send (peer, ROOM, M (2), "pending");
      g_assert_cmpint (count (peer, "inverse"), ==, 1);
      g_assert_true (weft_database_execute (peer->copy->database, damages[i], &error));
      weft_test_peer_say (peer, ROOM, HA, M (3), "after");
      weft_test_peer_send_events (peer, ROOM, 5, 5);
      weft_test_peer_tick (peer);

      operation = weft_test_peer_take (peer, WEFT_FRAME_OPERATION);
      subscribe = weft_test_peer_take (peer, WEFT_FRAME_SUBSCRIBE);
      g_assert_nonnull (subscribe);
      g_assert_true (g_array_index (subscribe->positions, WeftFramePosition, 0).fresh);
      weft_test_peer_send_snapshot (peer, ROOM, 50);
      weft_test_peer_tick (peer);
      g_assert_cmpint (count (peer, "message"), ==, 3);

      /* And the message goes its way. */
      result = weft_test_peer_run (peer, operation);
      weft_test_peer_send_events (peer, ROOM, 6, 6);
      weft_test_peer_send (peer, result);
      weft_test_peer_tick (peer);
      g_assert_cmpint (count (peer, "outbox"), ==, 0);
      g_assert_cmpint (count (peer, "inverse"), ==, 0);
      weft_test_peer_assert_equal (peer, NULL);
    }
  g_log_set_always_fatal (fatal);
}

typedef struct
{
  guint n;
  GError *error;
} PageAnswer;

static void
on_page (gboolean more, const GError *error, gpointer user_data)
{
  PageAnswer *answer = user_data;

  answer->n++;
  answer->error = error != NULL ? g_error_copy (error) : NULL;
}

/* What is wrong with a page is said at once, to whom it concerns. */
static void
test_refused_page (void)
{
  g_autoptr (WeftTestPeer) peer = weft_test_peer_new ();
  g_autoptr (WeftFrame) first = NULL;
  g_autoptr (WeftFrame) second = NULL;
  g_autofree char *refusal = NULL;
  PageAnswer answers[2] = { 0 };
  gint64 low;

  for (guint i = 1; i <= 60; i++)
    {
      g_autofree char *message = weft_test_message_id (i);

      weft_test_peer_say (peer, ROOM, HA, message, "x");
    }
  weft_test_peer_connect (peer);
  low = weft_test_peer_query (peer->copy->database, "SELECT min (ordinal) FROM message");
  for (guint i = 0; i < 2; i++)
    weft_client_session_load_page (peer->session, ROOM, "message", low, 10, on_page, &answers[i]);
  first = weft_test_peer_take (peer, WEFT_FRAME_PAGE);
  second = weft_test_peer_take (peer, WEFT_FRAME_PAGE);
  refusal = g_strdup_printf ("{\"type\":\"error\",\"request\":%" G_GINT64_FORMAT
                             ",\"code\":\"denied\",\"message\":\"not you\"}",
                             second->request);
  weft_test_peer_send (peer, refusal);
  weft_test_peer_tick (peer);
  g_assert_cmpuint (answers[0].n, ==, 0);
  g_assert_cmpuint (answers[1].n, ==, 1);
  g_assert_error (answers[1].error, WEFT_ERROR, WEFT_ERROR_DENIED);
  weft_test_peer_send_page (peer, first->request, ROOM, first->before, 10, 0);
  weft_test_peer_tick (peer);
  g_assert_cmpuint (answers[0].n, ==, 1);
  g_assert_no_error (answers[0].error);
  g_clear_error (&answers[1].error);
}

static void
send_bad_snapshot (WeftTestPeer *peer)
{
  WeftPosition position = weft_test_peer_get_position (peer, ROOM, 4);
  static const char *const columns[] = { "stream", "id", "shoe_size", NULL };
  GString *out = g_string_new (NULL);

  weft_frame_begin_snapshot (out, ROOM, &position, 0, TRUE);
  weft_frame_begin_rows (out, "message", columns);
  weft_frame_add_row (out, "[\"" ROOM "\",\"" M (1) "\",44]");
  weft_frame_end_rows (out);
  weft_frame_end_snapshot (out);
  weft_test_peer_send (peer, out->str);
  g_string_free (out, TRUE);
}

/* A snapshot which does not fit: what there is is kept and shown, and it is asked for again, less and less
 * often, until it fits. */
static void
test_bad_snapshot (void)
{
  g_autoptr (WeftTestPeer) peer = weft_test_peer_new ();
  GLogLevelFlags fatal = g_log_set_always_fatal (G_LOG_FATAL_MASK);
  g_autofree char *id = NULL;
  PageAnswer answer = { 0 };
  guint n_asked = 0;

  weft_test_peer_say (peer, ROOM, HA, M (1), "before");
  weft_test_peer_connect (peer);
  weft_test_peer_send (peer, "{\"type\":\"reset\",\"stream\":\"" ROOM "\",\"reason\":\"gone\"}");
  send_bad_snapshot (peer);
  weft_test_peer_advance (peer, 1);
  g_assert_cmpint (count (peer, "message"), ==, 1);
  id = weft_test_peer_submit_send (peer, ROOM, M (2), "meanwhile");
  weft_client_session_load_page (peer->session, ROOM, "message", 1, 10, on_page, &answer);
  if (answer.error != NULL)
    g_assert_error (answer.error, WEFT_ERROR, WEFT_ERROR_UPDATE_NEEDED);
  g_clear_error (&answer.error);

  /* It stays bad for a day: a bounded number of questions. */
  for (guint minute = 0; minute < 24 * 60; minute++)
    {
      g_autoptr (WeftFrame) subscribe = NULL;

      for (guint i = 0; i < 6; i++)
        {
          weft_test_peer_send (peer, "{\"type\":\"heartbeat\",\"time\":0,\"heads\":[]}");
          weft_test_peer_advance (peer, 10000);
        }
      while ((subscribe = weft_test_peer_take (peer, WEFT_FRAME_SUBSCRIBE)) != NULL)
        {
          g_assert_true (g_array_index (subscribe->positions, WeftFramePosition, 0).fresh);
          g_clear_pointer (&subscribe, weft_frame_free);
          n_asked++;
          send_bad_snapshot (peer);
          weft_test_peer_tick (peer);
        }
    }
  g_assert_cmpuint (n_asked, ==, 8);
  g_assert_cmpint (count (peer, "message WHERE text = 'before'"), ==, 1);
  g_assert_true (weft_client_session_has_caught_up (peer->session));

  /* With the next connection it is tried again; this time it is bad once more, and then right. */
  weft_client_session_disconnect (peer->session);
  weft_client_session_connect (peer->session, "test");
  weft_test_peer_welcome (peer);
  weft_test_peer_tick (peer);
  g_ptr_array_set_size (peer->sent, 0);
  send_bad_snapshot (peer);
  weft_test_peer_tick (peer);
  for (guint i = 0; i < 60; i++)
    {
      g_autoptr (WeftFrame) subscribe = NULL;

      weft_test_peer_advance (peer, 100);
      subscribe = weft_test_peer_take (peer, WEFT_FRAME_SUBSCRIBE);
      if (subscribe != NULL)
        weft_test_peer_send_snapshot (peer, ROOM, 50);
    }
  weft_test_peer_tick (peer);
  g_assert_cmpint (weft_test_peer_query (peer->copy->database,
                                         "SELECT held FROM stream WHERE stream = '" ROOM "'"),
                   ==, 1);
  weft_client_session_disconnect (peer->session);
  weft_test_peer_connect (peer);
  drain (peer);
  g_assert_cmpint (count (peer, "outbox"), ==, 0);
  weft_test_peer_assert_equal (peer, NULL);
  g_log_set_always_fatal (fatal);
}

/* The thread part as a later version of Weft may have it: a column more, a table more. The migration also
 * notes what it found. */
static WeftRegistry *
new_registry (void)
{
  static WeftColumn message_columns[64];
  static const WeftColumn mood_columns[]
      = { { "stream", WEFT_COLUMN_TEXT, .key = TRUE }, { "mood", WEFT_COLUMN_TEXT } };
  static WeftTable message;
  static const WeftTable mood = { "mood", mood_columns, G_N_ELEMENTS (mood_columns), -1 };
  static const WeftTable *tables[16];
  static const WeftMigration step = {
    .version = 1, /* more than there is */
    .sql =
      "CREATE TABLE found AS SELECT count (*) AS n_predicted, (SELECT count (*) FROM message) AS n_messages"
      "  FROM message WHERE seq >= " PREDICTED ";"
      "ALTER TABLE message ADD COLUMN mood TEXT NOT NULL DEFAULT 'calm';"
      "CREATE TABLE mood (stream TEXT NOT NULL, mood TEXT NOT NULL, PRIMARY KEY (stream)) STRICT;"
  };
  static WeftMigration migrations[64];
  static WeftModule thread;
  const WeftModule *modules[32];
  guint n;

  for (n = 0; weft_modules[n] != NULL; n++)
    {
      g_assert_cmpuint (n, <, G_N_ELEMENTS (modules) - 1);
      modules[n] = weft_modules[n] == &weft_thread_module ? &thread : weft_modules[n];
    }
  modules[n] = NULL;

  thread = weft_thread_module;
  thread.version++;
  for (n = 0; thread.migrations[n].version != 0; n++)
    {
      g_assert_cmpuint (n, <, G_N_ELEMENTS (migrations) - 2);
      migrations[n] = thread.migrations[n];
    }
  migrations[n] = step;
  migrations[n].version = thread.version;
  thread.migrations = migrations;
  for (n = 0; n < thread.n_tables; n++)
    {
      tables[n] = weft_thread_module.tables[n];
      if (!g_str_equal (tables[n]->name, "message"))
        continue;
      message = *tables[n];
      g_assert_cmpuint (message.n_columns, <, G_N_ELEMENTS (message_columns));
      memcpy (message_columns, message.columns, message.n_columns * sizeof (WeftColumn));
      message_columns[message.n_columns++] = (WeftColumn) { "mood", WEFT_COLUMN_TEXT };
      message.columns = message_columns;
      tables[n] = &message;
    }
  tables[n++] = &mood;
  thread.tables = tables;
  thread.n_tables = n;

  return weft_registry_new (modules);
}

/* A newer Weft opens the store of an older one with a full outbox: the predictions go under the old tables
 * and come back under the new ones.
 * @data: whether what takes them back is damaged too. */
static void
test_migration (gconstpointer data)
{
  const guint n = 40;
  g_autoptr (WeftTestPeer) peer = weft_test_peer_new ();
  GLogLevelFlags fatal = g_log_set_always_fatal (
      data != NULL ? G_LOG_FATAL_MASK : G_LOG_FATAL_MASK | G_LOG_LEVEL_WARNING | G_LOG_LEVEL_CRITICAL);
  g_autoptr (WeftFrame) subscribe = NULL;
  g_autoptr (GError) error = NULL;

  weft_test_peer_say (peer, ROOM, HA, M (1), "before");
  weft_test_peer_connect (peer);
  weft_client_session_disconnect (peer->session);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *message = weft_test_message_id (100 + i);
      g_autofree char *text = g_strdup_printf ("message %u", i);

      g_free (weft_test_peer_submit_send (peer, ROOM, message, text));
    }
  g_assert_cmpint (count (peer, "inverse"), ==, n);
  g_assert_cmpint (count (peer, "message WHERE seq >= " PREDICTED), ==, n);
  if (data != NULL)
    g_assert_true (weft_database_execute (peer->copy->database,
                                          "UPDATE inverse SET changeset = randomblob (100) WHERE k % 7 = 0",
                                          &error));

  g_object_unref (peer->registry);
  peer->registry = new_registry ();
  weft_migrate_modules (peer->database, peer->registry, &error);
  g_assert_no_error (error);
  weft_test_peer_restart (peer);

  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT n_predicted FROM found"), ==, 0);
  g_assert_cmpint (weft_test_peer_query (peer->copy->database, "SELECT n_messages FROM found"), ==,
                   data != NULL ? 0 : 1);
  g_assert_cmpint (count (peer, "outbox"), ==, n);
  if (data == NULL)
    {
      g_assert_cmpint (count (peer, "message WHERE mood = 'calm' AND seq >= " PREDICTED), ==, n);
      g_assert_cmpint (count (peer, "message"), ==, n + 1);
    }

  weft_test_peer_connect (peer);
  if (data != NULL)
    {
      weft_test_peer_send_snapshot (peer, ROOM, 50);
      weft_test_peer_tick (peer);
    }
  drain (peer);
  g_assert_cmpint (count (peer, "outbox"), ==, 0);
  g_assert_cmpint (count (peer, "inverse"), ==, 0);
  g_assert_cmpint (count (peer, "message"), ==, n + 1);
  weft_test_peer_assert_equal (peer, NULL);
  g_log_set_always_fatal (fatal);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sync/mishaps/damaged-inverse", test_damaged_inverse);
  g_test_add_func ("/sync/mishaps/refused-page", test_refused_page);
  g_test_add_func ("/sync/mishaps/bad-snapshot", test_bad_snapshot);
  g_test_add_data_func ("/sync/mishaps/migration", NULL, test_migration);
  g_test_add_data_func ("/sync/mishaps/migration-damaged", GINT_TO_POINTER (TRUE), test_migration);

  return g_test_run ();
}
