/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "proto/weft-registry.h"
#include "store/weft-fold.h"
#include "store/weft-migration.h"
#include "store/weft-search.h"

/* A small module written by hand, with every kind of column: notes on a board, and things of any type. */

#define STREAM_A "board/01890a5d-ac96-774b-bcce-b302099a8057"
#define STREAM_B "board/01890a5d-ac96-774b-bcce-b302099a8058"
#define STREAM_C "board/01890a5d-ac96-774b-bcce-b302099a8059"

typedef struct
{
  const char *id;
  const char *text;
} NoteWritten;

static const WeftColumn board_columns[] = {
  { "stream", WEFT_COLUMN_TEXT, .key = TRUE },
  { "last_ordinal", WEFT_COLUMN_INTEGER },
  { "last_at", WEFT_COLUMN_INTEGER, .meta = TRUE },
};
static const WeftTable board_table = { "board", board_columns, G_N_ELEMENTS (board_columns), -1 };

static const WeftColumn note_columns[] = {
  { "stream", WEFT_COLUMN_TEXT, .key = TRUE },
  { "id", WEFT_COLUMN_TEXT, .key = TRUE },
  { "ordinal", WEFT_COLUMN_INTEGER },
  { "author", WEFT_COLUMN_TEXT, .author = TRUE },
  { "title", WEFT_COLUMN_TEXT, .nullable = TRUE, .search = TRUE },
  { "text", WEFT_COLUMN_TEXT, .search = TRUE },
  { "seq", WEFT_COLUMN_INTEGER, .meta = TRUE },
  { "at", WEFT_COLUMN_INTEGER, .meta = TRUE, .time = TRUE },
};
static const WeftTableFilter note_filters[] = {
  { "has:title", "t.title IS NOT NULL" },
  { "is:even", "t.ordinal % 2 = 0" },
  { "is:mine", "t.author = ?2" },
};
static const WeftTable note_table = { "note", note_columns, G_N_ELEMENTS (note_columns), 2, note_filters, G_N_ELEMENTS (note_filters) };

static const WeftColumn thing_columns[] = {
  { "stream", WEFT_COLUMN_TEXT, .key = TRUE },
  { "number", WEFT_COLUMN_INTEGER, .key = TRUE },
  { "name", WEFT_COLUMN_TEXT, .key = TRUE, .person_name = TRUE },
  { "whole", WEFT_COLUMN_INTEGER, .nullable = TRUE },
  { "real", WEFT_COLUMN_REAL, .nullable = TRUE },
  { "text", WEFT_COLUMN_TEXT, .nullable = TRUE },
  { "blob", WEFT_COLUMN_BLOB, .nullable = TRUE },
  { "changed_at", WEFT_COLUMN_INTEGER, .nullable = TRUE, .meta = TRUE },
};
static const WeftTable thing_table = { "thing", thing_columns, G_N_ELEMENTS (thing_columns), -1 };

static const WeftTable *const test_tables[] = { &board_table, &note_table, &thing_table };

#define TEST_TABLES_SQL \
  "CREATE TABLE board (stream TEXT NOT NULL, last_ordinal INTEGER NOT NULL, last_at INTEGER NOT NULL, PRIMARY KEY (stream)) STRICT;" \
  "CREATE TABLE note (stream TEXT NOT NULL, id TEXT NOT NULL, ordinal INTEGER NOT NULL, author TEXT NOT NULL, title TEXT," \
  " text TEXT NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (stream, id)) STRICT;" \
  "CREATE INDEX note_by_ordinal ON note (stream, ordinal);" \
  "CREATE TABLE thing (stream TEXT NOT NULL, number INTEGER NOT NULL, name TEXT NOT NULL, whole INTEGER, real REAL, text TEXT," \
  " blob BLOB, changed_at INTEGER, PRIMARY KEY (stream, number, name)) STRICT;"

static inline gboolean
note_written_parse (JsonObject *object, gpointer args, GError **error)
{
  NoteWritten *self = args;

  return weft_json_get_string (object, "id", &self->id, error) && weft_json_get_string (object, "text", &self->text, error);
}

static inline void
note_written_clear (gpointer args)
{
}

static inline void
note_written_write (gconstpointer args, GString *out)
{
  const NoteWritten *self = args;

  weft_json_begin (out, NULL);
  weft_json_string (out, "id", self->id);
  weft_json_string (out, "text", self->text);
  weft_json_end (out);
}

/* What the thread part does for a message: number it, write it, move the end on. */
static inline gboolean
note_written_fold (WeftFold *fold, gconstpointer args, GError **error)
{
  const NoteWritten *self = args;
  WeftStatement *statement = weft_fold_query (fold, error, "SELECT last_ordinal FROM board WHERE stream = ?1", "");
  gint64 ordinal = 1;
  int result;

  if (statement == NULL || (result = weft_statement_step (statement, error)) < 0)
    return FALSE;
  if (result > 0)
    {
      ordinal = weft_statement_get_int (statement, 0) + 1;
      weft_statement_reset (statement);
    }

  return weft_fold_run (fold, error,
                        "INSERT INTO note (stream, id, ordinal, author, title, text, seq, at) VALUES (?1, ?2, ?3, ?4, NULL, ?5, ?6, ?7)",
                        "tittii", self->id, ordinal, fold->by, self->text, fold->seq, fold->at) &&
         weft_fold_run (fold, error,
                        "INSERT INTO board (stream, last_ordinal, last_at) VALUES (?1, ?2, ?3) "
                        "ON CONFLICT (stream) DO UPDATE SET last_ordinal = excluded.last_ordinal, last_at = excluded.last_at",
                        "ii", ordinal, fold->at);
}

static const WeftModule test_module;

static const WeftEvent note_written_event = {
  .module = &test_module,
  .name = "board.note-written",
  .version = 1,
  .args_size = sizeof (NoteWritten),
  .parse = note_written_parse,
  .clear = note_written_clear,
  .write = note_written_write,
  .fold = note_written_fold,
};
static const WeftEvent *const test_events[] = { &note_written_event };

static const char *const test_streams[] = { "board", NULL };
static const char *const test_mounts[] = { NULL };

static const WeftModule test_module = {
  .name = "board",
  .version = 1,
  .streams = test_streams,
  .mounts = test_mounts,
  .tables_sql = TEST_TABLES_SQL,
  .tables = test_tables,
  .n_tables = G_N_ELEMENTS (test_tables),
  .events = test_events,
  .n_events = G_N_ELEMENTS (test_events),
};

#define TEST_NOW G_GINT64_CONSTANT (1795228800000) /* 2026-11-21T02:40Z */

/* One search as of TEST_NOW in UTC, in a transaction of its own. */
static inline WeftSearchResult *
test_search (WeftDatabase *database, WeftRegistry *registry, const char *text, const WeftSearchScope *scope)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (WeftSearchQuery) query = weft_search_query_new (registry, text, TEST_NOW, utc);
  g_autoptr (GError) error = NULL;
  WeftSearchResult *result;

  g_assert_true (weft_database_begin_read (database, &error));
  result = weft_search_run (database, registry, query, scope, &error);
  g_assert_no_error (error);
  weft_database_rollback (database);

  return result;
}

static inline WeftRegistry *
test_registry_new (void)
{
  const WeftModule *const modules[] = { &test_module, NULL };

  return weft_registry_new (modules);
}
