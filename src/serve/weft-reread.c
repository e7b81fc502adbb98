/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-hub-private.h"

#include "base/weft-json.h"
#include "serve/weft-access.h"
#include "serve/weft-engine-private.h"
#include "serve/weft-history.h"
#include "serve/weft-session.h"
#include "serve/weft-withholding.h"

/* What other servers of the same database wrote, read on the nodes' thread and told as the writer tells what
 * it wrote itself: read once a stream, encoded once, and handed to everybody who is live. */

#define LIST_MAX 1000                               /* ids in one question */
#define MARKS_SINCE (G_GINT64_CONSTANT (30) * 1000) /* ms: clocks of servers may differ by that much */
#define MARKS_MAX 10000

/* Streams */

gboolean
_weft_hub_has_reached (WeftHub *self, const char *stream, gint64 seq)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  WeftTopic *topic = _weft_hub_get_topic (self, stream, FALSE);

  return topic == NULL || topic->head >= seq;
}

typedef struct
{
  gint64 seq;
  char *person;
  WeftRole role;
} Change;

static void
change_clear (Change *change)
{
  g_free (change->person);
}

/* The changes of roles in @stored, the last of each person, with what the role is now. */
static GArray *
find_changes (WeftDatabase *database, const char *stream, GPtrArray *stored, gint64 first, GError **error)
{
  g_autoptr (GArray) changes = g_array_new (FALSE, FALSE, sizeof (Change));

  g_array_set_clear_func (changes, (GDestroyNotify) change_clear);
  for (guint i = 0; i < stored->len; i++)
    {
      g_autofree char *person = weft_history_get_member (g_ptr_array_index (stored, i));
      Change change = { .seq = first + i };

      if (person == NULL)
        continue;
      for (guint j = 0; j < changes->len; j++)
        if (g_str_equal (g_array_index (changes, Change, j).person, person))
          {
            g_array_remove_index (changes, j);
            break;
          }
      change.person = g_steal_pointer (&person);
      g_array_append_val (changes, change);
    }

  for (guint i = 0; i < changes->len; i++)
    {
      Change *change = &g_array_index (changes, Change, i);
      g_autoptr (GError) local_error = NULL;

      change->role = weft_access_get_role (database, stream, change->person, &local_error);
      if (local_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }
    }

  return g_steal_pointer (&changes);
}

/* Reads and tells the next events of @stream. Whom it is taken from sees no more than the event which says
 * so: there the piece ends. */
static gboolean
tell_piece (WeftHub *self,
            WeftDatabase *database,
            const char *stream,
            const WeftHead *head,
            gint64 *after,
            GError **error)
{
  gint64 until = head->head;

  while (TRUE)
    {
      WeftPosition position = { .epoch = head->epoch };
      g_autoptr (GPtrArray) stored
          = weft_log_read (database, stream, *after, until, WEFT_HISTORY_BYTES, &position, error);
      g_autoptr (GArray) changes = NULL;
      WeftTopic *topic;

      if (stored == NULL)
        return FALSE;
      if (stored->len == 0)
        {
          g_set_error (error, WEFT_ERROR, WEFT_ERROR_CORRUPT,
                       "%s: events after %" G_GINT64_FORMAT " are missing", stream, *after);
          return FALSE;
        }
      changes = find_changes (database, stream, stored, *after + 1, error);
      if (changes == NULL)
        return FALSE;
      until = position.seq;
      for (guint i = 0; i < changes->len; i++)
        if (g_array_index (changes, Change, i).role == WEFT_ROLE_NONE)
          until = MIN (until, g_array_index (changes, Change, i).seq);
      if (until < position.seq)
        continue;

      g_mutex_lock (&self->mutex);
      topic = _weft_hub_get_topic (self, stream, FALSE);
      if (topic != NULL)
        _weft_hub_fan_out (self, topic, *after + 1, stored, &position, NULL);
      for (guint i = 0; i < changes->len; i++)
        {
          const Change *change = &g_array_index (changes, Change, i);

          _weft_hub_change_member (self, stream, change->person, change->role, change->seq);
        }
      g_mutex_unlock (&self->mutex);
      *after = position.seq;
      return TRUE;
    }
}

/* Those who see a stream's values, but of whom no live subscription tells whether they still may. A
 * subscription which catches up finds out by itself. */
static gboolean
check_open (WeftHub *self, WeftDatabase *database, const char *stream, GError **error)
{
  g_autoptr (GPtrArray) people = g_ptr_array_new_with_free_func (g_free);
  WeftTopic *topic;

  g_mutex_lock (&self->mutex);
  topic = _weft_hub_get_topic (self, stream, FALSE);
  for (guint i = 0; topic != NULL && i < topic->open->len; i++)
    {
      WeftSession *session = g_ptr_array_index (topic->open, i);
      WeftSubscription *subscription = g_hash_table_lookup (session->subscriptions, stream);

      if (subscription == NULL || subscription->state != WEFT_SUBSCRIPTION_LIVE)
        g_ptr_array_add (people, g_strdup (session->person));
    }
  g_mutex_unlock (&self->mutex);

  for (guint i = 0; i < people->len; i++)
    {
      const char *person = g_ptr_array_index (people, i);
      g_autoptr (GError) local_error = NULL;

      if (weft_access_get_role (database, stream, person, &local_error) != WEFT_ROLE_NONE)
        continue;
      if (local_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      g_mutex_lock (&self->mutex);
      _weft_hub_close_stream (self, stream, person);
      g_mutex_unlock (&self->mutex);
    }

  return TRUE;
}

/* Who wants all of their streams may have got new ones: their own stream moved. */
static gboolean
subscribe_mine (WeftHub *self, WeftDatabase *database, const char *person, GError **error)
{
  g_auto (GStrv) streams = weft_access_get_streams (database, person, error);
  g_autoptr (GMutexLocker) locker = NULL;
  WeftPresent *present;

  if (streams == NULL)
    return FALSE;

  locker = g_mutex_locker_new (&self->mutex);
  present = _weft_hub_get_present (self, person, FALSE);
  for (guint i = 0; present != NULL && i < present->sessions->len; i++)
    {
      WeftSession *session = g_ptr_array_index (present->sessions, i);

      for (guint j = 0; session->mine && streams[j] != NULL; j++)
        _weft_session_subscribe (session, streams[j], NULL);
    }

  return TRUE;
}

/* Returns: whether it had moved. */
static gboolean
tell_stream (WeftHub *self, WeftDatabase *database, const char *stream, const WeftHead *head, GError **error)
{
  gint64 after = head->head;
  WeftTopic *topic;
  gboolean moved;

  g_mutex_lock (&self->mutex);
  topic = _weft_hub_get_topic (self, stream, FALSE);
  if (topic == NULL)
    {
      g_mutex_unlock (&self->mutex);
      return FALSE;
    }
  moved = topic->head < head->head;
  topic->head = MAX (topic->head, head->head);
  for (guint i = 0; i < topic->subscriptions->len; i++)
    {
      WeftSubscription *subscription = g_ptr_array_index (topic->subscriptions, i);

      if (subscription->state != WEFT_SUBSCRIPTION_LIVE)
        continue;
      if (subscription->position.epoch == head->epoch && subscription->position.seq >= head->floor)
        after = MIN (after, subscription->position.seq);
      else
        {
          /* Its own look at the stream finds out, and says so. */
          subscription->state = WEFT_SUBSCRIPTION_BEHIND;
          _weft_session_look_at (subscription->session, subscription);
        }
    }
  g_mutex_unlock (&self->mutex);

  moved |= after < head->head;
  while (after < head->head)
    if (!tell_piece (self, database, stream, head, &after, error))
      return moved;
  if (moved && check_open (self, database, stream, error) && g_str_has_prefix (stream, "user/"))
    subscribe_mine (self, database, stream + strlen ("user/"), error);

  return moved;
}

guint
_weft_hub_reread_streams (WeftHub *self, WeftDatabase *database, GPtrArray *streams)
{
  guint n_moved = 0;

  for (guint i = 0; i < streams->len; i += LIST_MAX)
    {
      g_autoptr (GHashTable) heads = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      g_autoptr (GPtrArray) some = g_ptr_array_new ();
      g_autoptr (GError) error = NULL;
      GHashTableIter iter;
      gpointer stream, head;

      for (guint j = i; j < streams->len && j < i + LIST_MAX; j++)
        g_ptr_array_add (some, g_ptr_array_index (streams, j));

      /* One look at heads, logs and roles. */
      if (weft_database_begin_read (database, &error) && weft_log_read_heads (database, some, heads, &error))
        {
          g_hash_table_iter_init (&iter, heads);
          while (error == NULL && g_hash_table_iter_next (&iter, &stream, &head))
            n_moved += tell_stream (self, database, stream, head, &error);
        }
      weft_database_rollback (database);
      if (error != NULL)
        {
          g_warning ("Cannot read what other servers wrote: %s", error->message);
          break;
        }
    }

  return n_moved;
}

/* Sessions */

typedef struct
{
  WeftSession *session;
  char *family;
  char *client; /* (nullable): greeted as */
} Attendance;

static void
attendance_clear (Attendance *attendance)
{
  _weft_session_unref (attendance->session);
  g_free (attendance->family);
  g_free (attendance->client);
}

static GArray *
take_attendance (WeftHub *self, GHashTable *ids)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  GArray *attendances = g_array_new (FALSE, FALSE, sizeof (Attendance));
  GHashTableIter iter;
  gpointer value;

  g_array_set_clear_func (attendances, (GDestroyNotify) attendance_clear);
  g_hash_table_iter_init (&iter, self->sessions);
  while (g_hash_table_iter_next (&iter, &value, NULL))
    {
      WeftSession *session = value;
      Attendance attendance;

      if (ids != NULL && !g_hash_table_contains (ids, session->person)
          && !g_hash_table_contains (ids, session->family)
          && (session->client == NULL || !g_hash_table_contains (ids, session->client)))
        continue;
      attendance = (Attendance) { _weft_session_ref (session), g_strdup (session->family),
                                  session->welcomed ? g_strdup (session->client) : NULL };
      g_array_append_val (attendances, attendance);
    }

  return attendances;
}

/* The values of two columns, for the keys of @keys which are there. */
static gboolean
read_pairs (WeftDatabase *database, const char *sql, GHashTable *keys, GHashTable *pairs, GError **error)
{
  g_autoptr (GPtrArray) all = g_hash_table_get_keys_as_ptr_array (keys);

  for (guint i = 0; i < all->len; i += LIST_MAX)
    {
      g_autoptr (GString) list = g_string_new (NULL);
      WeftStatement *statement;
      int step;

      weft_json_begin_array (list, NULL);
      for (guint j = i; j < all->len && j < i + LIST_MAX; j++)
        weft_json_string (list, NULL, g_ptr_array_index (all, j));
      weft_json_end_array (list);
      statement = weft_database_query (database, error, sql, "t", list->str);
      if (statement == NULL)
        return FALSE;
      while ((step = weft_statement_step (statement, error)) > 0)
        g_hash_table_replace (pairs, weft_statement_dup_text (statement, 0),
                              weft_statement_dup_text (statement, 1));
      if (step < 0)
        return FALSE;
    }

  return TRUE;
}

void
_weft_hub_reread_sessions (WeftHub *self, WeftDatabase *database, GHashTable *ids)
{
  g_autoptr (GArray) attendances = NULL;
  g_autoptr (GHashTable) families = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) clients = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) people = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GHashTable) holders = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GError) error = NULL;
  gboolean read;

  attendances = take_attendance (self, ids);
  for (guint i = 0; i < attendances->len; i++)
    {
      const Attendance *attendance = &g_array_index (attendances, Attendance, i);

      g_hash_table_add (families, attendance->family);
      if (attendance->client != NULL)
        g_hash_table_add (clients, attendance->client);
    }
  read = read_pairs (database,
                     "SELECT family, person FROM family"
                     " WHERE family IN (SELECT json_array_elements_text (CAST (?1 AS json)))",
                     families, people, &error)
         && read_pairs (database,
                        "SELECT client, holder FROM client"
                        " WHERE client IN (SELECT json_array_elements_text (CAST (?1 AS json)))",
                        clients, holders, &error);
  /* After the families: whoever is told below that they are shut out must not find a token which was looked
   * at before they were. */
  weft_authority_reread (self->authority, database, ids);
  if (!read)
    {
      g_warning ("Cannot read who is signed in: %s", error->message);
      return;
    }

  for (guint i = 0; i < attendances->len; i++)
    {
      const Attendance *attendance = &g_array_index (attendances, Attendance, i);
      WeftSession *session = attendance->session;
      const char *holder
          = attendance->client != NULL ? g_hash_table_lookup (holders, attendance->client) : NULL;
      gboolean same;

      if (holder != NULL && !g_str_equal (holder, session->holder))
        _weft_session_end (session, WEFT_CLOSE_REPLACED, "a newer connection of this client took over");
      if (g_hash_table_contains (people, attendance->family))
        continue;

      /* Unless it has another token by now. */
      g_mutex_lock (&self->mutex);
      same = g_str_equal (session->family, attendance->family);
      g_mutex_unlock (&self->mutex);
      if (!same)
        continue;
      if (weft_access_get_workspace_role (database, session->person, NULL) == WEFT_ROLE_NONE)
        _weft_session_end (session, WEFT_CLOSE_SUSPENDED, "an administrator shut you out");
      else
        _weft_session_end (session, WEFT_CLOSE_UNAUTHENTICATED, "signed out");
    }
}

/* Durable values */

void
_weft_hub_set_mark (WeftHub *self, WeftLatestValue *value)
{
  char *key = g_strconcat (value->stream, " ", value->name, " ", value->person, NULL);
  const gint64 *told = g_hash_table_lookup (self->marks, key);

  if (told != NULL && *told >= value->value)
    {
      g_free (key);
      return;
    }
  if (told == NULL && g_hash_table_size (self->marks) >= MARKS_MAX)
    g_hash_table_remove_all (self->marks);
  g_hash_table_replace (self->marks, key, g_memdup2 (&value->value, sizeof value->value));
  _weft_hub_set_latest (self, value);
}

static void
reread_marks (WeftHub *self, WeftDatabase *database)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) values
      = weft_latest_read_since (database, weft_clock_now (weft_engine_get_clock (self->engine)) - MARKS_SINCE,
                                MARKS_MAX, &error);

  if (values == NULL)
    {
      g_warning ("Cannot read what has been read: %s", error->message);
      return;
    }
  for (guint i = 0; i < values->len; i++)
    {
      WeftLatestValue *value = g_ptr_array_index (values, i);

      if (_weft_hub_wants_latest (self, value->stream, value->person) && _weft_withholding_look (self->engine, database, value, NULL))
        _weft_hub_set_mark (self, value);
    }
}

guint
_weft_hub_reread_all (WeftHub *self, WeftDatabase *database)
{
  g_autoptr (GPtrArray) streams = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer stream;
  guint n_moved;

  g_mutex_lock (&self->mutex);
  g_hash_table_iter_init (&iter, self->topics);
  while (g_hash_table_iter_next (&iter, &stream, NULL))
    g_ptr_array_add (streams, g_strdup (stream));
  g_mutex_unlock (&self->mutex);

  n_moved = _weft_hub_reread_streams (self, database, streams);
  _weft_hub_reread_sessions (self, database, NULL);
  reread_marks (self, database);

  return n_moved;
}
