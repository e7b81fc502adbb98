/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "parts/pictures/view/weft-sticker-shelf.h"

G_BEGIN_DECLS

#define WEFT_TYPE_PACK_LIST_PAGE (weft_pack_list_page_get_type ())
G_DECLARE_FINAL_TYPE (WeftPackListPage, weft_pack_list_page, WEFT, PACK_LIST_PAGE, AdwNavigationPage)

#define WEFT_PACK_LIST_PAGE_TAG "packs"

/** weft_pack_list_page_new: the workspace's packs of stickers: to look into one, begin one (also of a folder),
 * bring one back; for administrators also who may. In an AdwNavigationView. */
AdwNavigationPage *weft_pack_list_page_new (WeftStickerShelf *shelf);

G_END_DECLS
