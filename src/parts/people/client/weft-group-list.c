/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-people"

#include "config.h"

#include "parts/people/client/weft-group-list.h"

#include "base/weft-mention.h"
#include "base/weft-text.h"
#include "parts/people/shared/weft-people-module.h"

struct _WeftGroupList
{
  WeftRowList parent_instance;
};

G_DEFINE_FINAL_TYPE (WeftGroupList, weft_group_list, WEFT_TYPE_ROW_LIST)

/* What is read of one group, until the next begins. */
typedef struct
{
  char *id;
  char *handle;
  char *about;
  GStrvBuilder *people;
} Reading;

static void
take (Reading *reading, GPtrArray *groups)
{
  g_auto (GStrv) people = NULL;

  if (reading->id == NULL)
    return;
  people = g_strv_builder_end (reading->people);
  g_ptr_array_add (groups, weft_person_group_new (reading->id, reading->handle, reading->about, (const char *const *) people));
  g_clear_pointer (&reading->id, g_free);
  g_clear_pointer (&reading->handle, g_free);
  g_clear_pointer (&reading->about, g_free);
}

/* On a reader's thread. */
static gpointer
load (WeftDatabase *database, gpointer user_data, GError **error)
{
  g_autoptr (GPtrArray) groups = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GStrvBuilder) people = g_strv_builder_new ();
  Reading reading = { .people = people };
  WeftStatement *statement
      = weft_database_query (database, error,
                             "SELECT g.id, g.handle, g.about, i.person FROM person_group g"
                             " LEFT JOIN person_in_group i ON i.stream = g.stream AND i.id = g.id"
                             " WHERE g.stream = ?1 AND g.removed = 0 ORDER BY g.handle, g.id, i.person",
                             "t", user_data);
  int step;

  if (statement == NULL)
    return NULL;
  while ((step = weft_statement_step (statement, error)) > 0)
    {
      const char *id = weft_statement_get_text (statement, 0);

      if (reading.id == NULL || !g_str_equal (reading.id, id))
        {
          take (&reading, groups);
          reading.id = g_strdup (id);
          reading.handle = weft_statement_dup_text (statement, 1);
          reading.about = weft_statement_dup_text (statement, 2);
        }
      if (weft_statement_get_text (statement, 3) != NULL)
        g_strv_builder_add (people, weft_statement_get_text (statement, 3));
    }
  take (&reading, groups);
  return step == 0 ? g_steal_pointer (&groups) : NULL;
}

static gboolean
weft_group_list_equal (gpointer a, gpointer b)
{
  return weft_person_group_is_same (a, b);
}

static void
weft_group_list_class_init (WeftGroupListClass *klass)
{
  WeftItemListClass *list_class = WEFT_ITEM_LIST_CLASS (klass);
  WeftRowListClass *row_class = WEFT_ROW_LIST_CLASS (klass);

  list_class->item_type = WEFT_TYPE_PERSON_GROUP;
  list_class->equal = weft_group_list_equal;
  row_class->tables[0] = &weft_people_person_group_table;
  row_class->tables[1] = &weft_people_person_in_group_table;
  row_class->load = load;
}

static void
weft_group_list_init (WeftGroupList *self)
{
}

WeftGroupList *
weft_group_list_new (WeftSync *sync)
{
  return weft_row_list_new (WEFT_TYPE_GROUP_LIST, sync, WEFT_STREAM_WORKSPACE);
}

WeftPersonGroup *
weft_group_list_find (WeftGroupList *self, const char *id)
{
  GPtrArray *groups;

  g_return_val_if_fail (WEFT_IS_GROUP_LIST (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  groups = weft_item_list_peek (WEFT_ITEM_LIST (self));
  for (guint i = 0; i < groups->len; i++)
    if (g_str_equal (weft_person_group_get_id (groups->pdata[i]), id))
      return groups->pdata[i];
  return NULL;
}

WeftPersonGroup *
weft_group_list_find_called (WeftGroupList *self, const char *handle)
{
  GPtrArray *groups;
  g_autofree char *wanted = NULL;

  g_return_val_if_fail (WEFT_IS_GROUP_LIST (self), NULL);
  g_return_val_if_fail (handle != NULL, NULL);

  groups = weft_item_list_peek (WEFT_ITEM_LIST (self));
  wanted = weft_text_fold (handle, -1);
  for (guint i = 0; i < groups->len; i++)
    {
      g_autofree char *folded = weft_text_fold (weft_person_group_get_handle (groups->pdata[i]), -1);

      if (g_str_equal (folded, wanted))
        return groups->pdata[i];
    }
  return NULL;
}

char **
weft_group_list_dup_handles (WeftGroupList *self, gboolean own)
{
  g_autoptr (GStrvBuilder) handles = g_strv_builder_new ();
  GPtrArray *groups;
  const char *me;

  g_return_val_if_fail (WEFT_IS_GROUP_LIST (self), NULL);

  groups = weft_item_list_peek (WEFT_ITEM_LIST (self));
  me = weft_sync_get_person (weft_row_list_get_sync (WEFT_ROW_LIST (self)));
  for (guint i = 0; i < groups->len; i++)
    if (weft_person_group_has (groups->pdata[i], me) == !!own)
      g_strv_builder_add (handles, weft_person_group_get_handle (groups->pdata[i]));
  return g_strv_builder_end (handles);
}

GPtrArray *
weft_group_list_find_named (WeftGroupList *self, const char *talk)
{
  g_autoptr (GPtrArray) named = g_ptr_array_new ();
  GPtrArray *groups;

  g_return_val_if_fail (WEFT_IS_GROUP_LIST (self), NULL);
  g_return_val_if_fail (talk != NULL, NULL);

  groups = weft_item_list_peek (WEFT_ITEM_LIST (self));
  for (guint i = 0; i < groups->len; i++)
    {
      const char *const handle[] = { weft_person_group_get_handle (groups->pdata[i]), NULL };

      if (weft_mention_is_in (talk, handle))
        g_ptr_array_add (named, groups->pdata[i]);
    }
  return g_steal_pointer (&named);
}

/* ── operations ──────────────────────────────────────────────────────────────────────────────────────── */

DexFuture *
weft_group_add (WeftSync *sync, const char *id, const char *handle, const char *about)
{
  return weft_sync_submit (sync, WEFT_STREAM_WORKSPACE, &weft_people_add_group_operation,
                           &(WeftPeopleAddGroup) { .id = id, .handle = handle, .about = about });
}

DexFuture *
weft_group_set (WeftSync *sync, const char *id, const char *handle, const char *about)
{
  return weft_sync_submit (sync, WEFT_STREAM_WORKSPACE, &weft_people_set_group_operation,
                           &(WeftPeopleSetGroup) { .id = id, .handle = handle, .about = about });
}

DexFuture *
weft_group_remove (WeftSync *sync, const char *id)
{
  return weft_sync_submit (sync, WEFT_STREAM_WORKSPACE, &weft_people_remove_group_operation, &(WeftPeopleRemoveGroup) { .id = id });
}

DexFuture *
weft_group_add_person (WeftSync *sync, const char *id, const char *person)
{
  return weft_sync_submit (sync, WEFT_STREAM_WORKSPACE, &weft_people_add_to_group_operation,
                           &(WeftPeopleAddToGroup) { .id = id, .person = person });
}

DexFuture *
weft_group_remove_person (WeftSync *sync, const char *id, const char *person)
{
  return weft_sync_submit (sync, WEFT_STREAM_WORKSPACE, &weft_people_remove_from_group_operation,
                           &(WeftPeopleRemoveFromGroup) { .id = id, .person = person });
}
