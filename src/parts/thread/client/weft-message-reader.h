/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/** WeftReaderState: how far a message came to somebody. */
typedef enum
{
  WEFT_READER_SEEN,
  WEFT_READER_RECEIVED, /* by one of their devices */
  WEFT_READER_WAITING,  /* as far as anybody knows */
} WeftReaderState;

#define WEFT_TYPE_MESSAGE_READER (weft_message_reader_get_type ())
G_DECLARE_FINAL_TYPE (WeftMessageReader, weft_message_reader, WEFT, MESSAGE_READER, GObject)

/**
 * WeftMessageReader:
 *
 * Somebody to whom a message was written, and how far it came. Immutable.
 */
WeftMessageReader *weft_message_reader_new (const char *id, const char *name, WeftReaderState state, gint64 at);

const char *weft_message_reader_get_id (WeftMessageReader *self);
const char *weft_message_reader_get_name (WeftMessageReader *self);
WeftReaderState weft_message_reader_get_state (WeftMessageReader *self);
/** weft_message_reader_get_at: ms; 0: that is not known: a mark says when it came to where it stands, not when it passed what lies before. */
gint64 weft_message_reader_get_at (WeftMessageReader *self);
gboolean weft_message_reader_equal (WeftMessageReader *self, WeftMessageReader *other);

G_END_DECLS
