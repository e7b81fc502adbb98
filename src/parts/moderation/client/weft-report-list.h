/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parts/moderation/client/weft-report-case.h"
#include "sync/weft-item-list.h"
#include "sync/weft-sync.h"

G_BEGIN_DECLS

#define WEFT_TYPE_REPORT_LIST (weft_report_list_get_type ())
G_DECLARE_FINAL_TYPE (WeftReportList, weft_report_list, WEFT, REPORT_LIST, WeftItemList)

#define WEFT_REPORT_LIST_MAX 500 /* cases */

/**
 * WeftReportList:
 *
 * The cases that wait for a decision, the oldest first, or those that were decided, the newest first: a GListModel of WeftReportCase. Empty for
 * whoever does not administer the workspace.
 */
WeftReportList *weft_report_list_new (WeftSync *sync, gboolean decided);

G_END_DECLS
