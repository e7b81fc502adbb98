/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include "base/weft-id.h"
#include "parts/thread/client/weft-saying.h"
#include "parts/thread/shared/weft-thread-module.h"

static DexFuture *
submit (WeftSync *sync,
        const char *stream,
        const WeftOperation *operation,
        gconstpointer args,
        const char *const *files)
{
  return files != NULL ? weft_sync_submit_with_files (sync, stream, operation, args, files)
                       : weft_sync_submit (sync, stream, operation, args);
}

DexFuture *
weft_saying_send (const WeftSaying *self, WeftSync *sync, const char *stream, const char *const *files)
{
  guint n_people = self->people != NULL ? g_strv_length ((char **) self->people) : 0;
  g_autofree char *made = NULL;
  g_autofree char *shown = NULL;
  const char *id;

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);
  g_return_val_if_fail (files == NULL || self->id != NULL, NULL);

  made = self->id == NULL ? weft_id_new (weft_clock_get_system ()) : NULL;
  id = self->id != NULL ? self->id : made;
  if (self->sticker != NULL)
    return submit (sync, stream, &weft_thread_stick_operation,
                   &(WeftThreadStick) { .id = id,
                                        .text = self->text,
                                        .sticker = self->sticker,
                                        .picture = self->sticker_picture,
                                        .size = self->sticker_size,
                                        .root = self->root,
                                        .reply_to = self->reply_to },
                   files);
  if (self->root != NULL && self->also)
    shown = weft_id_new (weft_clock_get_system ());
  if (self->severity == NULL && !self->everyone && n_people == 0 && self->root != NULL)
    return submit (sync, stream, &weft_thread_reply_operation,
                   &(WeftThreadReply) {
                       .id = id, .root = self->root, .text = self->text, .reply_to = self->reply_to, .also = shown },
                   files);
  if (self->severity == NULL && !self->everyone && n_people == 0)
    return submit (sync, stream, &weft_thread_send_operation,
                   &(WeftThreadSend) { .id = id, .text = self->text, .reply_to = self->reply_to }, files);
  return submit (sync, stream, &weft_thread_ask_operation,
                 &(WeftThreadAsk) { .id = id,
                                    .text = self->text,
                                    .reply_to = self->reply_to,
                                    .severity = self->severity != NULL ? self->severity : "info",
                                    .everyone = self->everyone,
                                    .people = self->people,
                                    .n_people = self->everyone ? 0 : n_people,
                                    .root = self->root,
                                    .also = shown },
                 files);
}

DexFuture *
weft_thread_acknowledge (WeftSync *sync, const char *stream, const char *id, gboolean acknowledged)
{
  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);

  return acknowledged ? weft_sync_submit (sync, stream, &weft_thread_acknowledge_operation,
                                          &(WeftThreadAcknowledge) { .id = id })
                      : weft_sync_submit (sync, stream, &weft_thread_take_back_operation,
                                          &(WeftThreadTakeBack) { .id = id });
}
