/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include "parts/thread/client/weft-message-pages.h"

static void
page_free (gpointer data)
{
  WeftMessagePage *page = data;

  for (guint i = 0; i < WEFT_MESSAGE_PAGE; i++)
    g_clear_object (&page->messages[i]);
  g_free (page);
}

void
weft_message_pages_init (WeftMessagePages *self)
{
  self->pages = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, page_free);
  self->dirty = g_hash_table_new (g_int64_hash, g_int64_equal);
}

void
weft_message_pages_clear (WeftMessagePages *self)
{
  g_hash_table_unref (self->dirty);
  g_hash_table_unref (self->pages);
}

gint64
weft_message_pages_index (gint64 ordinal)
{
  return (ordinal - 1) / WEFT_MESSAGE_PAGE;
}

WeftMessagePage *
weft_message_pages_find (WeftMessagePages *self, gint64 index)
{
  return g_hash_table_lookup (self->pages, &index);
}

WeftMessagePage *
weft_message_pages_ensure (WeftMessagePages *self, gint64 index)
{
  WeftMessagePage *page = weft_message_pages_find (self, index);

  if (page == NULL)
    {
      page = g_new0 (WeftMessagePage, 1);
      page->index = index;
      page->used = ++self->clock;
      g_hash_table_insert (self->pages, &page->index, page);
    }
  return page;
}

WeftMessage *
weft_message_pages_peek (WeftMessagePages *self, gint64 ordinal)
{
  WeftMessagePage *page = ordinal > 0 ? weft_message_pages_find (self, weft_message_pages_index (ordinal)) : NULL;

  return page != NULL ? page->messages[(ordinal - 1) % WEFT_MESSAGE_PAGE] : NULL;
}

void
weft_message_pages_use (WeftMessagePages *self, WeftMessagePage *page)
{
  page->used = ++self->clock;
}

void
weft_message_pages_touch (WeftMessagePages *self, gint64 ordinal)
{
  WeftMessagePage *page = ordinal > 0 ? weft_message_pages_find (self, weft_message_pages_index (ordinal)) : NULL;

  if (page != NULL && page->loaded)
    g_hash_table_add (self->dirty, &page->index);
}

WeftMessagePage *
weft_message_pages_find_holes (WeftMessagePages *self, gint64 last)
{
  GHashTableIter iter;
  WeftMessagePage *best = NULL;
  WeftMessagePage *page;

  g_hash_table_iter_init (&iter, self->pages);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &page))
    {
      gint64 end = MIN ((page->index + 1) * WEFT_MESSAGE_PAGE, last);
      gboolean holes = FALSE;

      if (!page->loaded || page->missing)
        continue;
      for (gint64 ordinal = page->index * WEFT_MESSAGE_PAGE + 1; !holes && ordinal <= end; ordinal++)
        {
          WeftMessage *message = weft_message_pages_peek (self, ordinal);

          holes = message == NULL || weft_message_get_placeholder (message);
        }
      /* From the newest down: the store holds one stretch without a hole. */
      if (holes && (best == NULL || page->index > best->index))
        best = page;
    }
  return best;
}

static gboolean
is_shown (WeftMessagePage *page)
{
  for (guint i = 0; i < WEFT_MESSAGE_PAGE; i++)
    if (page->messages[i] != NULL && G_OBJECT (page->messages[i])->ref_count > 1)
      return TRUE;
  return FALSE;
}

void
weft_message_pages_trim (WeftMessagePages *self, gint64 last)
{
  while (g_hash_table_size (self->pages) > WEFT_MESSAGE_PAGES_MAX)
    {
      GHashTableIter iter;
      WeftMessagePage *oldest = NULL;
      WeftMessagePage *page;

      g_hash_table_iter_init (&iter, self->pages);
      while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &page))
        if ((oldest == NULL || page->used < oldest->used) && page->index != weft_message_pages_index (MAX (last, 1)) && !is_shown (page))
          oldest = page;
      if (oldest == NULL)
        return;
      g_hash_table_remove (self->dirty, &oldest->index);
      g_hash_table_remove (self->pages, &oldest->index);
    }
}
