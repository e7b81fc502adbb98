/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "features/board/view/weft-move-obstacle.h"

#include <glib/gi18n.h>

#include "base/weft-id-set.h"

/* That it waits for what is not moved with it. */
static char *
describe_blocker (WeftBoard *board, WeftTask *task, const char *key, const char *const *ids, WeftProjectStatus *status)
{
  g_autoptr (GPtrArray) others = NULL;

  if (weft_project_status_get_category (status) != WEFT_CATEGORY_DONE || weft_task_get_blocked_by (task) == NULL)
    return NULL;

  others = weft_board_list_linked (board, task, WEFT_TASK_WAITS_FOR);
  for (guint i = 0; i < others->len; i++)
    {
      const WeftTaskRecord *other = weft_task_get_record (others->pdata[i]);
      WeftProjectStatus *place = other->archived || other->template ? NULL : weft_board_find_status (board, other->status);
      g_autofree char *blocked_by = weft_board_dup_key (board, others->pdata[i]);

      if (place == NULL || weft_project_status_get_category (place) == WEFT_CATEGORY_DONE || g_strv_contains (ids, other->id))
        continue;
      /* Translators: both %s are keys of cards: WEB-318. */
      return g_strdup_printf (_ ("%s waits for %s, which is not done."), key, blocked_by);
    }

  return NULL;
}

/* Whether the status named is one from which cards come here; what was taken away says nothing. */
static gboolean
comes_from (WeftBoard *board, WeftProjectStatus *status, const char *from)
{
  const char *sources = weft_project_status_get_sources (status);
  g_auto (GStrv) ids = g_strsplit (sources != NULL ? sources : "", " ", -1);
  gboolean any = FALSE;

  for (guint i = 0; ids[i] != NULL; i++)
    any |= weft_board_find_status (board, ids[i]) != NULL;
  return !any || weft_id_set_contains (sources, from);
}

static char *
describe_needs (WeftTask *task, const char *key, WeftProjectStatus *status, gboolean assigned)
{
  WeftNeeds needs = weft_project_status_get_needs (status);
  const char *name = weft_project_status_get_name (status);
  guint n = weft_task_get_n_items (task) - weft_task_get_n_items_done (task);

  if (n > 0 && (needs == WEFT_NEEDS_CHECKLIST || needs == WEFT_NEEDS_BOTH))
    /* Translators: the first %s is the key of a card, the last one a column. */
    return g_strdup_printf (
        ngettext ("%s has %u item to be done, and “%s” takes what is ticked off.", "%s has %u items to be done, and “%s” takes what is ticked off.", n),
        key, n, name);
  if (!assigned && weft_id_set_count (weft_task_get_record (task)->assignees) == 0 && (needs == WEFT_NEEDS_ASSIGNEE || needs == WEFT_NEEDS_BOTH))
    /* Translators: the first %s is the key of a card, the second one a column. */
    return g_strdup_printf (_ ("%s is nobody's, and “%s” takes what is somebody's."), key, name);
  return NULL;
}

static char *
describe_one (WeftBoard *board, WeftTask *task, const char *const *ids, WeftProjectStatus *status, gboolean assigned)
{
  const WeftTaskRecord *record = weft_task_get_record (task);
  WeftProjectStatus *from = weft_board_find_status (board, record->status);
  g_autofree char *key = weft_board_dup_key (board, task);
  char *text;

  if (from == status)
    return NULL;
  text = describe_blocker (board, task, key, ids, status);
  if (text == NULL && !comes_from (board, status, record->status))
    /* Translators: the first %s is the key of a card, the others are columns. */
    text = g_strdup_printf (_ ("%s does not go from “%s” to “%s”."), key, from != NULL ? weft_project_status_get_name (from) : "",
                            weft_project_status_get_name (status));
  return text != NULL ? text : describe_needs (task, key, status, assigned);
}

/* How many of them it would take in. */
static guint
count_incoming (WeftBoard *board, const char *const *ids, WeftProjectStatus *status)
{
  guint n = 0;

  for (guint i = 0; ids[i] != NULL; i++)
    {
      WeftTask *task = weft_board_find_task (board, ids[i]);

      n += task != NULL && !weft_task_get_record (task)->archived && !weft_task_get_record (task)->template && weft_board_find_status (board, weft_task_get_record (task)->status) != status;
    }
  return n;
}

char *
weft_move_obstacle_describe (WeftBoard *board, const char *const *ids, WeftProjectStatus *status, gboolean assigned)
{
  guint wip = weft_project_status_get_wip (status);
  guint n = count_incoming (board, ids, status);

  if (n > 0 && wip > 0 && weft_project_status_get_hard (status) && !weft_project_status_get_per_lane (status)
      && weft_project_status_get_n_tasks (status) + n > wip)
    /* Translators: %s is a column. */
    return g_strdup_printf (ngettext ("“%s” takes %u card, and it is there.", "“%s” takes %u cards, and they are there.", wip),
                            weft_project_status_get_name (status), wip);
  for (guint i = 0; ids[i] != NULL; i++)
    {
      WeftTask *task = weft_board_find_task (board, ids[i]);
      char *text = task != NULL ? describe_one (board, task, ids, status, assigned) : NULL;

      if (text != NULL)
        return text;
    }

  return NULL;
}
