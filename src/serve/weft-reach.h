/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * WeftReach:
 *
 * Which addresses the server goes to where people say where: the Internet's, and no others. Not this machine,
 * nor the networks around it, nor what stands for either in another form (the IANA special-purpose
 * registries, RFC 6890 and its updates). An administrator may open networks of their own. Not changed once it
 * is in use; then for any thread.
 */
typedef struct _WeftReach WeftReach;

WeftReach *weft_reach_new (void);
void weft_reach_free (WeftReach *self);

/** weft_reach_open: @text: "10.1.0.0/16", "fd00::/8", "127.0.0.1" */
gboolean weft_reach_open (WeftReach *self, const char *text, GError **error);

/** weft_reach_admits: whether the server may connect to @address. */
gboolean weft_reach_admits (const WeftReach *self, GInetAddress *address);

G_END_DECLS
