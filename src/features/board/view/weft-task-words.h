/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "features/board/client/weft-task.h"

G_BEGIN_DECLS

/* What tasks say of themselves, in the person's language. */

/** weft_priority_get_label: Returns: (transfer none): "High". */
const char *weft_priority_get_label (WeftPriority priority);
/** weft_priority_get_icon: Returns: (transfer none) (nullable): %NULL: none is shown. */
const char *weft_priority_get_icon (WeftPriority priority);

/** WeftDueState: how near it is. */
typedef enum
{
  WEFT_DUE_LATER,
  WEFT_DUE_SOON, /* today or tomorrow */
  WEFT_DUE_OVER,
} WeftDueState;

/**
 * weft_due_describe:
 * @due_at: ms; midnight in UTC is that day, everywhere
 * @now: ms
 * @zone: the person's
 * @state: (out)
 *
 * Returns: (transfer full): "Today", "Tue 24", "24 Nov 2027"
 */
char *weft_due_describe (gint64 due_at, gint64 now, GTimeZone *zone, WeftDueState *state);

G_END_DECLS
