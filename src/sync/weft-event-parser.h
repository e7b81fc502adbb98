/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * WeftEventParser:
 *
 * Takes a stream of server-sent events apart (HTML Living Standard, section 9.2.6), as its bytes come; of an event it keeps the type and the data. Lines may end
 * in CR LF or LF.
 */
typedef struct _WeftEventParser WeftEventParser;

/** weft_event_parser_new: @max: bytes that an event may have, and a line. */
WeftEventParser *weft_event_parser_new (gsize max);
void weft_event_parser_free (WeftEventParser *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftEventParser, weft_event_parser_free)

void weft_event_parser_push (WeftEventParser *self, const void *bytes, gsize length);
/** weft_event_parser_reset: another stream begins: what was half an event is none. */
void weft_event_parser_reset (WeftEventParser *self);

/** WeftEvent: @type: "" unless it was named; a comment has the type ":" and its text as data. */
typedef struct
{
  const char *type;
  const char *data;
  gsize length;
} WeftEvent;

/**
 * weft_event_parser_next:
 * @event: (out): good until the next call
 *
 * Returns: FALSE if there is no whole one more, or with WEFT_ERROR_TOO_LARGE
 */
gboolean weft_event_parser_next (WeftEventParser *self, WeftEvent *event, GError **error);

G_END_DECLS
