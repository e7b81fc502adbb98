/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/weft-database.h"

G_BEGIN_DECLS

/** WEFT_FILE_VOICE_TYPE: what a voice message is: Opus in Ogg (RFC 7845). */
#define WEFT_FILE_VOICE_TYPE "audio/ogg"

/** WeftFile: one row of `file`. */
typedef struct
{
  char *id;
  char *target; /* (nullable) */
  char *hash;
  char *name;
  char *media_type;
  gint64 size;
  int width; /* of a picture or a video; 0 if it is none */
  int height;
  gint64 duration; /* of a voice message or a video, in ms; 0 if it is none */
  char *peaks;     /* of a voice message: base/weft-peaks.h; else "" */
  gint64 at;      /* ms */
  char *author;   /* who put it there */
  gboolean waits; /* its bytes are not with the server yet */
  char *operation; /* (nullable): it is in no row: the attaching, which was refused and is in the outbox */
  char *refusal;   /* (nullable): then: why */
} WeftFile;

#define WEFT_TYPE_FILE (weft_file_get_type ())
GType weft_file_get_type (void);
WeftFile *weft_file_copy (const WeftFile *self);
void weft_file_free (WeftFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftFile, weft_file_free)

/** WEFT_FILE_COLUMNS: of `file AS f` in the client's store, in the order of weft_file_read(). */
#define WEFT_FILE_COLUMNS                                                                                    \
  "f.id, f.target, f.hash, f.name, f.media_type, f.size, f.width, f.height,"                                 \
  " coalesce (f.duration, 0), coalesce (f.peaks, ''), f.at,"                                                   \
  " EXISTS (SELECT 1 FROM upload u WHERE u.hash = f.hash AND u.state <> 1), f.author"

#define WEFT_FILE_N_COLUMNS 13

/** WEFT_FILE_IS_MEDIA: condition on `file AS f`: what a viewer shows. */
#define WEFT_FILE_IS_MEDIA                                                                                   \
  "(f.media_type LIKE 'video/%' OR (f.width > 0 AND f.media_type IN ('image/png', 'image/jpeg', "            \
  "'image/gif', 'image/webp')))"

/** weft_file_read: Returns: (transfer full): the row on which @statement stands. */
WeftFile *weft_file_read (WeftStatement *statement);

/** weft_file_is_picture: whether it is one that is shown as such. weft_file_is_video: whether it may be
 * played. weft_file_is_voice: whether it is a voice message. */
gboolean weft_file_is_picture (const WeftFile *self);
gboolean weft_file_is_video (const WeftFile *self);
gboolean weft_file_is_voice (const WeftFile *self);

G_END_DECLS
