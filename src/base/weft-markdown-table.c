/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/weft-markdown-private.h"

#include <string.h>

/* One cell as it stands in a line; @p and @end are what is between its pipes. */
typedef struct
{
  const char *p;
  const char *end;
} Piece;

static gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t';
}

static void
strip (const char **p, const char **end)
{
  while (*p < *end && is_blank (**p))
    (*p)++;
  while (*end > *p && is_blank ((*end)[-1]))
    (*end)--;
}

/* Parts a line at the pipes which no backslash stands before; those at its edges are nobody's. Returns: how
 * many there are, which may be one more than fit into @pieces: nobody looks further. */
static guint
split (const char *p, const char *end, Piece *pieces, guint max)
{
  guint n = 0;

  strip (&p, &end);
  if (p < end && *p == '|')
    p++;
  while (p < end)
    {
      const char *begin = p;
      const char *last;

      while (p < end && *p != '|')
        p += *p == '\\' && p + 1 < end && g_ascii_ispunct (p[1]) ? 2 : 1;
      if (n == max)
        return n + 1;
      last = p;
      strip (&begin, &last);
      pieces[n++] = (Piece) { begin, last };
      if (p < end)
        p++;
    }
  return n;
}

/* "---", ":--", ":-:", "--:". */
static gboolean
read_align (const Piece *piece, WeftMarkdownAlign *align)
{
  const char *p = piece->p;
  const char *end = piece->end;
  gboolean left = p < end && *p == ':';
  gboolean right = end - p > 1 && end[-1] == ':';

  p += left;
  end -= right;
  if (p >= end)
    return FALSE;
  for (; p < end; p++)
    if (*p != '-')
      return FALSE;
  *align = left && right ? WEFT_MARKDOWN_CENTER
           : left        ? WEFT_MARKDOWN_LEFT
           : right       ? WEFT_MARKDOWN_RIGHT
                         : WEFT_MARKDOWN_START;
  return TRUE;
}

static gboolean
is_long (const Piece *pieces, guint n)
{
  for (guint i = 0; i < n; i++)
    if (pieces[i].end - pieces[i].p > WEFT_MARKDOWN_MAX_CELL)
      return TRUE;
  return FALSE;
}

/* A pipe which is said with a backslash is one even in code: nothing else could say it there (GFM,
 * section 4.10). */
static void
append_cell (WeftMarkdownBlock *block, GString *text, const char *p, const char *end)
{
  g_autoptr (GString) source = g_string_new (NULL);
  g_autoptr (GArray) spans = NULL;
  g_autofree char *words = NULL;
  WeftMarkdownCell cell = { .start = text->len };

  for (; p < end; p++)
    if (*p == '\\' && p + 1 < end && g_ascii_ispunct (p[1]))
      {
        if (p[1] != '|')
          g_string_append_c (source, *p);
        g_string_append_c (source, *++p);
      }
    else
      g_string_append_c (source, *p);
  words = _weft_markdown_read_line (source->str, source->len, &spans);
  g_string_append (text, words);
  cell.end = text->len;
  g_array_append_val (block->table->cells, cell);
  for (guint i = 0; spans != NULL && i < spans->len; i++)
    {
      WeftMarkdownSpan span = g_array_index (spans, WeftMarkdownSpan, i);

      span.start += cell.start;
      span.end += cell.start;
      if (block->spans == NULL)
        block->spans = g_array_new (FALSE, FALSE, sizeof span);
      g_array_append_val (block->spans, span);
    }
}

static void
append_row (WeftMarkdownBlock *block, GString *text, const Piece *pieces, guint n, const char *end)
{
  WeftMarkdownTable *table = block->table;

  if (table->n_rows++ > 0)
    g_string_append_c (text, '\n');
  for (guint i = 0; i < table->n_columns; i++)
    {
      if (i > 0)
        g_string_append (text, " | ");
      if (i >= n)
        append_cell (block, text, end, end);
      else if (i + 1 < table->n_columns || n <= table->n_columns)
        append_cell (block, text, pieces[i].p, pieces[i].end);
      else
        {
          /* GFM leaves out what a row has too much; here nobody's words disappear: the last cell has them. */
          const char *p = pieces[i].p;

          strip (&p, &end);
          if (end > p && end[-1] == '|')
            end--;
          strip (&p, &end);
          append_cell (block, text, p, end);
        }
    }
}

/* For weft-markdown.c */

gboolean
_weft_markdown_begins_table (const char *header,
                             const char *header_end,
                             const char *below,
                             const char *below_end)
{
  Piece pieces[WEFT_MARKDOWN_MAX_COLUMNS];
  WeftMarkdownAlign align;
  guint n;

  /* Most lines end here. */
  if (strchr ("|:- \t", *below) == NULL || memchr (below, '|', below_end - below) == NULL)
    return FALSE;
  n = split (below, below_end, pieces, WEFT_MARKDOWN_MAX_COLUMNS);
  if (n == 0 || n > WEFT_MARKDOWN_MAX_COLUMNS)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!read_align (&pieces[i], &align))
      return FALSE;
  return split (header, header_end, pieces, WEFT_MARKDOWN_MAX_COLUMNS) == n && !is_long (pieces, n);
}

WeftMarkdownBlock *
_weft_markdown_new_table (
    const char *header, const char *header_end, const char *below, const char *below_end, GString *text)
{
  WeftMarkdownBlock *block = g_new0 (WeftMarkdownBlock, 1);
  WeftMarkdownTable *table = g_new0 (WeftMarkdownTable, 1);
  Piece pieces[WEFT_MARKDOWN_MAX_COLUMNS];

  block->kind = WEFT_MARKDOWN_TABLE;
  block->table = table;
  table->cells = g_array_new (FALSE, FALSE, sizeof (WeftMarkdownCell));
  table->n_columns = split (below, below_end, pieces, WEFT_MARKDOWN_MAX_COLUMNS);
  for (guint i = 0; i < table->n_columns; i++)
    read_align (&pieces[i], &table->aligns[i]);
  append_row (block, text, pieces, split (header, header_end, pieces, WEFT_MARKDOWN_MAX_COLUMNS), header_end);
  return block;
}

gboolean
_weft_markdown_add_row (WeftMarkdownBlock *block, const char *p, const char *end, GString *text)
{
  Piece pieces[WEFT_MARKDOWN_MAX_COLUMNS];
  guint n = split (p, end, pieces, WEFT_MARKDOWN_MAX_COLUMNS);

  if (n == 0 || block->table->n_rows >= WEFT_MARKDOWN_MAX_ROWS
      || is_long (pieces, MIN (n, WEFT_MARKDOWN_MAX_COLUMNS))
      || (n > block->table->n_columns
          && end - pieces[block->table->n_columns - 1].p > WEFT_MARKDOWN_MAX_CELL))
    return FALSE;
  append_row (block, text, pieces, n, end);
  return TRUE;
}

void
_weft_markdown_table_free (WeftMarkdownTable *table)
{
  g_array_unref (table->cells);
  g_free (table);
}
