/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "parts/notices/client/weft-notice-list.h"

G_BEGIN_DECLS

/**
 * weft_notices_bell_new: a bell with the number of notices that have not been seen, which shows and hides the
 * panel of notices. Its spoken name has the number.
 */
GtkWidget *weft_notices_bell_new (void);
/** weft_notices_bell_set_list: @list: (nullable). */
void weft_notices_bell_set_list (GtkWidget *bell, WeftNoticeList *list);

G_END_DECLS
