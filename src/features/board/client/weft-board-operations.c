/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/client/weft-board-operations.h"

#include "base/weft-clock.h"
#include "base/weft-id-map.h"
#include "base/weft-id-set.h"
#include "base/weft-id.h"
#include "features/board/client/weft-field-order.h"
#include "features/board/shared/weft-board-module.h"
#include "store/weft-step.h"

static DexFuture *
submit (WeftBoard *self, const WeftOperation *operation, gconstpointer args)
{
  g_return_val_if_fail (WEFT_IS_BOARD (self), NULL);
  return weft_sync_submit (weft_board_get_sync (self), weft_board_get_stream (self), operation, args);
}

static guint
count (const char *const *ids)
{
  return g_strv_length ((char **) ids);
}

/* What stands in the field by which @grouping is for a task to be in @group. @task: (nullable). Returns: (nullable): nothing, or it is by none. */
static char *
dup_value (WeftBoard *self, WeftTask *task, WeftTaskGrouping grouping, const char *group)
{
  const WeftProjectField *field = grouping.kind == WEFT_GROUP_FIELD ? weft_board_find_field (self, grouping.field) : NULL;
  g_autofree char *now = task != NULL ? weft_id_map_dup (weft_task_get_record (task)->field_values, grouping.field) : NULL;
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();

  return field != NULL ? weft_field_group_to_value (field, now, group, zone) : NULL;
}

/* @group: (nullable) */
static DexFuture *
create (WeftBoard *self, const char *title, const char *status, const char *after, WeftTaskGrouping grouping, const char *group, char **id)
{
  const char *groups[] = { group };
  g_autofree char *own = weft_id_new (weft_clock_get_system ());
  g_autofree char *value = dup_value (self, NULL, grouping, group);
  const WeftBoardCreate created = { .id = own,
                                    .title = title,
                                    .about = "",
                                    .status = status,
                                    .after = after,
                                    .parent = grouping.kind == WEFT_GROUP_PARENT ? group : NULL,
                                    .priority = grouping.kind == WEFT_GROUP_PRIORITY ? group : "none",
                                    .assignees = groups,
                                    .n_assignees = grouping.kind == WEFT_GROUP_ASSIGNEE && group != NULL,
                                    .labels = groups,
                                    .n_labels = grouping.kind == WEFT_GROUP_LABEL && group != NULL };
  const WeftBoardSetValue filled = { .id = own, .field = grouping.field, .value = value };
  const WeftOperation *const operations[] = { &weft_board_create_operation, &weft_board_set_value_operation };
  const gconstpointer args[] = { &created, &filled };
  DexFuture *future = weft_sync_submit_group (weft_board_get_sync (self), weft_board_get_stream (self), operations, args, value != NULL ? 2 : 1);

  if (id != NULL)
    *id = g_steal_pointer (&own);
  return future;
}

DexFuture *
weft_board_create_task (WeftBoard *self, const char *title, const char *status, const char *after, char **id)
{
  return create (self, title, status, after, (WeftTaskGrouping) { WEFT_GROUP_NONE, NULL }, NULL, id);
}

DexFuture *
weft_board_create_across (WeftBoard *self, const char *title, const char *status, WeftTaskGrouping grouping, const char *group, char **id)
{
  return create (self, title, status, NULL, grouping, group, id);
}

DexFuture *
weft_board_create_part (WeftBoard *self, const char *title, const char *parent)
{
  g_autofree char *own = weft_id_new (weft_clock_get_system ());
  g_autoptr (WeftProjectStatus) first = g_list_model_get_item (G_LIST_MODEL (self), 0);

  g_return_val_if_fail (first != NULL, NULL);
  return submit (self, &weft_board_create_operation,
                 &(WeftBoardCreate) { .id = own,
                                      .title = title,
                                      .about = "",
                                      .status = weft_project_status_get_id (first),
                                      .parent = parent,
                                      .priority = "none" });
}

DexFuture *
weft_board_move (WeftBoard *self, const char *const *ids, const char *status, const char *after)
{
  return submit (self, &weft_board_move_operation,
                 &(WeftBoardMove) { .ids = ids, .n_ids = count (ids), .status = status, .after = after });
}

DexFuture *
weft_board_edit (WeftBoard *self, const char *id, const char *title, const char *about, const char *seen)
{
  const WeftBoardEdit args = { .id = id, .title = title, .about = about };

  if (about == NULL)
    return submit (self, &weft_board_edit_operation, &args);
  return weft_sync_submit_seen (weft_board_get_sync (self), weft_board_get_stream (self), &weft_board_edit_operation, &args, "about", seen);
}

DexFuture *
weft_board_set_priority (WeftBoard *self, const char *const *ids, WeftPriority priority)
{
  return submit (self, &weft_board_set_priority_operation,
                 &(WeftBoardSetPriority) { .ids = ids, .n_ids = count (ids), .priority = weft_priority_to_wire (priority) });
}

DexFuture *
weft_board_set_estimate (WeftBoard *self, const char *const *ids, double estimate)
{
  return submit (self, &weft_board_set_estimate_operation,
                 &(WeftBoardSetEstimate) { .ids = ids, .n_ids = count (ids), .estimate = estimate });
}

DexFuture *
weft_board_set_dates (WeftBoard *self, const char *const *ids, gint64 start_at, gint64 due_at)
{
  return submit (self, &weft_board_set_dates_operation,
                 &(WeftBoardSetDates) { .ids = ids, .n_ids = count (ids), .start_at = start_at, .due_at = due_at });
}

DexFuture *
weft_board_set_recurrence (WeftBoard *self, const char *const *ids, const char *recurrence)
{
  return submit (self, &weft_board_set_recurrence_operation,
                 &(WeftBoardSetRecurrence) { .ids = ids, .n_ids = count (ids), .recurrence = recurrence });
}

DexFuture *
weft_board_assign (WeftBoard *self, const char *const *ids, const char *person, gboolean on)
{
  return submit (self, &weft_board_assign_operation,
                 &(WeftBoardAssign) { .ids = ids, .n_ids = count (ids), .person = person, .on = on });
}

DexFuture *
weft_board_label (WeftBoard *self, const char *const *ids, const char *label, gboolean on)
{
  return submit (self, &weft_board_label_operation,
                 &(WeftBoardLabel) { .ids = ids, .n_ids = count (ids), .label = label, .on = on });
}

DexFuture *
weft_board_label_new (WeftBoard *self, const char *const *ids, const char *name, const char *yarn)
{
  g_autofree char *own = weft_id_new (weft_clock_get_system ());
  const WeftBoardAddLabel added = { .id = own, .name = name, .yarn = yarn };
  const WeftBoardLabel put = { .ids = ids, .n_ids = count (ids), .label = own, .on = TRUE };
  const WeftOperation *const operations[] = { &weft_board_add_label_operation, &weft_board_label_operation };
  const gconstpointer args[] = { &added, &put };

  return weft_sync_submit_group (weft_board_get_sync (self), weft_board_get_stream (self), operations, args, *ids != NULL ? 2 : 1);
}

static DexFuture *
set_parent (WeftBoard *self, const char *id, const char *parent)
{
  return submit (self, &weft_board_set_parent_operation, &(WeftBoardSetParent) { .ids = &id, .n_ids = 1, .parent = parent });
}

static DexFuture *
set_duplicate (WeftBoard *self, const char *id, const char *other)
{
  return submit (self, &weft_board_set_duplicate_operation,
                 &(WeftBoardSetDuplicate) { .ids = &id, .n_ids = 1, .duplicate_of = other });
}

static DexFuture *
block (WeftBoard *self, const char *id, const char *other, gboolean on)
{
  return submit (self, &weft_board_block_operation, &(WeftBoardBlock) { .ids = &id, .n_ids = 1, .other = other, .on = on });
}

/* Either may say it of the other, and both. */
static DexFuture *
relate (WeftBoard *self, WeftTask *task, WeftTask *other, gboolean on)
{
  const char *ids[] = { weft_task_get_id (task), weft_task_get_id (other) };
  const WeftBoardRelate args[] = {
    { .ids = &ids[0], .n_ids = 1, .other = ids[1], .on = on },
    { .ids = &ids[1], .n_ids = 1, .other = ids[0], .on = on },
  };
  const WeftOperation *const operations[] = { &weft_board_relate_operation, &weft_board_relate_operation };
  const gconstpointer each[] = { &args[0], &args[1] };
  gboolean here = on || weft_id_set_contains (weft_task_get_record (task)->related, ids[1]);
  gboolean there = !on && weft_id_set_contains (weft_task_get_record (other)->related, ids[0]);

  return weft_sync_submit_group (weft_board_get_sync (self), weft_board_get_stream (self), operations, here ? each : each + 1,
                                 here && there ? 2 : 1);
}

DexFuture *
weft_board_link (WeftBoard *self, WeftTask *task, WeftTaskLink link, WeftTask *other, gboolean on)
{
  const char *id = weft_task_get_id (task);
  const char *to = weft_task_get_id (other);

  switch (link)
    {
    case WEFT_TASK_PART_OF:
      return set_parent (self, id, on ? to : NULL);
    case WEFT_TASK_HAS_PART:
      return set_parent (self, to, on ? id : NULL);
    case WEFT_TASK_WAITS_FOR:
      return block (self, id, to, on);
    case WEFT_TASK_BLOCKS:
      return block (self, to, id, on);
    case WEFT_TASK_RELATED_TO:
      return relate (self, task, other, on);
    case WEFT_TASK_DUPLICATE_OF:
      return set_duplicate (self, id, on ? to : NULL);
    case WEFT_TASK_HAS_DUPLICATE:
      return set_duplicate (self, to, on ? id : NULL);
    default:
      g_return_val_if_reached (NULL);
    }
}

DexFuture *
weft_board_archive (WeftBoard *self, const char *const *ids, gboolean archived)
{
  return submit (self, &weft_board_archive_operation,
                 &(WeftBoardArchive) { .ids = ids, .n_ids = count (ids), .archived = archived });
}

DexFuture *
weft_board_delete (WeftBoard *self, const char *const *ids)
{
  guint n = count (ids);
  g_autofree WeftBoardDelete *args = g_new0 (WeftBoardDelete, n);
  g_autofree const WeftOperation **operations = g_new0 (const WeftOperation *, n);
  g_autofree gconstpointer *each = g_new0 (gconstpointer, n);

  for (guint i = 0; i < n; i++)
    {
      args[i].id = ids[i];
      operations[i] = &weft_board_delete_operation;
      each[i] = &args[i];
    }
  return weft_sync_submit_group (weft_board_get_sync (self), weft_board_get_stream (self), operations, each, n);
}

DexFuture *
weft_board_set_project (WeftBoard *self, const char *name, const char *code, const char *about)
{
  return submit (self, &weft_board_set_project_operation, &(WeftBoardSetProject) { .name = name, .code = code, .about = about });
}

DexFuture *
weft_board_archive_project (WeftBoard *self, gboolean archived)
{
  return submit (self, &weft_board_archive_project_operation, &(WeftBoardArchiveProject) { .archived = archived });
}

/* Id of the status at @position, if there is one. The caller borrows it from the board. */
static const char *
get_status_id (WeftBoard *self, guint position)
{
  g_autoptr (WeftProjectStatus) status = g_list_model_get_item (G_LIST_MODEL (self), position);

  return status != NULL ? weft_project_status_get_id (status) : NULL;
}

DexFuture *
weft_board_add_status (WeftBoard *self, const char *name)
{
  g_autofree char *own = weft_id_new (weft_clock_get_system ());
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self));
  guint position = 0;

  for (; position < n; position++)
    {
      g_autoptr (WeftProjectStatus) status = g_list_model_get_item (G_LIST_MODEL (self), position);

      if (weft_project_status_get_category (status) == WEFT_CATEGORY_DONE)
        break;
    }
  return submit (self, &weft_board_add_status_operation,
                 &(WeftBoardAddStatus) { .id = own,
                                         .name = name,
                                         .category = weft_category_to_wire (WEFT_CATEGORY_DOING),
                                         .after = position > 0 ? get_status_id (self, position - 1) : NULL });
}

DexFuture *
weft_board_set_status (WeftBoard *self, const WeftStatusRecord *record)
{
  return submit (self, &weft_board_set_status_operation,
                 &(WeftBoardSetStatus) { .id = record->id,
                                         .name = record->name,
                                         .category = weft_category_to_wire (record->category),
                                         .wip = record->wip,
                                         .hard = record->hard });
}

DexFuture *
weft_board_allow (WeftBoard *self, WeftProjectStatus *status, const char *from, gboolean on)
{
  return submit (self, &weft_board_allow_operation,
                 &(WeftBoardAllow) { .id = weft_project_status_get_id (status), .other = from, .on = on });
}

DexFuture *
weft_board_set_lane_limit (WeftBoard *self, WeftProjectStatus *status, gboolean per_lane)
{
  return submit (self, &weft_board_set_lane_limit_operation,
                 &(WeftBoardSetLaneLimit) { .id = weft_project_status_get_id (status), .per_lane = per_lane });
}

DexFuture *
weft_board_set_needs (WeftBoard *self, WeftProjectStatus *status, WeftNeeds needs)
{
  return submit (self, &weft_board_set_needs_operation,
                 &(WeftBoardSetNeeds) { .id = weft_project_status_get_id (status), .needs = weft_needs_to_wire (needs) });
}

DexFuture *
weft_board_place_status (WeftBoard *self, WeftProjectStatus *status, guint position)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self));
  const char *after = NULL;
  guint place = 0;

  for (guint i = 0; i < n && place < position; i++)
    {
      const char *id = get_status_id (self, i);

      if (g_str_equal (id, weft_project_status_get_id (status)))
        continue;
      after = id;
      place++;
    }
  return submit (self, &weft_board_place_status_operation,
                 &(WeftBoardPlaceStatus) { .id = weft_project_status_get_id (status), .after = after });
}

DexFuture *
weft_board_remove_status (WeftBoard *self, WeftProjectStatus *status)
{
  return submit (self, &weft_board_remove_status_operation, &(WeftBoardRemoveStatus) { .id = weft_project_status_get_id (status) });
}

DexFuture *
weft_board_set_label (WeftBoard *self, const char *id, const char *name, const char *yarn)
{
  return submit (self, &weft_board_set_label_operation, &(WeftBoardSetLabel) { .id = id, .name = name, .yarn = yarn });
}

DexFuture *
weft_board_remove_label (WeftBoard *self, const char *id)
{
  return submit (self, &weft_board_remove_label_operation, &(WeftBoardRemoveLabel) { .id = id });
}

/* All that one of the tasks has in a set. */
static char **
dup_elements (WeftBoard *self, const char *const *ids, gboolean labels)
{
  g_autoptr (GStrvBuilder) all = g_strv_builder_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; ids[i] != NULL; i++)
    {
      WeftTask *task = weft_board_find_task (self, ids[i]);
      const WeftTaskRecord *record = task != NULL ? weft_task_get_record (task) : NULL;
      const char *set = record == NULL ? NULL : labels ? record->labels : record->assignees;
      g_auto (GStrv) elements = g_strsplit (set != NULL ? set : "", " ", -1);

      for (guint k = 0; elements[k] != NULL; k++)
        if (g_hash_table_add (seen, g_strdup (elements[k])))
          g_strv_builder_add (all, elements[k]);
    }

  return g_strv_builder_end (all);
}

DexFuture *
weft_board_move_across (
    WeftBoard *self, const char *const *ids, const char *status, const char *after, WeftTaskGrouping grouping, const char *from, const char *to)
{
  gboolean labels = grouping.kind == WEFT_GROUP_LABEL;
  guint n_ids = count (ids);
  g_auto (GStrv) off = NULL;
  g_autoptr (GPtrArray) operations = g_ptr_array_new ();
  g_autoptr (GPtrArray) args = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_free);

  g_return_val_if_fail (WEFT_IS_BOARD (self), NULL);

  if (grouping.kind == WEFT_GROUP_ASSIGNEE || labels)
    off = to == NULL ? dup_elements (self, ids, labels) : g_strdupv ((char *[]) { (char *) from, NULL });
  for (guint i = 0; off != NULL && off[i] != NULL; i++)
    {
      g_ptr_array_add (operations, (gpointer) (labels ? &weft_board_label_operation : &weft_board_assign_operation));
      g_ptr_array_add (args, labels ? g_memdup2 (&(WeftBoardLabel) { .ids = ids, .n_ids = n_ids, .label = off[i] }, sizeof (WeftBoardLabel))
                                    : g_memdup2 (&(WeftBoardAssign) { .ids = ids, .n_ids = n_ids, .person = off[i] }, sizeof (WeftBoardAssign)));
    }
  if (to != NULL && labels)
    {
      g_ptr_array_add (operations, (gpointer) &weft_board_label_operation);
      g_ptr_array_add (args, g_memdup2 (&(WeftBoardLabel) { .ids = ids, .n_ids = n_ids, .label = to, .on = TRUE }, sizeof (WeftBoardLabel)));
    }
  else if (to != NULL && grouping.kind == WEFT_GROUP_ASSIGNEE)
    {
      g_ptr_array_add (operations, (gpointer) &weft_board_assign_operation);
      g_ptr_array_add (args, g_memdup2 (&(WeftBoardAssign) { .ids = ids, .n_ids = n_ids, .person = to, .on = TRUE }, sizeof (WeftBoardAssign)));
    }
  else if (grouping.kind == WEFT_GROUP_PRIORITY)
    {
      g_ptr_array_add (operations, (gpointer) &weft_board_set_priority_operation);
      g_ptr_array_add (args, g_memdup2 (&(WeftBoardSetPriority) { .ids = ids, .n_ids = n_ids, .priority = to }, sizeof (WeftBoardSetPriority)));
    }
  else if (grouping.kind == WEFT_GROUP_PARENT)
    {
      g_ptr_array_add (operations, (gpointer) &weft_board_set_parent_operation);
      g_ptr_array_add (args, g_memdup2 (&(WeftBoardSetParent) { .ids = ids, .n_ids = n_ids, .parent = to }, sizeof (WeftBoardSetParent)));
    }
  for (guint i = 0; grouping.kind == WEFT_GROUP_FIELD && i < n_ids; i++)
    {
      WeftTask *task = weft_board_find_task (self, ids[i]);
      char *value = dup_value (self, task, grouping, to);

      g_ptr_array_add (values, value);
      g_ptr_array_add (operations, (gpointer) &weft_board_set_value_operation);
      g_ptr_array_add (args, g_memdup2 (&(WeftBoardSetValue) { .id = ids[i], .field = grouping.field, .value = value }, sizeof (WeftBoardSetValue)));
    }
  /* Last: a status may need what the others give. */
  if (status != NULL)
    {
      g_ptr_array_add (operations, (gpointer) &weft_board_move_operation);
      g_ptr_array_add (args, g_memdup2 (&(WeftBoardMove) { .ids = ids, .n_ids = n_ids, .status = status, .after = after }, sizeof (WeftBoardMove)));
    }
  if (operations->len == 0)
    return dex_future_new_for_boolean (TRUE);
  if (operations->len > WEFT_GROUP_MAX)
    return dex_future_new_reject (WEFT_ERROR, WEFT_ERROR_TOO_LARGE, "ids: %u cards at once, at most %d across these lanes", n_ids, WEFT_GROUP_MAX - 1);
  return weft_sync_submit_group (weft_board_get_sync (self), weft_board_get_stream (self), (const WeftOperation *const *) operations->pdata,
                                 (const gconstpointer *) args->pdata, operations->len);
}

DexFuture *
weft_board_add_field (WeftBoard *self, const char *name, WeftFieldKind kind)
{
  g_autofree char *own = weft_id_new (weft_clock_get_system ());

  return submit (self, &weft_board_add_field_operation,
                 &(WeftBoardAddField) { .id = own, .name = name, .kind = weft_field_kind_to_wire (kind) });
}

DexFuture *
weft_board_set_field (WeftBoard *self, const char *id, const char *name, gboolean shown)
{
  return submit (self, &weft_board_set_field_operation, &(WeftBoardSetField) { .id = id, .name = name, .shown = shown });
}

DexFuture *
weft_board_remove_field (WeftBoard *self, const char *id)
{
  return submit (self, &weft_board_remove_field_operation, &(WeftBoardRemoveField) { .id = id });
}

DexFuture *
weft_board_set_option (WeftBoard *self, const char *id, const char *option, const char *name)
{
  g_autofree char *own = option == NULL ? weft_id_new (weft_clock_get_system ()) : NULL;

  return submit (self, &weft_board_set_option_operation,
                 &(WeftBoardSetOption) { .id = id, .option = own != NULL ? own : option, .name = name });
}

DexFuture *
weft_board_set_value (WeftBoard *self, const char *id, const char *field, const char *value)
{
  return submit (self, &weft_board_set_value_operation, &(WeftBoardSetValue) { .id = id, .field = field, .value = value });
}
