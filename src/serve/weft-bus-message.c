/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-bus-message.h"

#include "base/weft-error.h"
#include "base/weft-id.h"
#include "base/weft-json.h"
#include "proto/weft-registry.h"
#include "serve/weft-bus.h"

#define VERSION 1
#define LATEST_NAME_MAX 100 /* bytes */

static const struct
{
  const char *name;
  gboolean streams; /* the names are streams */
  gboolean latest;  /* stream, name, person */
} kinds[] = {
  [WEFT_BUS_MOVED] = { "moved", TRUE, FALSE },     [WEFT_BUS_MARK] = { "mark", FALSE, TRUE },
  [WEFT_BUS_PASSING] = { "passing", FALSE, TRUE }, [WEFT_BUS_SESSIONS] = { "sessions", FALSE, FALSE },
  [WEFT_BUS_HERE] = { "here", FALSE, FALSE },      [WEFT_BUS_GONE] = { "gone", FALSE, FALSE },
  [WEFT_BUS_IDLE] = { "idle", FALSE, FALSE },
  [WEFT_BUS_BYE] = { "bye", FALSE, FALSE },
};

G_STATIC_ASSERT (G_N_ELEMENTS (kinds) == WEFT_BUS_LAST);

WeftBusMessage *
weft_bus_message_new (WeftBusKind kind, const char *node)
{
  WeftBusMessage *self = g_new0 (WeftBusMessage, 1);

  self->kind = kind;
  self->node = g_strdup (node);
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->numbers = g_array_new (FALSE, FALSE, sizeof (gint64));

  return self;
}

void
weft_bus_message_free (WeftBusMessage *self)
{
  g_free (self->node);
  g_ptr_array_unref (self->names);
  g_array_unref (self->numbers);
  g_clear_pointer (&self->value, json_node_unref);
  g_free (self);
}

void
weft_bus_message_add (WeftBusMessage *self, const char *name)
{
  g_ptr_array_add (self->names, g_strdup (name));
}

void
weft_bus_message_add_number (WeftBusMessage *self, gint64 number)
{
  g_array_append_val (self->numbers, number);
}

GBytes *
weft_bus_message_write (const WeftBusMessage *self)
{
  g_autoptr (GString) out = g_string_new (NULL);

  weft_json_begin (out, NULL);
  weft_json_int (out, "v", VERSION);
  weft_json_string (out, "node", self->node);
  weft_json_string (out, "is", kinds[self->kind].name);
  weft_json_begin_array (out, "names");
  for (guint i = 0; i < self->names->len; i++)
    weft_json_string (out, NULL, g_ptr_array_index (self->names, i));
  weft_json_end_array (out);
  weft_json_begin_array (out, "numbers");
  for (guint i = 0; i < self->numbers->len; i++)
    weft_json_int (out, NULL, g_array_index (self->numbers, gint64, i));
  weft_json_end_array (out);
  if (self->value != NULL)
    weft_json_node (out, "value", self->value);
  weft_json_end (out);

  return g_string_free_to_bytes (g_steal_pointer (&out));
}

/* Reading */

static gboolean
is_valid_name (WeftBusKind kind, guint index, const char *name)
{
  if (kinds[kind].streams || (kinds[kind].latest && index == 0))
    return weft_stream_is_valid (name);
  if (kinds[kind].latest && index == 1)
    return strlen (name) <= LATEST_NAME_MAX;

  return weft_id_is_valid (name);
}

static gboolean
read_names (WeftBusMessage *self, JsonObject *object, GError **error)
{
  JsonArray *names;

  if (!weft_json_get_array (object, "names", &names, error))
    return FALSE;
  if (json_array_get_length (names) > WEFT_BUS_NAMES_MAX
      || (kinds[self->kind].latest && json_array_get_length (names) != 3))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "names: %u of them", json_array_get_length (names));
      return FALSE;
    }

  for (guint i = 0; i < json_array_get_length (names); i++)
    {
      JsonNode *node = json_array_get_element (names, i);

      if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING
          || !is_valid_name (self->kind, i, json_node_get_string (node)))
        {
          g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "names: %u is none", i);
          return FALSE;
        }
      weft_bus_message_add (self, json_node_get_string (node));
    }

  return TRUE;
}

static gboolean
read_numbers (WeftBusMessage *self, JsonObject *object, GError **error)
{
  guint expected = self->kind == WEFT_BUS_MOVED ? self->names->len : self->kind == WEFT_BUS_PASSING ? 1 : 0;
  JsonArray *numbers;

  if (!weft_json_get_array (object, "numbers", &numbers, error))
    return FALSE;
  if (json_array_get_length (numbers) != expected)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "numbers: %u, expected %u",
                   json_array_get_length (numbers), expected);
      return FALSE;
    }

  for (guint i = 0; i < expected; i++)
    {
      JsonNode *node = json_array_get_element (numbers, i);

      if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64
          || json_node_get_int (node) < 0)
        {
          g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "numbers: %u is none", i);
          return FALSE;
        }
      weft_bus_message_add_number (self, json_node_get_int (node));
    }

  return TRUE;
}

static gboolean
find_kind (const char *name, WeftBusKind *kind)
{
  for (*kind = 0; *kind < WEFT_BUS_LAST; (*kind)++)
    if (g_str_equal (kinds[*kind].name, name))
      return TRUE;

  return FALSE;
}

WeftBusMessage *
weft_bus_message_parse (GBytes *text, GError **error)
{
  g_autoptr (WeftBusMessage) self = NULL;
  g_autoptr (JsonNode) root = NULL;
  JsonObject *object;
  const char *node;
  const char *is;
  const char *data;
  gsize length;
  gint64 version;
  WeftBusKind kind;

  data = g_bytes_get_data (text, &length);
  if (length > WEFT_BUS_MESSAGE_MAX)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_TOO_LARGE, "%zu bytes, at most %d", length,
                   WEFT_BUS_MESSAGE_MAX);
      return NULL;
    }
  root = weft_json_parse (data, length, error);
  if (root == NULL)
    return NULL;

  object = json_node_get_object (root);
  if (!weft_json_get_int (object, "v", &version, error))
    return NULL;
  if (version != VERSION)
    return NULL;
  if (!weft_json_get_string (object, "node", &node, error)
      || !weft_json_get_string (object, "is", &is, error))
    return NULL;
  if (!weft_id_is_valid (node))
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID, "node: expected an id");
      return NULL;
    }
  if (!find_kind (is, &kind))
    return NULL;

  self = weft_bus_message_new (kind, node);
  if (!read_names (self, object, error) || !read_numbers (self, object, error))
    return NULL;
  if (kind == WEFT_BUS_PASSING)
    {
      JsonObject *value;

      if (!weft_json_get_object (object, "value", &value, error))
        return NULL;
      self->value = json_node_copy (json_object_get_member (object, "value"));
      json_node_seal (self->value);
    }

  return g_steal_pointer (&self);
}
