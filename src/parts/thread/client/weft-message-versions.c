/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include "parts/thread/client/weft-message-versions.h"

#include <string.h>

#include "base/weft-json.h"
#include "sync/weft-people-stream.h"

G_DEFINE_BOXED_TYPE (WeftMessageVersions,
                     weft_message_versions,
                     weft_message_versions_ref,
                     weft_message_versions_unref)

static void
version_free (gpointer data)
{
  WeftMessageVersion *self = data;

  g_free (self->by);
  g_free (self->name);
  g_free (self->text);
  g_free (self);
}

WeftMessageVersions *
weft_message_versions_ref (WeftMessageVersions *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  g_ptr_array_unref (((WeftMessageVersions *) data)->items);
}

void
weft_message_versions_unref (WeftMessageVersions *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

static WeftMessageVersions *
create (void)
{
  WeftMessageVersions *self = g_atomic_rc_box_new0 (WeftMessageVersions);

  self->items = g_ptr_array_new_with_free_func (version_free);
  return self;
}

/* What an event says of anything else than the text, its thread's title, is no version of it. */
static gboolean
take_item (WeftMessageVersions *self, JsonNode *node, GError **error)
{
  WeftMessageVersion *version;
  JsonObject *cells = NULL;
  const char *text;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID, "items: not all are objects");
      return FALSE;
    }
  if (!weft_json_get_object (json_node_get_object (node), "cells", &cells, error))
    return FALSE;
  text = json_object_get_string_member_with_default (cells, "text", NULL);
  if (text == NULL)
    return TRUE;

  version = g_new0 (WeftMessageVersion, 1);
  version->text = g_strdup (text);
  version->at = json_object_get_int_member_with_default (json_node_get_object (node), "at", 0);
  version->by
      = g_strdup (json_object_get_string_member_with_default (json_node_get_object (node), "by", NULL));
  g_ptr_array_add (self->items, version);
  return TRUE;
}

/* Restoring a message says once more what it said before: that is no other version. */
static void
drop_repeated (WeftMessageVersions *self)
{
  for (guint i = self->items->len; i > 1; i--)
    {
      WeftMessageVersion *newer = g_ptr_array_index (self->items, i - 2);
      WeftMessageVersion *older = g_ptr_array_index (self->items, i - 1);

      if (g_str_equal (newer->text, older->text))
        g_ptr_array_remove_index (self->items, i - 2);
    }
}

typedef struct
{
  WeftSync *sync;
  char *stream;
  char *row;
} Load;

static void
load_free (gpointer data)
{
  Load *load = data;

  g_object_unref (load->sync);
  g_free (load->stream);
  g_free (load->row);
  g_free (load);
}

/* On a reader's thread, while nobody else has the versions. */
static gpointer
read_names (WeftDatabase *database, gpointer user_data, GError **error)
{
  WeftMessageVersions *self = user_data;

  for (guint i = 0; i < self->items->len; i++)
    {
      WeftMessageVersion *version = g_ptr_array_index (self->items, i);
      WeftStatement *statement;
      int step;

      if (version->by == NULL)
        continue;
      statement = weft_database_query (
          database, error, "SELECT name FROM person WHERE stream = " WEFT_PEOPLE_STREAM " AND id = ?1 AND name <> ''",
          "t", version->by);
      if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
        return NULL;
      if (step > 0)
        version->name = weft_statement_dup_text (statement, 0);
      weft_statement_reset (statement);
    }

  return weft_message_versions_ref (self);
}

static gboolean
take_page (WeftMessageVersions *self, const char *text, gint64 *cursor, GError **error)
{
  g_autoptr (JsonNode) root = weft_json_parse (text, strlen (text), error);
  JsonArray *items = NULL;

  *cursor = -1;
  if (root == NULL || !weft_json_get_array (json_node_get_object (root), "items", &items, error)
      || (weft_json_has (json_node_get_object (root), "cursor")
          && !weft_json_get_int (json_node_get_object (root), "cursor", cursor, error)))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (items); i++)
    if (!take_item (self, json_array_get_element (items, i), error))
      return FALSE;

  return TRUE;
}

static DexFuture *
load_fiber (gpointer user_data)
{
  Load *load = user_data;
  g_autoptr (WeftMessageVersions) self = create ();
  g_autoptr (GError) error = NULL;
  const char *me = weft_sync_get_person (load->sync);
  gint64 cursor = -1;

  do
    {
      WeftQuestion question = {
        .stream = load->stream,
        .what = "versions",
        .row = load->row,
        .from = -1,
        .to = -1,
        .at = -1,
        .cursor = cursor,
        .limit = WEFT_PAGE_MAX,
      };
      g_autofree char *text = dex_await_string (weft_sync_ask (load->sync, &question), &error);

      if (text == NULL || !take_page (self, text, &cursor, &error))
        return dex_future_new_for_error (g_steal_pointer (&error));
    }
  while (cursor >= 0 && self->items->len < WEFT_MESSAGE_VERSIONS_MAX);

  drop_repeated (self);
  self->more = cursor >= 0 || self->items->len > WEFT_MESSAGE_VERSIONS_MAX;
  if (self->items->len > WEFT_MESSAGE_VERSIONS_MAX)
    g_ptr_array_set_size (self->items, WEFT_MESSAGE_VERSIONS_MAX);
  for (guint i = 0; i < self->items->len; i++)
    {
      WeftMessageVersion *version = g_ptr_array_index (self->items, i);

      version->own = g_strcmp0 (version->by, me) == 0;
    }

  return weft_sync_read (load->sync, read_names, WEFT_TYPE_MESSAGE_VERSIONS, weft_message_versions_ref (self),
                         (GDestroyNotify) weft_message_versions_unref);
}

DexFuture *
weft_message_versions_load (WeftSync *sync, const char *stream, const char *id)
{
  Load *load;

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);
  g_return_val_if_fail (stream != NULL, NULL);
  g_return_val_if_fail (id != NULL, NULL);

  load = g_new0 (Load, 1);
  load->sync = g_object_ref (sync);
  load->stream = g_strdup (stream);
  load->row = g_strconcat ("message:", id, NULL);

  return dex_scheduler_spawn (NULL, 0, load_fiber, load, load_free);
}
