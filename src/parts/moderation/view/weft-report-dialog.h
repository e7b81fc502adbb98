/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "sync/weft-sync.h"

G_BEGIN_DECLS

/**
 * weft_report_dialog_new:
 * @author: by what name it goes
 * @text: what it says
 * @report: (nullable): the person's own report of it that nobody has decided yet, see weft_reports_find()
 *
 * Asks why a message is reported, and says who will read it. If the person has reported it already, it offers to take that back.
 */
AdwDialog *weft_report_dialog_new (WeftSync *sync, const char *stream, const char *message, const char *author, const char *text, const char *report);

G_END_DECLS
