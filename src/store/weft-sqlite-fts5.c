/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-store"

#include "config.h"

#include "store/weft-sqlite-private.h"

/* Up to 0.1.0 the words of a table stood in an index of FTS5, with a tokenizer of ours. SQLite drops such a
 * table only if there is a tokenizer of that name; none of its functions is called for that. */

static int
create (void *context, const char **arguments, int n_arguments, Fts5Tokenizer **out)
{
  *out = (Fts5Tokenizer *) context;

  return SQLITE_OK;
}

static void
destroy (Fts5Tokenizer *tokenizer)
{
}

static int
tokenize (Fts5Tokenizer *tokenizer,
          void *context,
          int flags,
          const char *text,
          int length,
          int (*token) (void *, int, const char *, int, int, int))
{
  return SQLITE_ERROR;
}

gboolean
_weft_sqlite_drop_fts5 (WeftSqlite *self, const char *table, GError **error)
{
  static fts5_tokenizer tokenizer = { create, destroy, tokenize };
  sqlite3 *db = _weft_sqlite_get_handle (self);
  sqlite3_stmt *statement = NULL;
  fts5_api *api = NULL;
  g_autofree char *sql = NULL;
  gint64 is_there;

  if (!weft_database_get_value (
          WEFT_DATABASE (self), &is_there, 0, error,
          "SELECT count(*) FROM sqlite_schema WHERE name = ?1 AND sql LIKE 'CREATE VIRTUAL TABLE%'", "t",
          table))
    return FALSE;
  if (!is_there)
    return TRUE;

  if (sqlite3_prepare_v2 (db, "SELECT fts5(?1)", -1, &statement, NULL) == SQLITE_OK)
    {
      sqlite3_bind_pointer (statement, 1, &api, "fts5_api_ptr", NULL);
      sqlite3_step (statement);
      sqlite3_finalize (statement);
    }
  if (api == NULL || api->xCreateTokenizer (api, "weft", &tokenizer, &tokenizer, NULL) != SQLITE_OK)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INTERNAL,
                   "%s: the index of an older Weft needs a SQLite with FTS5", table);
      return FALSE;
    }

  sql = g_strdup_printf ("DROP TABLE %s", table);

  return weft_database_execute (WEFT_DATABASE (self), sql, error);
}
