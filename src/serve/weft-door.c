/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-door.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include "serve/weft-arrival.h"

#define ACCEPTS_MAX 64 /* in one turn of a thread */

/** Hall: those on their way in on one of the poller's threads. */
typedef struct
{
  WeftDoor *door;  /* unowned */
  GQueue arrivals; /* of WeftArrival, who has waited longest first; only the thread */
} Hall;

struct _WeftDoor
{
  gatomicrefcount ref_count;
  WeftPoller *poller;
  WeftLimits limits;
  WeftDoorHandler handler;
  gpointer user_data;
  GMainContext *context;
  gint n_max;      /* on their way in, in all halls */
  gint n_arrivals; /* the same, now */
  guint n_halls;
  Hall *halls;
  GPtrArray *listeners; /* of Listener; only the thread that made it */
  gint closed;
};

/** Listener: a socket as one of the poller's threads listens on it. */
typedef struct
{
  WeftWatch watch;
  gatomicrefcount ref_count;
  WeftDoor *door;
  Hall *hall;
  GSocket *socket;
  WeftTls *tls; /* (nullable), unowned */
  WeftPollerThread *thread;
  gboolean resting; /* there were no descriptors, or no memory */
} Listener;

static WeftDoor *
ref_door (WeftDoor *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

static void
unref_door (WeftDoor *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_ptr_array_unref (self->listeners);
  g_main_context_unref (self->context);
  g_free (self->halls);
  g_free (self);
}

/* Handing over */

typedef struct
{
  WeftDoor *door;
  WeftWire wire;
  GSocketAddress *remote;
} Other;

static void
other_free (gpointer data)
{
  Other *other = data;

  weft_wire_clear (&other->wire);
  g_object_unref (other->remote);
  unref_door (other->door);
  g_free (other);
}

static GSocketAddress *
get_address (int fd, int (*get) (int fd, struct sockaddr *address, socklen_t *size))
{
  struct sockaddr_storage address;
  socklen_t size = sizeof address;

  return get (fd, (struct sockaddr *) &address, &size) == 0
             ? g_socket_address_new_from_native (&address, size)
             : NULL;
}

static int
get_local (int fd, struct sockaddr *address, socklen_t *size)
{
  return getsockname (fd, address, size);
}

static int
get_remote (int fd, struct sockaddr *address, socklen_t *size)
{
  return getpeername (fd, address, size);
}

static gboolean
on_other (gpointer user_data)
{
  Other *other = user_data;
  WeftDoor *self = other->door;
  g_autoptr (GSocketAddress) local = NULL;

  if (g_atomic_int_get (&self->closed))
    return G_SOURCE_REMOVE;
  local = get_address (other->wire.fd, get_local);
  if (local != NULL)
    self->handler.other (&other->wire, local, other->remote, self->user_data);

  return G_SOURCE_REMOVE;
}

static void
hand_over (WeftDoor *self, WeftWire *wire, GSocketAddress *remote)
{
  Other *other = g_new0 (Other, 1);

  other->door = ref_door (self);
  other->wire = weft_wire_move (wire);
  other->remote = g_object_ref (remote);
  g_main_context_invoke_full (self->context, G_PRIORITY_DEFAULT, on_other, other, other_free);
}

static void
forget (Hall *hall, WeftArrival *arrival)
{
  GList *link = weft_arrival_get_link (arrival);

  if (link->data == NULL)
    return;

  g_queue_unlink (&hall->arrivals, link);
  link->data = NULL;
  g_atomic_int_add (&hall->door->n_arrivals, -1);
}

static void
on_arrived (WeftArrival *arrival,
            WeftArrivalOutcome outcome,
            const WeftUpgrade *asked,
            WeftWire *wire,
            GByteArray *head,
            gpointer user_data)
{
  Hall *hall = user_data;
  WeftDoor *self = hall->door;
  g_autoptr (GSocketAddress) remote = NULL;

  forget (hall, arrival);
  if (outcome != WEFT_ARRIVAL_GONE && !g_atomic_int_get (&self->closed))
    remote = get_address (wire->fd, get_remote);
  /* Gone already, if there is none. */
  if (remote != NULL
      && (outcome != WEFT_ARRIVAL_ASKED || !self->handler.upgrade (asked, remote, wire, self->user_data)))
    {
      weft_wire_put_back (wire, head->data, head->len);
      hand_over (self, wire, remote);
    }

  weft_arrival_unref (arrival);
  unref_door (self);
}

/* Coming in */

static void
let_go (Hall *hall, guint n)
{
  WeftArrival *first;

  for (; n > 0 && (first = g_queue_peek_head (&hall->arrivals)) != NULL; n--)
    {
      forget (hall, first);
      weft_arrival_end (first);
    }
}

/* Who goes is of this hall, as no other is this thread's. Returns: whether there is room for more before
 * those are gone. */
static gboolean
let_in (Listener *self, int fd)
{
  WeftDoor *door = self->door;
  WeftWire wire = { .fd = fd };
  WeftArrival *arrival;
  gboolean admitted = door->handler.admit (fd, door->user_data);
  gboolean crowded;

  if (!admitted || (self->tls != NULL && !weft_tls_begin (self->tls, &wire)))
    {
      weft_wire_clear (&wire);
      /* As many at once as may come in a turn: one is turned away for all of those who come then. */
      if (!admitted)
        let_go (self->hall, ACCEPTS_MAX);
      return admitted;
    }

  ref_door (door);
  arrival = weft_arrival_new (&wire, &door->limits, on_arrived, self->hall);
  /* A burst may fall to one thread alone: the bound is everybody's. */
  crowded = g_atomic_int_add (&door->n_arrivals, 1) >= door->n_max;
  if (crowded)
    let_go (self->hall, 1);
  g_queue_push_tail_link (&self->hall->arrivals, weft_arrival_get_link (arrival));
  weft_arrival_start (arrival, door->poller);

  return !crowded;
}

static void
ref_listener (WeftWatch *watch)
{
  g_atomic_ref_count_inc (&((Listener *) watch)->ref_count);
}

static void
unref_listener (WeftWatch *watch)
{
  Listener *self = (Listener *) watch;

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_object (&self->socket);
  g_free (self);
}

static void
attach (WeftWatch *watch, WeftPollerThread *thread)
{
  ((Listener *) watch)->thread = thread;
}

static gboolean
handle (WeftWatch *watch, guint32 events, gboolean *again)
{
  Listener *self = (Listener *) watch;
  gboolean more = TRUE;

  if (g_atomic_int_get (&self->door->closed))
    return FALSE;

  self->resting = FALSE;
  for (guint i = 0; i < ACCEPTS_MAX && more && !self->resting; i++)
    {
      int fd = accept4 (watch->fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);

      if (fd >= 0)
        more = let_in (self, fd);
      else if (errno == EAGAIN || errno == EWOULDBLOCK)
        break;
      else
        self->resting = errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM;
    }
  watch->interest = self->resting ? 0 : EPOLLIN;

  return TRUE;
}

static gboolean
tick (WeftWatch *watch, gint64 now)
{
  Listener *self = (Listener *) watch;

  if (self->resting)
    _weft_poller_thread_wake (self->thread, watch);

  return !g_atomic_int_get (&self->door->closed);
}

static void
finish (WeftWatch *watch)
{
  Listener *self = (Listener *) watch;

  watch->fd = -1;
  g_clear_object (&self->socket);
  unref_door (g_steal_pointer (&self->door));
}

static const WeftWatchClass listener_class = { .ref = ref_listener,
                                               .unref = unref_listener,
                                               .attach = attach,
                                               .handle = handle,
                                               .tick = tick,
                                               .finish = finish };

/* Public API */

WeftDoor *
weft_door_new (WeftPoller *poller,
               const WeftLimits *limits,
               guint n_max,
               const WeftDoorHandler *handler,
               gpointer user_data)
{
  WeftDoor *self = g_new0 (WeftDoor, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->poller = poller;
  self->limits = *limits;
  self->handler = *handler;
  self->user_data = user_data;
  self->context = g_main_context_ref_thread_default ();
  self->n_halls = weft_poller_get_n_threads (poller);
  self->n_max = (gint) n_max;
  self->halls = g_new0 (Hall, self->n_halls);
  for (guint i = 0; i < self->n_halls; i++)
    {
      self->halls[i].door = self;
      g_queue_init (&self->halls[i].arrivals);
    }
  self->listeners = g_ptr_array_new_with_free_func ((GDestroyNotify) unref_listener);

  return self;
}

void
weft_door_free (WeftDoor *self)
{
  weft_door_close (self);
  unref_door (self);
}

void
weft_door_open (WeftDoor *self, GSocket *socket, WeftTls *tls)
{
  int fd = g_socket_get_fd (socket);

  /* What it accepts is as it is; over a Unix socket it means nothing. */
  setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &(int) { 1 }, sizeof (int));
  for (guint i = 0; i < self->n_halls; i++)
    {
      Listener *listener = g_new0 (Listener, 1);

      g_atomic_ref_count_init (&listener->ref_count);
      listener->watch.klass = &listener_class;
      listener->watch.fd = fd;
      listener->watch.interest = EPOLLIN;
      listener->door = ref_door (self);
      listener->hall = &self->halls[i];
      listener->socket = g_object_ref (socket);
      listener->tls = tls;
      g_ptr_array_add (self->listeners, listener);
      weft_poller_add_to (self->poller, i, &listener->watch);
    }
}

void
weft_door_close (WeftDoor *self)
{
  if (!g_atomic_int_compare_and_exchange (&self->closed, FALSE, TRUE))
    return;

  for (guint i = 0; i < self->listeners->len; i++)
    {
      Listener *listener = g_ptr_array_index (self->listeners, i);

      _weft_poller_thread_wake (listener->thread, &listener->watch);
    }
  g_ptr_array_set_size (self->listeners, 0);
}
