/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/weft-slash.h"

G_BEGIN_DECLS

/** weft_composer_commands: what can be written behind a slash wherever messages are written. Who shows the part adds them to its WeftSlash. */
extern const WeftSlashCommand weft_composer_commands[];

G_END_DECLS
