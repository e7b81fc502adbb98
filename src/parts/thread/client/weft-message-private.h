/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parts/thread/client/weft-message-batch.h"
#include "parts/thread/client/weft-message.h"

G_BEGIN_DECLS

WeftMessage *_weft_message_new_placeholder (gint64 ordinal);
/* Each returns whether anything shown is different now; the list emits `changed` when the model is consistent again. */
gboolean _weft_message_set_record (WeftMessage *self, const WeftMessageRecord *record, gboolean own);
gboolean _weft_message_set_state (WeftMessage *self, WeftMessageState state, const char *operation, const char *error);
gboolean _weft_message_set_readers (WeftMessage *self, GPtrArray *names);
void _weft_message_emit_changed (WeftMessage *self);

G_END_DECLS
