/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "serve/weft-byte-range.h"
#include "serve/weft-file-service-private.h"

#define BLOCK (128 * 1024) /* bytes in memory of one download */
#define SENDING "weft-sending"

/** Sending: one GET: a block is read on the pool, then written by the main loop, then the next is read. */
typedef struct
{
  gatomicrefcount ref_count;
  WeftFileService *service;
  char *person;
  char *hash;
  char *stream;
  char *range; /* (nullable): the field Range, if it counts */

  SoupServerMessage *message; /* unowned; NULL once it is gone; only the main loop */
  GSource *stall;             /* only the main loop */

  /* One thread at a time: the pool's, or the main loop. */
  int fd;
  gint64 size;
  gint64 offset;
  gint64 left;
  GBytes *block;
  GError *error;
} Sending;

static Sending *
sending_ref (Sending *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

static void
sending_unref (Sending *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  if (self->fd >= 0)
    close (self->fd);
  g_clear_pointer (&self->block, g_bytes_unref);
  g_clear_error (&self->error);
  g_free (self->person);
  g_free (self->hash);
  g_free (self->stream);
  g_free (self->range);
  g_free (self);
}

/* On the pool */

static void
open_file (gpointer data)
{
  Sending *self = data;
  WeftFileService *service = self->service;
  WeftDatabase *database = weft_engine_acquire_reader (service->engine, &self->error);
  gboolean named = FALSE;
  WeftRole role;

  if (database == NULL)
    return;

  role = weft_engine_get_role (database, self->stream, self->person, &self->error);
  if (self->error == NULL && role != WEFT_ROLE_NONE)
    weft_blobs_is_named (service->blobs, database, self->stream, self->hash, &named, &self->error);
  if (self->error == NULL && named)
    self->fd = weft_blobs_open (service->blobs, database, self->hash, &self->size, &self->error);
  weft_engine_release_reader (service->engine, database);

  /* Whether it is not here or not theirs is nobody's business. */
  if ((self->error == NULL && !named) || g_error_matches (self->error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND))
    {
      g_clear_error (&self->error);
      g_set_error_literal (&self->error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND, "hash: no such file");
    }
}

static void
read_block (gpointer data)
{
  Sending *self = data;
  gsize length = (gsize) MIN (BLOCK, self->left);
  g_autofree guchar *buffer = g_malloc (length);
  gssize n;

  do
    n = pread (self->fd, buffer, length, self->offset);
  while (n < 0 && errno == EINTR);
  if (n <= 0)
    {
      g_set_error (&self->error, WEFT_ERROR, WEFT_ERROR_INTERNAL, "Cannot read the file %s: %s", self->hash,
                   n < 0 ? g_strerror (errno) : "it is cut short");
      return;
    }

  self->offset += n;
  self->left -= n;
  self->block = g_bytes_new_take (g_steal_pointer (&buffer), (gsize) n);
}

/* On the main loop */

static void
on_block (gpointer data)
{
  Sending *self = data;

  if (self->message != NULL && self->error != NULL)
    {
      /* Too late to say it in words. */
      g_warning ("%s", self->error->message);
      weft_front_cut (self->message);
      soup_server_message_unpause (self->message);
    }
  else if (self->message != NULL)
    {
      SoupMessageBody *body = soup_server_message_get_response_body (self->message);

      soup_message_body_append_bytes (body, self->block);
      if (self->left == 0)
        soup_message_body_complete (body);
      soup_server_message_unpause (self->message);
    }
  g_clear_pointer (&self->block, g_bytes_unref);
  sending_unref (self);
}

static void
send_next (SoupServerMessage *message, gpointer user_data)
{
  Sending *self = user_data;

  if (self->left == 0)
    return;

  if (!_weft_file_service_push (self->service, read_block, on_block, sending_ref (self)))
    {
      sending_unref (self);
      weft_front_cut (message);
    }
}

static void
on_progress (SoupServerMessage *message, guint n_bytes, gpointer user_data)
{
  Sending *self = user_data;

  g_source_set_ready_time (self->stall,
                           g_get_monotonic_time () + self->service->limits.stall * G_GINT64_CONSTANT (1000));
}

static gboolean
on_stalled (gpointer user_data)
{
  Sending *self = user_data;

  if (self->message != NULL)
    weft_front_cut (self->message);

  return G_SOURCE_REMOVE;
}

static void
start (Sending *self)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (self->message);
  g_autofree char *tag = g_strdup_printf ("\"%s\"", self->hash);
  g_autofree char *content_range = NULL;
  gboolean is_head = g_str_equal (soup_server_message_get_method (self->message), "HEAD");
  gint64 first = 0;
  gint64 length = self->size;
  guint status = 200;

  switch (weft_byte_range_parse (self->range, self->size, &first, &length))
    {
    case WEFT_BYTE_RANGE_PART:
      status = 206;
      content_range = g_strdup_printf ("bytes %" G_GINT64_FORMAT "-%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT,
                                       first, first + length - 1, self->size);
      break;
    case WEFT_BYTE_RANGE_UNSATISFIABLE:
      status = 416;
      content_range = g_strdup_printf ("bytes */%" G_GINT64_FORMAT, self->size);
      length = 0;
      break;
    case WEFT_BYTE_RANGE_ALL:
    default:
      break;
    }

  soup_server_message_set_status (self->message, status, NULL);
  soup_message_headers_replace (headers, "ETag", tag);
  soup_message_headers_replace (headers, "Accept-Ranges", "bytes");
  if (content_range != NULL)
    soup_message_headers_replace (headers, "Content-Range", content_range);
  /* Strangers' files are data here, never pages: no browser may look into them or run them. */
  soup_message_headers_replace (headers, "Content-Type", "application/octet-stream");
  soup_message_headers_replace (headers, "Content-Disposition", "attachment");
  soup_message_headers_replace (headers, "X-Content-Type-Options", "nosniff");
  soup_message_headers_replace (headers, "Content-Security-Policy", "default-src 'none'; sandbox");
  soup_message_headers_replace (headers, "Cross-Origin-Resource-Policy", "same-origin");
  soup_message_headers_replace (headers, "Cache-Control", "private, no-store");
  soup_message_headers_set_content_length (headers, length);

  self->offset = first;
  self->left = is_head ? 0 : length;
  if (self->left == 0)
    {
      soup_server_message_unpause (self->message);
      return;
    }

  soup_message_body_set_accumulate (soup_server_message_get_response_body (self->message), FALSE);
  self->stall = g_timeout_source_new ((guint) self->service->limits.stall);
  g_source_set_callback (self->stall, on_stalled, self, NULL);
  g_source_attach (self->stall, self->service->context);
  g_signal_connect (self->message, "wrote-body-data", G_CALLBACK (on_progress), self);
  g_signal_connect (self->message, "wrote-chunk", G_CALLBACK (send_next), self);
  send_next (self->message, self);
}

static void
on_open (gpointer data)
{
  Sending *self = data;

  if (self->message != NULL && self->error != NULL)
    {
      weft_http_refuse (self->message, self->error);
      soup_server_message_unpause (self->message);
    }
  else if (self->message != NULL)
    {
      start (self);
    }
  sending_unref (self);
}

static void
on_message_gone (gpointer data)
{
  Sending *self = data;

  self->message = NULL;
  if (self->stall != NULL)
    {
      g_source_destroy (self->stall);
      g_clear_pointer (&self->stall, g_source_unref);
    }
  _weft_file_service_leave (self->service, self->person);
  sending_unref (self);
}

/* The field Range, unless If-Range says that it is of other bytes (RFC 9110, 13.1.5). */
static char *
get_range (SoupMessageHeaders *headers, const char *hash)
{
  g_autofree char *tag = g_strdup_printf ("\"%s\"", hash);
  const char *condition = soup_message_headers_get_one (headers, "If-Range");
  char *range = g_strdup (soup_message_headers_get_list (headers, "Range"));

  if (condition != NULL && !g_str_equal (condition, tag))
    g_clear_pointer (&range, g_free);
  /* libsoup would cut the body by it once more. */
  soup_message_headers_remove (headers, "Range");

  return range;
}

void
_weft_file_service_send (WeftFileService *service,
                         SoupServerMessage *message,
                         const char *hash,
                         GHashTable *query)
{
  const char *stream = query != NULL ? g_hash_table_lookup (query, "stream") : NULL;
  g_autofree char *person = NULL;
  g_autoptr (GError) error = NULL;
  Sending *self;

  if (stream == NULL || !weft_stream_is_valid (stream))
    {
      g_set_error_literal (&error, WEFT_ERROR, WEFT_ERROR_INVALID,
                           "stream: say in which one the file is named, ?stream=room/<id>");
      weft_http_refuse (message, error);
      return;
    }
  person = _weft_file_service_authenticate (service, message);
  if (person == NULL || !_weft_file_service_enter (service, message, person))
    return;

  self = g_new0 (Sending, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->service = service;
  self->message = message;
  self->person = g_steal_pointer (&person);
  self->hash = g_strdup (hash);
  self->stream = g_strdup (stream);
  self->range = get_range (soup_server_message_get_request_headers (message), hash);
  self->fd = -1;
  g_object_set_data_full (G_OBJECT (message), SENDING, self, on_message_gone);

  soup_server_message_pause (message);
  if (_weft_file_service_push (service, open_file, on_open, sending_ref (self)))
    return;

  sending_unref (self);
  g_set_error_literal (&error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE,
                       "The server is busy; try again in a moment");
  weft_http_refuse (message, error);
  soup_server_message_unpause (message);
}
