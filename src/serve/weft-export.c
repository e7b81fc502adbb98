/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-export.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "base/weft-clock.h"
#include "serve/weft-audit.h"
#include "serve/weft-log.h"
#include "serve/weft-storage.h"
#include "store/weft-rows.h"

#define COPY_BYTES (256 * 1024)
#define NOTE_ATTEMPTS 5 /* at the audit's next entry, which another server may take */

typedef struct
{
  WeftDatabase *database;
  WeftRegistry *registry;
  const char *directory;
  const char *target;
  GString *manifest;
  GArray *blobs; /* of Blob */

  GOutputStream *output;
  GChecksum *checksum;
  gint64 n_lines;
  GString *line;
} Export;

char *
weft_export_get_file (const char *stream)
{
  g_autofree char *name = g_strdelimit (g_strdup (stream), "/", '-');

  return g_strconcat ("streams/", name, ".jsonl", NULL);
}

static gboolean
make_directory (const char *path, GError **error)
{
  if (g_mkdir (path, 0700) == 0)
    return TRUE;

  g_set_error (error, WEFT_ERROR,
               errno == EEXIST   ? WEFT_ERROR_EXISTS
               : errno == ENOSPC ? WEFT_ERROR_FULL
                                 : WEFT_ERROR_INTERNAL,
               "%s: %s", path, g_strerror (errno));
  return FALSE;
}

/* Files of lines */

static gboolean
open_file (Export *self, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (self->target, name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileOutputStream) output = g_file_create (file, G_FILE_CREATE_PRIVATE, NULL, error);

  if (output == NULL)
    return FALSE;
  self->output = g_buffered_output_stream_new_sized (G_OUTPUT_STREAM (output), 1024 * 1024);
  self->checksum = g_checksum_new (G_CHECKSUM_SHA256);
  self->n_lines = 0;

  return TRUE;
}

static gboolean
write_line (Export *self, GError **error)
{
  g_string_append_c (self->line, '\n');
  g_checksum_update (self->checksum, (const guchar *) self->line->str, (gssize) self->line->len);
  self->n_lines++;
  if (!g_output_stream_write_all (self->output, self->line->str, self->line->len, NULL, NULL, error))
    return FALSE;
  g_string_truncate (self->line, 0);

  return TRUE;
}

static void
forget_file (Export *self)
{
  g_clear_object (&self->output);
  g_clear_pointer (&self->checksum, g_checksum_free);
  g_string_truncate (self->line, 0);
}

/* Ends the file and notes it in the manifest. */
static gboolean
close_file (Export *self, const char *name, const char *stream, GError **error)
{
  if (!g_output_stream_close (self->output, NULL, error))
    return FALSE;
  weft_json_begin (self->manifest, NULL);
  weft_json_string (self->manifest, "file", name);
  if (stream != NULL)
    weft_json_string (self->manifest, "stream", stream);
  weft_json_int (self->manifest, "lines", self->n_lines);
  weft_json_string (self->manifest, "sha256", g_checksum_get_string (self->checksum));
  weft_json_end (self->manifest);
  forget_file (self);

  return TRUE;
}

static void
write_hex (GString *out, const char *key, gconstpointer data, gsize length)
{
  g_autoptr (GString) digits = g_string_sized_new (2 * length);

  for (gsize i = 0; i < length; i++)
    g_string_append_printf (digits, "%02x", ((const guint8 *) data)[i]);
  weft_json_string (out, key, digits->str);
}

/* Streams */

static gboolean
export_head (Export *self, const char *stream, GError **error)
{
  g_autofree char *digest = weft_rows_digest (self->database, self->registry, stream, FALSE, error);
  WeftStatement *statement;
  gconstpointer mark;
  gsize length;
  gint64 created_at;
  WeftHead head;

  if (digest == NULL || !weft_log_read_head (self->database, stream, &head, error)
      || !weft_database_get_value (self->database, &created_at, 0, error,
                                   "SELECT created_at FROM stream WHERE stream = ?1", "t", stream))
    return FALSE;
  statement = weft_database_query (self->database, error, "SELECT floor_mark FROM stream WHERE stream = ?1",
                                   "t", stream);
  if (statement == NULL || weft_statement_step (statement, error) < 0)
    return FALSE;

  mark = weft_statement_get_blob (statement, 0, &length);
  weft_json_begin (self->line, NULL);
  weft_json_string (self->line, "stream", stream);
  weft_json_int (self->line, "created_at", created_at);
  weft_json_int (self->line, "floor", head.floor);
  write_hex (self->line, "floor_mark", mark, length);
  weft_json_int (self->line, "head", head.head);
  write_hex (self->line, "hash", head.hash, sizeof head.hash);
  weft_json_string (self->line, "rows", digest);
  weft_json_end (self->line);
  weft_statement_reset (statement);

  return write_line (self, error);
}

static gboolean
export_baseline (Export *self, const char *stream, GError **error)
{
  WeftStatement *statement
      = weft_database_query (self->database, error,
                             "SELECT row, cells FROM baseline WHERE stream = ?1 ORDER BY row", "t", stream);
  int step = -1;

  while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    {
      weft_json_begin (self->line, NULL);
      weft_json_string (self->line, "row", weft_statement_get_text (statement, 0));
      weft_json_raw (self->line, "cells", weft_statement_get_text (statement, 1), -1);
      weft_json_end (self->line);
      if (!write_line (self, error))
        {
          weft_statement_reset (statement);
          return FALSE;
        }
    }

  return step == 0;
}

/* Events stand as text, because their bytes are what is hashed. */
static gboolean
export_log (Export *self, const char *stream, GError **error)
{
  WeftStatement *statement
      = weft_database_query (self->database, error,
                             "SELECT stored, mark, erased FROM event WHERE stream = ?1 ORDER BY seq", "t",
                             stream);
  int step = -1;

  while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    {
      gsize length;
      gconstpointer mark = weft_statement_get_blob (statement, 1, &length);

      weft_json_begin (self->line, NULL);
      weft_json_string (self->line, "event", weft_statement_get_text (statement, 0));
      write_hex (self->line, "mark", mark, length);
      if (weft_statement_get_int (statement, 2) == 1)
        weft_json_bool (self->line, "erased", TRUE);
      weft_json_end (self->line);
      if (!write_line (self, error))
        {
          weft_statement_reset (statement);
          return FALSE;
        }
    }

  return step == 0;
}

static gboolean
export_latests (Export *self, const char *stream, GError **error)
{
  WeftStatement *statement = weft_database_query (
      self->database, error,
      "SELECT name, person, value, at FROM latest WHERE stream = ?1 ORDER BY name, person", "t", stream);
  int step = -1;

  while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    {
      weft_json_begin (self->line, NULL);
      weft_json_string (self->line, "latest", weft_statement_get_text (statement, 0));
      weft_json_string (self->line, "person", weft_statement_get_text (statement, 1));
      weft_json_int (self->line, "value", weft_statement_get_int (statement, 2));
      weft_json_int (self->line, "at", weft_statement_get_int (statement, 3));
      weft_json_end (self->line);
      if (!write_line (self, error))
        {
          weft_statement_reset (statement);
          return FALSE;
        }
    }

  return step == 0;
}

static gboolean
export_stream (Export *self, const char *stream, GError **error)
{
  g_autofree char *name = weft_export_get_file (stream);

  return open_file (self, name, error) && export_head (self, stream, error)
         && export_baseline (self, stream, error) && export_log (self, stream, error)
         && export_latests (self, stream, error) && close_file (self, name, stream, error);
}

/* The server's own tables */

gboolean
_weft_export_is_own (WeftRegistry *registry, const char *table)
{
  /* What comes into being by itself, belongs to one server, or opens it to whoever holds it. */
  static const char *const left_out[] = {
    "event",          "stream",      "baseline", "latest", "access", "refresh", "family",
    "schema_version", "scrub_state", "seen",     "blob",   "upload", NULL,
  };

  return !g_strv_contains (left_out, table) && !g_str_has_prefix (table, "search_")
         && !g_str_has_prefix (table, "sqlite_") && weft_registry_find_table (registry, table) == NULL;
}

static void
write_cell (GString *out, const char *key, WeftStatement *statement, int column)
{
  gconstpointer data;
  gsize length;

  switch (weft_statement_get_column_type (statement, column))
    {
    case WEFT_COLUMN_INTEGER:
      weft_json_int (out, key, weft_statement_get_int (statement, column));
      break;
    case WEFT_COLUMN_REAL:
      weft_json_double (out, key, weft_statement_get_double (statement, column));
      break;
    case WEFT_COLUMN_TEXT:
      weft_json_string (out, key, weft_statement_get_text (statement, column));
      break;
    case WEFT_COLUMN_BLOB:
      data = weft_statement_get_blob (statement, column, &length);
      weft_json_begin (out, key);
      write_hex (out, "hex", data, length);
      weft_json_end (out);
      break;
    default:
      weft_json_null (out, key);
    }
}

static gboolean
export_table (Export *self, const char *table, GError **error)
{
  g_autoptr (GPtrArray) columns = weft_database_list_columns (self->database, table, error);
  g_autoptr (GString) sql = g_string_new ("SELECT ");
  g_autoptr (GString) order = g_string_new (NULL);
  WeftStatement *statement;
  int step = -1;

  if (columns == NULL)
    return FALSE;
  for (guint i = 0; i < columns->len; i++)
    {
      g_string_append_printf (sql, "%s\"%s\"", i > 0 ? ", " : "",
                              (const char *) g_ptr_array_index (columns, i));
      g_string_append_printf (order, "%s%u NULLS FIRST", i > 0 ? ", " : "", i + 1);
    }
  g_string_append_printf (sql, " FROM \"%s\" ORDER BY %s", table, order->str);

  statement = weft_database_query (self->database, error, g_intern_string (sql->str), "");
  while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    {
      weft_json_begin (self->line, NULL);
      weft_json_string (self->line, "table", table);
      weft_json_begin (self->line, "cells");
      for (guint i = 0; i < columns->len; i++)
        write_cell (self->line, g_ptr_array_index (columns, i), statement, (int) i);
      weft_json_end (self->line);
      weft_json_end (self->line);
      if (!write_line (self, error))
        {
          weft_statement_reset (statement);
          return FALSE;
        }
    }

  return step == 0;
}

static gboolean
export_server (Export *self, GError **error)
{
  g_autoptr (GPtrArray) tables = weft_database_list_tables (self->database, error);

  if (tables == NULL || !open_file (self, "server.jsonl", error))
    return FALSE;
  for (guint i = 0; i < tables->len; i++)
    if (_weft_export_is_own (self->registry, g_ptr_array_index (tables, i))
        && !export_table (self, g_ptr_array_index (tables, i), error))
      return FALSE;

  return close_file (self, "server.jsonl", NULL, error);
}

/* Contents of files */

/* Copies @from to @to and says whether its bytes are what @hash names. */
gboolean
_weft_export_copy (int from, const char *to, const char *hash, gint64 *size, GError **error)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofd int fd = open (to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  g_autofree guint8 *buffer = g_malloc (COPY_BYTES);
  gssize n_read = 0;

  *size = 0;
  while (fd >= 0 && (n_read = read (from, buffer, COPY_BYTES)) > 0)
    {
      g_checksum_update (checksum, buffer, n_read);
      *size += n_read;
      for (gssize n_written = 0, n; n_written < n_read; n_written += n)
        if ((n = write (fd, buffer + n_written, (gsize) (n_read - n_written))) < 0)
          {
            n_read = -1;
            break;
          }
    }
  if (fd < 0 || n_read < 0 || fsync (fd) != 0)
    {
      int code = errno;

      g_set_error (error, WEFT_ERROR, code == ENOSPC ? WEFT_ERROR_FULL : WEFT_ERROR_INTERNAL, "%s: %s", to,
                   g_strerror (code));
      return FALSE;
    }
  if (g_str_equal (g_checksum_get_string (checksum), hash))
    return TRUE;

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "blobs/%s: its SHA-256 is another", hash);
  return FALSE;
}

/* Which files the rows of @stream name. */
static GHashTable *
list_named (Export *self, const char *stream, GError **error)
{
  g_autoptr (GHashTable) named = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const WeftTable *const *tables;
  guint n_tables;

  tables = weft_registry_get_tables (self->registry, &n_tables);
  for (guint i = 0; i < n_tables; i++)
    for (guint k = 0; k < tables[i]->n_columns; k++)
      {
        g_autofree char *sql = NULL;
        g_autoptr (GPtrArray) hashes = NULL;
        WeftStatement *statement;

        if (!tables[i]->columns[k].file)
          continue;
        sql = g_strdup_printf ("SELECT DISTINCT %s FROM %s WHERE stream = ?1 AND %s IS NOT NULL",
                               tables[i]->columns[k].name, tables[i]->name, tables[i]->columns[k].name);
        statement = weft_database_query (self->database, error, g_intern_string (sql), "t", stream);
        if (statement == NULL || (hashes = weft_statement_read_texts (statement, error)) == NULL)
          return NULL;
        for (guint h = 0; h < hashes->len; h++)
          g_hash_table_add (named, g_strdup (g_ptr_array_index (hashes, h)));
      }

  return g_steal_pointer (&named);
}

typedef struct
{
  char *hash;
  char *place;
  gint64 at;
  gint64 loose_at; /* -1: it is not */
} Blob;

static void
blob_clear (gpointer data)
{
  Blob *blob = data;

  g_free (blob->hash);
  g_free (blob->place);
}

/* In the transaction which all rows are read in. Copying takes longer than a database lets one wait: that
 * comes after it. */
static gboolean
list_blobs (Export *self, const char *stream, GError **error)
{
  g_autoptr (GHashTable) named = NULL;
  WeftStatement *statement;
  int step = -1;

  if (stream != NULL && (named = list_named (self, stream, error)) == NULL)
    return FALSE;
  statement = weft_database_query (self->database, error,
                                   "SELECT hash, place, at, loose_at FROM blob ORDER BY hash", "");
  while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    if (named == NULL || g_hash_table_contains (named, weft_statement_get_text (statement, 0)))
      {
        const Blob blob = {
          .hash = weft_statement_dup_text (statement, 0),
          .place = weft_statement_dup_text (statement, 1),
          .at = weft_statement_get_int (statement, 2),
          .loose_at
          = weft_statement_get_column_type (statement, 3) != -1 ? weft_statement_get_int (statement, 3) : -1,
        };

        g_array_append_val (self->blobs, blob);
      }

  return step == 0;
}

/* Whether a server which goes on has erased it, or swept it away, since the rows were read. */
static gboolean
has_gone (Export *self, const Blob *blob)
{
  gint64 n = 1;

  return weft_database_get_value (self->database, &n, 0, NULL, "SELECT count(*) FROM blob WHERE place = ?1",
                                  "t", blob->place)
         && n == 0;
}

static gboolean
export_blob (Export *self, const Blob *blob, GError **error)
{
  g_autofree char *from = g_build_filename (self->directory, "files", blob->place, NULL);
  g_autofree char *to = g_build_filename (self->target, "blobs", blob->hash, NULL);
  g_autofd int fd = open (from, O_RDONLY | O_CLOEXEC);
  int code = errno;
  gint64 size;

  if (fd < 0 && code == ENOENT && has_gone (self, blob))
    return TRUE;
  if (fd < 0)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_CORRUPT, "%s: %s", from, g_strerror (code));
      return FALSE;
    }
  if (!_weft_export_copy (fd, to, blob->hash, &size, error))
    return FALSE;
  weft_json_begin (self->manifest, NULL);
  weft_json_string (self->manifest, "hash", blob->hash);
  weft_json_int (self->manifest, "size", size);
  weft_json_int (self->manifest, "at", blob->at);
  if (blob->loose_at >= 0)
    weft_json_int (self->manifest, "loose_at", blob->loose_at);
  weft_json_end (self->manifest);

  return TRUE;
}

static gboolean
export_blobs (Export *self, GError **error)
{
  g_autofree char *blobs = g_build_filename (self->target, "blobs", NULL);

  if (!make_directory (blobs, error))
    return FALSE;
  for (guint i = 0; i < self->blobs->len; i++)
    if (!export_blob (self, &g_array_index (self->blobs, Blob, i), error))
      return FALSE;

  return TRUE;
}

/* All of it */

static gboolean
export_files (Export *self, const char *stream, GError **error)
{
  g_autoptr (GPtrArray) streams = NULL;
  WeftStatement *statement
      = stream != NULL
            ? weft_database_query (self->database, error, "SELECT stream FROM stream WHERE stream = ?1", "t",
                                   stream)
            : weft_database_query (self->database, error, "SELECT stream FROM stream ORDER BY stream", "");

  if (statement == NULL || (streams = weft_statement_read_texts (statement, error)) == NULL)
    return FALSE;
  if (stream != NULL && streams->len == 0)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND, "%s: no such stream", stream);
      return FALSE;
    }
  for (guint i = 0; i < streams->len; i++)
    if (!export_stream (self, g_ptr_array_index (streams, i), error))
      return FALSE;

  return (stream != NULL || export_server (self, error)) && list_blobs (self, stream, error);
}

static gboolean
export_all (Export *self, const char *stream, GError **error)
{
  g_autofree char *streams = g_build_filename (self->target, "streams", NULL);
  g_autofree char *path = g_build_filename (self->target, "manifest.json", NULL);
  const WeftModule *const *modules;
  gboolean done;
  guint n_modules;

  if (!make_directory (streams, error))
    return FALSE;

  weft_json_begin (self->manifest, NULL);
  weft_json_string (self->manifest, "format", "weft-export");
  weft_json_int (self->manifest, "version", WEFT_EXPORT_VERSION);
  weft_json_int (self->manifest, "exported_at", weft_clock_now (weft_clock_get_system ()));
  weft_json_string (self->manifest, "program", WEFT_VERSION);
  weft_json_bool (self->manifest, "whole", stream == NULL);
  weft_json_begin (self->manifest, "modules");
  modules = weft_registry_get_modules (self->registry, &n_modules);
  for (guint i = 0; i < n_modules; i++)
    weft_json_int (self->manifest, modules[i]->name, modules[i]->version);
  weft_json_end (self->manifest);
  weft_json_begin_array (self->manifest, "files");
  done = weft_database_begin_read (self->database, error) && export_files (self, stream, error);
  weft_database_rollback (self->database);
  forget_file (self);
  if (!done)
    return FALSE;
  weft_json_end_array (self->manifest);
  weft_json_begin_array (self->manifest, "blobs");
  if (!export_blobs (self, error))
    return FALSE;
  weft_json_end_array (self->manifest);
  weft_json_end (self->manifest);
  g_string_append_c (self->manifest, '\n');

  return g_file_set_contents_full (path, self->manifest->str, (gssize) self->manifest->len,
                                   G_FILE_SET_CONTENTS_DURABLE, 0600, error);
}

static gboolean
note (WeftStorage *storage, const char *stream, GError **error)
{
  g_autoptr (WeftDatabase) database = weft_storage_open_writer (storage, error);

  for (guint attempt = 1; database != NULL; attempt++)
    {
      g_autoptr (GError) local_error = NULL;

      if (weft_database_begin (database, &local_error)
          && weft_audit_add (database,
                             &(WeftAuditEntry) {
                                 .at = weft_clock_now (weft_clock_get_system ()), .action = "export", .target = stream, .address = "local" },
                             &local_error)
          && weft_database_commit (database, &local_error))
        return TRUE;
      weft_database_rollback (database);
      if (attempt < NOTE_ATTEMPTS && g_error_matches (local_error, WEFT_ERROR, WEFT_ERROR_EXISTS))
        continue;
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  return FALSE;
}

static void
remove_export (const char *target)
{
  g_autofree char *streams = g_build_filename (target, "streams", NULL);
  g_autofree char *blobs = g_build_filename (target, "blobs", NULL);
  const char *const directories[] = { streams, blobs, target };

  for (guint i = 0; i < G_N_ELEMENTS (directories); i++)
    {
      g_autoptr (GDir) dir = g_dir_open (directories[i], 0, NULL);
      const char *name;

      while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
        {
          g_autofree char *path = g_build_filename (directories[i], name, NULL);

          g_unlink (path);
        }
      g_rmdir (directories[i]);
    }
}

gboolean
weft_export_make (const char *directory,
                  const char *database,
                  WeftRegistry *registry,
                  const char *target,
                  const char *stream,
                  GError **error)
{
  g_autoptr (WeftStorage) storage = weft_storage_new (directory, database);
  g_autoptr (WeftDatabase) reader = NULL;
  g_autoptr (GString) manifest = g_string_new (NULL);
  g_autoptr (GString) line = g_string_new (NULL);
  g_autoptr (GArray) blobs = g_array_new (FALSE, FALSE, sizeof (Blob));
  Export export = { .registry = registry,
                    .directory = directory,
                    .target = target,
                    .manifest = manifest,
                    .blobs = blobs,
                    .line = line };
  gboolean has = FALSE;

  g_array_set_clear_func (blobs, blob_clear);
  if (weft_storage_exists (storage)
      && ((reader = weft_storage_open_reader (storage, error)) == NULL
          || !weft_database_has_table (reader, "stream", &has, error)))
    return FALSE;
  if (!has)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND, "%s: no workspace is kept there",
                   database != NULL ? "database" : directory);
      return FALSE;
    }
  if (!make_directory (target, error))
    return FALSE;

  export.database = reader;
  if (!export_all (&export, stream, error))
    {
      remove_export (target);
      return FALSE;
    }

  return note (storage, stream, error);
}
