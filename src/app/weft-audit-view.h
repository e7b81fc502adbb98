/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "sync/weft-sync.h"

G_BEGIN_DECLS

#define WEFT_TYPE_AUDIT_VIEW (weft_audit_view_get_type ())
G_DECLARE_FINAL_TYPE (WeftAuditView, weft_audit_view, WEFT, AUDIT_VIEW, AdwBin)

#define WEFT_AUDIT_VIEW_MAX 2000 /* entries shown; `weftctl audit` has all of them */

/**
 * WeftAuditView:
 *
 * The audit of a workspace, newest first and page by page as it is scrolled: of one person, of one kind, and of the last days, or all of it. The server keeps it; it is read
 * anew whenever it comes to be seen, and only while online.
 */
WeftAuditView *weft_audit_view_new (WeftSync *sync);

G_END_DECLS
