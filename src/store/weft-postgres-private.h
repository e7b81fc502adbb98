/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libpq-fe.h>

#include "store/weft-postgres.h"

G_BEGIN_DECLS

/* A connection in parts: talking with the server (weft-postgres-pipeline.c), reaching it
 * (weft-postgres-connection.c), statements (weft-postgres-statement.c), and the database which they make up.
 */

#define WEFT_POSTGRES_PARAMETERS_MAX 64
#define WEFT_POSTGRES_PART 256 /* rows which come at once */
#define WEFT_POSTGRES_QUEUE_MAX                                                                              \
  64 /* statements sent and not asked about: their answers fit into any socket's buffer */

/** WeftPostgresPrepared: one statement of the server, shared by its copies. */
typedef struct
{
  guint n_copies;
  char *sql; /* ours */
  char name[16];
  guint connection; /* on which it is prepared */
  int n_parameters;
  Oid types[WEFT_POSTGRES_PARAMETERS_MAX];
  int n_columns; /* 0: it has no rows */
} WeftPostgresPrepared;

/** WeftPostgresStatement: a copy of a statement, with what is bound to it and the rows that have come. */
typedef struct
{
  WeftStatement parent;
  WeftPostgresPrepared *prepared;
  GArray *values; /* of WeftPostgresValue */
  GQueue parts;   /* of PGresult: rows which have come */
  int row;        /* in the first part; -1: before it */
  gboolean busy;  /* began and did not end */
  gboolean cut;   /* the transaction ended while it had rows left */
  char **scratch; /* a column's number as text */
} WeftPostgresStatement;

struct _WeftPostgres
{
  WeftDatabase parent_instance;

  char *url; /* a secret */
  char *name;
  WeftPostgresMode mode;

  PGconn *connection;
  guint n_connections; /* so far */
  gboolean lost;
  guint delay; /* ms */
  gint64 retry_at;

  guint n_prepared;
  GPtrArray *active;                /* of WeftPostgresStatement: those with rows left */
  WeftPostgresStatement *streaming; /* (nullable): whose rows are still on the way */
  guint n_queued;                   /* statements sent since the last round trip */

  gboolean in_transaction;
  gboolean failed; /* a statement of the last transaction did */
  GError *fault;   /* (nullable): why this transaction can only be rolled back */
  gint64 changes;
  char command[16]; /* what the last statement was, in the server's words */
};

/* Talking with the server */

/** Keeps why a transaction failed, tells it in @error, and notices a lost connection. @result: (nullable). */
void _weft_postgres_note_error (WeftPostgres *self, const PGresult *result, GError **error);
void _weft_postgres_note_send_error (WeftPostgres *self, GError **error);
/** FALSE with the fault of the transaction, or if the connection is lost. */
gboolean _weft_postgres_check_fault (WeftPostgres *self, GError **error);
/** Read, in the order in which they were sent: one statement's answer without rows, all that are queued, a
 * Sync's. */
gboolean _weft_postgres_read_answer (WeftPostgres *self, GError **error);
gboolean _weft_postgres_read_queued (WeftPostgres *self, GError **error);
gboolean _weft_postgres_read_sync (WeftPostgres *self, GError **error);
/** Reads the next part of the rows under way. FALSE on error; at the end, @streaming is NULL. */
gboolean _weft_postgres_read_part (WeftPostgres *self, GError **error);
/** Makes room for another statement on the connection. */
gboolean _weft_postgres_spool (WeftPostgres *self, GError **error);
/** One round trip: everything sent has been done after it. */
gboolean _weft_postgres_settle (WeftPostgres *self, GError **error);
/** Sends a command without parameters and rows; @wait: and waits for it. */
gboolean _weft_postgres_command (WeftPostgres *self, const char *sql, gboolean wait, GError **error);
/** Ends @statement, whose rows have all come; discards those nobody wants; cuts all that have some left. */
void _weft_postgres_end_statement (WeftPostgres *self, WeftPostgresStatement *statement);
void _weft_postgres_discard (WeftPostgres *self, WeftPostgresStatement *statement);
void _weft_postgres_cut_statements (WeftPostgres *self);

/* Reaching it */

gboolean _weft_postgres_open_connection (WeftPostgres *self, GError **error);
/** Connects again, unless that failed a moment ago: whoever waits is better told at once. */
gboolean _weft_postgres_reopen (WeftPostgres *self, GError **error);

/* Statements */

/** @like: (nullable): one of the same SQL. */
WeftStatement *
_weft_postgres_statement_new (WeftPostgres *self, const char *sql, WeftStatement *like, GError **error);

/**
 * _weft_postgres_translate: our SQL in PostgreSQL's words: ?1 is $1, INTEGER bigint, REAL double precision,
 * BLOB bytea, x'00' '\x00'::bytea; a column of TEXT compares by its bytes; STRICT and WITHOUT ROWID say
 * nothing. Types and those words are known by their capitals; strings, quoted names and comments stay as they
 * are. Returns: (transfer full)
 */
char *_weft_postgres_translate (const char *sql);

/**
 * _weft_postgres_make_error:
 * @what: what was being done, or to what
 * @result: (nullable): its SQLSTATE and words; without one the connection itself failed
 */
GError *_weft_postgres_make_error (const char *what, const PGconn *connection, const PGresult *result);

/** WeftPostgresValue: what was bound to a parameter, and how it is sent. */
typedef struct
{
  enum
  {
    WEFT_POSTGRES_NULL,
    WEFT_POSTGRES_INTEGER,
    WEFT_POSTGRES_REAL,
    WEFT_POSTGRES_TEXT,
    WEFT_POSTGRES_BLOB,
  } kind;
  gint64 integer;
  double real;
  gconstpointer data; /* unowned */
  gsize length;       /* of a blob */

  char room[32]; /* numbers, as they are sent */
} WeftPostgresValue;

/** _weft_postgres_encode: puts @value into the form a parameter of type @oid takes. FALSE if that type takes
 * no such value. */
gboolean
_weft_postgres_encode (WeftPostgresValue *value, Oid oid, const char **data, int *length, int *format);

/** Reading a cell of a binary result, converted as SQLite does. A NULL is 0. */
int _weft_postgres_get_type (const PGresult *result, int row, int column);
gint64 _weft_postgres_get_int (const PGresult *result, int row, int column);
double _weft_postgres_get_double (const PGresult *result, int row, int column);
/** Returns: (transfer none): text, bytes or, in @scratch, a number; NULL for NULL. */
const char *
_weft_postgres_get_text (const PGresult *result, int row, int column, char scratch[32], gsize *length);

G_END_DECLS
