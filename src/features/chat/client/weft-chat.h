/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/weft-sync.h"

G_BEGIN_DECLS

/* What a person may ask for in chat. Each resolves as weft_sync_submit() does, if it does not say otherwise. */

/**
 * weft_chat_create_room:
 * @kind: "room", "direct" or "self"
 * @members: (array zero-terminated=1): ids of the others
 * @access: "private", "ask" or "public"
 *
 * Resolves to the new room's stream (a string) as soon as it is shown here.
 */
DexFuture *weft_chat_create_room (WeftSync *sync, const char *kind, const char *name, const char *topic, const char *const *members, const char *access) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *weft_chat_set_room (WeftSync *sync, const char *stream, const char *name, const char *topic) G_GNUC_WARN_UNUSED_RESULT;

/** weft_chat_convert_room: makes a room of a direct conversation. */
DexFuture *weft_chat_convert_room (WeftSync *sync, const char *stream, const char *name) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *weft_chat_set_access (WeftSync *sync, const char *stream, const char *access) G_GNUC_WARN_UNUSED_RESULT;
/** weft_chat_describe_room: @emblem: an emoji, or empty; @yarn: "teal", "indigo", … */
DexFuture *weft_chat_describe_room (WeftSync *sync, const char *stream, const char *about, const char *emblem, const char *yarn) G_GNUC_WARN_UNUSED_RESULT;
/** weft_chat_set_picture: @hash: (nullable): of a file from weft_sync_add_file(); NULL: none, and @size 0. */
DexFuture *weft_chat_set_picture (WeftSync *sync, const char *stream, const char *hash, gint64 size) G_GNUC_WARN_UNUSED_RESULT;
/** weft_chat_set_permissions: the least role for each: "guest" (not for @invite), "member", "admin" */
DexFuture *weft_chat_set_permissions (WeftSync *sync, const char *stream, const char *post, const char *invite, const char *pin) G_GNUC_WARN_UNUSED_RESULT;
/** weft_chat_join_room: joins a public room, or asks to be let in; resolves when the server has done it. */
DexFuture *weft_chat_join_room (WeftSync *sync, const char *stream) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *weft_chat_answer_join (WeftSync *sync, const char *stream, const char *person, gboolean accepted) G_GNUC_WARN_UNUSED_RESULT;

/* On one's own list of rooms. */

DexFuture *weft_chat_pin_room (WeftSync *sync, const char *room, gboolean pinned) G_GNUC_WARN_UNUSED_RESULT;
/** weft_chat_set_level: @level: of what one wants to hear there: "all", "mentions", "nothing", "default". */
DexFuture *weft_chat_set_level (WeftSync *sync, const char *room, const char *level) G_GNUC_WARN_UNUSED_RESULT;
/** weft_chat_mute_room: @until: ms; 0: for good. @muted FALSE takes it back. */
DexFuture *weft_chat_mute_room (WeftSync *sync, const char *room, gboolean muted, gint64 until) G_GNUC_WARN_UNUSED_RESULT;
/** weft_chat_archive_room: @ordinal: of the last message there: what comes after it brings the room back. */
DexFuture *weft_chat_archive_room (WeftSync *sync, const char *room, gboolean archived, gint64 ordinal) G_GNUC_WARN_UNUSED_RESULT;
/** weft_chat_clear_room: deletes for oneself what was written up to @ordinal; 0 brings it back. */
DexFuture *weft_chat_clear_room (WeftSync *sync, const char *room, gint64 ordinal) G_GNUC_WARN_UNUSED_RESULT;
/** weft_chat_mark_unread: @ordinal: of the first message which counts as unread again; 0: only what one has not seen. */
DexFuture *weft_chat_mark_unread (WeftSync *sync, const char *room, gint64 ordinal) G_GNUC_WARN_UNUSED_RESULT;
/** weft_chat_file_room: @folder: (nullable): into none. */
DexFuture *weft_chat_file_room (WeftSync *sync, const char *room, const char *folder) G_GNUC_WARN_UNUSED_RESULT;
/** weft_chat_add_folder: resolves to the new folder's id (a string). */
DexFuture *weft_chat_add_folder (WeftSync *sync, const char *name) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *weft_chat_rename_folder (WeftSync *sync, const char *folder, const char *name) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *weft_chat_remove_folder (WeftSync *sync, const char *folder) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
