/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "parts/people/client/weft-people.h"
#include "parts/thread/client/weft-typing.h"

G_BEGIN_DECLS

#define WEFT_TYPE_TYPING_LINE (weft_typing_line_get_type ())
G_DECLARE_FINAL_TYPE (WeftTypingLine, weft_typing_line, WEFT, TYPING_LINE, GtkWidget)

/**
 * WeftTypingLine:
 *
 * "Ngọc and Daniel are typing", with moving dots unless motion is reduced. It always takes its 20 px, so that nothing jumps.
 */
GtkWidget *weft_typing_line_new (void);
/** weft_typing_line_set_typing: @typing, @people: (nullable). */
void weft_typing_line_set_typing (WeftTypingLine *self, WeftTyping *typing, WeftPeople *people);

G_END_DECLS
