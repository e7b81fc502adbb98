/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-erasure.h"

#include <string.h>

#include "proto/weft-frame.h"
#include "serve/weft-baseline.h"
#include "serve/weft-stored-event.h"
#include "store/weft-erase.h"

#define NOTED_AT_ONCE 1000

/* Blanking */

/* The event without its content, written as it was. */
static char *
blank_event (const WeftStoredEvent *event)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (JsonNode) body = json_node_new (JSON_NODE_OBJECT);

  for (guint i = 0; event->event->erase[i] != NULL; i++)
    if (json_object_has_member (event->body, event->event->erase[i]))
      json_object_set_string_member (event->body, event->event->erase[i], "");
  json_node_set_object (body, event->body);
  weft_json_node (text, NULL, body);
  weft_frame_write_event (out, event->seq, event->at, event->by, event->event->name, event->event->version,
                          text->str);

  return g_string_free_and_steal (g_steal_pointer (&out));
}

typedef struct
{
  gint64 seq;
  char *stored;
} Blanked;

static void
blanked_clear (gpointer data)
{
  g_free (((Blanked *) data)->stored);
}

static gboolean
blank_events (WeftDatabase *database,
              WeftRegistry *registry,
              const char *stream,
              const char *row,
              gint64 below,
              guint *n_blanked,
              GError **error)
{
  g_autoptr (GArray) blanked = g_array_new (FALSE, FALSE, sizeof (Blanked));
  WeftStatement *statement;
  int step;

  g_array_set_clear_func (blanked, blanked_clear);
  statement = weft_database_query (database, error,
                                   "SELECT seq, stored FROM event"
                                   " WHERE stream = ?1 AND row = ?2 AND erased = 0 AND seq < ?3",
                                   "tti", stream, row, below);
  if (statement == NULL)
    return FALSE;
  while ((step = weft_statement_step (statement, error)) > 0)
    {
      const char *stored = weft_statement_get_text (statement, 1);
      g_auto (WeftStoredEvent) event = { 0 };
      Blanked entry = { .seq = weft_statement_get_int (statement, 0) };

      if (!weft_stored_event_parse (&event, registry, stream, stored, strlen (stored), error))
        {
          weft_statement_reset (statement);
          return FALSE;
        }
      if (event.event->erase == NULL)
        continue;
      entry.stored = blank_event (&event);
      g_array_append_val (blanked, entry);
    }
  if (step < 0)
    return FALSE;

  for (guint i = 0; i < blanked->len; i++)
    {
      const Blanked *entry = &g_array_index (blanked, Blanked, i);

      if (!weft_database_run (database, error,
                              "UPDATE event SET stored = ?3, erased = 1 WHERE stream = ?1 AND seq = ?2",
                              "tit", stream, entry->seq, entry->stored))
        return FALSE;
    }
  *n_blanked += blanked->len;

  return TRUE;
}

/* The baseline holds rows as JSON arrays. */
static gboolean
blank_baseline (WeftDatabase *database,
                const WeftTable *table,
                const char *stream,
                const char *row,
                guint *n_blanked,
                GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (JsonArray) cells = NULL;

  if (!weft_baseline_get_row (database, stream, row, &cells, error))
    return FALSE;
  if (cells == NULL)
    return TRUE;

  (*n_blanked)++;
  if (table->erase_rows)
    return weft_database_run (database, error, "DELETE FROM baseline WHERE stream = ?1 AND row = ?2", "tt",
                              stream, row);

  if (json_array_get_length (cells) != table->n_columns)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_CORRUPT, "%s: the baseline of %s has %u cells, not %u",
                   stream, row, json_array_get_length (cells), table->n_columns);
      return FALSE;
    }
  {
    g_autoptr (JsonArray) blank = json_array_new ();
    g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);

    for (guint i = 0; i < table->n_columns; i++)
      if (!table->columns[i].erase)
        json_array_add_element (blank, json_node_copy (json_array_get_element (cells, i)));
      else if (table->columns[i].nullable)
        json_array_add_null_element (blank);
      else
        json_array_add_string_element (blank, "");
    json_node_set_array (node, blank);
    weft_json_node (text, NULL, node);
  }

  return weft_database_run (database, error, "UPDATE baseline SET cells = ?3 WHERE stream = ?1 AND row = ?2",
                            "ttt", stream, row, text->str);
}

gboolean
weft_erasure_blank (WeftDatabase *database,
                    WeftRegistry *registry,
                    const char *stream,
                    const char *row,
                    gint64 below,
                    guint *n_blanked,
                    GError **error)
{
  const WeftTable *table = weft_erase_find_table (registry, row, NULL);
  guint before = *n_blanked;

  g_return_val_if_fail (table != NULL, FALSE);

  if (!blank_events (database, registry, stream, row, below, n_blanked, error)
      || !blank_baseline (database, table, stream, row, n_blanked, error))
    return FALSE;

  /* Whoever has read the old ones to make a baseline of them begins again. */
  return *n_blanked == before
         || weft_database_run (database, error, "UPDATE stream SET erasures = erasures + 1 WHERE stream = ?1",
                               "t", stream);
}

/* Files */

/* What events tell of @row in fields called as its columns are: it may name another file now, or be gone. */
static gboolean
find_told_files (WeftDatabase *database,
                 WeftRegistry *registry,
                 const WeftTable *table,
                 const char *stream,
                 const char *row,
                 GPtrArray *hashes,
                 GError **error)
{
  WeftStatement *statement
      = weft_database_query (database, error, "SELECT stored FROM event WHERE stream = ?1 AND row = ?2", "tt",
                             stream, row);
  int step = -1;

  while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    {
      const char *stored = weft_statement_get_text (statement, 0);
      g_auto (WeftStoredEvent) event = { 0 };

      if (!weft_stored_event_parse (&event, registry, stream, stored, strlen (stored), error))
        {
          weft_statement_reset (statement);
          return FALSE;
        }
      for (guint i = 1; i < table->n_columns; i++)
        {
          const char *hash
              = table->columns[i].file
                    ? json_object_get_string_member_with_default (event.body, table->columns[i].name, NULL)
                    : NULL;

          if (hash != NULL && hash[0] != '\0')
            g_ptr_array_add (hashes, g_strdup (hash));
        }
    }

  return step == 0;
}

gboolean
weft_erasure_find_files (WeftDatabase *database,
                         WeftRegistry *registry,
                         const char *stream,
                         const char *row,
                         GPtrArray *hashes,
                         GError **error)
{
  const char *key;
  const WeftTable *table = weft_erase_find_table (registry, row, &key);
  gboolean files = FALSE;

  g_return_val_if_fail (table != NULL, FALSE);

  for (guint i = 1; i < table->n_columns; i++)
    {
      g_autofree char *hash = NULL;

      if (!table->columns[i].file)
        continue;
      files = TRUE;
      if (!weft_erase_read (database, table, stream, key, table->columns[i].name, &hash, error))
        return FALSE;
      if (hash != NULL && hash[0] != '\0')
        g_ptr_array_add (hashes, g_steal_pointer (&hash));
    }

  return !files || find_told_files (database, registry, table, stream, row, hashes, error);
}

/* Whose */

static const char *
find_column (const WeftTable *table, gboolean author)
{
  for (guint i = 1; i < table->n_columns; i++)
    if (author ? table->columns[i].author : table->columns[i].time)
      return table->columns[i].name;

  return NULL;
}

gboolean
weft_erasure_get_owner (WeftDatabase *database,
                        WeftRegistry *registry,
                        const char *stream,
                        const char *row,
                        const char *person,
                        WeftErasureOwner *owner,
                        GError **error)
{
  const char *key;
  const WeftTable *table = weft_erase_find_table (registry, row, &key);
  const char *column = find_column (table, TRUE);
  g_autofree char *author = NULL;
  WeftStatement *statement;
  int step;

  *owner = WEFT_ERASURE_NOBODY;
  if (!weft_erase_read (database, table, stream, key, column, &author, error))
    return FALSE;
  if (author != NULL && column != NULL)
    {
      *owner = g_str_equal (author, person) ? WEFT_ERASURE_OWN : WEFT_ERASURE_OTHERS;
      return TRUE;
    }

  statement = weft_database_query (database, error, "SELECT stored FROM event WHERE stream = ?1 AND row = ?2",
                                   "tt", stream, row);
  if (statement == NULL)
    return FALSE;
  while ((step = weft_statement_step (statement, error)) > 0)
    {
      const char *stored = weft_statement_get_text (statement, 0);
      g_auto (WeftStoredEvent) event = { 0 };

      if (!weft_stored_event_parse (&event, registry, stream, stored, strlen (stored), error))
        {
          weft_statement_reset (statement);
          return FALSE;
        }
      if (*owner != WEFT_ERASURE_OTHERS)
        *owner = g_str_equal (event.by, person) ? WEFT_ERASURE_OWN : WEFT_ERASURE_OTHERS;
    }
  if (*owner == WEFT_ERASURE_NOBODY && author != NULL)
    *owner = WEFT_ERASURE_OTHERS;

  return step == 0;
}

/* What is left to be erased */

static void
append_key (GString *sql, const WeftTable *table)
{
  gboolean first = TRUE;

  g_string_append_printf (sql, "'%s:'", table->name);
  for (guint i = 1; i < table->n_columns; i++)
    if (table->columns[i].key)
      {
        g_string_append_printf (sql, first ? " || CAST(t.%s AS TEXT)" : " || '\t' || CAST(t.%s AS TEXT)",
                                table->columns[i].name);
        first = FALSE;
      }
}

/* Rows of @table for which @condition holds and of which something is left, in the row or in an event. */
static const char *
make_find (const WeftTable *table, const char *condition)
{
  g_autoptr (GString) sql = g_string_new ("SELECT ");

  append_key (sql, table);
  g_string_append_printf (sql, " FROM %s t WHERE t.stream = ?1 AND %s AND (%s", table->name, condition,
                          table->erase_rows ? "1 = 1" : "1 = 0");
  for (guint i = 1; i < table->n_columns; i++)
    if (table->columns[i].erase)
      g_string_append_printf (sql, " OR t.%s <> ''", table->columns[i].name);
  g_string_append (sql,
                   " OR EXISTS (SELECT 1 FROM event e WHERE e.stream = ?1 AND e.erased = 0 AND e.row = ");
  append_key (sql, table);
  g_string_append (sql, ")) LIMIT ?3");

  return g_intern_string (sql->str);
}

static gboolean
take_rows (WeftStatement *statement, GPtrArray *rows, GError **error)
{
  int step = -1;

  while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    g_ptr_array_add (rows, weft_statement_dup_text (statement, 0));

  return step == 0;
}

GPtrArray *
weft_erasure_find_old (WeftDatabase *database,
                       WeftRegistry *registry,
                       const char *stream,
                       gint64 before,
                       guint limit,
                       GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_free);
  const WeftTable *const *tables;
  guint n_tables;

  tables = weft_registry_get_tables (registry, &n_tables);
  for (guint i = 0; i < n_tables && rows->len < limit; i++)
    {
      const char *column = find_column (tables[i], FALSE);
      g_autofree char *condition = g_strdup_printf ("t.%s < ?2", column);

      if (column == NULL || !weft_erase_can (tables[i]))
        continue;
      if (!take_rows (weft_database_query (database, error, make_find (tables[i], condition), "tii", stream,
                                           before, (gint64) (limit - rows->len)),
                      rows, error))
        return NULL;
    }

  return g_steal_pointer (&rows);
}

/* Rows which are not there any more, but are told of. */
static gboolean
find_in_log (WeftDatabase *database,
             WeftRegistry *registry,
             const char *stream,
             const char *person,
             guint limit,
             GPtrArray *rows,
             GError **error)
{
  g_autoptr (GPtrArray) told = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *pattern = g_strdup_printf ("%%\"by\":\"%s\",\"name\":%%", person);

  if (!take_rows (
          weft_database_query (database, error,
                               "SELECT DISTINCT row FROM event"
                               " WHERE stream = ?1 AND erased = 0 AND row IS NOT NULL AND stored LIKE ?2",
                               "tt", stream, pattern),
          told, error))
    return FALSE;

  for (guint i = 0; i < told->len && rows->len < limit; i++)
    {
      const char *row = g_ptr_array_index (told, i);
      WeftErasureOwner owner;

      if (g_ptr_array_find_with_equal_func (rows, row, g_str_equal, NULL)
          || weft_erase_find_table (registry, row, NULL) == NULL)
        continue;
      if (!weft_erasure_get_owner (database, registry, stream, row, person, &owner, error))
        return FALSE;
      if (owner == WEFT_ERASURE_OWN)
        g_ptr_array_add (rows, g_strdup (row));
    }

  return TRUE;
}

GPtrArray *
weft_erasure_find_author (WeftDatabase *database,
                          WeftRegistry *registry,
                          const char *stream,
                          const char *person,
                          guint limit,
                          GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_free);
  const WeftTable *const *tables;
  guint n_tables;

  tables = weft_registry_get_tables (registry, &n_tables);
  for (guint i = 0; i < n_tables && rows->len < limit; i++)
    {
      const char *column = find_column (tables[i], TRUE);
      g_autofree char *condition = g_strdup_printf ("t.%s = ?2", column);

      if (column == NULL || !weft_erase_can (tables[i]))
        continue;
      if (!take_rows (weft_database_query (database, error, make_find (tables[i], condition), "tti", stream,
                                           person, (gint64) (limit - rows->len)),
                      rows, error))
        return NULL;
    }

  return find_in_log (database, registry, stream, person, limit, rows, error) ? g_steal_pointer (&rows)
                                                                              : NULL;
}

/* Older logs */

typedef struct
{
  char *stream;
  gint64 seq;
  char *row;
  gboolean content;
} Noted;

static void
noted_clear (gpointer data)
{
  g_free (((Noted *) data)->stream);
  g_free (((Noted *) data)->row);
}

/* The next events after @stream and @seq. */
static gboolean
read_unnoted (WeftDatabase *database,
              WeftRegistry *registry,
              const char *after,
              gint64 seq,
              GArray *noted,
              GError **error)
{
  WeftStatement *statement = weft_database_query (database, error,
                                                  "SELECT stream, seq, stored FROM event"
                                                  " WHERE stream > ?1 OR (stream = ?1 AND seq > ?2)"
                                                  " ORDER BY stream, seq LIMIT ?3",
                                                  "tii", after, seq, (gint64) NOTED_AT_ONCE);
  int step = -1;

  g_array_set_size (noted, 0);
  while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    {
      const char *stored = weft_statement_get_text (statement, 2);
      Noted entry = { .stream = weft_statement_dup_text (statement, 0),
                      .seq = weft_statement_get_int (statement, 1) };
      g_auto (WeftStoredEvent) event = { 0 };
      g_autoptr (GError) local_error = NULL;

      /* What this program does not know stays as it is: the stream cannot be folded anyway. */
      if (weft_stored_event_parse (&event, registry, entry.stream, stored, strlen (stored), &local_error))
        {
          entry.row = weft_event_dup_row (event.event, event.body);
          entry.content = event.event->erase != NULL;
        }
      else
        g_warning ("%s, event %" G_GINT64_FORMAT ": %s", entry.stream, entry.seq, local_error->message);
      g_array_append_val (noted, entry);
    }

  return step == 0;
}

gboolean
weft_erasure_note_rows (WeftDatabase *database, WeftRegistry *registry, GError **error)
{
  g_autoptr (GArray) noted = g_array_new (FALSE, FALSE, sizeof (Noted));
  g_autofree char *after = g_strdup ("");
  gint64 seq = 0;
  gint64 done = 0;

  g_array_set_clear_func (noted, noted_clear);
  if (!weft_database_get_value (database, &done, 0, error,
                                "SELECT count(*) FROM setting WHERE name = 'event-rows'", ""))
    return FALSE;
  if (done > 0)
    return TRUE;

  do
    {
      if (!read_unnoted (database, registry, after, seq, noted, error))
        return FALSE;
      for (guint i = 0; i < noted->len; i++)
        {
          const Noted *entry = &g_array_index (noted, Noted, i);

          if (entry->row != NULL
              && !weft_database_run (
                  database, error,
                  entry->content ? "UPDATE event SET row = ?3, erased = 0 WHERE stream = ?1 AND seq = ?2"
                                 : "UPDATE event SET row = ?3 WHERE stream = ?1 AND seq = ?2",
                  "tit", entry->stream, entry->seq, entry->row))
            return FALSE;
        }
      if (noted->len > 0)
        {
          const Noted *last = &g_array_index (noted, Noted, noted->len - 1);

          g_set_str (&after, last->stream);
          seq = last->seq;
        }
    }
  while (noted->len > 0);

  return weft_database_run (database, error,
                            "INSERT INTO setting (name, value) VALUES ('event-rows', '1')"
                            " ON CONFLICT (name) DO NOTHING",
                            "");
}
