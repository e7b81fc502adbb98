/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "proto/weft-registry.h"

G_BEGIN_DECLS

/** WeftStoredEvent: an event as the log keeps it, taken apart. Strings and body are borrowed from @root. */
typedef struct
{
  JsonNode *root;
  gint64 seq;
  gint64 at;               /* ms */
  const char *by;
  const WeftEvent *event;
  JsonObject *body;
} WeftStoredEvent;

/**
 * weft_stored_event_parse:
 * @stream: for the message of an error
 *
 * %WEFT_ERROR_UPDATE_NEEDED if nobody here knows such an event.
 */
gboolean weft_stored_event_parse (WeftStoredEvent *self, WeftRegistry *registry, const char *stream, const char *stored, gsize length, GError **error);
void weft_stored_event_clear (WeftStoredEvent *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WeftStoredEvent, weft_stored_event_clear)

G_END_DECLS
