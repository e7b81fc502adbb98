/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "proto/weft-registry.h"
#include "store/weft-database.h"

G_BEGIN_DECLS

/** WeftRecalled: what is still known of a row's text. */
typedef struct
{
  char *text;      /* (nullable): as it was said last; NULL: nothing keeps it */
  char *by;        /* (nullable): who made the newest event about the row; NULL if the log has none */
  gboolean erased; /* it was erased */
} WeftRecalled;

void weft_recalled_clear (WeftRecalled *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WeftRecalled, weft_recalled_clear)

/**
 * weft_recall:
 * @row: as weft_event_dup_row() names it
 * @field: of events about it, called as its column is
 *
 * Looks for the last value of a text, which the row itself may not hold any more: in the log, and behind its floor in the baseline. Reads
 * only what is about the row.
 */
gboolean weft_recall (WeftDatabase *database, WeftRegistry *registry, const char *stream, const char *row, const char *field, WeftRecalled *recalled, GError **error);

G_END_DECLS
