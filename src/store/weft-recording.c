/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-store"

#include "config.h"

#include "store/weft-sqlite-private.h"

struct _WeftRecording
{
  WeftSqlite *database;
  sqlite3_session *session;
};

static GBytes *
take_buffer (int length, void *buffer)
{
  if (length == 0)
    {
      sqlite3_free (buffer);
      return g_bytes_new_static ("", 0);
    }

  return g_bytes_new_with_free_func (buffer, length, sqlite3_free, buffer);
}

WeftRecording *
weft_sqlite_record (WeftSqlite *self, const WeftTable *const *tables, guint n_tables, GError **error)
{
  g_autoptr (WeftRecording) recording = NULL;
  int result;

  g_return_val_if_fail (WEFT_IS_SQLITE (self), NULL);

  recording = g_new0 (WeftRecording, 1);
  recording->database = g_object_ref (self);

  result = sqlite3session_create (_weft_sqlite_get_handle (self), "main", &recording->session);
  /* By name: attached without one, the shadow tables of the search index are recorded too, and taking that
   * back breaks the index. */
  for (guint i = 0; i < n_tables && result == SQLITE_OK; i++)
    result = sqlite3session_attach (recording->session, tables[i]->name);

  if (result != SQLITE_OK)
    {
      _weft_sqlite_set_error (error, NULL, result, "recording changes");
      return NULL;
    }

  return g_steal_pointer (&recording);
}

GBytes *
weft_recording_finish (WeftRecording *self, GError **error)
{
  int length = 0;
  void *buffer = NULL;
  int result;

  g_return_val_if_fail (self != NULL, NULL);

  sqlite3session_enable (self->session, 0);
  result = sqlite3session_changeset (self->session, &length, &buffer);
  if (result != SQLITE_OK)
    {
      sqlite3_free (buffer);
      _weft_sqlite_set_error (error, NULL, result, "reading the recorded changes");
      return NULL;
    }

  return take_buffer (length, buffer);
}

GBytes *
weft_recording_finish_inverse (WeftRecording *self, GError **error)
{
  g_autoptr (GBytes) changeset = weft_recording_finish (self, error);
  int length = 0;
  void *buffer = NULL;
  int result;

  if (changeset == NULL)
    return NULL;
  if (g_bytes_get_size (changeset) == 0)
    return g_steal_pointer (&changeset);

  result = sqlite3changeset_invert (g_bytes_get_size (changeset), g_bytes_get_data (changeset, NULL), &length,
                                    &buffer);
  if (result != SQLITE_OK)
    {
      sqlite3_free (buffer);
      _weft_sqlite_set_error (error, NULL, result, "inverting the recorded changes");
      return NULL;
    }

  return take_buffer (length, buffer);
}

void
weft_recording_free (WeftRecording *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->session, sqlite3session_delete);
  g_clear_object (&self->database);
  g_free (self);
}

/* ── applying ──────────────────────────────────────────────────────────────────────────────────────── */

typedef struct
{
  int kind; /* SQLITE_CHANGESET_DATA … */
  char *table;
} Conflict;

static int
on_conflict (void *user_data, int kind, sqlite3_changeset_iter *iter)
{
  Conflict *conflict = user_data;
  const char *table = NULL;
  int n_columns, operation, indirect;

  conflict->kind = kind;
  if (kind != SQLITE_CHANGESET_FOREIGN_KEY
      && sqlite3changeset_op (iter, &table, &n_columns, &operation, &indirect) == SQLITE_OK)
    g_set_str (&conflict->table, table);

  return SQLITE_CHANGESET_ABORT;
}

/* SQLite passes over a table that is gone or has lost a column, without a word: then nothing would be taken
 * back. */
static gboolean
check_tables (WeftSqlite *self, GBytes *changeset, GError **error)
{
  sqlite3_changeset_iter *iter;
  g_autofree char *last = NULL;
  int result = sqlite3changeset_start (&iter, g_bytes_get_size (changeset),
                                       (void *) g_bytes_get_data (changeset, NULL));

  if (result == SQLITE_OK)
    {
      while ((result = sqlite3changeset_next (iter)) == SQLITE_ROW)
        {
          const char *table;
          int n_columns, operation, indirect;
          gint64 n_known;

          sqlite3changeset_op (iter, &table, &n_columns, &operation, &indirect);
          if (!g_set_str (&last, table))
            continue;

          if (!weft_database_get_value (WEFT_DATABASE (self), &n_known, 0, error,
                                        "SELECT count(*) FROM pragma_table_info(?1)", "t", table))
            {
              sqlite3changeset_finalize (iter);
              return FALSE;
            }
          if (n_known != n_columns)
            {
              g_set_error (error, WEFT_ERROR, WEFT_ERROR_CORRUPT,
                           "the table “%s” has %" G_GINT64_FORMAT
                           " columns, a change set of it %d: it was recorded with another version",
                           table, n_known, n_columns);
              sqlite3changeset_finalize (iter);
              return FALSE;
            }
        }
      if (result == SQLITE_DONE)
        result = SQLITE_OK;
      sqlite3changeset_finalize (iter);
    }

  if (result != SQLITE_OK)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_CORRUPT, "a change set cannot be read: %s",
                   sqlite3_errstr (result));
      return FALSE;
    }

  return TRUE;
}

gboolean
weft_sqlite_apply (WeftSqlite *self, GBytes *changeset, GError **error)
{
  static const char *const kinds[] = {
    [SQLITE_CHANGESET_DATA] = "another value than expected",
    [SQLITE_CHANGESET_NOTFOUND] = "no such row",
    [SQLITE_CHANGESET_CONFLICT] = "the key is taken",
    [SQLITE_CHANGESET_CONSTRAINT] = "the table does not take such a row",
    [SQLITE_CHANGESET_FOREIGN_KEY] = "a foreign key points nowhere",
  };
  Conflict conflict = { 0 };
  sqlite3 *db;
  int result;

  g_return_val_if_fail (WEFT_IS_SQLITE (self), FALSE);
  g_return_val_if_fail (changeset != NULL, FALSE);

  if (g_bytes_get_size (changeset) == 0)
    return TRUE;
  if (!check_tables (self, changeset, error))
    return FALSE;

  db = _weft_sqlite_get_handle (self);
  /* The handler must not be NULL: SQLite calls it without looking. */
  result = sqlite3changeset_apply_v2 (db, g_bytes_get_size (changeset),
                                      (void *) g_bytes_get_data (changeset, NULL), NULL, on_conflict,
                                      &conflict, NULL, NULL, SQLITE_CHANGESETAPPLY_NOSAVEPOINT);
  if (conflict.kind != 0)
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_CORRUPT, "a change set does not fit the rows of “%s”: %s",
                 conflict.table != NULL ? conflict.table : "?", kinds[conflict.kind]);
  else if (result != SQLITE_OK)
    _weft_sqlite_set_error (error, db, result, "applying a change set");
  g_free (conflict.table);

  return result == SQLITE_OK;
}

GBytes *
weft_sqlite_concat (GBytes *first, GBytes *second, GError **error)
{
  int length = 0;
  void *buffer = NULL;
  int result;

  g_return_val_if_fail (first != NULL && second != NULL, NULL);

  result = sqlite3changeset_concat (g_bytes_get_size (first), (void *) g_bytes_get_data (first, NULL),
                                    g_bytes_get_size (second), (void *) g_bytes_get_data (second, NULL),
                                    &length, &buffer);
  if (result != SQLITE_OK)
    {
      sqlite3_free (buffer);
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_CORRUPT, "two change sets cannot be joined: %s",
                   sqlite3_errstr (result));
      return NULL;
    }

  return take_buffer (length, buffer);
}
