/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "deed.h"

G_BEGIN_DECLS

/** tasks_do: something with the cards or the statuses of the project which is the deed's stream. */
void tasks_do (Deed *deed);

/** tasks_check: what is promised of projects, whoever has the rows: no task is linked to itself by any way, each stands in one status. */
void tasks_check (WeftDatabase *rows);

G_END_DECLS
