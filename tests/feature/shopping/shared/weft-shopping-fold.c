/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/feature/shopping/shared/weft-shopping-module.h"

#include "store/weft-fold.h"

gboolean
weft_shopping_fold_list_created (WeftFold *fold, const WeftShoppingListCreated *args, GError **error)
{
  return weft_fold_run (fold, error,
                        "INSERT INTO shopping_list (stream, name, created_at) VALUES (?1, ?2, ?3)", "ti",
                        args->name, fold->at);
}

gboolean
weft_shopping_fold_item_added (WeftFold *fold, const WeftShoppingItemAdded *args, GError **error)
{
  return weft_fold_run (
      fold, error,
      "INSERT INTO shopping_item (stream, id, text, amount, bought, removed, author, added_at)"
      " VALUES (?1, ?2, ?3, ?4, 0, 0, ?5, ?6)",
      "tttti", args->id, args->text, args->amount, fold->by, fold->at);
}

gboolean
weft_shopping_fold_item_changed (WeftFold *fold, const WeftShoppingItemChanged *args, GError **error)
{
  return weft_fold_run (fold, error,
                        "UPDATE shopping_item SET text = COALESCE (?3, text), amount = COALESCE (?4, amount)"
                        " WHERE stream = ?1 AND id = ?2",
                        "ttt", args->id, args->text, args->amount);
}

gboolean
weft_shopping_fold_item_bought (WeftFold *fold, const WeftShoppingItemBought *args, GError **error)
{
  return weft_fold_run (fold, error, "UPDATE shopping_item SET bought = ?3 WHERE stream = ?1 AND id = ?2",
                        "ti", args->id, (gint64) args->bought);
}

gboolean
weft_shopping_fold_item_removed (WeftFold *fold, const WeftShoppingItemRemoved *args, GError **error)
{
  return weft_fold_run (fold, error, "UPDATE shopping_item SET removed = 1 WHERE stream = ?1 AND id = ?2",
                        "t", args->id);
}

gboolean
weft_shopping_fold_item_put_back (WeftFold *fold, const WeftShoppingItemPutBack *args, GError **error)
{
  return weft_fold_run (fold, error, "UPDATE shopping_item SET removed = 0 WHERE stream = ?1 AND id = ?2",
                        "t", args->id);
}
