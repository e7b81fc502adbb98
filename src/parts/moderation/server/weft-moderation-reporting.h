/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-server-module.h"

G_BEGIN_DECLS

/*
 * What comes in. The reporter's own stream says that they have reported something; what they wrote and what the message said stands on the
 * administrators' stream alone. The two halves are one transaction.
 */

gboolean weft_moderation_reporting_report (WeftHandling *handling, gconstpointer args, GError **error);
gboolean weft_moderation_reporting_withdraw (WeftHandling *handling, gconstpointer args, GError **error);

/** weft_moderation_reporting_on_erased: what is erased where it was said is erased here; what is merely deleted is not, or nobody could be held to it. */
gboolean weft_moderation_reporting_on_erased (WeftHandling *handling, const char *stream, gconstpointer args, GError **error);

G_END_DECLS
