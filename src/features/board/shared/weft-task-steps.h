/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * Through which statuses a task went, and when: what figures are made of. In the task's row, so that they can be
 * drawn offline: "STATUS@MS STATUS@MS", the oldest first, which is the one it was made in.
 */

/** WEFT_TASK_STEPS_MAX: steps that are kept of one task: the first, and the newest. */
#define WEFT_TASK_STEPS_MAX 64

typedef struct
{
  char status[64]; /* an id */
  gint64 at;       /* ms */
} WeftTaskStep;

/** weft_task_steps_next: reads the first step of @steps, and puts @steps behind it. Returns: FALSE if there is none; what cannot be read is left out. */
gboolean weft_task_steps_next (const char **steps, WeftTaskStep *step);
/** weft_task_steps_parse: Returns: (transfer full) (element-type WeftTaskStep): what cannot be read of @steps (nullable) is left out. */
GArray *weft_task_steps_parse (const char *steps);
/** weft_task_steps_add: Returns: (transfer full): @steps (nullable), and that a task came into @status; the same if it is there. */
char *weft_task_steps_add (const char *steps, const char *status, gint64 at);

G_END_DECLS
