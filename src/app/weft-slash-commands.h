/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/weft-slash.h"

G_BEGIN_DECLS

/** weft_slash_commands: what the window does, whatever is open in it. */
extern const WeftSlashCommand weft_slash_commands[];

G_END_DECLS
