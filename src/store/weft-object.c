/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-store"

#include "config.h"

#include "store/weft-object.h"

#include "base/weft-id-map.h"
#include "base/weft-id-set.h"

const WeftObjectField *
weft_object_find_field (const WeftObject *self, const char *name)
{
  for (guint i = 0; i < self->n_fields; i++)
    if (g_str_equal (self->fields[i].name, name))
      return &self->fields[i];

  return NULL;
}

static JsonArray *
get_ids (const WeftOperation *operation, JsonObject *args)
{
  JsonNode *node = json_object_get_member (args, operation->each);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

guint
weft_object_count (const WeftOperation *operation, JsonObject *args)
{
  JsonArray *ids;

  if (operation->each == NULL)
    return 1;

  ids = get_ids (operation, args);
  return ids != NULL ? json_array_get_length (ids) : 0;
}

const char *
weft_object_get_id (const WeftOperation *operation, JsonObject *args, const char *author, guint index)
{
  JsonNode *node;

  if (operation->object->key == NULL)
    return "";
  if (operation->of_author)
    return author;

  if (operation->each != NULL)
    node = index < weft_object_count (operation, args) ? json_array_get_element (get_ids (operation, args), index) : NULL;
  else
    node = json_object_get_member (args, operation->object->key);
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
}

static WeftStatement *
query (const WeftObject *self,
       WeftDatabase *database,
       const char *sql,
       const char *stream,
       const char *id,
       GError **error)
{
  return weft_database_query (database, error, sql, self->key != NULL ? "tt" : "t", stream, id);
}

static const char *
make_select (const WeftObject *self, const WeftObjectField *field, const char *what, const char *order)
{
  g_autofree char *sql = NULL;

  if (self->key != NULL)
    sql = g_strdup_printf ("SELECT %s FROM %s WHERE stream = ?1 AND %s = ?2%s%s", what, field->table,
                           self->column, order != NULL ? " ORDER BY " : "", order != NULL ? order : "");
  else
    sql = g_strdup_printf ("SELECT %s FROM %s WHERE stream = ?1", what, field->table);

  return g_intern_string (sql);
}

static JsonNode *
make_value (WeftStatement *statement, const WeftObjectField *field, JsonObject *args)
{
  JsonNode *node = json_node_alloc ();

  if (field->element != NULL)
    {
      const char *element = json_object_get_string_member_with_default (args, field->element, "");
      const char *text = weft_statement_get_text (statement, 0);
      g_autofree char *value = NULL;

      if (!field->is_map)
        return json_node_init_boolean (node, weft_id_set_contains (text, element));
      value = weft_id_map_dup (text, element);
      return value != NULL ? json_node_init_string (node, value) : json_node_init_null (node);
    }

  /* What came with a migration says so of no older row. */
  if (field->is_boolean)
    return json_node_init_boolean (node, weft_statement_get_int (statement, 0) != 0);
  switch (weft_statement_get_column_type (statement, 0))
    {
    case WEFT_COLUMN_TEXT:
      return json_node_init_string (node, weft_statement_get_text (statement, 0));
    case WEFT_COLUMN_REAL:
      return json_node_init_double (node, weft_statement_get_double (statement, 0));
    case WEFT_COLUMN_INTEGER:
      return json_node_init_int (node, weft_statement_get_int (statement, 0));
    default:
      return json_node_init_null (node);
    }
}

static gboolean
read_set (const WeftObject *self,
          WeftDatabase *database,
          const char *stream,
          const char *id,
          const WeftObjectField *field,
          JsonNode **value,
          GError **error)
{
  WeftStatement *statement
      = query (self, database, make_select (self, field, field->column, field->column), stream, id, error);
  g_autoptr (JsonArray) elements = json_array_new ();
  int step = -1;

  while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    json_array_add_string_element (elements, weft_statement_get_text (statement, 0));
  if (step < 0)
    return FALSE;

  *value = json_node_init_array (json_node_alloc (), elements);
  return TRUE;
}

/* The one before it in the order of ranks, in its list if there are several; equal ones by id. */
static gboolean
read_place (const WeftObject *self,
            WeftDatabase *database,
            const char *stream,
            const char *id,
            const WeftObjectField *field,
            JsonNode **value,
            GError **error)
{
  g_autofree char *list
      = field->within != NULL ? g_strdup_printf ("%2$s = (SELECT %2$s FROM %1$s WHERE stream = ?1 AND %3$s = ?2) AND ",
                                                 self->table, field->within, self->column)
                              : g_strdup ("");
  g_autofree char *sql = g_strdup_printf (
      "SELECT %2$s FROM %1$s WHERE stream = ?1 AND %4$s(%3$s < ?3 OR (%3$s = ?3 AND %2$s < ?2))"
      " ORDER BY %3$s DESC, %2$s DESC LIMIT 1",
      self->table, self->column, field->column, list);
  g_autoptr (JsonObject) place = json_object_new ();
  const char *rank = json_node_get_string (*value);
  WeftStatement *statement = weft_database_query (database, error, g_intern_string (sql), "ttt", stream, id,
                                                  rank != NULL ? rank : "");
  int step;

  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;
  if (step > 0)
    json_object_set_string_member (place, "after", weft_statement_get_text (statement, 0));
  else
    json_object_set_null_member (place, "after");
  weft_statement_reset (statement);
  json_object_set_string_member (place, "rank", rank != NULL ? rank : "");

  json_node_unref (*value);
  *value = json_node_init_object (json_node_alloc (), place);
  return TRUE;
}

gboolean
weft_object_read (const WeftObject *self,
                  WeftDatabase *database,
                  const char *stream,
                  const char *id,
                  const WeftObjectField *field,
                  JsonObject *args,
                  JsonNode **value,
                  GError **error)
{
  const WeftObjectField row = { .table = self->table };
  WeftStatement *statement;
  int step;

  *value = NULL;
  statement = query (self, database, make_select (self, &row, field->is_set ? "1" : field->column, NULL),
                     stream, id, error);
  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;
  if (step == 0)
    return TRUE;

  if (!field->is_set)
    *value = make_value (statement, field, args);
  weft_statement_reset (statement);

  if (field->is_set)
    return read_set (self, database, stream, id, field, value, error);
  if (field->is_order)
    return read_place (self, database, stream, id, field, value, error);
  return TRUE;
}

/* Objects of several kinds may have the same id: a person and their membership. */
static char *
make_full_name (const WeftObject *self, const WeftObjectField *field)
{
  return g_strconcat (self->name, ".", field->name, NULL);
}

gboolean
weft_object_note_version (const WeftObject *self,
                          WeftDatabase *database,
                          const char *stream,
                          const char *id,
                          const WeftObjectField *field,
                          gint64 seq,
                          const char *by,
                          GError **error)
{
  g_autofree char *name = make_full_name (self, field);

  return weft_database_run (
      database, error,
      "INSERT INTO field_version (stream, object, field, seq, person) VALUES (?1, ?2, ?3, ?4, ?5)"
      " ON CONFLICT (stream, object, field) DO UPDATE"
      " SET seq = excluded.seq, person = excluded.person",
      "tttit", stream, id, name, seq, by);
}

char *
weft_object_dup_changer (const WeftObject *self,
                         WeftDatabase *database,
                         const char *stream,
                         const char *id,
                         const WeftObjectField *field)
{
  g_autofree char *name = make_full_name (self, field);
  WeftStatement *statement;
  char *person = NULL;

  if (field->rule == WEFT_RULE_LAST)
    return NULL;

  statement = weft_database_query (
      database, NULL, "SELECT person FROM field_version WHERE stream = ?1 AND object = ?2 AND field = ?3",
      "ttt", stream, id, name);
  if (statement != NULL && weft_statement_step (statement, NULL) > 0)
    {
      person = weft_statement_dup_text (statement, 0);
      weft_statement_reset (statement);
    }

  return person;
}
