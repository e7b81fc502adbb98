/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "features/board/client/weft-board.h"

G_BEGIN_DECLS

#define WEFT_TYPE_SHELF_DIALOG (weft_shelf_dialog_get_type ())
G_DECLARE_FINAL_TYPE (WeftShelfDialog, weft_shelf_dialog, WEFT, SHELF_DIALOG, AdwDialog)

/** WeftShelf: what such a list is called, and what is done to each of its cards; translated. */
typedef struct
{
  const char *title;
  const char *empty;       /* what it says while there are none */
  const char *empty_about;
  const char *use;         /* on the button of each */
  const char *use_tip;     /* format: %s is the card's key */
  const char *open_tip;    /* (nullable): likewise of another button; without it a card which is activated is opened, with it it is used */
  const char *drop_tip;    /* (nullable): likewise of one which takes it away */
} WeftShelf;

/**
 * WeftShelfDialog:
 *
 * The cards of a board which stand in none of its columns, the newest first.
 *
 * Signals, each with a WeftTask: `opened`: all of it is wanted; `used` and `dropped`: its buttons were pressed.
 */

/** weft_shelf_dialog_new: @tasks: of WeftTask; @shelf: copied, its texts are not. */
AdwDialog *weft_shelf_dialog_new (WeftBoard *board, GListModel *tasks, const WeftShelf *shelf);
/** weft_shelf_dialog_watch: @future: (transfer full): what is done to one; it is said, and in its place told if it is refused. */
void weft_shelf_dialog_watch (WeftShelfDialog *self, DexFuture *future, const char *said);
WeftBoard *weft_shelf_dialog_get_board (WeftShelfDialog *self);

G_END_DECLS
