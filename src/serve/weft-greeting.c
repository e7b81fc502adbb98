/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-session-private.h"

#include "proto/weft-close-reason.h"
#include "proto/weft-latest-digest.h"
#include "serve/weft-access.h"
#include "serve/weft-engine-private.h"
#include "serve/weft-results.h"

#define WELCOME_ROOM 40000 /* bytes of results and latests in the welcome; the rest follows it */

void
_weft_greeting_free (WeftGreeting *self)
{
  g_clear_pointer (&self->session, _weft_session_unref);
  g_free (self->client);
  g_free (self->digest);
  g_clear_pointer (&self->results, g_ptr_array_unref);
  g_clear_pointer (&self->latests, g_ptr_array_unref);
  g_clear_error (&self->error);
  g_free (self);
}
static gboolean
is_over (WeftSession *session)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&session->mutex);

  return session->over || session->state == WEFT_SESSION_OVER;
}

static gboolean
is_known (const char *digest, GPtrArray *latests)
{
  WeftLatestDigest ours = { 0 };
  g_autofree char *text = NULL;

  if (digest == NULL)
    return FALSE;
  for (guint i = 0; i < latests->len; i++)
    {
      const WeftLatestValue *value = latests->pdata[i];

      weft_latest_digest_add (&ours, value->stream, value->name, value->value);
    }
  text = weft_latest_digest_to_text (&ours);

  return g_str_equal (text, digest);
}

static gboolean
greet_job (WeftDatabase *database, gpointer user_data, GError **error)
{
  WeftGreeting *greeting = user_data;
  const char *person = greeting->session->person;
  g_autofree char *own = g_strconcat ("user/", person, NULL);
  gint64 signed_in;
  WeftHead head;

  /* A job may run a second time if its group met a fault. */
  g_clear_pointer (&greeting->results, g_ptr_array_unref);
  g_clear_pointer (&greeting->latests, g_ptr_array_unref);

  /* It waited for long, and its client has gone to another server: the client is not its any more. */
  if (is_over (greeting->session))
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_DONE, "hello: the connection has ended");
      return FALSE;
    }
  if (weft_access_get_workspace_role (database, person, error) == WEFT_ROLE_NONE)
    {
      if (error != NULL && *error == NULL)
        g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_UNAUTHENTICATED,
                             "token: its owner may not come in");
      return FALSE;
    }
  /* The sign-in may have ended while the connection was made, before the hub knew of it. */
  if (!weft_database_get_value (database, &signed_in, 0, error, "SELECT 1 FROM family WHERE family = ?1", "t",
                                greeting->session->family))
    return FALSE;
  if (!signed_in)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_UNAUTHENTICATED, "token: signed out");
      return FALSE;
    }
  if (!weft_results_greet (database, greeting->client, person, greeting->session->holder,
                           greeting->acknowledged, &greeting->next, &greeting->results, error)
      || !weft_log_read_head (database, own, &head, error)
      || (!head.exists
          && !weft_log_create (database, own,
                               weft_clock_now (weft_engine_get_clock (greeting->session->hub->engine)), &head,
                               error)))
    return FALSE;

  greeting->latests = weft_latest_read_person (database, person, error);
  if (greeting->latests == NULL)
    return FALSE;
  greeting->known = is_known (greeting->digest, greeting->latests);

  return TRUE;
}

static void
on_greeted (gpointer user_data, const GError *error)
{
  g_autoptr (WeftGreeting) greeting = user_data;
  g_autoptr (WeftSession) session = _weft_session_ref (greeting->session);

  if (error != NULL)
    greeting->error = g_error_copy (error);
  else if (session->hub->nodes != NULL)
    weft_nodes_tell_sessions (session->hub->nodes, greeting->client);
  g_mutex_lock (&session->mutex);
  if (session->state != WEFT_SESSION_OVER)
    {
      session->greeting = g_steal_pointer (&greeting);
      _weft_session_schedule_locked (session);
    }
  g_mutex_unlock (&session->mutex);
}

void
_weft_session_handle_hello (WeftSession *self, const WeftFrame *frame)
{
  g_autofree char *key = g_strconcat (self->person, " ", frame->client, NULL);
  g_autoptr (GError) error = NULL;
  WeftGreeting *greeting;
  WeftSession *older;
  gint64 kept_out;

  if (frame->version != 1)
    {
      _weft_session_end (self, WEFT_CLOSE_UPDATE_NEEDED, "this server speaks version 1");
      return;
    }

  /* The older connection runs nothing from here on; what it gave to the writer before is answered in the
   * welcome. */
  g_mutex_lock (&self->hub->mutex);
  kept_out = _weft_hub_get_kept_out (self->hub, self->person);
  if (kept_out > 0)
    {
      g_autofree char *reason = weft_close_reason_new ("too many frames", kept_out / 1000);

      g_mutex_unlock (&self->hub->mutex);
      _weft_session_end (self, WEFT_CLOSE_RATE_LIMITED, reason);
      return;
    }
  self->client = g_strdup (frame->client);
  older = g_hash_table_lookup (self->hub->clients, key);
  if (older != NULL)
    _weft_session_end (older, WEFT_CLOSE_REPLACED, "a newer connection of this client took over");
  g_hash_table_replace (self->hub->clients, g_steal_pointer (&key), self);
  g_mutex_unlock (&self->hub->mutex);

  if (frame->flow)
    weft_flow_open (self->flow);
  greeting = g_new0 (WeftGreeting, 1);
  greeting->session = _weft_session_ref (self);
  greeting->client = g_strdup (frame->client);
  greeting->acknowledged = frame->acknowledged;
  greeting->digest = g_strdup (frame->digest);
  _weft_session_set_state (self, WEFT_SESSION_GREETING);
  if (!_weft_engine_post (self->hub->engine, greet_job, greeting, on_greeted, &error))
    _weft_session_end (self, WEFT_CLOSE_DRAINING, "the server cannot take you now");
}

void
_weft_session_welcome (WeftSession *self, WeftGreeting *greeting)
{
  g_autoptr (GPtrArray) first = g_ptr_array_new ();
  g_autoptr (GArray) latests = g_array_new (FALSE, FALSE, sizeof (WeftFrameLatest));
  g_autoptr (GPtrArray) later = g_ptr_array_new ();
  GString *out = g_string_new (NULL);
  gsize n_bytes = 0;
  guint n = 0;

  if (greeting->error != NULL)
    {
      g_string_free (out, TRUE);
      _weft_session_send_error (self, greeting->error);
      _weft_session_end (self,
                         g_error_matches (greeting->error, WEFT_ERROR, WEFT_ERROR_UNAUTHENTICATED)
                             ? WEFT_CLOSE_SUSPENDED
                         : g_error_matches (greeting->error, WEFT_ERROR, WEFT_ERROR_FORKED)
                             ? WEFT_CLOSE_REPLACED
                             : WEFT_CLOSE_DRAINING,
                         "hello was refused");
      return;
    }

  /* Results come before anything else, in the welcome as far as it holds them. */
  for (; n < greeting->results->len && n_bytes < WELCOME_ROOM; n++)
    {
      n_bytes += strlen (g_ptr_array_index (greeting->results, n)) + 1;
      g_ptr_array_add (first, g_ptr_array_index (greeting->results, n));
    }
  for (guint i = 0; !greeting->known && i < greeting->latests->len; i++)
    {
      WeftLatestValue *value = g_ptr_array_index (greeting->latests, i);
      WeftFrameLatest latest = weft_latest_to_frame (value);

      if (n_bytes < WELCOME_ROOM)
        g_array_append_val (latests, latest);
      else
        g_ptr_array_add (later, value);
      n_bytes += 250;
    }

  weft_frame_begin_welcome (out, self->person, weft_engine_get_workspace (self->hub->engine),
                            weft_clock_now (weft_engine_get_clock (self->hub->engine)), greeting->next);
  weft_frame_end_welcome_with (out, first, (const WeftFrameLatest *) (void *) latests->data, latests->len,
                               greeting->known, later->len > 0);
  _weft_session_send (self, out);

  for (; n < greeting->results->len; n++)
    {
      const char *result = g_ptr_array_index (greeting->results, n);
      g_autoptr (GBytes) text = g_bytes_new_static (result, strlen (result));

      weft_flow_send_text (self->flow, text);
    }
  if (later->len > 0)
    _weft_session_send_latests (self, later);

  g_mutex_lock (&self->hub->mutex);
  self->heartbeat_at = g_get_monotonic_time () + self->hub->limits.heartbeat * 1000;
  self->welcomed = TRUE;
  if (self->early != NULL)
    _weft_session_send_latests (self, self->early);
  g_clear_pointer (&self->early, g_ptr_array_unref);
  g_mutex_unlock (&self->hub->mutex);
  _weft_session_set_state (self, WEFT_SESSION_READY);
}
