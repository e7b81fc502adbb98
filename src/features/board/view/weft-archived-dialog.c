/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "features/board/view/weft-archived-dialog.h"

#include <glib/gi18n.h>

#include "features/board/client/weft-board-operations.h"

static void
on_used (WeftShelfDialog *dialog, WeftTask *task)
{
  WeftBoard *board = weft_shelf_dialog_get_board (dialog);
  g_autofree char *key = weft_board_dup_key (board, task);
  /* Translators: spoken; %s is the key of a card: WEB-318. */
  g_autofree char *said = g_strdup_printf (_ ("%s is back on the board"), key);

  weft_shelf_dialog_watch (dialog, weft_board_archive (board, (const char *const[]) { weft_task_get_id (task), NULL }, FALSE), said);
}

AdwDialog *
weft_archived_dialog_new (WeftBoard *board)
{
  AdwDialog *dialog = weft_shelf_dialog_new (board, weft_board_get_archive (board),
                                             &(WeftShelf) {
                                                 .title = _ ("Archived Cards"),
                                                 .empty = _ ("No Archived Cards"),
                                                 .empty_about = _ ("What is put away from the board stands here."),
                                                 .use = _ ("Restore"),
                                                 /* Translators: a button's tooltip; %s is the key of a card: WEB-318. */
                                                 .use_tip = _ ("Restore %s"),
                                             });

  g_signal_connect (dialog, "used", G_CALLBACK (on_used), NULL);
  return dialog;
}
