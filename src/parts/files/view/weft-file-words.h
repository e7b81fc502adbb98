/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parts/files/view/weft-file-gallery.h"

G_BEGIN_DECLS

/* What is said of a file. */

/** weft_file_dup_tile: Returns: (transfer full): up to four letters for its tile: "ODS". */
char *weft_file_dup_tile (const char *name);
/** weft_file_dup_meta: Returns: (transfer full): its size and what it is: "84 kB · Spreadsheet"; of one that is on its way how much of it. */
char *weft_file_dup_meta (WeftFileGallery *gallery, const WeftFile *file);
/** weft_file_dup_sentence: Returns: (transfer full): all of it, as it is spoken. */
char *weft_file_dup_sentence (WeftFileGallery *gallery, const WeftFile *file);

G_END_DECLS
