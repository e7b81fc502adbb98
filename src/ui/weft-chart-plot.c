/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-ui"

#include "config.h"

#include "ui/weft-chart-axes.h"
#include "ui/weft-chart-layers.h"
#include "ui/weft-chart-marker.h"
#include "ui/weft-chart-plot.h"
#include "ui/weft-chart-reduce.h"
#include "ui/weft-chart-tip.h"
#include "ui/weft-chart-words.h"

#include <glib/gi18n.h>
#include <math.h>

#define SPEAK_AFTER 150    /* ms: a key that is held down is not a flood of words */
#define DESCRIBE_AFTER 250 /* ms: live values change more often than anybody asks */
#define REACH 24.0         /* px: from the pointer to a dot */
#define TOGETHER 4.0       /* px: points this near are the same time to a person */
#define PAGE 10            /* points */
#define TIP_ROWS 8
#define RING 4.5

struct _WeftChartPlot
{
  GtkWidget parent_instance;

  WeftChartModel *model;
  gboolean bare;

  /* What was drawn last, and for what; NULL after a change. */
  WeftChartFrame *frame;
  GskRenderNode *node;
  WeftChartPen pen;
  int width, height;

  WeftChartWalk walk; /* what the pointer or the keys are at */
  gboolean by_keys;
  double cursor; /* without them: where others look; NaN */
  GtkWidget *tip, *pill;
  guint speak_source, describe_source;
};

enum
{
  PROP_0,
  PROP_BARE,
  PROP_CURSOR,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (WeftChartPlot, weft_chart_plot, GTK_TYPE_WIDGET)

static void
forget (WeftChartPlot *self)
{
  g_clear_pointer (&self->frame, weft_chart_frame_free);
  g_clear_pointer (&self->node, gsk_render_node_unref);
}

/* Whether there is room to draw in at all. */
static gboolean
prepare (WeftChartPlot *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);

  if (width < 1 || height < 1)
    return FALSE;
  if (weft_chart_pen_update (&self->pen, widget) || self->width != width || self->height != height)
    forget (self);
  if (self->frame == NULL)
    self->frame = weft_chart_frame_new (self->model, &self->pen, width, height, self->bare);
  self->width = width;
  self->height = height;

  return TRUE;
}

static const WeftChartPoint *
get_point (WeftChartPlot *self, guint series, gsize point)
{
  gsize n;

  return &weft_chart_series_get_points (weft_chart_model_get (self->model, series), &n)[point];
}

/* The point of a series which lies under the crosshair at @x. */
static gboolean
find_under (WeftChartPlot *self, guint i, double x, gsize *point)
{
  WeftChartSeries *series = weft_chart_model_get (self->model, i);

  if (self->walk.on && self->walk.series == i)
    {
      *point = self->walk.point;
      return TRUE;
    }
  return weft_chart_series_get_visible (series)
         && (!self->walk.on || weft_chart_series_get_kind (series) != WEFT_CHART_SCATTER)
         && weft_chart_walk_find (series, x, point)
         && fabs (weft_chart_scale_place (&self->frame->x, get_point (self, i, *point)->x)
                  - weft_chart_scale_place (&self->frame->x, x))
                <= TOGETHER;
}

static void
update_tip (WeftChartPlot *self)
{
  double x = weft_chart_plot_get_cursor (self);
  gboolean seen = !isnan (x);
  gboolean stacked = weft_chart_model_get_stacked (self->model);
  g_autofree char *head = NULL;
  guint n = weft_chart_model_get_n (self->model), shown = 0;

  gtk_widget_set_visible (self->tip, seen && self->walk.on && !self->bare);
  gtk_widget_set_visible (self->pill, seen && !self->walk.on && !self->bare);
  if (!seen)
    return;
  head = weft_chart_model_dup_x (self->model, x);
  gtk_label_set_text (GTK_LABEL (self->pill), head);
  if (!self->walk.on || !prepare (self))
    return;
  weft_chart_tip_show (WEFT_CHART_TIP (self->tip), head);
  for (guint k = 0; k < n && shown < TIP_ROWS; k++)
    {
      guint i = stacked ? n - 1 - k : k; /* as they lie on each other */
      g_autofree char *value = NULL;
      const char *name;
      gsize point;

      if (!find_under (self, i, x, &point))
        continue;
      name = weft_chart_series_get_point_name (weft_chart_model_get (self->model, i), point);
      value = weft_chart_model_dup_value (self->model, get_point (self, i, point)->y);
      weft_chart_tip_add (WEFT_CHART_TIP (self->tip),
                          weft_chart_series_get_kind (weft_chart_model_get (self->model, i)),
                          weft_chart_model_get_yarn (self->model, i),
                          weft_chart_model_is_hatched (self->model, i),
                          name != NULL ? name
                                       : weft_chart_series_get_name (weft_chart_model_get (self->model, i)),
                          value, self->by_keys && self->walk.on && self->walk.series == i);
      shown++;
    }
}

static void
update (WeftChartPlot *self)
{
  update_tip (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CURSOR]);
}

static gboolean
speak (gpointer data)
{
  WeftChartPlot *self = data;
  g_autofree char *sentence = NULL;

  self->speak_source = 0;
  if (!weft_chart_walk_check (&self->walk, self->model))
    return G_SOURCE_REMOVE;
  sentence = weft_chart_words_dup_point (self->model, self->walk.series, self->walk.point);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), sentence, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);

  return G_SOURCE_REMOVE;
}

static void
step_on (WeftChartPlot *self)
{
  g_clear_handle_id (&self->speak_source, g_source_remove);
  self->speak_source = g_timeout_add (SPEAK_AFTER, speak, self);
  self->by_keys = TRUE;
  update (self);
}

static gboolean
describe (gpointer data)
{
  WeftChartPlot *self = data;
  g_autofree char *summary = weft_chart_words_dup_summary (self->model);
  /* Translators: what a chart is, then how to hear its points */
  g_autofree char *description = g_strdup_printf (_ ("%s. Arrow keys walk through the points."), summary);

  self->describe_source = 0;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description,
                                  -1);

  return G_SOURCE_REMOVE;
}

static void
on_title (WeftChartPlot *self)
{
  const char *title = weft_chart_model_get_title (self->model);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  *title != '\0' ? title : _ ("Chart"), -1);
}

static void
on_changed (WeftChartPlot *self)
{
  gboolean was_on = self->walk.on;

  forget (self);
  if (self->describe_source == 0)
    self->describe_source = g_timeout_add (DESCRIBE_AFTER, describe, self);
  if (was_on || !isnan (self->cursor))
    {
      weft_chart_walk_check (&self->walk, self->model);
      update (self);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
hide (WeftChartPlot *self)
{
  gboolean was_on = self->walk.on;

  g_clear_handle_id (&self->speak_source, g_source_remove);
  self->walk.on = FALSE;
  if (was_on)
    update (self);

  return was_on;
}

static gboolean
on_step (GtkWidget *widget, GVariant *args, gpointer data)
{
  WeftChartPlot *self = WEFT_CHART_PLOT (widget);
  int by = g_variant_get_int32 (args);

  if (!prepare (self))
    return FALSE;
  if (ABS ((gint64) by) == 1 && self->frame->mirrored)
    by = -by; /* the arrow goes where it points */
  if (weft_chart_walk_step (&self->walk, self->model, by))
    step_on (self);

  return TRUE;
}

static gboolean
on_turn (GtkWidget *widget, GVariant *args, gpointer data)
{
  WeftChartPlot *self = WEFT_CHART_PLOT (widget);
  int by = g_variant_get_int32 (args);

  /* What is stacked lies in the order it is added, from the bottom. */
  if (weft_chart_walk_turn (&self->walk, self->model, weft_chart_model_get_stacked (self->model) ? -by : by))
    step_on (self);

  return TRUE;
}

static gboolean
on_escape (GtkWidget *widget, GVariant *args, gpointer data)
{
  return hide (WEFT_CHART_PLOT (widget));
}

/* Where the pointer is nearest to: a dot within reach, or else what stands at its x, of which the nearest by
 * height. */
static void
look_at (WeftChartPlot *self, double px, double py)
{
  WeftChartWalk best = { 0 };
  double nearest_x = INFINITY, nearest = INFINITY, x;

  if (!prepare (self))
    return;
  x = weft_chart_scale_value (&self->frame->x, px);
  for (guint i = 0; i < weft_chart_model_get_n (self->model); i++)
    {
      WeftChartSeries *series = weft_chart_model_get (self->model, i);
      const WeftChartPoint *points;
      graphene_point_t place;
      gsize n, point;

      if (!weft_chart_series_get_visible (series) || !weft_chart_walk_find (series, x, &point))
        continue;
      if (weft_chart_series_get_kind (series) != WEFT_CHART_SCATTER)
        {
          double away;

          weft_chart_frame_place (self->frame, i, point, &place);
          away = fabs (weft_chart_scale_place (&self->frame->x, get_point (self, i, point)->x) - px);
          if (away > nearest_x + TOGETHER || (away > nearest_x - TOGETHER && fabs (place.y - py) >= nearest))
            continue;
          nearest_x = fmin (nearest_x, away);
          nearest = fabs (place.y - py);
          best = (WeftChartWalk) { TRUE, i, point };
          continue;
        }
      points = weft_chart_series_get_points (series, &n);
      x = weft_chart_scale_value (&self->frame->x, px);
      for (point
           = weft_chart_find (points, n, x - fabs (weft_chart_scale_value (&self->frame->x, px + REACH) - x));
           point < n; point++)
        {
          double away;

          if (!weft_chart_frame_place (self->frame, i, point, &place))
            continue;
          if (fabs (place.x - px) > REACH)
            break;
          away = hypot (place.x - px, place.y - py);
          if (away < REACH && away < nearest)
            {
              nearest = away;
              nearest_x = 0;
              best = (WeftChartWalk) { TRUE, i, point };
            }
        }
    }
  if (self->walk.on == best.on && self->walk.series == best.series && self->walk.point == best.point)
    return;
  g_clear_handle_id (&self->speak_source, g_source_remove);
  self->walk = best;
  self->by_keys = FALSE;
  update (self);
}

static void
on_motion (GtkEventControllerMotion *controller, double x, double y, WeftChartPlot *self)
{
  look_at (self, x, y);
}

static void
on_leave (GtkEventControllerMotion *controller, WeftChartPlot *self)
{
  if (!self->by_keys)
    hide (self);
}

static void
on_pressed (GtkGestureClick *gesture, int n, double x, double y, WeftChartPlot *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  look_at (self, x, y);
}

static void
on_focus_out (GtkEventControllerFocus *controller, WeftChartPlot *self)
{
  if (self->by_keys)
    hide (self);
}

static void
draw_ring (
    WeftChartPlot *self, GtkSnapshot *snapshot, const graphene_point_t *place, guint yarn, gboolean strong)
{
  GskPathBuilder *builder = gsk_path_builder_new ();
  g_autoptr (GskPath) ring = NULL;
  GskStroke *stroke = gsk_stroke_new (2);

  gsk_path_builder_add_circle (builder, place, strong ? RING + 1.5f : RING);
  ring = gsk_path_builder_free_to_path (builder);
  gtk_snapshot_append_fill (snapshot, ring, GSK_FILL_RULE_WINDING,
                            strong ? &self->pen.yarns[yarn] : &self->pen.surface);
  gtk_snapshot_append_stroke (snapshot, ring, stroke, strong ? &self->pen.surface : &self->pen.yarns[yarn]);
  gsk_stroke_free (stroke);
}

static void
draw_crosshair (WeftChartPlot *self, GtkSnapshot *snapshot)
{
  double x = weft_chart_plot_get_cursor (self), place = floor (weft_chart_scale_place (&self->frame->x, x));
  const graphene_rect_t *plot = &self->frame->plot;

  if (isnan (x) || place < plot->origin.x - 1 || place > plot->origin.x + plot->size.width + 1)
    return;
  gtk_snapshot_append_color (snapshot, &self->pen.crosshair,
                             &GRAPHENE_RECT_INIT ((float) place, plot->origin.y, 1, plot->size.height));
  for (guint i = 0; i < weft_chart_model_get_n (self->model); i++)
    {
      graphene_point_t at;
      gsize point;

      if (!find_under (self, i, x, &point) || !weft_chart_frame_place (self->frame, i, point, &at)
          || at.y < plot->origin.y - 1 || at.y > plot->origin.y + plot->size.height + 1)
        continue;
      draw_ring (self, snapshot, &at, weft_chart_model_get_yarn (self->model, i),
                 self->walk.on && self->by_keys && self->walk.series == i);
    }
}

static void
weft_chart_plot_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  WeftChartPlot *self = WEFT_CHART_PLOT (widget);

  if (!prepare (self))
    return;
  if (self->node == NULL)
    {
      GtkSnapshot *kept = gtk_snapshot_new ();

      weft_chart_axes_snapshot_below (self->frame, &self->pen, kept);
      weft_chart_layers_snapshot (self->frame, &self->pen, kept);
      weft_chart_axes_snapshot_above (self->frame, &self->pen, kept);
      self->node = gtk_snapshot_free_to_node (kept);
    }
  if (self->node != NULL)
    gtk_snapshot_append_node (snapshot, self->node);
  draw_crosshair (self, snapshot);
  gtk_widget_snapshot_child (widget, self->pill, snapshot);
  gtk_widget_snapshot_child (widget, self->tip, snapshot);
}

static void
weft_chart_plot_measure (GtkWidget *widget,
                         GtkOrientation orientation,
                         int for_size,
                         int *minimum,
                         int *natural,
                         int *minimum_baseline,
                         int *natural_baseline)
{
  gboolean bare = WEFT_CHART_PLOT (widget)->bare, level = orientation == GTK_ORIENTATION_HORIZONTAL;

  *minimum = bare ? (level ? 48 : 24) : (level ? 160 : 110);
  *natural = bare ? (level ? 112 : 64) : (level ? 480 : 240);
}

/* Beside the crosshair, where there is room; else in the middle, above or below the point. */
static void
allocate_tip (WeftChartPlot *self, int width, int height, double x)
{
  const graphene_rect_t *plot = &self->frame->plot;
  GtkRequisition wanted;
  graphene_point_t place;
  double left, top = plot->origin.y + 6;

  gtk_widget_get_preferred_size (self->tip, NULL, &wanted);
  wanted.width = MIN (wanted.width, width);
  left = self->pen.mirrored ? x - 12 - wanted.width : x + 12;
  if (left + wanted.width > width)
    left = x - 12 - wanted.width;
  if (left < 0)
    left = x + 12;
  if (left + wanted.width > width)
    {
      left = (width - wanted.width) / 2.0;
      if (weft_chart_frame_place (self->frame, self->walk.series, self->walk.point, &place)
          && place.y < top + wanted.height + 8)
        top = fmax (place.y + 12, plot->origin.y + plot->size.height - wanted.height - 6);
    }
  top = fmax (fmin (top, height - wanted.height), 0);
  gtk_widget_size_allocate (self->tip,
                            &(GtkAllocation) { (int) left, (int) top, wanted.width, wanted.height }, -1);
}

/* Over the labels of the axis. */
static void
allocate_pill (WeftChartPlot *self, int width, int height, double x)
{
  const graphene_rect_t *plot = &self->frame->plot;
  GtkRequisition wanted;
  double bottom = plot->origin.y + plot->size.height,
         middle = (bottom + fmax (6, self->pen.line / 2 + 1) + height) / 2;

  gtk_widget_get_preferred_size (self->pill, NULL, &wanted);
  gtk_widget_size_allocate (self->pill,
                            &(GtkAllocation) {
                                (int) CLAMP (x - wanted.width / 2.0, 0, MAX (width - wanted.width, 0)),
                                (int) fmin (middle - wanted.height / 2.0, height - wanted.height),
                                wanted.width, wanted.height },
                            -1);
}

static void
weft_chart_plot_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  WeftChartPlot *self = WEFT_CHART_PLOT (widget);
  double x = weft_chart_plot_get_cursor (self);

  if (isnan (x) || !prepare (self))
    return;
  x = weft_chart_scale_place (&self->frame->x, x);
  if (gtk_widget_get_visible (self->tip))
    allocate_tip (self, width, height, x);
  if (gtk_widget_get_visible (self->pill))
    allocate_pill (self, width, height, x);
}

static void
weft_chart_plot_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  WeftChartPlot *self = WEFT_CHART_PLOT (object);

  switch (id)
    {
    case PROP_BARE:
      g_value_set_boolean (value, self->bare);
      break;
    case PROP_CURSOR:
      g_value_set_double (value, weft_chart_plot_get_cursor (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
weft_chart_plot_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  WeftChartPlot *self = WEFT_CHART_PLOT (object);

  switch (id)
    {
    case PROP_BARE:
      weft_chart_plot_set_bare (self, g_value_get_boolean (value));
      break;
    case PROP_CURSOR:
      weft_chart_plot_set_cursor (self, g_value_get_double (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
weft_chart_plot_dispose (GObject *object)
{
  WeftChartPlot *self = WEFT_CHART_PLOT (object);

  g_clear_handle_id (&self->speak_source, g_source_remove);
  g_clear_handle_id (&self->describe_source, g_source_remove);
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  forget (self);
  g_clear_object (&self->model);
  g_clear_pointer (&self->tip, gtk_widget_unparent);
  g_clear_pointer (&self->pill, gtk_widget_unparent);

  G_OBJECT_CLASS (weft_chart_plot_parent_class)->dispose (object);
}

static void
weft_chart_plot_class_init (WeftChartPlotClass *klass)
{
  static const struct
  {
    guint key, keypad;
    int by;
  } steps[]
      = { { GDK_KEY_Left, GDK_KEY_KP_Left, -1 },          { GDK_KEY_Right, GDK_KEY_KP_Right, 1 },
          { GDK_KEY_Page_Up, GDK_KEY_KP_Page_Up, -PAGE }, { GDK_KEY_Page_Down, GDK_KEY_KP_Page_Down, PAGE },
          { GDK_KEY_Home, GDK_KEY_KP_Home, G_MININT },    { GDK_KEY_End, GDK_KEY_KP_End, G_MAXINT } };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = weft_chart_plot_get_property;
  object_class->set_property = weft_chart_plot_set_property;
  object_class->dispose = weft_chart_plot_dispose;
  widget_class->measure = weft_chart_plot_measure;
  widget_class->size_allocate = weft_chart_plot_size_allocate;
  widget_class->snapshot = weft_chart_plot_snapshot;

  properties[PROP_BARE]
      = g_param_spec_boolean ("bare", NULL, NULL, FALSE,
                              G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_CURSOR]
      = g_param_spec_double ("cursor", NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 0,
                             G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      gtk_widget_class_add_binding (widget_class, steps[i].key, 0, on_step, "i", steps[i].by);
      gtk_widget_class_add_binding (widget_class, steps[i].keypad, 0, on_step, "i", steps[i].by);
    }
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Up, 0, on_turn, "i", -1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_Up, 0, on_turn, "i", -1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Down, 0, on_turn, "i", 1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_Down, 0, on_turn, "i", 1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, on_escape, NULL);

  gtk_widget_class_set_css_name (widget_class, "weft-chart-plot");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
weft_chart_plot_init (WeftChartPlot *self)
{
  GtkEventController *controller;
  GtkGesture *click;

  self->cursor = NAN;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);

  self->pill = gtk_label_new ("");
  gtk_widget_add_css_class (self->pill, "weft-chart-pill");
  gtk_widget_set_can_target (self->pill, FALSE);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->pill), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  gtk_widget_set_visible (self->pill, FALSE);
  gtk_widget_set_parent (self->pill, GTK_WIDGET (self));
  self->tip = weft_chart_tip_new ();
  gtk_widget_set_visible (self->tip, FALSE);
  gtk_widget_set_parent (self->tip, GTK_WIDGET (self));

  controller = gtk_event_controller_motion_new ();
  g_signal_connect (controller, "enter", G_CALLBACK (on_motion), self);
  g_signal_connect (controller, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect (controller, "leave", G_CALLBACK (on_leave), self);
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
  controller = gtk_event_controller_focus_new ();
  g_signal_connect (controller, "leave", G_CALLBACK (on_focus_out), self);
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
  click = gtk_gesture_click_new ();
  g_signal_connect (click, "pressed", G_CALLBACK (on_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

GtkWidget *
weft_chart_plot_new (WeftChartModel *model)
{
  WeftChartPlot *self;

  g_return_val_if_fail (WEFT_IS_CHART_MODEL (model), NULL);

  self = g_object_new (WEFT_TYPE_CHART_PLOT, NULL);
  self->model = g_object_ref (model);
  g_signal_connect_swapped (model, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect_swapped (model, "notify::title", G_CALLBACK (on_title), self);
  on_title (self);
  describe (self);

  return GTK_WIDGET (self);
}

void
weft_chart_plot_set_bare (WeftChartPlot *self, gboolean bare)
{
  g_return_if_fail (WEFT_IS_CHART_PLOT (self));

  if (self->bare == !!bare)
    return;
  self->bare = !!bare;
  forget (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BARE]);
}

double
weft_chart_plot_get_cursor (WeftChartPlot *self)
{
  g_return_val_if_fail (WEFT_IS_CHART_PLOT (self), NAN);

  return self->walk.on ? get_point (self, self->walk.series, self->walk.point)->x : self->cursor;
}

void
weft_chart_plot_set_cursor (WeftChartPlot *self, double x)
{
  g_return_if_fail (WEFT_IS_CHART_PLOT (self));

  if (self->cursor == x || (isnan (self->cursor) && isnan (x)))
    return;
  self->cursor = x;
  if (!self->walk.on)
    update (self);
}
