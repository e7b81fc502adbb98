/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <string.h>

#include "base/weft-highlight.h"
#include "base/weft-markdown.h"
#include "proto/weft-text-span.h"

/* A message: whatever it says, a tree within its bounds, of valid text, with marks that lie in it and lead
 * only where links may. */

static void
check_target (const char *target)
{
  static const char *const schemes[] = { "https://", "http://", "mailto:", "weft:" };
  gboolean known = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    known |= g_ascii_strncasecmp (target, schemes[i], strlen (schemes[i])) == 0;
  g_assert_true (known);
  g_assert_cmpuint (strlen (target), <=, WEFT_MARKDOWN_MAX_ADDRESS);
  for (const char *p = target; *p != '\0'; p = g_utf8_next_char (p))
    g_assert_true (g_unichar_isgraph (g_utf8_get_char (p)));
}

/* As many in each row, in order, and no mark reaches out of its own. */
static void
check_table (const WeftMarkdownBlock *block)
{
  const WeftMarkdownTable *table = block->table;
  guint at = 0, next = 0;

  g_assert_cmpuint (table->n_columns, >, 0);
  g_assert_cmpuint (table->n_columns, <=, WEFT_MARKDOWN_MAX_COLUMNS);
  g_assert_cmpuint (table->n_rows, >, 0);
  g_assert_cmpuint (table->n_rows, <=, WEFT_MARKDOWN_MAX_ROWS);
  g_assert_cmpuint (table->cells->len, ==, table->n_columns * table->n_rows);
  for (guint i = 0; i < table->cells->len; i++)
    {
      const WeftMarkdownCell *cell = &g_array_index (table->cells, WeftMarkdownCell, i);

      g_assert_cmpuint (cell->start, >=, at);
      g_assert_cmpuint (cell->end, >=, cell->start);
      g_assert_cmpuint (cell->end, <=, strlen (block->text));
      for (; block->spans != NULL && next < block->spans->len && g_array_index (block->spans, WeftMarkdownSpan, next).start < cell->end; next++)
        {
          g_assert_cmpuint (g_array_index (block->spans, WeftMarkdownSpan, next).start, >=, cell->start);
          g_assert_cmpuint (g_array_index (block->spans, WeftMarkdownSpan, next).end, <=, cell->end);
        }
      at = cell->end;
    }
  g_assert_cmpuint (next, ==, block->spans != NULL ? block->spans->len : 0);
}

static void
check_block (const WeftMarkdownBlock *block)
{
  gsize length = strlen (block->text);

  g_assert_true (g_utf8_validate (block->text, length, NULL));
  g_assert_cmpuint (block->quote, <=, WEFT_MARKDOWN_MAX_DEPTH);
  g_assert_cmpuint (block->depth, <=, WEFT_MARKDOWN_MAX_DEPTH);
  g_assert_cmpint (block->table != NULL, ==, block->kind == WEFT_MARKDOWN_TABLE);
  if (block->table != NULL)
    check_table (block);
  g_assert_cmpint (block->marker != NULL, ==, block->kind == WEFT_MARKDOWN_ITEM);
  for (guint i = 0; block->spans != NULL && i < block->spans->len; i++)
    {
      const WeftMarkdownSpan *span = &g_array_index (block->spans, WeftMarkdownSpan, i);

      g_assert_cmpuint (span->start, <, span->end);
      g_assert_cmpuint (span->end, <=, length);
      g_assert_true (g_utf8_validate (block->text + span->start, span->end - span->start, NULL));
      if (span->mark == WEFT_MARKDOWN_LINK)
        check_target (span->target);
    }
  if (block->kind == WEFT_MARKDOWN_CODE)
    {
      g_autoptr (GArray) highlights = weft_highlight (block->text, block->language);
      guint last = 0;

      for (guint i = 0; i < highlights->len; i++)
        {
          const WeftHighlight *highlight = &g_array_index (highlights, WeftHighlight, i);

          g_assert_cmpuint (highlight->start, >=, last);
          g_assert_cmpuint (highlight->end, >, highlight->start);
          g_assert_cmpuint (highlight->end, <=, length);
          g_assert_true (
              g_utf8_validate (block->text + highlight->start, highlight->end - highlight->start, NULL));
          last = highlight->end;
        }
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_auto (GStrv) texts = fuzz_texts (data, size, 2);
  const char *const own[] = { texts[1], NULL };
  const char *const groups[] = { "warehouse", texts[1], NULL };
  const WeftTextNames names = { own, groups };
  g_autoptr (GPtrArray) blocks = weft_markdown_parse (texts[0]);
  g_autofree char *plain = weft_markdown_dup_plain (texts[0]);
  guint n_cells = 0;
  g_autoptr (GArray) spans = weft_text_span_scan (texts[0], *texts[1] != '\0' ? &names : NULL);

  g_assert_cmpuint (blocks->len, >, 0);
  g_assert_cmpuint (blocks->len, <=, WEFT_MARKDOWN_MAX_BLOCKS);
  g_assert_true (g_utf8_validate (plain, -1, NULL));
  for (guint i = 0; i < blocks->len; i++)
    {
      const WeftMarkdownBlock *block = g_ptr_array_index (blocks, i);

      check_block (block);
      n_cells += block->table != NULL ? block->table->cells->len : 0;
    }
  g_assert_cmpuint (n_cells, <=, WEFT_MARKDOWN_MAX_CELLS);
  for (guint i = 0; spans != NULL && i < spans->len; i++)
    g_assert_cmpuint (g_array_index (spans, WeftTextSpan, i).end, <=, strlen (texts[0]));

  return 0;
}
