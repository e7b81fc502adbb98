/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/client/weft-field-order.h"

#include <string.h>

#include "base/weft-id-map.h"
#include "base/weft-text.h"
#include "features/board/client/weft-task-month.h"
#include "parts/people/client/weft-person.h"

#define VALUE_MAX 2048 /* bytes that are looked up: a value has at most 500 characters */

struct _WeftFieldOrder
{
  char *field; /* id */
  WeftFieldKind kind;
  GHashTable *values; /* what stands in the field → Value */
  GPtrArray *groups;  /* of Value: one of each group, in order */
};

/** Value: something that stands in the field. */
typedef struct
{
  char *text;
  double number;      /* of a number or a date: what it is worth */
  char *folded;       /* (nullable): of a text */
  gint64 place;
  gint64 group_place;
  const char *group;
  char *month;        /* (nullable): of a date */
} Value;

static void
value_free (gpointer data)
{
  Value *value = data;

  g_free (value->text);
  g_free (value->folded);
  g_free (value->month);
  g_free (value);
}

/* @text: (transfer full) */
static Value *
add (WeftFieldOrder *self, char *text)
{
  Value *value = g_new0 (Value, 1);

  value->text = text;
  value->group = text;
  g_hash_table_insert (self->values, text, value);
  return value;
}

/* What there is to choose stands in the order in which it came, people as they are listed. */
static void
add_listed (WeftFieldOrder *self, const WeftProjectField *field, const WeftTaskNames *names)
{
  guint n = field->kind == WEFT_FIELD_PERSON ? g_list_model_get_n_items (names->people) : 0;
  const char *cursor = field->kind == WEFT_FIELD_SELECT ? field->options : NULL;
  char *option, *name;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (WeftPerson) person = g_list_model_get_item (names->people, i);

      g_ptr_array_add (self->groups, add (self, g_strdup (weft_person_get_id (person))));
    }
  while (weft_id_map_next (&cursor, &option, &name))
    {
      g_ptr_array_add (self->groups, add (self, option));
      g_free (name);
    }
  for (guint i = 0; i < self->groups->len; i++)
    {
      Value *value = self->groups->pdata[i];

      value->place = value->group_place = i;
    }
}

/* Whatever the project's tasks say. */
static void
add_said (WeftFieldOrder *self, const WeftTaskNames *names, GTimeZone *zone)
{
  guint n_statuses = g_list_model_get_n_items (names->statuses);

  for (guint i = 0; i < n_statuses; i++)
    {
      g_autoptr (WeftProjectStatus) status = g_list_model_get_item (names->statuses, i);
      guint n = weft_project_status_get_n_tasks (status);

      for (guint k = 0; k < n; k++)
        {
          g_autoptr (WeftTask) task = g_list_model_get_item (G_LIST_MODEL (status), k);
          g_autofree char *text = weft_id_map_dup (weft_task_get_record (task)->field_values, self->field);
          Value *value;

          if (text == NULL || g_hash_table_contains (self->values, text))
            continue;
          value = add (self, g_steal_pointer (&text));
          if (self->kind == WEFT_FIELD_TEXT)
            value->folded = weft_text_fold (value->text, -1);
          else
            value->number = g_ascii_strtod (value->text, NULL);
          if (self->kind == WEFT_FIELD_DATE)
            value->month = weft_task_month_of (g_ascii_strtoll (value->text, NULL, 10), zone);
        }
    }
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const Value *left = *(const Value *const *) a;
  const Value *right = *(const Value *const *) b;
  int order = left->folded != NULL ? strcmp (left->folded, right->folded) : (left->number > right->number) - (left->number < right->number);

  return order != 0 || left->folded == NULL ? order : strcmp (left->text, right->text);
}

/* A month's days stand together, though a moment may be in another month than the days around it. */
static int
compare_groups (gconstpointer a, gconstpointer b)
{
  const Value *left = *(const Value *const *) a;
  const Value *right = *(const Value *const *) b;

  return left->month != NULL && right->month != NULL ? strcmp (left->month, right->month) : compare (a, b);
}

/* Says of all in which place each stands. */
static void
arrange (WeftFieldOrder *self)
{
  g_autoptr (GPtrArray) all = g_hash_table_get_values_as_ptr_array (self->values);

  g_ptr_array_sort (all, compare);
  for (guint i = 0; i < all->len; i++)
    {
      Value *value = all->pdata[i];

      value->place = i > 0 && compare (&all->pdata[i - 1], &all->pdata[i]) == 0 ? ((const Value *) all->pdata[i - 1])->place : i;
    }
  g_ptr_array_sort (all, compare_groups);
  for (guint i = 0; i < all->len; i++)
    {
      Value *value = all->pdata[i];

      if (i == 0 || compare_groups (&all->pdata[i - 1], &all->pdata[i]) != 0)
        {
          g_ptr_array_add (self->groups, value);
          value->group = value->month != NULL ? value->month : value->text;
        }
      else
        value->group = ((const Value *) self->groups->pdata[self->groups->len - 1])->group;
      value->group_place = self->groups->len - 1;
    }
}

static const Value *
find (WeftFieldOrder *self, const WeftTaskRecord *record)
{
  gsize length;
  const char *text = weft_id_map_find (record->field_values, self->field, &length);
  char value[VALUE_MAX];

  if (text == NULL || length >= sizeof value)
    return NULL;
  memcpy (value, text, length);
  value[length] = '\0';
  return g_hash_table_lookup (self->values, value);
}

/* Public API */

WeftFieldOrder *
weft_field_order_new (const WeftProjectField *field, const WeftTaskNames *names, GTimeZone *zone)
{
  WeftFieldOrder *self = g_new0 (WeftFieldOrder, 1);

  self->field = g_strdup (field->id);
  self->kind = field->kind;
  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, value_free);
  self->groups = g_ptr_array_new ();
  if (field->kind == WEFT_FIELD_SELECT || field->kind == WEFT_FIELD_PERSON)
    {
      add_listed (self, field, names);
      return self;
    }

  add_said (self, names, zone);
  arrange (self);
  return self;
}

void
weft_field_order_free (WeftFieldOrder *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->groups);
  g_hash_table_unref (self->values);
  g_free (self->field);
  g_free (self);
}

gint64
weft_field_order_get_place (WeftFieldOrder *self, const WeftTaskRecord *record)
{
  const Value *value = find (self, record);

  return value != NULL ? value->place : WEFT_FIELD_NOTHING;
}

gint64
weft_field_order_get_group_place (WeftFieldOrder *self, const WeftTaskRecord *record)
{
  const Value *value = find (self, record);

  return value != NULL ? value->group_place : WEFT_FIELD_NOTHING;
}

const char *
weft_field_order_get_group (WeftFieldOrder *self, const WeftTaskRecord *record)
{
  const Value *value = find (self, record);

  return value != NULL ? value->group : NULL;
}

char **
weft_field_order_list_groups (WeftFieldOrder *self)
{
  g_autoptr (GStrvBuilder) groups = g_strv_builder_new ();

  for (guint i = 0; i < self->groups->len; i++)
    g_strv_builder_add (groups, ((const Value *) self->groups->pdata[i])->group);
  return g_strv_builder_end (groups);
}

char *
weft_field_group_to_value (const WeftProjectField *field, const char *value, const char *group, GTimeZone *zone)
{
  gint64 at;

  if (group == NULL || field->kind != WEFT_FIELD_DATE)
    return g_strdup (group);
  at = weft_task_month_move (value != NULL ? g_ascii_strtoll (value, NULL, 10) : 0, group, zone);
  return at > 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, at) : NULL;
}
