/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-arrival.h"

#include <string.h>
#include <sys/epoll.h>

struct _WeftArrival
{
  WeftWatch watch;
  gatomicrefcount ref_count;
  WeftWire wire;
  WeftPollerThread *thread;
  WeftArrivalFunc func;
  gpointer user_data;
  GList link;

  gint64 until;    /* µs */
  gint64 patience; /* µs for the head, once TLS is agreed on */
  gboolean shaken; /* it is */
  gboolean ended;
  WeftArrivalOutcome outcome;
  WeftUpgrade *asked; /* (nullable) */
  GByteArray *head;   /* (nullable): what has come of it */
};

static void
ref (WeftWatch *watch)
{
  g_atomic_ref_count_inc (&((WeftArrival *) watch)->ref_count);
}

static void
unref (WeftWatch *watch)
{
  weft_arrival_unref ((WeftArrival *) watch);
}

static void
attach (WeftWatch *watch, WeftPollerThread *thread)
{
  ((WeftArrival *) watch)->thread = thread;
}

/* FALSE if it is over; @self->shaken says whether it is done. */
static gboolean
shake (WeftArrival *self)
{
  if (self->shaken)
    return TRUE;

  self->watch.interest = EPOLLIN;
  switch (weft_wire_shake (&self->wire))
    {
    case WEFT_WIRE_WAITS_READ:
      return TRUE;
    case WEFT_WIRE_WAITS_WRITE:
      self->watch.interest = EPOLLOUT;
      return TRUE;
    case WEFT_WIRE_FAILED:
      return FALSE;
    case WEFT_WIRE_SHAKEN:
      break;
    }
  self->shaken = TRUE;
  self->until = g_get_monotonic_time () + self->patience;

  return TRUE;
}

/* Reads on. Returns: bytes of the head in @bytes; -1 if the peer is gone. */
static gssize
read_head (WeftArrival *self, guint8 *bytes)
{
  gsize length = self->head != NULL ? self->head->len : 0;
  gssize n = 1;

  if (length > 0)
    memcpy (bytes, self->head->data, length);
  while (n > 0 && length < WEFT_UPGRADE_HEAD_MAX)
    {
      gsize room = WEFT_UPGRADE_HEAD_MAX - length;

      n = weft_wire_read (&self->wire, bytes + length, room);
      length += (gsize) MAX (n, 0);
      /* What else there is, epoll tells. */
      if (n > 0 && (gsize) n < room && !weft_wire_has_more (&self->wire))
        break;
    }

  return n == 0 ? -1 : (gssize) length;
}

static void
keep (WeftArrival *self, const guint8 *bytes, gsize length)
{
  if (self->head == NULL)
    self->head = g_byte_array_new ();
  if (length > self->head->len)
    g_byte_array_append (self->head, bytes + self->head->len, (guint) length - self->head->len);
}

static gboolean
handle (WeftWatch *watch, guint32 events, gboolean *again)
{
  WeftArrival *self = (WeftArrival *) watch;
  guint8 bytes[WEFT_UPGRADE_HEAD_MAX];
  WeftUpgrade asked;
  WeftUpgradeVerdict verdict;
  gssize length;

  if (self->ended || !shake (self))
    return FALSE;
  if (!self->shaken)
    return TRUE;

  length = read_head (self, bytes);
  if (length < 0)
    return FALSE;
  if (length == 0)
    return TRUE;

  verdict = weft_upgrade_parse (&asked, (const char *) bytes, (gsize) length);
  keep (self, bytes, (gsize) length);
  if (verdict == WEFT_UPGRADE_ASKED)
    {
      self->outcome = WEFT_ARRIVAL_ASKED;
      self->asked = g_memdup2 (&asked, sizeof asked);
      return FALSE;
    }
  weft_upgrade_clear (&asked);
  if (verdict == WEFT_UPGRADE_OTHER)
    self->outcome = WEFT_ARRIVAL_OTHER;

  return verdict == WEFT_UPGRADE_UNFINISHED;
}

static gboolean
tick (WeftWatch *watch, gint64 now)
{
  return now < ((WeftArrival *) watch)->until;
}

static void
finish (WeftWatch *watch)
{
  WeftArrival *self = (WeftArrival *) watch;

  watch->fd = -1;
  self->func (self, self->outcome, self->asked, &self->wire, self->head, self->user_data);
  weft_wire_clear (&self->wire);
}

static const WeftWatchClass watch_class
    = { .ref = ref, .unref = unref, .attach = attach, .handle = handle, .tick = tick, .finish = finish };

/* Public API */

WeftArrival *
weft_arrival_new (WeftWire *wire, const WeftLimits *limits, WeftArrivalFunc func, gpointer user_data)
{
  WeftArrival *self = g_new0 (WeftArrival, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->wire = weft_wire_move (wire);
  self->watch.klass = &watch_class;
  self->watch.fd = self->wire.fd;
  self->watch.interest = EPOLLIN;
  self->link.data = self;
  self->func = func;
  self->user_data = user_data;
  self->shaken = self->wire.tls == NULL;
  self->patience = limits->request * 1000;
  self->until = g_get_monotonic_time () + (self->shaken ? self->patience : limits->handshake * 1000);

  return self;
}

void
weft_arrival_unref (WeftArrival *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  weft_wire_clear (&self->wire);
  g_clear_pointer (&self->head, g_byte_array_unref);
  if (self->asked != NULL)
    weft_upgrade_clear (self->asked);
  g_free (self->asked);
  g_free (self);
}

void
weft_arrival_start (WeftArrival *self, WeftPoller *poller)
{
  weft_poller_add (poller, &self->watch);
}

void
weft_arrival_end (WeftArrival *self)
{
  self->ended = TRUE;
  _weft_poller_thread_wake (self->thread, &self->watch);
}

GList *
weft_arrival_get_link (WeftArrival *self)
{
  return &self->link;
}
