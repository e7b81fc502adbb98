/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-check.h"

#include <string.h>

#include "serve/weft-audit.h"
#include "serve/weft-baseline.h"
#include "serve/weft-log.h"
#include "store/weft-migration.h"
#include "store/weft-rows.h"
#include "store/weft-sqlite.h"

typedef enum
{
  LOG_DAMAGED = 1 << 0,
  ROWS_DIFFER = 1 << 1,
} Damage;

/* The log */

/* The hash goes on from a floor only if all of it was kept there, which versions before 0.2 did not. */
static gboolean
read_floor_hash (WeftDatabase *database,
                 const char *stream,
                 guint8 hash[WEFT_LOG_HASH_SIZE],
                 gboolean *known,
                 GError **error)
{
  WeftStatement *statement
      = weft_database_query (database, error, "SELECT floor_mark FROM stream WHERE stream = ?1", "t", stream);
  gconstpointer blob;
  gsize length = 0;

  if (statement == NULL || weft_statement_step (statement, error) < 0)
    return FALSE;

  blob = weft_statement_get_blob (statement, 0, &length);
  *known = length == WEFT_LOG_HASH_SIZE;
  memset (hash, 0, WEFT_LOG_HASH_SIZE);
  if (*known)
    memcpy (hash, blob, length);
  weft_statement_reset (statement);

  return TRUE;
}

static gboolean
check_log (WeftCheck *self,
           WeftDatabase *database,
           const char *stream,
           const WeftHead *head,
           Damage *damage,
           GError **error)
{
  guint8 hash[WEFT_LOG_HASH_SIZE];
  WeftStatement *statement;
  gint64 seq = head->floor;
  gboolean known;
  int step;

  if (!read_floor_hash (database, stream, hash, &known, error))
    return FALSE;
  if (head->floor == 0)
    known = TRUE;

  statement
      = weft_database_query (database, error,
                             "SELECT seq, mark, stored, erased FROM event WHERE stream = ?1 ORDER BY seq",
                             "t", stream);
  if (statement == NULL)
    return FALSE;
  while ((step = weft_statement_step (statement, error)) > 0)
    {
      gint64 found = weft_statement_get_int (statement, 0);
      const char *stored = weft_statement_get_text (statement, 2);
      gsize length = 0;
      gconstpointer mark = weft_statement_get_blob (statement, 1, &length);
      gboolean erased = weft_statement_get_int (statement, 3) == 1;

      self->n_events++;
      if (found != seq + 1)
        {
          weft_check_report (self, stream,
                             "event %" G_GINT64_FORMAT " is missing: %" G_GINT64_FORMAT
                             " comes after %" G_GINT64_FORMAT,
                             seq + 1, found, seq);
          *damage |= LOG_DAMAGED;
          known = FALSE;
        }
      seq = found;
      /* Of an erased event only the hash after it tells what it was. */
      if (known && !erased)
        {
          weft_log_advance_hash (hash, stored, strlen (stored));
          if (length < WEFT_MARK_SIZE || memcmp (hash, mark, MIN (length, WEFT_LOG_HASH_SIZE)) != 0)
            {
              weft_check_report (self, stream,
                                 "event %" G_GINT64_FORMAT " is not what was logged: its hash differs", seq);
              *damage |= LOG_DAMAGED;
            }
        }
      /* One wrong event is told once: the next is held against what stands beside this one. */
      known = length == WEFT_LOG_HASH_SIZE || (known && !erased && (*damage & LOG_DAMAGED) == 0);
      if (length == WEFT_LOG_HASH_SIZE)
        memcpy (hash, mark, length);
    }
  if (step < 0)
    return FALSE;

  if (seq != head->head)
    {
      weft_check_report (self, stream, "the log ends at %" G_GINT64_FORMAT ", its head is %" G_GINT64_FORMAT,
                         seq, head->head);
      *damage |= LOG_DAMAGED;
    }
  else if (known && memcmp (hash, head->hash, sizeof hash) != 0)
    {
      weft_check_report (self, stream, "the hash of the head differs from that of the last event");
      *damage |= LOG_DAMAGED;
    }

  return TRUE;
}

/* The rows */

static char *
dup_key (const WeftTable *table, WeftStatement *statement)
{
  GString *key = g_string_new (NULL);

  for (guint i = 1; i < table->n_columns; i++)
    if (table->columns[i].key)
      g_string_append_printf (key, "%s%s", key->len > 0 ? " " : "",
                              weft_statement_get_text (statement, (int) i));

  return g_string_free (key, FALSE);
}

/* Both are in order of their keys: told is only the first row that differs. */
static gboolean
check_table (WeftCheck *self,
             WeftDatabase *database,
             WeftDatabase *folded,
             const WeftTable *table,
             const char *stream,
             Damage *damage,
             GError **error)
{
  WeftStatement *stored = weft_database_query (database, error, weft_rows_select (table), "t", stream);
  WeftStatement *expected
      = stored != NULL ? weft_database_query (folded, error, weft_rows_select (table), "t", stream) : NULL;
  g_autoptr (GString) one = g_string_new (NULL);
  g_autoptr (GString) other = g_string_new (NULL);
  int step = -1;

  while (expected != NULL && (step = weft_statement_step (stored, error)) >= 0)
    {
      int step_expected = weft_statement_step (expected, error);

      if (step_expected < 0)
        {
          step = -1;
          break;
        }
      self->n_rows += step;
      g_string_truncate (one, 0);
      g_string_truncate (other, 0);
      if (step > 0)
        weft_rows_write (table, stored, one);
      if (step_expected > 0)
        weft_rows_write (table, expected, other);
      if (!g_string_equal (one, other))
        {
          g_autofree char *key = dup_key (table, step > 0 ? stored : expected);

          weft_check_report (self, stream, "%s: the row %s is not what the log adds up to", table->name, key);
          *damage |= ROWS_DIFFER;
          break;
        }
      if (step == 0)
        return TRUE;
    }

  if (stored != NULL)
    weft_statement_reset (stored);
  if (expected != NULL)
    weft_statement_reset (expected);

  return step >= 0;
}

static WeftDatabase *
open_scratch (WeftRegistry *registry, GError **error)
{
  g_autoptr (WeftDatabase) scratch = weft_sqlite_open (":memory:", WEFT_SQLITE_WRITE, error);

  if (scratch == NULL || !weft_migrate_modules (scratch, registry, error)
      || !weft_database_begin (scratch, error))
    return NULL;

  return g_steal_pointer (&scratch);
}

/* The tables are made once and each stream is folded in a transaction which the next one takes back: making
 * them costs more than folding most streams. */
static gboolean
fold_stream (WeftDatabase *database,
             WeftDatabase *scratch,
             WeftRegistry *registry,
             const char *stream,
             const WeftHead *head,
             GError **error)
{
  weft_database_rollback (scratch);

  return weft_database_begin (scratch, error)
         && weft_baseline_load (database, scratch, registry, stream, error)
         && weft_baseline_fold (database, scratch, registry, stream, head->floor, head->head, error);
}

/* What the log is adds up to nothing sensible if it is damaged, so then the rows are not held against it.
 * @scratch: (inout): holds the folded rows afterwards. */
static gboolean
check_stream (WeftCheck *self,
              WeftDatabase *database,
              WeftDatabase *scratch,
              WeftRegistry *registry,
              const char *stream,
              WeftHead *head,
              Damage *damage,
              GError **error)
{
  g_autoptr (GError) fold_error = NULL;
  const WeftTable *const *tables;
  guint n_tables;

  *damage = 0;
  self->n_streams++;
  if (!weft_log_read_head (database, stream, head, error)
      || !check_log (self, database, stream, head, damage, error))
    return FALSE;
  if (*damage != 0)
    return TRUE;

  if (!fold_stream (database, scratch, registry, stream, head, &fold_error))
    {
      weft_check_report (self, stream, "the log cannot be folded: %s", fold_error->message);
      *damage |= LOG_DAMAGED;
      return TRUE;
    }

  tables = weft_registry_get_tables (registry, &n_tables);
  for (guint i = 0; i < n_tables; i++)
    if (!check_table (self, database, scratch, tables[i], stream, damage, error))
      return FALSE;

  return TRUE;
}

static GPtrArray *
list_streams (WeftDatabase *database, GError **error)
{
  g_autoptr (GPtrArray) streams = g_ptr_array_new_with_free_func (g_free);
  WeftStatement *statement
      = weft_database_query (database, error, "SELECT stream FROM stream ORDER BY stream", "");
  int step = -1;

  while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    g_ptr_array_add (streams, weft_statement_dup_text (statement, 0));

  return step < 0 ? NULL : g_steal_pointer (&streams);
}

/* Rows of streams which have no log. */
static gboolean
check_strays (WeftCheck *self, WeftDatabase *database, WeftRegistry *registry, GError **error)
{
  const WeftTable *const *tables;
  guint n_tables;

  tables = weft_registry_get_tables (registry, &n_tables);
  for (guint i = 0; i < n_tables; i++)
    {
      g_autofree char *sql
          = g_strdup_printf ("SELECT count(*) FROM %s WHERE stream NOT IN (SELECT stream FROM stream)",
                             tables[i]->name);
      gint64 n;

      if (!weft_database_get_value (database, &n, 0, error, g_intern_string (sql), ""))
        return FALSE;
      if (n > 0)
        weft_check_report (self, NULL, "%s: %" G_GINT64_FORMAT " rows belong to streams which have no log",
                           tables[i]->name, n);
    }

  return TRUE;
}

static gboolean
check_pages (WeftCheck *self, WeftDatabase *database, GError **error)
{
  WeftStatement *statement;
  int step;

  if (!g_str_equal (weft_database_get_dialect (database), "sqlite"))
    return TRUE;

  statement = weft_database_query (database, error, "PRAGMA quick_check (10)", "");
  if (statement == NULL)
    return FALSE;
  while ((step = weft_statement_step (statement, error)) > 0)
    if (g_strcmp0 (weft_statement_get_text (statement, 0), "ok") != 0)
      weft_check_report (self, NULL, "the file: %s", weft_statement_get_text (statement, 0));

  return step == 0;
}

/* Mending */

static gboolean
replace_rows (
    WeftDatabase *database, WeftDatabase *folded, WeftRegistry *registry, const char *stream, GError **error)
{
  const WeftTable *const *tables;
  guint n_tables;

  tables = weft_registry_get_tables (registry, &n_tables);
  for (guint i = 0; i < n_tables; i++)
    if (!weft_rows_delete (database, tables[i], stream, error)
        || !weft_rows_copy (folded, database, tables[i], stream, error))
      return FALSE;

  return TRUE;
}

static gboolean
mend (WeftDatabase *database,
      WeftRegistry *registry,
      const char *stream,
      Damage damage,
      WeftDatabase *folded,
      GError **error)
{
  if ((damage & LOG_DAMAGED) == 0)
    return replace_rows (database, folded, registry, stream, error)
           && weft_log_renew (database, stream, error);

  return weft_baseline_store (database, database, registry, stream, error)
         && weft_log_restart (database, stream, error);
}

/* Public API */

void
weft_check_report (WeftCheck *self, const char *stream, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);

  self->n_problems++;
  self->problem (stream, text, self->user_data);
}

static gboolean
check_audit (WeftCheck *self, WeftDatabase *database, GError **error)
{
  gint64 wrong;

  if (!weft_audit_check (database, &wrong, error))
    return FALSE;
  if (wrong != 0)
    weft_check_report (self, NULL, "the audit was changed by hand at entry %" G_GINT64_FORMAT, wrong);

  return TRUE;
}

gboolean
weft_check_run (WeftCheck *self, WeftDatabase *database, WeftRegistry *registry, GError **error)
{
  g_autoptr (GPtrArray) streams = NULL;
  g_autoptr (WeftDatabase) scratch = NULL;
  gboolean done;

  g_return_val_if_fail (self != NULL && self->problem != NULL, FALSE);

  if (!weft_database_begin_read (database, error))
    return FALSE;

  done = check_pages (self, database, error) && (streams = list_streams (database, error)) != NULL
         && (scratch = open_scratch (registry, error)) != NULL;
  for (guint i = 0; done && i < streams->len; i++)
    {
      Damage damage;
      WeftHead head;

      done = check_stream (self, database, scratch, registry, g_ptr_array_index (streams, i), &head, &damage,
                           error);
    }
  done = done && check_strays (self, database, registry, error) && check_audit (self, database, error);
  weft_database_rollback (database);

  return done;
}

gboolean
weft_check_repair (WeftCheck *self, WeftDatabase *database, WeftRegistry *registry, GError **error)
{
  g_autoptr (GPtrArray) streams = NULL;
  g_autoptr (WeftDatabase) scratch = NULL;

  g_return_val_if_fail (self != NULL && self->problem != NULL, FALSE);

  if (!check_pages (self, database, error) || (streams = list_streams (database, error)) == NULL
      || (scratch = open_scratch (registry, error)) == NULL)
    return FALSE;

  for (guint i = 0; i < streams->len; i++)
    {
      const char *stream = g_ptr_array_index (streams, i);
      Damage damage;
      WeftHead head;

      if (!weft_database_begin (database, error))
        return FALSE;
      if (!check_stream (self, database, scratch, registry, stream, &head, &damage, error)
          || (damage != 0 && !mend (database, registry, stream, damage, scratch, error))
          || !weft_database_commit (database, error))
        {
          weft_database_rollback (database);
          return FALSE;
        }
      self->n_repaired += damage != 0;
    }

  return check_strays (self, database, registry, error);
}
