/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

G_BEGIN_DECLS

#define WEFT_TYPE_ITEM_LIST (weft_item_list_get_type ())
G_DECLARE_DERIVABLE_TYPE (WeftItemList, weft_item_list, WEFT, ITEM_LIST, GObject)

/**
 * WeftItemList:
 *
 * A GListModel of objects which are read as a whole, and again when something changed: the base of short lists. (Long ones hold a window of
 * their items.) One reading is under way at a time; what is wanted meanwhile comes after it. Whatever is read is one
 * items-changed, and an item which is the same stays the same object.
 *
 * Property (notified): `ready`: it has been read for the first time.
 */
struct _WeftItemListClass
{
  GObjectClass parent_class;

  GType item_type;
  /** equal: whether @a and @b show the same. */
  gboolean (*equal) (gpointer a, gpointer b);
  /** read: (nullable): begins a reading; %NULL: there is nothing to be read yet. */
  DexFuture *(*read) (WeftItemList *self);
  /** take: what the reading resolved to. By itself: a boxed GPtrArray of items, for weft_item_list_set_items(). */
  void (*take) (WeftItemList *self, const GValue *value);
  /** failed: Returns: whether to read again now, if that was asked for meanwhile. By itself it warns, and does. */
  gboolean (*failed) (WeftItemList *self, const GError *error);
  /** ended: (nullable): a reading has ended, well or not. */
  void (*ended) (WeftItemList *self);
};

/** weft_item_list_read: reads all anew: now, or when the reading under way has ended. */
void weft_item_list_read (WeftItemList *self);

/** weft_item_list_get_reading: whether a reading is under way. */
gboolean weft_item_list_get_reading (WeftItemList *self);
gboolean weft_item_list_get_ready (WeftItemList *self);

/** weft_item_list_peek: Returns: (transfer none): the items, until they are set anew. */
GPtrArray *weft_item_list_peek (WeftItemList *self);
/** weft_item_list_set_items: takes those of @items that are not there already. */
void weft_item_list_set_items (WeftItemList *self, GPtrArray *items);

G_END_DECLS
