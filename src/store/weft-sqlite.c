/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-store"

#include "config.h"

#include "store/weft-sqlite.h"

#include <string.h>
#include <unistd.h>

#include "store/weft-database-private.h"
#include "store/weft-sqlite-private.h"

#define APPLICATION_ID 0x57656674 /* "Weft" */
#define BUSY_TIMEOUT 5000         /* ms */

typedef struct
{
  WeftStatement parent;
  sqlite3_stmt *handle;
  gboolean cut; /* reset by the end of the transaction while it had rows left */
} Statement;

typedef struct
{
  gint64 low;
  gint64 high;
} Range;

typedef struct
{
  const char *table; /* interned, as the other strings */
  const char *insert_changed;
  GArray *ranges; /* of Range: row ids written since the transaction began */
} Watch;

struct _WeftSqlite
{
  WeftDatabase parent_instance;

  sqlite3 *handle;
  char *path;
  GArray *watches;      /* of Watch */
  gboolean has_changes; /* some watch has ranges */
  gboolean durable;
  gboolean open; /* a transaction, when the last statement was done */
  gboolean lost; /* SQLite rolled it back, and who began it does not know yet */
};

G_DEFINE_FINAL_TYPE (WeftSqlite, weft_sqlite, WEFT_TYPE_DATABASE)

/* Result codes of SQLite, by their primary part, in our words. */
static const struct
{
  WeftError error;
  const char *message;
} results[] = {
  [SQLITE_OK] = { WEFT_ERROR_INTERNAL, NULL },
  [SQLITE_ERROR] = { WEFT_ERROR_INTERNAL, NULL },
  [SQLITE_INTERNAL] = { WEFT_ERROR_INTERNAL, NULL },
  [SQLITE_PERM]
  = { WEFT_ERROR_UNAVAILABLE, "the database may not be opened; check the permissions of its directory" },
  [SQLITE_ABORT] = { WEFT_ERROR_UNAVAILABLE, "the transaction was ended while the statement ran" },
  [SQLITE_BUSY] = { WEFT_ERROR_UNAVAILABLE, "the database is in use by another program; try again" },
  [SQLITE_LOCKED] = { WEFT_ERROR_UNAVAILABLE, "the table is being read or written; try again" },
  [SQLITE_NOMEM] = { WEFT_ERROR_INTERNAL, "out of memory" },
  [SQLITE_READONLY] = { WEFT_ERROR_INTERNAL, "the database is open for reading only" },
  [SQLITE_INTERRUPT] = { WEFT_ERROR_UNAVAILABLE, "interrupted" },
  [SQLITE_IOERR] = { WEFT_ERROR_INTERNAL, "the disk failed; check it and its connection" },
  [SQLITE_CORRUPT] = { WEFT_ERROR_CORRUPT, "the database is damaged" },
  [SQLITE_NOTFOUND] = { WEFT_ERROR_INTERNAL, NULL },
  [SQLITE_FULL] = { WEFT_ERROR_FULL, "the disk is full; free some space and try again" },
  [SQLITE_CANTOPEN] = { WEFT_ERROR_UNAVAILABLE,
                        "the database cannot be opened; check that its directory exists and may be written" },
  [SQLITE_PROTOCOL] = { WEFT_ERROR_UNAVAILABLE, "the database is in use by another program; try again" },
  [SQLITE_EMPTY] = { WEFT_ERROR_INTERNAL, NULL },
  [SQLITE_SCHEMA] = { WEFT_ERROR_UNAVAILABLE, "another program changed the tables; try again" },
  [SQLITE_TOOBIG] = { WEFT_ERROR_TOO_LARGE, "a value is over the 1,000,000,000 bytes a cell may hold" },
  [SQLITE_CONSTRAINT] = { WEFT_ERROR_EXISTS, "the key is taken" },
  [SQLITE_MISMATCH] = { WEFT_ERROR_INVALID, "a value does not have its column's type" },
  [SQLITE_MISUSE] = { WEFT_ERROR_INTERNAL, NULL },
  [SQLITE_NOLFS] = { WEFT_ERROR_FULL, "the file is larger than its file system allows" },
  [SQLITE_AUTH] = { WEFT_ERROR_INTERNAL, NULL },
  [SQLITE_FORMAT] = { WEFT_ERROR_CORRUPT, "the database is damaged" },
  [SQLITE_RANGE] = { WEFT_ERROR_INTERNAL, "a statement has fewer parameters than were given" },
  [SQLITE_NOTADB] = { WEFT_ERROR_CORRUPT, "the file is not a database" },
};
G_STATIC_ASSERT (G_N_ELEMENTS (results) == SQLITE_NOTADB + 1);

void
_weft_sqlite_set_error (GError **error, sqlite3 *db, int code, const char *what)
{
  int primary = code & 0xff;
  WeftError our = WEFT_ERROR_INTERNAL;
  const char *message = NULL;

  if ((guint) primary < G_N_ELEMENTS (results))
    {
      our = results[primary].error;
      message = results[primary].message;
    }

  /* Other constraints than a taken key: a value which the table does not take. */
  if (primary == SQLITE_CONSTRAINT && code != SQLITE_CONSTRAINT && code != SQLITE_CONSTRAINT_PRIMARYKEY
      && code != SQLITE_CONSTRAINT_UNIQUE && code != SQLITE_CONSTRAINT_ROWID)
    {
      our = WEFT_ERROR_INVALID;
      message = "the table does not take such a row";
    }

  g_set_error (error, WEFT_ERROR, our, "%s: %s%s%s%s", what, message != NULL ? message : "",
               message != NULL ? " (SQLite: " : "", db != NULL ? sqlite3_errmsg (db) : sqlite3_errstr (code),
               message != NULL ? ")" : "");
}

gboolean
_weft_sqlite_check_options (int (*used) (const char *option), GError **error)
{
  static const char *const options[]
      = { "ENABLE_SESSION", "ENABLE_PREUPDATE_HOOK", "ENABLE_FTS5", "ENABLE_DBPAGE_VTAB" };

  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    if (!used (options[i]))
      {
        g_set_error (
            error, WEFT_ERROR, WEFT_ERROR_INTERNAL,
            "SQLite %s was built without SQLITE_%s, which Weft needs; use a SQLite that was built with it",
            sqlite3_libversion (), options[i]);
        return FALSE;
      }

  return TRUE;
}

/* ── which rows of searched tables changed ─────────────────────────────────────────────────────────── */

static void
watch_clear (gpointer data)
{
  Watch *watch = data;

  g_array_unref (watch->ranges);
}

static void
on_update (void *user_data, int operation, const char *schema, const char *table, sqlite3_int64 row)
{
  WeftSqlite *self = user_data;

  for (guint i = 0; i < self->watches->len; i++)
    {
      Watch *watch = &g_array_index (self->watches, Watch, i);
      Range range = { row, row };

      if (strcmp (watch->table, table) != 0)
        continue;

      self->has_changes = TRUE;
      if (watch->ranges->len > 0)
        {
          /* Rows mostly come one after the other: then all of them are one range. */
          Range *last = &g_array_index (watch->ranges, Range, watch->ranges->len - 1);

          if (row >= last->low && row <= last->high)
            return;
          if (row - 1 == last->high)
            {
              last->high = row;
              return;
            }
          if (row + 1 == last->low)
            {
              last->low = row;
              return;
            }
        }
      g_array_append_val (watch->ranges, range);
      return;
    }
}

static void
forget_changes (WeftSqlite *self)
{
  if (!self->has_changes)
    return;

  for (guint i = 0; i < self->watches->len; i++)
    g_array_set_size (g_array_index (self->watches, Watch, i).ranges, 0);
  self->has_changes = FALSE;
}

/* Rows above what the index is at need no note: it comes by them anyway. */
static gboolean
write_changes (WeftSqlite *self, GError **error)
{
  WeftDatabase *database = WEFT_DATABASE (self);

  if (!self->has_changes)
    return TRUE;

  for (guint i = 0; i < self->watches->len; i++)
    {
      Watch *watch = &g_array_index (self->watches, Watch, i);
      gint64 claimed = 0, build = 0;
      WeftStatement *state;
      int result;

      if (watch->ranges->len == 0)
        continue;
      state = weft_database_query (database, error,
                                   "SELECT claimed, build FROM search_state WHERE table_name = ?1", "t",
                                   watch->table);
      if (state == NULL || (result = weft_statement_step (state, error)) < 0)
        return FALSE;
      if (result > 0)
        {
          claimed = weft_statement_get_int (state, 0);
          build = weft_statement_get_int (state, 1);
          weft_statement_reset (state);
        }

      for (guint j = 0; j < watch->ranges->len; j++)
        {
          Range range = g_array_index (watch->ranges, Range, j);

          for (gint64 row = range.low; row <= MIN (range.high, claimed); row++)
            if (!weft_database_run (database, error, watch->insert_changed, "ii", row, build))
              return FALSE;
        }
    }
  forget_changes (self);

  return TRUE;
}

/* Whoever writes without a transaction has committed by now: the notes follow in a transaction of their own.
 */
static gboolean
settle (WeftSqlite *self, sqlite3_stmt *statement, GError **error)
{
  if (!self->has_changes || !sqlite3_get_autocommit (self->handle))
    return TRUE;

  if (statement != NULL && g_ascii_strncasecmp (sqlite3_sql (statement), "ROLLBACK", 8) == 0)
    {
      forget_changes (self);
      return TRUE;
    }

  /* Not weft_database_commit(): whoever steps a query around this goes on. */
  if (!weft_database_begin (WEFT_DATABASE (self), error))
    return FALSE;
  if (!write_changes (self, error) || !weft_database_run (WEFT_DATABASE (self), error, "COMMIT", ""))
    {
      weft_database_rollback (WEFT_DATABASE (self));
      return FALSE;
    }

  return TRUE;
}

/* ── statements ────────────────────────────────────────────────────────────────────────────────────── */

#define HANDLE(self) (((Statement *) (self))->handle)

static void
statement_free (WeftStatement *self)
{
  sqlite3_finalize (HANDLE (self));
  g_free (self);
}

static gboolean
statement_is_busy (WeftStatement *self)
{
  return sqlite3_stmt_busy (HANDLE (self));
}

static void
statement_clear (WeftStatement *self)
{
  ((Statement *) self)->cut = FALSE;
  sqlite3_clear_bindings (HANDLE (self));
}

static void
statement_reset (WeftStatement *self)
{
  ((Statement *) self)->cut = FALSE;
  sqlite3_reset (HANDLE (self));
}

static void
statement_bind_null (WeftStatement *self, int index)
{
  sqlite3_bind_null (HANDLE (self), index);
}

static void
statement_bind_int (WeftStatement *self, int index, gint64 value)
{
  sqlite3_bind_int64 (HANDLE (self), index, value);
}

static void
statement_bind_double (WeftStatement *self, int index, double value)
{
  sqlite3_bind_double (HANDLE (self), index, value);
}

static void
statement_bind_text (WeftStatement *self, int index, const char *value, gssize length)
{
  sqlite3_bind_text (HANDLE (self), index, value, length, SQLITE_STATIC);
}

static void
statement_bind_blob (WeftStatement *self, int index, gconstpointer data, gsize length)
{
  /* A NULL pointer would bind NULL, not an empty blob. */
  sqlite3_bind_blob64 (HANDLE (self), index, data != NULL ? data : "", length, SQLITE_STATIC);
}

/* A failed read or write may roll all of the transaction back. What would be written after it, by whoever saw no error, would be kept by itself. */
static gboolean
check_transaction (WeftSqlite *self, GError **error)
{
  if (!self->lost)
    return TRUE;

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INTERNAL, "%s: the transaction was rolled back when a statement in it failed", self->path);
  return FALSE;
}

/* Whether a transaction is open now. */
static void
note_transaction (WeftSqlite *self, gboolean failed)
{
  gboolean open = !sqlite3_get_autocommit (self->handle);

  self->lost = self->lost || (failed && self->open && !open);
  self->open = open;
  if (failed && !open)
    forget_changes (self);
}

static int
statement_step (WeftStatement *self, GError **error)
{
  WeftSqlite *database = WEFT_SQLITE (self->database);
  int result;

  if (!check_transaction (database, error))
    return -1;

  /* SQLite would begin again from the first row. */
  if (((Statement *) self)->cut)
    {
      statement_reset (self);
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INTERNAL,
                   "%s: the transaction ended while rows were being read: %s", database->path,
                   sqlite3_sql (HANDLE (self)));
      return -1;
    }

  result = sqlite3_step (HANDLE (self));
  if (result == SQLITE_ROW)
    return 1;

  if (result == SQLITE_DONE)
    {
      sqlite3_reset (HANDLE (self));
      note_transaction (database, FALSE);
      return settle (database, HANDLE (self), error) ? 0 : -1;
    }

  _weft_sqlite_set_error (error, database->handle, result, database->path);
  sqlite3_reset (HANDLE (self));
  note_transaction (database, TRUE);

  return -1;
}

static int
statement_get_n_columns (WeftStatement *self)
{
  return sqlite3_column_count (HANDLE (self));
}

static int
statement_get_type (WeftStatement *self, int column)
{
  switch (sqlite3_column_type (HANDLE (self), column))
    {
    case SQLITE_INTEGER:
      return WEFT_COLUMN_INTEGER;

    case SQLITE_FLOAT:
      return WEFT_COLUMN_REAL;

    case SQLITE_TEXT:
      return WEFT_COLUMN_TEXT;

    case SQLITE_BLOB:
      return WEFT_COLUMN_BLOB;

    default:
      return -1;
    }
}

static gint64
statement_get_int (WeftStatement *self, int column)
{
  return sqlite3_column_int64 (HANDLE (self), column);
}

static double
statement_get_double (WeftStatement *self, int column)
{
  return sqlite3_column_double (HANDLE (self), column);
}

static const char *
statement_get_text (WeftStatement *self, int column, gsize *length)
{
  const char *text = (const char *) sqlite3_column_text (HANDLE (self), column);

  if (length != NULL)
    *length = sqlite3_column_bytes (HANDLE (self), column);

  return text;
}

static gconstpointer
statement_get_blob (WeftStatement *self, int column, gsize *length)
{
  gconstpointer data = sqlite3_column_blob (HANDLE (self), column);

  *length = sqlite3_column_bytes (HANDLE (self), column);
  if (data == NULL && sqlite3_column_type (HANDLE (self), column) == SQLITE_BLOB)
    return "";

  return data;
}

static const WeftStatementClass statement_class = {
  .free = statement_free,
  .is_busy = statement_is_busy,
  .clear = statement_clear,
  .reset = statement_reset,
  .bind_null = statement_bind_null,
  .bind_int = statement_bind_int,
  .bind_double = statement_bind_double,
  .bind_text = statement_bind_text,
  .bind_blob = statement_bind_blob,
  .step = statement_step,
  .get_n_columns = statement_get_n_columns,
  .get_type = statement_get_type,
  .get_int = statement_get_int,
  .get_double = statement_get_double,
  .get_text = statement_get_text,
  .get_blob = statement_get_blob,
};

/* ── the database ──────────────────────────────────────────────────────────────────────────────────── */

static WeftStatement *
weft_sqlite_prepare (WeftDatabase *database, const char *sql, WeftStatement *like, GError **error)
{
  WeftSqlite *self = WEFT_SQLITE (database);
  Statement *statement;
  sqlite3_stmt *handle;
  int result;

  result = sqlite3_prepare_v3 (self->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &handle, NULL);
  if (result != SQLITE_OK)
    {
      _weft_sqlite_set_error (error, self->handle, result, self->path);
      note_transaction (self, TRUE);
      return NULL;
    }

  statement = g_new0 (Statement, 1);
  statement->parent.klass = &statement_class;
  statement->parent.database = database;
  statement->handle = handle;

  return &statement->parent;
}

static gboolean
weft_sqlite_execute (WeftDatabase *database, const char *sql, GError **error)
{
  WeftSqlite *self = WEFT_SQLITE (database);
  int result;

  if (!check_transaction (self, error))
    return FALSE;
  result = sqlite3_exec (self->handle, sql, NULL, NULL, NULL);
  if (result != SQLITE_OK)
    _weft_sqlite_set_error (error, self->handle, result, self->path);
  note_transaction (self, result != SQLITE_OK);
  if (result != SQLITE_OK)
    return FALSE;

  return settle (self, NULL, error);
}

static gint64
weft_sqlite_get_changes (WeftDatabase *database)
{
  return sqlite3_changes64 (WEFT_SQLITE (database)->handle);
}

static const char *
weft_sqlite_get_dialect (WeftDatabase *database)
{
  return "sqlite";
}

/* A statement somebody stopped stepping would keep its old view of the database for ever, and the WAL would
 * grow. */
static void
cut_statement (WeftStatement *statement)
{
  sqlite3_reset (HANDLE (statement));
  ((Statement *) statement)->cut = TRUE;
}

static gboolean
weft_sqlite_before_commit (WeftDatabase *database, GError **error)
{
  WeftSqlite *self = WEFT_SQLITE (database);

  _weft_database_foreach_busy (database, cut_statement);

  return write_changes (self, error);
}

static void
weft_sqlite_ended (WeftDatabase *database, gboolean committed)
{
  WeftSqlite *self = WEFT_SQLITE (database);

  if (!committed)
    _weft_database_foreach_busy (database, cut_statement);
  forget_changes (self);
  self->open = FALSE;
  self->lost = FALSE;
}

static void
weft_sqlite_finalize (GObject *object)
{
  WeftSqlite *self = WEFT_SQLITE (object);

  _weft_database_forget_statements (WEFT_DATABASE (self));
  if (self->handle != NULL)
    {
      sqlite3_update_hook (self->handle, NULL, NULL);
      sqlite3_close_v2 (self->handle);
    }
  g_clear_pointer (&self->watches, g_array_unref);
  g_free (self->path);

  G_OBJECT_CLASS (weft_sqlite_parent_class)->finalize (object);
}

static void
weft_sqlite_class_init (WeftSqliteClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  WeftDatabaseClass *database_class = WEFT_DATABASE_CLASS (klass);

  object_class->finalize = weft_sqlite_finalize;

  database_class->prepare = weft_sqlite_prepare;
  database_class->execute = weft_sqlite_execute;
  database_class->get_changes = weft_sqlite_get_changes;
  database_class->get_dialect = weft_sqlite_get_dialect;
  database_class->before_commit = weft_sqlite_before_commit;
  database_class->ended = weft_sqlite_ended;
}

static void
weft_sqlite_init (WeftSqlite *self)
{
  self->watches = g_array_new (FALSE, FALSE, sizeof (Watch));
  g_array_set_clear_func (self->watches, watch_clear);
}

sqlite3 *
_weft_sqlite_get_handle (WeftSqlite *self)
{
  return self->handle;
}

void
_weft_sqlite_watch (WeftSqlite *self, const WeftTable *const *tables, guint n_tables)
{
  g_array_set_size (self->watches, 0);
  self->has_changes = FALSE;

  for (guint i = 0; i < n_tables; i++)
    {
      Watch watch = { .table = g_intern_string (tables[i]->name) };
      g_autofree char *insert = g_strdup_printf ("INSERT INTO search_changed_%s (row, build) VALUES (?1, ?2) "
                                                 "ON CONFLICT (row) DO UPDATE SET build = excluded.build",
                                                 tables[i]->name);

      watch.insert_changed = g_intern_string (insert);
      watch.ranges = g_array_new (FALSE, FALSE, sizeof (Range));
      g_array_append_val (self->watches, watch);
    }

  sqlite3_update_hook (self->handle, n_tables > 0 ? on_update : NULL, self);
}

static gboolean
check_owner (WeftSqlite *self, WeftSqliteMode mode, GError **error)
{
  WeftDatabase *database = WEFT_DATABASE (self);
  gint64 id, n_objects;

  if (!weft_database_get_value (database, &id, 0, error, "PRAGMA application_id", "")
      || !weft_database_get_value (database, &n_objects, 0, error, "SELECT count(*) FROM sqlite_schema", ""))
    return FALSE;

  if (id == APPLICATION_ID)
    return TRUE;

  if (id != 0 || n_objects != 0)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_CORRUPT, "%s: this database belongs to another program",
                   self->path);
      return FALSE;
    }

  return mode == WEFT_SQLITE_READ_ONLY
         || weft_database_execute (database, "PRAGMA application_id = " G_STRINGIFY (APPLICATION_ID), error);
}

/* Applying a change set turns foreign keys to deferred and back, and with each such pragma SQLite forgets
 * every prepared statement of the connection: a client would parse all it uses anew at each batch. We have no
 * foreign keys. */
static int
authorize (gpointer user_data,
           int action,
           const char *first,
           const char *second,
           const char *database,
           const char *inner)
{
  return action == SQLITE_PRAGMA && g_strcmp0 (first, "defer_foreign_keys") == 0 ? SQLITE_IGNORE : SQLITE_OK;
}

/* A program that was killed may have committed what is not on disk yet. Who reads it may tell others, for
 * whom it must not be gone when the power fails then. */
static gboolean
sync_log (WeftSqlite *self, GError **error)
{
  sqlite3_file *log = NULL;
  sqlite3_int64 size = 0;
  int result = sqlite3_file_control (self->handle, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);

  if (result == SQLITE_OK && log != NULL && log->pMethods != NULL)
    result = log->pMethods->xFileSize (log, &size);
  if (result == SQLITE_OK && size > 0)
    result = log->pMethods->xSync (log, SQLITE_SYNC_NORMAL);
  if (result != SQLITE_OK)
    _weft_sqlite_set_error (error, NULL, result, self->path);

  return result == SQLITE_OK;
}

WeftDatabase *
weft_sqlite_open (const char *path, WeftSqliteMode mode, GError **error)
{
  g_autoptr (WeftSqlite) self = NULL;
  int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  int result;

  g_return_val_if_fail (path != NULL, NULL);

  if (!_weft_sqlite_check_options (sqlite3_compileoption_used, error))
    return NULL;

  self = g_object_new (WEFT_TYPE_SQLITE, NULL);
  self->path = g_strdup (path);

  flags |= mode == WEFT_SQLITE_WRITE ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
  result = sqlite3_open_v2 (path, &self->handle, flags, NULL);
  if (result == SQLITE_OK)
    result = sqlite3_busy_timeout (self->handle, BUSY_TIMEOUT);
  if (result == SQLITE_OK)
    result = sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  if (result == SQLITE_OK)
    result = sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
  if (result == SQLITE_OK)
    result = sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
  if (result == SQLITE_OK && mode == WEFT_SQLITE_WRITE)
    result = sqlite3_set_authorizer (self->handle, authorize, NULL);
  if (result != SQLITE_OK)
    {
      _weft_sqlite_set_error (error, self->handle, result, path);
      return NULL;
    }

  /* Before anything is written: a file that is not ours stays as it is. */
  if (!check_owner (self, mode, error))
    return NULL;

  if (mode == WEFT_SQLITE_WRITE
      && !weft_database_execute (
          WEFT_DATABASE (self),
          "PRAGMA journal_mode = WAL; PRAGMA journal_size_limit = 67108864; PRAGMA synchronous = NORMAL;"
          "PRAGMA cache_size = -8192; PRAGMA secure_delete = ON",
          error))
    return NULL;
  if (mode == WEFT_SQLITE_WRITE && !sync_log (self, error))
    return NULL;

  if (!weft_database_execute (WEFT_DATABASE (self), "PRAGMA foreign_keys = OFF; PRAGMA temp_store = MEMORY",
                              error))
    return NULL;

  return WEFT_DATABASE (g_steal_pointer (&self));
}

gboolean
weft_sqlite_set_durable (WeftSqlite *self, gboolean durable, GError **error)
{
  g_return_val_if_fail (WEFT_IS_SQLITE (self), FALSE);

  if (self->durable == !!durable)
    return TRUE;

  if (!weft_database_run (WEFT_DATABASE (self), error,
                          durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL", ""))
    return FALSE;

  self->durable = !!durable;

  return TRUE;
}

gboolean
weft_sqlite_copy_to (WeftSqlite *self, const char *path, GError **error)
{
  sqlite3 *target = NULL;
  sqlite3_backup *backup = NULL;
  int result;

  g_return_val_if_fail (WEFT_IS_SQLITE (self), FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_EXISTS, "%s: is there already", path);
      return FALSE;
    }

  result = sqlite3_open_v2 (path, &target, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                            NULL);
  if (result == SQLITE_OK)
    backup = sqlite3_backup_init (target, "main", self->handle, "main");
  /* All in one step, that is in one reading transaction: in several a busy writer would make it begin anew
   * for ever. */
  if (backup != NULL)
    {
      result = sqlite3_backup_step (backup, -1);
      sqlite3_backup_finish (backup);
    }
  else if (result == SQLITE_OK)
    result = sqlite3_errcode (target);
  /* A copy may be read from where nothing can be written. */
  if (result == SQLITE_DONE)
    result = sqlite3_exec (target, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
  if (result != SQLITE_OK)
    _weft_sqlite_set_error (error, target, result, path);
  sqlite3_close (target);
  if (result != SQLITE_OK)
    unlink (path);

  return result == SQLITE_OK;
}
