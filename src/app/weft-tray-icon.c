/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include <gtk/gtk.h>

#include "app/weft-tray-icon.h"

#define MARK 0.44f /* of the icon's side */
#define GAP 0.06f  /* around the mark, so that it stands out from the icon */

static const int sizes[] = { 22, 24, 32, 48, 64 };

static const GdkRGBA news = { 0.11f, 0.55f, 0.53f, 1 };      /* the app's teal */
static const GdkRGBA concerned = { 0.88f, 0.11f, 0.14f, 1 }; /* GNOME's red 3 */
static const GdkRGBA white = { 1, 1, 1, 1 };

static void
add_circle (GtkSnapshot *snapshot, float x, float y, float radius, const GdkRGBA *color)
{
  GskRoundedRect circle;

  gsk_rounded_rect_init_from_rect (&circle,
                                   &GRAPHENE_RECT_INIT (x - radius, y - radius, 2 * radius, 2 * radius),
                                   radius);
  gtk_snapshot_push_rounded_clip (snapshot, &circle);
  gtk_snapshot_append_color (snapshot, color, &circle.bounds);
  gtk_snapshot_pop (snapshot);
}

static void
add_size (
    GVariantBuilder *pictures, GskRenderer *renderer, GtkIconPaintable *icon, int size, WeftTrayState state)
{
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autoptr (GBytes) bytes = NULL;
  GdkTextureDownloader *downloader;
  gsize stride;

  gdk_paintable_snapshot (GDK_PAINTABLE (icon), snapshot, size, size);
  if (state != WEFT_TRAY_QUIET)
    {
      float radius = size * MARK / 2, centre = size - radius;

      add_circle (snapshot, centre, centre, radius, &white);
      add_circle (snapshot, centre, centre, radius - MAX (1, size * GAP),
                  state == WEFT_TRAY_NEWS ? &news : &concerned);
    }
  node = gtk_snapshot_to_node (snapshot);
  if (node == NULL)
    return;
  texture = gsk_renderer_render_texture (renderer, node, &GRAPHENE_RECT_INIT (0, 0, size, size));
  downloader = gdk_texture_downloader_new (texture);
  gdk_texture_downloader_set_format (downloader, GDK_MEMORY_A8R8G8B8);
  bytes = gdk_texture_downloader_download_bytes (downloader, &stride);
  gdk_texture_downloader_free (downloader);
  if (stride != (gsize) size * 4)
    return;
  g_variant_builder_add (pictures, "(ii@ay)", size, size,
                         g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING, bytes, TRUE));
}

GVariant *
weft_tray_icon_draw (const char *name, WeftTrayState state)
{
  GdkDisplay *display = gdk_display_get_default ();
  g_autoptr (GskRenderer) renderer = gsk_cairo_renderer_new ();
  g_autoptr (GError) error = NULL;
  GVariantBuilder pictures;

  g_return_val_if_fail (name != NULL, NULL);

  g_variant_builder_init (&pictures, G_VARIANT_TYPE ("a(iiay)"));
  if (gsk_renderer_realize_for_display (renderer, display, &error))
    {
      for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
        {
          g_autoptr (GtkIconPaintable) icon
              = gtk_icon_theme_lookup_icon (gtk_icon_theme_get_for_display (display), name, NULL, sizes[i], 1,
                                            gtk_widget_get_default_direction (), 0);

          add_size (&pictures, renderer, icon, sizes[i], state);
        }
      gsk_renderer_unrealize (renderer);
    }
  else
    g_info ("The tray's icon cannot be drawn: %s", error->message);
  return g_variant_builder_end (&pictures);
}
