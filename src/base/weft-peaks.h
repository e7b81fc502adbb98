/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How loud a recording is from its beginning to its end, so short that it travels with the name of its file:
 * a digit each, 0 to 9 and a to v, which are 0 (silence) to 31. */

#define WEFT_PEAKS_MAX 64
#define WEFT_PEAK_MAX 31

/** weft_peaks_from_levels: @levels: 0 to %WEFT_PEAK_MAX each, evenly in time. Returns: (transfer full): the
 * loudest of each of %WEFT_PEAKS_MAX parts, or as many as there are */
char *weft_peaks_from_levels (const guint8 *levels, gsize n);
gboolean weft_peaks_are_valid (const char *peaks);
/** weft_peaks_get: 0 to %WEFT_PEAK_MAX; 0 where there is none. */
guint weft_peaks_get (const char *peaks, gsize index);

G_END_DECLS
