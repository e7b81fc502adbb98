/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/weft-activity-item.h"
#include "base/weft-id.h"
#include "base/weft-json.h"
#include "proto/weft-link.h"
#include "proto/weft-registry.h"
#include "ui/weft-says.h"

struct _WeftActivityItem
{
  GObject parent_instance;

  gint64 seq;
  gint64 at;
  char *author;
  char *text;
  char *link;
  gboolean erased;
};

G_DEFINE_FINAL_TYPE (WeftActivityItem, weft_activity_item, G_TYPE_OBJECT)

static void
weft_activity_item_finalize (GObject *object)
{
  WeftActivityItem *self = WEFT_ACTIVITY_ITEM (object);

  g_free (self->author);
  g_free (self->text);
  g_free (self->link);

  G_OBJECT_CLASS (weft_activity_item_parent_class)->finalize (object);
}

static void
weft_activity_item_class_init (WeftActivityItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_activity_item_finalize;
}

static void
weft_activity_item_init (WeftActivityItem *self)
{
}

/* (nullable) */
static const char *
get_field_string (JsonObject *fields, const char *name)
{
  JsonNode *node = json_object_get_member (fields, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

/* Roles are the engine's words, in every feature the same. */
static const char *
get_role_name (const char *role)
{
  static const char *const roles[][2] = {
    /* Translators: a role, inside a sentence: “Ada added Grace as guest” */
    { "guest", NC_ ("role", "guest") },
    /* Translators: a role, inside a sentence: “Ada added Grace as member” */
    { "member", NC_ ("role", "member") },
    /* Translators: a role, inside a sentence: “Ada made Grace administrator” */
    { "admin", NC_ ("role", "administrator") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
    if (g_str_equal (roles[i][0], role))
      return g_dpgettext2 (GETTEXT_PACKAGE, "role", roles[i][1]);

  return role;
}

/* The fields with names instead of ids. */
static JsonObject *
name_fields (JsonObject *fields, GHashTable *names)
{
  JsonObject *named = json_object_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  if (fields == NULL)
    return named;
  json_object_iter_init (&iter, fields);
  while (json_object_iter_next (&iter, &name, &node))
    {
      const char *value = get_field_string (fields, name);
      const char *known = value != NULL ? g_hash_table_lookup (names, value) : NULL;

      if (value == NULL)
        json_object_set_member (named, name, json_node_copy (node));
      else if (g_str_equal (name, "role"))
        json_object_set_string_member (named, name, get_role_name (value));
      else if (known != NULL)
        json_object_set_string_member (named, name, known);
      else if (weft_id_is_valid (value))
        json_object_set_string_member (named, name, _ ("somebody"));
      else
        /* Translators: stands for the name of a room which one does not know (any more) */
        json_object_set_string_member (named, name, weft_stream_is_valid (value) ? _ ("another place") : value);
    }

  return named;
}

/* A row of the stream; on one's own, which is nowhere to be seen, the place that the event tells of. */
static char *
make_link (const char *stream, const char *row, JsonObject *fields)
{
  const char *colon = row != NULL ? strchr (row, ':') : NULL;
  g_autofree char *table = colon != NULL ? g_strndup (row, colon - row) : NULL;
  g_autofree char *key = colon != NULL && colon[1] != '\0'
                             ? g_strdelimit (g_strdup (colon + 1), (const char[]) { WEFT_KEY_SEPARATOR, '\0' }, '\x1f')
                             : NULL;
  g_autoptr (WeftLink) link = NULL;

  if (g_str_has_prefix (stream, "user/"))
    {
      const char *target = fields != NULL ? get_field_string (fields, "target") : NULL;

      if (target == NULL && fields != NULL)
        target = get_field_string (fields, "link");
      if (target == NULL || !weft_stream_is_valid (target))
        target = stream;
      link = weft_link_new (target, NULL, NULL, -1);
    }
  else
    {
      link = weft_link_new (stream, key != NULL ? table : NULL, key, -1);
    }

  return weft_link_to_string (link);
}

WeftActivityItem *
weft_activity_item_parse (
    JsonObject *object, const char *stream, GHashTable *names, const char *me, GError **error)
{
  g_autoptr (WeftActivityItem) self = NULL;
  g_autoptr (JsonObject) named = NULL;
  JsonObject *fields = NULL;
  const char *by, *name, *says = NULL, *row = NULL, *author;

  g_return_val_if_fail (object != NULL, NULL);
  g_return_val_if_fail (stream != NULL, NULL);
  g_return_val_if_fail (names != NULL, NULL);

  self = g_object_new (WEFT_TYPE_ACTIVITY_ITEM, NULL);
  if (!weft_json_get_int (object, "seq", &self->seq, error)
      || !weft_json_get_int (object, "at", &self->at, error)
      || !weft_json_get_string (object, "by", &by, error)
      || !weft_json_get_string (object, "name", &name, error)
      || (weft_json_has (object, "says") && !weft_json_get_string (object, "says", &says, error))
      || (weft_json_has (object, "row") && !weft_json_get_string (object, "row", &row, error))
      || (weft_json_has (object, "fields") && !weft_json_get_object (object, "fields", &fields, error))
      || (weft_json_has (object, "erased") && !weft_json_get_bool (object, "erased", &self->erased, error)))
    return NULL;

  author = g_hash_table_lookup (names, by);
  self->author = g_strdup (author);
  self->link = make_link (stream, row, fields);
  named = name_fields (fields, names);
  self->text = weft_says_dup_text (says, named,
                                   g_strcmp0 (by, me) == 0 ? _ ("You")
                                   : author != NULL        ? author
                                   : weft_id_is_valid (by) ? _ ("Somebody")
                                                           : _ ("Weft"));
  /* An event that says nothing of itself. */
  if (self->text == NULL)
    self->text = g_strdup (name);

  return g_steal_pointer (&self);
}

void
weft_activity_item_collect_names (JsonObject *object, GHashTable *named)
{
  const char *by = NULL, *name;
  JsonObject *fields = NULL;
  JsonObjectIter iter;
  JsonNode *node;

  g_return_if_fail (object != NULL);
  g_return_if_fail (named != NULL);

  if (weft_json_get_string (object, "by", &by, NULL) && weft_id_is_valid (by))
    g_hash_table_add (named, g_strdup (by));
  if (!weft_json_has (object, "fields") || !weft_json_get_object (object, "fields", &fields, NULL))
    return;
  json_object_iter_init (&iter, fields);
  while (json_object_iter_next (&iter, &name, &node))
    {
      const char *value = get_field_string (fields, name);

      if (value != NULL && (weft_id_is_valid (value) || weft_stream_is_valid (value)))
        g_hash_table_add (named, g_strdup (value));
    }
}

gint64
weft_activity_item_get_seq (WeftActivityItem *self)
{
  g_return_val_if_fail (WEFT_IS_ACTIVITY_ITEM (self), 0);

  return self->seq;
}

gint64
weft_activity_item_get_at (WeftActivityItem *self)
{
  g_return_val_if_fail (WEFT_IS_ACTIVITY_ITEM (self), 0);

  return self->at;
}

const char *
weft_activity_item_get_author (WeftActivityItem *self)
{
  g_return_val_if_fail (WEFT_IS_ACTIVITY_ITEM (self), NULL);

  return self->author;
}

const char *
weft_activity_item_get_text (WeftActivityItem *self)
{
  g_return_val_if_fail (WEFT_IS_ACTIVITY_ITEM (self), NULL);

  return self->text;
}

const char *
weft_activity_item_get_link (WeftActivityItem *self)
{
  g_return_val_if_fail (WEFT_IS_ACTIVITY_ITEM (self), NULL);

  return self->link;
}

gboolean
weft_activity_item_get_erased (WeftActivityItem *self)
{
  g_return_val_if_fail (WEFT_IS_ACTIVITY_ITEM (self), FALSE);

  return self->erased;
}
