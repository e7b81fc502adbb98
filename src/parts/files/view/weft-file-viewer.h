/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "parts/files/view/weft-file-gallery.h"

G_BEGIN_DECLS

#define WEFT_TYPE_FILE_VIEWER (weft_file_viewer_get_type ())
G_DECLARE_FINAL_TYPE (WeftFileViewer, weft_file_viewer, WEFT, FILE_VIEWER, AdwDialog)

/**
 * WeftFileViewer:
 *
 * A picture or video of a stream, as large as the window, and the ones before and after it. Pictures are
 * decoded at full size, up to a bound, by weft-thumbnail; the small picture stands in their place until then.
 * Videos are played where GTK has something to play them with; else they are for another program. Closed, the
 * focus is where it was.
 *
 * Keys: Left, Right (the one before, after), + - 0 1 (larger, smaller, all of it, its own size), the arrows
 * also move a picture which does not fit in, Ctrl+S, Ctrl+C, Ctrl+O, space (plays), Escape.
 */
AdwDialog *weft_file_viewer_new (WeftFileGallery *gallery, const WeftFile *file);

G_END_DECLS
