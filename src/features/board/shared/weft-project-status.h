/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/** WEFT_PROJECT_STATUSES: the list of the ranks part in which a project's statuses stand. */
#define WEFT_PROJECT_STATUSES "statuses"

/** WEFT_PROJECT_STATUSES_MAX: statuses of one project. */
#define WEFT_PROJECT_STATUSES_MAX 50
