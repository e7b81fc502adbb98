/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-ui"

#include "config.h"

#include <math.h>
#include <string.h>

#include "ui/weft-rich-text-private.h"

/* px (LOOK.md, Grid, and the message with code in look/chat-media-dark.png) */
#define GAP 6 /* between blocks */
#define ITEM_GAP 2
#define QUOTE_X 11 /* from the edge of a quote's bar to its words */
#define BAR 3
#define MARKER_GAP 6
#define BOX_X 12
#define BOX_Y 8
#define BOX_RADIUS 10
#define BOX_WIDTH 430 /* as cards */
#define COPY 28       /* the button, which may be pressed a little beside its icon */
#define COPY_ICON 14

/* ── layout ──────────────────────────────────────────────────────────────────────────────────────────── */

void
_weft_rich_text_align (PangoLayout *layout)
{
  gboolean rtl = pango_layout_get_direction (layout, 0) == PANGO_DIRECTION_RTL;

  pango_layout_set_alignment (layout, rtl ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
}

static int
get_quote_width (const WeftRichBlock *block)
{
  return block->quote * QUOTE_X;
}

/* Code is as wide as cards, or as its longest line. */
static void
lay_out_code (WeftRichBlock *block, int available)
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
lay_out_words (WeftRichText *self, WeftRichBlock *block, int available)
{
  int shift = 0, width, height;

  if (block->marker != NULL)
    shift = block->indent + MAX (WEFT_RICH_TEXT_ITEM_X, block->marker_width + MARKER_GAP);
  pango_layout_set_width (block->layout, MAX (available - shift, 20) * PANGO_SCALE);
  _weft_rich_text_align (block->layout);
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
      WeftRichBlock *block = &g_array_index (self->blocks, WeftRichBlock, i);
      const WeftRichBlock *above = i > 0 ? &g_array_index (self->blocks, WeftRichBlock, i - 1) : NULL;

      if (above != NULL)
        y += above->kind == WEFT_MARKDOWN_ITEM && block->kind == WEFT_MARKDOWN_ITEM ? ITEM_GAP : GAP;
      block->x = get_quote_width (block);
      block->y = y;
      if (block->kind == WEFT_MARKDOWN_CODE)
        lay_out_code (block, MAX (available - block->x, 20));
      else if (block->kind == WEFT_MARKDOWN_TABLE)
        i += _weft_rich_table_lay_out (self, i, MAX (available - block->x, 20)) - 1;
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
      WeftRichBlock *block = &g_array_index (self->blocks, WeftRichBlock, i);

      if (block->kind != WEFT_MARKDOWN_CODE && block->table == NULL)
        pango_layout_set_width (block->layout, MAX (width - block->text_x, 20) * PANGO_SCALE);
    }
}

/* ── drawing ─────────────────────────────────────────────────────────────────────────────────────────── */

double
_weft_rich_text_mirror (WeftRichText *self, double x, double width)
{
  return self->style->rtl ? self->width - x - width : x;
}

double
_weft_rich_text_get_x (WeftRichText *self, const WeftRichBlock *block)
{
  if (block->table != NULL)
    return _weft_rich_text_mirror (self, block->text_x - _weft_rich_table_get_sideways (self, block->table), block->width);
  return _weft_rich_text_mirror (self, block->text_x, self->width - block->text_x);
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
draw_code (WeftRichText *self, GtkSnapshot *snapshot, const WeftRichBlock *block, double x, double y)
{
  const WeftRichTextStyle *style = self->style;
  double left = x + _weft_rich_text_mirror (self, block->x, block->width);
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
      draw_layout (snapshot, block->language, x + _weft_rich_text_mirror (self, end - width, width), y + block->y + BOX_Y,
                   &style->dim);
      end -= width + 10;
    }
  pango_layout_set_width (block->title, MAX (end - block->text_x, 10) * PANGO_SCALE);
  pango_layout_get_pixel_size (block->title, &width, &height);
  pango_layout_set_width (block->title, width * PANGO_SCALE);
  draw_layout (snapshot, block->title, x + _weft_rich_text_mirror (self, block->text_x, width), y + block->y + BOX_Y,
               &style->dim);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT (x + _weft_rich_text_mirror (self, copy, COPY_ICON),
                                                y + block->y + BOX_Y + round ((height - COPY_ICON) / 2.0)));
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (style->copy_icon), snapshot, COPY_ICON,
                                            COPY_ICON, &style->dim, 1);
  gtk_snapshot_restore (snapshot);
  /* Code is not mirrored. */
  gtk_snapshot_push_clip (snapshot, &rect.bounds);
  draw_layout (snapshot, block->layout, left + BOX_X, y + block->text_y, &style->text);
  gtk_snapshot_pop (snapshot);
}

static gboolean
is_cell (const WeftRichBlock *block)
{
  return block->table != NULL && block->kind != WEFT_MARKDOWN_TABLE;
}

/* One bar along all the blocks of a quote, also through the gaps between them. */
static void
draw_bars (WeftRichText *self, GtkSnapshot *snapshot, double x, double y)
{
  for (guint depth = 1; depth <= WEFT_MARKDOWN_MAX_DEPTH; depth++)
    for (guint i = 0; i < self->blocks->len; i++)
      {
        const WeftRichBlock *first = &g_array_index (self->blocks, WeftRichBlock, i);
        const WeftRichBlock *last = first;
        GskRoundedRect rect;

        if (first->quote < depth)
          continue;
        for (; i + 1 < self->blocks->len && g_array_index (self->blocks, WeftRichBlock, i + 1).quote >= depth; i++)
          if (!is_cell (&g_array_index (self->blocks, WeftRichBlock, i + 1)))
            last = &g_array_index (self->blocks, WeftRichBlock, i + 1);
        gsk_rounded_rect_init_from_rect (&rect,
                                         &GRAPHENE_RECT_INIT (x + _weft_rich_text_mirror (self, (depth - 1) * QUOTE_X, BAR),
                                                              y + first->y, BAR,
                                                              last->y + last->height - first->y),
                                         BAR / 2.0);
        draw_box (snapshot, &rect, &self->style->line);
      }
}

/* Those of one block, from @next on: Pango leaves their places empty. */
static void
draw_inlines (WeftRichText *self, GtkSnapshot *snapshot, guint i, guint *next, double x, double y)
{
  const WeftRichBlock *block = &g_array_index (self->blocks, WeftRichBlock, i);
  double side = (double) _weft_rich_text_get_picture_side (self) / PANGO_SCALE;

  for (; self->inlines != NULL && *next < self->inlines->len && g_array_index (self->inlines, WeftRichInline, *next).block == i; (*next)++)
    {
      const WeftRichInline *one = &g_array_index (self->inlines, WeftRichInline, *next);
      PangoRectangle place;

      pango_layout_index_to_pos (block->layout, one->start, &place);
      if (place.width < 0)
        {
          place.x += place.width;
          place.width = -place.width;
        }
      weft_inline_pictures_draw (
          snapshot, self->pictures->get (one->name, self->pictures->user_data),
          x + _weft_rich_text_get_x (self, block) + (double) place.x / PANGO_SCALE,
          y + block->text_y + (double) place.y / PANGO_SCALE + ((double) place.height / PANGO_SCALE - side) / 2, side);
    }
}

static void
draw_words (WeftRichText *self, GtkSnapshot *snapshot, guint i, guint *next_inline, double x, double y)
{
  const WeftRichBlock *block = &g_array_index (self->blocks, WeftRichBlock, i);

  draw_layout (snapshot, block->layout, x + _weft_rich_text_get_x (self, block), y + block->text_y, &self->style->text);
  draw_inlines (self, snapshot, i, next_inline, x, y);
}

void
weft_rich_text_snapshot (WeftRichText *self, GtkSnapshot *snapshot, double x, double y)
{
  gboolean quoted = FALSE;
  guint next_inline = 0;

  if (self->spills)
    gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (x - 2, y - 2, self->width + 4, self->height + 4));
  for (guint i = 0; i < self->blocks->len; i++)
    {
      const WeftRichBlock *block = &g_array_index (self->blocks, WeftRichBlock, i);

      quoted |= block->quote > 0;
      if (block->kind == WEFT_MARKDOWN_CODE)
        {
          draw_code (self, snapshot, block, x, y);
          continue;
        }
      if (block->kind == WEFT_MARKDOWN_TABLE)
        {
          guint end = i + block->table->n_rows * block->table->n_columns;

          _weft_rich_table_begin (self, snapshot, block, x, y);
          while (i < end)
            draw_words (self, snapshot, ++i, &next_inline, x, y);
          _weft_rich_table_end (self, snapshot, block, x, y);
          continue;
        }
      if (block->marker != NULL)
        {
          int width;

          pango_layout_get_pixel_size (block->marker, &width, NULL);
          draw_layout (snapshot, block->marker, x + _weft_rich_text_mirror (self, block->text_x - MARKER_GAP - width, width),
                       y + block->text_y, &self->style->dim);
        }
      draw_words (self, snapshot, i, &next_inline, x, y);
    }
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
      const WeftRichBlock *block = &g_array_index (self->blocks, WeftRichBlock, i);
      int index, trailing;

      if (block->kind == WEFT_MARKDOWN_CODE)
        {
          double left = _weft_rich_text_mirror (self, block->x + block->width - BOX_X - COPY_ICON / 2 - COPY / 2, COPY);

          if (x >= left && x < left + COPY && y >= block->y && y < block->y + COPY + 2)
            {
              *code = n_codes;
              return WEFT_RICH_TEXT_COPY;
            }
          n_codes++;
          continue;
        }
      if (block->kind == WEFT_MARKDOWN_TABLE)
        {
          double left = _weft_rich_text_mirror (self, block->x, block->width);

          /* What of it is beyond its edges is not there. */
          if (x < left || x >= left + block->width)
            i += block->table->n_rows * block->table->n_columns;
          continue;
        }
      if (block->more && y >= block->y - GAP && y < block->y + block->height + GAP)
        {
          double left = _weft_rich_text_mirror (self, block->x, block->width);

          if (x >= left && x < left + block->width)
            return WEFT_RICH_TEXT_MORE;
        }
      if ((self->links == NULL && block->note == 0) || y < block->y || y >= block->y + block->height
          || !pango_layout_xy_to_index (block->layout,
                                        (x - _weft_rich_text_get_x (self, block))
                                            * PANGO_SCALE,
                                        (y - block->text_y) * PANGO_SCALE, &index, &trailing))
        continue;
      if (block->note > 0 && (guint) index + 1 >= block->note)
        return WEFT_RICH_TEXT_NOTE;
      for (guint j = 0; self->links != NULL && j < self->links->len; j++)
        {
          const WeftRichLink *link = &g_array_index (self->links, WeftRichLink, j);

          if (link->block == i && (guint) index >= link->start && (guint) index < link->end)
            {
              *target = g_strdup (link->target);
              return WEFT_RICH_TEXT_LINK;
            }
        }
    }
  return WEFT_RICH_TEXT_NOTHING;
}

int
weft_rich_text_get_overflow (WeftRichText *self)
{
  int most = 0;

  for (guint i = 0; i < self->blocks->len; i++)
    {
      const WeftRichBlock *block = &g_array_index (self->blocks, WeftRichBlock, i);

      if (block->kind == WEFT_MARKDOWN_TABLE)
        most = MAX (most, block->table->columns[block->table->n_columns] - block->table->shown);
    }
  return most;
}

gboolean
weft_rich_text_is_table (WeftRichText *self, double y)
{
  for (guint i = 0; i < self->blocks->len; i++)
    {
      const WeftRichBlock *block = &g_array_index (self->blocks, WeftRichBlock, i);

      if (block->kind == WEFT_MARKDOWN_TABLE && y >= block->y && y < block->y + block->height)
        return TRUE;
    }
  return FALSE;
}

void
weft_rich_text_set_sideways (WeftRichText *self, int sideways)
{
  self->sideways = sideways;
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
