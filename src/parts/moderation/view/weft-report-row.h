/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "parts/moderation/client/weft-report-case.h"
#include "ui/weft-cards.h"

G_BEGIN_DECLS

#define WEFT_TYPE_REPORT_ROW (weft_report_row_get_type ())
G_DECLARE_FINAL_TYPE (WeftReportRow, weft_report_row, WEFT, REPORT_ROW, AdwBin)

/**
 * WeftReportRow:
 *
 * One reported message: who said what and where, who reported it and why, and what can be done. Its buttons activate `reports.dismiss`, `reports.delete`,
 * `reports.remove`, `reports.suspend` and `reports.reopen` with the id of the case.
 *
 * Signals: `spoken-changed ()`
 */
GtkWidget *weft_report_row_new (void);

/** weft_report_row_set_case: @about: (nullable); @cards: (nullable): knows the place. */
void weft_report_row_set_case (WeftReportRow *self, WeftReportCase *about, WeftCards *cards);
WeftReportCase *weft_report_row_get_case (WeftReportRow *self);

/** weft_report_row_dup_spoken: Returns: (transfer full): the row as one sentence. */
char *weft_report_row_dup_spoken (WeftReportRow *self);

G_END_DECLS
