/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "features/board/client/weft-task.h"

G_BEGIN_DECLS

/** weft_repeat_describe: @recurrence: as in a task's record; @due_at: ms. Returns: (transfer full): "Every week on Monday, after it is done". */
char *weft_repeat_describe (const char *recurrence, gint64 due_at);

/** weft_repeat_describe_next: Returns: (transfer full) (nullable): when it comes again if it is done at @now (ms), "Mon 30"; %NULL: it does not. */
char *weft_repeat_describe_next (const char *recurrence, gint64 due_at, gint64 now);

/** weft_repeat_say: Returns: (transfer full) (nullable): of a card, spoken: "comes again Mon 30"; %NULL: it does not repeat. */
char *weft_repeat_say (const WeftTaskRecord *record);

G_END_DECLS
