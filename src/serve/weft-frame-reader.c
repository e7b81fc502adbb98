/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-frame-reader.h"

#define IDLE_MAX 8 /* a thread */

static void
idle_free (gpointer data)
{
  g_ptr_array_unref (data);
}

static GPrivate idle = G_PRIVATE_INIT (idle_free);

/* Public API */

WeftFrameReader *
weft_frame_reader_borrow (const struct wslay_event_callbacks *callbacks, guint64 message_max, gpointer holder)
{
  GPtrArray *readers = g_private_get (&idle);
  WeftFrameReader *self;

  if (readers != NULL && readers->len > 0)
    self = g_ptr_array_steal_index_fast (readers, readers->len - 1);
  else
    {
      self = g_new0 (WeftFrameReader, 1);
      self->answers = g_byte_array_new ();
      if (wslay_event_context_server_init (&self->wslay, callbacks, self) != 0)
        g_error ("Out of memory for a connection");
      wslay_event_config_set_max_recv_msg_length (self->wslay, message_max);
    }
  self->holder = holder;

  return self;
}

void
weft_frame_reader_give_back (WeftFrameReader *self)
{
  GPtrArray *readers = g_private_get (&idle);

  if (readers == NULL)
    {
      readers = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_frame_reader_free);
      g_private_set (&idle, readers);
    }
  self->holder = NULL;
  if (readers->len < IDLE_MAX)
    g_ptr_array_add (readers, self);
  else
    weft_frame_reader_free (self);
}

void
weft_frame_reader_free (WeftFrameReader *self)
{
  wslay_event_context_free (self->wslay);
  g_byte_array_unref (self->answers);
  g_free (self);
}

static guint
get_head_size (const WeftFrameBoundary *self)
{
  guint length = self->head[1] & 0x7f;

  return 2 + (length == 126 ? 2 : length == 127 ? 8 : 0) + ((self->head[1] & 0x80) != 0 ? 4 : 0);
}

static void
end_head (WeftFrameBoundary *self)
{
  guint length = self->head[1] & 0x7f;
  guint n_more = length == 126 ? 2 : length == 127 ? 8 : 0;
  gboolean control = (self->head[0] & 0x8) != 0;

  self->left = n_more == 0 ? length : 0;
  for (guint i = 0; i < n_more; i++)
    self->left = self->left << 8 | self->head[2 + i];
  /* Control frames come between the fragments of a message. */
  if (!control)
    self->fragmented = (self->head[0] & 0x80) == 0;
  self->n_head = 0;
}

void
weft_frame_boundary_pass (WeftFrameBoundary *self, const guint8 *data, gsize length)
{
  while (length > 0)
    {
      gsize n = 1;

      if (self->left > 0)
        {
          n = (gsize) MIN (self->left, length);
          self->left -= n;
        }
      else
        {
          self->head[self->n_head++] = *data;
          if (self->n_head >= 2 && self->n_head == get_head_size (self))
            end_head (self);
        }
      data += n;
      length -= n;
    }
}

gboolean
weft_frame_boundary_is_between (const WeftFrameBoundary *self)
{
  return self->left == 0 && self->n_head == 0 && !self->fragmented;
}
