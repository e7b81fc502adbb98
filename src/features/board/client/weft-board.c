/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-board"

#include "config.h"

#include "features/board/client/weft-board.h"

#include <string.h>

#include "base/weft-id-set.h"
#include "features/board/client/weft-board-reading.h"
#include "features/board/shared/weft-board-module.h"
#include "features/board/shared/weft-project-status.h"
#include "parts/files/client/weft-file-counts.h"
#include "parts/people/shared/weft-people-module.h"
#include "parts/ranks/shared/weft-ranks-module.h"
#include "parts/thread/shared/weft-thread-module.h"

#define FEW 200   /* tasks that are read one by one; more of them: the whole project */
#define SINGLE 16 /* tasks that are told one by one; more of them: a range of each status */

/** Card: a task, and where it stands. */
typedef struct
{
  WeftTask *task;
  WeftProjectStatus *status; /* (nullable): it stands in none: put away, deleted, or its status is gone */
  GSequenceIter *place;      /* in it */
  GListStore *shelf;         /* (nullable): where it stands besides: in the archive, or among the templates */
} Card;

struct _WeftBoard
{
  GObject parent_instance;

  WeftSync *sync;
  WeftReplay *replay; /* (nullable): it is of the past */
  gint64 seq;         /* and of this version */
  char *stream;
  char *name; /* (nullable) */
  char *code;
  char *about;
  char *role; /* (nullable) */
  gboolean archived;
  gboolean ready;
  GPtrArray *labels;    /* of WeftProjectLabel */
  GPtrArray *fields;    /* of WeftProjectField */
  GPtrArray *statuses;  /* of WeftProjectStatus, in order */
  GHashTable *cards;    /* id → Card */
  GListStore *archive;  /* of WeftTask: those which are put away */
  GListStore *templates; /* of WeftTask: those of which others are made */
  GHashTable *waiting;  /* set of ids: tasks which wait for others */
  GHashTable *parts;    /* id of a task → set of ids of its parts */

  WeftFileCounts *files; /* (nullable): not of the past */

  gboolean reading;
  gboolean stale;       /* all of it */
  GHashTable *stale_ids; /* set of ids: tasks to be read again */
};

enum
{
  PROP_0,
  PROP_READY,
  N_PROPS
};

enum
{
  CHANGED,
  TELLING,
  TOLD,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static GType
weft_board_get_item_type (GListModel *model)
{
  return WEFT_TYPE_PROJECT_STATUS;
}

static guint
weft_board_get_n_items (GListModel *model)
{
  return WEFT_BOARD (model)->statuses->len;
}

static gpointer
weft_board_get_item (GListModel *model, guint position)
{
  WeftBoard *self = WEFT_BOARD (model);

  return position < self->statuses->len ? g_object_ref (self->statuses->pdata[position]) : NULL;
}

static void
weft_board_model_init (GListModelInterface *iface)
{
  iface->get_item_type = weft_board_get_item_type;
  iface->get_n_items = weft_board_get_n_items;
  iface->get_item = weft_board_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (WeftBoard, weft_board, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, weft_board_model_init))

static void
card_free (gpointer data)
{
  Card *card = data;

  g_object_unref (card->task);
  g_clear_object (&card->status);
  g_free (card);
}

/* What tasks have to do with each other */

static gboolean
is_open (WeftBoard *self, const char *id)
{
  const Card *card = g_hash_table_lookup (self->cards, id);

  return card != NULL && card->status != NULL && weft_project_status_get_category (card->status) != WEFT_CATEGORY_DONE;
}

/* The first task that is not done of those for which @record waits. */
static char *
find_blocker (WeftBoard *self, const WeftTaskRecord *record)
{
  g_auto (GStrv) blockers = g_strsplit (record->blockers != NULL ? record->blockers : "", " ", -1);

  for (guint i = 0; blockers[i] != NULL; i++)
    if (is_open (self, blockers[i]))
      return weft_board_dup_key (self, weft_board_find_task (self, blockers[i]));

  return NULL;
}

static void
count_parts (WeftBoard *self, const char *id, guint *n, guint *n_done)
{
  GHashTable *parts = g_hash_table_lookup (self->parts, id);
  GHashTableIter iter;
  gpointer part;

  *n = *n_done = 0;
  if (parts == NULL)
    return;

  g_hash_table_iter_init (&iter, parts);
  while (g_hash_table_iter_next (&iter, &part, NULL))
    {
      const Card *card = g_hash_table_lookup (self->cards, part);

      /* What is put away is part of it still, what is deleted or a template is not. */
      if (weft_task_get_record (card->task)->removed || weft_task_get_record (card->task)->template)
        continue;
      (*n)++;
      *n_done += !is_open (self, part);
    }
}

static void
update_standing (WeftBoard *self, WeftTask *task)
{
  g_autofree char *blocked_by = find_blocker (self, weft_task_get_record (task));
  guint n, n_done;

  count_parts (self, weft_task_get_id (task), &n, &n_done);
  weft_task_set_standing (task, blocked_by, n, n_done);
}

static void
update_standings (WeftBoard *self, GHashTable *concerned)
{
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, concerned);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      const Card *card = g_hash_table_lookup (self->cards, id);

      if (card != NULL)
        update_standing (self, card->task);
    }
}

/* Those which wait for @id; for any, if it is NULL. */
static void
add_waiting (WeftBoard *self, const char *id, GHashTable *concerned)
{
  GHashTableIter iter;
  gpointer other;

  g_hash_table_iter_init (&iter, self->waiting);
  while (g_hash_table_iter_next (&iter, &other, NULL))
    {
      const Card *card = g_hash_table_lookup (self->cards, other);

      if (id == NULL || weft_id_set_contains (weft_task_get_record (card->task)->blockers, id))
        g_hash_table_add (concerned, g_strdup (other));
    }
}

static void
note_relations (WeftBoard *self, const WeftTaskRecord *old, const WeftTaskRecord *record)
{
  const char *id = record->id;

  if (record->blockers != NULL)
    g_hash_table_add (self->waiting, g_strdup (id));
  else
    g_hash_table_remove (self->waiting, id);

  if (old != NULL && old->parent != NULL && g_strcmp0 (old->parent, record->parent) != 0)
    g_hash_table_remove (g_hash_table_lookup (self->parts, old->parent), id);
  if (record->parent != NULL)
    {
      GHashTable *parts = g_hash_table_lookup (self->parts, record->parent);

      if (parts == NULL)
        {
          parts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
          g_hash_table_insert (self->parts, g_strdup (record->parent), parts);
        }
      g_hash_table_add (parts, g_strdup (id));
    }
}

/* Where tasks stand */

static void
take_out (Card *card)
{
  if (card->status == NULL)
    return;

  weft_project_status_remove (card->status, card->place);
  g_clear_object (&card->status);
  card->place = NULL;
}

static gboolean
stands_nowhere (const WeftTaskRecord *record)
{
  return record->archived || record->removed || record->template;
}

static void
put_in (WeftBoard *self, Card *card)
{
  const WeftTaskRecord *record = weft_task_get_record (card->task);
  WeftProjectStatus *status = stands_nowhere (record) ? NULL : weft_board_find_status (self, record->status);

  if (status == NULL)
    return;

  card->status = g_object_ref (status);
  card->place = weft_project_status_insert (status, card->task);
}

/* (nullable) */
static GListStore *
find_shelf (WeftBoard *self, const WeftTaskRecord *record)
{
  if (record->removed)
    return NULL;
  return record->archived ? self->archive : record->template ? self->templates : NULL;
}

/* @shelf: (nullable) */
static void
set_shelf (Card *card, GListStore *shelf)
{
  guint position;

  if (shelf == card->shelf)
    return;

  if (card->shelf != NULL && g_list_store_find (card->shelf, card->task, &position))
    g_list_store_remove (card->shelf, position);
  card->shelf = shelf;
  if (shelf != NULL)
    g_list_store_append (shelf, card->task);
}

static gboolean
stands_as_before (WeftBoard *self, const Card *card, const WeftTaskRecord *old, const WeftTaskRecord *record)
{
  return old != NULL && g_str_equal (old->status, record->status) && g_str_equal (old->rank, record->rank)
         && (card->status != NULL) == (!stands_nowhere (record) && weft_board_find_status (self, record->status) != NULL);
}

/* Those which only one of the two sets holds: what they have to do with changed. */
static void
add_difference (const char *old, const char *new, GHashTable *concerned)
{
  const char *const sets[] = { old, new };

  if (g_strcmp0 (old, new) == 0)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (sets); i++)
    {
      g_auto (GStrv) ids = g_strsplit (sets[i] != NULL ? sets[i] : "", " ", -1);

      for (guint k = 0; ids[k] != NULL; k++)
        if (!weft_id_set_contains (sets[1 - i], ids[k]))
          g_hash_table_add (concerned, g_strdup (ids[k]));
    }
}

/* @record: (transfer full). Adds to @concerned those that may look different now, but for those which wait for it. Returns: whether it stands
 * elsewhere. */
static gboolean
take_task (WeftBoard *self, WeftTaskRecord *record, GHashTable *concerned)
{
  Card *card = g_hash_table_lookup (self->cards, record->id);
  const WeftTaskRecord *old;
  gboolean stays;

  if (card == NULL)
    {
      card = g_new0 (Card, 1);
      card->task = weft_task_new (record->id);
      g_hash_table_insert (self->cards, (gpointer) weft_task_get_id (card->task), card);
    }

  old = weft_task_get_record (card->task);
  if (old != NULL && old->parent != NULL)
    g_hash_table_add (concerned, g_strdup (old->parent));
  note_relations (self, old, record);
  add_difference (old != NULL ? old->blockers : NULL, record->blockers, concerned);
  add_difference (old != NULL ? old->related : NULL, record->related, concerned);
  add_difference (old != NULL ? old->duplicate_of : NULL, record->duplicate_of, concerned);
  stays = stands_as_before (self, card, old, record);
  if (!stays)
    take_out (card);
  if (self->files != NULL)
    weft_task_set_n_files (card->task, weft_file_counts_get (self->files, record->id));
  if (weft_task_take_record (card->task, record))
    g_hash_table_add (concerned, g_strdup (record->id));
  if (!stays)
    put_in (self, card);
  set_shelf (card, find_shelf (self, record));
  if (record->parent != NULL)
    g_hash_table_add (concerned, g_strdup (record->parent));
  return !stays;
}

static void
tell_concerned (WeftBoard *self, GHashTable *concerned)
{
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, concerned);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      const Card *card = g_hash_table_lookup (self->cards, id);

      if (card != NULL)
        weft_task_tell (card->task);
    }
  if (g_hash_table_size (concerned) > 0)
    g_signal_emit (self, signals[TOLD], 0);
}

static void
take_tasks (WeftBoard *self, GPtrArray *tasks)
{
  g_autoptr (GHashTable) concerned = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) statuses = g_ptr_array_copy (self->statuses, (GCopyFunc) (void (*) (void)) g_object_ref, NULL);
  gboolean many = tasks->len > SINGLE;

  g_ptr_array_set_free_func (statuses, g_object_unref);
  for (guint i = 0; many && i < statuses->len; i++)
    weft_project_status_begin (statuses->pdata[i]);
  for (guint i = 0; i < tasks->len; i++)
    {
      WeftTaskRecord *record = g_steal_pointer (&tasks->pdata[i]);

      if (take_task (self, record, concerned) && !many)
        add_waiting (self, record->id, concerned);
    }
  /* Of many it is cheaper to look at all that wait than to find out who waits for which. */
  if (many)
    add_waiting (self, NULL, concerned);
  update_standings (self, concerned);
  for (guint i = 0; many && i < statuses->len; i++)
    weft_project_status_end (statuses->pdata[i]);
  tell_concerned (self, concerned);
}

static void
on_files (WeftBoard *self)
{
  g_autoptr (GHashTable) concerned = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer id;
  Card *card;

  g_hash_table_iter_init (&iter, self->cards);
  while (g_hash_table_iter_next (&iter, &id, (gpointer *) &card))
    if (weft_task_set_n_files (card->task, weft_file_counts_get (self->files, id)))
      g_hash_table_add (concerned, g_strdup (id));
  if (g_hash_table_size (concerned) == 0)
    return;
  g_signal_emit (self, signals[TELLING], 0);
  tell_concerned (self, concerned);
}

/* Reading */

static void
set_statuses (WeftBoard *self, GPtrArray *statuses)
{
  g_autoptr (GPtrArray) old = self->statuses;
  guint before = 0;
  guint behind = 0;

  self->statuses = statuses;
  while (before < MIN (old->len, statuses->len) && old->pdata[before] == statuses->pdata[before])
    before++;
  while (behind < MIN (old->len, statuses->len) - before
         && old->pdata[old->len - 1 - behind] == statuses->pdata[statuses->len - 1 - behind])
    behind++;
  if (old->len - before - behind > 0 || statuses->len - before - behind > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), before, old->len - before - behind, statuses->len - before - behind);
}

/* Returns: whether one of them counts otherwise than before, or came or went. */
static gboolean
take_statuses (WeftBoard *self, GPtrArray *records)
{
  GPtrArray *statuses = g_ptr_array_new_with_free_func (g_object_unref);
  gboolean another = records->len != self->statuses->len;

  for (guint i = 0; i < records->len; i++)
    {
      const WeftStatusRecord *record = records->pdata[i];
      WeftProjectStatus *status = weft_board_find_status (self, record->id);

      another |= status == NULL;
      status = status != NULL ? g_object_ref (status) : weft_project_status_new (record->id);
      another |= weft_project_status_update (status, record);
      g_ptr_array_add (statuses, status);
    }
  set_statuses (self, statuses);

  return another;
}

/* What is held and was not read is gone. */
static void
drop_others (WeftBoard *self, GHashTable *read)
{
  GHashTableIter iter;
  gpointer id;
  Card *card;

  g_hash_table_iter_init (&iter, self->cards);
  while (g_hash_table_iter_next (&iter, &id, (gpointer *) &card))
    {
      const WeftTaskRecord *record = weft_task_get_record (card->task);

      if (g_hash_table_contains (read, id))
        continue;
      take_out (card);
      set_shelf (card, NULL);
      g_hash_table_remove (self->waiting, id);
      if (record->parent != NULL)
        g_hash_table_remove (g_hash_table_lookup (self->parts, record->parent), id);
      g_hash_table_iter_remove (&iter);
    }
}

static gboolean
same_labels (GPtrArray *a, GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    {
      const WeftProjectLabel *left = a->pdata[i];
      const WeftProjectLabel *right = b->pdata[i];

      if (!g_str_equal (left->id, right->id) || !g_str_equal (left->name, right->name) || !g_str_equal (left->yarn, right->yarn))
        return FALSE;
    }

  return TRUE;
}

static gboolean
same_fields (GPtrArray *a, GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    if (!weft_project_field_equal (a->pdata[i], b->pdata[i]))
      return FALSE;

  return TRUE;
}

static gboolean
take_project (WeftBoard *self, WeftBoardReading *reading)
{
  gboolean another = self->archived != reading->archived || !same_labels (self->labels, reading->labels);

  self->archived = reading->archived;
  g_ptr_array_unref (self->labels);
  self->labels = g_ptr_array_ref (reading->labels);
  another |= !same_fields (self->fields, reading->fields);
  g_ptr_array_unref (self->fields);
  self->fields = g_ptr_array_ref (reading->fields);
  another = g_set_str (&self->name, reading->name) || another;
  another = g_set_str (&self->role, reading->role) || another;
  another = g_set_str (&self->about, reading->about) || another;
  return g_set_str (&self->code, reading->code) || another;
}

static void
take_whole (WeftBoard *self, WeftBoardReading *reading)
{
  g_autoptr (GHashTable) read = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *code = g_strdup (self->code);
  gboolean another = take_project (self, reading);
  gboolean counted = take_statuses (self, reading->statuses) || g_strcmp0 (code, self->code) != 0;

  for (guint i = 0; i < reading->tasks->len; i++)
    g_hash_table_add (read, ((WeftTaskRecord *) reading->tasks->pdata[i])->id);
  drop_others (self, read);
  take_tasks (self, reading->tasks);
  if (counted)
    {
      g_autoptr (GHashTable) all = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      GHashTableIter iter;
      gpointer id;

      g_hash_table_iter_init (&iter, self->cards);
      while (g_hash_table_iter_next (&iter, &id, NULL))
        g_hash_table_add (all, g_strdup (id));
      update_standings (self, all);
      tell_concerned (self, all);
    }
  if (another)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void read_again (WeftBoard *self);

static DexFuture *
on_read (DexFuture *future, gpointer user_data)
{
  WeftBoard *self = user_data;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  self->reading = FALSE;
  if (value != NULL)
    {
      WeftBoardReading *reading = g_value_get_boxed (value);

      g_signal_emit (self, signals[TELLING], 0);
      if (reading->whole)
        take_whole (self, reading);
      else
        take_tasks (self, reading->tasks);
      if (!self->ready)
        {
          self->ready = TRUE;
          g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READY]);
        }
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_warning ("The project could not be read: %s", error->message);
  read_again (self);

  return dex_future_new_for_boolean (TRUE);
}

/* What is stale, once what is under way has been read. */
static void
read_again (WeftBoard *self)
{
  g_auto (GStrv) ids = NULL;
  guint n = g_hash_table_size (self->stale_ids);

  if (self->reading || self->sync == NULL || (!self->stale && n == 0))
    return;

  if (!self->stale && n <= FEW)
    {
      g_autofree const char **keys = (const char **) g_hash_table_get_keys_as_array (self->stale_ids, NULL);

      ids = g_strdupv ((char **) keys);
    }
  self->stale = FALSE;
  g_hash_table_remove_all (self->stale_ids);
  self->reading = TRUE;
  dex_future_disown (dex_future_finally (self->replay != NULL ? weft_board_reading_read_past (self->replay, self->seq, self->stream, FALSE)
                                                              : weft_board_reading_read (self->sync, self->stream, (const char *const *) ids),
                                         on_read, g_object_ref (self), g_object_unref));
}

static void
on_changed (WeftSync *sync, WeftChanges *changes, WeftBoard *self)
{
  for (guint i = 0; i < weft_changes_get_n (changes); i++)
    {
      const WeftChange *change = weft_changes_get (changes, i);

      if (!g_str_equal (change->stream, self->stream))
        continue;
      /* What went must not be looked for. */
      if (change->table == &weft_board_project_table || change->table == &weft_board_project_status_table
          || change->table == &weft_board_project_label_table || change->table == &weft_board_project_field_table || change->table == &weft_people_member_table
          || ((change->table == &weft_board_task_table || change->table == &weft_ranks_entry_table)
              && (change->kind == WEFT_CHANGE_DELETE || weft_board_find_status (self, change->key) != NULL)))
        self->stale = TRUE;
      else if (change->table == &weft_board_task_table || change->table == &weft_ranks_entry_table
               || change->table == &weft_thread_thread_topic_table)
        g_hash_table_add (self->stale_ids, g_strdup (change->key));
    }

  read_again (self);
}

static void
on_person (WeftBoard *self)
{
  self->stale = TRUE;
  read_again (self);
}

static void
weft_board_dispose (GObject *object)
{
  WeftBoard *self = WEFT_BOARD (object);

  g_clear_object (&self->files);
  g_clear_object (&self->replay);
  g_clear_object (&self->sync);

  G_OBJECT_CLASS (weft_board_parent_class)->dispose (object);
}

static void
weft_board_finalize (GObject *object)
{
  WeftBoard *self = WEFT_BOARD (object);

  g_hash_table_unref (self->stale_ids);
  g_hash_table_unref (self->parts);
  g_hash_table_unref (self->waiting);
  g_object_unref (self->archive);
  g_object_unref (self->templates);
  g_hash_table_unref (self->cards);
  g_ptr_array_unref (self->statuses);
  g_ptr_array_unref (self->labels);
  g_ptr_array_unref (self->fields);
  g_free (self->role);
  g_free (self->code);
  g_free (self->about);
  g_free (self->name);
  g_free (self->stream);

  G_OBJECT_CLASS (weft_board_parent_class)->finalize (object);
}

static void
weft_board_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  WeftBoard *self = WEFT_BOARD (object);

  switch (id)
    {
    case PROP_READY:
      g_value_set_boolean (value, self->ready);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
weft_board_class_init (WeftBoardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = weft_board_dispose;
  object_class->finalize = weft_board_finalize;
  object_class->get_property = weft_board_get_property;

  properties[PROP_READY]
      = g_param_spec_boolean ("ready", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[TELLING] = g_signal_new ("telling", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[TOLD] = g_signal_new ("told", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
weft_board_init (WeftBoard *self)
{
  self->labels = g_ptr_array_new ();
  self->fields = g_ptr_array_new ();
  self->statuses = g_ptr_array_new_with_free_func (g_object_unref);
  self->cards = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, card_free);
  self->archive = g_list_store_new (WEFT_TYPE_TASK);
  self->templates = g_list_store_new (WEFT_TYPE_TASK);
  self->waiting = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->parts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_hash_table_unref);
  self->stale_ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->stale = TRUE;
}

WeftBoard *
weft_board_new (WeftSync *sync, const char *stream)
{
  WeftBoard *self;

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);

  self = g_object_new (WEFT_TYPE_BOARD, NULL);
  self->sync = g_object_ref (sync);
  self->stream = g_strdup (stream);
  g_signal_connect_object (sync, "changed", G_CALLBACK (on_changed), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (sync, "notify::person", G_CALLBACK (on_person), self, G_CONNECT_SWAPPED);
  /* First: cards are as high as they will be once they are there. */
  self->files = weft_file_counts_new (sync, stream);
  g_signal_connect_object (self->files, "changed", G_CALLBACK (on_files), self, G_CONNECT_SWAPPED);
  read_again (self);

  return self;
}

WeftBoard *
weft_board_new_past (WeftBoard *now, WeftReplay *replay)
{
  WeftBoard *self;

  g_return_val_if_fail (WEFT_IS_BOARD (now), NULL);
  g_return_val_if_fail (WEFT_IS_REPLAY (replay), NULL);

  self = g_object_new (WEFT_TYPE_BOARD, NULL);
  self->sync = g_object_ref (now->sync);
  self->stream = g_strdup (now->stream);
  self->replay = g_object_ref (replay);
  self->seq = weft_replay_get_head (replay);
  read_again (self);

  return self;
}

void
weft_board_show_version (WeftBoard *self, gint64 seq)
{
  g_return_if_fail (WEFT_IS_BOARD (self) && self->replay != NULL);

  if (seq == self->seq)
    return;
  self->seq = seq;
  self->stale = TRUE;
  read_again (self);
}

WeftSync *
weft_board_get_sync (WeftBoard *self)
{
  g_return_val_if_fail (WEFT_IS_BOARD (self), NULL);
  return self->sync;
}

const char *
weft_board_get_stream (WeftBoard *self)
{
  g_return_val_if_fail (WEFT_IS_BOARD (self), NULL);
  return self->stream;
}

gboolean
weft_board_get_ready (WeftBoard *self)
{
  g_return_val_if_fail (WEFT_IS_BOARD (self), FALSE);
  return self->ready;
}

const char *
weft_board_get_name (WeftBoard *self)
{
  g_return_val_if_fail (WEFT_IS_BOARD (self), NULL);
  return self->name;
}

const char *
weft_board_get_code (WeftBoard *self)
{
  g_return_val_if_fail (WEFT_IS_BOARD (self), NULL);
  return self->code;
}

const char *
weft_board_get_about (WeftBoard *self)
{
  g_return_val_if_fail (WEFT_IS_BOARD (self), NULL);
  return self->about != NULL ? self->about : "";
}

gboolean
weft_board_get_archived (WeftBoard *self)
{
  g_return_val_if_fail (WEFT_IS_BOARD (self), FALSE);
  return self->archived;
}

gboolean
weft_board_may_change (WeftBoard *self)
{
  g_return_val_if_fail (WEFT_IS_BOARD (self), FALSE);
  return weft_role_from_wire (self->role != NULL ? self->role : "") >= WEFT_ROLE_MEMBER;
}

gboolean
weft_board_may_arrange (WeftBoard *self)
{
  g_return_val_if_fail (WEFT_IS_BOARD (self), FALSE);
  return weft_role_from_wire (self->role != NULL ? self->role : "") >= WEFT_ROLE_ADMIN;
}

GPtrArray *
weft_board_get_labels (WeftBoard *self)
{
  g_return_val_if_fail (WEFT_IS_BOARD (self), NULL);
  return self->labels;
}

const WeftProjectLabel *
weft_board_find_label (WeftBoard *self, const char *id)
{
  g_return_val_if_fail (WEFT_IS_BOARD (self), NULL);

  for (guint i = 0; i < self->labels->len; i++)
    {
      const WeftProjectLabel *label = self->labels->pdata[i];

      if (g_str_equal (label->id, id))
        return label;
    }

  return NULL;
}

GPtrArray *
weft_board_get_fields (WeftBoard *self)
{
  g_return_val_if_fail (WEFT_IS_BOARD (self), NULL);
  return self->fields;
}

const WeftProjectField *
weft_board_find_field (WeftBoard *self, const char *id)
{
  g_return_val_if_fail (WEFT_IS_BOARD (self), NULL);

  for (guint i = 0; i < self->fields->len; i++)
    {
      const WeftProjectField *field = self->fields->pdata[i];

      if (g_str_equal (field->id, id))
        return field;
    }

  return NULL;
}

WeftProjectStatus *
weft_board_find_status (WeftBoard *self, const char *id)
{
  g_return_val_if_fail (WEFT_IS_BOARD (self), NULL);

  for (guint i = 0; i < self->statuses->len; i++)
    if (g_str_equal (weft_project_status_get_id (self->statuses->pdata[i]), id))
      return self->statuses->pdata[i];

  return NULL;
}

WeftTask *
weft_board_find_task (WeftBoard *self, const char *id)
{
  const Card *card;

  g_return_val_if_fail (WEFT_IS_BOARD (self), NULL);

  card = g_hash_table_lookup (self->cards, id);
  return card != NULL ? card->task : NULL;
}

GListModel *
weft_board_get_archive (WeftBoard *self)
{
  g_return_val_if_fail (WEFT_IS_BOARD (self), NULL);
  return G_LIST_MODEL (self->archive);
}

GListModel *
weft_board_get_templates (WeftBoard *self)
{
  g_return_val_if_fail (WEFT_IS_BOARD (self), NULL);
  return G_LIST_MODEL (self->templates);
}

WeftTask *
weft_board_find_number (WeftBoard *self, gint64 number)
{
  GHashTableIter iter;
  gpointer card;

  g_return_val_if_fail (WEFT_IS_BOARD (self), NULL);

  g_hash_table_iter_init (&iter, self->cards);
  while (g_hash_table_iter_next (&iter, NULL, &card))
    if (weft_task_get_record (((const Card *) card)->task)->number == number)
      return ((const Card *) card)->task;

  return NULL;
}

char *
weft_board_dup_key (WeftBoard *self, WeftTask *task)
{
  g_return_val_if_fail (WEFT_IS_BOARD (self) && WEFT_IS_TASK (task), NULL);
  return g_strdup_printf ("%s-%" G_GINT64_FORMAT, self->code, weft_task_get_record (task)->number);
}

gboolean
weft_board_get_position (WeftBoard *self, WeftTask *task, guint *position)
{
  const Card *card;

  g_return_val_if_fail (WEFT_IS_BOARD (self) && WEFT_IS_TASK (task), FALSE);

  card = g_hash_table_lookup (self->cards, weft_task_get_id (task));
  /* While it is told that it comes it has no place yet. */
  if (card == NULL || card->place == NULL)
    return FALSE;
  *position = weft_project_status_get_position (card->status, card->place);
  return TRUE;
}

/* Links */

static void
add_task (WeftBoard *self, const char *id, GPtrArray *tasks)
{
  WeftTask *task = id != NULL ? weft_board_find_task (self, id) : NULL;

  if (task != NULL && !weft_task_get_record (task)->removed && !g_ptr_array_find (tasks, task, NULL))
    g_ptr_array_add (tasks, g_object_ref (task));
}

static void
add_set (WeftBoard *self, const char *set, GPtrArray *tasks)
{
  g_auto (GStrv) ids = g_strsplit (set != NULL ? set : "", " ", -1);

  for (guint i = 0; ids[i] != NULL; i++)
    add_task (self, ids[i], tasks);
}

/* Those of @ids (a table by ids), or of all tasks, which say @link of @id. */
static void
add_saying (WeftBoard *self, GHashTable *ids, WeftTaskLink link, const char *id, GPtrArray *tasks)
{
  GHashTableIter iter;
  gpointer other;

  g_hash_table_iter_init (&iter, ids);
  while (g_hash_table_iter_next (&iter, &other, NULL))
    {
      const WeftTaskRecord *record = weft_task_get_record (weft_board_find_task (self, other));

      if ((link == WEFT_TASK_WAITS_FOR && weft_id_set_contains (record->blockers, id))
          || (link == WEFT_TASK_RELATED_TO && weft_id_set_contains (record->related, id))
          || (link == WEFT_TASK_DUPLICATE_OF && g_strcmp0 (record->duplicate_of, id) == 0))
        add_task (self, other, tasks);
    }
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  gint64 left = weft_task_get_record ((gpointer) a)->number;
  gint64 right = weft_task_get_record ((gpointer) b)->number;

  return (left > right) - (left < right);
}

GPtrArray *
weft_board_list_linked (WeftBoard *self, WeftTask *task, WeftTaskLink link)
{
  g_autoptr (GPtrArray) tasks = g_ptr_array_new_with_free_func (g_object_unref);
  const WeftTaskRecord *record;
  GHashTable *parts;
  GHashTableIter iter;
  gpointer id;

  g_return_val_if_fail (WEFT_IS_BOARD (self) && WEFT_IS_TASK (task), NULL);

  record = weft_task_get_record (task);
  switch (link)
    {
    case WEFT_TASK_PART_OF:
      add_task (self, record->parent, tasks);
      break;
    case WEFT_TASK_HAS_PART:
      parts = g_hash_table_lookup (self->parts, record->id);
      if (parts == NULL)
        break;
      g_hash_table_iter_init (&iter, parts);
      while (g_hash_table_iter_next (&iter, &id, NULL))
        add_task (self, id, tasks);
      break;
    case WEFT_TASK_WAITS_FOR:
      add_set (self, record->blockers, tasks);
      break;
    case WEFT_TASK_BLOCKS:
      add_saying (self, self->waiting, WEFT_TASK_WAITS_FOR, record->id, tasks);
      break;
    case WEFT_TASK_RELATED_TO:
      add_set (self, record->related, tasks);
      add_saying (self, self->cards, link, record->id, tasks);
      break;
    case WEFT_TASK_DUPLICATE_OF:
      add_task (self, record->duplicate_of, tasks);
      break;
    case WEFT_TASK_HAS_DUPLICATE:
      add_saying (self, self->cards, WEFT_TASK_DUPLICATE_OF, record->id, tasks);
      break;
    default:
      g_assert_not_reached ();
    }
  g_ptr_array_sort_values (tasks, compare_numbers);

  return g_steal_pointer (&tasks);
}

/* What @link says of a task, in its row. */
static const char *
get_way (const WeftTaskRecord *record, WeftTaskLink link)
{
  if (link == WEFT_TASK_PART_OF)
    return record->parent;
  return link == WEFT_TASK_WAITS_FOR ? record->blockers : record->duplicate_of;
}

gboolean
weft_board_closes_circle (WeftBoard *self, WeftTask *task, WeftTaskLink link, WeftTask *other)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) next = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_val_if_fail (WEFT_IS_BOARD (self) && WEFT_IS_TASK (task) && WEFT_IS_TASK (other), FALSE);

  if (link == WEFT_TASK_HAS_PART || link == WEFT_TASK_BLOCKS || link == WEFT_TASK_HAS_DUPLICATE)
    return weft_board_closes_circle (self, other, weft_task_link_reverse (link), task);
  if (task == other || link == WEFT_TASK_RELATED_TO)
    return task == other;

  g_ptr_array_add (next, g_object_ref (other));
  while (next->len > 0)
    {
      g_autoptr (WeftTask) one = g_ptr_array_steal_index_fast (next, next->len - 1);
      const char *way = get_way (weft_task_get_record (one), link);
      g_auto (GStrv) ids = g_strsplit (way != NULL ? way : "", " ", -1);

      if (one == task)
        return TRUE;
      for (guint i = 0; ids[i] != NULL; i++)
        {
          WeftTask *met = weft_board_find_task (self, ids[i]);

          if (met != NULL && g_hash_table_add (seen, g_strdup (ids[i])))
            g_ptr_array_add (next, g_object_ref (met));
        }
    }

  return FALSE;
}
