/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The reason of a close frame (RFC 6455, section 5.5.1) which says when to come back, as HTTP's Retry-After does (RFC 9110, section
 * 10.2.3): "too many frames; Retry-After: 10". */

/** weft_close_reason_new: @ms: rounded up to seconds. Returns: (transfer full). */
char *weft_close_reason_new (const char *text, gint64 ms);
/** weft_close_reason_get_retry_after: @reason: (nullable). Returns: ms, 0 if it says nothing of the kind, at most an hour. */
guint weft_close_reason_get_retry_after (const char *reason);

G_END_DECLS
