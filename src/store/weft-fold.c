/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-store"

#include "config.h"

#include "store/weft-fold.h"

#include "store/weft-database-private.h"

#define prepare_and_bind(self, error, sql, types, statement)                                                 \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    statement = weft_database_prepare ((self)->database, (sql), (error));                                    \
    if (statement != NULL)                                                                                   \
      {                                                                                                      \
        va_list arguments;                                                                                   \
        weft_statement_bind_text (statement, 1, (self)->stream);                                             \
        va_start (arguments, types);                                                                         \
        _weft_statement_bind_va (statement, 2, types, &arguments);                                           \
        va_end (arguments);                                                                                  \
      }                                                                                                      \
  }                                                                                                          \
  G_STMT_END

gboolean
weft_fold_run (WeftFold *self, GError **error, const char *sql, const char *types, ...)
{
  WeftStatement *statement;

  prepare_and_bind (self, error, sql, types, statement);

  return statement != NULL && weft_statement_run (statement, error);
}

WeftStatement *
weft_fold_query (WeftFold *self, GError **error, const char *sql, const char *types, ...)
{
  WeftStatement *statement;

  prepare_and_bind (self, error, sql, types, statement);

  return statement;
}

gboolean
weft_fold_apply (WeftFold *self, const WeftEvent *event, JsonObject *body, GError **error)
{
  g_autofree gpointer args = NULL;
  gboolean done;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (event != NULL, FALSE);
  g_return_val_if_fail (body != NULL, FALSE);

  args = g_malloc0 (MAX (event->args_size, 1));
  if (!event->parse (body, args, error))
    {
      g_prefix_error (error, "%s: ", event->name);
      return FALSE;
    }
  done = event->fold (self, args, error);
  event->clear (args);

  return done;
}
