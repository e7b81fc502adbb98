/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/weft-fold.h"
#include "store/weft-sqlite.h"
#include "sync/weft-sync.h"

/* A stand-in for the client engine which a test or a bench links instead of weft-sync: one SQLite connection on the main thread, no
 * server. What is submitted is folded at once as if confirmed, or held with a prediction while "offline". */

WeftSync *fake_sync_new (const char *path);
WeftDatabase *fake_sync_get_database (WeftSync *self);
void fake_sync_set_person (WeftSync *self, const char *person);
void fake_sync_set_state (WeftSync *self, WeftSyncState state);

/* A batch: everything between is one transaction and one `changed`. */
void fake_sync_begin (WeftSync *self);
void fake_sync_commit (WeftSync *self);

void fake_sync_add_person (WeftSync *self, const char *id, const char *name, const char *title);
void fake_sync_add_room (WeftSync *self, const char *stream, const char *kind, const char *name, const char *topic);
/* A room that others may join: @access "ask" or "public". */
void fake_sync_list_room (WeftSync *self, const char *stream, const char *name, const char *topic, const char *access);
/* @person asks to be let in. */
void fake_sync_ask (WeftSync *self, const char *stream, const char *person);
/* What the person wrote there on another device, which a newer draft took the place of. */
void fake_sync_lose_draft (WeftSync *self, const char *stream, const char *text);
void fake_sync_rename_room (WeftSync *self, const char *stream, const char *name);
/* The person may not read @stream any more: its rows go. */
void fake_sync_revoke (WeftSync *self, const char *stream);
void fake_sync_add_member (WeftSync *self, const char *stream, const char *person);
/* Returns the message's id (transfer full). */
/* fake_sync_add_poll: @text: a question, and below it an option a line; @closes_at: ms; 0: by hand. */
char *fake_sync_add_poll (WeftSync *self, const char *stream, const char *author, const char *text, gint64 at, gboolean several, gboolean secret, gint64 closes_at);
void fake_sync_vote (WeftSync *self, const char *stream, const char *person, const char *poll, guint option);
/* fake_sync_add_question: @severity: "info", "warning", "urgent"; @everyone: who is to acknowledge it; @by: (nullable): who has. */
char *fake_sync_add_question (WeftSync *self, const char *stream, const char *author, const char *text, gint64 at, const char *severity, gboolean everyone, const char *by);
char *fake_sync_add_message (WeftSync *self, const char *stream, const char *author, const char *text, gint64 at, const char *reply_to);
/* Said elsewhere, by a person or, with a @speaker, by nobody here. Returns the message's id (transfer full). */
char *fake_sync_bring (WeftSync *self, const char *stream, const char *author, const char *speaker, const char *text, gint64 at);
/* In the thread under the message @root, at @ordinal in the room; its @place is said. Returns the reply's id (transfer full). */
char *fake_sync_add_reply (WeftSync *self, const char *stream, const char *root, gint64 ordinal, gint64 place, const char *author, const char *text, gint64 at);
void fake_sync_react (WeftSync *self, const char *stream, const char *id, const char *person, const char *emoji);
void fake_sync_name_thread (WeftSync *self, const char *stream, const char *root, const char *title, gboolean resolved);
/* What stands at an address in a message; without one: nothing any more. */
void fake_sync_preview (WeftSync *self, const char *stream, const char *message, const char *address, const char *title, const char *site);
/* @path: copied into the cache; it hangs on the message @target. */
void fake_sync_add_file (WeftSync *self, const char *stream, const char *target, const char *author, const char *path, int width, int height);
void fake_sync_add_film (WeftSync *self, const char *stream, const char *target, const char *author, const char *path, int width, int height, gint64 duration);
void fake_sync_add_voice (WeftSync *self, const char *stream, const char *target, const char *author, const char *path, gint64 duration, const char *peaks);
/* From now on what is fetched stops at its middle, until it is cancelled. */
void fake_sync_set_slow (WeftSync *self);
void fake_sync_set_mark (WeftSync *self, const char *stream, const char *name, const char *person, gint64 value);
void fake_sync_emit_latest (WeftSync *self, const char *stream, const char *name, const char *person, gint64 value);
void fake_sync_emit_presence (WeftSync *self, const char *person, const char *state);
/* Refuses the oldest held operation: its prediction goes, the outbox row says why. */
void fake_sync_refuse (WeftSync *self, const char *reason);
/* Holds only messages above @ordinal, as after a snapshot; weft_sync_load_page() brings older ones. */
void fake_sync_forget_below (WeftSync *self, const char *stream, gint64 ordinal);
/* What weft_sync_ask() resolves to from now on; NULL: there is no connection. */
void fake_sync_set_answer (WeftSync *self, const char *answer);
guint fake_sync_get_n_pages_asked (WeftSync *self);
