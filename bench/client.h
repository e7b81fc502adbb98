/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/weft-sync.h"

G_BEGIN_DECLS

/** Client: the engine of the app without its window, with a store of its own. All of it on one main context;
 * what waits, waits in a fiber. */
typedef struct _Client Client;

/** client_found: makes the workspace, and its first person's client. */
Client *client_found (const char *address, GError **error);
/** client_join_local: another client of that person: @local is the server's Unix socket, which needs no
 * password; it then talks to @address. */
Client *client_join_local (const char *local, const char *address, GError **error);
/** client_invite: lets somebody else in, by an invitation of @self's. */
Client *
client_invite (Client *self, const char *address, const char *name, const char *login, GError **error);
void client_free (Client *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Client, client_free)

WeftSync *client_get_sync (Client *self);
const char *client_get_person (Client *self);

/** client_await_state: waits until the engine says that it is in @state. */
gboolean client_await_state (Client *self, WeftSyncState state, GError **error);
/** client_await_rows: waits until @n rows of @table came since client_count_rows(). */
gboolean client_await_rows (Client *self, guint n, GError **error);
/** client_count_rows: counts inserted rows of @table from now on; until then those of messages are counted. */
void client_count_rows (Client *self, const char *table);
/** client_await_sent: waits until nothing waits in the outbox. */
gboolean client_await_sent (Client *self, GError **error);

/** client_make_room: makes a room, with @other if there is one, and waits for the server. Returns: (transfer
 * full): its stream. */
char *client_make_room (Client *self, const char *name, Client *other, GError **error);
/** client_send: puts a message into the outbox. Resolves when it is safe on disk. */
DexFuture *client_send (Client *self, const char *room, const char *text) G_GNUC_WARN_UNUSED_RESULT;

/** bench_pause: lets the main context run for @ms. */
void bench_pause (guint ms);
/** bench_run: runs @fiber on the main context until it ends. Returns: the program's status. */
int bench_run (DexFiberFunc fiber, gpointer user_data);
/** bench_get_median: of an array of double, which it sorts. */
double bench_get_median (GArray *values);
double bench_get_highest (GArray *values);

G_END_DECLS
