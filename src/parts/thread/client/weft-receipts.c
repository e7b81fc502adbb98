/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include "parts/thread/client/weft-receipts.h"

#include "parts/thread/shared/weft-thread-module.h"

static DexFuture *
set_receipts (WeftSync *sync, const char *stream, gint64 on)
{
  return weft_sync_submit (sync, stream, &weft_thread_set_receipts_operation, &(WeftThreadSetReceipts) { .on = on != 0 });
}

static DexFuture *
send_receipts (WeftSync *sync, const char *stream, gint64 on)
{
  return weft_sync_submit (sync, stream, &weft_thread_send_receipts_operation, &(WeftThreadSendReceipts) { .on = on != 0 });
}

WeftRowValue *
weft_receipts_new (WeftSync *sync, const char *stream)
{
  return weft_row_value_new (sync, stream, &weft_thread_receipts_off_table,
                             "SELECT 0 FROM receipts_off WHERE stream = ?1", 1,
                             stream != NULL ? set_receipts : send_receipts);
}
