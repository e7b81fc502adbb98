/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/** weft_entry_row_show: shows @text in a row with a button which applies what is written: nobody wrote it, so nothing waits to be applied. */
void weft_entry_row_show (AdwEntryRow *row, const char *text);

G_END_DECLS
