/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-server-module.h"

G_BEGIN_DECLS

/* When a guest's time is over: a job shuts them out as an administrator would, so that everything follows which follows from that. */

/** weft_guest_end_react_limited: a date was said, or none any more. */
gboolean weft_guest_end_react_limited (WeftHandling *handling, const char *stream, gconstpointer args, GError **error);
/** weft_guest_end_clear: @person is no guest any more, or was let in again when their time was over: no date holds. */
gboolean weft_guest_end_clear (WeftHandling *handling, const char *person, gint64 over_at, GError **error);

G_END_DECLS
