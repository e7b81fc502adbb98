/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-hooks"

#include "config.h"

#include "parts/hooks/server/weft-teller.h"

#include <string.h>

#include "base/weft-json.h"
#include "base/weft-text.h"
#include "parts/hooks/shared/weft-hooks-module.h"
#include "parts/thread/shared/weft-reply.h"
#include "parts/thread/shared/weft-thread-module.h"

#define WAITING_MAX 1000 /* messages for one program: what comes then it will never hear of */
#define ANSWER_MAX 4096  /* bytes: nobody reads it */
#define REASON_MAX 200   /* characters */
#define SECONDS 10

/* Handlers and reactions */

gboolean
weft_teller_handle_add (WeftHandling *handling, gconstpointer data, GError **error)
{
  const WeftHooksAddTeller *args = data;

  return weft_fetch_check (args->address, error) && weft_handling_plan (handling, error)
         && weft_database_run (
             weft_handling_get_database (handling), error,
             "INSERT INTO teller_secret (teller, stream, address, key, failed) VALUES (?1, ?2, ?3, ?4, '')",
             "tttt", args->id, weft_handling_get_stream (handling), args->address, args->key);
}

gboolean
weft_teller_handle_remove (WeftHandling *handling, gconstpointer data, GError **error)
{
  const WeftHooksRemoveTeller *args = data;

  return weft_handling_plan (handling, error)
         && weft_database_run (weft_handling_get_database (handling), error,
                               "DELETE FROM teller_secret WHERE teller = ?1 AND stream = ?2", "tt", args->id,
                               weft_handling_get_stream (handling));
}

gboolean
weft_teller_handle_tell (WeftHandling *handling, gconstpointer data, GError **error)
{
  const WeftHooksTell *args = data;
  WeftDatabase *database = weft_handling_get_database (handling);
  const char *stream = weft_handling_get_stream (handling);
  g_autofree char *name = NULL;
  g_autofree char *reason = NULL;
  WeftStatement *statement;
  int step;

  if (!weft_handling_plan (handling, error))
    return FALSE;
  statement = weft_database_query (
      database, error,
      "SELECT t.name, s.failed FROM teller t JOIN teller_secret s ON s.stream = t.stream"
      " AND s.teller = t.id WHERE t.stream = ?1 AND t.id = ?2 AND t.working = 1"
      " AND s.failed <> ''",
      "tt", stream, args->teller);
  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;
  if (step == 0)
    return TRUE;
  name = weft_statement_dup_text (statement, 0);
  reason = weft_statement_dup_text (statement, 1);
  weft_statement_reset (statement);
  weft_handling_emit (handling, stream, &weft_hooks_teller_failed_event,
                      &(WeftHooksTellerFailed) { .id = args->teller, .name = name, .reason = reason });

  return weft_database_run (database, error, "UPDATE teller_secret SET failed = '' WHERE teller = ?1", "t",
                            args->teller);
}

/* The job knows which message it is, not what it says: who erases it in the meantime has erased it. */
static gboolean
schedule (WeftHandling *handling, const char *stream, const char *teller, const char *message, GError **error)
{
  g_autofree char *id = g_strdup_printf ("hooks/%s/%s", teller, message);
  g_autofree char *from = g_strdup_printf ("hooks/%s/", teller);
  g_autofree char *to = g_strdup_printf ("hooks/%s0", teller);
  gint64 waiting;
  gint64 last;

  if (!weft_database_get_value (weft_handling_get_database (handling), &waiting, 0, error,
                                "SELECT count(*) FROM job WHERE id >= ?1 AND id < ?2 AND state = 'waiting'",
                                "tt", from, to)
      || !weft_database_get_value (
          weft_handling_get_database (handling), &last, 0, error,
          "SELECT max(due_at) FROM job WHERE id >= ?1 AND id < ?2 AND state = 'waiting'", "tt", from, to))
    return FALSE;
  if (waiting >= WAITING_MAX)
    {
      g_message ("Teller %s: %d messages wait for it; it will not hear of another", teller, WAITING_MAX);
      return TRUE;
    }

  return weft_handling_schedule (handling,
                                 &(WeftJobOrder) {
                                     .id = id,
                                     /* Two in one millisecond have an order, too. */
                                     .due_at = MAX (weft_handling_get_at (handling), last + 1),
                                     .stream = stream,
                                     .operation = &weft_hooks_tell_operation,
                                     .args = &(WeftHooksTell) { .teller = teller, .message = message },
                                 },
                                 error);
}

static gboolean
tell_all (WeftHandling *handling, const char *stream, const char *message, GError **error)
{
  g_autoptr (GPtrArray) tellers = g_ptr_array_new_with_free_func (g_free);
  WeftStatement *statement
      = weft_database_query (weft_handling_get_database (handling), error,
                             "SELECT id FROM teller WHERE stream = ?1 AND working = 1 ORDER BY id", "t",
                             stream);
  int step = -1;

  while (statement != NULL && (step = weft_statement_step (statement, error)) > 0)
    g_ptr_array_add (tellers, weft_statement_dup_text (statement, 0));
  for (guint i = 0; step == 0 && i < tellers->len; i++)
    if (!schedule (handling, stream, tellers->pdata[i], message, error))
      return FALSE;

  return step == 0;
}

gboolean
weft_teller_on_message_sent (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  return tell_all (handling, stream, ((const WeftThreadMessageSent *) data)->id, error);
}

gboolean
weft_teller_on_poll_opened (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  return tell_all (handling, stream, ((const WeftThreadPollOpened *) data)->id, error);
}

gboolean
weft_teller_on_asked (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  return tell_all (handling, stream, ((const WeftThreadAsked *) data)->id, error);
}

/* What shows it in the room as well says the same once more. */
gboolean
weft_teller_on_replied (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  return tell_all (handling, stream, ((const WeftThreadReplied *) data)->id, error);
}

gboolean
weft_teller_on_reply_asked (WeftHandling *handling, const char *stream, gconstpointer data, GError **error)
{
  return tell_all (handling, stream, ((const WeftThreadReplyAsked *) data)->id, error);
}

/* The errand */

typedef struct
{
  char *address; /* (nullable): nobody is to be told */
  char *key;
  GString *body; /* (nullable): there is nothing to tell */
} Letter;

static void
letter_clear (Letter *self)
{
  g_free (self->address);
  g_free (self->key);
  if (self->body != NULL)
    g_string_free (self->body, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Letter, letter_clear)

static void
write_message (WeftErrand *errand, WeftStatement *statement, Letter *letter)
{
  GString *out = letter->body = g_string_new (NULL);

  weft_json_begin (out, NULL);
  weft_json_string (out, "id", weft_errand_get_id (errand));
  weft_json_string (out, "type", "message");
  weft_json_string (out, "workspace", weft_engine_get_workspace (weft_errand_get_engine (errand)));
  weft_json_string (out, "stream", weft_errand_get_stream (errand));
  weft_json_begin (out, "message");
  weft_json_string (out, "id", weft_statement_get_text (statement, 0));
  weft_json_int (out, "ordinal", weft_statement_get_int (statement, 1));
  weft_json_int (out, "at", weft_statement_get_int (statement, 2));
  weft_json_string (out, "text", weft_statement_get_text (statement, 3));
  weft_json_string (out, "reply_to", weft_statement_get_text (statement, 4));
  weft_json_string (out, "thread", weft_statement_get_text (statement, 7));
  weft_json_begin (out, "author");
  weft_json_string (out, "id", weft_statement_get_text (statement, 5));
  weft_json_string (out, "name", weft_statement_get_text (statement, 6));
  weft_json_end (out);
  weft_json_end (out);
  weft_json_end (out);
}

static gboolean
read_letter (
    WeftErrand *errand, const WeftHooksTell *args, WeftDatabase *database, Letter *letter, GError **error)
{
  WeftStatement *statement = weft_database_query (
      database, error,
      "SELECT s.address, s.key FROM teller_secret s JOIN teller t ON t.stream = s.stream AND t.id = s.teller"
      " WHERE s.teller = ?1 AND s.stream = ?2 AND t.working = 1",
      "tt", args->teller, weft_errand_get_stream (errand));
  int step;

  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;
  if (step == 0)
    return TRUE;
  letter->address = weft_statement_dup_text (statement, 0);
  letter->key = weft_statement_dup_text (statement, 1);
  weft_statement_reset (statement);

  statement = weft_database_query (
      database, error,
      "SELECT m.id, m.ordinal, m.at, m.text, m.reply_to, m.author, coalesce (p.name, ''), r.id FROM message m"
      " LEFT JOIN person p ON p.stream = 'workspace' AND p.id = m.author"
      " LEFT JOIN message r ON r.stream = m.stream AND m.ordinal < 0 AND r.ordinal = (?3 - 1 - m.ordinal) / "
      "?3"
      " WHERE m.stream = ?1 AND m.id = ?2 AND m.deleted = 0 AND m.text <> ''",
      "tti", weft_errand_get_stream (errand), args->message, G_GINT64_CONSTANT (1) << WEFT_REPLY_BITS);
  if (statement == NULL || (step = weft_statement_step (statement, error)) < 0)
    return FALSE;
  if (step > 0)
    {
      write_message (errand, statement, letter);
      weft_statement_reset (statement);
    }

  return TRUE;
}

char *
weft_teller_sign (const char *key, gint64 timestamp, const char *body)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT ".%s", timestamp, body);
  g_autofree char *mac
      = g_compute_hmac_for_string (G_CHECKSUM_SHA256, (const guchar *) key, strlen (key), text, -1);

  return g_strconcat ("v1=", mac, NULL);
}

static gboolean
post (WeftErrand *errand, const Letter *letter, GError **error)
{
  gint64 now = weft_clock_now (weft_engine_get_clock (weft_errand_get_engine (errand))) / 1000;
  g_autofree char *timestamp = g_strdup_printf ("%" G_GINT64_FORMAT, now);
  g_autofree char *signature = weft_teller_sign (letter->key, now, letter->body->str);
  g_autoptr (GBytes) body = g_bytes_new (letter->body->str, letter->body->len);
  const char *const headers[] = {
    "Weft-Id", weft_errand_get_id (errand), "Weft-Timestamp", timestamp, "Weft-Signature", signature, NULL,
  };
  g_auto (WeftFetched) fetched = { 0 };

  if (!weft_errand_fetch (errand,
                          &(WeftFetch) {
                              .method = "POST",
                              .address = letter->address,
                              .headers = headers,
                              .type = "application/json",
                              .body = body,
                              .max = ANSWER_MAX,
                              .seconds = SECONDS,
                          },
                          &fetched, error))
    return FALSE;
  if (fetched.status >= 200 && fetched.status < 300)
    return TRUE;
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, "it answers %u", fetched.status);

  return FALSE;
}

typedef struct
{
  const char *teller;
  char *reason;
} Failure;

static gboolean
note_failure (WeftDatabase *database, gpointer user_data, GError **error)
{
  const Failure *failure = user_data;

  return weft_database_run (database, error, "UPDATE teller_secret SET failed = ?2 WHERE teller = ?1", "tt",
                            failure->teller, failure->reason);
}

/* The job's operation, which comes next, says so. */
static gboolean
give_up (WeftErrand *errand, const char *teller, const GError *fault, GError **error)
{
  g_autofree char *valid = g_utf8_make_valid (fault->message, -1);
  g_autofree char *line = weft_text_shorten (valid, REASON_MAX);
  Failure failure = { teller, line };

  return weft_engine_call (weft_errand_get_engine (errand), note_failure, &failure, error);
}

gboolean
weft_teller_run (WeftErrand *errand, gconstpointer data, GError **error)
{
  const WeftHooksTell *args = data;
  WeftEngine *engine = weft_errand_get_engine (errand);
  WeftDatabase *database = weft_engine_acquire_reader (engine, error);
  g_auto (Letter) letter = { NULL };
  g_autoptr (GError) fault = NULL;
  gboolean done;

  if (database == NULL)
    return FALSE;
  done = read_letter (errand, args, database, &letter, error);
  weft_engine_release_reader (engine, database);
  if (!done || letter.address == NULL || letter.body == NULL || post (errand, &letter, &fault))
    return done;

  /* Where it may not go it will not go tomorrow either. */
  if (g_error_matches (fault, WEFT_ERROR, WEFT_ERROR_DENIED)
      || g_error_matches (fault, WEFT_ERROR, WEFT_ERROR_INVALID)
      || weft_errand_get_age (errand) > WEFT_TELLER_PATIENCE)
    return give_up (errand, args->teller, fault, error);
  g_propagate_error (error, g_steal_pointer (&fault));

  return FALSE;
}
