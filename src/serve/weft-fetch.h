/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-reach.h"

G_BEGIN_DECLS

/**
 * WeftFetch:
 * @method: "GET", "POST"
 * @address: http: or https:, with a host
 * @headers: (nullable) (array zero-terminated=1): name, value, name, value …
 * @type: (nullable): of @body
 * @body: (nullable)
 * @max: bytes of the answer's body which are read
 * @seconds: within which all of it is done
 *
 * A request to wherever somebody who is not trusted says. Names are looked up once, every address is held
 * against a #WeftReach, and the connection goes to an address which was: what a name means a moment later
 * changes nothing. Redirects are answers like any other; nothing is unpacked; no cookies, no proxy, no
 * password.
 */
typedef struct
{
  const char *method;
  const char *address;
  const char *const *headers;
  const char *type;
  GBytes *body;
  gsize max;
  guint seconds;
} WeftFetch;

/** WeftFetched: @whole: there was no more than that. */
typedef struct
{
  guint status;
  char *type;     /* (nullable): of the body, without parameters, lower case */
  char *charset;  /* (nullable): what it says of the body's characters; any word */
  char *location; /* (nullable): where it sends whoever asks, as it stands there: to be resolved, and not to be believed */
  GBytes *body;
  gboolean whole;
} WeftFetched;

void weft_fetched_clear (WeftFetched *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WeftFetched, weft_fetched_clear)

/** weft_fetch_check: whether @address is one that could be fetched: a scheme, a host, nothing else that is
 * odd. Asks nobody. */
gboolean weft_fetch_check (const char *address, GError **error);

/**
 * weft_fetch_run:
 *
 * Blocking; on any thread but the main loop's and the writer's. %WEFT_ERROR_DENIED: it is not in reach;
 * %WEFT_ERROR_INVALID: the address; %WEFT_ERROR_UNAVAILABLE: everything else, in words for whoever gave the
 * address.
 */
gboolean weft_fetch_run (const WeftFetch *fetch,
                         const WeftReach *reach,
                         GCancellable *cancellable,
                         WeftFetched *fetched,
                         GError **error);

G_END_DECLS
