/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/weft-socket.h"
#include "sync/weft-sync-core.h"
#include "sync/weft-sync-thread.h"

G_BEGIN_DECLS

struct _WeftSyncThread
{
  gatomicrefcount ref_count;

  /* Constant. */
  WeftRegistry *registry;
  WeftClock *clock;
  char *address_text;
  char *directory;
  gboolean strict;
  GMainContext *context;
  WeftSyncDelivery *delivery;
  GThread *thread;

  /* The owner's. */
  gboolean closed;

  /* Between both, under the lock. */
  GMutex lock;
  GQueue jobs;           /* of Job (weft-sync-jobs.c) */
  gboolean jobs_scheduled;
  guint n_holds;         /* jobs wait while the owner puts some together */
  gboolean ended;        /* no more jobs are taken */

  /* The thread's. */
  GMainLoop *loop;
  WeftAddress *address;
  WeftSyncCore *core;
  WeftClientSession *session; /* the core's */
  WeftSocket *socket;
  GSource *timers[WEFT_SYNC_CORE_N_TIMERS];
  GSource *indexed;      /* set ready by another thread */
  DexPromise *opened;
  DexPromise *closing;
  GHashTable *awaiting;  /* id → GPtrArray of DexPromise */
};

/** _weft_sync_thread_update_timers: after anything that was done to the core. */
void _weft_sync_thread_update_timers (WeftSyncThread *self);
/** _weft_sync_thread_settle: who awaits operation @id is told. */
void _weft_sync_thread_settle (WeftSyncThread *self, const char *id, const GError *error);
/** _weft_sync_thread_end_jobs: those which wait are refused, and no more are taken. */
void _weft_sync_thread_end_jobs (WeftSyncThread *self);

G_END_DECLS
