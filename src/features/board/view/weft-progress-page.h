/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define WEFT_TYPE_PROGRESS_PAGE (weft_progress_page_get_type ())
G_DECLARE_FINAL_TYPE (WeftProgressPage, weft_progress_page, WEFT, PROGRESS_PAGE, GtkBox)

/**
 * WeftProgressPage:
 *
 * How far a project is on its way here, in a dialog which may be closed meanwhile: it stays archived then, and is gone on with.
 */

/** weft_progress_page_begin: @title: what is done; spoken. */
void weft_progress_page_begin (WeftProgressPage *self, const char *title);
/** weft_progress_page_set: @fraction: 0 to 1 */
void weft_progress_page_set (WeftProgressPage *self, double fraction);

G_END_DECLS
