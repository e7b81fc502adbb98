/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * A poll is a message: the first line of its text is the question, each of the others an option, so that it is found, quoted, edited out and erased as
 * any other. Its votes are one column: a line an option, which is a set of ids (weft-id-set.h), or a number where votes are secret.
 */

#define WEFT_POLL_OPTIONS_MIN 2
#define WEFT_POLL_OPTIONS_MAX 20
#define WEFT_POLL_QUESTION_MAX 500 /* characters */
#define WEFT_POLL_OPTION_MAX 200   /* characters */

/** weft_poll_count_options: Returns: how many @text offers; 0 if it was erased. */
guint weft_poll_count_options (const char *text);
/** weft_poll_split: Returns: (transfer full) (array length=n): @n lines of @votes ((nullable)), "" for those which are not there. */
char **weft_poll_split (const char *votes, guint n);
/** weft_poll_join: Returns: (transfer full) (nullable): the lines without empty ones at the end; NULL: nobody has voted. */
char *weft_poll_join (char **lines);
/** weft_poll_count: Returns: the votes which a line says. */
guint weft_poll_count (const char *line, gboolean secret);

G_END_DECLS
