/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "proto/weft-frame.h"
#include "serve/weft-engine.h"

G_BEGIN_DECLS

#define WEFT_RESULTS_KEEP (G_GINT64_CONSTANT (30) * 24 * 3600 * 1000) /* ms a result is kept */

/* Each operation of a client runs once: results are stored under (client, n) with the operation's id. They stay when they are acknowledged: a
 * copied store shows by another operation of a number that was used, whenever it comes. */

/** WeftClient: where a client stands. */
typedef struct
{
  gboolean exists;
  char *person;
  gint64 highest;      /* n of its last operation */
  gboolean moved;      /* that is not written yet */
  gint64 acknowledged;
  char *holder;        /* (nullable): the connection which said hello last */
} WeftClient;

void weft_client_free (WeftClient *self);

/** weft_results_find: Returns: (transfer none): where client @id stands, kept in @clients (id → WeftClient); one which is not known does not exist. NULL on error. */
WeftClient *weft_results_find (WeftDatabase *database, GHashTable *clients, const char *id, GError **error);

/**
 * weft_results_admit:
 * @n: (out): under which number it runs, if it is to run
 *
 * Looks whether @request has been answered already. A client's numbers run on without a hole: one that comes after an operation which could
 * not be stored (a full disk) must wait for it, or the order would be lost.
 *
 * Returns: FALSE with @error if the database fails; else TRUE and either @answer: (transfer full): the result frame, or NULL: run it
 */
gboolean weft_results_admit (WeftDatabase *database, const WeftClient *client, const WeftRequest *request, gint64 *n, GBytes **answer, GError **error);

/** weft_results_store: keeps the answer and consumes @n; that is written by weft_results_write_clients(), once a transaction. */
gboolean weft_results_store (WeftDatabase *database, WeftClient *client, const WeftRequest *request, gint64 n, GBytes *result, gint64 at, GError **error);

/** weft_results_write_clients: writes how far @clients got. */
gboolean weft_results_write_clients (WeftDatabase *database, GHashTable *clients, GError **error);

/** weft_results_acknowledge: results up to @n need not be told again. */
gboolean weft_results_acknowledge (WeftDatabase *database, const char *client, const char *person, gint64 n, GError **error);

/**
 * weft_results_greet:
 * @holder: (nullable): which connection it is, where other servers must know
 *
 * A client says hello: its id becomes this person's if it is new, results up to @acknowledged are not told again.
 *
 * @next: (out): the number after the highest ever seen
 * @results: (out) (transfer full) (element-type utf8): result frames not acknowledged yet, in order
 * Returns: FALSE with %WEFT_ERROR_FORKED if the id belongs to another person
 */
gboolean weft_results_greet (WeftDatabase *database, const char *client, const char *person, const char *holder, gint64 acknowledged, gint64 *next, GPtrArray **results, GError **error);

/**
 * weft_results_take:
 * @ids: (element-type utf8): in any order, with repetitions
 * @clients: gets id → WeftClient of those which are known
 *
 * Keeps other servers from running operations of these clients until the transaction ends. On PostgreSQL.
 */
gboolean weft_results_take (WeftDatabase *database, GPtrArray *ids, GHashTable *clients, GError **error);

/** weft_results_expire: forgets results older than %WEFT_RESULTS_KEEP. */
gboolean weft_results_expire (WeftDatabase *database, gint64 now, GError **error);

/** weft_results_make: Returns: (transfer full): a result frame. */
GBytes *weft_results_make (gint64 n, const char *id, const WeftFrameHead *positions, guint n_positions, const GError *error);

/** weft_results_is_fault: whether @error is a fault of this machine or this moment, which consumes no number, rather than a refusal. */
gboolean weft_results_is_fault (const GError *error);

G_END_DECLS
