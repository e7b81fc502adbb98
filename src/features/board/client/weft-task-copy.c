/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/client/weft-task-copy.h"

#include "base/weft-clock.h"
#include "base/weft-id-map.h"
#include "base/weft-id.h"
#include "features/board/client/weft-task-item.h"
#include "features/board/shared/weft-board-module.h"
#include "parts/files/client/weft-file.h"
#include "parts/files/shared/weft-files-module.h"

static void
know (GHashTable *known, const char *id)
{
  g_hash_table_insert (known, g_strdup (id), g_strdup (id));
}

GHashTable *
weft_task_copy_new_known (WeftBoard *board, const WeftTaskContents *contents)
{
  GHashTable *known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  GPtrArray *labels = weft_board_get_labels (board);
  GPtrArray *fields = weft_board_get_fields (board);
  GHashTableIter iter;
  gpointer person;

  for (guint i = 0; i < labels->len; i++)
    know (known, ((const WeftProjectLabel *) labels->pdata[i])->id);
  for (guint i = 0; i < fields->len; i++)
    {
      const WeftProjectField *field = fields->pdata[i];
      const char *cursor = field->options;
      char *id, *name;

      know (known, field->id);
      while (weft_id_map_next (&cursor, &id, &name))
        {
          know (known, id);
          g_free (id);
          g_free (name);
        }
    }
  g_hash_table_iter_init (&iter, contents->members);
  while (g_hash_table_iter_next (&iter, &person, NULL))
    know (known, person);

  return known;
}

static const char *
make_id (const WeftTaskCopy *self, WeftBoardBatch *batch, const char *original)
{
  return weft_board_batch_keep (batch, self->derive != NULL ? weft_id_derive (self->derive, original) : weft_id_new (weft_clock_get_system ()));
}

/* (nullable) */
static const char *
find (const WeftTaskCopy *self, const char *id)
{
  return id != NULL ? g_hash_table_lookup (self->known, id) : NULL;
}

/* Of a set of ids those which are known. */
static const char *const *
find_all (const WeftTaskCopy *self, WeftBoardBatch *batch, const char *set, guint *n)
{
  g_auto (GStrv) ids = g_strsplit (set != NULL ? set : "", " ", -1);
  const char **found = weft_board_batch_keep (batch, g_new0 (const char *, g_strv_length (ids) + 1));

  *n = 0;
  for (guint i = 0; ids[i] != NULL; i++)
    if (find (self, ids[i]) != NULL)
      found[(*n)++] = find (self, ids[i]);
  return found;
}

static void
add_values (const WeftTaskCopy *self, WeftBoardBatch *batch, const WeftTaskRecord *record, const char *id)
{
  const char *cursor = record->field_values;
  char *key, *text;

  while (weft_id_map_next (&cursor, &key, &text))
    {
      const WeftProjectField *field = weft_board_find_field (self->board, key);
      const char *value = weft_board_batch_keep (batch, text);

      if (field != NULL && (field->kind == WEFT_FIELD_SELECT || field->kind == WEFT_FIELD_PERSON))
        value = find (self, value);
      if (field != NULL && value != NULL && find (self, key) != NULL)
        weft_board_batch_add (batch, &weft_board_set_value_operation, &(WeftBoardSetValue) { .id = id, .field = find (self, key), .value = value });
      g_free (key);
    }
}

static void
add_recurrence (WeftBoardBatch *batch, const WeftTaskRecord *record, const char *id)
{
  const char **ids;

  if (record->recurrence == NULL)
    return;
  ids = weft_board_batch_keep (batch, g_new0 (const char *, 1));
  ids[0] = id;
  weft_board_batch_add (batch, &weft_board_set_recurrence_operation,
                        &(WeftBoardSetRecurrence) { .ids = ids, .n_ids = 1, .recurrence = record->recurrence });
}

/* In order, each followed by those below it. */
static void
add_items (const WeftTaskCopy *self, WeftBoardBatch *batch, GPtrArray *items, const char *task)
{
  const char *above = NULL;       /* of the outermost */
  const char *above_below = NULL; /* of those below it */

  for (guint i = 0; i < items->len; i++)
    {
      WeftTaskItem *item = items->pdata[i];
      gboolean below = weft_task_item_get_parent (item) != NULL;
      const char *id = make_id (self, batch, weft_task_item_get_id (item));

      weft_board_batch_add (batch, &weft_board_add_item_operation,
                            &(WeftBoardAddItem) { .id = id,
                                                  .parent = below ? above : task,
                                                  .title = weft_task_item_get_title (item),
                                                  .after = below ? above_below : above,
                                                  .assignee = find (self, weft_task_item_get_assignee (item)),
                                                  .due_at = weft_task_item_get_due_at (item) });
      above_below = below ? id : NULL;
      above = below ? above : id;
    }
}

/* The bytes are there: it is a row. */
static void
add_files (const WeftTaskCopy *self, WeftBoardBatch *batch, GPtrArray *files, const char *task)
{
  for (guint i = 0; i < files->len; i++)
    {
      const WeftFile *file = files->pdata[i];

      weft_board_batch_add (batch, &weft_files_attach_operation,
                            &(WeftFilesAttach) { .id = make_id (self, batch, file->id),
                                                 .target = task,
                                                 .hash = file->hash,
                                                 .name = file->name,
                                                 .media_type = file->media_type,
                                                 .size = file->size,
                                                 .width = file->width,
                                                 .height = file->height,
                                                 .duration = file->duration,
                                                 .peaks = file->peaks });
    }
}

/* People are told of a task which is made theirs, and not of one which is given to them. */
static void
add_quietly (const WeftTaskCopy *self, WeftBoardBatch *batch, const WeftBoardCreate *create)
{
  const char **ids = weft_board_batch_keep (batch, g_memdup2 (&create->id, sizeof create->id));
  WeftBoardCreate nobodys = *create;

  nobodys.n_assignees = 0;
  weft_board_batch_add (batch, &weft_board_create_operation, &nobodys);
  if (self->template)
    weft_board_batch_add (batch, &weft_board_set_template_operation, &(WeftBoardSetTemplate) { .ids = ids, .n_ids = 1, .template = TRUE });
  for (guint i = 0; i < create->n_assignees; i++)
    weft_board_batch_add (batch, &weft_board_assign_operation, &(WeftBoardAssign) { .ids = ids, .n_ids = 1, .person = create->assignees[i], .on = TRUE });
}

const char *
weft_task_copy_add_task (const WeftTaskCopy *self,
                         WeftBoardBatch *batch,
                         const WeftTaskRecord *record,
                         const WeftTaskContent *content,
                         const char *status,
                         const char *after,
                         const char *parent)
{
  const char *id = make_id (self, batch, record->id);
  WeftBoardCreate create = {
    .id = id,
    .title = record->title,
    .about = content->about,
    .status = status,
    .after = after,
    .parent = parent,
    .priority = weft_priority_to_wire (record->priority),
    .estimate = record->estimate,
    .start_at = record->start_at,
    .due_at = record->due_at,
  };

  create.assignees = find_all (self, batch, record->assignees, &create.n_assignees);
  create.labels = find_all (self, batch, record->labels, &create.n_labels);
  if (self->quiet)
    add_quietly (self, batch, &create);
  else
    weft_board_batch_add (batch, &weft_board_create_operation, &create);
  add_values (self, batch, record, id);
  add_recurrence (batch, record, id);
  add_items (self, batch, content->items, id);
  add_files (self, batch, content->files, id);
  return id;
}

/* In the same project */

typedef struct
{
  WeftBoard *board;
  char **ids;
  char **copies; /* (nullable) */
  char *status;  /* (nullable): where they come first; %NULL: below the originals */
  gboolean template;
} Copying;

static void
copying_clear (gpointer data)
{
  Copying *copying = data;

  g_object_unref (copying->board);
  g_strfreev (copying->ids);
  g_strfreev (copying->copies);
  g_free (copying->status);
}

static void
copying_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, copying_clear);
}

static DexFuture *
on_submitted (DexFuture *future, gpointer user_data)
{
  Copying *copying = user_data;

  return dex_future_new_take_boxed (G_TYPE_STRV, g_steal_pointer (&copying->copies));
}

/* (nullable): of what it is a part, where that is still there */
static const char *
get_parent (WeftBoard *board, const WeftTaskRecord *record)
{
  WeftTask *parent = record->parent != NULL ? weft_board_find_task (board, record->parent) : NULL;

  return parent != NULL && !weft_task_get_record (parent)->removed && !weft_task_get_record (parent)->template ? record->parent : NULL;
}

static DexFuture *
on_contents (DexFuture *future, gpointer user_data)
{
  Copying *copying = user_data;
  const WeftTaskContents *contents = g_value_get_boxed (dex_future_get_value (future, NULL));
  g_autoptr (GHashTable) known = weft_task_copy_new_known (copying->board, contents);
  g_autoptr (WeftBoardBatch) batch = weft_board_batch_new ();
  g_autoptr (GStrvBuilder) copies = g_strv_builder_new ();
  const WeftTaskCopy copy = { .board = copying->board, .known = known, .template = copying->template, .quiet = copying->template };

  for (guint i = 0; copying->ids[i] != NULL; i++)
    {
      WeftTask *task = weft_board_find_task (copying->board, copying->ids[i]);
      const WeftTaskContent *content = g_hash_table_lookup (contents->tasks, copying->ids[i]);
      const WeftTaskRecord *record = task != NULL ? weft_task_get_record (task) : NULL;

      /* It may be gone by now. */
      if (record == NULL || record->removed || content == NULL)
        continue;
      g_strv_builder_add (copies, weft_task_copy_add_task (&copy, batch, record, content, copying->status != NULL ? copying->status : record->status,
                                                           copying->status != NULL ? NULL : record->id,
                                                           copying->template ? NULL : get_parent (copying->board, record)));
    }
  if (weft_board_batch_get_n (batch) == 0)
    return dex_future_new_reject (WEFT_ERROR, WEFT_ERROR_NOT_FOUND, "ids: no such task here");

  copying->copies = g_strv_builder_end (copies);
  return weft_board_batch_submit (batch, weft_board_get_sync (copying->board), weft_board_get_stream (copying->board));
}

static DexFuture *
copy_tasks (WeftBoard *self, const char *const *ids, const char *status, gboolean template)
{
  Copying *copying;
  DexFuture *future;

  copying = g_atomic_rc_box_new0 (Copying);
  copying->board = g_object_ref (self);
  copying->ids = g_strdupv ((char **) ids);
  copying->status = g_strdup (status);
  copying->template = template;
  future = dex_future_then (weft_task_contents_read (weft_board_get_sync (self), weft_board_get_stream (self), ids), on_contents,
                            g_atomic_rc_box_acquire (copying), copying_unref);
  return dex_future_then (future, on_submitted, copying, copying_unref);
}

DexFuture *
weft_board_duplicate (WeftBoard *self, const char *const *ids)
{
  g_return_val_if_fail (WEFT_IS_BOARD (self) && ids != NULL, NULL);
  return copy_tasks (self, ids, NULL, FALSE);
}

DexFuture *
weft_board_save_templates (WeftBoard *self, const char *const *ids)
{
  g_return_val_if_fail (WEFT_IS_BOARD (self) && ids != NULL, NULL);
  return copy_tasks (self, ids, NULL, TRUE);
}

DexFuture *
weft_board_use_template (WeftBoard *self, const char *id, const char *status)
{
  WeftTask *task;
  g_autoptr (WeftProjectStatus) first = NULL;

  g_return_val_if_fail (WEFT_IS_BOARD (self) && id != NULL, NULL);

  task = weft_board_find_task (self, id);
  first = g_list_model_get_item (G_LIST_MODEL (self), 0);
  if (status == NULL && task != NULL && weft_board_find_status (self, weft_task_get_record (task)->status) != NULL)
    status = weft_task_get_record (task)->status;
  if (status == NULL && first != NULL)
    status = weft_project_status_get_id (first);
  return copy_tasks (self, (const char *const[]) { id, NULL }, status, FALSE);
}
