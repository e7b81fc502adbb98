/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "serve/weft-byte-range.h"

#include <string.h>

static gboolean
read_position (const char **text, gint64 *value)
{
  gsize digits = strspn (*text, "0123456789");

  if (digits == 0 || digits > 18)
    return FALSE;
  *value = g_ascii_strtoll (*text, NULL, 10);
  *text += digits;

  return TRUE;
}

WeftByteRange
weft_byte_range_parse (const char *text, gint64 size, gint64 *offset, gint64 *length)
{
  gint64 first;
  gint64 last = G_MAXINT64;

  if (text == NULL || g_ascii_strncasecmp (text, "bytes=", 6) != 0)
    return WEFT_BYTE_RANGE_ALL;
  text += 6;

  if (*text == '-')
    {
      text++;
      if (!read_position (&text, &last) || *text != '\0')
        return WEFT_BYTE_RANGE_ALL;
      if (last == 0 || size == 0)
        return WEFT_BYTE_RANGE_UNSATISFIABLE;
      *length = MIN (last, size);
      *offset = size - *length;
      return WEFT_BYTE_RANGE_PART;
    }

  if (!read_position (&text, &first) || *text++ != '-')
    return WEFT_BYTE_RANGE_ALL;
  if (*text != '\0' && (!read_position (&text, &last) || *text != '\0' || last < first))
    return WEFT_BYTE_RANGE_ALL;
  if (first >= size)
    return WEFT_BYTE_RANGE_UNSATISFIABLE;
  *offset = first;
  *length = MIN (last, size - 1) - first + 1;

  return WEFT_BYTE_RANGE_PART;
}
