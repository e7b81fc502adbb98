/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/** WeftSyncState: how the workspace is connected. Reading and writing work in all of them. */
typedef enum
{
  WEFT_SYNC_OFFLINE,            /* no network, or told to stay offline */
  WEFT_SYNC_CONNECTING,         /* first attempt */
  WEFT_SYNC_CATCHING_UP,        /* connected, behind */
  WEFT_SYNC_ONLINE,
  WEFT_SYNC_RECONNECTING,       /* lost, trying again */
  WEFT_SYNC_UNREACHABLE,        /* the server has not answered for several attempts */
  WEFT_SYNC_PORTAL,             /* a sign-in page stands in the way */
  WEFT_SYNC_SIGNED_OUT,
  WEFT_SYNC_UPDATE_NEEDED,
} WeftSyncState;

#define WEFT_TYPE_SYNC_STATE (weft_sync_state_get_type ())
GType weft_sync_state_get_type (void);

G_END_DECLS
