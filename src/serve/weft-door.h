/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "serve/weft-limits.h"
#include "serve/weft-poller.h"
#include "serve/weft-tls.h"
#include "serve/weft-upgrade.h"
#include "serve/weft-wire.h"

G_BEGIN_DECLS

/**
 * WeftDoor:
 *
 * Where everybody comes in: accepts connections on the poller's threads, agrees on TLS with them and waits for the head of the first request. Whoever asks for a
 * WebSocket in the plainest way gets it there and then; all else goes to the HTTP server, with every byte that came. What a stranger can take before they have asked is bounded: in time
 * (weft-limits.h), in bytes (%WEFT_UPGRADE_HEAD_MAX), and in number: over it, and when somebody had to be turned away, who has waited longest is let go.
 */
typedef struct _WeftDoor WeftDoor;

typedef struct
{
  /** admit: any of the poller's threads. Returns: whether a connection with this descriptor may come at all. */
  gboolean (*admit) (int fd, gpointer user_data);
  /** upgrade: the same. Returns: FALSE, with @wire as it was, if the HTTP server shall answer. */
  gboolean (*upgrade) (const WeftUpgrade *asked, GSocketAddress *remote, WeftWire *wire, gpointer user_data);
  /** other: on the thread that made the door. @wire: (transfer full). */
  void (*other) (WeftWire *wire, GSocketAddress *local, GSocketAddress *remote, gpointer user_data);
} WeftDoorHandler;

/**
 * weft_door_new:
 * @poller: is freed before what @handler needs is
 * @n_max: so many may be on their way in at once
 */
WeftDoor *weft_door_new (WeftPoller *poller, const WeftLimits *limits, guint n_max, const WeftDoorHandler *handler, gpointer user_data);
/** weft_door_free: closes it; nothing is called any more on the thread that made it, and once the poller is freed on no other. */
void weft_door_free (WeftDoor *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftDoor, weft_door_free)

/** weft_door_open: @socket: listens already. @tls: (nullable): outlives the door. */
void weft_door_open (WeftDoor *self, GSocket *socket, WeftTls *tls);
/** weft_door_close: nobody new; who is on the way in is let go. The sockets are closed a moment later, if nobody else holds them. */
void weft_door_close (WeftDoor *self);

G_END_DECLS
