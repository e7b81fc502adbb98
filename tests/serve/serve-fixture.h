/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "base/weft-id.h"
#include "modules/weft-server-modules.h"
#include "serve/weft-engine.h"

G_BEGIN_DECLS

/* An engine in a directory of its own, with the modules weftd has and the tests' own, and ids which can be told apart when a test fails. */

typedef struct
{
  char *directory;
  char *url;             /* of PostgreSQL, if the tests run on it */
  WeftRegistry *registry;
  WeftManualClock *clock;
  WeftEngine *engine;
  GHashTable *next;      /* client → the next n */
} ServeFixture;

ServeFixture *serve_fixture_new (void);
/** serve_fixture_new_with: with other modules, and told of events. */
ServeFixture *serve_fixture_new_with (const WeftServerModule *const *modules, const WeftSubscriber *subscriber, gpointer user_data);
void serve_fixture_free (ServeFixture *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ServeFixture, serve_fixture_free)
/** serve_fixture_reopen: closes the engine and opens it again, as after a restart. */
void serve_fixture_reopen (ServeFixture *self);

/** serve_id: an id made from a word: person ("anna") is always the same. Returns: (transfer none) (interned). */
const char *serve_id (const char *word);
/** serve_stream: "room" and "lobby" make room/<id>. Returns: (transfer none) (interned). */
const char *serve_stream (const char *kind, const char *word);

/** serve_found: a workspace with its first person, the administrator "anna". */
void serve_found (ServeFixture *self);
/** serve_join: lets somebody in by an invitation of anna's. */
void serve_join (ServeFixture *self, const char *word, const char *role);

/** serve_run: runs an operation as the next of @person's client. Returns: (transfer full): the result frame as text. */
char *serve_run (ServeFixture *self, const char *person, const char *stream, const char *op, const char *format, ...) G_GNUC_PRINTF (5, 6);
/** serve_run_ok: and it must not be refused. */
void serve_run_ok (ServeFixture *self, const char *person, const char *stream, const char *op, const char *format, ...) G_GNUC_PRINTF (5, 6);
/** serve_send: with everything said. */
char *serve_send (ServeFixture *self, const char *client, const char *person, gint64 n, const char *id, const char *stream, const char *op, const char *args);

/** serve_error_of: Returns: (transfer full): "code: message" of a result frame, NULL if it is none. */
char *serve_error_of (const char *result);

/** serve_room: makes a room of @person's with @others (comma-separated words, may be NULL). Returns: its stream. */
const char *serve_room (ServeFixture *self, const char *person, const char *word, const char *others);
void serve_message (ServeFixture *self, const char *person, const char *stream, const char *text);

gint64 serve_count (ServeFixture *self, const char *sql);
/** serve_count_of: the same, of what @format makes. */
gint64 serve_count_of (ServeFixture *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

/** serve_pass: lets @time (ms) pass, and runs the jobs which are due then. */
void serve_pass (ServeFixture *self, gint64 time);

/** serve_assert_whole: the check replays the log: what it adds up to are the rows. */
void serve_assert_whole (ServeFixture *self);

/** serve_directory_url: where the workspace of a server in @directory is: on PostgreSQL a URI, always the same one; on SQLite NULL. Returns: (transfer full) */
char *serve_directory_url (const char *directory);

void serve_remove_directory (const char *path);

G_END_DECLS
