/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/notices/shared/weft-notice-level.h"

static const char *const levels[] = { "all", "mentions", "nothing" };

G_STATIC_ASSERT (G_N_ELEMENTS (levels) == WEFT_NOTICE_LEVEL_NOTHING + 1);

WeftNoticeLevel
weft_notice_level_from_wire (const char *level, WeftNoticeLevel fallback)
{
  for (guint i = 0; level != NULL && i < G_N_ELEMENTS (levels); i++)
    if (g_str_equal (levels[i], level))
      return i;

  return fallback;
}

const char *
weft_notice_level_to_wire (WeftNoticeLevel level)
{
  g_return_val_if_fail ((guint) level < G_N_ELEMENTS (levels), levels[WEFT_NOTICE_LEVEL_MENTIONS]);

  return levels[level];
}

WeftNoticeLevel
weft_notice_level_get_default (gboolean direct)
{
  return direct ? WEFT_NOTICE_LEVEL_ALL : WEFT_NOTICE_LEVEL_MENTIONS;
}
