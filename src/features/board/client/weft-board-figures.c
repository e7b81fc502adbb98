/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-board"

#include "config.h"

#include "features/board/client/weft-board-figures.h"

#include "base/weft-clock.h"
#include "features/board/client/weft-figures-reading.h"
#include "features/board/shared/weft-board-module.h"
#include "parts/ranks/shared/weft-ranks-module.h"

#define REST 250      /* ms between two counts: a move is seen at once, a thousand of them do not keep a core busy */
#define AT_LEAST 3600 /* s: so often they are counted anyway: things grow older, and a day may have begun */

struct _WeftBoardFigures
{
  GObject parent_instance;

  WeftSync *sync;
  char *stream;
  WeftFiguresChoice choice;
  WeftFigures *figures; /* (nullable) */
  char *error;          /* (nullable) */
  gboolean watched;
  gboolean stale;
  gboolean reading;
  guint rest;           /* source: nothing is read until then */
  guint tomorrow;       /* source */
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftBoardFigures, weft_board_figures, G_TYPE_OBJECT)

static void read_again (WeftBoardFigures *self);

static gboolean
on_rested (gpointer data)
{
  WeftBoardFigures *self = data;

  self->rest = 0;
  read_again (self);
  return G_SOURCE_REMOVE;
}

static gboolean
on_tomorrow (gpointer data)
{
  WeftBoardFigures *self = data;

  self->tomorrow = 0;
  self->stale = TRUE;
  read_again (self);
  return G_SOURCE_REMOVE;
}

static void
await_tomorrow (WeftBoardFigures *self)
{
  gint64 left = self->figures->days->starts[self->figures->days->n] - weft_clock_now (weft_clock_get_system ());

  g_clear_handle_id (&self->tomorrow, g_source_remove);
  self->tomorrow = g_timeout_add_seconds ((guint) CLAMP (left / 1000 + 1, 1, AT_LEAST), on_tomorrow, self);
}

static DexFuture *
on_read (DexFuture *future, gpointer user_data)
{
  WeftBoardFigures *self = user_data;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  self->reading = FALSE;
  if (self->sync == NULL)
    return dex_future_new_for_boolean (TRUE);

  if (value != NULL)
    {
      g_clear_pointer (&self->figures, weft_figures_unref);
      self->figures = g_value_dup_boxed (value);
      g_clear_pointer (&self->error, g_free);
    }
  else
    g_set_str (&self->error, error->message);
  if (self->watched && self->figures != NULL)
    await_tomorrow (self);
  self->rest = g_timeout_add (REST, on_rested, self);
  g_signal_emit (self, signals[CHANGED], 0);
  return dex_future_new_for_boolean (TRUE);
}

static void
read_again (WeftBoardFigures *self)
{
  if (!self->watched || !self->stale || self->reading || self->rest != 0 || self->sync == NULL)
    return;

  self->stale = FALSE;
  self->reading = TRUE;
  dex_future_disown (
      dex_future_finally (weft_figures_reading_read (self->sync, self->stream, &self->choice), on_read, g_object_ref (self), g_object_unref));
}

static void
on_changed (WeftSync *sync, WeftChanges *changes, WeftBoardFigures *self)
{
  for (guint i = 0; i < weft_changes_get_n (changes) && !self->stale; i++)
    {
      const WeftChange *change = weft_changes_get (changes, i);

      self->stale = g_str_equal (change->stream, self->stream)
                    && (change->table == &weft_board_task_table || change->table == &weft_board_project_status_table
                        || change->table == &weft_ranks_entry_table);
    }
  read_again (self);
}

static void
weft_board_figures_dispose (GObject *object)
{
  WeftBoardFigures *self = WEFT_BOARD_FIGURES (object);

  g_clear_handle_id (&self->rest, g_source_remove);
  g_clear_handle_id (&self->tomorrow, g_source_remove);
  g_clear_object (&self->sync);

  G_OBJECT_CLASS (weft_board_figures_parent_class)->dispose (object);
}

static void
weft_board_figures_finalize (GObject *object)
{
  WeftBoardFigures *self = WEFT_BOARD_FIGURES (object);

  g_clear_pointer (&self->figures, weft_figures_unref);
  g_free (self->error);
  g_free (self->stream);

  G_OBJECT_CLASS (weft_board_figures_parent_class)->finalize (object);
}

static void
weft_board_figures_class_init (WeftBoardFiguresClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = weft_board_figures_dispose;
  object_class->finalize = weft_board_figures_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
weft_board_figures_init (WeftBoardFigures *self)
{
  /* The same seed for everybody and always: of the same log everybody is told the same days, today and when they look again. */
  self->choice = (WeftFiguresChoice) { .weeks = 8, .measure = WEFT_FIGURES_TASKS, .ahead = 28, .seed = 1 };
  self->stale = TRUE;
}

WeftBoardFigures *
weft_board_figures_new (WeftSync *sync, const char *stream)
{
  WeftBoardFigures *self;

  g_return_val_if_fail (WEFT_IS_SYNC (sync) && stream != NULL, NULL);

  self = g_object_new (WEFT_TYPE_BOARD_FIGURES, NULL);
  self->sync = g_object_ref (sync);
  self->stream = g_strdup (stream);
  g_signal_connect_object (sync, "changed", G_CALLBACK (on_changed), self, G_CONNECT_DEFAULT);
  return self;
}

void
weft_board_figures_set_watched (WeftBoardFigures *self, gboolean watched)
{
  g_return_if_fail (WEFT_IS_BOARD_FIGURES (self));

  if (self->watched == watched)
    return;
  self->watched = watched;
  g_clear_handle_id (&self->tomorrow, g_source_remove);
  /* It may be another day. */
  self->stale |= watched;
  read_again (self);
}

void
weft_board_figures_set_choice (WeftBoardFigures *self, const WeftFiguresChoice *choice)
{
  g_return_if_fail (WEFT_IS_BOARD_FIGURES (self) && choice != NULL);

  self->choice = *choice;
  self->stale = TRUE;
  /* A person waits for it. */
  g_clear_handle_id (&self->rest, g_source_remove);
  read_again (self);
}

const WeftFiguresChoice *
weft_board_figures_get_choice (WeftBoardFigures *self)
{
  g_return_val_if_fail (WEFT_IS_BOARD_FIGURES (self), NULL);
  return &self->choice;
}

const WeftFigures *
weft_board_figures_get (WeftBoardFigures *self)
{
  g_return_val_if_fail (WEFT_IS_BOARD_FIGURES (self), NULL);
  return self->figures;
}

const char *
weft_board_figures_get_error (WeftBoardFigures *self)
{
  g_return_val_if_fail (WEFT_IS_BOARD_FIGURES (self), NULL);
  return self->error;
}
