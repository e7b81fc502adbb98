/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "proto/weft-module.h"
#include "sync/weft-sync-state.h"

G_BEGIN_DECLS

/** WeftSyncStatus: what the window shows of a workspace, at one moment. */
typedef struct
{
  WeftSyncState state;
  char *reason;
  const char *transport; /* (nullable): static: by which it is connected: "websocket", "stream" or "poll" */
  char *page;            /* (nullable): where the network wants a sign-in, if the state is WEFT_SYNC_PORTAL */
  char *person;
  WeftRole role;         /* in the workspace */
  guint n_waiting;
  guint n_failed;
  guint n_refusals;
  gint64 last_sync;      /* ms; 0: never */
} WeftSyncStatus;

void weft_sync_status_clear (WeftSyncStatus *self);

G_END_DECLS
