/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-ui"

#include "config.h"

#include "ui/weft-chart-rows.h"
#include "ui/weft-chart-table.h"

#include <glib/gi18n.h>

/* The columns which are no series. */
#define COLUMN_X -1
#define COLUMN_NAME -2

struct _WeftChartTable
{
  AdwBin parent_instance;

  WeftChartModel *model;
  GtkColumnView *view;
  gboolean named;
};

G_DEFINE_FINAL_TYPE (WeftChartTable, weft_chart_table, ADW_TYPE_BIN)

static int
get_column (GtkSignalListItemFactory *factory)
{
  return GPOINTER_TO_INT (g_object_get_data (G_OBJECT (factory), "column"));
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  GtkWidget *label = gtk_label_new ("");
  gboolean value = get_column (factory) >= 0;

  gtk_label_set_xalign (GTK_LABEL (label), value ? 1 : 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "numeric");
  gtk_list_item_set_child (item, label);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  WeftChartRow *row = gtk_list_item_get_item (item);
  int column = get_column (factory);
  g_autofree char *text = column == COLUMN_X      ? weft_chart_row_dup_x (row)
                          : column == COLUMN_NAME ? weft_chart_row_dup_name (row)
                                                  : weft_chart_row_dup_value (row, (guint) column);

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)), text);
}

static void
add_column (WeftChartTable *self, const char *title, int number)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) column = NULL;

  g_object_set_data (G_OBJECT (factory), "column", GINT_TO_POINTER (number));
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), NULL);
  column = gtk_column_view_column_new (title, factory);
  gtk_column_view_column_set_expand (column, TRUE);
  gtk_column_view_append_column (self->view, column);
}

/* GTK has no property for it: the heads of columns of figures stand above their figures' ends. */
static void
align_heads (WeftChartTable *self)
{
  GtkWidget *head = gtk_widget_get_first_child (GTK_WIDGET (self->view));
  guint texts = self->named ? 2 : 1, i = 0;

  for (GtkWidget *title = head != NULL ? gtk_widget_get_first_child (head) : NULL; title != NULL;
       title = gtk_widget_get_next_sibling (title), i++)
    if (i >= texts && gtk_widget_get_first_child (title) != NULL)
      gtk_widget_set_halign (gtk_widget_get_first_child (title), GTK_ALIGN_END);
}

static const char *
get_axis_name (WeftChartModel *model)
{
  if (weft_chart_model_get_axis_name (model) != NULL)
    return weft_chart_model_get_axis_name (model);
  switch (weft_chart_model_get_axis (model))
    {
    case WEFT_CHART_AXIS_TIME:
      /* Translators: head of a column: when something was */
      return _ ("Time");
    case WEFT_CHART_AXIS_CATEGORY:
      /* Translators: head of a column: of what kind something is */
      return _ ("Category");
    case WEFT_CHART_AXIS_NUMBER:
    default:
      /* Translators: head of a column of numbers */
      return _ ("Value");
    }
}

static gboolean
has_names (WeftChartModel *model)
{
  for (guint i = 0; i < weft_chart_model_get_n (model); i++)
    {
      gsize n;

      weft_chart_series_get_points (weft_chart_model_get (model, i), &n);
      if (n > 0 && weft_chart_series_get_point_name (weft_chart_model_get (model, i), 0) != NULL)
        return TRUE;
    }

  return FALSE;
}

static void
rebuild (WeftChartTable *self)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);

  while (g_list_model_get_n_items (columns) > 0)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, 0);

      gtk_column_view_remove_column (self->view, column);
    }
  self->named = has_names (self->model);
  add_column (self, get_axis_name (self->model), COLUMN_X);
  if (self->named)
    /* Translators: head of a column: what something is called */
    add_column (self, _ ("Name"), COLUMN_NAME);
  for (guint i = 0; i < weft_chart_model_get_n (self->model); i++)
    add_column (self, weft_chart_series_get_name (weft_chart_model_get (self->model, i)), (int) i);
  align_heads (self);
}

static void
on_changed (WeftChartTable *self)
{
  if (self->named != has_names (self->model))
    rebuild (self);
}

static void
on_title (WeftChartTable *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  weft_chart_model_get_title (self->model), -1);
}

static void
weft_chart_table_dispose (GObject *object)
{
  WeftChartTable *self = WEFT_CHART_TABLE (object);

  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_clear_object (&self->model);

  G_OBJECT_CLASS (weft_chart_table_parent_class)->dispose (object);
}

static void
weft_chart_table_class_init (WeftChartTableClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_chart_table_dispose;
}

static void
weft_chart_table_init (WeftChartTable *self)
{
}

GtkWidget *
weft_chart_table_new (WeftChartModel *model)
{
  WeftChartTable *self;
  GtkWidget *scroller;

  g_return_val_if_fail (WEFT_IS_CHART_MODEL (model), NULL);

  self = g_object_new (WEFT_TYPE_CHART_TABLE, NULL);
  self->model = g_object_ref (model);
  self->view = GTK_COLUMN_VIEW (gtk_column_view_new (
      GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (weft_chart_rows_new (model))))));
  gtk_column_view_set_tab_behavior (self->view, GTK_LIST_TAB_ITEM);
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "data-table");
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "weft-chart-table");
  scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->view));
  adw_bin_set_child (ADW_BIN (self), scroller);
  g_signal_connect_swapped (model, "items-changed", G_CALLBACK (rebuild), self);
  g_signal_connect_swapped (model, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect_swapped (model, "notify::title", G_CALLBACK (on_title), self);
  rebuild (self);
  on_title (self);

  return GTK_WIDGET (self);
}
