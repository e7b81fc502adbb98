/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-notices"

#include "config.h"

#include "parts/notices/client/weft-keyword-list.h"

#include "base/weft-clock.h"
#include "base/weft-id.h"
#include "base/weft-keyword-text.h"
#include "parts/notices/shared/weft-notices-module.h"
#include "sync/weft-own-stream.h"

struct _WeftKeywordList
{
  WeftRowList parent_instance;
};

G_DEFINE_FINAL_TYPE (WeftKeywordList, weft_keyword_list, WEFT_TYPE_ROW_LIST)

static gboolean
weft_keyword_list_equal (gpointer a, gpointer b)
{
  return g_str_equal (weft_keyword_get_id (a), weft_keyword_get_id (b))
         && g_str_equal (weft_keyword_get_word (a), weft_keyword_get_word (b));
}

/* On a reader's thread. One whose word was erased is none. */
static gpointer
load (WeftDatabase *database, gpointer user_data, GError **error)
{
  g_autoptr (GPtrArray) keywords = g_ptr_array_new_with_free_func (g_object_unref);
  WeftStatement *statement = weft_database_query (
      database, error,
      "SELECT id, word FROM notice_keyword WHERE stream = ?1 AND word <> '' ORDER BY folded, id", "t",
      user_data);
  int step = -1;

  while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    g_ptr_array_add (keywords, weft_keyword_new (weft_statement_get_text (statement, 0),
                                                 weft_statement_get_text (statement, 1)));

  return step == 0 ? g_steal_pointer (&keywords) : NULL;
}

static void
weft_keyword_list_class_init (WeftKeywordListClass *klass)
{
  WeftItemListClass *list_class = WEFT_ITEM_LIST_CLASS (klass);
  WeftRowListClass *row_class = WEFT_ROW_LIST_CLASS (klass);

  list_class->item_type = WEFT_TYPE_KEYWORD;
  list_class->equal = weft_keyword_list_equal;
  row_class->tables[0] = &weft_notices_notice_keyword_table;
  row_class->load = load;
}

static void
weft_keyword_list_init (WeftKeywordList *self)
{
}

WeftKeywordList *
weft_keyword_list_new (WeftSync *sync)
{
  return weft_row_list_new (WEFT_TYPE_KEYWORD_LIST, sync, NULL);
}

char **
weft_keyword_list_dup_folded (WeftKeywordList *self)
{
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  guint n;

  g_return_val_if_fail (WEFT_IS_KEYWORD_LIST (self), NULL);

  n = g_list_model_get_n_items (G_LIST_MODEL (self));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (WeftKeyword) keyword = g_list_model_get_item (G_LIST_MODEL (self), i);

      g_strv_builder_take (words, weft_keyword_fold (weft_keyword_get_word (keyword)));
    }

  return g_strv_builder_end (words);
}

DexFuture *
weft_keyword_list_add (WeftKeywordList *self, const char *word)
{
  g_autofree char *id = weft_id_new (weft_clock_get_system ());

  g_return_val_if_fail (WEFT_IS_KEYWORD_LIST (self), NULL);
  g_return_val_if_fail (word != NULL, NULL);

  return weft_own_stream_submit (weft_row_list_get_sync (WEFT_ROW_LIST (self)), &weft_notices_add_keyword_operation,
                                 &(WeftNoticesAddKeyword) { .id = id, .word = word });
}

DexFuture *
weft_keyword_list_remove (WeftKeywordList *self, WeftKeyword *keyword)
{
  g_return_val_if_fail (WEFT_IS_KEYWORD_LIST (self), NULL);
  g_return_val_if_fail (WEFT_IS_KEYWORD (keyword), NULL);

  return weft_own_stream_submit (weft_row_list_get_sync (WEFT_ROW_LIST (self)), &weft_notices_remove_keyword_operation,
                                 &(WeftNoticesRemoveKeyword) { .id = weft_keyword_get_id (keyword) });
}
