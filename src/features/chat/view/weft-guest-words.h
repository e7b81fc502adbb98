/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parts/people/client/weft-person.h"

G_BEGIN_DECLS

/**
 * weft_guest_words_dup_end:
 * @now: ms since 1970
 * @soon: (out): whether it is within a week, or over
 *
 * Returns: (transfer full) (nullable): until when @person may come: "Guest until 3 December 2026"; %NULL if there is no end to it
 */
char *weft_guest_words_dup_end (WeftPerson *person, gint64 now, gboolean *soon);

G_END_DECLS
