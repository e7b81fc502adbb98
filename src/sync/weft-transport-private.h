/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/weft-transport.h"

G_BEGIN_DECLS

#define WEFT_TRANSPORT_PAYLOAD_MAX (4 * WEFT_FRAME_MAX)

/** WeftTransportClass: what the ways differ in. */
typedef struct
{
  void (*begin) (WeftTransport *self);
  void (*send) (WeftTransport *self, const char *frame);
  guint64 (*count_bytes) (WeftTransport *self); /* which have come in, as far as can be told */
  void (*stop) (WeftTransport *self);    /* before the last reference may go: cancel what is under way */
  void (*finalize) (WeftTransport *self);
} WeftTransportClass;

struct _WeftTransport
{
  guint ref_count;         /* of requests under way, and the owner's */
  const WeftTransportClass *klass;
  WeftTransportKind kind;
  SoupSession *session;
  const WeftAddress *address;
  char *token;
  WeftTransportEvents events;
  gpointer user_data;
  GCancellable *cancellable;
  gboolean open;
  gboolean over;           /* the owner is told nothing any more */
};

WeftTransport *_weft_transport_ref (WeftTransport *self);
void _weft_transport_unref (WeftTransport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftTransport, _weft_transport_unref)

void _weft_transport_set_open (WeftTransport *self);
/** _weft_transport_receive: hands on one frame's text, or ends the transport. */
void _weft_transport_receive (WeftTransport *self, const char *text, gsize length);
void _weft_transport_end (WeftTransport *self, WeftTransportFault fault, guint close_code, const char *reason);
/** _weft_transport_end_closed: by the server's goodbye. @reason: (nullable): what it says with it, also when to come back. */
void _weft_transport_end_closed (WeftTransport *self, guint close_code, const char *reason);
/** _weft_transport_end_refused: by the answer to a request which was not the expected one, or by @error of having none. */
void _weft_transport_end_refused (WeftTransport *self, SoupMessage *message, const GError *error);
/** _weft_transport_new_message: Returns: (transfer full): a request with the token. */
SoupMessage *_weft_transport_new_message (WeftTransport *self, const char *method, const char *path);

WeftTransport *_weft_websocket_transport_new (void);
WeftTransport *_weft_channel_transport_new (WeftTransportKind kind);

G_END_DECLS
