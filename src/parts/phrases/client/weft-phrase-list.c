/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-phrases"

#include "config.h"

#include "parts/phrases/client/weft-phrase-list.h"

#include "base/weft-clock.h"
#include "base/weft-id.h"
#include "parts/phrases/shared/weft-phrases-module.h"
#include "sync/weft-own-stream.h"

#define KEPT 150 /* one's own and the team's: the plan allows no more */

struct _WeftPhraseList
{
  WeftRowList parent_instance;
};

G_DEFINE_FINAL_TYPE (WeftPhraseList, weft_phrase_list, WEFT_TYPE_ROW_LIST)

/* On a reader's thread. @user_data: one's own stream. */
static gpointer
load (WeftDatabase *database, gpointer user_data, GError **error)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) own = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  WeftStatement *statement
      = weft_database_query (database, error,
                             "SELECT id, name, text, stream = 'workspace' FROM phrase WHERE stream IN (?1, 'workspace')"
                             " ORDER BY stream = 'workspace', name, id LIMIT ?2",
                             "ti", user_data, (gint64) KEPT);
  int step;

  if (statement == NULL)
    return NULL;
  while ((step = weft_statement_step (statement, error)) > 0)
    {
      const char *name = weft_statement_get_text (statement, 1);
      gboolean team = weft_statement_get_int (statement, 3) != 0;
      g_autofree char *folded = g_utf8_casefold (name, -1);

      g_ptr_array_add (items, weft_phrase_new (weft_statement_get_text (statement, 0), name, weft_statement_get_text (statement, 2),
                                               team, team && g_hash_table_contains (own, folded)));
      if (!team)
        g_hash_table_add (own, g_steal_pointer (&folded));
    }
  return step == 0 ? g_steal_pointer (&items) : NULL;
}

static gboolean
weft_phrase_list_equal (gpointer a, gpointer b)
{
  return weft_phrase_is_same (a, b);
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

static gboolean
is_called (WeftPhrase *phrase, const char *folded)
{
  g_autofree char *name = g_utf8_casefold (weft_phrase_get_name (phrase), -1);

  return g_str_equal (name, folded);
}

WeftPhrase *
weft_phrase_list_find (WeftPhraseList *self, const char *name)
{
  WeftPhrase *own = weft_phrase_list_find_in (self, FALSE, name);

  return own != NULL ? own : weft_phrase_list_find_in (self, TRUE, name);
}

WeftPhrase *
weft_phrase_list_find_in (WeftPhraseList *self, gboolean team, const char *name)
{
  GPtrArray *items;
  g_autofree char *folded = NULL;

  g_return_val_if_fail (WEFT_IS_PHRASE_LIST (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  items = weft_item_list_peek (WEFT_ITEM_LIST (self));
  folded = g_utf8_casefold (name, -1);
  for (guint i = 0; i < items->len; i++)
    if (weft_phrase_get_team (items->pdata[i]) == !!team && is_called (items->pdata[i], folded))
      return items->pdata[i];
  return NULL;
}

static DexFuture *
submit (WeftSync *sync, gboolean team, const WeftOperation *operation, gconstpointer args)
{
  return team ? weft_sync_submit (sync, WEFT_STREAM_WORKSPACE, operation, args)
              : weft_own_stream_submit (sync, operation, args);
}

DexFuture *
weft_phrase_keep (WeftSync *sync, gboolean team, const char *name, const char *text)
{
  g_autofree char *id = weft_id_new (weft_clock_get_system ());

  return submit (sync, team, &weft_phrases_keep_operation, &(WeftPhrasesKeep) { .id = id, .name = name, .text = text });
}

DexFuture *
weft_phrase_set (WeftSync *sync, WeftPhrase *phrase, const char *name, const char *text)
{
  return submit (sync, weft_phrase_get_team (phrase), &weft_phrases_set_operation,
                 &(WeftPhrasesSet) { .id = weft_phrase_get_id (phrase), .name = name, .text = text });
}

DexFuture *
weft_phrase_drop (WeftSync *sync, WeftPhrase *phrase)
{
  return submit (sync, weft_phrase_get_team (phrase), &weft_phrases_drop_operation,
                 &(WeftPhrasesDrop) { .id = weft_phrase_get_id (phrase) });
}
