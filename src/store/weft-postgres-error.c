/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-store"

#include "config.h"

#include "store/weft-postgres-private.h"

#include <string.h>

/* SQLSTATEs in our words; PostgreSQL's manual, appendix A. The longest that begins a state is the one that
 * counts. */
static const struct
{
  const char *state;
  WeftError error;
  const char *message;
} states[] = {
  { "08", WEFT_ERROR_UNAVAILABLE, "the connection to PostgreSQL is lost; try again" },
  { "0A", WEFT_ERROR_INTERNAL, NULL },
  { "22", WEFT_ERROR_INVALID, "a value does not have its column's type" },
  { "23", WEFT_ERROR_INVALID, "the table does not take such a row" },
  { "23505", WEFT_ERROR_EXISTS, "the key is taken" },
  { "25", WEFT_ERROR_INTERNAL, NULL },
  { "25006", WEFT_ERROR_INTERNAL, "the database is open for reading only" },
  { "25P03", WEFT_ERROR_UNAVAILABLE, "a transaction stood still for too long; try again" },
  { "28", WEFT_ERROR_UNAVAILABLE, "PostgreSQL does not let this user in; check user and password" },
  { "3D000", WEFT_ERROR_UNAVAILABLE, "there is no such database; create it" },
  { "40", WEFT_ERROR_UNAVAILABLE, "another server wrote the same; try again" },
  { "42501", WEFT_ERROR_INTERNAL, "this user may not do that; give it the right to create tables" },
  { "53", WEFT_ERROR_UNAVAILABLE, "PostgreSQL lacks what it needs; see its log" },
  { "53100", WEFT_ERROR_FULL, "the disk of PostgreSQL is full; free some space and try again" },
  { "53300", WEFT_ERROR_UNAVAILABLE, "PostgreSQL takes no more connections; raise max_connections" },
  { "54", WEFT_ERROR_TOO_LARGE, "a value is larger than PostgreSQL takes" },
  { "55P03", WEFT_ERROR_UNAVAILABLE, "another server holds a lock for too long; try again" },
  { "57", WEFT_ERROR_UNAVAILABLE, "PostgreSQL ended the statement; try again" },
  { "58", WEFT_ERROR_INTERNAL, "the disk of PostgreSQL failed; see its log" },
  { "XX001", WEFT_ERROR_CORRUPT, "the database is damaged" },
  { "XX002", WEFT_ERROR_CORRUPT, "the database is damaged" },
};

GError *
_weft_postgres_make_error (const char *what, const PGconn *connection, const PGresult *result)
{
  const char *state = result != NULL ? PQresultErrorField (result, PG_DIAG_SQLSTATE) : NULL;
  g_autofree char *words
      = g_strdup (result != NULL ? PQresultErrorField (result, PG_DIAG_MESSAGE_PRIMARY) : NULL);
  WeftError our = WEFT_ERROR_INTERNAL;
  const char *message = NULL;
  gsize longest = 0;

  /* libpq's own errors have no state: it could not speak with the server. */
  if (state == NULL)
    {
      our = WEFT_ERROR_UNAVAILABLE;
      message = "PostgreSQL cannot be reached; try again";
      if (words == NULL)
        words = g_strdup (PQerrorMessage (connection));
    }

  for (guint i = 0; state != NULL && i < G_N_ELEMENTS (states); i++)
    if (strlen (states[i].state) > longest && g_str_has_prefix (state, states[i].state))
      {
        longest = strlen (states[i].state);
        our = states[i].error;
        message = states[i].message;
      }

  g_strdelimit (g_strchomp (words), "\n", ' ');

  return g_error_new (WEFT_ERROR, our, "%s: %s%s%s%s%s%s", what, message != NULL ? message : "",
                      message != NULL ? " (PostgreSQL: " : "", words, state != NULL ? ", SQLSTATE " : "",
                      state != NULL ? state : "", message != NULL ? ")" : "");
}
