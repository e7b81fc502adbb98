/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-store"

#include "config.h"

#include "store/weft-postgres.h"

#include <string.h>

#include "store/weft-postgres-private.h"

#define PARAMETERS_MAX 64
#define PART 256                     /* rows which come at once */
#define SPOOL_MAX (64 * 1024 * 1024) /* bytes of rows kept while something else runs */
#define QUEUE_MAX 64  /* statements sent and not asked about: their answers fit into any socket's buffer */
#define DELAY_MIN 100 /* ms before a second attempt to connect */
#define DELAY_MAX 5000
#define VERSION_MIN 140000

/* One statement of the server, shared by its copies. */
typedef struct
{
  char *sql; /* ours */
  char name[16];
  guint connection; /* on which it is prepared */
  int n_parameters;
  Oid types[PARAMETERS_MAX];
  int n_columns;     /* 0: it has no rows */
  GPtrArray *copies; /* of Statement */
} Prepared;

typedef struct
{
  WeftStatement parent;
  Prepared *prepared;
  GArray *values; /* of WeftPostgresValue */
  GQueue parts;   /* of PGresult: rows which have come */
  int row;        /* in the first part; -1: before it */
  gboolean busy;  /* began and did not end */
  gboolean cut;   /* the transaction ended while it had rows left */
  char **scratch; /* a column's number as text */
} Statement;

struct _WeftPostgres
{
  WeftDatabase parent_instance;

  char *url; /* a secret */
  char *name;
  WeftPostgresMode mode;

  PGconn *connection;
  guint n_connections; /* so far */
  gboolean lost;
  guint delay; /* ms */
  gint64 retry_at;

  GHashTable *by_address; /* const char * → Prepared (borrowed) */
  GHashTable *by_text;    /* Prepared.sql → Prepared */
  guint n_prepared;
  GPtrArray *active;    /* of Statement: those with rows left */
  Statement *streaming; /* (nullable): whose rows are still on the way */
  guint n_queued;       /* statements sent since the last round trip */

  gboolean in_transaction;
  gboolean failed; /* a statement of the last transaction did */
  GError *fault;   /* (nullable): why this transaction can only be rolled back */
  gint64 changes;
  char command[16]; /* what the last statement was, in the server's words */
};

G_DEFINE_FINAL_TYPE (WeftPostgres, weft_postgres, WEFT_TYPE_DATABASE)

/* Talking with the server. The connection is in pipeline mode all the time: what is sent ends with a Sync,
 * and its answer comes after those of all statements before it. */

static void
note_error (WeftPostgres *self, const PGresult *result, GError **error)
{
  g_autoptr (GError) local_error = _weft_postgres_make_error (self->name, self->connection, result);

  if (PQstatus (self->connection) == CONNECTION_BAD)
    {
      self->lost = TRUE;
      if (local_error->code != WEFT_ERROR_UNAVAILABLE)
        {
          g_clear_error (&local_error);
          local_error = _weft_postgres_make_error (self->name, self->connection, NULL);
        }
    }
  self->failed = TRUE;
  if (self->in_transaction && self->fault == NULL)
    self->fault = g_error_copy (local_error);
  if (error != NULL && *error == NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
}

static gboolean
check_fault (WeftPostgres *self, GError **error)
{
  if (self->fault != NULL)
    {
      g_propagate_error (error, g_error_copy (self->fault));
      return FALSE;
    }
  if (self->lost)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE,
                   "%s: the connection to PostgreSQL is lost; try again", self->name);
      return FALSE;
    }

  return TRUE;
}

/* Reads one statement's answer, without rows. An error is told; what was skipped because of one before is
 * not. */
static gboolean
read_answer (WeftPostgres *self, GError **error)
{
  gboolean done = TRUE;
  PGresult *result;

  if (self->lost)
    return FALSE;

  while ((result = PQgetResult (self->connection)) != NULL)
    {
      ExecStatusType status = PQresultStatus (result);

      if (status == PGRES_COMMAND_OK)
        {
          self->changes = g_ascii_strtoll (PQcmdTuples (result), NULL, 10);
          g_strlcpy (self->command, PQcmdStatus (result), sizeof self->command);
        }
      else if (status == PGRES_FATAL_ERROR)
        {
          note_error (self, result, error);
          done = FALSE;
        }
      else if (status != PGRES_TUPLES_OK)
        done = FALSE;
      PQclear (result);
      if (self->lost)
        return FALSE;
    }

  return done;
}

static gboolean
read_queued (WeftPostgres *self, GError **error)
{
  gboolean done = TRUE;

  for (; self->n_queued > 0; self->n_queued--)
    done &= read_answer (self, error);

  return done;
}

static gboolean
read_sync (WeftPostgres *self, GError **error)
{
  PGresult *result;
  gboolean done;

  if (self->lost)
    return FALSE;

  result = PQgetResult (self->connection);
  done = PQresultStatus (result) == PGRES_PIPELINE_SYNC;
  if (!done)
    {
      /* Nothing else may stand here: whatever it is, this connection's answers no longer fit its questions.
       */
      note_error (self, result, error);
      self->lost = TRUE;
    }
  PQclear (result);

  return done;
}

static void
note_send_error (WeftPostgres *self, GError **error)
{
  self->lost = TRUE;
  note_error (self, NULL, error);
}

static void
forget_rows (Statement *statement)
{
  g_queue_clear_full (&statement->parts, (GDestroyNotify) PQclear);
  statement->row = -1;
}

static void
end_statement (WeftPostgres *self, Statement *statement)
{
  forget_rows (statement);
  statement->busy = FALSE;
  g_ptr_array_remove_fast (self->active, statement);
}

/* Reads the next part of the rows under way. FALSE on error; at the end, @streaming is NULL. */
static gboolean
read_part (WeftPostgres *self, GError **error)
{
  Statement *statement = self->streaming;
  PGresult *result = PQgetResult (self->connection);
  gboolean done = TRUE;

  if (result != NULL && PQresultStatus (result) == PGRES_TUPLES_CHUNK)
    {
      gboolean last = PQntuples (result) < PART;

      g_queue_push_tail (&statement->parts, result);
      if (!last)
        return TRUE;
      result = PQgetResult (self->connection);
    }

  self->streaming = NULL;
  if (result == NULL || PQresultStatus (result) != PGRES_TUPLES_OK)
    {
      done = FALSE;
      if (result == NULL || PQresultStatus (result) != PGRES_PIPELINE_ABORTED)
        note_error (self, result, error);
    }
  PQclear (result);
  while (!self->lost && (result = PQgetResult (self->connection)) != NULL)
    PQclear (result);

  return read_sync (self, error) && done;
}

/* Makes room for another statement on the connection. */
static gboolean
spool (WeftPostgres *self, GError **error)
{
  Statement *statement = self->streaming;
  gsize n_bytes = 0;

  while (self->streaming != NULL)
    {
      PGresult *last;

      if (!read_part (self, error))
        {
          end_statement (self, statement);
          statement->cut = TRUE;
          return FALSE;
        }
      last = g_queue_peek_tail (&statement->parts);
      n_bytes += last != NULL ? PQresultMemorySize (last) : 0;
      if (n_bytes > SPOOL_MAX && !statement->cut)
        {
          /* Its rows are read and forgotten; who steps it further is told. */
          statement->cut = TRUE;
          g_warning ("%s: more than %d MB of rows were left while another statement ran: %s", self->name,
                     SPOOL_MAX / 1024 / 1024, statement->prepared->sql);
        }
      if (statement->cut)
        forget_rows (statement);
    }

  return TRUE;
}

/* Nobody wants the rest of these rows. */
static void
discard (WeftPostgres *self, Statement *statement)
{
  while (self->streaming == statement)
    {
      if (!read_part (self, NULL))
        break;
      forget_rows (statement);
    }
  end_statement (self, statement);
}

static void
cut_statements (WeftPostgres *self)
{
  while (self->active->len > 0)
    {
      Statement *statement = g_ptr_array_index (self->active, self->active->len - 1);

      discard (self, statement);
      statement->cut = TRUE;
    }
}

/* One round trip: everything sent has been done after it. */
static gboolean
settle (WeftPostgres *self, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  gboolean done;

  if (self->n_queued == 0 || self->lost)
    return check_fault (self, error);

  if (!PQpipelineSync (self->connection))
    {
      note_send_error (self, error);
      return FALSE;
    }
  done = read_queued (self, &local_error);
  done &= read_sync (self, &local_error);
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));

  return done;
}

/* Sends a command without parameters and rows; @wait: and waits for it. */
static gboolean
command (WeftPostgres *self, const char *sql, gboolean wait, GError **error)
{
  if (!spool (self, error))
    return FALSE;
  if (self->lost || !PQsendQueryParams (self->connection, sql, 0, NULL, NULL, NULL, NULL, 1))
    {
      note_send_error (self, error);
      return FALSE;
    }
  self->n_queued++;

  return (!wait && self->n_queued < QUEUE_MAX) || settle (self, error);
}

/* Connecting */

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

static gboolean
open_connection (WeftPostgres *self, GError **error)
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

/* Connects again, unless that failed a moment ago: whoever waits is better told at once. */
static gboolean
reopen (WeftPostgres *self, GError **error)
{
  gint64 now = g_get_monotonic_time ();

  cut_statements (self);
  self->n_queued = 0;
  self->in_transaction = FALSE;
  g_clear_error (&self->fault);
  if (now < self->retry_at)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, "%s: PostgreSQL cannot be reached; try again",
                   self->name);
      return FALSE;
    }
  if (open_connection (self, error))
    {
      g_message ("%s: connected again", self->name);
      return TRUE;
    }

  self->delay = CLAMP (self->delay * 2, DELAY_MIN, DELAY_MAX);
  self->retry_at = g_get_monotonic_time () + self->delay * G_GINT64_CONSTANT (1000);

  return FALSE;
}

/* Statements */

#define STATEMENT(self) ((Statement *) (self))
#define DATABASE(self) (WEFT_POSTGRES ((self)->database))

static gboolean
prepare_on_server (WeftPostgres *self, Prepared *prepared, GError **error)
{
  g_autofree char *sql = _weft_postgres_translate (prepared->sql);
  g_autoptr (GError) local_error = NULL;
  PGresult *result;
  gboolean done;

  if (!spool (self, error) || !check_fault (self, error))
    return FALSE;

  g_snprintf (prepared->name, sizeof prepared->name, "w%u", self->n_prepared++);
  if (!PQsendPrepare (self->connection, prepared->name, sql, 0, NULL)
      || !PQsendDescribePrepared (self->connection, prepared->name) || !PQpipelineSync (self->connection))
    {
      note_send_error (self, error);
      return FALSE;
    }

  done = read_queued (self, &local_error);
  done &= read_answer (self, &local_error);
  result = !self->lost ? PQgetResult (self->connection) : NULL;
  if (result != NULL && PQresultStatus (result) == PGRES_COMMAND_OK)
    {
      prepared->n_parameters = PQnparams (result);
      prepared->n_columns = PQnfields (result);
      for (int i = 0; i < prepared->n_parameters && i < PARAMETERS_MAX; i++)
        prepared->types[i] = PQparamtype (result, i);
      prepared->connection = self->n_connections;
    }
  PQclear (result);
  while (!self->lost && (result = PQgetResult (self->connection)) != NULL)
    PQclear (result);
  done &= read_sync (self, &local_error);

  if (done && prepared->n_parameters > PARAMETERS_MAX)
    {
      g_set_error (&local_error, WEFT_ERROR, WEFT_ERROR_INTERNAL, "%s: %d parameters, at most %d", self->name,
                   prepared->n_parameters, PARAMETERS_MAX);
      done = FALSE;
    }
  if (!done)
    {
      if (local_error == NULL)
        check_fault (self, &local_error);
      g_propagate_prefixed_error (error, g_steal_pointer (&local_error), "%s: ", prepared->sql);
    }

  return done;
}

static gboolean
send_statement (WeftPostgres *self, Statement *statement, GError **error)
{
  const char *data[PARAMETERS_MAX];
  int lengths[PARAMETERS_MAX];
  int formats[PARAMETERS_MAX];
  Prepared *prepared = statement->prepared;

  if (statement->values->len < (guint) prepared->n_parameters)
    g_array_set_size (statement->values, (guint) prepared->n_parameters);
  for (int i = 0; i < prepared->n_parameters; i++)
    if (!_weft_postgres_encode (&g_array_index (statement->values, WeftPostgresValue, i), prepared->types[i],
                                &data[i], &lengths[i], &formats[i]))
      {
        g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                     "%s: a value does not have its column's type: ?%d in %s", self->name, i + 1,
                     prepared->sql);
        if (self->in_transaction && self->fault == NULL && error != NULL)
          self->fault = g_error_copy (*error);
        return FALSE;
      }

  if (!PQsendQueryPrepared (self->connection, prepared->name, prepared->n_parameters, data, lengths, formats,
                            1))
    {
      note_send_error (self, error);
      return FALSE;
    }

  return TRUE;
}

/* Without rows: inside a transaction it is only sent. */
static int
run_statement (WeftPostgres *self, Statement *statement, GError **error)
{
  if (!send_statement (self, statement, error))
    return -1;
  self->n_queued++;
  if (self->in_transaction && self->n_queued < QUEUE_MAX)
    return 0;

  return settle (self, error) ? 0 : -1;
}

static gboolean
ask (WeftPostgres *self, Statement *statement, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (!send_statement (self, statement, error))
    return FALSE;
  if (!PQpipelineSync (self->connection))
    {
      note_send_error (self, error);
      return FALSE;
    }
  read_queued (self, &local_error);
  if (!self->lost)
    {
      PQsetChunkedRowsMode (self->connection, PART);
      self->streaming = statement;
      statement->busy = TRUE;
      g_ptr_array_add (self->active, statement);
      if (!read_part (self, &local_error))
        end_statement (self, statement);
    }
  if (local_error != NULL)
    {
      if (statement->busy)
        discard (self, statement);
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (!statement->busy)
    check_fault (self, error);

  return statement->busy;
}

static int
begin_statement (WeftPostgres *self, Statement *statement, GError **error)
{
  Prepared *prepared = statement->prepared;

  if (!spool (self, error) || !check_fault (self, error))
    return -1;
  if (prepared->connection != self->n_connections && !prepare_on_server (self, prepared, error))
    return -1;
  if (prepared->n_columns == 0)
    return run_statement (self, statement, error);

  return ask (self, statement, error) ? 1 : -1;
}

static void
statement_reset (WeftStatement *base)
{
  Statement *self = STATEMENT (base);

  if (self->busy)
    discard (DATABASE (base), self);
  self->cut = FALSE;
}

static WeftPostgresValue *
get_value (WeftStatement *base, int index)
{
  GArray *values = STATEMENT (base)->values;

  g_assert (index >= 1 && index <= PARAMETERS_MAX);
  if ((guint) index > values->len)
    g_array_set_size (values, (guint) index);

  return &g_array_index (values, WeftPostgresValue, index - 1);
}

static void
statement_bind_null (WeftStatement *base, int index)
{
  get_value (base, index)->kind = WEFT_POSTGRES_NULL;
}

static void
statement_bind_int (WeftStatement *base, int index, gint64 number)
{
  WeftPostgresValue *value = get_value (base, index);

  value->kind = WEFT_POSTGRES_INTEGER;
  value->integer = number;
}

static void
statement_bind_double (WeftStatement *base, int index, double number)
{
  WeftPostgresValue *value = get_value (base, index);

  value->kind = WEFT_POSTGRES_REAL;
  value->real = number;
}

static void
statement_bind_text (WeftStatement *base, int index, const char *text, gssize length)
{
  WeftPostgresValue *value = get_value (base, index);

  g_return_if_fail (length < 0);

  value->kind = WEFT_POSTGRES_TEXT;
  value->data = text;
}

static void
statement_bind_blob (WeftStatement *base, int index, gconstpointer data, gsize length)
{
  WeftPostgresValue *value = get_value (base, index);

  value->kind = WEFT_POSTGRES_BLOB;
  value->data = data;
  value->length = length;
}

static int
statement_step (WeftStatement *base, GError **error)
{
  Statement *self = STATEMENT (base);
  WeftPostgres *database = DATABASE (base);

  if (self->cut)
    {
      statement_reset (base);
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INTERNAL,
                   "%s: the transaction ended, or too many rows were left, while they were being read: %s",
                   database->name, self->prepared->sql);
      return -1;
    }

  if (!self->busy)
    {
      int result = begin_statement (database, self, error);

      /* What is only read, and in no transaction, can be asked again. */
      if (result < 0 && database->lost && !database->in_transaction
          && database->mode == WEFT_POSTGRES_READ_ONLY)
        {
          g_autoptr (GError) local_error = NULL;

          if (reopen (database, &local_error))
            {
              g_clear_error (error);
              result = begin_statement (database, self, error);
            }
        }
      if (result <= 0)
        return result;
    }

  self->row++;
  while (TRUE)
    {
      PGresult *part = g_queue_peek_head (&self->parts);

      if (part != NULL && self->row < PQntuples (part))
        return 1;
      if (part != NULL)
        {
          PQclear (g_queue_pop_head (&self->parts));
          self->row = 0;
        }
      else if (database->streaming != self)
        break;
      else if (!read_part (database, error))
        {
          end_statement (database, self);
          return -1;
        }
      else
        self->row = 0;
    }
  end_statement (database, self);

  return 0;
}

static PGresult *
get_part (WeftStatement *base, int column)
{
  Statement *self = STATEMENT (base);
  PGresult *part = g_queue_peek_head (&self->parts);

  return part != NULL && self->row >= 0 && self->row < PQntuples (part) && column >= 0
                 && column < PQnfields (part)
             ? part
             : NULL;
}

static int
statement_get_n_columns (WeftStatement *base)
{
  return STATEMENT (base)->prepared->n_columns;
}

static int
statement_get_type (WeftStatement *base, int column)
{
  PGresult *part = get_part (base, column);

  return part != NULL ? _weft_postgres_get_type (part, STATEMENT (base)->row, column) : -1;
}

static gint64
statement_get_int (WeftStatement *base, int column)
{
  PGresult *part = get_part (base, column);

  return part != NULL ? _weft_postgres_get_int (part, STATEMENT (base)->row, column) : 0;
}

static double
statement_get_double (WeftStatement *base, int column)
{
  PGresult *part = get_part (base, column);

  return part != NULL ? _weft_postgres_get_double (part, STATEMENT (base)->row, column) : 0;
}

static const char *
statement_get_text (WeftStatement *base, int column, gsize *length)
{
  Statement *self = STATEMENT (base);
  PGresult *part = get_part (base, column);

  if (part == NULL)
    return NULL;
  if (self->scratch == NULL)
    self->scratch = g_new0 (char *, self->prepared->n_columns + 1);
  if (self->scratch[column] == NULL)
    self->scratch[column] = g_malloc (32);

  return _weft_postgres_get_text (part, self->row, column, self->scratch[column], length);
}

static gconstpointer
statement_get_blob (WeftStatement *base, int column, gsize *length)
{
  *length = 0;

  return statement_get_text (base, column, length);
}

static const WeftStatementClass statement_class = {
  .reset = statement_reset,
  .bind_null = statement_bind_null,
  .bind_int = statement_bind_int,
  .bind_double = statement_bind_double,
  .bind_text = statement_bind_text,
  .bind_blob = statement_bind_blob,
  .step = statement_step,
  .get_n_columns = statement_get_n_columns,
  .get_type = statement_get_type,
  .get_int = statement_get_int,
  .get_double = statement_get_double,
  .get_text = statement_get_text,
  .get_blob = statement_get_blob,
};

static void
statement_free (gpointer data)
{
  Statement *self = data;

  forget_rows (self);
  g_array_unref (self->values);
  for (int i = 0; self->scratch != NULL && i < self->prepared->n_columns; i++)
    g_free (self->scratch[i]);
  g_free (self->scratch);
  g_free (self);
}

static void
prepared_free (gpointer data)
{
  Prepared *prepared = data;

  g_ptr_array_unref (prepared->copies);
  g_free (prepared->sql);
  g_free (prepared);
}

/* The database */

static Statement *
copy_statement (WeftPostgres *self, Prepared *prepared)
{
  Statement *statement;

  for (guint i = 0; i < prepared->copies->len; i++)
    {
      statement = g_ptr_array_index (prepared->copies, i);
      if (!statement->busy)
        return statement;
    }

  statement = g_new0 (Statement, 1);
  statement->parent.klass = &statement_class;
  statement->parent.database = WEFT_DATABASE (self);
  statement->prepared = prepared;
  statement->values = g_array_new (FALSE, TRUE, sizeof (WeftPostgresValue));
  statement->row = -1;
  g_queue_init (&statement->parts);
  g_ptr_array_add (prepared->copies, statement);

  return statement;
}

static WeftStatement *
weft_postgres_prepare (WeftDatabase *database, const char *sql, GError **error)
{
  WeftPostgres *self = WEFT_POSTGRES (database);
  Prepared *prepared = g_hash_table_lookup (self->by_address, sql);
  Statement *statement;

  /* The comparison costs little and forgives a caller whose string did not live long enough. */
  if (prepared == NULL || strcmp (prepared->sql, sql) != 0)
    {
      prepared = g_hash_table_lookup (self->by_text, sql);
      if (prepared != NULL)
        g_hash_table_insert (self->by_address, (gpointer) sql, prepared);
    }

  if (prepared == NULL)
    {
      prepared = g_new0 (Prepared, 1);
      prepared->sql = g_strdup (sql);
      prepared->copies = g_ptr_array_new_with_free_func (statement_free);
      if (!prepare_on_server (self, prepared, error)
          /* Unless the connection is only to be opened again: then it is prepared when it is stepped. */
          && !(self->lost && !self->in_transaction && self->mode == WEFT_POSTGRES_READ_ONLY))
        {
          prepared_free (prepared);
          return NULL;
        }
      if (self->lost)
        g_clear_error (error);
      g_hash_table_insert (self->by_text, prepared->sql, prepared);
      g_hash_table_insert (self->by_address, (gpointer) sql, prepared);
    }

  statement = copy_statement (self, prepared);
  g_array_set_size (statement->values, 0); /* what was bound before must not come back */
  statement->cut = FALSE;

  return &statement->parent;
}

/* Several statements at once are not for the pipeline. */
static gboolean
weft_postgres_execute (WeftDatabase *database, const char *sql, GError **error)
{
  WeftPostgres *self = WEFT_POSTGRES (database);
  g_autofree char *translated = _weft_postgres_translate (sql);
  PGresult *result;
  gboolean done;

  if (!spool (self, error) || !settle (self, error))
    return FALSE;

  PQexitPipelineMode (self->connection);
  result = PQexec (self->connection, translated);
  done = PQresultStatus (result) == PGRES_COMMAND_OK || PQresultStatus (result) == PGRES_TUPLES_OK
         || PQresultStatus (result) == PGRES_EMPTY_QUERY;
  if (done)
    self->changes = g_ascii_strtoll (PQcmdTuples (result), NULL, 10);
  else
    note_error (self, result, error);
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
  return spool (self, &error) && settle (self, &error) ? self->changes : 0;
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

      if (command (self, sql, TRUE, &local_error))
        return self->in_transaction = TRUE;
      if (!self->lost)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
    }
  if (!reopen (self, error) || !command (self, sql, TRUE, error))
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
  cut_statements (self);
  if (!check_fault (self, error) || !command (self, "COMMIT", TRUE, error))
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
  cut_statements (self);
  settle (self, NULL);
  if (self->in_transaction && !self->lost)
    {
      g_clear_error (&self->fault);
      if (!command (self, "ROLLBACK", TRUE, NULL))
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
      return check_fault (self, error) && command (self, sql, !self->in_transaction, error);

    case WEFT_DATABASE_ROLLBACK_TO:
      /* First what was sent before: a failure among it would have the server skip this as well. */
      sql = g_strconcat ("ROLLBACK TO \"", name, "\"", NULL);
      if (spool (self, error))
        settle (self, NULL);
      if (self->lost || !self->in_transaction)
        return check_fault (self, error);
      g_clear_error (&self->fault);
      return command (self, sql, TRUE, error);

    default:
      g_return_val_if_reached (FALSE);
    }
}

static gboolean
weft_postgres_settle (WeftDatabase *database, GError **error)
{
  WeftPostgres *self = WEFT_POSTGRES (database);

  return spool (self, error) && settle (self, error);
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

  g_clear_pointer (&self->by_address, g_hash_table_unref);
  g_clear_pointer (&self->by_text, g_hash_table_unref);
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
  self->by_address = g_hash_table_new (NULL, NULL);
  self->by_text = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, prepared_free);
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
  if (!open_connection (self, error))
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
