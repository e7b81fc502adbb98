/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "proto/weft-frame.h"

G_BEGIN_DECLS

/**
 * WeftTestServer: the HTTP and WebSocket end of a server, in this process and context. It gives out tokens and says what
 * the test tells it.
 */
typedef struct
{
  SoupServer *soup;
  char *address;
  SoupWebsocketConnection *connection; /* (nullable): the newest */
  GPtrArray *frames;       /* of WeftFrame: what came over it */

  guint expires_in;        /* s, of access tokens */
  guint n_tokens;          /* given out */
  char *access;            /* the only good one */
  char *refresh;
  gboolean refuse_refresh;
  guint refuse_handshakes; /* how many more to answer 401 */
  gboolean portal;         /* a page of the network answers instead */
  gboolean silent;         /* says hello to nobody */
  guint n_handshakes;
  guint n_refreshes;
} WeftTestServer;

WeftTestServer *weft_test_server_new (void);
/** weft_test_server_new_secure: with TLS. */
WeftTestServer *weft_test_server_new_secure (GTlsCertificate *certificate);
void weft_test_server_free (WeftTestServer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftTestServer, weft_test_server_free)

void weft_test_server_send (WeftTestServer *self, const char *frame);
void weft_test_server_close (WeftTestServer *self, guint code);
/** weft_test_server_find: Returns: (transfer none) (nullable): the last frame of @type that came. */
const WeftFrame *weft_test_server_find (WeftTestServer *self, WeftFrameType type);

G_END_DECLS
