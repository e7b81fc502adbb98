/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "base/weft-rank.h"
#include "desk.h"
#include "parts/ranks/shared/weft-ranks.h"

/* An order made by several people at once, away from each other. */

#define N_PEOPLE 3
#define N_ITEMS 12

static const char *const people[N_PEOPLE] = { ADA, BEN, EVE };

/* Replica: somebody's rows: confirmed events, and what they did since on top of them. */
typedef struct
{
  Desk *desk;
  guint n_seen;    /* events of the server's log */
  GPtrArray *sent; /* of char*: arguments, in order */
  guint n_confirmed;
} Replica;

static char *
make_id (guint i)
{
  return g_strdup_printf ("0192f0c1-0000-7000-8000-0000000%05u", 70000 + i);
}

static GPtrArray *
list_order (Desk *desk, const char *list)
{
  g_autofree char *sql = g_strdup_printf ("SELECT id FROM entry WHERE stream = '" NOTEBOOK
                                          "' AND list = '%s' ORDER BY rank, id",
                                          list);
  g_autofree char *rows = desk_select (desk, sql);
  g_auto (GStrv) ids = g_strsplit (rows, "\n", -1);
  GPtrArray *order = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; ids[i] != NULL && ids[i][0] != '\0'; i++)
    g_ptr_array_add (order, g_strdup (ids[i]));

  return order;
}

static guint
find_index (GPtrArray *order, const char *id)
{
  guint index;

  return g_ptr_array_find_with_equal_func (order, id, g_str_equal, &index) ? index : G_MAXUINT;
}

static void
must_place (Desk *desk, const char *author, const char *args)
{
  g_autoptr (GError) error = NULL;

  desk_do (desk, NOTEBOOK, author, "ranks.place", args, &error);
  g_assert_no_error (error);
}

/* The log as the server has it, and on top what this one did and the server does not know. */
static void
rebase (Replica *replica, Desk *furnished, Desk *server, const char *person)
{
  g_clear_pointer (&replica->desk, desk_free);
  replica->desk = desk_copy (furnished);
  for (guint i = furnished->log->len; i < server->log->len; i++)
    g_assert_true (desk_fold (replica->desk, g_ptr_array_index (server->log, i), NULL));
  for (guint i = replica->n_confirmed; i < replica->sent->len; i++)
    must_place (replica->desk, person, g_ptr_array_index (replica->sent, i));
}

static char *
random_move (GRand *random, Desk *seen)
{
  const char *list = g_rand_int_range (random, 0, 4) > 0 ? "todo" : "done";
  g_autoptr (GPtrArray) order = list_order (seen, list);
  g_autofree char *id = make_id ((guint) g_rand_int_range (random, 0, N_ITEMS));
  guint n = order->len;
  guint at = (guint) g_rand_int_range (random, 0, (gint32) n + 1);
  const char *after = at > 0 ? g_ptr_array_index (order, at - 1) : NULL;
  const char *before = at < n ? g_ptr_array_index (order, at) : NULL;
  GString *args = g_string_new (NULL);

  g_string_append_printf (args, "{'id':'%s','list':'%s'", id, list);
  if (after != NULL && !g_str_equal (after, id))
    g_string_append_printf (args, ",'after':'%s'", after);
  if (before != NULL && !g_str_equal (before, id))
    g_string_append_printf (args, ",'before':'%s'", before);
  g_string_append_c (args, '}');

  return g_string_free (args, FALSE);
}

static char *
get_member (const char *args, const char *name)
{
  g_autofree char *quoted = desk_quote (args);
  g_autoptr (JsonNode) node = weft_json_parse (quoted, strlen (quoted), NULL);

  return g_strdup (json_object_get_string_member_with_default (json_node_get_object (node), name, NULL));
}

/* The server takes a move: its own order must honour it, and keep that of everything else. */
static void
confirm (Desk *server, const char *person, const char *args)
{
  g_autofree char *list = get_member (args, "list");
  g_autofree char *id = get_member (args, "id");
  g_autofree char *after = get_member (args, "after");
  g_autofree char *before = get_member (args, "before");
  g_autoptr (GPtrArray) old = list_order (server, list);
  g_autoptr (GPtrArray) new = NULL;
  guint at;

  must_place (server, person, args);
  new = list_order (server, list);
  at = find_index (new, id);
  g_assert_cmpuint (at, !=, G_MAXUINT);
  if (after != NULL && find_index (old, after) != G_MAXUINT)
    g_assert_cmpuint (find_index (new, after), ==, at - 1);
  else if (before != NULL && find_index (old, before) != G_MAXUINT)
    g_assert_cmpuint (find_index (new, before), ==, at + 1);

  g_ptr_array_remove_index (new, at);
  at = find_index (old, id);
  if (at != G_MAXUINT)
    g_ptr_array_remove_index (old, at);
  g_assert_cmpuint (old->len, ==, new->len);
  for (guint i = 0; i < old->len; i++)
    g_assert_cmpstr (g_ptr_array_index (old, i), ==, g_ptr_array_index (new, i));
}

static void
random_run (guint32 seed)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  g_autoptr (Desk) furnished = desk_new ();
  g_autoptr (Desk) server = desk_new ();
  Replica replicas[N_PEOPLE] = { 0 };
  g_autofree char *digest = NULL;
  g_autofree char *count = NULL;

  g_test_message ("seed %u", seed);
  desk_furnish (furnished);
  desk_furnish (server);
  for (guint i = 0; i < N_ITEMS; i++)
    {
      g_autofree char *id = make_id (i);
      g_autofree char *args = g_strdup_printf ("{'id':'%s','list':'todo','after':'" NO_ID "'}", id);

      must_place (server, ADA, args);
    }
  for (guint i = 0; i < N_PEOPLE; i++)
    {
      replicas[i].sent = g_ptr_array_new_with_free_func (g_free);
      rebase (&replicas[i], furnished, server, people[i]);
    }

  for (guint step = 0; step < 100; step++)
    {
      guint who = (guint) g_rand_int_range (random, 0, N_PEOPLE);
      Replica *replica = &replicas[who];

      switch (g_rand_int_range (random, 0, 8))
        {
        case 0:
          rebase (replica, furnished, server, people[who]);
          break;
        case 1: /* back online for a while */
          while (replica->n_confirmed < replica->sent->len && g_rand_int_range (random, 0, 5) > 0)
            confirm (server, people[who], g_ptr_array_index (replica->sent, replica->n_confirmed++));
          rebase (replica, furnished, server, people[who]);
          break;
        case 2:
          g_assert_true (desk_do (server, NOTEBOOK, "system", "ranks.spread", "{'list':'todo'}", NULL));
          break;
        default:
          g_ptr_array_add (replica->sent, random_move (random, replica->desk));
          must_place (replica->desk, people[who], g_ptr_array_index (replica->sent, replica->sent->len - 1));
        }
    }
  for (guint i = 0; i < N_PEOPLE; i++)
    while (replicas[i].n_confirmed < replicas[i].sent->len)
      confirm (server, people[i], g_ptr_array_index (replicas[i].sent, replicas[i].n_confirmed++));

  digest = desk_digest_stream (server, NOTEBOOK);
  for (guint i = 0; i < N_PEOPLE; i++)
    {
      g_autofree char *own = NULL;

      rebase (&replicas[i], furnished, server, people[i]);
      own = desk_digest_stream (replicas[i].desk, NOTEBOOK);
      g_assert_cmpstr (own, ==, digest);
      desk_free (replicas[i].desk);
      g_ptr_array_unref (replicas[i].sent);
    }
  count = desk_select (server, "SELECT count(*) FROM entry WHERE list IN ('todo', 'done')");
  g_assert_cmpint (atoi (count), ==, N_ITEMS);
}

static void
test_random (void)
{
  for (guint i = 0; i < 5; i++)
    random_run ((guint32) g_test_rand_int ());
}

/* Where there is no room left the list is spread at once, and the order stays. */
static void
test_no_room (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autofree char *longest = NULL;
  guint n_spread = 0;

  desk_furnish (desk);
  for (guint i = 0; i < 1200; i++)
    {
      g_autofree char *id = make_id (i % 40);
      g_autofree char *args = g_strdup_printf ("{'id':'%s','list':'best','after':'" A_NOTE "'}", id);

      confirm (desk, ADA, args);
    }
  for (guint i = 0; i < desk->log->len; i++)
    n_spread += g_str_equal (((DeskEvent *) g_ptr_array_index (desk->log, i))->event->name, "ranks.evened");
  g_assert_cmpuint (n_spread, >, 0);
  longest = desk_select (desk, "SELECT max(length(rank)) FROM entry");
  g_assert_cmpint (atoi (longest), <=, WEFT_RANK_MAX);
}

static void
test_spread (void)
{
  for (guint n = 1; n < 5000; n = n * 2 + 1)
    {
      g_autofree char *last = g_strdup ("");

      for (guint i = 0; i < n; i++)
        {
          char *rank = weft_rank_spread (i, n);
          g_autofree char *between = weft_rank_between (last, rank);

          g_assert_cmpint (strcmp (last, rank), <, 0);
          g_assert_cmpint (strcmp (last, between), <, 0);
          g_assert_cmpint (strcmp (between, rank), <, 0);
          g_assert_cmpuint (strlen (rank), <=, 3);
          g_free (last);
          last = rank;
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/parts/ranks/spread", test_spread);
  g_test_add_func ("/parts/ranks/no-room", test_no_room);
  g_test_add_func ("/parts/ranks/random", test_random);

  return g_test_run ();
}
