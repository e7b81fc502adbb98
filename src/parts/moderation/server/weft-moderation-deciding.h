/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-server-module.h"

G_BEGIN_DECLS

/*
 * What becomes of a report. What is decided is done by the ordinary operations (thread.delete, people.remove-member, people.suspend), run by the
 * server in the same transaction: an administrator need not be in the place where it was said, and nobody there is told who decided. The case
 * notes what was really done, and that is what taking the decision back undoes.
 */

gboolean weft_moderation_deciding_decide (WeftHandling *handling, gconstpointer args, GError **error);
gboolean weft_moderation_deciding_reopen (WeftHandling *handling, gconstpointer args, GError **error);
gboolean weft_moderation_deciding_forget (WeftHandling *handling, gconstpointer args, GError **error);

G_END_DECLS
