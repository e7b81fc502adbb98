/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/weft-plan.h"

G_BEGIN_DECLS

typedef enum
{
  WEFT_ROOM_MISSING,
  WEFT_ROOM_COMMON,
  WEFT_ROOM_DIRECT,
  WEFT_ROOM_SELF,
} WeftRoomKind;

/* Of the plan's stream. */
gboolean _weft_chat_plan_look_up_room (WeftPlan *plan, WeftRoomKind *kind, GError **error);

/* Whether @statement (nullable: then @error is set) has a row; resets it. */
gboolean _weft_chat_plan_has_row (WeftStatement *statement, gboolean *found, GError **error);

G_END_DECLS
