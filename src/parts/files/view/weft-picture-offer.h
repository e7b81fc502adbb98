/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include <libdex.h>

G_BEGIN_DECLS

/** WeftPictureOffer: files of which somebody says that they are pictures; nobody has looked into them yet. */
typedef struct
{
  GStrv paths; /* at least one */
  gboolean own; /* made for this: they go when it is freed */
} WeftPictureOffer;

#define WEFT_TYPE_PICTURE_OFFER (weft_picture_offer_get_type ())
GType weft_picture_offer_get_type (void);
WeftPictureOffer *weft_picture_offer_ref (WeftPictureOffer *self);
void weft_picture_offer_unref (WeftPictureOffer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftPictureOffer, weft_picture_offer_unref)

/** weft_picture_offer_new_files: @files: (element-type GFile): as they are dropped. Returns: (transfer full)
 * (nullable): those on this computer; %NULL: none is. */
WeftPictureOffer *weft_picture_offer_new_files (GSList *files);

/**
 * weft_picture_offer_choose:
 * @widget: in the window for which they are chosen
 * @several: whether more than one may be
 *
 * Asks for them. Resolves to a WeftPictureOffer; rejects with %GTK_DIALOG_ERROR where nothing is chosen.
 */
DexFuture *weft_picture_offer_choose (GtkWidget *widget, gboolean several) G_GNUC_WARN_UNUSED_RESULT;

/**
 * weft_picture_offer_paste:
 *
 * What is on the clipboard: files, or the bytes of a picture of 20 MB at most, which are not decoded here.
 * Resolves to a WeftPictureOffer; rejects with %G_IO_ERROR_NOT_FOUND (there is none) or
 * %G_IO_ERROR_NOT_SUPPORTED (too many bytes).
 */
DexFuture *weft_picture_offer_paste (GtkWidget *widget) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
