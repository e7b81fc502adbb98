/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-sync"

#include "config.h"

#include "sync/weft-search-requests.h"

typedef struct
{
  gint64 request;
  gint64 deadline;
  WeftSearchRequestFunc func;
  gpointer user_data;
} Request;

struct _WeftSearchRequests
{
  WeftRegistry *registry;
  GArray *requests; /* of Request */
};

WeftSearchRequests *
weft_search_requests_new (WeftRegistry *registry)
{
  WeftSearchRequests *self = g_new0 (WeftSearchRequests, 1);

  self->registry = g_object_ref (registry);
  self->requests = g_array_new (FALSE, FALSE, sizeof (Request));

  return self;
}

void
weft_search_requests_free (WeftSearchRequests *self)
{
  weft_search_requests_fail (self, G_MAXINT64, "The workspace is closing");
  g_array_unref (self->requests);
  g_object_unref (self->registry);
  g_free (self);
}

void
weft_search_requests_add (
    WeftSearchRequests *self, gint64 request, gint64 deadline, WeftSearchRequestFunc func, gpointer user_data)
{
  Request added = { request, deadline, func, user_data };

  g_array_append_val (self->requests, added);
}

static WeftSearchResult *
read_hits (WeftSearchRequests *self, const WeftFrame *frame)
{
  WeftSearchResult *result = g_new0 (WeftSearchResult, 1);

  result->hits = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_search_hit_free);
  result->cursor = g_strdup (frame->cursor);
  result->indexing = frame->indexing;
  for (guint i = 0; i < frame->hits->len; i++)
    {
      const WeftFrameHit *sent = &g_array_index (frame->hits, WeftFrameHit, i);
      const WeftTable *table = weft_registry_find_table (self->registry, sent->table);
      guint n_texts = json_array_get_length (sent->texts);
      WeftSearchHit *hit;

      if (table == NULL)
        continue;

      hit = g_new0 (WeftSearchHit, 1);
      hit->table = table;
      hit->stream = g_strdup (sent->stream);
      hit->key = g_strdup (sent->key);
      hit->window = sent->window;
      hit->at = sent->at;
      hit->author = g_strdup (sent->author);
      hit->texts = g_new0 (char *, n_texts + 1);
      for (guint j = 0; j < n_texts; j++)
        hit->texts[j] = g_strdup (json_array_get_string_element (sent->texts, j));
      g_ptr_array_add (result->hits, hit);
    }

  return result;
}

gboolean
weft_search_requests_take (WeftSearchRequests *self, const WeftFrame *frame)
{
  for (guint i = 0; i < self->requests->len; i++)
    {
      Request request = g_array_index (self->requests, Request, i);

      if (request.request != frame->request)
        continue;

      g_array_remove_index (self->requests, i);
      if (frame->type == WEFT_FRAME_HITS)
        request.func (read_hits (self, frame), NULL, request.user_data);
      else
        {
          g_autoptr (GError) error
              = g_error_new_literal (WEFT_ERROR, (int) weft_error_from_wire (frame->code), frame->message);

          request.func (NULL, error, request.user_data);
        }
      return TRUE;
    }

  return FALSE;
}

void
weft_search_requests_fail (WeftSearchRequests *self, gint64 deadline, const char *message)
{
  g_autoptr (GError) error = g_error_new_literal (WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, message);

  for (guint i = self->requests->len; i > 0; i--)
    {
      Request request = g_array_index (self->requests, Request, i - 1);

      if (request.deadline > deadline)
        continue;
      g_array_remove_index (self->requests, i - 1);
      request.func (NULL, error, request.user_data);
    }
}

gint64
weft_search_requests_get_due (WeftSearchRequests *self)
{
  gint64 due = G_MAXINT64;

  for (guint i = 0; i < self->requests->len; i++)
    due = MIN (due, g_array_index (self->requests, Request, i).deadline);

  return due;
}
