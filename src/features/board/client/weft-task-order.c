/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/client/weft-task-order.h"

#include <string.h>

#include "features/board/client/weft-field-order.h"
#include "parts/people/client/weft-person.h"

#define ID_MAX 64          /* bytes of an id that is looked up */
#define NOTHING G_MAXINT64 /* has none: last */

struct _WeftTaskOrder
{
  WeftTaskSort sort;
  gboolean descending;
  WeftTaskGrouping grouping;
  WeftFieldOrder *sorted;  /* (nullable): of the field by which it sorts */
  WeftFieldOrder *grouped; /* (nullable): likewise */
  /* id → its place and 1 */
  GHashTable *people;
  GHashTable *statuses;
  GHashTable *labels;
  GHashTable *parents; /* number and 1 */
};

static void
add (GHashTable *table, const char *id, guint place)
{
  g_hash_table_insert (table, g_strdup (id), GUINT_TO_POINTER (place + 1));
}

static gint64
find (GHashTable *table, const char *id)
{
  gpointer place = id != NULL ? g_hash_table_lookup (table, id) : NULL;

  return place != NULL ? GPOINTER_TO_UINT (place) - 1 : NOTHING;
}

/* The first of a set by its place. @id: (out) (optional): as the table has it. */
static gint64
find_first (GHashTable *table, const char *set, const char **id)
{
  gint64 first = NOTHING;

  while (set != NULL && *set != '\0')
    {
      gsize length = strcspn (set, " ");
      char one[ID_MAX];
      gpointer key, place;

      if (length < sizeof one)
        {
          memcpy (one, set, length);
          one[length] = '\0';
          if (g_hash_table_lookup_extended (table, one, &key, &place) && GPOINTER_TO_UINT (place) - 1 < first)
            {
              first = GPOINTER_TO_UINT (place) - 1;
              if (id != NULL)
                *id = key;
            }
        }
      set += length;
      set += strspn (set, " ");
    }

  return first;
}

static int
compare_values (gint64 a, gint64 b)
{
  return (a > b) - (a < b);
}

/* What has nothing stays behind, whichever way. */
static int
compare_either_way (gint64 a, gint64 b, gboolean descending)
{
  if (descending && a != NOTHING && b != NOTHING)
    return compare_values (b, a);
  return compare_values (a, b);
}

static gint64
get_value (WeftTaskOrder *self, const WeftTaskRecord *record)
{
  switch (self->sort.kind)
    {
    case WEFT_SORT_KEY:
    case WEFT_SORT_CREATED: /* numbers are given in the order in which tasks come */
      return record->number;
    case WEFT_SORT_STATUS:
      return find (self->statuses, record->status);
    case WEFT_SORT_ASSIGNEE:
      return find_first (self->people, record->assignees, NULL);
    case WEFT_SORT_PRIORITY:
      return record->priority == WEFT_PRIORITY_NONE ? NOTHING : WEFT_PRIORITY_URGENT - (gint64) record->priority;
    case WEFT_SORT_ESTIMATE:
      return record->estimate > 0 ? (gint64) (record->estimate * 1000) : NOTHING;
    case WEFT_SORT_DUE:
      return record->due_at > 0 ? record->due_at : NOTHING;
    case WEFT_SORT_FIELD:
      return self->sorted != NULL ? weft_field_order_get_place (self->sorted, record) : 0;
    case WEFT_SORT_RANK:
    case WEFT_SORT_TITLE:
    default:
      return 0;
    }
}

static gint64
get_group_value (WeftTaskOrder *self, const WeftTaskRecord *record)
{
  switch (self->grouping.kind)
    {
    case WEFT_GROUP_STATUS:
      return find (self->statuses, record->status);
    case WEFT_GROUP_ASSIGNEE:
      return find_first (self->people, record->assignees, NULL);
    case WEFT_GROUP_LABEL:
      return find_first (self->labels, record->labels, NULL);
    case WEFT_GROUP_PRIORITY:
      return WEFT_PRIORITY_URGENT - (gint64) record->priority;
    case WEFT_GROUP_PARENT:
      return find (self->parents, record->parent);
    case WEFT_GROUP_FIELD:
      return self->grouped != NULL ? weft_field_order_get_group_place (self->grouped, record) : 0;
    case WEFT_GROUP_NONE:
    default:
      return 0;
    }
}

/* @id: (nullable): of a field. Returns: (nullable): it is not there */
static WeftFieldOrder *
order_field (const WeftTaskNames *names, const char *id)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();

  for (guint i = 0; id != NULL && i < names->fields->len; i++)
    if (g_str_equal (((const WeftProjectField *) names->fields->pdata[i])->id, id))
      return weft_field_order_new (names->fields->pdata[i], names, zone);

  return NULL;
}

/* Public API */

WeftTaskOrder *
weft_task_order_new (const WeftTaskNames *names, const WeftBoardLook *look)
{
  WeftTaskOrder *self = g_new0 (WeftTaskOrder, 1);
  guint n = g_list_model_get_n_items (names->people);

  self->sort = look->sort;
  self->descending = look->descending;
  self->grouping = look->grouping;
  self->sorted = order_field (names, look->sort.field);
  self->grouped = order_field (names, look->grouping.field);
  self->people = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->statuses = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->labels = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->parents = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (WeftPerson) person = g_list_model_get_item (names->people, i);

      add (self->people, weft_person_get_id (person), i);
    }
  for (guint i = 0; i < names->labels->len; i++)
    add (self->labels, ((const WeftProjectLabel *) names->labels->pdata[i])->id, i);
  n = g_list_model_get_n_items (names->statuses);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (WeftProjectStatus) status = g_list_model_get_item (names->statuses, i);
      guint n_tasks = look->grouping.kind == WEFT_GROUP_PARENT ? weft_project_status_get_n_tasks (status) : 0;

      add (self->statuses, weft_project_status_get_id (status), i);
      for (guint k = 0; k < n_tasks; k++)
        {
          g_autoptr (WeftTask) task = g_list_model_get_item (G_LIST_MODEL (status), k);

          add (self->parents, weft_task_get_id (task), (guint) weft_task_get_record (task)->number);
        }
    }

  return self;
}

void
weft_task_order_free (WeftTaskOrder *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->sorted, weft_field_order_free);
  g_clear_pointer (&self->grouped, weft_field_order_free);
  g_hash_table_unref (self->people);
  g_hash_table_unref (self->statuses);
  g_hash_table_unref (self->labels);
  g_hash_table_unref (self->parents);
  g_free (self);
}

int
weft_task_order_compare (WeftTaskOrder *self, WeftTask *a, WeftTask *b)
{
  const WeftTaskRecord *left = weft_task_get_record (a);
  const WeftTaskRecord *right = weft_task_get_record (b);
  int order;

  if (self->sort.kind == WEFT_SORT_TITLE)
    order = strcmp (weft_task_get_folded (self->descending ? b : a), weft_task_get_folded (self->descending ? a : b));
  else if (self->sort.kind == WEFT_SORT_RANK)
    order = 0;
  else
    order = compare_either_way (get_value (self, left), get_value (self, right), self->descending);
  if (order == 0)
    order = compare_values (find (self->statuses, left->status), find (self->statuses, right->status));
  return order != 0 ? order : weft_task_compare (a, b, NULL);
}

int
weft_task_order_compare_groups (WeftTaskOrder *self, WeftTask *a, WeftTask *b)
{
  return compare_values (get_group_value (self, weft_task_get_record (a)), get_group_value (self, weft_task_get_record (b)));
}

const char *
weft_task_order_get_group (WeftTaskOrder *self, WeftTask *task)
{
  const WeftTaskRecord *record = weft_task_get_record (task);
  const char *id = NULL;

  switch (self->grouping.kind)
    {
    case WEFT_GROUP_STATUS:
      return record->status;
    case WEFT_GROUP_ASSIGNEE:
      find_first (self->people, record->assignees, &id);
      return id;
    case WEFT_GROUP_LABEL:
      find_first (self->labels, record->labels, &id);
      return id;
    case WEFT_GROUP_PARENT:
      return find (self->parents, record->parent) != NOTHING ? record->parent : NULL;
    case WEFT_GROUP_PRIORITY:
      return weft_priority_to_wire (record->priority);
    case WEFT_GROUP_FIELD:
      return self->grouped != NULL ? weft_field_order_get_group (self->grouped, record) : NULL;
    case WEFT_GROUP_NONE:
    default:
      return NULL;
    }
}

char **
weft_task_order_list_groups (WeftTaskOrder *self)
{
  return self->grouped != NULL ? weft_field_order_list_groups (self->grouped) : NULL;
}
