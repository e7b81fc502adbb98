/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "serve/weft-export-reader.h"
#include "serve/weft-export.h"

void
weft_export_reader_init (WeftExportReader *self, const char *source)
{
  *self = (WeftExportReader) { .source = source, .name = "manifest.json", .buffer = g_byte_array_new () };
}

void
weft_export_reader_clear (WeftExportReader *self)
{
  weft_export_reader_close (self);
  g_clear_pointer (&self->buffer, g_byte_array_unref);
}

void
weft_export_reader_begin (WeftExportReader *self, const char *name)
{
  self->name = name;
  self->n_line = 0;
}

/* "streams/room-….jsonl, line 7: mark: …" */
gboolean
weft_export_reader_refuse (WeftExportReader *self, GError **error, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  if (self->n_line > 0)
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "%s, line %" G_GINT64_FORMAT ": %s", self->name,
                 self->n_line, text);
  else
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "%s: %s", self->name, text);

  return FALSE;
}

/* The place before what went wrong, and a code which says that the export is at fault. */
gboolean
weft_export_reader_blame (WeftExportReader *self, GError **error)
{
  g_autoptr (GError) cause = NULL;

  if (error == NULL || *error == NULL || g_error_matches (*error, WEFT_ERROR, WEFT_ERROR_FULL)
      || g_error_matches (*error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE))
    return FALSE;
  cause = g_steal_pointer (error);
  if (g_str_has_prefix (cause->message, self->name))
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }

  return weft_export_reader_refuse (self, error, "%s", cause->message);
}

/* Nothing but a plain file right where it is expected: no link leads out of the export. */
int
weft_export_reader_open_plain (WeftExportReader *self, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (self->source, name, NULL);
  g_autofree char *streams = g_build_filename (self->source, "streams", NULL);
  struct stat status;
  int fd;

  if (g_str_has_prefix (name, "streams/") && (lstat (streams, &status) != 0 || !S_ISDIR (status.st_mode)))
    {
      weft_export_reader_refuse (self, error, "streams is no directory");
      return -1;
    }
  fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (fd < 0 || fstat (fd, &status) != 0 || !S_ISREG (status.st_mode))
    {
      weft_export_reader_refuse (self, error, "%s", fd < 0 ? g_strerror (errno) : "no plain file");
      if (fd >= 0)
        close (fd);
      return -1;
    }

  return fd;
}

void
weft_export_reader_close (WeftExportReader *self)
{
  g_clear_object (&self->input);
  g_clear_pointer (&self->checksum, g_checksum_free);
  g_byte_array_set_size (self->buffer, 0);
  self->start = 0;
  self->n_line = 0;
}

gboolean
weft_export_reader_open (WeftExportReader *self, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (self->source, name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  int fd;

  weft_export_reader_close (self);
  self->name = name;
  fd = weft_export_reader_open_plain (self, name, error);
  if (fd < 0)
    return FALSE;
  close (fd);
  self->input = G_INPUT_STREAM (g_file_read (file, NULL, error));
  self->checksum = g_checksum_new (G_CHECKSUM_SHA256);

  return self->input != NULL;
}

/* Returns 1 with the next line as an object, 0 at the end, -1. */
int
weft_export_reader_read_line (WeftExportReader *self, JsonNode **root, GError **error)
{
  while (TRUE)
    {
      const guint8 *data = self->buffer->data + self->start;
      gsize length = self->buffer->len - self->start;
      const guint8 *end = length > 0 ? memchr (data, '\n', length) : NULL;
      guint8 chunk[65536];
      gssize n_read;

      if (end != NULL)
        {
          self->n_line++;
          g_checksum_update (self->checksum, data, end + 1 - data);
          *root = weft_json_parse ((const char *) data, end - data, error);
          self->start += end + 1 - data;
          return *root != NULL ? 1 : (weft_export_reader_blame (self, error), -1);
        }
      if (length > WEFT_EXPORT_LINE_MAX)
        {
          self->n_line++;
          weft_export_reader_refuse (self, error, "over %d bytes", WEFT_EXPORT_LINE_MAX);
          return -1;
        }
      g_byte_array_remove_range (self->buffer, 0, self->start);
      self->start = 0;
      n_read = g_input_stream_read (self->input, chunk, sizeof chunk, NULL, error);
      if (n_read < 0)
        return -1;
      if (n_read == 0)
        {
          if (length == 0)
            return 0;
          self->n_line++;
          weft_export_reader_refuse (self, error, "ends without a line's end");
          return -1;
        }
      g_byte_array_append (self->buffer, chunk, (guint) n_read);
    }
}

gboolean
weft_export_reader_check (WeftExportReader *self, JsonObject *entry, GError **error)
{
  const char *expected;
  gint64 n_lines;
  gint64 n_read = self->n_line;

  self->n_line = 0;
  if (!weft_json_get_int (entry, "lines", &n_lines, error)
      || !weft_json_get_string (entry, "sha256", &expected, error))
    return weft_export_reader_blame (self, error);
  if (n_read != n_lines)
    return weft_export_reader_refuse (self, error,
                                      "%" G_GINT64_FORMAT " lines, but the manifest says %" G_GINT64_FORMAT,
                                      n_read, n_lines);
  if (!g_str_equal (g_checksum_get_string (self->checksum), expected))
    return weft_export_reader_refuse (self, error, "its SHA-256 is not that in the manifest");

  return TRUE;
}

GBytes *
weft_export_reader_read_hex (
    WeftExportReader *self, JsonObject *object, const char *key, gsize min, gsize max, GError **error)
{
  const char *text;
  gsize length;
  guint8 *data;

  if (!weft_json_get_string (object, key, &text, error))
    {
      weft_export_reader_blame (self, error);
      return NULL;
    }
  length = strlen (text);
  if (length % 2 != 0 || length / 2 < min || length / 2 > max)
    {
      weft_export_reader_refuse (self, error,
                                 "%s: %" G_GSIZE_FORMAT " hexadecimal digits, expected %" G_GSIZE_FORMAT
                                 " to %" G_GSIZE_FORMAT,
                                 key, length, 2 * min, 2 * max);
      return NULL;
    }
  data = g_malloc (MAX (length / 2, 1));
  for (gsize i = 0; i < length / 2; i++)
    {
      int high = g_ascii_xdigit_value (text[2 * i]);
      int low = g_ascii_xdigit_value (text[2 * i + 1]);

      if (high < 0 || low < 0)
        {
          g_free (data);
          weft_export_reader_refuse (self, error, "%s: expected hexadecimal digits", key);
          return NULL;
        }
      data[i] = (guint8) (high << 4 | low);
    }

  return g_bytes_new_take (data, length / 2);
}
