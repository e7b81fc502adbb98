/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "sync/weft-sync.h"
#include "ui/weft-cards.h"

G_BEGIN_DECLS

#define WEFT_TYPE_REPORTS_VIEW (weft_reports_view_get_type ())
G_DECLARE_FINAL_TYPE (WeftReportsView, weft_reports_view, WEFT, REPORTS_VIEW, AdwBin)

/**
 * WeftReportsView:
 *
 * The reports that wait for a decision, or those that were decided, as a list of WeftReportRow. Enter opens where the message stands (`win.open-link`).
 *
 * Actions: `reports.dismiss`, `reports.delete` (also by Delete on the row), `reports.remove`, `reports.suspend`, `reports.reopen`, each with the id of a case.
 *
 * Signals: `decided (char *said, char *id)`: something was decided, which can be taken back, or (id "") could not be; `opened ()`: a message was followed.
 */
WeftReportsView *weft_reports_view_new (WeftSync *sync, WeftCards *cards, gboolean decided);

/** weft_reports_view_reopen: takes a decision back. */
void weft_reports_view_reopen (WeftReportsView *self, const char *id);

/** weft_reports_view_get_n: how many there are. */
guint weft_reports_view_get_n (WeftReportsView *self);
/** weft_reports_view_get_list: Returns: (transfer none): the cases. */
GListModel *weft_reports_view_get_list (WeftReportsView *self);

G_END_DECLS
