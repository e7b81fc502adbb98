/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include <errno.h>
#include <glib/gstdio.h>

#include "base/weft-id.h"
#include "proto/weft-field.h"
#include "serve/weft-engine-private.h"
#include "serve/weft-export.h"
#include "serve/weft-import-private.h"

typedef struct
{
  char *hash;
  char *place;
  char *path; /* where the bytes are now */
  gint64 size;
  gint64 at;
  gint64 loose_at; /* -1: it is not */
} Blob;

static void
blob_clear (gpointer data)
{
  Blob *blob = data;

  g_free (blob->hash);
  g_free (blob->place);
  g_free (blob->path);
}

GArray *
_weft_import_new_blobs (void)
{
  GArray *blobs = g_array_new (FALSE, FALSE, sizeof (Blob));

  g_array_set_clear_func (blobs, blob_clear);
  return blobs;
}

/* Copies the bytes to where they will stay. A file without a row is swept away by the server. */
static gboolean
place_blob (WeftImport *self, WeftDatabase *reader, JsonObject *entry, GError **error)
{
  const char *hash;
  g_autofree char *name = NULL;
  g_autofree char *random = weft_id_random ();
  g_autofree char *parent = NULL;
  g_autofd int fd = -1;
  gint64 expected, size, n;
  Blob blob = { .loose_at = -1 };

  if (!weft_field_read_hash (entry, "hash", WEFT_FIELD_REQUIRED, &hash, error)
      || !weft_field_read_integer (entry, "size", WEFT_FIELD_REQUIRED, 0, G_MAXINT64, &expected, error)
      || !weft_field_read_time (entry, "at", WEFT_FIELD_REQUIRED, &blob.at, error)
      || !weft_field_read_time (entry, "loose_at", WEFT_FIELD_OPTIONAL, &blob.loose_at, error))
    return weft_export_reader_blame (&self->reader, error);
  if (!weft_database_get_value (reader, &n, 0, error, "SELECT count(*) FROM blob WHERE hash = ?1", "t", hash))
    return FALSE;
  if (n > 0)
    return TRUE;

  name = g_build_filename ("blobs", hash, NULL);
  fd = weft_export_reader_open_plain (&self->reader, name, error);
  if (fd < 0)
    return FALSE;
  blob.hash = g_strdup (hash);
  blob.size = expected;
  blob.place = g_strdup_printf ("%.2s/%.2s/%s-%s", hash, hash + 2, hash, random);
  blob.path = g_build_filename (_weft_engine_get_directory (self->engine), "files", blob.place, NULL);
  parent = g_path_get_dirname (blob.path);
  g_array_append_val (self->blobs, blob);
  if (g_mkdir_with_parents (parent, 0700) != 0)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INTERNAL, "%s: %s", parent, g_strerror (errno));
      return FALSE;
    }
  if (!_weft_export_copy (fd, blob.path, hash, &size, error))
    return FALSE;

  return size == expected
         || weft_export_reader_refuse (&self->reader, error,
                                       "size: %" G_GINT64_FORMAT ", but %s has %" G_GINT64_FORMAT " bytes",
                                       expected, name, size);
}

gboolean
_weft_import_place_blobs (WeftImport *self, GError **error)
{
  WeftDatabase *reader;
  JsonArray *blobs;
  gboolean done = TRUE;

  weft_export_reader_begin (&self->reader, "manifest.json");
  if (!weft_json_get_array (self->manifest, "blobs", &blobs, error))
    return weft_export_reader_blame (&self->reader, error);
  reader = weft_engine_acquire_reader (self->engine, error);
  if (reader == NULL)
    return FALSE;
  for (guint i = 0; done && i < json_array_get_length (blobs); i++)
    {
      JsonNode *entry = json_array_get_element (blobs, i);

      done = JSON_NODE_HOLDS_OBJECT (entry)
                 ? place_blob (self, reader, json_node_get_object (entry), error)
                 : weft_export_reader_refuse (&self->reader, error, "blobs[%u]: expected an object", i);
    }
  weft_engine_release_reader (self->engine, reader);

  return done;
}

void
_weft_import_drop_blobs (WeftImport *self)
{
  for (guint i = 0; i < self->blobs->len; i++)
    g_unlink (g_array_index (self->blobs, Blob, i).path);
}

gboolean
_weft_import_keep_blobs (WeftImport *self, GError **error)
{
  for (guint i = 0; i < self->blobs->len; i++)
    {
      const Blob *blob = &g_array_index (self->blobs, Blob, i);

      /* Somebody may have brought the same in the meantime, or the manifest names it twice. */
      if (!(blob->loose_at >= 0
                ? weft_database_run (self->database, error,
                                     "INSERT INTO blob (hash, size, place, at, loose_at)"
                                     " VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (hash) DO NOTHING",
                                     "titii", blob->hash, blob->size, blob->place, blob->at, blob->loose_at)
                : weft_database_run (self->database, error,
                                     "INSERT INTO blob (hash, size, place, at) VALUES (?1, ?2, ?3, ?4)"
                                     " ON CONFLICT (hash) DO NOTHING",
                                     "titi", blob->hash, blob->size, blob->place, blob->at)))
        return FALSE;
    }

  return TRUE;
}
