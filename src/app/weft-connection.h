/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/weft-sync.h"

G_BEGIN_DECLS

/* The connection in words: pure functions, so that every state can be tried. */

/**
 * weft_connection_describe:
 * @reason: (nullable): what WeftSync says
 * @n_waiting: changes that are not confirmed yet
 *
 * Returns: (transfer full) (nullable): for the banner: "Offline: the server does not answer. 4 changes wait."
 * %NULL: nothing needs saying
 */
char *weft_connection_describe (WeftSyncState state, const char *reason, guint n_waiting);

/** weft_connection_describe_refused: Returns: (transfer full) (nullable): "2 changes were refused and need
 * you."; %NULL: none. */
char *weft_connection_describe_refused (guint n_failed);

/** weft_connection_describe_conflicts: Returns: (transfer full) (nullable): "2 texts were changed in two
 * places at once and need you."; %NULL: none. */
char *weft_connection_describe_conflicts (guint n_conflicts);

/** weft_connection_get_button: Returns: (transfer none) (nullable): what the banner's button says; its action
 * is in @action. */
const char *weft_connection_get_button (WeftSyncState state, const char **action);

/** weft_connection_get_word: Returns: (transfer none): one word: "Online". */
const char *weft_connection_get_word (WeftSyncState state);

G_END_DECLS
