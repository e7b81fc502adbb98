/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "features/board/client/weft-board.h"
#include "parts/people/client/weft-people.h"

G_BEGIN_DECLS

/**
 * weft_activity_describe:
 * @event: as the log keeps it
 * @by: who did it: a name, or “You”
 * @from: (nullable): id of the status in which the task was before, where it was moved
 *
 * Returns: (transfer full) (nullable): what it did to the task @id, as one sentence: “An moved it from To do to Doing”; %NULL if that is nothing that a card tells
 */
char *weft_activity_describe (WeftBoard *board, WeftPeople *people, const char *id, JsonObject *event, const char *by, const char *from);

/** weft_activity_get_status: Returns: (transfer none) (nullable): id of the status into which @event put tasks. */
const char *weft_activity_get_status (JsonObject *event);

G_END_DECLS
