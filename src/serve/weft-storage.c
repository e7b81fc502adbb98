/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-storage.h"

#include <string.h>

#include "store/weft-sqlite.h"
#ifdef WITH_POSTGRESQL
#include "store/weft-postgres.h"
#endif

struct _WeftStorage
{
  char *path;
  char *url; /* (nullable): a secret */
};

WeftStorage *
weft_storage_new (const char *directory, const char *url)
{
  WeftStorage *self = g_new0 (WeftStorage, 1);

  self->path = g_build_filename (directory, "weft.db", NULL);
  self->url = g_strdup (url);

  return self;
}

void
weft_storage_free (WeftStorage *self)
{
  g_free (self->path);
  g_free (self->url);
  g_free (self);
}

static WeftDatabase *
open_url (WeftStorage *self, gboolean writing, GError **error)
{
#ifdef WITH_POSTGRESQL
  return weft_postgres_open (self->url, writing ? WEFT_POSTGRES_WRITE : WEFT_POSTGRES_READ_ONLY, error);
#else
  g_set_error_literal (
      error, WEFT_ERROR, WEFT_ERROR_INVALID,
      "database: this weftd was built without PostgreSQL; install one which was built with it");
  return NULL;
#endif
}

WeftDatabase *
weft_storage_open_writer (WeftStorage *self, GError **error)
{
  g_autoptr (WeftDatabase) database = NULL;

  /* What the file's rows name in files/ would be swept away, since the database's do not. */
  if (self->url != NULL && g_file_test (self->path, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                   "%s: a workspace is kept in this file; with --database, choose another --directory",
                   self->path);
      return NULL;
    }
  if (self->url != NULL)
    return open_url (self, TRUE, error);

  database = weft_sqlite_open (self->path, WEFT_SQLITE_WRITE, error);
  if (database == NULL || !weft_sqlite_set_durable (WEFT_SQLITE (database), TRUE, error))
    return NULL;

  return g_steal_pointer (&database);
}

WeftDatabase *
weft_storage_open_reader (WeftStorage *self, GError **error)
{
  return self->url != NULL ? open_url (self, FALSE, error)
                           : weft_sqlite_open (self->path, WEFT_SQLITE_READ_ONLY, error);
}

gboolean
weft_storage_exists (WeftStorage *self)
{
  return self->url != NULL || g_file_test (self->path, G_FILE_TEST_EXISTS);
}

gboolean
weft_storage_is_shared (WeftStorage *self)
{
  return self->url != NULL;
}

gboolean
weft_storage_url_has_password (const char *url)
{
#ifdef WITH_POSTGRESQL
  return weft_postgres_url_has_password (url);
#else
  return FALSE;
#endif
}
