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

  /* Of the step that is under way, and of each object which it changes. */
  const WeftStep *step;
  const WeftOperation *undo; /* (nullable) */
  GPtrArray *ids;            /* of char* */
  GPtrArray *was;            /* of JsonObject*: field → value */
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
  self->ids = g_ptr_array_new_with_free_func (g_free);
  self->was = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);

  return self;
}

void
weft_undoing_free (WeftUndoing *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->steps);
  g_ptr_array_unref (self->was);
  g_ptr_array_unref (self->ids);
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

static gboolean
read_object (WeftUndoing *self, const char *id, WeftDatabase *database, GError **error)
{
  const WeftObject *object = self->step->operation->object;
  JsonObject *was = json_object_new ();

  g_ptr_array_add (self->ids, g_strdup (id));
  g_ptr_array_add (self->was, was);
  for (guint i = 0; i < object->n_fields; i++)
    {
      const WeftObjectField *field = &object->fields[i];
      JsonNode *value = NULL;

      if (!restores (self, field))
        continue;
      if (!weft_object_read (object, database, self->stream, id, field, self->step->args, &value, error))
        return FALSE;
      if (value != NULL)
        json_object_set_member (was, field->name, value);
      else
        self->incomplete = TRUE; /* older than what this computer holds */
    }

  return TRUE;
}

gboolean
weft_undoing_begin (WeftUndoing *self, WeftStep *step, WeftDatabase *database, GError **error)
{
  const WeftOperation *operation = step->operation;
  guint n;

  self->step = step;
  self->undo
      = operation->undo != NULL ? weft_registry_find_operation (self->registry, operation->undo) : NULL;
  g_ptr_array_set_size (self->ids, 0);
  g_ptr_array_set_size (self->was, 0);
  if (operation->never != NULL && self->why == NULL)
    self->why = operation->never;
  if (self->undo == NULL)
    return TRUE;

  n = weft_object_count (operation, step->args);
  for (guint i = 0; i < n; i++)
    {
      const char *id = weft_object_get_id (operation, step->args, self->author, i);

      if (id != NULL && !read_object (self, id, database, error))
        return FALSE;
    }

  return TRUE;
}

static JsonNode *
make_ids (WeftUndoing *self, GArray *run)
{
  g_autoptr (JsonArray) ids = json_array_sized_new (run->len);

  for (guint i = 0; i < run->len; i++)
    json_array_add_string_element (ids, self->ids->pdata[g_array_index (run, guint, i)]);

  return json_node_init_array (json_node_alloc (), ids);
}

/* The arguments of the inverse for the objects in @run: the old values, and otherwise what the operation itself said. */
static JsonObject *
make_args (WeftUndoing *self, GArray *run)
{
  JsonObject *was = self->was->pdata[g_array_index (run, guint, 0)];
  JsonObject *args = json_object_new ();

  for (guint i = 0; self->undo->fields[i] != NULL; i++)
    {
      const char *name = self->undo->fields[i];
      const WeftObjectField *field = weft_object_find_field (self->step->operation->object, name);
      JsonNode *value;

      if (g_strcmp0 (name, self->undo->each) == 0)
        {
          json_object_set_member (args, name, make_ids (self, run));
          continue;
        }
      if (field == NULL)
        value = json_object_get_member (self->step->args, name);
      else
        value = json_object_get_member (was, name);
      if (field != NULL && field->is_order && value != NULL)
        value = json_object_get_member (json_node_get_object (value), "after");
      /* What takes itself back says also that there was nothing: else its own inverse would not know of the field. */
      if (value != NULL && (!JSON_NODE_HOLDS_NULL (value) || (field != NULL && self->undo == self->step->operation)))
        json_object_set_member (args, name, json_node_copy (value));
    }

  return args;
}

/* What takes back what was done to the objects in @run, which were alike before, and are now. */
static gboolean
note_step (WeftUndoing *self, GArray *run, WeftDatabase *database, GError **error)
{
  const WeftObject *object = self->step->operation->object;
  const char *id = self->ids->pdata[g_array_index (run, guint, 0)];
  g_autoptr (JsonObject) args = make_args (self, run);
  g_autoptr (GString) base = g_string_new (NULL);
  g_autoptr (GString) out = NULL;

  weft_json_begin (base, NULL);
  weft_json_begin (base, "values");
  for (guint i = 0; i < object->n_fields; i++)
    {
      const WeftObjectField *field = &object->fields[i];
      g_autoptr (JsonNode) value = NULL;

      /* What the inverse sets is as it was left; and what it makes away with must not hold anything new. */
      if (self->undo == self->step->operation && !restores (self, field))
        continue;
      if (self->undo->each != NULL && field->is_order)
        continue; /* each has its own */
      if (self->step->operation->mode == WEFT_OPERATION_PENDING)
        {
          JsonNode *told = json_object_get_member (self->step->args, field->name);

          value = told != NULL ? json_node_copy (told) : NULL;
        }
      else if (!weft_object_read (object, database, self->stream, id, field, self->step->args, &value, error))
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

/* What the object at @index was, but for its place. */
static char *
describe (WeftUndoing *self, guint index)
{
  const WeftObject *object = self->step->operation->object;
  GString *out = g_string_new (NULL);

  weft_json_begin (out, NULL);
  for (guint i = 0; i < object->n_fields; i++)
    {
      JsonNode *value = json_object_get_member (self->was->pdata[index], object->fields[i].name);

      if (value != NULL && !object->fields[i].is_order)
        weft_json_node (out, object->fields[i].name, value);
    }
  weft_json_end (out);

  return g_string_free_and_steal (out);
}

/* Behind which one the object at @index was; NULL where it was the first. */
static const char *
find_before (WeftUndoing *self, guint index, gboolean *ordered)
{
  const WeftObject *object = self->step->operation->object;

  for (guint i = 0; i < object->n_fields; i++)
    {
      JsonNode *value = json_object_get_member (self->was->pdata[index], object->fields[i].name);

      if (value == NULL || !object->fields[i].is_order)
        continue;
      *ordered = TRUE;
      return json_object_get_string_member_with_default (json_node_get_object (value), "after", NULL);
    }

  *ordered = FALSE;
  return NULL;
}

typedef struct
{
  guint next;     /* index of what goes on behind it in one step, + 1; 0: nothing */
  gboolean inner; /* it goes on behind another, or was named before */
} Link;

/* Chains what was alike and, where there is an order, stood together: each chain is taken back by one step. As nothing stands behind two things,
 * or behind itself, they do not meet. */
static Link *
chain (WeftUndoing *self)
{
  g_autoptr (GHashTable) by_id = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) by_what = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) what = g_ptr_array_new_with_free_func (g_free);
  g_autofree Link *links = g_new0 (Link, self->ids->len);

  for (guint i = 0; i < self->ids->len; i++)
    {
      g_ptr_array_add (what, describe (self, i));
      links[i].inner = g_hash_table_contains (by_id, self->ids->pdata[i]);
      if (!links[i].inner)
        g_hash_table_insert (by_id, self->ids->pdata[i], GUINT_TO_POINTER (i + 1));
    }
  for (guint i = 0; i < self->ids->len; i++)
    {
      gboolean ordered;
      const char *id = find_before (self, i, &ordered);
      guint before;

      if (links[i].inner)
        continue;
      if (ordered)
        before = id != NULL ? GPOINTER_TO_UINT (g_hash_table_lookup (by_id, id)) : 0;
      else
        before = GPOINTER_TO_UINT (g_hash_table_lookup (by_what, what->pdata[i]));
      g_hash_table_insert (by_what, what->pdata[i], GUINT_TO_POINTER (i + 1));
      if (before > 0 && g_str_equal (what->pdata[i], what->pdata[before - 1]))
        {
          links[before - 1].next = i + 1;
          links[i].inner = TRUE;
        }
    }

  return g_steal_pointer (&links);
}

/* Before the inverse, as steps are run from the last to the first. */
void
weft_undoing_plan (WeftUndoing *self, WeftPlan *plan)
{
  for (guint i = 0; i < weft_plan_get_n_taking_back (plan); i++)
    g_ptr_array_add (self->steps, g_strdup (weft_plan_get_taking_back (plan, i)));
}

gboolean
weft_undoing_end (WeftUndoing *self, WeftDatabase *database, GError **error)
{
  g_autofree Link *links = NULL;

  if (self->undo == NULL || self->ids->len == 0)
    return TRUE;

  links = chain (self);
  for (guint i = 0; i < self->ids->len; i++)
    {
      g_autoptr (GArray) run = NULL;

      if (links[i].inner)
        continue;
      run = g_array_new (FALSE, FALSE, sizeof (guint));
      g_array_append_val (run, i);
      for (guint next = links[i].next; next > 0; next = links[next - 1].next)
        {
          guint index = next - 1;

          g_array_append_val (run, index);
        }
      if (!note_step (self, run, database, error))
        return FALSE;
    }

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

static gboolean
is_empty (WeftDatabase *database,
          WeftRegistry *registry,
          const char *stream,
          const WeftObject *object,
          const char *id,
          gboolean pending,
          gboolean *empty,
          GError **error)
{
  g_autofree char *row = id != NULL && id[0] != '\0' ? g_strconcat (object->table, ":", id, NULL) : NULL;
  g_autofree char *cells = NULL;
  const WeftTable *table;
  const char *key;

  *empty = FALSE;
  if (row == NULL || (table = weft_erase_find_table (registry, row, &key)) == NULL)
    return TRUE;
  if (!weft_erase_is_empty (database, registry, stream, row, empty, error)
      || (*empty && pending && !weft_erase_read (database, table, stream, key, NULL, &cells, error)))
    return FALSE;
  *empty = *empty && (!pending || cells != NULL);

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
      guint n = object != NULL ? weft_object_count (step->operation, step->args) : 0;

      for (guint j = 0; j < n && !*empty; j++)
        if (!is_empty (database, registry, stream, object, weft_object_get_id (step->operation, step->args, "", j), pending, empty, error))
          return FALSE;
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
