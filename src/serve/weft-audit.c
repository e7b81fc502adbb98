/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-audit.h"

#include <string.h>

#include "base/weft-id.h"
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

/* What older programs wrote has neither device nor detail, and neither has its hash. */
static void
advance (guint8 hash[HASH_SIZE], gint64 n, const WeftAuditEntry *entry)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (GString) text = g_string_new (NULL);
  gsize size = HASH_SIZE;

  weft_json_begin_array (text, NULL);
  weft_json_int (text, NULL, n);
  weft_json_int (text, NULL, entry->at);
  weft_json_string (text, NULL, entry->actor);
  weft_json_string (text, NULL, entry->action);
  weft_json_string (text, NULL, entry->target);
  weft_json_string (text, NULL, entry->address);
  if (entry->device != NULL)
    {
      weft_json_string (text, NULL, entry->device);
      weft_json_string (text, NULL, entry->detail);
    }
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
weft_audit_add (WeftDatabase *database, const WeftAuditEntry *entry, GError **error)
{
  g_autofree char *actor = cut (entry->actor);
  g_autofree char *action = cut (entry->action);
  g_autofree char *target = cut (entry->target);
  g_autofree char *address = cut (entry->address);
  g_autofree char *device = cut (entry->device);
  g_autofree char *detail = cut (entry->detail);
  const WeftAuditEntry kept = { entry->at, actor, action, target, address, device, detail };
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
  advance (hash, n, &kept);
  bytes = g_bytes_new (hash, sizeof hash);

  return weft_database_run (database, error,
                            "INSERT INTO audit (n, at, actor, action, target, address, erased, hash, device, detail)"
                            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, ?7, ?8, ?9)",
                            "iittttbtt", n, entry->at, actor, action, target, address, bytes, device, detail);
}

static gboolean
add_job (WeftDatabase *database, gpointer user_data, GError **error)
{
  const Entry *entry = user_data;

  return weft_audit_add (database,
                         &(WeftAuditEntry) {
                             .at = weft_clock_now (weft_engine_get_clock (entry->engine)),
                             .actor = entry->actor,
                             .action = entry->action,
                             .target = entry->target,
                             .address = entry->address,
                         },
                         error);
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
  return weft_database_run (database, error, "UPDATE audit SET address = '', device = NULL, erased = 1 WHERE actor = ?1",
                            "t", person)
         && (login == NULL
             || weft_database_run (database, error,
                                   "UPDATE audit SET target = '', address = '', device = NULL, erased = 1 WHERE target = ?1",
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

static void
add_said (GString *item, const char *name, const char *text)
{
  if (text != NULL && *text != '\0')
    weft_json_string (item, name, text);
}

static gboolean
is_word (const char *text)
{
  gsize length = strspn (text, "abcdefghijklmnopqrstuvwxyz-");

  return length > 0 && length <= 40 && text[length] == '\0';
}

gboolean
weft_audit_filter_parse (WeftAuditFilter *filter, const char *row, gint64 from, gint64 to, GError **error)
{
  g_auto (GStrv) parts = NULL;

  *filter = (WeftAuditFilter) { .from = from, .to = to };
  if (row == NULL)
    return TRUE;
  parts = g_str_has_prefix (row, "audit:") ? g_strsplit (row + strlen ("audit:"), "\t", -1) : NULL;
  if (parts == NULL || g_strv_length (parts) != 2 || (*parts[0] != '\0' && !weft_id_is_valid (parts[0]))
      || (*parts[1] != '\0' && !is_word (parts[1])))
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID, "row: expected audit:PERSON and a kind, parted by a tab");
      return FALSE;
    }
  filter->person = *parts[0] != '\0' ? g_strdup (parts[0]) : NULL;
  filter->kind = *parts[1] != '\0' ? g_strdup (parts[1]) : NULL;
  return TRUE;
}

void
weft_audit_filter_clear (WeftAuditFilter *filter)
{
  g_clear_pointer (&filter->person, g_free);
  g_clear_pointer (&filter->kind, g_free);
}

/* What people write is of no operation's arguments; what is no word is a name, a secret's hash or longer than it should be. */
static gboolean
tells_nothing_written (const WeftOperation *operation, JsonNode *value)
{
  const char *text;

  if (!JSON_NODE_HOLDS_VALUE (value))
    return FALSE;
  if (json_node_get_value_type (value) != G_TYPE_STRING)
    return TRUE;
  text = json_node_get_string (value);
  return weft_id_is_valid (text) || (!operation->writes && is_word (text));
}

char *
weft_audit_dup_detail (const WeftOperation *operation, JsonObject *args)
{
  g_autoptr (GString) detail = g_string_new (NULL);
  gboolean any = FALSE;

  weft_json_begin (detail, NULL);
  for (guint i = 0; operation->fields[i] != NULL; i++)
    {
      JsonNode *value = json_object_get_member (args, operation->fields[i]);
      gsize before = detail->len;

      if (value == NULL || g_str_equal (operation->fields[i], "person") || !tells_nothing_written (operation, value))
        continue;
      weft_json_node (detail, operation->fields[i], value);
      /* Whole members only. */
      if (detail->len + 1 > WEFT_AUDIT_MAX)
        g_string_truncate (detail, before);
      else
        any = TRUE;
    }
  weft_json_end (detail);

  return any ? g_strdup (detail->str) : NULL;
}

gboolean
weft_audit_list (WeftDatabase *database,
                 const WeftAuditFilter *filter,
                 gint64 cursor,
                 guint limit,
                 gsize max_bytes,
                 WeftPastPage *page,
                 GError **error)
{
  gboolean account = g_strcmp0 (filter->kind, "account") == 0, data = g_strcmp0 (filter->kind, "data") == 0;
  g_autofree char *object = filter->person != NULL ? g_strconcat ("% ", filter->person, NULL) : g_strdup ("%");
  g_autofree char *module = filter->kind != NULL && !account && !data ? g_strconcat (filter->kind, ".%", NULL) : g_strdup ("%");
  WeftStatement *statement;
  gsize n_bytes = 0;
  int step;

  page->items = g_ptr_array_new_with_free_func (g_free);
  page->next = -1;
  /* Patterns which fit everything where nothing is asked: one statement. */
  statement = weft_database_query (database, error,
                                   "SELECT n, at, actor, action, target, address, device, detail FROM audit WHERE n < ?1"
                                   " AND at >= ?3 AND at < ?4 AND (actor LIKE ?5 OR target LIKE ?6)"
                                   " AND action LIKE ?7 AND action NOT LIKE ?8 AND action NOT LIKE ?9"
                                   " ORDER BY n DESC LIMIT ?2",
                                   "iiiittttt", cursor >= 0 ? cursor : G_MAXINT64, (gint64) limit + 1,
                                   filter->from >= 0 ? filter->from : G_MININT64, filter->to >= 0 ? filter->to : G_MAXINT64,
                                   filter->person != NULL ? filter->person : "%", object, data ? "%port" : module,
                                   account || data ? "%.%" : "", account ? "%port" : "");
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
      add_said (item, "device", weft_statement_get_text (statement, 6));
      add_said (item, "detail", weft_statement_get_text (statement, 7));
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
      database, error, "SELECT n, at, actor, action, target, address, erased, hash, device, detail FROM audit ORDER BY n",
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
        advance (hash, n,
                 &(WeftAuditEntry) {
                     .at = weft_statement_get_int (statement, 1),
                     .actor = weft_statement_get_text (statement, 2),
                     .action = weft_statement_get_text (statement, 3),
                     .target = weft_statement_get_text (statement, 4),
                     .address = weft_statement_get_text (statement, 5),
                     .device = weft_statement_get_text (statement, 8),
                     .detail = weft_statement_get_text (statement, 9),
                 });
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
