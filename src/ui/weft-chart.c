/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-ui"

#include "config.h"

#include "ui/weft-chart.h"
#include "ui/weft-chart-legend.h"
#include "ui/weft-chart-plot.h"
#include "ui/weft-chart-table.h"

#include <glib/gi18n.h>
#include <math.h>

#define SPACING 8
#define ENTRY_PADDING 6   /* px: of the legend's buttons: their text stands at the edge */
#define LOADING_AFTER 200 /* ms: what is faster shows nothing in between (LOOK.md, States) */

struct _WeftChart
{
  GtkWidget parent_instance;

  WeftChartModel *model;
  gboolean bare, loading;
  char *error, *empty_text;
  guint loading_source;

  GtkWidget *title, *legend, *button; /* the row on top */
  GtkStack *stack;
  GtkWidget *plot;
  GtkWidget *table; /* nullable: until it is asked for */
  GtkWidget *icon, *text, *bars;
};

enum
{
  PROP_0,
  PROP_BARE,
  PROP_SHOW_TABLE,
  PROP_CURSOR,
  PROP_LOADING,
  PROP_ERROR,
  PROP_EMPTY_TEXT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (WeftChart, weft_chart, GTK_TYPE_WIDGET)

static void
update_row (WeftChart *self)
{
  gboolean empty = weft_chart_model_is_empty (self->model);

  gtk_widget_set_visible (self->title, !self->bare);
  gtk_widget_set_visible (self->button, !self->bare && !empty && self->error == NULL);
  /* A single series is named by the title. */
  gtk_widget_set_visible (self->legend, !self->bare && !empty && self->error == NULL
                                            && !weft_chart_get_show_table (self)
                                            && weft_chart_model_get_n (self->model) > 1);
}

static const char *
get_page (WeftChart *self)
{
  const char *now = gtk_stack_get_visible_child_name (self->stack);

  if (self->error != NULL || weft_chart_model_is_empty (self->model))
    return "text";
  return g_strcmp0 (now, "table") == 0 ? "table" : "plot";
}

/* What was there stays while it is loaded again. */
static void
update (WeftChart *self)
{
  gboolean waiting = self->loading && self->error == NULL;

  gtk_stack_set_visible_child_name (self->stack, get_page (self));
  gtk_widget_set_visible (self->icon, self->error != NULL);
  gtk_widget_set_visible (self->bars, waiting && self->loading_source == 0);
  gtk_widget_set_visible (self->text, !waiting || self->loading_source == 0);
  gtk_label_set_text (GTK_LABEL (self->text), self->error != NULL        ? self->error
                                              : self->loading            ? _ ("Loading…")
                                              : self->empty_text != NULL ? self->empty_text
                                                                         : _ ("Nothing to show yet"));
  update_row (self);
}

static gboolean
on_loading (gpointer data)
{
  WeftChart *self = data;

  self->loading_source = 0;
  update (self);

  return G_SOURCE_REMOVE;
}

static void
on_cursor (WeftChart *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CURSOR]);
}

static void
on_title (WeftChart *self)
{
  const char *title = weft_chart_model_get_title (self->model);

  gtk_label_set_text (GTK_LABEL (self->title), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
}

static int
measure_width (GtkWidget *widget, gboolean natural)
{
  int least = 0, wanted = 0;

  if (gtk_widget_should_layout (widget))
    gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &least, &wanted, NULL, NULL);

  return natural ? wanted : least;
}

static int
measure_height (GtkWidget *widget, int width, gboolean natural)
{
  int least = 0, wanted = 0;

  if (gtk_widget_should_layout (widget))
    gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, width, &least, &wanted, NULL, NULL);

  return natural ? wanted : least;
}

/* Whether title, legend and button have room in one row. */
static gboolean
fits (WeftChart *self, int width)
{
  return measure_width (self->title, TRUE) + 2 * SPACING + measure_width (self->legend, TRUE) + SPACING
             + measure_width (self->button, TRUE)
         <= width;
}

static int
get_row_height (WeftChart *self, gboolean with_legend)
{
  int height = MAX (measure_height (self->title, -1, TRUE), measure_height (self->button, -1, TRUE));

  return with_legend ? MAX (height, measure_height (self->legend, -1, TRUE)) : height;
}

static void
weft_chart_measure (GtkWidget *widget,
                    GtkOrientation orientation,
                    int for_size,
                    int *minimum,
                    int *natural,
                    int *minimum_baseline,
                    int *natural_baseline)
{
  WeftChart *self = WEFT_CHART (widget);
  int row, legend = 0;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum
          = MAX (MAX (measure_width (GTK_WIDGET (self->stack), FALSE), measure_width (self->legend, FALSE)),
                 measure_width (self->title, FALSE) + measure_width (self->button, FALSE));
      *natural = MAX (*minimum, measure_width (GTK_WIDGET (self->stack), TRUE));
      return;
    }
  row = get_row_height (self, for_size < 0 || fits (self, for_size));
  if (gtk_widget_should_layout (self->legend) && for_size >= 0 && !fits (self, for_size))
    legend = measure_height (self->legend, for_size, FALSE) + SPACING;
  row += row > 0 ? SPACING : 0;
  *minimum = row + measure_height (GTK_WIDGET (self->stack), -1, FALSE) + legend;
  *natural = row + measure_height (GTK_WIDGET (self->stack), -1, TRUE) + legend;
}

static void
allocate (WeftChart *self, GtkWidget *child, int x, int y, int width, int height)
{
  if (!gtk_widget_should_layout (child))
    return;
  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    x = gtk_widget_get_width (GTK_WIDGET (self)) - x - width;
  gtk_widget_size_allocate (child, &(GtkAllocation) { x, y, MAX (width, 0), MAX (height, 0) }, -1);
}

static void
weft_chart_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  WeftChart *self = WEFT_CHART (widget);
  gboolean beside = fits (self, width);
  int row = get_row_height (self, beside), button = measure_width (self->button, TRUE);
  int legend_width = 0, legend_height = 0, top = row > 0 ? row + SPACING : 0;

  if (gtk_widget_should_layout (self->legend))
    {
      legend_width = beside ? measure_width (self->legend, TRUE) : width;
      legend_height = measure_height (self->legend, legend_width, FALSE);
    }
  allocate (self, self->button, width - button, 0, button, row);
  allocate (self, self->title, 0, 0,
            width - button - SPACING - (beside && legend_width > 0 ? legend_width + 2 * SPACING : 0), row);
  if (beside)
    {
      allocate (self, self->legend, width - button - (button > 0 ? SPACING : 0) - legend_width, 0,
                legend_width, row);
      legend_height = -SPACING;
    }
  else if (legend_height > 0)
    allocate (self, self->legend, -ENTRY_PADDING, height - legend_height, legend_width + 2 * ENTRY_PADDING,
              legend_height);
  else
    legend_height = -SPACING;
  allocate (self, GTK_WIDGET (self->stack), 0, top, width, height - top - legend_height - SPACING);
}

static void
weft_chart_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  WeftChart *self = WEFT_CHART (object);

  switch (id)
    {
    case PROP_BARE:
      g_value_set_boolean (value, self->bare);
      break;
    case PROP_SHOW_TABLE:
      g_value_set_boolean (value, weft_chart_get_show_table (self));
      break;
    case PROP_CURSOR:
      g_value_set_double (value, weft_chart_get_cursor (self));
      break;
    case PROP_LOADING:
      g_value_set_boolean (value, self->loading);
      break;
    case PROP_ERROR:
      g_value_set_string (value, self->error);
      break;
    case PROP_EMPTY_TEXT:
      g_value_set_string (value, self->empty_text);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
weft_chart_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  WeftChart *self = WEFT_CHART (object);

  switch (id)
    {
    case PROP_BARE:
      weft_chart_set_bare (self, g_value_get_boolean (value));
      break;
    case PROP_SHOW_TABLE:
      weft_chart_set_show_table (self, g_value_get_boolean (value));
      break;
    case PROP_CURSOR:
      weft_chart_set_cursor (self, g_value_get_double (value));
      break;
    case PROP_LOADING:
      weft_chart_set_loading (self, g_value_get_boolean (value));
      break;
    case PROP_ERROR:
      weft_chart_set_error (self, g_value_get_string (value));
      break;
    case PROP_EMPTY_TEXT:
      weft_chart_set_empty_text (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
weft_chart_dispose (GObject *object)
{
  WeftChart *self = WEFT_CHART (object);
  GtkWidget *child;

  g_clear_handle_id (&self->loading_source, g_source_remove);
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  if (self->plot != NULL)
    g_signal_handlers_disconnect_by_data (self->plot, self);
  self->plot = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->model);

  G_OBJECT_CLASS (weft_chart_parent_class)->dispose (object);
}

static void
weft_chart_finalize (GObject *object)
{
  WeftChart *self = WEFT_CHART (object);

  g_free (self->error);
  g_free (self->empty_text);

  G_OBJECT_CLASS (weft_chart_parent_class)->finalize (object);
}

static void
weft_chart_class_init (WeftChartClass *klass)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = weft_chart_get_property;
  object_class->set_property = weft_chart_set_property;
  object_class->dispose = weft_chart_dispose;
  object_class->finalize = weft_chart_finalize;
  widget_class->measure = weft_chart_measure;
  widget_class->size_allocate = weft_chart_size_allocate;

  properties[PROP_BARE] = g_param_spec_boolean ("bare", NULL, NULL, FALSE, flags);
  properties[PROP_SHOW_TABLE] = g_param_spec_boolean ("show-table", NULL, NULL, FALSE, flags);
  properties[PROP_CURSOR] = g_param_spec_double ("cursor", NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 0, flags);
  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, flags);
  properties[PROP_ERROR] = g_param_spec_string ("error", NULL, NULL, NULL, flags);
  properties[PROP_EMPTY_TEXT] = g_param_spec_string ("empty-text", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_install_property_action (widget_class, "chart.show-table", "show-table");

  gtk_widget_class_set_css_name (widget_class, "weft-chart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static GtkWidget *
make_text_page (WeftChart *self)
{
  static const int heights[] = { 34, 52, 42, 64, 78, 58, 88 };
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);

  gtk_widget_set_valign (page, GTK_ALIGN_CENTER);
  self->icon = gtk_image_new_from_icon_name ("dialog-error-symbolic");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->icon), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  gtk_widget_add_css_class (self->icon, "error");
  self->bars = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING);
  gtk_widget_set_halign (self->bars, GTK_ALIGN_CENTER);
  for (guint i = 0; i < G_N_ELEMENTS (heights); i++)
    {
      GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

      gtk_widget_set_size_request (bar, 18, heights[i]);
      gtk_widget_set_valign (bar, GTK_ALIGN_END);
      gtk_widget_add_css_class (bar, "weft-chart-loading");
      gtk_box_append (GTK_BOX (self->bars), bar);
    }
  self->text = gtk_label_new ("");
  gtk_label_set_wrap (GTK_LABEL (self->text), TRUE);
  gtk_label_set_justify (GTK_LABEL (self->text), GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (self->text, "weft-small");
  gtk_widget_add_css_class (self->text, "weft-quiet");
  gtk_box_append (GTK_BOX (page), self->icon);
  gtk_box_append (GTK_BOX (page), self->bars);
  gtk_box_append (GTK_BOX (page), self->text);

  return page;
}

static void
weft_chart_init (WeftChart *self)
{
  self->title = gtk_label_new ("");
  gtk_label_set_xalign (GTK_LABEL (self->title), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->title), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (self->title, "weft-chart-title");
  gtk_widget_set_parent (self->title, GTK_WIDGET (self));
}

GtkWidget *
weft_chart_new (WeftChartModel *model)
{
  WeftChart *self;

  g_return_val_if_fail (WEFT_IS_CHART_MODEL (model), NULL);

  self = g_object_new (WEFT_TYPE_CHART, NULL);
  self->model = g_object_ref (model);
  self->legend = weft_chart_legend_new (model);
  gtk_widget_set_parent (self->legend, GTK_WIDGET (self));
  self->button = gtk_toggle_button_new ();
  gtk_button_set_icon_name (GTK_BUTTON (self->button), "view-list-symbolic");
  gtk_widget_set_valign (self->button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->button, "flat");
  gtk_widget_add_css_class (self->button, "weft-chart-switch");
  gtk_widget_set_tooltip_text (self->button, _ ("Show as Table"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Show as Table"), -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), "chart.show-table");
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_set_hhomogeneous (self->stack, FALSE);
  gtk_widget_set_parent (GTK_WIDGET (self->stack), GTK_WIDGET (self));
  self->plot = weft_chart_plot_new (model);
  gtk_stack_add_named (self->stack, self->plot, "plot");
  gtk_stack_add_named (self->stack, make_text_page (self), "text");
  g_signal_connect_swapped (model, "changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (model, "notify::title", G_CALLBACK (on_title), self);
  g_signal_connect_swapped (self->plot, "notify::cursor", G_CALLBACK (on_cursor), self);
  on_title (self);
  update (self);

  return GTK_WIDGET (self);
}

WeftChartModel *
weft_chart_get_model (WeftChart *self)
{
  g_return_val_if_fail (WEFT_IS_CHART (self), NULL);

  return self->model;
}

void
weft_chart_set_bare (WeftChart *self, gboolean bare)
{
  g_return_if_fail (WEFT_IS_CHART (self));

  if (self->bare == !!bare)
    return;
  self->bare = !!bare;
  weft_chart_plot_set_bare (WEFT_CHART_PLOT (self->plot), bare);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BARE]);
}

gboolean
weft_chart_get_show_table (WeftChart *self)
{
  g_return_val_if_fail (WEFT_IS_CHART (self), FALSE);

  return self->table != NULL && gtk_stack_get_visible_child (self->stack) == self->table;
}

void
weft_chart_set_show_table (WeftChart *self, gboolean show_table)
{
  g_return_if_fail (WEFT_IS_CHART (self));

  if (weft_chart_get_show_table (self) == !!show_table
      || g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "text") == 0)
    return;
  if (show_table && self->table == NULL)
    {
      self->table = weft_chart_table_new (self->model);
      gtk_stack_add_named (self->stack, self->table, "table");
    }
  gtk_stack_set_visible_child_name (self->stack, show_table ? "table" : "plot");
  update_row (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOW_TABLE]);
}

void
weft_chart_set_loading (WeftChart *self, gboolean loading)
{
  g_return_if_fail (WEFT_IS_CHART (self));

  if (self->loading == !!loading)
    return;
  self->loading = !!loading;
  g_clear_handle_id (&self->loading_source, g_source_remove);
  if (loading)
    self->loading_source = g_timeout_add (LOADING_AFTER, on_loading, self);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

void
weft_chart_set_error (WeftChart *self, const char *error)
{
  g_return_if_fail (WEFT_IS_CHART (self));

  if (!g_set_str (&self->error, error))
    return;
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

void
weft_chart_set_empty_text (WeftChart *self, const char *text)
{
  g_return_if_fail (WEFT_IS_CHART (self));

  if (!g_set_str (&self->empty_text, text))
    return;
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EMPTY_TEXT]);
}

double
weft_chart_get_cursor (WeftChart *self)
{
  g_return_val_if_fail (WEFT_IS_CHART (self), NAN);

  return weft_chart_plot_get_cursor (WEFT_CHART_PLOT (self->plot));
}

void
weft_chart_set_cursor (WeftChart *self, double x)
{
  g_return_if_fail (WEFT_IS_CHART (self));

  weft_chart_plot_set_cursor (WEFT_CHART_PLOT (self->plot), x);
}
