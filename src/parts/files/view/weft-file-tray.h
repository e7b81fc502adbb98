/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "sync/weft-sync.h"

G_BEGIN_DECLS

#define WEFT_TYPE_FILE_TRAY (weft_file_tray_get_type ())
G_DECLARE_FINAL_TYPE (WeftFileTray, weft_file_tray, WEFT, FILE_TRAY, GtkWidget)

/**
 * WeftFileTray:
 *
 * The files that will go with the next message, a chip each, which can be taken out again: a WeftFileTaker. Each place where one writes, a stream or a thread in it, has its own.
 *
 * Signals: `changed ()`: another number of files, or they became ready; `send ()`: a voice message is ready that shall go at once; `failed (reason)`: one could not be taken, for a toast.
 */
GtkWidget *weft_file_tray_new (void);

/** weft_file_tray_set_place: (nullable): shows what was put in for this one; without one it takes nothing. */
void weft_file_tray_set_place (WeftFileTray *self, WeftSync *sync, const char *place);

/** weft_file_tray_record: records a voice message; going elsewhere ends it, and it waits among the files. */
void weft_file_tray_record (WeftFileTray *self);

guint weft_file_tray_get_n (WeftFileTray *self);
/** weft_file_tray_is_busy: whether some are still being copied. */
gboolean weft_file_tray_is_busy (WeftFileTray *self);

/**
 * weft_file_tray_send:
 * @place: for which they were put in
 * @stream: on which they are attached: that of the place, or one's own for what is sent later
 * @target: the message they will hang on,
 *
 * Attaches all, and is empty then.
 *
 * Returns: (transfer full): the hashes, for what must go with them
 */
char **weft_file_tray_send (WeftFileTray *self, const char *place, const char *stream, const char *target);
/** weft_file_tray_dup_names: Returns: (transfer full): "a.png, b.pdf": what stands for those of @place where they are not seen. */
char *weft_file_tray_dup_names (WeftFileTray *self, const char *place);

G_END_DECLS
