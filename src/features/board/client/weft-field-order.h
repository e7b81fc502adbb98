/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "features/board/client/weft-task-filter.h"
#include "features/board/client/weft-task.h"

G_BEGIN_DECLS

/**
 * WeftFieldOrder:
 *
 * In which order tasks stand by what they say in one field of a project's own, and with which of them each stands together, compiled: looking up takes no
 * memory. Numbers go by what they are worth, dates by time, choices as the field has them, people as they are listed, texts as titles do. Numbers of the same
 * worth stand together, and dates of the same month.
 */
typedef struct _WeftFieldOrder WeftFieldOrder;

#define WEFT_FIELD_NOTHING G_MAXINT64 /* the place of what says nothing, or what is not there any more */

/** weft_field_order_new: @names: looked at while it is made, and not after; @zone: in which months begin. Returns: (transfer full) */
WeftFieldOrder *weft_field_order_new (const WeftProjectField *field, const WeftTaskNames *names, GTimeZone *zone);
void weft_field_order_free (WeftFieldOrder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftFieldOrder, weft_field_order_free)

gint64 weft_field_order_get_place (WeftFieldOrder *self, const WeftTaskRecord *record);
gint64 weft_field_order_get_group_place (WeftFieldOrder *self, const WeftTaskRecord *record);
/** weft_field_order_get_group: Returns: (transfer none) (nullable): a choice's or a person's id, a text, a number, a month ("2026-12"); %NULL: it says nothing.
 * Until the order is freed. */
const char *weft_field_order_get_group (WeftFieldOrder *self, const WeftTaskRecord *record);

/** weft_field_order_list_groups: Returns: (transfer full) (array zero-terminated=1): all there are, in order; of choices and people those too which no task has. */
char **weft_field_order_list_groups (WeftFieldOrder *self);

/**
 * weft_field_group_to_value:
 * @field: whose group it is
 * @value: (nullable): what stands there now
 * @group: (nullable): as weft_field_order_get_group() says it
 *
 * Returns: (transfer full) (nullable): what has to stand there for a task to be in @group
 */
char *weft_field_group_to_value (const WeftProjectField *field, const char *value, const char *group, GTimeZone *zone);

G_END_DECLS
