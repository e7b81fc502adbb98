/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libpq-fe.h>

#include "store/weft-postgres.h"

G_BEGIN_DECLS

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
