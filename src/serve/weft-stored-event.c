/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "serve/weft-stored-event.h"

gboolean
weft_stored_event_parse (WeftStoredEvent *self,
                         WeftRegistry *registry,
                         const char *stream,
                         const char *stored,
                         gsize length,
                         GError **error)
{
  g_autoptr (JsonNode) root = weft_json_parse (stored, length, error);
  JsonObject *object;
  const char *name;
  gint64 version;

  if (root == NULL)
    return FALSE;
  object = json_node_get_object (root);
  if (!weft_json_get_string (object, "by", &self->by, error)
      || !weft_json_get_int (object, "seq", &self->seq, error)
      || !weft_json_get_int (object, "at", &self->at, error)
      || !weft_json_get_string (object, "name", &name, error)
      || !weft_json_get_int (object, "version", &version, error)
      || !weft_json_get_object (object, "body", &self->body, error))
    return FALSE;

  self->event = weft_registry_find_event (registry, name, (int) CLAMP (version, 0, G_MAXINT));
  if (self->event == NULL)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_UPDATE_NEEDED,
                   "%s: its log has %.80s version %" G_GINT64_FORMAT ", which nobody knows", stream, name,
                   version);
      return FALSE;
    }
  self->root = g_steal_pointer (&root);

  return TRUE;
}

void
weft_stored_event_clear (WeftStoredEvent *self)
{
  g_clear_pointer (&self->root, json_node_unref);
}
