/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "proto/weft-registry.h"
#include "store/weft-database.h"

G_BEGIN_DECLS

/**
 * WeftSearchFollower:
 *
 * Keeps the index behind the rows while a program runs: the thread that writes the rows only claims blocks
 * and writes what is ready (store/weft-search-work.h); a thread of the follower's own reads the rows and
 * makes the pages, by a connection which it opens when there is something to do and closes soon after.
 *
 * A burst is hardly touched: while rows are being written, only whole blocks are made; what is left follows
 * when it is quiet. The times are the caller's, µs of a clock that only goes forward.
 */
typedef struct _WeftSearchFollower WeftSearchFollower;

typedef struct
{
  /** Opens the connection to read by. Called in the follower's thread. */
  WeftDatabase *(*open) (gpointer user_data, GError **error);
  /** Something is ready: weft_search_follower_step() should be called, in the writer's thread. Called in the
   * follower's. */
  void (*ready) (gpointer user_data);
} WeftSearchFollowerFuncs;

/**
 * weft_search_follower_new:
 * @writer: the connection that writes the rows; outlives the follower
 * @worthwhile: rows for which it is worth to make a block when it is quiet; 16 times as many while rows are
 * written. %WEFT_SEARCH_WORTHWHILE, or fewer in a test
 * @funcs: (nullable): NULL: without a thread, all is done by @writer
 */
WeftSearchFollower *weft_search_follower_new (WeftDatabase *writer,
                                              WeftRegistry *registry,
                                              guint worthwhile,
                                              const WeftSearchFollowerFuncs *funcs,
                                              gpointer user_data);

/** weft_search_follower_free: waits for the block that is being made, which is lost; neither function is
 * called any more. */
void weft_search_follower_free (WeftSearchFollower *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftSearchFollower, weft_search_follower_free)

/** weft_search_follower_wrote: rows were written, or may have been by somebody before. */
void weft_search_follower_wrote (WeftSearchFollower *self, gint64 now);

/** weft_search_follower_get_due: when weft_search_follower_step() should be called; 0: at once; G_MAXINT64:
 * when ready() or more rows come. */
gint64 weft_search_follower_get_due (WeftSearchFollower *self);

/** weft_search_follower_step: does what is next, in a transaction of its own. */
gboolean weft_search_follower_step (WeftSearchFollower *self, gint64 now, GError **error);

G_END_DECLS
