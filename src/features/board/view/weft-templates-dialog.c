/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "features/board/view/weft-templates-dialog.h"

#include <glib/gi18n.h>

#include "features/board/client/weft-board-operations.h"

static void
on_dropped (WeftShelfDialog *dialog, WeftTask *task)
{
  WeftBoard *board = weft_shelf_dialog_get_board (dialog);
  g_autofree char *key = weft_board_dup_key (board, task);
  /* Translators: spoken; %s is the key of a template: WEB-318. */
  g_autofree char *said = g_strdup_printf (_ ("%s deleted"), key);

  weft_shelf_dialog_watch (dialog, weft_board_delete (board, (const char *const[]) { weft_task_get_id (task), NULL }), said);
}

AdwDialog *
weft_templates_dialog_new (WeftBoard *board)
{
  AdwDialog *dialog = weft_shelf_dialog_new (board, weft_board_get_templates (board),
                                             &(WeftShelf) {
                                                 .title = _ ("Templates"),
                                                 .empty = _ ("No Templates"),
                                                 .empty_about = _ ("Save a card as a template from its menu, and cards like it are made from here."),
                                                 .use = C_ ("template", "Use"),
                                                 /* Translators: a button's tooltip; %s is the key of a template: WEB-318. */
                                                 .use_tip = _ ("New Card from %s"),
                                                 /* Translators: a button's tooltip; %s is the key of a template: WEB-318. */
                                                 .open_tip = _ ("Edit %s"),
                                                 /* Translators: a button's tooltip; %s is the key of a template: WEB-318. */
                                                 .drop_tip = _ ("Delete %s"),
                                             });

  g_signal_connect (dialog, "dropped", G_CALLBACK (on_dropped), NULL);
  return dialog;
}
