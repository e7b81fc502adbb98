/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-errand.h"

G_BEGIN_DECLS

/* Telling programs what people write: a signed POST for each message, in order, until it was taken.
 * docs/server.md has its form. */

/** WEFT_TELLER_PATIENCE: ms for which a program that does not listen is tried; then it is told nothing any
 * more. */
#define WEFT_TELLER_PATIENCE (G_GINT64_CONSTANT (24) * 3600 * 1000)

/** weft_teller_handle_add: and the like: the server's halves of the operations. */
gboolean weft_teller_handle_add (WeftHandling *handling, gconstpointer args, GError **error);
gboolean weft_teller_handle_remove (WeftHandling *handling, gconstpointer args, GError **error);
gboolean weft_teller_handle_tell (WeftHandling *handling, gconstpointer args, GError **error);

/** weft_teller_on_message_sent: a reaction: each of the stream's tellers gets a job. */
gboolean
weft_teller_on_message_sent (WeftHandling *handling, const char *stream, gconstpointer args, GError **error);
gboolean
weft_teller_on_poll_opened (WeftHandling *handling, const char *stream, gconstpointer args, GError **error);
gboolean
weft_teller_on_asked (WeftHandling *handling, const char *stream, gconstpointer args, GError **error);
gboolean
weft_teller_on_replied (WeftHandling *handling, const char *stream, gconstpointer args, GError **error);
gboolean
weft_teller_on_reply_asked (WeftHandling *handling, const char *stream, gconstpointer args, GError **error);

/** weft_teller_run: the errand of such a job. */
gboolean weft_teller_run (WeftErrand *errand, gconstpointer args, GError **error);

/** weft_teller_sign: Returns: (transfer full): "v1=" and the HMAC-SHA256 by @key of "@timestamp.@body", in
 * hexadecimal. */
char *weft_teller_sign (const char *key, gint64 timestamp, const char *body);

G_END_DECLS
