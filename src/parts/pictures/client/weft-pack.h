/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define WEFT_TYPE_PACK (weft_pack_get_type ())
G_DECLARE_FINAL_TYPE (WeftPack, weft_pack, WEFT, PACK, GObject)

/** WeftPack: a pack of the workspace's stickers. Immutable. */
WeftPack *weft_pack_new (
    const char *id, const char *name, const char *maker, const char *author, gboolean removed, guint n_stickers);
const char *weft_pack_get_id (WeftPack *self);
const char *weft_pack_get_name (WeftPack *self);
/** weft_pack_get_maker: who drew it; "": nobody says. */
const char *weft_pack_get_maker (WeftPack *self);
/** weft_pack_get_author: id of who added it. */
const char *weft_pack_get_author (WeftPack *self);
/** weft_pack_get_removed: whether it was taken away, and can come back. */
gboolean weft_pack_get_removed (WeftPack *self);
guint weft_pack_get_n_stickers (WeftPack *self);

G_END_DECLS
