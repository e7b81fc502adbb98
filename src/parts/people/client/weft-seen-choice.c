/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-people"

#include "config.h"

#include "parts/people/client/weft-seen-choice.h"

#include "parts/people/shared/weft-people-module.h"

static DexFuture *
show_seen (WeftSync *sync, const char *stream, gint64 on)
{
  return weft_sync_submit (sync, stream, &weft_people_show_seen_operation, &(WeftPeopleShowSeen) { .on = on != 0 });
}

WeftRowValue *
weft_seen_choice_new (WeftSync *sync)
{
  return weft_row_value_new (sync, NULL, &weft_people_seen_hidden_table,
                             "SELECT 0 FROM seen_hidden WHERE stream = ?1", 1, show_seen);
}
