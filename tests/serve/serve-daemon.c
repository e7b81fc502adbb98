/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "serve-daemon.h"

#include <signal.h>
#include <string.h>
#include <sys/prctl.h>

#include <gio/gunixsocketaddress.h>

#include "base/weft-id.h"
#include "serve-fixture.h"

#define PATIENCE 20 /* s: far beyond what anything takes */

/* The server */

static gboolean
has_option (const char *const *options, const char *name)
{
  for (guint i = 0; options != NULL && options[i] != NULL; i++)
    if (g_str_has_prefix (options[i], name))
      return TRUE;

  return FALSE;
}

/* A test which aborts takes its server with it: whoever started the test waits until nobody holds its output any more. */
static void
die_together (gpointer user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static ServeDaemon *
start (const char *directory, const char *const *options)
{
  ServeDaemon *self = g_new0 (ServeDaemon, 1);
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GDataInputStream) lines = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) arguments = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;
  g_autofree char *url = NULL;
  g_auto (GStrv) words = NULL;

  self->directory = g_strdup (directory);
  self->data = g_build_filename (directory, "data", NULL);
  self->socket = g_build_filename (directory, "s", NULL);
  g_strv_builder_add_many (builder, WEFTD, "--directory", self->data, "--socket", self->socket, NULL);
  if (options != NULL)
    g_strv_builder_addv (builder, (const char **) options);
  arguments = g_strv_builder_end (builder);

  g_subprocess_launcher_set_child_setup (launcher, die_together, NULL, NULL);
  url = serve_directory_url (directory);
  if (url != NULL)
    g_subprocess_launcher_setenv (launcher, "WEFT_DATABASE", url, TRUE);
  self->process = g_subprocess_launcher_spawnv (launcher, (const char *const *) arguments, &error);
  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (lines), FALSE);
  line = g_data_input_stream_read_line (lines, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (line);
  g_assert_true (g_str_has_prefix (line, "ready unix:"));
  words = g_strsplit (line, " ", -1);
  if (has_option (options, "--listen"))
    {
      g_assert_nonnull (words[2]);
      self->address = g_strdup (strstr (words[2], "://") + 3);
    }

  return self;
}

ServeDaemon *
serve_daemon_new (const char *const *options)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *directory = g_dir_make_tmp ("weftd-XXXXXX", &error);

  g_assert_no_error (error);
  return start (directory, options);
}

ServeDaemon *
serve_daemon_new_in (const char *directory, const char *const *options)
{
  ServeDaemon *self = start (directory, options);

  self->keep = TRUE;
  return self;
}

void
serve_daemon_kill (ServeDaemon *self)
{
  g_subprocess_force_exit (self->process);
  g_subprocess_wait (self->process, NULL, NULL);
  g_clear_object (&self->process);
}

void
serve_daemon_free (ServeDaemon *self)
{
  if (self->process != NULL)
    {
      g_subprocess_send_signal (self->process, SIGTERM);
      g_subprocess_wait (self->process, NULL, NULL);
      g_assert_true (g_subprocess_get_if_exited (self->process));
      g_assert_cmpint (g_subprocess_get_exit_status (self->process), ==, 0);
      g_clear_object (&self->process);
    }
  if (!self->keep)
    serve_remove_directory (self->directory);
  g_free (self->directory);
  g_free (self->data);
  g_free (self->socket);
  g_free (self->address);
  g_free (self->anna);
  g_free (self->anna_id);
  g_free (self);
}

/* HTTP */

static gboolean
accept_any (GTlsConnection *connection,
            GTlsCertificate *certificate,
            GTlsCertificateFlags errors,
            gpointer user_data)
{
  return TRUE;
}

static void
on_event (GSocketClient *client,
          GSocketClientEvent event,
          GSocketConnectable *connectable,
          GIOStream *stream,
          gpointer user_data)
{
  if (event == G_SOCKET_CLIENT_TLS_HANDSHAKING)
    g_signal_connect (stream, "accept-certificate", G_CALLBACK (accept_any), NULL);
}

static GSocketConnection *
connect_to (ServeDaemon *self, const char *over)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;
  GSocketConnection *connection;

  g_socket_client_set_timeout (client, PATIENCE);
  if (g_str_equal (over, "unix"))
    {
      g_autoptr (GSocketAddress) address = g_unix_socket_address_new (self->socket);

      connection = g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address), NULL, &error);
    }
  else
    {
      if (g_str_equal (over, "tls"))
        {
          g_socket_client_set_tls (client, TRUE);
          g_signal_connect (client, "event", G_CALLBACK (on_event), NULL);
        }
      connection = g_socket_client_connect_to_host (client, self->address, 443, NULL, &error);
    }
  g_assert_no_error (error);

  return connection;
}

char *
serve_daemon_request (ServeDaemon *self,
                      const char *over,
                      const char *method,
                      const char *path,
                      const char *token,
                      const char *body,
                      guint *status)
{
  g_autoptr (GSocketConnection) connection = connect_to (self, over);
  g_autoptr (GString) request = g_string_new (NULL);
  g_autoptr (GByteArray) answer = g_byte_array_new ();
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  g_autoptr (GError) error = NULL;
  guint8 chunk[4096];
  const char *text;
  const char *end;
  gssize n;

  g_string_append_printf (request, "%s %s HTTP/1.1\r\nHost: weft\r\nConnection: close\r\n", method, path);
  if (token != NULL)
    g_string_append_printf (request, "Authorization: Bearer %s\r\n", token);
  if (body != NULL)
    g_string_append_printf (request, "Content-Type: application/json\r\nContent-Length: %zu\r\n",
                            strlen (body));
  g_string_append_printf (request, "\r\n%s", body != NULL ? body : "");
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), request->str,
                             request->len, NULL, NULL, &error);
  g_clear_error (&error); /* refused before it was all written */

  while ((n = g_input_stream_read (input, chunk, sizeof chunk, NULL, &error)) > 0)
    g_byte_array_append (answer, chunk, (guint) n);
  g_clear_error (&error); /* how a peer ends TLS is its own affair */
  g_byte_array_append (answer, (const guint8 *) "", 1);

  text = (const char *) answer->data;
  g_assert_true (g_str_has_prefix (text, "HTTP/1.1 "));
  *status = (guint) g_ascii_strtoull (text + 9, NULL, 10);
  end = strstr (text, "\r\n\r\n");
  g_assert_nonnull (end);

  return g_strdup (end + 4);
}

char *
serve_member_of (const char *json, const char *path)
{
  g_autoptr (JsonNode) root = json_from_string (json, NULL);
  g_auto (GStrv) names = g_strsplit (path, ".", -1);
  JsonNode *node = root;

  for (guint i = 0; names[i] != NULL; i++)
    {
      if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
        return NULL;
      node = json_object_get_member (json_node_get_object (node), names[i]);
    }

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_dup_string (node)
                                                                          : NULL;
}

void
serve_daemon_found (ServeDaemon *self)
{
  g_autofree char *answer = NULL;
  guint status;

  answer = serve_daemon_request (
      self, "unix", "POST", "/v1/found", NULL,
      "{\"workspace\":\"Loom\",\"name\":\"Anna\",\"login\":\"anna\",\"password\":\"correct horse\"}",
      &status);
  if (status != 200)
    g_error ("found: %u %s", status, answer);
  self->anna = serve_member_of (answer, "access");
  self->anna_id = serve_member_of (answer, "person");
}

char *
serve_daemon_join (
    ServeDaemon *self, const char *login, const char *role, const char *stream, char **person, char **refresh)
{
  g_autoptr (ServeSocket) socket = serve_socket_hello (self, self->anna, NULL);
  g_autofree char *invitation = weft_id_random ();
  g_autofree char *hash = weft_secret_hash ("open sesame");
  g_autofree char *refusal = NULL;
  g_autofree char *body = NULL;
  g_autofree char *answer = NULL;
  guint status;

  refusal = serve_socket_run (
      socket, WEFT_STREAM_WORKSPACE, "people.invite",
      "{\"id\":\"%s\",\"secret_hash\":\"%s\",\"role\":\"%s\",\"streams\":[%s%s%s],\"uses\":1,"
      "\"expires_at\":4000000000000}",
      invitation, hash, role, stream != NULL ? "\"" : "", stream != NULL ? stream : "",
      stream != NULL ? "\"" : "");
  g_assert_cmpstr (refusal, ==, NULL);
  body = g_strdup_printf (
      "{\"invitation\":\"%s.open sesame\",\"name\":\"%s\",\"login\":\"%s\",\"password\":\"correct horse\"}",
      invitation, login, login);
  answer = serve_daemon_request (self, "unix", "POST", "/v1/join", NULL, body, &status);
  g_assert_cmpuint (status, ==, 200);
  if (person != NULL)
    *person = serve_member_of (answer, "person");
  if (refresh != NULL)
    *refresh = serve_member_of (answer, "refresh");

  return serve_member_of (answer, "access");
}

/* WebSocket */

static gboolean
fill (ServeSocket *self, gsize n_bytes)
{
  GInputStream *input = g_io_stream_get_input_stream (self->stream);
  guint8 chunk[65536];

  while (self->buffer->len < n_bytes)
    {
      g_autoptr (GError) error = NULL;
      gssize n = g_input_stream_read (input, chunk, sizeof chunk, NULL, &error);

      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
        g_error ("Nothing came for %d s", PATIENCE);
      if (n <= 0)
        return FALSE;
      g_byte_array_append (self->buffer, chunk, (guint) n);
    }

  return TRUE;
}

ServeSocket *
serve_socket_open (ServeDaemon *daemon, const char *over, const char *token, guint *status)
{
  g_autoptr (ServeSocket) self = g_new0 (ServeSocket, 1);
  g_autofree char *request = NULL;
  const char *end = NULL;
  guint code;

  self->connection = connect_to (daemon, over);
  self->stream = G_IO_STREAM (self->connection);
  self->buffer = g_byte_array_new ();

  request = g_strdup_printf (
      "GET /v1/sync HTTP/1.1\r\nHost: weft\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
      "Sec-WebSocket-Protocol: weft.v1\r\n%s%s%s\r\n",
      token != NULL ? "Authorization: Bearer " : "", token != NULL ? token : "", token != NULL ? "\r\n" : "");
  serve_socket_send_bytes (self, request, strlen (request));
  for (gsize n = 1; end == NULL; n = self->buffer->len + 1)
    {
      g_assert_true (fill (self, n));
      end = memmem (self->buffer->data, self->buffer->len, "\r\n\r\n", 4);
    }
  code = (guint) g_ascii_strtoull ((const char *) self->buffer->data + 9, NULL, 10);
  if (status != NULL)
    *status = code;
  if (code != 101)
    return NULL;

  g_assert_nonnull (memmem (self->buffer->data, self->buffer->len, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", 28));
  g_byte_array_remove_range (self->buffer, 0, (guint) (end + 4 - (const char *) self->buffer->data));

  return g_steal_pointer (&self);
}

ServeSocket *
serve_socket_hello (ServeDaemon *daemon, const char *token, const char *client)
{
  ServeSocket *self = serve_socket_open (daemon, "unix", token, NULL);
  g_autoptr (WeftFrame) welcome = NULL;
  GString *out = g_string_new (NULL);

  g_assert_nonnull (self);
  self->client = client != NULL ? g_strdup (client) : weft_id_random ();
  weft_frame_write_hello (out, self->client, "test", 0, FALSE, NULL);
  serve_socket_send_string (self, out);
  welcome = serve_socket_expect (self, WEFT_FRAME_WELCOME);
  self->n = welcome->next - 1;

  return self;
}

void
serve_socket_free (ServeSocket *self)
{
  g_clear_object (&self->connection);
  g_clear_pointer (&self->buffer, g_byte_array_unref);
  g_free (self->client);
  g_free (self);
}

void
serve_socket_send_bytes (ServeSocket *self, gconstpointer data, gsize length)
{
  g_output_stream_write_all (g_io_stream_get_output_stream (self->stream), data, length, NULL, NULL, NULL);
}

void
serve_socket_send_raw (ServeSocket *self, guint8 first, gboolean masked, gconstpointer data, gsize length)
{
  static const guint8 mask[4] = { 0x5a, 0x11, 0xc3, 0x7e };
  g_autoptr (GByteArray) frame = g_byte_array_new ();
  guint8 header[10] = { first, masked ? 0x80 : 0 };
  guint n = 2;

  if (length < 126)
    header[1] |= (guint8) length;
  else if (length < 65536)
    {
      header[1] |= 126;
      header[n++] = (guint8) (length >> 8);
      header[n++] = (guint8) length;
    }
  else
    {
      header[1] |= 127;
      for (int shift = 56; shift >= 0; shift -= 8)
        header[n++] = (guint8) ((guint64) length >> shift);
    }
  g_byte_array_append (frame, header, n);
  if (masked)
    g_byte_array_append (frame, mask, 4);
  n = frame->len;
  g_byte_array_append (frame, data, (guint) length);
  for (gsize i = 0; masked && i < length; i++)
    frame->data[n + i] ^= mask[i % 4];
  serve_socket_send_bytes (self, frame->data, frame->len);
}

void
serve_socket_send (ServeSocket *self, const char *text)
{
  serve_socket_send_raw (self, 0x81, TRUE, text, strlen (text));
}

void
serve_socket_send_string (ServeSocket *self, GString *text)
{
  serve_socket_send_raw (self, 0x81, TRUE, text->str, text->len);
  g_string_free (text, TRUE);
}

WeftFrame *
serve_socket_next (ServeSocket *self)
{
  while (TRUE)
    {
      g_autoptr (GError) error = NULL;
      const guint8 *data;
      WeftFrame *frame;
      gsize header = 2;
      gsize length;
      guint8 opcode;

      if (!fill (self, 2))
        return NULL;
      data = self->buffer->data;
      opcode = data[0] & 0x0f;
      g_assert_cmpint (data[0] & 0x80, ==, 0x80);
      g_assert_cmpint (data[1] & 0x80, ==, 0);
      length = data[1];
      if (length == 126)
        {
          header = 4;
          if (!fill (self, header))
            return NULL;
          data = self->buffer->data;
          length = (gsize) data[2] << 8 | data[3];
        }
      else
        g_assert_cmpuint (length, <, 126); /* frames end at 64 kB */
      if (!fill (self, header + length))
        return NULL;
      data = self->buffer->data + header;

      if (opcode == 8)
        {
          self->close_code = length >= 2 ? (guint) (data[0] << 8 | data[1]) : 0;
          return NULL;
        }
      if (opcode != 1)
        {
          g_byte_array_remove_range (self->buffer, 0, (guint) (header + length));
          continue;
        }

      frame = weft_frame_parse ((const char *) data, length, &error);
      g_assert_no_error (error);
      g_byte_array_remove_range (self->buffer, 0, (guint) (header + length));
      return frame;
    }
}

WeftFrame *
serve_socket_expect (ServeSocket *self, WeftFrameType type)
{
  while (TRUE)
    {
      WeftFrame *frame = serve_socket_next (self);

      if (frame == NULL)
        g_error ("The connection ended with %u", self->close_code);
      if (frame->type != type && (frame->type == WEFT_FRAME_HEARTBEAT || frame->type == WEFT_FRAME_PRESENCE))
        {
          weft_frame_free (frame);
          continue;
        }
      if (frame->type != type)
        g_error ("expected frame type %d, got %s", type, json_to_string (frame->root, FALSE));
      return frame;
    }
}

WeftFrame *
serve_socket_seek (ServeSocket *self, WeftFrameType type, const char *stream)
{
  while (TRUE)
    {
      WeftFrame *frame = serve_socket_next (self);

      if (frame == NULL)
        g_error ("The connection ended with %u", self->close_code);
      if (frame->type == type && (stream == NULL || g_strcmp0 (frame->stream, stream) == 0))
        return frame;
      weft_frame_free (frame);
    }
}

void
serve_socket_expect_close (ServeSocket *self, guint code)
{
  WeftFrame *frame;

  while ((frame = serve_socket_next (self)) != NULL)
    weft_frame_free (frame);
  g_assert_cmpuint (self->close_code, ==, code);
}

void
serve_socket_operate (
    ServeSocket *self, gint64 n, const char *id, const char *stream, const char *op, const char *args)
{
  GString *out = g_string_new (NULL);

  weft_frame_write_operation (out, n, id, stream, op, args);
  serve_socket_send_string (self, out);
}

char *
serve_socket_run (ServeSocket *self, const char *stream, const char *op, const char *format, ...)
{
  g_autofree char *args = NULL;
  g_autofree char *id = weft_id_random ();
  g_autoptr (WeftFrame) frame = NULL;
  const WeftFrameResult *result;
  va_list list;

  va_start (list, format);
  args = g_strdup_vprintf (format, list);
  va_end (list);
  serve_socket_operate (self, ++self->n, id, stream, op, args);
  frame = serve_socket_seek (self, WEFT_FRAME_RESULT, NULL);
  result = &g_array_index (frame->results, WeftFrameResult, 0);
  g_assert_cmpstr (result->id, ==, id);

  return result->error == NULL
             ? NULL
             : g_strdup_printf ("%s: %s", weft_error_to_wire (result->error->code), result->error->message);
}

void
serve_socket_subscribe_mine (ServeSocket *self)
{
  GString *out = g_string_new (NULL);

  weft_frame_write_subscribe (out, TRUE, NULL, 0);
  serve_socket_send_string (self, out);
}

char *
serve_socket_room (ServeSocket *self, const char *name, const char *member)
{
  g_autofree char *id = weft_id_random ();
  char *stream = g_strconcat ("room/", id, NULL);
  g_autofree char *refusal = NULL;

  refusal = serve_socket_run (self, stream, "chat.create-room",
                              "{\"kind\":\"room\",\"name\":\"%s\",\"topic\":\"\",\"members\":[%s%s%s]}", name,
                              member != NULL ? "\"" : "", member != NULL ? member : "",
                              member != NULL ? "\"" : "");
  g_assert_cmpstr (refusal, ==, NULL);

  return stream;
}

void
serve_socket_message (ServeSocket *self, const char *room, const char *text)
{
  g_autofree char *id = weft_id_random ();
  g_autofree char *refusal
      = serve_socket_run (self, room, "thread.send", "{\"id\":\"%s\",\"text\":\"%s\"}", id, text);

  g_assert_cmpstr (refusal, ==, NULL);
}
