/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-ui"

#include "config.h"

#include "ui/weft-rich-text-private.h"

/* px */
#define CELL_X 10
#define CELL_Y 5
#define RADIUS 8
#define COLUMN_MIN                                                                                           \
  96 /* to which a column of long words is narrowed before the table is wider than its place */
#define COLUMN_MAX 320
#define COLUMN_READ 160 /* in a table which is wider anyway: more would be moved to and fro for each line */
#define THUMB 3
#define THUMB_INSET 2

/* ── layout ──────────────────────────────────────────────────────────────────────────────────────────── */

static WeftRichBlock *
get_cell (WeftRichText *self, guint i, const WeftRichTable *table, guint row, guint column)
{
  return &g_array_index (self->blocks, WeftRichBlock, i + 1 + row * table->n_columns + column);
}

static int
sum_capped (const int *wanted, guint n, int cap)
{
  int sum = 0;

  for (guint i = 0; i < n; i++)
    sum += MIN (wanted[i], cap) + 2 * CELL_X;
  return sum;
}

/* The widest columns give way first, all to the same width. Returns: that. */
static int
find_cap (const int *wanted, guint n, int available)
{
  int low = COLUMN_MIN, high = COLUMN_MAX;

  if (sum_capped (wanted, n, COLUMN_MIN) > available)
    return COLUMN_READ;
  while (low < high)
    {
      int middle = (low + high + 1) / 2;

      if (sum_capped (wanted, n, middle) <= available)
        low = middle;
      else
        high = middle - 1;
    }
  return low;
}

/* LEFT and RIGHT are those of the page, whichever way the words in a cell run. */
static void
align_cell (WeftRichText *self, PangoLayout *layout, WeftMarkdownAlign align)
{
  gboolean turned = (pango_layout_get_direction (layout, 0) == PANGO_DIRECTION_RTL) != self->style->rtl;

  switch (align)
    {
    case WEFT_MARKDOWN_LEFT:
      pango_layout_set_alignment (layout, turned ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
      break;
    case WEFT_MARKDOWN_RIGHT:
      pango_layout_set_alignment (layout, turned ? PANGO_ALIGN_LEFT : PANGO_ALIGN_RIGHT);
      break;
    case WEFT_MARKDOWN_CENTER:
      pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
      break;
    case WEFT_MARKDOWN_START:
    default:
      _weft_rich_text_align (layout);
      break;
    }
}

guint
_weft_rich_table_lay_out (WeftRichText *self, guint i, int available)
{
  WeftRichBlock *frame = &g_array_index (self->blocks, WeftRichBlock, i);
  WeftRichTable *table = frame->table;
  int wanted[WEFT_MARKDOWN_MAX_COLUMNS] = { 0 };
  int cap;

  for (guint row = 0; row < table->n_rows; row++)
    for (guint column = 0; column < table->n_columns; column++)
      {
        PangoLayout *layout = get_cell (self, i, table, row, column)->layout;
        int width;

        pango_layout_set_width (layout, -1);
        pango_layout_get_pixel_size (layout, &width, NULL);
        wanted[column] = MAX (wanted[column], MIN (width, COLUMN_MAX));
      }
  cap = find_cap (wanted, table->n_columns, available);
  for (guint column = 0; column < table->n_columns; column++)
    table->columns[column + 1] = table->columns[column] + MIN (wanted[column], cap) + 2 * CELL_X;
  table->shown = frame->width = MIN (table->columns[table->n_columns], available);

  for (guint row = 0; row < table->n_rows; row++)
    {
      int tallest = 0;

      for (guint column = 0; column < table->n_columns; column++)
        {
          WeftRichBlock *cell = get_cell (self, i, table, row, column);
          int height;

          cell->width = table->columns[column + 1] - table->columns[column] - 2 * CELL_X;
          cell->x = frame->x + table->columns[column];
          cell->text_x = cell->x + CELL_X;
          cell->y = frame->y + table->rows[row];
          cell->text_y = cell->y + CELL_Y;
          pango_layout_set_width (cell->layout, MAX (cell->width, 1) * PANGO_SCALE);
          align_cell (self, cell->layout, table->aligns[column]);
          pango_layout_get_pixel_size (cell->layout, NULL, &height);
          tallest = MAX (tallest, height);
        }
      table->rows[row + 1] = table->rows[row] + tallest + 2 * CELL_Y;
      for (guint column = 0; column < table->n_columns; column++)
        get_cell (self, i, table, row, column)->height = tallest + 2 * CELL_Y;
    }
  frame->height = table->rows[table->n_rows];
  if (table->columns[table->n_columns] > table->shown)
    frame->height += THUMB + 2 * THUMB_INSET;
  return table->n_rows * table->n_columns + 1;
}

int
_weft_rich_table_get_sideways (WeftRichText *self, const WeftRichTable *table)
{
  return CLAMP (self->sideways, 0, table->columns[table->n_columns] - table->shown);
}

/* ── drawing ─────────────────────────────────────────────────────────────────────────────────────────── */

static void
get_frame (WeftRichText *self, const WeftRichBlock *block, double x, double y, GskRoundedRect *frame)
{
  gsk_rounded_rect_init_from_rect (
      frame,
      &GRAPHENE_RECT_INIT (x + _weft_rich_text_mirror (self, block->x, block->width), y + block->y,
                           block->width, block->height),
      RADIUS);
}

/* Thin as they are, they stand out less than the bar of a quote. */
static GdkRGBA
get_rule (const WeftRichTextStyle *style)
{
  GdkRGBA color = style->high_contrast ? style->text : style->line;

  if (!style->high_contrast)
    color.alpha *= 0.5;
  return color;
}

void
_weft_rich_table_begin (
    WeftRichText *self, GtkSnapshot *snapshot, const WeftRichBlock *block, double x, double y)
{
  const WeftRichTextStyle *style = self->style;
  const WeftRichTable *table = block->table;
  GdkRGBA rule = get_rule (style);
  GskRoundedRect frame;
  double left;

  get_frame (self, block, x, y, &frame);
  left = frame.bounds.origin.x;
  gtk_snapshot_push_rounded_clip (snapshot, &frame);
  gtk_snapshot_append_color (snapshot, &style->box,
                             &GRAPHENE_RECT_INIT (left, y + block->y, block->width, table->rows[1]));
  for (guint row = 1; row < table->n_rows; row++)
    gtk_snapshot_append_color (snapshot, &rule,
                               &GRAPHENE_RECT_INIT (left, y + block->y + table->rows[row], block->width, 1));
}

/* How far one has got, where there is more than is seen. */
void
_weft_rich_table_end (
    WeftRichText *self, GtkSnapshot *snapshot, const WeftRichBlock *block, double x, double y)
{
  const WeftRichTextStyle *style = self->style;
  const WeftRichTable *table = block->table;
  GdkRGBA rule = get_rule (style);
  int whole = table->columns[table->n_columns];
  GskRoundedRect frame;

  if (whole > table->shown)
    {
      double length = MAX ((double) block->width * table->shown / whole, 24);
      double room = block->width - length - 2 * RADIUS;
      double at
          = RADIUS + MAX (room, 0) * _weft_rich_table_get_sideways (self, table) / (whole - table->shown);
      GskRoundedRect thumb;

      gsk_rounded_rect_init_from_rect (
          &thumb,
          &GRAPHENE_RECT_INIT (x + _weft_rich_text_mirror (self, block->x + at, length),
                               y + block->y + block->height - THUMB - THUMB_INSET, length, THUMB),
          THUMB / 2.0);
      gtk_snapshot_push_rounded_clip (snapshot, &thumb);
      gtk_snapshot_append_color (snapshot, &style->dim, &thumb.bounds);
      gtk_snapshot_pop (snapshot);
    }
  gtk_snapshot_pop (snapshot);
  get_frame (self, block, x, y, &frame);
  gtk_snapshot_append_border (snapshot, &frame, (float[4]) { 1, 1, 1, 1 },
                              (GdkRGBA[4]) { rule, rule, rule, rule });
}
