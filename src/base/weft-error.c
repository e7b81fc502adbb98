/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/weft-error.h"

#include <string.h>

static const char *const wire_names[] = {
  [WEFT_ERROR_INVALID] = "invalid",
  [WEFT_ERROR_TOO_LARGE] = "too-large",
  [WEFT_ERROR_UNAUTHENTICATED] = "unauthenticated",
  [WEFT_ERROR_DENIED] = "denied",
  [WEFT_ERROR_NOT_FOUND] = "not-found",
  [WEFT_ERROR_CONFLICT] = "conflict",
  [WEFT_ERROR_EXISTS] = "exists",
  [WEFT_ERROR_FORKED] = "forked",
  [WEFT_ERROR_DONE] = "done",
  [WEFT_ERROR_RATE_LIMITED] = "rate-limited",
  [WEFT_ERROR_UNAVAILABLE] = "unavailable",
  [WEFT_ERROR_UPDATE_NEEDED] = "update-needed",
  [WEFT_ERROR_CORRUPT] = "corrupt",
  [WEFT_ERROR_FULL] = "full",
  [WEFT_ERROR_NOT_CACHED] = "not-cached",
  [WEFT_ERROR_INTERNAL] = "internal",
};
G_STATIC_ASSERT (G_N_ELEMENTS (wire_names) == WEFT_N_ERRORS);

/* What an error of ours knows beside code and message; copied with it. */
typedef struct
{
  guint retry_after; /* ms */
} WeftErrorPrivate;

static void
weft_error_private_init (WeftErrorPrivate *self)
{
}

static void
weft_error_private_copy (const WeftErrorPrivate *from, WeftErrorPrivate *to)
{
  to->retry_after = from->retry_after;
}

static void
weft_error_private_clear (WeftErrorPrivate *self)
{
}

G_DEFINE_EXTENDED_ERROR (WeftError, weft_error)

void
weft_error_set_retry_after (GError *error, guint ms)
{
  if (error != NULL && error->domain == WEFT_ERROR)
    weft_error_get_private (error)->retry_after = ms;
}

guint
weft_error_get_retry_after (const GError *error)
{
  return error != NULL && error->domain == WEFT_ERROR ? weft_error_get_private (error)->retry_after : 0;
}

const char *
weft_error_to_wire (WeftError code)
{
  g_return_val_if_fail ((guint) code < WEFT_N_ERRORS, "internal");

  return wire_names[code];
}

WeftError
weft_error_from_wire (const char *name)
{
  g_return_val_if_fail (name != NULL, WEFT_ERROR_INTERNAL);

  for (guint i = 0; i < WEFT_N_ERRORS; i++)
    if (g_str_equal (wire_names[i], name))
      return i;

  return WEFT_ERROR_INTERNAL;
}

gboolean
weft_error_is_final (const GError *error)
{
  g_return_val_if_fail (error != NULL, FALSE);

  if (error->domain != WEFT_ERROR)
    return FALSE;

  switch ((WeftError) error->code)
    {
    case WEFT_ERROR_UNAUTHENTICATED:
    case WEFT_ERROR_RATE_LIMITED:
    case WEFT_ERROR_UNAVAILABLE:
    case WEFT_ERROR_FULL:
    case WEFT_ERROR_INTERNAL:
      return FALSE;
    default:
      return TRUE;
    }
}

/* The length of the field's name at the beginning of @message, 0 if there is none. */
static gsize
field_length (const char *message)
{
  gsize length = strspn (message, "abcdefghijklmnopqrstuvwxyz0123456789_-.[]");

  return g_str_has_prefix (message + length, ": ") ? length : 0;
}

char *
weft_error_dup_field (const GError *error)
{
  gsize length;

  g_return_val_if_fail (error != NULL, NULL);

  length = field_length (error->message);
  return length > 0 ? g_strndup (error->message, length) : NULL;
}

char *
weft_error_dup_reason (const char *message)
{
  g_autofree char *first = NULL;
  gsize length;

  g_return_val_if_fail (message != NULL, NULL);

  length = field_length (message);
  if (length > 0)
    message += length + 2;
  if (*message == '\0')
    return g_strdup ("");
  first = g_utf8_strup (message, g_utf8_next_char (message) - message);
  return g_strconcat (first, g_utf8_next_char (message), NULL);
}
