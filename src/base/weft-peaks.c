/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/weft-peaks.h"

#include <string.h>

static const char digits[] = "0123456789abcdefghijklmnopqrstuv";

char *
weft_peaks_from_levels (const guint8 *levels, gsize n)
{
  gsize n_peaks = MIN (n, WEFT_PEAKS_MAX);
  char *peaks = g_malloc0 (n_peaks + 1);

  for (gsize i = 0; i < n_peaks; i++)
    {
      guint8 loudest = 0;

      for (gsize k = i * n / n_peaks; k < (i + 1) * n / n_peaks; k++)
        loudest = MAX (loudest, levels[k]);
      peaks[i] = digits[MIN (loudest, WEFT_PEAK_MAX)];
    }

  return peaks;
}

gboolean
weft_peaks_are_valid (const char *peaks)
{
  g_return_val_if_fail (peaks != NULL, FALSE);

  return strlen (peaks) <= WEFT_PEAKS_MAX && peaks[strspn (peaks, digits)] == '\0';
}

guint
weft_peaks_get (const char *peaks, gsize index)
{
  const char *digit;

  g_return_val_if_fail (peaks != NULL, 0);

  if (index >= strlen (peaks))
    return 0;
  digit = strchr (digits, peaks[index]);

  return digit != NULL ? (guint) (digit - digits) : 0;
}
