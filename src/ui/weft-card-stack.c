/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-ui"

#include "config.h"

#include "ui/weft-card-stack.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "ui/weft-yarn.h"

/* Distances in px (LOOK.md, Message: cards). */
#define WIDTH_MAX 430
#define HEIGHT_MIN 60
#define PADDING 12
#define TILE 36
#define TILE_RADIUS 9
#define ICON 16
#define GAP 6
#define RADIUS 12
#define TITLE_SCALE 0.96
#define META_SCALE 0.82

/* The layouts of one card, as they were drawn last. */
typedef struct
{
  PangoLayout *title; /* (nullable) */
  PangoLayout *meta;  /* (nullable) */
} Words;

struct _WeftCardStack
{
  GObject parent_instance;

  char *text;
  GString *rest;
  WeftLinkedCard *linked[WEFT_CARD_STACK_MAX];
  guint n;
  Words words[WEFT_CARD_STACK_MAX];
  guint serial; /* of the Pango context for which the words were laid out */
  int width;
};

static void attachments_init (WeftAttachmentsInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (WeftCardStack,
                               weft_card_stack,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (WEFT_TYPE_ATTACHMENTS, attachments_init))

static void
drop_words (WeftCardStack *self)
{
  for (guint i = 0; i < self->n; i++)
    {
      g_clear_object (&self->words[i].title);
      g_clear_object (&self->words[i].meta);
    }
}

static void
on_linked_changed (WeftCardStack *self)
{
  drop_words (self);
  weft_attachments_changed (WEFT_ATTACHMENTS (self), FALSE);
}

/* ── words ───────────────────────────────────────────────────────────────────────────────────────────── */

static const char *
get_title (WeftLinkedCard *linked)
{
  WeftCard *card = weft_linked_card_get_card (linked);

  if (card != NULL)
    return weft_card_get_title (card);

  /* Translators: in the place of a linked thing which the person may not see, or which is not there: never
   * say which of both */
  return weft_linked_card_get_loading (linked) ? _ ("Loading…") : _ ("Not available to you");
}

static char *
dup_label (WeftAttachments *attachments)
{
  WeftCardStack *self = WEFT_CARD_STACK (attachments);
  GString *label = g_string_new (NULL);

  for (guint i = 0; i < self->n; i++)
    {
      WeftCard *card = weft_linked_card_get_card (self->linked[i]);
      g_autofree char *spoken
          = card != NULL ? weft_card_dup_spoken (card) : g_strdup (get_title (self->linked[i]));

      if (i > 0)
        g_string_append (label, ", ");
      /* Translators: spoken, of a link in a message; %s is what it leads to: "Launch, Grace Hopper, We start
       * at nine" */
      g_string_append_printf (label, _ ("link to %s"), spoken);
    }

  return g_string_free (label, FALSE);
}

/* A message that is nothing but links is its cards. */
static gboolean
say (WeftAttachments *attachments, const char *text)
{
  WeftCardStack *self = WEFT_CARD_STACK (attachments);

  return self->rest->len == 0 && g_str_equal (self->text, text);
}

/* ── places ──────────────────────────────────────────────────────────────────────────────────────────── */

static int
get_line (GtkWidget *widget)
{
  PangoContext *context = gtk_widget_get_pango_context (widget);
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  int line = PANGO_PIXELS_CEIL (pango_font_metrics_get_height (metrics));

  pango_font_metrics_unref (metrics);

  return line;
}

static int
get_height (GtkWidget *widget)
{
  return MAX (HEIGHT_MIN, (int) ceil (get_line (widget) * (TITLE_SCALE + META_SCALE)) + 2 * PADDING - 2);
}

static void
measure (WeftAttachments *attachments, GtkWidget *widget, int available, int *width, int *height)
{
  WeftCardStack *self = WEFT_CARD_STACK (attachments);

  *width = MIN (available, WIDTH_MAX);
  *height = (int) self->n * (get_height (widget) + GAP) - GAP;
}

static int
find (WeftCardStack *self, GtkWidget *widget, double x, double y, int width)
{
  int step = get_height (widget) + GAP;
  int index = (int) floor (y / step);

  if (x < 0 || x >= width || index < 0 || index >= (int) self->n || y - index * step >= step - GAP)
    return -1;

  return index;
}

static char *
hit (WeftAttachments *attachments, GtkWidget *widget, double x, double y, int width)
{
  WeftCardStack *self = WEFT_CARD_STACK (attachments);
  int index = find (self, widget, x, y, width);
  WeftCard *card = index >= 0 ? weft_linked_card_get_card (self->linked[index]) : NULL;

  return card != NULL ? g_strdup (weft_card_get_action (card)) : NULL;
}

static char *
escape_mnemonic (const char *text)
{
  GString *escaped = g_string_new (text);

  g_string_replace (escaped, "_", "__", 0);

  return g_string_free (escaped, FALSE);
}

static GMenuModel *
dup_menu (WeftAttachments *attachments)
{
  WeftCardStack *self = WEFT_CARD_STACK (attachments);
  GMenu *menu = g_menu_new ();

  for (guint i = 0; i < self->n; i++)
    {
      WeftCard *card = weft_linked_card_get_card (self->linked[i]);
      g_autofree char *title = card != NULL ? escape_mnemonic (weft_card_get_title (card)) : NULL;
      g_autofree char *open = NULL;

      if (card == NULL)
        continue;
      /* Translators: in a menu; %s is what a link leads to: a room, a task */
      open = g_strdup_printf (_ ("Go to “%s”"), title);
      g_menu_append (menu, open, weft_card_get_action (card));
    }

  return G_MENU_MODEL (menu);
}

/* ── drawing ─────────────────────────────────────────────────────────────────────────────────────────── */

typedef struct
{
  GtkWidget *widget;
  GtkSnapshot *snapshot;
  GdkRGBA text;
  GdkRGBA dim;
  GdkRGBA line;
  GdkRGBA wash; /* where something is or will be */
  GdkRGBA card;
  gboolean dark;
  gboolean rtl;
  int width;
  int height;
} Pen;

static GdkRGBA
with_alpha (GdkRGBA color, double alpha)
{
  color.alpha *= alpha;

  return color;
}

static Pen
take_pen (GtkWidget *widget, GtkSnapshot *snapshot, int width)
{
  AdwStyleManager *manager = adw_style_manager_get_for_display (gtk_widget_get_display (widget));
  gboolean high_contrast = adw_style_manager_get_high_contrast (manager);
  Pen pen = {
    .widget = widget, .snapshot = snapshot, .dark = adw_style_manager_get_dark (manager), .width = width
  };

  pen.rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  pen.height = get_height (widget);
  gtk_widget_get_color (widget, &pen.text);
  pen.dim = with_alpha (pen.text, high_contrast ? 1 : pen.dark ? 0.66 : 0.75);
  pen.line = with_alpha (pen.text, high_contrast ? 0.8 : 0.12);
  pen.wash = with_alpha (pen.text, 0.12);
  pen.card = with_alpha (pen.text, pen.dark ? 0.08 : 0.04);

  return pen;
}

/* x of something @width wide which stands at @x left to right. */
static double
mirror (const Pen *pen, double x, double width)
{
  return pen->rtl ? pen->width - x - width : x;
}

static PangoLayout *
make_layout (const Pen *pen, const char *text, double scale, PangoWeight weight, int width)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (pen->widget, text);
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_scale_new (scale));
  pango_attr_list_insert (attributes, pango_attr_weight_new (weight));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_width (layout, MAX (width, 1) * PANGO_SCALE);
  /* At the edge where the interface begins: Pango turns an alignment round where a line's direction is not
   * that of its context. */
  pango_layout_set_alignment (layout, pango_layout_get_direction (layout, 0) == PANGO_DIRECTION_RTL
                                          ? PANGO_ALIGN_RIGHT
                                          : PANGO_ALIGN_LEFT);

  return layout;
}

static void
lay_out_words (WeftCardStack *self, const Pen *pen, guint i)
{
  WeftCard *card = weft_linked_card_get_card (self->linked[i]);
  int room = pen->width - 3 * PADDING - TILE;
  Words *words = &self->words[i];

  if (words->title != NULL)
    return;
  words->title = make_layout (pen, get_title (self->linked[i]), TITLE_SCALE,
                              card != NULL ? PANGO_WEIGHT_SEMIBOLD : PANGO_WEIGHT_NORMAL, room);
  if (card != NULL)
    {
      g_autofree char *line = weft_card_dup_line (card);

      if (*line != '\0')
        words->meta = make_layout (pen, line, META_SCALE, PANGO_WEIGHT_NORMAL, room);
    }
}

static void
draw_layout (const Pen *pen, PangoLayout *layout, double x, double y, const GdkRGBA *color)
{
  gtk_snapshot_save (pen->snapshot);
  gtk_snapshot_translate (pen->snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) round (y)));
  gtk_snapshot_append_layout (pen->snapshot, layout, color);
  gtk_snapshot_restore (pen->snapshot);
}

static void
draw_icon (const Pen *pen, const char *name, double x, double y, const GdkRGBA *color)
{
  g_autoptr (GtkIconPaintable) icon
      = gtk_icon_theme_lookup_icon (gtk_icon_theme_get_for_display (gtk_widget_get_display (pen->widget)),
                                    name, NULL, ICON, gtk_widget_get_scale_factor (pen->widget),
                                    gtk_widget_get_direction (pen->widget), 0);

  gtk_snapshot_save (pen->snapshot);
  gtk_snapshot_translate (pen->snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) y));
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (icon), pen->snapshot, ICON, ICON, color,
                                            1);
  gtk_snapshot_restore (pen->snapshot);
}

static void
fill (const Pen *pen, const graphene_rect_t *place, double radius, const GdkRGBA *color)
{
  GskRoundedRect rounded;

  gsk_rounded_rect_init_from_rect (&rounded, place, (float) radius);
  gtk_snapshot_push_rounded_clip (pen->snapshot, &rounded);
  gtk_snapshot_append_color (pen->snapshot, color, place);
  gtk_snapshot_pop (pen->snapshot);
}

static void
draw_tile (const Pen *pen, WeftLinkedCard *linked)
{
  WeftCard *card = weft_linked_card_get_card (linked);
  graphene_rect_t tile = GRAPHENE_RECT_INIT ((float) mirror (pen, PADDING, TILE),
                                             (float) round ((pen->height - TILE) / 2.0), TILE, TILE);
  double x = tile.origin.x + (TILE - ICON) / 2.0;
  double y = tile.origin.y + (TILE - ICON) / 2.0;
  GdkRGBA color;
  GdkRGBA tint;

  if (card == NULL)
    {
      fill (pen, &tile, TILE_RADIUS, &pen->wash);
      if (!weft_linked_card_get_loading (linked))
        draw_icon (pen, "action-unavailable-symbolic", x, y, &pen->dim);
      return;
    }

  weft_yarn_get_color (weft_yarn_parse (weft_card_get_yarn (card)), pen->dark, &color);
  tint = with_alpha (color, 0.14);
  fill (pen, &tile, TILE_RADIUS, &tint);
  draw_icon (pen, weft_card_get_icon_name (card), x, y, &color);
}

static void
draw_words (WeftCardStack *self, const Pen *pen, guint i)
{
  const Words *words = &self->words[i];
  double x = mirror (pen, 2 * PADDING + TILE, pen->width - 3 * PADDING - TILE);
  int title;
  int meta = 0;
  double y;

  /* Grey bars, in the words' places. */
  if (weft_linked_card_get_loading (self->linked[i]))
    {
      fill (pen,
            &GRAPHENE_RECT_INIT ((float) mirror (pen, 2 * PADDING + TILE, 140),
                                 (float) (pen->height / 2.0 - 15), 140, 10),
            5, &pen->wash);
      fill (pen,
            &GRAPHENE_RECT_INIT ((float) mirror (pen, 2 * PADDING + TILE, 90),
                                 (float) (pen->height / 2.0 + 5), 90, 10),
            5, &pen->wash);
      return;
    }

  pango_layout_get_pixel_size (words->title, NULL, &title);
  if (words->meta != NULL)
    pango_layout_get_pixel_size (words->meta, NULL, &meta);
  y = (pen->height - title - meta) / 2.0;
  draw_layout (pen, words->title, x, y,
               weft_linked_card_get_card (self->linked[i]) != NULL ? &pen->text : &pen->dim);
  if (words->meta != NULL)
    draw_layout (pen, words->meta, x, y + title, &pen->dim);
}

static void
snapshot (
    WeftAttachments *attachments, GtkWidget *widget, GtkSnapshot *gtk_snapshot, double x, double y, int width)
{
  WeftCardStack *self = WEFT_CARD_STACK (attachments);
  Pen pen = take_pen (widget, gtk_snapshot, width);
  guint serial = pango_context_get_serial (gtk_widget_get_pango_context (widget));

  if (self->width != width || self->serial != serial)
    drop_words (self);
  self->width = width;
  self->serial = serial;
  gtk_snapshot_save (gtk_snapshot);
  gtk_snapshot_translate (gtk_snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) y));
  for (guint i = 0; i < self->n; i++)
    {
      graphene_rect_t place = GRAPHENE_RECT_INIT (0, 0, width, pen.height);
      GskRoundedRect rounded;

      gsk_rounded_rect_init_from_rect (&rounded, &place, RADIUS);
      fill (&pen, &place, RADIUS, &pen.card);
      gtk_snapshot_append_border (gtk_snapshot, &rounded, (float[4]) { 1, 1, 1, 1 },
                                  (GdkRGBA[4]) { pen.line, pen.line, pen.line, pen.line });
      lay_out_words (self, &pen, i);
      draw_tile (&pen, self->linked[i]);
      draw_words (self, &pen, i);
      gtk_snapshot_translate (gtk_snapshot, &GRAPHENE_POINT_INIT (0, (float) (pen.height + GAP)));
    }
  gtk_snapshot_restore (gtk_snapshot);
}

/* ── object ──────────────────────────────────────────────────────────────────────────────────────────── */

static void
attachments_init (WeftAttachmentsInterface *iface)
{
  iface->measure = measure;
  iface->snapshot = snapshot;
  iface->dup_label = dup_label;
  iface->hit = hit;
  iface->dup_menu = dup_menu;
  iface->say = say;
}

static void
weft_card_stack_finalize (GObject *object)
{
  WeftCardStack *self = WEFT_CARD_STACK (object);

  drop_words (self);
  for (guint i = 0; i < self->n; i++)
    {
      g_signal_handlers_disconnect_by_data (self->linked[i], self);
      g_object_unref (self->linked[i]);
    }
  g_free (self->text);
  if (self->rest != NULL)
    g_string_free (self->rest, TRUE);

  G_OBJECT_CLASS (weft_card_stack_parent_class)->finalize (object);
}

static void
weft_card_stack_class_init (WeftCardStackClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_card_stack_finalize;
}

static void
weft_card_stack_init (WeftCardStack *self)
{
}

static gboolean
has_card (WeftCardStack *self, WeftLinkedCard *linked)
{
  for (guint i = 0; i < self->n; i++)
    if (self->linked[i] == linked)
      return TRUE;

  return FALSE;
}

WeftCardStack *
weft_card_stack_new (WeftCards *cards, const char *text)
{
  g_autoptr (WeftCardStack) self = NULL;
  WeftLink *found;
  gsize from = 0;
  gsize start;
  gsize length;

  g_return_val_if_fail (WEFT_IS_CARDS (cards), NULL);
  g_return_val_if_fail (text != NULL, NULL);

  while ((self == NULL || self->n < WEFT_CARD_STACK_MAX)
         && (found = weft_link_find (text, from, &start, &length)) != NULL)
    {
      g_autoptr (WeftLink) link = found;
      g_autoptr (WeftLinkedCard) linked = weft_cards_get (cards, link);

      if (self == NULL)
        {
          self = g_object_new (WEFT_TYPE_CARD_STACK, NULL);
          self->text = g_strdup (text);
          self->rest = g_string_new (NULL);
        }
      g_string_append_len (self->rest, text + from, (gssize) (start - from));
      from = start + length;
      if (!has_card (self, linked))
        {
          g_signal_connect_swapped (linked, "changed", G_CALLBACK (on_linked_changed), self);
          self->linked[self->n++] = g_steal_pointer (&linked);
        }
    }
  if (self == NULL)
    return NULL;
  g_string_append (self->rest, text + from);
  g_strstrip (self->rest->str);
  g_string_set_size (self->rest, strlen (self->rest->str));

  return g_steal_pointer (&self);
}

const char *
weft_card_stack_get_text (WeftCardStack *self)
{
  g_return_val_if_fail (WEFT_IS_CARD_STACK (self), NULL);

  return self->text;
}

const char *
weft_card_stack_get_action (WeftCardStack *self)
{
  g_return_val_if_fail (WEFT_IS_CARD_STACK (self), NULL);

  for (guint i = 0; i < self->n; i++)
    if (weft_linked_card_get_card (self->linked[i]) != NULL)
      return weft_card_get_action (weft_linked_card_get_card (self->linked[i]));

  return NULL;
}

char *
weft_card_stack_dup_rest (WeftCardStack *self)
{
  g_return_val_if_fail (WEFT_IS_CARD_STACK (self), NULL);

  return g_strdup (self->rest->str);
}
