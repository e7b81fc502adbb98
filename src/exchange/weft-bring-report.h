/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * WeftBringReport:
 *
 * What of another program's export does not come here, each thing with the reason: counted for people, and
 * one by one in a file. Memory does not grow with it.
 */
typedef struct _WeftBringReport WeftBringReport;

/** weft_bring_report_new: @path: (nullable): a JSON file, which is there only once weft_bring_report_finish()
 * was called. */
WeftBringReport *weft_bring_report_new (const char *path, GError **error);
void weft_bring_report_free (WeftBringReport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftBringReport, weft_bring_report_free)

/**
 * weft_bring_report_add:
 * @reason: of what kind it is, and why it does not come; a literal, or few of them: they are counted
 * @where: which one
 */
void weft_bring_report_add (WeftBringReport *self, const char *reason, const char *where);
void weft_bring_report_addf (WeftBringReport *self, const char *reason, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

guint64 weft_bring_report_get_n (WeftBringReport *self);

/** WeftBringReportFunc: @reason: as it was added; @n: how many; @examples: (element-type utf8): the first of them, at most three. */
typedef void (*WeftBringReportFunc) (const char *reason, guint64 n, GPtrArray *examples, gpointer user_data);
/** weft_bring_report_each: each reason, as they came. */
void weft_bring_report_each (WeftBringReport *self, WeftBringReportFunc func, gpointer user_data);

/** weft_bring_report_finish: @summary: JSON members ("\"rooms\":3") which stand before the list. */
gboolean weft_bring_report_finish (WeftBringReport *self, const char *summary, GError **error);

G_END_DECLS
