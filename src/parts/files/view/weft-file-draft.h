/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "parts/files/client/weft-files.h"

G_BEGIN_DECLS

#define WEFT_TYPE_FILE_DRAFT (weft_file_draft_get_type ())
G_DECLARE_FINAL_TYPE (WeftFileDraft, weft_file_draft, WEFT, FILE_DRAFT, GObject)

/**
 * WeftFileDraft:
 *
 * The files of what is written and not sent, in one place: a stream, or a thread in it. Each is copied, looked at, and then hangs on the person's own stream
 * (as what is sent at a time does): so it is uploaded while one goes on writing, is there after the window was closed or the program killed, and on one's other
 * devices. Files of two devices come together. What the server refuses stays here, with the reason, and is tried again when it is sent.
 *
 * Signals: `changed ()`: others, or they became ready; `send ()`: a voice message is ready that shall go at once; `failed (reason)`: one could not be taken.
 */
WeftFileDraft *weft_file_draft_new (void);

/** weft_file_draft_set_place: (nullable): the place of which `changed` and `send` tell; without one nothing is taken. */
void weft_file_draft_set_place (WeftFileDraft *self, WeftSync *sync, const char *place);
const char *weft_file_draft_get_place (WeftFileDraft *self); /* (nullable) */

/** weft_file_draft_add: takes a copy of the local file @path. */
void weft_file_draft_add (WeftFileDraft *self, const char *path);
/** weft_file_draft_add_bytes: what is no file yet; @name: of the file it becomes. */
void weft_file_draft_add_bytes (WeftFileDraft *self, const char *name, GBytes *bytes);
/** weft_file_draft_add_voice: like weft_file_draft_add(), for @place, of a voice message of @duration ms; @sends: it goes as soon as it is
 * ready; @done: (transfer full): is let go of when it is copied. */
void weft_file_draft_add_voice (WeftFileDraft *self, const char *place, const char *path, gint64 duration, const char *peaks, gboolean sends, GObject *done);
void weft_file_draft_remove (WeftFileDraft *self, const char *id);

/** WeftDraftFile: what is shown of one; its strings are the draft's, but for @refusal. */
typedef struct
{
  const char *id;
  const char *name;
  gint64 size;           /* bytes; -1: it is still being copied */
  gint64 duration;       /* ms; 0 but of what is played */
  const char *refusal;   /* (nullable): why it is not kept */
  GdkTexture *picture;   /* (nullable) */
} WeftDraftFile;

/** weft_file_draft_list: Returns: (transfer full) (element-type WeftDraftFile): those of @place, until something changes. */
GArray *weft_file_draft_list (WeftFileDraft *self, const char *place);
/** weft_file_draft_get_n: how many there are here. */
guint weft_file_draft_get_n (WeftFileDraft *self);
/** weft_file_draft_is_busy: whether some here are still being copied. */
gboolean weft_file_draft_is_busy (WeftFileDraft *self);
/** weft_file_draft_send: as weft_file_tray_send(). */
char **weft_file_draft_send (WeftFileDraft *self, const char *place, const char *stream, const char *target);

G_END_DECLS
