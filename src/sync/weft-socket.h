/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "proto/weft-frame.h"
#include "sync/weft-address.h"
#include "sync/weft-sync-state.h"
#include "sync/weft-transport-choice.h"

G_BEGIN_DECLS

/**
 * WeftSocket:
 *
 * Keeps a connection to the server: makes sure who answers, connects, notices when it is dead, and connects again with full-jitter back-off, at once
 * when the network is back; by whichever transport gets through (weft-transport-choice.h), and by a better one again when that does. Lives on the thread-default
 * context of the thread that made it.
 */
typedef struct _WeftSocket WeftSocket;

typedef struct
{
  void (*need_token) (gboolean force_refresh, gpointer user_data); /* answer with weft_socket_set_token() */
  void (*opened) (gpointer user_data);
  void (*received) (WeftFrame *frame, gpointer user_data); /* takes @frame */
  void (*lost) (guint close_code, gpointer user_data);     /* 0: no close frame came */
  void (*state_changed) (WeftSyncState state, const char *reason, gpointer user_data); /* CATCHING_UP when open */
} WeftSocketEvents;

WeftSocket *weft_socket_new (const WeftAddress *address, const WeftSocketEvents *events, gpointer user_data);
void weft_socket_free (WeftSocket *self);

/** weft_socket_set_timing: before the start. */
void weft_socket_set_timing (WeftSocket *self, const WeftTransportTiming *timing);
void weft_socket_start (WeftSocket *self);
void weft_socket_stop (WeftSocket *self);
/** weft_socket_retry: at once; also out of SIGNED_OUT. */
void weft_socket_retry (WeftSocket *self);
/** weft_socket_reopen: closes this connection and makes another one at once. */
void weft_socket_reopen (WeftSocket *self);
/** weft_socket_fail: closes this connection and tries again later, with @reason. */
void weft_socket_fail (WeftSocket *self, const char *reason);
/** weft_socket_halt: closes this connection and makes none until weft_socket_retry(). */
void weft_socket_halt (WeftSocket *self, WeftSyncState state, const char *reason);
/** weft_socket_set_network: @portal: the system says that it wants a sign-in. */
void weft_socket_set_network (WeftSocket *self, gboolean available, gboolean portal);
/** weft_socket_set_token: the answer to need_token(), or a fresh token for an open connection. */
void weft_socket_set_token (WeftSocket *self, const char *token, const GError *error);
/** weft_socket_proved_good: the server greeted us: forget the failures. */
void weft_socket_proved_good (WeftSocket *self);

gboolean weft_socket_is_open (WeftSocket *self);
void weft_socket_send (WeftSocket *self, const char *frame);
/** weft_socket_get_transport: Returns: (transfer none) (nullable): by which transport it is open. */
const char *weft_socket_get_transport (WeftSocket *self);
/** weft_socket_dup_page: Returns: (transfer full) (nullable): an address which a portal answers with its page. */
char *weft_socket_dup_page (WeftSocket *self);

G_END_DECLS
