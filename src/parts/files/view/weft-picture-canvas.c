/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-files"

#include "config.h"

#include "parts/files/view/weft-picture-canvas.h"

#include <math.h>

#define WHEEL 1.15
#define SHARP 3.0 /* zoom from which on single pixels are shown */

struct _WeftPictureCanvas
{
  GtkWidget parent_instance;

  GdkTexture *texture; /* (nullable) */
  int width;           /* of the picture */
  int height;
  gboolean fits;
  double zoom;
  double x; /* px: of the picture's middle from the widget's */
  double y;
  double begun_x; /* when a drag or a pinch began */
  double begun_y;
  double begun_zoom;
};

G_DEFINE_FINAL_TYPE (WeftPictureCanvas, weft_picture_canvas, GTK_TYPE_WIDGET)

enum
{
  PROP_ZOOM = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static double
get_fitting_zoom (WeftPictureCanvas *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int height = gtk_widget_get_height (GTK_WIDGET (self));

  if (self->width <= 0 || self->height <= 0 || width <= 0 || height <= 0)
    return 1;

  return MIN (1.0, MIN ((double) width / self->width, (double) height / self->height));
}

/* What there is of it beyond the edges; no further. */
static void
keep_in_sight (WeftPictureCanvas *self)
{
  double x = MAX ((self->width * self->zoom - gtk_widget_get_width (GTK_WIDGET (self))) / 2, 0);
  double y = MAX ((self->height * self->zoom - gtk_widget_get_height (GTK_WIDGET (self))) / 2, 0);

  self->x = CLAMP (self->x, -x, x);
  self->y = CLAMP (self->y, -y, y);
}

/* The point @px, @py from the widget's middle stays where it is. */
static void
zoom_at (WeftPictureCanvas *self, double zoom, double px, double py)
{
  double before = self->zoom;

  if (self->texture == NULL || before <= 0)
    return;
  zoom = CLAMP (zoom, MIN (get_fitting_zoom (self), 0.05), WEFT_PICTURE_CANVAS_ZOOM_MAX);
  self->fits = zoom <= get_fitting_zoom (self);
  self->zoom = self->fits ? get_fitting_zoom (self) : zoom;
  self->x = px - (px - self->x) * self->zoom / before;
  self->y = py - (py - self->y) * self->zoom / before;
  keep_in_sight (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ZOOM]);
}

static gboolean
on_scroll (GtkEventControllerScroll *controller, double dx, double dy, WeftPictureCanvas *self)
{
  GdkEvent *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (controller));
  double x = 0;
  double y = 0;
  graphene_point_t point;

  if (event != NULL && gdk_event_get_position (event, &x, &y)
      && gtk_widget_compute_point (GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self))), GTK_WIDGET (self),
                                   &GRAPHENE_POINT_INIT ((float) x, (float) y), &point))
    zoom_at (self, self->zoom * pow (WHEEL, -dy), point.x - gtk_widget_get_width (GTK_WIDGET (self)) / 2.0,
             point.y - gtk_widget_get_height (GTK_WIDGET (self)) / 2.0);

  return TRUE;
}

static void
on_pinch_begun (GtkGesture *gesture, GdkEventSequence *sequence, WeftPictureCanvas *self)
{
  self->begun_zoom = self->zoom;
}

static void
on_pinched (GtkGestureZoom *gesture, double scale, WeftPictureCanvas *self)
{
  double x;
  double y;

  if (gtk_gesture_get_bounding_box_center (GTK_GESTURE (gesture), &x, &y))
    zoom_at (self, self->begun_zoom * scale, x - gtk_widget_get_width (GTK_WIDGET (self)) / 2.0,
             y - gtk_widget_get_height (GTK_WIDGET (self)) / 2.0);
}

static void
on_drag_begun (GtkGestureDrag *gesture, double x, double y, WeftPictureCanvas *self)
{
  self->begun_x = self->x;
  self->begun_y = self->y;
}

static void
on_dragged (GtkGestureDrag *gesture, double dx, double dy, WeftPictureCanvas *self)
{
  self->x = self->begun_x + dx;
  self->y = self->begun_y + dy;
  keep_in_sight (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_pressed (GtkGestureClick *gesture, int n_press, double x, double y, WeftPictureCanvas *self)
{
  if (n_press != 2)
    return;
  if (self->fits)
    zoom_at (self, MAX (1.0, get_fitting_zoom (self) * 2), x - gtk_widget_get_width (GTK_WIDGET (self)) / 2.0,
             y - gtk_widget_get_height (GTK_WIDGET (self)) / 2.0);
  else
    weft_picture_canvas_fit (self);
}

static void
weft_picture_canvas_measure (GtkWidget *widget,
                             GtkOrientation orientation,
                             int for_size,
                             int *minimum,
                             int *natural,
                             int *minimum_baseline,
                             int *natural_baseline)
{
  WeftPictureCanvas *self = WEFT_PICTURE_CANVAS (widget);

  *minimum = 0;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? self->width : self->height;
}

static void
weft_picture_canvas_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  WeftPictureCanvas *self = WEFT_PICTURE_CANVAS (widget);

  if (self->fits)
    self->zoom = get_fitting_zoom (self);
  keep_in_sight (self);
}

static void
weft_picture_canvas_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  WeftPictureCanvas *self = WEFT_PICTURE_CANVAS (widget);
  double width = self->width * self->zoom;
  double height = self->height * self->zoom;
  graphene_rect_t place;

  if (self->texture == NULL)
    return;
  place = GRAPHENE_RECT_INIT ((float) round (gtk_widget_get_width (widget) / 2.0 + self->x - width / 2),
                              (float) round (gtk_widget_get_height (widget) / 2.0 + self->y - height / 2),
                              (float) width, (float) height);
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (widget),
                                                         gtk_widget_get_height (widget)));
  gtk_snapshot_append_scaled_texture (snapshot, self->texture,
                                      self->zoom >= SHARP ? GSK_SCALING_FILTER_NEAREST
                                                          : GSK_SCALING_FILTER_TRILINEAR,
                                      &place);
  gtk_snapshot_pop (snapshot);
}

static void
weft_picture_canvas_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_ZOOM)
    g_value_set_double (value, weft_picture_canvas_get_zoom (WEFT_PICTURE_CANVAS (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
weft_picture_canvas_dispose (GObject *object)
{
  g_clear_object (&WEFT_PICTURE_CANVAS (object)->texture);

  G_OBJECT_CLASS (weft_picture_canvas_parent_class)->dispose (object);
}

static void
weft_picture_canvas_class_init (WeftPictureCanvasClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = weft_picture_canvas_get_property;
  object_class->dispose = weft_picture_canvas_dispose;
  widget_class->measure = weft_picture_canvas_measure;
  widget_class->size_allocate = weft_picture_canvas_size_allocate;
  widget_class->snapshot = weft_picture_canvas_snapshot;
  gtk_widget_class_set_css_name (widget_class, "canvas");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);

  properties[PROP_ZOOM]
      = g_param_spec_double ("zoom", NULL, NULL, 0, G_MAXDOUBLE, 0,
                             G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
weft_picture_canvas_init (WeftPictureCanvas *self)
{
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);
  GtkGesture *pinch = gtk_gesture_zoom_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  self->fits = TRUE;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  g_signal_connect (scroll, "scroll", G_CALLBACK (on_scroll), self);
  g_signal_connect (pinch, "begin", G_CALLBACK (on_pinch_begun), self);
  g_signal_connect (pinch, "scale-changed", G_CALLBACK (on_pinched), self);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_drag_begun), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_dragged), self);
  g_signal_connect (click, "pressed", G_CALLBACK (on_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (pinch));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

GtkWidget *
weft_picture_canvas_new (void)
{
  return g_object_new (WEFT_TYPE_PICTURE_CANVAS, NULL);
}

void
weft_picture_canvas_set_texture (WeftPictureCanvas *self, GdkTexture *texture, gboolean keep)
{
  g_return_if_fail (WEFT_IS_PICTURE_CANVAS (self));

  g_set_object (&self->texture, texture);
  if (!keep)
    {
      self->width = texture != NULL ? gdk_texture_get_width (texture) : 0;
      self->height = texture != NULL ? gdk_texture_get_height (texture) : 0;
      weft_picture_canvas_fit (self);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

GdkTexture *
weft_picture_canvas_get_texture (WeftPictureCanvas *self)
{
  g_return_val_if_fail (WEFT_IS_PICTURE_CANVAS (self), NULL);

  return self->texture;
}

void
weft_picture_canvas_set_size (WeftPictureCanvas *self, int width, int height)
{
  g_return_if_fail (WEFT_IS_PICTURE_CANVAS (self));

  if (width <= 0 || height <= 0 || (self->width == width && self->height == height))
    return;
  self->width = width;
  self->height = height;
  if (self->fits)
    weft_picture_canvas_fit (self);
  keep_in_sight (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

double
weft_picture_canvas_get_zoom (WeftPictureCanvas *self)
{
  g_return_val_if_fail (WEFT_IS_PICTURE_CANVAS (self), 0);

  return self->texture != NULL ? self->zoom : 0;
}

void
weft_picture_canvas_zoom (WeftPictureCanvas *self, double factor)
{
  g_return_if_fail (WEFT_IS_PICTURE_CANVAS (self));

  zoom_at (self, self->zoom * factor, 0, 0);
}

void
weft_picture_canvas_set_zoom (WeftPictureCanvas *self, double zoom)
{
  g_return_if_fail (WEFT_IS_PICTURE_CANVAS (self));

  zoom_at (self, zoom, 0, 0);
}

void
weft_picture_canvas_fit (WeftPictureCanvas *self)
{
  g_return_if_fail (WEFT_IS_PICTURE_CANVAS (self));

  self->fits = TRUE;
  self->x = self->y = 0;
  self->zoom = get_fitting_zoom (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ZOOM]);
}

gboolean
weft_picture_canvas_get_fits (WeftPictureCanvas *self)
{
  g_return_val_if_fail (WEFT_IS_PICTURE_CANVAS (self), TRUE);

  return self->fits;
}

gboolean
weft_picture_canvas_pan (WeftPictureCanvas *self, double dx, double dy)
{
  double x;
  double y;

  g_return_val_if_fail (WEFT_IS_PICTURE_CANVAS (self), FALSE);

  x = self->x;
  y = self->y;
  self->x += dx;
  self->y += dy;
  keep_in_sight (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));

  return self->x != x || self->y != y;
}
