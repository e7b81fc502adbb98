/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include "store/weft-sqlite.h"

G_BEGIN_DECLS

sqlite3 *_weft_sqlite_get_handle (WeftSqlite *self);

/** Sets @error from a result code of SQLite. @db: (nullable): gives the details. @what: what was being done. */
void _weft_sqlite_set_error (GError **error, sqlite3 *db, int code, const char *what);

/** Checks that @used (sqlite3_compileoption_used() but in tests) knows what we need. */
gboolean _weft_sqlite_check_options (int (*used) (const char *option), GError **error);

/**
 * From now on the connection notices which rows of @tables change, and at each commit puts the row ids up to the
 * `claimed` in `search_state` into `search_changed_<table>`. Replaces what was watched before.
 */
void _weft_sqlite_watch (WeftSqlite *self, const WeftTable *const *tables, guint n_tables);

/** Drops @table if it is an index of FTS5, as Weft up to 0.1.0 made them. */
gboolean _weft_sqlite_drop_fts5 (WeftSqlite *self, const char *table, GError **error);

G_END_DECLS
