/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "proto/weft-close-reason.h"

#include <string.h>

#define RETRY_AFTER "; Retry-After: "
#define MAX_SECONDS 3600

char *
weft_close_reason_new (const char *text, gint64 ms)
{
  return g_strdup_printf ("%s" RETRY_AFTER "%" G_GINT64_FORMAT, text, (ms + 999) / 1000);
}

guint
weft_close_reason_get_retry_after (const char *reason)
{
  const char *at = reason != NULL ? strstr (reason, RETRY_AFTER) : NULL;
  gint64 seconds = 0;

  if (at == NULL || !g_ascii_string_to_signed (at + strlen (RETRY_AFTER), 10, 0, G_MAXINT32, &seconds, NULL))
    return 0;

  return (guint) MIN (seconds, MAX_SECONDS) * 1000;
}
