/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "parts/thread/view/weft-link-preview.h"

/* Distances in px (LOOK.md, Message: cards). */
#define WIDTH_MAX 430
#define PADDING 12
#define PICTURE 72
#define PICTURE_RADIUS 8
#define RADIUS 12
#define TEXT_LINES 2

typedef enum
{
  PLACE,
  TITLE,
  TEXT,
  N_WORDS
} Words;

struct _WeftLinkPreview
{
  GObject parent_instance;

  WeftPreview *preview;
  const WeftMessageContext *context; /* unowned: the view's, which outlives what it draws */
  PangoLayout *words[N_WORDS];       /* (nullable) */
  int heights[N_WORDS];
  int width;
  guint serial;
};

static void attachments_init (WeftAttachmentsInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (WeftLinkPreview,
                               weft_link_preview,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (WEFT_TYPE_ATTACHMENTS, attachments_init))

static void
drop_words (WeftLinkPreview *self)
{
  for (guint i = 0; i < N_WORDS; i++)
    g_clear_object (&self->words[i]);
}

static PangoLayout *
make_layout (WeftLinkPreview *self, WeftMessageFont font, const char *text, int lines, int width)
{
  PangoLayout *layout = weft_message_style_new_layout (self->context->style, font, text);

  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_width (layout, MAX (width, 1) * PANGO_SCALE);
  pango_layout_set_height (layout, -lines);
  /* At the edge where the interface begins, whichever way the words go. */
  pango_layout_set_alignment (layout, pango_layout_get_direction (layout, 0) == PANGO_DIRECTION_RTL
                                          ? PANGO_ALIGN_RIGHT
                                          : PANGO_ALIGN_LEFT);

  return layout;
}

static int
get_room (WeftLinkPreview *self, int width)
{
  return width - 2 * PADDING - (self->preview->picture != NULL ? PICTURE + PADDING : 0);
}

static void
lay_out (WeftLinkPreview *self, int width)
{
  WeftMessageStyle *style = self->context->style;
  g_autofree char *place = NULL;

  if (self->words[TITLE] != NULL && self->width == width && self->serial == style->serial)
    return;
  drop_words (self);
  self->width = width;
  self->serial = style->serial;
  place = weft_preview_dup_place (self->preview);
  self->words[PLACE] = make_layout (self, WEFT_MESSAGE_FONT_META, place, 1, get_room (self, width));
  self->words[TITLE]
      = make_layout (self, WEFT_MESSAGE_FONT_AUTHOR, self->preview->title, 1, get_room (self, width));
  if (self->preview->text != NULL)
    self->words[TEXT]
        = make_layout (self, WEFT_MESSAGE_FONT_META, self->preview->text, TEXT_LINES, get_room (self, width));
  for (guint i = 0; i < N_WORDS; i++)
    {
      self->heights[i] = 0;
      if (self->words[i] != NULL)
        pango_layout_get_pixel_size (self->words[i], NULL, &self->heights[i]);
    }
}

static int
get_words_height (WeftLinkPreview *self)
{
  return self->heights[PLACE] + self->heights[TITLE] + self->heights[TEXT]
         + (self->words[TEXT] != NULL ? 2 : 0);
}

static void
measure (WeftAttachments *attachments, GtkWidget *widget, int available, int *width, int *height)
{
  WeftLinkPreview *self = WEFT_LINK_PREVIEW (attachments);

  *width = MIN (available, WIDTH_MAX);
  lay_out (self, *width);
  *height = MAX (get_words_height (self), self->preview->picture != NULL ? PICTURE : 0) + 2 * PADDING;
}

/* All of the square is filled; what does not fit in is cut off at both sides. */
static void
draw_picture (WeftLinkPreview *self, GtkSnapshot *snapshot, double x, double y)
{
  const WeftMessageContext *context = self->context;
  graphene_rect_t square = GRAPHENE_RECT_INIT ((float) x, (float) y, PICTURE, PICTURE);
  GdkTexture *texture
      = context->pictures != NULL
            ? context->pictures (self->preview->picture, self->preview->size, context->pictures_data)
            : NULL;
  GskRoundedRect rounded;

  gsk_rounded_rect_init_from_rect (&rounded, &square, PICTURE_RADIUS);
  gtk_snapshot_push_rounded_clip (snapshot, &rounded);
  if (texture == NULL)
    gtk_snapshot_append_color (snapshot, &context->style->line, &square);
  else
    {
      double scale
          = (double) PICTURE / MIN (gdk_texture_get_width (texture), gdk_texture_get_height (texture));
      double width = gdk_texture_get_width (texture) * scale;
      double height = gdk_texture_get_height (texture) * scale;

      gtk_snapshot_append_texture (snapshot, texture,
                                   &GRAPHENE_RECT_INIT ((float) (x - (width - PICTURE) / 2),
                                                        (float) (y - (height - PICTURE) / 2), (float) width,
                                                        (float) height));
    }
  gtk_snapshot_pop (snapshot);
}

static void
snapshot (WeftAttachments *attachments, GtkWidget *widget, GtkSnapshot *target, double x, double y, int width)
{
  WeftLinkPreview *self = WEFT_LINK_PREVIEW (attachments);
  WeftMessageStyle *style = self->context->style;
  gboolean pictured = self->preview->picture != NULL;
  graphene_rect_t place;
  GskRoundedRect rounded;
  GdkRGBA fill = style->text;
  double top;
  double left;
  int total;
  int height;

  measure (attachments, widget, width, &total, &height);
  place = GRAPHENE_RECT_INIT ((float) x, (float) y, (float) total, (float) height);
  fill.alpha *= 0.05;
  gsk_rounded_rect_init_from_rect (&rounded, &place, RADIUS);
  gtk_snapshot_push_rounded_clip (target, &rounded);
  gtk_snapshot_append_color (target, &fill, &place);
  gtk_snapshot_pop (target);
  gtk_snapshot_append_border (target, &rounded, (float[4]) { 1, 1, 1, 1 },
                              (GdkRGBA[4]) { style->line, style->line, style->line, style->line });
  if (pictured)
    draw_picture (self, target, style->rtl ? x + total - PADDING - PICTURE : x + PADDING, y + PADDING);

  left = x + PADDING + (pictured && !style->rtl ? PICTURE + PADDING : 0);
  top = y + round ((height - get_words_height (self)) / 2.0);
  for (guint i = 0; i < N_WORDS; i++)
    if (self->words[i] != NULL)
      {
        if (i == TEXT)
          top += 2;
        gtk_snapshot_save (target);
        gtk_snapshot_translate (target, &GRAPHENE_POINT_INIT ((float) left, (float) top));
        gtk_snapshot_append_layout (target, self->words[i], i == TITLE ? &style->text : &style->dim);
        gtk_snapshot_restore (target);
        top += self->heights[i];
      }
}

static char *
dup_label (WeftAttachments *attachments)
{
  const WeftPreview *preview = WEFT_LINK_PREVIEW (attachments)->preview;
  g_autofree char *place = weft_preview_dup_place (preview);

  /* Translators: spoken, of a web page to which a message links: its title, whose it is, and (if there is
   * one) a sentence of it */
  return preview->text != NULL ? g_strdup_printf (_ ("page %s, %s, %s"), preview->title, place, preview->text)
                               /* Translators: as above, without a sentence */
                               : g_strdup_printf (_ ("page %s, %s"), preview->title, place);
}

static char *
dup_action (const WeftPreview *preview)
{
  return g_action_print_detailed_name ("thread.open-address", g_variant_new_string (preview->address));
}

static char *
hit (WeftAttachments *attachments, GtkWidget *widget, double x, double y, int width)
{
  WeftLinkPreview *self = WEFT_LINK_PREVIEW (attachments);
  int total;
  int height;

  measure (attachments, widget, width, &total, &height);

  return x >= 0 && x < total && y >= 0 && y < height ? dup_action (self->preview) : NULL;
}

static GMenuModel *
dup_menu (WeftAttachments *attachments)
{
  const WeftPreview *preview = WEFT_LINK_PREVIEW (attachments)->preview;
  g_autoptr (GString) title = g_string_new (preview->title);
  g_autofree char *action = dup_action (preview);
  g_autofree char *label = NULL;
  GMenu *menu = g_menu_new ();

  g_string_replace (title, "_", "__", 0);
  /* Translators: in a menu; %s is the title of a web page */
  label = g_strdup_printf (_ ("Open “%s”"), title->str);
  g_menu_append (menu, label, action);

  return G_MENU_MODEL (menu);
}

static void
attachments_init (WeftAttachmentsInterface *iface)
{
  iface->measure = measure;
  iface->snapshot = snapshot;
  iface->dup_label = dup_label;
  iface->hit = hit;
  iface->dup_menu = dup_menu;
}

static void
weft_link_preview_finalize (GObject *object)
{
  WeftLinkPreview *self = WEFT_LINK_PREVIEW (object);

  drop_words (self);
  g_clear_pointer (&self->preview, weft_preview_free);

  G_OBJECT_CLASS (weft_link_preview_parent_class)->finalize (object);
}

static void
weft_link_preview_class_init (WeftLinkPreviewClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_link_preview_finalize;
}

static void
weft_link_preview_init (WeftLinkPreview *self)
{
}

WeftLinkPreview *
weft_link_preview_get (WeftMessage *message, const WeftMessageContext *context)
{
  static GQuark quark;
  const WeftPreview *preview;
  WeftLinkPreview *self;

  g_return_val_if_fail (WEFT_IS_MESSAGE (message), NULL);

  preview = weft_message_get_preview (message);
  if (preview == NULL || preview->bare || weft_message_get_deleted (message))
    return NULL;
  if (quark == 0)
    quark = g_quark_from_static_string ("weft-link-preview");
  self = g_object_get_qdata (G_OBJECT (message), quark);
  if (self == NULL || !weft_preview_equal (self->preview, preview))
    {
      self = g_object_new (WEFT_TYPE_LINK_PREVIEW, NULL);
      self->preview = weft_preview_copy (preview);
      g_object_set_qdata_full (G_OBJECT (message), quark, self, g_object_unref);
    }
  self->context = context;

  return self;
}

void
weft_link_preview_append_menu (GMenu *menu, WeftMessage *message)
{
  const WeftPreview *preview;

  g_return_if_fail (WEFT_IS_MESSAGE (message));

  preview = weft_message_get_preview (message);
  if (preview != NULL && weft_message_get_own (message) && !weft_message_get_deleted (message))
    g_menu_append (menu, preview->bare ? _ ("Show Link _Preview") : _ ("Take Off Link _Preview"),
                   "thread.toggle-preview");
}
