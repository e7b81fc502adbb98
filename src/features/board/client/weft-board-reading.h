/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "features/board/client/weft-project-field.h"
#include "features/board/client/weft-project-label.h"
#include "features/board/client/weft-project-status.h"
#include "sync/weft-replay.h"

G_BEGIN_DECLS

/** WeftBoardReading: a project as the store has it, or some of its tasks. */
typedef struct
{
  gboolean whole;      /* all of it: what is not here is gone; else only `tasks` */
  char *name;          /* (nullable): %NULL where there is no such project here */
  char *code;
  char *about;
  gboolean archived;
  char *role;          /* (nullable): one's own: "admin" */
  GPtrArray *statuses; /* of WeftStatusRecord, in order */
  GPtrArray *labels;   /* of WeftProjectLabel, by name */
  GPtrArray *fields;   /* of WeftProjectField */
  GPtrArray *tasks;    /* of WeftTaskRecord, in the order of their places in each status */
} WeftBoardReading;

GType weft_board_reading_get_type (void);

/** weft_board_reading_read: @ids: (nullable): of these tasks alone. Resolves to a boxed WeftBoardReading. */
DexFuture *weft_board_reading_read (WeftSync *sync, const char *stream, const char *const *ids) G_GNUC_WARN_UNUSED_RESULT;
/** weft_board_reading_read_past: the whole of it as it was at the version @seq. @texts: with hashes of descriptions. */
DexFuture *weft_board_reading_read_past (WeftReplay *replay, gint64 seq, const char *stream, gboolean texts) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
