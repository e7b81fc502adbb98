/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** weft_yarn_dot_new: the dot of a label's colour, which its name stands beside. */
GtkWidget *weft_yarn_dot_new (void);
/** weft_yarn_dot_set_yarn: @yarn: "teal" … */
void weft_yarn_dot_set_yarn (GtkWidget *dot, const char *yarn);

G_END_DECLS
