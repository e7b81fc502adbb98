/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-server-module.h"

G_BEGIN_DECLS

/** weft_reminders_server_module: a job for each reminder that waits. */
extern const WeftServerModule weft_reminders_server_module;

G_END_DECLS
