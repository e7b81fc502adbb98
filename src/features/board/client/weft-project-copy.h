/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "features/board/client/weft-board.h"

G_BEGIN_DECLS

/** WeftProjectCopyChoice: what a copy of a project is called, and what comes with it; statuses with their rules, labels and fields always do. */
typedef struct
{
  const char *name;
  const char *unfinished; /* what it is called until it is whole */
  const char *code;
  gboolean members;
  gboolean views;         /* those which all share */
  gboolean templates;
  gboolean cards;         /* but not what is archived */
} WeftProjectCopyChoice;

#define WEFT_TYPE_PROJECT_COPY (weft_project_copy_get_type ())
G_DECLARE_FINAL_TYPE (WeftProjectCopy, weft_project_copy, WEFT, PROJECT_COPY, GObject)

/**
 * WeftProjectCopy:
 *
 * A project which is made once more, by operations like any others, some at a time: offline as well. Until it is whole it is archived and called otherwise. One that was
 * begun, and never came to its end, is gone on with by a copy of the same project under the same names: what is there is not made again.
 *
 * Signal: `progressed ()`.
 */
WeftProjectCopy *weft_project_copy_new (WeftBoard *board, const WeftProjectCopyChoice *choice);
/**
 * weft_project_copy_run: once.
 *
 * Resolves (to a string: the stream of the copy) when it is whole on this machine. Rejects with G_IO_ERROR_CANCELLED, or with why the server wants no such project; what
 * is there by then stays, and is archived.
 */
DexFuture *weft_project_copy_run (WeftProjectCopy *self) G_GNUC_WARN_UNUSED_RESULT;
void weft_project_copy_cancel (WeftProjectCopy *self);
/** weft_project_copy_get_progress: Returns: 0 to 1, of the cards. */
double weft_project_copy_get_progress (WeftProjectCopy *self);
/** weft_project_copy_get_begun: whether there is something of it. */
gboolean weft_project_copy_get_begun (WeftProjectCopy *self);

G_END_DECLS
