/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parts/files/view/weft-file-gallery.h"

G_BEGIN_DECLS

#define WEFT_TYPE_FILE_CARDS (weft_file_cards_get_type ())
G_DECLARE_FINAL_TYPE (WeftFileCards, weft_file_cards, WEFT, FILE_CARDS, GObject)

/**
 * WeftFileCards:
 *
 * The files on one message, below each other: LOOK.md, "Cards 430 wide at most: tile 36, title, one meta line". Pressed, a file is opened
 * (`files.open::ID`), or saved by its arrow (`files.save::ID`).
 */
WeftAttachments *weft_file_cards_new (WeftFileGallery *gallery, GPtrArray *files);
GPtrArray *weft_file_cards_get_files (WeftFileCards *self);

/** weft_file_cards_shows: whether a file with these contents is among them. */
gboolean weft_file_cards_shows (WeftFileCards *self, const char *hash);

G_END_DECLS
