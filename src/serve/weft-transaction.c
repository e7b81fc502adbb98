/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-transaction.h"

#include "serve/weft-access.h"
#include "serve/weft-engine-private.h"
#include "serve/weft-erasure.h"
#include "serve/weft-results.h"
#include "store/weft-fold.h"
#include "store/weft-scrub.h"

/* Bytes of events in one delivery; a frame has room for the rest around them. */
#define DELIVERY_MAX (WEFT_FRAME_MAX - 4096)

static void
weft_delivery_free (WeftDelivery *self)
{
  g_free (self->stream);
  g_free (self->person);
  g_clear_pointer (&self->stored, g_ptr_array_unref);
  g_free (self);
}

WeftTransaction *
weft_transaction_new (WeftEngine *engine, WeftDatabase *database, gint64 at)
{
  WeftTransaction *self = g_new0 (WeftTransaction, 1);

  self->engine = engine;
  self->database = database;
  self->at = at;
  self->heads = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->clients = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) weft_client_free);
  self->roles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->moved = g_ptr_array_new ();
  self->deliveries = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_delivery_free);
  self->ended = g_ptr_array_new_with_free_func (g_free);
  self->erased = g_ptr_array_new_with_free_func (g_free);
  self->erased_files = g_ptr_array_new_with_free_func (g_free);

  return self;
}

WeftTransaction *
weft_transaction_new_within (WeftTransaction *outer)
{
  WeftTransaction *self = weft_transaction_new (outer->engine, outer->database, outer->at);

  self->outer = outer;
  self->address = outer->address;
  self->client = outer->client;
  self->due_at = outer->due_at;
  self->job = outer->job;
  self->depth = outer->depth;

  return self;
}

void
weft_transaction_free (WeftTransaction *self)
{
  g_hash_table_unref (self->heads);
  g_hash_table_unref (self->clients);
  g_hash_table_unref (self->roles);
  g_ptr_array_unref (self->moved);
  g_ptr_array_unref (self->deliveries);
  g_ptr_array_unref (self->ended);
  g_ptr_array_unref (self->erased);
  g_ptr_array_unref (self->erased_files);
  g_free (self);
}

WeftHead *
weft_transaction_get_head (WeftTransaction *self, const char *stream, GError **error)
{
  WeftHead *head = g_hash_table_lookup (self->heads, stream);

  if (head == NULL)
    {
      const WeftHead *known = NULL;
      g_autofree WeftHead *fresh = NULL;

      for (WeftTransaction *outer = self->outer; outer != NULL && known == NULL; outer = outer->outer)
        known = g_hash_table_lookup (outer->heads, stream);
      fresh = known != NULL ? g_memdup2 (known, sizeof *known) : g_new0 (WeftHead, 1);
      if (known == NULL && !weft_log_take_head (self->database, stream, fresh, error))
        return NULL;
      head = g_steal_pointer (&fresh);
      g_hash_table_insert (self->heads, g_strdup (stream), head);
    }

  return head;
}

WeftRole
weft_transaction_get_role (WeftTransaction *self, const char *stream, const char *person, GError **error)
{
  g_autofree char *key = g_strconcat (stream, " ", person, NULL);
  g_autoptr (GError) local_error = NULL;
  WeftTransaction *at = self;
  gpointer role;

  while (at != NULL)
    {
      if (g_hash_table_lookup_extended (at->roles, key, NULL, &role))
        return (WeftRole) GPOINTER_TO_INT (role);
      at = at->roles_changed ? NULL : at->outer;
    }

  role = GINT_TO_POINTER (weft_access_get_role (self->database, stream, person, &local_error));
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else
    g_hash_table_insert (self->roles, g_steal_pointer (&key), role);

  return (WeftRole) GPOINTER_TO_INT (role);
}

gboolean
weft_transaction_write (WeftTransaction *self, GError **error)
{
  for (guint i = 0; i < self->moved->len; i++)
    {
      const char *stream = g_ptr_array_index (self->moved, i);

      if (!weft_log_write_head (self->database, stream, g_hash_table_lookup (self->heads, stream), error))
        return FALSE;
    }
  g_ptr_array_set_size (self->moved, 0);

  return weft_results_write_clients (self->database, self->clients, error);
}

static void
note_moved (WeftTransaction *self, const char *stream)
{
  gpointer key;

  g_hash_table_lookup_extended (self->heads, stream, &key, NULL);
  if (!g_ptr_array_find (self->moved, key, NULL))
    g_ptr_array_add (self->moved, key);
}

void
weft_transaction_forget (WeftTransaction *self)
{
  g_ptr_array_set_size (self->moved, 0);
  g_hash_table_remove_all (self->heads);
  g_hash_table_remove_all (self->clients);
  g_hash_table_remove_all (self->roles);
}

/* Events of one stream go on in one delivery until somebody's role in that stream changes. */
static WeftDelivery *
get_open_delivery (GPtrArray *deliveries, const char *stream, gsize n_bytes)
{
  for (guint i = deliveries->len; i > 0; i--)
    {
      WeftDelivery *delivery = g_ptr_array_index (deliveries, i - 1);

      if (g_str_equal (delivery->stream, stream))
        return delivery->person == NULL && delivery->n_bytes + n_bytes <= DELIVERY_MAX ? delivery : NULL;
      if (deliveries->len - i >= 32)
        break;
    }

  return NULL;
}

static WeftDelivery *
add_delivery (GPtrArray *deliveries, const char *stream)
{
  WeftDelivery *delivery = g_new0 (WeftDelivery, 1);

  delivery->stream = g_strdup (stream);
  g_ptr_array_add (deliveries, delivery);

  return delivery;
}

static gboolean
note_membership (WeftTransaction *self, const char *stream, JsonObject *object, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  WeftDelivery *delivery;
  const char *person;
  WeftRole role;

  if (!weft_json_get_string (object, "person", &person, error))
    return FALSE;
  role = weft_access_get_role (self->database, stream, person, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  delivery = add_delivery (self->deliveries, stream);
  delivery->person = g_strdup (person);
  delivery->role = role;

  /* The marks of one who left say nothing to anybody. */
  if (role == WEFT_ROLE_NONE)
    return weft_database_run (self->database, error, "DELETE FROM latest WHERE stream = ?1 AND person = ?2",
                              "tt", stream, person);

  return TRUE;
}

gboolean
weft_transaction_append (WeftTransaction *self,
                         const char *stream,
                         const WeftEvent *event,
                         const char *by,
                         const char *body,
                         JsonObject *object,
                         GError **error)
{
  g_autoptr (GBytes) stored = NULL;
  g_autofree char *row = weft_event_dup_row (event, object);
  WeftDelivery *delivery;
  WeftHead *head;
  WeftFold fold;
  gsize n_bytes;

  head = weft_transaction_get_head (self, stream, error);
  if (head == NULL)
    return FALSE;
  if (!head->exists && !weft_log_create (self->database, stream, self->at, head, error))
    return FALSE;

  stored = weft_log_append (self->database, stream, head, event, by, self->at, body, row, error);
  if (stored == NULL)
    return FALSE;
  if (event->newest && row != NULL)
    {
      guint n_blanked = 0;

      if (!weft_erasure_blank (self->database, weft_engine_get_registry (self->engine), stream, row,
                               head->head, &n_blanked, error))
        return FALSE;
    }

  fold = (WeftFold) {
    .database = self->database,
    .stream = stream,
    .by = by,
    .seq = head->head,
    .at = self->at,
    .registry = weft_engine_get_registry (self->engine),
  };
  if (!weft_fold_apply (&fold, event, object, error))
    return FALSE;

  note_moved (self, stream);

  n_bytes = g_bytes_get_size (stored) + 1;
  delivery = get_open_delivery (self->deliveries, stream, n_bytes);
  if (delivery == NULL)
    {
      delivery = add_delivery (self->deliveries, stream);
      delivery->first = head->head;
      delivery->stored = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
    }
  g_ptr_array_add (delivery->stored, g_steal_pointer (&stored));
  delivery->n_bytes += n_bytes;
  weft_head_get_position (head, &delivery->position);

  if (weft_access_is_membership (event->name))
    {
      g_hash_table_remove_all (self->roles);
      self->roles_changed = TRUE;
    }

  return !weft_access_is_membership (event->name) || note_membership (self, stream, object, error);
}

gboolean
weft_transaction_end_sessions (WeftTransaction *self, const char *person, GError **error)
{
  if (!weft_database_run (self->database, error, "DELETE FROM access WHERE person = ?1", "t", person)
      || !weft_database_run (
          self->database, error,
          "DELETE FROM refresh WHERE family IN (SELECT family FROM family WHERE person = ?1)", "t", person)
      || !weft_database_run (self->database, error, "DELETE FROM family WHERE person = ?1", "t", person))
    return FALSE;

  g_ptr_array_add (self->ended, g_strdup (person));
  return TRUE;
}

gboolean
weft_transaction_erase (
    WeftTransaction *self, const char *stream, const char *row, guint *n_blanked, GError **error)
{
  /* Noted with the erasure: what files still hold of it is taken out after the commit, if need be after the
   * next start. */
  if (!weft_erasure_find_files (self->database, weft_engine_get_registry (self->engine), stream, row,
                                self->erased_files, error)
      || !weft_erasure_blank (self->database, weft_engine_get_registry (self->engine), stream, row,
                              G_MAXINT64, n_blanked, error)
      || !weft_scrub_want (self->database, error))
    return FALSE;

  if (!g_ptr_array_find_with_equal_func (self->erased, stream, g_str_equal, NULL))
    g_ptr_array_add (self->erased, g_strdup (stream));
  return TRUE;
}

gboolean
weft_transaction_erase_files (WeftTransaction *self, GError **error)
{
  WeftBlobs *blobs = _weft_engine_get_blobs (self->engine);

  for (guint i = 0; i < self->erased_files->len; i++)
    if (!weft_blobs_erase (blobs, self->database, g_ptr_array_index (self->erased_files, i), error))
      return FALSE;
  g_ptr_array_set_size (self->erased_files, 0);

  return TRUE;
}

void
weft_transaction_merge (WeftTransaction *self, WeftTransaction *later)
{
  GHashTableIter iter;
  gpointer stream, head;

  g_hash_table_iter_init (&iter, later->heads);
  while (g_hash_table_iter_next (&iter, &stream, &head))
    g_hash_table_insert (self->heads, g_strdup (stream),
                         g_memdup2 (head, sizeof (WeftHead))); /* @moved keeps its keys */
  for (guint i = 0; i < later->moved->len; i++)
    note_moved (self, g_ptr_array_index (later->moved, i));
  if (later->roles_changed)
    g_hash_table_remove_all (self->roles);
  self->roles_changed |= later->roles_changed;
  g_hash_table_iter_init (&iter, later->roles);
  while (g_hash_table_iter_next (&iter, &stream, &head))
    g_hash_table_replace (self->roles, g_strdup (stream), head);

  self->scheduled |= later->scheduled;
  g_ptr_array_set_free_func (later->deliveries, NULL);
  for (guint i = 0; i < later->deliveries->len; i++)
    {
      WeftDelivery *delivery = g_ptr_array_index (later->deliveries, i);
      WeftDelivery *open = NULL;

      if (delivery->person == NULL)
        open = get_open_delivery (self->deliveries, delivery->stream, delivery->n_bytes);
      if (open == NULL || open->position.seq + 1 != delivery->first)
        {
          g_ptr_array_add (self->deliveries, delivery);
          continue;
        }
      open->position = delivery->position;
      open->n_bytes += delivery->n_bytes;
      g_ptr_array_extend_and_steal (open->stored, g_steal_pointer (&delivery->stored));
      weft_delivery_free (delivery);
    }
  g_ptr_array_set_size (later->deliveries, 0);
  g_ptr_array_set_free_func (later->deliveries, (GDestroyNotify) weft_delivery_free);

  for (guint i = 0; i < later->ended->len; i++)
    g_ptr_array_add (self->ended, g_strdup (g_ptr_array_index (later->ended, i)));
  g_ptr_array_extend_and_steal (self->erased, g_steal_pointer (&later->erased));
  later->erased = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_extend_and_steal (self->erased_files, g_steal_pointer (&later->erased_files));
  later->erased_files = g_ptr_array_new_with_free_func (g_free);
}

void
weft_transaction_deliver (WeftTransaction *self, const WeftSubscriber *subscriber, gpointer user_data)
{
  for (guint i = 0; i < self->deliveries->len; i++)
    {
      WeftDelivery *delivery = g_ptr_array_index (self->deliveries, i);

      if (delivery->person == NULL)
        subscriber->events (delivery->stream, delivery->first, delivery->stored, &delivery->position,
                            user_data);
      else
        subscriber->members_changed (delivery->stream, delivery->person, delivery->role, user_data);
    }
  for (guint i = 0; i < self->ended->len; i++)
    subscriber->sessions_ended (g_ptr_array_index (self->ended, i), user_data);
  if (subscriber->told != NULL)
    subscriber->told (user_data);
}
