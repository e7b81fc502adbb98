/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define WEFT_TYPE_WEAVE (weft_weave_get_type ())
G_DECLARE_FINAL_TYPE (WeftWeave, weft_weave, WEFT, WEAVE, GtkWidget)

/**
 * WeftWeave:
 *
 * The woven picture of empty pages and of the first start: grey cloth that fades towards its edges, one
 * thread in the accent colour across it, ending in a knot. Presentation only. It fills what it is given.
 *
 * Properties: `pitch` (px between two threads, 16 to 80, default 34), `icon-name` (nullable: a picture of 128
 * px in the middle).
 */
GtkWidget *weft_weave_new (void);

G_END_DECLS
