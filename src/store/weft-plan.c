/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-store"

#include "config.h"

#include "store/weft-plan.h"

#include "store/weft-database-private.h"

struct _WeftPlan
{
  WeftDatabase *database; /* unowned: a plan lives within one transaction */
  char *stream;
  char *author;
  WeftRole role;
  gint64 at;
  GArray *events;         /* of WeftPlannedEvent */
  GPtrArray *taking_back; /* of char* */
};

static void
planned_event_clear (gpointer data)
{
  WeftPlannedEvent *event = data;

  g_free (event->stream);
  g_free (event->body);
}

WeftPlan *
weft_plan_new (WeftDatabase *database, const char *stream, const char *author, WeftRole role, gint64 at)
{
  WeftPlan *self;

  g_return_val_if_fail (WEFT_IS_DATABASE (database), NULL);
  g_return_val_if_fail (stream != NULL, NULL);
  g_return_val_if_fail (author != NULL, NULL);

  self = g_new0 (WeftPlan, 1);
  self->database = database;
  self->stream = g_strdup (stream);
  self->author = g_strdup (author);
  self->role = role;
  self->at = at;
  self->events = g_array_new (FALSE, FALSE, sizeof (WeftPlannedEvent));
  g_array_set_clear_func (self->events, planned_event_clear);
  self->taking_back = g_ptr_array_new_with_free_func (g_free);

  return self;
}

void
weft_plan_free (WeftPlan *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->events);
  g_ptr_array_unref (self->taking_back);
  g_free (self->stream);
  g_free (self->author);
  g_free (self);
}

const char *
weft_plan_get_stream (WeftPlan *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->stream;
}

const char *
weft_plan_get_author (WeftPlan *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->author;
}

WeftRole
weft_plan_get_role (WeftPlan *self)
{
  g_return_val_if_fail (self != NULL, WEFT_ROLE_NONE);

  return self->role;
}

gint64
weft_plan_get_at (WeftPlan *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->at;
}

static WeftStatement *
query_va (WeftPlan *self, GError **error, const char *sql, const char *types, va_list *arguments)
{
  WeftStatement *statement = weft_database_prepare (self->database, sql, error);

  if (statement == NULL)
    return NULL;

  weft_statement_bind_text (statement, 1, self->stream);
  _weft_statement_bind_va (statement, 2, types, arguments);

  return statement;
}

/* @statement: (nullable): then @error is set. @found: (out): whether it has a row, on which it stands then. */
static gboolean
step_once (WeftStatement *statement, gboolean *found, GError **error)
{
  int step = statement != NULL ? weft_statement_step (statement, error) : -1;

  *found = step > 0;
  return step >= 0;
}

WeftStatement *
weft_plan_query (WeftPlan *self, GError **error, const char *sql, const char *types, ...)
{
  WeftStatement *statement;
  va_list arguments;

  g_return_val_if_fail (self != NULL, NULL);

  va_start (arguments, types);
  statement = query_va (self, error, sql, types, &arguments);
  va_end (arguments);

  return statement;
}

gboolean
weft_plan_get_value (
    WeftPlan *self, gint64 *value, gint64 fallback, GError **error, const char *sql, const char *types, ...)
{
  WeftStatement *statement;
  va_list arguments;
  gboolean found;

  g_return_val_if_fail (self != NULL && value != NULL, FALSE);

  va_start (arguments, types);
  statement = query_va (self, error, sql, types, &arguments);
  va_end (arguments);

  if (!step_once (statement, &found, error))
    return FALSE;
  *value = found ? weft_statement_get_int (statement, 0) : fallback;
  weft_statement_reset (statement);

  return TRUE;
}

gboolean
weft_plan_get_text (WeftPlan *self, char **text, GError **error, const char *sql, const char *types, ...)
{
  WeftStatement *statement;
  va_list arguments;
  gboolean found;

  g_return_val_if_fail (self != NULL && text != NULL, FALSE);

  va_start (arguments, types);
  statement = query_va (self, error, sql, types, &arguments);
  va_end (arguments);

  if (!step_once (statement, &found, error))
    return FALSE;
  *text = found ? weft_statement_dup_text (statement, 0) : NULL;
  weft_statement_reset (statement);

  return TRUE;
}

void
weft_plan_emit (WeftPlan *self, const WeftEvent *event, gconstpointer args)
{
  weft_plan_emit_to (self, NULL, event, args);
}

void
weft_plan_emit_to (WeftPlan *self, const char *stream, const WeftEvent *event, gconstpointer args)
{
  WeftPlannedEvent planned = { .event = event };
  GString *body;

  g_return_if_fail (self != NULL);
  g_return_if_fail (event != NULL);

  body = g_string_new (NULL);
  event->write (args, body);
  planned.stream = g_strcmp0 (stream, self->stream) == 0 ? NULL : g_strdup (stream);
  planned.body = g_string_free_and_steal (body);
  g_array_append_val (self->events, planned);
}

guint
weft_plan_get_n_events (WeftPlan *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->events->len;
}

const WeftPlannedEvent *
weft_plan_get_event (WeftPlan *self, guint index)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (index < self->events->len, NULL);

  return &g_array_index (self->events, WeftPlannedEvent, index);
}

void
weft_plan_take_back (WeftPlan *self, const WeftOperation *operation, gconstpointer args)
{
  g_autoptr (GString) body = g_string_new (NULL);

  g_return_if_fail (self != NULL);
  g_return_if_fail (operation != NULL);

  operation->write (args, body);
  g_ptr_array_add (self->taking_back, g_strdup_printf ("{\"op\":\"%s\",\"args\":%s}", operation->name, body->str));
}

guint
weft_plan_get_n_taking_back (WeftPlan *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->taking_back->len;
}

const char *
weft_plan_get_taking_back (WeftPlan *self, guint index)
{
  g_return_val_if_fail (self != NULL && index < self->taking_back->len, NULL);

  return self->taking_back->pdata[index];
}

gboolean
weft_plan_refuse (GError **error, WeftError code, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  if (error != NULL)
    *error = g_error_new_valist (WEFT_ERROR, code, format, arguments);
  va_end (arguments);

  return FALSE;
}
