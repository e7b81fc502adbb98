/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/weft-database.h"
#include "test-cluster.h"

G_BEGIN_DECLS

/** test_database_is_postgresql: what WEFT_TEST_DATABASE asks for: "postgresql", else "sqlite". */
gboolean test_database_is_postgresql (void);

/** test_database_new_url: of a fresh schema of the program's cluster. Returns: (transfer full) */
char *test_database_new_url (void);

/** A fresh database of that kind: a file in a directory of its own, or a schema of the program's cluster. */
typedef struct
{
  char *directory;
  char *path; /* of SQLite's file */
  char *url;  /* (nullable): of PostgreSQL's schema */
} TestDatabase;

TestDatabase *test_database_new (void);
void test_database_free (TestDatabase *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestDatabase, test_database_free)

/** test_database_open: another connection. Returns: (transfer full) */
WeftDatabase *test_database_open (TestDatabase *self, gboolean read_only);
/** test_database_open_memory: one which nobody else opens: in memory, or a fresh schema. */
WeftDatabase *test_database_open_memory (void);

G_END_DECLS
