/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-handling.h"

G_BEGIN_DECLS

/* The server's half of messages which are sent at a time. Two jobs each: one sends it as its author, with their rights of that moment; the other
 * comes after it and tells the author why it was not, if so. */

gboolean weft_scheduled_sending_send (WeftHandling *handling, gconstpointer args, GError **error);
gboolean weft_scheduled_sending_refuse (WeftHandling *handling, gconstpointer args, GError **error);

/* Reactions. */
gboolean weft_scheduled_sending_on_scheduled (WeftHandling *handling, const char *stream, gconstpointer args, GError **error);
gboolean weft_scheduled_sending_on_changed (WeftHandling *handling, const char *stream, gconstpointer args, GError **error);
gboolean weft_scheduled_sending_on_unscheduled (WeftHandling *handling, const char *stream, gconstpointer args, GError **error);
gboolean weft_scheduled_sending_on_sent (WeftHandling *handling, const char *stream, gconstpointer args, GError **error);

G_END_DECLS
