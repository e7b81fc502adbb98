/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "proto/weft-frame.h"
#include "sync/weft-address.h"

G_BEGIN_DECLS

/** WeftTransportKind: from the best to what nearly always gets through. */
typedef enum
{
  WEFT_TRANSPORT_WEBSOCKET,
  WEFT_TRANSPORT_STREAM,     /* server-sent events down, requests up */
  WEFT_TRANSPORT_POLL,       /* long polls down, requests up */
  WEFT_TRANSPORT_N_KINDS
} WeftTransportKind;

/** weft_transport_kind_get_name: Returns: "websocket", "stream" or "poll". */
const char *weft_transport_kind_get_name (WeftTransportKind kind);

/** WeftTransportFault: why one ended. */
typedef enum
{
  WEFT_TRANSPORT_CLOSED,      /* the server said why, by a close code */
  WEFT_TRANSPORT_LOST,        /* it was open, and was cut */
  WEFT_TRANSPORT_NOT_PASSED,  /* something answers, but lets this kind not through: another may get there */
  WEFT_TRANSPORT_UNREACHABLE, /* nothing answers: no kind would get there */
  WEFT_TRANSPORT_PORTAL,      /* a page of the network answers in the server's place */
  WEFT_TRANSPORT_BAD_FRAME,   /* what came is no frame */
} WeftTransportFault;

typedef struct
{
  WeftTransportFault fault;
  guint close_code;      /* of WEFT_TRANSPORT_CLOSED; also for refused requests: 4401, 4403, 4426, 4429, 4503 */
  const char *reason;    /* (nullable): for people */
  const char *page;      /* (nullable): of the portal */
  guint retry_after;     /* ms for which the server does not want to be asked again; 0: it did not say */
} WeftTransportEnd;

typedef struct
{
  void (*opened) (gpointer user_data);
  void (*received) (WeftFrame *frame, gpointer user_data); /* takes @frame */
  void (*ended) (const WeftTransportEnd *end, gpointer user_data); /* the last call */
} WeftTransportEvents;

/**
 * WeftTransport:
 *
 * One connection to the server which carries frames, in one of three ways. Who uses it knows nothing of how. Lives on the thread-default context of the
 * thread that made it; calls its owner from there, never from inside a function of its own, and may be freed from such a call.
 */
typedef struct _WeftTransport WeftTransport;

/** weft_transport_new: begins to open it. @token: an access token, of which the server's address was verified to deserve it. */
WeftTransport *weft_transport_new (WeftTransportKind kind, SoupSession *session, const WeftAddress *address, const char *token, const WeftTransportEvents *events, gpointer user_data);
/** weft_transport_set_events: for its owner's sake, from inside a call or between two. */
void weft_transport_set_events (WeftTransport *self, const WeftTransportEvents *events);
/** weft_transport_free: ends it; nothing is called any more. */
void weft_transport_free (WeftTransport *self);

WeftTransportKind weft_transport_get_kind (WeftTransport *self);
gboolean weft_transport_is_open (WeftTransport *self);
/** weft_transport_count_bytes: Returns: how many have come in; 0 where that cannot be told. A frame may take a minute on a slow line. */
guint64 weft_transport_count_bytes (WeftTransport *self);
void weft_transport_send (WeftTransport *self, const char *frame);
/** weft_transport_set_token: a fresh one of the same sign-in, for what is to come. */
void weft_transport_set_token (WeftTransport *self, const char *token);

G_END_DECLS
