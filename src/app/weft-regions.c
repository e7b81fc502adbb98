/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include "app/weft-regions.h"

static gboolean
focus_region (GtkWindow *window, const WeftRegion *region)
{
  if (!gtk_widget_get_mapped (region->widget) || !gtk_widget_get_child_visible (region->widget))
    return FALSE;
  return region->focus != NULL ? region->focus (window)
                               : gtk_widget_child_focus (region->widget, GTK_DIR_TAB_FORWARD);
}

void
weft_regions_move (GtkWindow *window, const WeftRegion *regions, guint n_regions, GtkDirectionType direction)
{
  guint step = direction == GTK_DIR_TAB_BACKWARD ? n_regions - 1 : 1;
  GtkWidget *focus;
  guint at;

  g_return_if_fail (GTK_IS_WINDOW (window));
  g_return_if_fail (n_regions > 0);

  focus = gtk_window_get_focus (window);
  /* Outside of all: the first one of the direction. */
  at = step == 1 ? n_regions - 1 : 0;
  for (guint i = 0; i < n_regions; i++)
    if (focus != NULL && gtk_widget_is_ancestor (focus, regions[i].widget))
      at = i;

  for (guint i = 0; i < n_regions; i++)
    {
      at = (at + step) % n_regions;
      if (focus_region (window, &regions[at]))
        return;
    }
}
