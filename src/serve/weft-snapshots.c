/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-snapshots.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

#include "proto/weft-frame.h"
#include "serve/weft-log.h"
#include "store/weft-rows.h"

/* Room which a frame's envelope, the names of tables and columns, and separators take. */
#define FRAME_ROOM 8192

typedef struct
{
  char *path;
  WeftPosition position;
  gint64 written_at; /* monotonic, µs */
  gint64 used_at;
} File;

struct _WeftSnapshots
{
  WeftRegistry *registry;
  WeftClock *clock;
  char *directory;
  GMutex mutex;
  GHashTable *files; /* stream → File */
  guint64 n_written;
};

struct _WeftSnapshot
{
  WeftPosition position;
  GDataInputStream *input;
};

/* Writing: rows are gathered until a frame is full, so that the last frame can say that it is the last. */

typedef struct
{
  GDataOutputStream *output;
  const char *stream;
  WeftPosition position;
  gint64 page;
  GPtrArray *tables; /* of WeftTable, one a row */
  GPtrArray *rows;   /* of char* */
  gsize n_bytes;
} Writer;

static void
file_free (File *file)
{
  if (file->path != NULL)
    g_unlink (file->path);
  g_free (file->path);
  g_free (file);
}

static gboolean
writer_flush (Writer *writer, gboolean last, GError **error)
{
  g_autoptr (GString) frame = g_string_sized_new (writer->n_bytes + FRAME_ROOM);
  const WeftTable *table = NULL;

  weft_frame_begin_snapshot (frame, writer->stream, &writer->position, writer->page++, last);
  for (guint i = 0; i < writer->rows->len; i++)
    {
      if (table != g_ptr_array_index (writer->tables, i))
        {
          g_autofree const char **columns = NULL;

          if (table != NULL)
            weft_frame_end_rows (frame);
          table = g_ptr_array_index (writer->tables, i);
          columns = g_new0 (const char *, table->n_columns + 1);
          for (guint column = 0; column < table->n_columns; column++)
            columns[column] = table->columns[column].name;
          weft_frame_begin_rows (frame, table->name, columns);
        }
      weft_frame_add_row (frame, g_ptr_array_index (writer->rows, i));
    }
  if (table != NULL)
    weft_frame_end_rows (frame);
  weft_frame_end_snapshot (frame);

  g_ptr_array_set_size (writer->tables, 0);
  g_ptr_array_set_size (writer->rows, 0);
  writer->n_bytes = 0;

  return g_data_output_stream_put_uint32 (writer->output, (guint32) frame->len, NULL, error)
         && g_output_stream_write_all (G_OUTPUT_STREAM (writer->output), frame->str, frame->len, NULL, NULL,
                                       error);
}

static gboolean
writer_add_table (Writer *writer, WeftDatabase *database, const WeftTable *table, GError **error)
{
  g_autoptr (GString) row = g_string_new (NULL);
  WeftStatement *statement;
  int step;

  if (table->window >= 0)
    statement = weft_database_query (database, error, weft_rows_select_page (table), "tii", writer->stream,
                                     G_MAXINT64, (gint64) WEFT_SNAPSHOT_WINDOW);
  else
    statement = weft_database_query (database, error, weft_rows_select (table), "t", writer->stream);
  if (statement == NULL)
    return FALSE;

  while ((step = weft_statement_step (statement, error)) > 0)
    {
      g_string_truncate (row, 0);
      weft_rows_write (table, statement, row);
      if (writer->rows->len > 0 && writer->n_bytes + row->len + FRAME_ROOM > WEFT_FRAME_MAX
          && !writer_flush (writer, FALSE, error))
        {
          weft_statement_reset (statement);
          return FALSE;
        }
      g_ptr_array_add (writer->tables, (gpointer) table);
      g_ptr_array_add (writer->rows, g_strdup (row->str));
      writer->n_bytes += row->len + 1;
    }

  return step >= 0;
}

static gboolean
write_rows (WeftSnapshots *self,
            WeftDatabase *database,
            const char *stream,
            GOutputStream *output,
            WeftPosition *position,
            GError **error)
{
  g_autoptr (GZlibCompressor) compressor = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 1);
  g_autoptr (GOutputStream) compressed = g_converter_output_stream_new (output, G_CONVERTER (compressor));
  g_autoptr (GDataOutputStream) data = g_data_output_stream_new (compressed);
  g_autoptr (GPtrArray) tables = g_ptr_array_new ();
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_free);
  Writer writer = { .output = data, .stream = stream, .tables = tables, .rows = rows };
  const WeftTable *const *all;
  guint n_tables;
  WeftHead head;

  if (!weft_log_read_head (database, stream, &head, error))
    return FALSE;
  if (!head.exists)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND, "stream: no such stream");
      return FALSE;
    }
  weft_head_get_position (&head, &writer.position);
  *position = writer.position;

  all = weft_registry_get_tables (self->registry, &n_tables);
  for (guint i = 0; i < n_tables; i++)
    if (!writer_add_table (&writer, database, all[i], error))
      return FALSE;

  return writer_flush (&writer, TRUE, error) && g_output_stream_close (G_OUTPUT_STREAM (data), NULL, error);
}

static File *
write_file (WeftSnapshots *self, WeftDatabase *database, const char *stream, GError **error)
{
  g_autoptr (GFile) target = NULL;
  g_autoptr (GFileOutputStream) output = NULL;
  g_autofree char *name = g_strdelimit (g_strdup (stream), "/", '-');
  g_autofree char *path = NULL;
  g_autofree char *final = NULL;
  WeftPosition position;
  gboolean written;
  File *file;

  path = g_strdup_printf ("%s/.%s.part", self->directory, name);
  target = g_file_new_for_path (path);
  output = g_file_replace (target, NULL, FALSE, G_FILE_CREATE_PRIVATE | G_FILE_CREATE_REPLACE_DESTINATION,
                           NULL, error);
  if (output == NULL)
    return NULL;

  written = weft_database_begin_read (database, error)
            && write_rows (self, database, stream, G_OUTPUT_STREAM (output), &position, error);
  weft_database_rollback (database);
  if (!written)
    {
      g_output_stream_close (G_OUTPUT_STREAM (output), NULL, NULL);
      g_unlink (path);
      return NULL;
    }

  final = g_strdup_printf ("%s/%s-%016" G_GINT64_MODIFIER "x-%" G_GINT64_FORMAT ".gz", self->directory, name,
                           position.epoch, position.seq);
  if (g_rename (path, final) != 0)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INTERNAL, "Cannot name %s", final);
      g_unlink (path);
      return NULL;
    }

  file = g_new0 (File, 1);
  file->path = g_steal_pointer (&final);
  file->position = position;
  file->written_at = file->used_at = weft_clock_monotonic (self->clock);
  self->n_written++;

  return file;
}

static WeftSnapshot *
snapshot_new (GInputStream *compressed, const WeftPosition *position)
{
  g_autoptr (GZlibDecompressor) decompressor = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  g_autoptr (GInputStream) plain = g_converter_input_stream_new (compressed, G_CONVERTER (decompressor));
  WeftSnapshot *snapshot = g_new0 (WeftSnapshot, 1);

  snapshot->position = *position;
  snapshot->input = g_data_input_stream_new (plain);

  return snapshot;
}

static WeftSnapshot *
open_file (File *file, GError **error)
{
  g_autoptr (GFile) source = g_file_new_for_path (file->path);
  g_autoptr (GFileInputStream) input = g_file_read (source, NULL, error);

  return input != NULL ? snapshot_new (G_INPUT_STREAM (input), &file->position) : NULL;
}

/* For one reader alone. */
static WeftSnapshot *
write_memory (WeftSnapshots *self, WeftDatabase *database, const char *stream, GError **error)
{
  g_autoptr (GOutputStream) output = g_memory_output_stream_new_resizable ();
  g_autoptr (GInputStream) input = NULL;
  g_autoptr (GBytes) bytes = NULL;
  WeftPosition position;
  gboolean written;

  written = weft_database_begin_read (database, error)
            && write_rows (self, database, stream, output, &position, error);
  weft_database_rollback (database);
  if (!written)
    return NULL;

  bytes = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (output));
  input = g_memory_input_stream_new_from_bytes (bytes);
  return snapshot_new (input, &position);
}

/* Public API */

WeftSnapshots *
weft_snapshots_new (WeftRegistry *registry, WeftClock *clock, const char *directory)
{
  WeftSnapshots *self = g_new0 (WeftSnapshots, 1);
  g_autoptr (GDir) dir = NULL;
  const char *name;

  self->registry = g_object_ref (registry);
  self->clock = g_object_ref (clock);
  self->directory = g_strdup (directory);
  self->files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) file_free);
  g_mutex_init (&self->mutex);

  g_mkdir_with_parents (directory, 0700);
  dir = g_dir_open (directory, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (directory, name, NULL);

      g_unlink (path);
    }

  return self;
}

void
weft_snapshots_free (WeftSnapshots *self)
{
  g_hash_table_unref (self->files);
  g_clear_object (&self->registry);
  g_clear_object (&self->clock);
  g_mutex_clear (&self->mutex);
  g_free (self->directory);
  g_free (self);
}

WeftSnapshot *
weft_snapshots_open (WeftSnapshots *self, WeftDatabase *database, const char *stream, GError **error)
{
  g_autoptr (GMutexLocker) locker = NULL;
  g_autoptr (GError) local_error = NULL;
  WeftHead head;
  gint64 now;
  File *file;

  if (!weft_log_read_head (database, stream, &head, error))
    return NULL;

  locker = g_mutex_locker_new (&self->mutex);
  now = weft_clock_monotonic (self->clock);
  file = g_hash_table_lookup (self->files, stream);
  if (file == NULL || file->position.epoch != head.epoch || file->position.seq < head.floor
      || head.head - file->position.seq > WEFT_SNAPSHOT_TAIL
      || now - file->written_at > WEFT_SNAPSHOT_KEEP * G_GINT64_CONSTANT (1000))
    {
      File *old = file;

      file = write_file (self, database, stream, &local_error);
      if (file == NULL && local_error->domain == G_IO_ERROR)
        {
          /* A full disk is no reason not to be read. */
          g_warning ("Cannot write a snapshot: %s", local_error->message);
          return write_memory (self, database, stream, error);
        }
      if (file == NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }
      if (old != NULL && g_str_equal (old->path, file->path))
        g_clear_pointer (&old->path, g_free); /* written over */
      g_hash_table_replace (self->files, g_strdup (stream), file);
    }
  file->used_at = now;

  return open_file (file, error);
}

gint64
weft_snapshots_get_floor (WeftSnapshots *self, const char *stream)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  File *file = g_hash_table_lookup (self->files, stream);

  return file != NULL ? file->position.seq : G_MAXINT64;
}

void
weft_snapshots_forget (WeftSnapshots *self, const char *stream)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_hash_table_remove (self->files, stream);
}

void
weft_snapshots_expire (WeftSnapshots *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  gint64 now = weft_clock_monotonic (self->clock);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->files);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (now - ((File *) value)->used_at > WEFT_SNAPSHOT_KEEP * G_GINT64_CONSTANT (1000))
      g_hash_table_iter_remove (&iter);
}

guint64
weft_snapshots_get_n_written (WeftSnapshots *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->n_written;
}

const WeftPosition *
weft_snapshot_get_position (WeftSnapshot *self)
{
  return &self->position;
}

GBytes *
weft_snapshot_next (WeftSnapshot *self, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *frame = NULL;
  gsize n_read;
  guint32 length;

  length = g_data_input_stream_read_uint32 (self->input, NULL, &local_error);
  if (local_error != NULL)
    {
      /* The end of the file comes as an error as well; nothing but a whole frame precedes it. */
      if (!g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_FAILED))
        g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  frame = g_malloc (length);
  if (!g_input_stream_read_all (G_INPUT_STREAM (self->input), frame, length, &n_read, NULL, error))
    return NULL;
  if (n_read < length)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_CORRUPT, "A snapshot's file ends too early");
      return NULL;
    }

  return g_bytes_new_take (g_steal_pointer (&frame), length);
}

void
weft_snapshot_free (WeftSnapshot *self)
{
  g_clear_object (&self->input);
  g_free (self);
}
