/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/weft-sync.h"

G_BEGIN_DECLS

/**
 * WeftSaying:
 * @id: (nullable): of the message, where the caller made one
 * @text: what is written
 * @reply_to: (nullable): the id of the message it answers
 * @severity: (nullable): "warning" or "urgent"; %NULL: it matters as any other
 * @everyone: asks everybody to acknowledge it
 * @people: (nullable) (array zero-terminated=1): ids of those who are asked, if not everybody
 * @sticker: (nullable): what it is shown as; then @text is what that says, and nobody is asked anything
 * @sticker_picture: (nullable): hash of the bytes of one of the workspace's; @sticker_size: how many there are
 * @root: (nullable): the message under whose thread it stands
 * @also: of one in a thread: shows it in the room as well
 *
 * What somebody says, on its way from where it is written to the outbox.
 */
typedef struct
{
  const char *id;
  const char *text;
  const char *reply_to;
  const char *severity;
  gboolean everyone;
  const char *const *people;
  const char *sticker;
  const char *sticker_picture;
  gint64 sticker_size;
  const char *root;
  gboolean also;
} WeftSaying;

/** weft_saying_send: writes it into @stream. @files: (nullable): hashes of what hangs on it, which then needs
 * an id: it waits until they are with the server. Resolves as weft_sync_submit() does. */
DexFuture *weft_saying_send (const WeftSaying *self,
                             WeftSync *sync,
                             const char *stream,
                             const char *const *files) G_GNUC_WARN_UNUSED_RESULT;

#define WEFT_SAYING_PEOPLE_MAX 100 /* who can be asked one by one */

/** weft_thread_acknowledge: takes note of the message @id, or takes that back. Resolves as weft_sync_submit()
 * does. */
DexFuture *weft_thread_acknowledge (WeftSync *sync, const char *stream, const char *id, gboolean acknowledged)
    G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
