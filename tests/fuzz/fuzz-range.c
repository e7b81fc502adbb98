/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "serve/weft-byte-range.h"

/* The number of bytes a file has, and a header field Range: what is sent lies within the file. */

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_auto (GStrv) texts = fuzz_texts (data, size, 2);
  gint64 bytes = (gint64) (g_ascii_strtoull (texts[0], NULL, 10) & G_MAXINT64);
  gint64 offset = -1;
  gint64 length = -1;

  if (weft_byte_range_parse (texts[1], bytes, &offset, &length) == WEFT_BYTE_RANGE_PART)
    {
      g_assert_cmpint (offset, >=, 0);
      g_assert_cmpint (length, >, 0);
      g_assert_cmpint (length, <=, bytes);
      g_assert_cmpint (offset, <=, bytes - length);
    }

  return 0;
}
