/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-session-private.h"

#include <string.h>

#include "base/weft-id.h"
#include "serve/weft-engine-private.h"

#define INBOX_MAX 256  /* frames waiting; more stay with the peer */
#define WORK_MAX 20000 /* long answers waiting; more frames are not handled until then */
#define TURNS_MAX 64

/* µs after which it is looked again what a person chose: of a server that hears of all that is written, and of one that reads some of it later */
#define CHOICE_EVERY 60000000
#define CHOICE_EVERY_SHARED 5000000

void
_weft_session_work_free (WeftSessionWork *self)
{
  g_free (self->stream);
  weft_search_asked_free (self->search);
  g_free (self->table);
  g_free (self->what);
  g_free (self->row);
  g_free (self);
}

void
_weft_session_schedule_locked (WeftSession *self)
{
  if (self->scheduled || self->state == WEFT_SESSION_OVER || !self->hub->running)
    return;

  self->scheduled = TRUE;
  _weft_hub_push (self->hub, self);
}

static void
schedule (WeftSession *self)
{
  g_mutex_lock (&self->mutex);
  _weft_session_schedule_locked (self);
  g_mutex_unlock (&self->mutex);
}

void
_weft_session_push_work (WeftSession *self, WeftSessionWork *work)
{
  g_mutex_lock (&self->mutex);
  g_queue_push_tail (&self->work, work);
  _weft_session_schedule_locked (self);
  g_mutex_unlock (&self->mutex);
}

/* The connection may end at any moment, and that is never taken back. */
void
_weft_session_set_state (WeftSession *self, WeftSessionState state)
{
  g_mutex_lock (&self->mutex);
  if (self->state != WEFT_SESSION_OVER)
    self->state = state;
  g_mutex_unlock (&self->mutex);
}

/* Writing */

void
_weft_session_send (WeftSession *self, GString *out)
{
  g_autoptr (GBytes) text = g_string_free_to_bytes (out);

  weft_flow_send_text (self->flow, text);
}

void
_weft_session_send_error (WeftSession *self, const GError *error)
{
  _weft_session_refuse_request (self, 0, error);
}

void
_weft_session_refuse_request (WeftSession *self, gint64 request, const GError *error)
{
  GString *out = g_string_new (NULL);
  g_autoptr (GError) shown = NULL;

  if (error->domain != WEFT_ERROR || error->code == WEFT_ERROR_CORRUPT || error->code == WEFT_ERROR_INTERNAL)
    {
      g_warning ("%s", error->message);
      shown = g_error_new_literal (WEFT_ERROR, WEFT_ERROR_INTERNAL, "The server failed; try again");
    }
  else
    shown = g_error_copy (error);

  weft_frame_write_error (out, request, shown);
  _weft_session_send (self, out);
}

void
_weft_session_send_latests (WeftSession *self, GPtrArray *values)
{
  g_autoptr (GPtrArray) frames = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  weft_latest_write (values, frames);
  for (guint i = 0; i < frames->len; i++)
    weft_flow_send_text (self->flow, g_ptr_array_index (frames, i));
}
/* The end */

typedef struct
{
  char *person;
  gint64 at;
} Seen;

static gboolean
seen_job (WeftDatabase *database, gpointer user_data, GError **error)
{
  Seen *seen = user_data;

  return weft_database_run (
      database, error,
      "INSERT INTO seen (person, at) VALUES (?1, ?2) ON CONFLICT (person) DO UPDATE SET at = ?2", "ti",
      seen->person, seen->at);
}

static void
on_seen (gpointer user_data, const GError *error)
{
  Seen *seen = user_data;

  g_free (seen->person);
  g_free (seen);
}

static void
tear_down (WeftSession *self)
{
  WeftHub *hub = self->hub;
  GHashTableIter iter;
  gpointer value;
  gboolean gone = FALSE;
  gboolean left = FALSE; /* only devices which nobody uses */

  g_mutex_lock (&hub->mutex);
  if (self->registered)
    {
      WeftPresent *present = _weft_hub_get_present (hub, self->person, FALSE);

      self->registered = FALSE;
      g_ptr_array_remove_fast (present->sessions, self);
      left = present->sessions->len > 0 && !self->idle && !_weft_present_is_used (present);
      if (left)
        g_hash_table_add (hub->changed, g_strdup (self->person));
      if (present->sessions->len == 0)
        {
          gone = TRUE;
          present->seen = weft_clock_now (weft_engine_get_clock (hub->engine));
          g_hash_table_add (hub->changed, g_strdup (self->person));
        }
    }
  if (self->client != NULL)
    {
      g_autofree char *key = g_strconcat (self->person, " ", self->client, NULL);

      if (g_hash_table_lookup (hub->clients, key) == self)
        g_hash_table_remove (hub->clients, key);
    }
  while (g_hash_table_size (self->subscriptions) > 0)
    {
      g_hash_table_iter_init (&iter, self->subscriptions);
      g_hash_table_iter_next (&iter, NULL, &value);
      _weft_session_drop (self, value, FALSE);
    }
  g_hash_table_iter_init (&iter, self->open);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      g_hash_table_iter_remove (&iter);
      g_ptr_array_remove (((WeftTopic *) value)->open, self);
      _weft_hub_tidy_topic (hub, value);
    }
  _weft_session_unwatch_all (self);
  g_hash_table_remove (hub->sessions, self);
  g_mutex_unlock (&hub->mutex);

  if (gone && hub->nodes != NULL)
    weft_nodes_tell_presence (hub->nodes, self->person, WEFT_BUS_GONE);
  if (left && hub->nodes != NULL)
    weft_nodes_tell_presence (hub->nodes, self->person, WEFT_BUS_IDLE);
  if (gone)
    {
      Seen *seen = g_new0 (Seen, 1);

      seen->person = g_strdup (self->person);
      seen->at = weft_clock_now (weft_engine_get_clock (hub->engine));
      _weft_engine_post (hub->engine, seen_job, seen, on_seen, NULL);
    }
}

/* The connection's side, on its poller's thread */

/* At once: in its turn it could wait for those who wait for the room it tells of. */
static gboolean
take_received (WeftSession *self, const char *text, gsize length, gboolean *counts)
{
  static const char beginning[] = "{\"type\":\"received\"";
  g_autoptr (WeftFrame) frame = NULL;

  if (length < strlen (beginning) || memcmp (text, beginning, strlen (beginning)) != 0
      || !weft_flow_is_open (self->flow))
    return FALSE;

  frame = weft_frame_parse (text, length, NULL);
  if (frame == NULL || frame->type != WEFT_FRAME_RECEIVED)
    return FALSE;

  /* There are no more of those that tell something new than the server itself asked for. */
  *counts = !_weft_session_handle_received (self, frame);
  return TRUE;
}

/* Returns: ms to wait; 0: it may come. */
static guint
count_frame (WeftSession *self)
{
  const WeftLimits *limits = &self->hub->limits;
  gint64 now = g_get_monotonic_time ();
  gint64 wait = weft_rate_take (&self->rate, limits->frames, limits->frames_burst, now);

  if (wait == 0)
    return 0;
  _weft_hub_keep_out (self->hub, self->person, now + wait);

  return (guint) MAX (wait / 1000, 1);
}

static guint
on_message (WeftConnection *connection, const char *text, gsize length, gpointer user_data)
{
  WeftSession *self = user_data;
  gboolean counts = TRUE;
  gboolean taken = take_received (self, text, length, &counts);
  gboolean pause;
  guint wait = counts ? count_frame (self) : 0;

  if (taken || wait > 0)
    return wait;

  g_mutex_lock (&self->mutex);
  g_queue_push_tail (&self->inbox, g_bytes_new (text, length));
  pause = self->inbox.length >= INBOX_MAX && !self->paused;
  if (pause)
    self->paused = TRUE;
  _weft_session_schedule_locked (self);
  g_mutex_unlock (&self->mutex);

  if (pause)
    weft_connection_set_reading (connection, FALSE);

  return 0;
}

static void
on_drained (WeftConnection *connection, gpointer user_data)
{
  schedule (user_data);
}

static void
on_closed (WeftConnection *connection, gpointer user_data)
{
  WeftSession *self = user_data;

  /* A worker lets go of everything; none will start after that. */
  g_mutex_lock (&self->mutex);
  self->over = TRUE;
  _weft_session_schedule_locked (self);
  self->state = WEFT_SESSION_OVER;
  g_mutex_unlock (&self->mutex);
  _weft_session_unref (self);
}

static const WeftConnectionHandler connection_handler = { on_message, on_drained, on_closed };

/* For the hub */

WeftSession *
_weft_session_new (WeftHub *hub,
                   WeftConnection *connection,
                   const char *address,
                   const char *person,
                   const char *family,
                   gint64 expires_at)
{
  WeftSession *self = g_new0 (WeftSession, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->mutex);
  g_queue_init (&self->inbox);
  g_queue_init (&self->work);
  self->hub = hub;
  self->person = g_strdup (person);
  self->address = g_strdup (address);
  self->family = g_strdup (family);
  /* One server alone knows its connections, and who comes back to read must not need room on a full disk. */
  self->holder = _weft_engine_is_shared (hub->engine) ? weft_id_random () : NULL;
  self->expires_at = expires_at;
  self->connected_at = g_get_monotonic_time ();
  self->subscriptions = g_hash_table_new (g_str_hash, g_str_equal);
  self->open = g_hash_table_new (g_str_hash, g_str_equal);
  self->watched = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->connection = connection;
  self->flow = weft_flow_new (connection, &hub->limits);
  weft_connection_set_handler (connection, &connection_handler, _weft_session_ref (self));

  return self;
}

gboolean
_weft_session_chose (WeftSession *self, WeftSessionChoice *choice, WeftSessionChoiceFunc read, WeftDatabase **database, gint64 now)
{
  WeftEngine *engine = self->hub->engine;
  gint64 every = self->hub->nodes != NULL ? CHOICE_EVERY_SHARED : CHOICE_EVERY;

  if (choice->read_at != 0 && now - choice->read_at < every)
    return choice->yes;
  if (*database == NULL)
    *database = weft_engine_acquire_reader (engine, NULL);
  if (*database == NULL || !read (engine, *database, self->person, &choice->yes, NULL))
    return TRUE;
  choice->read_at = now;

  return choice->yes;
}

WeftSession *
_weft_session_ref (WeftSession *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
_weft_session_unref (WeftSession *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_queue_clear_full (&self->inbox, (GDestroyNotify) g_bytes_unref);
  g_queue_clear_full (&self->work, (GDestroyNotify) _weft_session_work_free);
  g_clear_pointer (&self->flow, weft_flow_free);
  g_clear_pointer (&self->connection, weft_connection_unref);
  g_hash_table_unref (self->subscriptions);
  g_hash_table_unref (self->open);
  g_hash_table_unref (self->watched);
  g_clear_pointer (&self->early, g_ptr_array_unref);
  g_clear_pointer (&self->unstored, g_ptr_array_unref);
  g_clear_pointer (&self->late, g_hash_table_unref);
  g_clear_pointer (&self->late_people, g_hash_table_unref);
  g_free (self->client);
  g_free (self->person);
  g_free (self->address);
  g_free (self->family);
  g_free (self->holder);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

void
_weft_session_end (WeftSession *self, guint code, const char *reason)
{
  g_mutex_lock (&self->mutex);
  self->over = TRUE;
  g_mutex_unlock (&self->mutex);
  weft_connection_close (self->connection, code, reason);
}

void
_weft_session_run (WeftSession *self)
{
  for (guint turn = 0;; turn++)
    {
      g_autoptr (GBytes) text = NULL;
      g_autoptr (WeftGreeting) greeting = NULL;
      gboolean resume = FALSE;
      gboolean over;
      WeftSessionWork *work = NULL;

      g_mutex_lock (&self->mutex);
      over = self->state == WEFT_SESSION_OVER;
      greeting = g_steal_pointer (&self->greeting);
      if (over)
        {
          self->scheduled = FALSE;
          g_queue_clear_full (&self->inbox, (GDestroyNotify) g_bytes_unref);
          g_queue_clear_full (&self->work, (GDestroyNotify) _weft_session_work_free);
        }
      else if (greeting == NULL && !self->over)
        {
          if (self->state != WEFT_SESSION_GREETING && self->n_running < WEFT_SESSION_RUNNING_MAX
              && self->work.length < WORK_MAX)
            text = g_queue_pop_head (&self->inbox);
          if (text == NULL && self->state == WEFT_SESSION_READY
              && !weft_flow_is_full (self->flow))
            work = g_queue_pop_head (&self->work);
          resume = self->paused && self->inbox.length < INBOX_MAX / 2;
          if (resume)
            self->paused = FALSE;
        }
      if (!over && greeting == NULL && text == NULL && work == NULL)
        {
          self->scheduled = FALSE;
          g_mutex_unlock (&self->mutex);
          if (resume)
            weft_connection_set_reading (self->connection, TRUE);
          return;
        }
      g_mutex_unlock (&self->mutex);

      if (resume)
        weft_connection_set_reading (self->connection, TRUE);
      if (over)
        {
          tear_down (self);
          return;
        }
      if (greeting != NULL)
        _weft_session_welcome (self, greeting);
      else if (text != NULL)
        _weft_session_handle_frame (self, text);
      else if (!work->page && work->search == NULL)
        _weft_session_go_on_with (self, work->stream);
      else if (work->what != NULL ? !_weft_session_answer_question (self, work)
                                  : work->search == NULL && !_weft_session_answer_page (self, work))
        _weft_session_push_work (self, g_steal_pointer (&work));
      else
        {
          if (work->search != NULL)
            _weft_session_answer_search (self, work->search);
          g_mutex_lock (&self->mutex);
          self->n_pages--;
          g_mutex_unlock (&self->mutex);
        }
      g_clear_pointer (&work, _weft_session_work_free);

      /* Others wait too. */
      if (turn >= TURNS_MAX)
        {
          _weft_hub_push (self->hub, self);
          return;
        }
    }
}
