/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define WEFT_TYPE_MAPPED_LIST (weft_mapped_list_get_type ())
G_DECLARE_FINAL_TYPE (WeftMappedList, weft_mapped_list, WEFT, MAPPED_LIST, GObject)

/** WeftMapFunc: @item: (transfer none). Returns: (transfer full): what stands for it. */
typedef gpointer (*WeftMapFunc) (gpointer item, gpointer user_data);

/**
 * WeftMappedList:
 *
 * A GListModel of what stands for each item of another one, made once. An item that moves keeps it, so that a selection stays on it.
 *
 * Not a GtkMapListModel: that of GTK 4.18 gives the item behind them for the first of those which have been put in, while somebody holds it.
 */

/** weft_mapped_list_new: @destroy: (nullable): of @user_data */
GListModel *weft_mapped_list_new (GListModel *model, WeftMapFunc func, gpointer user_data, GDestroyNotify destroy);

G_END_DECLS
