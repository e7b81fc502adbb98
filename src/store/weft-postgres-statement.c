/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-store"

#include "config.h"

#include "store/weft-postgres-private.h"

#define STATEMENT(self) ((WeftPostgresStatement *) (self))
#define DATABASE(self) (WEFT_POSTGRES ((self)->database))

static gboolean
prepare_on_server (WeftPostgres *self, WeftPostgresPrepared *prepared, GError **error)
{
  g_autofree char *sql = _weft_postgres_translate (prepared->sql);
  g_autoptr (GError) local_error = NULL;
  PGresult *result;
  gboolean done;

  if (!_weft_postgres_spool (self, error) || !_weft_postgres_check_fault (self, error))
    return FALSE;

  g_snprintf (prepared->name, sizeof prepared->name, "w%u", self->n_prepared++);
  if (!PQsendPrepare (self->connection, prepared->name, sql, 0, NULL)
      || !PQsendDescribePrepared (self->connection, prepared->name) || !PQpipelineSync (self->connection))
    {
      _weft_postgres_note_send_error (self, error);
      return FALSE;
    }

  done = _weft_postgres_read_queued (self, &local_error);
  done &= _weft_postgres_read_answer (self, &local_error);
  result = !self->lost ? PQgetResult (self->connection) : NULL;
  if (result != NULL && PQresultStatus (result) == PGRES_COMMAND_OK)
    {
      prepared->n_parameters = PQnparams (result);
      prepared->n_columns = PQnfields (result);
      for (int i = 0; i < prepared->n_parameters && i < WEFT_POSTGRES_PARAMETERS_MAX; i++)
        prepared->types[i] = PQparamtype (result, i);
      prepared->connection = self->n_connections;
    }
  PQclear (result);
  while (!self->lost && (result = PQgetResult (self->connection)) != NULL)
    PQclear (result);
  done &= _weft_postgres_read_sync (self, &local_error);

  if (done && prepared->n_parameters > WEFT_POSTGRES_PARAMETERS_MAX)
    {
      g_set_error (&local_error, WEFT_ERROR, WEFT_ERROR_INTERNAL, "%s: %d parameters, at most %d", self->name,
                   prepared->n_parameters, WEFT_POSTGRES_PARAMETERS_MAX);
      done = FALSE;
    }
  if (!done)
    {
      if (local_error == NULL)
        _weft_postgres_check_fault (self, &local_error);
      g_propagate_prefixed_error (error, g_steal_pointer (&local_error), "%s: ", prepared->sql);
    }

  return done;
}

static gboolean
send_statement (WeftPostgres *self, WeftPostgresStatement *statement, GError **error)
{
  const char *data[WEFT_POSTGRES_PARAMETERS_MAX];
  int lengths[WEFT_POSTGRES_PARAMETERS_MAX];
  int formats[WEFT_POSTGRES_PARAMETERS_MAX];
  WeftPostgresPrepared *prepared = statement->prepared;

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
      _weft_postgres_note_send_error (self, error);
      return FALSE;
    }

  return TRUE;
}

/* Without rows: inside a transaction it is only sent. */
static int
run_statement (WeftPostgres *self, WeftPostgresStatement *statement, GError **error)
{
  if (!send_statement (self, statement, error))
    return -1;
  self->n_queued++;
  if (self->in_transaction && self->n_queued < WEFT_POSTGRES_QUEUE_MAX)
    return 0;

  return _weft_postgres_settle (self, error) ? 0 : -1;
}

static gboolean
ask (WeftPostgres *self, WeftPostgresStatement *statement, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (!send_statement (self, statement, error))
    return FALSE;
  if (!PQpipelineSync (self->connection))
    {
      _weft_postgres_note_send_error (self, error);
      return FALSE;
    }
  _weft_postgres_read_queued (self, &local_error);
  if (!self->lost)
    {
      PQsetChunkedRowsMode (self->connection, WEFT_POSTGRES_PART);
      self->streaming = statement;
      statement->busy = TRUE;
      g_ptr_array_add (self->active, statement);
      if (!_weft_postgres_read_part (self, &local_error))
        _weft_postgres_end_statement (self, statement);
    }
  if (local_error != NULL)
    {
      if (statement->busy)
        _weft_postgres_discard (self, statement);
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (!statement->busy)
    _weft_postgres_check_fault (self, error);

  return statement->busy;
}

static int
begin_statement (WeftPostgres *self, WeftPostgresStatement *statement, GError **error)
{
  WeftPostgresPrepared *prepared = statement->prepared;

  if (!_weft_postgres_spool (self, error) || !_weft_postgres_check_fault (self, error))
    return -1;
  if (prepared->connection != self->n_connections && !prepare_on_server (self, prepared, error))
    return -1;
  if (prepared->n_columns == 0)
    return run_statement (self, statement, error);

  return ask (self, statement, error) ? 1 : -1;
}

static void
statement_free (WeftStatement *base)
{
  WeftPostgresStatement *self = STATEMENT (base);
  WeftPostgresPrepared *prepared = self->prepared;

  g_queue_clear_full (&self->parts, (GDestroyNotify) PQclear);
  g_array_unref (self->values);
  for (int i = 0; self->scratch != NULL && i < prepared->n_columns; i++)
    g_free (self->scratch[i]);
  g_free (self->scratch);
  g_free (self);

  if (--prepared->n_copies == 0)
    {
      g_free (prepared->sql);
      g_free (prepared);
    }
}

static gboolean
statement_is_busy (WeftStatement *base)
{
  return STATEMENT (base)->busy;
}

static void
statement_clear (WeftStatement *base)
{
  g_array_set_size (STATEMENT (base)->values, 0); /* what was bound before must not come back */
  STATEMENT (base)->cut = FALSE;
}

static void
statement_reset (WeftStatement *base)
{
  WeftPostgresStatement *self = STATEMENT (base);

  if (self->busy)
    _weft_postgres_discard (DATABASE (base), self);
  self->cut = FALSE;
}

static WeftPostgresValue *
get_value (WeftStatement *base, int index)
{
  GArray *values = STATEMENT (base)->values;

  g_assert (index >= 1 && index <= WEFT_POSTGRES_PARAMETERS_MAX);
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
  WeftPostgresStatement *self = STATEMENT (base);
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

          if (_weft_postgres_reopen (database, &local_error))
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
      else if (!_weft_postgres_read_part (database, error))
        {
          _weft_postgres_end_statement (database, self);
          return -1;
        }
      else
        self->row = 0;
    }
  _weft_postgres_end_statement (database, self);

  return 0;
}

static PGresult *
get_part (WeftStatement *base, int column)
{
  WeftPostgresStatement *self = STATEMENT (base);
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
  WeftPostgresStatement *self = STATEMENT (base);
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
  .free = statement_free,
  .is_busy = statement_is_busy,
  .clear = statement_clear,
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

WeftStatement *
_weft_postgres_statement_new (WeftPostgres *self, const char *sql, WeftStatement *like, GError **error)
{
  WeftPostgresPrepared *prepared = like != NULL ? STATEMENT (like)->prepared : NULL;
  WeftPostgresStatement *statement;

  if (prepared == NULL)
    {
      g_autoptr (GError) local_error = NULL;

      prepared = g_new0 (WeftPostgresPrepared, 1);
      prepared->sql = g_strdup (sql);
      if (!prepare_on_server (self, prepared, &local_error)
          /* Unless the connection is only to be opened again: then it is prepared when it is stepped. */
          && !(self->lost && !self->in_transaction && self->mode == WEFT_POSTGRES_READ_ONLY))
        {
          g_free (prepared->sql);
          g_free (prepared);
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }
    }

  prepared->n_copies++;
  statement = g_new0 (WeftPostgresStatement, 1);
  statement->parent.klass = &statement_class;
  statement->parent.database = WEFT_DATABASE (self);
  statement->prepared = prepared;
  statement->values = g_array_new (FALSE, TRUE, sizeof (WeftPostgresValue));
  statement->row = -1;
  g_queue_init (&statement->parts);

  return &statement->parent;
}
