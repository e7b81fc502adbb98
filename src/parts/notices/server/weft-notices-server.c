/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-notices"

#include "config.h"

#include "parts/notices/server/weft-notices-server.h"

#include <string.h>

#include "base/weft-id.h"
#include "base/weft-json.h"
#include "parts/notices/server/weft-notice-people.h"
#include "parts/notices/server/weft-notice-rules.h"
#include "parts/notices/shared/weft-notices-module.h"

#define FIELD_MAX 300 /* characters of a field which are kept: the rest is where it comes from */

static void
write_text (GString *out, const char *name, const char *text)
{
  g_autofree char *cut = g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), FIELD_MAX));

  weft_json_string (out, name, cut);
}

/* The id of the thing, or of the first of several. */
static const char *
get_object (const WeftNotice *declaration, JsonObject *body)
{
  JsonNode *node = declaration->object != NULL ? json_object_get_member (body, declaration->object) : NULL;

  if (node != NULL && JSON_NODE_HOLDS_ARRAY (node))
    return json_array_get_length (json_node_get_array (node)) > 0 ? json_array_get_string_element (json_node_get_array (node), 0) : NULL;
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
}

/* What stands in the row of @object. */
static gboolean
write_shown (WeftHandling *handling, const char *stream, const WeftNotice *declaration, const char *object, GString *out, GError **error)
{
  for (guint i = 0; object != NULL && declaration->shown_table != NULL && declaration->shown_columns[i] != NULL; i++)
    {
      const char *column = declaration->shown_columns[i];
      /* The names are the program's own constants. */
      g_autofree char *sql = g_strdup_printf ("SELECT %s FROM %s WHERE stream = ?1 AND id = ?2", column, declaration->shown_table);
      WeftStatement *statement = weft_database_query (weft_handling_get_database (handling), error, g_intern_string (sql), "tt", stream, object);
      int step = statement != NULL ? weft_statement_step (statement, error) : -1;

      if (step < 0)
        return FALSE;
      if (step > 0)
        {
          write_text (out, column, weft_statement_get_text (statement, 0));
          weft_statement_reset (statement);
        }
    }
  return TRUE;
}

/* The row whose texts a notice holds: (nullable) */
static char *
dup_row (const WeftEvent *event, const WeftNotice *declaration, JsonObject *body, const char *object)
{
  return declaration->shown_table != NULL && object != NULL ? g_strdup_printf ("%s:%s", declaration->shown_table, object) : weft_event_dup_row (event, body);
}

/* What @declaration's text needs of the event, and of the row of its object, as a JSON object; texts are cut. */
static char *
take_fields (WeftHandling *handling, const char *stream, const WeftNotice *declaration, JsonObject *body, const char *object, GError **error)
{
  g_autoptr (GString) out = g_string_new (NULL);

  weft_json_begin (out, NULL);
  if (!write_shown (handling, stream, declaration, object, out, error))
    return NULL;
  for (guint i = 0; declaration->fields[i] != NULL; i++)
    {
      const char *name = declaration->fields[i];
      JsonNode *node = json_object_get_member (body, name);

      if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
        continue;
      if (json_node_get_value_type (node) == G_TYPE_STRING)
        write_text (out, name, json_node_get_string (node));
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
  const char *object = get_object (declaration, body);

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
  const char *object = get_object (declaration, body);
  g_autofree char *row = dup_row (event, declaration, body, object);
  g_autoptr (GPtrArray) people = NULL;
  g_autofree char *fields = NULL;
  gboolean yes;

  if (!fits (handling, stream, declaration, &yes, error))
    return FALSE;
  if (!yes)
    return TRUE;
  people = _weft_notice_list_people (handling, stream, declaration, body, link, error);
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

  fields = take_fields (handling, stream, declaration, body, object, error);
  if (fields == NULL || !weft_notice_rules_run (handling, stream, declaration, fields, link, object, error))
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
                              .severity = _weft_notice_get_severity (declaration, body),
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
