/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-server-module.h"

G_BEGIN_DECLS

/** WEFT_NOTICE_RULES_DEPTH: how many rules may follow from one another. */
#define WEFT_NOTICE_RULES_DEPTH 4
/** WEFT_NOTICE_RULES_RATE: how often one rule runs in a minute. */
#define WEFT_NOTICE_RULES_RATE 60

/** weft_notice_rules_check: the handler of add-rule: the operation must be there, be fed by the template, and be the author's to run. */
gboolean weft_notice_rules_check (WeftHandling *handling, gconstpointer args, GError **error);

/**
 * weft_notice_rules_run:
 * @fields: the notice's fields, as JSON
 *
 * Schedules, for now, the operation of each rule that fits a notice. It is a job, so it runs once, in a transaction of its own: what it is
 * refused is no concern of the event.
 */
gboolean weft_notice_rules_run (WeftHandling *handling,
                                const char *stream,
                                const WeftNotice *declaration,
                                const char *fields,
                                const char *link,
                                const char *object,
                                GError **error);

G_END_DECLS
