/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/weft-workspaces.h"

G_BEGIN_DECLS

#define WEFT_TYPE_UNREAD (weft_unread_get_type ())
G_DECLARE_FINAL_TYPE (WeftUnread, weft_unread, WEFT, UNREAD, GObject)

/**
 * WeftUnread:
 *
 * What is unread in all workspaces of a profile together: what the desktop is shown of it.
 *
 * Signal: `changed ()`.
 */
WeftUnread *weft_unread_new (WeftWorkspaces *workspaces);

/** weft_unread_get_n_mentions: what concerns the person: mentions, and messages of direct conversations. */
guint weft_unread_get_n_mentions (WeftUnread *self);
/** weft_unread_get_has_news: whether anything is unread that is not muted. */
gboolean weft_unread_get_has_news (WeftUnread *self);

G_END_DECLS
