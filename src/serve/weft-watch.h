/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * WeftWatch:
 *
 * A descriptor which a thread of a WeftPoller looks after: the first member of whoever has one. All but the taking of references happens on that thread.
 */
typedef struct _WeftWatch WeftWatch;
typedef struct _WeftPollerThread WeftPollerThread;

typedef struct
{
  void (*ref) (WeftWatch *self);   /* any thread */
  void (*unref) (WeftWatch *self);
  /** attach: it belongs to @thread from here on; called by whoever adds it. */
  void (*attach) (WeftWatch *self, WeftPollerThread *thread);
  /** handle: @events: of epoll; 0: it was woken, or is new. Sets its interest. @again: there is more to do at once. Returns: FALSE if it is over. */
  gboolean (*handle) (WeftWatch *self, guint32 events, gboolean *again);
  /** tick: some times a second; @now: monotonic µs. Returns: FALSE if time is up for it. */
  gboolean (*tick) (WeftWatch *self, gint64 now);
  /** finish: the thread lets go of it, and of its descriptor before; the last call. */
  void (*finish) (WeftWatch *self);
} WeftWatchClass;

struct _WeftWatch
{
  const WeftWatchClass *klass;
  int fd;           /* -1: none, or none any more */
  guint32 interest; /* events of epoll */

  /* The poller's. */
  guint32 polled; /* what epoll was told */
  guint index;    /* among those of its thread, from 1; 0: none of them */
};

G_END_DECLS
