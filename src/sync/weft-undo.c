/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-sync"

#include "config.h"

#include "sync/weft-undo.h"

#include <string.h>

#include "proto/weft-frame.h"
#include "store/weft-base.h"
#include "store/weft-erase.h"
#include "store/weft-object.h"
#include "store/weft-scrub.h"

/* Bytes of a group's arguments: it must fit into a frame when it is sent. */
#define ARGS_MAX (WEFT_FRAME_MAX - 2048)

struct _WeftUndoing
{
  WeftRegistry *registry; /* unowned */
  const char *stream;     /* unowned */
  const char *author;     /* unowned */
  char *at;               /* (nullable) */
  GPtrArray *steps;       /* of char*: {"op", "args"}, in the order in which they were done */
  const char *why;        /* (nullable): the reason of one that cannot be taken back */
  gboolean incomplete;    /* something is not known here */

  /* Of the step that is under way. */
  const WeftStep *step;
  const WeftOperation *undo; /* (nullable) */
  JsonObject *was;           /* field → value */
  char *id;
};

void
weft_undo_step_free (WeftUndoStep *self)
{
  if (self == NULL)
    return;

  g_free (self->stream);
  g_free (self->op);
  g_free (self->args);
  g_free (self->why);
  g_free (self);
}

WeftUndoing *
weft_undoing_new (WeftRegistry *registry, const char *stream, const char *author, const WeftPosition *at)
{
  WeftUndoing *self = g_new0 (WeftUndoing, 1);

  self->registry = registry;
  self->stream = stream;
  self->author = author;
  self->at = at != NULL ? weft_position_to_string (at) : NULL;
  self->steps = g_ptr_array_new_with_free_func (g_free);

  return self;
}

void
weft_undoing_free (WeftUndoing *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->steps);
  g_clear_pointer (&self->was, json_object_unref);
  g_free (self->id);
  g_free (self->at);
  g_free (self);
}

/* Whether taking back the step under way says what @field is to be. */
static gboolean
restores (WeftUndoing *self, const WeftObjectField *field)
{
  return g_strv_contains (self->undo->fields, field->name)
         && (self->undo != self->step->operation || json_object_has_member (self->step->args, field->name)
             || field->is_order);
}

gboolean
weft_undoing_begin (WeftUndoing *self, WeftStep *step, WeftDatabase *database, GError **error)
{
  const WeftOperation *operation = step->operation;
  const WeftObject *object = operation->object;

  self->step = step;
  self->undo
      = operation->undo != NULL ? weft_registry_find_operation (self->registry, operation->undo) : NULL;
  g_clear_pointer (&self->was, json_object_unref);
  self->was = json_object_new ();
  if (operation->never != NULL && self->why == NULL)
    self->why = operation->never;
  if (self->undo == NULL)
    return TRUE;

  g_set_str (&self->id, weft_object_get_id (operation, step->args, self->author));
  for (guint i = 0; self->id != NULL && i < object->n_fields; i++)
    {
      JsonNode *value = NULL;

      if (!restores (self, &object->fields[i]))
        continue;
      if (!weft_object_read (object, database, self->stream, self->id, &object->fields[i], &value, error))
        return FALSE;
      if (value != NULL)
        json_object_set_member (self->was, object->fields[i].name, value);
      else
        self->incomplete = TRUE; /* older than what this computer holds */
    }

  return TRUE;
}

/* The arguments of the inverse: the old values, and otherwise what the operation itself said. */
static JsonObject *
make_args (WeftUndoing *self)
{
  JsonObject *args = json_object_new ();

  for (guint i = 0; self->undo->fields[i] != NULL; i++)
    {
      const char *name = self->undo->fields[i];
      const WeftObjectField *field = weft_object_find_field (self->step->operation->object, name);
      JsonNode *value;

      if (field == NULL)
        value = json_object_get_member (self->step->args, name);
      else
        value = json_object_get_member (self->was, name);
      if (field != NULL && field->is_order && value != NULL)
        value = json_object_get_member (json_node_get_object (value), "after");
      /* What takes itself back says also that there was nothing: else its own inverse would not know of the field. */
      if (value != NULL && (!JSON_NODE_HOLDS_NULL (value) || (field != NULL && self->undo == self->step->operation)))
        json_object_set_member (args, name, json_node_copy (value));
    }

  return args;
}

gboolean
weft_undoing_end (WeftUndoing *self, WeftDatabase *database, GError **error)
{
  const WeftObject *object = self->step->operation->object;
  g_autoptr (JsonObject) args = NULL;
  g_autoptr (GString) base = NULL;
  g_autoptr (GString) out = NULL;

  if (self->undo == NULL || self->id == NULL)
    return TRUE;

  args = make_args (self);
  base = g_string_new (NULL);
  weft_json_begin (base, NULL);
  weft_json_begin (base, "values");
  for (guint i = 0; i < object->n_fields; i++)
    {
      const WeftObjectField *field = &object->fields[i];
      g_autoptr (JsonNode) value = NULL;

      /* What the inverse sets is as it was left; and what it makes away with must not hold anything new. */
      if (self->undo == self->step->operation && !restores (self, field))
        continue;
      if (self->step->operation->mode == WEFT_OPERATION_PENDING)
        {
          JsonNode *told = json_object_get_member (self->step->args, field->name);

          value = told != NULL ? json_node_copy (told) : NULL;
        }
      else if (!weft_object_read (object, database, self->stream, self->id, field, &value, error))
        return FALSE;
      if (value != NULL)
        weft_base_encode (base, field->name, value, json_object_get_member (args, field->name), FALSE);
    }
  weft_json_end (base);
  weft_json_bool (base, "undo", TRUE);
  if (self->at != NULL)
    weft_json_string (base, "at", self->at);
  weft_json_end (base);

  out = g_string_new (NULL);
  weft_json_begin (out, NULL);
  weft_json_string (out, "op", self->undo->name);
  weft_step_write_args (args, base->str, out, "args");
  weft_json_end (out);
  g_ptr_array_add (self->steps, g_string_free_and_steal (g_steal_pointer (&out)));

  return TRUE;
}

const char *
weft_undoing_get_step (WeftUndoing *self, guint index)
{
  return index < self->steps->len ? self->steps->pdata[index] : NULL;
}

static gboolean
insert (WeftUndoing *self,
        WeftDatabase *database,
        WeftUndoStack stack,
        const char *entry,
        const char *group,
        const char *op,
        const char *args,
        GError **error)
{
  return weft_database_run (
      database, error,
      "INSERT INTO undo (stack, entry, family, stream, op, args, why) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
      "itttttt", (gint64) stack, entry, group, self->stream, op, args, self->why);
}

/* The newest step first; in as many groups as it takes frames. */
static gboolean
insert_steps (WeftUndoing *self,
              WeftDatabase *database,
              WeftUndoStack stack,
              const char *entry,
              const char *group,
              GError **error)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = self->steps->len; i > 0;)
    {
      g_autoptr (GString) args = g_string_new ("{\"operations\":[");
      guint n = 0;

      while (i > 0 && n < WEFT_GROUP_MAX)
        {
          const char *step = self->steps->pdata[i - 1];

          if (n > 0 && args->len + strlen (step) + 3 > ARGS_MAX)
            break;
          g_string_append_printf (args, "%s%s", n > 0 ? "," : "", step);
          n++;
          i--;
        }
      g_string_append (args, "]}");
      g_ptr_array_add (parts, g_string_free_and_steal (g_steal_pointer (&args)));
    }

  /* What is put there last is taken first. */
  for (guint i = parts->len; i > 0; i--)
    if (!insert (self, database, stack, entry, group, WEFT_GROUP_OPERATION, parts->pdata[i - 1], error))
      return FALSE;

  return TRUE;
}

gboolean
weft_undoing_push (WeftUndoing *self,
                   WeftDatabase *database,
                   WeftUndoStack stack,
                   gboolean done_anew,
                   const char *entry,
                   const char *group,
                   GError **error)
{
  if (self->why == NULL && self->steps->len == 0)
    return TRUE;

  if (done_anew
      && !weft_database_run (database, error, "DELETE FROM undo WHERE stack = ?1", "i",
                             (gint64) WEFT_UNDO_FORTH))
    return FALSE;
  if (self->incomplete && self->why == NULL)
    return TRUE;

  if (self->why != NULL)
    {
      if (!insert (self, database, stack, entry, group, "", "{}", error))
        return FALSE;
    }
  else if (!insert_steps (self, database, stack, entry, group, error))
    {
      return FALSE;
    }

  return weft_database_run (
      database, error,
      "DELETE FROM undo WHERE stack = ?1 AND family NOT IN"
      " (SELECT family FROM undo WHERE stack = ?1 GROUP BY family ORDER BY max (k) DESC LIMIT ?2)",
      "ii", (gint64) stack, (gint64) WEFT_UNDO_MAX);
}

GPtrArray *
weft_undo_pop (WeftDatabase *database, WeftUndoStack stack, GError **error)
{
  g_autoptr (GPtrArray) steps = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_undo_step_free);
  g_autofree char *group = NULL;
  WeftStatement *statement;
  int step;

  statement = weft_database_query (
      database, error,
      "SELECT family, stream, op, args, why FROM undo WHERE stack = ?1 AND family ="
      " (SELECT family FROM undo WHERE stack = ?1 ORDER BY k DESC LIMIT 1) ORDER BY k DESC",
      "i", (gint64) stack);
  if (statement == NULL)
    return NULL;
  while ((step = weft_statement_step (statement, error)) > 0)
    {
      WeftUndoStep *taken = g_new0 (WeftUndoStep, 1);

      g_set_str (&group, weft_statement_get_text (statement, 0));
      taken->stream = weft_statement_dup_text (statement, 1);
      taken->op = weft_statement_dup_text (statement, 2);
      taken->args = weft_statement_dup_text (statement, 3);
      taken->why = weft_statement_dup_text (statement, 4);
      g_ptr_array_add (steps, taken);
    }
  if (step < 0
      || (group != NULL
          && !weft_database_run (database, error, "DELETE FROM undo WHERE stack = ?1 AND family = ?2", "it",
                                 (gint64) stack, group)))
    return NULL;

  return g_steal_pointer (&steps);
}

gboolean
weft_undo_forget (WeftDatabase *database, const char *entry, GError **error)
{
  /* What cannot be taken back whole is not taken back in part. */
  return weft_database_run (database, error,
                            "DELETE FROM undo WHERE family IN (SELECT family FROM undo WHERE entry = ?1)",
                            "t", entry);
}

gboolean
weft_undo_forget_rows (WeftDatabase *database, const char *stream, const char *rows, GError **error)
{
  g_auto (GStrv) list = g_strsplit (rows, "\n", -1);

  for (guint i = 0; list[i] != NULL; i++)
    {
      const char *key = strchr (list[i], ':');
      g_auto (GStrv) parts = g_strsplit (key != NULL ? key + 1 : "", "\t", -1);

      /* A row without a key is the stream itself. */
      if (parts[0] == NULL || parts[0][0] == '\0'
              ? !weft_undo_forget_stream (database, stream, error)
              : !weft_database_run (database, error,
                                    "DELETE FROM undo WHERE family IN (SELECT family FROM undo"
                                    " WHERE stream = ?1 AND instr (args, ?2) > 0)",
                                    "tt", stream, parts[0]))
        return FALSE;
    }

  return TRUE;
}

/* @empty: (out): whether a row is empty which the operations in @args change; if @pending, one that is there:
 * the others may not have come to be yet. */
static gboolean
names_empty (WeftDatabase *database,
             WeftRegistry *registry,
             const char *stream,
             const char *args,
             gboolean pending,
             gboolean *empty,
             GError **error)
{
  g_autoptr (JsonNode) root = weft_json_parse (args, strlen (args), error);
  g_autoptr (GPtrArray) steps = NULL;

  *empty = FALSE;
  if (root == NULL)
    return FALSE;
  steps = weft_steps_new (registry, WEFT_GROUP_OPERATION, json_node_get_object (root), error);
  for (guint i = 0; steps != NULL && i < steps->len && !*empty; i++)
    {
      const WeftStep *step = steps->pdata[i];
      const WeftObject *object = step->operation->object;
      const char *id = object != NULL ? weft_object_get_id (step->operation, step->args, "") : NULL;
      g_autofree char *row = id != NULL && id[0] != '\0' ? g_strconcat (object->table, ":", id, NULL) : NULL;
      g_autofree char *cells = NULL;
      const WeftTable *table;
      const char *key;

      if (row == NULL || (table = weft_erase_find_table (registry, row, &key)) == NULL)
        continue;
      if (!weft_erase_is_empty (database, registry, stream, row, empty, error)
          || (*empty && pending && !weft_erase_read (database, table, stream, key, NULL, &cells, error)))
        return FALSE;
      *empty = *empty && (!pending || cells != NULL);
    }

  return steps != NULL;
}

gboolean
weft_undo_forget_empty (WeftDatabase *database, WeftRegistry *registry, const char *stream, GError **error)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) args = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) pending = g_array_new (FALSE, FALSE, sizeof (gboolean));
  WeftStatement *statement;
  gboolean on_its_way;
  int step;

  statement = weft_database_query (database, error,
                                   "SELECT entry, args, entry IN (SELECT id FROM outbox) FROM undo"
                                   " WHERE stream = ?1 AND op <> ''",
                                   "t", stream);
  if (statement == NULL)
    return FALSE;
  while ((step = weft_statement_step (statement, error)) > 0)
    {
      g_ptr_array_add (entries, weft_statement_dup_text (statement, 0));
      g_ptr_array_add (args, weft_statement_dup_text (statement, 1));
      on_its_way = weft_statement_get_int (statement, 2) != 0;
      g_array_append_val (pending, on_its_way);
    }
  for (guint i = 0; step == 0 && i < entries->len; i++)
    {
      gboolean empty;

      if (!names_empty (database, registry, stream, args->pdata[i], g_array_index (pending, gboolean, i),
                        &empty, error)
          || (empty
              && (!weft_undo_forget (database, entries->pdata[i], error)
                  || !weft_scrub_want (database, error))))
        return FALSE;
    }

  return step == 0;
}

gboolean
weft_undo_forget_stream (WeftDatabase *database, const char *stream, GError **error)
{
  return weft_database_run (database, error,
                            "DELETE FROM undo WHERE family IN (SELECT family FROM undo WHERE stream = ?1)",
                            "t", stream);
}
