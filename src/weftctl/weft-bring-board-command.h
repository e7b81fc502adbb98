/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "exchange/weft-bringing.h"
#include "weftctl/weft-bring-command.h"

G_BEGIN_DECLS

/** weft_bring_board_command_knows: whether @source exports boards: "trello", "jira", "linear". */
gboolean weft_bring_board_command_knows (const char *source);

/**
 * weft_bring_board_command_run:
 * @here: (element-type WeftBringHere)
 * @stop: (out): why it is not whole
 *
 * Returns: (transfer full) (nullable): what the report begins with, as members of JSON; %NULL with @error. In a fiber.
 */
char *weft_bring_board_command_run (WeftContext *context,
                                    WeftBringing *bringing,
                                    const char *path,
                                    GPtrArray *here,
                                    const WeftBringOptions *options,
                                    GError **stop,
                                    GError **error);

G_END_DECLS
