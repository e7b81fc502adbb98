/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "parts/thread/client/weft-message.h"

G_BEGIN_DECLS

#define WEFT_TYPE_ACKNOWLEDGED_DIALOG (weft_acknowledged_dialog_get_type ())
G_DECLARE_FINAL_TYPE (WeftAcknowledgedDialog, weft_acknowledged_dialog, WEFT, ACKNOWLEDGED_DIALOG, AdwDialog)

/** weft_acknowledged_dialog_new: who has acknowledged @message, and who is still to; it follows what changes.
 * @people: a model of WeftPerson: who is there. */
AdwDialog *weft_acknowledged_dialog_new (WeftMessage *message, GListModel *people);

G_END_DECLS
