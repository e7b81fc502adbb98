/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/weft-plan.h"

G_BEGIN_DECLS

/* What the plans of a project ask its rows. All refuse, naming the field, and say whether the plan may go on. */

/** _weft_board_plan_find_status: @field: how the refusal calls it. */
gboolean _weft_board_plan_find_status (WeftPlan *plan, const char *field, const char *id, GError **error);

/** _weft_board_plan_find_task: there, and not deleted. */
gboolean _weft_board_plan_find_task (WeftPlan *plan, const char *field, const char *id, GError **error);
/** _weft_board_plan_find_tasks: the same of each element of the field "ids". */
gboolean _weft_board_plan_find_tasks (WeftPlan *plan, const char *const *ids, guint n_ids, GError **error);

/** _weft_board_plan_find_item: there, not taken off, and its task neither. @task: (out) (transfer full): whose checklist it is on. */
gboolean _weft_board_plan_find_item (WeftPlan *plan, const char *field, const char *id, char **task, GError **error);

/** _weft_board_plan_find_member: somebody in the project. */
gboolean _weft_board_plan_find_member (WeftPlan *plan, const char *field, const char *person, GError **error);
gboolean _weft_board_plan_find_label (WeftPlan *plan, const char *field, const char *id, GError **error);
gboolean _weft_board_plan_find_field (WeftPlan *plan, const char *field, const char *id, GError **error);

/** _weft_board_plan_check_estimate, _weft_board_plan_check_dates: the fields called so. */
gboolean _weft_board_plan_check_estimate (double estimate, GError **error);
gboolean _weft_board_plan_check_dates (gint64 start_at, gint64 due_at, GError **error);

/** _weft_board_plan_check_rules: that each of @ids may be moved into @status from where it stands, and has what it needs for it. */
gboolean _weft_board_plan_check_rules (WeftPlan *plan, const char *const *ids, guint n_ids, const char *status, GError **error);

/** _weft_board_plan_recur: makes what comes after those of @ids, which are about to be done, that come again. Those which are done already do not. */
gboolean _weft_board_plan_recur (WeftPlan *plan, const char *const *ids, guint n_ids, GError **error);

/** _weft_board_plan_dup_key: @key: (out) (transfer full): what people call a task, "WEB-318". */
gboolean _weft_board_plan_dup_key (WeftPlan *plan, const char *id, char **key, GError **error);

G_END_DECLS
