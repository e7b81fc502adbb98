/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/weft-workspace.h"
#include "parts/notices/client/weft-notice-item.h"

G_BEGIN_DECLS

/** weft_answer_of_notice: Returns: (nullable): the link of the message which the notice tells of, to answer it; NULL if it tells of something else. */
const char *weft_answer_of_notice (WeftNoticeItem *notice);
/**
 * weft_answer_send:
 * @link: of the message
 * @within: the id of the message under whose thread it stands; "": in the room
 *
 * Answers as in a window: what was told of there is read.
 */
void weft_answer_send (WeftWorkspace *workspace, const char *link, const char *within, const char *text);

G_END_DECLS
