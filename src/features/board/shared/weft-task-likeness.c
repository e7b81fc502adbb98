/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/shared/weft-task-likeness.h"

#include <string.h>

#include "base/weft-id-map.h"
#include "base/weft-id.h"
#include "base/weft-rank.h"
#include "features/board/shared/weft-board-module.h"

#define SELECT_TASK                                                                                                                    \
  "SELECT e.list, t.title, t.about, t.priority, t.estimate, t.start_at, t.due_at, t.parent, t.assignees, t.labels, t.field_values,"    \
  " t.recurrence, COALESCE (t.blockers, '') || COALESCE (t.related, '') || COALESCE (t.duplicate_of, ''), t.archived,"                 \
  " COALESCE (o.replies, 0), (SELECT count(*) FROM task c WHERE c.stream = t.stream AND c.parent = t.id AND c.removed = 0)"            \
  " FROM task t JOIN entry e ON e.stream = t.stream AND e.id = t.id LEFT JOIN thread_topic o ON o.stream = t.stream AND o.id = t.id"   \
  " WHERE t.stream = ?1 AND t.id = ?2 AND t.removed = 0"

#define SELECT_ITEMS                                                                                                                   \
  "SELECT i.id, e.list, i.title, i.assignee, i.due_at, i.done FROM task_item i JOIN entry e ON e.stream = i.stream AND e.id = i.id"    \
  " WHERE i.stream = ?1 AND i.task = ?2 AND i.removed = 0 ORDER BY e.rank, i.id"

static void
item_likeness_free (gpointer data)
{
  WeftItemLikeness *self = data;

  g_free (self->id);
  g_free (self->parent);
  g_free (self->title);
  g_free (self->assignee);
  g_free (self);
}

/* Moves the items below @parent from @all to their place in @self. */
static void
take_items (WeftTaskLikeness *self, GPtrArray *all, const char *parent)
{
  for (guint i = 0; i < all->len; i++)
    {
      WeftItemLikeness *item = all->pdata[i];

      if (item == NULL || !g_str_equal (item->parent, parent))
        continue;
      all->pdata[i] = NULL;
      g_ptr_array_add (self->items, item);
      take_items (self, all, item->id);
    }
}

static void
free_item (gpointer data)
{
  if (data != NULL)
    item_likeness_free (data);
}

static gboolean
read_items (WeftPlan *plan, WeftTaskLikeness *self, GError **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (free_item);
  WeftStatement *statement = weft_plan_query (plan, error, SELECT_ITEMS, "t", self->id);
  int step;

  while ((step = statement != NULL ? weft_statement_step (statement, error) : -1) > 0)
    {
      WeftItemLikeness *item = g_new0 (WeftItemLikeness, 1);

      item->id = weft_statement_dup_text (statement, 0);
      item->parent = weft_statement_dup_text (statement, 1);
      item->title = weft_statement_dup_text (statement, 2);
      item->assignee = weft_statement_dup_text (statement, 3);
      item->due_at = weft_statement_get_int (statement, 4);
      item->done = weft_statement_get_int (statement, 5) != 0;
      g_ptr_array_add (all, item);
    }
  take_items (self, all, self->id); /* what stands below one that was taken away is not shown, and left out */

  return step == 0;
}

/* Public API */

gboolean
weft_task_likeness_read (WeftPlan *plan, const char *id, WeftTaskLikeness **out, GError **error)
{
  WeftStatement *statement = weft_plan_query (plan, error, SELECT_TASK, "t", id);
  g_autoptr (WeftTaskLikeness) self = NULL;
  g_autofree char *links = NULL;
  int step;

  *out = NULL;
  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;
  if (step == 0)
    return TRUE;

  self = g_new0 (WeftTaskLikeness, 1);
  self->items = g_ptr_array_new_with_free_func (item_likeness_free);
  self->id = g_strdup (id);
  self->status = weft_statement_dup_text (statement, 0);
  self->title = weft_statement_dup_text (statement, 1);
  self->about = weft_statement_dup_text (statement, 2);
  self->priority = weft_statement_dup_text (statement, 3);
  self->estimate = weft_statement_get_double (statement, 4);
  self->start_at = weft_statement_get_int (statement, 5);
  self->due_at = weft_statement_get_int (statement, 6);
  self->parent = weft_statement_dup_text (statement, 7);
  self->assignees = weft_statement_dup_text (statement, 8);
  self->labels = weft_statement_dup_text (statement, 9);
  self->values = weft_statement_dup_text (statement, 10);
  self->recurrence = weft_statement_dup_text (statement, 11);
  links = weft_statement_dup_text (statement, 12);
  if (links[0] != '\0' || weft_statement_get_int (statement, 13) != 0 || weft_statement_get_int (statement, 14) > 0
      || weft_statement_get_int (statement, 15) > 0)
    self->more
        = g_strdup_printf ("%s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT, links, weft_statement_get_int (statement, 13),
                           weft_statement_get_int (statement, 14), weft_statement_get_int (statement, 15));
  weft_statement_reset (statement);
  if (!read_items (plan, self, error))
    return FALSE;

  *out = g_steal_pointer (&self);
  return TRUE;
}

void
weft_task_likeness_free (WeftTaskLikeness *self)
{
  g_free (self->id);
  g_free (self->status);
  g_free (self->title);
  g_free (self->about);
  g_free (self->priority);
  g_free (self->parent);
  g_free (self->assignees);
  g_free (self->labels);
  g_free (self->values);
  g_free (self->recurrence);
  g_free (self->more);
  g_ptr_array_unref (self->items);
  g_free (self);
}

void
weft_task_likeness_rename (WeftTaskLikeness *self, const char *id)
{
  g_autoptr (GHashTable) renamed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  g_hash_table_insert (renamed, g_strdup (self->id), g_strdup (id));
  for (guint i = 0; i < self->items->len; i++)
    {
      WeftItemLikeness *item = self->items->pdata[i];
      char *own = weft_id_derive (id, item->id);

      g_set_str (&item->parent, g_hash_table_lookup (renamed, item->parent)); /* that stands before it */
      g_hash_table_insert (renamed, g_steal_pointer (&item->id), g_strdup (own));
      item->id = own;
    }
  g_set_str (&self->id, id);
}

guint
weft_task_likeness_count (const WeftTaskLikeness *self)
{
  return 1 + self->items->len + weft_id_map_count (self->values);
}

static GStrv
split_set (const char *set)
{
  return g_strsplit (set != NULL ? set : "", " ", -1);
}

static void
emit_items (WeftTaskLikeness *self, WeftPlan *plan)
{
  g_autoptr (GHashTable) last = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free); /* parent → rank of its last item */

  for (guint i = 0; i < self->items->len; i++)
    {
      const WeftItemLikeness *item = self->items->pdata[i];
      const char *above = g_hash_table_lookup (last, item->parent);

      weft_plan_emit (plan, &weft_board_item_added_event,
                      &(WeftBoardItemAdded) {
                          .id = item->id,
                          .task = self->id,
                          .parent = item->parent,
                          .title = item->title,
                          .above = above,
                          .assignee = item->assignee,
                          .due_at = item->due_at,
                          .done = item->done,
                      });
      /* Where its fold puts it. */
      g_hash_table_insert (last, item->parent, weft_rank_between (above, NULL));
    }
}

static void
emit_values (WeftTaskLikeness *self, WeftPlan *plan)
{
  const char *cursor = self->values;
  char *field;
  char *value;

  while (cursor != NULL && weft_id_map_next (&cursor, &field, &value))
    {
      weft_plan_emit (plan, &weft_board_value_set_event, &(WeftBoardValueSet) { .id = self->id, .field = field, .value = value });
      g_free (field);
      g_free (value);
    }
}

void
weft_task_likeness_emit (WeftTaskLikeness *self, WeftPlan *plan, const char *above, const char *below)
{
  g_auto (GStrv) assignees = split_set (self->assignees);
  g_auto (GStrv) labels = split_set (self->labels);

  weft_plan_emit (plan, &weft_board_task_created_event,
                  &(WeftBoardTaskCreated) {
                      .id = self->id,
                      .title = self->title,
                      .about = self->about,
                      .status = self->status,
                      .above = above,
                      .below = below,
                      .parent = self->parent,
                      .priority = self->priority,
                      .estimate = self->estimate,
                      .start_at = self->start_at,
                      .due_at = self->due_at,
                      .assignees = (const char *const *) assignees,
                      .n_assignees = g_strv_length (assignees),
                      .labels = (const char *const *) labels,
                      .n_labels = g_strv_length (labels),
                  });
  emit_items (self, plan);
  emit_values (self, plan);
}

/* With its length in front, so that no two lists of texts are the same bytes. */
static void
add_text (GChecksum *sum, const char *text)
{
  g_autofree char *length = text != NULL ? g_strdup_printf ("%zu:", strlen (text)) : g_strdup ("-");

  g_checksum_update (sum, (const guchar *) length, -1);
  if (text != NULL)
    g_checksum_update (sum, (const guchar *) text, -1);
}

static void
add_number (GChecksum *sum, gint64 number)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, number);

  add_text (sum, text);
}

char *
weft_task_likeness_digest (const WeftTaskLikeness *self)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  char estimate[G_ASCII_DTOSTR_BUF_SIZE];

  add_text (sum, self->id);
  add_text (sum, self->status);
  add_text (sum, self->title);
  add_text (sum, self->about);
  add_text (sum, self->priority);
  add_text (sum, g_ascii_dtostr (estimate, sizeof estimate, self->estimate));
  add_number (sum, self->start_at);
  add_number (sum, self->due_at);
  add_text (sum, self->parent);
  add_text (sum, self->assignees);
  add_text (sum, self->labels);
  add_text (sum, self->values);
  add_text (sum, self->recurrence);
  add_text (sum, self->more);
  for (guint i = 0; i < self->items->len; i++)
    {
      const WeftItemLikeness *item = self->items->pdata[i];

      add_text (sum, item->id);
      add_text (sum, item->parent);
      add_text (sum, item->title);
      add_text (sum, item->assignee);
      add_number (sum, item->due_at);
      add_number (sum, item->done);
    }

  return g_strdup (g_checksum_get_string (sum));
}
