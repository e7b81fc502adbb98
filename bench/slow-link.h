/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SlowLink:
 *
 * A mobile network between clients and a Unix socket, as a model of TCP over it: a rate and a delay which all connections share, a round trip for each new
 * connection, slow start (RFC 5681: ten segments at first, RFC 6928), segments that are lost and come again a timeout later, with all behind them. The kernel's
 * netem would do better, but needs rights and a kernel which has it. It has a thread of its own.
 */
typedef struct _SlowLink SlowLink;

typedef struct
{
  const char *name;
  guint round_trip; /* ms */
  double down, up;  /* kbit/s */
  double lost;      /* of segments: 0 to 1 */
} SlowLinkProfile;

SlowLink *slow_link_new (const char *socket_path, const SlowLinkProfile *profile, GError **error);
void slow_link_free (SlowLink *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SlowLink, slow_link_free)

/** slow_link_get_address: Returns: (transfer none): "http://127.0.0.1:PORT". */
const char *slow_link_get_address (SlowLink *self);

/** slow_link_set_cut: no network: what is open ends, what comes is refused. */
void slow_link_set_cut (SlowLink *self, gboolean cut);

typedef struct
{
  guint64 down, up; /* bytes, with 40 of headers a segment */
  guint connections;
} SlowLinkTraffic;

/** slow_link_take_traffic: since the last time. */
SlowLinkTraffic slow_link_take_traffic (SlowLink *self);

G_END_DECLS
