/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/weft-error.h"

G_BEGIN_DECLS

#define WEFT_TYPE_DATABASE (weft_database_get_type ())
G_DECLARE_DERIVABLE_TYPE (WeftDatabase, weft_database, WEFT, DATABASE, GObject)

/**
 * WeftDatabase:
 *
 * One connection to a database, used by one thread at a time. SQL is the subset which SQLite and PostgreSQL both run,
 * with numbered parameters `?1`; types in capitals are SQLite's (INTEGER is 64 bits everywhere, TEXT compares by its bytes). Errors: %WEFT_ERROR_FULL (disk), %WEFT_ERROR_CORRUPT, %WEFT_ERROR_EXISTS (a key is taken),
 * %WEFT_ERROR_UNAVAILABLE (busy, connection lost, a conflict of transactions), %WEFT_ERROR_INTERNAL.
 *
 * After a statement has failed inside a transaction, PostgreSQL answers each further one with the same error until there is a rollback, to a
 * savepoint or of all; and a statement without rows may tell of its failure only at the next one which has some, at the commit, or when
 * weft_database_settle() asks. SQLite tells at once and goes on.
 */

/** WeftStatement: a prepared statement, owned and kept by its database; a borrowed pointer. */
typedef struct _WeftStatement WeftStatement;
typedef struct _WeftStatementClass WeftStatementClass;

struct _WeftStatement
{
  const WeftStatementClass *klass;
  WeftDatabase *database;       /* unowned */
};

struct _WeftStatementClass
{
  void (*free) (WeftStatement *self);
  gboolean (*is_busy) (WeftStatement *self); /* it is being stepped */
  void (*clear) (WeftStatement *self);       /* takes back what was bound; it is not busy */
  void (*reset) (WeftStatement *self);
  void (*bind_null) (WeftStatement *self, int index);
  void (*bind_int) (WeftStatement *self, int index, gint64 value);
  void (*bind_double) (WeftStatement *self, int index, double value);
  void (*bind_text) (WeftStatement *self, int index, const char *value, gssize length);
  void (*bind_blob) (WeftStatement *self, int index, gconstpointer data, gsize length);
  int (*step) (WeftStatement *self, GError **error); /* 1 row, 0 done, -1 error */
  int (*get_n_columns) (WeftStatement *self);
  int (*get_type) (WeftStatement *self, int column);
  gint64 (*get_int) (WeftStatement *self, int column);
  double (*get_double) (WeftStatement *self, int column);
  const char *(*get_text) (WeftStatement *self, int column, gsize *length);
  gconstpointer (*get_blob) (WeftStatement *self, int column, gsize *length);
};

/** WeftDatabaseControl: what moves transactions. */
typedef enum
{
  WEFT_DATABASE_BEGIN,
  WEFT_DATABASE_BEGIN_READ,
  WEFT_DATABASE_COMMIT,
  WEFT_DATABASE_ROLLBACK,
  WEFT_DATABASE_SAVEPOINT,
  WEFT_DATABASE_RELEASE,
  WEFT_DATABASE_ROLLBACK_TO,
} WeftDatabaseControl;

struct _WeftDatabaseClass
{
  GObjectClass parent_class;

  WeftStatement *(*prepare) (WeftDatabase *self, const char *sql, WeftStatement *like, GError **error); /* @like: (nullable): one of the same SQL, which is busy */
  gboolean (*execute) (WeftDatabase *self, const char *sql, GError **error);
  gint64 (*get_changes) (WeftDatabase *self);
  const char *(*get_dialect) (WeftDatabase *self);
  gboolean (*control) (WeftDatabase *self, WeftDatabaseControl what, const char *name, GError **error); /* @name: of a savepoint */
  gboolean (*settle) (WeftDatabase *self, GError **error);        /* (nullable) */
  gboolean (*is_lost) (WeftDatabase *self);                       /* (nullable) */
  gboolean (*has_failed) (WeftDatabase *self);                    /* (nullable) */
  gboolean (*before_commit) (WeftDatabase *self, GError **error); /* (nullable) */
  void (*ended) (WeftDatabase *self, gboolean committed);         /* (nullable): after COMMIT or ROLLBACK */
};

/**
 * weft_database_prepare:
 * @sql: a string that lives as long as the database, best a literal: statements are cached by its address, then by its text
 *
 * Returns: (transfer none): the statement, reset and unbound; NULL on error. Asking for the same SQL while it is being
 * stepped gives another copy.
 */
WeftStatement *weft_database_prepare (WeftDatabase *self, const char *sql, GError **error);

/** weft_database_execute: runs one or more statements without parameters or results. */
gboolean weft_database_execute (WeftDatabase *self, const char *sql, GError **error);

/**
 * weft_database_run:
 * @types: one letter a parameter: `t` const char* (NULL: NULL), `i` gint64, `r` double, `b` GBytes*, `n` NULL
 *
 * Prepares, binds ?1, ?2, …, runs to the end. Pass gint64 variables, or cast: G_GINT64_CONSTANT (1).
 */
gboolean weft_database_run (WeftDatabase *self, GError **error, const char *sql, const char *types, ...);

/** weft_database_query: prepares and binds like weft_database_run(); then step with weft_statement_step(). */
WeftStatement *weft_database_query (WeftDatabase *self, GError **error, const char *sql, const char *types, ...);

/** weft_database_get_value: the integer in the first column of the first row; @fallback if there is no row. FALSE only on error. */
gboolean weft_database_get_value (WeftDatabase *self, gint64 *value, gint64 fallback, GError **error, const char *sql, const char *types, ...);

/** weft_database_get_changes: rows changed by the last INSERT, UPDATE or DELETE. */
gint64 weft_database_get_changes (WeftDatabase *self);

/** weft_database_has_table: sets @has to whether a table of that name is there. */
gboolean weft_database_has_table (WeftDatabase *self, const char *name, gboolean *has, GError **error);

/** weft_database_list_tables: Returns: (transfer full) (element-type utf8): the names of all tables, in the order of their bytes; NULL on error. */
GPtrArray *weft_database_list_tables (WeftDatabase *self, GError **error);

/** weft_database_list_columns: Returns: (transfer full) (element-type utf8): those of @table in the order in which they were made, none if there is no such table; NULL on error. */
GPtrArray *weft_database_list_columns (WeftDatabase *self, const char *table, GError **error);

/** weft_database_settle: waits until everything sent so far has been done; the error of the first which was not. */
gboolean weft_database_settle (WeftDatabase *self, GError **error);

/** weft_database_is_lost: whether the connection is gone. weft_database_begin() opens it again, at growing intervals. */
gboolean weft_database_is_lost (WeftDatabase *self);

/**
 * weft_database_has_failed: whether a statement of the last transaction failed on a database which others write too: that may pass, and with more
 * waiting (weft_database_settle()) it would be known which one. Always FALSE of SQLite.
 */
gboolean weft_database_has_failed (WeftDatabase *self);

/** weft_database_get_dialect: "sqlite" or "postgresql": for the few statements that differ. */
const char *weft_database_get_dialect (WeftDatabase *self);

/* Transactions. A savepoint nests inside a transaction; @name is an identifier. Rolling back never fails visibly. Statements which
 * are still being stepped are reset by commit and rollback; stepping one further is %WEFT_ERROR_INTERNAL. A commit that fails is rolled back. */
gboolean weft_database_begin (WeftDatabase *self, GError **error); /* writing at once (BEGIN IMMEDIATE) */
gboolean weft_database_begin_read (WeftDatabase *self, GError **error); /* one snapshot of all reads */
gboolean weft_database_commit (WeftDatabase *self, GError **error);
void weft_database_rollback (WeftDatabase *self);
gboolean weft_database_savepoint (WeftDatabase *self, const char *name, GError **error);
gboolean weft_database_release (WeftDatabase *self, const char *name, GError **error);
void weft_database_rollback_to (WeftDatabase *self, const char *name); /* the savepoint itself stays, as in SQL: release it too */

void weft_statement_reset (WeftStatement *self);
void weft_statement_bind (WeftStatement *self, const char *types, ...); /* from ?1 on */
void weft_statement_bind_null (WeftStatement *self, int index);
void weft_statement_bind_int (WeftStatement *self, int index, gint64 value);
void weft_statement_bind_double (WeftStatement *self, int index, double value);
void weft_statement_bind_text (WeftStatement *self, int index, const char *value); /* NULL binds NULL; not copied: must live until the statement has ended or is reset */
void weft_statement_bind_blob (WeftStatement *self, int index, gconstpointer data, gsize length);

/** weft_statement_step: Returns: 1 if there is a row, 0 at the end (the statement is then reset), -1 on error. */
int weft_statement_step (WeftStatement *self, GError **error);
/** weft_statement_run: steps to the end. */
gboolean weft_statement_run (WeftStatement *self, GError **error);

/** weft_statement_get_column_type: a WeftColumnType value, or -1 for NULL. */
int weft_statement_get_column_type (WeftStatement *self, int column);
int weft_statement_get_n_columns (WeftStatement *self);
gint64 weft_statement_get_int (WeftStatement *self, int column);
double weft_statement_get_double (WeftStatement *self, int column);
const char *weft_statement_get_text (WeftStatement *self, int column); /* borrowed until the next step; NULL for NULL */
char *weft_statement_dup_text (WeftStatement *self, int column);
gconstpointer weft_statement_get_blob (WeftStatement *self, int column, gsize *length);

/** weft_statement_read_texts: steps to the end. Returns: (transfer full) (element-type utf8): the first column of each row; NULL on error. */
GPtrArray *weft_statement_read_texts (WeftStatement *self, GError **error);

G_END_DECLS
