/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-ui"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "base/weft-markdown.h"
#include "proto/weft-text-span.h"
#include "ui/weft-rich-text.h"

/* px (LOOK.md, Grid, and the message with code in look/chat-media-dark.png) */
#define GAP 6 /* between blocks */
#define ITEM_GAP 2
#define QUOTE_X 11 /* from the edge of a quote's bar to its words */
#define BAR 3
#define ITEM_X 20 /* from an item's marker to its words, at least */
#define MARKER_GAP 6
#define BOX_X 12
#define BOX_Y 8
#define BOX_RADIUS 10
#define BOX_WIDTH 430 /* as cards */
#define COPY 28       /* the button, which may be pressed a little beside its icon */
#define COPY_ICON 14
#define SPANS_MAX                                                                                            \
  500 /* marked in one text: what follows is drawn as if it were not, for each costs Pango a piece of its    \
         own */
#define WORD_MAX 200 /* bytes: to find where a longer word may be broken, Pango takes seconds */
#define PILE_MAX 3   /* marks on one letter: languages need no more, and more reach into the lines around */

typedef struct
{
  WeftMarkdownKind kind;
  guint quote;
  int indent; /* of an item's marker */
  PangoLayout *layout;
  PangoLayout *marker;   /* (nullable) */
  PangoLayout *title;    /* (nullable): above code */
  PangoLayout *language; /* (nullable) */
  int x, y, width, height;
  guint note; /* byte at which it begins, plus 1; 0: there is none */
  int text_x; /* of the words */
  int text_y;
} Block;

typedef struct
{
  guint block;
  guint start, end;
  char *target;
} Link;

/* A picture which stands in the place of its name. */
typedef struct
{
  guint block;
  guint start;
  char *name;
} Inline;

struct _WeftRichText
{
  const WeftRichTextStyle *style;
  const WeftInlinePictures *pictures; /* (nullable) */
  GArray *inlines;                    /* of Inline; (nullable) */
  GArray *blocks;
  GArray *links; /* of Link; (nullable) */
  gboolean mentions;
  gboolean spills; /* letters with more marks than any language has, or tabs beyond the edge */
  guint n_spans;
  int width;
  int height;
};

static void
clear_block (gpointer data)
{
  Block *block = data;

  g_clear_object (&block->layout);
  g_clear_object (&block->marker);
  g_clear_object (&block->title);
  g_clear_object (&block->language);
}

static void
clear_link (gpointer data)
{
  g_free (((Link *) data)->target);
}

static void
clear_inline (gpointer data)
{
  g_free (((Inline *) data)->name);
}

static WeftRichText *
create (const WeftRichTextStyle *style)
{
  WeftRichText *self = g_new0 (WeftRichText, 1);

  self->style = style;
  self->blocks = g_array_new (FALSE, TRUE, sizeof (Block));
  g_array_set_clear_func (self->blocks, clear_block);
  return self;
}

void
weft_rich_text_free (WeftRichText *self)
{
  g_array_unref (self->blocks);
  g_clear_pointer (&self->links, g_array_unref);
  g_clear_pointer (&self->inlines, g_array_unref);
  g_free (self);
}

/* ── from the tree ───────────────────────────────────────────────────────────────────────────────────── */

static gboolean
has_long_word (const char *text)
{
  const char *begin = text;

  for (const char *p = text; *p != '\0'; p++)
    if (*p == ' ' || *p == '\n')
      begin = p + 1;
    else if (p - begin > WORD_MAX)
      return TRUE;
  return FALSE;
}

static PangoLayout *
new_layout (WeftRichText *self, const PangoFontDescription *font, const char *text)
{
  PangoLayout *layout
      = pango_layout_new (font == self->style->code_font ? self->style->code_context : self->style->context);

  pango_layout_set_font_description (layout, font);
  pango_layout_set_wrap (layout, has_long_word (text) ? PANGO_WRAP_CHAR : PANGO_WRAP_WORD_CHAR);
  pango_layout_set_text (layout, text, -1);
  return layout;
}

static void
insert (PangoAttrList *list, PangoAttribute *attribute, guint start, guint end)
{
  attribute->start_index = start;
  attribute->end_index = end;
  pango_attr_list_insert (list, attribute);
}

static PangoAttribute *
foreground (const GdkRGBA *color)
{
  return pango_attr_foreground_new (color->red * 65535, color->green * 65535, color->blue * 65535);
}

static void
insert_color (PangoAttrList *list, const GdkRGBA *color, guint start, guint end)
{
  insert (list, foreground (color), start, end);
  if (color->alpha < 1)
    insert (list, pango_attr_foreground_alpha_new (color->alpha * 65535), start, end);
}

static PangoAttrList *
new_attributes (WeftRichText *self)
{
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_line_height_new_absolute (round (
                                          pango_font_description_get_size (self->style->font) * 1.25)));
  return attributes;
}

static void
add_link (WeftRichText *self, guint start, guint end, const char *target, gsize length)
{
  Link link
      = { .block = self->blocks->len, .start = start, .end = end, .target = g_strndup (target, length) };

  if (self->links == NULL)
    {
      self->links = g_array_new (FALSE, FALSE, sizeof (Link));
      g_array_set_clear_func (self->links, clear_link);
    }
  g_array_append_val (self->links, link);
}

static gboolean
is_within (const WeftMarkdownBlock *block, guint start, WeftMarkdownMark mark)
{
  for (guint i = 0; block != NULL && block->spans != NULL && i < block->spans->len; i++)
    {
      const WeftMarkdownSpan *span = &g_array_index (block->spans, WeftMarkdownSpan, i);

      if (span->mark == mark && start >= span->start && start < span->end)
        return TRUE;
    }
  return FALSE;
}

static void
insert_marks (WeftRichText *self, PangoAttrList *list, const WeftMarkdownBlock *block)
{
  const WeftRichTextStyle *style = self->style;

  for (guint i = 0; block->spans != NULL && i < block->spans->len && self->n_spans++ < SPANS_MAX; i++)
    {
      const WeftMarkdownSpan *span = &g_array_index (block->spans, WeftMarkdownSpan, i);

      switch (span->mark)
        {
        case WEFT_MARKDOWN_BOLD:
          insert (list, pango_attr_weight_new (PANGO_WEIGHT_BOLD), span->start, span->end);
          break;
        case WEFT_MARKDOWN_ITALIC:
          insert (list, pango_attr_style_new (PANGO_STYLE_ITALIC), span->start, span->end);
          break;
        case WEFT_MARKDOWN_STRIKE:
          insert (list, pango_attr_strikethrough_new (TRUE), span->start, span->end);
          break;
        case WEFT_MARKDOWN_LITERAL:
          insert (list, pango_attr_family_new (pango_font_description_get_family (style->code_font)),
                  span->start, span->end);
          insert (list, pango_attr_size_new_absolute (pango_font_description_get_size (style->code_font)),
                  span->start, span->end);
          insert (list,
                  pango_attr_background_new (style->box.red * 65535, style->box.green * 65535,
                                             style->box.blue * 65535),
                  span->start, span->end);
          insert (list, pango_attr_background_alpha_new (style->box.alpha * 65535), span->start, span->end);
          break;
        case WEFT_MARKDOWN_LINK:
        default:
          insert_color (list, &style->accent, span->start, span->end);
          insert (list, pango_attr_underline_new (PANGO_UNDERLINE_SINGLE), span->start, span->end);
          add_link (self, span->start, span->end, span->target, strlen (span->target));
          break;
        }
    }
}

static gboolean
is_in_spans (GArray *spans, guint start)
{
  for (guint i = 0; spans != NULL && i < spans->len; i++)
    {
      const WeftTextSpan *span = &g_array_index (spans, WeftTextSpan, i);

      if (start >= span->start && start < span->end)
        return TRUE;
    }
  return FALSE;
}

static int
get_picture_side (WeftRichText *self)
{
  return pango_font_description_get_size (self->style->font) * 9 / 8;
}

/* The text stays as it is: its first character takes the place of the picture, the others none. */
static void
add_pictures (WeftRichText *self,
              PangoAttrList *attributes,
              const char *text,
              const WeftMarkdownBlock *block,
              GArray *spans)
{
  int side = get_picture_side (self);
  PangoRectangle place = { 0, -side * 4 / 5, side, side };
  PangoRectangle none = { 0, place.y, 0, side }; /* as high: the line would grow around it */
  gsize start, end;

  for (gsize from = 0; self->n_spans < SPANS_MAX && weft_inline_pictures_next (self->pictures, text, from, &start, &end);
       from = end)
    {
      Inline one = { .block = self->blocks->len, .start = start };

      if (is_within (block, start, WEFT_MARKDOWN_LITERAL) || is_within (block, start, WEFT_MARKDOWN_LINK)
          || is_in_spans (spans, start))
        continue;
      self->n_spans += 2;
      if (self->inlines == NULL)
        {
          self->inlines = g_array_new (FALSE, FALSE, sizeof (Inline));
          g_array_set_clear_func (self->inlines, clear_inline);
        }
      one.name = g_strndup (text + start + 1, end - start - 2);
      g_array_append_val (self->inlines, one);
      insert (attributes, pango_attr_shape_new (&place, &place), start, start + 1);
      insert (attributes, pango_attr_shape_new (&none, &none), start + 1, end);
    }
}

/* @block: (nullable): of a plain text there is none. */
static void
add_words (WeftRichText *self,
           Block *place,
           const char *text,
           const WeftMarkdownBlock *block,
           const char *const *names,
           const char *note)
{
  const WeftRichTextStyle *style = self->style;
  g_autofree char *noted
      = note != NULL ? g_strdup_printf ("%s%s%s", text, *text != '\0' ? "  " : "", note) : NULL;
  g_autoptr (GArray) spans = weft_text_span_scan (text, names);
  PangoAttrList *attributes = new_attributes (self);
  guint length = strlen (text);

  place->layout = new_layout (self, style->font, noted != NULL ? noted : text);
  place->note = note != NULL ? strlen (noted) - strlen (note) + 1 : 0;
  if (place->quote > 0)
    insert_color (attributes, &style->dim, 0, length);
  if (note != NULL)
    {
      insert (attributes, pango_attr_size_new_absolute (pango_font_description_get_size (style->meta_font)),
              length, G_MAXUINT);
      insert (attributes, pango_attr_foreground_alpha_new (style->dim.alpha * 65535), length, G_MAXUINT);
    }
  if (block != NULL)
    insert_marks (self, attributes, block);
  for (guint i = 0; spans != NULL && i < spans->len && self->n_spans++ < SPANS_MAX; i++)
    {
      const WeftTextSpan *span = &g_array_index (spans, WeftTextSpan, i);

      if (is_within (block, span->start, WEFT_MARKDOWN_LITERAL)
          || is_within (block, span->start, WEFT_MARKDOWN_LINK))
        continue;
      insert_color (attributes, &style->accent, span->start, span->end);
      if (span->kind == WEFT_TEXT_SPAN_MENTION)
        {
          insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD), span->start, span->end);
          self->mentions = TRUE;
        }
      else
        {
          insert (attributes, pango_attr_underline_new (PANGO_UNDERLINE_SINGLE), span->start, span->end);
          add_link (self, span->start, span->end, text + span->start, span->end - span->start);
        }
    }
  add_pictures (self, attributes, text, block, spans);
  pango_layout_set_attributes (place->layout, attributes);
  pango_attr_list_unref (attributes);
}

static void
add_code (WeftRichText *self, Block *place, const WeftMarkdownBlock *block)
{
  const WeftRichTextStyle *style = self->style;
  const char *known = weft_highlight_get_name (block->language);
  g_autoptr (GArray) highlights = weft_highlight (block->text, block->language);
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_line_height_new_absolute (
                                          round (pango_font_description_get_size (style->code_font) * 1.35)));
  place->layout = new_layout (self, style->code_font, block->text);
  pango_layout_set_wrap (place->layout, PANGO_WRAP_CHAR);
  pango_layout_set_auto_dir (place->layout, FALSE);
  for (guint i = 0; i < highlights->len && self->n_spans++ < SPANS_MAX; i++)
    {
      const WeftHighlight *highlight = &g_array_index (highlights, WeftHighlight, i);

      insert_color (attributes, &style->highlights[highlight->kind], highlight->start, highlight->end);
    }
  pango_layout_set_attributes (place->layout, attributes);
  pango_attr_list_unref (attributes);
  place->title = new_layout (self, style->meta_font,
                             block->title != NULL      ? block->title
                             : known != NULL           ? known
                             : block->language != NULL ? block->language
                                                       : _ ("Code"));
  pango_layout_set_single_paragraph_mode (place->title, TRUE);
  pango_layout_set_ellipsize (place->title, PANGO_ELLIPSIZE_END);
  if (block->title != NULL && block->language != NULL)
    {
      place->language = new_layout (self, style->meta_font, known != NULL ? known : block->language);
      pango_layout_set_single_paragraph_mode (place->language, TRUE);
      pango_layout_set_ellipsize (place->language, PANGO_ELLIPSIZE_END);
    }
}

static gboolean
is_piled (const char *text)
{
  guint n = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      if ((guchar) *p < 0xcc)
        n = 0;
      else if (g_unichar_ismark (g_utf8_get_char (p)))
        {
          if (++n > PILE_MAX)
            return TRUE;
        }
      else
        n = 0;
    }
  return FALSE;
}

WeftRichText *
weft_rich_text_new (const WeftRichTextStyle *style,
                    const char *text,
                    const char *const *names,
                    const char *note,
                    const WeftInlinePictures *pictures)
{
  WeftRichText *self = create (style);
  g_autoptr (GPtrArray) tree = NULL;

  self->pictures = pictures;
  self->spills = is_piled (text);
  if (weft_markdown_is_plain (text))
    {
      Block place = { .kind = WEFT_MARKDOWN_TEXT };

      add_words (self, &place, text, NULL, names, note);
      g_array_append_val (self->blocks, place);
      return self;
    }

  tree = weft_markdown_parse (text);
  for (guint i = 0; i < tree->len; i++)
    {
      const WeftMarkdownBlock *block = g_ptr_array_index (tree, i);
      Block place = { .kind = block->kind, .quote = block->quote, .indent = block->depth * ITEM_X };
      gboolean last = i + 1 == tree->len;

      if (block->marker != NULL)
        place.marker = new_layout (self, style->font, block->marker);
      if (block->kind == WEFT_MARKDOWN_CODE)
        add_code (self, &place, block);
      else
        add_words (self, &place, block->text, block, names, last ? note : NULL);
      g_array_append_val (self->blocks, place);
      if (last && note != NULL && block->kind == WEFT_MARKDOWN_CODE)
        {
          Block below = { .kind = WEFT_MARKDOWN_TEXT };

          add_words (self, &below, "", NULL, NULL, note);
          g_array_append_val (self->blocks, below);
        }
    }
  return self;
}

WeftRichText *
weft_rich_text_new_note (const WeftRichTextStyle *style, const char *note)
{
  WeftRichText *self = create (style);
  Block place = { .kind = WEFT_MARKDOWN_TEXT };
  PangoAttrList *attributes = new_attributes (self);

  place.layout = new_layout (self, style->font, note);
  pango_attr_list_insert (attributes, pango_attr_style_new (PANGO_STYLE_ITALIC));
  pango_attr_list_insert (attributes, pango_attr_foreground_alpha_new (style->dim.alpha * 65535));
  pango_layout_set_attributes (place.layout, attributes);
  pango_attr_list_unref (attributes);
  g_array_append_val (self->blocks, place);
  return self;
}

/* ── layout ──────────────────────────────────────────────────────────────────────────────────────────── */

/* Text of the other direction still begins at the edge where the interface begins: Pango turns an alignment
 * round where the paragraph runs the other way than its context. */
static void
align (WeftRichText *self, PangoLayout *layout)
{
  gboolean rtl = pango_layout_get_direction (layout, 0) == PANGO_DIRECTION_RTL;

  pango_layout_set_alignment (layout, rtl ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
}

static int
get_quote_width (const Block *block)
{
  return block->quote * QUOTE_X;
}

/* Code is as wide as cards, or as its longest line. */
static void
lay_out_code (Block *block, int available)
{
  int head, words, height, title;

  pango_layout_get_pixel_size (block->title, &title, &head);
  head = MAX (head, COPY_ICON + 2);
  pango_layout_set_width (block->layout, MAX (available - 2 * BOX_X, 20) * PANGO_SCALE);
  pango_layout_get_pixel_size (block->layout, &words, &height);
  block->width = MIN (available, MAX (BOX_WIDTH, words + 2 * BOX_X));
  block->text_x = block->x + BOX_X;
  block->text_y = block->y + BOX_Y + head + 4;
  block->height = BOX_Y + head + 4 + height + BOX_Y;
}

static void
lay_out_words (WeftRichText *self, Block *block, int available)
{
  int shift = 0, width, height;

  if (block->marker != NULL)
    {
      int marker;

      pango_layout_get_pixel_size (block->marker, &marker, NULL);
      shift = block->indent + MAX (ITEM_X, marker + MARKER_GAP);
    }
  pango_layout_set_width (block->layout, MAX (available - shift, 20) * PANGO_SCALE);
  align (self, block->layout);
  pango_layout_get_pixel_size (block->layout, &width, &height);
  self->spills |= width > MAX (available - shift, 20);
  width = MIN (width, MAX (available - shift, 20));
  block->text_x = block->x + shift;
  block->text_y = block->y;
  block->width = width + shift;
  block->height = height;
}

void
weft_rich_text_lay_out (WeftRichText *self, int available, int *width, int *height)
{
  int y = 0, widest = 0;

  for (guint i = 0; i < self->blocks->len; i++)
    {
      Block *block = &g_array_index (self->blocks, Block, i);
      const Block *above = i > 0 ? &g_array_index (self->blocks, Block, i - 1) : NULL;

      if (above != NULL)
        y += above->kind == WEFT_MARKDOWN_ITEM && block->kind == WEFT_MARKDOWN_ITEM ? ITEM_GAP : GAP;
      block->x = get_quote_width (block);
      block->y = y;
      if (block->kind == WEFT_MARKDOWN_CODE)
        lay_out_code (block, MAX (available - block->x, 20));
      else
        lay_out_words (self, block, available - block->x);
      y += block->height;
      widest = MAX (widest, block->x + block->width);
    }
  self->height = y;
  *width = widest;
  *height = y;
  weft_rich_text_set_width (self, available);
}

void
weft_rich_text_set_width (WeftRichText *self, int width)
{
  self->width = width;
  /* Aligned within what is drawn: the layouts are as wide as that. */
  for (guint i = 0; i < self->blocks->len; i++)
    {
      Block *block = &g_array_index (self->blocks, Block, i);

      if (block->kind != WEFT_MARKDOWN_CODE)
        pango_layout_set_width (block->layout, MAX (width - block->text_x, 20) * PANGO_SCALE);
    }
}

/* ── drawing ─────────────────────────────────────────────────────────────────────────────────────────── */

/* x of something @width wide which stands at @x left to right. */
static double
mirror (WeftRichText *self, double x, double width)
{
  return self->style->rtl ? self->width - x - width : x;
}

static void
draw_layout (GtkSnapshot *snapshot, PangoLayout *layout, double x, double y, const GdkRGBA *color)
{
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, y));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
}

static void
draw_box (GtkSnapshot *snapshot, const GskRoundedRect *rect, const GdkRGBA *color)
{
  gtk_snapshot_push_rounded_clip (snapshot, rect);
  gtk_snapshot_append_color (snapshot, color, &rect->bounds);
  gtk_snapshot_pop (snapshot);
}

static void
draw_code (WeftRichText *self, GtkSnapshot *snapshot, const Block *block, double x, double y)
{
  const WeftRichTextStyle *style = self->style;
  double left = x + mirror (self, block->x, block->width);
  int copy = block->x + block->width - BOX_X - COPY_ICON;
  int end = copy - 10;
  int width, height;
  GskRoundedRect rect;

  gsk_rounded_rect_init_from_rect (&rect,
                                   &GRAPHENE_RECT_INIT (left, y + block->y, block->width, block->height),
                                   BOX_RADIUS);
  draw_box (snapshot, &rect, &style->box);
  if (style->high_contrast)
    gtk_snapshot_append_border (snapshot, &rect, (float[4]) { 1, 1, 1, 1 },
                                (GdkRGBA[4]) { style->text, style->text, style->text, style->text });
  if (block->language != NULL)
    {
      pango_layout_set_width (block->language, MAX ((end - block->text_x) / 2, 10) * PANGO_SCALE);
      pango_layout_get_pixel_size (block->language, &width, NULL);
      pango_layout_set_width (block->language, width * PANGO_SCALE);
      draw_layout (snapshot, block->language, x + mirror (self, end - width, width), y + block->y + BOX_Y,
                   &style->dim);
      end -= width + 10;
    }
  pango_layout_set_width (block->title, MAX (end - block->text_x, 10) * PANGO_SCALE);
  pango_layout_get_pixel_size (block->title, &width, &height);
  pango_layout_set_width (block->title, width * PANGO_SCALE);
  draw_layout (snapshot, block->title, x + mirror (self, block->text_x, width), y + block->y + BOX_Y,
               &style->dim);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT (x + mirror (self, copy, COPY_ICON),
                                                y + block->y + BOX_Y + round ((height - COPY_ICON) / 2.0)));
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (style->copy_icon), snapshot, COPY_ICON,
                                            COPY_ICON, &style->dim, 1);
  gtk_snapshot_restore (snapshot);
  /* Code is not mirrored. */
  gtk_snapshot_push_clip (snapshot, &rect.bounds);
  draw_layout (snapshot, block->layout, left + BOX_X, y + block->text_y, &style->text);
  gtk_snapshot_pop (snapshot);
}

/* One bar along all the blocks of a quote, also through the gaps between them. */
static void
draw_bars (WeftRichText *self, GtkSnapshot *snapshot, double x, double y)
{
  for (guint depth = 1; depth <= WEFT_MARKDOWN_MAX_DEPTH; depth++)
    for (guint i = 0; i < self->blocks->len; i++)
      {
        const Block *first = &g_array_index (self->blocks, Block, i);
        const Block *last = first;
        GskRoundedRect rect;

        if (first->quote < depth)
          continue;
        for (; i + 1 < self->blocks->len && g_array_index (self->blocks, Block, i + 1).quote >= depth; i++)
          last = &g_array_index (self->blocks, Block, i + 1);
        gsk_rounded_rect_init_from_rect (&rect,
                                         &GRAPHENE_RECT_INIT (x + mirror (self, (depth - 1) * QUOTE_X, BAR),
                                                              y + first->y, BAR,
                                                              last->y + last->height - first->y),
                                         BAR / 2.0);
        draw_box (snapshot, &rect, &self->style->line);
      }
}

/* Pango leaves their places empty. */
static void
draw_inlines (WeftRichText *self, GtkSnapshot *snapshot, double x, double y)
{
  for (guint i = 0; self->inlines != NULL && i < self->inlines->len; i++)
    {
      const Inline *one = &g_array_index (self->inlines, Inline, i);
      const Block *block = &g_array_index (self->blocks, Block, one->block);
      double side = (double) get_picture_side (self) / PANGO_SCALE;
      PangoRectangle place;

      pango_layout_index_to_pos (block->layout, one->start, &place);
      if (place.width < 0)
        {
          place.x += place.width;
          place.width = -place.width;
        }
      weft_inline_pictures_draw (
          snapshot, self->pictures->get (one->name, self->pictures->user_data),
          x + mirror (self, block->text_x, self->width - block->text_x) + (double) place.x / PANGO_SCALE,
          y + block->text_y + (double) place.y / PANGO_SCALE + ((double) place.height / PANGO_SCALE - side) / 2, side);
    }
}

void
weft_rich_text_snapshot (WeftRichText *self, GtkSnapshot *snapshot, double x, double y)
{
  gboolean quoted = FALSE;

  if (self->spills)
    gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (x - 2, y - 2, self->width + 4, self->height + 4));
  for (guint i = 0; i < self->blocks->len; i++)
    {
      const Block *block = &g_array_index (self->blocks, Block, i);

      quoted |= block->quote > 0;
      if (block->kind == WEFT_MARKDOWN_CODE)
        {
          draw_code (self, snapshot, block, x, y);
          continue;
        }
      if (block->marker != NULL)
        {
          int width;

          pango_layout_get_pixel_size (block->marker, &width, NULL);
          draw_layout (snapshot, block->marker, x + mirror (self, block->text_x - MARKER_GAP - width, width),
                       y + block->text_y, &self->style->dim);
        }
      draw_layout (snapshot, block->layout, x + mirror (self, block->text_x, self->width - block->text_x),
                   y + block->text_y, &self->style->text);
    }
  draw_inlines (self, snapshot, x, y);
  if (quoted)
    draw_bars (self, snapshot, x, y);
  if (self->spills)
    gtk_snapshot_pop (snapshot);
}

/* ── what is where ───────────────────────────────────────────────────────────────────────────────────── */

WeftRichTextHit
weft_rich_text_hit (WeftRichText *self, double x, double y, char **target, guint *code)
{
  guint n_codes = 0;

  *target = NULL;
  for (guint i = 0; i < self->blocks->len; i++)
    {
      const Block *block = &g_array_index (self->blocks, Block, i);
      int index, trailing;

      if (block->kind == WEFT_MARKDOWN_CODE)
        {
          double left = mirror (self, block->x + block->width - BOX_X - COPY_ICON / 2 - COPY / 2, COPY);

          if (x >= left && x < left + COPY && y >= block->y && y < block->y + COPY + 2)
            {
              *code = n_codes;
              return WEFT_RICH_TEXT_COPY;
            }
          n_codes++;
          continue;
        }
      if ((self->links == NULL && block->note == 0) || y < block->y || y >= block->y + block->height
          || !pango_layout_xy_to_index (block->layout,
                                        (x - mirror (self, block->text_x, self->width - block->text_x))
                                            * PANGO_SCALE,
                                        (y - block->text_y) * PANGO_SCALE, &index, &trailing))
        continue;
      if (block->note > 0 && (guint) index + 1 >= block->note)
        return WEFT_RICH_TEXT_NOTE;
      for (guint j = 0; self->links != NULL && j < self->links->len; j++)
        {
          const Link *link = &g_array_index (self->links, Link, j);

          if (link->block == i && (guint) index >= link->start && (guint) index < link->end)
            {
              *target = g_strdup (link->target);
              return WEFT_RICH_TEXT_LINK;
            }
        }
    }
  return WEFT_RICH_TEXT_NOTHING;
}

gboolean
weft_rich_text_get_mentions (WeftRichText *self)
{
  return self->mentions;
}

guint
weft_rich_text_get_n_pictures (WeftRichText *self)
{
  return self->inlines != NULL ? self->inlines->len : 0;
}

char *
weft_rich_text_dup_code (const char *text, guint code)
{
  g_autoptr (GPtrArray) tree = NULL;

  if (weft_markdown_is_plain (text))
    return NULL;
  tree = weft_markdown_parse (text);
  for (guint i = 0; i < tree->len; i++)
    {
      const WeftMarkdownBlock *block = g_ptr_array_index (tree, i);

      if (block->kind == WEFT_MARKDOWN_CODE && code-- == 0)
        return g_strdup (block->text);
    }
  return NULL;
}
