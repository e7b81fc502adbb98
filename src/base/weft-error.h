/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define WEFT_ERROR (weft_error_quark ())

/**
 * WeftError:
 * @WEFT_ERROR_INVALID: a value is not what its field takes; the message names the field and the limit
 * @WEFT_ERROR_TOO_LARGE: a value, frame or queue is over its limit; the message names both
 * @WEFT_ERROR_UNAUTHENTICATED: no token, or one that is unknown or expired
 * @WEFT_ERROR_DENIED: the person may not do this. Never used where it would tell that a stream exists
 * @WEFT_ERROR_NOT_FOUND: no such thing, or nothing that this person may know of
 * @WEFT_ERROR_CONFLICT: what the operation builds on has changed
 * @WEFT_ERROR_EXISTS: the name or id is taken
 * @WEFT_ERROR_FORKED: two stores use one client id
 * @WEFT_ERROR_DONE: an operation older than the kept results; it ran or was refused before
 * @WEFT_ERROR_RATE_LIMITED: too many requests; try again later
 * @WEFT_ERROR_UNAVAILABLE: the other side cannot be reached or is going down; try again
 * @WEFT_ERROR_UPDATE_NEEDED: the other side speaks a newer version
 * @WEFT_ERROR_CORRUPT: stored data breaks an invariant
 * @WEFT_ERROR_FULL: the disk or a quota is full
 * @WEFT_ERROR_NOT_CACHED: a plan needs a row which this end does not hold
 * @WEFT_ERROR_INTERNAL: a bug or a failing disk, with details in the log
 *
 * What can go wrong, in the words of the wire protocol. Every refusal that a person
 * can see is one of these.
 */
typedef enum
{
  WEFT_ERROR_INVALID,
  WEFT_ERROR_TOO_LARGE,
  WEFT_ERROR_UNAUTHENTICATED,
  WEFT_ERROR_DENIED,
  WEFT_ERROR_NOT_FOUND,
  WEFT_ERROR_CONFLICT,
  WEFT_ERROR_EXISTS,
  WEFT_ERROR_FORKED,
  WEFT_ERROR_DONE,
  WEFT_ERROR_RATE_LIMITED,
  WEFT_ERROR_UNAVAILABLE,
  WEFT_ERROR_UPDATE_NEEDED,
  WEFT_ERROR_CORRUPT,
  WEFT_ERROR_FULL,
  WEFT_ERROR_NOT_CACHED,
  WEFT_ERROR_INTERNAL,
  WEFT_N_ERRORS
} WeftError;

GQuark weft_error_quark (void);

/**
 * weft_error_set_retry_after:
 * @error: (nullable): of %WEFT_ERROR; others are left as they are
 * @ms: time for which trying the same thing again is in vain; 0: nothing is known
 */
void weft_error_set_retry_after (GError *error, guint ms);

/** weft_error_get_retry_after: Returns: ms for which the other side does not want to be asked again; 0: it did not say. */
guint weft_error_get_retry_after (const GError *error);

/**
 * weft_error_to_wire:
 *
 * Returns: (transfer none): the code's name on the wire, such as "too-large"
 */
const char *weft_error_to_wire (WeftError code);

/**
 * weft_error_from_wire:
 * @name: a code's name
 *
 * Returns: the code, %WEFT_ERROR_INTERNAL if @name is none of ours
 */
WeftError weft_error_from_wire (const char *name);

/**
 * weft_error_is_final:
 *
 * Whether trying the same thing again cannot help: a refusal, not a fault of network or disk.
 */
gboolean weft_error_is_final (const GError *error);

/**
 * weft_error_dup_field:
 *
 * Returns: (transfer full) (nullable): the field which @error is about, by its message: "text" for "text:
 * 16001 characters, at most 16000"
 */
char *weft_error_dup_field (const GError *error);

/**
 * weft_error_dup_reason:
 * @message: of an error
 *
 * Returns: (transfer full): @message for people who see no field: without its name, and beginning with a
 * capital letter: "16001 characters, at most 16000"
 */
char *weft_error_dup_reason (const char *message);

G_END_DECLS
