/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "proto/weft-position.h"
#include "store/weft-database.h"
#include "store/weft-plan.h"
#include "store/weft-step.h"

G_BEGIN_DECLS

/** WEFT_UNDO_MAX: things that can be undone, and that can be done again. */
#define WEFT_UNDO_MAX 100

/** WeftUndoStack: as stored in `undo.stack`. */
typedef enum
{
  WEFT_UNDO_NONE = -1, /* leaves no trace */
  WEFT_UNDO_BACK,      /* undo */
  WEFT_UNDO_FORTH,     /* redo */
} WeftUndoStack;

/** WeftUndoStep: what takes back one operation of the outbox. */
typedef struct
{
  char *stream;
  char *op;
  char *args; /* JSON object */
  char *why;  /* (nullable): why nothing does */
} WeftUndoStep;

void weft_undo_step_free (WeftUndoStep *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftUndoStep, weft_undo_step_free)

/**
 * WeftUndoing:
 *
 * Notes, while an operation is predicted, what takes it back: its inverse with the values that were there
 * before, based on those it left behind, so that whatever others do in between stands in the way or is kept.
 */
typedef struct _WeftUndoing WeftUndoing;

/** weft_undoing_new: @at: (nullable): where @stream stands, if all there is in its rows is confirmed: what was erased before is not among the
 * old values, and the inverse's base says so (`at`). */
WeftUndoing *weft_undoing_new (WeftRegistry *registry, const char *stream, const char *author, const WeftPosition *at);
void weft_undoing_free (WeftUndoing *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftUndoing, weft_undoing_free)

/** weft_undoing_begin: @step is about to be predicted; the rows are as before. */
gboolean weft_undoing_begin (WeftUndoing *self, WeftStep *step, WeftDatabase *database, GError **error);
/** weft_undoing_plan: @plan is that of the step, which may say what else it takes. */
void weft_undoing_plan (WeftUndoing *self, WeftPlan *plan);
/** weft_undoing_end: it has been; the rows are as after. */
gboolean weft_undoing_end (WeftUndoing *self, WeftDatabase *database, GError **error);

/** weft_undoing_get_step: Returns: (nullable): what takes back the @index-th step that can be: {"op",
 * "args"}. */
const char *weft_undoing_get_step (WeftUndoing *self, guint index);

/**
 * weft_undoing_push:
 * @entry: the operation which it takes back
 * @group: operations of one group are taken back together
 *
 * Puts what was noted onto a stack, whose oldest groups make room. An operation that a person does empties
 * the other one: what was undone before cannot be done again after it.
 */
gboolean weft_undoing_push (WeftUndoing *self,
                            WeftDatabase *database,
                            WeftUndoStack stack,
                            gboolean done_anew,
                            const char *entry,
                            const char *group,
                            GError **error);

/** weft_undo_pop: takes the newest group off @stack. Returns: (transfer full) (element-type WeftUndoStep): in
 * the order to be run; empty if there is none. */
GPtrArray *weft_undo_pop (WeftDatabase *database, WeftUndoStack stack, GError **error);
/** weft_undo_forget: operation @entry did not happen. */
gboolean weft_undo_forget (WeftDatabase *database, const char *entry, GError **error);
/** weft_undo_forget_rows: the content of @rows (a line each, table:key) of @stream was erased: what would bring it back goes too. */
gboolean weft_undo_forget_rows (WeftDatabase *database, const char *stream, const char *rows, GError **error);
/** weft_undo_forget_empty: the rows of @stream came anew: forgets what would bring content back of which they hold none. A row that is not there says so too,
 * unless its operation may still be on its way. */
gboolean weft_undo_forget_empty (WeftDatabase *database, WeftRegistry *registry, const char *stream, GError **error);
/** weft_undo_forget_stream: what was done there is nobody's to take back any more. */
gboolean weft_undo_forget_stream (WeftDatabase *database, const char *stream, GError **error);

G_END_DECLS
