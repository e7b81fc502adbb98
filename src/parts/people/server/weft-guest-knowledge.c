/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/people/server/weft-guest-knowledge.h"

#include <string.h>

#include "parts/people/shared/weft-people-module.h"

/* An operation makes 2,000 events at most; what is left comes with the next. */
#define EVENTS_MAX 500

/* Everybody whom @statement names is looked at. */
static gboolean
ask_each (WeftHandling *handling, WeftStatement *statement, GError **error)
{
  g_autoptr (GPtrArray) people = g_ptr_array_new_with_free_func (g_free);
  int step;

  if (statement == NULL)
    return FALSE;
  while ((step = weft_statement_step (statement, error)) > 0)
    g_ptr_array_add (people, weft_statement_dup_text (statement, 0));
  for (guint i = 0; step == 0 && i < people->len; i++)
    if (!weft_guest_knowledge_ask_for (handling, g_ptr_array_index (people, i), error))
      return FALSE;

  return step == 0;
}

gboolean
weft_guest_knowledge_ask_for (WeftHandling *handling, const char *person, GError **error)
{
  g_autofree char *id = g_strconcat ("people/introduce/", person, NULL);
  g_autofree char *own = g_strconcat ("user/", person, NULL);
  const WeftPeopleIntroduce args = { 0 };

  return weft_handling_schedule (handling,
                                 &(WeftJobOrder) {
                                     .id = id,
                                     .due_at = weft_handling_get_at (handling),
                                     .stream = own,
                                     .operation = &weft_people_introduce_operation,
                                     .args = &args,
                                 },
                                 error);
}

gboolean
weft_guest_knowledge_ask (WeftHandling *handling, const char *person, GError **error)
{
  return ask_each (
      handling,
      weft_database_query (weft_handling_get_database (handling), error,
                           "SELECT id FROM person WHERE stream = 'workspace' AND role = 'guest' AND id = ?1",
                           "t", person),
      error);
}

gboolean
weft_guest_knowledge_ask_stream (WeftHandling *handling, const char *stream, GError **error)
{
  /* Guests are few where members are many: CROSS JOIN is the order in which SQLite looks. */
  return ask_each (
      handling,
      weft_database_query (weft_handling_get_database (handling), error,
                           "SELECT g.id FROM person g CROSS JOIN member m WHERE g.stream = 'workspace'"
                           " AND g.role = 'guest' AND m.stream = ?1 AND m.person = g.id ORDER BY g.id",
                           "t", stream),
      error);
}

gboolean
weft_guest_knowledge_ask_knowing (WeftHandling *handling, const char *person, GError **error)
{
  return ask_each (
      handling,
      weft_database_query (weft_handling_get_database (handling), error,
                           "SELECT g.id FROM person g CROSS JOIN person c WHERE g.stream = 'workspace'"
                           " AND g.role = 'guest' AND c.stream = 'user/' || g.id AND c.id = ?1 ORDER BY g.id",
                           "t", person),
      error);
}

static void
clear_known (gpointer data)
{
  WeftPeoplePersonKnown *known = data;

  g_free ((char *) known->person);
  g_free ((char *) known->name);
  g_free ((char *) known->login);
  g_free ((char *) known->title);
  g_free ((char *) known->status);
  g_free ((char *) known->picture);
}

#define COLUMNS                                                                                              \
  "p.id, p.name, p.title, p.status, coalesce (p.picture, ''), coalesce (p.picture_size, 0), p.role, "        \
  "p.suspended, p.joined_at, coalesce (p.guest_until, 0)"

static GArray *
read_known (WeftStatement *statement, GError **error)
{
  g_autoptr (GArray) people = g_array_new (FALSE, FALSE, sizeof (WeftPeoplePersonKnown));
  int step;

  g_array_set_clear_func (people, clear_known);
  if (statement == NULL)
    return NULL;
  while ((step = weft_statement_step (statement, error)) > 0)
    {
      const WeftPeoplePersonKnown known = {
        .person = weft_statement_dup_text (statement, 0),
        .name = weft_statement_dup_text (statement, 1),
        .title = weft_statement_dup_text (statement, 2),
        .status = weft_statement_dup_text (statement, 3),
        .picture = weft_statement_dup_text (statement, 4),
        .size = weft_statement_get_int (statement, 5),
        .role = weft_role_to_wire (weft_role_from_wire (weft_statement_get_text (statement, 6))),
        .suspended = weft_statement_get_int (statement, 7) != 0,
        .joined_at = weft_statement_get_int (statement, 8),
        .until = weft_statement_get_int (statement, 9),
        .login = weft_statement_dup_text (statement, 10),
      };

      g_array_append_val (people, known);
    }

  return step == 0 ? g_steal_pointer (&people) : NULL;
}

/* Whom @guest is to know of; nobody, if they are no guest any more. What others sign in with is no business
 * of theirs. */
static GArray *
read_wanted (WeftDatabase *database, const char *guest, const char *own, GError **error)
{
  return read_known (
      weft_database_query (
          database, error,
          "SELECT " COLUMNS ", CASE WHEN p.id = ?1 THEN p.login ELSE '' END FROM person p"
          " WHERE p.stream = 'workspace' AND p.id IN (SELECT ?1 UNION SELECT m.person FROM membership s"
          " CROSS JOIN member m WHERE s.stream = ?2 AND m.stream = s.target)"
          " AND EXISTS (SELECT 1 FROM person g WHERE g.stream = 'workspace' AND g.id = ?1 AND g.role = "
          "'guest')"
          " ORDER BY p.id",
          "tt", guest, own),
      error);
}

static gboolean
is_same (const WeftPeoplePersonKnown *a, const WeftPeoplePersonKnown *b)
{
  return g_strcmp0 (a->name, b->name) == 0 && g_strcmp0 (a->login, b->login) == 0
         && g_strcmp0 (a->title, b->title) == 0 && g_strcmp0 (a->status, b->status) == 0
         && g_strcmp0 (a->picture, b->picture) == 0 && a->size == b->size && g_strcmp0 (a->role, b->role) == 0
         && a->suspended == b->suspended && a->until == b->until;
}

static gboolean
tell (WeftHandling *handling, const char *own, const WeftPeoplePersonKnown *known, GError **error)
{
  g_autofree char *row = g_strconcat ("person:", known->person, NULL);

  weft_handling_emit (handling, own, &weft_people_person_known_event, known);
  return weft_handling_note_copy (handling, WEFT_STREAM_WORKSPACE, row, own, row, error);
}

gboolean
weft_guest_knowledge_introduce (WeftHandling *handling, gconstpointer args, GError **error)
{
  WeftDatabase *database = weft_handling_get_database (handling);
  const char *own = weft_handling_get_stream (handling);
  const char *guest = weft_stream_get_id (own);
  g_autoptr (GArray) wanted = NULL;
  g_autoptr (GArray) there = NULL;
  guint n_events = 0;
  guint w = 0, t = 0;

  wanted = read_wanted (database, guest, own, error);
  if (wanted == NULL)
    return FALSE;
  there = read_known (weft_database_query (database, error,
                                           "SELECT " COLUMNS
                                           ", p.login FROM person p WHERE p.stream = ?1 ORDER BY p.id",
                                           "t", own),
                      error);
  if (there == NULL)
    return FALSE;

  /* Both are in the order of ids. */
  while ((w < wanted->len || t < there->len) && n_events < EVENTS_MAX)
    {
      const WeftPeoplePersonKnown *want
          = w < wanted->len ? &g_array_index (wanted, WeftPeoplePersonKnown, w) : NULL;
      const WeftPeoplePersonKnown *have
          = t < there->len ? &g_array_index (there, WeftPeoplePersonKnown, t) : NULL;
      int order = want == NULL ? 1 : have == NULL ? -1 : strcmp (want->person, have->person);

      if (order > 0)
        weft_handling_emit (handling, own, &weft_people_person_forgotten_event,
                            &(WeftPeoplePersonForgotten) { .person = have->person });
      else if ((order < 0 || !is_same (want, have)) && !tell (handling, own, want, error))
        return FALSE;
      n_events += order != 0 || !is_same (want, have) ? 1 : 0;
      w += order <= 0 ? 1 : 0;
      t += order >= 0 ? 1 : 0;
    }

  return n_events < EVENTS_MAX || weft_guest_knowledge_ask_for (handling, guest, error);
}
