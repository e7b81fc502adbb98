/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parts/files/client/weft-file-list.h"
#include "sync/weft-item-list.h"
#include "sync/weft-sync.h"

G_BEGIN_DECLS

#define WEFT_TYPE_FILE_ITEM (weft_file_item_get_type ())
G_DECLARE_FINAL_TYPE (WeftFileItem, weft_file_item, WEFT, FILE_ITEM, GObject)

/** WeftFileItem: a file in a list. Immutable. */
const WeftFile *weft_file_item_get_file (WeftFileItem *self);
/** weft_file_item_get_person: (nullable): the name of whoever put it there. */
const char *weft_file_item_get_person (WeftFileItem *self);

/** WeftFileShelfKind: pictures and videos, or all that is neither. */
typedef enum
{
  WEFT_FILE_SHELF_MEDIA,
  WEFT_FILE_SHELF_OTHERS,
} WeftFileShelfKind;

#define WEFT_TYPE_FILE_SHELF (weft_file_shelf_get_type ())
G_DECLARE_FINAL_TYPE (WeftFileShelf, weft_file_shelf, WEFT, FILE_SHELF, WeftItemList)

#define WEFT_FILE_SHELF_PAGE 60

/**
 * WeftFileShelf:
 *
 * The files of one kind in the stream of a list, but for what that hides, the newest first: a page of them, and another each time somebody comes
 * to the end.
 *
 * Property (notified): `more`: there may be older ones.
 */
WeftFileShelf *weft_file_shelf_new (WeftFileList *list, WeftFileShelfKind kind);
void weft_file_shelf_load_more (WeftFileShelf *self);
gboolean weft_file_shelf_get_more (WeftFileShelf *self);

/**
 * weft_file_shelf_load_neighbour:
 * @id: of a file of @list
 *
 * Resolves to a WeftFile: the picture or video which came next before @id, or (@newer) after it; rejects with
 * %WEFT_ERROR_NOT_FOUND.
 */
DexFuture *weft_file_shelf_load_neighbour (WeftFileList *list, const char *id, gboolean newer)
    G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
