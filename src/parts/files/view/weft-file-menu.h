/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parts/files/view/weft-file-gallery.h"

G_BEGIN_DECLS

/** weft_file_menu_new: Returns: (transfer full): what can be done with @files now (weft-file-actions.h). @files: (element-type WeftFile) */
GMenu *weft_file_menu_new (WeftFileGallery *gallery, GPtrArray *files);

/** weft_file_dup_action: Returns: (transfer full): what pressing @file does: "files.open::ID". */
char *weft_file_dup_action (WeftFileGallery *gallery, const WeftFile *file);

G_END_DECLS
