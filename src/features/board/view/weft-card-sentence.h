/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "features/board/client/weft-board.h"
#include "parts/people/client/weft-people.h"

G_BEGIN_DECLS

/** weft_card_sentence: Returns: (transfer full): all that a card shows of @task, to be spoken. */
char *weft_card_sentence (WeftBoard *board, WeftPeople *people, WeftTask *task);

G_END_DECLS
