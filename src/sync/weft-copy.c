/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-sync"

#include "config.h"

#include "sync/weft-copy.h"

#include <glib/gi18n-lib.h>

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/weft-id.h"
#include "store/weft-changes.h"
#include "store/weft-migration.h"
#include "sync/weft-batch.h"

static const WeftMigration migrations[] = {
  { 1,
    "CREATE TABLE client (one INTEGER PRIMARY KEY CHECK (one = 1), id TEXT NOT NULL, next INTEGER NOT NULL,"
    "  fork INTEGER NOT NULL, person TEXT, workspace TEXT) STRICT;"
    "CREATE TABLE stream (stream TEXT PRIMARY KEY, epoch INTEGER NOT NULL, seq INTEGER NOT NULL, mark BLOB NOT NULL,"
    "  head INTEGER NOT NULL, held INTEGER NOT NULL, stopped INTEGER NOT NULL) STRICT;"
    "CREATE TABLE outbox (k INTEGER PRIMARY KEY, id TEXT NOT NULL, stream TEXT NOT NULL, op TEXT NOT NULL, args TEXT NOT NULL,"
    "  n INTEGER NOT NULL, state INTEGER NOT NULL, error_code TEXT, error_message TEXT, created_at INTEGER NOT NULL,"
    "  positions TEXT) STRICT;"
    "CREATE TABLE inverse (stream TEXT NOT NULL, k INTEGER NOT NULL, changeset BLOB NOT NULL, PRIMARY KEY (stream, k)) STRICT;"
    "CREATE TABLE extent (stream TEXT NOT NULL, table_name TEXT NOT NULL, low INTEGER NOT NULL, high INTEGER NOT NULL,"
    "  complete INTEGER NOT NULL, PRIMARY KEY (stream, table_name, low)) STRICT;"
    "CREATE TABLE latest (stream TEXT NOT NULL, name TEXT NOT NULL, person TEXT NOT NULL, value INTEGER NOT NULL,"
    "  at INTEGER NOT NULL, PRIMARY KEY (stream, name, person)) STRICT;" },
  { 2, "ALTER TABLE inverse ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;" },
  { 3,
    "ALTER TABLE outbox ADD COLUMN files TEXT;"
    "CREATE TABLE upload (k INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, size INTEGER NOT NULL, state INTEGER NOT NULL) STRICT;" },
  { 4,
    /* What would take back what this person did, the newest last. */
    "CREATE TABLE undo (k INTEGER PRIMARY KEY, stack INTEGER NOT NULL, entry TEXT NOT NULL, family TEXT NOT NULL,"
    "  stream TEXT NOT NULL, op TEXT NOT NULL, args TEXT NOT NULL, why TEXT) STRICT;"
    "CREATE INDEX undo_by_entry ON undo (entry);" },
  { 0, NULL },
};

char *
weft_copy_get_path (const char *directory)
{
  return g_build_filename (directory, "store.db", NULL);
}

static gboolean
lock_directory (WeftCopy *self, GError **error)
{
  g_autofree char *path = g_build_filename (self->directory, "lock", NULL);

  if (g_mkdir_with_parents (self->directory, 0700) < 0)
    {
      g_set_error (error, WEFT_ERROR, errno == ENOSPC ? WEFT_ERROR_FULL : WEFT_ERROR_UNAVAILABLE,
                   "Cannot make the folder %s: %s", self->directory, g_strerror (errno));
      return FALSE;
    }

  self->lock = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (self->lock < 0)
    {
      g_set_error (error, WEFT_ERROR, errno == ENOSPC ? WEFT_ERROR_FULL : WEFT_ERROR_UNAVAILABLE,
                   "Cannot write in the folder %s: %s", self->directory, g_strerror (errno));
      return FALSE;
    }

  if (flock (self->lock, LOCK_EX | LOCK_NB) < 0)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, _("Another program is using %s; close it first"), self->directory);
      return FALSE;
    }

  return TRUE;
}

static gboolean
load_client (WeftCopy *self, GError **error)
{
  WeftStatement *statement;
  int step;

  statement = weft_database_query (self->database, error,
                                   "SELECT id, next, fork, person, workspace FROM client", "");
  if (statement == NULL)
    return FALSE;

  step = weft_statement_step (statement, error);
  if (step < 0)
    return FALSE;

  if (step > 0)
    {
      const char *person = weft_statement_get_text (statement, 3);

      g_set_str (&self->client, weft_statement_get_text (statement, 0));
      self->next_n = weft_statement_get_int (statement, 1);
      self->fork_wanted = weft_statement_get_int (statement, 2) != 0;
      self->person = person != NULL ? g_intern_string (person) : NULL;
      g_set_str (&self->workspace, weft_statement_get_text (statement, 4));
      weft_statement_reset (statement);
      return TRUE;
    }

  g_free (self->client);
  self->client = weft_id_new (self->clock);
  self->next_n = 1;

  return weft_copy_save_client (self, error);
}

static gboolean
migrate (WeftCopy *self, GError **error)
{
  gboolean needed = FALSE;

  if (!weft_migrate (self->database, "sync", migrations, error) ||
      !weft_migration_is_needed (self->database, self->registry, &needed, error))
    return FALSE;

  /* An inverse belongs to the tables as they were when it was recorded. */
  if (needed)
    {
      g_autoptr (WeftBatch) batch = NULL;
      GHashTableIter iter;
      gpointer held;

      if (!weft_copy_reload (self, error) || (batch = weft_batch_begin (self, TRUE, error)) == NULL)
        return FALSE;
      g_hash_table_iter_init (&iter, self->streams);
      while (g_hash_table_iter_next (&iter, NULL, &held))
        if (((WeftHeld *) held)->predicted && !weft_batch_take_back (batch, held, error))
          return FALSE;
      if (!weft_batch_commit_unpredicted (batch, error))
        return FALSE;
    }

  return weft_migrate_modules (self->database, self->registry, error);
}

/* Streams with operations but without predictions: after a migration, or when an update knows an operation which the last program did not. */
static gboolean
predict_missing (WeftCopy *self, GError **error)
{
  g_autoptr (WeftBatch) batch = NULL;
  GList *l;

  for (l = weft_outbox_peek (self->outbox); l != NULL; l = l->next)
    {
      WeftOutboxEntry *entry = l->data;
      WeftHeld *held = weft_copy_get_stream (self, entry->stream);

      if (!weft_outbox_entry_is_predicted (entry) || (held != NULL && held->predicted))
        continue;
      if (batch == NULL && (batch = weft_batch_begin (self, FALSE, error)) == NULL)
        return FALSE;
      if (!weft_batch_rebase (batch, entry->stream, error))
        return FALSE;
    }

  return batch == NULL || weft_batch_commit (batch, NULL, error);
}

WeftCopy *
weft_copy_open (WeftRegistry *registry, const char *directory, WeftClock *clock, GError **error)
{
  g_autoptr (WeftCopy) self = g_new0 (WeftCopy, 1);
  g_autofree char *path = NULL;
  const WeftTable *const *tables;

  g_return_val_if_fail (WEFT_IS_REGISTRY (registry), NULL);

  self->registry = g_object_ref (registry);
  self->clock = g_object_ref (clock != NULL ? clock : weft_clock_get_system ());
  self->directory = g_strdup (directory);
  self->lock = -1;

  tables = weft_registry_get_tables (registry, &self->n_recorded);
  self->recorded = g_new0 (const WeftTable *, self->n_recorded + 1);
  for (guint i = 0; i < self->n_recorded; i++)
    self->recorded[i] = tables[i];
  self->recorded[self->n_recorded++] = &weft_latest_table;

  if (directory != NULL && !lock_directory (self, error))
    return NULL;

  path = directory != NULL ? weft_copy_get_path (directory) : g_strdup (":memory:");
  self->database = weft_sqlite_open (path, WEFT_SQLITE_WRITE, error);
  if (self->database == NULL || !migrate (self, error) ||
      !weft_database_execute (self->database, "UPDATE stream SET stopped = 0 WHERE stopped", error) || /* perhaps this program knows more */
      !weft_copy_reload (self, error) || !predict_missing (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
weft_copy_free (WeftCopy *self)
{
  g_clear_pointer (&self->outbox, weft_outbox_free);
  g_clear_pointer (&self->uploads, weft_uploads_free);
  g_clear_pointer (&self->streams, g_hash_table_unref);
  g_clear_object (&self->database);
  if (self->lock >= 0)
    close (self->lock);
  g_free (self->recorded);
  g_free (self->client);
  g_free (self->workspace);
  g_free (self->directory);
  g_object_unref (self->clock);
  g_object_unref (self->registry);
  g_free (self);
}

/* How far a stream has come was heard, and is told once: what did not get to disk here does not change that. */
static void
keep_heads (GHashTable *old, GHashTable *streams)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, streams);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      WeftHeld *held = value;
      const WeftHeld *known = old != NULL ? g_hash_table_lookup (old, held->stream) : NULL;

      if (known != NULL && known->position.epoch == held->position.epoch)
        held->head = MAX (held->head, known->head);
    }
}

gboolean
weft_copy_reload (WeftCopy *self, GError **error)
{
  g_autoptr (WeftOutbox) outbox = NULL;
  g_autoptr (WeftUploads) uploads = NULL;
  g_autoptr (GHashTable) streams = NULL;

  /* Until it is done: a position in memory which is ahead of the disk would be written with the next batch. */
  self->stale = TRUE;

  if (!load_client (self, error) ||
      (outbox = weft_outbox_load (self->database, self->registry, error)) == NULL ||
      (uploads = weft_uploads_load (self->database, error)) == NULL ||
      (streams = weft_held_load_all (self->database, error)) == NULL)
    return FALSE;

  keep_heads (self->streams, streams);
  g_clear_pointer (&self->outbox, weft_outbox_free);
  g_clear_pointer (&self->streams, g_hash_table_unref);
  g_clear_pointer (&self->uploads, weft_uploads_free);
  self->outbox = g_steal_pointer (&outbox);
  self->uploads = g_steal_pointer (&uploads);
  self->streams = g_steal_pointer (&streams);
  self->stale = FALSE;

  return TRUE;
}

gboolean
weft_copy_refresh (WeftCopy *self, GError **error)
{
  return !self->stale || weft_copy_reload (self, error);
}

gboolean
weft_copy_set_durable (WeftCopy *self, gboolean durable, GError **error)
{
  if (self->durable == durable)
    return TRUE;
  if (!weft_sqlite_set_durable (WEFT_SQLITE (self->database), durable, error))
    return FALSE;

  self->durable = durable;

  return TRUE;
}

gboolean
weft_copy_set_person (WeftCopy *self, const char *person, const char *workspace, GError **error)
{
  if (self->person != NULL && !g_str_equal (self->person, person))
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_EXISTS, _("This copy belongs to another person of the workspace"));
      return FALSE;
    }
  if (self->workspace != NULL && workspace != NULL && !g_str_equal (self->workspace, workspace))
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_EXISTS, _("This copy is of another workspace than the one at this address"));
      return FALSE;
    }

  self->person = g_intern_string (person);
  if (workspace != NULL)
    g_set_str (&self->workspace, workspace);

  return weft_copy_save_client (self, error);
}

gboolean
weft_copy_save_client (WeftCopy *self, GError **error)
{
  return weft_database_run (self->database, error,
                            "INSERT INTO client (one, id, next, fork, person, workspace) VALUES (1, ?1, ?2, ?3, ?4, ?5)"
                            " ON CONFLICT (one) DO UPDATE SET id = excluded.id, next = excluded.next, fork = excluded.fork,"
                            " person = excluded.person, workspace = excluded.workspace",
                            "tiitt", self->client, self->next_n, (gint64) self->fork_wanted, self->person, self->workspace);
}

WeftHeld *
weft_copy_get_stream (WeftCopy *self, const char *stream)
{
  return g_hash_table_lookup (self->streams, stream);
}

WeftHeld *
weft_copy_add_stream (WeftCopy *self, const char *stream)
{
  WeftHeld *held = weft_copy_get_stream (self, stream);

  if (held == NULL)
    {
      held = weft_held_new (stream);
      g_hash_table_insert (self->streams, (gpointer) held->stream, held);
    }

  return held;
}

static WeftRole
query_role (WeftCopy *self, const char *sql, const char *stream)
{
  WeftStatement *statement;
  WeftRole role = WEFT_ROLE_NONE;

  statement = weft_database_query (self->database, NULL, sql, "tt", stream, self->person);
  if (statement != NULL && weft_statement_step (statement, NULL) > 0)
    {
      role = weft_role_from_wire (weft_statement_get_text (statement, 0));
      weft_statement_reset (statement);
    }

  return role;
}

WeftRole
weft_copy_get_role (WeftCopy *self, const char *stream)
{
  g_autofree char *own = NULL;
  WeftRole role;

  if (self->person == NULL)
    return WEFT_ROLE_NONE;

  /* Programs without the people part (tests of the engine) have no roles to look up. */
  if (weft_registry_find_table (self->registry, "member") == NULL || weft_registry_find_table (self->registry, "person") == NULL)
    return WEFT_ROLE_ADMIN;

  if (g_str_equal (weft_stream_get_kind (stream), "user"))
    return g_strcmp0 (weft_stream_get_id (stream), self->person) == 0 ? WEFT_ROLE_MEMBER : WEFT_ROLE_NONE;

  if (g_str_equal (stream, WEFT_STREAM_WORKSPACE))
    return query_role (self, "SELECT role FROM person WHERE stream = ?1 AND id = ?2", stream);

  role = query_role (self, "SELECT role FROM member WHERE stream = ?1 AND person = ?2", stream);
  own = g_strconcat ("user/", self->person, NULL);
  /* What a guest knows of themselves stands on their own stream; they are one everywhere (serve/weft-access.h). */
  if (role > WEFT_ROLE_GUEST && query_role (self, "SELECT role FROM person WHERE stream = ?1 AND id = ?2", own) == WEFT_ROLE_GUEST)
    return WEFT_ROLE_GUEST;

  return role;
}

char *
weft_copy_dup_title (WeftCopy *self, const char *stream)
{
  const WeftTable *const *tables;
  guint n_tables;

  tables = weft_registry_get_tables (self->registry, &n_tables);
  for (guint i = 0; i < n_tables; i++)
    {
      const WeftTable *table = tables[i];
      gboolean single = TRUE;
      gboolean named = FALSE;

      for (guint c = 1; c < table->n_columns; c++)
        {
          single = single && !table->columns[c].key;
          named = named || g_str_equal (table->columns[c].name, "name");
        }

      if (single && named)
        {
          g_autofree char *text = g_strdup_printf ("SELECT name FROM %s WHERE stream = ?1", table->name);
          WeftStatement *statement = weft_database_query (self->database, NULL, g_intern_string (text), "t", stream);

          if (statement != NULL && weft_statement_step (statement, NULL) > 0)
            {
              char *title = weft_statement_dup_text (statement, 0);

              weft_statement_reset (statement);
              return title;
            }
        }
    }

  return NULL;
}
