/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "parts/files/view/weft-picture-offer.h"
#include "parts/pictures/view/weft-sticker-shelf.h"

G_BEGIN_DECLS

#define WEFT_TYPE_NEW_STICKERS_PAGE (weft_new_stickers_page_get_type ())
G_DECLARE_FINAL_TYPE (
    WeftNewStickersPage, weft_new_stickers_page, WEFT, NEW_STICKERS_PAGE, AdwNavigationPage)

/**
 * weft_new_stickers_page_new:
 * @pack: (nullable): to which they are added; %NULL: a new one, which is given a name
 *
 * Pictures on their way to be stickers: each is made small by the process for strangers' pictures, gets its
 * words, and is added with the others, as one thing. What cannot be is listed with the reason. In an
 * AdwNavigationView, which it leaves when that is done.
 */
AdwNavigationPage *weft_new_stickers_page_new (WeftStickerShelf *shelf, WeftPack *pack);

/** weft_new_stickers_page_take: pictures which were chosen, pasted or dropped. */
void weft_new_stickers_page_take (WeftNewStickersPage *self, WeftPictureOffer *offer);
/** weft_new_stickers_page_read_folder: those in the folder at @path, of which the pack gets its name. */
void weft_new_stickers_page_read_folder (WeftNewStickersPage *self, const char *path);

G_END_DECLS
