/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-watch.h"

G_BEGIN_DECLS

/**
 * WeftPoller:
 *
 * Some threads, each with an epoll set of its own, which accept connections and move their bytes. GLib's main loop walks every descriptor on each
 * turn, which ten thousand connections do not bear.
 */
typedef struct _WeftPoller WeftPoller;

WeftPoller *weft_poller_new (guint n_threads);
/** weft_poller_free: finishes all that it watches at once and joins the threads. */
void weft_poller_free (WeftPoller *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftPoller, weft_poller_free)

/**
 * weft_poller_add: gives @watch to one of the threads, the calling one if it is one of them. The thread keeps a reference until it is over, and handles it
 * soon, without events.
 */
void weft_poller_add (WeftPoller *self, WeftWatch *watch);
guint weft_poller_get_n_threads (WeftPoller *self);
/** weft_poller_add_to: the same, to thread @index. */
void weft_poller_add_to (WeftPoller *self, guint index, WeftWatch *watch);

/** weft_poller_hold: until weft_poller_release() threads which sleep are not told of wakes: one for many. Any thread; may be nested. */
void weft_poller_hold (WeftPoller *self);
void weft_poller_release (WeftPoller *self);

/** _weft_poller_thread_wake: asks the watch's thread to look at it; any thread. */
void _weft_poller_thread_wake (WeftPollerThread *thread, WeftWatch *watch);

G_END_DECLS
