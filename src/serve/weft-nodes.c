/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-nodes.h"

#include "base/weft-id.h"
#include "serve/weft-access.h"
#include "serve/weft-bus-message.h"
#include "serve/weft-hub-private.h"
#include "serve/weft-withholding.h"

#define CHANNEL "weft:"
#define INBOX_MAX 10000                          /* messages */
#define PASSING_MAX 1000                         /* values in one round */
#define VALUE_MAX 1000                           /* bytes of one */
#define EXPIRY (G_GINT64_CONSTANT (1) * 1000000) /* µs between two looks at who is gone */
#define OTHERS_MAX 1000                          /* nodes */

struct _WeftNodes
{
  WeftHub *hub; /* unowned */
  WeftBus *bus; /* (nullable) */
  char *id;
  GThread *thread;

  GMutex mutex; /* what follows */
  GCond arrived;
  gboolean running;
  gboolean whole;      /* look at everything: something may have been missed */
  gboolean announce;   /* the others may not know who is here */
  GQueue inbox;        /* of GBytes */
  GHashTable *streams; /* set of streams to look at */
  GHashTable *moved;   /* stream → gint64*: not told yet */
  WeftNodesStatistics statistics;

  /* The thread's */
  GHashTable *others; /* node → gint64*: µs when it was last heard */
};

/* What one round looks at, as the others said it */
typedef struct
{
  GHashTable *streams; /* set */
  GHashTable *ids;     /* set: people, families, clients */
  GPtrArray *marks;    /* of WeftBusMessage */
  GPtrArray *passing;  /* of WeftBusMessage */
} Round;

static void
round_clear (Round *round)
{
  g_hash_table_unref (round->streams);
  g_hash_table_unref (round->ids);
  g_ptr_array_unref (round->marks);
  g_ptr_array_unref (round->passing);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Round, round_clear)

/* To the others */

static gboolean
is_running (WeftNodes *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->running;
}

static void
publish (WeftNodes *self, const WeftBusMessage *message)
{
  g_autoptr (GBytes) text = weft_bus_message_write (message);

  weft_bus_publish (self->bus, text);
}

static void
publish_one (WeftNodes *self, WeftBusKind kind, const char *name)
{
  g_autoptr (WeftBusMessage) message = weft_bus_message_new (kind, self->id);

  if (name != NULL)
    weft_bus_message_add (message, name);
  publish (self, message);
}

void
weft_nodes_note_moved (WeftNodes *self, const char *stream, gint64 head)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (self->running && self->bus != NULL)
    g_hash_table_replace (self->moved, g_strdup (stream), g_memdup2 (&head, sizeof head));
}

void
weft_nodes_tell_moved (WeftNodes *self)
{
  g_autoptr (WeftBusMessage) message = NULL;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  GHashTableIter iter;
  gpointer stream, head;

  g_hash_table_iter_init (&iter, self->moved);
  while (self->running && g_hash_table_iter_next (&iter, &stream, &head))
    {
      if (message == NULL)
        message = weft_bus_message_new (WEFT_BUS_MOVED, self->id);
      weft_bus_message_add (message, stream);
      weft_bus_message_add_number (message, *(gint64 *) head);
      if (message->names->len == WEFT_BUS_NAMES_MAX)
        {
          publish (self, message);
          g_clear_pointer (&message, weft_bus_message_free);
        }
    }
  g_hash_table_remove_all (self->moved);
  if (message != NULL)
    publish (self, message);
}

void
weft_nodes_tell_latest (WeftNodes *self, const WeftLatestValue *value)
{
  g_autoptr (WeftBusMessage) message = NULL;

  if (self->bus == NULL || !is_running (self))
    return;

  message = weft_bus_message_new (value->extra != NULL ? WEFT_BUS_PASSING : WEFT_BUS_MARK, self->id);
  weft_bus_message_add (message, value->stream);
  weft_bus_message_add (message, value->name);
  weft_bus_message_add (message, value->person);
  if (value->extra != NULL)
    {
      weft_bus_message_add_number (message, MAX (value->until - g_get_monotonic_time (), 0) / 1000);
      message->value = json_node_ref (value->extra);
    }
  publish (self, message);
}

void
weft_nodes_tell_sessions (WeftNodes *self, const char *id)
{
  if (self->bus != NULL && is_running (self))
    publish_one (self, WEFT_BUS_SESSIONS, id);
}

void
weft_nodes_tell_presence (WeftNodes *self, const char *person, WeftBusKind kind)
{
  if (self->bus != NULL && is_running (self))
    publish_one (self, kind, person);
}

void
weft_nodes_look_at (WeftNodes *self, const char *stream)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (self->running && g_hash_table_add (self->streams, g_strdup (stream)))
    g_cond_signal (&self->arrived);
}

static void
tell_people (WeftNodes *self, WeftBusKind kind)
{
  g_autoptr (GPtrArray) people = _weft_hub_get_people (self->hub, kind == WEFT_BUS_IDLE);

  for (guint i = 0; (i == 0 && kind == WEFT_BUS_HERE) || i < people->len; i += WEFT_BUS_NAMES_MAX)
    {
      g_autoptr (WeftBusMessage) message = weft_bus_message_new (kind, self->id);

      for (guint j = i; j < people->len && j < i + WEFT_BUS_NAMES_MAX; j++)
        weft_bus_message_add (message, g_ptr_array_index (people, j));
      publish (self, message);
    }
}

/* Everybody who is here: a heartbeat as well. */
static void
tell_everybody (WeftNodes *self)
{
  tell_people (self, WEFT_BUS_HERE);
  tell_people (self, WEFT_BUS_IDLE);
}

/* From the others */

static void
on_message (GBytes *message, gpointer user_data)
{
  WeftNodes *self = user_data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (message == NULL)
    self->whole = self->announce = TRUE;
  else
    g_queue_push_tail (&self->inbox, g_bytes_ref (message));
  if (self->inbox.length > INBOX_MAX)
    {
      /* Looking at everything once makes up for all that could have been said. */
      g_bytes_unref (g_queue_pop_head (&self->inbox));
      self->statistics.n_unread++;
      self->whole = TRUE;
    }
  g_cond_signal (&self->arrived);
}

static void
hear (WeftNodes *self, const char *node)
{
  gint64 now = g_get_monotonic_time ();

  if (g_hash_table_contains (self->others, node) || g_hash_table_size (self->others) < OTHERS_MAX)
    g_hash_table_replace (self->others, g_strdup (node), g_memdup2 (&now, sizeof now));
}

static void
sort_message (WeftNodes *self, Round *round, GBytes *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftBusMessage) message = weft_bus_message_parse (text, &error);

  if (error != NULL)
    {
      g_debug ("Garbage on the bus: %s", error->message);
      g_mutex_lock (&self->mutex);
      self->statistics.n_garbage++;
      g_mutex_unlock (&self->mutex);
    }
  if (message == NULL || g_str_equal (message->node, self->id))
    return;

  hear (self, message->node);
  switch (message->kind)
    {
    case WEFT_BUS_MOVED:
      for (guint i = 0; i < message->names->len; i++)
        if (!_weft_hub_has_reached (self->hub, g_ptr_array_index (message->names, i),
                                    g_array_index (message->numbers, gint64, i)))
          g_hash_table_add (round->streams, g_strdup (g_ptr_array_index (message->names, i)));
      break;
    case WEFT_BUS_SESSIONS:
      for (guint i = 0; i < message->names->len; i++)
        g_hash_table_add (round->ids, g_strdup (g_ptr_array_index (message->names, i)));
      break;
    case WEFT_BUS_MARK:
      if (_weft_hub_wants_latest (self->hub, g_ptr_array_index (message->names, 0),
                                  g_ptr_array_index (message->names, 2)))
        g_ptr_array_add (round->marks, g_steal_pointer (&message));
      break;
    case WEFT_BUS_PASSING:
      if (round->passing->len < PASSING_MAX
          && _weft_hub_wants_latest (self->hub, g_ptr_array_index (message->names, 0), NULL))
        g_ptr_array_add (round->passing, g_steal_pointer (&message));
      break;
    case WEFT_BUS_HERE:
    case WEFT_BUS_IDLE:
    case WEFT_BUS_GONE:
      for (guint i = 0; i < message->names->len; i++)
        _weft_hub_set_elsewhere (self->hub, message->node, g_ptr_array_index (message->names, i),
                                 message->kind != WEFT_BUS_GONE, message->kind == WEFT_BUS_IDLE);
      break;
    case WEFT_BUS_BYE:
      g_hash_table_remove (self->others, message->node);
      _weft_hub_forget_node (self->hub, message->node);
      break;
    case WEFT_BUS_LAST:
    default:
      break;
    }
}

/* Looking */

static void
look_at_marks (WeftNodes *self, WeftDatabase *database, GPtrArray *marks)
{
  for (guint i = 0; i < marks->len; i++)
    {
      const WeftBusMessage *message = g_ptr_array_index (marks, i);
      g_autoptr (WeftLatestValue) value = weft_latest_read (database, g_ptr_array_index (message->names, 0),
                                                            g_ptr_array_index (message->names, 1),
                                                            g_ptr_array_index (message->names, 2), NULL);

      if (value != NULL && _weft_withholding_look (self->hub->engine, database, value, NULL))
        _weft_hub_set_mark (self->hub, value);
    }
}

/* It is kept nowhere; but who may say it is. */
static void
take_passing (WeftNodes *self, WeftDatabase *database, const WeftBusMessage *message)
{
  WeftRegistry *registry = weft_engine_get_registry (self->hub->engine);
  const char *stream = g_ptr_array_index (message->names, 0);
  const char *person = g_ptr_array_index (message->names, 2);
  const WeftLatest *latest = weft_registry_find_latest (registry, g_ptr_array_index (message->names, 1));
  gint64 left = g_array_index (message->numbers, gint64, 0);
  g_autoptr (WeftLatestValue) value = NULL;
  g_autofree char *text = json_to_string (message->value, FALSE);

  if (latest == NULL || latest->durable || !weft_registry_allows_latest (registry, latest, stream)
      || strlen (text) > VALUE_MAX
      || weft_access_get_role (database, stream, person, NULL) < MAX (latest->role, WEFT_ROLE_NONE + 1))
    return;

  value = g_new0 (WeftLatestValue, 1);
  value->stream = g_strdup (stream);
  value->name = g_strdup (latest->name);
  value->person = g_strdup (person);
  value->extra = json_node_ref (message->value);
  value->at = weft_clock_now (weft_engine_get_clock (self->hub->engine));
  value->until = g_get_monotonic_time () + MIN (left, (gint64) latest->ttl) * 1000;
  if (_weft_withholding_look (self->hub->engine, database, value, NULL))
    _weft_hub_set_latest (self->hub, value);
}

static void
look (WeftNodes *self, const Round *round, gboolean whole)
{
  WeftDatabase *database = weft_engine_acquire_reader (self->hub->engine, NULL);
  guint n_late;

  if (database == NULL)
    return;

  if (whole)
    {
      n_late = _weft_hub_reread_all (self->hub, database);
      g_mutex_lock (&self->mutex);
      self->statistics.n_rereads++;
      self->statistics.n_late += n_late;
      g_mutex_unlock (&self->mutex);
    }
  else
    {
      if (g_hash_table_size (round->streams) > 0)
        {
          g_autoptr (GPtrArray) streams = g_hash_table_get_keys_as_ptr_array (round->streams);

          _weft_hub_reread_streams (self->hub, database, streams);
        }
      if (g_hash_table_size (round->ids) > 0)
        _weft_hub_reread_sessions (self->hub, database, round->ids);
      look_at_marks (self, database, round->marks);
    }
  for (guint i = 0; i < round->passing->len; i++)
    take_passing (self, database, g_ptr_array_index (round->passing, i));

  weft_engine_release_reader (self->hub->engine, database);
}

static void
expire_others (WeftNodes *self)
{
  gint64 before = g_get_monotonic_time () - self->hub->limits.node_silence * 1000;
  GHashTableIter iter;
  gpointer heard_at;

  g_hash_table_iter_init (&iter, self->others);
  while (g_hash_table_iter_next (&iter, NULL, &heard_at))
    if (*(gint64 *) heard_at < before)
      g_hash_table_iter_remove (&iter);
  _weft_hub_expire_elsewhere (self->hub, before);

  g_mutex_lock (&self->mutex);
  self->statistics.n_nodes = g_hash_table_size (self->others);
  g_mutex_unlock (&self->mutex);
}

static gpointer
nodes_thread (gpointer user_data)
{
  WeftNodes *self = user_data;
  gint64 reread = self->hub->limits.reread * 1000; /* µs */
  gint64 reread_at = g_get_monotonic_time () + reread;
  gint64 expire_at = g_get_monotonic_time () + EXPIRY;

  while (TRUE)
    {
      g_auto (Round) round
          = { .ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
              .marks = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_bus_message_free),
              .passing = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_bus_message_free) };
      GQueue inbox = G_QUEUE_INIT;
      GBytes *text;
      gboolean whole;
      gboolean announce;
      gint64 now;

      g_mutex_lock (&self->mutex);
      while (self->running && !self->whole && self->inbox.length == 0
             && g_hash_table_size (self->streams) == 0)
        if (!g_cond_wait_until (&self->arrived, &self->mutex, MIN (reread_at, expire_at)))
          break;
      if (!self->running)
        {
          g_mutex_unlock (&self->mutex);
          round.streams = g_hash_table_new (NULL, NULL);
          return NULL;
        }
      whole = self->whole;
      announce = self->announce;
      self->whole = self->announce = FALSE;
      inbox = self->inbox;
      g_queue_init (&self->inbox);
      round.streams = g_steal_pointer (&self->streams);
      self->streams = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_mutex_unlock (&self->mutex);

      while ((text = g_queue_pop_head (&inbox)) != NULL)
        {
          sort_message (self, &round, text);
          g_bytes_unref (text);
        }
      now = g_get_monotonic_time ();
      whole |= now >= reread_at;
      look (self, &round, whole);
      announce |= now >= reread_at;
      if (now >= reread_at)
        reread_at = now + reread;
      if (announce && self->bus != NULL)
        tell_everybody (self);
      if (now >= expire_at)
        {
          expire_at = now + EXPIRY;
          expire_others (self);
        }
    }
}

/* Public API */

WeftNodes *
weft_nodes_new (WeftHub *hub, WeftBus *bus)
{
  WeftNodes *self = g_new0 (WeftNodes, 1);

  self->hub = hub;
  self->bus = bus != NULL ? g_object_ref (bus) : NULL;
  self->id = weft_id_random ();
  g_mutex_init (&self->mutex);
  g_cond_init (&self->arrived);
  g_queue_init (&self->inbox);
  self->streams = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->moved = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->others = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  return self;
}

void
weft_nodes_start (WeftNodes *self)
{
  self->running = TRUE;
  self->thread = g_thread_new ("weft-nodes", nodes_thread, self);
  if (self->bus != NULL)
    {
      g_autofree char *channel = g_strconcat (CHANNEL, weft_engine_get_workspace (self->hub->engine), NULL);

      weft_bus_start (self->bus, channel, on_message, self);
    }
}

void
weft_nodes_stop (WeftNodes *self)
{
  if (self->thread == NULL)
    return;

  g_mutex_lock (&self->mutex);
  self->running = FALSE;
  g_cond_signal (&self->arrived);
  g_mutex_unlock (&self->mutex);
  g_thread_join (g_steal_pointer (&self->thread));
  if (self->bus != NULL)
    {
      publish_one (self, WEFT_BUS_BYE, NULL);
      weft_bus_stop (self->bus);
    }
}

void
weft_nodes_free (WeftNodes *self)
{
  weft_nodes_stop (self);
  g_clear_object (&self->bus);
  g_queue_clear_full (&self->inbox, (GDestroyNotify) g_bytes_unref);
  g_hash_table_unref (self->streams);
  g_hash_table_unref (self->moved);
  g_hash_table_unref (self->others);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->arrived);
  g_free (self->id);
  g_free (self);
}

void
weft_nodes_get_statistics (WeftNodes *self, WeftNodesStatistics *statistics)
{
  g_mutex_lock (&self->mutex);
  *statistics = self->statistics;
  g_mutex_unlock (&self->mutex);

  statistics->has_bus = self->bus != NULL;
  if (self->bus != NULL)
    weft_bus_get_statistics (self->bus, &statistics->bus);
}
