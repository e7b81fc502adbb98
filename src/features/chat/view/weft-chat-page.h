/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/weft-sync.h"
#include "ui/weft-feature.h"

G_BEGIN_DECLS

#define WEFT_TYPE_CHAT_PAGE (weft_chat_page_get_type ())
G_DECLARE_FINAL_TYPE (WeftChatPage, weft_chat_page, WEFT, CHAT_PAGE, WeftFeaturePage)

/** WeftChatPage: chat in one workspace: sidebar, room, end panel, actions. */
WeftFeaturePage *weft_chat_page_new (WeftSync *sync);

G_END_DECLS
