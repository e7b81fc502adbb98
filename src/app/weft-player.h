/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

G_BEGIN_DECLS

#define WEFT_TYPE_PLAYER (weft_player_get_type ())
G_DECLARE_FINAL_TYPE (WeftPlayer, weft_player, WEFT, PLAYER, GObject)

/**
 * WeftPlayer:
 *
 * The demo's teammates: `weftctl play` as a child, which founds the workspace at an empty server and then
 * lets several people write through the real protocol. It ends with the app.
 */

/** weft_player_new: @directory: where the teammates keep their tokens and stores. */
WeftPlayer *weft_player_new (const char *address, const char *directory);

/** weft_player_start: starts the play if it does not go on already. The workspace can be signed in to a
 * moment later. */
DexFuture *weft_player_start (WeftPlayer *self) G_GNUC_WARN_UNUSED_RESULT;
void weft_player_stop (WeftPlayer *self);

G_END_DECLS
