/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "parts/files/client/weft-files.h"

G_BEGIN_DECLS

/** WeftTakenFile: a file of which there is a copy (weft_sync_add_file()), and what people see of it before it is there. */
typedef struct
{
  WeftFileInfo *info;
  GdkTexture *picture; /* (nullable): small */
  int width;           /* of a picture or a video, in pixels; 0: it is none */
  int height;
  gint64 duration;     /* of a video, in ms; 0: it is none */
} WeftTakenFile;

#define WEFT_TYPE_TAKEN_FILE (weft_taken_file_get_type ())
GType weft_taken_file_get_type (void);
WeftTakenFile *weft_taken_file_copy (const WeftTakenFile *self);
void weft_taken_file_free (WeftTakenFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftTakenFile, weft_taken_file_free)

/** weft_taken_file_take: the local file @path. Resolves to a boxed WeftTakenFile; rejects as weft_sync_add_file() does. */
DexFuture *weft_taken_file_take (WeftSync *sync, const char *path) G_GNUC_WARN_UNUSED_RESULT;
/** weft_taken_file_take_bytes: what is no file yet, as one which is called @name. Returns: (nullable): %NULL: there is no folder for it; else it resolves and rejects likewise. */
DexFuture *weft_taken_file_take_bytes (WeftSync *sync, const char *name, GBytes *bytes) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
