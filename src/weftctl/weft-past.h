/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "weftctl/weft-context.h"

G_BEGIN_DECLS

/** WeftPastPrinter: prints one answer; @names: (nullable): of people, by id. */
typedef void (*WeftPastPrinter) (JsonObject *item, GHashTable *names);

/** weft_past_print: asks @question page by page and prints the answers with @printer (nullable: as is usual for its kind), at most @limit items (0: all): "activity", "rows", "changes" or "audit". An exit code, or -1 with @error. */
int weft_past_print (WeftContext *context, WeftQuestion question, WeftPastPrinter printer, int limit, GError **error);

/** weft_past_parse_version: a number of an event, or a time as ISO 8601 has it ("2026-11-25", "2026-11-25T13:00Z"). @seq or @at is -1. */
gboolean weft_past_parse_version (const char *text, gint64 *seq, gint64 *at, GError **error);

G_END_DECLS
