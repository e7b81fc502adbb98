/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "proto/weft-registry.h"
#include "store/weft-database.h"

G_BEGIN_DECLS

/** WeftMigration: one step of one owner's tables, from version - 1 to version. */
struct _WeftMigration
{
  int version;           /* 1, 2, 3 … */
  const char *sql;
};

/**
 * weft_migrate:
 * @owner: whose tables: "sync", "serve", "people-server"
 * @steps: in order of version, the last with version 0
 *
 * Brings the tables of @owner to the newest version, in one transaction (kept in the table `schema_version (owner, version)`).
 * A database newer than the program is %WEFT_ERROR_UPDATE_NEEDED and left alone.
 */
gboolean weft_migrate (WeftDatabase *database, const char *owner, const WeftMigration *steps, GError **error);

/**
 * weft_migrate_modules:
 *
 * Version 1 of a module is made from its tables_sql, later ones by its migrations, which must leave the tables as tables_sql
 * makes them, column by column: a new column comes last, or the table is made anew and filled from the old one.
 *
 * Creates or brings up to date the shared tables of every module of @registry, and the search index, all in one transaction; then
 * watches the connection for the index. Every connection that writes shared tables calls it first.
 */
gboolean weft_migrate_modules (WeftDatabase *database, WeftRegistry *registry, GError **error);

/**
 * weft_migration_is_needed:
 *
 * Sets @needed to whether tables that exist already would be changed by weft_migrate_modules(): the client takes its predictions
 * back before. %WEFT_ERROR_UPDATE_NEEDED if the database is newer than the program.
 */
gboolean weft_migration_is_needed (WeftDatabase *database, WeftRegistry *registry, gboolean *needed, GError **error);

G_END_DECLS
