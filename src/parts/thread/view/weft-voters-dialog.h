/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "parts/thread/client/weft-message.h"

G_BEGIN_DECLS

/** weft_voters_dialog_new: who has voted what in the open poll @message. @people: a model of WeftPerson: whose names are known. */
AdwDialog *weft_voters_dialog_new (WeftMessage *message, GListModel *people);

G_END_DECLS
