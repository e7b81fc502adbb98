/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-sync"

#include "config.h"

#include "sync/weft-outbox-entry.h"

#include <string.h>

WeftOutboxEntry *
weft_outbox_entry_new (WeftRegistry *registry, const char *id, const char *stream, const char *op, const char *args)
{
  WeftOutboxEntry *self = g_new0 (WeftOutboxEntry, 1);

  self->id = g_strdup (id);
  self->stream = g_intern_string (stream);
  self->op = g_strdup (op);
  self->operation = weft_registry_find_operation (registry, op);
  self->args = g_strdup (args);
  self->in_outbox.data = self;
  self->in_stream.data = self;

  return self;
}

void
weft_outbox_entry_free (WeftOutboxEntry *self)
{
  if (self == NULL)
    return;

  if (self->parsed != NULL && self->operation->clear != NULL)
    self->operation->clear (self->parsed);
  g_free (self->parsed);
  g_clear_pointer (&self->node, json_node_unref);
  g_clear_pointer (&self->positions, g_array_unref);
  g_clear_error (&self->error);
  g_free (self->id);
  g_free (self->op);
  g_free (self->args);
  g_free (self);
}

gconstpointer
weft_outbox_entry_get_args (WeftOutboxEntry *self, GError **error)
{
  g_autofree gpointer parsed = NULL;

  if (self->parsed != NULL)
    return self->parsed;

  if (self->operation == NULL)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "op: this program does not know “%s”", self->op);
      return NULL;
    }

  if (self->node == NULL)
    self->node = weft_json_parse (self->args, strlen (self->args), error);
  if (self->node == NULL)
    return NULL;

  /* One byte more than nothing: an operation without arguments has a struct too. */
  parsed = g_malloc0 (self->operation->args_size + 1);
  if (!self->operation->parse (json_node_get_object (self->node), parsed, error))
    return NULL;

  self->parsed = g_steal_pointer (&parsed);

  return self->parsed;
}

gboolean
weft_outbox_entry_is_predicted (WeftOutboxEntry *self)
{
  return self->operation != NULL && self->operation->mode == WEFT_OPERATION_OPTIMISTIC &&
         self->state != WEFT_OUTBOX_FAILED && !self->over;
}
