/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/weft-sync.h"

G_BEGIN_DECLS

#define WEFT_TYPE_FILE_COUNTS (weft_file_counts_get_type ())
G_DECLARE_FINAL_TYPE (WeftFileCounts, weft_file_counts, WEFT, FILE_COUNTS, GObject)

/**
 * WeftFileCounts:
 *
 * How many files hang on what, in one stream: for who shows many things and of their files only that there are some.
 *
 * Signal: `changed ()`: some counts may be others.
 */
WeftFileCounts *weft_file_counts_new (WeftSync *sync, const char *stream);
guint weft_file_counts_get (WeftFileCounts *self, const char *target);

G_END_DECLS
