/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-log.h"

#include <string.h>
#include <sys/random.h>

#include "proto/weft-frame.h"

/* Events are mostly larger; more of them than fit are not even asked for. */
#define EVENT_BYTES 256

/* Helpers */

static guint64
make_epoch (void)
{
  guint64 epoch = 0;

  /* Zero is what an empty position holds, so no log has it. */
  while (epoch == 0)
    if (getrandom (&epoch, sizeof epoch, 0) != sizeof epoch)
      epoch = (guint64) g_random_int () << 32 | g_random_int ();

  return epoch;
}

static void
copy_blob (WeftStatement *statement, int column, guint8 *target, gsize size)
{
  gsize length;
  gconstpointer blob = weft_statement_get_blob (statement, column, &length);

  memset (target, 0, size);
  if (blob != NULL)
    memcpy (target, blob, MIN (length, size));
}

/* Public API */

void
weft_log_advance_hash (guint8 hash[WEFT_LOG_HASH_SIZE], const char *stored, gsize length)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize size = WEFT_LOG_HASH_SIZE;

  g_checksum_update (checksum, hash, WEFT_LOG_HASH_SIZE);
  g_checksum_update (checksum, (const guchar *) stored, (gssize) length);
  g_checksum_get_digest (checksum, hash, &size);
}

static gboolean
is_shared (WeftDatabase *database)
{
  return g_str_equal (weft_database_get_dialect (database), "postgresql");
}

#define HEAD_COLUMNS "epoch, head, floor, hash, floor_mark, stream, erasures"

static void
get_head (WeftStatement *statement, WeftHead *head)
{
  head->exists = TRUE;
  head->epoch = (guint64) weft_statement_get_int (statement, 0);
  head->head = weft_statement_get_int (statement, 1);
  head->floor = weft_statement_get_int (statement, 2);
  copy_blob (statement, 3, head->hash, sizeof head->hash);
  copy_blob (statement, 4, head->floor_mark, sizeof head->floor_mark);
  head->erasures = weft_statement_get_int (statement, 6);
}

static gboolean
read_head (WeftDatabase *database, const char *sql, const char *stream, WeftHead *head, GError **error)
{
  WeftStatement *statement;
  int step;

  g_return_val_if_fail (stream != NULL && head != NULL, FALSE);

  *head = (WeftHead) { .exists = FALSE };
  statement = weft_database_query (database, error, sql, "t", stream);
  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;

  if (step > 0)
    {
      get_head (statement, head);
      weft_statement_reset (statement);
    }

  return TRUE;
}

gboolean
weft_log_read_head (WeftDatabase *database, const char *stream, WeftHead *head, GError **error)
{
  return read_head (database, "SELECT " HEAD_COLUMNS " FROM stream WHERE stream = ?1", stream, head, error);
}

gboolean
weft_log_take_head (WeftDatabase *database, const char *stream, WeftHead *head, GError **error)
{
  if (!is_shared (database))
    return weft_log_read_head (database, stream, head, error);

  return read_head (database, "SELECT " HEAD_COLUMNS " FROM stream WHERE stream = ?1 FOR UPDATE", stream,
                    head, error);
}

/* @lock: on a shared database, until the transaction ends. One writing connection of a file needs no locks,
 * and its SQL knows none. */
static gboolean
read_heads (WeftDatabase *database, gboolean lock, GPtrArray *streams, GHashTable *heads, GError **error)
{
  g_autoptr (GString) list = g_string_new (NULL);
  WeftStatement *statement;
  int step;

  weft_json_begin_array (list, NULL);
  for (guint i = 0; i < streams->len; i++)
    weft_json_string (list, NULL, g_ptr_array_index (streams, i));
  weft_json_end_array (list);

  if (!is_shared (database))
    statement = weft_database_query (database, error,
                                     "SELECT " HEAD_COLUMNS
                                     " FROM stream WHERE stream IN (SELECT value FROM json_each (?1))",
                                     "t", list->str);
  else if (lock)
    statement = weft_database_query (
        database, error,
        "SELECT " HEAD_COLUMNS
        " FROM stream WHERE stream IN (SELECT json_array_elements_text (CAST (?1 AS json)))"
        " ORDER BY stream FOR UPDATE",
        "t", list->str);
  else
    statement = weft_database_query (
        database, error,
        "SELECT " HEAD_COLUMNS
        " FROM stream WHERE stream IN (SELECT json_array_elements_text (CAST (?1 AS json)))",
        "t", list->str);
  if (statement == NULL)
    return FALSE;
  while ((step = weft_statement_step (statement, error)) > 0)
    {
      WeftHead *head = g_new0 (WeftHead, 1);

      get_head (statement, head);
      g_hash_table_replace (heads, weft_statement_dup_text (statement, 5), head);
    }

  return step == 0;
}

gboolean
weft_log_take_heads (WeftDatabase *database, GPtrArray *streams, GHashTable *heads, GError **error)
{
  return read_heads (database, TRUE, streams, heads, error);
}

gboolean
weft_log_read_heads (WeftDatabase *database, GPtrArray *streams, GHashTable *heads, GError **error)
{
  return read_heads (database, FALSE, streams, heads, error);
}

gboolean
weft_log_create (WeftDatabase *database, const char *stream, gint64 at, WeftHead *head, GError **error)
{
  g_autoptr (GBytes) hash = NULL;
  g_autoptr (GBytes) mark = NULL;

  g_return_val_if_fail (stream != NULL && head != NULL, FALSE);

  *head = (WeftHead) { .exists = TRUE, .epoch = make_epoch () };
  hash = g_bytes_new (head->hash, sizeof head->hash);
  mark = g_bytes_new (head->hash, sizeof head->hash);

  return weft_database_run (database, error,
                            "INSERT INTO stream (stream, epoch, head, hash, floor, floor_mark, created_at)"
                            " VALUES (?1, ?2, 0, ?3, 0, ?4, ?5)",
                            "tibbi", stream, (gint64) head->epoch, hash, mark, at);
}

GBytes *
weft_log_append (WeftDatabase *database,
                 const char *stream,
                 WeftHead *head,
                 const WeftEvent *event,
                 const char *by,
                 gint64 at,
                 const char *body,
                 const char *row,
                 GError **error)
{
  g_autoptr (GString) stored = g_string_sized_new (256);
  g_autoptr (GBytes) mark = NULL;
  WeftHead next;

  g_return_val_if_fail (head != NULL && head->exists, NULL);

  next = *head;
  next.head++;
  weft_frame_write_event (stored, next.head, at, by, event->name, event->version, body);
  weft_log_advance_hash (next.hash, stored->str, stored->len);
  mark = g_bytes_new (next.hash, sizeof next.hash);

  if (!weft_database_run (
          database, error,
          event->erase != NULL
              ? "INSERT INTO event (stream, seq, mark, stored, row, erased)"
                " VALUES (?1, ?2, ?3, ?4, ?5, 0)"
              : "INSERT INTO event (stream, seq, mark, stored, row) VALUES (?1, ?2, ?3, ?4, ?5)",
          "tibtt", stream, next.head, mark, stored->str, row))
    return NULL;

  *head = next;
  return g_string_free_to_bytes (g_steal_pointer (&stored));
}

gboolean
weft_log_write_head (WeftDatabase *database, const char *stream, const WeftHead *head, GError **error)
{
  g_autoptr (GBytes) hash = g_bytes_new (head->hash, sizeof head->hash);

  return weft_database_run (database, error, "UPDATE stream SET head = ?2, hash = ?3 WHERE stream = ?1",
                            "tib", stream, head->head, hash);
}

void
weft_head_get_position (const WeftHead *self, WeftPosition *position)
{
  position->epoch = self->epoch;
  position->seq = self->head;
  memcpy (position->mark, self->hash, WEFT_MARK_SIZE);
}

gboolean
weft_log_check (WeftDatabase *database,
                const char *stream,
                const WeftHead *head,
                const WeftPosition *position,
                const char **reason,
                GError **error)
{
  guint8 mark[WEFT_MARK_SIZE];

  g_return_val_if_fail (head != NULL && position != NULL && reason != NULL, FALSE);

  *reason = NULL;
  if (!head->exists || head->epoch != position->epoch)
    *reason = "epoch";
  else if (position->seq > head->head)
    *reason = "ahead";
  else if (position->seq < head->floor)
    *reason = "floor";
  if (*reason != NULL)
    return TRUE;

  if (position->seq == head->head)
    memcpy (mark, head->hash, sizeof mark);
  else if (position->seq == head->floor)
    memcpy (mark, head->floor_mark, sizeof mark);
  else
    {
      WeftStatement *statement;
      int step;

      statement
          = weft_database_query (database, error, "SELECT mark FROM event WHERE stream = ?1 AND seq = ?2",
                                 "ti", stream, position->seq);
      if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
        return FALSE;
      memset (mark, 0, sizeof mark);
      if (step > 0)
        {
          copy_blob (statement, 0, mark, sizeof mark);
          weft_statement_reset (statement);
        }
    }

  if (memcmp (mark, position->mark, sizeof mark) != 0)
    *reason = "mark";

  return TRUE;
}

GPtrArray *
weft_log_read (WeftDatabase *database,
               const char *stream,
               gint64 after,
               gint64 until,
               gsize max_bytes,
               WeftPosition *position,
               GError **error)
{
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  WeftStatement *statement;
  gsize n_bytes = 0;
  int step;

  g_return_val_if_fail (position != NULL, NULL);

  statement = weft_database_query (
      database, error,
      "SELECT seq, mark, stored FROM event WHERE stream = ?1 AND seq > ?2 AND seq <= ?3"
      " ORDER BY seq LIMIT ?4",
      "tiii", stream, after, until, (gint64) (max_bytes / EVENT_BYTES) + 1);
  if (statement == NULL)
    return NULL;

  while ((step = weft_statement_step (statement, error)) > 0)
    {
      const char *stored = weft_statement_get_text (statement, 2);
      gsize length = strlen (stored);

      if (events->len > 0 && n_bytes + length + 1 > max_bytes)
        {
          weft_statement_reset (statement);
          break;
        }
      n_bytes += length + 1;
      position->seq = weft_statement_get_int (statement, 0);
      copy_blob (statement, 1, position->mark, sizeof position->mark);
      g_ptr_array_add (events, g_bytes_new (stored, length));
    }

  return step < 0 ? NULL : g_steal_pointer (&events);
}

gboolean
weft_log_raise_floor (WeftDatabase *database, const char *stream, gint64 floor, GError **error)
{
  return weft_database_run (database, error,
                            "UPDATE stream SET floor = ?2, floor_mark ="
                            " (SELECT mark FROM event WHERE stream = ?1 AND seq = ?2)"
                            " WHERE stream = ?1 AND floor < ?2 AND head >= ?2",
                            "ti", stream, floor)
         && weft_database_run (
             database, error,
             "DELETE FROM event WHERE stream = ?1 AND seq <= (SELECT floor FROM stream WHERE stream = ?1)",
             "t", stream);
}

gboolean
weft_log_renew (WeftDatabase *database, const char *stream, GError **error)
{
  return weft_database_run (database, error, "UPDATE stream SET epoch = ?2 WHERE stream = ?1", "ti", stream,
                            (gint64) make_epoch ());
}

gboolean
weft_log_renew_all (WeftDatabase *database, GError **error)
{
  g_autoptr (GPtrArray) streams = g_ptr_array_new_with_free_func (g_free);
  WeftStatement *statement = weft_database_query (database, error, "SELECT stream FROM stream", "");
  int step = -1;

  while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    g_ptr_array_add (streams, weft_statement_dup_text (statement, 0));
  for (guint i = 0; step == 0 && i < streams->len; i++)
    if (!weft_log_renew (database, g_ptr_array_index (streams, i), error))
      return FALSE;

  return step == 0;
}

gboolean
weft_log_restart (WeftDatabase *database, const char *stream, GError **error)
{
  return weft_database_run (database, error,
                            "UPDATE stream SET epoch = ?2, floor = head, floor_mark = hash WHERE stream = ?1",
                            "ti", stream, (gint64) make_epoch ())
         && weft_database_run (database, error, "DELETE FROM event WHERE stream = ?1", "t", stream);
}
