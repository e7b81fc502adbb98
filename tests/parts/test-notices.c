/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "serve-fixture.h"

#include "base/weft-json.h"
#include "serve/weft-job-runner.h"

/* Who is told of what, once. */

static gint64
count (ServeFixture *fixture, const char *person, const char *more)
{
  g_autofree char *sql
      = g_strdup_printf ("SELECT count(*) FROM notice WHERE stream = 'user/%s' %s", serve_id (person), more);

  return serve_count (fixture, sql);
}

static ServeFixture *
make_fixture_with (const WeftSubscriber *subscriber, const char **room)
{
  ServeFixture *fixture = serve_fixture_new_with (weft_server_modules, subscriber, NULL);

  serve_found (fixture);
  serve_join (fixture, "bert", "member");
  serve_join (fixture, "carl", "member");
  serve_join (fixture, "gina", "guest");
  *room = serve_room (fixture, serve_id ("anna"), "lobby", "bert");

  return fixture;
}

static ServeFixture *
make_fixture (const char **room)
{
  return make_fixture_with (NULL, room);
}

static void
test_mention (void)
{
  const char *room;
  g_autoptr (ServeFixture) fixture = make_fixture (&room);
  g_autofree char *where
      = g_strdup_printf ("AND event = 'thread.message-sent' AND kind = 'mention' AND severity = 'info' AND "
                         "seen = 0 AND link = '%s' AND author = '%s'"
                         " AND object = '%s' AND fields = '{\"text\":\"Hello @bert and @Anna, @carl\"}'",
                         room, serve_id ("anna"), serve_id ("message"));

  serve_run_ok (fixture, serve_id ("anna"), room, "thread.send",
                "{\"id\":\"%s\",\"text\":\"Hello @bert and @Anna, @carl\"}", serve_id ("message"));
  g_assert_cmpint (count (fixture, "bert", where), ==, 1);
  /* Not the author, nobody who is not there; and not for a message which names nobody. */
  serve_message (fixture, serve_id ("anna"), room, "bert, nobody@bert.example, @berta");
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM notice"), ==, 1);

  /* A long text is cut, not the notice lost. */
  {
    g_autofree char *text = g_strnfill (10000, 'x');

    serve_run_ok (fixture, serve_id ("anna"), room, "thread.send", "{\"id\":\"%s\",\"text\":\"@bert %s\"}",
                  serve_id ("long"), text);
  }
  g_assert_cmpint (count (fixture, "bert", "AND length(fields) < 400"), ==, 2);

  /* A refused message tells nobody. */
  g_free (serve_run (fixture, serve_id ("anna"), room, "thread.send", "{\"id\":\"%s\",\"text\":\"@bert\"}",
                     serve_id ("long")));
  g_assert_cmpint (count (fixture, "bert", ""), ==, 2);
}

/* Naming somebody in an edit tells them, once, however often it is edited; nobody is named in code. */
static void
test_mention_by_edit (void)
{
  const char *room;
  g_autoptr (ServeFixture) fixture = make_fixture (&room);

  serve_run_ok (fixture, serve_id ("anna"), room, "thread.send", "{\"id\":\"%s\",\"text\":\"Hello `@bert`\\n```\\n@bert\\n```\"}",
                serve_id ("message"));
  g_assert_cmpint (count (fixture, "bert", ""), ==, 0);
  for (guint i = 0; i < 3; i++)
    serve_run_ok (fixture, serve_id ("anna"), room, "thread.edit", "{\"id\":\"%s\",\"text\":\"Hello @bert, %u\"}", serve_id ("message"), i);
  g_assert_cmpint (count (fixture, "bert", "AND event = 'thread.message-edited' AND kind = 'mention' AND fields = '{\"text\":\"Hello @bert, 0\"}'"), ==, 1);
  g_assert_cmpint (count (fixture, "bert", ""), ==, 1);

  /* Who heard of the message itself, hears nothing more; who is named anew, does. */
  serve_run_ok (fixture, serve_id ("anna"), room, "people.add-member", "{\"person\":\"%s\"}", serve_id ("carl"));
  serve_run_ok (fixture, serve_id ("anna"), room, "thread.send", "{\"id\":\"%s\",\"text\":\"@bert\"}", serve_id ("other"));
  serve_run_ok (fixture, serve_id ("anna"), room, "thread.edit", "{\"id\":\"%s\",\"text\":\"@bert @carl\"}", serve_id ("other"));
  g_assert_cmpint (count (fixture, "bert", ""), ==, 2);
  g_assert_cmpint (count (fixture, "carl", "AND event = 'thread.message-edited'"), ==, 1);
}

static gboolean
is_bert (const char *person, gpointer user_data)
{
  return g_str_equal (person, serve_id ("bert"));
}

static void
ignore_events (const char *stream, gint64 first, GPtrArray *stored, const WeftPosition *position, gpointer user_data)
{
}

static void
ignore_members (const char *stream, const char *person, WeftRole role, gpointer user_data)
{
}

static void
ignore_sessions (const char *person, gpointer user_data)
{
}

/* @all is everybody but the author, @here those of them who are connected. */
static void
test_groups (void)
{
  static const WeftSubscriber subscriber = { ignore_events, ignore_members, ignore_sessions, NULL, is_bert };
  const char *room;
  g_autoptr (ServeFixture) fixture = make_fixture_with (&subscriber, &room);

  serve_run_ok (fixture, serve_id ("anna"), room, "people.add-member", "{\"person\":\"%s\"}", serve_id ("carl"));
  serve_message (fixture, serve_id ("anna"), room, "@here lunch");
  g_assert_cmpint (count (fixture, "bert", "AND kind = 'mention'"), ==, 1);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM notice"), ==, 1);
  serve_message (fixture, serve_id ("anna"), room, "@all lunch, @bert");
  g_assert_cmpint (count (fixture, "bert", ""), ==, 2);
  g_assert_cmpint (count (fixture, "carl", ""), ==, 1);
  /* Not those who are not in the room, nor the author. */
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM notice"), ==, 3);
  serve_message (fixture, serve_id ("anna"), room, "@allan `@all`");
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM notice"), ==, 3);
}

static void
gather (ServeFixture *fixture, const char *op, const char *group, const char *who)
{
  serve_run_ok (fixture, serve_id ("anna"), WEFT_STREAM_WORKSPACE, op, "{\"id\":\"%s\",\"person\":\"%s\"}", serve_id (group), serve_id (who));
}

/* Of a group of people those hear who are in the place, once, and as if they had been named themselves. */
static void
test_people_groups (void)
{
  const char *room;
  g_autoptr (ServeFixture) fixture = make_fixture (&room);
  gint64 heard = 0;

  serve_join (fixture, "dora", "member");
  serve_run_ok (fixture, serve_id ("anna"), WEFT_STREAM_WORKSPACE, "people.add-group", "{\"id\":\"%s\",\"handle\":\"packers\"}", serve_id ("packers"));
  serve_run_ok (fixture, serve_id ("anna"), WEFT_STREAM_WORKSPACE, "people.add-group", "{\"id\":\"%s\",\"handle\":\"packers-2\"}", serve_id ("second"));
  gather (fixture, "people.add-to-group", "packers", "anna");
  gather (fixture, "people.add-to-group", "packers", "bert");
  gather (fixture, "people.add-to-group", "packers", "carl");
  gather (fixture, "people.add-to-group", "second", "dora");
  serve_run_ok (fixture, serve_id ("anna"), room, "people.add-member", "{\"person\":\"%s\"}", serve_id ("dora"));

  /* Not the author, and nobody who is not there. */
  serve_message (fixture, serve_id ("anna"), room, "@packers, lunch");
  g_assert_cmpint (count (fixture, "bert", "AND kind = 'mention' AND event = 'thread.message-sent'"), ==, ++heard);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM notice"), ==, 1);
  /* Named twice, told once. */
  serve_message (fixture, serve_id ("anna"), room, "@bert and all @packers");
  g_assert_cmpint (count (fixture, "bert", ""), ==, ++heard);
  /* Another group, which begins with the same letters; and what is no mention. */
  serve_message (fixture, serve_id ("anna"), room, "@packers-2 `@packers` mail@packers @packers2 packers @Packers");
  g_assert_cmpint (count (fixture, "bert", ""), ==, heard);
  g_assert_cmpint (count (fixture, "dora", ""), ==, 1);

  /* By an edit, once. */
  serve_run_ok (fixture, serve_id ("anna"), room, "thread.send", "{\"id\":\"%s\",\"text\":\"Lunch\"}", serve_id ("edited"));
  for (guint i = 0; i < 2; i++)
    serve_run_ok (fixture, serve_id ("anna"), room, "thread.edit", "{\"id\":\"%s\",\"text\":\"Lunch, @packers, %u\"}", serve_id ("edited"), i);
  g_assert_cmpint (count (fixture, "bert", "AND event = 'thread.message-edited'"), ==, 1);
  g_assert_cmpint (count (fixture, "bert", ""), ==, ++heard);
  /* In a thread. */
  serve_run_ok (fixture, serve_id ("dora"), room, "thread.reply", "{\"id\":\"%s\",\"root\":\"%s\",\"text\":\"@packers?\"}", serve_id ("reply"),
                serve_id ("edited"));
  g_assert_cmpint (count (fixture, "bert", "AND event = 'thread.replied' AND kind = 'mention'"), ==, 1);
  g_assert_cmpint (count (fixture, "bert", ""), ==, ++heard);

  /* Muted, or wanting to hear nothing there. */
  serve_run_ok (fixture, serve_id ("bert"), serve_stream ("user", "bert"), "notices.mute", "{\"target\":\"%s\",\"muted\":true}", room);
  serve_message (fixture, serve_id ("anna"), room, "@packers");
  serve_run_ok (fixture, serve_id ("bert"), serve_stream ("user", "bert"), "notices.mute", "{\"target\":\"%s\",\"muted\":false}", room);
  g_assert_cmpint (count (fixture, "bert", ""), ==, heard);

  /* Only as long as there is the group, and one is in it. */
  serve_run_ok (fixture, serve_id ("anna"), WEFT_STREAM_WORKSPACE, "people.remove-group", "{\"id\":\"%s\"}", serve_id ("packers"));
  serve_message (fixture, serve_id ("anna"), room, "@packers");
  g_assert_cmpint (count (fixture, "bert", ""), ==, heard);
  serve_run_ok (fixture, serve_id ("anna"), WEFT_STREAM_WORKSPACE, "people.restore-group", "{\"id\":\"%s\"}", serve_id ("packers"));
  serve_message (fixture, serve_id ("anna"), room, "@packers");
  g_assert_cmpint (count (fixture, "bert", ""), ==, ++heard);
  gather (fixture, "people.remove-from-group", "packers", "bert");
  serve_message (fixture, serve_id ("anna"), room, "@packers");
  g_assert_cmpint (count (fixture, "bert", ""), ==, heard);

  /* Who becomes a guest reads no groups, and so hears of none; the suspended hear nothing. */
  serve_run_ok (fixture, serve_id ("anna"), WEFT_STREAM_WORKSPACE, "people.set-role", "{\"person\":\"%s\",\"role\":\"guest\"}", serve_id ("dora"));
  serve_message (fixture, serve_id ("anna"), room, "@packers-2");
  g_assert_cmpint (count (fixture, "dora", ""), ==, 1);
  serve_run_ok (fixture, serve_id ("anna"), WEFT_STREAM_WORKSPACE, "people.set-role", "{\"person\":\"%s\",\"role\":\"member\"}", serve_id ("dora"));
  serve_message (fixture, serve_id ("anna"), room, "@packers-2");
  g_assert_cmpint (count (fixture, "dora", ""), ==, 2);
  serve_run_ok (fixture, serve_id ("anna"), WEFT_STREAM_WORKSPACE, "people.suspend", "{\"person\":\"%s\",\"suspended\":true}", serve_id ("dora"));
  serve_message (fixture, serve_id ("anna"), room, "@packers-2");
  g_assert_cmpint (count (fixture, "dora", ""), ==, 2);
  /* A guest may call a group, of which they learn nothing by it. */
  serve_run_ok (fixture, serve_id ("anna"), room, "people.add-member", "{\"person\":\"%s\",\"role\":\"guest\"}", serve_id ("gina"));
  serve_run_ok (fixture, serve_id ("anna"), room, "people.add-member", "{\"person\":\"%s\"}", serve_id ("carl"));
  serve_message (fixture, serve_id ("gina"), room, "@packers?");
  g_assert_cmpint (count (fixture, "carl", "AND kind = 'mention'"), ==, 1);
}

static void
test_direct (void)
{
  const char *room;
  g_autoptr (ServeFixture) fixture = make_fixture (&room);
  const char *direct = serve_stream ("room", "direct");

  serve_run_ok (fixture, serve_id ("anna"), direct, "chat.create-room",
                "{\"kind\":\"direct\",\"name\":\"\",\"members\":[\"%s\"]}", serve_id ("bert"));
  serve_message (fixture, serve_id ("anna"), direct, "Lunch?");
  serve_message (fixture, serve_id ("anna"), room, "Lunch, all?");
  g_assert_cmpint (count (fixture, "bert", "AND kind = 'direct'"), ==, 1);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM notice"), ==, 1);
  /* Named in a conversation: one notice, not two. */
  serve_message (fixture, serve_id ("anna"), direct, "@bert, lunch?");
  g_assert_cmpint (count (fixture, "bert", "AND kind = 'mention'"), ==, 1);
  g_assert_cmpint (count (fixture, "bert", ""), ==, 2);
}

static void
test_muted (void)
{
  const char *room;
  g_autoptr (ServeFixture) fixture = make_fixture (&room);
  const char *own = serve_stream ("user", "bert");

  serve_run_ok (fixture, serve_id ("bert"), own, "notices.mute", "{\"target\":\"%s\",\"muted\":true}", room);
  serve_message (fixture, serve_id ("anna"), room, "@bert?");
  g_assert_cmpint (count (fixture, "bert", ""), ==, 0);
  serve_run_ok (fixture, serve_id ("bert"), own, "notices.mute", "{\"target\":\"%s\",\"muted\":false}", room);
  serve_message (fixture, serve_id ("anna"), room, "@bert!");
  g_assert_cmpint (count (fixture, "bert", ""), ==, 1);

  /* Until a time: one that is over, and one to come. */
  serve_run_ok (fixture, serve_id ("bert"), own, "notices.mute", "{\"target\":\"%s\",\"muted\":true,\"until\":1}", room);
  serve_message (fixture, serve_id ("anna"), room, "@bert!");
  g_assert_cmpint (count (fixture, "bert", ""), ==, 2);
  serve_run_ok (fixture, serve_id ("bert"), own, "notices.mute", "{\"target\":\"%s\",\"muted\":true,\"until\":4102444800000}", room);
  serve_message (fixture, serve_id ("anna"), room, "@bert!");
  g_assert_cmpint (count (fixture, "bert", ""), ==, 2);
  serve_run_ok (fixture, serve_id ("bert"), own, "notices.mute", "{\"target\":\"%s\",\"muted\":false}", room);

  /* The suspended hear nothing. */
  serve_run_ok (fixture, serve_id ("anna"), WEFT_STREAM_WORKSPACE, "people.suspend",
                "{\"person\":\"%s\",\"suspended\":true}", serve_id ("bert"));
  serve_message (fixture, serve_id ("anna"), room, "@bert!");
  g_assert_cmpint (count (fixture, "bert", ""), ==, 2);
}

static void
hear (ServeFixture *fixture, const char *who, const char *stream, const char *level)
{
  serve_run_ok (fixture, serve_id (who), serve_stream ("user", who), "notices.set-level", "{\"target\":\"%s\",\"level\":\"%s\"}", stream, level);
}

/* Of what somebody wants to hear in a place: what they said there, what they said of all such places, or what everybody hears. */
static void
test_levels (void)
{
  const char *room;
  g_autoptr (ServeFixture) fixture = make_fixture (&room);
  const char *direct = serve_stream ("room", "direct");
  gint64 heard = 0;

  serve_run_ok (fixture, serve_id ("anna"), room, "people.add-member", "{\"person\":\"%s\"}", serve_id ("carl"));
  serve_run_ok (fixture, serve_id ("anna"), direct, "chat.create-room", "{\"kind\":\"direct\",\"name\":\"\",\"members\":[\"%s\"]}", serve_id ("bert"));
  serve_message (fixture, serve_id ("anna"), room, "Nothing for bert");
  g_assert_cmpint (count (fixture, "bert", ""), ==, heard);

  /* All that is said in one room, once each; also when it names them; not what they say themselves. */
  hear (fixture, "bert", room, "all");
  serve_message (fixture, serve_id ("anna"), room, "All looms stand still");
  g_assert_cmpint (count (fixture, "bert", "AND kind = 'message' AND seen = 0"), ==, ++heard);
  serve_message (fixture, serve_id ("anna"), room, "@bert?");
  g_assert_cmpint (count (fixture, "bert", "AND kind = 'mention'"), ==, 1);
  g_assert_cmpint (count (fixture, "bert", ""), ==, ++heard);
  serve_message (fixture, serve_id ("bert"), room, "Coming");
  serve_run_ok (fixture, serve_id ("anna"), room, "thread.open-poll", "{\"id\":\"%s\",\"text\":\"Tea?\\nYes\\nNo\"}", serve_id ("poll"));
  g_assert_cmpint (count (fixture, "bert", ""), ==, ++heard);
  /* An answer in a thread is not said in the room, unless it is shown there. */
  serve_run_ok (fixture, serve_id ("anna"), room, "thread.reply", "{\"id\":\"%s\",\"root\":\"%s\",\"text\":\"Aside\"}", serve_id ("aside"), serve_id ("poll"));
  g_assert_cmpint (count (fixture, "bert", ""), ==, heard);
  serve_run_ok (fixture, serve_id ("anna"), room, "thread.reply", "{\"id\":\"%s\",\"root\":\"%s\",\"text\":\"Aloud\",\"also\":\"%s\"}",
                serve_id ("aloud"), serve_id ("poll"), serve_id ("shown"));
  g_assert_cmpint (count (fixture, "bert", ""), ==, ++heard);
  /* What another said of the same room is theirs. */
  g_assert_cmpint (count (fixture, "carl", ""), ==, 0);

  /* A mute is above it, and takes nothing of it away. */
  serve_run_ok (fixture, serve_id ("bert"), serve_stream ("user", "bert"), "notices.mute", "{\"target\":\"%s\",\"muted\":true}", room);
  serve_message (fixture, serve_id ("anna"), room, "@bert, are you there?");
  g_assert_cmpint (count (fixture, "bert", ""), ==, heard);
  serve_run_ok (fixture, serve_id ("bert"), serve_stream ("user", "bert"), "notices.mute", "{\"target\":\"%s\",\"muted\":false}", room);
  serve_message (fixture, serve_id ("anna"), room, "There again");
  g_assert_cmpint (count (fixture, "bert", ""), ==, ++heard);

  /* Nothing is nothing; as everywhere is as everywhere. */
  hear (fixture, "bert", room, "nothing");
  serve_message (fixture, serve_id ("anna"), room, "@bert and @all");
  g_assert_cmpint (count (fixture, "bert", ""), ==, heard);
  hear (fixture, "bert", room, "default");
  serve_message (fixture, serve_id ("anna"), room, "Quiet");
  serve_message (fixture, serve_id ("anna"), room, "@bert");
  g_assert_cmpint (count (fixture, "bert", ""), ==, ++heard);

  /* In a conversation all is heard, unless one wants less of it, there or of all. */
  serve_message (fixture, serve_id ("anna"), direct, "Tea?");
  g_assert_cmpint (count (fixture, "bert", ""), ==, ++heard);
  serve_run_ok (fixture, serve_id ("bert"), serve_stream ("user", "bert"), "notices.set-defaults", "{\"rooms\":\"nothing\",\"direct\":\"mentions\"}");
  serve_message (fixture, serve_id ("anna"), direct, "Tea?");
  serve_message (fixture, serve_id ("anna"), room, "@bert?");
  g_assert_cmpint (count (fixture, "bert", ""), ==, heard);
  serve_message (fixture, serve_id ("anna"), direct, "@bert: tea");
  g_assert_cmpint (count (fixture, "bert", ""), ==, ++heard);
  hear (fixture, "bert", room, "mentions");
  serve_message (fixture, serve_id ("anna"), room, "@bert?");
  g_assert_cmpint (count (fixture, "bert", ""), ==, ++heard);
  hear (fixture, "bert", room, "default");
  serve_run_ok (fixture, serve_id ("bert"), serve_stream ("user", "bert"), "notices.set-defaults", "{\"rooms\":\"all\",\"direct\":\"nothing\"}");
  serve_message (fixture, serve_id ("anna"), room, "All of all rooms");
  serve_message (fixture, serve_id ("anna"), direct, "@bert?");
  g_assert_cmpint (count (fixture, "bert", ""), ==, ++heard);
  /* Only of what one reads: a room of others' tells nothing, whatever one says of it. */
  hear (fixture, "carl", direct, "all");
  serve_message (fixture, serve_id ("anna"), direct, "Of the two of us");
  g_assert_cmpint (count (fixture, "carl", "AND kind = 'direct'"), ==, 0);
}

static void
want (ServeFixture *fixture, const char *who, const char *id, const char *word)
{
  serve_run_ok (fixture, serve_id (who), serve_stream ("user", who), "notices.add-keyword", "{\"id\":\"%s\",\"word\":\"%s\"}", serve_id (id), word);
}

/* A keyword counts as a mention: whole words, however they are written, not in code, and no more than fifty. */
static void
test_keywords (void)
{
  const char *room;
  g_autoptr (ServeFixture) fixture = make_fixture (&room);
  gint64 heard = 0;

  want (fixture, "bert", "one", "Đơn hàng");
  want (fixture, "bert", "two", "loom");
  serve_message (fixture, serve_id ("anna"), room, "Có DON  HANG mới");
  g_assert_cmpint (count (fixture, "bert", "AND kind = 'mention'"), ==, ++heard);
  serve_message (fixture, serve_id ("anna"), room, "The blooming looms, and `loom`; don, hang");
  g_assert_cmpint (count (fixture, "bert", ""), ==, heard);
  /* One notice, also of who is named besides. */
  serve_message (fixture, serve_id ("anna"), room, "@bert: loom, loom");
  g_assert_cmpint (count (fixture, "bert", ""), ==, ++heard);
  serve_message (fixture, serve_id ("bert"), room, "My own loom");
  g_assert_cmpint (count (fixture, "bert", ""), ==, heard);
  /* Not of who is elsewhere, nor where they want to hear nothing. */
  want (fixture, "carl", "carls", "loom");
  serve_message (fixture, serve_id ("anna"), room, "(Loom)");
  g_assert_cmpint (count (fixture, "bert", ""), ==, ++heard);
  g_assert_cmpint (count (fixture, "carl", ""), ==, 0);
  hear (fixture, "bert", room, "nothing");
  serve_message (fixture, serve_id ("anna"), room, "Loom");
  g_assert_cmpint (count (fixture, "bert", ""), ==, heard);
  hear (fixture, "bert", room, "default");

  for (guint i = 2; i < 50; i++)
    {
      g_autofree char *word = g_strdup_printf ("word %u", i);

      want (fixture, "bert", word, word);
    }
  {
    g_autofree char *result = serve_run (fixture, serve_id ("bert"), serve_stream ("user", "bert"), "notices.add-keyword", "{\"id\":\"%s\",\"word\":\"more\"}", serve_id ("more"));
    g_autofree char *refusal = serve_error_of (result);

    g_assert_cmpstr (refusal, ==, "too-large: id: there are 50 keywords, the most there may be");
  }
  serve_run_ok (fixture, serve_id ("bert"), serve_stream ("user", "bert"), "notices.remove-keyword", "{\"id\":\"%s\"}", serve_id ("two"));
  serve_message (fixture, serve_id ("anna"), room, "Loom");
  g_assert_cmpint (count (fixture, "bert", ""), ==, heard);
}

static void
test_seen (void)
{
  const char *room;
  g_autoptr (ServeFixture) fixture = make_fixture (&room);
  const char *own = serve_stream ("user", "bert");

  for (guint i = 0; i < 505; i++)
    serve_message (fixture, serve_id ("anna"), room, "@bert!");
  g_assert_cmpint (count (fixture, "bert", ""), ==, 500);
  serve_run_ok (fixture, serve_id ("bert"), own, "notices.see-all", "{}");
  g_assert_cmpint (count (fixture, "bert", "AND seen = 0"), ==, 0);
  serve_message (fixture, serve_id ("anna"), room, "@bert!");
  g_assert_cmpint (count (fixture, "bert", "AND seen = 0"), ==, 1);
}

/* A reminder for everybody in a room, by the server's own hand. */
static void
test_reminder (void)
{
  const char *room;
  g_autoptr (ServeFixture) fixture = make_fixture (&room);
  g_autoptr (WeftJobRunner) runner = weft_job_runner_new (fixture->engine);
  g_autofree char *where
      = g_strdup_printf ("AND kind = 'reminder' AND link = '%s' AND object = '%s' AND author = 'system'"
                         " AND fields = '{\"text\":\"Answer\",\"id\":\"%s\",\"at\":1}'",
                         room, serve_id ("message"), serve_id ("mine"));

  serve_run_ok (fixture, serve_id ("bert"), room, "reminders.set",
                "{\"id\":\"%s\",\"at\":1,\"text\":\"Meeting\"}", serve_id ("ours"));
  serve_run_ok (fixture, serve_id ("carl"), serve_stream ("user", "carl"), "reminders.set",
                "{\"id\":\"%s\",\"at\":1,\"text\":\"Answer\",\"target\":\"%s\",\"object\":\"%s\"}",
                serve_id ("mine"), room, serve_id ("message"));
  weft_job_runner_run_due (runner);
  g_assert_cmpint (count (fixture, "anna", "AND kind = 'reminder'"), ==, 1);
  g_assert_cmpint (count (fixture, "bert", "AND kind = 'reminder'"), ==, 1);
  g_assert_cmpint (count (fixture, "carl", where), ==, 1);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM notice"), ==, 3);
  g_clear_pointer (&runner, weft_job_runner_free);
}

static void
add_rule (ServeFixture *fixture,
          const char *word,
          const char *kind,
          const char *contains,
          const char *target,
          const char *template,
          const char *expected)
{
  g_autoptr (GString) args = g_string_new (NULL);
  g_autofree char *result = NULL;
  g_autofree char *refusal = NULL;

  weft_json_begin (args, NULL);
  weft_json_string (args, "id", serve_id (word));
  weft_json_string (args, "kind", kind);
  weft_json_string (args, "contains", contains);
  weft_json_string (args, "target", target);
  weft_json_string (args, "op", "thread.send");
  weft_json_string (args, "template", template);
  weft_json_end (args);
  result = serve_run (fixture, serve_id ("anna"), WEFT_STREAM_WORKSPACE, "notices.add-rule", "%s", args->str);
  refusal = serve_error_of (result);
  g_assert_cmpstr (refusal, ==, expected);
}

#define POST "{\"id\":\"{new-id}\",\"text\":\"Heard: {text} {brace\"}"

static void
test_rule (void)
{
  const char *room;
  g_autoptr (ServeFixture) fixture = make_fixture (&room);
  g_autoptr (WeftJobRunner) runner = weft_job_runner_new (fixture->engine);
  const char *wire = serve_room (fixture, serve_id ("anna"), "wire", "carl");

  add_rule (fixture, "rule", "mention", "fire", wire, POST, NULL);
  serve_message (fixture, serve_id ("anna"), room, "@bert water");
  serve_message (fixture, serve_id ("anna"), room, "@bert fire \\\"x\\\", \\\"text\\\":\\\"y\\\"");
  serve_message (fixture, serve_id ("anna"), room, "fire");
  weft_job_runner_run_due (runner);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM message WHERE author = 'system'"), ==, 1);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM message WHERE author = 'system'"
                                         " AND text = 'Heard: @bert fire \"x\", \"text\":\"y\" {brace'"),
                   ==, 1);

  serve_run_ok (fixture, serve_id ("anna"), WEFT_STREAM_WORKSPACE, "notices.remove-rule", "{\"id\":\"%s\"}",
                serve_id ("rule"));
  serve_message (fixture, serve_id ("anna"), room, "@bert fire");
  weft_job_runner_run_due (runner);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM message WHERE author = 'system'"), ==, 1);
  g_clear_pointer (&runner, weft_job_runner_free);
}

/* What a rule made of a text goes with it, also what it is only about to make. */
static void
test_rule_erased (void)
{
  const char *room;
  g_autoptr (ServeFixture) fixture = make_fixture (&room);
  g_autoptr (WeftJobRunner) runner = weft_job_runner_new (fixture->engine);
  const char *wire = serve_room (fixture, serve_id ("anna"), "wire", "carl");

  add_rule (fixture, "rule", "mention", "fire", wire, POST, NULL);
  serve_run_ok (fixture, serve_id ("anna"), room, "thread.send",
                "{\"id\":\"%s\",\"text\":\"@bert fire quokka\"}", serve_id ("ran"));
  serve_run_ok (fixture, serve_id ("anna"), room, "thread.send",
                "{\"id\":\"%s\",\"text\":\"@bert fire wombat\"}", serve_id ("kept"));
  weft_job_runner_run_due (runner);
  serve_run_ok (fixture, serve_id ("anna"), room, "thread.send",
                "{\"id\":\"%s\",\"text\":\"@bert fire numbat\"}", serve_id ("waits"));
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM message WHERE text LIKE '%quokka%'"), ==, 2);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM job WHERE args LIKE '%numbat%'"), ==, 1);

  serve_run_ok (fixture, serve_id ("anna"), room, "content.erase", "{\"rows\":\"message:%s\\nmessage:%s\"}",
                serve_id ("ran"), serve_id ("waits"));
  weft_job_runner_run_due (runner);
  for (guint i = 0; i < 2; i++)
    {
      g_assert_cmpint (serve_count (fixture, i == 0
                                                 ? "SELECT count(*) FROM message WHERE text LIKE '%quokka%'"
                                                 : "SELECT count(*) FROM message WHERE text LIKE '%numbat%'"),
                       ==, 0);
      g_assert_cmpint (serve_count (fixture, i == 0
                                                 ? "SELECT count(*) FROM event WHERE stored LIKE '%quokka%'"
                                                 : "SELECT count(*) FROM event WHERE stored LIKE '%numbat%'"),
                       ==, 0);
    }
  g_assert_cmpint (
      serve_count (fixture, "SELECT count(*) FROM job WHERE args LIKE '%numbat%' OR args LIKE '%quokka%'"),
      ==, 0);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM message WHERE text LIKE '%wombat%'"), ==, 2);
  g_clear_pointer (&runner, weft_job_runner_free);
}

static void
test_rule_refused (void)
{
  const char *room;
  g_autoptr (ServeFixture) fixture = make_fixture (&room);
  const char *others = serve_room (fixture, serve_id ("bert"), "others", NULL);

  add_rule (fixture, "rule", "nonsense", "", room, POST,
            "invalid: kind: no notice is of the kind “nonsense”");
  add_rule (fixture, "rule", "mention", "", others, POST, "not-found: target: no such stream");
  add_rule (fixture, "rule", "mention", "", WEFT_STREAM_WORKSPACE, POST,
            "invalid: op: thread.send does not run on a workspace by rule");
  add_rule (fixture, "rule", "mention", "", room, "{\"id\":\"{new-id}\"}",
            "invalid: template: text: missing");
  add_rule (fixture, "rule", "mention", "", room, "{\"id\":\"{new-id}\",\"text\":\"{nothing}\"}",
            "invalid: template: a notice of this kind has no “nothing”");
  add_rule (fixture, "rule", "mention", "", room, "{\"id\":\"{new-id}\",\"text\":\"x\",\"more\":1}",
            "invalid: template: more: thread.send has no such field");
}

/* A rule whose message is a notice again, for which there is the rule … */
static void
test_rule_loop (void)
{
  const char *room;
  g_autoptr (ServeFixture) fixture = make_fixture (&room);
  g_autoptr (WeftJobRunner) runner = weft_job_runner_new (fixture->engine);

  add_rule (fixture, "rule", "mention", "", room, "{\"id\":\"{new-id}\",\"text\":\"@bert, again\"}", NULL);
  serve_message (fixture, serve_id ("anna"), room, "@bert");
  weft_job_runner_run_due (runner);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM message"), ==, 5);

  /* And not more than so often. */
  for (guint i = 0; i < 80; i++)
    serve_message (fixture, serve_id ("anna"), room, "@bert");
  weft_job_runner_run_due (runner);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM message WHERE author = 'system'"), ==, 60);
  weft_manual_clock_advance (fixture->clock, 61000);
  serve_message (fixture, serve_id ("anna"), room, "@bert");
  weft_job_runner_run_due (runner);
  g_assert_cmpint (serve_count (fixture, "SELECT count(*) FROM message WHERE author = 'system'"), ==, 64);
  g_clear_pointer (&runner, weft_job_runner_free);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/parts/notices/mention", test_mention);
  g_test_add_func ("/parts/notices/mention/edit", test_mention_by_edit);
  g_test_add_func ("/parts/notices/mention/groups", test_groups);
  g_test_add_func ("/parts/notices/people-groups", test_people_groups);
  g_test_add_func ("/parts/notices/direct", test_direct);
  g_test_add_func ("/parts/notices/muted", test_muted);
  g_test_add_func ("/parts/notices/levels", test_levels);
  g_test_add_func ("/parts/notices/keywords", test_keywords);
  g_test_add_func ("/parts/notices/seen", test_seen);
  g_test_add_func ("/parts/notices/reminder", test_reminder);
  g_test_add_func ("/parts/notices/rule", test_rule);
  g_test_add_func ("/parts/notices/rule/erased", test_rule_erased);
  g_test_add_func ("/parts/notices/rule/refused", test_rule_refused);
  g_test_add_func ("/parts/notices/rule/loop", test_rule_loop);

  return g_test_run ();
}
