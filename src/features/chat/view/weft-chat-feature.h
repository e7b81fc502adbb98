/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/weft-feature.h"

G_BEGIN_DECLS

/** weft_chat_feature: rooms and direct conversations: what the shell knows of chat. */
extern const WeftFeature weft_chat_feature;

G_END_DECLS
