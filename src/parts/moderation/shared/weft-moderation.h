/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/** WEFT_MODERATION_STREAM: the one stream of reports. Its members are the workspace's administrators, always. */
#define WEFT_MODERATION_STREAM "moderation/00000000-0000-7000-8000-00007265706f"

#define WEFT_MODERATION_HOUR_MAX 10      /* reports of one person in an hour */
#define WEFT_MODERATION_CASE_MAX 50      /* reports of one message while it is looked at */
#define WEFT_MODERATION_KEPT_DAYS 90     /* a case after it was decided */
