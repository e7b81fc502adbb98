/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-session-private.h"
#include "serve/weft-withholding.h"

#include "serve/weft-access.h"
#include "serve/weft-engine-private.h"
#include "serve/weft-results.h"

#define SUBSCRIPTIONS_MAX 10000
#define PAGES_MAX 64    /* pages asked for and not sent */
#define OBJECT_MAX 1000 /* bytes in the object of a latest value */

static void
handle_subscribe (WeftSession *self, const WeftFrame *frame)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) mine = NULL;

  if (frame->mine)
    {
      WeftDatabase *database;

      /* First the wish, then the list: who is added in between is told by the writer. */
      g_mutex_lock (&self->hub->mutex);
      self->mine = TRUE;
      g_mutex_unlock (&self->hub->mutex);

      database = weft_engine_acquire_reader (self->hub->engine, &error);
      if (database != NULL)
        {
          mine = weft_access_get_streams (database, self->person, &error);
          weft_engine_release_reader (self->hub->engine, database);
        }
      /* Without it nothing would be told here, and the client would take that for quiet. */
      if (mine == NULL)
        {
          g_warning ("Cannot tell which streams %s reads: %s", self->person, error->message);
          _weft_session_end (self, 1011, "the server cannot read this; try again later");
          return;
        }
    }

  g_mutex_lock (&self->hub->mutex);
  for (guint i = 0; i < frame->positions->len; i++)
    {
      const WeftFramePosition *position = &g_array_index (frame->positions, WeftFramePosition, i);
      WeftSubscription *subscription = g_hash_table_lookup (self->subscriptions, position->stream);

      /* Who finds itself behind, or its rows broken, subscribes again: it begins anew, from there. */
      if (subscription != NULL)
        _weft_session_drop (self, subscription, FALSE);
      if (g_hash_table_size (self->subscriptions) >= SUBSCRIPTIONS_MAX)
        break;
      _weft_session_subscribe (self, position->stream, position->fresh ? NULL : &position->position);
    }
  for (guint i = 0; mine != NULL && mine[i] != NULL; i++)
    _weft_session_subscribe (self, mine[i], NULL);
  if (frame->mine)
    {
      self->listed = TRUE;
      _weft_session_tell_live (self);
    }
  g_mutex_unlock (&self->hub->mutex);
}

static void
handle_unsubscribe (WeftSession *self, const WeftFrame *frame)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->hub->mutex);

  for (guint i = 0; i < frame->streams->len; i++)
    {
      WeftSubscription *subscription
          = g_hash_table_lookup (self->subscriptions, g_ptr_array_index (frame->streams, i));

      if (subscription != NULL)
        _weft_session_drop (self, subscription, FALSE);
    }
}

/* Who shows nobody theirs sees nobody's. The hub's mutex is held. */
static void
hide_passing (WeftSession *self, GPtrArray *values, WeftDatabase **database)
{
  for (guint i = values->len; i > 0; i--)
    if (_weft_withholding_concerns (self->hub->engine, ((WeftLatestValue *) values->pdata[i - 1])->name)
        && _weft_session_chose (self, &self->blind, _weft_withholding_is_blind, database, g_get_monotonic_time ()))
      g_ptr_array_remove_index_fast (values, i - 1);
}

static void
handle_open (WeftSession *self, const WeftFrame *frame)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_latest_value_free);
  g_autoptr (GHashTable) wanted = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GError) error = NULL;
  WeftDatabase *database;
  GHashTableIter iter;
  gpointer topic;

  for (guint i = 0; i < frame->streams->len; i++)
    g_hash_table_add (wanted, g_ptr_array_index (frame->streams, i));

  g_mutex_lock (&self->hub->mutex);
  g_hash_table_iter_init (&iter, self->open);
  while (g_hash_table_iter_next (&iter, NULL, &topic))
    if (!g_hash_table_contains (wanted, ((WeftTopic *) topic)->stream))
      {
        g_hash_table_iter_remove (&iter);
        _weft_session_leave_topic (self, topic);
      }
  g_mutex_unlock (&self->hub->mutex);

  database = weft_engine_acquire_reader (self->hub->engine, &error);
  for (guint i = 0; database != NULL && error == NULL && i < frame->streams->len; i++)
    {
      const char *stream = g_ptr_array_index (frame->streams, i);
      g_autoptr (GPtrArray) durable = NULL;
      WeftTopic *opened;

      if (weft_access_get_role (database, stream, self->person, &error) == WEFT_ROLE_NONE)
        {
          if (error == NULL)
            weft_access_set_not_found (&error);
          break;
        }

      /* Look again once it is open: a removal in between takes it away. */
      g_mutex_lock (&self->hub->mutex);
      if (g_hash_table_contains (self->open, stream) || !self->registered)
        {
          g_mutex_unlock (&self->hub->mutex);
          continue;
        }
      opened = _weft_hub_get_topic (self->hub, stream, TRUE);
      g_ptr_array_add (opened->open, self);
      g_hash_table_insert (self->open, opened->stream, opened);
      g_mutex_unlock (&self->hub->mutex);

      if (weft_access_get_role (database, stream, self->person, &error) == WEFT_ROLE_NONE)
        {
          g_mutex_lock (&self->hub->mutex);
          opened = g_hash_table_lookup (self->open, stream);
          if (opened != NULL)
            {
              g_hash_table_remove (self->open, stream);
              g_ptr_array_remove (opened->open, self);
              _weft_hub_tidy_topic (self->hub, opened);
            }
          g_mutex_unlock (&self->hub->mutex);
          if (error == NULL)
            weft_access_set_not_found (&error);
          break;
        }

      durable = weft_latest_read_stream (database, stream, &error);
      if (durable != NULL && _weft_withholding_filter (self->hub->engine, database, stream, self->person, durable, &error))
        g_ptr_array_extend_and_steal (values, g_steal_pointer (&durable));
    }
  if (values->len > 0)
    _weft_session_send_latests (self, values);
  g_mutex_lock (&self->hub->mutex);
  g_hash_table_iter_init (&iter, self->open);
  while (g_hash_table_iter_next (&iter, NULL, &topic))
    {
      g_autoptr (GPtrArray) passing = g_hash_table_get_values_as_ptr_array (((WeftTopic *) topic)->values);

      hide_passing (self, passing, &database);
      if (passing->len > 0)
        _weft_session_send_latests (self, passing);
    }
  g_mutex_unlock (&self->hub->mutex);
  if (database != NULL)
    weft_engine_release_reader (self->hub->engine, database);

  if (error == NULL)
    return;
  /* The client takes what it opened for told: it opens it again with its next connection. */
  if (weft_results_is_fault (error))
    {
      g_warning ("Cannot tell %s what others did: %s", self->person, error->message);
      _weft_session_end (self, 1011, "the server cannot read this; try again later");
    }
  else
    _weft_session_send_error (self, error);
}

/* What one client has with the writer is counted: the queue is everybody's. */
static void
start_running (WeftSession *self)
{
  g_mutex_lock (&self->mutex);
  self->n_running++;
  g_mutex_unlock (&self->mutex);
}

static void
stop_running (WeftSession *self)
{
  g_mutex_lock (&self->mutex);
  self->n_running--;
  if (self->n_running == WEFT_SESSION_RUNNING_MAX - 1 || self->state == WEFT_SESSION_OVER)
    _weft_session_schedule_locked (self);
  g_mutex_unlock (&self->mutex);
}

static void
on_result (GBytes *result, gpointer user_data)
{
  WeftSession *self = user_data;

  weft_flow_send_text (self->flow, result);
  stop_running (self);
  _weft_session_unref (self);
}

static void
handle_operation (WeftSession *self, const WeftFrame *frame)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), frame->args);
  g_autofree char *args = json_to_string (node, FALSE);
  const WeftRequest request = { self->client, self->person, frame->n,      frame->id,   frame->stream,
                                frame->op,    args,         self->address, self->holder };
  gboolean submitted = FALSE;

  /* Under the lock with which a newer connection ends this one: after that, nothing of it runs. */
  g_mutex_lock (&self->mutex);
  if (!self->over)
    {
      self->n_running++;
      submitted
          = weft_engine_submit (self->hub->engine, &request, on_result, _weft_session_ref (self), &error);
      if (!submitted)
        self->n_running--;
    }
  g_mutex_unlock (&self->mutex);

  if (error != NULL)
    {
      g_autoptr (GBytes) result = weft_results_make (frame->n, frame->id, NULL, 0, error);

      _weft_session_unref (self);
      weft_flow_send_text (self->flow, result);
    }
}

typedef struct
{
  WeftSession *session;
  gint64 n;
} Acknowledgement;

static gboolean
acknowledge_job (WeftDatabase *database, gpointer user_data, GError **error)
{
  Acknowledgement *acknowledgement = user_data;

  return weft_results_acknowledge (database, acknowledgement->session->client,
                                   acknowledgement->session->person, acknowledgement->n, error);
}

static void
on_acknowledged (gpointer user_data, const GError *error)
{
  Acknowledgement *acknowledgement = user_data;

  stop_running (acknowledgement->session);
  _weft_session_unref (acknowledgement->session);
  g_free (acknowledgement);
}

static void
handle_acknowledge (WeftSession *self, const WeftFrame *frame)
{
  Acknowledgement *acknowledgement = g_new0 (Acknowledgement, 1);

  acknowledgement->session = _weft_session_ref (self);
  acknowledgement->n = frame->n;
  start_running (self);
  _weft_engine_post (self->hub->engine, acknowledge_job, acknowledgement, on_acknowledged, NULL);
}

void
_weft_session_answer_search (WeftSession *self, const WeftSearchAsked *asked)
{
  WeftEngine *engine = self->hub->engine;
  WeftDatabase *database;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) hits = NULL;

  database = weft_engine_acquire_reader (engine, &error);
  if (database != NULL)
    {
      if (weft_database_begin_read (database, &error))
        hits = weft_search_answer (database, weft_engine_get_registry (engine), self->person,
                                   weft_clock_now (weft_engine_get_clock (engine)), asked, &error);
      weft_database_rollback (database);
      weft_engine_release_reader (engine, database);
    }
  if (hits != NULL)
    weft_flow_send_text (self->flow, hits);
  else
    _weft_session_refuse_request (self, asked->request, error);
}

/* FALSE if so many are under way that this one is refused. */
static gboolean
count_page (WeftSession *self, const WeftFrame *frame)
{
  guint n_pages;

  g_mutex_lock (&self->mutex);
  n_pages = self->n_pages++;
  g_mutex_unlock (&self->mutex);
  if (n_pages >= PAGES_MAX)
    {
      g_autoptr (GError) error
          = g_error_new (WEFT_ERROR, WEFT_ERROR_RATE_LIMITED,
                         "request: %d pages are on their way, which is all at once", PAGES_MAX);

      g_mutex_lock (&self->mutex);
      self->n_pages--;
      g_mutex_unlock (&self->mutex);
      _weft_session_refuse_request (self, frame->request, error);
      return FALSE;
    }

  return TRUE;
}

static void
handle_page (WeftSession *self, const WeftFrame *frame)
{
  WeftSessionWork *work;

  if (!count_page (self, frame))
    return;

  work = g_new0 (WeftSessionWork, 1);
  if (frame->type == WEFT_FRAME_SEARCH)
    {
      work->search = weft_search_asked_new (frame);
      _weft_session_push_work (self, work);
      return;
    }
  work->stream = g_strdup (frame->stream);
  work->page = TRUE;
  work->request = frame->request;
  work->table = g_strdup (frame->table);
  work->before = frame->before;
  work->limit = CLAMP (frame->limit, 1, WEFT_PAGE_MAX);
  _weft_session_push_work (self, work);
}

static void
handle_ask (WeftSession *self, const WeftFrame *frame)
{
  WeftSessionWork *work;

  if (!count_page (self, frame))
    return;

  work = g_new0 (WeftSessionWork, 1);
  work->stream = g_strdup (frame->stream);
  work->page = TRUE;
  work->request = frame->request;
  work->what = g_strdup (frame->what);
  work->row = g_strdup (frame->row);
  work->from = frame->from;
  work->to = frame->to;
  work->at = frame->at;
  work->cursor = frame->offset;
  work->limit = frame->limit;
  _weft_session_push_work (self, work);
}

typedef struct
{
  WeftSession *session;
  WeftLatestValue *value;
  gboolean moved;
} Storing;

static gboolean
store_latest_job (WeftDatabase *database, gpointer user_data, GError **error)
{
  Storing *storing = user_data;

  /* Looked at again: the writer may have removed the person since. */
  if (weft_access_get_role (database, storing->value->stream, storing->value->person, error)
      == WEFT_ROLE_NONE)
    return error == NULL || *error != NULL ? FALSE : weft_access_set_not_found (error);

  return weft_latest_store (database, storing->value, &storing->moved, error)
         && _weft_withholding_look (storing->session->hub->engine, database, storing->value, error);
}

/* A mark is not numbered: its client hears of no failure, and sends it again only with its next connection.
 */
static void
keep_unstored (WeftSession *self, WeftLatestValue *value)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (self->unstored == NULL)
    self->unstored = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_latest_value_free);
  for (guint i = 0; i < self->unstored->len; i++)
    {
      WeftLatestValue *other = g_ptr_array_index (self->unstored, i);

      if (g_str_equal (other->stream, value->stream) && g_str_equal (other->name, value->name))
        {
          other->value = MAX (other->value, value->value);
          weft_latest_value_free (value);
          return;
        }
    }
  g_ptr_array_add (self->unstored, value);
}

static void
on_latest_stored (gpointer user_data, const GError *error)
{
  Storing *storing = user_data;

  if (error != NULL && weft_results_is_fault (error))
    keep_unstored (storing->session, g_steal_pointer (&storing->value));
  if (error == NULL && storing->moved)
    {
      _weft_hub_set_latest (storing->session->hub, storing->value);
      if (storing->session->hub->nodes != NULL)
        weft_nodes_tell_latest (storing->session->hub->nodes, storing->value);
    }
  g_clear_pointer (&storing->value, weft_latest_value_free);
  stop_running (storing->session);
  _weft_session_unref (storing->session);
  g_free (storing);
}

static void
store_latest (WeftSession *self, WeftLatestValue *value)
{
  Storing *storing = g_new0 (Storing, 1);

  storing->session = _weft_session_ref (self);
  storing->value = value;
  start_running (self);
  _weft_engine_post (self->hub->engine, store_latest_job, storing, on_latest_stored, NULL);
}

void
_weft_session_store_again (WeftSession *self)
{
  g_autoptr (GPtrArray) values = NULL;

  g_mutex_lock (&self->mutex);
  if (!self->over)
    values = g_steal_pointer (&self->unstored);
  g_mutex_unlock (&self->mutex);
  if (values == NULL)
    return;

  g_ptr_array_set_free_func (values, NULL);
  for (guint i = 0; i < values->len; i++)
    store_latest (self, g_ptr_array_index (values, i));
}

static gboolean
check_latest (WeftSession *self, const WeftFrame *frame, const WeftLatest *latest, GError **error)
{
  WeftRegistry *registry = weft_engine_get_registry (self->hub->engine);
  WeftDatabase *database;
  WeftRole role;

  if (latest == NULL || !weft_registry_allows_latest (registry, latest, frame->stream))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "name: no latest value is called “%.80s” there",
                   frame->name);
      return FALSE;
    }
  if (latest->durable != JSON_NODE_HOLDS_VALUE (frame->value))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "value: %s takes %s", latest->name,
                   latest->durable ? "an integer" : "an object");
      return FALSE;
    }

  database = weft_engine_acquire_reader (self->hub->engine, error);
  if (database == NULL)
    return FALSE;
  role = weft_access_get_role (database, frame->stream, self->person, error);
  weft_engine_release_reader (self->hub->engine, database);
  if (*error != NULL)
    return FALSE;
  if (role == WEFT_ROLE_NONE)
    return weft_access_set_not_found (error);
  if (role < latest->role)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_DENIED, "name: %s takes the role %s or higher, yours is %s",
                   latest->name, weft_role_to_wire (latest->role), weft_role_to_wire (role));
      return FALSE;
    }

  return TRUE;
}

/* @text: @value as it would be sent. */
static gboolean
check_object (const WeftLatest *latest, JsonNode *value, const char *text, GError **error)
{
  g_autofree gpointer args = NULL;

  if (strlen (text) > OBJECT_MAX)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_TOO_LARGE, "value: %zu bytes, at most %d", strlen (text), OBJECT_MAX);
      return FALSE;
    }
  if (latest->args_size == 0)
    return TRUE;

  args = g_malloc0 (latest->args_size);
  if (!latest->parse (json_node_get_object (value), args, error))
    return FALSE;
  latest->clear (args);

  return TRUE;
}

/* Nothing of it is kept. What cannot be read is no leave to tell others. */
static void
tell_passing (WeftSession *self, WeftLatestValue *value)
{
  WeftEngine *engine = self->hub->engine;

  if (_weft_withholding_concerns (engine, value->name))
    {
      WeftDatabase *database = weft_engine_acquire_reader (engine, NULL);
      gboolean known = database != NULL && _weft_withholding_look (engine, database, value, NULL);

      if (database != NULL)
        weft_engine_release_reader (engine, database);
      if (!known || value->withheld)
        return;
    }

  _weft_hub_set_latest (self->hub, value);
  if (self->hub->nodes != NULL)
    weft_nodes_tell_latest (self->hub->nodes, value);
}

static void
handle_latest (WeftSession *self, const WeftFrame *frame)
{
  WeftRegistry *registry = weft_engine_get_registry (self->hub->engine);
  g_autoptr (WeftLatestValue) value = NULL;
  g_autoptr (GError) error = NULL;
  const WeftLatest *latest;

  if (frame->value == NULL)
    return;
  latest = weft_registry_find_latest (registry, frame->name);
  if (!check_latest (self, frame, latest, &error))
    {
      /* Nobody answers a mark: with the next connection the client compares what is kept, and sends it again.
       */
      if (latest != NULL && latest->durable && weft_results_is_fault (error))
        {
          g_warning ("Cannot take %s of %s: %s", frame->name, self->person, error->message);
          _weft_session_end (self, 1011, "the server cannot read this; try again later");
          return;
        }
      _weft_session_send_error (self, error);
      return;
    }

  value = g_new0 (WeftLatestValue, 1);
  value->stream = g_strdup (frame->stream);
  value->name = g_strdup (frame->name);
  value->person = g_strdup (self->person);
  value->at = weft_clock_now (weft_engine_get_clock (self->hub->engine));
  if (latest->durable)
    {
      value->value = json_node_get_int (frame->value);
      store_latest (self, g_steal_pointer (&value));
    }
  else
    {
      g_autofree char *text = json_to_string (frame->value, FALSE);

      if (!check_object (latest, frame->value, text, &error))
        {
          _weft_session_send_error (self, error);
          return;
        }
      value->extra = json_node_copy (frame->value);
      json_node_seal (value->extra);
      value->until = g_get_monotonic_time () + latest->ttl * G_GINT64_CONSTANT (1000);
      tell_passing (self, value);
    }
}

void
_weft_session_unwatch_all (WeftSession *self)
{
  GHashTableIter iter;
  gpointer person;

  g_hash_table_iter_init (&iter, self->watched);
  while (g_hash_table_iter_next (&iter, &person, NULL))
    {
      WeftPresent *present = _weft_hub_get_present (self->hub, person, FALSE);

      if (present == NULL)
        continue;
      g_ptr_array_remove_fast (present->watchers, self);
      _weft_hub_tidy_present (self->hub, present);
    }
  g_hash_table_remove_all (self->watched);
  g_clear_pointer (&self->late_people, g_hash_table_unref);
}

static void
handle_watch (WeftSession *self, const WeftFrame *frame)
{
  g_autoptr (GArray) list = g_array_new (FALSE, FALSE, sizeof (WeftFramePresence));
  g_autoptr (GError) error = NULL;
  WeftDatabase *database = weft_engine_acquire_reader (self->hub->engine, &error);
  gboolean blind;
  GString *out;

  if (database == NULL)
    {
      _weft_session_send_error (self, error);
      return;
    }

  g_mutex_lock (&self->hub->mutex);
  _weft_session_unwatch_all (self);
  blind = _weft_session_chose (self, &self->unseen, _weft_withholding_is_unseen, &database, g_get_monotonic_time ());
  g_mutex_unlock (&self->hub->mutex);

  for (guint i = 0; i < frame->people->len; i++)
    {
      const char *person = g_ptr_array_index (frame->people, i);
      WeftFramePresence presence = { .person = person };
      gboolean unseen = TRUE;
      WeftPresent *present;
      gint64 seen = 0;

      /* Whoever is not there, or not theirs to know, is simply not in the answer. */
      if (!weft_access_may_see (database, self->person, person)
          || !weft_database_get_value (database, &seen, 0, NULL, "SELECT at FROM seen WHERE person = ?1", "t",
                                       person))
        continue;
      /* What cannot be read is no leave. */
      if (!blind)
        _weft_withholding_is_unseen (self->hub->engine, database, person, &unseen, NULL);

      g_mutex_lock (&self->hub->mutex);
      if (self->registered && !g_hash_table_contains (self->watched, person))
        {
          present = _weft_hub_get_present (self->hub, person, TRUE);
          g_ptr_array_add (present->watchers, self);
          g_hash_table_add (self->watched, g_strdup (person));
          present->seen = MAX (present->seen, seen);
          presence.state = _weft_present_get_state (present);
          presence.seen = blind || unseen ? 0 : _weft_present_get_seen (present, self->hub);
          g_array_append_val (list, presence);
        }
      g_mutex_unlock (&self->hub->mutex);
    }
  weft_engine_release_reader (self->hub->engine, database);

  if (list->len == 0)
    return;
  out = g_string_new (NULL);
  weft_frame_write_presence (out, (const WeftFramePresence *) (void *) list->data, list->len);
  _weft_session_send (self, out);
}

static void
handle_authenticate (WeftSession *self, const WeftFrame *frame)
{
  g_autofree char *person = NULL;
  g_autofree char *family = NULL;
  gint64 expires_at;

  if (weft_authority_check (self->hub->authority, frame->token, &person, &family, &expires_at)
      && g_str_equal (person, self->person))
    {
      /* From here on the connection ends with the sign-in of this token. */
      g_mutex_lock (&self->hub->mutex);
      g_set_str (&self->family, family);
      g_mutex_unlock (&self->hub->mutex);
      g_mutex_lock (&self->mutex);
      self->expires_at = expires_at;
      g_mutex_unlock (&self->mutex);
    }
  else
    {
      g_autoptr (GError) error = g_error_new_literal (WEFT_ERROR, WEFT_ERROR_UNAUTHENTICATED,
                                                      "token: unknown, expired, or of somebody else");

      _weft_session_send_error (self, error);
    }
}

gboolean
_weft_session_handle_received (WeftSession *self, const WeftFrame *frame)
{
  g_autoptr (GError) error = NULL;
  gboolean news;
  gboolean drained;

  if (!weft_flow_receive (self->flow, frame->bytes, &news, &drained, &error))
    {
      _weft_session_send_error (self, error);
      _weft_session_end (self, WEFT_CLOSE_BAD_FRAME, "more was received than sent");
      return FALSE;
    }
  if (!drained)
    return news;

  g_mutex_lock (&self->mutex);
  _weft_session_schedule_locked (self);
  g_mutex_unlock (&self->mutex);

  return news;
}

void
_weft_session_handle_frame (WeftSession *self, GBytes *text)
{
  g_autoptr (WeftFrame) frame = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;
  const char *data = g_bytes_get_data (text, &length);

  frame = weft_frame_parse (data, length, &error);
  if (frame == NULL)
    {
      _weft_session_send_error (self, error);
      _weft_session_end (self, WEFT_CLOSE_BAD_FRAME, "a frame could not be read");
      return;
    }
  if ((frame->type == WEFT_FRAME_HELLO) != (self->client == NULL) && frame->type != WEFT_FRAME_NONE)
    {
      g_set_error (&error, WEFT_ERROR, WEFT_ERROR_INVALID, "type: hello comes first, and once");
      _weft_session_send_error (self, error);
      _weft_session_end (self, WEFT_CLOSE_BAD_FRAME, "hello comes first, and once");
      return;
    }

  switch (frame->type)
    {
    case WEFT_FRAME_HELLO:
      _weft_session_handle_hello (self, frame);
      break;
    case WEFT_FRAME_SUBSCRIBE:
      handle_subscribe (self, frame);
      break;
    case WEFT_FRAME_UNSUBSCRIBE:
      handle_unsubscribe (self, frame);
      break;
    case WEFT_FRAME_OPEN:
      handle_open (self, frame);
      break;
    case WEFT_FRAME_OPERATION:
      handle_operation (self, frame);
      break;
    case WEFT_FRAME_ACKNOWLEDGE:
      handle_acknowledge (self, frame);
      break;
    case WEFT_FRAME_PAGE:
    case WEFT_FRAME_SEARCH:
      handle_page (self, frame);
      break;
    case WEFT_FRAME_ASK:
      handle_ask (self, frame);
      break;
    case WEFT_FRAME_LATEST:
      handle_latest (self, frame);
      break;
    case WEFT_FRAME_WATCH:
      handle_watch (self, frame);
      break;
    case WEFT_FRAME_IDLE:
      _weft_session_set_idle (self, frame->idle);
      break;
    case WEFT_FRAME_AUTHENTICATE:
      handle_authenticate (self, frame);
      break;
    case WEFT_FRAME_RECEIVED:
      _weft_session_handle_received (self, frame);
      break;
    case WEFT_FRAME_PING:
    case WEFT_FRAME_NONE:
      break;
    default:
      g_set_error (&error, WEFT_ERROR, WEFT_ERROR_INVALID, "type: only the server sends this");
      _weft_session_send_error (self, error);
      _weft_session_end (self, WEFT_CLOSE_BAD_FRAME, "only the server sends this");
      break;
    }
}
