/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "features/board/client/weft-board.h"
#include "features/board/client/weft-onlookers.h"
#include "parts/people/client/weft-people.h"

G_BEGIN_DECLS

/* Who else looks at a project, in words. */

/** weft_onlookers_describe: @task: (nullable): of that one. Returns: (transfer full) (nullable): “Ann and Ben look at this project”, “Ann has this card open”; %NULL: nobody. */
char *weft_onlookers_describe (WeftOnlookers *self, WeftPeople *people, const char *task);
/** weft_onlookers_describe_person: Returns: (transfer full): what @person does there: “Has WEB-318 open”. */
char *weft_onlookers_describe_person (WeftOnlookers *self, WeftBoard *board, const char *person);
/** weft_onlookers_describe_card: Returns: (transfer full) (nullable): “Ann holds this card”; %NULL: nobody has it open or holds it. */
char *weft_onlookers_describe_card (WeftOnlookers *self, WeftPeople *people, const char *task);
/** weft_onlookers_find_marked: Returns: (transfer none) (nullable): id of the person whose mark is on a card: who holds it, or else who has it open. @name: (out) (transfer none): theirs. @held: (out): whether they hold it. */
const char *weft_onlookers_find_marked (WeftOnlookers *self, WeftPeople *people, const char *task, const char **name, gboolean *held);

G_END_DECLS
