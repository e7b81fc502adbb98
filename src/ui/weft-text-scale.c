/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-ui"

#include "config.h"

#include "ui/weft-text-scale.h"

#include <gtk/gtk.h>

#define USUAL_POINTS 11.0
#define USUAL_DPI (96.0 * 1024)

/* Large text is another font, or the same one on a screen which is said to have more dots. */
int
weft_text_scale (int px)
{
  GtkSettings *settings = gtk_settings_get_default ();
  g_autofree char *name = NULL;
  PangoFontDescription *font;
  double scale = 1;
  int dpi = -1;

  g_return_val_if_fail (px > 0, px);

  if (settings == NULL)
    return px;
  g_object_get (settings, "gtk-font-name", &name, "gtk-xft-dpi", &dpi, NULL);
  font = pango_font_description_from_string (name != NULL ? name : "");
  if (pango_font_description_get_size (font) > 0 && !pango_font_description_get_size_is_absolute (font))
    scale = pango_font_description_get_size (font) / (USUAL_POINTS * PANGO_SCALE);
  pango_font_description_free (font);
  if (dpi > 0)
    scale *= dpi / USUAL_DPI;
  return (int) (px * MAX (scale, 1));
}
