/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parts/files/client/weft-file-list.h"
#include "ui/weft-attachments.h"

G_BEGIN_DECLS

#define WEFT_TYPE_FILE_GALLERY (weft_file_gallery_get_type ())
G_DECLARE_FINAL_TYPE (WeftFileGallery, weft_file_gallery, WEFT, FILE_GALLERY, GObject)

/**
 * WeftFileGallery:
 *
 * The files of a stream as they look below messages: pictures small, others as cards. Pictures are fetched and made small when they are first
 * drawn; of the small ones those drawn last are kept. On a metered network (GNetworkMonitor) only what is here already is shown by itself.
 *
 * Signals: `changed ()`: what hangs where is otherwise; `picture ()`: one has come.
 */
WeftFileGallery *weft_file_gallery_new (WeftFileList *list);
WeftFileList *weft_file_gallery_get_list (WeftFileGallery *self);

/** weft_file_gallery_get: Returns: (transfer none) (nullable): what hangs on @target. */
WeftAttachments *weft_file_gallery_get (WeftFileGallery *self, const char *target);

/** weft_file_gallery_get_picture: Returns: (transfer none) (nullable): the small picture of @file, of a video its beginning; if there is none yet, it comes, and the cards say so. */
GdkTexture *weft_file_gallery_get_picture (WeftFileGallery *self, const WeftFile *file);
/** weft_file_gallery_is_waiting: whether the picture of @hash is not fetched unless somebody asks for it: the network is paid for by what comes. */
gboolean weft_file_gallery_is_waiting (WeftFileGallery *self, const char *hash);
/** weft_file_gallery_request: somebody asks for it. */
void weft_file_gallery_request (WeftFileGallery *self, const WeftFile *file);

/** weft_file_gallery_get_picture_of: the same of any picture of the stream; see `picture`. */
GdkTexture *weft_file_gallery_get_picture_of (WeftFileGallery *self, const char *hash, gint64 size);

G_END_DECLS
