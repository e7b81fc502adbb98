/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weftctl"

#include "config.h"

#include "weftctl/weft-scenario.h"

#include <stdio.h>

#include "base/weft-error.h"

static void
room_free (gpointer data)
{
  WeftSceneRoom *room = data;

  g_ptr_array_unref (room->members);
  g_free (room);
}

/* The objects of the array @key of @object, each given to @add. */
static gboolean
read_list (WeftScenario *self,
           JsonObject *object,
           const char *key,
           gboolean (*add) (WeftScenario *self, JsonObject *element, gpointer data, GError **error),
           gpointer data,
           GError **error)
{
  JsonArray *array;

  if (!weft_json_get_array (object, key, &array, error))
    return FALSE;

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (!JSON_NODE_HOLDS_OBJECT (node))
        {
          g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "%s[%u]: expected an object", key, i);
          return FALSE;
        }
      if (!add (self, json_node_get_object (node), data, error))
        {
          g_prefix_error (error, "%s[%u].", key, i);
          return FALSE;
        }
    }

  return TRUE;
}

static gboolean
read_number (JsonObject *object, const char *key, double *value, GError **error)
{
  JsonNode *node = json_object_get_member (object, key);

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) == G_TYPE_STRING)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "%s: expected a number of seconds", key);
      return FALSE;
    }
  *value = CLAMP (json_node_get_double (node), 0, 3600);

  return TRUE;
}

static gboolean
add_person (WeftScenario *self, JsonObject *object, gpointer data, GError **error)
{
  WeftScenePerson person = { .title = "" };

  if (!weft_json_get_string (object, "login", &person.login, error) || !weft_json_get_string (object, "name", &person.name, error) ||
      (weft_json_has (object, "title") && !weft_json_get_string (object, "title", &person.title, error)))
    return FALSE;

  g_array_append_val (self->people, person);

  return TRUE;
}

static gboolean
check_person (WeftScenario *self, const char *key, const char *login, const WeftScenePerson **person, GError **error)
{
  *person = weft_scenario_find_person (self, login);
  if (*person == NULL)
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "%s: nobody in “people” has the login “%s”", key, login);

  return *person != NULL;
}

static gboolean
add_room (WeftScenario *self, JsonObject *object, gpointer data, GError **error)
{
  WeftSceneRoom *room = g_new0 (WeftSceneRoom, 1);
  JsonArray *members;

  room->members = g_ptr_array_new ();
  room->topic = "";
  room->access = "public";
  g_ptr_array_add (self->rooms, room);

  if (!weft_json_get_string (object, "key", &room->key, error) ||
      (weft_json_has (object, "name") && !weft_json_get_string (object, "name", &room->name, error)) ||
      (weft_json_has (object, "topic") && !weft_json_get_string (object, "topic", &room->topic, error)) ||
      (weft_json_has (object, "access") && !weft_json_get_string (object, "access", &room->access, error)) ||
      (weft_json_has (object, "unread") && !weft_json_get_int (object, "unread", &room->unread, error)) ||
      !weft_json_get_array (object, "members", &members, error))
    return FALSE;

  for (guint i = 0; i < json_array_get_length (members); i++)
    {
      const WeftScenePerson *person;
      const char *login = JSON_NODE_HOLDS_VALUE (json_array_get_element (members, i)) ? json_array_get_string_element (members, i) : NULL;

      if (!check_person (self, "members", login != NULL ? login : "", &person, error))
        return FALSE;
      g_ptr_array_add (room->members, (gpointer) person->login);
    }

  return TRUE;
}

/* "-1 16:48": yesterday at 16:48. Without it, it is a minute after the line before. */
static gboolean
read_when (JsonObject *object, GArray *lines, WeftSceneLine *line, GError **error)
{
  const char *when = NULL;
  int hour = 0;
  int minute = 0;
  char rest;

  if (!weft_json_has (object, "when"))
    {
      if (lines->len > 0)
        {
          const WeftSceneLine *last = &g_array_index (lines, WeftSceneLine, lines->len - 1);

          line->day = last->day;
          line->minute = MIN (last->minute + 1, 24 * 60 - 1);
        }
      return TRUE;
    }

  if (!weft_json_get_string (object, "when", &when, error))
    return FALSE;
  if (sscanf (when, "%d %d:%d%c", &line->day, &hour, &minute, &rest) != 3 || line->day > 0 || line->day < -28 || hour < 0 || hour > 23 ||
      minute < 0 || minute > 59)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "when: expected a day from -28 to 0 and a time, as in “-1 16:48”");
      return FALSE;
    }
  line->minute = hour * 60 + minute;

  return TRUE;
}

static gboolean
read_reactions (WeftScenario *self, JsonObject *object, WeftSceneLine *line, GError **error)
{
  if (!weft_json_has (object, "reactions"))
    return TRUE;
  if (!weft_json_get_array (object, "reactions", &line->reactions, error))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (line->reactions); i++)
    {
      JsonNode *one = json_array_get_element (line->reactions, i);
      const char *text = JSON_NODE_HOLDS_VALUE (one) ? json_node_get_string (one) : NULL;
      const char *space = text != NULL ? strchr (text, ' ') : NULL;
      const WeftScenePerson *by;

      if (space == NULL)
        {
          g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "reactions[%u]: expected an emoji and a login, as in “👍 ada”", i);
          return FALSE;
        }
      if (!check_person (self, "reactions", space + 1, &by, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
add_line (WeftScenario *self, JsonObject *object, gpointer data, GError **error)
{
  WeftSceneLine line = { .after = 5, .typing = 2 };
  const char *key;
  const char *by;

  if (!weft_json_get_string (object, "room", &key, error) || !weft_json_get_string (object, "by", &by, error) ||
      !weft_json_get_string (object, "text", &line.text, error) ||
      (weft_json_has (object, "reply") && !weft_json_get_int (object, "reply", &line.reply, error)) || !read_number (object, "after", &line.after, error) ||
      !read_number (object, "typing", &line.typing, error) || !check_person (self, "by", by, &line.by, error) ||
      !read_when (object, data, &line, error) || !read_reactions (self, object, &line, error))
    return FALSE;

  line.room = weft_scenario_find_room (self, key);
  if (line.room == NULL)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "room: “%s” is none of “rooms”", key);
      return FALSE;
    }

  g_array_append_val (data, line);

  return TRUE;
}

WeftScenario *
weft_scenario_load (const char *path, GError **error)
{
  g_autoptr (WeftScenario) self = g_new0 (WeftScenario, 1);
  g_autofree char *text = NULL;
  JsonObject *object;
  const char *desk;
  gsize length;

  self->people = g_array_new (FALSE, FALSE, sizeof (WeftScenePerson));
  self->rooms = g_ptr_array_new_with_free_func (room_free);
  self->history = g_array_new (FALSE, FALSE, sizeof (WeftSceneLine));
  self->timeline = g_array_new (FALSE, FALSE, sizeof (WeftSceneLine));
  self->answers = g_array_new (FALSE, FALSE, sizeof (WeftSceneLine));

  if (!g_file_get_contents (path, &text, &length, error) || (self->root = weft_json_parse (text, length, error)) == NULL)
    {
      g_prefix_error (error, "%s: ", path);
      return NULL;
    }

  object = json_node_get_object (self->root);
  if (!weft_json_get_string (object, "workspace", &self->workspace, error) ||
      !weft_json_get_string (object, "desk", &desk, error) ||
      !read_list (self, object, "people", add_person, NULL, error) ||
      !check_person (self, "desk", desk, &self->desk, error) ||
      !read_list (self, object, "rooms", add_room, NULL, error) ||
      !read_list (self, object, "history", add_line, self->history, error) ||
      !read_list (self, object, "timeline", add_line, self->timeline, error) ||
      !read_list (self, object, "answers", add_line, self->answers, error) ||
      (weft_json_has (object, "loop") && !weft_json_get_bool (object, "loop", &self->loop, error)))
    {
      g_prefix_error (error, "%s: ", path);
      return NULL;
    }

  return g_steal_pointer (&self);
}

void
weft_scenario_free (WeftScenario *self)
{
  g_array_unref (self->people);
  g_ptr_array_unref (self->rooms);
  g_array_unref (self->history);
  g_array_unref (self->timeline);
  g_array_unref (self->answers);
  g_clear_pointer (&self->root, json_node_unref);
  g_free (self);
}

const WeftScenePerson *
weft_scenario_find_person (WeftScenario *self, const char *login)
{
  for (guint i = 0; i < self->people->len; i++)
    if (g_str_equal (g_array_index (self->people, WeftScenePerson, i).login, login))
      return &g_array_index (self->people, WeftScenePerson, i);

  return NULL;
}

const WeftSceneRoom *
weft_scenario_find_room (WeftScenario *self, const char *key)
{
  for (guint i = 0; i < self->rooms->len; i++)
    if (g_str_equal (((WeftSceneRoom *) self->rooms->pdata[i])->key, key))
      return self->rooms->pdata[i];

  return NULL;
}
