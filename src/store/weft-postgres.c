/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-store"

#include "config.h"

#include "store/weft-postgres.h"

#include "store/weft-database-private.h"
#include "store/weft-postgres-private.h"

G_DEFINE_FINAL_TYPE (WeftPostgres, weft_postgres, WEFT_TYPE_DATABASE)

static WeftStatement *
weft_postgres_prepare (WeftDatabase *database, const char *sql, WeftStatement *like, GError **error)
{
  return _weft_postgres_statement_new (WEFT_POSTGRES (database), sql, like, error);
}

/* Several statements at once are not for the pipeline. */
static gboolean
weft_postgres_execute (WeftDatabase *database, const char *sql, GError **error)
{
  WeftPostgres *self = WEFT_POSTGRES (database);
  g_autofree char *translated = _weft_postgres_translate (sql);
  PGresult *result;
  gboolean done;

  if (!_weft_postgres_spool (self, error) || !_weft_postgres_settle (self, error))
    return FALSE;

  PQexitPipelineMode (self->connection);
  result = PQexec (self->connection, translated);
  done = PQresultStatus (result) == PGRES_COMMAND_OK || PQresultStatus (result) == PGRES_TUPLES_OK
         || PQresultStatus (result) == PGRES_EMPTY_QUERY;
  if (done)
    self->changes = g_ascii_strtoll (PQcmdTuples (result), NULL, 10);
  else
    _weft_postgres_note_error (self, result, error);
  PQclear (result);

  /* Tables may look otherwise now, and what was prepared for them before would be refused. */
  if (done)
    {
      PQclear (PQexec (self->connection, "DEALLOCATE ALL"));
      self->n_connections++;
    }
  PQenterPipelineMode (self->connection);

  return done;
}

static gint64
weft_postgres_get_changes (WeftDatabase *database)
{
  WeftPostgres *self = WEFT_POSTGRES (database);
  g_autoptr (GError) error = NULL;

  /* An error stays with the transaction. */
  return _weft_postgres_spool (self, &error) && _weft_postgres_settle (self, &error) ? self->changes : 0;
}

static const char *
weft_postgres_get_dialect (WeftDatabase *database)
{
  return "postgresql";
}

static gboolean
begin (WeftPostgres *self, gboolean writing, GError **error)
{
  const char *sql = writing ? "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
                            : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

  if (self->in_transaction)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INTERNAL, "%s: a transaction within a transaction",
                   self->name);
      return FALSE;
    }

  self->failed = FALSE;

  /* It is waited for: so a connection which was lost in the meantime is noticed before anything is in flight.
   */
  if (!self->lost)
    {
      g_autoptr (GError) local_error = NULL;

      if (_weft_postgres_command (self, sql, TRUE, &local_error))
        return self->in_transaction = TRUE;
      if (!self->lost)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
    }
  if (!_weft_postgres_reopen (self, error) || !_weft_postgres_command (self, sql, TRUE, error))
    return FALSE;

  return self->in_transaction = TRUE;
}

static gboolean
commit (WeftPostgres *self, GError **error)
{
  if (!self->in_transaction)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INTERNAL, "%s: no transaction to commit", self->name);
      return FALSE;
    }

  /* A COMMIT of a failed transaction would be answered like one that worked; it is never sent. One that
   * follows a failure in the pipeline is skipped by the server. */
  _weft_postgres_cut_statements (self);
  if (!_weft_postgres_check_fault (self, error) || !_weft_postgres_command (self, "COMMIT", TRUE, error))
    return FALSE;
  if (!g_str_equal (self->command, "COMMIT"))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INTERNAL, "%s: the transaction was rolled back", self->name);
      return FALSE;
    }
  self->in_transaction = FALSE;

  return TRUE;
}

static void
rollback (WeftPostgres *self)
{
  _weft_postgres_cut_statements (self);
  _weft_postgres_settle (self, NULL);
  if (self->in_transaction && !self->lost)
    {
      g_clear_error (&self->fault);
      if (!_weft_postgres_command (self, "ROLLBACK", TRUE, NULL))
        self->lost = TRUE;
    }
  self->in_transaction = FALSE;
  g_clear_error (&self->fault);
}

static gboolean
weft_postgres_control (WeftDatabase *database, WeftDatabaseControl what, const char *name, GError **error)
{
  WeftPostgres *self = WEFT_POSTGRES (database);
  g_autofree char *sql = NULL;

  switch (what)
    {
    case WEFT_DATABASE_BEGIN:
    case WEFT_DATABASE_BEGIN_READ:
      return begin (self, what == WEFT_DATABASE_BEGIN, error);

    case WEFT_DATABASE_COMMIT:
      return commit (self, error);

    case WEFT_DATABASE_ROLLBACK:
      rollback (self);
      return TRUE;

    case WEFT_DATABASE_SAVEPOINT:
    case WEFT_DATABASE_RELEASE:
      sql = g_strconcat (what == WEFT_DATABASE_SAVEPOINT ? "SAVEPOINT \"" : "RELEASE \"", name, "\"", NULL);
      return _weft_postgres_check_fault (self, error)
             && _weft_postgres_command (self, sql, !self->in_transaction, error);

    case WEFT_DATABASE_ROLLBACK_TO:
      /* First what was sent before: a failure among it would have the server skip this as well. */
      sql = g_strconcat ("ROLLBACK TO \"", name, "\"", NULL);
      if (_weft_postgres_spool (self, error))
        _weft_postgres_settle (self, NULL);
      if (self->lost || !self->in_transaction)
        return _weft_postgres_check_fault (self, error);
      g_clear_error (&self->fault);
      return _weft_postgres_command (self, sql, TRUE, error);

    default:
      g_return_val_if_reached (FALSE);
    }
}

static gboolean
weft_postgres_settle (WeftDatabase *database, GError **error)
{
  WeftPostgres *self = WEFT_POSTGRES (database);

  return _weft_postgres_spool (self, error) && _weft_postgres_settle (self, error);
}

static gboolean
weft_postgres_is_lost (WeftDatabase *database)
{
  return WEFT_POSTGRES (database)->lost;
}

static gboolean
weft_postgres_has_failed (WeftDatabase *database)
{
  return WEFT_POSTGRES (database)->failed;
}

static void
weft_postgres_finalize (GObject *object)
{
  WeftPostgres *self = WEFT_POSTGRES (object);

  _weft_database_forget_statements (WEFT_DATABASE (self));
  g_clear_pointer (&self->active, g_ptr_array_unref);
  g_clear_pointer (&self->connection, PQfinish);
  g_clear_error (&self->fault);
  g_free (self->url);
  g_free (self->name);

  G_OBJECT_CLASS (weft_postgres_parent_class)->finalize (object);
}

static void
weft_postgres_class_init (WeftPostgresClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  WeftDatabaseClass *database_class = WEFT_DATABASE_CLASS (klass);

  object_class->finalize = weft_postgres_finalize;

  database_class->prepare = weft_postgres_prepare;
  database_class->execute = weft_postgres_execute;
  database_class->get_changes = weft_postgres_get_changes;
  database_class->get_dialect = weft_postgres_get_dialect;
  database_class->control = weft_postgres_control;
  database_class->settle = weft_postgres_settle;
  database_class->is_lost = weft_postgres_is_lost;
  database_class->has_failed = weft_postgres_has_failed;
}

static void
weft_postgres_init (WeftPostgres *self)
{
  self->active = g_ptr_array_new ();
}

WeftDatabase *
weft_postgres_open (const char *url, WeftPostgresMode mode, GError **error)
{
  g_autoptr (WeftPostgres) self = NULL;
  PQconninfoOption *options;

  g_return_val_if_fail (url != NULL, NULL);

  /* libpq's words about a URL may quote a password. */
  options = PQconninfoParse (url, NULL);
  if (options == NULL)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                           "database: not a connection URI, such as postgresql://user@host/name");
      return NULL;
    }
  PQconninfoFree (options);

  self = g_object_new (WEFT_TYPE_POSTGRES, NULL);
  self->url = g_strdup (url);
  self->mode = mode;
  if (!_weft_postgres_open_connection (self, error))
    return NULL;

  return WEFT_DATABASE (g_steal_pointer (&self));
}

gboolean
weft_postgres_url_has_password (const char *url)
{
  PQconninfoOption *options = PQconninfoParse (url, NULL);
  gboolean has = FALSE;

  for (PQconninfoOption *option = options; option != NULL && option->keyword != NULL; option++)
    has |= g_str_has_suffix (option->keyword, "password") && option->val != NULL && *option->val != '\0';
  PQconninfoFree (options);

  return has;
}
