/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/weft-sync.h"

G_BEGIN_DECLS

/* The thread part's operations, for those who show threads. Each resolves as weft_sync_submit() does. */

/** weft_thread_send: @reply_to: (nullable): the id of the message it answers. */
DexFuture *weft_thread_send (WeftSync *sync, const char *stream, const char *text, const char *reply_to) G_GNUC_WARN_UNUSED_RESULT;
/** weft_thread_reply: in the thread under the message @root. @files: (nullable): as weft_saying_send(), which then needs @id; @also: show it in the room as well. */
DexFuture *weft_thread_reply (WeftSync *sync, const char *stream, const char *root, const char *id, const char *text, const char *reply_to, gboolean also, const char *const *files) G_GNUC_WARN_UNUSED_RESULT;
/** weft_thread_answer: in the thread in which the message @id stands, or under it. Rejects with WEFT_ERROR_NOT_FOUND if it is not held. */
DexFuture *weft_thread_answer (WeftSync *sync, const char *stream, const char *id, const char *text) G_GNUC_WARN_UNUSED_RESULT;
/** weft_thread_name: @root: under which the thread is; @title: "" for none. */
DexFuture *weft_thread_name (WeftSync *sync, const char *stream, const char *root, const char *title) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *weft_thread_resolve (WeftSync *sync, const char *stream, const char *root, gboolean resolved) G_GNUC_WARN_UNUSED_RESULT;
#define WEFT_THREAD_TITLE_MAX 120 /* characters */
/** weft_thread_edit: @seen: (nullable): the text when the person began to change it: what another device made of it since is merged. */
DexFuture *weft_thread_edit (WeftSync *sync, const char *stream, const char *id, const char *text, const char *seen) G_GNUC_WARN_UNUSED_RESULT;
/** weft_thread_react: @emoji: one, or the name of one of the workspace's between colons; @on: FALSE takes it back. */
DexFuture *weft_thread_react (WeftSync *sync, const char *stream, const char *id, const char *emoji, gboolean on) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *weft_thread_delete (WeftSync *sync, const char *stream, const char *id) G_GNUC_WARN_UNUSED_RESULT;

/* All of them or none, and one undo; @messages: (element-type WeftMessage): 1 to WEFT_GROUP_MAX of @stream. */
DexFuture *weft_thread_delete_several (WeftSync *sync, const char *stream, GPtrArray *messages) G_GNUC_WARN_UNUSED_RESULT;
/** weft_thread_send_several: @texts: (array length=n): messages one after the other. */
DexFuture *weft_thread_send_several (WeftSync *sync, const char *stream, const char *const *texts, guint n) G_GNUC_WARN_UNUSED_RESULT;
/** weft_thread_set_preview: @bare: what is known of the address in the message is not to be shown. */
DexFuture *weft_thread_set_preview (WeftSync *sync, const char *stream, const char *id, gboolean bare) G_GNUC_WARN_UNUSED_RESULT;
/** weft_thread_allow_previews: for the whole workspace. */
DexFuture *weft_thread_allow_previews (WeftSync *sync, gboolean allowed) G_GNUC_WARN_UNUSED_RESULT;
/** weft_thread_load_previews_allowed: Resolves to a boolean. */
DexFuture *weft_thread_load_previews_allowed (WeftSync *sync) G_GNUC_WARN_UNUSED_RESULT;

/** weft_thread_dup_place: Returns: (transfer full): where drafts of the thread under the message @root are kept. */
char *weft_thread_dup_place (const char *root);
/** weft_thread_save_draft: keeps what was typed and not sent, on all of one's devices; "" forgets it. @place: the stream, or a thread. @seen: the draft which it
 * takes the place of: another one, written elsewhere meanwhile, is kept for a day. */
DexFuture *weft_thread_save_draft (WeftSync *sync, const char *place, const char *text, const char *seen) G_GNUC_WARN_UNUSED_RESULT;
/** weft_thread_load_draft: Resolves to a string, "" if there is none. */
DexFuture *weft_thread_load_draft (WeftSync *sync, const char *place) G_GNUC_WARN_UNUSED_RESULT;

/** weft_thread_set_typing: tells the others that one is writing in @stream; call it as often as keys are pressed. */
void weft_thread_set_typing (WeftSync *sync, const char *stream);
/** weft_thread_mark_delivered: this computer holds the messages up to @ordinal. */
void weft_thread_mark_delivered (WeftSync *sync, const char *stream, gint64 ordinal);
/** weft_thread_mark_read: the person has seen the messages up to @ordinal. */
void weft_thread_mark_read (WeftSync *sync, const char *stream, gint64 ordinal);

#define WEFT_THREAD_TEXT_MAX 16000 /* characters in a message */

/** weft_thread_find_message: what a link names. Resolves to a WeftFound of a message that is held; rejects with WEFT_ERROR_NOT_FOUND. */
DexFuture *weft_thread_find_message (WeftSync *sync, const char *stream, const char *id) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
