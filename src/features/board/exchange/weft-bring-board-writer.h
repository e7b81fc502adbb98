/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "exchange/weft-bring-queue.h"
#include "features/board/exchange/weft-bring-board.h"

G_BEGIN_DECLS

/** WeftBringBoardOutcome: what is here now, of what was brought by this run. */
typedef struct
{
  guint64 tasks;
  guint64 tasks_before; /* which an earlier run had brought: they are people's now, and stay as they are */
  guint64 comments;
} WeftBringBoardOutcome;

/**
 * weft_bring_board_writer_run:
 * @error: %WEFT_ERROR_UNAVAILABLE where the server is not reached any more: the next run goes on
 *
 * Makes the project and all that is in it, by operations like any others: what the server refuses is reported. In a fiber, online. Progress is told of "card"s and "comment"s.
 */
gboolean weft_bring_board_writer_run (const WeftBringTarget *target, WeftBringBoard *board, WeftBringBoardOutcome *outcome, GError **error);

G_END_DECLS
