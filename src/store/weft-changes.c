/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-store"

#include "config.h"

#include "store/weft-changes.h"

#include <string.h>

#include "store/weft-sqlite-private.h"

static const WeftColumn latest_columns[] = {
  { .name = "stream", .type = WEFT_COLUMN_TEXT, .key = TRUE },
  { .name = "name", .type = WEFT_COLUMN_TEXT, .key = TRUE },
  { .name = "person", .type = WEFT_COLUMN_TEXT, .key = TRUE },
  { .name = "value", .type = WEFT_COLUMN_INTEGER },
  { .name = "at", .type = WEFT_COLUMN_INTEGER, .meta = TRUE },
};

const WeftTable weft_latest_table = {
  .name = "latest",
  .columns = latest_columns,
  .n_columns = G_N_ELEMENTS (latest_columns),
  .window = -1,
};

struct _WeftChanges
{
  gatomicrefcount ref_count;
  WeftRegistry *registry;
  GPtrArray *changes; /* of Entry */
  GHashTable *by_row; /* set of Entry, equal by table, stream and key */
};

typedef struct
{
  WeftChange change;
  guint index; /* in `changes` */
} Entry;

G_DEFINE_BOXED_TYPE (WeftChanges, weft_changes, weft_changes_ref, weft_changes_unref)

static guint
entry_hash (gconstpointer data)
{
  const WeftChange *change = data;

  return g_direct_hash (change->table) * 31 + g_direct_hash (change->stream) * 17 + g_str_hash (change->key);
}

static gboolean
entry_equal (gconstpointer a, gconstpointer b)
{
  const WeftChange *first = a;
  const WeftChange *second = b;

  return first->table == second->table && first->stream == second->stream
         && g_str_equal (first->key, second->key);
}

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_free (entry->change.key);
  g_free (entry);
}

static void
remove_entry (WeftChanges *self, Entry *entry)
{
  guint index = entry->index;

  g_hash_table_remove (self->by_row, entry);
  g_ptr_array_remove_index_fast (self->changes, index);
  if (index < self->changes->len)
    ((Entry *) g_ptr_array_index (self->changes, index))->index = index;
}

/* Takes the key of @later. */
static void
merge_change (WeftChanges *self, WeftChange *later)
{
  Entry *entry = g_hash_table_lookup (self->by_row, later);
  WeftChange *earlier;

  if (entry == NULL)
    {
      entry = g_new0 (Entry, 1);
      entry->change = *later;
      entry->index = self->changes->len;
      g_ptr_array_add (self->changes, entry);
      g_hash_table_add (self->by_row, entry);
      return;
    }

  earlier = &entry->change;
  g_free (later->key);

  if (earlier->kind == WEFT_CHANGE_INSERT && later->kind == WEFT_CHANGE_DELETE)
    remove_entry (self, entry);
  else if (earlier->kind == WEFT_CHANGE_INSERT)
    {
      earlier->window = later->window;
      earlier->old_window = later->window;
    }
  else
    {
      /* The row was there before: what it is now is an update, unless it is gone. */
      earlier->kind = later->kind == WEFT_CHANGE_DELETE ? WEFT_CHANGE_DELETE : WEFT_CHANGE_UPDATE;
      earlier->window = later->kind == WEFT_CHANGE_DELETE ? earlier->old_window : later->window;
    }
}

static void
append_value (GString *key, sqlite3_value *value)
{
  switch (sqlite3_value_type (value))
    {
    case SQLITE_INTEGER:
      g_string_append_printf (key, "%" G_GINT64_FORMAT, (gint64) sqlite3_value_int64 (value));
      break;

    case SQLITE_FLOAT:
      {
        char number[G_ASCII_DTOSTR_BUF_SIZE];

        g_string_append (key, g_ascii_dtostr (number, sizeof number, sqlite3_value_double (value)));
        break;
      }

    case SQLITE_BLOB:
      {
        const guint8 *data = sqlite3_value_blob (value);

        for (int i = 0; i < sqlite3_value_bytes (value); i++)
          g_string_append_printf (key, "%02x", data[i]);
        break;
      }

    default:
      g_string_append (key, (const char *) sqlite3_value_text (value));
    }
}

/* An update tells only what it changed: the window column is mostly not in it. */
static gboolean
read_window (WeftDatabase *database,
             const WeftTable *table,
             sqlite3_changeset_iter *iter,
             gint64 *window,
             GError **error)
{
  g_autoptr (GString) sql = g_string_new (NULL);
  WeftStatement *statement;
  guint n = 0;
  int result;

  g_string_printf (sql, "SELECT %s FROM %s WHERE ", table->columns[table->window].name, table->name);
  for (guint i = 0; i < table->n_columns; i++)
    if (table->columns[i].key)
      {
        g_string_append_printf (sql, "%s%s = ?%u", n > 0 ? " AND " : "", table->columns[i].name, n + 1);
        n++;
      }

  statement = weft_database_prepare (database, g_intern_string (sql->str), error);
  if (statement == NULL)
    return FALSE;

  n = 0;
  for (guint i = 0; i < table->n_columns; i++)
    {
      sqlite3_value *value = NULL;

      if (!table->columns[i].key)
        continue;
      sqlite3changeset_old (iter, i, &value);
      n++;
      switch (sqlite3_value_type (value))
        {
        case SQLITE_INTEGER:
          weft_statement_bind_int (statement, n, sqlite3_value_int64 (value));
          break;

        case SQLITE_FLOAT:
          weft_statement_bind_double (statement, n, sqlite3_value_double (value));
          break;

        case SQLITE_BLOB:
          weft_statement_bind_blob (statement, n, sqlite3_value_blob (value), sqlite3_value_bytes (value));
          break;

        default:
          weft_statement_bind_text (statement, n, (const char *) sqlite3_value_text (value));
        }
    }

  *window = 0;
  result = weft_statement_step (statement, error);
  if (result > 0)
    {
      *window = weft_statement_get_int (statement, 0);
      weft_statement_reset (statement);
    }

  return result >= 0;
}

static gboolean
add_change (WeftChanges *self,
            WeftDatabase *database,
            sqlite3_changeset_iter *iter,
            const WeftTable *table,
            int operation,
            GError **error)
{
  int (*get) (sqlite3_changeset_iter *, int, sqlite3_value **)
      = operation == SQLITE_INSERT ? sqlite3changeset_new : sqlite3changeset_old;
  WeftChange change = { .table = table };
  GString *key = g_string_new (NULL);
  sqlite3_value *value = NULL;

  for (guint i = 0; i < table->n_columns; i++)
    {
      if (!table->columns[i].key)
        continue;
      get (iter, i, &value);
      if (i == 0)
        change.stream = g_intern_string ((const char *) sqlite3_value_text (value));
      else
        {
          if (key->len > 0)
            g_string_append_c (key, '\x1f');
          append_value (key, value);
        }
    }

  change.kind = operation == SQLITE_INSERT   ? WEFT_CHANGE_INSERT
                : operation == SQLITE_DELETE ? WEFT_CHANGE_DELETE
                                             : WEFT_CHANGE_UPDATE;
  if (table->window >= 0)
    {
      value = NULL;
      get (iter, table->window, &value);
      if (value != NULL)
        change.window = change.old_window = sqlite3_value_int64 (value);
      if (change.kind == WEFT_CHANGE_UPDATE)
        {
          sqlite3_value *after = NULL;

          sqlite3changeset_new (iter, table->window, &after);
          if (after != NULL)
            change.window = sqlite3_value_int64 (after);
          else if (read_window (database, table, iter, &change.window, error))
            change.old_window = change.window;
          else
            {
              g_string_free (key, TRUE);
              return FALSE;
            }
        }
    }

  change.key = g_string_free_and_steal (key);
  merge_change (self, &change);

  return TRUE;
}

WeftChanges *
weft_changes_new (WeftRegistry *registry)
{
  WeftChanges *self;

  g_return_val_if_fail (WEFT_IS_REGISTRY (registry), NULL);

  self = g_new0 (WeftChanges, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->registry = g_object_ref (registry);
  self->changes = g_ptr_array_new_with_free_func (entry_free);
  self->by_row = g_hash_table_new (entry_hash, entry_equal);

  return self;
}

gboolean
weft_changes_add (WeftChanges *self, WeftDatabase *database, GBytes *changeset, GError **error)
{
  sqlite3_changeset_iter *iter;
  const WeftTable *table = NULL;
  g_autofree char *last = NULL;
  gboolean good = TRUE;
  int result;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (WEFT_IS_DATABASE (database), FALSE);
  g_return_val_if_fail (changeset != NULL, FALSE);

  if (g_bytes_get_size (changeset) == 0)
    return TRUE;

  result = sqlite3changeset_start (&iter, g_bytes_get_size (changeset),
                                   (void *) g_bytes_get_data (changeset, NULL));
  if (result == SQLITE_OK)
    {
      while (good && (result = sqlite3changeset_next (iter)) == SQLITE_ROW)
        {
          const char *name;
          int n_columns, operation, indirect;

          sqlite3changeset_op (iter, &name, &n_columns, &operation, &indirect);
          if (g_set_str (&last, name))
            table = g_str_equal (name, weft_latest_table.name)
                        ? &weft_latest_table
                        : weft_registry_find_table (self->registry, name);
          if (table != NULL && n_columns == (int) table->n_columns)
            good = add_change (self, database, iter, table, operation, error);
        }
      if (result == SQLITE_DONE || result == SQLITE_ROW)
        result = SQLITE_OK;
      sqlite3changeset_finalize (iter);
    }

  if (result != SQLITE_OK)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_CORRUPT, "a change set cannot be read: %s",
                   sqlite3_errstr (result));
      return FALSE;
    }

  return good;
}

void
weft_changes_merge (WeftChanges *self, WeftChanges *later)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (later != NULL && later != self);

  for (guint i = 0; i < later->changes->len; i++)
    {
      WeftChange change = *(WeftChange *) g_ptr_array_index (later->changes, i);

      change.key = g_strdup (change.key);
      merge_change (self, &change);
    }
}

guint
weft_changes_get_n (WeftChanges *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->changes->len;
}

const WeftChange *
weft_changes_get (WeftChanges *self, guint index)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (index < self->changes->len, NULL);

  return g_ptr_array_index (self->changes, index);
}

WeftChanges *
weft_changes_ref (WeftChanges *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
weft_changes_unref (WeftChanges *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_hash_table_unref (self->by_row);
  g_ptr_array_unref (self->changes);
  g_object_unref (self->registry);
  g_free (self);
}
