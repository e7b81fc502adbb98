/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "parts/pictures/view/weft-sticker-shelf.h"

G_BEGIN_DECLS

#define WEFT_TYPE_PACK_PAGE (weft_pack_page_get_type ())
G_DECLARE_FINAL_TYPE (WeftPackPage, weft_pack_page, WEFT, PACK_PAGE, AdwNavigationPage)

/** weft_pack_page_new: one pack: what it is called, its stickers with their words, in their order; more are added
 * by choosing, pasting and dropping pictures. In an AdwNavigationView, which it leaves with the pack. */
AdwNavigationPage *weft_pack_page_new (WeftStickerShelf *shelf, WeftPack *pack);

G_END_DECLS
