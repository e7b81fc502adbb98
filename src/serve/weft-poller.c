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
  WeftPoller *poller;
  GThread *thread;
  int epoll;
  int wake;
  GPtrArray *watches; /* of WeftWatch; only this thread */
  gboolean pending;   /* it woke itself; only this thread */

  GMutex mutex;
  GPtrArray *woken; /* of WeftWatch, to look at */
  gboolean told;    /* of those woken */
  gboolean ending;
};

struct _WeftPoller
{
  WeftPollerThread *threads;
  guint n_threads;
  gint next;
  gint holds;
};

static __thread WeftPollerThread *current;

static void
unref_watch (gpointer data)
{
  WeftWatch *watch = data;

  watch->klass->unref (watch);
}

/* Watches, on their thread */

static gboolean
watch (WeftPollerThread *self, WeftWatch *watch)
{
  struct epoll_event event = { .events = watch->interest, .data.ptr = watch };

  if (epoll_ctl (self->epoll, EPOLL_CTL_ADD, watch->fd, &event) != 0)
    {
      g_warning ("Cannot watch a descriptor: %s", g_strerror (errno));
      return FALSE;
    }
  watch->polled = watch->interest;
  watch->klass->ref (watch);
  g_ptr_array_add (self->watches, watch);
  watch->index = self->watches->len;

  return TRUE;
}

static void
finish (WeftPollerThread *self, WeftWatch *watch)
{
  guint index = watch->index;

  if (index == 0)
    return;

  watch->index = 0;
  g_ptr_array_steal_index_fast (self->watches, index - 1);
  if (index <= self->watches->len)
    ((WeftWatch *) g_ptr_array_index (self->watches, index - 1))->index = index;
  epoll_ctl (self->epoll, EPOLL_CTL_DEL, watch->fd, NULL);
  watch->klass->finish (watch);
  watch->klass->unref (watch);
}

static void
handle (WeftPollerThread *self, WeftWatch *watch, guint32 events)
{
  gboolean again = FALSE;

  if (!watch->klass->handle (watch, events, &again))
    {
      finish (self, watch);
      return;
    }
  if (watch->interest != watch->polled)
    {
      struct epoll_event event = { .events = watch->interest, .data.ptr = watch };

      epoll_ctl (self->epoll, EPOLL_CTL_MOD, watch->fd, &event);
      watch->polled = watch->interest;
    }
  if (again)
    _weft_poller_thread_wake (self, watch);
}

static void
handle_woken (WeftPollerThread *self)
{
  g_autoptr (GPtrArray) woken = NULL;

  self->pending = FALSE;
  g_mutex_lock (&self->mutex);
  woken = g_steal_pointer (&self->woken);
  self->woken = g_ptr_array_new_with_free_func (unref_watch);
  self->told = FALSE;
  g_mutex_unlock (&self->mutex);

  for (guint i = 0; i < woken->len; i++)
    {
      WeftWatch *one = g_ptr_array_index (woken, i);

      /* A new one; or one that is over, whose descriptor is gone. */
      if (one->index == 0 && one->fd >= 0 && !watch (self, one))
        one->klass->finish (one);
      if (one->index != 0)
        handle (self, one, 0);
    }
}

static gpointer
poll_thread (gpointer user_data)
{
  WeftPollerThread *self = user_data;
  struct epoll_event events[EVENTS_MAX];
  gint64 ticked_at = g_get_monotonic_time ();

  current = self;
  while (TRUE)
    {
      int n = epoll_wait (self->epoll, events, EVENTS_MAX, self->pending ? 0 : TICK);
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
            handle (self, events[i].data.ptr, events[i].events);
        }
      /* After the others: what ends here is in no event of this turn any more. */
      if (woken || self->pending)
        handle_woken (self);

      now = g_get_monotonic_time ();
      g_mutex_lock (&self->mutex);
      ending = self->ending;
      g_mutex_unlock (&self->mutex);
      if (ending || now - ticked_at >= TICK * 1000)
        {
          ticked_at = now;
          /* Backwards: in the place of one that ends comes one that was looked at. */
          for (guint i = self->watches->len; i > 0; i--)
            {
              WeftWatch *one = g_ptr_array_index (self->watches, i - 1);

              if (ending || !one->klass->tick (one, now))
                finish (self, one);
            }
        }
      if (ending)
        return NULL;
    }
}

static void
tell (WeftPollerThread *self)
{
  const guint64 one = 1;

  if (write (self->wake, &one, sizeof one) < 0 && errno != EAGAIN)
    g_warning ("Cannot write to an eventfd: %s", g_strerror (errno));
}

/* Public API */

WeftPoller *
weft_poller_new (guint n_threads)
{
  WeftPoller *self = g_new0 (WeftPoller, 1);

  self->n_threads = n_threads;
  self->threads = g_new0 (WeftPollerThread, n_threads);
  for (guint i = 0; i < n_threads; i++)
    {
      WeftPollerThread *thread = &self->threads[i];
      /* By edges: nobody needs to read it. */
      struct epoll_event event = { .events = EPOLLIN | EPOLLET, .data.ptr = thread };

      thread->poller = self;
      thread->epoll = epoll_create1 (EPOLL_CLOEXEC);
      thread->wake = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
      if (thread->epoll < 0 || thread->wake < 0
          || epoll_ctl (thread->epoll, EPOLL_CTL_ADD, thread->wake, &event) != 0)
        g_error ("Cannot make an epoll set: %s", g_strerror (errno));
      thread->watches = g_ptr_array_new ();
      thread->woken = g_ptr_array_new_with_free_func (unref_watch);
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
      tell (thread);
      g_thread_join (thread->thread);
    }
  for (guint i = 0; i < self->n_threads; i++)
    {
      WeftPollerThread *thread = &self->threads[i];

      /* Those which came too late for the thread. */
      for (guint j = 0; j < thread->woken->len; j++)
        {
          WeftWatch *late = g_ptr_array_index (thread->woken, j);

          if (late->fd >= 0)
            late->klass->finish (late);
        }
      g_ptr_array_unref (thread->watches);
      g_ptr_array_unref (thread->woken);
      g_mutex_clear (&thread->mutex);
      close (thread->epoll);
      close (thread->wake);
    }
  g_free (self->threads);
  g_free (self);
}

void
weft_poller_add (WeftPoller *self, WeftWatch *watch)
{
  guint index = (guint) g_atomic_int_add (&self->next, 1) % self->n_threads;

  if (current != NULL && current->poller == self)
    index = (guint) (current - self->threads);
  weft_poller_add_to (self, index, watch);
}

guint
weft_poller_get_n_threads (WeftPoller *self)
{
  return self->n_threads;
}

void
weft_poller_add_to (WeftPoller *self, guint index, WeftWatch *watch)
{
  watch->klass->attach (watch, &self->threads[index]);
  _weft_poller_thread_wake (&self->threads[index], watch);
}

void
weft_poller_hold (WeftPoller *self)
{
  g_atomic_int_inc (&self->holds);
}

void
weft_poller_release (WeftPoller *self)
{
  if (!g_atomic_int_dec_and_test (&self->holds))
    return;

  for (guint i = 0; i < self->n_threads; i++)
    {
      WeftPollerThread *thread = &self->threads[i];
      gboolean must_tell;

      g_mutex_lock (&thread->mutex);
      must_tell = thread->woken->len > 0 && !thread->told;
      thread->told = thread->told || must_tell;
      g_mutex_unlock (&thread->mutex);
      if (must_tell)
        tell (thread);
    }
}

void
_weft_poller_thread_wake (WeftPollerThread *self, WeftWatch *watch)
{
  gboolean must_tell = FALSE;

  watch->klass->ref (watch);
  g_mutex_lock (&self->mutex);
  g_ptr_array_add (self->woken, watch);
  if (self == current)
    self->pending = TRUE;
  else if (!self->told && g_atomic_int_get (&self->poller->holds) == 0)
    must_tell = self->told = TRUE;
  g_mutex_unlock (&self->mutex);

  if (must_tell)
    tell (self);
}
