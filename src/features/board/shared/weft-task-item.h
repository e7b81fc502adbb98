/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/** WEFT_TASK_ITEMS_MAX: items on one task's checklist. */
#define WEFT_TASK_ITEMS_MAX 200
