/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <stdint.h>

/* What libFuzzer calls with each input; g_assert() tells it of a finding. */
int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* fuzz_texts: Returns: (transfer full): the input as @n texts, parted at its zero bytes, mended to be UTF-8; what lacks is "". */
static inline char **
fuzz_texts (const uint8_t *data, size_t size, guint n)
{
  char **texts = g_new0 (char *, n + 1);

  for (guint i = 0; i < n; i++)
    {
      gsize length = i + 1 < n ? strnlen ((const char *) data, size) : size;

      texts[i] = g_utf8_make_valid ((const char *) data, length);
      length = MIN (length + 1, size);
      data += length;
      size -= length;
    }
  return texts;
}
