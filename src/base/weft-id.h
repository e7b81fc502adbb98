/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/weft-clock.h"

G_BEGIN_DECLS

/** WEFT_ID_LENGTH: characters in an id, without the terminating NUL. */
#define WEFT_ID_LENGTH 36

/**
 * weft_id_new:
 *
 * Makes a UUIDv7 (RFC 9562, section 5.7) in its canonical lower-case form. Ids made by one
 * process grow strictly, also within a millisecond and when the clock goes back (section 6.2, method 1).
 * Safe from any thread.
 *
 * Returns: (transfer full): the id
 */
char *weft_id_new (WeftClock *clock);

/** weft_id_derive: the id (UUIDv8 layout) that always comes out for @name_space and @name; for jobs that run once. */
char *weft_id_derive (const char *name_space, const char *name);

/** weft_id_random: a random UUIDv4, for what must not tell when it was made. */
char *weft_id_random (void);

/** weft_id_is_valid: whether @id is a UUID in canonical lower-case form, of any version. */
gboolean weft_id_is_valid (const char *id);

/** weft_id_get_time: Returns: the milliseconds in a UUIDv7, -1 for any other. */
gint64 weft_id_get_time (const char *id);

/** weft_secret_new: Returns: (transfer full): @n_bytes (16 to 64) from getrandom(2), as base64url without padding. */
char *weft_secret_new (gsize n_bytes);

/** weft_secret_hash: Returns: (transfer full): the SHA-256 of @secret in hexadecimal. */
char *weft_secret_hash (const char *secret);

G_END_DECLS
