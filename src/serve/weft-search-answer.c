/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-search-answer.h"

#include <string.h>

#include "serve/weft-access.h"
#include "store/weft-search.h"

#define BUDGET 50000  /* µs of a reader for one page of hits */
#define ENVELOPE 1024 /* room for a frame around its hits, a cursor among it */

WeftSearchAsked *
weft_search_asked_new (const WeftFrame *frame)
{
  WeftSearchAsked *self = g_new0 (WeftSearchAsked, 1);

  self->request = frame->request;
  self->query = g_strdup (frame->query);
  self->zone = g_strdup (frame->zone);
  self->cursor = g_strdup (frame->cursor);
  self->limit = frame->limit;

  return self;
}

void
weft_search_asked_free (WeftSearchAsked *self)
{
  if (self == NULL)
    return;

  g_free (self->query);
  g_free (self->zone);
  g_free (self->cursor);
  g_free (self);
}

static void
write_hit (GString *out, const WeftSearchHit *hit)
{
  WeftFrameHit written = { hit->table->name, hit->stream, hit->key, hit->window, hit->at, hit->author, NULL };

  weft_frame_add_hit (out, &written, (const char *const *) hit->texts);
}

GBytes *
weft_search_answer (WeftDatabase *database,
                    WeftRegistry *registry,
                    const char *person,
                    gint64 now,
                    const WeftSearchAsked *asked,
                    GError **error)
{
  g_auto (GStrv) streams = weft_access_get_streams (database, person, error);
  g_autoptr (GTimeZone) zone = NULL;
  g_autoptr (WeftSearchQuery) query = NULL;
  g_autoptr (WeftSearchResult) result = NULL;
  g_autofree char *cut = NULL;
  g_autoptr (GString) out = g_string_new (NULL);
  const char *cursor;

  if (streams == NULL)
    return NULL;

  /* A zone which this machine does not know is UTC: a day off at worst. */
  zone = g_time_zone_new_identifier (asked->zone);
  if (zone == NULL)
    zone = g_time_zone_new_utc ();
  query = weft_search_query_new (registry, asked->query, now, zone);
  result = weft_search_run (database, registry, query,
                            &(WeftSearchScope) { (const char *const *) streams, person, asked->cursor,
                                                 asked->limit, BUDGET },
                            error);
  if (result == NULL)
    return NULL;

  cursor = result->cursor;
  weft_frame_begin_hits (out, asked->request);
  for (guint i = 0; i < result->hits->len; i++)
    {
      gsize before = out->len;

      write_hit (out, result->hits->pdata[i]);
      if (out->len + ENVELOPE <= WEFT_FRAME_MAX || i == 0)
        continue;

      /* The rest comes with the next page. */
      g_string_truncate (out, before);
      cursor = cut = weft_search_hit_dup_cursor (result->hits->pdata[i - 1]);
      break;
    }
  weft_frame_end_hits (out, cursor, result->indexing);

  return g_string_free_to_bytes (g_steal_pointer (&out));
}
