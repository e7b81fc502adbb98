/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "serve/weft-schema.h"

const WeftMigration weft_serve_migrations[] = {
  { 1,
    "CREATE TABLE setting (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT;"

    /* The log. `mark` of an event is the running hash after it, of which a position tells the first 8 bytes;
     * the first versions kept no more than those. So every event can be checked by itself, and the log from
     * its floor on. */
    "CREATE TABLE stream (stream TEXT NOT NULL PRIMARY KEY, epoch INTEGER NOT NULL, head INTEGER NOT NULL,"
    " hash BLOB NOT NULL, floor INTEGER NOT NULL, floor_mark BLOB NOT NULL, created_at INTEGER NOT NULL) "
    "STRICT;"
    "CREATE TABLE event (stream TEXT NOT NULL, seq INTEGER NOT NULL, mark BLOB NOT NULL, stored TEXT NOT "
    "NULL,"
    " PRIMARY KEY (stream, seq)) STRICT, WITHOUT ROWID;"

    /* Operations run once. */
    "CREATE TABLE client (client TEXT NOT NULL PRIMARY KEY, person TEXT NOT NULL, highest INTEGER NOT NULL,"
    " acknowledged INTEGER NOT NULL) STRICT;"
    "CREATE TABLE result (client TEXT NOT NULL, n INTEGER NOT NULL, id TEXT NOT NULL, stored TEXT NOT NULL,"
    " at INTEGER NOT NULL, PRIMARY KEY (client, n)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX result_of_system ON result (id) WHERE client = 'system';"
    "CREATE INDEX result_by_time ON result (at);"

    "CREATE TABLE latest (stream TEXT NOT NULL, name TEXT NOT NULL, person TEXT NOT NULL, value INTEGER NOT "
    "NULL,"
    " at INTEGER NOT NULL, PRIMARY KEY (stream, name, person)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX latest_by_person ON latest (person);"
    "CREATE TABLE seen (person TEXT NOT NULL PRIMARY KEY, at INTEGER NOT NULL) STRICT;"

    /* Accounts. Passwords as Argon2id strings, tokens as SHA-256; a family is what one sign-in gave. */
    "CREATE TABLE credential (person TEXT NOT NULL PRIMARY KEY, password TEXT NOT NULL, changed_at INTEGER "
    "NOT NULL) STRICT;"
    "CREATE TABLE family (family TEXT NOT NULL PRIMARY KEY, person TEXT NOT NULL, created_at INTEGER NOT "
    "NULL,"
    " used_at INTEGER NOT NULL) STRICT;"
    "CREATE INDEX family_by_person ON family (person);"
    "CREATE TABLE refresh (hash TEXT NOT NULL PRIMARY KEY, family TEXT NOT NULL, used INTEGER NOT NULL,"
    " expires_at INTEGER NOT NULL) STRICT;"
    "CREATE INDEX refresh_by_family ON refresh (family);"
    "CREATE TABLE access (hash TEXT NOT NULL PRIMARY KEY, family TEXT NOT NULL, person TEXT NOT NULL,"
    " expires_at INTEGER NOT NULL) STRICT;"
    "CREATE INDEX access_by_family ON access (family);"
    "CREATE INDEX access_by_person ON access (person);" },
  { 2,
    /* The rows of a stream at its floor, as JSON arrays. */
    "CREATE TABLE baseline (stream TEXT NOT NULL, k INTEGER NOT NULL, table_name TEXT NOT NULL, row TEXT NOT "
    "NULL,"
    " PRIMARY KEY (stream, k)) STRICT, WITHOUT ROWID;" },
  { 3,
    /* The token which was given for this one: its answer may have been lost. */
    "ALTER TABLE refresh ADD COLUMN parent TEXT;" },
  { 4,
    /* Operations at a time: serve/weft-jobs.h. */
    "CREATE TABLE job (id TEXT NOT NULL PRIMARY KEY, nonce TEXT NOT NULL, author TEXT NOT NULL, stream TEXT "
    "NOT NULL,"
    " op TEXT NOT NULL, args TEXT NOT NULL, schedule TEXT NOT NULL, due_at INTEGER NOT NULL, try_at INTEGER "
    "NOT NULL,"
    " state TEXT NOT NULL, attempts INTEGER NOT NULL, ran_at INTEGER, late INTEGER NOT NULL, error TEXT,"
    " created_at INTEGER NOT NULL) STRICT;"
    "CREATE INDEX job_by_time ON job (state, try_at);"
    "CREATE INDEX job_by_stream ON job (stream);" },
  { 5,
    /* Files: what is kept, who may name it because they brought it, and what is on its way. */
    "CREATE TABLE blob (hash TEXT NOT NULL PRIMARY KEY, size INTEGER NOT NULL, place TEXT NOT NULL,"
    " at INTEGER NOT NULL, loose_at INTEGER) STRICT;"
    "CREATE INDEX blob_by_place ON blob (place);"
    "CREATE TABLE blob_owner (hash TEXT NOT NULL, person TEXT NOT NULL, size INTEGER NOT NULL,"
    " at INTEGER NOT NULL, PRIMARY KEY (hash, person)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX blob_owner_by_person ON blob_owner (person);"
    "CREATE TABLE upload (id TEXT NOT NULL PRIMARY KEY, person TEXT NOT NULL, hash TEXT NOT NULL,"
    " size INTEGER NOT NULL, at INTEGER NOT NULL) STRICT;"
    "CREATE INDEX upload_by_person ON upload (person);" },
  { 6,
    /* Which row an event is about, "table:key", and its content: 0 it holds some, 1 it was erased, NULL there
     * is none. `erasures` counts what was taken out of a stream's log or baseline. */
    "ALTER TABLE event ADD COLUMN row TEXT;"
    "ALTER TABLE event ADD COLUMN erased INTEGER;"
    "CREATE INDEX event_by_row ON event (stream, row, seq) WHERE row IS NOT NULL;"
    "ALTER TABLE stream ADD COLUMN erasures INTEGER NOT NULL DEFAULT 0;"
    /* By row, so that one can be found and changed. No program before this version raised a floor. */
    "DROP TABLE baseline;"
    "CREATE TABLE baseline (stream TEXT NOT NULL, row TEXT NOT NULL, cells TEXT NOT NULL,"
    " PRIMARY KEY (stream, row)) STRICT, WITHOUT ROWID;"
    /* Whose content is still to be erased in streams after `stream`. */
    "CREATE TABLE erasure (person TEXT NOT NULL PRIMARY KEY, stream TEXT NOT NULL) STRICT;"
    /* serve/weft-audit.h */
    "CREATE TABLE audit (n INTEGER NOT NULL PRIMARY KEY, at INTEGER NOT NULL, actor TEXT NOT NULL,"
    " action TEXT NOT NULL, target TEXT NOT NULL, address TEXT NOT NULL, erased INTEGER NOT NULL,"
    " hash BLOB NOT NULL) STRICT;"
    "CREATE INDEX audit_by_actor ON audit (actor);"
    "CREATE INDEX audit_by_target ON audit (target);" },
  { 7,
    /* Several servers: which connection holds a client, and which durable values moved lately. */
    "ALTER TABLE client ADD COLUMN holder TEXT;"
    "CREATE INDEX latest_by_time ON latest (at);" },
  { 8,
    /* serve/weft-copies.h */
    "CREATE TABLE copied (stream TEXT NOT NULL, row TEXT NOT NULL, copy_stream TEXT NOT NULL, copy TEXT NOT "
    "NULL,"
    " PRIMARY KEY (stream, row, copy_stream, copy)) STRICT, WITHOUT ROWID;" },
  { 9,
    /* Rows that were erased at some time, and into which people write: what is based on their old text may not
     * bring it back. */
    "CREATE TABLE erased (stream TEXT NOT NULL, row TEXT NOT NULL, PRIMARY KEY (stream, row)) STRICT, WITHOUT "
    "ROWID;" },
  { 10, "CREATE INDEX copied_by_copy ON copied (copy_stream, copy);" },
  /* The event that erased a row last; NULL: by an older program, nobody knows when. */
  { 11, "ALTER TABLE erased ADD COLUMN seq INTEGER;" },
  { 12, "ALTER TABLE audit ADD COLUMN device TEXT; ALTER TABLE audit ADD COLUMN detail TEXT;" },
  { 0 },
};
