/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/weft-type.h"

#define SHARED_MAX 600 /* layouts kept of one font; more than a day's minutes on screen never are */

typedef struct
{
  PangoFontDescription *description;
  GHashTable *layouts; /* text → PangoLayout */
  gboolean figures;
} Font;

struct _WeftType
{
  GtkWidget *widget; /* unowned */
  guint n_fonts;
  Font fonts[];
};

WeftType *
weft_type_new (GtkWidget *widget, const WeftTypeFont *fonts, guint n_fonts)
{
  WeftType *self = g_malloc0 (sizeof *self + n_fonts * sizeof (Font));
  const PangoFontDescription *base = pango_context_get_font_description (gtk_widget_get_pango_context (widget));

  self->widget = widget;
  self->n_fonts = n_fonts;
  for (guint i = 0; i < n_fonts; i++)
    {
      int size = pango_font_description_get_size (base) * fonts[i].scale;
      PangoFontDescription *description = pango_font_description_copy (base);

      if (pango_font_description_get_size_is_absolute (base))
        pango_font_description_set_absolute_size (description, size);
      else
        pango_font_description_set_size (description, size);
      pango_font_description_set_weight (description, fonts[i].weight);
      self->fonts[i] = (Font) { description, g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref), fonts[i].figures };
    }

  return self;
}

void
weft_type_free (WeftType *self)
{
  for (guint i = 0; i < self->n_fonts; i++)
    {
      pango_font_description_free (self->fonts[i].description);
      g_hash_table_unref (self->fonts[i].layouts);
    }
  g_free (self);
}

const PangoFontDescription *
weft_type_get_font (WeftType *self, guint font)
{
  g_return_val_if_fail (font < self->n_fonts, NULL);
  return self->fonts[font].description;
}

int
weft_type_get_line (WeftType *self, guint font)
{
  g_autoptr (PangoLayout) layout = weft_type_new_layout (self, font, "0");
  int height;

  pango_layout_get_pixel_size (layout, NULL, &height);
  return height;
}

PangoLayout *
weft_type_new_layout (WeftType *self, guint font, const char *text)
{
  PangoLayout *layout = pango_layout_new (gtk_widget_get_pango_context (self->widget));

  pango_layout_set_font_description (layout, weft_type_get_font (self, font));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_text (layout, text, -1);
  return layout;
}

PangoLayout *
weft_type_ref_layout (WeftType *self, guint font, const char *text)
{
  GHashTable *layouts;
  PangoLayout *layout;

  g_return_val_if_fail (font < self->n_fonts, NULL);

  layouts = self->fonts[font].layouts;
  layout = g_hash_table_lookup (layouts, text);
  if (layout == NULL)
    {
      if (g_hash_table_size (layouts) >= SHARED_MAX)
        g_hash_table_remove_all (layouts);
      layout = weft_type_new_layout (self, font, text);
      pango_layout_set_single_paragraph_mode (layout, TRUE);
      if (self->fonts[font].figures)
        {
          PangoAttrList *attributes = pango_attr_list_new ();

          pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum"));
          pango_layout_set_attributes (layout, attributes);
          pango_attr_list_unref (attributes);
        }
      g_hash_table_insert (layouts, g_strdup (text), layout);
    }
  return g_object_ref (layout);
}
