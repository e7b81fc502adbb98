/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-notices"

#include "config.h"

#include "parts/notices/server/weft-notice-people.h"

#include <string.h>

#include "base/weft-keyword-text.h"
#include "base/weft-markdown.h"
#include "base/weft-mention.h"

#define PEOPLE_MAX 1000 /* of one event */

/* Of what ?3 a person p wants to hear: what they said of it, or of all such places, or what everybody hears. ?5: whether it is a conversation
 * of few (parts/notices/shared/weft-notice-level.h). */
#define LEVEL                                                                                                \
  "coalesce ((SELECT l.level FROM notice_level l WHERE l.stream = 'user/' || p.id AND l.target = ?3),"       \
  " (SELECT CASE WHEN ?5 = 1 THEN c.direct ELSE c.rooms END FROM notice_choice c"                            \
  " WHERE c.stream = 'user/' || p.id), CASE WHEN ?5 = 1 THEN 'all' ELSE 'mentions' END)"

/* Not the author ?2, nobody who has muted ?3 at ?4 or wants to hear nothing of it, and none of the suspended. */
#define REACHED                                                                                              \
  " AND p.id <> ?2 AND p.suspended = 0 AND ((NOT EXISTS (SELECT 1 FROM muted u"                              \
  " WHERE u.stream = 'user/' || p.id AND u.target = ?3 AND (coalesce (u.until, 0) = 0 OR u.until > ?4))"     \
  " AND " LEVEL " <> 'nothing')"
/* Whoever lets it through hears of what is urgent all the same. */
#define LET_THROUGH " OR EXISTS (SELECT 1 FROM notice_choice c WHERE c.stream = 'user/' || p.id AND c.urgent = 1)"
#define OF_ALL " AND " LEVEL " = 'all'"

typedef struct
{
  WeftHandling *handling;
  const char *stream;
  const char *about;
  gboolean direct;
  char *reached; /* SQL */
} Asking;

/* Whether all that is said in @stream concerns everybody in it. */
static gboolean
is_direct (WeftHandling *handling, const char *stream, gboolean *yes, GError **error)
{
  const WeftModule *owner = weft_registry_find_owner (weft_handling_get_registry (handling), stream);
  g_autofree char *sql = NULL;
  gint64 found;

  *yes = FALSE;
  if (owner == NULL || owner->direct_table == NULL)
    return TRUE;
  sql = g_strdup_printf ("SELECT 1 FROM %s WHERE stream = ?1 AND %s = ?2", owner->direct_table, owner->direct_column);
  if (!weft_database_get_value (weft_handling_get_database (handling), &found, 0, error, g_intern_string (sql), "tt",
                                stream, owner->direct_value))
    return FALSE;
  *yes = found != 0;

  return TRUE;
}

/* Whether it is known at once that nobody wants to hear of all in a room, of which there may be thousands. */
static gboolean
nobody_wants_all (Asking *asking, gboolean *yes, GError **error)
{
  gint64 found;

  *yes = FALSE;
  if (asking->direct)
    return TRUE;
  if (!weft_database_get_value (weft_handling_get_database (asking->handling), &found, 0, error,
                                "SELECT 1 WHERE EXISTS (SELECT 1 FROM notice_level WHERE target = ?1 AND level = 'all')"
                                " OR EXISTS (SELECT 1 FROM notice_choice WHERE rooms = 'all')",
                                "t", asking->about))
    return FALSE;
  *yes = found == 0;

  return TRUE;
}

const char *
_weft_notice_get_severity (const WeftNotice *declaration, JsonObject *body)
{
  return declaration->severity_field != NULL
             ? json_object_get_string_member_with_default (body, declaration->severity_field, declaration->severity)
             : declaration->severity;
}

/* Of everybody in the stream whom @join leaves. */
static WeftStatement *
query_members (Asking *asking, const char *columns, const char *join, GError **error)
{
  g_autofree char *sql
      = g_strconcat ("SELECT ", columns, " FROM member m JOIN person p ON p.stream = 'workspace' AND p.id = m.person", join,
                     " WHERE m.stream = ?1", asking->reached, " ORDER BY p.id", NULL);

  return weft_database_query (weft_handling_get_database (asking->handling), error, g_intern_string (sql), "tttii", asking->stream,
                              weft_handling_get_author (asking->handling), asking->about,
                              weft_handling_get_at (asking->handling), (gint64) asking->direct);
}

/* Those whom a row names follow, too, as long as they have not said otherwise. */
static char *
dup_concerned (const WeftNotice *declaration)
{
  g_autoptr (GString) sql = g_string_new (NULL);

  g_string_append_printf (sql,
                          "SELECT p.id, p.name FROM %s r JOIN member m ON m.stream = r.stream"
                          " JOIN person p ON p.stream = 'workspace' AND p.id = m.person"
                          " LEFT JOIN %s f ON f.stream = 'user/' || m.person AND f.target = ?1 AND f.%s = ?6"
                          " WHERE r.stream = ?1 AND r.id = ?6 AND coalesce (f.follows, CASE WHEN ",
                          declaration->row_table, declaration->follow_table, declaration->follow_field);
  for (guint i = 0; declaration->row_columns[i] != NULL; i++)
    g_string_append_printf (sql, "%sr.%s LIKE '%%' || p.id || '%%'", i > 0 ? " OR " : "", declaration->row_columns[i]);
  g_string_append (sql, " THEN 1 ELSE 0 END) = 1");

  return g_string_free_and_steal (g_steal_pointer (&sql));
}

/* From those who follow: they are few, the members may be many. The names are the program's own constants. */
static WeftStatement *
query_followers (Asking *asking, const WeftNotice *declaration, JsonObject *body, GError **error)
{
  g_autofree char *followers
      = declaration->row_table != NULL
            ? dup_concerned (declaration)
            : g_strdup_printf ("SELECT p.id, p.name FROM %s f JOIN member m ON m.stream = ?1 AND m.person = substr (f.stream, 6)"
                               " JOIN person p ON p.stream = 'workspace' AND p.id = m.person"
                               " WHERE f.target = ?1 AND f.%s = ?6 AND f.follows = 1 AND f.stream LIKE 'user/%%'",
                               declaration->follow_table, declaration->follow_field);
  g_autofree char *sql = g_strconcat (followers, asking->reached, " ORDER BY p.id", NULL);

  return weft_database_query (weft_handling_get_database (asking->handling), error, g_intern_string (sql), "tttiit", asking->stream,
                              weft_handling_get_author (asking->handling), asking->about,
                              weft_handling_get_at (asking->handling), (gint64) asking->direct,
                              json_object_get_string_member_with_default (body, declaration->follow_field, ""));
}

/* On their own stream: what they or the server do there is for them. */
static WeftStatement *
query_self (Asking *asking, GError **error)
{
  return weft_database_query (weft_handling_get_database (asking->handling), error,
                              "SELECT p.id, p.name FROM person p WHERE p.stream = 'workspace' AND "
                              "p.id = ?1 AND p.id <> ?2 AND p.suspended = 0",
                              "tt", weft_stream_get_id (asking->stream), weft_handling_get_author (asking->handling));
}

/* @known: of char*: those in @people. */
static void
add (GPtrArray *people, GHashTable *known, const char *person)
{
  if (people->len >= PEOPLE_MAX || g_hash_table_contains (known, person))
    return;
  g_ptr_array_add (people, g_strdup (person));
  g_hash_table_add (known, g_ptr_array_index (people, people->len - 1));
}

/* (nullable): a set of the ids which @declaration names in @body; NULL: everybody. */
static GHashTable *
get_named (const WeftNotice *declaration, JsonObject *body)
{
  g_autoptr (GHashTable) named = NULL;
  JsonNode *node = declaration->ids_field != NULL ? json_object_get_member (body, declaration->ids_field) : NULL;

  if (declaration->people != WEFT_NOTICE_NAMED
      || (declaration->all_field != NULL && json_object_get_boolean_member_with_default (body, declaration->all_field, FALSE)))
    return NULL;
  named = g_hash_table_new (g_str_hash, g_str_equal);
  if (declaration->id_field != NULL
      && (declaration->on_field == NULL || json_object_get_boolean_member_with_default (body, declaration->on_field, FALSE)))
    g_hash_table_add (named, (gpointer) json_object_get_string_member_with_default (body, declaration->id_field, ""));
  for (guint i = 0; node != NULL && JSON_NODE_HOLDS_ARRAY (node) && i < json_array_get_length (json_node_get_array (node)); i++)
    g_hash_table_add (named, (gpointer) json_array_get_string_element (json_node_get_array (node), i));

  return g_steal_pointer (&named);
}

/* Whether @text, which speaks to @group, means @person, who goes by @name. */
static gboolean
is_meant (WeftHandling *handling, const char *text, WeftMentionGroup group, const char *person, const char *name)
{
  g_auto (GStrv) names = weft_mention_names (name);

  return group == WEFT_MENTION_ALL || weft_mention_is_in (text, (const char *const *) names)
         || (group == WEFT_MENTION_HERE && weft_handling_is_here (handling, person));
}

/* Adds to @people who is in the group @id. Groups are the workspace's, which guests do not read: whoever is one now hears of none. */
static gboolean
read_group (Asking *asking, const char *id, GHashTable *people, GError **error)
{
  WeftStatement *statement
      = weft_database_query (weft_handling_get_database (asking->handling), error,
                             "SELECT i.person FROM person_in_group i JOIN person p ON p.stream = i.stream AND p.id = i.person"
                             " WHERE i.stream = 'workspace' AND i.id = ?1 AND p.role <> 'guest'",
                             "t", id);
  int step = -1;

  while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    g_hash_table_add (people, weft_statement_dup_text (statement, 0));

  return step == 0;
}

/* Returns: (nullable): a set of the ids of those who are in a group that @text names */
static GHashTable *
read_grouped (Asking *asking, const char *text, GError **error)
{
  g_autoptr (GHashTable) people = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) named = g_ptr_array_new_with_free_func (g_free);
  WeftStatement *statement = weft_database_query (weft_handling_get_database (asking->handling), error,
                                                  "SELECT id, handle FROM person_group WHERE stream = 'workspace' AND removed = 0", "");
  int step = -1;

  while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    {
      const char *const handle[] = { weft_statement_get_text (statement, 1), NULL };

      if (weft_mention_is_in (text, handle))
        g_ptr_array_add (named, weft_statement_dup_text (statement, 0));
    }
  if (step < 0)
    return NULL;
  for (guint i = 0; i < named->len; i++)
    if (!read_group (asking, named->pdata[i], people, error))
      return NULL;

  return g_steal_pointer (&people);
}

/* Those whom @text names, by themselves or by a group. */
static gboolean
add_mentioned (Asking *asking, const char *text, GPtrArray *people, GHashTable *known, GError **error)
{
  g_autoptr (GHashTable) grouped = NULL;
  WeftMentionGroup group;
  WeftStatement *statement;
  int step;

  /* Most messages mention nobody, and this is asked of all of them. */
  if (strchr (text, '@') == NULL)
    return TRUE;
  grouped = read_grouped (asking, text, error);
  if (grouped == NULL)
    return FALSE;
  group = weft_mention_find_group (text);
  statement = query_members (asking, "p.id, p.name", "", error);
  if (statement == NULL)
    return FALSE;
  while ((step = weft_statement_step (statement, error)) > 0)
    if (g_hash_table_contains (grouped, weft_statement_get_text (statement, 0))
        || is_meant (asking->handling, text, group, weft_statement_get_text (statement, 0), weft_statement_get_text (statement, 1)))
      add (people, known, weft_statement_get_text (statement, 0));

  return step == 0;
}

/* Those of whose keywords one stands in @text. */
static gboolean
add_keyworded (Asking *asking, const char *text, GPtrArray *people, GHashTable *known, GError **error)
{
  g_autoptr (WeftKeywordText) words = NULL;
  WeftStatement *statement;
  gint64 found;
  int step;

  /* Where nobody has any, the members need not be gone through. */
  if (!weft_database_get_value (weft_handling_get_database (asking->handling), &found, 0, error,
                                "SELECT 1 FROM notice_keyword LIMIT 1", ""))
    return FALSE;
  if (found == 0)
    return TRUE;
  words = weft_keyword_text_new (text);
  statement = query_members (asking, "p.id, k.folded", " JOIN notice_keyword k ON k.stream = 'user/' || m.person", error);
  if (statement == NULL)
    return FALSE;
  while ((step = weft_statement_step (statement, error)) > 0)
    if (weft_keyword_text_has (words, weft_statement_get_text (statement, 1)))
      add (people, known, weft_statement_get_text (statement, 0));

  return step == 0;
}

/* Those of @statement (nullable: an error) whom @declaration names in @body. */
static gboolean
add_listed (WeftStatement *statement, const WeftNotice *declaration, JsonObject *body, GPtrArray *people, GError **error)
{
  g_autoptr (GHashTable) named = get_named (declaration, body);
  int step = -1;

  while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    if (people->len < PEOPLE_MAX && (named == NULL || g_hash_table_contains (named, weft_statement_get_text (statement, 0))))
      g_ptr_array_add (people, weft_statement_dup_text (statement, 0));

  return step == 0;
}

static gboolean
names_nobody (const WeftNotice *declaration, JsonObject *body)
{
  g_autoptr (GHashTable) named = get_named (declaration, body);

  return named != NULL && g_hash_table_size (named) == 0;
}

GPtrArray *
_weft_notice_list_people (WeftHandling *handling,
                          const char *stream,
                          const WeftNotice *declaration,
                          JsonObject *body,
                          const char *about,
                          GError **error)
{
  g_autoptr (GPtrArray) people = g_ptr_array_new_with_free_func (g_free);
  Asking asking = { handling, stream, about, FALSE, NULL };
  g_autofree char *reached = NULL;
  gboolean nobody = names_nobody (declaration, body);
  gboolean good;

  if (nobody)
    return g_steal_pointer (&people);
  if (!is_direct (handling, about, &asking.direct, error)
      || (declaration->of_all && !nobody_wants_all (&asking, &nobody, error)))
    return NULL;
  if (nobody)
    return g_steal_pointer (&people);
  reached = g_strconcat (REACHED, g_str_equal (_weft_notice_get_severity (declaration, body), "urgent") ? LET_THROUGH : "",
                         ")", declaration->of_all ? OF_ALL : "", NULL);
  asking.reached = reached;

  if (g_str_has_prefix (stream, "user/"))
    good = add_listed (query_self (&asking, error), declaration, body, people, error);
  else if (declaration->people == WEFT_NOTICE_MENTIONED)
    {
      g_autofree char *text = weft_markdown_dup_talk (json_object_get_string_member_with_default (body, "text", ""));

      g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);

      good = add_mentioned (&asking, text, people, known, error) && add_keyworded (&asking, text, people, known, error);
    }
  else if (declaration->people == WEFT_NOTICE_FOLLOWERS)
    good = add_listed (query_followers (&asking, declaration, body, error), declaration, body, people, error);
  else
    good = add_listed (query_members (&asking, "p.id, p.name", declaration->people == WEFT_NOTICE_ADMINS ? " AND m.role = 'admin'" : "", error),
                       declaration, body, people, error);

  return good ? g_steal_pointer (&people) : NULL;
}
