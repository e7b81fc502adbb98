/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/client/weft-board-lens.h"

#include "base/weft-clock.h"

struct _WeftBoardLens
{
  GObject parent_instance;

  WeftBoard *board;
  WeftPeople *people;
  char *text;
  WeftTaskFilter *filter; /* (nullable): all are wanted */
  GHashTable *matches;    /* task → whether it is wanted, as far as somebody asked: columns, lanes and counts ask of the same ones */
  WeftTaskOrder *order;   /* (nullable): not asked for */
  GHashTable *folded;     /* set: the lanes which are folded away */
  WeftBoardLook look;     /* as it was set */
  WeftBoardLook now;      /* likewise, but for fields which are not there */
};

enum
{
  CHANGED,
  ARRANGED,
  ORDERED,
  FOLDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftBoardLens, weft_board_lens, G_TYPE_OBJECT)

static WeftTaskNames
get_names (WeftBoardLens *self)
{
  WeftPerson *me = weft_people_get_me (self->people);

  return (WeftTaskNames) {
    .code = weft_board_get_code (self->board),
    .me = me != NULL ? weft_person_get_id (me) : NULL,
    .people = G_LIST_MODEL (self->people),
    .statuses = G_LIST_MODEL (self->board),
    .labels = weft_board_get_labels (self->board),
    .fields = weft_board_get_fields (self->board),
  };
}

static void
compile (WeftBoardLens *self)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  const WeftTaskNames names = get_names (self);

  g_hash_table_remove_all (self->matches);
  g_clear_pointer (&self->filter, weft_task_filter_free);
  self->filter = weft_task_filter_new (&names, self->text, weft_clock_now (weft_clock_get_system ()), zone);
}

/* A field that is taken away sorts and groups nothing, until it comes back. Returns: whether that is another way than before. */
static gboolean
look_again (WeftBoardLens *self)
{
  const WeftBoardLook before = self->now;

  self->now = self->look;
  if (self->look.sort.kind == WEFT_SORT_FIELD && weft_board_find_field (self->board, self->look.sort.field) == NULL)
    self->now.sort = (WeftTaskSort) { WEFT_SORT_RANK, NULL };
  if (self->look.grouping.kind == WEFT_GROUP_FIELD && weft_board_find_field (self->board, self->look.grouping.field) == NULL)
    self->now.grouping = (WeftTaskGrouping) { WEFT_GROUP_NONE, NULL };
  return !weft_look_is_arranged_alike (&before, &self->now);
}

/* Tasks, or what their names mean, are others. */
static void
refresh (WeftBoardLens *self)
{
  gboolean arranged = look_again (self);

  g_clear_pointer (&self->order, weft_task_order_free);
  if (self->filter != NULL)
    {
      compile (self);
      g_signal_emit (self, signals[CHANGED], 0);
    }
  if (arranged || self->now.sort.kind != WEFT_SORT_RANK || self->now.grouping.kind != WEFT_GROUP_NONE)
    g_signal_emit (self, signals[ORDERED], 0);
  if (arranged)
    g_signal_emit (self, signals[ARRANGED], 0);
}

static void
weft_board_lens_finalize (GObject *object)
{
  WeftBoardLens *self = WEFT_BOARD_LENS (object);

  g_clear_pointer (&self->filter, weft_task_filter_free);
  g_clear_pointer (&self->order, weft_task_order_free);
  g_hash_table_unref (self->matches);
  g_hash_table_unref (self->folded);
  g_object_unref (self->people);
  g_object_unref (self->board);
  g_free (self->text);

  G_OBJECT_CLASS (weft_board_lens_parent_class)->finalize (object);
}

static void
weft_board_lens_class_init (WeftBoardLensClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_board_lens_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ORDERED] = g_signal_new ("ordered", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FOLDED] = g_signal_new ("folded", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ARRANGED] = g_signal_new ("arranged", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
weft_board_lens_init (WeftBoardLens *self)
{
  self->text = g_strdup ("");
  self->matches = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  self->folded = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->look.text = self->text;
  self->now = self->look;
}

WeftBoardLens *
weft_board_lens_new (WeftBoard *board, WeftPeople *people)
{
  WeftBoardLens *self;

  g_return_val_if_fail (WEFT_IS_BOARD (board) && WEFT_IS_PEOPLE (people), NULL);

  self = g_object_new (WEFT_TYPE_BOARD_LENS, NULL);
  self->board = g_object_ref (board);
  self->people = g_object_ref (people);
  g_signal_connect_object (board, "told", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (board, "changed", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (board, "items-changed", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (people, "changed", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  return self;
}

WeftBoard *
weft_board_lens_get_board (WeftBoardLens *self)
{
  g_return_val_if_fail (WEFT_IS_BOARD_LENS (self), NULL);
  return self->board;
}

WeftPeople *
weft_board_lens_get_people (WeftBoardLens *self)
{
  g_return_val_if_fail (WEFT_IS_BOARD_LENS (self), NULL);
  return self->people;
}

void
weft_board_lens_set_text (WeftBoardLens *self, const char *text)
{
  g_return_if_fail (WEFT_IS_BOARD_LENS (self) && text != NULL);

  if (!g_set_str (&self->text, text))
    return;
  self->look.text = self->now.text = self->text;
  compile (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

const char *
weft_board_lens_get_text (WeftBoardLens *self)
{
  g_return_val_if_fail (WEFT_IS_BOARD_LENS (self), NULL);
  return self->text;
}

gboolean
weft_board_lens_is_clear (WeftBoardLens *self)
{
  g_return_val_if_fail (WEFT_IS_BOARD_LENS (self), TRUE);
  return self->filter == NULL;
}

gboolean
weft_board_lens_match (WeftBoardLens *self, WeftTask *task)
{
  gpointer wanted;

  g_return_val_if_fail (WEFT_IS_BOARD_LENS (self) && WEFT_IS_TASK (task), FALSE);

  if (self->filter == NULL)
    return TRUE;
  if (g_hash_table_lookup_extended (self->matches, task, NULL, &wanted))
    return GPOINTER_TO_INT (wanted);
  wanted = GINT_TO_POINTER (weft_task_filter_match (self->filter, task));
  g_hash_table_insert (self->matches, g_object_ref (task), wanted);
  return GPOINTER_TO_INT (wanted);
}

gboolean
weft_board_lens_get_problem (WeftBoardLens *self, const char **operator, const char **value)
{
  g_return_val_if_fail (WEFT_IS_BOARD_LENS (self), FALSE);
  return self->filter != NULL && weft_task_filter_get_problem (self->filter, operator, value);
}

guint
weft_board_lens_count (WeftBoardLens *self, guint *n_tasks)
{
  guint n_statuses = g_list_model_get_n_items (G_LIST_MODEL (self->board));
  guint n_wanted = 0;

  g_return_val_if_fail (WEFT_IS_BOARD_LENS (self), 0);

  *n_tasks = 0;
  for (guint i = 0; i < n_statuses; i++)
    {
      g_autoptr (WeftProjectStatus) status = g_list_model_get_item (G_LIST_MODEL (self->board), i);
      guint n = weft_project_status_get_n_tasks (status);

      *n_tasks += n;
      for (guint k = 0; k < n; k++)
        {
          g_autoptr (WeftTask) task = g_list_model_get_item (G_LIST_MODEL (status), k);

          n_wanted += weft_board_lens_match (self, task);
        }
    }

  return n_wanted;
}

void
weft_board_lens_set_look (WeftBoardLens *self, const WeftBoardLook *look)
{
  gboolean arranged;

  g_return_if_fail (WEFT_IS_BOARD_LENS (self) && look != NULL);

  self->look.sort = look->sort;
  self->look.descending = look->descending;
  self->look.grouping = look->grouping;
  self->look.layout = look->layout;
  arranged = look_again (self);
  if (arranged)
    g_clear_pointer (&self->order, weft_task_order_free);
  weft_board_lens_set_text (self, look->text);
  if (!arranged)
    return;
  g_signal_emit (self, signals[ORDERED], 0);
  g_signal_emit (self, signals[ARRANGED], 0);
}

const WeftBoardLook *
weft_board_lens_get_look (WeftBoardLens *self)
{
  g_return_val_if_fail (WEFT_IS_BOARD_LENS (self), NULL);
  return &self->now;
}

const WeftBoardLook *
weft_board_lens_get_chosen (WeftBoardLens *self)
{
  g_return_val_if_fail (WEFT_IS_BOARD_LENS (self), NULL);
  return &self->look;
}

WeftTaskOrder *
weft_board_lens_get_order (WeftBoardLens *self)
{
  g_return_val_if_fail (WEFT_IS_BOARD_LENS (self), NULL);

  if (self->order == NULL)
    {
      const WeftTaskNames names = get_names (self);

      self->order = weft_task_order_new (&names, &self->now);
    }
  return self->order;
}

void
weft_board_lens_set_layout (WeftBoardLens *self, WeftBoardLayout layout)
{
  WeftBoardLook look;

  g_return_if_fail (WEFT_IS_BOARD_LENS (self));

  look = self->look;
  look.layout = layout;
  weft_board_lens_set_look (self, &look);
}

WeftBoardLayout
weft_board_lens_get_layout (WeftBoardLens *self)
{
  g_return_val_if_fail (WEFT_IS_BOARD_LENS (self), WEFT_LAYOUT_BOARD);
  return self->now.layout;
}

static char *
dup_lane (WeftTaskGrouping grouping, const char *id)
{
  return g_strdup_printf ("%s %s", weft_grouping_to_wire (grouping), id != NULL ? id : "");
}

void
weft_board_lens_set_folded (WeftBoardLens *self, WeftTaskGrouping grouping, const char *id, gboolean folded)
{
  g_autofree char *lane = dup_lane (grouping, id);
  gboolean another;

  g_return_if_fail (WEFT_IS_BOARD_LENS (self));

  another = folded ? g_hash_table_add (self->folded, g_steal_pointer (&lane)) : g_hash_table_remove (self->folded, lane);
  if (another)
    g_signal_emit (self, signals[FOLDED], 0);
}

gboolean
weft_board_lens_is_folded (WeftBoardLens *self, WeftTaskGrouping grouping, const char *id)
{
  g_autofree char *lane = dup_lane (grouping, id);

  g_return_val_if_fail (WEFT_IS_BOARD_LENS (self), FALSE);
  return g_hash_table_contains (self->folded, lane);
}

char **
weft_board_lens_dup_folded (WeftBoardLens *self)
{
  g_autoptr (GStrvBuilder) lanes = g_strv_builder_new ();
  GHashTableIter iter;
  gpointer lane;

  g_return_val_if_fail (WEFT_IS_BOARD_LENS (self), NULL);

  g_hash_table_iter_init (&iter, self->folded);
  while (g_hash_table_iter_next (&iter, &lane, NULL))
    g_strv_builder_add (lanes, lane);
  return g_strv_builder_end (lanes);
}

void
weft_board_lens_take_folded (WeftBoardLens *self, const char *const *lanes)
{
  g_return_if_fail (WEFT_IS_BOARD_LENS (self) && lanes != NULL);

  g_hash_table_remove_all (self->folded);
  for (guint i = 0; lanes[i] != NULL; i++)
    g_hash_table_add (self->folded, g_strdup (lanes[i]));
}
