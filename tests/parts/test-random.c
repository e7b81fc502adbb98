/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "desk.h"
#include "test-database.h"

/* Three people who do anything that comes to mind, many of it refused. Whatever came of it, the log alone
 * must give the same rows, from its beginning or on top of a snapshot, and the workspace must keep its
 * promises. WEFT_TEST_SEED=N runs one seed. */

#define N_SEEDS 60
#define N_SEEDS_SERVER 8 /* with a database server, each statement is a round trip */
#define N_STEPS 250

static const char *const people[] = { ADA, BEN, CLEO };
static const char *const everyone[] = { ADA, BEN, CLEO, DAN, EVE, FAY };
static const char *const roles[] = { "guest", "member", "admin" };

typedef struct
{
  Desk *desk;
  GRand *random;
  GPtrArray *rooms;    /* streams tried for rooms */
  GPtrArray *messages; /* ids tried for messages */
  GPtrArray *invitations;
  guint n_made;
  guint n_done;
} Play;

#define pick(play_, array_) ((array_)[g_rand_int_range ((play_)->random, 0, G_N_ELEMENTS (array_))])

static const char *
pick_from (Play *play, GPtrArray *array)
{
  return array->pdata[g_rand_int_range (play->random, 0, (int) array->len)];
}

static char *
make_id (Play *play)
{
  return g_strdup_printf ("0192f0c1-0000-7000-9000-%012x", ++play->n_made);
}

static void
attempt (Play *play, const char *stream, const char *author, const char *op, const char *format, ...)
    G_GNUC_PRINTF (5, 6);

static void
attempt (Play *play, const char *stream, const char *author, const char *op, const char *format, ...)
{
  const WeftOperation *operation = weft_registry_find_operation (play->desk->registry, op);
  g_autofree char *args = NULL;
  g_autoptr (GError) error = NULL;
  va_list arguments;

  if (!weft_registry_allows (play->desk->registry, operation, stream))
    return;

  va_start (arguments, format);
  args = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  if (desk_do (play->desk, stream, author, op, args, &error))
    play->n_done++;
  else
    g_assert_cmpint (error->domain, ==, WEFT_ERROR);
}

static void
talk (Play *play, const char *author)
{
  const char *room = pick_from (play, play->rooms);
  g_autofree char *id = NULL;

  switch (g_rand_int_range (play->random, 0, 13))
    {
    case 0:
      attempt (play, room, author, "thread.edit", "{'id':'%s','text':'Edited %u'}",
               pick_from (play, play->messages), play->n_made);
      break;
    case 1:
      attempt (play, room, author, "thread.delete", "{'id':'%s'}", pick_from (play, play->messages));
      break;
    case 2:
      id = g_strconcat ("user/", pick (play, people), NULL);
      attempt (play, id, author, "thread.save-draft", "{'target':'%s','text':'%s'}", room,
               g_rand_boolean (play->random) ? "" : "half a th");
      break;
    case 6:
      id = make_id (play);
      attempt (play, room, author, "files.attach", "{'id':'%s','target':'%s','hash':'" HASH "','name':'a','size':1}", id,
               pick_from (play, play->messages));
      g_ptr_array_add (play->messages, g_steal_pointer (&id)); /* any id may stand anywhere */
      break;
    case 8:
    case 9:
      id = make_id (play);
      attempt (play, room, author, "thread.reply", "{'id':'%s','root':'%s','text':'Below'}", id, pick_from (play, play->messages));
      g_ptr_array_add (play->messages, g_steal_pointer (&id));
      break;
    case 10:
      {
        g_autofree char *also = make_id (play);

        id = make_id (play);
        attempt (play, room, author, "thread.reply", "{'id':'%s','root':'%s','text':'Both','also':'%s'}", id,
                 pick_from (play, play->messages), also);
        g_ptr_array_add (play->messages, g_rand_boolean (play->random) ? g_steal_pointer (&id) : g_steal_pointer (&also));
        break;
      }
    case 11:
      attempt (play, room, author, "thread.resolve-thread", "{'id':'%s','resolved':true}", pick_from (play, play->messages));
      break;
    case 12:
      attempt (play, room, author, "thread.react", "{'id':'%s','emoji':'%s','on':%s}", pick_from (play, play->messages),
               g_rand_boolean (play->random) ? "👍" : "❤️", g_rand_boolean (play->random) ? "true" : "false");
      break;
    case 7:
      attempt (play, room, author, "files.remove", "{'id':'%s'}", pick_from (play, play->messages));
      break;
    case 3:
      id = make_id (play);
      attempt (play, room, author, "thread.send", "{'id':'%s','text':'Reply','reply_to':'%s'}", id,
               pick_from (play, play->messages));
      g_ptr_array_add (play->messages, g_steal_pointer (&id));
      break;
    default:
      id = make_id (play);
      attempt (play, room, author, "thread.send", "{'id':'%s','text':'Message %u'}", id, play->n_made);
      g_ptr_array_add (play->messages, g_steal_pointer (&id));
    }
}

static void
keep_house (Play *play, const char *author)
{
  const char *room = pick_from (play, play->rooms);
  const char *who = pick (play, everyone);
  g_autofree char *id = NULL;

  switch (g_rand_int_range (play->random, 0, 7))
    {
    case 0:
      attempt (play, room, author, "people.add-member", "{'person':'%s','role':'%s'}", who,
               pick (play, roles));
      break;
    case 1:
      attempt (play, room, author, "people.remove-member", "{'person':'%s'}", who);
      break;
    case 2:
      attempt (play, room, author, "people.leave", "{}");
      break;
    case 3:
      attempt (play, room, author, "people.set-member-role", "{'person':'%s','role':'%s'}", who,
               pick (play, roles));
      break;
    case 4:
      attempt (play, room, author, "chat.set-room", "{'name':'Room %u','topic':'t'}", play->n_made);
      break;
    case 5:
      attempt (play, room, author, "chat.create-room", "{'kind':'room','name':'Again','members':[]}");
      break;
    default:
      id = make_id (play);
      g_ptr_array_add (play->rooms, g_strconcat ("room/", id, NULL));
      if (g_rand_boolean (play->random))
        attempt (play, play->rooms->pdata[play->rooms->len - 1], author, "chat.create-room",
                 "{'kind':'room','name':'Room','members':['%s','%s']}", who, pick (play, everyone));
      else
        attempt (play, play->rooms->pdata[play->rooms->len - 1], author, "chat.create-room",
                 "{'kind':'direct','name':'','members':['%s']}", who);
    }
}

static void
govern (Play *play, const char *author)
{
  const char *who = pick (play, everyone);
  g_autofree char *id = NULL;

  switch (g_rand_int_range (play->random, 0, 7))
    {
    case 0:
      attempt (play, "workspace", author, "people.set-role", "{'person':'%s','role':'%s'}", who,
               pick (play, roles));
      break;
    case 1:
      attempt (play, "workspace", author, "people.suspend", "{'person':'%s','suspended':%s}", who,
               g_rand_boolean (play->random) ? "true" : "false");
      break;
    case 2:
      id = make_id (play);
      attempt (play, "workspace", author, "people.invite",
               "{'id':'%s','secret_hash':'" HASH
               "','role':'%s','streams':[],'uses':%d,'expires_at':%" G_GINT64_FORMAT "}",
               id, pick (play, roles), g_rand_int_range (play->random, 0, 4),
               DESK_START + (gint64) g_rand_int_range (play->random, 0, 400) * 1000);
      g_ptr_array_add (play->invitations, g_steal_pointer (&id));
      break;
    case 3:
      attempt (play, "workspace", author, "people.revoke-invitation", "{'id':'%s'}",
               pick_from (play, play->invitations));
      break;
    case 4:
      id = make_id (play);
      attempt (play, "workspace", "system", "people.join",
               "{'person':'%s','name':'N','login':'n','role':'%s','invitation':'%s'}", id, pick (play, roles),
               pick_from (play, play->invitations));
      break;
    case 5:
      attempt (play, "workspace", author, "people.rename-workspace", "{'name':'Mill %u'}", play->n_made);
      break;
    default:
      attempt (play, "workspace", author, "people.set-profile", "{'name':'Name %u'}", play->n_made);
    }
}

static void
assert_none (Desk *desk, const char *sql, guint seed)
{
  g_autofree char *rows = desk_select (desk, sql);

  if (rows[0] != '\0')
    g_error ("seed %u: %s gives %s", seed, sql, rows);
}

static void
assert_promises (Desk *desk, guint seed)
{
  assert_none (desk,
               "SELECT 'no administrator' WHERE NOT EXISTS"
               " (SELECT 1 FROM person WHERE role = 'admin' AND suspended = 0)",
               seed);
  assert_none (
      desk,
      "SELECT stream FROM member GROUP BY stream HAVING sum (CASE WHEN role = 'admin' THEN 1 ELSE 0 END) = 0",
      seed);
  /* Numbers without a hole, and the counter at the last. */
  assert_none (desk,
               "SELECT t.stream FROM thread t JOIN message m USING (stream) WHERE m.ordinal > 0 GROUP BY t.stream"
               " HAVING count(*) <> t.last_ordinal OR max(ordinal) <> count(*) OR min(ordinal) <> 1"
               " OR count(DISTINCT ordinal) <> count(*)",
               seed);
  assert_none (desk,
               "SELECT r.id FROM message r LEFT JOIN message m ON m.stream = r.stream"
               " AND m.ordinal > -1048576 * r.ordinal AND m.ordinal < -1048576 * (r.ordinal - 1) AND m.ordinal < 0"
               " WHERE r.ordinal > 0 GROUP BY r.stream, r.id, r.ordinal, r.replies"
               " HAVING count(m.id) <> coalesce (r.replies, 0)"
               " OR coalesce (max(m.ordinal), 0) <> coalesce (-1048576 * r.ordinal + r.replies, 0)",
               seed);
  assert_none (desk, "SELECT id FROM message WHERE deleted = 1 AND text <> ''", seed);
  assert_none (desk, "SELECT id FROM invitation WHERE uses_left < 0", seed);
  assert_none (desk, "SELECT target FROM draft WHERE text = ''", seed);
  /* Each person's own list says the same as the streams' members. */
  assert_none (desk,
               "SELECT 'user/' || person, stream, role FROM member"
               " EXCEPT SELECT stream, target, role FROM membership",
               seed);
  assert_none (desk,
               "SELECT stream, target, role FROM membership"
               " EXCEPT SELECT 'user/' || person, stream, role FROM member",
               seed);
}

/* Returns: how many steps were not refused */
static guint
play_seed (guint seed)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (Desk) replayed = desk_new ();
  g_autoptr (Desk) resumed = NULL;
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  g_autoptr (GPtrArray) rooms = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) messages = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) invitations = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autofree char *rows = NULL;
  g_autofree char *again = NULL;
  g_autofree char *tail = NULL;
  Play play
      = { .desk = desk, .random = random, .rooms = rooms, .messages = messages, .invitations = invitations };
  guint resume_step = (guint) g_rand_int_range (random, 0, N_STEPS);
  guint resume_at = 0;

  desk_furnish (desk);
  g_ptr_array_add (rooms, g_strdup (ROOM));
  g_ptr_array_add (rooms, g_strdup (DIRECT));
  g_ptr_array_add (messages, g_strdup (BENS_MESSAGE));
  g_ptr_array_add (invitations, g_strdup (BENS_INVITATION));

  for (guint i = 0; i < N_STEPS; i++)
    {
      const char *author = pick (&play, people);
      int kind = g_rand_int_range (random, 0, 10);

      if (i == resume_step)
        {
          resumed = desk_copy (desk);
          resume_at = desk->log->len;
        }
      if (kind < 5)
        talk (&play, author);
      else if (kind < 8)
        keep_house (&play, author);
      else
        govern (&play, author);
    }

  assert_promises (desk, seed);

  for (guint i = 0; i < desk->log->len; i++)
    {
      const DeskEvent *event = desk->log->pdata[i];

      if (!desk_fold (replayed, event, &error) || (i >= resume_at && !desk_fold (resumed, event, &error)))
        g_error ("seed %u: event %u, %s: %s", seed, i, event->event->name, error->message);
    }

  rows = desk_digest (desk, FALSE);
  again = desk_digest (replayed, FALSE);
  tail = desk_digest (resumed, FALSE);
  if (!g_str_equal (rows, again))
    g_error ("seed %u: replaying the log gives other rows", seed);
  if (!g_str_equal (rows, tail))
    g_error ("seed %u: the snapshot at step %u and what came later give other rows", seed, resume_step);

  return play.n_done;
}

static void
test_random (void)
{
  const char *only = g_getenv ("WEFT_TEST_SEED");
  guint n_seeds = test_database_is_postgresql () ? N_SEEDS_SERVER : N_SEEDS;
  guint n_done = 0;

  if (only != NULL)
    {
      play_seed ((guint) g_ascii_strtoull (only, NULL, 10));
      return;
    }

  for (guint seed = 1; seed <= n_seeds; seed++)
    n_done += play_seed (seed);
  g_test_message ("%u of %u steps were not refused", n_done, n_seeds * N_STEPS);
  g_assert_cmpuint (n_done, >, n_seeds * N_STEPS / 10); /* a play in which nothing happens proves nothing */

  /* And one that nobody has seen yet; a failure prints it. */
  play_seed (g_random_int ());
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/parts/random", test_random);

  return g_test_run ();
}
