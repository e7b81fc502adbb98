/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-sync"

#include "config.h"

#include "sync/weft-outbox-entry.h"

#include <string.h>

static void
add_named_files (WeftOutboxEntry *self)
{
  self->node = weft_json_parse (self->args, strlen (self->args), NULL);

  for (guint i = 0; self->node != NULL && self->operation->files[i] != NULL; i++)
    {
      const char *hashes[2] = { NULL };

      if (weft_json_get_string (json_node_get_object (self->node), self->operation->files[i], &hashes[0], NULL))
        weft_outbox_entry_add_files (self, hashes);
    }
}

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
  if (self->operation != NULL && self->operation->files != NULL)
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

  if (self->parsed != NULL && self->operation->clear != NULL)
    self->operation->clear (self->parsed);
  g_free (self->parsed);
  g_clear_pointer (&self->node, json_node_unref);
  g_clear_pointer (&self->positions, g_array_unref);
  g_clear_error (&self->error);
  g_free (self->id);
  g_free (self->op);
  g_free (self->args);
  g_strfreev (self->files);
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
