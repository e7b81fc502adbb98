/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * weft_cache_folder_trim:
 * @path: a folder of this program's cache: files, or folders of files
 * @max: bytes
 *
 * Takes the files that are written longest ago away until no more than @max are there. Blocks.
 */
void weft_cache_folder_trim (const char *path, gint64 max);

/** weft_cache_folder_trim_aside: the same on a thread of its own, for which nobody waits. */
void weft_cache_folder_trim_aside (const char *path, gint64 max);

G_END_DECLS
