/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-session.h"
#include "serve/weft-withholding.h"

/* Who is told of latest values: those who have the stream open, once a second, and the person's own devices.
 * What a client has no room for is kept for it, the newest of a kind. The hub's mutex is held but where a
 * function says otherwise. */

#define LATEST_EVERY 1000000 /* µs between two frames of one stream's latest values */
#define LATE_MAX 2000        /* values kept for one client; others' it gets when it opens the stream again */

static WeftLatestValue *
copy_value (const WeftLatestValue *value)
{
  WeftLatestValue *copy = g_new0 (WeftLatestValue, 1);

  copy->stream = g_strdup (value->stream);
  copy->name = g_strdup (value->name);
  copy->person = g_strdup (value->person);
  copy->value = value->value;
  copy->extra = value->extra != NULL ? json_node_ref (value->extra) : NULL;
  copy->at = value->at;
  copy->withheld = value->withheld;
  copy->until = value->until;

  return copy;
}

static char *
make_key (const WeftLatestValue *value)
{
  return g_strjoin (" ", value->stream, value->name, value->person, NULL);
}

/* A durable value of the person's own, which all of their devices are told, whatever they show. */
static gboolean
is_own_mark (WeftSession *session, const WeftLatestValue *value)
{
  return value->extra == NULL && g_str_equal (value->person, session->person);
}

static void
keep_late (WeftSession *session, const WeftLatestValue *value)
{
  g_autofree char *key = make_key (value);
  const WeftLatestValue *older;

  if (session->late == NULL)
    session->late
        = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) weft_latest_value_free);
  older = g_hash_table_lookup (session->late, key);
  if (older == NULL && g_hash_table_size (session->late) >= LATE_MAX)
    {
      /* Nothing else would bring it but the next welcome. */
      if (is_own_mark (session, value))
        _weft_session_end (session, WEFT_CLOSE_TOO_SLOW,
                           "too slow: connect again and go on from where you are");
      return;
    }
  if (older != NULL && value->extra == NULL && older->value > value->value)
    return;
  g_hash_table_replace (session->late, g_steal_pointer (&key), copy_value (value));
}

static void
send_or_keep (WeftSession *session, GPtrArray *values)
{
  if (values->len == 0)
    return;
  if (!weft_flow_is_full (session->flow))
    _weft_session_send_latests (session, values);
  else
    for (guint i = 0; i < values->len; i++)
      keep_late (session, values->pdata[i]);
}

/* Of @values those which a blind session is told all the same. */
static void
tell_blind (WeftSession *session, GPtrArray *values)
{
  g_autoptr (GPtrArray) own = g_ptr_array_new ();

  for (guint i = 0; i < values->len; i++)
    {
      const WeftLatestValue *value = values->pdata[i];

      if (g_str_equal (value->person, session->person) || !_weft_withholding_concerns (session->hub->engine, value->name))
        g_ptr_array_add (own, values->pdata[i]);
    }
  send_or_keep (session, own);
}

void
_weft_hub_tell_latests (WeftHub *self, WeftTopic *topic, gint64 now)
{
  g_autoptr (GPtrArray) values = NULL;
  g_autoptr (GPtrArray) frames = NULL;
  WeftDatabase *database = NULL;
  gboolean concerned = FALSE;

  if (g_hash_table_size (topic->pending) == 0 || now - topic->told_at < LATEST_EVERY)
    return;

  values = g_hash_table_get_values_as_ptr_array (topic->pending);
  frames = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  topic->told_at = now;
  weft_latest_write (values, frames);
  for (guint i = 0; i < frames->len; i++)
    {
      GBytes *text = frames->pdata[i];

      frames->pdata[i] = weft_connection_encode (text);
      g_bytes_unref (text);
    }

  for (guint i = 0; i < values->len; i++)
    concerned |= _weft_withholding_concerns (self->engine, ((WeftLatestValue *) values->pdata[i])->name);
  for (guint i = 0; i < topic->open->len; i++)
    {
      WeftSession *session = g_ptr_array_index (topic->open, i);
      gboolean full = weft_flow_is_full (session->flow);

      if (concerned && _weft_session_chose (session, &session->blind, _weft_withholding_is_blind, &database, now))
        {
          tell_blind (session, values);
          continue;
        }
      for (guint j = 0; full && j < values->len; j++)
        keep_late (session, values->pdata[j]);
      for (guint j = 0; !full && j < frames->len; j++)
        weft_flow_send (session->flow, frames->pdata[j]);
    }
  if (database != NULL)
    weft_engine_release_reader (self->engine, database);
  g_hash_table_remove_all (topic->pending);
}

void
_weft_session_leave_topic (WeftSession *self, WeftTopic *topic)
{
  g_autoptr (GPtrArray) own = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer value;

  g_ptr_array_remove (topic->open, self);
  g_hash_table_iter_init (&iter, topic->pending);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (is_own_mark (self, value))
      g_ptr_array_add (own, value);
  for (guint i = 0; weft_flow_is_full (self->flow) && i < own->len; i++)
    keep_late (self, own->pdata[i]);
  if (own->len > 0 && !weft_flow_is_full (self->flow))
    _weft_session_send_latests (self, own);
  _weft_hub_tidy_topic (self->hub, topic);
}

void
_weft_session_tell_late (WeftSession *self, gint64 now)
{
  g_autoptr (GPtrArray) values = NULL;
  GHashTableIter iter;
  gpointer value;

  if (self->late == NULL || weft_flow_is_full (self->flow))
    return;

  values = g_ptr_array_new ();
  g_hash_table_iter_init (&iter, self->late);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const WeftLatestValue *late = value;

      if ((late->until == 0 || late->until > now)
          && (g_hash_table_contains (self->open, late->stream) || g_str_equal (late->person, self->person)))
        g_ptr_array_add (values, value);
    }
  if (values->len > 0)
    _weft_session_send_latests (self, values);
  g_clear_pointer (&self->late, g_hash_table_unref);
}

static gboolean
is_of (gpointer key, gpointer value, gpointer user_data)
{
  return g_str_equal (((WeftLatestValue *) value)->stream, user_data);
}

void
_weft_session_forget_late (WeftSession *self, const char *stream)
{
  if (self->late != NULL)
    g_hash_table_foreach_remove (self->late, is_of, (gpointer) stream);
}

/* The mutex is not held */

gboolean
_weft_hub_wants_latest (WeftHub *self, const char *stream, const char *person)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  WeftTopic *topic = _weft_hub_get_topic (self, stream, FALSE);
  WeftPresent *present = person != NULL ? _weft_hub_get_present (self, person, FALSE) : NULL;

  return (topic != NULL && topic->open->len > 0) || (present != NULL && present->sessions->len > 0);
}

void
_weft_hub_set_latest (WeftHub *self, WeftLatestValue *value)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  WeftTopic *topic = _weft_hub_get_topic (self, value->stream, FALSE);
  WeftPresent *present = _weft_hub_get_present (self, value->person, FALSE);

  /* One's own marks go to all of one's devices, whatever they show: also to the one that set it, which may
   * have been removed and come back while the mark was on its way, and have forgotten it. */
  if (value->extra == NULL && present != NULL)
    {
      g_autoptr (GPtrArray) values = g_ptr_array_new ();

      g_ptr_array_add (values, value);
      for (guint i = 0; i < present->sessions->len; i++)
        {
          WeftSession *session = g_ptr_array_index (present->sessions, i);

          if (!value->withheld && g_hash_table_contains (session->open, value->stream))
            continue;
          /* The welcome comes first. Before hello nothing is needed: the writer will read the value then. */
          if (session->welcomed && weft_flow_is_full (session->flow))
            keep_late (session, value);
          else if (session->welcomed)
            _weft_session_send_latests (session, values);
          else if (session->client != NULL)
            {
              if (session->early == NULL)
                session->early = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_latest_value_free);
              g_ptr_array_add (session->early, copy_value (value));
            }
        }
    }

  if (!value->withheld && topic != NULL && topic->open->len > 0)
    {
      gint64 now = g_get_monotonic_time ();
      char *key = g_strconcat (value->name, " ", value->person, NULL);

      if (value->until != 0)
        g_hash_table_replace (topic->values, g_strdup (key), copy_value (value));
      g_hash_table_replace (topic->pending, key, copy_value (value));
      _weft_hub_tell_latests (self, topic, now);
    }
}
