/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-wire.h"

#include <errno.h>
#include <gnutls/gnutls.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define RECORD_MAX 16384 /* bytes of content, RFC 8446, section 5.1 */

WeftWire
weft_wire_move (WeftWire *self)
{
  WeftWire moved = *self;

  *self = WEFT_WIRE_NONE;

  return moved;
}

void
weft_wire_clear (WeftWire *self)
{
  if (self->tls != NULL)
    {
      /* Half a record must be followed by its other half, and by nothing else. */
      if (!self->flushing && self->fd >= 0)
        gnutls_bye (self->tls, GNUTLS_SHUT_WR);
      gnutls_deinit (self->tls);
    }
  g_clear_pointer (&self->front, g_byte_array_unref);
  if (self->fd >= 0)
    {
      shutdown (self->fd, SHUT_RDWR);
      close (self->fd);
    }
  *self = WEFT_WIRE_NONE;
}

void
weft_wire_cut (WeftWire *self)
{
  if (self->fd >= 0)
    shutdown (self->fd, SHUT_RDWR);
}

WeftWireShake
weft_wire_shake (WeftWire *self)
{
  int status;

  if (self->tls == NULL)
    return WEFT_WIRE_SHAKEN;

  /* A warning is no reason to end, and one after another must not keep the thread. */
  status = gnutls_handshake (self->tls);
  if (status == GNUTLS_E_SUCCESS)
    return WEFT_WIRE_SHAKEN;
  if (status == GNUTLS_E_AGAIN || status == GNUTLS_E_INTERRUPTED)
    return gnutls_record_get_direction (self->tls) == 1 ? WEFT_WIRE_WAITS_WRITE : WEFT_WIRE_WAITS_READ;
  g_debug ("No TLS: %s", gnutls_strerror (status));
  /* Says why, for whoever it was; best effort. */
  gnutls_alert_send_appropriate (self->tls, status);

  return WEFT_WIRE_FAILED;
}

/* Reading */

static gsize
read_front (WeftWire *self, void *data, gsize length)
{
  gsize n = MIN (length, self->front->len);

  memcpy (data, self->front->data, n);
  if (n == self->front->len)
    g_clear_pointer (&self->front, g_byte_array_unref);
  else
    g_byte_array_remove_range (self->front, 0, (guint) n);

  return n;
}

gssize
weft_wire_read (WeftWire *self, void *data, gsize length)
{
  gssize n;

  if (self->front != NULL)
    return (gssize) read_front (self, data, length);
  if (self->fd < 0)
    return 0;

  if (self->tls != NULL)
    {
      n = gnutls_record_recv (self->tls, data, length);
      if (n == GNUTLS_E_AGAIN || n == GNUTLS_E_INTERRUPTED)
        return -1;
      /* Whatever else it is, a new handshake in TLS 1.2 too, we do not go on with it. */
      return MAX (n, 0);
    }

  do
    n = recv (self->fd, data, length, MSG_DONTWAIT);
  while (n < 0 && errno == EINTR);
  if (n < 0)
    return errno == EAGAIN || errno == EWOULDBLOCK ? -1 : 0;

  return n;
}

gboolean
weft_wire_has_more (const WeftWire *self)
{
  return self->front != NULL || (self->tls != NULL && gnutls_record_check_pending (self->tls) > 0);
}

void
weft_wire_put_back (WeftWire *self, const void *data, gsize length)
{
  if (length == 0)
    return;
  if (self->front == NULL)
    self->front = g_byte_array_sized_new ((guint) length);
  g_byte_array_prepend (self->front, data, (guint) length);
}

/* Writing */

int
weft_wire_flush (WeftWire *self)
{
  gssize n;

  if (!self->flushing)
    return 0;

  /* The rest of what GnuTLS has encrypted and kept. */
  n = gnutls_record_send (self->tls, NULL, 0);
  if (n == GNUTLS_E_AGAIN || n == GNUTLS_E_INTERRUPTED)
    return -1;
  self->flushing = FALSE;

  return n < 0 ? -2 : 0;
}

static gssize
write_record (WeftWire *self, const struct iovec *vectors, guint n_vectors)
{
  guint8 gathered[RECORD_MAX];
  const void *data = vectors[0].iov_base;
  gsize length = MIN (vectors[0].iov_len, RECORD_MAX);
  int flushed = weft_wire_flush (self);
  gssize n;

  if (flushed != 0)
    return flushed;
  if (n_vectors > 1 && length < RECORD_MAX)
    {
      memcpy (gathered, data, length);
      data = gathered;
      for (guint i = 1; i < n_vectors && length < RECORD_MAX; i++)
        {
          gsize more = MIN (vectors[i].iov_len, RECORD_MAX - length);

          memcpy (gathered + length, vectors[i].iov_base, more);
          length += more;
        }
    }

  n = gnutls_record_send (self->tls, data, length);
  if (n == GNUTLS_E_AGAIN || n == GNUTLS_E_INTERRUPTED)
    {
      /* It is encrypted, and goes out before anything else. */
      self->flushing = TRUE;
      return (gssize) length;
    }

  return n < 0 ? -2 : n;
}

gssize
weft_wire_write (WeftWire *self, const struct iovec *vectors, guint n_vectors)
{
  struct msghdr message = { .msg_iov = (struct iovec *) vectors, .msg_iovlen = n_vectors };
  gssize n;

  if (self->fd < 0)
    return -2;
  if (self->tls != NULL)
    return write_record (self, vectors, n_vectors);

  do
    n = sendmsg (self->fd, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
  while (n < 0 && errno == EINTR);
  if (n < 0)
    return errno == EAGAIN || errno == EWOULDBLOCK ? -1 : -2;

  return n;
}
