/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "features/board/client/weft-figures.h"
#include "sync/weft-sync.h"

G_BEGIN_DECLS

/** weft_figures_reading_read: reads a project and counts, both on a reader's thread, in the days of the person's zone. Resolves to a boxed WeftFigures. */
DexFuture *weft_figures_reading_read (WeftSync *sync, const char *stream, const WeftFiguresChoice *choice) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
