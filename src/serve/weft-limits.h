/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** WeftLimits: what the server allows its clients. Tests take smaller ones. Times in ms, sizes in bytes. */
typedef struct
{
  gsize queue_soft;        /* queued for one connection: events wait in the log from here on */
  gsize queue_hard;        /* queued for one connection: too slow, closed */
  gint64 stall;            /* without a byte taken while something is queued: too slow, closed */
  gint64 request;          /* for an HTTP request to arrive whole, and between two on one connection */
  gint64 handshake;        /* for TLS to be agreed on */
  gint64 hello;            /* until the first frame */
  gint64 silence;          /* without anything from the client */
  gint64 reread;           /* between two looks at what other servers may have written */
  gint64 node_silence;     /* without a word of another server, until its people are not there any more */
  gint64 heartbeat;        /* between heartbeats to the client */
  gint64 access_lifetime;  /* of an access token */
  gint64 refresh_lifetime; /* of a refresh token which is not used */
  gint64 file_size;        /* of one file */
  gint64 files_person;     /* all that one person has brought, or is bringing */
  gint64 files_workspace;  /* all that is kept, or on its way */
  guint uploads;           /* of one person at a time */
  gint64 file_grace;       /* for which a file is kept that nothing names, and an upload without news */
  gint64 file_collect;     /* between two looks for such files */
  guint channels;          /* of one person at a time, where a WebSocket cannot be had */
  guint polls;             /* of them all, those by long polls: they hold no descriptor */
  guint frames;            /* of one connection, a second in the long run */
  guint frames_burst;      /* of one connection, at once */
  guint posts;             /* a minute by one hook, or whatever else lets programs in */
  guint attempts;          /* sign-ins a minute for one login, three times as many from one address */
} WeftLimits;

extern const WeftLimits weft_default_limits;

/**
 * weft_limits_is_token_over:
 * @expires_at: of an access token, as the server's clock said when it was made
 *
 * Also if it ends later than any that could be made now: then somebody has set the clock back, and it would live for as much longer.
 */
gboolean weft_limits_is_token_over (const WeftLimits *self, gint64 expires_at, gint64 now);

/** weft_limits_parse: changes @self by "name=number,name=number". */
gboolean weft_limits_parse (WeftLimits *self, const char *text, GError **error);

G_END_DECLS
