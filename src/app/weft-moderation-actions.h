/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/weft-window.h"

G_BEGIN_DECLS

/** weft_moderation_actions_add: `win.report-message` with (stream, message, author, text), for everybody; `win.moderation`, for administrators. */
void weft_moderation_actions_add (WeftWindow *window);

/** weft_moderation_actions_open_link: Returns: whether @link is a report, which is shown where they are. */
gboolean weft_moderation_actions_open_link (WeftWindow *window, const char *link);

G_END_DECLS
