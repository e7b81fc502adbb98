/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/client/weft-project-status.h"

struct _WeftProjectStatus
{
  GObject parent_instance;

  char *id;
  char *name;
  WeftCategory category;
  guint wip;
  gboolean hard;
  gboolean per_lane;
  char *sources; /* (nullable) */
  WeftNeeds needs;
  GSequence *tasks; /* of WeftTask */

  /* Between weft_project_status_begin() and _end(): what no change has come near. */
  gboolean batch;
  guint n_before; /* items when it began */
  guint head;
  guint tail;
};

enum
{
  PROP_0,
  PROP_NAME,
  PROP_N_TASKS,
  N_PROPS
};

enum
{
  CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

const char *
weft_category_to_wire (WeftCategory category)
{
  static const char *const categories[] = { "todo", "doing", "done" };

  return categories[MIN (category, WEFT_CATEGORY_DONE)];
}

static const char *const needs[] = { NULL, "checklist", "assignee", "both" };

WeftNeeds
weft_needs_from_wire (const char *text)
{
  for (guint i = 0; i < G_N_ELEMENTS (needs); i++)
    if (g_strcmp0 (text, needs[i]) == 0)
      return (WeftNeeds) i;

  return WEFT_NEEDS_NOTHING;
}

const char *
weft_needs_to_wire (WeftNeeds self)
{
  return needs[MIN (self, WEFT_NEEDS_BOTH)];
}

void
weft_status_record_free (WeftStatusRecord *record)
{
  if (record == NULL)
    return;

  g_free (record->id);
  g_free (record->name);
  g_free (record->sources);
  g_free (record);
}

WeftCategory
weft_category_from_wire (const char *text)
{
  if (g_str_equal (text, "done"))
    return WEFT_CATEGORY_DONE;
  return g_str_equal (text, "doing") ? WEFT_CATEGORY_DOING : WEFT_CATEGORY_TODO;
}

static GType
weft_project_status_get_item_type (GListModel *model)
{
  return WEFT_TYPE_TASK;
}

static guint
weft_project_status_get_n_items (GListModel *model)
{
  return (guint) g_sequence_get_length (WEFT_PROJECT_STATUS (model)->tasks);
}

static gpointer
weft_project_status_get_item (GListModel *model, guint position)
{
  WeftProjectStatus *self = WEFT_PROJECT_STATUS (model);
  GSequenceIter *iter;

  if (position >= weft_project_status_get_n_items (model))
    return NULL;
  iter = g_sequence_get_iter_at_pos (self->tasks, (int) position);
  return g_object_ref (g_sequence_get (iter));
}

static void
weft_project_status_model_init (GListModelInterface *iface)
{
  iface->get_item_type = weft_project_status_get_item_type;
  iface->get_n_items = weft_project_status_get_n_items;
  iface->get_item = weft_project_status_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (WeftProjectStatus,
                               weft_project_status,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, weft_project_status_model_init))

static void
weft_project_status_finalize (GObject *object)
{
  WeftProjectStatus *self = WEFT_PROJECT_STATUS (object);

  g_sequence_free (self->tasks);
  g_free (self->sources);
  g_free (self->name);
  g_free (self->id);

  G_OBJECT_CLASS (weft_project_status_parent_class)->finalize (object);
}

static void
weft_project_status_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  WeftProjectStatus *self = WEFT_PROJECT_STATUS (object);

  switch (id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_N_TASKS:
      g_value_set_uint (value, weft_project_status_get_n_tasks (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
weft_project_status_class_init (WeftProjectStatusClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = weft_project_status_finalize;
  object_class->get_property = weft_project_status_get_property;

  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_N_TASKS] = g_param_spec_uint ("n-tasks", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
weft_project_status_init (WeftProjectStatus *self)
{
  self->tasks = g_sequence_new (g_object_unref);
}

WeftProjectStatus *
weft_project_status_new (const char *id)
{
  WeftProjectStatus *self = g_object_new (WEFT_TYPE_PROJECT_STATUS, NULL);

  self->id = g_strdup (id);
  return self;
}

const char *
weft_project_status_get_id (WeftProjectStatus *self)
{
  g_return_val_if_fail (WEFT_IS_PROJECT_STATUS (self), NULL);
  return self->id;
}

const char *
weft_project_status_get_name (WeftProjectStatus *self)
{
  g_return_val_if_fail (WEFT_IS_PROJECT_STATUS (self), NULL);
  return self->name;
}

WeftCategory
weft_project_status_get_category (WeftProjectStatus *self)
{
  g_return_val_if_fail (WEFT_IS_PROJECT_STATUS (self), WEFT_CATEGORY_TODO);
  return self->category;
}

guint
weft_project_status_get_wip (WeftProjectStatus *self)
{
  g_return_val_if_fail (WEFT_IS_PROJECT_STATUS (self), 0);
  return self->wip;
}

gboolean
weft_project_status_get_hard (WeftProjectStatus *self)
{
  g_return_val_if_fail (WEFT_IS_PROJECT_STATUS (self), FALSE);
  return self->hard;
}

gboolean
weft_project_status_get_per_lane (WeftProjectStatus *self)
{
  g_return_val_if_fail (WEFT_IS_PROJECT_STATUS (self), FALSE);
  return self->per_lane;
}

const char *
weft_project_status_get_sources (WeftProjectStatus *self)
{
  g_return_val_if_fail (WEFT_IS_PROJECT_STATUS (self), NULL);
  return self->sources;
}

WeftNeeds
weft_project_status_get_needs (WeftProjectStatus *self)
{
  g_return_val_if_fail (WEFT_IS_PROJECT_STATUS (self), WEFT_NEEDS_NOTHING);
  return self->needs;
}

guint
weft_project_status_get_n_tasks (WeftProjectStatus *self)
{
  g_return_val_if_fail (WEFT_IS_PROJECT_STATUS (self), 0);
  return (guint) g_sequence_get_length (self->tasks);
}

gboolean
weft_project_status_is_over (WeftProjectStatus *self)
{
  return weft_project_status_get_wip (self) > 0 && weft_project_status_get_n_tasks (self) > self->wip;
}

gboolean
weft_project_status_is_full (WeftProjectStatus *self)
{
  return weft_project_status_get_hard (self) && !self->per_lane && self->wip > 0 && weft_project_status_get_n_tasks (self) >= self->wip;
}

gboolean
weft_project_status_update (WeftProjectStatus *self, const WeftStatusRecord *record)
{
  gboolean moved = self->category != record->category;
  gboolean renamed = g_set_str (&self->name, record->name);
  gboolean ruled = g_set_str (&self->sources, record->sources) || self->needs != record->needs;
  gboolean another = renamed || moved || ruled || self->wip != record->wip || self->hard != record->hard || self->per_lane != record->per_lane;

  self->needs = record->needs;
  self->category = record->category;
  self->wip = record->wip;
  self->hard = record->hard;
  self->per_lane = record->per_lane;
  if (renamed)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAME]);
  if (another)
    g_signal_emit (self, signals[CHANGED], 0);
  return moved;
}

static void
tell (WeftProjectStatus *self, guint position, guint n_removed, guint n_added)
{
  if (n_removed == 0 && n_added == 0)
    return;

  g_list_model_items_changed (G_LIST_MODEL (self), position, n_removed, n_added);
  if (n_removed == n_added)
    return;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_TASKS]);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
weft_project_status_begin (WeftProjectStatus *self)
{
  g_return_if_fail (WEFT_IS_PROJECT_STATUS (self) && !self->batch);

  self->batch = TRUE;
  self->n_before = weft_project_status_get_n_tasks (self);
  self->head = self->tail = self->n_before;
}

void
weft_project_status_end (WeftProjectStatus *self)
{
  guint n = weft_project_status_get_n_tasks (self);
  guint head, tail;

  g_return_if_fail (self->batch);

  self->batch = FALSE;
  head = MIN (self->head, MIN (n, self->n_before));
  tail = MIN (self->tail, MIN (n, self->n_before) - head);
  tell (self, head, self->n_before - head - tail, n - head - tail);
}

/* What is in front of @position and behind it has not been touched by this change. */
static void
note_change (WeftProjectStatus *self, guint position, guint n_behind)
{
  self->head = MIN (self->head, position);
  self->tail = MIN (self->tail, n_behind);
}

GSequenceIter *
weft_project_status_insert (WeftProjectStatus *self, WeftTask *task)
{
  GSequenceIter *place = g_sequence_insert_sorted (self->tasks, g_object_ref (task), weft_task_compare, NULL);
  guint position = (guint) g_sequence_iter_get_position (place);

  if (self->batch)
    note_change (self, position, weft_project_status_get_n_tasks (self) - position - 1);
  else
    tell (self, position, 0, 1);
  return place;
}

void
weft_project_status_remove (WeftProjectStatus *self, GSequenceIter *place)
{
  guint position = (guint) g_sequence_iter_get_position (place);

  g_sequence_remove (place);
  if (self->batch)
    note_change (self, position, weft_project_status_get_n_tasks (self) - position);
  else
    tell (self, position, 1, 0);
}

guint
weft_project_status_get_position (WeftProjectStatus *self, GSequenceIter *place)
{
  return (guint) g_sequence_iter_get_position (place);
}
