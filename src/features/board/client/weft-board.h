/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "features/board/client/weft-project-field.h"
#include "features/board/client/weft-project-label.h"
#include "features/board/client/weft-project-status.h"
#include "features/board/client/weft-task-link.h"
#include "sync/weft-replay.h"

G_BEGIN_DECLS

#define WEFT_TYPE_BOARD (weft_board_get_type ())
G_DECLARE_FINAL_TYPE (WeftBoard, weft_board, WEFT, BOARD, GObject)

/**
 * WeftBoard:
 *
 * One project as a board: a GListModel of its statuses (WeftProjectStatus), each of which is one of its tasks. All of its tasks are held; what
 * changes is read again alone.
 *
 * Property, notified: `ready` (read for the first time). Signals: `changed ()`: its name, code, labels, fields or one's role is another; `told ()`: something of
 * its tasks is another, once for all that were read together, after each of them was told; `telling ()`: just before the first of them is.
 */
WeftBoard *weft_board_new (WeftSync *sync, const char *stream);
/**
 * weft_board_new_past:
 * @now: the project's board
 * @replay: of its stream, loaded
 *
 * Returns: (transfer full): as it was at a moment, first of all the last one, which nobody may change
 */
WeftBoard *weft_board_new_past (WeftBoard *now, WeftReplay *replay);
/** weft_board_show_version: shows another one of the replay's; of several that are asked for in a row only the newest need ever be there. */
void weft_board_show_version (WeftBoard *self, gint64 seq);

WeftSync *weft_board_get_sync (WeftBoard *self);
const char *weft_board_get_stream (WeftBoard *self);
gboolean weft_board_get_ready (WeftBoard *self);
/** weft_board_get_name: Returns: (nullable): %NULL where there is no such project, or none any more. */
const char *weft_board_get_name (WeftBoard *self);
const char *weft_board_get_code (WeftBoard *self);
/** weft_board_get_about: what the project is for. */
const char *weft_board_get_about (WeftBoard *self);
gboolean weft_board_get_archived (WeftBoard *self);
/** weft_board_may_change: whether one may change its tasks; guests read. */
gboolean weft_board_may_change (WeftBoard *self);
/** weft_board_may_arrange: whether one may change its statuses. */
gboolean weft_board_may_arrange (WeftBoard *self);
/** weft_board_get_labels: Returns: (transfer none) (element-type WeftProjectLabel): by name, until `changed`. */
GPtrArray *weft_board_get_labels (WeftBoard *self);
/** weft_board_find_label: Returns: (transfer none) (nullable) */
const WeftProjectLabel *weft_board_find_label (WeftBoard *self, const char *id);
/** weft_board_get_fields: Returns: (transfer none) (element-type WeftProjectField): the project's own, by name, until `changed`. */
GPtrArray *weft_board_get_fields (WeftBoard *self);
/** weft_board_find_field: Returns: (transfer none) (nullable) */
const WeftProjectField *weft_board_find_field (WeftBoard *self, const char *id);

/** weft_board_find_status: Returns: (transfer none) (nullable) */
WeftProjectStatus *weft_board_find_status (WeftBoard *self, const char *id);
/** weft_board_find_task: Returns: (transfer none) (nullable): also one that is put away, deleted or a template. */
WeftTask *weft_board_find_task (WeftBoard *self, const char *id);
/** weft_board_find_number: Returns: (transfer none) (nullable): the same. */
WeftTask *weft_board_find_number (WeftBoard *self, gint64 number);
/** weft_board_get_archive: Returns: (transfer none): a list of the WeftTasks which are put away and not deleted, in no order. */
GListModel *weft_board_get_archive (WeftBoard *self);
/** weft_board_get_templates: Returns: (transfer none): likewise of those of which others are made, and which are not put away. */
GListModel *weft_board_get_templates (WeftBoard *self);
/** weft_board_dup_key: Returns: (transfer full): what people call a task: "WEB-318". */
char *weft_board_dup_key (WeftBoard *self, WeftTask *task);
/** weft_board_get_position: of a task in its status. FALSE if it stands in none. */
gboolean weft_board_get_position (WeftBoard *self, WeftTask *task, guint *position);

/** weft_board_list_linked: Returns: (transfer full) (element-type WeftTask): those to which @task has this @link, by number; not those that are deleted. */
GPtrArray *weft_board_list_linked (WeftBoard *self, WeftTask *task, WeftTaskLink link);
/** weft_board_closes_circle: whether @task would be linked to itself by way of @other: that is refused. */
gboolean weft_board_closes_circle (WeftBoard *self, WeftTask *task, WeftTaskLink link, WeftTask *other);

G_END_DECLS
