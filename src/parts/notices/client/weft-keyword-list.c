/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-notices"

#include "config.h"

#include "parts/notices/client/weft-keyword-list.h"

#include "base/weft-clock.h"
#include "base/weft-id.h"
#include "base/weft-keyword-text.h"
#include "parts/notices/shared/weft-notices-module.h"

struct _WeftKeywordList
{
  WeftItemList parent_instance;

  WeftSync *sync;
};

G_DEFINE_FINAL_TYPE (WeftKeywordList, weft_keyword_list, WEFT_TYPE_ITEM_LIST)

static char *
dup_stream (WeftKeywordList *self)
{
  const char *person = weft_sync_get_person (self->sync);

  return person != NULL ? g_strconcat ("user/", person, NULL) : NULL;
}

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

static DexFuture *
weft_keyword_list_read (WeftItemList *list)
{
  WeftKeywordList *self = WEFT_KEYWORD_LIST (list);
  char *stream = dup_stream (self);

  return stream != NULL ? weft_sync_read (self->sync, load, G_TYPE_PTR_ARRAY, stream, g_free) : NULL;
}

static void
on_changed (WeftKeywordList *self, WeftChanges *changes)
{
  for (guint i = 0; i < weft_changes_get_n (changes); i++)
    if (weft_changes_get (changes, i)->table == &weft_notices_notice_keyword_table)
      {
        weft_item_list_read (WEFT_ITEM_LIST (self));
        return;
      }
}

static void
weft_keyword_list_dispose (GObject *object)
{
  WeftKeywordList *self = WEFT_KEYWORD_LIST (object);

  if (self->sync != NULL)
    g_signal_handlers_disconnect_by_data (self->sync, self);
  g_clear_object (&self->sync);

  G_OBJECT_CLASS (weft_keyword_list_parent_class)->dispose (object);
}

static void
weft_keyword_list_class_init (WeftKeywordListClass *klass)
{
  WeftItemListClass *list_class = WEFT_ITEM_LIST_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = weft_keyword_list_dispose;

  list_class->item_type = WEFT_TYPE_KEYWORD;
  list_class->equal = weft_keyword_list_equal;
  list_class->read = weft_keyword_list_read;
}

static void
weft_keyword_list_init (WeftKeywordList *self)
{
}

WeftKeywordList *
weft_keyword_list_new (WeftSync *sync)
{
  WeftKeywordList *self;

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);

  self = g_object_new (WEFT_TYPE_KEYWORD_LIST, NULL);
  self->sync = g_object_ref (sync);
  g_signal_connect_object (sync, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (sync, "notify::person", G_CALLBACK (weft_item_list_read), self, G_CONNECT_SWAPPED);
  weft_item_list_read (WEFT_ITEM_LIST (self));

  return self;
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

static DexFuture *
submit (WeftKeywordList *self, const WeftOperation *operation, gconstpointer args)
{
  g_autofree char *stream = dup_stream (self);

  if (stream == NULL)
    return dex_future_new_reject (WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, "Nobody has signed in");

  return weft_sync_submit (self->sync, stream, operation, args);
}

DexFuture *
weft_keyword_list_add (WeftKeywordList *self, const char *word)
{
  g_autofree char *id = weft_id_new (weft_clock_get_system ());

  g_return_val_if_fail (WEFT_IS_KEYWORD_LIST (self), NULL);
  g_return_val_if_fail (word != NULL, NULL);

  return submit (self, &weft_notices_add_keyword_operation,
                 &(WeftNoticesAddKeyword) { .id = id, .word = word });
}

DexFuture *
weft_keyword_list_remove (WeftKeywordList *self, WeftKeyword *keyword)
{
  g_return_val_if_fail (WEFT_IS_KEYWORD_LIST (self), NULL);
  g_return_val_if_fail (WEFT_IS_KEYWORD (keyword), NULL);

  return submit (self, &weft_notices_remove_keyword_operation,
                 &(WeftNoticesRemoveKeyword) { .id = weft_keyword_get_id (keyword) });
}
