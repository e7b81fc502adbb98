/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/weft-feature.h"

G_BEGIN_DECLS

extern const WeftFeature weft_board_feature;

G_END_DECLS
