/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "serve/weft-limits.h"

#include "base/weft-error.h"
#include "proto/weft-frame.h"
#include "serve/weft-blobs.h"

const WeftLimits weft_default_limits = {
  .queue_soft = 256 * 1024,
  .queue_hard = 4 * 1024 * 1024,
  .stall = 90000,
  .request = 30000,
  .handshake = 10000,
  .hello = 10000,
  .silence = WEFT_SILENCE_MAX,
  .heartbeat = WEFT_HEARTBEAT,
  .reread = 5000,
  .node_silence = 15000,
  .access_lifetime = 15 * 60 * 1000,
  .refresh_lifetime = G_GINT64_CONSTANT (60) * 24 * 3600 * 1000,
  .file_size = G_GINT64_CONSTANT (2) << 30,
  .files_person = G_GINT64_CONSTANT (50) << 30,
  .files_workspace = G_GINT64_CONSTANT (1) << 40,
  .uploads = 32,
  .file_grace = WEFT_BLOBS_GRACE,
  .file_collect = 10 * 60 * 1000,
  .channels = 32,
  .polls = 5000,
  /* The largest outbox that is promised to drain at full speed holds 10,000 operations, and what a client
   * says around each (what it reads, opens, acknowledges) is less than one frame more. The rate is a seventh
   * of what the writer does. */
  .frames = 2000,
  .frames_burst = 20000,
  .posts = 120,
  .attempts = 10,
};

#define STEP                                                                                                 \
  (60                                                                                                        \
   * G_GINT64_CONSTANT (                                                                                     \
       1000)) /* ms: by which NTP may set a clock back, and nobody is to be signed in anew for it */

gboolean
weft_limits_is_token_over (const WeftLimits *self, gint64 expires_at, gint64 now)
{
  return expires_at <= now || expires_at - now > self->access_lifetime + STEP;
}

gboolean
weft_limits_parse (WeftLimits *self, const char *text, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      char *equals = strchr (parts[i], '=');
      gint64 value;

      if (equals == NULL
          || !g_ascii_string_to_signed (equals + 1, 10, 1, G_GINT64_CONSTANT (1) << 50, &value, NULL))
        {
          g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "%s: expected NAME=NUMBER", parts[i]);
          return FALSE;
        }
      *equals = '\0';
      if (g_str_equal (parts[i], "queue-soft"))
        self->queue_soft = (gsize) value;
      else if (g_str_equal (parts[i], "queue-hard"))
        self->queue_hard = (gsize) value;
      else if (g_str_equal (parts[i], "stall"))
        self->stall = value;
      else if (g_str_equal (parts[i], "request"))
        self->request = value;
      else if (g_str_equal (parts[i], "handshake"))
        self->handshake = value;
      else if (g_str_equal (parts[i], "hello"))
        self->hello = value;
      else if (g_str_equal (parts[i], "silence"))
        self->silence = value;
      else if (g_str_equal (parts[i], "reread"))
        self->reread = value;
      else if (g_str_equal (parts[i], "node-silence"))
        self->node_silence = value;
      else if (g_str_equal (parts[i], "heartbeat"))
        self->heartbeat = value;
      else if (g_str_equal (parts[i], "access"))
        self->access_lifetime = value;
      else if (g_str_equal (parts[i], "file-size"))
        self->file_size = value;
      else if (g_str_equal (parts[i], "files-person"))
        self->files_person = value;
      else if (g_str_equal (parts[i], "files-workspace"))
        self->files_workspace = value;
      else if (g_str_equal (parts[i], "uploads"))
        self->uploads = (guint) MIN (value, G_MAXINT32);
      else if (g_str_equal (parts[i], "file-grace"))
        self->file_grace = value;
      else if (g_str_equal (parts[i], "file-collect"))
        self->file_collect = MIN (value, G_MAXINT32);
      else if (g_str_equal (parts[i], "refresh"))
        self->refresh_lifetime = value;
      else if (g_str_equal (parts[i], "channels"))
        self->channels = (guint) MIN (value, G_MAXINT32);
      else if (g_str_equal (parts[i], "polls"))
        self->polls = (guint) MIN (value, G_MAXINT32);
      else if (g_str_equal (parts[i], "frames"))
        self->frames = (guint) MIN (value, G_USEC_PER_SEC);
      else if (g_str_equal (parts[i], "frames-burst"))
        self->frames_burst = (guint) MIN (value, G_USEC_PER_SEC);
      else if (g_str_equal (parts[i], "posts"))
        self->posts = (guint) MIN (value, G_MAXINT32);
      else if (g_str_equal (parts[i], "attempts"))
        self->attempts = (guint) MIN (value, G_MAXINT32);
      else
        {
          g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "%s: no such limit", parts[i]);
          return FALSE;
        }
    }

  return TRUE;
}
