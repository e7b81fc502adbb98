/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/thread/shared/weft-thread-module.h"
#include "parts/thread/shared/weft-thread-plan-private.h"

#include <string.h>

/* A sticker is a message as any other, in the room or in a thread, and its words are its text; which picture
 * is shown in their place comes behind it. */

/* A name of ours ("weft/hello") or the id of one of the workspace's: this part does not know them. */
static gboolean
check_sticker (const WeftThreadStick *args, GError **error)
{
  gboolean own = g_str_has_prefix (args->sticker, "weft/");
  const char *name = own ? args->sticker + strlen ("weft/") : args->sticker;

  if (*name == '\0' || strspn (name, "abcdefghijklmnopqrstuvwxyz0123456789-") != strlen (name))
    return weft_plan_refuse (error, WEFT_ERROR_INVALID, "sticker: expected weft/NAME or an id");
  if (own == (args->picture != NULL))
    return weft_plan_refuse (error, WEFT_ERROR_INVALID,
                             own ? "picture: Weft's own stickers have none"
                                 : "picture: missing: only Weft's own stickers have none");
  return TRUE;
}

gboolean
weft_thread_plan_stick (WeftPlan *plan, const WeftThreadStick *args, GError **error)
{
  if (!check_sticker (args, error))
    return FALSE;
  if (args->root == NULL)
    {
      if (!weft_thread_plan_send (
              plan, &(WeftThreadSend) { .id = args->id, .text = args->text, .reply_to = args->reply_to },
              error))
        return FALSE;
    }
  else if (!weft_thread_plan_reply (plan,
                                    &(WeftThreadReply) { .id = args->id,
                                                         .root = args->root,
                                                         .text = args->text,
                                                         .reply_to = args->reply_to },
                                    error))
    return FALSE;

  weft_plan_emit (plan, &weft_thread_sticker_shown_event,
                  &(WeftThreadStickerShown) { .id = args->id,
                                              .sticker = args->sticker,
                                              .picture = args->picture,
                                              .size = args->size });
  return TRUE;
}
