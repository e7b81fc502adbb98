/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/client/weft-critical-path.h"

#include "features/board/client/weft-project-status.h"

#define POINTS 1        /* of a task without an estimate */
#define TOLERANCE 1e-6 /* points: sums in another order may differ by less */

typedef struct
{
  const WeftTaskRecord *record;
  GArray *after;  /* (nullable): of guint: who waits for it */
  guint n_before; /* for how many it waits; while they are put in order, how many of those are still to come */
  gboolean waits;
  double points;
  double before; /* points of the longest chain which ends with it, … */
  double behind; /* … and of the longest which begins with it */
} Node;

static void
node_clear (gpointer data)
{
  g_clear_pointer (&((Node *) data)->after, g_array_unref);
}

static void
add_tasks (GListModel *status, GArray *nodes, GHashTable *indices)
{
  guint n = g_list_model_get_n_items (status);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (WeftTask) task = g_list_model_get_item (status, i);
      const WeftTaskRecord *record = weft_task_get_record (task);
      Node node = { .record = record, .points = record->estimate > 0 ? record->estimate : POINTS };

      g_hash_table_insert (indices, record->id, GUINT_TO_POINTER (nodes->len));
      g_array_append_val (nodes, node);
    }
}

static void
link_node (GArray *nodes, guint index, GHashTable *indices)
{
  Node *node = &g_array_index (nodes, Node, index);
  g_auto (GStrv) blockers = g_strsplit (node->record->blockers, " ", -1);

  for (guint i = 0; blockers[i] != NULL; i++)
    {
      gpointer at;
      Node *blocker;

      if (!g_hash_table_lookup_extended (indices, blockers[i], NULL, &at))
        continue;
      blocker = &g_array_index (nodes, Node, GPOINTER_TO_UINT (at));
      if (blocker->after == NULL)
        blocker->after = g_array_new (FALSE, FALSE, sizeof (guint));
      g_array_append_val (blocker->after, index);
      node->waits = TRUE;
      node->n_before++;
    }
}

/* Each behind those it waits for; what would be in a circle is left out. Returns: (element-type guint) */
static GArray *
put_in_order (GArray *nodes)
{
  GArray *order = g_array_sized_new (FALSE, FALSE, sizeof (guint), nodes->len);

  for (guint i = 0; i < nodes->len; i++)
    if (g_array_index (nodes, Node, i).n_before == 0)
      g_array_append_val (order, i);
  for (guint i = 0; i < order->len; i++)
    {
      GArray *after = g_array_index (nodes, Node, g_array_index (order, guint, i)).after;

      for (guint k = 0; after != NULL && k < after->len; k++)
        {
          guint next = g_array_index (after, guint, k);

          if (--g_array_index (nodes, Node, next).n_before == 0)
            g_array_append_val (order, next);
        }
    }

  return order;
}

/* Returns: how long the longest chain is; 0: there is none */
static double
measure (GArray *nodes, GArray *order)
{
  double longest = 0;

  for (guint i = 0; i < order->len; i++)
    {
      Node *node = &g_array_index (nodes, Node, g_array_index (order, guint, i));

      node->before += node->points;
      for (guint k = 0; node->after != NULL && k < node->after->len; k++)
        {
          Node *next = &g_array_index (nodes, Node, g_array_index (node->after, guint, k));

          next->before = MAX (next->before, node->before);
        }
    }
  for (guint i = order->len; i > 0; i--)
    {
      Node *node = &g_array_index (nodes, Node, g_array_index (order, guint, i - 1));

      for (guint k = 0; node->after != NULL && k < node->after->len; k++)
        node->behind = MAX (node->behind, g_array_index (nodes, Node, g_array_index (node->after, guint, k)).behind);
      node->behind += node->points;
      if (node->waits || node->after != NULL)
        longest = MAX (longest, node->before + node->behind - node->points);
    }

  return longest;
}

/* Public API */

GHashTable *
weft_critical_path_find (GListModel *statuses)
{
  GHashTable *path = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GArray) nodes = g_array_new (FALSE, FALSE, sizeof (Node));
  g_autoptr (GHashTable) indices = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GArray) order = NULL;
  guint n_statuses;
  double longest;

  g_return_val_if_fail (G_IS_LIST_MODEL (statuses), path);

  g_array_set_clear_func (nodes, node_clear);
  n_statuses = g_list_model_get_n_items (statuses);
  for (guint i = 0; i < n_statuses; i++)
    {
      g_autoptr (WeftProjectStatus) status = g_list_model_get_item (statuses, i);

      if (weft_project_status_get_category (status) != WEFT_CATEGORY_DONE)
        add_tasks (G_LIST_MODEL (status), nodes, indices);
    }
  for (guint i = 0; i < nodes->len; i++)
    if (g_array_index (nodes, Node, i).record->blockers != NULL)
      link_node (nodes, i, indices);
  order = put_in_order (nodes);
  longest = measure (nodes, order);

  for (guint i = 0; i < order->len; i++)
    {
      const Node *node = &g_array_index (nodes, Node, g_array_index (order, guint, i));

      if ((node->waits || node->after != NULL) && node->before + node->behind - node->points > longest - TOLERANCE)
        g_hash_table_add (path, g_strdup (node->record->id));
    }

  return path;
}
