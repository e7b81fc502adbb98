/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "test-database.h"

#include <glib/gstdio.h>

#include "store/weft-sqlite.h"
#ifdef WITH_POSTGRESQL
#include "store/weft-postgres.h"
#endif

gboolean
test_database_is_postgresql (void)
{
  return g_strcmp0 (g_getenv ("WEFT_TEST_DATABASE"), "postgresql") == 0;
}

static WeftDatabase *
open_url (const char *url, gboolean read_only)
{
  g_autoptr (GError) error = NULL;
  WeftDatabase *database = NULL;

#ifdef WITH_POSTGRESQL
  database = weft_postgres_open (url, read_only ? WEFT_POSTGRES_READ_ONLY : WEFT_POSTGRES_WRITE, &error);
#else
  g_error ("%s: built without PostgreSQL", url);
#endif
  g_assert_no_error (error);

  return database;
}

char *
test_database_new_url (void)
{
  return test_cluster_new_url ();
}

TestDatabase *
test_database_new (void)
{
  TestDatabase *self = g_new0 (TestDatabase, 1);
  g_autoptr (GError) error = NULL;

  self->directory = g_dir_make_tmp ("weft-store-XXXXXX", &error);
  g_assert_no_error (error);
  self->path = g_build_filename (self->directory, "test.db", NULL);
  if (test_database_is_postgresql ())
    self->url = test_database_new_url ();

  return self;
}

void
test_database_free (TestDatabase *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->directory, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->directory, name, NULL);

      g_assert_no_errno (g_unlink (path));
    }
  g_assert_no_errno (g_rmdir (self->directory));
  g_free (self->directory);
  g_free (self->path);
  g_free (self->url);
  g_free (self);
}

WeftDatabase *
test_database_open (TestDatabase *self, gboolean read_only)
{
  g_autoptr (GError) error = NULL;
  WeftDatabase *database;

  if (self->url != NULL)
    return open_url (self->url, read_only);

  database = weft_sqlite_open (self->path, read_only ? WEFT_SQLITE_READ_ONLY : WEFT_SQLITE_WRITE, &error);
  g_assert_no_error (error);

  return database;
}

WeftDatabase *
test_database_open_memory (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *url = NULL;
  WeftDatabase *database;

  if (test_database_is_postgresql ())
    {
      url = test_database_new_url ();
      return open_url (url, FALSE);
    }

  database = weft_sqlite_open (":memory:", WEFT_SQLITE_WRITE, &error);
  g_assert_no_error (error);

  return database;
}
