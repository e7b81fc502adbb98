/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-server-module.h"

G_BEGIN_DECLS

/*
 * Polls. A secret vote stands on its person's own stream, which nobody else reads; a job counts all of them, as nobody, some seconds later, so that votes which come
 * together are told together.
 */

gboolean weft_polling_vote_secretly (WeftHandling *handling, gconstpointer args, GError **error);
gboolean weft_polling_count_votes (WeftHandling *handling, gconstpointer args, GError **error);
/** weft_polling_on_opened: one that ends at a time gets a job for that. */
gboolean weft_polling_on_opened (WeftHandling *handling, const char *stream, gconstpointer args, GError **error);
gboolean weft_polling_on_closed (WeftHandling *handling, const char *stream, gconstpointer args, GError **error);
gboolean weft_polling_on_deleted (WeftHandling *handling, const char *stream, gconstpointer args, GError **error);

G_END_DECLS
