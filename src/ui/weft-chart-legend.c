/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-ui"

#include "config.h"

#include "ui/weft-chart-legend.h"
#include "ui/weft-chart-swatch.h"
#include "ui/weft-yarn.h"

#include <glib/gi18n.h>
#include <math.h>

#define NAME_CHARS 24

struct _WeftChartLegend
{
  AdwBin parent_instance;

  WeftChartModel *model;
  GtkWidget *entries;
  GtkWidget *values[WEFT_CHART_SERIES_MAX]; /* nullable: labels, by series */
  GtkWidget *buttons[WEFT_CHART_SERIES_MAX];
  GtkWidget *other; /* nullable */
  gboolean stacked;
};

G_DEFINE_FINAL_TYPE (WeftChartLegend, weft_chart_legend, ADW_TYPE_BIN)

static GtkWidget *
make_entry (GtkWidget *swatch, const char *name, GtkWidget *value)
{
  GtkWidget *button = gtk_toggle_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (name);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), NAME_CHARS);
  gtk_box_append (GTK_BOX (box), swatch);
  gtk_box_append (GTK_BOX (box), label);
  if (value != NULL)
    {
      gtk_widget_add_css_class (value, "weft-chart-value");
      gtk_box_append (GTK_BOX (box), value);
    }
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "weft-chart-entry");
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);

  return button;
}

static void
update (WeftChartLegend *self)
{
  for (guint i = 0; i < MIN (weft_chart_model_get_n (self->model), WEFT_CHART_SERIES_MAX); i++)
    {
      double last = weft_chart_series_get_last (weft_chart_model_get (self->model, i));
      g_autofree char *value = weft_chart_model_dup_value (self->model, last);
      g_autofree char *number = weft_chart_number_dup (last, weft_chart_model_get_unit (self->model));

      if (self->values[i] == NULL)
        continue;
      if (g_strcmp0 (gtk_label_get_text (GTK_LABEL (self->values[i])), number) == 0)
        continue;
      gtk_label_set_text (GTK_LABEL (self->values[i]), isnan (last) ? "" : number);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->buttons[i]), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                      value, -1);
    }
}

static void
on_other (GtkToggleButton *button, WeftChartLegend *self)
{
  for (guint i = WEFT_CHART_SERIES_MAX; i < weft_chart_model_get_n (self->model); i++)
    weft_chart_series_set_visible (weft_chart_model_get (self->model, i),
                                   gtk_toggle_button_get_active (button));
}

static void
add_other (WeftChartLegend *self)
{
  guint n = weft_chart_model_get_n (self->model) - WEFT_CHART_SERIES_MAX;
  /* Translators: stands for so many series of a chart which have no colour of their own */
  g_autofree char *name = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Other (%u)", "Other (%u)", n), n);
  WeftChartSeries *first = weft_chart_model_get (self->model, WEFT_CHART_SERIES_MAX);

  self->other
      = make_entry (weft_chart_swatch_new (weft_chart_series_get_kind (first), WEFT_N_YARNS - 1, FALSE), name,
                    NULL);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->other), weft_chart_series_get_visible (first));
  g_signal_connect (self->other, "toggled", G_CALLBACK (on_other), self);
  adw_wrap_box_append (ADW_WRAP_BOX (self->entries), self->other);
}

static void
rebuild (WeftChartLegend *self)
{
  guint n = weft_chart_model_get_n (self->model), shown = MIN (n, WEFT_CHART_SERIES_MAX);
  GtkWidget *child;

  self->stacked = weft_chart_model_get_stacked (self->model);
  self->other = NULL;
  while ((child = gtk_widget_get_first_child (self->entries)) != NULL)
    adw_wrap_box_remove (ADW_WRAP_BOX (self->entries), child);
  if (n > shown && self->stacked)
    add_other (self);
  for (guint k = 0; k < shown; k++)
    {
      guint i = self->stacked ? shown - 1 - k : k;
      WeftChartSeries *series = weft_chart_model_get (self->model, i);
      WeftChartKind kind = weft_chart_series_get_kind (series);

      self->values[i]
          = kind == WEFT_CHART_AREA && weft_chart_model_get_axis (self->model) == WEFT_CHART_AXIS_TIME
                ? gtk_label_new ("")
                : NULL;
      self->buttons[i] = make_entry (weft_chart_swatch_new (kind, weft_chart_model_get_yarn (self->model, i),
                                                            weft_chart_model_is_hatched (self->model, i)),
                                     weft_chart_series_get_name (series), self->values[i]);
      g_object_bind_property (series, "visible", self->buttons[i], "active",
                              G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
      adw_wrap_box_append (ADW_WRAP_BOX (self->entries), self->buttons[i]);
    }
  if (n > shown && !self->stacked)
    add_other (self);
  update (self);
}

static void
on_changed (WeftChartLegend *self)
{
  if (self->stacked != weft_chart_model_get_stacked (self->model))
    rebuild (self);
  else
    update (self);
}

static void
weft_chart_legend_dispose (GObject *object)
{
  WeftChartLegend *self = WEFT_CHART_LEGEND (object);

  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_clear_object (&self->model);

  G_OBJECT_CLASS (weft_chart_legend_parent_class)->dispose (object);
}

static void
weft_chart_legend_class_init (WeftChartLegendClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = weft_chart_legend_dispose;
  gtk_widget_class_set_css_name (widget_class, "weft-chart-legend");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
weft_chart_legend_init (WeftChartLegend *self)
{
  self->entries = adw_wrap_box_new ();
  adw_wrap_box_set_child_spacing (ADW_WRAP_BOX (self->entries), 4);
  adw_wrap_box_set_line_spacing (ADW_WRAP_BOX (self->entries), 0);
  adw_bin_set_child (ADW_BIN (self), self->entries);
  /* Translators: by ear: the group of buttons which hide series of a chart */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Legend"), -1);
}

GtkWidget *
weft_chart_legend_new (WeftChartModel *model)
{
  WeftChartLegend *self;

  g_return_val_if_fail (WEFT_IS_CHART_MODEL (model), NULL);

  self = g_object_new (WEFT_TYPE_CHART_LEGEND, NULL);
  self->model = g_object_ref (model);
  g_signal_connect_swapped (model, "items-changed", G_CALLBACK (rebuild), self);
  g_signal_connect_swapped (model, "changed", G_CALLBACK (on_changed), self);
  rebuild (self);

  return GTK_WIDGET (self);
}
