/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-pictures"

#include "config.h"

#include "parts/pictures/client/weft-pack-list.h"

#include "base/weft-clock.h"
#include "base/weft-id.h"
#include "parts/pictures/shared/weft-pictures-module.h"

struct _WeftPackList
{
  WeftRowList parent_instance;
};

G_DEFINE_FINAL_TYPE (WeftPackList, weft_pack_list, WEFT_TYPE_ROW_LIST)

/* On a reader's thread. */
static gpointer
load (WeftDatabase *database, gpointer user_data, GError **error)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  WeftStatement *statement = weft_database_query (
      database, error,
      "SELECT id, name, maker, author, removed,"
      " (SELECT count(*) FROM sticker s WHERE s.stream = p.stream AND s.pack = p.id)"
      " FROM sticker_pack p WHERE stream = ?1 ORDER BY removed, id LIMIT ?2",
      "ti", user_data, (gint64) WEFT_PACKS_MAX);
  int step;

  if (statement == NULL)
    return NULL;
  while ((step = weft_statement_step (statement, error)) > 0)
    g_ptr_array_add (items, weft_pack_new (weft_statement_get_text (statement, 0),
                                           weft_statement_get_text (statement, 1),
                                           weft_statement_get_text (statement, 2),
                                           weft_statement_get_text (statement, 3),
                                           weft_statement_get_int (statement, 4) != 0,
                                           (guint) weft_statement_get_int (statement, 5)));
  return step == 0 ? g_steal_pointer (&items) : NULL;
}

static gboolean
weft_pack_list_equal (gpointer a, gpointer b)
{
  return g_str_equal (weft_pack_get_id (a), weft_pack_get_id (b))
         && g_str_equal (weft_pack_get_name (a), weft_pack_get_name (b))
         && g_str_equal (weft_pack_get_maker (a), weft_pack_get_maker (b))
         && weft_pack_get_removed (a) == weft_pack_get_removed (b)
         && weft_pack_get_n_stickers (a) == weft_pack_get_n_stickers (b);
}

static void
weft_pack_list_class_init (WeftPackListClass *klass)
{
  WeftItemListClass *list_class = WEFT_ITEM_LIST_CLASS (klass);
  WeftRowListClass *row_class = WEFT_ROW_LIST_CLASS (klass);

  list_class->item_type = WEFT_TYPE_PACK;
  list_class->equal = weft_pack_list_equal;
  row_class->tables[0] = &weft_pictures_sticker_pack_table;
  row_class->tables[1] = &weft_pictures_sticker_table;
  row_class->load = load;
}

static void
weft_pack_list_init (WeftPackList *self)
{
}

WeftPackList *
weft_pack_list_new (WeftSync *sync)
{
  return weft_row_list_new (WEFT_TYPE_PACK_LIST, sync, WEFT_STREAM_WORKSPACE);
}

WeftPack *
weft_pack_list_find (WeftPackList *self, const char *id)
{
  GPtrArray *items;

  g_return_val_if_fail (WEFT_IS_PACK_LIST (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  items = weft_item_list_peek (WEFT_ITEM_LIST (self));
  for (guint i = 0; items != NULL && i < items->len; i++)
    if (g_str_equal (weft_pack_get_id (g_ptr_array_index (items, i)), id))
      return g_ptr_array_index (items, i);
  return NULL;
}

DexFuture *
weft_pack_fill (WeftSync *sync,
                const char *id,
                const char *name,
                const char *maker,
                const WeftNewSticker *stickers,
                guint n_stickers)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autofree const WeftOperation **operations = g_new (const WeftOperation *, n_stickers + 1);
  g_autofree WeftPicturesAddSticker *adding = g_new0 (WeftPicturesAddSticker, n_stickers);
  g_autofree gconstpointer *args = g_new (gconstpointer, n_stickers + 1);
  WeftPicturesAddPack pack = { .id = id, .name = name, .maker = maker };
  guint n = 0;

  if (name != NULL)
    {
      operations[n] = &weft_pictures_add_pack_operation;
      args[n++] = &pack;
    }
  for (guint i = 0; i < n_stickers; i++)
    {
      g_ptr_array_add (ids, weft_id_new (weft_clock_get_system ()));
      adding[i] = (WeftPicturesAddSticker) { .id = ids->pdata[i],
                                             .pack = id,
                                             .text = stickers[i].text,
                                             .picture = stickers[i].hash,
                                             .size = stickers[i].size,
                                             .width = stickers[i].width,
                                             .height = stickers[i].height };
      operations[n] = &weft_pictures_add_sticker_operation;
      args[n++] = &adding[i];
    }
  g_return_val_if_fail (n > 0, NULL);

  return weft_sync_submit_group (sync, WEFT_STREAM_WORKSPACE, operations, args, n);
}

DexFuture *
weft_pack_set (WeftSync *sync, const char *id, const char *name, const char *maker)
{
  return weft_sync_submit (sync, WEFT_STREAM_WORKSPACE, &weft_pictures_set_pack_operation,
                           &(WeftPicturesSetPack) { .id = id, .name = name, .maker = maker });
}

DexFuture *
weft_pack_arrange (WeftSync *sync, const char *id, const char *const *stickers)
{
  g_autofree char *arranged = g_strjoinv (" ", (char **) stickers);

  return weft_sync_submit (sync, WEFT_STREAM_WORKSPACE, &weft_pictures_arrange_pack_operation,
                           &(WeftPicturesArrangePack) { .id = id, .arranged = arranged });
}

DexFuture *
weft_pack_remove (WeftSync *sync, const char *id)
{
  return weft_sync_submit (sync, WEFT_STREAM_WORKSPACE, &weft_pictures_remove_pack_operation,
                           &(WeftPicturesRemovePack) { .id = id });
}

DexFuture *
weft_pack_restore (WeftSync *sync, const char *id)
{
  return weft_sync_submit (sync, WEFT_STREAM_WORKSPACE, &weft_pictures_restore_pack_operation,
                           &(WeftPicturesRestorePack) { .id = id });
}

DexFuture *
weft_sticker_set_text (WeftSync *sync, const char *id, const char *text)
{
  return weft_sync_submit (sync, WEFT_STREAM_WORKSPACE, &weft_pictures_set_sticker_operation,
                           &(WeftPicturesSetSticker) { .id = id, .text = text });
}

DexFuture *
weft_sticker_remove (WeftSync *sync, const char *id)
{
  return weft_sync_submit (sync, WEFT_STREAM_WORKSPACE, &weft_pictures_remove_sticker_operation,
                           &(WeftPicturesRemoveSticker) { .id = id });
}
