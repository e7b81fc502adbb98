/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/weft-item-list.h"
#include "sync/weft-sync.h"

G_BEGIN_DECLS

#define WEFT_TYPE_ROW_LIST (weft_row_list_get_type ())
G_DECLARE_DERIVABLE_TYPE (WeftRowList, weft_row_list, WEFT, ROW_LIST, WeftItemList)

/**
 * WeftRowList:
 *
 * A WeftItemList of what stands in one stream, read again when one of its tables changes: all that a short list of a feature needs to say is which
 * tables, how they are read, and when two items show the same.
 */
struct _WeftRowListClass
{
  WeftItemListClass parent_class;

  const WeftTable *tables[2]; /* the second is NULL where there is one */
  /** load: on a reader's thread; @user_data: the stream. Returns: (transfer full): a GPtrArray of items. */
  WeftSyncReader load;
};

/** weft_row_list_new: @type: of a list; @stream: (nullable): one's own, also if nobody knows yet who one is. Returns: (transfer full) */
gpointer weft_row_list_new (GType type, WeftSync *sync, const char *stream);
WeftSync *weft_row_list_get_sync (WeftRowList *self);

G_END_DECLS
