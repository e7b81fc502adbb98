/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-wire-stream.h"

#include <errno.h>
#include <glib-unix.h>
#include <poll.h>

#define TAKEN_MAX (256 * 1024) /* bytes which libsoup has read ahead; it reads 8 kB at a time */

/* The two halves hold the whole. */

#define WEFT_TYPE_WIRE_INPUT (weft_wire_input_get_type ())
G_DECLARE_FINAL_TYPE (WeftWireInput, weft_wire_input, WEFT, WIRE_INPUT, GInputStream)
#define WEFT_TYPE_WIRE_OUTPUT (weft_wire_output_get_type ())
G_DECLARE_FINAL_TYPE (WeftWireOutput, weft_wire_output, WEFT, WIRE_OUTPUT, GOutputStream)

struct _WeftWireStream
{
  GIOStream parent_instance;

  WeftWire wire;
  gboolean held; /* nothing more is read of it */
  gsize owed;    /* bytes which TLS took, but the socket not yet: said to be written once it has */
  GInputStream *input;
  GOutputStream *output;
};

struct _WeftWireInput
{
  GInputStream parent_instance;

  WeftWireStream *stream; /* unowned */
};

struct _WeftWireOutput
{
  GOutputStream parent_instance;

  WeftWireStream *stream; /* unowned */
};

static void weft_wire_input_pollable_init (GPollableInputStreamInterface *iface);
static void weft_wire_output_pollable_init (GPollableOutputStreamInterface *iface);

G_DEFINE_FINAL_TYPE (WeftWireStream, weft_wire_stream, G_TYPE_IO_STREAM)
G_DEFINE_FINAL_TYPE_WITH_CODE (WeftWireInput,
                               weft_wire_input,
                               G_TYPE_INPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_INPUT_STREAM,
                                                      weft_wire_input_pollable_init))
G_DEFINE_FINAL_TYPE_WITH_CODE (WeftWireOutput,
                               weft_wire_output,
                               G_TYPE_OUTPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_OUTPUT_STREAM,
                                                      weft_wire_output_pollable_init))

static gboolean
poll_now (WeftWireStream *stream, short events)
{
  struct pollfd descriptor = { .fd = stream->wire.fd, .events = events };

  /* Of one that is over everything can be said at once. */
  return stream->wire.fd < 0 || poll (&descriptor, 1, 0) > 0;
}

static void
would_block (GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK, "Not now");
}

/* A source is for one turn of whoever waits; what epoll would not tell of is told at once. */
static GSource *
create_source (
    GObject *half, WeftWireStream *stream, GIOCondition condition, gboolean now, GCancellable *cancellable)
{
  g_autoptr (GSource) below = NULL;

  if (now || stream == NULL || stream->wire.fd < 0)
    below = g_timeout_source_new (0);
  else
    below = g_unix_fd_source_new (stream->wire.fd, condition);

  return g_pollable_source_new_full (half, below, cancellable);
}

/* Input */

static gssize
weft_wire_input_read_nonblocking (GPollableInputStream *pollable, void *buffer, gsize count, GError **error)
{
  WeftWireStream *stream = WEFT_WIRE_INPUT (pollable)->stream;
  gssize n = stream == NULL ? 0 : stream->held ? -1 : weft_wire_read (&stream->wire, buffer, count);

  if (n < 0)
    would_block (error);

  return n;
}

static gssize
weft_wire_input_read (
    GInputStream *input, void *buffer, gsize count, GCancellable *cancellable, GError **error)
{
  return weft_wire_input_read_nonblocking (G_POLLABLE_INPUT_STREAM (input), buffer, count, error);
}

static gboolean
weft_wire_input_is_readable (GPollableInputStream *pollable)
{
  WeftWireStream *stream = WEFT_WIRE_INPUT (pollable)->stream;

  return stream == NULL || weft_wire_has_more (&stream->wire) || poll_now (stream, POLLIN);
}

static GSource *
weft_wire_input_create_source (GPollableInputStream *pollable, GCancellable *cancellable)
{
  WeftWireStream *stream = WEFT_WIRE_INPUT (pollable)->stream;

  return create_source (G_OBJECT (pollable), stream, G_IO_IN,
                        stream != NULL && weft_wire_has_more (&stream->wire), cancellable);
}

static void
weft_wire_input_pollable_init (GPollableInputStreamInterface *iface)
{
  iface->is_readable = weft_wire_input_is_readable;
  iface->create_source = weft_wire_input_create_source;
  iface->read_nonblocking = weft_wire_input_read_nonblocking;
}

static void
weft_wire_input_class_init (WeftWireInputClass *klass)
{
  G_INPUT_STREAM_CLASS (klass)->read_fn = weft_wire_input_read;
}

static void
weft_wire_input_init (WeftWireInput *self)
{
}

/* Output */

static gssize
weft_wire_output_write_nonblocking (GPollableOutputStream *pollable,
                                    const void *buffer,
                                    gsize count,
                                    GError **error)
{
  WeftWireStream *stream = WEFT_WIRE_OUTPUT (pollable)->stream;
  struct iovec vector = { (gpointer) buffer, count };
  gssize n = -2;

  if (stream != NULL && stream->owed > 0)
    {
      /* The same bytes come again, as GPollableOutputStream demands. */
      n = weft_wire_flush (&stream->wire);
      if (n == 0)
        n = (gssize) stream->owed;
    }
  else if (stream != NULL)
    n = weft_wire_write (&stream->wire, &vector, 1);

  if (n > 0 && stream->wire.flushing)
    {
      stream->owed = (gsize) n;
      n = -1;
    }
  else if (n > 0)
    stream->owed = 0;
  if (n == -1)
    would_block (error);
  else if (n < 0)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE, "The peer is gone");

  return MAX (n, -1);
}

static gssize
weft_wire_output_write (
    GOutputStream *output, const void *buffer, gsize count, GCancellable *cancellable, GError **error)
{
  return weft_wire_output_write_nonblocking (G_POLLABLE_OUTPUT_STREAM (output), buffer, count, error);
}

static gboolean
weft_wire_output_is_writable (GPollableOutputStream *pollable)
{
  WeftWireStream *stream = WEFT_WIRE_OUTPUT (pollable)->stream;

  return stream == NULL || poll_now (stream, POLLOUT);
}

static GSource *
weft_wire_output_create_source (GPollableOutputStream *pollable, GCancellable *cancellable)
{
  return create_source (G_OBJECT (pollable), WEFT_WIRE_OUTPUT (pollable)->stream, G_IO_OUT, FALSE,
                        cancellable);
}

static void
weft_wire_output_pollable_init (GPollableOutputStreamInterface *iface)
{
  iface->is_writable = weft_wire_output_is_writable;
  iface->create_source = weft_wire_output_create_source;
  iface->write_nonblocking = weft_wire_output_write_nonblocking;
}

static void
weft_wire_output_class_init (WeftWireOutputClass *klass)
{
  G_OUTPUT_STREAM_CLASS (klass)->write_fn = weft_wire_output_write;
}

static void
weft_wire_output_init (WeftWireOutput *self)
{
}

/* The whole */

static GInputStream *
weft_wire_stream_get_input_stream (GIOStream *stream)
{
  return WEFT_WIRE_STREAM (stream)->input;
}

static GOutputStream *
weft_wire_stream_get_output_stream (GIOStream *stream)
{
  return WEFT_WIRE_STREAM (stream)->output;
}

static gboolean
weft_wire_stream_close (GIOStream *stream, GCancellable *cancellable, GError **error)
{
  weft_wire_clear (&WEFT_WIRE_STREAM (stream)->wire);

  return TRUE;
}

/* GIOStream's own would do it in another thread, while this one may still want to cut it. */
static void
weft_wire_stream_close_async (GIOStream *stream,
                              int priority,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (stream, cancellable, callback, user_data);

  g_task_set_source_tag (task, weft_wire_stream_close_async);
  g_task_set_priority (task, priority);
  weft_wire_stream_close (stream, cancellable, NULL);
  g_task_return_boolean (task, TRUE);
}

static gboolean
weft_wire_stream_close_finish (GIOStream *stream, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
weft_wire_stream_finalize (GObject *object)
{
  WeftWireStream *self = WEFT_WIRE_STREAM (object);

  weft_wire_clear (&self->wire);
  WEFT_WIRE_INPUT (self->input)->stream = NULL;
  WEFT_WIRE_OUTPUT (self->output)->stream = NULL;
  g_object_unref (self->input);
  g_object_unref (self->output);

  G_OBJECT_CLASS (weft_wire_stream_parent_class)->finalize (object);
}

static void
weft_wire_stream_class_init (WeftWireStreamClass *klass)
{
  GIOStreamClass *stream_class = G_IO_STREAM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = weft_wire_stream_finalize;
  stream_class->get_input_stream = weft_wire_stream_get_input_stream;
  stream_class->get_output_stream = weft_wire_stream_get_output_stream;
  stream_class->close_fn = weft_wire_stream_close;
  stream_class->close_async = weft_wire_stream_close_async;
  stream_class->close_finish = weft_wire_stream_close_finish;
}

static void
weft_wire_stream_init (WeftWireStream *self)
{
  self->wire = WEFT_WIRE_NONE;
  self->input = g_object_new (WEFT_TYPE_WIRE_INPUT, NULL);
  self->output = g_object_new (WEFT_TYPE_WIRE_OUTPUT, NULL);
  WEFT_WIRE_INPUT (self->input)->stream = self;
  WEFT_WIRE_OUTPUT (self->output)->stream = self;
}

/* libsoup puts streams of its own before the one it was given. */
static WeftWireStream *
find (GIOStream *stream)
{
  g_autoptr (GIOStream) below = NULL;

  if (WEFT_IS_WIRE_STREAM (stream))
    return g_object_ref (WEFT_WIRE_STREAM (stream));
  if (g_object_class_find_property (G_OBJECT_GET_CLASS (stream), "base-iostream") != NULL)
    g_object_get (stream, "base-iostream", &below, NULL);

  return below != NULL ? find (below) : NULL;
}

/* Public API */

GIOStream *
weft_wire_stream_new (WeftWire *wire)
{
  WeftWireStream *self = g_object_new (WEFT_TYPE_WIRE_STREAM, NULL);

  self->wire = weft_wire_move (wire);

  return G_IO_STREAM (self);
}

void
weft_wire_stream_cut (WeftWireStream *self)
{
  g_return_if_fail (WEFT_IS_WIRE_STREAM (self));

  weft_wire_cut (&self->wire);
}

gboolean
weft_wire_stream_take (SoupServerMessage *message, WeftWire *wire)
{
  g_autoptr (GIOStream) stream = soup_server_message_steal_connection (message);
  g_autoptr (WeftWireStream) self = stream != NULL ? find (stream) : NULL;
  g_autoptr (GByteArray) ahead = g_byte_array_new ();
  guint8 bytes[4096];
  gssize n;

  if (self == NULL || self->wire.fd < 0)
    return FALSE;

  self->held = TRUE;
  while ((n = g_pollable_input_stream_read_nonblocking (G_POLLABLE_INPUT_STREAM (
                                                            g_io_stream_get_input_stream (stream)),
                                                        bytes, sizeof bytes, NULL, NULL))
             > 0
         && ahead->len < TAKEN_MAX)
    g_byte_array_append (ahead, bytes, (guint) n);
  *wire = weft_wire_move (&self->wire);
  weft_wire_put_back (wire, ahead->data, ahead->len);

  return TRUE;
}
