/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-ui"

#include "config.h"

#include "ui/weft-chart-swatch.h"
#include "ui/weft-chart-tip.h"

struct _WeftChartTip
{
  GtkWidget parent_instance;

  GtkWidget *grid;
  GtkWidget *head;
  int n;
};

G_DEFINE_FINAL_TYPE (WeftChartTip, weft_chart_tip, GTK_TYPE_WIDGET)

static void
weft_chart_tip_dispose (GObject *object)
{
  WeftChartTip *self = WEFT_CHART_TIP (object);

  g_clear_pointer (&self->grid, gtk_widget_unparent);

  G_OBJECT_CLASS (weft_chart_tip_parent_class)->dispose (object);
}

static void
weft_chart_tip_class_init (WeftChartTipClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = weft_chart_tip_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "weft-chart-tip");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
weft_chart_tip_init (WeftChartTip *self)
{
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE); /* the pointer is over the chart, also behind it */
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  self->grid = gtk_grid_new ();
  gtk_grid_set_column_spacing (GTK_GRID (self->grid), 6);
  gtk_grid_set_row_spacing (GTK_GRID (self->grid), 1);
  gtk_widget_set_parent (self->grid, GTK_WIDGET (self));
  self->head = gtk_label_new ("");
  gtk_label_set_xalign (GTK_LABEL (self->head), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->head), PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_add_css_class (self->head, "weft-chart-head");
  gtk_grid_attach (GTK_GRID (self->grid), self->head, 0, 0, 3, 1);
}

GtkWidget *
weft_chart_tip_new (void)
{
  return g_object_new (WEFT_TYPE_CHART_TIP, NULL);
}

/* Rows which are there are used again: the pointer moves through many points. */
static void
prepare_row (WeftChartTip *self, int row)
{
  GtkWidget *swatch, *name, *value;

  if (gtk_grid_get_child_at (GTK_GRID (self->grid), 0, row) != NULL)
    return;
  swatch = weft_chart_swatch_new (WEFT_CHART_SCATTER, 0, FALSE);
  name = gtk_label_new ("");
  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_set_hexpand (name, TRUE);
  value = gtk_label_new ("");
  gtk_label_set_xalign (GTK_LABEL (value), 1);
  gtk_widget_add_css_class (value, "weft-chart-value");
  gtk_grid_attach (GTK_GRID (self->grid), swatch, 0, row, 1, 1);
  gtk_grid_attach (GTK_GRID (self->grid), name, 1, row, 1, 1);
  gtk_grid_attach (GTK_GRID (self->grid), value, 2, row, 1, 1);
}

void
weft_chart_tip_show (WeftChartTip *self, const char *head)
{
  g_return_if_fail (WEFT_IS_CHART_TIP (self));
  g_return_if_fail (head != NULL);

  gtk_label_set_text (GTK_LABEL (self->head), head);
  for (int row = 1; gtk_grid_get_child_at (GTK_GRID (self->grid), 0, row) != NULL; row++)
    for (int column = 0; column < 3; column++)
      gtk_widget_set_visible (gtk_grid_get_child_at (GTK_GRID (self->grid), column, row), FALSE);
  self->n = 0;
}

void
weft_chart_tip_add (WeftChartTip *self,
                    WeftChartKind kind,
                    guint yarn,
                    gboolean hatched,
                    const char *name,
                    const char *value,
                    gboolean strong)
{
  GtkWidget *label;

  g_return_if_fail (WEFT_IS_CHART_TIP (self));
  g_return_if_fail (name != NULL);
  g_return_if_fail (value != NULL);

  prepare_row (self, ++self->n);
  for (int column = 0; column < 3; column++)
    gtk_widget_set_visible (gtk_grid_get_child_at (GTK_GRID (self->grid), column, self->n), TRUE);
  weft_chart_swatch_set (WEFT_CHART_SWATCH (gtk_grid_get_child_at (GTK_GRID (self->grid), 0, self->n)),
                         kind == WEFT_CHART_LINE ? WEFT_CHART_SCATTER : kind, yarn, hatched);
  label = gtk_grid_get_child_at (GTK_GRID (self->grid), 1, self->n);
  gtk_label_set_text (GTK_LABEL (label), name);
  if (strong)
    gtk_widget_add_css_class (label, "weft-chart-strong");
  else
    gtk_widget_remove_css_class (label, "weft-chart-strong");
  gtk_label_set_text (GTK_LABEL (gtk_grid_get_child_at (GTK_GRID (self->grid), 2, self->n)), value);
}
