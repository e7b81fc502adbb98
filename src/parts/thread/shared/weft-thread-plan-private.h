/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/weft-plan.h"

G_BEGIN_DECLS

/* WeftPlannedMessage: what plans know of a message. */
typedef struct
{
  gboolean found;
  gboolean is_own; /* the plan's author wrote it */
  gboolean deleted;
  gboolean sticker; /* its words are those of its picture */
  gboolean poll; /* what it asks stays as it was: people have voted on it */
  gint64 ordinal;
  gint64 replies;
  gint64 at; /* when it was said */
  char twin[64]; /* the other one of a reply that is shown in the room; "" for none */
} WeftPlannedMessage;

gboolean _weft_thread_look_up (WeftPlan *plan, const char *id, WeftPlannedMessage *message, GError **error);
/* Refuses @field where there is no such message. */
gboolean _weft_thread_find (WeftPlan *plan, const char *field, const char *id, WeftPlannedMessage *message, GError **error);

/* Refuses to change what was said at @said_at, where that is too long ago. */
gboolean _weft_thread_check_edit_window (WeftPlan *plan, gint64 said_at, GError **error);

/* Under what @id may stand a thread: a message of the room, or a topic. Refuses what cannot have another reply. @ordinal: (out): of that reply; @topic: (out). */
gboolean _weft_thread_find_root (WeftPlan *plan, const char *id, gint64 *ordinal, gboolean *topic, GError **error);

/* A new message @id in the thread under @root, shown in the room as @also (nullable), answering @reply_to (nullable): refuses what it may not be. @ordinal: (out): its number. */
gboolean _weft_thread_check_reply (WeftPlan *plan, const char *id, const char *also, const char *root, const char *reply_to, gint64 *ordinal, GError **error);

G_END_DECLS
