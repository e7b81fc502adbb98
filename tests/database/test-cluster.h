/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One private PostgreSQL a test program: on a Unix socket in a directory of its own, started when it is first
 * asked for, without fsync, and gone with the program, however that ends. Its order of text is ICU's, so that
 * a column without COLLATE "C" is noticed. */

/** test_cluster_set_durable: before anything else: commits wait for the disk, as for a measurement. */
void test_cluster_set_durable (void);

/** test_cluster_new_url: a connection URI to a fresh schema. Returns: (transfer full) */
char *test_cluster_new_url (void);

/** test_cluster_has_small: whether a small file system could be mounted for it; schemas made after
 * test_cluster_use_small (TRUE) lie on that. */
gboolean test_cluster_has_small (void);
void test_cluster_use_small (gboolean small);

/** test_cluster_give_back: nobody uses the schema of @url any more: its rows go, and test_cluster_take_back()
 * may hand it out again, which is quicker than making its tables anew. */
void test_cluster_give_back (const char *url);
/** test_cluster_take_back: Returns: (transfer full) (nullable): a URL given back, with tables without rows.
 */
char *test_cluster_take_back (void);

/** test_cluster_stop: @signal: SIGINT ends it well, SIGQUIT as a crash does. Returns when it is gone. */
void test_cluster_stop (int signal);
/** test_cluster_start: again, on the same data. */
void test_cluster_start (void);

/** test_cluster_run: runs SQL as the superuser, in the schema of @url (NULL: in none). */
void test_cluster_run (const char *url, const char *sql);
/** test_cluster_get: Returns: (transfer full): the first cell, as text; NULL if there is none. */
char *test_cluster_get (const char *url, const char *sql);

G_END_DECLS
