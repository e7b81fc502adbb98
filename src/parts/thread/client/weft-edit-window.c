/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include "parts/thread/client/weft-edit-window.h"

#include "parts/thread/shared/weft-thread-module.h"

static DexFuture *
limit_editing (WeftSync *sync, const char *stream, gint64 seconds)
{
  return weft_sync_submit (sync, stream, &weft_thread_limit_editing_operation,
                           &(WeftThreadLimitEditing) { .seconds = seconds });
}

WeftRowValue *
weft_edit_window_new (WeftSync *sync, const char *stream)
{
  g_return_val_if_fail (stream != NULL, NULL);

  return weft_row_value_new (sync, stream, &weft_thread_edit_window_table,
                             "SELECT seconds FROM edit_window WHERE stream = ?1", WEFT_EDIT_WINDOW_ALWAYS,
                             limit_editing);
}

gboolean
weft_edit_window_is_over (WeftRowValue *window, gint64 said_at, gint64 now)
{
  gint64 seconds;

  g_return_val_if_fail (WEFT_IS_ROW_VALUE (window), FALSE);

  seconds = weft_row_value_get (window);
  return seconds >= 0 && now - said_at >= seconds * 1000;
}
