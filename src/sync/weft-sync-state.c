/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-sync"

#include "config.h"

#include "sync/weft-sync-state.h"

G_DEFINE_ENUM_TYPE (WeftSyncState, weft_sync_state,
                    G_DEFINE_ENUM_VALUE (WEFT_SYNC_OFFLINE, "offline"),
                    G_DEFINE_ENUM_VALUE (WEFT_SYNC_CONNECTING, "connecting"),
                    G_DEFINE_ENUM_VALUE (WEFT_SYNC_CATCHING_UP, "catching-up"),
                    G_DEFINE_ENUM_VALUE (WEFT_SYNC_ONLINE, "online"),
                    G_DEFINE_ENUM_VALUE (WEFT_SYNC_RECONNECTING, "reconnecting"),
                    G_DEFINE_ENUM_VALUE (WEFT_SYNC_UNREACHABLE, "unreachable"),
                    G_DEFINE_ENUM_VALUE (WEFT_SYNC_PORTAL, "portal"),
                    G_DEFINE_ENUM_VALUE (WEFT_SYNC_SIGNED_OUT, "signed-out"),
                    G_DEFINE_ENUM_VALUE (WEFT_SYNC_UPDATE_NEEDED, "update-needed"))
