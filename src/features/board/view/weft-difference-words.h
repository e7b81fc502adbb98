/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "features/board/client/weft-task-difference.h"
#include "parts/people/client/weft-people.h"

G_BEGIN_DECLS

/* What became of a card between two moments, in the person's language. */

/** weft_difference_kind_describe: Returns: (transfer full): "3 new". */
char *weft_difference_kind_describe (WeftDifferenceKind kind, guint n);
/** weft_difference_kind_get_label: Returns: (transfer none): "Moved": above such cards. */
const char *weft_difference_kind_get_label (WeftDifferenceKind kind);
/** weft_task_difference_describe: Returns: (transfer full): what changed, a line each: "To Do → Done". */
char *weft_task_difference_describe (WeftTaskDifference *difference, WeftPeople *people);

G_END_DECLS
