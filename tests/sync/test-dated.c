/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "weft-test-peer.h"

#include "parts/reminders/shared/weft-reminders-module.h"
#include "proto/weft-link.h"
#include "store/weft-migration.h"
#include "store/weft-sqlite.h"
#include "sync/weft-dated.h"
#include "tests/feature/note/shared/weft-note-module.h"

/* What is dated: of every feature that declares it, in what this device holds. */

#define NOTEBOOK "notebook/0190a000-0000-7000-8000-00000000c001"
#define R(n) "0190a000-0000-7000-8000-00000000d00" #n
#define N(n) "0190a000-0000-7000-8000-00000000e00" #n
#define DAY G_GINT64_CONSTANT (86400000)
#define AT(n) (G_GINT64_CONSTANT (1800000000000) + (n) * DAY)

/* The titles between @from and @to, in their order, one after the other. */
static char *
list (WeftDatabase *database, WeftRegistry *registry, gint64 from, gint64 to, guint limit)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = weft_dated_read (database, registry, from, to, limit, &error);
  g_autoptr (GString) titles = g_string_new (NULL);

  g_assert_no_error (error);
  g_assert_cmpuint (found->len, <=, limit);
  for (guint i = 0; i < found->len; i++)
    {
      const WeftDated *dated = found->pdata[i];

      g_assert_true (i == 0 || ((const WeftDated *) found->pdata[i - 1])->start <= dated->start);
      g_string_append_printf (titles, "%s%s", i > 0 ? " " : "", dated->title);
    }

  return g_string_free_and_steal (g_steal_pointer (&titles));
}

static void
assert_list_of (
    WeftDatabase *database, WeftRegistry *registry, gint64 from, gint64 to, guint limit, const char *titles)
{
  g_autofree char *found = list (database, registry, from, to, limit);

  g_assert_cmpstr (found, ==, titles);
}

static void
assert_list (WeftTestPeer *peer, gint64 from, gint64 to, guint limit, const char *titles)
{
  assert_list_of (peer->copy->database, peer->registry, from, to, limit, titles);
}

static void
log_note (WeftTestPeer *peer, const char *id, const char *title, gint64 due)
{
  weft_test_peer_log (peer, NOTEBOOK, HA, &weft_note_created_event,
                      &(WeftNoteCreated) { .id = id, .title = title, .text = "", .place = "m" });
  if (due > 0)
    weft_test_peer_log (peer, NOTEBOOK, HA, &weft_note_due_changed_event,
                        &(WeftNoteDueChanged) { .id = id, .due = due });
}

static gint64
log_reminder (WeftTestPeer *peer, const char *stream, const char *id, const char *text, gint64 at)
{
  return weft_test_peer_log (peer, stream, HA, &weft_reminders_reminder_set_event,
                             &(WeftRemindersReminderSet) { .id = id, .at = at, .text = text });
}

/* Notes and reminders, on three streams. */
static WeftTestPeer *
make_peer (void)
{
  WeftTestPeer *peer = weft_test_peer_new ();
  static const char *tags[] = { ME, HA };

  weft_test_peer_log (peer, USER, "system", &weft_people_membership_added_event,
                      &(WeftPeopleMembershipAdded) { .target = NOTEBOOK, .role = "member" });
  weft_test_peer_log (peer, NOTEBOOK, HA, &weft_note_notebook_created_event,
                      &(WeftNoteNotebookCreated) { .name = "Diary" });
  log_note (peer, N (1), "undated", 0);
  log_note (peer, N (2), "note2", AT (2));
  log_note (peer, N (3), "note4", AT (4));
  weft_test_peer_log (peer, NOTEBOOK, HA, &weft_note_tags_changed_event,
                      &(WeftNoteTagsChanged) { .id = N (2), .tags = tags, .n_tags = 2 });
  log_reminder (peer, ROOM, R (1), "room1", AT (1));
  log_reminder (peer, ROOM, R (2), "room3", AT (3));
  log_reminder (peer, USER, R (3), "mine5", AT (5));
  weft_test_peer_connect (peer);
  weft_test_peer_send_snapshot (peer, NOTEBOOK, 0);
  weft_test_peer_tick (peer);

  return peer;
}

static void
test_features (void)
{
  g_autoptr (WeftTestPeer) peer = make_peer ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found
      = weft_dated_read (peer->copy->database, peer->registry, AT (1), AT (3), 10, &error);
  const WeftDated *dated;

  g_assert_no_error (error);
  g_assert_cmpuint (found->len, ==, 2);
  dated = found->pdata[0];
  g_assert_cmpstr (dated->link, ==, "weft:" ROOM "#reminder/" R (1));
  g_assert_cmpstr (dated->title, ==, "room1");
  g_assert_cmpint (dated->start, ==, AT (1));
  g_assert_cmpint (dated->end, ==, AT (1));
  g_assert_cmpstrv (dated->people, ((const char *const[]) { HA, NULL }));

  dated = found->pdata[1];
  g_assert_cmpstr (dated->link, ==, "weft:" NOTEBOOK "#note/" N (2));
  g_assert_cmpstr (dated->title, ==, "note2");
  g_assert_cmpint (dated->start, ==, AT (2));
  g_assert_cmpstrv (dated->people, ((const char *const[]) { ME, HA, NULL }));
}

static void
test_range (void)
{
  g_autoptr (WeftTestPeer) peer = make_peer ();

  assert_list (peer, G_MININT64, G_MAXINT64, 10, "room1 note2 room3 note4 mine5");
  assert_list (peer, AT (1), AT (5), 10, "room1 note2 room3 note4");
  assert_list (peer, AT (1) + 1, AT (5) + 1, 10, "note2 room3 note4 mine5");
  assert_list (peer, AT (2), AT (2) + 1, 10, "note2");
  assert_list (peer, AT (2), AT (2), 10, "");
  assert_list (peer, AT (3), AT (1), 10, "");
  assert_list (peer, AT (6), G_MAXINT64, 10, "");

  /* The limit counts over all features, from the start on. */
  assert_list (peer, G_MININT64, G_MAXINT64, 5, "room1 note2 room3 note4 mine5");
  assert_list (peer, G_MININT64, G_MAXINT64, 3, "room1 note2 room3");
  assert_list (peer, AT (2), G_MAXINT64, 1, "note2");
}

static void
test_changed (void)
{
  g_autoptr (WeftTestPeer) peer = make_peer ();
  gint64 first, last;

  first = weft_test_peer_log (peer, NOTEBOOK, HA, &weft_note_due_changed_event,
                              &(WeftNoteDueChanged) { .id = N (2), .due = AT (6) });
  last
      = weft_test_peer_log (peer, NOTEBOOK, HA, &weft_note_deleted_event, &(WeftNoteDeleted) { .id = N (3) });
  weft_test_peer_send_events (peer, NOTEBOOK, first, last);
  first = weft_test_peer_log (peer, ROOM, HA, &weft_reminders_dismissed_event,
                              &(WeftRemindersDismissed) { .id = R (1) });
  last = log_reminder (peer, ROOM, R (4), "room0", AT (0));
  weft_test_peer_send_events (peer, ROOM, first, last);
  weft_test_peer_tick (peer);
  assert_list (peer, G_MININT64, G_MAXINT64, 10, "room0 room3 mine5 note2");

  /* Never due again; restored. */
  first = weft_test_peer_log (peer, NOTEBOOK, HA, &weft_note_due_changed_event,
                              &(WeftNoteDueChanged) { .id = N (2), .due = 0 });
  last = weft_test_peer_log (peer, NOTEBOOK, HA, &weft_note_restored_event,
                             &(WeftNoteRestored) { .id = N (3) });
  weft_test_peer_send_events (peer, NOTEBOOK, first, last);
  weft_test_peer_tick (peer);
  assert_list (peer, G_MININT64, G_MAXINT64, 10, "room0 room3 note4 mine5");
}

static void
test_predicted (void)
{
  g_autoptr (WeftTestPeer) peer = make_peer ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) args = g_string_new (NULL);
  WeftSubmission submission = { .stream = USER, .op = weft_reminders_set_operation.name };

  weft_reminders_set_operation.write (&(WeftRemindersSet) { .id = R (5), .at = AT (3), .text = "waits" },
                                      args);
  submission.args = args->str;
  weft_client_session_submit (peer->session, &submission, 1, &error);
  g_assert_no_error (error);
  g_assert_no_error (submission.error);
  g_free (submission.id);
  assert_list (peer, AT (3), AT (4), 10, "room3 waits");
}

static void
test_revoked (void)
{
  g_autoptr (WeftTestPeer) peer = make_peer ();
  g_autoptr (GString) out = g_string_new (NULL);

  weft_frame_write_revoked (out, NOTEBOOK);
  weft_test_peer_send (peer, out->str);
  weft_test_peer_tick (peer);
  assert_list (peer, G_MININT64, G_MAXINT64, 10, "room1 room3 mine5");
}

/* ── what lasts ────────────────────────────────────────────────────────────────────────────────────── */

static const WeftColumn visit_columns[] = {
  { .name = "stream", .type = WEFT_COLUMN_TEXT, .key = TRUE },
  { .name = "day", .type = WEFT_COLUMN_INTEGER, .key = TRUE },
  { .name = "place", .type = WEFT_COLUMN_TEXT, .key = TRUE },
  { .name = "title", .type = WEFT_COLUMN_TEXT, .nullable = TRUE },
  { .name = "comes", .type = WEFT_COLUMN_INTEGER, .nullable = TRUE },
  { .name = "goes", .type = WEFT_COLUMN_INTEGER, .nullable = TRUE },
};

static const WeftTableDates visit_dates
    = { .start = "comes", .end = "goes", .title = "title", .people = "person", .people_table = "guest" };

static const WeftTable visit_table = {
  .name = "visit",
  .columns = visit_columns,
  .n_columns = G_N_ELEMENTS (visit_columns),
  .window = -1,
  .dates = &visit_dates,
};

static const WeftTable *const visit_tables[] = { &visit_table };

static const WeftModule visit_module = {
  .name = "visit",
  .version = 1,
  .streams = (const char *const[]) { "house", NULL },
  .mounts = (const char *const[]) { NULL },
  .on = (const char *const[]) { NULL },
  .tables_sql
  = "CREATE TABLE visit (stream TEXT NOT NULL, day INTEGER NOT NULL, place TEXT NOT NULL, title TEXT,"
    " comes INTEGER, goes INTEGER, PRIMARY KEY (stream, day, place)) STRICT;"
    "CREATE INDEX visit_by_comes ON visit (stream, comes); CREATE INDEX visit_by_goes ON visit (stream, "
    "goes);"
    "CREATE TABLE guest (stream TEXT NOT NULL, day INTEGER NOT NULL, place TEXT NOT NULL, person TEXT NOT "
    "NULL,"
    " PRIMARY KEY (stream, day, place, person)) STRICT;",
  .tables = visit_tables,
  .n_tables = G_N_ELEMENTS (visit_tables),
};

#define HOUSE(n) "house/0190a000-0000-7000-8000-00000000f00" #n

static WeftDatabase *
make_visits (WeftRegistry **registry)
{
  const WeftModule *modules[] = { &visit_module, NULL };
  g_autoptr (GError) error = NULL;
  WeftDatabase *database = weft_sqlite_open (":memory:", WEFT_SQLITE_WRITE, &error);

  g_assert_no_error (error);
  *registry = weft_registry_new (modules);
  weft_migrate_modules (database, *registry, &error);
  g_assert_no_error (error);

  return database;
}

static void
add_visit (
    WeftDatabase *database, const char *stream, gint64 day, const char *title, gint64 comes, gint64 goes)
{
  g_autoptr (GError) error = NULL;

  weft_database_run (database, &error, "INSERT INTO visit VALUES (?1, ?2, 'a/b', ?3, ?4, ?5)", "titii",
                     stream, day, title, comes, goes);
  g_assert_no_error (error);
}

static void
test_lasting (void)
{
  g_autoptr (WeftRegistry) registry = NULL;
  g_autoptr (WeftDatabase) database = make_visits (&registry);
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (WeftLink) link = NULL;
  g_autoptr (GError) error = NULL;
  const WeftDated *dated;

  add_visit (database, HOUSE (1), 1, "long", 0, 100);
  add_visit (database, HOUSE (1), 2, "early", 10, 20);
  add_visit (database, HOUSE (2), 1, "late", 20, 30);
  add_visit (database, HOUSE (2), 2, "moment", 20, 20);
  add_visit (database, HOUSE (2), 3, "backwards", 25, 5);
  weft_database_execute (
      database,
      "INSERT INTO visit VALUES ('" HOUSE (
          3) "', 1, 'x', NULL, 20, NULL);"
             "INSERT INTO visit VALUES ('" HOUSE (
                 3) "', 2, 'x', 'never', NULL, NULL);"
                    "INSERT INTO guest VALUES ('" HOUSE (1) "', 1, 'a/b', '" HA "'), ('" HOUSE (
                        1) "', 1, 'a/b', ''),"
                           " ('" HOUSE (1) "', 1, 'a/b', '" ME "'), ('" HOUSE (1) "', 2, 'a/b', 'another');",
      &error);
  g_assert_no_error (error);

  /* An end is no part of what lasts, nor of the range. */
  assert_list_of (database, registry, 0, 10, 10, "long");
  assert_list_of (database, registry, 0, 11, 10, "long early");
  assert_list_of (database, registry, 19, 20, 10, "long early");
  assert_list_of (database, registry, 20, 21, 10, "long late moment ");
  assert_list_of (database, registry, 21, 30, 10, "long late backwards");
  assert_list_of (database, registry, 30, 100, 10, "long");
  assert_list_of (database, registry, 100, 200, 10, "");
  assert_list_of (database, registry, -50, 0, 10, "");
  assert_list_of (database, registry, 19, 21, 2, "long early");

  found = weft_dated_read (database, registry, 50, 51, 10, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (found->len, ==, 1);
  dated = found->pdata[0];
  g_assert_cmpint (dated->start, ==, 0);
  g_assert_cmpint (dated->end, ==, 100);
  g_assert_cmpstrv (dated->people, ((const char *const[]) { ME, HA, NULL }));
  link = weft_link_parse (dated->link, -1);
  g_assert_cmpstr (link->stream, ==, HOUSE (1));
  g_assert_cmpstr (link->table, ==, "visit");
  g_assert_cmpstr (link->key, ==,
                   "1\x1f"
                   "a/b");
}

/* Against a list that is walked as a whole. */
static void
test_property (void)
{
  guint32 seed = g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autoptr (WeftRegistry) registry = NULL;
  g_autoptr (WeftDatabase) database = make_visits (&registry);
  static const char *const houses[] = { HOUSE (1), HOUSE (2), HOUSE (3) };
  gint64 comes[120], goes[120];

  g_test_message ("seed %u", seed);
  for (guint i = 0; i < G_N_ELEMENTS (comes); i++)
    {
      g_autofree char *title = g_strdup_printf ("%u", i);

      comes[i] = g_rand_int_range (rand, 0, 60);
      goes[i] = comes[i] + g_rand_int_range (rand, -3, 20);
      add_visit (database, houses[g_rand_int_range (rand, 0, 3)], i, title, comes[i], goes[i]);
    }
  for (guint n = 0; n < 200; n++)
    {
      gint64 from = g_rand_int_range (rand, -5, 70), to = from + g_rand_int_range (rand, 0, 15);
      guint limit = (guint) g_rand_int_range (rand, 1, 130), expected = 0;
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) found = weft_dated_read (database, registry, from, to, limit, &error);

      g_assert_no_error (error);
      for (guint i = 0; i < G_N_ELEMENTS (comes); i++)
        expected += comes[i] < to && (comes[i] >= from || goes[i] > from) && from < to;
      if (found->len != MIN (limit, expected))
        g_error ("seed %u: %u in [%" G_GINT64_FORMAT ", %" G_GINT64_FORMAT "), expected %u", seed, found->len,
                 from, to, MIN (limit, expected));
      for (guint i = 0; i < found->len; i++)
        {
          const WeftDated *dated = found->pdata[i];
          gint64 at = g_ascii_strtoll (dated->title, NULL, 10);

          g_assert_cmpint (dated->start, ==, comes[at]);
          g_assert_cmpint (dated->end, ==, MAX (comes[at], goes[at]));
          g_assert_true (dated->start < to && (dated->start >= from || dated->end > from));
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/dated/features", test_features);
  g_test_add_func ("/sync/dated/range", test_range);
  g_test_add_func ("/sync/dated/changed", test_changed);
  g_test_add_func ("/sync/dated/predicted", test_predicted);
  g_test_add_func ("/sync/dated/revoked", test_revoked);
  g_test_add_func ("/sync/dated/lasting", test_lasting);
  g_test_add_func ("/sync/dated/property", test_property);

  return g_test_run ();
}
