/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * The part of Markdown in which people write to each other: *italic*, **bold**, ~~strike~~, `code`,
 * [label](address), fenced code, quotes, lists and tables. Emphasis is CommonMark's (0.31, section 6.2, with its
 * delimiter stack), strike, tasks and tables (0.29-gfm, section 4.10) are GFM's; a line break is a line break, and HTML,
 * pictures and headings are words like any other.
 *
 * What was written by strangers becomes a tree of blocks and marks, in order and flat: a block says how deep
 * it is, so that no depth of nesting costs a stack. Nothing in it is markup any more. Time and memory grow
 * with the length of the text, whatever it says.
 */

#define WEFT_MARKDOWN_MAX_DEPTH                                                                              \
  6 /* quotes within quotes, lists within lists: what is deeper is drawn as deep as this */
#define WEFT_MARKDOWN_MAX_BLOCKS 300   /* in one text: what follows is one last block, as it was written */
#define WEFT_MARKDOWN_MAX_COLUMNS 20   /* of a table: one with more is words, as it was written */
#define WEFT_MARKDOWN_MAX_ROWS 100     /* of a table, its header counted: what follows is words */
#define WEFT_MARKDOWN_MAX_CELLS 300    /* in the tables of one text: what follows is words */
#define WEFT_MARKDOWN_MAX_CELL 1000    /* bytes of a table's cell: a row with a longer one is words */
#define WEFT_MARKDOWN_MAX_ADDRESS 2048 /* bytes of a link's address: a longer one is no link */

typedef enum
{
  WEFT_MARKDOWN_TEXT,
  WEFT_MARKDOWN_ITEM,
  WEFT_MARKDOWN_CODE,
  WEFT_MARKDOWN_TABLE,
} WeftMarkdownKind;

typedef enum
{
  WEFT_MARKDOWN_START, /* where the interface begins */
  WEFT_MARKDOWN_LEFT,
  WEFT_MARKDOWN_CENTER,
  WEFT_MARKDOWN_RIGHT,
} WeftMarkdownAlign;

typedef enum
{
  WEFT_MARKDOWN_BOLD,
  WEFT_MARKDOWN_ITALIC,
  WEFT_MARKDOWN_STRIKE,
  WEFT_MARKDOWN_LITERAL, /* code within a line */
  WEFT_MARKDOWN_LINK,
} WeftMarkdownMark;

/** WeftMarkdownSpan: bytes start … end (exclusive) of a block's text which are marked. */
typedef struct
{
  WeftMarkdownMark mark;
  guint start;
  guint end;
  char *target; /* of a link: an address by http, https, mailto or weft, never another */
} WeftMarkdownSpan;

/** WeftMarkdownCell: bytes start … end (exclusive) of a table's text. */
typedef struct
{
  guint start;
  guint end;
} WeftMarkdownCell;

/** WeftMarkdownTable: what of a block's text stands in which cell. Every row has as many as the first, which is the header. */
typedef struct
{
  guint n_columns;
  guint n_rows; /* the header is one of them */
  WeftMarkdownAlign aligns[WEFT_MARKDOWN_MAX_COLUMNS];
  GArray *cells; /* of WeftMarkdownCell, row by row */
} WeftMarkdownTable;

/** WeftMarkdownBlock: lines which belong together. */
typedef struct
{
  WeftMarkdownKind kind;
  guint quote;    /* how many quotes it stands in */
  guint depth;    /* of an item: how many lists it stands in, its own not counted */
  char *text;     /* as it is read, without its marks; of a table: a row a line, " | " between its cells */
  char *marker;   /* of an item: "•", "3.", "☐" or "☑" */
  char *language; /* of code, lower case; (nullable) */
  char *title;    /* of code: what else stood behind the fence; (nullable) */
  GArray *spans;  /* of WeftMarkdownSpan; (nullable): there are none. In a table, none reaches out of its cell */
  WeftMarkdownTable *table; /* (nullable): of a table */
} WeftMarkdownBlock;

/** weft_markdown_is_plain: whether @text says nothing but itself, as most messages do: then it need not be
 * parsed. */
gboolean weft_markdown_is_plain (const char *text);

/** weft_markdown_parse: Returns: (transfer full): GPtrArray of WeftMarkdownBlock, at least one. @text is
 * UTF-8. */
GPtrArray *weft_markdown_parse (const char *text);

/** weft_markdown_dup_plain: Returns: (transfer full): what @text says without its marks, as it is spoken and
 * quoted. */
char *weft_markdown_dup_plain (const char *text);

/** weft_markdown_dup_talk: Returns: (transfer full): what @text says to people: all but its code, in which nobody is named. */
char *weft_markdown_dup_talk (const char *text);

/** weft_markdown_dup_web_address: Returns: (transfer full) (nullable): the first address by http or https to which
 * @text sends people: none in code, or in what it quotes. */
char *weft_markdown_dup_web_address (const char *text);

/** weft_markdown_measure_address: Returns: the bytes of the address by http, https, mailto or weft which
 * begins at @text, without the marks that end the sentence around it; 0 if none does. */
gsize weft_markdown_measure_address (const char *text);

G_END_DECLS
