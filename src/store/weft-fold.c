/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-store"

#include "config.h"

#include "store/weft-fold.h"

#include "store/weft-database-private.h"
#include "store/weft-object.h"

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

/* Of a field that is not simply the last one's, it is known who changed it. */
static gboolean
note_versions (WeftFold *self, const WeftEvent *event, JsonObject *body, GError **error)
{
  const WeftObject *object = event->sets;
  const char *id = "";

  if (object->key != NULL && !weft_json_get_string (body, object->key, &id, error))
    return FALSE;

  for (guint i = 0; i < object->n_fields; i++)
    if (object->fields[i].rule != WEFT_RULE_LAST && weft_json_has (body, object->fields[i].name)
        && !weft_object_note_version (object, self->database, self->stream, id, &object->fields[i], self->seq,
                                      self->by, error))
      return FALSE;

  return TRUE;
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
  done = event->fold (self, args, error) && (event->sets == NULL || note_versions (self, event, body, error));
  event->clear (args);

  return done;
}
