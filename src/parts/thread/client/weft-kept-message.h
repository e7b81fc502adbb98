/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define WEFT_TYPE_KEPT_MESSAGE (weft_kept_message_get_type ())
G_DECLARE_FINAL_TYPE (WeftKeptMessage, weft_kept_message, WEFT, KEPT_MESSAGE, GObject)

/**
 * WeftKeptMessage:
 *
 * A message which is kept at hand: pinned in its stream, or saved by the person. It holds where the message stands and nothing of what it says.
 * Immutable.
 */
WeftKeptMessage *weft_kept_message_new (const char *stream, const char *id, gint64 window, gint64 at);
const char *weft_kept_message_get_stream (WeftKeptMessage *self);
const char *weft_kept_message_get_id (WeftKeptMessage *self);
gint64 weft_kept_message_get_window (WeftKeptMessage *self);  /* its number in the stream */
gint64 weft_kept_message_get_at (WeftKeptMessage *self);      /* ms: since when it is kept */
const char *weft_kept_message_get_link (WeftKeptMessage *self); /* weft:STREAM#message/ID@WINDOW */
gboolean weft_kept_message_equal (WeftKeptMessage *self, WeftKeptMessage *other);

G_END_DECLS
