/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** WeftTaskLink: what a task has to do with another one, in the order in which people are told. */
typedef enum
{
  WEFT_TASK_PART_OF,
  WEFT_TASK_HAS_PART,
  WEFT_TASK_WAITS_FOR,
  WEFT_TASK_BLOCKS,
  WEFT_TASK_RELATED_TO,
  WEFT_TASK_DUPLICATE_OF,
  WEFT_TASK_HAS_DUPLICATE,
} WeftTaskLink;

#define WEFT_N_TASK_LINKS (WEFT_TASK_HAS_DUPLICATE + 1)

/** weft_task_link_reverse: what the other one then has to do with the first. */
static inline WeftTaskLink
weft_task_link_reverse (WeftTaskLink link)
{
  static const WeftTaskLink reverse[] = { WEFT_TASK_HAS_PART,   WEFT_TASK_PART_OF,       WEFT_TASK_BLOCKS,       WEFT_TASK_WAITS_FOR,
                                          WEFT_TASK_RELATED_TO, WEFT_TASK_HAS_DUPLICATE, WEFT_TASK_DUPLICATE_OF };

  return reverse[link];
}

G_END_DECLS
