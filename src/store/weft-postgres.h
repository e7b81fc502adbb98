/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/weft-database.h"

G_BEGIN_DECLS

#define WEFT_TYPE_POSTGRES (weft_postgres_get_type ())
G_DECLARE_FINAL_TYPE (WeftPostgres, weft_postgres, WEFT, POSTGRES, WeftDatabase)

typedef enum
{
  WEFT_POSTGRES_WRITE,
  WEFT_POSTGRES_READ_ONLY, /* reading outside a transaction survives a lost connection */
} WeftPostgresMode;

/**
 * WeftPostgres: a connection to PostgreSQL 14 or newer (libpq), in a library of its own so that only weftd
 * needs libpq.
 *
 * Inside a transaction, statements without rows are sent on and not waited for (libpq's pipeline mode): one
 * round trip settles all up to the next question, savepoints included. Rows come in parts of 256; while
 * another statement runs, what is still to come of them is kept in memory, at most 64 MB, and past that the
 * statement fails: ask with LIMIT where rows are many and work is done in between.
 */

/**
 * weft_postgres_open:
 * @url: a connection URI or string as libpq takes it, with or without a password; what it leaves out comes
 * from the environment (PGHOST, PGSERVICE, PGPASSFILE, PGPASSWORD …). It is never logged, nor is it in an
 * error.
 *
 * READ COMMITTED transactions; reading ones REPEATABLE READ. Waits 5 s for a connection, 10 s for a lock.
 */
WeftDatabase *weft_postgres_open (const char *url, WeftPostgresMode mode, GError **error);

/** weft_postgres_url_has_password: whether it holds a secret. */
gboolean weft_postgres_url_has_password (const char *url);

G_END_DECLS
