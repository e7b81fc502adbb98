/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/weft-sync.h"

G_BEGIN_DECLS

#define WEFT_TYPE_TASK_ABOUT (weft_task_about_get_type ())
G_DECLARE_FINAL_TYPE (WeftTaskAbout, weft_task_about, WEFT, TASK_ABOUT, GObject)

/**
 * WeftTaskAbout:
 *
 * The description of one task, for who has it open: a board holds none of them. Follows what others write.
 *
 * Property, notified: `text` (Markdown; %NULL until it has been read).
 */
WeftTaskAbout *weft_task_about_new (WeftSync *sync, const char *stream, const char *id);
/** weft_task_about_get_text: Returns: (transfer none) (nullable) */
const char *weft_task_about_get_text (WeftTaskAbout *self);

G_END_DECLS
