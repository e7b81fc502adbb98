/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-event-stream.h"

#include <string.h>

#include "base/weft-json.h"
#include "proto/weft-frame.h"
#include "serve/weft-connection-private.h"

static const char data[] = "data: ";

static void
queue_locked (WeftConnection *self, GBytes *frame)
{
  g_autoptr (GBytes) event = weft_event_stream_encode (frame);

  _weft_connection_push_locked (self, event);
}

static void
close_locked (WeftConnection *self, guint code, const char *reason)
{
  g_autoptr (GBytes) event = weft_event_stream_encode_close (code, reason);

  _weft_connection_push_locked (self, event);
}

/* The request is over: whatever else comes is nothing we asked for. */
static void
read_all (WeftConnection *self)
{
  _weft_connection_discard (self);
}

static gboolean
has_parted (WeftConnection *self)
{
  return TRUE;
}

static const WeftConnectionClass event_stream_class = {
  .name = "stream",
  .queue_locked = queue_locked,
  .close_locked = close_locked,
  .read = read_all,
  .has_parted = has_parted,
};

/* Public API */

WeftConnection *
weft_event_stream_new (WeftWire *wire, const WeftLimits *limits)
{
  WeftConnection *self = g_new0 (WeftConnection, 1);
  g_autoptr (GBytes) begin = weft_event_stream_begin ();

  _weft_connection_init (self, &event_stream_class, wire, limits);
  _weft_connection_push_locked (self, begin);

  return self;
}

GBytes *
weft_event_stream_begin (void)
{
  static const char begin[] = ": " WEFT_PROTOCOL "\n\n";

  return g_bytes_new_static (begin, sizeof begin - 1);
}

/* The server's own JSON has no line breaks, so one line holds a frame. */
GBytes *
weft_event_stream_encode (GBytes *frame)
{
  g_autoptr (GBytes) text = _weft_connection_decode (frame);
  gsize length;
  const char *from = g_bytes_get_data (text, &length);
  gsize size = strlen (data) + length + 2;
  char *event = g_malloc (size);

  memcpy (event, data, strlen (data));
  memcpy (event + strlen (data), from, length);
  memcpy (event + strlen (data) + length, "\n\n", 2);

  return g_bytes_new_take (event, size);
}

GBytes *
weft_event_stream_encode_close (guint code, const char *reason)
{
  g_autoptr (GString) json = g_string_new (NULL);
  char *event;

  weft_json_begin (json, NULL);
  weft_json_int (json, "code", code);
  weft_json_string (json, "reason", reason);
  weft_json_end (json);
  event = g_strconcat ("event: close\n", data, json->str, "\n\n", NULL);

  return g_bytes_new_take (event, strlen (event));
}
