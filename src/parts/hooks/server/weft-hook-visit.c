/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-hooks"

#include "config.h"

#include "parts/hooks/server/weft-hook-visit.h"

#include <string.h>

#include "base/weft-id.h"
#include "base/weft-json.h"
#include "parts/hooks/server/weft-alert-message.h"
#include "parts/hooks/shared/weft-slack-message.h"
#include "parts/hooks/shared/weft-hooks-module.h"

#define SECRET_MIN 20 /* characters */
#define SECRET_MAX 100

typedef struct
{
  char *stream;
  char *id;
} Hook;

static void
hook_clear (Hook *hook)
{
  g_free (hook->stream);
  g_free (hook->id);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Hook, hook_clear)

/* In the same time for any two of the same length. */
static gboolean
equal_secrets (const char *a, const char *b)
{
  volatile guint8 difference = 0;

  if (strlen (a) != strlen (b))
    return FALSE;
  for (gsize i = 0; a[i] != '\0'; i++)
    difference = (guint8) (difference | (a[i] ^ b[i]));

  return difference == 0;
}

/* @hook stays empty if @secret opens nothing. */
static gboolean
find_hook (WeftEngine *engine, const char *secret, Hook *hook, GError **error)
{
  g_autofree char *hash = weft_secret_hash (secret);
  WeftDatabase *database = weft_engine_acquire_reader (engine, error);
  WeftStatement *statement;
  int step = -1;

  if (database == NULL)
    return FALSE;
  statement = weft_database_query (database, error,
                                   "SELECT hash, stream, hook FROM hook_secret WHERE hash = ?1", "t", hash);
  if (statement != NULL)
    step = weft_statement_step (statement, error);
  if (step > 0)
    {
      if (equal_secrets (weft_statement_get_text (statement, 0), hash))
        {
          hook->stream = weft_statement_dup_text (statement, 1);
          hook->id = weft_statement_dup_text (statement, 2);
        }
      weft_statement_reset (statement);
    }
  weft_engine_release_reader (engine, database);

  return step >= 0;
}

/* Of a form: application/x-www-form-urlencoded. */
static char *
take_payload (const char *form)
{
  g_auto (GStrv) fields = g_strsplit (form, "&", 64);

  for (guint i = 0; fields[i] != NULL; i++)
    if (g_str_has_prefix (fields[i], "payload="))
      {
        g_strdelimit (fields[i], "+", ' ');
        return g_uri_unescape_string (fields[i] + strlen ("payload="), NULL);
      }

  return NULL;
}

/* Many senders say nothing, or something wrong, of what they send: a body that begins with a brace is JSON.
 */
static JsonNode *
parse_body (WeftVisit *visit)
{
  gsize length;
  const char *body = weft_visit_get_body (visit, &length);
  g_autofree char *payload = NULL;

  if (length > 0 && body[strspn (body, " \t\r\n")] != '{')
    {
      payload = memchr (body, '\0', length) == NULL ? take_payload (body) : NULL;
      if (payload == NULL)
        return NULL;
      body = payload;
      length = strlen (payload);
    }

  return weft_json_parse (body, length, NULL);
}

static void
answer_fault (WeftVisit *visit, const Hook *hook, const GError *error)
{
  if (g_error_matches (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND))
    weft_visit_answer (visit, 404, "no_service");
  else if (weft_error_is_final (error))
    {
      g_message ("hook %s: %s", hook->id, error->message);
      weft_visit_answer (visit, 400, "invalid_payload");
    }
  else
    {
      g_message ("hook %s: %s", hook->id != NULL ? hook->id : "?", error->message);
      weft_visit_answer (visit, 503, "service_unavailable");
    }
}

void
weft_hook_visit_answer (WeftVisit *visit)
{
  const char *secret = weft_visit_get_path (visit);
  g_auto (Hook) hook = { NULL };
  g_auto (WeftHookMessage) message = { NULL };
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  const char *refusal;
  JsonObject *object;

  if (strlen (secret) < SECRET_MIN || strlen (secret) > SECRET_MAX)
    {
      weft_visit_answer (visit, 404, "no_service");
      return;
    }
  if (!find_hook (weft_visit_get_engine (visit), secret, &hook, &error))
    {
      answer_fault (visit, &hook, error);
      return;
    }
  if (hook.id == NULL)
    {
      weft_visit_answer (visit, 404, "no_service");
      return;
    }
  if (!weft_visit_admit (visit, hook.id))
    {
      weft_visit_answer (visit, 429, "rate_limited");
      return;
    }

  root = parse_body (visit);
  if (root == NULL)
    {
      weft_visit_answer (visit, 400, "invalid_payload");
      return;
    }
  object = json_node_get_object (root);
  refusal = weft_alert_message_fits (object) ? weft_alert_message_read (object, &message)
                                             : weft_slack_message_read (object, &message);
  if (refusal != NULL)
    {
      weft_visit_answer (visit, 400, refusal);
      return;
    }

  id = weft_id_new (weft_engine_get_clock (weft_visit_get_engine (visit)));
  if (!weft_visit_run (visit, hook.stream, &weft_hooks_post_operation,
                       &(WeftHooksPost) { .hook = hook.id,
                                          .id = id,
                                          .speaker = message.speaker,
                                          .face = message.face,
                                          .text = message.text,
                                          .alert = message.alert,
                                          .firing = !message.resolved },
                       &error))
    answer_fault (visit, &hook, error);
  else
    weft_visit_answer (visit, 200, "ok");
}
