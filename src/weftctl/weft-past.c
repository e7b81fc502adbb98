/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weftctl"

#include "config.h"

#include "weftctl/weft-past.h"

#include <stdio.h>
#include <string.h>

#include "weftctl/weft-command.h"

/* Names of people, by id. */
static gpointer
read_names (WeftDatabase *database, gpointer user_data, GError **error)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  WeftStatement *statement = weft_database_query (database, error, "SELECT id, name FROM person WHERE stream = 'workspace'", "");
  int step = -1;

  while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    if (weft_statement_get_text (statement, 1)[0] != '\0')
      g_hash_table_insert (names, weft_statement_dup_text (statement, 0), weft_statement_dup_text (statement, 1));

  return step == 0 ? g_steal_pointer (&names) : NULL;
}

static const char *
get_name (GHashTable *names, const char *id)
{
  const char *name = names != NULL ? g_hash_table_lookup (names, id) : NULL;

  return name != NULL ? name : id;
}

static char *
dup_time (gint64 at)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (at / 1000);
  g_autoptr (GDateTime) local = g_date_time_to_local (utc);

  return g_date_time_format (local, "%F %T");
}

/* "{by} made {person} {role}" with what stands in its fields. */
static char *
tell (JsonObject *item, GHashTable *names)
{
  g_auto (GStrv) parts = NULL;
  g_autoptr (GString) text = NULL;
  JsonObject *fields = NULL;

  if (!weft_json_has (item, "says"))
    return g_strdup (json_object_get_string_member (item, "name"));

  parts = g_strsplit (json_object_get_string_member (item, "says"), "{", -1);
  text = g_string_new (parts[0]);
  if (!weft_json_get_object (item, "fields", &fields, NULL))
    fields = NULL;
  for (guint i = 1; parts[i] != NULL; i++)
    {
      char *end = strchr (parts[i], '}');
      const char *value = NULL;

      if (end == NULL)
        continue;
      *end = '\0';
      if (g_str_equal (parts[i], "by"))
        value = get_name (names, json_object_get_string_member (item, "by"));
      else if (fields != NULL && json_object_has_member (fields, parts[i]))
        value = json_node_get_string (json_object_get_member (fields, parts[i]));
      g_string_append (text, value != NULL ? get_name (names, value) : "…");
      g_string_append (text, end + 1);
    }

  return g_string_free_and_steal (g_steal_pointer (&text));
}

static void
print_cells (JsonObject *item)
{
  JsonObject *cells = NULL;
  GList *names;

  if (!weft_json_get_object (item, "cells", &cells, NULL))
    return;
  names = json_object_get_members (cells);
  for (GList *l = names; l != NULL; l = l->next)
    {
      g_autoptr (GString) value = g_string_new (NULL);

      weft_json_node (value, NULL, json_object_get_member (cells, l->data));
      printf ("  %s: %s\n", (const char *) l->data, value->str);
    }
  g_list_free (names);
}

static void
print_item (WeftContext *context, const char *what, JsonNode *node, GHashTable *names)
{
  JsonObject *item = json_node_get_object (node);

  if (context->json)
    {
      g_autoptr (GString) text = g_string_new (NULL);

      weft_json_node (text, NULL, node);
      printf ("%s\n", text->str);
    }
  else if (g_str_equal (what, "activity"))
    {
      g_autofree char *time = dup_time (json_object_get_int_member (item, "at"));
      g_autofree char *text = tell (item, names);

      printf ("%6" G_GINT64_FORMAT "  %s  %s%s\n", json_object_get_int_member (item, "seq"), time, text,
              weft_json_has (item, "erased") ? " (erased)" : "");
    }
  else if (g_str_equal (what, "audit"))
    {
      g_autofree char *time = dup_time (json_object_get_int_member (item, "at"));

      printf ("%6" G_GINT64_FORMAT "  %s  %s  %s%s%s  %s\n", json_object_get_int_member (item, "n"), time,
              get_name (names, json_object_get_string_member (item, "actor")), json_object_get_string_member (item, "action"),
              json_object_get_string_member (item, "target")[0] != '\0' ? " " : "",
              get_name (names, json_object_get_string_member (item, "target")), json_object_get_string_member (item, "address"));
    }
  else
    {
      printf ("%s%s%s\n", json_object_get_string_member (item, "table"), weft_json_has (item, "change") ? " " : "",
              weft_json_has (item, "change") ? json_object_get_string_member (item, "change") : "");
      if (weft_json_has (item, "key"))
        {
          g_autoptr (GString) key = g_string_new (NULL);

          weft_json_node (key, NULL, json_object_get_member (item, "key"));
          printf ("  key: %s\n", key->str);
        }
      print_cells (item);
    }
}

int
weft_past_print (WeftContext *context, WeftQuestion question, WeftPastPrinter printer, int limit, GError **error)
{
  g_autoptr (GHashTable) names = NULL;
  int n = 0;

  if (!weft_context_wait_online (context, error))
    return -1;
  names = dex_await_boxed (weft_sync_read (context->sync, read_names, G_TYPE_HASH_TABLE, NULL, NULL), NULL);

  question.cursor = -1;
  do
    {
      g_autofree char *text = NULL;
      g_autoptr (JsonNode) root = NULL;
      JsonObject *answer;
      JsonArray *items;

      question.limit = limit > 0 ? MIN (limit - n, WEFT_PAGE_MAX) : WEFT_PAGE_MAX;
      text = dex_await_string (weft_sync_ask (context->sync, &question), error);
      if (text == NULL || (root = weft_json_parse (text, strlen (text), error)) == NULL)
        return -1;
      answer = json_node_get_object (root);
      items = json_object_get_array_member (answer, "items");
      for (guint i = 0; i < json_array_get_length (items); i++)
        if (printer != NULL)
          printer (json_array_get_object_element (items, i), names);
        else
          print_item (context, question.what, json_array_get_element (items, i), names);
      n += json_array_get_length (items);
      question.cursor = json_object_has_member (answer, "cursor") ? json_object_get_int_member (answer, "cursor") : -1;
      /* The pages are of one version, whatever happens meanwhile. */
      if (!g_str_equal (question.what, "activity") && !g_str_equal (question.what, "audit"))
        {
          question.to = json_object_get_int_member (answer, "seq");
          question.at = -1;
        }
    }
  while (question.cursor >= 0 && (limit <= 0 || n < limit));

  return WEFT_EXIT_FINE;
}

gboolean
weft_past_parse_version (const char *text, gint64 *seq, gint64 *at, GError **error)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autoptr (GDateTime) time = NULL;
  g_autofree char *whole = NULL;

  *seq = *at = -1;
  if (g_ascii_string_to_signed (text, 10, 0, G_MAXINT64, seq, NULL))
    return TRUE;
  *seq = -1;
  whole = strchr (text, 'T') != NULL ? g_strdup (text) : g_strconcat (text, "T23:59:59.999", NULL);
  time = g_date_time_new_from_iso8601 (whole, zone);
  if (time == NULL)
    {
      g_set_error (error, WEFT_USAGE_ERROR, 0, "“%s” is neither the number of a change nor a time like 2026-11-25 or 2026-11-25T13:00:00", text);
      return FALSE;
    }
  *at = g_date_time_to_unix (time) * 1000 + g_date_time_get_microsecond (time) / 1000;

  return TRUE;
}

/* activity */

static int limit = 50;

static const GOptionEntry activity_entries[] = {
  { "limit", 'n', 0, G_OPTION_ARG_INT, &limit, "How many changes [50]; 0 is all", "N" },
  { NULL },
};

static int
run_activity (WeftContext *context, int argc, char **argv, GError **error)
{
  g_autofree char *stream = NULL;

  if (!weft_context_wait_online (context, error))
    return -1;
  stream = weft_context_find_room (context, argv[0], error);
  if (stream == NULL)
    return -1;

  return weft_past_print (context, (WeftQuestion) { .stream = stream, .what = "activity", .from = -1, .to = -1, .at = -1 }, NULL, limit, error);
}

const WeftCommand weft_activity_command = {
  .name = "activity",
  .arguments = "ROOM",
  .min_arguments = 1,
  .max_arguments = 1,
  .summary = "Print who did what in a room, newest first",
  .entries = activity_entries,
  .needs_store = TRUE,
  .run = run_activity,
};
