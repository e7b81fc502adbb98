/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * weft_critical_path_find:
 * @statuses: (element-type WeftProjectStatus): with their tasks
 *
 * The tasks which say how long a project takes (critical path method): of all chains of tasks that are not done, each of which waits for the one before it,
 * those on one that is longest. A chain is as long as its estimates together; a task without one counts as one point. The time this takes grows with the tasks and their links.
 *
 * Returns: (transfer full): a set of ids (char*), of one's own; empty: nothing waits for anything
 */
GHashTable *weft_critical_path_find (GListModel *statuses);

G_END_DECLS
