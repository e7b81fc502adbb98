/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** weft_text_scale: Returns: @px, or as many times that as the person's text is larger than usual (11 pt at 96 dpi): the
 * width of what holds text, which would be cut otherwise. */
int weft_text_scale (int px);

G_END_DECLS
