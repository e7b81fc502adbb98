/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-store"

#include "config.h"

#include "store/weft-postgres-private.h"

#define DELAY_MIN 100 /* ms before a second attempt to connect */
#define DELAY_MAX 5000
#define VERSION_MIN 140000

static void
ignore_notice (void *user_data, const PGresult *result)
{
}

static PGconn *
connect_to (const char *url)
{
  /* What comes later counts: the URL may say otherwise. */
  const char *const names[] = { "fallback_application_name", "connect_timeout", "tcp_user_timeout",
                                "keepalives_idle",           "dbname",          NULL };
  const char *const values[] = { "weftd", "5", "20000", "20", url, NULL };

  return PQconnectdbParams (names, values, TRUE);
}

static gboolean
set_up_session (WeftPostgres *self, PGconn *connection, GError **error)
{
  static const char settings[]
      = "SET client_encoding = 'UTF8'; SET standard_conforming_strings = on; SET lock_timeout = '10s';"
        "SET idle_in_transaction_session_timeout = '60s'; SET bytea_output = 'hex';"
        "SET default_transaction_isolation = 'read committed'";
  PGresult *result = PQexec (connection, settings);
  gboolean done = PQresultStatus (result) == PGRES_COMMAND_OK;

  if (done && self->mode == WEFT_POSTGRES_READ_ONLY)
    {
      PQclear (result);
      result = PQexec (connection, "SET default_transaction_read_only = on");
      done = PQresultStatus (result) == PGRES_COMMAND_OK;
    }
  if (!done)
    g_propagate_error (error, _weft_postgres_make_error (self->name, connection, result));
  PQclear (result);

  return done;
}

static gboolean
check_server (WeftPostgres *self, PGconn *connection, GError **error)
{
  const char *encoding = PQparameterStatus (connection, "server_encoding");

  if (PQserverVersion (connection) < VERSION_MIN)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "%s: PostgreSQL %d is too old; Weft needs %d",
                   self->name, PQserverVersion (connection) / 10000, VERSION_MIN / 10000);
      return FALSE;
    }
  if (g_strcmp0 (encoding, "UTF8") != 0)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                   "%s: its encoding is %s; create the database with UTF8", self->name, encoding);
      return FALSE;
    }

  return TRUE;
}

/* libpq may quote what it takes for a host or port, which is part of a password when that holds an @: then
 * its words are kept back. */
static void
set_refused (WeftPostgres *self, PGconn *connection, GError **error)
{
  const char *password = PQpass (connection);

  if (password == NULL || *password == '\0')
    g_propagate_error (error, _weft_postgres_make_error (self->name, connection, NULL));
  else
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, "database: PostgreSQL %s",
                 PQconnectionUsedPassword (connection) ? "does not let this user in; check user and password"
                                                       : "cannot be reached; check host, port and its log");
}

gboolean
_weft_postgres_open_connection (WeftPostgres *self, GError **error)
{
  PGconn *connection = connect_to (self->url);
  const char *host = PQhost (connection);

  g_free (self->name);
  self->name = g_strdup_printf ("database %s%s%s", PQdb (connection),
                                host != NULL && *host != '\0' ? " on " : "", host != NULL ? host : "");
  PQsetNoticeReceiver (connection, ignore_notice, NULL);
  if (PQstatus (connection) != CONNECTION_OK)
    set_refused (self, connection, error);
  else if (check_server (self, connection, error) && set_up_session (self, connection, error))
    {
      PQenterPipelineMode (connection);
      g_clear_pointer (&self->connection, PQfinish);
      self->connection = connection;
      self->n_connections++;
      self->lost = FALSE;
      self->delay = 0;
      return TRUE;
    }
  PQfinish (connection);

  return FALSE;
}

gboolean
_weft_postgres_reopen (WeftPostgres *self, GError **error)
{
  gint64 now = g_get_monotonic_time ();

  _weft_postgres_cut_statements (self);
  self->n_queued = 0;
  self->in_transaction = FALSE;
  g_clear_error (&self->fault);
  if (now < self->retry_at)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, "%s: PostgreSQL cannot be reached; try again",
                   self->name);
      return FALSE;
    }
  if (_weft_postgres_open_connection (self, error))
    {
      g_message ("%s: connected again", self->name);
      return TRUE;
    }

  self->delay = CLAMP (self->delay * 2, DELAY_MIN, DELAY_MAX);
  self->retry_at = g_get_monotonic_time () + self->delay * G_GINT64_CONSTANT (1000);

  return FALSE;
}
