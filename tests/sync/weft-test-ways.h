/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

G_BEGIN_DECLS

/* Where this process's network leads: names and proxies are what the test says, and a network is always there. */

#define WEFT_TEST_WAYS_HOST "team.example.org"

/** weft_test_ways_init: first of all. */
void weft_test_ways_init (void);
/** weft_test_ways_listen: Returns: a port of WEFT_TEST_WAYS_HOST from which connections lead on. */
guint weft_test_ways_listen (void);
/** weft_test_ways_lead_to: @port: of this computer, where new connections lead. */
void weft_test_ways_lead_to (guint port);
/** weft_test_ways_set_proxy: @uri: (nullable): what the system's settings say for every address. */
void weft_test_ways_set_proxy (const char *uri);
/** weft_test_ways_get_certificate: Returns: (transfer full): one for localhost, which nobody trusts. */
GTlsCertificate *weft_test_ways_get_certificate (void);
/** weft_test_ways_trust: this process trusts it. */
void weft_test_ways_trust (void);
/** weft_test_ways_await: @future: (transfer full): FALSE with its error. */
gboolean weft_test_ways_await (DexFuture *future, GError **error);
/** weft_test_ways_remove_store: @directory, with what an engine keeps there. */
void weft_test_ways_remove_store (const char *directory);

G_END_DECLS
