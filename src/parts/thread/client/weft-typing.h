/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/weft-sync.h"

G_BEGIN_DECLS

#define WEFT_TYPE_TYPING (weft_typing_get_type ())
G_DECLARE_FINAL_TYPE (WeftTyping, weft_typing, WEFT, TYPING, GObject)

/**
 * WeftTyping:
 *
 * Who is writing in one stream now. A person goes from it some seconds after their last sign (the time to live of `thread.typing`), or
 * when they send.
 *
 * Signals: `changed ()`.
 */
WeftTyping *weft_typing_new (WeftSync *sync, const char *stream);

/** weft_typing_get_people: Returns: (transfer none) (element-type utf8): ids, who began first first. */
GPtrArray *weft_typing_get_people (WeftTyping *self);

/** weft_typing_stop: @person has sent what they wrote. */
void weft_typing_stop (WeftTyping *self, const char *person);

G_END_DECLS
