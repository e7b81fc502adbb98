/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/weft-markdown.h"
#include "ui/weft-rich-text.h"

G_BEGIN_DECLS

/* What a text is made of, for the files which make it (weft-rich-text-making.c), lay it out and draw it
 * (weft-rich-text.c), and do so with its tables (weft-rich-table.c). All places are from left to right; who
 * draws turns them round. */

#define WEFT_RICH_TEXT_ITEM_X 20 /* px from an item's marker to its words, at least */

/* A table among the blocks: its own is followed by one for each cell, row by row. */
typedef struct
{
  guint n_columns;
  guint n_rows;
  WeftMarkdownAlign aligns[WEFT_MARKDOWN_MAX_COLUMNS];
  int columns[WEFT_MARKDOWN_MAX_COLUMNS + 1]; /* px from the table's edge to where a column begins */
  int *rows;                                  /* n_rows + 1: px from its upper edge to where a row begins */
  int shown;                                  /* px of its width which are seen at once */
} WeftRichTable;

typedef struct
{
  WeftMarkdownKind kind;
  guint quote;
  int indent;            /* of an item's marker */
  PangoLayout *layout;   /* (nullable): of a table itself there is none */
  PangoLayout *marker;   /* (nullable) */
  int marker_width;      /* px: of the widest in its list */
  PangoLayout *title;    /* (nullable): above code */
  PangoLayout *language; /* (nullable) */
  int x, y, width, height;
  guint note; /* byte at which it begins, plus 1; 0: there is none */
  gboolean more; /* it shows more or less of the text */
  int text_x; /* of the words; in a table, as if it were not moved */
  int text_y;
  WeftRichTable
      *table; /* (nullable): of a table, and of each of its cells, which follow it as blocks of words */
} WeftRichBlock;

typedef struct
{
  guint block;
  guint start, end;
  char *target;
} WeftRichLink;

/* A picture which stands in the place of its name. */
typedef struct
{
  guint block;
  guint start;
  char *name;
} WeftRichInline;

struct _WeftRichText
{
  const WeftRichTextStyle *style;
  const WeftInlinePictures *pictures; /* (nullable) */
  const char *const *keywords;        /* (nullable): only while it is made */
  GArray *inlines;                    /* of WeftRichInline; (nullable) */
  GArray *blocks;
  GArray *links; /* of WeftRichLink; (nullable) */
  gboolean mentions;
  gboolean spills; /* letters with more marks than any language has, or tabs beyond the edge */
  guint n_spans;
  int width;
  int height;
  int sideways; /* px by which its tables are moved, those which are that much too wide */
};

/** _weft_rich_text_get_picture_side: Returns: of a picture among words, in Pango's units. */
int _weft_rich_text_get_picture_side (WeftRichText *self);

/** _weft_rich_text_align: text of the other direction still begins at the edge where the interface begins:
 * Pango turns an alignment round where the paragraph runs the other way than its context. */
void _weft_rich_text_align (PangoLayout *layout);

/** _weft_rich_table_lay_out: the table at @i and its cells, whose places are known then. Returns: the number
 * of blocks. */
guint _weft_rich_table_lay_out (WeftRichText *self, guint i, int available);

/** _weft_rich_table_get_sideways: by how many px it is moved. */
int _weft_rich_table_get_sideways (WeftRichText *self, const WeftRichTable *table);

/** _weft_rich_table_begin: draws what is behind its cells. They are drawn next, within its edges, and what is
 * in front of them by _weft_rich_table_end(). */
void _weft_rich_table_begin (
    WeftRichText *self, GtkSnapshot *snapshot, const WeftRichBlock *block, double x, double y);
void _weft_rich_table_end (
    WeftRichText *self, GtkSnapshot *snapshot, const WeftRichBlock *block, double x, double y);

/** _weft_rich_text_mirror: Returns: the x of what is @width wide and stands at @x from left to right. */
double _weft_rich_text_mirror (WeftRichText *self, double x, double width);

/** _weft_rich_text_get_x: Returns: where the words of @block stand, as the interface runs. */
double _weft_rich_text_get_x (WeftRichText *self, const WeftRichBlock *block);

G_END_DECLS
