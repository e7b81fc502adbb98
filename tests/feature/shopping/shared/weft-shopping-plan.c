/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/feature/shopping/shared/weft-shopping-module.h"

#include "parts/people/shared/weft-people-module.h"
#include "store/weft-plan.h"

typedef enum
{
  ITEM_MISSING,
  ITEM_LISTED,
  ITEM_REMOVED,
} ItemState;

static gboolean
look_up_item (WeftPlan *plan, const char *id, ItemState *state, GError **error)
{
  WeftStatement *statement
      = weft_plan_query (plan, error, "SELECT removed FROM shopping_item WHERE stream = ?1 AND id = ?2", "t",
                         id);
  int step;

  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;

  *state = ITEM_MISSING;
  if (step > 0)
    *state = weft_statement_get_int (statement, 0) != 0 ? ITEM_REMOVED : ITEM_LISTED;
  weft_statement_reset (statement);

  return TRUE;
}

static gboolean
find_item (WeftPlan *plan, const char *id, GError **error)
{
  ItemState state;

  if (!look_up_item (plan, id, &state, error))
    return FALSE;
  if (state == ITEM_MISSING)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "id: no such item here");
  if (state == ITEM_REMOVED)
    return weft_plan_refuse (error, WEFT_ERROR_CONFLICT, "id: the item was taken off the list");

  return TRUE;
}

static void
emit_member (WeftPlan *plan, const char *person, WeftRole role)
{
  weft_plan_emit (plan, &weft_people_member_added_event,
                  &(WeftPeopleMemberAdded) { .person = person, .role = weft_role_to_wire (role) });
}

gboolean
weft_shopping_plan_create_list (WeftPlan *plan, const WeftShoppingCreateList *args, GError **error)
{
  g_autoptr (GHashTable) members = g_hash_table_new (g_str_hash, g_str_equal);
  const char *owner = weft_plan_get_author (plan);
  WeftStatement *statement;
  int step;

  /* What the server itself makes is in the hands of the first person in it. */
  if (weft_plan_get_role (plan) == WEFT_ROLE_SYSTEM)
    {
      if (args->n_members == 0)
        return weft_plan_refuse (error, WEFT_ERROR_INVALID,
                                 "members: 0 elements, at least 1 for a list without author");
      owner = args->members[0];
    }

  statement = weft_plan_query (plan, error, "SELECT 1 FROM shopping_list WHERE stream = ?1", "");
  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;
  weft_statement_reset (statement);
  if (step > 0)
    return weft_plan_refuse (error, WEFT_ERROR_EXISTS,
                             "stream: there is a shopping list with this id already");

  weft_plan_emit (plan, &weft_shopping_list_created_event, &(WeftShoppingListCreated) { .name = args->name });
  g_hash_table_add (members, (gpointer) owner);
  emit_member (plan, owner, WEFT_ROLE_ADMIN);
  for (guint i = 0; i < args->n_members; i++)
    if (g_hash_table_add (members, (gpointer) args->members[i]))
      emit_member (plan, args->members[i], WEFT_ROLE_MEMBER);

  return TRUE;
}

gboolean
weft_shopping_plan_add (WeftPlan *plan, const WeftShoppingAdd *args, GError **error)
{
  ItemState state;

  if (!look_up_item (plan, args->id, &state, error))
    return FALSE;
  if (state != ITEM_MISSING)
    return weft_plan_refuse (error, WEFT_ERROR_EXISTS, "id: there is an item with this id already");

  weft_plan_emit (plan, &weft_shopping_item_added_event,
                  &(WeftShoppingItemAdded) { .id = args->id, .text = args->text, .amount = args->amount });
  return TRUE;
}

gboolean
weft_shopping_plan_change (WeftPlan *plan, const WeftShoppingChange *args, GError **error)
{
  if (!find_item (plan, args->id, error))
    return FALSE;
  if (args->text == NULL && args->amount == NULL)
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "text: missing, and so is amount: nothing to change");

  weft_plan_emit (plan, &weft_shopping_item_changed_event,
                  &(WeftShoppingItemChanged) { .id = args->id, .text = args->text, .amount = args->amount });
  return TRUE;
}

gboolean
weft_shopping_plan_buy (WeftPlan *plan, const WeftShoppingBuy *args, GError **error)
{
  if (!find_item (plan, args->id, error))
    return FALSE;

  weft_plan_emit (plan, &weft_shopping_item_bought_event,
                  &(WeftShoppingItemBought) { .id = args->id, .bought = args->bought });
  return TRUE;
}

gboolean
weft_shopping_plan_remove (WeftPlan *plan, const WeftShoppingRemove *args, GError **error)
{
  if (!find_item (plan, args->id, error))
    return FALSE;

  weft_plan_emit (plan, &weft_shopping_item_removed_event, &(WeftShoppingItemRemoved) { .id = args->id });
  return TRUE;
}

gboolean
weft_shopping_plan_put_back (WeftPlan *plan, const WeftShoppingPutBack *args, GError **error)
{
  ItemState state;

  if (!look_up_item (plan, args->id, &state, error))
    return FALSE;
  if (state == ITEM_MISSING)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "id: no such item here");
  if (state == ITEM_LISTED)
    return weft_plan_refuse (error, WEFT_ERROR_CONFLICT, "id: the item is on the list");

  weft_plan_emit (plan, &weft_shopping_item_put_back_event, &(WeftShoppingItemPutBack) { .id = args->id });
  return TRUE;
}
