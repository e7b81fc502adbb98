/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * WeftNoticeLevel:
 *
 * Of what a person wants to hear in a place: the level which they chose there, or else the one of all such places (`notice_choice`), or else
 * what everybody hears: all in a conversation of few, what concerns them where many are. A place that is muted is silent besides, for as
 * long as that lasts, whatever its level.
 */
typedef enum
{
  WEFT_NOTICE_LEVEL_ALL,      /* all that is said */
  WEFT_NOTICE_LEVEL_MENTIONS, /* what names them, has one of their keywords, is asked of them, or answers in a thread that they follow */
  WEFT_NOTICE_LEVEL_NOTHING,
} WeftNoticeLevel;

/** weft_notice_level_from_wire: @level: (nullable): "all", "mentions", "nothing"; anything else is @fallback. */
WeftNoticeLevel weft_notice_level_from_wire (const char *level, WeftNoticeLevel fallback);
const char *weft_notice_level_to_wire (WeftNoticeLevel level);
/** weft_notice_level_get_default: what everybody hears who said nothing. */
WeftNoticeLevel weft_notice_level_get_default (gboolean direct);

G_END_DECLS
