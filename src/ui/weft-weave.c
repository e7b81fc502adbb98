/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-ui"

#include "config.h"

#include <math.h>

#include "ui/weft-weave.h"

/* As parts of the pitch. */
#define THREAD_WIDTH 0.45
#define FLOAT_LENGTH 1.45
#define KNOT_RADIUS 0.32
#define ICON_SIZE 128

struct _WeftWeave
{
  GtkWidget parent_instance;

  char *icon_name;
  GdkPaintable *icon;
  int pitch;
};

enum
{
  PROP_0,
  PROP_PITCH,
  PROP_ICON_NAME,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (WeftWeave, weft_weave, GTK_TYPE_WIDGET)

static void
snapshot_cloth (
    WeftWeave *self, GtkSnapshot *snapshot, double width, double height, const GdkRGBA *foreground)
{
  GdkRGBA warp = *foreground, weft = *foreground;
  double pitch = self->pitch;
  double thread = pitch * THREAD_WIDTH, length = pitch * FLOAT_LENGTH;
  double x = width / 2, y = height / 2;
  int columns = ceil (x / pitch) + 1, rows = ceil (y / pitch) + 1;

  warp.alpha *= 0.11f;
  weft.alpha *= 0.19f;
  for (int row = -rows; row <= rows; row++)
    for (int column = -columns; column <= columns; column++)
      {
        double center_x = x + column * pitch, center_y = y + row * pitch;

        /* Where the weft lies above, a length of it hides the warp, and the other way round. */
        if ((row + column) % 2 != 0)
          {
            if (row != 0)
              gtk_snapshot_append_color (snapshot, &weft,
                                         &GRAPHENE_RECT_INIT (center_x - length / 2, center_y - thread / 2,
                                                              length, thread));
          }
        else
          gtk_snapshot_append_color (snapshot, &warp,
                                     &GRAPHENE_RECT_INIT (center_x - thread / 2, center_y - length / 2,
                                                          thread, length));
      }
}

/* The one thread with its knot; it comes out of the cloth at the start and ends at @end. */
static void
snapshot_thread (WeftWeave *self, GtkSnapshot *snapshot, double width, double height)
{
  GdkRGBA *accent = adw_style_manager_get_accent_color_rgba (adw_style_manager_get_default ());
  double pitch = self->pitch;
  double thread = pitch * THREAD_WIDTH, length = pitch * FLOAT_LENGTH, radius = pitch * KNOT_RADIUS;
  double x = width / 2, y = height / 2;
  double end = width - radius - 2, fade = pitch * 2;
  int columns = ceil (x / pitch) + 1;
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  GskRoundedRect knot;

  gtk_snapshot_save (snapshot);
  if (rtl)
    {
      gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (width, 0));
      gtk_snapshot_scale (snapshot, -1, 1);
    }
  for (int column = -columns; column <= columns; column++)
    {
      double from = fmax (0, x + column * pitch - length / 2),
             to = fmin (end, x + column * pitch + length / 2);
      GdkRGBA clear = *accent;
      GskColorStop stops[2];
      graphene_rect_t rect;

      if (column % 2 == 0 || to <= from)
        continue;
      clear.alpha = 0;
      stops[0] = (GskColorStop) { 0, clear };
      stops[1] = (GskColorStop) { 1, *accent };
      rect = GRAPHENE_RECT_INIT (from, y - thread / 2, to - from, thread);
      gtk_snapshot_append_linear_gradient (snapshot, &rect, &GRAPHENE_POINT_INIT (0, y),
                                           &GRAPHENE_POINT_INIT (fade, y), stops, 2);
    }
  gsk_rounded_rect_init_from_rect (&knot,
                                   &GRAPHENE_RECT_INIT (end - radius, y - radius, 2 * radius, 2 * radius),
                                   radius);
  gtk_snapshot_push_rounded_clip (snapshot, &knot);
  gtk_snapshot_append_color (snapshot, accent, &knot.bounds);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_restore (snapshot);
  gdk_rgba_free (accent);
}

static void
weft_weave_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  WeftWeave *self = WEFT_WEAVE (widget);
  double width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  static const GskColorStop stops[]
      = { { 0, { 0, 0, 0, 1 } }, { 0.45f, { 0, 0, 0, 1 } }, { 1, { 0, 0, 0, 0 } } };
  GdkRGBA foreground;

  if (width < 1 || height < 1)
    return;
  gtk_widget_get_color (widget, &foreground);

  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  gtk_snapshot_push_mask (snapshot, GSK_MASK_MODE_ALPHA);
  gtk_snapshot_append_radial_gradient (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height),
                                       &GRAPHENE_POINT_INIT (width / 2, height / 2), width / 2, height / 2, 0,
                                       1, stops, G_N_ELEMENTS (stops));
  gtk_snapshot_pop (snapshot);
  snapshot_cloth (self, snapshot, width, height, &foreground);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_pop (snapshot);

  snapshot_thread (self, snapshot, width, height);

  if (self->icon != NULL)
    {
      gtk_snapshot_save (snapshot);
      gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (round ((width - ICON_SIZE) / 2),
                                                              round ((height - ICON_SIZE) / 2)));
      gdk_paintable_snapshot (self->icon, snapshot, ICON_SIZE, ICON_SIZE);
      gtk_snapshot_restore (snapshot);
    }
}

static void
load_icon (WeftWeave *self)
{
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (GTK_WIDGET (self)));

  g_clear_object (&self->icon);
  if (self->icon_name != NULL)
    self->icon = GDK_PAINTABLE (gtk_icon_theme_lookup_icon (theme, self->icon_name, NULL, ICON_SIZE,
                                                            gtk_widget_get_scale_factor (GTK_WIDGET (self)),
                                                            gtk_widget_get_direction (GTK_WIDGET (self)),
                                                            GTK_ICON_LOOKUP_FORCE_REGULAR));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
weft_weave_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (weft_weave_parent_class)->root (widget);

  load_icon (WEFT_WEAVE (widget));
  g_signal_connect_object (adw_style_manager_get_default (), "notify::accent-color-rgba",
                           G_CALLBACK (gtk_widget_queue_draw), widget, G_CONNECT_SWAPPED);
}

static void
weft_weave_unroot (GtkWidget *widget)
{
  g_signal_handlers_disconnect_by_func (adw_style_manager_get_default (), gtk_widget_queue_draw, widget);
  g_clear_object (&WEFT_WEAVE (widget)->icon);

  GTK_WIDGET_CLASS (weft_weave_parent_class)->unroot (widget);
}

static void
weft_weave_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  WeftWeave *self = WEFT_WEAVE (object);

  switch (id)
    {
    case PROP_PITCH:
      g_value_set_int (value, self->pitch);
      break;
    case PROP_ICON_NAME:
      g_value_set_string (value, self->icon_name);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
weft_weave_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  WeftWeave *self = WEFT_WEAVE (object);

  switch (id)
    {
    case PROP_PITCH:
      self->pitch = g_value_get_int (value);
      gtk_widget_queue_draw (GTK_WIDGET (self));
      break;
    case PROP_ICON_NAME:
      if (g_set_str (&self->icon_name, g_value_get_string (value))
          && gtk_widget_get_root (GTK_WIDGET (self)) != NULL)
        load_icon (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
weft_weave_finalize (GObject *object)
{
  WeftWeave *self = WEFT_WEAVE (object);

  g_free (self->icon_name);

  G_OBJECT_CLASS (weft_weave_parent_class)->finalize (object);
}

static void
weft_weave_class_init (WeftWeaveClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = weft_weave_get_property;
  object_class->set_property = weft_weave_set_property;
  object_class->finalize = weft_weave_finalize;
  widget_class->root = weft_weave_root;
  widget_class->unroot = weft_weave_unroot;
  widget_class->snapshot = weft_weave_snapshot;

  properties[PROP_PITCH]
      = g_param_spec_int ("pitch", NULL, NULL, 16, 80, 34, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_ICON_NAME]
      = g_param_spec_string ("icon-name", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "weft-weave");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
weft_weave_init (WeftWeave *self)
{
  self->pitch = 34;
}

GtkWidget *
weft_weave_new (void)
{
  return g_object_new (WEFT_TYPE_WEAVE, NULL);
}
