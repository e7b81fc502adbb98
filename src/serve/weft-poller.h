/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-connection.h"

G_BEGIN_DECLS

/**
 * WeftPoller:
 *
 * Some threads, each with an epoll set of its own, which move bytes for all connections. GLib's main loop walks every descriptor on each
 * turn, which ten thousand connections do not bear.
 */
WeftPoller *weft_poller_new (guint n_threads);
/** weft_poller_free: ends all connections at once and joins the threads. */
void weft_poller_free (WeftPoller *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftPoller, weft_poller_free)

/** weft_poller_add: gives @connection to one of the threads, which keeps a reference until it is over. */
void weft_poller_add (WeftPoller *self, WeftConnection *connection);
guint weft_poller_get_n_connections (WeftPoller *self);

/** _weft_poller_thread_wake: asks the connection's thread to look at it; any thread. */
void _weft_poller_thread_wake (WeftPollerThread *thread, WeftConnection *connection);

G_END_DECLS
