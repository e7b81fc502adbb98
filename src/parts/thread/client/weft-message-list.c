/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include "parts/thread/client/weft-message-list.h"
#include "parts/thread/client/weft-message-private.h"
#include "parts/thread/shared/weft-reply.h"
#include "parts/thread/shared/weft-thread-module.h"

#define TAIL_FIRST (2 * WEFT_MESSAGE_PAGE) /* read before anything is shown */

typedef struct
{
  char *person;
  char *name;
  gint64 delivered;
  gint64 read;
} Mark;

struct _WeftMessageList
{
  GObject parent_instance;

  WeftSync *sync;
  char *stream;
  char *title;        /* (nullable): of the thread */
  gboolean resolved;
  gint64 root;        /* ordinal of the message whose thread it is; 0: the room */
  WeftMessage *root_message; /* (nullable): that message */

  gint64 last_ordinal;
  gint64 own_read;
  gint64 own_mark;
  WeftMessagePages pages;
  GPtrArray *tail;    /* of WeftMessage: own ones without a row */
  GPtrArray *marks;   /* of Mark: others' */
  GArray *wanted;     /* of gint64: pages asked for and not loaded, the latest last */
  guint load_source;
  guint reading : 1;
  guint stale : 1;    /* the newest messages, the outbox or the marks changed */
  guint all_dirty : 1;
  guint loading_page : 1;
  guint root_missing : 1; /* asked the server in vain */
  guint ready : 1;
};

enum
{
  PROP_0,
  PROP_READY,
  PROP_LAST_ORDINAL,
  PROP_OWN_READ,
  PROP_ROOT,
  N_PROPS
};

enum
{
  ARRIVED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void weft_message_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (WeftMessageList, weft_message_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, weft_message_list_model_init))

static void queue_load (WeftMessageList *self);

static void
mark_free (gpointer data)
{
  Mark *mark = data;

  g_free (mark->person);
  g_free (mark->name);
  g_free (mark);
}

static WeftMessage *
peek_ordinal (WeftMessageList *self, gint64 ordinal)
{
  return weft_message_pages_peek (&self->pages, ordinal);
}

/* ── states ──────────────────────────────────────────────────────────────────────────────────────────── */

static int
compare_ordinals (gconstpointer a, gconstpointer b)
{
  gint64 left = weft_message_get_ordinal (*(WeftMessage **) a);
  gint64 right = weft_message_get_ordinal (*(WeftMessage **) b);

  return left < right ? -1 : left > right;
}

/* One's own messages that the server has: how far they came is in the others' marks. A face stands at the newest own message that the
 * person has seen, so each person is shown once. */
static void
apply_marks (WeftMessageList *self, GHashTable *changed)
{
  g_autoptr (GPtrArray) own = g_ptr_array_new ();
  GHashTableIter iter;
  WeftMessagePage *page;
  gint64 delivered = 0;
  gint64 read = 0;

  g_hash_table_iter_init (&iter, self->pages.pages);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &page))
    for (guint i = 0; i < WEFT_MESSAGE_PAGE; i++)
      if (page->messages[i] != NULL && weft_message_get_own (page->messages[i]) && weft_message_get_state (page->messages[i]) >= WEFT_MESSAGE_SENT
          && weft_message_get_state (page->messages[i]) != WEFT_MESSAGE_FAILED)
        g_ptr_array_add (own, page->messages[i]);
  g_ptr_array_sort (own, compare_ordinals);

  for (guint i = 0; i < self->marks->len; i++)
    {
      Mark *mark = g_ptr_array_index (self->marks, i);

      delivered = MAX (delivered, MAX (mark->delivered, mark->read));
      read = MAX (read, mark->read);
    }
  for (guint i = 0; i < own->len; i++)
    {
      WeftMessage *message = g_ptr_array_index (own, i);
      gint64 ordinal = weft_message_get_ordinal (message);
      gint64 next = i + 1 < own->len ? weft_message_get_ordinal (g_ptr_array_index (own, i + 1)) : G_MAXINT64;
      g_autoptr (GPtrArray) names = g_ptr_array_new ();
      gboolean different;

      for (guint j = 0; j < self->marks->len; j++)
        {
          Mark *mark = g_ptr_array_index (self->marks, j);

          if (mark->read >= ordinal && mark->read < next && mark->name != NULL)
            g_ptr_array_add (names, mark->name);
        }
      different = _weft_message_set_readers (message, names);
      different |= _weft_message_set_state (message,
                                            ordinal <= read ? WEFT_MESSAGE_READ
                                            : ordinal <= delivered ? WEFT_MESSAGE_DELIVERED
                                                                   : WEFT_MESSAGE_SENT,
                                            NULL, NULL);
      if (different)
        g_hash_table_add (changed, g_object_ref (message));
    }
}

static WeftMessageState
pending_state (WeftMessageList *self, const WeftMessagePending *pending)
{
  WeftSyncState sync = weft_sync_get_state (self->sync);

  switch (pending->state)
    {
    case 0:
      return sync == WEFT_SYNC_ONLINE || sync == WEFT_SYNC_CATCHING_UP ? WEFT_MESSAGE_SENDING : WEFT_MESSAGE_WAITING;
    case 1:
      return sync == WEFT_SYNC_ONLINE || sync == WEFT_SYNC_CATCHING_UP ? WEFT_MESSAGE_SENDING : WEFT_MESSAGE_WAITING;
    case 2:
      return WEFT_MESSAGE_SENT;
    default:
      return WEFT_MESSAGE_FAILED;
    }
}

/* ── from rows to objects ────────────────────────────────────────────────────────────────────────────── */

typedef struct
{
  GHashTable *changed;   /* set of WeftMessage (owned) to tell about */
  GHashTable *displaced; /* id → WeftMessage (owned): lost their place, may have another */
  GPtrArray *arrived;    /* of WeftMessage: others', not there before */
  gint64 old_last;
  gint64 first;          /* positions whose object is another one now */
  gint64 last;
} Apply;

static WeftMessage *
take_displaced (Apply *apply, const char *id)
{
  gpointer message = NULL;

  g_hash_table_steal_extended (apply->displaced, id, NULL, &message);
  return message;
}

static void
displace (Apply *apply, WeftMessage *message)
{
  g_hash_table_replace (apply->displaced, (gpointer) weft_message_get_id (message), g_object_ref (message));
}

static void
place_record (WeftMessageList *self, Apply *apply, GHashTable *pending, const WeftMessageRecord *record)
{
  WeftMessagePage *page = weft_message_pages_ensure (&self->pages, weft_message_pages_index (record->ordinal));
  WeftMessage **slot = &page->messages[(record->ordinal - 1) % WEFT_MESSAGE_PAGE];
  gboolean own = g_strcmp0 (record->author, weft_sync_get_person (self->sync)) == 0;
  const WeftMessagePending *waiting = g_hash_table_lookup (pending, record->id);
  gboolean fresh = record->ordinal > apply->old_last;
  gboolean different;

  if (*slot != NULL && !weft_message_get_placeholder (*slot) && !g_str_equal (weft_message_get_id (*slot), record->id))
    {
      g_clear_object (slot); /* it is among the displaced */
      if (record->ordinal <= apply->old_last)
        {
          apply->first = MIN (apply->first, record->ordinal - 1);
          apply->last = MAX (apply->last, record->ordinal - 1);
        }
      fresh = TRUE;
    }
  if (*slot == NULL)
    {
      *slot = take_displaced (apply, record->id);
      fresh &= *slot == NULL;
      if (*slot == NULL)
        *slot = _weft_message_new_placeholder (record->ordinal);
    }
  else
    fresh = FALSE;
  different = _weft_message_set_record (*slot, record, own);
  if (waiting != NULL)
    different |= _weft_message_set_state (*slot, pending_state (self, waiting), waiting->operation, waiting->error);
  else if (!own)
    different |= _weft_message_set_state (*slot, WEFT_MESSAGE_NONE, NULL, NULL);
  else if (weft_message_get_state (*slot) < WEFT_MESSAGE_SENT || weft_message_get_state (*slot) == WEFT_MESSAGE_FAILED)
    different |= _weft_message_set_state (*slot, WEFT_MESSAGE_SENT, NULL, NULL);
  if (different)
    g_hash_table_add (apply->changed, g_object_ref (*slot));
  if (fresh && !own)
    g_ptr_array_add (apply->arrived, g_object_ref (*slot));
}

/* Own messages without a row: refused, or not predictable. They stand behind everything, in the outbox's order. */
static GPtrArray *
make_tail (WeftMessageList *self, Apply *apply, WeftMessageBatch *batch)
{
  GPtrArray *tail = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < batch->pending->len; i++)
    {
      const WeftMessagePending *pending = &g_array_index (batch->pending, WeftMessagePending, i);
      WeftMessage *above = tail->len > 0 ? g_ptr_array_index (tail, tail->len - 1) : peek_ordinal (self, self->last_ordinal);
      WeftMessage *message;
      gboolean different;

      if (!pending->sends || pending->predicted || pending->state == 2)
        continue;
      message = take_displaced (apply, pending->message);
      if (message == NULL)
        message = _weft_message_new_placeholder (0);
      different = _weft_message_set_record (message,
        &(WeftMessageRecord) { .id = pending->message, .text = pending->text, .reply_to = pending->reply_to, .severity = pending->severity, .asked = pending->asked, .at = pending->at,
                               .author = weft_sync_get_person (self->sync), .first = above == NULL || !weft_message_get_own (above) },
        TRUE);
      different |= _weft_message_set_state (message, pending_state (self, pending), pending->operation, pending->error);
      different |= _weft_message_set_readers (message, NULL);
      if (different)
        g_hash_table_add (apply->changed, g_object_ref (message));
      g_ptr_array_add (tail, message);
    }
  return tail;
}

static void
take_marks (WeftMessageList *self, WeftMessageBatch *batch)
{
  g_ptr_array_set_size (self->marks, 0);
  for (guint i = 0; i < batch->marks->len; i++)
    {
      const WeftMessageMark *mark = &g_array_index (batch->marks, WeftMessageMark, i);
      Mark *copy = g_new0 (Mark, 1);

      copy->person = g_strdup (mark->person);
      copy->name = g_strdup (mark->name);
      copy->delivered = mark->delivered;
      copy->read = mark->read;
      g_ptr_array_add (self->marks, copy);
    }
  self->own_mark = MAX (self->own_mark, batch->own_read);
}

static void
tell_changed (GHashTable *changed)
{
  GHashTableIter iter;
  gpointer message;

  g_hash_table_iter_init (&iter, changed);
  while (g_hash_table_iter_next (&iter, &message, NULL))
    _weft_message_emit_changed (message);
}

/* What stands at @position, of which nobody may know yet (NULL). */
static WeftMessage *
peek_position (WeftMessageList *self, gint64 position)
{
  return position < self->last_ordinal ? peek_ordinal (self, position + 1) : g_ptr_array_index (self->tail, position - self->last_ordinal);
}

static void
mark_loaded (WeftMessageList *self, const WeftMessageRange *range)
{
  for (gint64 index = weft_message_pages_index (range->low); index <= weft_message_pages_index (MAX (range->high, range->low)); index++)
    {
      WeftMessagePage *page = weft_message_pages_find (&self->pages, index);

      /* A range may begin or end within a page, which is not loaded then. */
      if (page != NULL && range->low <= index * WEFT_MESSAGE_PAGE + 1
          && range->high >= MIN ((index + 1) * WEFT_MESSAGE_PAGE, self->last_ordinal))
        page->loaded = TRUE;
    }
}

static void
take_root (WeftMessageList *self, WeftMessageBatch *batch)
{
  WeftMessageRecord record = batch->root;
  gboolean fresh = self->root_message == NULL;

  if (record.id == NULL)
    return;
  if (fresh)
    self->root_message = _weft_message_new_placeholder (self->root);
  /* It stands alone, above all others. */
  record.first = TRUE;
  record.new_day = FALSE;
  record.replies = 0;
  if (_weft_message_set_record (self->root_message, &record, g_strcmp0 (record.author, weft_sync_get_person (self->sync)) == 0) && !fresh)
    _weft_message_emit_changed (self->root_message);
  if (g_set_str (&self->title, batch->root.title) + (self->resolved != batch->root.resolved) > 0 || fresh)
    {
      self->resolved = batch->root.resolved;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ROOT]);
    }
}

static void
apply_batch (WeftMessageList *self, WeftMessageBatch *batch)
{
  g_autoptr (GHashTable) changed = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  g_autoptr (GHashTable) displaced = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
  g_autoptr (GHashTable) pending = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) arrived = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) old_tail = self->tail;
  g_autoptr (GPtrArray) old_end = g_ptr_array_new ();
  gint64 old_last = self->last_ordinal;
  gint64 kept = MIN (old_last, batch->last_ordinal);
  Apply apply = { changed, displaced, arrived, old_last, G_MAXINT64, -1 };
  gboolean was_ready = self->ready;
  gint64 position, removed, added;

  for (guint i = 0; i < batch->pending->len; i++)
    {
      WeftMessagePending *row = &g_array_index (batch->pending, WeftMessagePending, i);

      g_hash_table_insert (pending, (gpointer) row->message, row);
    }

  /* What stood behind the rows that stay, to find out later what is different there. */
  for (position = kept; position < old_last + old_tail->len; position++)
    g_ptr_array_add (old_end, peek_position (self, position));

  /* What stands in a place that was read and is not that message any more may stand in another one now. */
  for (guint i = 0; i < old_tail->len; i++)
    displace (&apply, g_ptr_array_index (old_tail, i));
  for (guint i = 0; i < batch->records->len; i++)
    {
      const WeftMessageRecord *record = &g_array_index (batch->records, WeftMessageRecord, i);
      WeftMessage *message = peek_ordinal (self, record->ordinal);

      if (message != NULL && !weft_message_get_placeholder (message) && !g_str_equal (weft_message_get_id (message), record->id))
        displace (&apply, message);
    }
  for (gint64 ordinal = kept + 1; ordinal <= old_last; ordinal++)
    {
      WeftMessagePage *page = weft_message_pages_find (&self->pages, weft_message_pages_index (ordinal));
      WeftMessage *message = peek_ordinal (self, ordinal);

      if (message != NULL && !weft_message_get_placeholder (message))
        displace (&apply, message);
      if (page != NULL)
        g_clear_object (&page->messages[(ordinal - 1) % WEFT_MESSAGE_PAGE]);
    }

  self->last_ordinal = batch->last_ordinal;
  for (guint i = 0; i < batch->records->len; i++)
    place_record (self, &apply, pending, &g_array_index (batch->records, WeftMessageRecord, i));
  for (guint i = 0; i < batch->ranges->len; i++)
    mark_loaded (self, &g_array_index (batch->ranges, WeftMessageRange, i));
  self->tail = make_tail (self, &apply, batch);
  take_marks (self, batch);
  apply_marks (self, changed);
  if (self->root > 0)
    self->own_mark = self->last_ordinal; /* a thread has no mark: nothing in it counts as new */
  if (!was_ready)
    self->own_read = self->own_mark;
  self->ready = TRUE;

  /* One minimal items-changed: trim what is the same object in the same place before and behind. */
  position = kept;
  removed = old_end->len;
  added = self->last_ordinal + self->tail->len - kept;
  while (removed > 0 && added > 0 && g_ptr_array_index (old_end, position - kept) == peek_position (self, position))
    {
      position++;
      removed--;
      added--;
    }
  while (removed > 0 && added > 0
         && g_ptr_array_index (old_end, position - kept + removed - 1) == peek_position (self, position + added - 1))
    {
      removed--;
      added--;
    }
  if (apply.last >= 0)
    {
      if (removed == 0 && added == 0)
        position = apply.last + 1;
      removed += position - apply.first;
      added += position - apply.first;
      position = apply.first;
    }
  if (removed > 0 || added > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);

  take_root (self, batch);
  tell_changed (changed);
  if (!was_ready)
    {
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OWN_READ]);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READY]);
    }
  if (old_last != self->last_ordinal)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LAST_ORDINAL]);
  if (was_ready && arrived->len > 0)
    g_signal_emit (self, signals[ARRIVED], 0, arrived);
  weft_message_pages_trim (&self->pages, self->last_ordinal);
}

/* ── reading ─────────────────────────────────────────────────────────────────────────────────────────── */

static gboolean
is_stopped (GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

typedef struct
{
  WeftMessageList *self;
  gint64 index;
} PageLoad;

static DexFuture *
on_page_loaded (DexFuture *future, gpointer user_data)
{
  PageLoad *load = user_data;
  WeftMessageList *self = load->self;
  WeftMessagePage *page = weft_message_pages_find (&self->pages, load->index);
  g_autoptr (GError) error = NULL;

  self->loading_page = FALSE;
  if (dex_future_get_value (future, &error) == NULL && !is_stopped (error))
    g_debug ("%s: messages from %" G_GINT64_FORMAT " on are not to be had: %s", self->stream, load->index * WEFT_MESSAGE_PAGE + 1, error->message);
  if (load->index < 0)
    {
      self->root_missing = TRUE;
      self->stale = TRUE;
    }
  if (page != NULL)
    {
      page->missing = TRUE; /* if its rows are not there now, then not before the connection is another one */
      g_hash_table_add (self->pages.dirty, &page->index);
    }
  queue_load (self);
  return dex_future_new_for_boolean (TRUE);
}

static void
page_load_free (gpointer data)
{
  PageLoad *load = data;

  g_object_unref (load->self);
  g_free (load);
}

/* @index: -1: what is asked for is the message under which the thread is. */
static void
load_page (WeftMessageList *self, gint64 index, gint64 before, guint limit)
{
  PageLoad *load = g_new0 (PageLoad, 1);

  load->self = g_object_ref (self);
  load->index = index;
  self->loading_page = TRUE;
  dex_future_disown (dex_future_finally (weft_sync_load_page (self->sync, self->stream, weft_thread_message_table.name, before, limit), on_page_loaded, load, page_load_free));
}

/* A page that was read and has holes is not held on this computer: ask the server, the page nearest to what is shown first. */
static void
load_missing (WeftMessageList *self)
{
  WeftMessagePage *best;
  gint64 high;

  if (self->loading_page)
    return;
  best = weft_message_pages_find_holes (&self->pages, self->last_ordinal);
  if (self->root > 0 && self->root_message == NULL && !self->root_missing)
    {
      load_page (self, -1, self->root + 1, 1);
      return;
    }
  if (best == NULL)
    return;
  high = MIN ((best->index + 1) * WEFT_MESSAGE_PAGE, self->last_ordinal);
  load_page (self, best->index, weft_reply_base (self->root) + high + 1, WEFT_MESSAGE_PAGE);
}

static DexFuture *
on_batch_read (DexFuture *future, gpointer user_data)
{
  WeftMessageList *self = user_data;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  self->reading = FALSE;
  if (value != NULL)
    {
      apply_batch (self, g_value_get_boxed (value));
      load_missing (self);
    }
  else if (!is_stopped (error))
    g_warning ("%s: messages could not be read: %s", self->stream, error->message);
  if (self->stale || self->all_dirty || self->wanted->len > 0 || g_hash_table_size (self->pages.dirty) > 0)
    queue_load (self);
  return dex_future_new_for_boolean (TRUE);
}

static void
add_page (WeftMessageRequest *request, gint64 index)
{
  weft_message_request_add (request, index * WEFT_MESSAGE_PAGE + 1, (index + 1) * WEFT_MESSAGE_PAGE);
}

/* One read at a time; what is wanted meanwhile goes with the next one. The pages asked for last are those the person looks at. */
static gboolean
load (gpointer user_data)
{
  WeftMessageList *self = user_data;
  WeftMessageRequest *request;
  GHashTableIter iter;
  gint64 *index;
  WeftMessagePage *page;

  self->load_source = 0;
  if (self->reading)
    return G_SOURCE_REMOVE;

  request = weft_message_request_new (self->stream, weft_sync_get_person (self->sync), self->root, self->ready ? self->stale : TAIL_FIRST);
  if (self->stale && self->ready)
    request->tail = WEFT_MESSAGE_PAGE;
  g_hash_table_iter_init (&iter, self->pages.pages);
  while (self->all_dirty && g_hash_table_iter_next (&iter, NULL, (gpointer *) &page))
    if (page->loaded)
      add_page (request, page->index);
  g_hash_table_iter_init (&iter, self->pages.dirty);
  while (g_hash_table_iter_next (&iter, (gpointer *) &index, NULL))
    add_page (request, *index);
  for (guint i = 0; i < 2 && self->wanted->len > 0; i++)
    {
      gint64 last = g_array_index (self->wanted, gint64, self->wanted->len - 1);

      g_array_set_size (self->wanted, self->wanted->len - 1);
      add_page (request, last);
    }
  g_hash_table_remove_all (self->pages.dirty);
  self->stale = FALSE;
  self->all_dirty = FALSE;
  self->reading = TRUE;
  dex_future_disown (dex_future_finally (weft_sync_read (self->sync, weft_message_batch_read, WEFT_TYPE_MESSAGE_BATCH, request,
                                                         (GDestroyNotify) weft_message_request_free),
                                         on_batch_read, g_object_ref (self), g_object_unref));
  return G_SOURCE_REMOVE;
}

static void
queue_load (WeftMessageList *self)
{
  /* Before the next frame is laid out, after everything that is asked for now. */
  if (self->load_source == 0 && !self->reading)
    self->load_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, load, self, NULL);
}

static void
want_page (WeftMessageList *self, gint64 index)
{
  for (guint i = 0; i < self->wanted->len; i++)
    if (g_array_index (self->wanted, gint64, i) == index)
      {
        g_array_remove_index (self->wanted, i);
        break;
      }
  g_array_append_val (self->wanted, index);
  queue_load (self);
}

static void
on_changed (WeftSync *sync, WeftChanges *changes, WeftMessageList *self)
{
  gboolean ours = FALSE;

  for (guint i = 0; i < weft_changes_get_n (changes); i++)
    {
      const WeftChange *change = weft_changes_get (changes, i);

      if (change->table == &weft_thread_message_table && g_str_equal (change->stream, self->stream))
        {
          const gint64 windows[] = { change->window, change->old_window };

          for (guint j = 0; j < G_N_ELEMENTS (windows); j++)
            {
              gint64 ordinal = windows[j] - weft_reply_base (self->root);

              if (self->root > 0 && windows[j] == self->root)
                self->stale = ours = TRUE;
              if (weft_reply_get_root (windows[j]) != self->root)
                continue;
              weft_message_pages_touch (&self->pages, ordinal);
              self->stale |= ordinal >= self->last_ordinal;
              ours = TRUE;
            }
        }
      else if ((change->table == &weft_thread_message_pin_table && g_str_equal (change->stream, self->stream)) || change->table == &weft_thread_saved_message_table
               || change->table == &weft_thread_hidden_message_table
               || change->table == &weft_thread_secret_vote_table)
        self->all_dirty = ours = TRUE;
      else if ((change->table == &weft_thread_thread_table || change->table == &weft_latest_table) && g_str_equal (change->stream, self->stream))
        self->stale = ours = TRUE;
      else if (g_str_equal (change->table->name, "person") || (g_str_equal (change->table->name, "member") && g_str_equal (change->stream, self->stream)))
        self->all_dirty = ours = TRUE; /* somebody has another name or role */
    }
  if (ours)
    queue_load (self);
}

static void
on_outbox_changed (WeftSync *sync, WeftMessageList *self)
{
  self->stale = TRUE;
  queue_load (self);
}

static void
on_state_changed (WeftSync *sync, GParamSpec *pspec, WeftMessageList *self)
{
  GHashTableIter iter;
  WeftMessagePage *page;

  g_hash_table_iter_init (&iter, self->pages.pages);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &page))
    page->missing = FALSE;
  self->root_missing = FALSE;
  self->stale = TRUE; /* waiting or sending */
  queue_load (self);
}

static void
on_latest (WeftSync *sync, const char *stream, const char *name, const char *person, gint64 value, JsonNode *extra, WeftMessageList *self)
{
  g_autoptr (GHashTable) changed = NULL;
  gboolean read = g_str_equal (name, weft_thread_read_latest.name);
  Mark *mark = NULL;

  if (self->root > 0 || !g_str_equal (stream, self->stream) || (!read && !g_str_equal (name, weft_thread_delivered_latest.name)))
    return;
  for (guint i = 0; mark == NULL && i < self->marks->len; i++)
    if (g_str_equal (((Mark *) g_ptr_array_index (self->marks, i))->person, person))
      mark = g_ptr_array_index (self->marks, i);
  if (mark == NULL)
    {
      self->stale = TRUE; /* the first of this person: with it comes the name */
      queue_load (self);
      return;
    }
  if (value <= (read ? mark->read : mark->delivered))
    return;
  *(read ? &mark->read : &mark->delivered) = value;
  changed = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  apply_marks (self, changed);
  tell_changed (changed);
}

/* ── GListModel ──────────────────────────────────────────────────────────────────────────────────────── */

static GType
weft_message_list_get_item_type (GListModel *model)
{
  return WEFT_TYPE_MESSAGE;
}

static guint
weft_message_list_get_n_items (GListModel *model)
{
  WeftMessageList *self = WEFT_MESSAGE_LIST (model);

  return self->last_ordinal + self->tail->len;
}

static gpointer
weft_message_list_get_item (GListModel *model, guint position)
{
  WeftMessageList *self = WEFT_MESSAGE_LIST (model);
  WeftMessage **slot;
  WeftMessagePage *page;

  if (position >= self->last_ordinal + self->tail->len)
    return NULL;
  if (position >= self->last_ordinal)
    return g_object_ref (g_ptr_array_index (self->tail, position - self->last_ordinal));

  page = weft_message_pages_ensure (&self->pages, weft_message_pages_index ((gint64) position + 1));
  weft_message_pages_use (&self->pages, page);
  slot = &page->messages[position % WEFT_MESSAGE_PAGE];
  if (*slot == NULL)
    *slot = _weft_message_new_placeholder ((gint64) position + 1);
  if (!page->loaded)
    want_page (self, page->index);
  return g_object_ref (*slot);
}

static void
weft_message_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = weft_message_list_get_item_type;
  iface->get_n_items = weft_message_list_get_n_items;
  iface->get_item = weft_message_list_get_item;
}

/* ── object ──────────────────────────────────────────────────────────────────────────────────────────── */

static void
weft_message_list_dispose (GObject *object)
{
  WeftMessageList *self = WEFT_MESSAGE_LIST (object);

  g_clear_handle_id (&self->load_source, g_source_remove);
  g_clear_object (&self->root_message);
  g_clear_object (&self->sync);

  G_OBJECT_CLASS (weft_message_list_parent_class)->dispose (object);
}

static void
weft_message_list_finalize (GObject *object)
{
  WeftMessageList *self = WEFT_MESSAGE_LIST (object);

  weft_message_pages_clear (&self->pages);
  g_ptr_array_unref (self->tail);
  g_ptr_array_unref (self->marks);
  g_array_unref (self->wanted);
  g_free (self->stream);
  g_free (self->title);

  G_OBJECT_CLASS (weft_message_list_parent_class)->finalize (object);
}

static void
weft_message_list_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  WeftMessageList *self = WEFT_MESSAGE_LIST (object);

  switch (prop_id)
    {
    case PROP_READY:
      g_value_set_boolean (value, self->ready);
      break;
    case PROP_LAST_ORDINAL:
      g_value_set_int64 (value, self->last_ordinal);
      break;
    case PROP_OWN_READ:
      g_value_set_int64 (value, self->own_read);
      break;
    case PROP_ROOT:
      g_value_set_object (value, self->root_message);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
weft_message_list_class_init (WeftMessageListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = weft_message_list_dispose;
  object_class->finalize = weft_message_list_finalize;
  object_class->get_property = weft_message_list_get_property;

  properties[PROP_READY] = g_param_spec_boolean ("ready", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_LAST_ORDINAL] = g_param_spec_int64 ("last-ordinal", NULL, NULL, 0, G_MAXINT64, 0,
                                                      G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_OWN_READ] = g_param_spec_int64 ("own-read", NULL, NULL, 0, G_MAXINT64, 0,
                                                  G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_ROOT] = g_param_spec_object ("root", NULL, NULL, WEFT_TYPE_MESSAGE, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[ARRIVED] = g_signal_new ("arrived", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_PTR_ARRAY);
}

static void
weft_message_list_init (WeftMessageList *self)
{
  weft_message_pages_init (&self->pages);
  self->tail = g_ptr_array_new_with_free_func (g_object_unref);
  self->marks = g_ptr_array_new_with_free_func (mark_free);
  self->wanted = g_array_new (FALSE, FALSE, sizeof (gint64));
}

WeftMessageList *
weft_message_list_new_thread (WeftSync *sync, const char *stream, gint64 root)
{
  WeftMessageList *self;

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);
  g_return_val_if_fail (stream != NULL, NULL);
  g_return_val_if_fail (root >= 0, NULL);

  self = g_object_new (WEFT_TYPE_MESSAGE_LIST, NULL);
  self->sync = g_object_ref (sync);
  self->stream = g_strdup (stream);
  self->root = root;
  g_signal_connect_object (sync, "changed", G_CALLBACK (on_changed), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (sync, "outbox-changed", G_CALLBACK (on_outbox_changed), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (sync, "notify::state", G_CALLBACK (on_state_changed), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (sync, "latest", G_CALLBACK (on_latest), self, G_CONNECT_DEFAULT);
  load (self);
  return self;
}

WeftMessageList *
weft_message_list_new (WeftSync *sync, const char *stream)
{
  return weft_message_list_new_thread (sync, stream, 0);
}

gint64
weft_message_list_get_root_ordinal (WeftMessageList *self)
{
  g_return_val_if_fail (WEFT_IS_MESSAGE_LIST (self), 0);
  return self->root;
}

WeftMessage *
weft_message_list_get_root (WeftMessageList *self)
{
  g_return_val_if_fail (WEFT_IS_MESSAGE_LIST (self), NULL);
  return self->root_message;
}

const char *
weft_message_list_get_title (WeftMessageList *self)
{
  g_return_val_if_fail (WEFT_IS_MESSAGE_LIST (self), NULL);
  return self->title;
}

gboolean
weft_message_list_get_resolved (WeftMessageList *self)
{
  g_return_val_if_fail (WEFT_IS_MESSAGE_LIST (self), FALSE);
  return self->resolved;
}

WeftSync *
weft_message_list_get_sync (WeftMessageList *self)
{
  g_return_val_if_fail (WEFT_IS_MESSAGE_LIST (self), NULL);
  return self->sync;
}

const char *
weft_message_list_get_stream (WeftMessageList *self)
{
  g_return_val_if_fail (WEFT_IS_MESSAGE_LIST (self), NULL);
  return self->stream;
}

gboolean
weft_message_list_get_ready (WeftMessageList *self)
{
  g_return_val_if_fail (WEFT_IS_MESSAGE_LIST (self), FALSE);
  return self->ready;
}

gint64
weft_message_list_get_last_ordinal (WeftMessageList *self)
{
  g_return_val_if_fail (WEFT_IS_MESSAGE_LIST (self), 0);
  return self->last_ordinal;
}

gint64
weft_message_list_get_own_read (WeftMessageList *self)
{
  g_return_val_if_fail (WEFT_IS_MESSAGE_LIST (self), 0);
  return self->own_read;
}

WeftMessage *
weft_message_list_peek (WeftMessageList *self, guint position)
{
  g_return_val_if_fail (WEFT_IS_MESSAGE_LIST (self), NULL);
  return position < self->last_ordinal + self->tail->len ? peek_position (self, position) : NULL;
}

WeftMessage *
weft_message_list_get_last_own (WeftMessageList *self)
{
  g_return_val_if_fail (WEFT_IS_MESSAGE_LIST (self), NULL);

  for (gint64 ordinal = self->last_ordinal; ordinal > 0; ordinal--)
    {
      WeftMessage *message = peek_ordinal (self, ordinal);

      if (message == NULL)
        return NULL;
      if (weft_message_get_own (message) && !weft_message_get_deleted (message) && weft_message_get_poll (message) == NULL && weft_message_get_sticker (message) == NULL)
        return message;
    }
  return NULL;
}

WeftMessage *
weft_message_list_find_operation (WeftMessageList *self, const char *id)
{
  g_return_val_if_fail (WEFT_IS_MESSAGE_LIST (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  for (guint i = 0; self->tail != NULL && i < self->tail->len; i++)
    if (g_strcmp0 (weft_message_get_operation (g_ptr_array_index (self->tail, i)), id) == 0)
      return g_ptr_array_index (self->tail, i);
  return NULL;
}

void
weft_message_list_mark_read (WeftMessageList *self, gint64 ordinal)
{
  g_return_if_fail (WEFT_IS_MESSAGE_LIST (self));

  ordinal = MIN (ordinal, self->last_ordinal);
  if (self->root > 0 || ordinal <= self->own_mark)
    return;
  self->own_mark = ordinal;
  weft_sync_set_latest (self->sync, self->stream, &weft_thread_read_latest, ordinal);
}

guint
weft_message_list_get_n_pages (WeftMessageList *self)
{
  g_return_val_if_fail (WEFT_IS_MESSAGE_LIST (self), 0);
  return g_hash_table_size (self->pages.pages);
}
