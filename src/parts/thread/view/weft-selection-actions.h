/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parts/thread/client/weft-message-selection.h"
#include "parts/thread/view/weft-message-view.h"

G_BEGIN_DECLS

/* What is done with all the messages which are chosen. Each returns FALSE where none is being chosen, and the action is about one message. */

/** weft_selection_dup_count: Returns: (transfer full): "3 selected". */
char *weft_selection_dup_count (WeftMessageSelection *selection);

gboolean weft_selection_copy (WeftMessageView *view);
gboolean weft_selection_save (WeftMessageView *view);
gboolean weft_selection_delete (WeftMessageView *view);
/** weft_selection_forward: asks whoever shows the view, by its signal `forward-several`. */
gboolean weft_selection_forward (WeftMessageView *view);

G_END_DECLS
