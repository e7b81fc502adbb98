/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include <string.h>

#include "app/weft-activity-page.h"
#include "app/weft-names.h"
#include "base/weft-json.h"

#define PAGE_ITEMS 50

G_DEFINE_BOXED_TYPE (WeftActivityPage, weft_activity_page, weft_activity_page_ref, weft_activity_page_unref)

WeftActivityPage *
weft_activity_page_ref (WeftActivityPage *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  WeftActivityPage *self = data;

  g_ptr_array_unref (self->items);
}

void
weft_activity_page_unref (WeftActivityPage *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

WeftActivityPage *
weft_activity_page_parse (
    JsonObject *answer, const char *stream, GHashTable *names, const char *me, GError **error)
{
  g_autoptr (WeftActivityPage) self = g_atomic_rc_box_new0 (WeftActivityPage);
  JsonArray *items = NULL;

  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->cursor = -1;
  if (!weft_json_get_array (answer, "items", &items, error)
      || (weft_json_has (answer, "cursor") && !weft_json_get_int (answer, "cursor", &self->cursor, error)))
    return NULL;

  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      JsonNode *node = json_array_get_element (items, i);
      WeftActivityItem *item;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        {
          g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID, "items: not all are objects");
          return NULL;
        }
      item = weft_activity_item_parse (json_node_get_object (node), stream, names, me, error);
      if (item == NULL)
        return NULL;
      g_ptr_array_add (self->items, item);
    }

  return g_steal_pointer (&self);
}

typedef struct
{
  WeftSync *sync;
  char *stream;
  JsonNode *answer;
} Load;

static void
load_free (gpointer data)
{
  Load *load = data;

  g_object_unref (load->sync);
  g_free (load->stream);
  g_clear_pointer (&load->answer, json_node_unref);
  g_free (load);
}

static DexFuture *
on_names (DexFuture *future, gpointer user_data)
{
  Load *load = user_data;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);
  WeftActivityPage *page
      = value != NULL
            ? weft_activity_page_parse (json_node_get_object (load->answer), load->stream,
                                        g_value_get_boxed (value), weft_sync_get_person (load->sync), &error)
            : NULL;

  return page != NULL ? dex_future_new_take_boxed (WEFT_TYPE_ACTIVITY_PAGE, page)
                      : dex_future_new_for_error (g_steal_pointer (&error));
}

static DexFuture *
on_answer (DexFuture *future, gpointer user_data)
{
  Load *load = user_data;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);
  const char *text = value != NULL ? g_value_get_string (value) : NULL;
  JsonArray *items = NULL;
  GHashTable *named;

  load->answer = text != NULL ? weft_json_parse (text, strlen (text), &error) : NULL;
  if (load->answer == NULL
      || !weft_json_get_array (json_node_get_object (load->answer), "items", &items, &error))
    {
      load_free (load);
      return dex_future_new_for_error (g_steal_pointer (&error));
    }
  named = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < json_array_get_length (items); i++)
    if (JSON_NODE_HOLDS_OBJECT (json_array_get_element (items, i)))
      weft_activity_item_collect_names (json_array_get_object_element (items, i), named);

  return dex_future_then (weft_names_load (load->sync, named), on_names, load, load_free);
}

DexFuture *
weft_activity_page_load (WeftSync *sync, const char *stream, gint64 cursor)
{
  WeftQuestion question = {
    .stream = stream,
    .what = "activity",
    .from = -1,
    .to = -1,
    .at = -1,
    .cursor = cursor,
    .limit = PAGE_ITEMS,
  };
  Load *load;

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);
  g_return_val_if_fail (stream != NULL, NULL);

  load = g_new0 (Load, 1);
  load->sync = g_object_ref (sync);
  load->stream = g_strdup (stream);

  return dex_future_finally (weft_sync_ask (sync, &question), on_answer, load, NULL);
}
