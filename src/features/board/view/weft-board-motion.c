/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-board"

#include "config.h"

#include "features/board/view/weft-board-motion.h"

#include <adwaita.h>

#define MOST 12 /* cards at once: what happens to more of them nobody can follow */

/** Spot: how a card that is seen was. */
typedef struct
{
  float x; /* px, above all columns */
  float y;
  guint version;
  char *status;
  char *rank;
} Spot;

struct _WeftBoardMotion
{
  GObject parent_instance;

  WeftBoard *board;
  GPtrArray *cells;         /* (nullable): of WeftBoardCell: those of the view */
  WeftCardFlights *flights;
  GHashTable *spots;        /* (nullable): id → Spot: while the board tells */
  char **excused;           /* (nullable) */
  guint n_shown;            /* in this telling */
  guint n_submitted;        /* when it was told last */
};

G_DEFINE_FINAL_TYPE (WeftBoardMotion, weft_board_motion, G_TYPE_OBJECT)

static void
spot_free (Spot *spot)
{
  g_free (spot->status);
  g_free (spot->rank);
  g_free (spot);
}

static void
note (WeftTaskRow *row, const graphene_rect_t *bounds, gpointer user_data)
{
  WeftBoardMotion *self = user_data;
  WeftTask *task = weft_task_card_get_task (weft_task_row_get_card (row));
  const WeftTaskRecord *record = weft_task_get_record (task);
  Spot *spot;

  /* In lanes a card stands more than once. */
  if (g_hash_table_contains (self->spots, record->id))
    return;
  spot = g_new0 (Spot, 1);
  spot->x = bounds->origin.x;
  spot->y = bounds->origin.y;
  spot->version = weft_task_get_version (task);
  spot->status = g_strdup (record->status);
  spot->rank = g_strdup (record->rank);
  g_hash_table_insert (self->spots, g_strdup (record->id), spot);
}

static gboolean
can_show (WeftBoardMotion *self)
{
  return self->cells != NULL && gtk_widget_get_mapped (GTK_WIDGET (self->flights)) && adw_get_enable_animations (GTK_WIDGET (self->flights));
}

static gboolean
is_of_others (WeftBoardMotion *self)
{
  return self->n_submitted == weft_sync_get_n_submitted (weft_board_get_sync (self->board));
}

static void
on_telling (WeftBoardMotion *self)
{
  for (guint i = 0; self->cells != NULL && is_of_others (self) && i < self->cells->len; i++)
    weft_board_cell_hold (self->cells->pdata[i]);
  g_clear_pointer (&self->spots, g_hash_table_unref);
  if (!can_show (self))
    return;
  self->spots = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) spot_free);
  for (guint i = 0; i < self->cells->len; i++)
    weft_board_cell_each_seen (self->cells->pdata[i], GTK_WIDGET (self->flights), note, self);
}

static void
show (WeftTaskRow *row, gpointer user_data)
{
  WeftBoardMotion *self = user_data;
  WeftTask *task = weft_task_card_get_task (weft_task_row_get_card (row));
  const WeftTaskRecord *record = weft_task_get_record (task);
  const Spot *spot = g_hash_table_lookup (self->spots, record->id);

  if (spot == NULL || spot->version == weft_task_get_version (task) || self->n_shown >= MOST)
    return;
  self->n_shown++;
  if ((!g_str_equal (spot->status, record->status) || !g_str_equal (spot->rank, record->rank))
      && (self->excused == NULL || !g_strv_contains ((const char *const *) self->excused, record->id)))
    weft_card_flights_add (self->flights, row, spot->x, spot->y);
  /* What one does oneself one sees being done. */
  if (is_of_others (self))
    weft_task_row_tint (row);
}

static void
on_told (WeftBoardMotion *self)
{
  self->n_shown = 0;
  for (guint i = 0; self->spots != NULL && self->cells != NULL && i < self->cells->len; i++)
    weft_board_cell_each_row (self->cells->pdata[i], show, self);
  self->n_submitted = weft_sync_get_n_submitted (weft_board_get_sync (self->board));
  g_clear_pointer (&self->spots, g_hash_table_unref);
  g_clear_pointer (&self->excused, g_strfreev);
}

static void
weft_board_motion_dispose (GObject *object)
{
  WeftBoardMotion *self = WEFT_BOARD_MOTION (object);

  weft_board_motion_stop (self);
  g_clear_object (&self->board);
  g_clear_object (&self->flights);

  G_OBJECT_CLASS (weft_board_motion_parent_class)->dispose (object);
}

static void
weft_board_motion_class_init (WeftBoardMotionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_board_motion_dispose;
}

static void
weft_board_motion_init (WeftBoardMotion *self)
{
}

/* Public API */

WeftBoardMotion *
weft_board_motion_new (WeftBoard *board, GPtrArray *cells, WeftCardFlights *flights)
{
  WeftBoardMotion *self = g_object_new (WEFT_TYPE_BOARD_MOTION, NULL);

  self->board = g_object_ref (board);
  self->cells = g_ptr_array_ref (cells);
  self->flights = g_object_ref (flights);
  self->n_submitted = weft_sync_get_n_submitted (weft_board_get_sync (board));
  g_signal_connect_object (board, "telling", G_CALLBACK (on_telling), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (board, "told", G_CALLBACK (on_told), self, G_CONNECT_SWAPPED);
  return self;
}

void
weft_board_motion_excuse (WeftBoardMotion *self, const char *const *ids)
{
  g_return_if_fail (WEFT_IS_BOARD_MOTION (self));

  g_strfreev (self->excused);
  self->excused = g_strdupv ((char **) ids);
}

void
weft_board_motion_stop (WeftBoardMotion *self)
{
  g_return_if_fail (WEFT_IS_BOARD_MOTION (self));

  g_clear_pointer (&self->cells, g_ptr_array_unref);
  g_clear_pointer (&self->spots, g_hash_table_unref);
  g_clear_pointer (&self->excused, g_strfreev);
}
