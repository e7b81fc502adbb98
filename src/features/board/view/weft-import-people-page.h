/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "features/board/exchange/weft-board-import.h"

G_BEGIN_DECLS

#define WEFT_TYPE_IMPORT_PEOPLE_PAGE (weft_import_people_page_get_type ())
G_DECLARE_FINAL_TYPE (WeftImportPeoplePage, weft_import_people_page, WEFT, IMPORT_PEOPLE_PAGE, AdwNavigationPage)

/**
 * WeftImportPeoplePage:
 *
 * Who those of a file are here, said at once.
 */
AdwNavigationPage *weft_import_people_page_new (WeftBoardImport *import);

G_END_DECLS
