/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * weft_hook_address_make:
 * @server: the workspace's address: "https://team.example.org", "unix:/run/…"
 *
 * Returns: (transfer full): where a program sends what it has to say. Of a server on a Unix socket only the
 * path: where else it listens, whoever runs it knows.
 */
char *weft_hook_address_make (const char *server, const char *secret);

G_END_DECLS
