/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include "app/weft-answer.h"

#include "parts/thread/client/weft-thread.h"
#include "proto/weft-link.h"

#define TEXT_MAX 16000 /* characters of a message */

const char *
weft_answer_of_notice (WeftNoticeItem *notice)
{
  const char *link = weft_notice_item_get_link (notice);
  g_autoptr (WeftLink) parsed = weft_link_parse (link, -1);

  return parsed != NULL && g_strcmp0 (parsed->table, "message") == 0 && !weft_notice_item_get_leads_away (notice) ? link : NULL;
}

void
weft_answer_send (WeftWorkspace *workspace, const char *link, const char *within, const char *text)
{
  g_autoptr (WeftLink) parsed = weft_link_parse (link, -1);
  WeftSync *sync;

  g_return_if_fail (WEFT_IS_WORKSPACE (workspace));
  g_return_if_fail (within != NULL && text != NULL);

  sync = weft_workspace_get_sync (workspace);
  if (sync == NULL || parsed == NULL || parsed->key == NULL)
    return;
  /* Whoever has written more than a message holds has written several. */
  for (const char *at = text; *at != '\0';)
    {
      glong n = MIN (g_utf8_strlen (at, -1), TEXT_MAX);
      const char *end = g_utf8_offset_to_pointer (at, n);
      g_autofree char *piece = g_strndup (at, end - at);

      if (*within != '\0')
        dex_future_disown (weft_thread_reply (sync, parsed->stream, within, NULL, piece, parsed->key, FALSE, NULL));
      else
        dex_future_disown (weft_thread_send (sync, parsed->stream, piece, parsed->key));
      at = end;
    }
  weft_notice_list_read_place (weft_workspace_get_notices (workspace), parsed->stream);
}
