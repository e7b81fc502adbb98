/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sync/weft-sync-status.h"

void
weft_sync_status_clear (WeftSyncStatus *self)
{
  g_clear_pointer (&self->reason, g_free);
  g_clear_pointer (&self->page, g_free);
  g_clear_pointer (&self->person, g_free);
}
