/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * weft_forward_dup_text:
 * @text: a message
 * @link: where it stands
 *
 * A message is passed on as a quote and a link. Who may read the place sees a card with its author and room; to everybody else the link says that it is not
 * available to them, and nothing more: neither who wrote it nor where.
 *
 * Returns: (transfer full): what is sent: at most WEFT_THREAD_TEXT_MAX characters, the quote cut with "…" if need be
 */
char *weft_forward_dup_text (const char *text, const char *link);

G_END_DECLS
