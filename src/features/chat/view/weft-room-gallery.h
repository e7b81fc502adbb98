/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parts/files/view/weft-file-gallery.h"

G_BEGIN_DECLS

#define WEFT_TYPE_ROOM_GALLERY (weft_room_gallery_get_type ())
G_DECLARE_FINAL_TYPE (WeftRoomGallery, weft_room_gallery, WEFT, ROOM_GALLERY, GtkWidget)

/**
 * WeftRoomGallery:
 *
 * What was put into a room, for the end panel: pictures and videos, other files, and messages with links, the
 * newest first, each in its tab. Each list holds a page, and more as somebody comes to its end. Return opens
 * what is chosen, Ctrl+Return shows where it was said.
 *
 * Signals: `close ()`: back to what stood there before.
 */
GtkWidget *weft_room_gallery_new (void);

/** weft_room_gallery_set_gallery: @gallery: (nullable): of the room: then nothing is listed, and nothing
 * read. */
void weft_room_gallery_set_gallery (WeftRoomGallery *self, WeftFileGallery *gallery);

G_END_DECLS
