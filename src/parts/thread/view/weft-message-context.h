/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parts/thread/client/weft-edit-window.h"
#include "parts/thread/client/weft-message-selection.h"
#include "parts/thread/client/weft-message.h"
#include "parts/thread/view/weft-message-style.h"
#include "ui/weft-attachments.h"
#include "ui/weft-card-stack.h"

G_BEGIN_DECLS

/** WeftMessageContext: what the rows of one view know besides their message. The view owns it and refreshes its rows when it changes. */
typedef struct
{
  WeftMessageStyle *style;
  gint64 unread_from;       /* ordinal above which the unread divider stands; 0: nowhere */
  guint n_unread;
  WeftMessage *saved_above; /* (nullable): the message above which "saved on this computer" stands */
  WeftMessage *saved_below;
  char **names;             /* (nullable): what may follow an @ to mean oneself */
  char **groups;            /* (nullable): what may follow an @ to mean a group one is not in */
  char **keywords;          /* (nullable): folded words which concern the person: they are marked */
  WeftAttachmentsSource attachments; /* (nullable): what hangs on a message */
  gpointer attachments_data;
  WeftPictureSource pictures;         /* (nullable): pictures by their hash */
  gpointer pictures_data;
  WeftCards *cards;                   /* (nullable): what links point at */
  GListModel *people;                 /* (nullable): of WeftPerson: who is there */
  char *me;                           /* (nullable): one's own id */
  gboolean own_emoji;                 /* whether the workspace has some, to react with */
  gboolean threads;                   /* whether a thread can be under a message */
  WeftMessageSelection *chosen;       /* (nullable): messages with which something is to be done */
  gboolean forwards;                  /* whether a message can be forwarded from here */
  gboolean may_delete;                /* whether the person may delete messages of others */
  gboolean may_pin;                   /* whether the person may pin messages here */
  WeftRowValue *edit_window;          /* (nullable): how long one may change one's own */
  gint64 flashed;           /* ordinal of the message that was jumped to; 0: none */
  double flash;             /* how much of its tint is left, 1 to 0 */
  int width;                /* px: of the rows, as they were measured last; 0: not yet */
} WeftMessageContext;

G_END_DECLS
