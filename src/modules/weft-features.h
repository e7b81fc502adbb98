/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "modules/weft-modules.h"
#include "ui/weft-feature.h"

G_BEGIN_DECLS

/** weft_features: what the window shows, in the order of its rail, ended by NULL. */
extern const WeftFeature *const weft_features[];

G_END_DECLS
