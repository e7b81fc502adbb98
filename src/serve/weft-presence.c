/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-hub-private.h"

#include "serve/weft-access.h"
#include "serve/weft-session.h"
#include "serve/weft-withholding.h"

/* Who is connected, here and to other servers, and who wants to know. */

#define SEEN_STEP (5 * 60 * 1000) /* ms: nobody is told to the second when somebody left */
#define ELSEWHERE_MAX 100000 /* people of whom other servers say that they are there */

static void
present_free (WeftPresent *present)
{
  g_free (present->person);
  g_ptr_array_unref (present->sessions);
  g_ptr_array_unref (present->watchers);
  g_hash_table_unref (present->elsewhere);
  g_free (present);
}

GHashTable *
_weft_hub_new_people (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) present_free);
}

gboolean
_weft_present_is_here (const WeftPresent *self)
{
  return self->sessions->len > 0 || g_hash_table_size (self->elsewhere) > 0;
}

gboolean
_weft_present_is_used (const WeftPresent *self)
{
  for (guint i = 0; i < self->sessions->len; i++)
    if (!((WeftSession *) self->sessions->pdata[i])->idle)
      return TRUE;

  return FALSE;
}

const char *
_weft_present_get_state (const WeftPresent *self)
{
  GHashTableIter iter;
  gpointer value;

  if (!_weft_present_is_here (self))
    return "offline";
  if (_weft_present_is_used (self))
    return "online";
  g_hash_table_iter_init (&iter, self->elsewhere);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (!((WeftElsewhere *) value)->idle)
      return "online";

  return "away";
}

gint64
_weft_present_get_seen (const WeftPresent *self, WeftHub *hub)
{
  gint64 seen = _weft_present_is_here (self) ? weft_clock_now (weft_engine_get_clock (hub->engine)) : self->seen;

  return seen - seen % SEEN_STEP;
}

WeftPresent *
_weft_hub_get_present (WeftHub *self, const char *person, gboolean make)
{
  WeftPresent *present = g_hash_table_lookup (self->people, person);

  if (present == NULL && make)
    {
      present = g_new0 (WeftPresent, 1);
      present->person = g_strdup (person);
      present->sessions = g_ptr_array_new ();
      present->watchers = g_ptr_array_new ();
      present->elsewhere = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      g_hash_table_insert (self->people, present->person, present);
    }

  return present;
}

void
_weft_hub_tidy_present (WeftHub *self, WeftPresent *present)
{
  if (present->sessions->len == 0 && present->watchers->len == 0
      && g_hash_table_size (present->elsewhere) == 0)
    g_hash_table_remove (self->people, present->person);
}

/* Presence is told to those who may know of a person: guests only while they share a stream. The mutex is
 * held. */
void
_weft_hub_forget_watches (WeftHub *self, WeftPresent *present)
{
  WeftDatabase *database = weft_engine_acquire_reader (self->engine, NULL);

  if (database == NULL)
    return;

  for (guint i = present->watchers->len; i > 0; i--)
    {
      WeftSession *watcher = g_ptr_array_index (present->watchers, i - 1);

      if (!weft_access_may_see (database, watcher->person, present->person))
        {
          g_hash_table_remove (watcher->watched, present->person);
          g_ptr_array_remove_index_fast (present->watchers, i - 1);
        }
    }

  for (guint i = 0; i < present->sessions->len; i++)
    {
      WeftSession *session = g_ptr_array_index (present->sessions, i);
      GHashTableIter iter;
      gpointer key;

      g_hash_table_iter_init (&iter, session->watched);
      while (g_hash_table_iter_next (&iter, &key, NULL))
        {
          WeftPresent *other = _weft_hub_get_present (self, key, FALSE);

          if (weft_access_may_see (database, present->person, key))
            continue;
          if (other != NULL)
            {
              g_ptr_array_remove_fast (other->watchers, session);
              if (other != present)
                _weft_hub_tidy_present (self, other);
            }
          g_hash_table_iter_remove (&iter);
        }
    }
  weft_engine_release_reader (self->engine, database);
}

/* A reader, which is acquired when it is needed first; NULL if there is none. */
static WeftDatabase *
need (WeftHub *self, WeftDatabase **database)
{
  if (*database == NULL)
    *database = weft_engine_acquire_reader (self->engine, NULL);

  return *database;
}

/* What those who may know are told of when the person was last here. Who is here was seen just now: nobody has to be asked. What cannot be
 * read is no leave. */
static gint64
look_up_seen (WeftHub *self, const WeftPresent *present, WeftDatabase **database)
{
  gboolean unseen = TRUE;

  if (_weft_present_is_here (present) || need (self, database) == NULL
      || !_weft_withholding_is_unseen (self->engine, *database, present->person, &unseen, NULL) || unseen)
    return 0;

  return _weft_present_get_seen (present, self);
}

static WeftFramePresence
describe (const WeftPresent *present, gint64 seen, WeftSession *watcher, WeftDatabase **database, gint64 now)
{
  if (seen != 0 && _weft_session_chose (watcher, &watcher->unseen, _weft_withholding_is_unseen, database, now))
    seen = 0;

  return (WeftFramePresence) { present->person, _weft_present_get_state (present), seen };
}

static void
send (WeftSession *session, GArray *list)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GBytes) text = NULL;

  weft_frame_write_presence (out, (const WeftFramePresence *) (void *) list->data, list->len);
  text = g_string_free_to_bytes (g_steal_pointer (&out));
  weft_flow_send_text (session->flow, text);
}

static void
keep_late (WeftSession *session, const char *person)
{
  if (session->late_people == NULL)
    session->late_people = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_add (session->late_people, g_strdup (person));
}

/* Of whom is watched still; no more than that many. */
void
_weft_session_tell_late_people (WeftSession *self)
{
  g_autoptr (GArray) list = NULL;
  WeftDatabase *database = NULL;
  GHashTableIter iter;
  gpointer person;

  if (self->late_people == NULL || weft_flow_is_full (self->flow))
    return;

  list = g_array_new (FALSE, FALSE, sizeof (WeftFramePresence));
  g_hash_table_iter_init (&iter, self->late_people);
  while (g_hash_table_iter_next (&iter, &person, NULL))
    {
      const WeftPresent *present = _weft_hub_get_present (self->hub, person, FALSE);
      WeftFramePresence presence;

      if (present == NULL || !g_hash_table_contains (self->watched, person))
        continue;
      presence = describe (present, look_up_seen (self->hub, present, &database), self, &database, g_get_monotonic_time ());
      g_array_append_val (list, presence);
    }
  if (database != NULL)
    weft_engine_release_reader (self->hub->engine, database);
  if (list->len > 0)
    send (self, list);
  g_clear_pointer (&self->late_people, g_hash_table_unref);
}

void
_weft_hub_tell_presence (WeftHub *self)
{
  g_autoptr (GHashTable) told = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_array_unref);
  WeftDatabase *database = NULL;
  gint64 now = g_get_monotonic_time ();
  GHashTableIter iter;
  gpointer key;
  gpointer value;

  g_hash_table_iter_init (&iter, self->changed);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      WeftPresent *present = _weft_hub_get_present (self, key, FALSE);
      gint64 seen;

      if (present == NULL || present->watchers->len == 0)
        continue;
      seen = look_up_seen (self, present, &database);
      for (guint i = 0; i < present->watchers->len; i++)
        {
          WeftFramePresence presence = describe (present, seen, g_ptr_array_index (present->watchers, i), &database, now);
          GArray *list = g_hash_table_lookup (told, g_ptr_array_index (present->watchers, i));

          if (list == NULL)
            {
              list = g_array_new (FALSE, FALSE, sizeof (WeftFramePresence));
              g_hash_table_insert (told, g_ptr_array_index (present->watchers, i), list);
            }
          g_array_append_val (list, presence);
        }
    }

  if (database != NULL)
    weft_engine_release_reader (self->engine, database);
  g_hash_table_iter_init (&iter, told);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      WeftSession *session = key;
      GArray *list = value;

      if (weft_flow_is_full (session->flow))
        for (guint i = 0; i < list->len; i++)
          keep_late (session, g_array_index (list, WeftFramePresence, i).person);
      else
        send (session, list);
    }

  g_hash_table_iter_init (&iter, self->changed);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      WeftPresent *present = _weft_hub_get_present (self, key, FALSE);

      if (present != NULL)
        _weft_hub_tidy_present (self, present);
    }
  g_hash_table_remove_all (self->changed);
}

/* On other servers */

GPtrArray *
_weft_hub_get_people (WeftHub *self, gboolean idle)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  GPtrArray *people = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->people);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (((WeftPresent *) value)->sessions->len > 0 && _weft_present_is_used (value) != idle)
      g_ptr_array_add (people, g_strdup (((WeftPresent *) value)->person));

  return people;
}

/* The mutex is held. */
static void
leave (WeftHub *self, WeftPresent *present, gint64 seen)
{
  if (_weft_present_is_here (present))
    return;

  present->seen = MAX (present->seen, seen);
  g_hash_table_add (self->changed, g_strdup (present->person));
}

void
_weft_hub_set_elsewhere (WeftHub *self, const char *node, const char *person, gboolean here, gboolean idle)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  WeftPresent *present = _weft_hub_get_present (self, person, FALSE);
  WeftElsewhere elsewhere = { g_get_monotonic_time (), idle };
  const char *before;

  if (present == NULL && (!here || g_hash_table_size (self->people) >= ELSEWHERE_MAX))
    return;

  present = _weft_hub_get_present (self, person, TRUE);
  before = _weft_present_get_state (present);
  if (here)
    g_hash_table_replace (present->elsewhere, g_strdup (node), g_memdup2 (&elsewhere, sizeof elsewhere));
  else if (g_hash_table_remove (present->elsewhere, node))
    leave (self, present, weft_clock_now (weft_engine_get_clock (self->engine)));
  if (_weft_present_get_state (present) != before)
    g_hash_table_add (self->changed, g_strdup (person));
}

void
_weft_session_set_idle (WeftSession *self, gboolean idle)
{
  WeftHub *hub = self->hub;
  const char *state = NULL;
  gboolean used = FALSE;

  g_mutex_lock (&hub->mutex);
  if (self->registered && self->idle != idle)
    {
      WeftPresent *present = _weft_hub_get_present (hub, self->person, FALSE);

      used = _weft_present_is_used (present);
      state = _weft_present_get_state (present);
      self->idle = idle;
      if (_weft_present_get_state (present) != state)
        g_hash_table_add (hub->changed, g_strdup (self->person));
      if (_weft_present_is_used (present) == used)
        state = NULL;
      used = _weft_present_is_used (present);
    }
  g_mutex_unlock (&hub->mutex);

  if (state != NULL && hub->nodes != NULL)
    weft_nodes_tell_presence (hub->nodes, self->person, used ? WEFT_BUS_HERE : WEFT_BUS_IDLE);
}

/* Takes away what @node (nullable) said, and what any said before @before. The mutex is held. */
static void
take_away (WeftHub *self, const char *node, gint64 before)
{
  gint64 age = (g_get_monotonic_time () - before) / 1000;
  gint64 seen = weft_clock_now (weft_engine_get_clock (self->engine)) - (node == NULL ? age : 0);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->people);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      WeftPresent *present = value;
      const char *state = _weft_present_get_state (present);
      GHashTableIter nodes;
      gboolean taken = FALSE;
      gpointer name, heard_at;

      g_hash_table_iter_init (&nodes, present->elsewhere);
      while (g_hash_table_iter_next (&nodes, &name, &heard_at))
        if (node != NULL ? g_str_equal (name, node) : ((WeftElsewhere *) heard_at)->heard_at < before)
          {
            g_hash_table_iter_remove (&nodes);
            taken = TRUE;
          }
      if (taken)
        leave (self, present, seen);
      if (taken && _weft_present_get_state (present) != state)
        g_hash_table_add (self->changed, g_strdup (present->person));
    }
}

void
_weft_hub_forget_node (WeftHub *self, const char *node)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  take_away (self, node, 0);
}

void
_weft_hub_expire_elsewhere (WeftHub *self, gint64 before)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  take_away (self, NULL, before);
}
