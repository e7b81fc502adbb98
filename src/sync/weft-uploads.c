/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-sync"

#include "config.h"

#include "sync/weft-uploads.h"

#include <glib/gstdio.h>
#include <sys/stat.h>

#include "sync/weft-file-cache.h"

struct _WeftUploads
{
  GPtrArray *list;     /* of WeftPendingUpload, in order of their coming */
  GHashTable *by_hash; /* borrowed hash → WeftPendingUpload */
  gboolean changed;
};

static void
pending_upload_free (gpointer data)
{
  WeftPendingUpload *upload = data;

  g_free (upload->hash);
  g_free (upload);
}

static WeftPendingUpload *
add (WeftUploads *self, const char *hash, gint64 size, WeftUploadState state)
{
  WeftPendingUpload *upload = g_new (WeftPendingUpload, 1);

  *upload = (WeftPendingUpload) { g_strdup (hash), size, state };
  g_ptr_array_add (self->list, upload);
  g_hash_table_insert (self->by_hash, upload->hash, upload);

  return upload;
}

WeftUploads *
weft_uploads_load (WeftDatabase *database, GError **error)
{
  g_autoptr (WeftUploads) self = g_new0 (WeftUploads, 1);
  WeftStatement *statement;
  int step;

  self->list = g_ptr_array_new_with_free_func (pending_upload_free);
  self->by_hash = g_hash_table_new (g_str_hash, g_str_equal);
  self->changed = TRUE;

  statement = weft_database_query (database, error, "SELECT hash, size, state FROM upload ORDER BY k", "");
  if (statement == NULL)
    return NULL;
  while ((step = weft_statement_step (statement, error)) > 0)
    add (self, weft_statement_get_text (statement, 0), weft_statement_get_int (statement, 1),
         CLAMP (weft_statement_get_int (statement, 2), 0, WEFT_UPLOAD_FAILED));

  return step < 0 ? NULL : g_steal_pointer (&self);
}

void
weft_uploads_free (WeftUploads *self)
{
  g_clear_pointer (&self->by_hash, g_hash_table_unref);
  g_clear_pointer (&self->list, g_ptr_array_unref);
  g_free (self);
}

gboolean
weft_uploads_expect (WeftUploads *self, WeftDatabase *database, const char *directory, WeftOutboxEntry *entry, GError **error)
{
  for (guint i = 0; entry->files != NULL && entry->files[i] != NULL; i++)
    {
      const char *hash = entry->files[i];
      WeftPendingUpload *upload = g_hash_table_lookup (self->by_hash, hash);
      g_autofree char *path = NULL;
      struct stat status;

      if (upload != NULL)
        {
          if (upload->state == WEFT_UPLOAD_FAILED && !weft_uploads_set_state (self, database, hash, WEFT_UPLOAD_WAITING, error))
            return FALSE;
          continue;
        }

      /* What is not on this computer, the server has, or refuses. */
      path = directory != NULL ? weft_file_cache_get_path (directory, hash) : NULL;
      if (path == NULL || g_stat (path, &status) != 0)
        continue;
      if (!weft_database_run (database, error, "INSERT INTO upload (hash, size, state) VALUES (?1, ?2, ?3)", "tii", hash,
                              (gint64) status.st_size, (gint64) WEFT_UPLOAD_WAITING))
        return FALSE;
      add (self, hash, status.st_size, WEFT_UPLOAD_WAITING);
      self->changed = TRUE;
    }

  return TRUE;
}

gboolean
weft_uploads_set_state (WeftUploads *self, WeftDatabase *database, const char *hash, WeftUploadState state, GError **error)
{
  WeftPendingUpload *upload = g_hash_table_lookup (self->by_hash, hash);

  if (upload == NULL || upload->state == state)
    return TRUE;

  upload->state = state;
  self->changed = TRUE;

  return weft_database_run (database, error, "UPDATE upload SET state = ?2 WHERE hash = ?1", "ti", hash, (gint64) state);
}

gboolean
weft_uploads_tidy (WeftUploads *self, WeftDatabase *database, WeftOutbox *outbox, GError **error)
{
  g_autoptr (GHashTable) named = NULL;

  if (self->list->len == 0)
    return TRUE;

  named = g_hash_table_new (g_str_hash, g_str_equal);
  for (GList *l = weft_outbox_peek (outbox); l != NULL; l = l->next)
    {
      WeftOutboxEntry *entry = l->data;

      for (guint i = 0; entry->files != NULL && entry->files[i] != NULL; i++)
        g_hash_table_add (named, entry->files[i]);
    }

  for (guint i = self->list->len; i > 0; i--)
    {
      WeftPendingUpload *upload = self->list->pdata[i - 1];

      if (g_hash_table_contains (named, upload->hash))
        continue;
      if (!weft_database_run (database, error, "DELETE FROM upload WHERE hash = ?1", "t", upload->hash))
        return FALSE;
      g_hash_table_remove (self->by_hash, upload->hash);
      g_ptr_array_remove_index (self->list, i - 1);
      self->changed = TRUE;
    }

  return TRUE;
}

static gboolean
waits_for_file (WeftUploads *self, WeftOutboxEntry *entry)
{
  for (guint i = 0; entry->files != NULL && entry->files[i] != NULL; i++)
    {
      WeftPendingUpload *upload = g_hash_table_lookup (self->by_hash, entry->files[i]);

      if (upload != NULL && upload->state != WEFT_UPLOAD_DONE)
        return TRUE;
    }

  return FALSE;
}

static char *
make_key (WeftOutboxEntry *entry, const char *id)
{
  return g_strconcat (entry->stream, " ", id, NULL);
}

static gboolean
names (WeftOutboxEntry *entry, JsonNode *node, GHashTable *made)
{
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    {
      g_autofree char *key = make_key (entry, json_node_get_string (node));

      return g_hash_table_contains (made, key);
    }
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        if (names (entry, json_array_get_element (array, i), made))
          return TRUE;
    }

  return FALSE;
}

static gboolean
names_any (WeftOutboxEntry *entry, JsonObject *args, GHashTable *made)
{
  JsonObjectIter iter;
  JsonNode *value;

  json_object_iter_init (&iter, args);
  while (json_object_iter_next (&iter, NULL, &value))
    if (names (entry, value, made))
      return TRUE;

  return FALSE;
}

gboolean
weft_uploads_holds (WeftUploads *self, WeftOutboxEntry *entry, GHashTable **made)
{
  gboolean held = self->list->len > 0 && waits_for_file (self, entry);
  GPtrArray *steps = held || *made != NULL ? weft_outbox_entry_get_steps (entry, NULL) : NULL;

  for (guint i = 0; steps != NULL && i < steps->len && *made != NULL; i++)
    held = held || names_any (entry, ((WeftStep *) steps->pdata[i])->args, *made);
  for (guint i = 0; steps != NULL && i < steps->len && held; i++)
    {
      JsonObject *args = ((WeftStep *) steps->pdata[i])->args;

      if (!weft_json_has (args, "id") || !JSON_NODE_HOLDS_VALUE (json_object_get_member (args, "id")))
        continue;
      if (*made == NULL)
        *made = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_hash_table_add (*made, make_key (entry, json_object_get_string_member (args, "id")));
    }

  return held;
}

GPtrArray *
weft_uploads_get_waiting (WeftUploads *self)
{
  GPtrArray *waiting = g_ptr_array_new_with_free_func (pending_upload_free);

  for (guint i = 0; i < self->list->len; i++)
    {
      const WeftPendingUpload *upload = self->list->pdata[i];

      if (upload->state == WEFT_UPLOAD_WAITING)
        {
          WeftPendingUpload *copy = g_new (WeftPendingUpload, 1);

          *copy = (WeftPendingUpload) { g_strdup (upload->hash), upload->size, upload->state };
          g_ptr_array_add (waiting, copy);
        }
    }

  return waiting;
}

gboolean
weft_uploads_take_changed (WeftUploads *self)
{
  gboolean changed = self->changed;

  self->changed = FALSE;

  return changed;
}
