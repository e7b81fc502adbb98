/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define WEFT_TYPE_FIRST_START (weft_first_start_get_type ())
G_DECLARE_FINAL_TYPE (WeftFirstStart, weft_first_start, WEFT, FIRST_START, AdwBin)

/**
 * WeftFirstStart:
 *
 * The page which an app without a workspace shows, and that adds another one: join by address or invitation,
 * the demo, a workspace on this computer.
 *
 * Properties: `compact` (no room for the picture), `can-go-back`.
 *
 * What one chooses is an action of the window: join (a valid address, a code or ""), demo or start-here.
 */
void weft_first_start_set_can_go_back (WeftFirstStart *self, gboolean can_go_back);
/** weft_first_start_set_address: fills the field in, as for `weft --join`, and continues if it is valid. */
void weft_first_start_set_address (WeftFirstStart *self, const char *text);
/** weft_first_start_set_problem: (nullable): shown under the field. */
void weft_first_start_set_problem (WeftFirstStart *self, const char *problem);

G_END_DECLS
