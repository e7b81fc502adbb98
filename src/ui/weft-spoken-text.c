/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-ui"

#include "config.h"

#include "ui/weft-spoken-text.h"

#include <glib/gi18n.h>

#include "base/weft-markdown.h"

static void
append_cell (GString *spoken, const WeftMarkdownBlock *block, guint i)
{
  const WeftMarkdownCell *cell = &g_array_index (block->table->cells, WeftMarkdownCell, i);

  g_string_append_len (spoken, block->text + cell->start, cell->end - cell->start);
}

static gboolean
is_empty (const WeftMarkdownBlock *block, guint i)
{
  const WeftMarkdownCell *cell = &g_array_index (block->table->cells, WeftMarkdownCell, i);

  return cell->end == cell->start;
}

/* Who hears a row has forgotten by then which column is which. */
static void
append_table (GString *spoken, const WeftMarkdownBlock *block)
{
  const WeftMarkdownTable *table = block->table;
  guint n = table->n_columns;

  g_string_append_printf (spoken, ngettext ("Table of %u row", "Table of %u rows", table->n_rows - 1),
                          table->n_rows - 1);
  if (table->n_rows == 1)
    for (guint column = 0; column < n; column++)
      {
        g_string_append (spoken, column == 0 ? ": " : ", ");
        append_cell (spoken, block, column);
      }
  for (guint row = 1; row < table->n_rows; row++)
    {
      const char *between = "\n";

      for (guint column = 0; column < n; column++)
        {
          if (is_empty (block, row * n + column))
            continue;
          g_string_append (spoken, between);
          if (!is_empty (block, column))
            {
              append_cell (spoken, block, column);
              g_string_append (spoken, ": ");
            }
          append_cell (spoken, block, row * n + column);
          between = ", ";
        }
    }
}

char *
weft_spoken_text_dup (const char *text)
{
  g_autoptr (GPtrArray) blocks = NULL;
  GString *spoken;

  g_return_val_if_fail (text != NULL, NULL);

  if (weft_markdown_is_plain (text))
    return g_strdup (text);
  blocks = weft_markdown_parse (text);
  spoken = g_string_new (NULL);
  for (guint i = 0; i < blocks->len; i++)
    {
      const WeftMarkdownBlock *block = g_ptr_array_index (blocks, i);

      if (i > 0)
        g_string_append_c (spoken, '\n');
      if (block->marker != NULL)
        g_string_append_printf (spoken, "%s ", block->marker);
      if (block->table != NULL)
        append_table (spoken, block);
      else
        g_string_append (spoken, block->text);
    }
  return g_string_free (spoken, FALSE);
}
