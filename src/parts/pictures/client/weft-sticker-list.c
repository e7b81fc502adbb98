/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-pictures"

#include "config.h"

#include "parts/pictures/client/weft-sticker-list.h"

#include <glib/gi18n.h>

#include "parts/pictures/shared/weft-pictures-module.h"

#define KEPT (30 * 60) /* the plan allows no more */

const WeftOwnSticker weft_own_stickers[] = {
  { "weft/hello", N_ ("Hello") },
  { "weft/thanks", N_ ("Thank you") },
  { "weft/done", N_ ("Done") },
  { "weft/great", N_ ("Great") },
  { "weft/love", N_ ("Love it") },
  { "weft/party", N_ ("Hooray") },
  { "weft/question", N_ ("A question") },
  { "weft/sorry", N_ ("Sorry") },
  { "weft/on-my-way", N_ ("On my way") },
  { "weft/coffee", N_ ("Coffee?") },
  { "weft/lunch", N_ ("Lunch") },
  { "weft/good-night", N_ ("Good night") },
  { NULL },
};

struct _WeftStickerList
{
  WeftRowList parent_instance;
};

G_DEFINE_FINAL_TYPE (WeftStickerList, weft_sticker_list, WEFT_TYPE_ROW_LIST)

/* On a reader's thread. */
static gpointer
load (WeftDatabase *database, gpointer user_data, GError **error)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  WeftStatement *statement
      = weft_database_query (database, error,
                             "SELECT s.id, s.text, p.id, p.name, s.picture, s.size, s.author,"
                             " instr (coalesce (p.arranged, ''), s.id) AS place FROM sticker s"
                             " JOIN sticker_pack p ON p.stream = s.stream AND p.id = s.pack"
                             " WHERE s.stream = ?1 AND p.removed = 0"
                             " ORDER BY p.id, place = 0, place, s.id LIMIT ?2",
                             "ti", user_data, (gint64) KEPT);
  int step;

  if (statement == NULL)
    return NULL;
  /* Translators: what the stickers which come with Weft are called together */
  for (const WeftOwnSticker *own = weft_own_stickers; own->sticker != NULL; own++)
    g_ptr_array_add (items, weft_sticker_new (own->sticker, _ (own->text), _ ("Yarn"), NULL, 0));
  while ((step = weft_statement_step (statement, error)) > 0)
    g_ptr_array_add (items, weft_sticker_new_in_pack (weft_statement_get_text (statement, 0),
                                                      weft_statement_get_text (statement, 1),
                                                      weft_statement_get_text (statement, 2),
                                                      weft_statement_get_text (statement, 3),
                                                      weft_statement_get_text (statement, 4),
                                                      weft_statement_get_int (statement, 5),
                                                      weft_statement_get_text (statement, 6)));
  return step == 0 ? g_steal_pointer (&items) : NULL;
}

static gboolean
weft_sticker_list_equal (gpointer a, gpointer b)
{
  return g_str_equal (weft_sticker_get_sticker (a), weft_sticker_get_sticker (b))
         && g_str_equal (weft_sticker_get_text (a), weft_sticker_get_text (b))
         && g_str_equal (weft_sticker_get_pack (a), weft_sticker_get_pack (b))
         && g_strcmp0 (weft_sticker_get_picture (a), weft_sticker_get_picture (b)) == 0;
}

static void
weft_sticker_list_class_init (WeftStickerListClass *klass)
{
  WeftItemListClass *list_class = WEFT_ITEM_LIST_CLASS (klass);
  WeftRowListClass *row_class = WEFT_ROW_LIST_CLASS (klass);

  list_class->item_type = WEFT_TYPE_STICKER;
  list_class->equal = weft_sticker_list_equal;
  row_class->tables[0] = &weft_pictures_sticker_table;
  row_class->tables[1] = &weft_pictures_sticker_pack_table;
  row_class->load = load;
}

static void
weft_sticker_list_init (WeftStickerList *self)
{
}

WeftStickerList *
weft_sticker_list_new (WeftSync *sync)
{
  return weft_row_list_new (WEFT_TYPE_STICKER_LIST, sync, WEFT_STREAM_WORKSPACE);
}
