/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-notices"

#include "config.h"

#include "parts/notices/server/weft-notices-server.h"

#include <string.h>

#include "base/weft-id.h"
#include "base/weft-json.h"
#include "base/weft-markdown.h"
#include "base/weft-mention.h"
#include "parts/notices/server/weft-notice-rules.h"
#include "parts/notices/shared/weft-notices-module.h"

#define PEOPLE_MAX 1000 /* of one event */
#define FIELD_MAX 300   /* characters of a field which are kept: the rest is where it comes from */

/* What @declaration's text needs of the event, as a JSON object; texts are cut. */
static char *
take_fields (const WeftNotice *declaration, JsonObject *body)
{
  g_autoptr (GString) out = g_string_new (NULL);

  weft_json_begin (out, NULL);
  for (guint i = 0; declaration->fields[i] != NULL; i++)
    {
      const char *name = declaration->fields[i];
      JsonNode *node = json_object_get_member (body, name);

      if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
        continue;
      if (json_node_get_value_type (node) == G_TYPE_STRING)
        {
          g_autofree char *cut
              = g_utf8_substring (json_node_get_string (node), 0,
                                  MIN (g_utf8_strlen (json_node_get_string (node), -1), FIELD_MAX));

          weft_json_string (out, name, cut);
        }
      else
        weft_json_node (out, name, node);
    }
  weft_json_end (out);

  return g_string_free_and_steal (g_steal_pointer (&out));
}

/* Whether the row of @stream is as the declaration wants it. */
static gboolean
fits (
    WeftHandling *handling, const char *stream, const WeftNotice *declaration, gboolean *yes, GError **error)
{
  g_autofree char *sql = NULL;
  gint64 found;

  *yes = TRUE;
  if (declaration->where_table == NULL)
    return TRUE;

  /* The names are the program's own constants. */
  sql = g_strdup_printf ("SELECT 1 FROM %s WHERE stream = ?1 AND %s = ?2", declaration->where_table,
                         declaration->where_column);
  if (!weft_database_get_value (weft_handling_get_database (handling), &found, 0, error,
                                g_intern_string (sql), "tt", stream, declaration->where_value))
    return FALSE;
  *yes = found != 0;

  return TRUE;
}

/* Whether @text, which speaks to @group, means @person, who goes by @name. */
static gboolean
is_meant (WeftHandling *handling, const char *text, WeftMentionGroup group, const char *person, const char *name)
{
  g_auto (GStrv) names = weft_mention_names (name);

  return group == WEFT_MENTION_ALL || weft_mention_is_in (text, (const char *const *) names)
         || (group == WEFT_MENTION_HERE && weft_handling_is_here (handling, person));
}

/* Whether @person has a notice of @object of @stream already. */
static gboolean
has_heard (WeftHandling *handling, const char *person, const char *link, const char *object, gboolean *heard, GError **error)
{
  g_autofree char *own = g_strconcat ("user/", person, NULL);
  gint64 found;

  if (!weft_database_get_value (weft_handling_get_database (handling), &found, 0, error,
                                "SELECT 1 FROM notice WHERE stream = ?1 AND link = ?2 AND object = ?3 LIMIT 1", "ttt", own, link, object))
    return FALSE;
  *heard = found != 0;

  return TRUE;
}

/* Not the author ?2, nobody who has muted ?3 at ?4, and none of the suspended. */
#define REACHED                                                                                              \
  " AND p.id <> ?2 AND p.suspended = 0 AND (NOT EXISTS (SELECT 1 FROM muted u"                               \
  " WHERE u.stream = 'user/' || p.id AND u.target = ?3 AND (coalesce (u.until, 0) = 0 OR u.until > ?4))%s)"
/* Whoever lets it through hears of what is urgent all the same. */
#define LET_THROUGH " OR EXISTS (SELECT 1 FROM notice_choice c WHERE c.stream = 'user/' || p.id AND c.urgent = 1)"

static const char *
get_severity (const WeftNotice *declaration, JsonObject *body)
{
  return declaration->severity_field != NULL
             ? json_object_get_string_member_with_default (body, declaration->severity_field, declaration->severity)
             : declaration->severity;
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
  for (guint i = 0; node != NULL && JSON_NODE_HOLDS_ARRAY (node) && i < json_array_get_length (json_node_get_array (node)); i++)
    g_hash_table_add (named, (gpointer) json_array_get_string_element (json_node_get_array (node), i));

  return g_steal_pointer (&named);
}

/* Ids of the people meant, without the author, those who have muted @about, and the suspended. */
static GPtrArray *
list_people (WeftHandling *handling,
             const char *stream,
             const WeftNotice *declaration,
             JsonObject *body,
             const char *about,
             GError **error)
{
  g_autoptr (GPtrArray) people = g_ptr_array_new_with_free_func (g_free);
  gboolean mentioned = declaration->people == WEFT_NOTICE_MENTIONED;
  g_autofree char *text = mentioned ? weft_markdown_dup_talk (json_object_get_string_member_with_default (body, "text", "")) : NULL;
  g_autoptr (GHashTable) named = get_named (declaration, body);
  const char *passes = g_str_equal (get_severity (declaration, body), "urgent") ? LET_THROUGH : "";
  WeftMentionGroup group;
  WeftStatement *statement;
  int step;

  if (named != NULL && g_hash_table_size (named) == 0)
    return g_steal_pointer (&people);
  /* Most messages mention nobody, and this is asked of all of them. */
  if (mentioned && strchr (text, '@') == NULL)
    return g_steal_pointer (&people);
  group = mentioned ? weft_mention_find_group (text) : WEFT_MENTION_NOBODY;

  if (g_str_has_prefix (stream, "user/"))
    statement = weft_database_query (weft_handling_get_database (handling), error,
                                     "SELECT p.id, p.name FROM person p WHERE p.stream = 'workspace' AND "
                                     "p.id = ?1 AND p.id <> ?2 AND p.suspended = 0",
                                     "tt", weft_stream_get_id (stream), weft_handling_get_author (handling));
  else if (declaration->people == WEFT_NOTICE_FOLLOWERS)
    {
      /* From those who follow: they are few, the members may be many. The names are the program's own constants. */
      g_autofree char *sql = g_strdup_printf (
          "SELECT p.id, p.name FROM %s f JOIN member m ON m.stream = ?1 AND m.person = substr (f.stream, 6)"
          " JOIN person p ON p.stream = 'workspace' AND p.id = m.person"
          " WHERE f.target = ?1 AND f.%s = ?5 AND f.follows = 1 AND f.stream LIKE 'user/%%'" REACHED " ORDER BY p.id",
          declaration->follow_table, declaration->follow_field, passes);

      statement = weft_database_query (weft_handling_get_database (handling), error, g_intern_string (sql), "tttit",
                                       stream, weft_handling_get_author (handling), about,
                                       weft_handling_get_at (handling),
                                       json_object_get_string_member_with_default (body, declaration->follow_field, ""));
    }
  else
    {
      g_autofree char *sql = g_strdup_printf (
          "SELECT p.id, p.name FROM member m JOIN person p ON p.stream = 'workspace' AND p.id = m.person"
          " WHERE m.stream = ?1 AND (m.role = 'admin' OR ?5 = 0)" REACHED " ORDER BY p.id",
          passes);

      statement = weft_database_query (weft_handling_get_database (handling), error, g_intern_string (sql), "tttii", stream,
                                       weft_handling_get_author (handling), about, weft_handling_get_at (handling),
                                       (gint64) (declaration->people == WEFT_NOTICE_ADMINS));
    }
  if (statement == NULL)
    return NULL;
  while ((step = weft_statement_step (statement, error)) > 0)
    if (people->len < PEOPLE_MAX && (named == NULL || g_hash_table_contains (named, weft_statement_get_text (statement, 0)))
        && (!mentioned || is_meant (handling, text, group, weft_statement_get_text (statement, 0), weft_statement_get_text (statement, 1))))
      g_ptr_array_add (people, weft_statement_dup_text (statement, 0));

  return step < 0 ? NULL : g_steal_pointer (&people);
}

/* What of @object in @link @person has been told and not seen, they see: it is settled, or told anew. */
static gboolean
settle_for (WeftHandling *handling, const char *person, const WeftNotice *declaration, const char *link, const char *object, GError **error)
{
  g_autofree char *own = g_strconcat ("user/", person, NULL);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  WeftStatement *statement = weft_database_query (weft_handling_get_database (handling), error,
                                                  "SELECT id FROM notice WHERE stream = ?1 AND seen = 0 AND link = ?2 AND object = ?3 AND kind = ?4"
                                                  " ORDER BY seq, id LIMIT 200",
                                                  "tttt", own, link, object, declaration->kind);
  int step = -1;

  while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    g_ptr_array_add (ids, weft_statement_dup_text (statement, 0));
  if (step < 0)
    return FALSE;
  if (ids->len > 0)
    weft_handling_emit (handling, own, &weft_notices_seen_event,
                        &(WeftNoticesSeen) { .ids = (const char *const *) ids->pdata, .n_ids = ids->len });
  return TRUE;
}

static gboolean
settle (WeftHandling *handling, const char *stream, const WeftNotice *declaration, JsonObject *body, GError **error)
{
  const char *object = json_object_get_string_member_with_default (body, declaration->object, NULL);

  return object == NULL || settle_for (handling, weft_handling_get_author (handling), declaration, stream, object, error);
}

static gboolean
notify (WeftHandling *handling,
        const char *stream,
        const WeftEvent *event,
        const WeftNotice *declaration,
        JsonObject *body,
        GHashTable *told,
        GError **error)
{
  const char *link = declaration->link != NULL
                         ? json_object_get_string_member_with_default (body, declaration->link, stream)
                         : stream;
  const char *object = declaration->object != NULL
                           ? json_object_get_string_member_with_default (body, declaration->object, NULL)
                           : NULL;
  g_autofree char *row = weft_event_dup_row (event, body);
  g_autoptr (GPtrArray) people = NULL;
  g_autofree char *fields = NULL;
  gboolean yes;

  if (!fits (handling, stream, declaration, &yes, error))
    return FALSE;
  if (!yes)
    return TRUE;
  people = list_people (handling, stream, declaration, body, link, error);
  if (people == NULL)
    return FALSE;

  for (guint i = people->len; declaration->once && object != NULL && i > 0; i--)
    {
      gboolean heard;

      if (!has_heard (handling, g_ptr_array_index (people, i - 1), link, object, &heard, error))
        return FALSE;
      if (heard)
        g_ptr_array_remove_index (people, i - 1);
    }
  if (people->len == 0)
    return TRUE;

  fields = take_fields (declaration, body);
  if (!weft_notice_rules_run (handling, stream, declaration, fields, link, object, error))
    return FALSE;
  for (guint i = 0; i < people->len; i++)
    {
      const char *person = g_ptr_array_index (people, i);
      g_autofree char *own = g_strconcat ("user/", person, NULL);
      g_autofree char *id = NULL;
      g_autofree char *copy = NULL;

      /* The first declaration that fits is the one they hear of. */
      if (!g_hash_table_add (told, g_strdup (person)))
        continue;
      if (declaration->until != NULL && object != NULL && !settle_for (handling, person, declaration, link, object, error))
        return FALSE;
      id = weft_id_random ();
      copy = g_strconcat ("notice:", id, NULL);
      if (row != NULL && !weft_handling_note_copy (handling, stream, row, own, copy, error))
        return FALSE;
      weft_handling_emit (handling, own, &weft_notices_noticed_event,
                          &(WeftNoticesNoticed) {
                              .id = id,
                              .event = event->name,
                              .kind = declaration->kind,
                              .severity = get_severity (declaration, body),
                              .fields = fields,
                              .link = link,
                              .object = object,
                              .author = weft_handling_get_author (handling),
                          });
    }

  return TRUE;
}

static const WeftServerHandler handlers[] = {
  { "notices.add-rule", weft_notice_rules_check },
  { NULL },
};

const WeftServerModule weft_notices_server_module = {
  .module = &weft_notices_module,
  .handlers = handlers,
  .notify = notify,
  .settle = settle,
};
