/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-sync"

#include "config.h"

#include "sync/weft-file-exchange.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "base/weft-json.h"
#include "sync/weft-http.h"
#include "sync/weft-probe.h"

#define PIECE (4 * 1024 * 1024) /* what the server takes in one request */
#define ANSWER_MAX 65536
#define BLOCK (64 * 1024)
#define ROUNDS_MAX 20 /* answers in a row which bring an upload no further */

static gboolean
fail_here (GError **error)
{
  int code = errno;

  if (code == ENOSPC || code == EDQUOT || code == EFBIG)
    g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_FULL, _("The disk is full"));
  else
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_INTERNAL, _("The file cannot be kept on this computer: %s"), g_strerror (code));

  return FALSE;
}

/* Reads an answer that should be short. */
static GBytes *
read_answer (WeftFileExchange *self, SoupMessage *message, GInputStream *input, GError **error)
{
  g_autoptr (GByteArray) body = g_byte_array_new ();
  g_autofree guchar *block = g_malloc (BLOCK);
  gssize n;

  while ((n = g_input_stream_read (input, block, BLOCK, self->cancellable, error)) > 0)
    {
      g_byte_array_append (body, block, (guint) n);
      if (body->len > ANSWER_MAX)
        {
          g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_CORRUPT, "The server's answer is too long");
          return NULL;
        }
    }

  return n < 0 ? NULL : g_byte_array_free_to_bytes (g_steal_pointer (&body));
}

/* An answer that is no success, as an error. Always FALSE. */
static gboolean
fail_with (WeftFileExchange *self, SoupMessage *message, GInputStream *input, GError **error)
{
  g_autoptr (GBytes) body = read_answer (self, message, input, error);

  if (body != NULL)
    {
      GError *refusal = weft_http_error (soup_message_get_status (message), g_bytes_get_data (body, NULL),
                                         g_bytes_get_size (body));

      weft_error_set_retry_after (refusal, weft_http_get_retry_after (message));
      g_propagate_error (error, refusal);
    }

  return FALSE;
}

static void
describe (GError **error)
{
  GError *described;

  if (error == NULL || *error == NULL || (*error)->domain == WEFT_ERROR || g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  described = weft_http_describe (*error);
  g_error_free (*error);
  *error = described;
}

/* Sends with a token, and once more with a fresh one. @make: the message, anew for each time. */
typedef SoupMessage *(*MakeMessage) (WeftFileExchange *self, gpointer data);

static GInputStream *
send (WeftFileExchange *self, MakeMessage make, gpointer data, SoupMessage **message, GError **error)
{
  for (guint attempt = 0; attempt < 2; attempt++)
    {
      g_autofree char *token = self->get_token (attempt > 0, self->user_data, error);
      g_autofree char *value = token != NULL ? g_strconcat ("Bearer ", token, NULL) : NULL;
      g_autoptr (GInputStream) input = NULL;

      if (token == NULL || !weft_probe_run (self->session, self->address, self->cancellable, error))
        return NULL;
      g_clear_object (message);
      *message = make (self, data);
      soup_message_headers_replace (soup_message_get_request_headers (*message), "Authorization", value);
      input = soup_session_send (self->session, *message, self->cancellable, error);
      if (input == NULL)
        {
          describe (error);
          return NULL;
        }
      if (soup_message_get_status (*message) != 401 || attempt > 0)
        return g_steal_pointer (&input);
    }

  return NULL;
}

static JsonNode *
ask (WeftFileExchange *self, MakeMessage make, gpointer data, SoupMessage **message, GError **error)
{
  g_autoptr (GInputStream) input = send (self, make, data, message, error);
  g_autoptr (GBytes) body = NULL;
  JsonNode *node;

  if (input == NULL)
    return NULL;
  if (!SOUP_STATUS_IS_SUCCESSFUL (soup_message_get_status (*message)))
    {
      fail_with (self, *message, input, error);
      describe (error);
      return NULL;
    }
  body = read_answer (self, *message, input, error);
  describe (error);
  if (body == NULL)
    return NULL;
  node = weft_json_parse (g_bytes_get_data (body, NULL), g_bytes_get_size (body), error);

  return node;
}

/* Up */

typedef struct
{
  const char *hash;
  gint64 size;
  int fd;
  char *upload;
  gint64 offset;
} Up;

static SoupMessage *
make_opening (WeftFileExchange *self, gpointer data)
{
  Up *up = data;
  SoupMessage *message = weft_address_new_message (self->address, "POST", "/v1/files");
  g_autofree char *json = g_strdup_printf ("{\"hash\":\"%s\",\"size\":%" G_GINT64_FORMAT "}", up->hash, up->size);
  gsize length = strlen (json);
  g_autoptr (GBytes) body = g_bytes_new_take (g_steal_pointer (&json), length);

  soup_message_set_request_body_from_bytes (message, "application/json", body);

  return message;
}

static GBytes *
read_piece (Up *up)
{
  gsize length = (gsize) MIN (PIECE, up->size - up->offset);
  g_autofree guchar *data = g_malloc (MAX (length, 1));
  gsize done = 0;

  while (done < length)
    {
      gssize n = pread (up->fd, data + done, length - done, up->offset + (gint64) done);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return NULL;
      done += (gsize) n;
    }

  return g_bytes_new_take (g_steal_pointer (&data), length);
}

typedef struct
{
  Up *up;
  GBytes *bytes;
} Piece;

static SoupMessage *
make_piece (WeftFileExchange *self, gpointer data)
{
  Piece *piece = data;
  g_autofree char *path = g_strconcat ("/v1/files/", piece->up->upload, NULL);
  g_autofree char *offset = g_strdup_printf ("%" G_GINT64_FORMAT, piece->up->offset);
  SoupMessage *message = weft_address_new_message (self->address, "PATCH", path);

  soup_message_headers_replace (soup_message_get_request_headers (message), "Upload-Offset", offset);
  soup_message_set_request_body_from_bytes (message, "application/partial-upload", piece->bytes);

  return message;
}

/* Where the server says that the upload stands; it is not believed blindly. */
static gboolean
take_offset (Up *up, gint64 offset, GError **error)
{
  if (offset < 0 || offset > up->size)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_CORRUPT, "The server has %" G_GINT64_FORMAT " bytes of %" G_GINT64_FORMAT, offset,
                   up->size);
      return FALSE;
    }
  up->offset = offset;

  return TRUE;
}

static gboolean
open_upload (WeftFileExchange *self, Up *up, gboolean *complete, gboolean *refused, GError **error)
{
  g_autoptr (SoupMessage) message = NULL;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (JsonNode) answer = ask (self, make_opening, up, &message, &local_error);
  JsonObject *object;
  const char *upload;
  gint64 offset;

  if (answer == NULL)
    {
      /* No quota gets larger by asking again. */
      *refused = weft_error_is_final (local_error) || g_error_matches (local_error, WEFT_ERROR, WEFT_ERROR_FULL);
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  object = json_node_get_object (answer);
  if (!weft_json_get_bool (object, "complete", complete, error))
    return FALSE;
  if (*complete)
    return TRUE;
  if (!weft_json_get_string (object, "upload", &upload, error) || !weft_json_get_int (object, "offset", &offset, error) ||
      !take_offset (up, offset, error))
    return FALSE;
  g_set_str (&up->upload, upload);

  return TRUE;
}

static gboolean
send_piece (WeftFileExchange *self, Up *up, gboolean *complete, gboolean *refused, GError **error)
{
  g_autoptr (SoupMessage) message = NULL;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (JsonNode) answer = NULL;
  Piece piece = { up, read_piece (up) };
  gint64 offset;

  if (piece.bytes == NULL)
    {
      *refused = TRUE;
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND, _("The file is not on this computer any more"));
      return FALSE;
    }
  answer = ask (self, make_piece, &piece, &message, &local_error);
  g_bytes_unref (piece.bytes);
  if (answer == NULL)
    {
      /* It stands elsewhere than we thought, or is forgotten: the next opening says. */
      gboolean elsewhere = g_error_matches (local_error, WEFT_ERROR, WEFT_ERROR_CONFLICT)
                           || g_error_matches (local_error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND);

      *refused = weft_error_is_final (local_error) && !elsewhere && !g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  return weft_json_get_int (json_node_get_object (answer), "offset", &offset, error) && take_offset (up, offset, error)
         && weft_json_get_bool (json_node_get_object (answer), "complete", complete, error);
}

gboolean
weft_file_exchange_upload (WeftFileExchange *self, const char *hash, const char *path, gint64 size, gboolean *refused, GError **error)
{
  Up up = { .hash = hash, .size = size };
  gboolean complete = FALSE;
  gboolean good;
  guint n_idle = 0;

  *refused = FALSE;
  up.fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  if (up.fd < 0)
    {
      *refused = TRUE;
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND, _("The file is not on this computer any more"));
      return FALSE;
    }

  good = open_upload (self, &up, &complete, refused, error);
  while (good && !complete)
    {
      gint64 before = up.offset;

      self->progress (hash, up.offset, size, self->user_data);
      good = send_piece (self, &up, &complete, refused, error);
      n_idle = up.offset > before ? 0 : n_idle + 1;
      if (good && !complete && n_idle > ROUNDS_MAX)
        {
          g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, "The server takes nothing of the file");
          good = FALSE;
        }
    }
  if (good)
    self->progress (hash, size, size, self->user_data);

  close (up.fd);
  g_free (up.upload);

  return good;
}

/* Down */

typedef struct
{
  const char *hash;
  const char *stream;
  gint64 size;
  const char *part;
  int fd;
  gint64 offset;
  GChecksum *checksum;
} Down;

static SoupMessage *
make_request (WeftFileExchange *self, gpointer data)
{
  Down *down = data;
  g_autofree char *path = g_strdup_printf ("/v1/files/%s?stream=%s", down->hash, down->stream);
  SoupMessage *message = weft_address_new_message (self->address, "GET", path);

  if (down->offset > 0)
    {
      g_autofree char *range = g_strdup_printf ("bytes=%" G_GINT64_FORMAT "-", down->offset);
      g_autofree char *tag = g_strdup_printf ("\"%s\"", down->hash);

      soup_message_headers_replace (soup_message_get_request_headers (message), "Range", range);
      soup_message_headers_replace (soup_message_get_request_headers (message), "If-Range", tag);
    }

  return message;
}

/* What lies there from before, summed up; too much of it is thrown away. */
static gboolean
read_part (WeftFileExchange *self, Down *down, GError **error)
{
  g_autofree guchar *block = g_malloc (BLOCK);
  gssize n;

  down->offset = 0;
  while ((n = read (down->fd, block, BLOCK)) != 0)
    {
      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return fail_here (error);
      if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
        return FALSE;
      g_checksum_update (down->checksum, block, n);
      down->offset += n;
    }

  return TRUE;
}

static gboolean
start_anew (Down *down, GError **error)
{
  if (ftruncate (down->fd, 0) != 0 || lseek (down->fd, 0, SEEK_SET) < 0)
    return fail_here (error);
  g_checksum_reset (down->checksum);
  down->offset = 0;

  return TRUE;
}

static gboolean
write_block (Down *down, const guchar *data, gsize length, GError **error)
{
  if ((gint64) length > down->size - down->offset)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_CORRUPT, "The server sends more than the %" G_GINT64_FORMAT " bytes of the file",
                   down->size);
      return FALSE;
    }

  g_checksum_update (down->checksum, data, (gssize) length);
  down->offset += (gint64) length;
  while (length > 0)
    {
      gssize n = write (down->fd, data, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return fail_here (error);
      data += n;
      length -= (gsize) n;
    }

  return TRUE;
}

static gboolean
receive (WeftFileExchange *self, Down *down, GError **error)
{
  g_autoptr (SoupMessage) message = NULL;
  g_autoptr (GInputStream) input = send (self, make_request, down, &message, error);
  g_autofree guchar *block = g_malloc (BLOCK);
  guint status;
  gssize n;

  if (input == NULL)
    return FALSE;
  status = soup_message_get_status (message);
  if (status == 200 && down->offset > 0 && !start_anew (down, error))
    return FALSE;
  if (status != 200 && status != 206)
    {
      fail_with (self, message, input, error);
      describe (error);
      return FALSE;
    }

  while ((n = g_input_stream_read (input, block, BLOCK, self->cancellable, error)) > 0)
    {
      if (!write_block (down, block, (gsize) n, error))
        return FALSE;
      self->progress (down->hash, down->offset, down->size, self->user_data);
    }
  if (n == 0 && down->offset < down->size)
    g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, _("The connection was lost"));
  describe (error);

  return n == 0 && down->offset == down->size;
}

gboolean
weft_file_exchange_download (WeftFileExchange *self, const char *stream, const char *hash, gint64 size, const char *part, GError **error)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  Down down = { .hash = hash, .stream = stream, .size = size, .part = part, .checksum = checksum };
  gboolean good;

  down.fd = g_open (part, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (down.fd < 0)
    return fail_here (error);

  good = read_part (self, &down, error) && (down.offset <= size || start_anew (&down, error));
  if (good && (down.offset < size || size == 0))
    good = receive (self, &down, error);
  if (good && g_strcmp0 (g_checksum_get_string (checksum), hash) != 0)
    {
      g_unlink (part);
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_CORRUPT, _("What came is not the file that was sent; try again"));
      good = FALSE;
    }
  if (good && fdatasync (down.fd) != 0)
    good = fail_here (error);
  close (down.fd);

  return good;
}
