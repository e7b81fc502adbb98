/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-store"

#include "config.h"

#include "store/weft-step.h"

#include <string.h>

#include "base/weft-merge.h"
#include "proto/weft-field.h"
#include "store/weft-base.h"
#include "store/weft-object.h"

static void
loss_free (gpointer data)
{
  WeftLoss *self = data;

  g_free (self->op);
  g_free (self->object);
  g_free (self->mine);
  g_free (self->theirs);
  g_free (self->base);
  g_free (self->by);
  g_free (self);
}

GPtrArray *
weft_losses_new (void)
{
  return g_ptr_array_new_with_free_func (loss_free);
}

static gboolean refuse (GError **error, WeftError code, const char *format, ...) G_GNUC_PRINTF (3, 4);

static gboolean
refuse (GError **error, WeftError code, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  if (error != NULL)
    *error = g_error_new_valist (WEFT_ERROR, code, format, arguments);
  va_end (arguments);

  return FALSE;
}

/* What both ends say of a change that stands in the way; the name is told, never decided by. */
static gboolean
refuse_changed (WeftStep *self,
                WeftDatabase *database,
                const char *stream,
                const char *author,
                const char *id,
                const WeftObjectField *field,
                GError **error)
{
  g_autofree char *by = weft_object_dup_changer (self->operation->object, database, stream, id, field);
  g_autofree char *name = NULL;

  if (by != NULL && g_str_equal (by, author))
    return refuse (error, WEFT_ERROR_CONFLICT, "%s: changed by you elsewhere since", field->name);

  if (by != NULL)
    {
      WeftStatement *statement
          = weft_database_query (database, NULL, "SELECT name FROM person WHERE stream = ?1 AND id = ?2",
                                 "tt", WEFT_STREAM_WORKSPACE, by);

      if (statement != NULL && weft_statement_step (statement, NULL) > 0)
        {
          name = weft_statement_dup_text (statement, 0);
          weft_statement_reset (statement);
        }
    }

  return refuse (error, WEFT_ERROR_CONFLICT, "%s: changed by %s since", field->name,
                 name != NULL ? name : "somebody else");
}

/* Theirs, with what I put in and without what I took out. */
static JsonNode *
merge_sets (JsonNode *base, JsonNode *mine, JsonNode *theirs)
{
  g_autoptr (GHashTable) before = weft_base_collect (base);
  g_autoptr (GHashTable) wanted = weft_base_collect (mine);
  g_autoptr (GHashTable) there = weft_base_collect (theirs);
  g_autoptr (JsonArray) merged = json_array_new ();
  JsonArray *elements = JSON_NODE_HOLDS_ARRAY (theirs) ? json_node_get_array (theirs) : NULL;

  for (guint i = 0; elements != NULL && i < json_array_get_length (elements); i++)
    {
      const char *element = json_array_get_string_element (elements, i);

      if (g_hash_table_contains (wanted, element) || !g_hash_table_contains (before, element))
        json_array_add_string_element (merged, element);
    }
  elements = JSON_NODE_HOLDS_ARRAY (mine) ? json_node_get_array (mine) : NULL;
  for (guint i = 0; elements != NULL && i < json_array_get_length (elements); i++)
    {
      const char *element = json_array_get_string_element (elements, i);

      if (!g_hash_table_contains (before, element) && g_hash_table_add (there, (gpointer) element))
        json_array_add_string_element (merged, element);
    }

  return json_node_init_array (json_node_alloc (), merged);
}

typedef struct
{
  WeftStep *step;
  WeftDatabase *database;
  const char *stream;
  const char *author;
  const char *id;
  GPtrArray *losses; /* (nullable) */
  gboolean undo;
  gboolean merged; /* some text is neither one's nor the other's */
} Settling;

static void
note_loss (Settling *self, const WeftObjectField *field, JsonNode *mine, JsonNode *theirs, JsonNode *base)
{
  WeftLoss *loss;

  if (self->losses == NULL)
    return;

  loss = g_new0 (WeftLoss, 1);
  loss->op = g_strdup (self->step->operation->name);
  loss->object = g_strdup (self->id);
  loss->field = field->name;
  loss->mine = json_node_dup_string (mine);
  loss->theirs = json_node_dup_string (theirs);
  loss->base = base != NULL && JSON_NODE_HOLDS_VALUE (base) ? json_node_dup_string (base) : NULL;
  loss->by = weft_object_dup_changer (self->step->operation->object, self->database, self->stream, self->id,
                                      field);
  g_ptr_array_add (self->losses, loss);
}

static gboolean
settle_text (Settling *self,
             const WeftObjectField *field,
             JsonNode *base,
             JsonNode *mine,
             JsonNode *theirs,
             GError **error)
{
  gboolean conflict = TRUE;
  g_autofree char *text = NULL;
  JsonNode *merged;

  /* What was emptied may have been erased: neither the rows nor a list of what was lost may bring it back.
   * The author still has what they wrote in their outbox. */
  if (json_node_get_string (theirs)[0] == '\0')
    return refuse_changed (self->step, self->database, self->stream, self->author, self->id, field, error);

  merged = json_node_alloc ();
  if (base != NULL && JSON_NODE_HOLDS_VALUE (base))
    text = weft_merge_text (json_node_get_string (base), json_node_get_string (mine),
                            json_node_get_string (theirs), &conflict);
  if (conflict && self->undo)
    {
      json_node_unref (merged);
      return refuse_changed (self->step, self->database, self->stream, self->author, self->id, field, error);
    }
  if (conflict)
    note_loss (self, field, mine, theirs, base);

  self->merged = self->merged || text != NULL;
  json_node_init_string (merged, text != NULL ? text : json_node_get_string (theirs));
  json_object_set_member (self->step->settled, field->name, merged);
  return TRUE;
}

/* What is still said in the new text is not lost. */
static void
keep_overwritten (Settling *self, const WeftObjectField *field, JsonNode *mine, JsonNode *theirs)
{
  const char *overwritten = json_node_get_string (theirs);
  WeftLoss *loss;

  if (self->losses == NULL || *overwritten == '\0' || strstr (json_node_get_string (mine), overwritten) != NULL)
    return;
  note_loss (self, field, theirs, mine, NULL);
  loss = g_ptr_array_index (self->losses, self->losses->len - 1);
  g_set_str (&loss->by, self->author);
  loss->kept = TRUE;
}

static gboolean
settle_field (Settling *self, const WeftObjectField *field, JsonNode *told, GError **error)
{
  JsonNode *mine = json_object_get_member (self->step->args, field->name);
  g_autoptr (JsonNode) theirs = NULL;
  g_autoptr (JsonNode) base = NULL;
  gboolean same;

  if (mine != NULL && JSON_NODE_HOLDS_NULL (mine))
    mine = NULL;
  if (!weft_base_decode (field, told, mine, &base, error)
      || !weft_object_read (self->step->operation->object, self->database, self->stream, self->id, field,
                            self->step->args, &theirs, error))
    return FALSE;

  /* The plan knows better what to say of something that is not there. */
  if (theirs == NULL || weft_base_equal (field, base, theirs)
      || (mine != NULL && weft_base_equal (field, mine, theirs)))
    return TRUE;

  same = mine != NULL && weft_base_equal (field, base, mine);
  if (same && !self->undo && !field->is_order && self->step->operation->each == NULL)
    {
      json_object_set_member (self->step->settled, field->name, json_node_copy (theirs));
      return TRUE;
    }

  if (mine == NULL && !self->undo)
    return TRUE;
  if (mine == NULL || field->rule == WEFT_RULE_REJECT || (self->undo && (field->rule == WEFT_RULE_LAST || field->rule == WEFT_RULE_LAST_KEPT)))
    return refuse_changed (self->step, self->database, self->stream, self->author, self->id, field, error);
  if (field->rule == WEFT_RULE_MERGE_TEXT)
    return settle_text (self, field, base, mine, theirs, error);
  if (field->rule == WEFT_RULE_LAST_KEPT)
    keep_overwritten (self, field, mine, theirs);
  if (field->rule == WEFT_RULE_SET_UNION)
    json_object_set_member (self->step->settled, field->name, merge_sets (base, mine, theirs));

  return TRUE;
}

static gboolean
settle_all (Settling *self, GError **error)
{
  const WeftObject *object = self->step->operation->object;
  guint n = object != NULL ? weft_object_count (self->step->operation, self->step->args) : 0;
  JsonObject *values = NULL;
  JsonObjectIter iter;
  const char *name;
  JsonNode *told;

  if (object == NULL)
    return refuse (error, WEFT_ERROR_INVALID, "base: %s changes no object", self->step->operation->name);
  if (json_object_has_member (self->step->base, "undo")
      && !weft_json_get_bool (self->step->base, "undo", &self->undo, error))
    {
      g_prefix_error_literal (error, "base.");
      return FALSE;
    }
  if (!weft_json_get_object (self->step->base, "values", &values, error))
    {
      g_prefix_error_literal (error, "base.");
      return FALSE;
    }
  json_object_iter_init (&iter, values);
  while (json_object_iter_next (&iter, &name, &told))
    {
      const WeftObjectField *field = weft_object_find_field (object, name);

      if (field == NULL)
        return refuse (error, WEFT_ERROR_INVALID, "base.values.%.80s: %s has no such field", name,
                       object->name);
      for (guint i = 0; i < n; i++)
        {
          self->id = weft_object_get_id (self->step->operation, self->step->args, self->author, i);
          if (self->id == NULL)
            return TRUE; /* refused for that when it is parsed */
          if (!settle_field (self, field, told, error))
            return FALSE;
        }
    }

  return TRUE;
}

static void
forget_parsed (WeftStep *self)
{
  if (self->parsed != NULL)
    self->operation->clear (self->parsed);
  g_clear_pointer (&self->parsed, g_free);
}

static gboolean
parse (WeftStep *self, GError **error)
{
  g_autofree gpointer parsed = g_malloc0 (MAX (self->operation->args_size, 1));

  forget_parsed (self);
  if (!self->operation->parse (self->settled, parsed, error))
    {
      self->operation->clear (parsed);
      return FALSE;
    }
  if (self->operation->each != NULL && weft_object_count (self->operation, self->args) == 0)
    {
      self->operation->clear (parsed);
      return refuse (error, WEFT_ERROR_INVALID, "%s: 0 elements, at least 1", self->operation->each);
    }

  self->parsed = g_steal_pointer (&parsed);
  return TRUE;
}

static JsonObject *
copy_object (JsonObject *object, const char *without)
{
  JsonObject *copy = json_object_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    if (g_strcmp0 (name, without) != 0)
      json_object_set_member (copy, name, json_node_copy (node));

  return copy;
}

/* Too long together, though each was short enough: what was first stays, and nothing of it is lost. */
static void
give_way (Settling *self)
{
  const WeftObject *object = self->step->operation->object;

  for (guint i = 0; i < object->n_fields; i++)
    {
      const WeftObjectField *field = &object->fields[i];
      JsonNode *mine = json_object_get_member (self->step->args, field->name);
      g_autoptr (JsonNode) theirs = NULL;

      if (field->rule != WEFT_RULE_MERGE_TEXT || mine == NULL
          || !weft_object_read (object, self->database, self->stream, self->id, field, self->step->args, &theirs, NULL)
          || theirs == NULL
          || weft_base_equal (field, json_object_get_member (self->step->settled, field->name), mine))
        continue;
      note_loss (self, field, mine, theirs, NULL);
      json_object_set_member (self->step->settled, field->name, g_steal_pointer (&theirs));
    }
}

WeftStep *
weft_step_new (const WeftOperation *operation, JsonObject *args, GError **error)
{
  g_autoptr (WeftStep) self = g_new0 (WeftStep, 1);

  self->operation = operation;
  if (!json_object_has_member (args, "base"))
    self->args = json_object_ref (args);
  else
    {
      JsonObject *base;

      if (!weft_json_get_object (args, "base", &base, error))
        return NULL;
      self->base = json_object_ref (base);
      self->args = copy_object (args, "base");
    }

  return g_steal_pointer (&self);
}

void
weft_step_free (WeftStep *self)
{
  if (self == NULL)
    return;

  forget_parsed (self);
  g_clear_pointer (&self->settled, json_object_unref);
  g_clear_pointer (&self->base, json_object_unref);
  g_clear_pointer (&self->args, json_object_unref);
  g_free (self);
}

static gboolean
add_step (GPtrArray *steps, WeftRegistry *registry, const char *op, JsonObject *args, GError **error)
{
  const WeftOperation *operation = weft_registry_find_operation (registry, op);
  WeftStep *step;

  if (operation == NULL)
    return refuse (error, WEFT_ERROR_INVALID, "op: no operation is called “%.80s”", op);

  step = weft_step_new (operation, args, error);
  if (step != NULL)
    g_ptr_array_add (steps, step);

  return step != NULL;
}

static gboolean
add_group (GPtrArray *steps, WeftRegistry *registry, JsonObject *args, GError **error)
{
  static const char *const fields[] = { "operations", NULL };
  JsonArray *operations;
  guint n;

  if (!weft_json_get_array (args, "operations", &operations, error)
      || !weft_field_refuse_others (args, fields, WEFT_GROUP_OPERATION, error))
    return FALSE;
  n = json_array_get_length (operations);
  if (n == 0)
    return refuse (error, WEFT_ERROR_INVALID, "operations: 0 elements, at least 1");
  if (n > WEFT_GROUP_MAX)
    return refuse (error, WEFT_ERROR_TOO_LARGE, "operations: %u elements, at most %d", n, WEFT_GROUP_MAX);

  for (guint i = 0; i < n; i++)
    {
      JsonNode *node = json_array_get_element (operations, i);
      JsonObject *inner;
      const char *op;
      gboolean done;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        return refuse (error, WEFT_ERROR_INVALID, "operations[%u]: expected an object, got %s", i,
                       weft_json_describe (node));
      done = weft_json_get_string (json_node_get_object (node), "op", &op, error)
             && weft_json_get_object (json_node_get_object (node), "args", &inner, error)
             && add_step (steps, registry, op, inner, error);
      if (done && ((WeftStep *) steps->pdata[i])->operation->creates)
        done = refuse (error, WEFT_ERROR_INVALID, "op: %s makes a stream, which no group does", op);
      if (!done)
        {
          g_prefix_error (error, "operations[%u].", i);
          return FALSE;
        }
    }

  return TRUE;
}

GPtrArray *
weft_steps_new (WeftRegistry *registry, const char *op, JsonObject *args, GError **error)
{
  g_autoptr (GPtrArray) steps = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_step_free);
  gboolean done = g_str_equal (op, WEFT_GROUP_OPERATION) ? add_group (steps, registry, args, error)
                                                         : add_step (steps, registry, op, args, error);

  return done ? g_steal_pointer (&steps) : NULL;
}

gboolean
weft_step_check (WeftStep *self, GError **error)
{
  g_clear_pointer (&self->settled, json_object_unref);
  self->settled = json_object_ref (self->args);

  return parse (self, error);
}

gconstpointer
weft_step_settle (WeftStep *self,
                  WeftDatabase *database,
                  const char *stream,
                  const char *author,
                  GPtrArray *losses,
                  GError **error)
{
  Settling settling
      = { .step = self, .database = database, .stream = stream, .author = author, .losses = losses };

  if (self->base == NULL)
    return self->parsed != NULL || weft_step_check (self, error) ? self->parsed : NULL;

  /* What is wrong with the arguments themselves is said before anything else. */
  if (!weft_step_check (self, error))
    return NULL;
  g_clear_pointer (&self->settled, json_object_unref);
  self->settled = copy_object (self->args, NULL);
  if (!settle_all (&settling, error))
    return NULL;

  if (settling.merged && !settling.undo && !parse (self, NULL))
    give_way (&settling);

  return parse (self, error) ? self->parsed : NULL;
}

gboolean
weft_step_write_base (const WeftOperation *operation,
                      JsonObject *args,
                      JsonObject *seen,
                      WeftDatabase *database,
                      const char *stream,
                      const char *author,
                      gboolean brief,
                      GString *out,
                      GError **error)
{
  const WeftObject *object = operation->object;
  const char *id = object != NULL && operation->each == NULL ? weft_object_get_id (operation, args, author, 0) : NULL;
  guint n_fields = 0;

  /* Of many at once the last change counts, whatever they were before. */
  if (id == NULL)
    return TRUE;
  for (guint i = 0; i < object->n_fields; i++)
    n_fields += weft_json_has (args, object->fields[i].name) ? 1 : 0;

  for (guint i = 0; i < object->n_fields; i++)
    {
      const WeftObjectField *field = &object->fields[i];
      JsonNode *mine = json_object_get_member (args, field->name);
      g_autoptr (JsonNode) value = NULL;

      /* Alone, who comes last wins whatever it was before. */
      if (mine == NULL || JSON_NODE_HOLDS_NULL (mine) || field->is_order
          || (field->rule == WEFT_RULE_LAST && n_fields == 1))
        continue;
      if (seen != NULL && json_object_has_member (seen, field->name))
        value = json_node_copy (json_object_get_member (seen, field->name));
      else if (!weft_object_read (object, database, stream, id, field, args, &value, error))
        return FALSE;
      if (value == NULL)
        return TRUE; /* it is made by this operation, or not held */

      if (out->len == 0)
        {
          weft_json_begin (out, NULL);
          weft_json_begin (out, "values");
        }
      weft_base_encode (out, field->name, value, mine, brief);
    }

  if (out->len > 0)
    {
      weft_json_end (out);
      weft_json_end (out);
    }
  return TRUE;
}

void
weft_step_write_conflict (GString *base, const char *conflict)
{
  if (base->len == 0)
    g_string_append (base, "{\"values\":{}}");
  g_string_truncate (base, base->len - 1);
  weft_json_string (base, "conflict", conflict);
  weft_json_end (base);
}

void
weft_step_write_args (JsonObject *args, const char *base, GString *out, const char *key)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  weft_json_begin (out, key);
  json_object_iter_init_ordered (&iter, args);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    if (!g_str_equal (name, "base"))
      weft_json_node (out, name, node);
  if (base != NULL && base[0] != '\0')
    weft_json_raw (out, "base", base, -1);
  weft_json_end (out);
}
