/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-phrases"

#include "config.h"

#include "parts/phrases/client/weft-phrase-list.h"

#include "base/weft-clock.h"
#include "base/weft-id.h"
#include "parts/phrases/shared/weft-phrases-module.h"
#include "sync/weft-own-stream.h"

#define KEPT 50 /* the plan allows no more */

struct _WeftPhraseList
{
  WeftRowList parent_instance;
};

G_DEFINE_FINAL_TYPE (WeftPhraseList, weft_phrase_list, WEFT_TYPE_ROW_LIST)

/* On a reader's thread. */
static gpointer
load (WeftDatabase *database, gpointer user_data, GError **error)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  WeftStatement *statement
      = weft_database_query (database, error,
                             "SELECT id, name, text FROM phrase WHERE stream = ?1 ORDER BY name, id LIMIT ?2",
                             "ti", user_data, (gint64) KEPT);
  int step;

  if (statement == NULL)
    return NULL;
  while ((step = weft_statement_step (statement, error)) > 0)
    g_ptr_array_add (items, weft_phrase_new (weft_statement_get_text (statement, 0),
                                             weft_statement_get_text (statement, 1),
                                             weft_statement_get_text (statement, 2)));
  return step == 0 ? g_steal_pointer (&items) : NULL;
}

static gboolean
weft_phrase_list_equal (gpointer a, gpointer b)
{
  return g_str_equal (weft_phrase_get_id (a), weft_phrase_get_id (b))
         && g_str_equal (weft_phrase_get_name (a), weft_phrase_get_name (b))
         && g_str_equal (weft_phrase_get_text (a), weft_phrase_get_text (b));
}

static void
weft_phrase_list_class_init (WeftPhraseListClass *klass)
{
  WeftItemListClass *list_class = WEFT_ITEM_LIST_CLASS (klass);
  WeftRowListClass *row_class = WEFT_ROW_LIST_CLASS (klass);

  list_class->item_type = WEFT_TYPE_PHRASE;
  list_class->equal = weft_phrase_list_equal;
  row_class->tables[0] = &weft_phrases_phrase_table;
  row_class->load = load;
}

static void
weft_phrase_list_init (WeftPhraseList *self)
{
}

WeftPhraseList *
weft_phrase_list_new (WeftSync *sync)
{
  return weft_row_list_new (WEFT_TYPE_PHRASE_LIST, sync, NULL);
}

WeftPhrase *
weft_phrase_list_find (WeftPhraseList *self, const char *name)
{
  GPtrArray *items;
  g_autofree char *wanted = NULL;

  g_return_val_if_fail (WEFT_IS_PHRASE_LIST (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  items = weft_item_list_peek (WEFT_ITEM_LIST (self));
  wanted = g_utf8_casefold (name, -1);
  for (guint i = 0; i < items->len; i++)
    {
      WeftPhrase *phrase = g_ptr_array_index (items, i);
      g_autofree char *other = g_utf8_casefold (weft_phrase_get_name (phrase), -1);

      if (g_str_equal (other, wanted))
        return phrase;
    }
  return NULL;
}

DexFuture *
weft_phrase_keep (WeftSync *sync, const char *name, const char *text)
{
  g_autofree char *id = weft_id_new (weft_clock_get_system ());

  return weft_own_stream_submit (sync, &weft_phrases_keep_operation,
                                 &(WeftPhrasesKeep) { .id = id, .name = name, .text = text });
}

DexFuture *
weft_phrase_set (WeftSync *sync, const char *id, const char *name, const char *text)
{
  return weft_own_stream_submit (sync, &weft_phrases_set_operation,
                                 &(WeftPhrasesSet) { .id = id, .name = name, .text = text });
}

DexFuture *
weft_phrase_drop (WeftSync *sync, const char *id)
{
  return weft_own_stream_submit (sync, &weft_phrases_drop_operation, &(WeftPhrasesDrop) { .id = id });
}
