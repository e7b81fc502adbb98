/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-engine.h"
#include "serve/weft-fetch.h"

G_BEGIN_DECLS

/**
 * WeftErrand:
 *
 * What a module does outside the server before the operation of one of its jobs runs (WeftServerErrand), on a
 * worker thread: it may read, write tables of its module by weft_engine_call(), and fetch. It may be done
 * more than once where a server ends in the middle of it: what it says outside has the same id each time,
 * get_id().
 */
WeftEngine *weft_errand_get_engine (WeftErrand *self);
/** weft_errand_get_id: Returns: (transfer none): of this errand, the same in every attempt. */
const char *weft_errand_get_id (WeftErrand *self);
const char *weft_errand_get_stream (WeftErrand *self);
/** weft_errand_get_age: Returns: ms since it was due. */
gint64 weft_errand_get_age (WeftErrand *self);
/** weft_errand_fetch: see weft_fetch_run(). */
gboolean weft_errand_fetch (WeftErrand *self, const WeftFetch *fetch, WeftFetched *fetched, GError **error);

/** weft_errand_dup_scratch: Returns: (transfer full): where a file may be written on the way; who does takes it away, or the next start of the server. */
char *weft_errand_dup_scratch (WeftErrand *self);
/**
 * weft_errand_keep_file:
 * @path: a complete file at weft_errand_dup_scratch(), which it is not any more
 * @hash: (out): by which an event may name it; within %WEFT_BLOBS_GRACE, see weft_handling_claim_file()
 * @size: (out): bytes
 *
 * Stores a file as the server's own.
 */
gboolean weft_errand_keep_file (WeftErrand *self, const char *path, char **hash, gint64 *size, GError **error);

G_END_DECLS
