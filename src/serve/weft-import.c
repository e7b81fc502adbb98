/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "serve/weft-audit.h"
#include "serve/weft-engine-private.h"
#include "serve/weft-export.h"
#include "serve/weft-import-private.h"
#include "serve/weft-storage.h"

#define MANIFEST_MAX (64 * 1024 * 1024) /* bytes */

void
_weft_import_clear (WeftImport *self)
{
  weft_export_reader_clear (&self->reader);
}

gboolean
_weft_import_settle_line (WeftImport *self, GError **error)
{
  return !self->careful || weft_database_settle (self->database, error)
         || weft_export_reader_blame (&self->reader, error);
}

static gboolean
import_file (WeftImport *self, JsonObject *entry, GError **error)
{
  const char *stream = NULL;
  const char *name;

  weft_export_reader_begin (&self->reader, "manifest.json");
  if (!weft_json_get_string (entry, "file", &name, error))
    return weft_export_reader_blame (&self->reader, error);
  if (weft_json_has (entry, "stream"))
    {
      g_autofree char *expected = NULL;

      if (!weft_json_get_string (entry, "stream", &stream, error))
        return weft_export_reader_blame (&self->reader, error);
      if (!weft_stream_is_valid (stream))
        return weft_export_reader_refuse (&self->reader, error, "stream: “%.80s” is no stream", stream);
      expected = weft_export_get_file (stream);
      if (!g_str_equal (name, expected))
        return weft_export_reader_refuse (&self->reader, error, "file: “%.80s”, but %s stands in %s", name,
                                          stream, expected);
    }
  else if (!g_str_equal (name, "server.jsonl"))
    return weft_export_reader_refuse (&self->reader, error, "file: “%.80s” is none of an export", name);
  else if (!self->whole)
    return weft_export_reader_refuse (&self->reader, error,
                                      "file: accounts come only with a whole workspace");

  return weft_export_reader_open (&self->reader, name, error)
         && (stream != NULL ? _weft_import_take_stream (self, entry, stream, error)
                            : _weft_import_take_server (self, entry, error));
}

static gboolean
check_empty (WeftImport *self, GError **error)
{
  gint64 n;

  if (!weft_database_get_value (self->database, &n, 0, error, "SELECT count(*) FROM stream", ""))
    return FALSE;
  if (n == 0)
    return TRUE;

  g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_EXISTS,
                       "database: a workspace is kept there already; nothing is written over");
  return FALSE;
}

static gboolean
import_files (WeftImport *self, GError **error)
{
  JsonArray *files;
  gboolean done = TRUE;

  weft_export_reader_begin (&self->reader, "manifest.json");
  if (!weft_json_get_array (self->manifest, "files", &files, error))
    return weft_export_reader_blame (&self->reader, error);
  for (guint i = 0; done && i < json_array_get_length (files); i++)
    {
      JsonNode *entry = json_array_get_element (files, i);

      done = JSON_NODE_HOLDS_OBJECT (entry)
                 ? import_file (self, json_node_get_object (entry), error)
                 : weft_export_reader_refuse (&self->reader, error, "files[%u]: expected an object", i);
    }
  weft_export_reader_close (&self->reader);

  return done;
}

/* May run again, if the database met a conflict. */
static gboolean
import_job (WeftDatabase *database, gpointer user_data, GError **error)
{
  WeftImport *self = user_data;

  self->database = database;
  self->settled = (!self->whole || check_empty (self, error)) && _weft_import_list_tables (self, error)
                  && import_files (self, error) && _weft_import_keep_blobs (self, error)
                  && (self->whole
                      || weft_audit_add (database,
                                         &(WeftAuditEntry) {
                                             .at = weft_clock_now (weft_engine_get_clock (self->engine)), .action = "import", .address = "local" },
                                         error))
                  && weft_database_settle (database, error);
  self->deferred = !self->settled && weft_database_has_failed (database);

  return self->settled;
}

static gboolean
read_manifest (WeftImport *self, JsonNode **root, GError **error)
{
  g_autofree char *path = g_build_filename (self->reader.source, "manifest.json", NULL);
  g_autofree char *text = NULL;
  const char *format;
  struct stat status;
  gint64 version;
  gsize length;
  int fd;

  self->reader.name = "manifest.json";
  fd = weft_export_reader_open_plain (&self->reader, self->reader.name, error);
  if (fd < 0)
    return FALSE;
  if (fstat (fd, &status) != 0 || status.st_size > MANIFEST_MAX)
    {
      close (fd);
      return weft_export_reader_refuse (&self->reader, error, "over %d bytes", MANIFEST_MAX);
    }
  close (fd);
  if (!g_file_get_contents (path, &text, &length, error))
    return FALSE;
  *root = weft_json_parse (text, length, error);
  if (*root == NULL)
    return weft_export_reader_blame (&self->reader, error);
  self->manifest = json_node_get_object (*root);
  if (!weft_json_get_string (self->manifest, "format", &format, error)
      || !weft_json_get_int (self->manifest, "version", &version, error)
      || !weft_json_get_bool (self->manifest, "whole", &self->whole, error))
    return weft_export_reader_blame (&self->reader, error);
  if (!g_str_equal (format, "weft-export"))
    return weft_export_reader_refuse (&self->reader, error, "format: “%.80s”, expected weft-export", format);
  if (version != WEFT_EXPORT_VERSION)
    return weft_export_reader_refuse (&self->reader, error,
                                      "version: %" G_GINT64_FORMAT ", this program reads %d", version,
                                      WEFT_EXPORT_VERSION);

  return TRUE;
}

static void
remove_part (const char *path)
{
  g_autoptr (GDir) dir = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_part (child);
    }
  g_remove (path);
}

static gboolean
import_rows (WeftImport *self, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (weft_engine_call (self->engine, import_job, self, &local_error))
    return TRUE;
  /* Once more, slowly, to learn which line it was. */
  if (self->deferred && !g_error_matches (local_error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE))
    {
      self->careful = TRUE;
      return weft_engine_call (self->engine, import_job, self, error);
    }
  g_propagate_error (error, g_steal_pointer (&local_error));

  return FALSE;
}

static gboolean
run (WeftImport *self,
     const char *directory,
     const char *database,
     const WeftServerModule *const *modules,
     GError **error)
{
  g_autoptr (WeftEngine) engine = weft_engine_new (self->registry, modules, directory, NULL);
  g_autoptr (GHashTable) tables
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  g_autoptr (GArray) blobs = _weft_import_new_blobs ();
  gboolean done;

  weft_engine_set_database (engine, database);
  if (!weft_engine_open (engine, error))
    return FALSE;
  self->engine = engine;
  self->tables = tables;
  self->blobs = blobs;
  done = _weft_import_place_blobs (self, error) && import_rows (self, error);
  /* Were the commit's answer lost, rows might name them. */
  if (!done && !self->settled)
    _weft_import_drop_blobs (self);
  weft_engine_close (engine);

  return done;
}

/* In SQLite's file: the directory comes into being when all of it is there. */
static gboolean
make_directory (WeftImport *self,
                const char *directory,
                const WeftServerModule *const *modules,
                GError **error)
{
  g_autofree char *part = g_strconcat (directory, ".part", NULL);

  remove_part (part);
  if (run (self, part, NULL, modules, error))
    {
      if (g_rename (part, directory) == 0)
        return TRUE;
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INTERNAL, "%s: %s", directory, g_strerror (errno));
    }
  remove_part (part);

  return FALSE;
}

gboolean
weft_import_run (const char *source,
                 const char *directory,
                 const char *database,
                 WeftRegistry *registry,
                 const WeftServerModule *const *modules,
                 GError **error)
{
  g_autoptr (WeftStorage) storage = weft_storage_new (directory, database);
  g_autoptr (JsonNode) root = NULL;
  g_auto (WeftImport) import = { .registry = registry };

  weft_export_reader_init (&import.reader, source);
  if (!read_manifest (&import, &root, error))
    return FALSE;
  if (!import.whole && !weft_storage_exists (storage))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND,
                   "%s: no workspace is kept there to which a stream could be added", directory);
      return FALSE;
    }
  if (!import.whole || database != NULL)
    return run (&import, directory, database, modules, error);

  if (weft_storage_exists (storage)
      || (g_file_test (directory, G_FILE_TEST_EXISTS) && g_rmdir (directory) != 0))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_EXISTS,
                   "%s: a workspace is kept there already; move it away first, nothing is written over",
                   directory);
      return FALSE;
    }

  return make_directory (&import, directory, modules, error);
}
