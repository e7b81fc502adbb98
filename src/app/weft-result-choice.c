/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include "app/weft-result-choice.h"

#define KEYS_MAX 64 /* that wait */

struct _WeftResultChoice
{
  GObject parent_instance;

  GtkSingleSelection *selection;
  WeftResultAwaitedFunc is_awaited;
  GObject *told; /* (nullable) what the person chose last */
  GArray *keys;  /* of int: steps, and 0 to open, which wait for the answer */
  gboolean wraps;
  gboolean awaited;
};

enum
{
  MOVED,
  OPENED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftResultChoice, weft_result_choice, G_TYPE_OBJECT)

static guint
get_n_results (WeftResultChoice *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->selection));
}

static void
tell (WeftResultChoice *self)
{
  GObject *item = gtk_single_selection_get_selected_item (self->selection);

  if (g_set_object (&self->told, item) && item != NULL)
    g_signal_emit (self, signals[MOVED], 0, item, gtk_single_selection_get_selected (self->selection));
}

static void
on_items_changed (WeftResultChoice *self)
{
  /* Only who has chosen one is told that it is another now. */
  if (self->told != NULL && self->told != gtk_single_selection_get_selected_item (self->selection))
    tell (self);
}

/* Where a step leads. */
static guint
find_next (WeftResultChoice *self, int step)
{
  guint n = get_n_results (self);
  guint position = gtk_single_selection_get_selected (self->selection);

  if (position == GTK_INVALID_LIST_POSITION)
    return 0;
  if (self->wraps)
    return (position + n + step) % n;

  return step > 0 ? MIN (position + 1, n - 1) : position - MIN (position, 1);
}

/* Whether what @key would go to is not what was typed. */
static gboolean
must_wait (WeftResultChoice *self, int key)
{
  g_autoptr (GObject) item = NULL;

  if (!self->awaited)
    return FALSE;
  if (self->keys->len > 0 || get_n_results (self) == 0 || self->is_awaited == NULL)
    return TRUE;
  item = g_list_model_get_item (G_LIST_MODEL (self->selection),
                                key == 0 ? gtk_single_selection_get_selected (self->selection)
                                         : find_next (self, key));

  return item == NULL || self->is_awaited (item);
}

static void
act (WeftResultChoice *self, int key)
{
  GObject *item;

  if (get_n_results (self) == 0)
    return;
  if (key == 0)
    {
      if ((item = gtk_single_selection_get_selected_item (self->selection)) != NULL)
        g_signal_emit (self, signals[OPENED], 0, item);
      return;
    }

  gtk_single_selection_set_selected (self->selection, find_next (self, key));
  /* At the edge it is said once more: nothing lies beyond. */
  g_clear_object (&self->told);
  tell (self);
}

static void
press (WeftResultChoice *self, int key)
{
  if (!must_wait (self, key))
    act (self, key);
  else if (self->keys->len < KEYS_MAX)
    g_array_append_val (self->keys, key);
}

static void
weft_result_choice_dispose (GObject *object)
{
  WeftResultChoice *self = WEFT_RESULT_CHOICE (object);

  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  g_clear_object (&self->selection);
  g_clear_object (&self->told);

  G_OBJECT_CLASS (weft_result_choice_parent_class)->dispose (object);
}

static void
weft_result_choice_finalize (GObject *object)
{
  g_array_unref (WEFT_RESULT_CHOICE (object)->keys);

  G_OBJECT_CLASS (weft_result_choice_parent_class)->finalize (object);
}

static void
weft_result_choice_class_init (WeftResultChoiceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = weft_result_choice_dispose;
  object_class->finalize = weft_result_choice_finalize;

  signals[MOVED] = g_signal_new ("moved", WEFT_TYPE_RESULT_CHOICE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 2, G_TYPE_OBJECT, G_TYPE_UINT);
  signals[OPENED] = g_signal_new ("opened", WEFT_TYPE_RESULT_CHOICE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_OBJECT);
}

static void
weft_result_choice_init (WeftResultChoice *self)
{
  self->keys = g_array_new (FALSE, FALSE, sizeof (int));
}

WeftResultChoice *
weft_result_choice_new (GListModel *results, gboolean wraps, WeftResultAwaitedFunc is_awaited)
{
  WeftResultChoice *self;

  g_return_val_if_fail (G_IS_LIST_MODEL (results), NULL);

  self = g_object_new (WEFT_TYPE_RESULT_CHOICE, NULL);
  self->selection = gtk_single_selection_new (g_object_ref (results));
  self->wraps = wraps;
  self->is_awaited = is_awaited;
  g_signal_connect_swapped (self->selection, "items-changed", G_CALLBACK (on_items_changed), self);

  return self;
}

GtkSelectionModel *
weft_result_choice_get_selection (WeftResultChoice *self)
{
  g_return_val_if_fail (WEFT_IS_RESULT_CHOICE (self), NULL);

  return GTK_SELECTION_MODEL (self->selection);
}

void
weft_result_choice_begin (WeftResultChoice *self)
{
  g_return_if_fail (WEFT_IS_RESULT_CHOICE (self));

  self->awaited = TRUE;
  g_array_set_size (self->keys, 0);
  g_clear_object (&self->told);
  gtk_single_selection_set_selected (self->selection, 0);
}

void
weft_result_choice_answered (WeftResultChoice *self)
{
  g_autoptr (GObject) kept = NULL;

  g_return_if_fail (WEFT_IS_RESULT_CHOICE (self));

  if (!self->awaited)
    return;
  self->awaited = FALSE;
  if (self->told == NULL)
    gtk_single_selection_set_selected (self->selection, 0);

  /* The last of them may close all this. */
  kept = g_object_ref (G_OBJECT (self));
  while (self->keys->len > 0 && self->selection != NULL)
    {
      int key = g_array_index (self->keys, int, 0);

      g_array_remove_index (self->keys, 0);
      act (self, key);
    }
}

void
weft_result_choice_move (WeftResultChoice *self, int step)
{
  g_return_if_fail (WEFT_IS_RESULT_CHOICE (self));
  g_return_if_fail (step == 1 || step == -1);

  press (self, step);
}

void
weft_result_choice_open (WeftResultChoice *self)
{
  g_return_if_fail (WEFT_IS_RESULT_CHOICE (self));

  press (self, 0);
}
