/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-store"

#include "config.h"

#include "store/weft-postgres-private.h"

#include <string.h>

#define SPOOL_MAX (64 * 1024 * 1024) /* bytes of rows kept while something else runs */

/* Talking with the server. The connection is in pipeline mode all the time: what is sent ends with a Sync,
 * and its answer comes after those of all statements before it. */

void
_weft_postgres_note_error (WeftPostgres *self, const PGresult *result, GError **error)
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

gboolean
_weft_postgres_check_fault (WeftPostgres *self, GError **error)
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
gboolean
_weft_postgres_read_answer (WeftPostgres *self, GError **error)
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
          _weft_postgres_note_error (self, result, error);
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

gboolean
_weft_postgres_read_queued (WeftPostgres *self, GError **error)
{
  gboolean done = TRUE;

  for (; self->n_queued > 0; self->n_queued--)
    done &= _weft_postgres_read_answer (self, error);

  return done;
}

gboolean
_weft_postgres_read_sync (WeftPostgres *self, GError **error)
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
      _weft_postgres_note_error (self, result, error);
      self->lost = TRUE;
    }
  PQclear (result);

  return done;
}

void
_weft_postgres_note_send_error (WeftPostgres *self, GError **error)
{
  self->lost = TRUE;
  _weft_postgres_note_error (self, NULL, error);
}

static void
forget_rows (WeftPostgresStatement *statement)
{
  g_queue_clear_full (&statement->parts, (GDestroyNotify) PQclear);
  statement->row = -1;
}

void
_weft_postgres_end_statement (WeftPostgres *self, WeftPostgresStatement *statement)
{
  forget_rows (statement);
  statement->busy = FALSE;
  g_ptr_array_remove_fast (self->active, statement);
}

gboolean
_weft_postgres_read_part (WeftPostgres *self, GError **error)
{
  WeftPostgresStatement *statement = self->streaming;
  PGresult *result = PQgetResult (self->connection);
  gboolean done = TRUE;

  if (result != NULL && PQresultStatus (result) == PGRES_TUPLES_CHUNK)
    {
      gboolean last = PQntuples (result) < WEFT_POSTGRES_PART;

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
        _weft_postgres_note_error (self, result, error);
    }
  PQclear (result);
  while (!self->lost && (result = PQgetResult (self->connection)) != NULL)
    PQclear (result);

  return _weft_postgres_read_sync (self, error) && done;
}

gboolean
_weft_postgres_spool (WeftPostgres *self, GError **error)
{
  WeftPostgresStatement *statement = self->streaming;
  gsize n_bytes = 0;

  while (self->streaming != NULL)
    {
      PGresult *last;

      if (!_weft_postgres_read_part (self, error))
        {
          _weft_postgres_end_statement (self, statement);
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
void
_weft_postgres_discard (WeftPostgres *self, WeftPostgresStatement *statement)
{
  while (self->streaming == statement)
    {
      if (!_weft_postgres_read_part (self, NULL))
        break;
      forget_rows (statement);
    }
  _weft_postgres_end_statement (self, statement);
}

void
_weft_postgres_cut_statements (WeftPostgres *self)
{
  while (self->active->len > 0)
    {
      WeftPostgresStatement *statement = g_ptr_array_index (self->active, self->active->len - 1);

      _weft_postgres_discard (self, statement);
      statement->cut = TRUE;
    }
}

gboolean
_weft_postgres_settle (WeftPostgres *self, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  gboolean done;

  if (self->n_queued == 0 || self->lost)
    return _weft_postgres_check_fault (self, error);

  if (!PQpipelineSync (self->connection))
    {
      _weft_postgres_note_send_error (self, error);
      return FALSE;
    }
  done = _weft_postgres_read_queued (self, &local_error);
  done &= _weft_postgres_read_sync (self, &local_error);
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));

  return done;
}

gboolean
_weft_postgres_command (WeftPostgres *self, const char *sql, gboolean wait, GError **error)
{
  if (!_weft_postgres_spool (self, error))
    return FALSE;
  if (self->lost || !PQsendQueryParams (self->connection, sql, 0, NULL, NULL, NULL, NULL, 1))
    {
      _weft_postgres_note_send_error (self, error);
      return FALSE;
    }
  self->n_queued++;

  return (!wait && self->n_queued < WEFT_POSTGRES_QUEUE_MAX) || _weft_postgres_settle (self, error);
}
