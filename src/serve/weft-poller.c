/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-poller.h"

#include <errno.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define EVENTS_MAX 256
#define TICK 200 /* ms */

struct _WeftPollerThread
{
  GThread *thread;
  int epoll;
  int wake;
  GHashTable *connections; /* of WeftConnection → current interest; only this thread */
  gint n_connections;

  GMutex mutex;
  GPtrArray *woken; /* of WeftConnection, to look at */
  gboolean ending;
};

struct _WeftPoller
{
  WeftPollerThread *threads;
  guint n_threads;
  guint next;
};

static void
finish (WeftPollerThread *self, WeftConnection *connection)
{
  g_autoptr (WeftConnection) kept = weft_connection_ref (connection);

  if (!g_hash_table_remove (self->connections, connection))
    return;
  epoll_ctl (self->epoll, EPOLL_CTL_DEL, _weft_connection_get_fd (connection), NULL);
  g_atomic_int_dec_and_test (&self->n_connections);
  _weft_connection_finish (connection);
}

static void
handle (WeftPollerThread *self, WeftConnection *connection, gboolean readable)
{
  guint32 before;
  guint32 interest = 0;
  gboolean again = FALSE;
  gpointer value;

  if (!g_hash_table_lookup_extended (self->connections, connection, NULL, &value))
    return;
  before = GPOINTER_TO_UINT (value);

  if (!_weft_connection_handle (connection, readable, &interest, &again))
    {
      finish (self, connection);
      return;
    }
  if (interest != before)
    {
      struct epoll_event event = { .events = interest, .data.ptr = connection };

      epoll_ctl (self->epoll, EPOLL_CTL_MOD, _weft_connection_get_fd (connection), &event);
      g_hash_table_insert (self->connections, weft_connection_ref (connection), GUINT_TO_POINTER (interest));
    }
  if (again)
    _weft_poller_thread_wake (self, connection);
}

static void
handle_woken (WeftPollerThread *self)
{
  g_autoptr (GPtrArray) woken = NULL;
  guint64 count;

  if (read (self->wake, &count, sizeof count) < 0 && errno != EAGAIN)
    g_warning ("Cannot read from an eventfd: %s", g_strerror (errno));

  g_mutex_lock (&self->mutex);
  woken = g_steal_pointer (&self->woken);
  self->woken = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_connection_unref);
  g_mutex_unlock (&self->mutex);

  for (guint i = 0; i < woken->len; i++)
    {
      WeftConnection *connection = g_ptr_array_index (woken, i);

      if (!g_hash_table_contains (self->connections, connection))
        {
          struct epoll_event event = { .events = EPOLLIN, .data.ptr = connection };

          /* A new one; or one that is over, whose descriptor is gone. */
          if (_weft_connection_get_fd (connection) < 0
              || epoll_ctl (self->epoll, EPOLL_CTL_ADD, _weft_connection_get_fd (connection), &event) != 0)
            continue;
          g_hash_table_insert (self->connections, weft_connection_ref (connection),
                               GUINT_TO_POINTER (EPOLLIN));
        }
      handle (self, connection, TRUE);
    }
}

static gpointer
poll_thread (gpointer user_data)
{
  WeftPollerThread *self = user_data;
  struct epoll_event events[EVENTS_MAX];
  gint64 ticked_at = g_get_monotonic_time ();

  while (TRUE)
    {
      int n = epoll_wait (self->epoll, events, EVENTS_MAX, TICK);
      gboolean woken = FALSE;
      gboolean ending;
      gint64 now;

      for (int i = 0; i < n; i++)
        {
          if (events[i].data.ptr == self)
            woken = TRUE;
          else if ((events[i].events & (EPOLLIN | EPOLLOUT)) == 0)
            finish (self, events[i].data.ptr); /* the peer is gone, and nothing of it is left to read */
          else
            handle (self, events[i].data.ptr, (events[i].events & EPOLLIN) != 0);
        }
      /* After the others: a connection that ends here is in no event of this turn any more. */
      if (woken)
        handle_woken (self);

      now = g_get_monotonic_time ();
      g_mutex_lock (&self->mutex);
      ending = self->ending;
      g_mutex_unlock (&self->mutex);
      if (ending || now - ticked_at >= TICK * 1000)
        {
          g_autoptr (GPtrArray) all = g_hash_table_get_keys_as_ptr_array (self->connections);

          ticked_at = now;
          for (guint i = 0; i < all->len; i++)
            if (ending || !_weft_connection_tick (g_ptr_array_index (all, i), now))
              finish (self, g_ptr_array_index (all, i));
        }
      if (ending)
        return NULL;
    }
}

WeftPoller *
weft_poller_new (guint n_threads)
{
  WeftPoller *self = g_new0 (WeftPoller, 1);

  self->n_threads = n_threads;
  self->threads = g_new0 (WeftPollerThread, n_threads);
  for (guint i = 0; i < n_threads; i++)
    {
      WeftPollerThread *thread = &self->threads[i];
      struct epoll_event event = { .events = EPOLLIN, .data.ptr = thread };

      thread->epoll = epoll_create1 (EPOLL_CLOEXEC);
      thread->wake = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
      if (thread->epoll < 0 || thread->wake < 0
          || epoll_ctl (thread->epoll, EPOLL_CTL_ADD, thread->wake, &event) != 0)
        g_error ("Cannot make an epoll set: %s", g_strerror (errno));
      thread->connections = g_hash_table_new_full (NULL, NULL, (GDestroyNotify) weft_connection_unref, NULL);
      thread->woken = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_connection_unref);
      g_mutex_init (&thread->mutex);
      thread->thread = g_thread_new ("weft-poller", poll_thread, thread);
    }

  return self;
}

void
weft_poller_free (WeftPoller *self)
{
  for (guint i = 0; i < self->n_threads; i++)
    {
      WeftPollerThread *thread = &self->threads[i];

      g_mutex_lock (&thread->mutex);
      thread->ending = TRUE;
      g_mutex_unlock (&thread->mutex);
      _weft_poller_thread_wake (thread, NULL);
      g_thread_join (thread->thread);
      /* Those which came too late for the thread. */
      for (guint j = 0; j < thread->woken->len; j++)
        if (_weft_connection_get_fd (g_ptr_array_index (thread->woken, j)) >= 0)
          _weft_connection_finish (g_ptr_array_index (thread->woken, j));
      g_hash_table_unref (thread->connections);
      g_ptr_array_unref (thread->woken);
      g_mutex_clear (&thread->mutex);
      close (thread->epoll);
      close (thread->wake);
    }
  g_free (self->threads);
  g_free (self);
}

void
weft_poller_add (WeftPoller *self, WeftConnection *connection)
{
  WeftPollerThread *thread = &self->threads[self->next++ % self->n_threads];

  g_atomic_int_inc (&thread->n_connections);
  _weft_connection_attach (connection, thread);
  _weft_poller_thread_wake (thread, connection);
}

guint
weft_poller_get_n_connections (WeftPoller *self)
{
  guint n = 0;

  for (guint i = 0; i < self->n_threads; i++)
    n += (guint) g_atomic_int_get (&self->threads[i].n_connections);

  return n;
}

void
_weft_poller_thread_wake (WeftPollerThread *self, WeftConnection *connection)
{
  const guint64 one = 1;
  gboolean first;

  g_mutex_lock (&self->mutex);
  first = self->woken->len == 0 || connection == NULL;
  if (connection != NULL)
    g_ptr_array_add (self->woken, weft_connection_ref (connection));
  g_mutex_unlock (&self->mutex);

  if (first && write (self->wake, &one, sizeof one) < 0 && errno != EAGAIN)
    g_warning ("Cannot write to an eventfd: %s", g_strerror (errno));
}
