/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-sync"

#include "config.h"

#include "sync/weft-prediction.h"

#include <string.h>

#include "store/weft-fold.h"
#include "store/weft-plan.h"
#include "sync/weft-undo.h"

/* Room for the events of one operation between the numbers of two predictions. */
#define EVENTS_PER_OPERATION 64
/* Room in a frame for what stands around the arguments. */
#define OPERATION_OVERHEAD 512

/* Plans and folds one step of @entry, which has made @n_events before. @inverse: (nullable). FALSE with a refusal, or with a fault
 * of the store's. */
static gboolean
predict_step (WeftCopy *copy, WeftOutboxEntry *entry, WeftStep *step, WeftUndoing *inverse, guint *n_events, GError **error)
{
  WeftDatabase *database = copy->database;
  const WeftOperation *operation = step->operation;
  g_autoptr (WeftPlan) plan = NULL;
  gconstpointer args;
  WeftRole role;

  if (!weft_registry_allows (copy->registry, operation, entry->stream))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "op: %s does not run on %s", operation->name,
                   entry->stream);
      return FALSE;
    }

  role = weft_copy_get_role (copy, entry->stream);
  if (role == WEFT_ROLE_NONE && operation->creates)
    role = weft_copy_get_role (copy, WEFT_STREAM_WORKSPACE);
  if (!weft_operation_check_role (operation, role, error))
    return FALSE;

  args = weft_step_settle (step, database, entry->stream, copy->person, NULL, error);
  if (args == NULL)
    return FALSE;

  plan = weft_plan_new (database, entry->stream, copy->person, role, entry->created_at);
  if (!operation->plan (plan, args, error))
    return FALSE;
  if (inverse != NULL)
    weft_undoing_plan (inverse, plan);

  for (guint i = 0; i < weft_plan_get_n_events (plan); i++)
    {
      const WeftPlannedEvent *planned = weft_plan_get_event (plan, i);
      g_autoptr (JsonNode) body = NULL;
      WeftFold fold = {
        .database = database,
        .stream = entry->stream,
        .by = copy->person,
        .seq
        = WEFT_SEQ_PREDICTED + entry->k * EVENTS_PER_OPERATION + MIN (*n_events, EVENTS_PER_OPERATION - 1),
        .at = entry->created_at,
        .registry = copy->registry,
      };

      if (planned->stream != NULL && !g_str_equal (planned->stream, entry->stream))
        continue;

      (*n_events)++;
      body = weft_json_parse (planned->body, strlen (planned->body), error);
      if (body == NULL || !weft_fold_apply (&fold, planned->event, json_node_get_object (body), error))
        {
          if (error != NULL && !g_error_matches (*error, WEFT_ERROR, WEFT_ERROR_FULL))
            g_warning ("%s cannot be predicted: %s", entry->op, (*error)->message);
          return FALSE;
        }
    }

  return TRUE;
}

/* What @step is based on, unless it says so itself. */
static gboolean
add_base (WeftCopy *copy, WeftOutboxEntry *entry, WeftStep *step, gboolean brief, GError **error)
{
  const char *conflict
      = step->base != NULL ? json_object_get_string_member_with_default (step->base, "conflict", NULL) : NULL;
  g_autoptr (GString) base = g_string_new (NULL);
  g_autoptr (JsonNode) seen = NULL;
  g_autoptr (JsonNode) node = NULL;

  if (step->base != NULL && !brief)
    return TRUE;
  if (entry->seen != NULL && (seen = weft_json_parse (entry->seen, strlen (entry->seen), error)) == NULL)
    return FALSE;
  if (!weft_step_write_base (step->operation, step->args, seen != NULL ? json_node_get_object (seen) : NULL,
                             copy->database, entry->stream, copy->person, brief, base, error))
    return FALSE;
  if (conflict != NULL)
    weft_step_write_conflict (base, conflict);
  if (base->len == 0)
    return TRUE;

  node = weft_json_parse (base->str, base->len, error);
  if (node == NULL)
    return FALSE;
  g_clear_pointer (&step->base, json_object_unref);
  step->base = json_object_ref (json_node_get_object (node));

  return TRUE;
}

static char *
write_steps (WeftOutboxEntry *entry)
{
  g_autoptr (GString) out = g_string_new (NULL);
  gboolean group = entry->operation == NULL;

  if (group)
    {
      weft_json_begin (out, NULL);
      weft_json_begin_array (out, "operations");
    }
  for (guint i = 0; i < entry->steps->len; i++)
    {
      WeftStep *step = entry->steps->pdata[i];
      g_autoptr (GString) base = g_string_new (NULL);

      if (step->base != NULL)
        {
          g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), step->base);

          weft_json_node (base, NULL, node);
        }
      if (group)
        {
          weft_json_begin (out, NULL);
          weft_json_string (out, "op", step->operation->name);
        }
      weft_step_write_args (step->args, base->str, out, group ? "args" : NULL);
      if (group)
        weft_json_end (out);
    }
  if (group)
    {
      weft_json_end_array (out);
      weft_json_end (out);
    }

  return g_string_free_and_steal (g_steal_pointer (&out));
}

/* Writes down what was noted when the operation was new. */
static gboolean
keep_notes (WeftCopy *copy, WeftOutboxEntry *entry, WeftUndoing *inverse, GError **error)
{
  g_autofree char *args = write_steps (entry);

  if (strlen (args) + OPERATION_OVERHEAD > WEFT_FRAME_MAX)
    {
      for (guint i = 0; i < entry->steps->len; i++)
        if (!add_base (copy, entry, entry->steps->pdata[i], TRUE, error))
          return FALSE;
      g_free (args);
      args = write_steps (entry);
    }

  entry->fresh = FALSE;
  g_set_str (&entry->args, args);

  return weft_database_run (copy->database, error, "UPDATE outbox SET args = ?2 WHERE k = ?1", "it", entry->k,
                            entry->args)
         && (entry->stack == WEFT_UNDO_NONE || entry->unpredicted != NULL
             || weft_undoing_push (inverse, copy->database, entry->stack, entry->anew, entry->id,
                                   entry->group != NULL ? entry->group : entry->id, error));
}

/* One step after the other; a refusal stops them. */
static gboolean
run_steps (WeftCopy *copy, WeftOutboxEntry *entry, WeftUndoing *inverse, GError **error)
{
  guint n_events = 0;

  for (guint i = 0; i < entry->steps->len; i++)
    {
      WeftStep *step = entry->steps->pdata[i];

      if (inverse != NULL
          && (!add_base (copy, entry, step, FALSE, error)
              || !weft_undoing_begin (inverse, step, copy->database, error)))
        return FALSE;
      /* What waits for the server is never assumed, in a group neither. */
      if (step->operation->mode == WEFT_OPERATION_OPTIMISTIC
          && !predict_step (copy, entry, step, inverse, &n_events, error))
        {
          if (entry->operation == NULL)
            g_prefix_error (error, "operations[%u].", i);
          return FALSE;
        }
      if (inverse != NULL && !weft_undoing_end (inverse, copy->database, error))
        return FALSE;
    }

  return TRUE;
}

/* Where the entry's stream stands, if its rows hold nothing that the server may refuse yet. */
static const WeftPosition *
get_position (WeftCopy *copy, WeftOutboxEntry *entry)
{
  const WeftHeld *held = weft_copy_get_stream (copy, entry->stream);

  return held != NULL && held->held && !weft_outbox_has_others (copy->outbox, entry) ? &held->position : NULL;
}

gboolean
weft_prediction_make (WeftCopy *copy, WeftOutboxEntry *entry, GError **error)
{
  WeftDatabase *database = copy->database;
  g_autoptr (WeftUndoing) inverse = NULL;
  g_autoptr (GError) local_error = NULL;

  g_clear_error (&entry->unpredicted);
  if (copy->person == NULL || (!entry->fresh && !weft_outbox_entry_is_predicted (entry)))
    return TRUE;
  if (weft_outbox_entry_get_steps (entry, &entry->unpredicted) == NULL)
    return TRUE;

  if (entry->fresh)
    inverse = weft_undoing_new (copy->registry, entry->stream, copy->person, get_position (copy, entry));
  if (!weft_database_savepoint (database, "prediction", error))
    return FALSE;

  if (!run_steps (copy, entry, inverse, &local_error))
    {
      if (g_error_matches (local_error, WEFT_ERROR, WEFT_ERROR_FULL))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      weft_database_rollback_to (database, "prediction");
      entry->unpredicted = g_steal_pointer (&local_error);
    }

  if (!weft_database_release (database, "prediction", error) || (entry->fresh && !keep_notes (copy, entry, inverse, error)))
    return FALSE;
  /* They are several times as large as its arguments, of which they are made anew, and it may wait for long. */
  g_clear_pointer (&entry->steps, g_ptr_array_unref);
  return TRUE;
}
