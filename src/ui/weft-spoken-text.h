/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** weft_spoken_text_dup: Returns: (transfer full): what @text, which is Markdown, says to people who hear it: its words without marks; of a table, how
 * many rows it has, and each cell behind the name of its column. */
char *weft_spoken_text_dup (const char *text);

G_END_DECLS
