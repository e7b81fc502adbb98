/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-server-module.h"

G_BEGIN_DECLS

/* weft_bringing_bring: handles thread.bring: only who administers the workspace says what others said, and
 * each author is a person here or has a name of their own, never a person's. */
gboolean weft_bringing_bring (WeftHandling *handling, gconstpointer args, GError **error);

G_END_DECLS
