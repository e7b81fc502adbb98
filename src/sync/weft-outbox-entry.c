/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-sync"

#include "config.h"

#include "sync/weft-outbox-entry.h"

#include <string.h>

static void
add_named_files (WeftOutboxEntry *self)
{
  GPtrArray *steps = weft_outbox_entry_get_steps (self, NULL);

  for (guint i = 0; steps != NULL && i < steps->len; i++)
    {
      const WeftStep *step = steps->pdata[i];

      for (guint k = 0; step->operation->files != NULL && step->operation->files[k] != NULL; k++)
        {
          const char *hashes[2] = { NULL };

          if (weft_json_get_string (step->args, step->operation->files[k], &hashes[0], NULL))
            weft_outbox_entry_add_files (self, hashes);
        }
    }
}

WeftOutboxEntry *
weft_outbox_entry_new (WeftRegistry *registry, const char *id, const char *stream, const char *op, const char *args)
{
  WeftOutboxEntry *self = g_new0 (WeftOutboxEntry, 1);

  self->registry = g_object_ref (registry);
  self->stack = WEFT_UNDO_NONE;
  self->id = g_strdup (id);
  self->stream = g_intern_string (stream);
  self->op = g_strdup (op);
  self->operation = weft_registry_find_operation (registry, op);
  self->args = g_strdup (args);
  self->in_outbox.data = self;
  self->in_stream.data = self;
  if (self->operation != NULL ? self->operation->files != NULL : g_str_equal (op, WEFT_GROUP_OPERATION))
    add_named_files (self);

  return self;
}

void
weft_outbox_entry_add_files (WeftOutboxEntry *self, const char *const *hashes)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (self->files != NULL)
    g_strv_builder_addv (builder, (const char **) self->files);
  for (guint i = 0; hashes[i] != NULL; i++)
    if (self->files == NULL || !g_strv_contains ((const char *const *) self->files, hashes[i]))
      g_strv_builder_add (builder, hashes[i]);
  g_strfreev (self->files);
  self->files = g_strv_builder_end (builder);
}

void
weft_outbox_entry_free (WeftOutboxEntry *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->steps, g_ptr_array_unref);
  g_clear_error (&self->unpredicted);
  g_free (self->seen);
  g_free (self->group);
  g_object_unref (self->registry);
  g_clear_pointer (&self->positions, g_array_unref);
  g_clear_error (&self->error);
  g_free (self->id);
  g_free (self->op);
  g_free (self->args);
  g_strfreev (self->files);
  g_free (self);
}

GPtrArray *
weft_outbox_entry_get_steps (WeftOutboxEntry *self, GError **error)
{
  g_autoptr (GPtrArray) steps = NULL;
  g_autoptr (JsonNode) node = NULL;

  if (self->steps != NULL)
    return self->steps;

  if (self->operation == NULL && !g_str_equal (self->op, WEFT_GROUP_OPERATION))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "op: this program does not know “%s”", self->op);
      return NULL;
    }

  node = weft_json_parse (self->args, strlen (self->args), error);
  if (node == NULL || (steps = weft_steps_new (self->registry, self->op, json_node_get_object (node), error)) == NULL)
    return NULL;

  for (guint i = 0; i < steps->len; i++)
    if (!weft_step_check (steps->pdata[i], error))
      {
        if (self->operation == NULL)
          g_prefix_error (error, "operations[%u].", i);
        return NULL;
      }

  self->steps = g_steal_pointer (&steps);

  return self->steps;
}

void
weft_outbox_entry_forget_base (WeftOutboxEntry *self)
{
  GPtrArray *steps = weft_outbox_entry_get_steps (self, NULL);

  for (guint i = 0; steps != NULL && i < steps->len; i++)
    g_clear_pointer (&((WeftStep *) steps->pdata[i])->base, json_object_unref);

  self->fresh = TRUE;
  self->stack = WEFT_UNDO_BACK;
  self->anew = TRUE;
  g_clear_pointer (&self->seen, g_free);
}

gboolean
weft_outbox_entry_is_predicted (WeftOutboxEntry *self)
{
  if (self->operation != NULL && self->operation->mode != WEFT_OPERATION_OPTIMISTIC)
    return FALSE;

  return self->state != WEFT_OUTBOX_FAILED && !self->over;
}
