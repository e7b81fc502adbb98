/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/client/weft-task.h"

#include <string.h>

#include "base/weft-text.h"

struct _WeftTask
{
  GObject parent_instance;

  char *id;
  WeftTaskRecord *record; /* (nullable): before the first */
  guint version;
  char *blocked_by;       /* (nullable) */
  char *folded;           /* (nullable): the title; not yet */
  guint n_files;
  guint n_parts;
  guint n_parts_done;
  guint n_items; /* as they were told last */
  guint n_items_done;
};

enum
{
  PROP_0,
  PROP_ITEMS,
  PROP_ITEMS_DONE,
  N_PROPS
};

enum
{
  CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static const char *const priorities[] = { "none", "low", "medium", "high", "urgent" };

G_DEFINE_FINAL_TYPE (WeftTask, weft_task, G_TYPE_OBJECT)

const char *
weft_priority_to_wire (WeftPriority priority)
{
  return priorities[MIN (priority, WEFT_PRIORITY_URGENT)];
}

WeftPriority
weft_priority_from_wire (const char *text)
{
  for (guint i = 0; i < G_N_ELEMENTS (priorities); i++)
    if (g_strcmp0 (text, priorities[i]) == 0)
      return (WeftPriority) i;

  return WEFT_PRIORITY_NONE;
}

void
weft_task_record_free (WeftTaskRecord *record)
{
  if (record == NULL)
    return;

  g_free (record->id);
  g_free (record->title);
  g_free (record->parent);
  g_free (record->duplicate_of);
  g_free (record->assignees);
  g_free (record->labels);
  g_free (record->blockers);
  g_free (record->related);
  g_free (record->status);
  g_free (record->rank);
  g_free (record->field_values);
  g_free (record->recurrence);
  g_free (record);
}

static gboolean
equals (const WeftTaskRecord *a, const WeftTaskRecord *b)
{
  return a->number == b->number && g_str_equal (a->title, b->title) && a->has_about == b->has_about && a->priority == b->priority
         && a->estimate == b->estimate && a->start_at == b->start_at && a->due_at == b->due_at && a->archived == b->archived
         && a->removed == b->removed && a->template == b->template && g_strcmp0 (a->parent, b->parent) == 0 && g_strcmp0 (a->duplicate_of, b->duplicate_of) == 0
         && g_strcmp0 (a->assignees, b->assignees) == 0 && g_strcmp0 (a->labels, b->labels) == 0
         && g_strcmp0 (a->blockers, b->blockers) == 0 && g_strcmp0 (a->related, b->related) == 0 && g_str_equal (a->status, b->status)
         && g_str_equal (a->rank, b->rank) && a->n_comments == b->n_comments && a->n_items == b->n_items
         && a->n_items_done == b->n_items_done && g_strcmp0 (a->field_values, b->field_values) == 0
         && g_strcmp0 (a->recurrence, b->recurrence) == 0;
}

static void
weft_task_finalize (GObject *object)
{
  WeftTask *self = WEFT_TASK (object);

  weft_task_record_free (self->record);
  g_free (self->blocked_by);
  g_free (self->folded);
  g_free (self->id);

  G_OBJECT_CLASS (weft_task_parent_class)->finalize (object);
}

static void
weft_task_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  WeftTask *self = WEFT_TASK (object);

  switch (id)
    {
    case PROP_ITEMS:
      g_value_set_uint (value, weft_task_get_n_items (self));
      break;
    case PROP_ITEMS_DONE:
      g_value_set_uint (value, weft_task_get_n_items_done (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
weft_task_class_init (WeftTaskClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = weft_task_finalize;
  object_class->get_property = weft_task_get_property;

  properties[PROP_ITEMS] = g_param_spec_uint ("items", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_ITEMS_DONE] = g_param_spec_uint ("items-done", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
weft_task_init (WeftTask *self)
{
}

WeftTask *
weft_task_new (const char *id)
{
  WeftTask *self = g_object_new (WEFT_TYPE_TASK, NULL);

  self->id = g_strdup (id);
  return self;
}

const WeftTaskRecord *
weft_task_get_record (WeftTask *self)
{
  g_return_val_if_fail (WEFT_IS_TASK (self), NULL);
  return self->record;
}

gboolean
weft_task_take_record (WeftTask *self, WeftTaskRecord *record)
{
  gboolean another = self->record == NULL || !equals (self->record, record);

  if (self->record != NULL && !g_str_equal (self->record->title, record->title))
    g_clear_pointer (&self->folded, g_free);
  weft_task_record_free (self->record);
  self->record = record;
  self->version += another;
  return another;
}

guint
weft_task_get_version (WeftTask *self)
{
  g_return_val_if_fail (WEFT_IS_TASK (self), 0);
  return self->version;
}

void
weft_task_set_standing (WeftTask *self, const char *blocked_by, guint n_parts, guint n_parts_done)
{
  g_set_str (&self->blocked_by, blocked_by);
  self->n_parts = n_parts;
  self->n_parts_done = n_parts_done;
}

gboolean
weft_task_set_n_files (WeftTask *self, guint n)
{
  gboolean another;

  g_return_val_if_fail (WEFT_IS_TASK (self), FALSE);

  another = self->n_files != n;
  self->n_files = n;
  return another;
}

guint
weft_task_get_n_files (WeftTask *self)
{
  g_return_val_if_fail (WEFT_IS_TASK (self), 0);
  return self->n_files;
}

void
weft_task_tell (WeftTask *self)
{
  guint n;

  g_return_if_fail (WEFT_IS_TASK (self));

  n = weft_task_get_n_items (self);
  if (n != self->n_items)
    {
      self->n_items = n;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ITEMS]);
    }
  n = weft_task_get_n_items_done (self);
  if (n != self->n_items_done)
    {
      self->n_items_done = n;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ITEMS_DONE]);
    }
  g_signal_emit (self, signals[CHANGED], 0);
}

const char *
weft_task_get_id (WeftTask *self)
{
  g_return_val_if_fail (WEFT_IS_TASK (self), NULL);
  return self->id;
}

const char *
weft_task_get_title (WeftTask *self)
{
  g_return_val_if_fail (WEFT_IS_TASK (self), NULL);
  return self->record != NULL ? self->record->title : "";
}

const char *
weft_task_get_folded (WeftTask *self)
{
  g_return_val_if_fail (WEFT_IS_TASK (self), NULL);

  if (self->folded == NULL)
    self->folded = weft_text_fold (weft_task_get_title (self), -1);
  return self->folded;
}

const char *
weft_task_get_blocked_by (WeftTask *self)
{
  g_return_val_if_fail (WEFT_IS_TASK (self), NULL);
  return self->blocked_by;
}

guint
weft_task_get_n_parts (WeftTask *self)
{
  g_return_val_if_fail (WEFT_IS_TASK (self), 0);
  return self->n_parts;
}

guint
weft_task_get_n_parts_done (WeftTask *self)
{
  g_return_val_if_fail (WEFT_IS_TASK (self), 0);
  return self->n_parts_done;
}

guint
weft_task_get_n_items (WeftTask *self)
{
  g_return_val_if_fail (WEFT_IS_TASK (self), 0);
  return self->record != NULL ? self->record->n_items : 0;
}

guint
weft_task_get_n_items_done (WeftTask *self)
{
  g_return_val_if_fail (WEFT_IS_TASK (self), 0);
  return self->record != NULL ? self->record->n_items_done : 0;
}

int
weft_task_compare (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const WeftTask *left = a;
  const WeftTask *right = b;
  int order = strcmp (left->record->rank, right->record->rank);

  return order != 0 ? order : strcmp (left->id, right->id);
}
