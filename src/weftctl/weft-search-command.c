/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weftctl"

#include "config.h"

#include <stdio.h>

#include "store/weft-search.h"
#include "weftctl/weft-command.h"

#define PAGE 50

static gboolean held;
static int limit = 20;

static const GOptionEntry search_entries[] = {
  { "held", 'l', 0, G_OPTION_ARG_NONE, &held, "Only what this device holds; without a connection that is so anyway", NULL },
  { "limit", 'n', 0, G_OPTION_ARG_INT, &limit, "How many hits [20]", "N" },
  { NULL },
};

typedef struct
{
  GPtrArray *hits;  /* of WeftSearchHit, in order */
  GHashTable *keys; /* "table stream key" */
} Merged;

static void
merge (Merged *self, GPtrArray *hits)
{
  for (guint i = 0; i < hits->len; i++)
    {
      const WeftSearchHit *hit = hits->pdata[i];
      guint at = 0;

      if (!g_hash_table_add (self->keys, g_strjoin (" ", hit->table->name, hit->stream, hit->key, NULL)))
        continue;
      while (at < self->hits->len && weft_search_hit_compare (self->hits->pdata[at], hit) < 0)
        at++;
      g_ptr_array_insert (self->hits, at, weft_search_hit_copy (hit));
    }
}

/* Pages of one source, until there are enough. */
static gboolean
search (WeftContext *context, const char *text, WeftSearchQuery *query, gboolean of_server, Merged *merged, GError **error)
{
  g_autofree char *cursor = NULL;
  int n = 0;

  do
    {
      DexFuture *future = of_server ? weft_sync_search_server (context->sync, text, cursor, MIN (limit, PAGE))
                                    : weft_sync_search_held (context->sync, query, cursor, MIN (limit, PAGE));
      g_autoptr (WeftSearchResult) result = dex_await_boxed (future, error);

      if (result == NULL)
        return FALSE;
      merge (merged, result->hits);
      n += result->hits->len;
      g_set_str (&cursor, result->cursor);
    }
  while (cursor != NULL && n < limit);

  return TRUE;
}

static void
print_hit (WeftContext *context, const WeftSearchHit *hit)
{
  if (context->json)
    {
      g_autoptr (GString) out = g_string_new (NULL);

      weft_json_begin (out, NULL);
      weft_json_string (out, "table", hit->table->name);
      weft_json_string (out, "stream", hit->stream);
      weft_json_string (out, "key", hit->key);
      weft_json_int (out, "window", hit->window);
      weft_json_int (out, "at", hit->at);
      weft_json_string (out, "author", hit->author);
      weft_json_begin_array (out, "texts");
      for (guint i = 0; hit->texts[i] != NULL; i++)
        weft_json_string (out, NULL, hit->texts[i]);
      weft_json_end_array (out);
      weft_json_end (out);
      printf ("%s\n", out->str);
    }
  else
    {
      g_autoptr (GDateTime) at = g_date_time_new_from_unix_local (hit->at / 1000);
      g_autofree char *time = at != NULL && hit->at > 0 ? g_date_time_format (at, "%F %H:%M") : g_strdup ("-");
      g_autofree char *texts = g_strjoinv ("  ", hit->texts);

      printf ("%s  weft:%s#%s/%s  %s\n", time, hit->stream, hit->table->name, hit->key, texts);
    }
}

static int
run_search (WeftContext *context, int argc, char **argv, GError **error)
{
  g_autofree char *typed = g_strjoinv (" ", argv);
  g_autofree char *text = g_strconcat (typed, " ", NULL); /* whole words */
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autoptr (WeftSearchQuery) query = NULL;
  g_autoptr (GError) offline = NULL;
  Merged merged;
  gboolean done;

  if (limit < 1)
    return weft_command_usage (error, "--limit is at least 1");

  query = weft_search_query_new (weft_sync_get_registry (context->sync), text, g_get_real_time () / 1000, zone);
  if (weft_search_query_is_empty (query))
    return weft_command_usage (error, "something to look for");

  merged.hits = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_search_hit_free);
  merged.keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (!held && !weft_context_wait_online (context, &offline))
    fprintf (stderr, "weftctl: %s. Only what is held here was searched.\n", offline->message);
  done = search (context, text, query, FALSE, &merged, error)
         && (held || offline != NULL || search (context, text, query, TRUE, &merged, error));
  for (guint i = 0; done && i < merged.hits->len && i < (guint) limit; i++)
    print_hit (context, merged.hits->pdata[i]);
  g_ptr_array_unref (merged.hits);
  g_hash_table_unref (merged.keys);

  return done ? WEFT_EXIT_FINE : -1;
}

const WeftCommand weft_search_command = {
  .name = "search",
  .arguments = "WORDS…",
  .min_arguments = 1,
  .max_arguments = -1,
  .summary = "Find messages, rooms and people",
  .description = "WORDS are read as in the window: giao hàng, \"giao hàng\", -word, from:LOGIN, in:ROOM, has:link, is:unread,\n"
                 "before:2026-11-25, after:7d, on:today. Newest first. Quote words that begin with -: \"giao -hàng\".",
  .entries = search_entries,
  .needs_store = TRUE,
  .run = run_search,
};
