/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** WeftPreview: what the server found at the first address in a message. */
typedef struct
{
  char *address;
  char *title;
  char *text; /* (nullable), as are the site's name and the picture */
  char *site;
  char *picture; /* the hash of a file of the stream */
  gint64 size;   /* of the picture, in bytes */
  int width;     /* … and in pixels */
  int height;
  gboolean bare; /* it is not to be shown */
} WeftPreview;

WeftPreview *weft_preview_copy (const WeftPreview *self);
void weft_preview_free (WeftPreview *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftPreview, weft_preview_free)

/** weft_preview_equal: both (nullable) */
gboolean weft_preview_equal (const WeftPreview *self, const WeftPreview *other);

/** weft_preview_dup_place: Returns: (transfer full): whose page it is: the site's name, and the host which
 * nobody can make up: "Loom Weekly · loom.example" */
char *weft_preview_dup_place (const WeftPreview *self);

G_END_DECLS
