/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parts/moderation/client/weft-report-case.h"
#include "sync/weft-sync.h"

G_BEGIN_DECLS

#define WEFT_REPORT_NOTE_MAX 1000 /* characters */

/** weft_reports_file: tells the administrators of a message. Resolves when it is on disk. */
DexFuture *weft_reports_file (WeftSync *sync, const char *stream, const char *message, WeftReportReason reason, const char *note) G_GNUC_WARN_UNUSED_RESULT;
/** weft_reports_withdraw: @id: of a report of one's own */
DexFuture *weft_reports_withdraw (WeftSync *sync, const char *id) G_GNUC_WARN_UNUSED_RESULT;
/** weft_reports_find: Resolves to a string: the id of one's own report of the message that nobody has decided, "" if there is none. */
DexFuture *weft_reports_find (WeftSync *sync, const char *stream, const char *message) G_GNUC_WARN_UNUSED_RESULT;

/** weft_reports_decide: @decision: WeftReportDecision, 0: nothing is done. Resolves when the server has done it. */
DexFuture *weft_reports_decide (WeftSync *sync, const char *id, guint decision) G_GNUC_WARN_UNUSED_RESULT;
/** weft_reports_reopen: takes a decision back, and what was done by it. Resolves when the server has done it. */
DexFuture *weft_reports_reopen (WeftSync *sync, const char *id) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
