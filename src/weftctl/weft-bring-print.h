/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "exchange/weft-bring-queue.h"
#include "exchange/weft-bringing.h"
#include "weftctl/weft-context.h"

G_BEGIN_DECLS

/* What people see of an import in a terminal. */

/** weft_bring_print_target: what is brought goes where @context is, as long as that waits; how far it is stands in the terminal's last line. */
WeftBringTarget weft_bring_print_target (WeftContext *context);
/** weft_bring_print_end: takes that line away. */
void weft_bring_print_end (void);
/** weft_bring_print_people: who is who. */
void weft_bring_print_people (WeftBringing *bringing);
/** weft_bring_print_report: one line a reason, with the first places. */
void weft_bring_print_report (WeftBringReport *report);

G_END_DECLS
