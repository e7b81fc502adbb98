/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define WEFT_UPGRADE_HEAD_MAX 8192 /* bytes of a request's head which are waited for */

/** WeftUpgradeVerdict: what has come is */
typedef enum
{
  WEFT_UPGRADE_UNFINISHED, /* not the whole head, and nothing is strange so far */
  WEFT_UPGRADE_ASKED,      /* the request for a WebSocket, and nothing behind it */
  WEFT_UPGRADE_OTHER,      /* anything else, malformed or not */
} WeftUpgradeVerdict;

/**
 * WeftUpgrade:
 *
 * A request to go over to a WebSocket (RFC 6455, section 4.2.1), as almost everybody sends it. This reads less than HTTP is, and is stricter than HTTP asks: no folded
 * lines, no lone CR or LF, no bytes beyond ASCII, no name twice which matters, no word of a body, nothing after the head. What it does not take is no error: it is for the HTTP
 * server to judge, of which it is untouched. So wherever the two could read differently only one of them reads.
 */
typedef struct
{
  char path[64];
  char key[25];
  char protocol[64];     /* "": none was offered; a single one */
  char bearer[501];      /* "": no token was sent */
  char *forwarded;       /* (nullable) */
  char *x_forwarded_for; /* (nullable) */
} WeftUpgrade;

/** weft_upgrade_parse: @self: filled if it is asked; weft_upgrade_clear() in any case. */
WeftUpgradeVerdict weft_upgrade_parse (WeftUpgrade *self, const char *data, gsize length);
void weft_upgrade_clear (WeftUpgrade *self);
/** weft_upgrade_answer: Returns: (transfer full): the head that says yes, with the protocol that was offered. */
GBytes *weft_upgrade_answer (const WeftUpgrade *self);

G_END_DECLS
