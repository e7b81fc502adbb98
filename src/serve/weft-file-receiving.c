/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include <string.h>

#include "base/weft-json.h"
#include "serve/weft-file-service-private.h"

#define QUEUE_HIGH (256 * 1024) /* bytes read and not written yet, over which the connection is not read */
#define QUEUE_LOW (64 * 1024)
#define PROGRESS (32 * 1024) /* bytes which earn the rest of a request its whole time again */
#define RECEIVING "weft-receiving"

/**
 * Receiving: one PATCH: bytes go from the main loop through a short queue to the pool, and the answer comes
 * back. The message may end first, with its connection; what has come by then is kept.
 */
typedef struct
{
  gatomicrefcount ref_count;
  WeftFileService *service;
  char *id;
  char *person;
  gint64 offset;

  SoupServerMessage *message; /* unowned; NULL once it is gone; only the main loop */
  gboolean paused;            /* only the main loop */
  gsize n_since;              /* bytes since the time was prolonged; only the main loop */

  GMutex mutex;
  GQueue chunks; /* of GBytes */
  gsize queued;
  gboolean running; /* a job is on the pool */
  gboolean ended;   /* no more chunks come */
  gboolean whole;   /* … because all have come */

  /* The running job's */
  WeftUpload *upload;
  gint64 stands;
  gboolean complete;
  GError *error;
} Receiving;

static void
receiving_unref (Receiving *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_queue_clear_full (&self->chunks, (GDestroyNotify) g_bytes_unref);
  g_clear_pointer (&self->upload, weft_upload_unref);
  g_clear_error (&self->error);
  g_mutex_clear (&self->mutex);
  g_free (self->id);
  g_free (self->person);
  g_free (self);
}

static Receiving *
receiving_ref (Receiving *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/* Back on the main loop */

static void
on_room (gpointer data)
{
  Receiving *self = data;

  if (self->message != NULL && self->paused)
    {
      self->paused = FALSE;
      soup_server_message_unpause (self->message);
    }
  receiving_unref (self);
}

static void
set_number (SoupMessageHeaders *headers, const char *name, gint64 value)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, value);

  soup_message_headers_replace (headers, name, text);
}

static void
on_finished (gpointer data)
{
  Receiving *self = data;

  if (self->message != NULL)
    {
      SoupMessageHeaders *headers = soup_server_message_get_response_headers (self->message);

      if (self->upload != NULL)
        set_number (headers, "Upload-Offset", self->stands);
      if (self->error != NULL)
        {
          weft_http_refuse (self->message, self->error);
        }
      else
        {
          GString *out = g_string_new (NULL);

          soup_message_headers_replace (headers, "Upload-Complete", self->complete ? "?1" : "?0");
          weft_json_begin (out, NULL);
          weft_json_int (out, "offset", self->stands);
          weft_json_bool (out, "complete", self->complete);
          weft_json_end (out);
          weft_http_answer (self->message, 200, out);
        }
      soup_server_message_unpause (self->message);
    }
  receiving_unref (self);
}

/* On the pool */

static void
begin (Receiving *self)
{
  self->upload = _weft_file_service_find (self->service, self->id, self->person, &self->error);
  if (self->upload != NULL)
    weft_upload_begin (self->upload, self, self->offset, &self->stands, &self->error);
}

static void
end (Receiving *self, gboolean whole)
{
  if (self->upload == NULL)
    return;

  weft_upload_end (self->upload, self, &self->stands);
  if (whole && self->error == NULL && self->stands == weft_upload_get_size (self->upload))
    self->complete = _weft_file_service_complete (self->service, self->upload, &self->error);
}

static void
run (gpointer data)
{
  Receiving *self = data;
  gboolean ended;
  gboolean whole;

  if (self->upload == NULL && self->error == NULL)
    begin (self);

  g_mutex_lock (&self->mutex);
  while (!g_queue_is_empty (&self->chunks))
    {
      g_autoptr (GBytes) chunk = g_queue_pop_head (&self->chunks);
      gsize before = self->queued;

      self->queued -= g_bytes_get_size (chunk);
      if (before > QUEUE_LOW && self->queued <= QUEUE_LOW)
        _weft_file_service_tell (self->service, on_room, receiving_ref (self));
      g_mutex_unlock (&self->mutex);
      if (self->error == NULL)
        weft_upload_write (self->upload, self, chunk, &self->error);
      g_mutex_lock (&self->mutex);
    }
  self->running = ended = self->ended; /* nothing comes after the end */
  whole = self->whole;
  g_mutex_unlock (&self->mutex);

  if (ended)
    {
      end (self, whole);
      _weft_file_service_tell (self->service, on_finished, receiving_ref (self));
    }
}

static void
on_ran (gpointer data)
{
  receiving_unref (data);
}

/* With the mutex held. A queue that is full says so only where nothing is lost: at the beginning. */
static gboolean
wake (Receiving *self)
{
  if (self->running)
    return TRUE;

  self->running = _weft_file_service_push (self->service, run, on_ran, receiving_ref (self));
  if (!self->running)
    receiving_unref (self);

  return self->running;
}

/* On the main loop */

static void
on_chunk (SoupServerMessage *message, GBytes *chunk, gpointer user_data)
{
  Receiving *self = user_data;
  gsize queued;

  g_mutex_lock (&self->mutex);
  g_queue_push_tail (&self->chunks, g_bytes_ref (chunk));
  self->queued += g_bytes_get_size (chunk);
  queued = self->queued;
  if (!wake (self))
    {
      g_mutex_unlock (&self->mutex);
      weft_front_cut (message);
      return;
    }
  g_mutex_unlock (&self->mutex);

  self->n_since += g_bytes_get_size (chunk);
  if (self->n_since >= PROGRESS)
    {
      self->n_since = 0;
      weft_front_prolong (self->service->front, message);
    }
  if (queued > QUEUE_HIGH && !self->paused)
    {
      self->paused = TRUE;
      soup_server_message_pause (message);
    }
}

static void
finish (Receiving *self, gboolean whole)
{
  g_mutex_lock (&self->mutex);
  if (!self->ended)
    {
      self->ended = TRUE;
      self->whole = whole;
      if (!wake (self) && self->upload != NULL)
        weft_upload_end (self->upload, self, NULL);
    }
  g_mutex_unlock (&self->mutex);
}

/* The message is over, answered or not. */
static void
on_message_gone (gpointer data)
{
  Receiving *self = data;

  self->message = NULL;
  _weft_file_service_leave (self->service, self->person);
  finish (self, FALSE);
  receiving_unref (self);
}

static gboolean
read_number (SoupMessageHeaders *headers, const char *name, gint64 *value, GError **error)
{
  const char *text = soup_message_headers_get_one (headers, name);
  gsize digits = text != NULL ? strspn (text, "0123456789") : 0;

  /* An integer of RFC 9651, 3.3.1, which is not negative. */
  if (digits == 0 || digits > 15 || text[digits] != '\0')
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "%s: expected a number of bytes", name);
      return FALSE;
    }
  *value = g_ascii_strtoll (text, NULL, 10);

  return TRUE;
}

static gboolean
check_headers (SoupServerMessage *message, gint64 *offset, GError **error)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *type = soup_message_headers_get_content_type (headers, NULL);
  goffset length = soup_message_headers_get_content_length (headers);

  if (g_strcmp0 (type, "application/partial-upload") != 0)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                           "Content-Type: expected application/partial-upload");
      return FALSE;
    }
  if (soup_message_headers_get_encoding (headers) != SOUP_ENCODING_CONTENT_LENGTH)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID, "body: send it with a Content-Length");
      return FALSE;
    }
  if (length > WEFT_FILE_PIECE_MAX)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_TOO_LARGE, "body: %" G_GOFFSET_FORMAT " bytes, at most %d",
                   length, WEFT_FILE_PIECE_MAX);
      return FALSE;
    }

  return read_number (headers, "Upload-Offset", offset, error);
}

void
_weft_file_service_receive (WeftFileService *service, SoupServerMessage *message, const char *id)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autofree char *person = NULL;
  g_autoptr (GError) error = NULL;
  Receiving *self;
  gint64 offset = 0;

  /* Whatever comes of it, the body is not gathered in memory; and what is refused is not read to its end. */
  soup_message_body_set_accumulate (body, FALSE);
  person = _weft_file_service_authenticate (service, message);
  if (person != NULL && !check_headers (message, &offset, &error))
    weft_http_refuse (message, error);
  if (person == NULL || error != NULL || !_weft_file_service_enter (service, message, person))
    {
      soup_message_headers_replace (soup_server_message_get_response_headers (message), "Connection",
                                    "close");
      return;
    }

  self = g_new0 (Receiving, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->service = service;
  self->message = message;
  self->id = g_strdup (id);
  self->person = g_steal_pointer (&person);
  self->offset = offset;
  g_mutex_init (&self->mutex);
  g_queue_init (&self->chunks);
  g_object_set_data_full (G_OBJECT (message), RECEIVING, self, on_message_gone);
  g_signal_connect (message, "got-chunk", G_CALLBACK (on_chunk), self);
}

void
_weft_file_service_received (WeftFileService *service, SoupServerMessage *message)
{
  Receiving *self = g_object_get_data (G_OBJECT (message), RECEIVING);

  g_return_if_fail (self != NULL);

  /* Its answer comes from the pool. */
  self->paused = FALSE;
  soup_server_message_pause (message);
  finish (self, TRUE);
}
