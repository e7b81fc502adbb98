/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-audit.h"

#include <string.h>

#include "serve/weft-engine-private.h"

#define HASH_SIZE 32

typedef struct
{
  WeftEngine *engine;
  char *actor;
  char *action;
  char *target;
  char *address;
} Entry;

static void
entry_free (Entry *entry)
{
  g_free (entry->actor);
  g_free (entry->action);
  g_free (entry->target);
  g_free (entry->address);
  g_free (entry);
}

/* At most so many bytes of it, whole characters. */
static char *
cut (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  gsize length = MIN (strlen (valid), WEFT_AUDIT_MAX);

  while (length > 0 && ((guchar) valid[length] & 0xc0) == 0x80)
    length--;

  return g_strndup (valid, length);
}

static void
advance (guint8 hash[HASH_SIZE],
         gint64 n,
         gint64 at,
         const char *actor,
         const char *action,
         const char *target,
         const char *address)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (GString) text = g_string_new (NULL);
  gsize size = HASH_SIZE;

  weft_json_begin_array (text, NULL);
  weft_json_int (text, NULL, n);
  weft_json_int (text, NULL, at);
  weft_json_string (text, NULL, actor);
  weft_json_string (text, NULL, action);
  weft_json_string (text, NULL, target);
  weft_json_string (text, NULL, address);
  weft_json_end_array (text);
  g_checksum_update (checksum, hash, HASH_SIZE);
  g_checksum_update (checksum, (const guchar *) text->str, (gssize) text->len);
  g_checksum_get_digest (checksum, hash, &size);
}

static gboolean
take_hash (WeftStatement *statement, int column, guint8 hash[HASH_SIZE])
{
  gsize length;
  gconstpointer blob = weft_statement_get_blob (statement, column, &length);

  memset (hash, 0, HASH_SIZE);
  if (blob == NULL || length != HASH_SIZE)
    return FALSE;
  memcpy (hash, blob, HASH_SIZE);

  return TRUE;
}

gboolean
weft_audit_add (WeftDatabase *database,
                gint64 at,
                const char *actor,
                const char *action,
                const char *target,
                const char *address,
                GError **error)
{
  g_autofree char *short_actor = cut (actor);
  g_autofree char *short_action = cut (action);
  g_autofree char *short_target = cut (target);
  g_autofree char *short_address = cut (address);
  guint8 hash[HASH_SIZE] = { 0 };
  g_autoptr (GBytes) bytes = NULL;
  WeftStatement *statement;
  gint64 n = 0;
  int step;

  statement = weft_database_query (database, error, "SELECT n, hash FROM audit ORDER BY n DESC LIMIT 1", "");
  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;
  if (step > 0)
    {
      n = weft_statement_get_int (statement, 0);
      take_hash (statement, 1, hash);
    }
  weft_statement_reset (statement);

  n++;
  advance (hash, n, at, short_actor, short_action, short_target, short_address);
  bytes = g_bytes_new (hash, sizeof hash);

  return weft_database_run (database, error,
                            "INSERT INTO audit (n, at, actor, action, target, address, erased, hash)"
                            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, ?7)",
                            "iittttb", n, at, short_actor, short_action, short_target, short_address, bytes);
}

static gboolean
add_job (WeftDatabase *database, gpointer user_data, GError **error)
{
  const Entry *entry = user_data;

  return weft_audit_add (database, weft_clock_now (weft_engine_get_clock (entry->engine)), entry->actor,
                         entry->action, entry->target, entry->address, error);
}

static void
on_added (gpointer user_data, const GError *error)
{
  if (error != NULL)
    g_warning ("Cannot write to the audit: %s", error->message);
  entry_free (user_data);
}

void
weft_audit_post (
    WeftEngine *engine, const char *actor, const char *action, const char *target, const char *address)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->engine = engine;
  entry->actor = g_strdup (actor);
  entry->action = g_strdup (action);
  entry->target = g_strdup (target);
  entry->address = g_strdup (address);
  _weft_engine_post (engine, add_job, entry, on_added, NULL);
}

gboolean
weft_audit_forget (WeftDatabase *database, const char *person, const char *login, GError **error)
{
  return weft_database_run (database, error, "UPDATE audit SET address = '', erased = 1 WHERE actor = ?1",
                            "t", person)
         && (login == NULL
             || weft_database_run (database, error,
                                   "UPDATE audit SET target = '', address = '', erased = 1 WHERE target = ?1",
                                   "t", login));
}

gboolean
weft_audit_trim (WeftDatabase *database, gint64 before, gint64 limit, GError **error)
{
  gint64 last;

  /* From the beginning only, and never the newest: its hash goes on. */
  return weft_database_get_value (
             database, &last, 0, error,
             "SELECT coalesce(max(n), 0) FROM (SELECT n, at FROM audit"
             " WHERE n < (SELECT max(n) FROM audit) ORDER BY n LIMIT ?2) AS old WHERE at < ?1",
             "ii", before, limit)
         && (last == 0 || weft_database_run (database, error, "DELETE FROM audit WHERE n <= ?1", "i", last));
}

gboolean
weft_audit_list (
    WeftDatabase *database, gint64 cursor, guint limit, gsize max_bytes, WeftPastPage *page, GError **error)
{
  WeftStatement *statement;
  gsize n_bytes = 0;
  int step;

  page->items = g_ptr_array_new_with_free_func (g_free);
  page->next = -1;
  statement = weft_database_query (database, error,
                                   "SELECT n, at, actor, action, target, address FROM audit WHERE n < ?1"
                                   " ORDER BY n DESC LIMIT ?2",
                                   "ii", cursor >= 0 ? cursor : G_MAXINT64, (gint64) limit + 1);
  if (statement == NULL)
    return FALSE;
  while ((step = weft_statement_step (statement, error)) > 0)
    {
      g_autoptr (GString) item = g_string_new (NULL);

      weft_json_begin (item, NULL);
      weft_json_int (item, "n", weft_statement_get_int (statement, 0));
      weft_json_int (item, "at", weft_statement_get_int (statement, 1));
      weft_json_string (item, "actor", weft_statement_get_text (statement, 2));
      weft_json_string (item, "action", weft_statement_get_text (statement, 3));
      weft_json_string (item, "target", weft_statement_get_text (statement, 4));
      weft_json_string (item, "address", weft_statement_get_text (statement, 5));
      weft_json_end (item);
      if (page->items->len == limit || (page->items->len > 0 && n_bytes + item->len + 1 > max_bytes))
        {
          page->next = weft_statement_get_int (statement, 0) + 1;
          weft_statement_reset (statement);
          return TRUE;
        }
      n_bytes += item->len + 1;
      g_ptr_array_add (page->items, g_string_free_and_steal (g_steal_pointer (&item)));
    }

  return step == 0;
}

gboolean
weft_audit_check (WeftDatabase *database, gint64 *wrong, GError **error)
{
  WeftStatement *statement = weft_database_query (
      database, error, "SELECT n, at, actor, action, target, address, erased, hash FROM audit ORDER BY n",
      "");
  guint8 hash[HASH_SIZE] = { 0 };
  gint64 previous = 0;
  int step = -1;

  *wrong = 0;
  while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    {
      gint64 n = weft_statement_get_int (statement, 0);
      guint8 stored[HASH_SIZE];
      gboolean whole = take_hash (statement, 7, stored);

      /* What was before the first of them is no longer kept. */
      if (previous == 0 && n > 1)
        memcpy (hash, stored, sizeof hash);
      else if (weft_statement_get_int (statement, 6) == 0)
        advance (hash, n, weft_statement_get_int (statement, 1), weft_statement_get_text (statement, 2),
                 weft_statement_get_text (statement, 3), weft_statement_get_text (statement, 4),
                 weft_statement_get_text (statement, 5));
      else
        memcpy (hash, stored, sizeof hash);
      if (*wrong == 0
          && (!whole || (previous != 0 && n != previous + 1) || memcmp (hash, stored, sizeof hash) != 0))
        *wrong = n;
      memcpy (hash, stored, sizeof hash);
      previous = n;
    }

  return step == 0;
}
