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
  WeftItemList parent_instance;

  WeftSync *sync;
};

G_DEFINE_FINAL_TYPE (WeftStickerList, weft_sticker_list, WEFT_TYPE_ITEM_LIST)

/* On a reader's thread. */
static gpointer
load (WeftDatabase *database, gpointer user_data, GError **error)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  WeftStatement *statement
      = weft_database_query (database, error,
                             "SELECT s.id, s.text, p.name, s.picture, s.size FROM sticker s"
                             " JOIN sticker_pack p ON p.stream = s.stream AND p.id = s.pack"
                             " WHERE s.stream = ?1 AND p.removed = 0 ORDER BY p.id, s.id LIMIT ?2",
                             "ti", WEFT_STREAM_WORKSPACE, (gint64) KEPT);
  int step;

  if (statement == NULL)
    return NULL;
  /* Translators: what the stickers which come with Weft are called together */
  for (const WeftOwnSticker *own = weft_own_stickers; own->sticker != NULL; own++)
    g_ptr_array_add (items, weft_sticker_new (own->sticker, _ (own->text), _ ("Yarn"), NULL, 0));
  while ((step = weft_statement_step (statement, error)) > 0)
    g_ptr_array_add (items, weft_sticker_new (weft_statement_get_text (statement, 0),
                                              weft_statement_get_text (statement, 1),
                                              weft_statement_get_text (statement, 2),
                                              weft_statement_get_text (statement, 3),
                                              weft_statement_get_int (statement, 4)));
  return step == 0 ? g_steal_pointer (&items) : NULL;
}

static gboolean
weft_sticker_list_equal (gpointer a, gpointer b)
{
  return g_str_equal (weft_sticker_get_sticker (a), weft_sticker_get_sticker (b))
         && g_str_equal (weft_sticker_get_text (a), weft_sticker_get_text (b))
         && g_strcmp0 (weft_sticker_get_picture (a), weft_sticker_get_picture (b)) == 0;
}

static DexFuture *
weft_sticker_list_read (WeftItemList *list)
{
  return weft_sync_read (WEFT_STICKER_LIST (list)->sync, load, G_TYPE_PTR_ARRAY, NULL, NULL);
}

static void
on_changed (WeftStickerList *self, WeftChanges *changes)
{
  for (guint i = 0; i < weft_changes_get_n (changes); i++)
    if (weft_changes_get (changes, i)->table == &weft_pictures_sticker_table
        || weft_changes_get (changes, i)->table == &weft_pictures_sticker_pack_table)
      {
        weft_item_list_read (WEFT_ITEM_LIST (self));
        return;
      }
}

static void
weft_sticker_list_dispose (GObject *object)
{
  WeftStickerList *self = WEFT_STICKER_LIST (object);

  if (self->sync != NULL)
    g_signal_handlers_disconnect_by_data (self->sync, self);
  g_clear_object (&self->sync);

  G_OBJECT_CLASS (weft_sticker_list_parent_class)->dispose (object);
}

static void
weft_sticker_list_class_init (WeftStickerListClass *klass)
{
  WeftItemListClass *list_class = WEFT_ITEM_LIST_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = weft_sticker_list_dispose;
  list_class->item_type = WEFT_TYPE_STICKER;
  list_class->equal = weft_sticker_list_equal;
  list_class->read = weft_sticker_list_read;
}

static void
weft_sticker_list_init (WeftStickerList *self)
{
}

WeftStickerList *
weft_sticker_list_new (WeftSync *sync)
{
  WeftStickerList *self;

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);

  self = g_object_new (WEFT_TYPE_STICKER_LIST, NULL);
  self->sync = g_object_ref (sync);
  g_signal_connect_object (sync, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  weft_item_list_read (WEFT_ITEM_LIST (self));
  return self;
}

WeftSync *
weft_sticker_list_get_sync (WeftStickerList *self)
{
  g_return_val_if_fail (WEFT_IS_STICKER_LIST (self), NULL);
  return self->sync;
}
