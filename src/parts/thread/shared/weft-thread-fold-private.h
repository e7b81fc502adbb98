/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/weft-fold.h"

G_BEGIN_DECLS

/* What the thread under @root, a message or a topic, adds up to, with the reply @ordinal of @at (ms). */
gboolean _weft_thread_fold_root (WeftFold *fold, const char *root, gint64 ordinal, gint64 at, GError **error);

G_END_DECLS
