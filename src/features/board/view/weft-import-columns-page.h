/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "features/board/exchange/weft-board-import.h"

G_BEGIN_DECLS

#define WEFT_TYPE_IMPORT_COLUMNS_PAGE (weft_import_columns_page_get_type ())
G_DECLARE_FINAL_TYPE (WeftImportColumnsPage, weft_import_columns_page, WEFT, IMPORT_COLUMNS_PAGE, AdwNavigationPage)

/**
 * WeftImportColumnsPage:
 *
 * What each column of a table is taken for, and may be taken for.
 */
AdwNavigationPage *weft_import_columns_page_new (WeftBoardImport *import);
/** weft_import_columns_page_get_changed: whether one says otherwise than before: the table is to be read again. */
gboolean weft_import_columns_page_get_changed (WeftImportColumnsPage *self);

G_END_DECLS
