/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-board"

#include "config.h"

#include "features/board/client/weft-project-copy.h"

#include "base/weft-id-map.h"
#include "base/weft-id-set.h"
#include "base/weft-id.h"
#include "features/board/client/weft-saved-view-list.h"
#include "features/board/client/weft-task-copy.h"
#include "features/board/shared/weft-board-module.h"
#include "parts/people/shared/weft-people-module.h"
#include "sync/weft-people-stream.h"

#define SLICE 200        /* operations which are one step of it, about: a window stays alive between two */
#define ANSWER_LIMIT 10  /* s: for the server to say whether it takes the project */
#define ATTEMPTS 1000    /* copies of one project by one person under one name */

struct _WeftProjectCopy
{
  GObject parent_instance;

  WeftBoard *board;
  WeftSync *sync;
  char *name;
  char *unfinished;
  char *code;
  gboolean members, views, templates, cards;

  gboolean cancelled;
  char *stream;
  char *family;          /* all of it is one undo */
  WeftBoardBatch *batch; /* what goes next */
  GHashTable *known;     /* id in the project → id in the copy */
  GHashTable *there;     /* set of ids: what an earlier run made */
  GPtrArray *wanted;     /* of WeftTask: what is copied, in order */
  guint n_done;          /* of these */
  gboolean begun;
};

enum
{
  PROGRESSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftProjectCopy, weft_project_copy, G_TYPE_OBJECT)

/* What is read of both */

/** State: of the copy, by now. */
typedef struct
{
  char *name; /* (nullable): there is none */
  GHashTable *ids; /* set: of its statuses, labels, fields, views and tasks */
} State;

static void
state_clear (gpointer data)
{
  State *state = data;

  g_free (state->name);
  g_hash_table_unref (state->ids);
}

static gpointer
state_ref (gpointer data)
{
  return g_atomic_rc_box_acquire (data);
}

static void
state_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, state_clear);
}

GType project_copy_state_get_type (void);

G_DEFINE_BOXED_TYPE (State, project_copy_state, state_ref, state_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (State, state_unref)

/* On a reader's thread. */
static gpointer
read_state (WeftDatabase *database, gpointer stream, GError **error)
{
  g_autoptr (State) state = g_atomic_rc_box_new0 (State);
  WeftStatement *statement = weft_database_query (database, error, "SELECT name FROM project WHERE stream = ?1", "t", (const char *) stream);
  int step;

  state->ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return NULL;
  if (step > 0)
    {
      state->name = weft_statement_dup_text (statement, 0);
      weft_statement_reset (statement);
    }
  statement = weft_database_query (database, error,
                                   "SELECT id FROM task WHERE stream = ?1 UNION ALL SELECT id FROM project_status WHERE stream = ?1"
                                   " UNION ALL SELECT id FROM project_label WHERE stream = ?1 UNION ALL SELECT id FROM project_field WHERE stream = ?1"
                                   " UNION ALL SELECT id FROM project_view WHERE stream = ?1 UNION ALL SELECT person FROM member WHERE stream = ?1",
                                   "t", (const char *) stream);
  step = -1;
  while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    g_hash_table_add (state->ids, weft_statement_dup_text (statement, 0));
  return step == 0 ? g_steal_pointer (&state) : NULL;
}

/* On a reader's thread: who is in the project and may come here, after each of them what they are in it. */
static gpointer
read_members (WeftDatabase *database, gpointer stream, GError **error)
{
  g_autoptr (GPtrArray) members = g_ptr_array_new_with_free_func (g_free);
  WeftStatement *statement = weft_database_query (database, error,
                                                  "SELECT m.person, m.role FROM member m JOIN person p ON p.stream = " WEFT_PEOPLE_STREAM
                                                  " AND p.id = m.person AND p.suspended = 0 WHERE m.stream = ?1 ORDER BY m.person",
                                                  "t", (const char *) stream);
  int step;

  while ((step = statement != NULL ? weft_statement_step (statement, error) : -1) > 0)
    {
      g_ptr_array_add (members, weft_statement_dup_text (statement, 0));
      g_ptr_array_add (members, weft_statement_dup_text (statement, 1));
    }
  return step == 0 ? g_steal_pointer (&members) : NULL;
}

/* On a reader's thread. */
static gpointer
read_views (WeftDatabase *database, gpointer stream, GError **error)
{
  return weft_saved_view_list_load (database, stream, error);
}

/* Operations */

static gboolean
flush (WeftProjectCopy *self, GError **error)
{
  g_autoptr (WeftBoardBatch) batch = g_steal_pointer (&self->batch);
  g_autofree char *id = NULL;
  DexFuture *kept;

  self->batch = weft_board_batch_new ();
  if (self->cancelled)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The project is not copied any further");
      return FALSE;
    }
  if (weft_board_batch_get_n (batch) == 0)
    return TRUE;
  /* What one card is made of is on disk together: there is none half of which is there. */
  weft_sync_begin_together (self->sync);
  kept = weft_board_batch_submit_part (batch, self->sync, self->stream, self->family);
  weft_sync_end_together (self->sync);
  id = dex_await_string (kept, error);
  return id != NULL;
}

static gboolean
flush_much (WeftProjectCopy *self, GError **error)
{
  return weft_board_batch_get_n (self->batch) < SLICE || flush (self, error);
}

static void
add (WeftProjectCopy *self, const WeftOperation *operation, gconstpointer args)
{
  weft_board_batch_add (self->batch, operation, args);
}

/* Of what has this id in the project: what it is called in the copy. Returns: (transfer none): while this is there */
static const char *
know (WeftProjectCopy *self, const char *id)
{
  const char *known = g_hash_table_lookup (self->known, id);
  char *derived;

  if (known != NULL)
    return known;
  derived = weft_id_derive (self->stream, id);
  g_hash_table_insert (self->known, g_strdup (id), derived);
  return derived;
}

static gboolean
is_there (WeftProjectCopy *self, const char *copy)
{
  return g_hash_table_contains (self->there, copy);
}

static DexFuture *
submit_one (WeftProjectCopy *self, const WeftOperation *operation, gconstpointer args)
{
  return weft_sync_submit_part (self->sync, self->stream, &operation, &args, 1, self->family);
}

/* The server alone knows whether the code is free; offline one goes on, and hears of it later. */
static gboolean
make_project (WeftProjectCopy *self, GError **error)
{
  const WeftBoardCreateProject create = { .name = self->unfinished, .code = self->code, .about = weft_board_get_about (self->board) };
  const WeftBoardArchiveProject away = { .archived = TRUE };
  g_autoptr (DexFuture) made = NULL;
  g_autoptr (DexFuture) archived = NULL;
  g_autofree char *id = NULL;
  g_autofree char *away_id = NULL;
  g_autoptr (GError) refusal = NULL;

  weft_sync_begin_together (self->sync);
  made = submit_one (self, &weft_board_create_project_operation, &create);
  archived = submit_one (self, &weft_board_archive_project_operation, &away);
  weft_sync_end_together (self->sync);
  id = dex_await_string (g_steal_pointer (&made), error);
  away_id = id != NULL ? dex_await_string (g_steal_pointer (&archived), error) : NULL;
  if (away_id == NULL)
    return FALSE;
  if (weft_sync_get_state (self->sync) == WEFT_SYNC_ONLINE
      && !dex_await (dex_future_first (weft_sync_await (self->sync, id), dex_timeout_new_seconds (ANSWER_LIMIT), NULL), &refusal)
      && refusal->domain == WEFT_ERROR)
    {
      /* It is refused, too; what is still with the server cannot be discarded. */
      dex_await (dex_future_first (weft_sync_await (self->sync, away_id), dex_timeout_new_seconds (ANSWER_LIMIT), NULL), NULL);
      dex_await (weft_sync_discard_operation (self->sync, away_id), NULL);
      dex_await (weft_sync_discard_operation (self->sync, id), NULL);
      g_propagate_error (error, g_steal_pointer (&refusal));
      return FALSE;
    }
  self->begun = TRUE;
  return TRUE;
}

/* The copy which was begun, or the first that is not there yet. */
static gboolean
find_place (WeftProjectCopy *self, GError **error)
{
  const char *person = weft_sync_get_person (self->sync);

  for (guint i = 0; i < ATTEMPTS; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s %s %u %s", weft_board_get_stream (self->board), person, i, self->name);
      g_autofree char *id = weft_id_derive ("board/copy", name);
      g_autofree char *stream = g_strconcat ("project/", id, NULL);
      g_autoptr (State) state
          = dex_await_boxed (weft_sync_read (self->sync, read_state, project_copy_state_get_type (), g_strdup (stream), g_free), error);

      if (state == NULL)
        return FALSE;
      if (state->name != NULL && !g_str_equal (state->name, self->unfinished))
        continue;
      self->stream = g_steal_pointer (&stream);
      self->there = g_hash_table_ref (state->ids);
      self->begun = state->name != NULL;
      return self->begun || make_project (self, error);
    }

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_TOO_LARGE, "name: there are %d copies with this name", ATTEMPTS);
  return FALSE;
}

static gboolean
add_members (WeftProjectCopy *self, GError **error)
{
  const char *me = weft_sync_get_person (self->sync);
  g_autoptr (GPtrArray) members
      = dex_await_boxed (weft_sync_read (self->sync, read_members, G_TYPE_PTR_ARRAY, g_strdup (weft_board_get_stream (self->board)), g_free), error);

  if (members == NULL)
    return FALSE;
  for (guint i = 0; i + 1 < members->len; i += 2)
    {
      const char *person = members->pdata[i];

      if (!self->members && !g_str_equal (person, me))
        continue;
      g_hash_table_insert (self->known, g_strdup (person), g_strdup (person));
      if (!is_there (self, person) && !g_str_equal (person, me))
        add (self, &weft_people_add_member_operation, &(WeftPeopleAddMember) { .person = person, .role = members->pdata[i + 1] });
      if (weft_board_batch_get_n (self->batch) >= SLICE && !flush (self, error))
        return FALSE;
    }
  return flush (self, error);
}

static void
add_rules (WeftProjectCopy *self, WeftProjectStatus *status)
{
  const char *id = know (self, weft_project_status_get_id (status));
  const char *sources = weft_project_status_get_sources (status);
  g_auto (GStrv) from = g_strsplit (sources != NULL ? sources : "", " ", -1);

  if (weft_project_status_get_wip (status) > 0 || weft_project_status_get_hard (status))
    add (self, &weft_board_set_status_operation,
         &(WeftBoardSetStatus) { .id = id,
                                 .name = weft_project_status_get_name (status),
                                 .category = weft_category_to_wire (weft_project_status_get_category (status)),
                                 .wip = weft_project_status_get_wip (status),
                                 .hard = weft_project_status_get_hard (status) });
  if (weft_project_status_get_per_lane (status))
    add (self, &weft_board_set_lane_limit_operation, &(WeftBoardSetLaneLimit) { .id = id, .per_lane = TRUE });
  if (weft_project_status_get_needs (status) != WEFT_NEEDS_NOTHING)
    add (self, &weft_board_set_needs_operation, &(WeftBoardSetNeeds) { .id = id, .needs = weft_needs_to_wire (weft_project_status_get_needs (status)) });
  for (guint i = 0; from[i] != NULL; i++)
    if (weft_board_find_status (self->board, from[i]) != NULL)
      add (self, &weft_board_allow_operation, &(WeftBoardAllow) { .id = id, .other = know (self, from[i]), .on = TRUE });
}

static gboolean
add_statuses (WeftProjectCopy *self, GError **error)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->board));
  const char *after = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (WeftProjectStatus) status = g_list_model_get_item (G_LIST_MODEL (self->board), i);
      const char *id = know (self, weft_project_status_get_id (status));

      if (!is_there (self, id))
        add (self, &weft_board_add_status_operation,
             &(WeftBoardAddStatus) { .id = id,
                                     .name = weft_project_status_get_name (status),
                                     .category = weft_category_to_wire (weft_project_status_get_category (status)),
                                     .after = after });
      after = id;
    }
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (WeftProjectStatus) status = g_list_model_get_item (G_LIST_MODEL (self->board), i);

      add_rules (self, status);
      if (!flush_much (self, error))
        return FALSE;
    }
  return flush (self, error);
}

static void
add_field (WeftProjectCopy *self, const WeftProjectField *field)
{
  const char *id = know (self, field->id);
  const char *cursor = field->options;
  char *option, *name;

  if (!is_there (self, id))
    add (self, &weft_board_add_field_operation, &(WeftBoardAddField) { .id = id, .name = field->name, .kind = weft_field_kind_to_wire (field->kind) });
  if (!field->shown)
    add (self, &weft_board_set_field_operation, &(WeftBoardSetField) { .id = id, .name = field->name, .shown = FALSE });
  while (weft_id_map_next (&cursor, &option, &name))
    {
      add (self, &weft_board_set_option_operation,
           &(WeftBoardSetOption) { .id = id, .option = know (self, option), .name = weft_board_batch_keep (self->batch, name) });
      g_free (option);
    }
}

static gboolean
add_labels_and_fields (WeftProjectCopy *self, GError **error)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_ref (weft_board_get_labels (self->board));
  g_autoptr (GPtrArray) fields = g_ptr_array_ref (weft_board_get_fields (self->board));

  for (guint i = 0; i < labels->len; i++)
    {
      const WeftProjectLabel *label = labels->pdata[i];
      const char *id = know (self, label->id);

      if (!is_there (self, id))
        add (self, &weft_board_add_label_operation, &(WeftBoardAddLabel) { .id = id, .name = label->name, .yarn = label->yarn });
      if (!flush_much (self, error))
        return FALSE;
    }
  for (guint i = 0; i < fields->len; i++)
    {
      add_field (self, fields->pdata[i]);
      if (!flush_much (self, error))
        return FALSE;
    }
  return flush (self, error);
}

/* Fields are the copy's; of those which were taken away there are none. */
static WeftTaskSort
translate_sort (WeftProjectCopy *self, WeftTaskSort sort)
{
  if (sort.kind != WEFT_SORT_FIELD)
    return sort;
  return weft_board_find_field (self->board, sort.field) != NULL ? weft_sort_of_field (know (self, sort.field)) : (WeftTaskSort) { WEFT_SORT_RANK, NULL };
}

static WeftTaskGrouping
translate_grouping (WeftProjectCopy *self, WeftTaskGrouping grouping)
{
  if (grouping.kind != WEFT_GROUP_FIELD)
    return grouping;
  return weft_board_find_field (self->board, grouping.field) != NULL ? weft_grouping_of_field (know (self, grouping.field))
                                                                    : (WeftTaskGrouping) { WEFT_GROUP_NONE, NULL };
}

static gboolean
add_views (WeftProjectCopy *self, GError **error)
{
  g_autoptr (GPtrArray) views = NULL;

  if (!self->views)
    return TRUE;
  views = dex_await_boxed (weft_sync_read (self->sync, read_views, G_TYPE_PTR_ARRAY, g_strdup (weft_board_get_stream (self->board)), g_free), error);
  if (views == NULL)
    return FALSE;
  for (guint i = 0; i < views->len; i++)
    {
      WeftSavedView *view = views->pdata[i];
      const WeftBoardLook *look = weft_saved_view_get_look (view);
      const char *id = know (self, weft_saved_view_get_id (view));

      if (weft_saved_view_get_shared (view) && !is_there (self, id))
        add (self, &weft_board_save_view_operation,
             &(WeftBoardSaveView) { .id = id,
                                    .target = self->stream,
                                    .name = weft_saved_view_get_name (view),
                                    .text = look->text,
                                    .sort = weft_sort_to_wire (translate_sort (self, look->sort)),
                                    .descending = look->descending,
                                    .grouping = weft_grouping_to_wire (translate_grouping (self, look->grouping)),
                                    .layout = weft_layout_to_wire (look->layout) });
    }
  return flush (self, error);
}

/* Cards */

static void
choose_tasks (WeftProjectCopy *self)
{
  GListModel *templates = weft_board_get_templates (self->board);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->board));

  for (guint i = 0; self->cards && i < n; i++)
    {
      g_autoptr (GListModel) status = g_list_model_get_item (G_LIST_MODEL (self->board), i);
      guint n_tasks = g_list_model_get_n_items (status);

      for (guint k = 0; k < n_tasks; k++)
        g_ptr_array_add (self->wanted, g_list_model_get_item (status, k));
    }
  for (guint i = 0; self->templates && i < g_list_model_get_n_items (templates); i++)
    g_ptr_array_add (self->wanted, g_list_model_get_item (templates, i));
}

/* Where the copy of a template says that its cards begin: its status may be gone. */
static const char *
find_status (WeftProjectCopy *self, const WeftTaskRecord *record)
{
  g_autoptr (WeftProjectStatus) first = NULL;

  if (weft_board_find_status (self->board, record->status) != NULL)
    return know (self, record->status);
  first = g_list_model_get_item (G_LIST_MODEL (self->board), 0);
  return know (self, weft_project_status_get_id (first));
}

static gboolean
add_tasks (WeftProjectCopy *self, GError **error)
{
  g_autoptr (GHashTable) last = g_hash_table_new (g_str_hash, g_str_equal); /* status → id of the newest in it */
  g_autoptr (WeftTaskContents) contents
      = dex_await_boxed (weft_task_contents_read (self->sync, weft_board_get_stream (self->board), NULL), error);

  if (contents == NULL)
    return FALSE;
  for (guint i = 0; i < self->wanted->len; i++)
    {
      const WeftTaskRecord *record = weft_task_get_record (self->wanted->pdata[i]);
      const WeftTaskContent *content = g_hash_table_lookup (contents->tasks, record->id);
      const WeftTaskCopy copy
          = { .board = self->board, .known = self->known, .derive = self->stream, .template = record->template, .quiet = TRUE };
      const char *status = find_status (self, record);
      const char *id = know (self, record->id);

      self->n_done = i + 1;
      if (content == NULL) /* gone since */
        continue;
      if (!is_there (self, id))
        weft_task_copy_add_task (&copy, self->batch, record, content, status, g_hash_table_lookup (last, status), NULL);
      g_hash_table_add (self->there, g_strdup (id));
      g_hash_table_insert (last, (gpointer) status, (gpointer) id);
      if (weft_board_batch_get_n (self->batch) < SLICE)
        continue;
      if (!flush (self, error))
        return FALSE;
      g_signal_emit (self, signals[PROGRESSED], 0);
    }
  return flush (self, error);
}

/* (nullable): of a task of the project the one which was made of it */
static const char *
find_copy (WeftProjectCopy *self, const char *id)
{
  const char *copy = id != NULL ? g_hash_table_lookup (self->known, id) : NULL;

  return copy != NULL && is_there (self, copy) ? copy : NULL;
}

/* @set: (nullable): ids: with which the task has to do */
static void
add_others (WeftProjectCopy *self, const char *const *task, const char *set, gboolean blocks)
{
  g_auto (GStrv) others = g_strsplit (set != NULL ? set : "", " ", -1);

  for (guint i = 0; others[i] != NULL; i++)
    {
      const char *other = find_copy (self, others[i]);

      if (other == NULL)
        continue;
      if (blocks)
        add (self, &weft_board_block_operation, &(WeftBoardBlock) { .ids = task, .n_ids = 1, .other = other, .on = TRUE });
      else
        add (self, &weft_board_relate_operation, &(WeftBoardRelate) { .ids = task, .n_ids = 1, .other = other, .on = TRUE });
    }
}

/* Once all of them are there. */
static gboolean
add_links (WeftProjectCopy *self, GError **error)
{
  for (guint i = 0; i < self->wanted->len; i++)
    {
      const WeftTaskRecord *record = weft_task_get_record (self->wanted->pdata[i]);
      const char *copy = find_copy (self, record->id);
      const char **task;

      if (copy == NULL)
        continue;
      task = weft_board_batch_keep (self->batch, g_memdup2 (&copy, sizeof copy));
      if (find_copy (self, record->parent) != NULL)
        add (self, &weft_board_set_parent_operation, &(WeftBoardSetParent) { .ids = task, .n_ids = 1, .parent = find_copy (self, record->parent) });
      if (find_copy (self, record->duplicate_of) != NULL)
        add (self, &weft_board_set_duplicate_operation,
             &(WeftBoardSetDuplicate) { .ids = task, .n_ids = 1, .duplicate_of = find_copy (self, record->duplicate_of) });
      add_others (self, task, record->blockers, TRUE);
      add_others (self, task, record->related, FALSE);
      if (!flush_much (self, error))
        return FALSE;
    }
  return flush (self, error);
}

static gboolean
finish (WeftProjectCopy *self, GError **error)
{
  add (self, &weft_board_set_project_operation,
       &(WeftBoardSetProject) { .name = self->name, .code = self->code, .about = weft_board_get_about (self->board) });
  add (self, &weft_board_archive_project_operation, &(WeftBoardArchiveProject) { .archived = FALSE });
  return flush (self, error);
}

static DexFuture *
run_fiber (gpointer user_data)
{
  WeftProjectCopy *self = user_data;
  GError *error = NULL;

  choose_tasks (self);
  if (!find_place (self, &error) || !add_members (self, &error) || !add_statuses (self, &error) || !add_labels_and_fields (self, &error)
      || !add_views (self, &error) || !add_tasks (self, &error) || !add_links (self, &error) || !finish (self, &error))
    return dex_future_new_for_error (error);
  return dex_future_new_take_string (g_strdup (self->stream));
}

static void
weft_project_copy_finalize (GObject *object)
{
  WeftProjectCopy *self = WEFT_PROJECT_COPY (object);

  g_free (self->name);
  g_free (self->unfinished);
  g_free (self->code);
  g_free (self->stream);
  g_free (self->family);
  g_clear_pointer (&self->batch, weft_board_batch_free);
  g_hash_table_unref (self->known);
  g_clear_pointer (&self->there, g_hash_table_unref);
  g_ptr_array_unref (self->wanted);
  g_object_unref (self->sync);
  g_object_unref (self->board);

  G_OBJECT_CLASS (weft_project_copy_parent_class)->finalize (object);
}

static void
weft_project_copy_class_init (WeftProjectCopyClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_project_copy_finalize;

  signals[PROGRESSED] = g_signal_new ("progressed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
weft_project_copy_init (WeftProjectCopy *self)
{
  self->family = weft_id_random ();
  self->batch = weft_board_batch_new ();
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->wanted = g_ptr_array_new_with_free_func (g_object_unref);
}

WeftProjectCopy *
weft_project_copy_new (WeftBoard *board, const WeftProjectCopyChoice *choice)
{
  WeftProjectCopy *self;

  g_return_val_if_fail (WEFT_IS_BOARD (board) && choice != NULL, NULL);

  self = g_object_new (WEFT_TYPE_PROJECT_COPY, NULL);
  self->board = g_object_ref (board);
  self->sync = g_object_ref (weft_board_get_sync (board));
  self->name = g_strdup (choice->name);
  self->unfinished = g_strdup (choice->unfinished);
  self->code = g_strdup (choice->code);
  self->members = choice->members;
  self->views = choice->views;
  self->templates = choice->templates;
  self->cards = choice->cards;
  return self;
}

DexFuture *
weft_project_copy_run (WeftProjectCopy *self)
{
  g_return_val_if_fail (WEFT_IS_PROJECT_COPY (self), NULL);

  return dex_scheduler_spawn (NULL, 0, run_fiber, g_object_ref (self), g_object_unref);
}

void
weft_project_copy_cancel (WeftProjectCopy *self)
{
  g_return_if_fail (WEFT_IS_PROJECT_COPY (self));

  self->cancelled = TRUE;
}

double
weft_project_copy_get_progress (WeftProjectCopy *self)
{
  g_return_val_if_fail (WEFT_IS_PROJECT_COPY (self), 0);

  return self->wanted->len > 0 ? (double) self->n_done / self->wanted->len : 0;
}

gboolean
weft_project_copy_get_begun (WeftProjectCopy *self)
{
  g_return_val_if_fail (WEFT_IS_PROJECT_COPY (self), FALSE);

  return self->begun;
}
