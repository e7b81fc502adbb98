/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/view/weft-yarn-dot.h"

GtkWidget *
weft_yarn_dot_new (void)
{
  GtkWidget *dot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_set_valign (dot, GTK_ALIGN_CENTER);
  return dot;
}

void
weft_yarn_dot_set_yarn (GtkWidget *dot, const char *yarn)
{
  gtk_widget_set_css_classes (dot, (const char *[]) { "horizontal", "weft-dot", yarn, NULL });
}
