/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-store"

#include "config.h"

#include "store/weft-database.h"

#include <string.h>

#include "store/weft-database-private.h"

/* Copies of one statement: more than one only while it is stepped in several places at once. */
typedef struct
{
  char *sql;
  GPtrArray *copies; /* of WeftStatement */
} Prepared;

typedef struct
{
  GHashTable *by_address; /* const char * → Prepared (borrowed) */
  GHashTable *by_text;    /* Prepared.sql → Prepared */
} WeftDatabasePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (WeftDatabase, weft_database, G_TYPE_OBJECT)

static gboolean
weft_database_real_control (WeftDatabase *self, WeftDatabaseControl what, const char *name, GError **error);

static void
free_statement (gpointer data)
{
  WeftStatement *statement = data;

  statement->klass->free (statement);
}

static void
prepared_free (gpointer data)
{
  Prepared *prepared = data;

  g_ptr_array_unref (prepared->copies);
  g_free (prepared->sql);
  g_free (prepared);
}

void
_weft_database_forget_statements (WeftDatabase *self)
{
  WeftDatabasePrivate *priv = weft_database_get_instance_private (self);

  g_hash_table_remove_all (priv->by_address);
  g_hash_table_remove_all (priv->by_text);
}

void
_weft_database_foreach_busy (WeftDatabase *self, WeftStatementFunc func)
{
  WeftDatabasePrivate *priv = weft_database_get_instance_private (self);
  GHashTableIter iter;
  Prepared *prepared;

  g_hash_table_iter_init (&iter, priv->by_text);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &prepared))
    for (guint i = 0; i < prepared->copies->len; i++)
      {
        WeftStatement *statement = g_ptr_array_index (prepared->copies, i);

        if (statement->klass->is_busy (statement))
          func (statement);
      }
}

static void
weft_database_finalize (GObject *object)
{
  WeftDatabasePrivate *priv = weft_database_get_instance_private (WEFT_DATABASE (object));

  g_hash_table_unref (priv->by_address);
  g_hash_table_unref (priv->by_text);

  G_OBJECT_CLASS (weft_database_parent_class)->finalize (object);
}

static void
weft_database_class_init (WeftDatabaseClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_database_finalize;
  klass->control = weft_database_real_control;
}

static void
weft_database_init (WeftDatabase *self)
{
  WeftDatabasePrivate *priv = weft_database_get_instance_private (self);

  priv->by_address = g_hash_table_new (NULL, NULL);
  priv->by_text = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, prepared_free);
}

void
_weft_statement_bind_va (WeftStatement *self, int first, const char *types, va_list *arguments)
{
  for (int i = 0; types != NULL && types[i] != '\0'; i++)
    switch (types[i])
      {
      case 't':
        weft_statement_bind_text (self, first + i, va_arg (*arguments, const char *));
        break;

      case 'i':
        weft_statement_bind_int (self, first + i, va_arg (*arguments, gint64));
        break;

      case 'r':
        weft_statement_bind_double (self, first + i, va_arg (*arguments, double));
        break;

      case 'b':
        {
          GBytes *bytes = va_arg (*arguments, GBytes *);
          gsize length = 0;
          gconstpointer data = bytes != NULL ? g_bytes_get_data (bytes, &length) : NULL;

          if (bytes == NULL)
            weft_statement_bind_null (self, first + i);
          else
            weft_statement_bind_blob (self, first + i, data, length);
          break;
        }

      case 'n':
        weft_statement_bind_null (self, first + i);
        break;

      default:
        g_error ("“%c” in “%s” is no parameter type", types[i], types);
      }
}

static gboolean
run_to_end (WeftStatement *statement, GError **error)
{
  int result;

  while ((result = statement->klass->step (statement, error)) > 0)
    ;

  return result == 0;
}

/* The name becomes part of SQL: only what an identifier may be. */
static gboolean
is_identifier (const char *name)
{
  if (!g_ascii_isalpha (name[0]))
    return FALSE;

  for (const char *p = name; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && *p != '_')
      return FALSE;

  return TRUE;
}

static gboolean
weft_database_real_control (WeftDatabase *self, WeftDatabaseControl what, const char *name, GError **error)
{
  static const char *const commands[] = {
    [WEFT_DATABASE_BEGIN] = "BEGIN IMMEDIATE",
    [WEFT_DATABASE_BEGIN_READ] = "BEGIN",
    [WEFT_DATABASE_COMMIT] = "COMMIT",
    [WEFT_DATABASE_ROLLBACK] = "ROLLBACK",
    [WEFT_DATABASE_SAVEPOINT] = "SAVEPOINT ",
    [WEFT_DATABASE_RELEASE] = "RELEASE ",
    [WEFT_DATABASE_ROLLBACK_TO] = "ROLLBACK TO ",
  };
  g_autofree char *sql = g_strconcat (commands[what], name, NULL);

  return weft_database_run (self, error, g_intern_string (sql), "");
}

static gboolean
control (WeftDatabase *self, WeftDatabaseControl what, const char *name, GError **error)
{
  return WEFT_DATABASE_GET_CLASS (self)->control (self, what, name, error);
}

WeftStatement *
weft_database_prepare (WeftDatabase *self, const char *sql, GError **error)
{
  WeftDatabasePrivate *priv = weft_database_get_instance_private (self);
  WeftStatement *statement = NULL;
  Prepared *prepared;

  g_return_val_if_fail (WEFT_IS_DATABASE (self), NULL);
  g_return_val_if_fail (sql != NULL, NULL);

  /* The comparison costs little and forgives a caller whose string did not live long enough. */
  prepared = g_hash_table_lookup (priv->by_address, sql);
  if (prepared == NULL || strcmp (prepared->sql, sql) != 0)
    {
      prepared = g_hash_table_lookup (priv->by_text, sql);
      if (prepared != NULL)
        g_hash_table_insert (priv->by_address, (gpointer) sql, prepared);
    }

  for (guint i = 0; prepared != NULL && i < prepared->copies->len; i++)
    {
      statement = g_ptr_array_index (prepared->copies, i);
      if (!statement->klass->is_busy (statement))
        {
          statement->klass->clear (statement);
          return statement;
        }
    }

  statement = WEFT_DATABASE_GET_CLASS (self)->prepare (self, sql, statement, error);
  if (statement == NULL)
    return NULL;
  if (prepared == NULL)
    {
      prepared = g_new0 (Prepared, 1);
      prepared->sql = g_strdup (sql);
      prepared->copies = g_ptr_array_new_with_free_func (free_statement);
      g_hash_table_insert (priv->by_text, prepared->sql, prepared);
      g_hash_table_insert (priv->by_address, (gpointer) sql, prepared);
    }
  g_ptr_array_add (prepared->copies, statement);

  return statement;
}

gboolean
weft_database_execute (WeftDatabase *self, const char *sql, GError **error)
{
  g_return_val_if_fail (WEFT_IS_DATABASE (self), FALSE);
  g_return_val_if_fail (sql != NULL, FALSE);

  return WEFT_DATABASE_GET_CLASS (self)->execute (self, sql, error);
}

gboolean
weft_database_run (WeftDatabase *self, GError **error, const char *sql, const char *types, ...)
{
  WeftStatement *statement = weft_database_prepare (self, sql, error);
  va_list arguments;

  if (statement == NULL)
    return FALSE;

  va_start (arguments, types);
  _weft_statement_bind_va (statement, 1, types, &arguments);
  va_end (arguments);

  return run_to_end (statement, error);
}

WeftStatement *
weft_database_query (WeftDatabase *self, GError **error, const char *sql, const char *types, ...)
{
  WeftStatement *statement = weft_database_prepare (self, sql, error);
  va_list arguments;

  if (statement == NULL)
    return NULL;

  va_start (arguments, types);
  _weft_statement_bind_va (statement, 1, types, &arguments);
  va_end (arguments);

  return statement;
}

gboolean
weft_database_get_value (WeftDatabase *self,
                         gint64 *value,
                         gint64 fallback,
                         GError **error,
                         const char *sql,
                         const char *types,
                         ...)
{
  WeftStatement *statement = weft_database_prepare (self, sql, error);
  va_list arguments;
  int result;

  g_return_val_if_fail (value != NULL, FALSE);

  *value = fallback;
  if (statement == NULL)
    return FALSE;

  va_start (arguments, types);
  _weft_statement_bind_va (statement, 1, types, &arguments);
  va_end (arguments);

  result = weft_statement_step (statement, error);
  if (result > 0)
    {
      if (weft_statement_get_column_type (statement, 0) != -1)
        *value = weft_statement_get_int (statement, 0);
      weft_statement_reset (statement);
    }

  return result >= 0;
}

gint64
weft_database_get_changes (WeftDatabase *self)
{
  g_return_val_if_fail (WEFT_IS_DATABASE (self), 0);

  return WEFT_DATABASE_GET_CLASS (self)->get_changes (self);
}

static gboolean
is_sqlite (WeftDatabase *self)
{
  return g_str_equal (weft_database_get_dialect (self), "sqlite");
}

GPtrArray *
weft_database_list_tables (WeftDatabase *self, GError **error)
{
  WeftStatement *statement
      = weft_database_query (self, error,
                             is_sqlite (self)
                                 ? "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"
                                 : "SELECT CAST(relname AS text) FROM pg_class WHERE relkind = 'r' AND"
                                   " relnamespace = CAST(current_schema AS regnamespace) ORDER BY relname",
                             "");

  return statement != NULL ? weft_statement_read_texts (statement, error) : NULL;
}

GPtrArray *
weft_database_list_columns (WeftDatabase *self, const char *table, GError **error)
{
  WeftStatement *statement;

  g_return_val_if_fail (table != NULL, NULL);

  statement = weft_database_query (
      self, error,
      is_sqlite (self) ? "SELECT name FROM pragma_table_info(?1) ORDER BY cid"
                       : "SELECT CAST(attname AS text) FROM pg_attribute, pg_class WHERE attrelid ="
                         " pg_class.oid AND relkind = 'r' AND relname = CAST(?1 AS name) AND"
                         " relnamespace = CAST(current_schema AS regnamespace) AND attnum > 0 AND NOT"
                         " attisdropped ORDER BY attnum",
      "t", table);

  return statement != NULL ? weft_statement_read_texts (statement, error) : NULL;
}

gboolean
weft_database_has_table (WeftDatabase *self, const char *name, gboolean *has, GError **error)
{
  gint64 n;

  if (!weft_database_get_value (self, &n, 0, error,
                                is_sqlite (self)
                                    ? "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = ?1"
                                    : "SELECT count(*) FROM pg_class WHERE oid = to_regclass(?1)",
                                "t", name))
    return FALSE;

  *has = n > 0;
  return TRUE;
}

gboolean
weft_database_settle (WeftDatabase *self, GError **error)
{
  WeftDatabaseClass *klass = WEFT_DATABASE_GET_CLASS (self);

  return klass->settle == NULL || klass->settle (self, error);
}

gboolean
weft_database_is_lost (WeftDatabase *self)
{
  WeftDatabaseClass *klass = WEFT_DATABASE_GET_CLASS (self);

  return klass->is_lost != NULL && klass->is_lost (self);
}

gboolean
weft_database_has_failed (WeftDatabase *self)
{
  WeftDatabaseClass *klass = WEFT_DATABASE_GET_CLASS (self);

  return klass->has_failed != NULL && klass->has_failed (self);
}

const char *
weft_database_get_dialect (WeftDatabase *self)
{
  g_return_val_if_fail (WEFT_IS_DATABASE (self), NULL);

  return WEFT_DATABASE_GET_CLASS (self)->get_dialect (self);
}

gboolean
weft_database_begin (WeftDatabase *self, GError **error)
{
  return control (self, WEFT_DATABASE_BEGIN, NULL, error);
}

gboolean
weft_database_begin_read (WeftDatabase *self, GError **error)
{
  return control (self, WEFT_DATABASE_BEGIN_READ, NULL, error);
}

gboolean
weft_database_commit (WeftDatabase *self, GError **error)
{
  WeftDatabaseClass *klass = WEFT_DATABASE_GET_CLASS (self);

  if ((klass->before_commit != NULL && !klass->before_commit (self, error))
      || !control (self, WEFT_DATABASE_COMMIT, NULL, error))
    {
      weft_database_rollback (self);
      return FALSE;
    }

  if (klass->ended != NULL)
    klass->ended (self, TRUE);

  return TRUE;
}

void
weft_database_rollback (WeftDatabase *self)
{
  WeftDatabaseClass *klass = WEFT_DATABASE_GET_CLASS (self);

  /* A full disk or a failed write has rolled back already; saying so again is no error for the caller. */
  control (self, WEFT_DATABASE_ROLLBACK, NULL, NULL);
  if (klass->ended != NULL)
    klass->ended (self, FALSE);
}

gboolean
weft_database_savepoint (WeftDatabase *self, const char *name, GError **error)
{
  g_return_val_if_fail (name != NULL && is_identifier (name), FALSE);

  return control (self, WEFT_DATABASE_SAVEPOINT, name, error);
}

gboolean
weft_database_release (WeftDatabase *self, const char *name, GError **error)
{
  g_return_val_if_fail (name != NULL && is_identifier (name), FALSE);

  return control (self, WEFT_DATABASE_RELEASE, name, error);
}

void
weft_database_rollback_to (WeftDatabase *self, const char *name)
{
  g_return_if_fail (name != NULL && is_identifier (name));

  control (self, WEFT_DATABASE_ROLLBACK_TO, name, NULL);
}

void
weft_statement_reset (WeftStatement *self)
{
  g_return_if_fail (self != NULL);

  self->klass->reset (self);
}

void
weft_statement_bind (WeftStatement *self, const char *types, ...)
{
  va_list arguments;

  g_return_if_fail (self != NULL);

  va_start (arguments, types);
  _weft_statement_bind_va (self, 1, types, &arguments);
  va_end (arguments);
}

void
weft_statement_bind_null (WeftStatement *self, int index)
{
  self->klass->bind_null (self, index);
}

void
weft_statement_bind_int (WeftStatement *self, int index, gint64 value)
{
  self->klass->bind_int (self, index, value);
}

void
weft_statement_bind_double (WeftStatement *self, int index, double value)
{
  self->klass->bind_double (self, index, value);
}

void
weft_statement_bind_text (WeftStatement *self, int index, const char *value)
{
  if (value == NULL)
    self->klass->bind_null (self, index);
  else
    self->klass->bind_text (self, index, value, -1);
}

void
weft_statement_bind_blob (WeftStatement *self, int index, gconstpointer data, gsize length)
{
  self->klass->bind_blob (self, index, data, length);
}

int
weft_statement_step (WeftStatement *self, GError **error)
{
  g_return_val_if_fail (self != NULL, -1);

  return self->klass->step (self, error);
}

gboolean
weft_statement_run (WeftStatement *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return run_to_end (self, error);
}

int
weft_statement_get_column_type (WeftStatement *self, int column)
{
  return self->klass->get_type (self, column);
}

int
weft_statement_get_n_columns (WeftStatement *self)
{
  return self->klass->get_n_columns (self);
}

gint64
weft_statement_get_int (WeftStatement *self, int column)
{
  return self->klass->get_int (self, column);
}

double
weft_statement_get_double (WeftStatement *self, int column)
{
  return self->klass->get_double (self, column);
}

const char *
weft_statement_get_text (WeftStatement *self, int column)
{
  return self->klass->get_text (self, column, NULL);
}

char *
weft_statement_dup_text (WeftStatement *self, int column)
{
  return g_strdup (weft_statement_get_text (self, column));
}

gconstpointer
weft_statement_get_blob (WeftStatement *self, int column, gsize *length)
{
  gsize ignored;

  return self->klass->get_blob (self, column, length != NULL ? length : &ignored);
}

GPtrArray *
weft_statement_read_texts (WeftStatement *self, GError **error)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  int step;

  g_return_val_if_fail (self != NULL, NULL);

  while ((step = weft_statement_step (self, error)) > 0)
    g_ptr_array_add (texts, weft_statement_dup_text (self, 0));

  return step == 0 ? g_steal_pointer (&texts) : NULL;
}
