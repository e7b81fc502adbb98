/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-pictures"

#include "config.h"

#include "parts/pictures/client/weft-emoji-list.h"

#include <string.h>

#include "base/weft-clock.h"
#include "base/weft-id.h"
#include "parts/pictures/shared/weft-pictures-module.h"

#define KEPT 1000 /* the plan allows no more */

struct _WeftEmojiList
{
  WeftRowList parent_instance;
};

G_DEFINE_FINAL_TYPE (WeftEmojiList, weft_emoji_list, WEFT_TYPE_ROW_LIST)

/* On a reader's thread. */
static gpointer
load (WeftDatabase *database, gpointer user_data, GError **error)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  WeftStatement *statement
      = weft_database_query (database, error,
                             "SELECT id, name, picture, size, author FROM emoji WHERE stream = ?1"
                             " ORDER BY name LIMIT ?2",
                             "ti", user_data, (gint64) KEPT);
  int step;

  if (statement == NULL)
    return NULL;
  while ((step = weft_statement_step (statement, error)) > 0)
    g_ptr_array_add (items, weft_own_emoji_new (weft_statement_get_text (statement, 0),
                                                 weft_statement_get_text (statement, 1),
                                                 weft_statement_get_text (statement, 2),
                                                 weft_statement_get_int (statement, 3),
                                                 weft_statement_get_text (statement, 4)));
  return step == 0 ? g_steal_pointer (&items) : NULL;
}

static gboolean
weft_emoji_list_equal (gpointer a, gpointer b)
{
  return g_str_equal (weft_own_emoji_get_id (a), weft_own_emoji_get_id (b))
         && g_str_equal (weft_own_emoji_get_picture (a), weft_own_emoji_get_picture (b));
}

static void
weft_emoji_list_class_init (WeftEmojiListClass *klass)
{
  WeftItemListClass *list_class = WEFT_ITEM_LIST_CLASS (klass);
  WeftRowListClass *row_class = WEFT_ROW_LIST_CLASS (klass);

  list_class->item_type = WEFT_TYPE_OWN_EMOJI;
  list_class->equal = weft_emoji_list_equal;
  row_class->tables[0] = &weft_pictures_emoji_table;
  row_class->load = load;
}

static void
weft_emoji_list_init (WeftEmojiList *self)
{
}

WeftEmojiList *
weft_emoji_list_new (WeftSync *sync)
{
  return weft_row_list_new (WEFT_TYPE_EMOJI_LIST, sync, WEFT_STREAM_WORKSPACE);
}

/* They are in the order of their bytes. */
WeftOwnEmoji *
weft_emoji_list_find (WeftEmojiList *self, const char *name, gssize length)
{
  GPtrArray *items;
  guint low = 0, high;

  g_return_val_if_fail (WEFT_IS_EMOJI_LIST (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  items = weft_item_list_peek (WEFT_ITEM_LIST (self));
  high = items != NULL ? items->len : 0;
  if (length < 0)
    length = strlen (name);
  while (low < high)
    {
      guint middle = (low + high) / 2;
      WeftOwnEmoji *item = g_ptr_array_index (items, middle);
      const char *other = weft_own_emoji_get_name (item);
      int order = strncmp (other, name, length);

      if (order == 0 && other[length] == '\0')
        return item;
      if (order < 0)
        low = middle + 1;
      else
        high = middle;
    }
  return NULL;
}

DexFuture *
weft_emoji_add (WeftSync *sync, const char *name, const WeftFileInfo *info, int width, int height)
{
  g_autofree char *id = weft_id_new (weft_clock_get_system ());
  WeftPicturesAddEmoji args = {
    .id = id, .name = name, .picture = info->hash, .size = info->size, .width = width, .height = height
  };

  return weft_sync_submit (sync, WEFT_STREAM_WORKSPACE, &weft_pictures_add_emoji_operation, &args);
}

DexFuture *
weft_emoji_remove (WeftSync *sync, const char *id)
{
  return weft_sync_submit (sync, WEFT_STREAM_WORKSPACE, &weft_pictures_remove_emoji_operation,
                           &(WeftPicturesRemoveEmoji) { .id = id });
}
