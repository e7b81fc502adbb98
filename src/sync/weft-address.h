/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "base/weft-error.h"

G_BEGIN_DECLS

/**
 * WeftAddress:
 *
 * Where a workspace's server is: an origin over TLS or plain HTTP, or a Unix socket. Constant once made.
 */
typedef struct
{
  char *text;            /* canonical: "https://team.example.org", "http://127.0.0.1:8080", "unix:/run/…/weftd.sock" */
  char *origin;          /* for URIs: "https://team.example.org", "http://localhost" for a socket */
  char *socket;          /* (nullable): path of the Unix socket */
  gboolean local;        /* on this computer: no network is needed */
} WeftAddress;

/** weft_address_parse: Returns: (transfer full): the address; NULL with WEFT_ERROR_INVALID saying what is wrong with @text. */
WeftAddress *weft_address_parse (const char *text, GError **error);
void weft_address_free (WeftAddress *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftAddress, weft_address_free)

/** weft_address_new_session: Returns: (transfer full): a SoupSession that reaches it, for use on the calling thread's context. */
SoupSession *weft_address_new_session (const WeftAddress *self, const char *agent);

/** weft_address_new_message: Returns: (transfer full): a request for @path that follows no redirects: it carries secrets. */
SoupMessage *weft_address_new_message (const WeftAddress *self, const char *method, const char *path);

/** weft_address_dup_plain: Returns: (transfer full) (nullable): @path at the same computer by plain HTTP; NULL for this one. */
char *weft_address_dup_plain (const WeftAddress *self, const char *path);

G_END_DECLS
