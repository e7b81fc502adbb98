/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/thread/shared/weft-thread-module.h"

#include "store/weft-plan.h"

gboolean
weft_thread_plan_set_receipts (WeftPlan *plan, const WeftThreadSetReceipts *args, GError **error)
{
  weft_plan_emit (plan, &weft_thread_receipts_set_event, &(WeftThreadReceiptsSet) { .on = args->on });
  return TRUE;
}

gboolean
weft_thread_plan_send_receipts (WeftPlan *plan, const WeftThreadSendReceipts *args, GError **error)
{
  if (g_strcmp0 (weft_stream_get_id (weft_plan_get_stream (plan)), weft_plan_get_author (plan)) != 0)
    return weft_plan_refuse (error, WEFT_ERROR_NOT_FOUND, "stream: no such stream");

  weft_plan_emit (plan, &weft_thread_receipts_set_event, &(WeftThreadReceiptsSet) { .on = args->on });
  return TRUE;
}
