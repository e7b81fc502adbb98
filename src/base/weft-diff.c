/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/weft-diff.h"

#include <string.h>

#include "base/weft-pieces.h"

static void
run_free (gpointer data)
{
  WeftDiffRun *run = data;

  g_free (run->text);
  g_free (run);
}

static void
add (GPtrArray *runs, WeftDiffKind kind, WeftPieceSpan span)
{
  WeftDiffRun *last = runs->len > 0 ? g_ptr_array_index (runs, runs->len - 1) : NULL;
  g_autofree char *text = NULL;
  WeftDiffRun *run;

  if (span.length == 0)
    return;
  text = g_strndup (span.text, span.length);
  if (last != NULL && last->kind == kind)
    {
      char *both = g_strconcat (last->text, text, NULL);

      g_free (last->text);
      last->text = both;
      return;
    }
  run = g_new0 (WeftDiffRun, 1);
  run->kind = kind;
  run->text = g_steal_pointer (&text);
  g_ptr_array_add (runs, run);
}

static gboolean
is_blank (WeftPieceSpan span)
{
  const char *end = span.text + span.length;

  for (const char *p = span.text; p < end; p = g_utf8_next_char (p))
    if (!g_unichar_isspace (g_utf8_get_char (p)))
      return FALSE;

  return TRUE;
}

/* Two words with the same space between them read as one change: a space alone is nothing to keep. */
static void
drop_blanks (WeftPieces *before, WeftPieces *after, int *pairs)
{
  guint n = before->numbers->len;

  for (guint i = 1; i + 1 < n; i++)
    if (pairs[i] >= 0 && pairs[i - 1] < 0 && pairs[i + 1] < 0
        && is_blank (weft_pieces_get_span (before, i, i + 1)))
      {
        guint at = (guint) pairs[i];
        gboolean put_in_before = at > 0;
        gboolean put_in_after = at + 1 < after->numbers->len;

        for (guint j = 0; j < n && (put_in_before || put_in_after); j++)
          {
            put_in_before = put_in_before && pairs[j] != (int) at - 1;
            put_in_after = put_in_after && pairs[j] != (int) at + 1;
          }
        if (put_in_before && put_in_after)
          pairs[i] = -1;
      }
}

GPtrArray *
weft_diff_words (const char *before, const char *after)
{
  g_autoptr (GHashTable) known
      = g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, NULL);
  GPtrArray *runs = g_ptr_array_new_with_free_func (run_free);
  const WeftPieceSpan spans[] = { { before, strlen (before) }, { after, strlen (after) } };
  g_autofree int *pairs = NULL;
  WeftPieces old, new;
  guint at = 0;

  if (spans[0].length > WEFT_DIFF_MAX || spans[1].length > WEFT_DIFF_MAX)
    {
      add (runs, WEFT_DIFF_REMOVED, spans[0]);
      add (runs, WEFT_DIFF_ADDED, spans[1]);
      return runs;
    }

  weft_pieces_cut (&old, spans[0], WEFT_PIECE_WORD, known);
  weft_pieces_cut (&new, spans[1], WEFT_PIECE_WORD, known);
  pairs = weft_pieces_match (&old, &new);
  drop_blanks (&old, &new, pairs);
  for (guint i = 0; i <= old.numbers->len;)
    {
      guint from = i;
      guint to;

      while (i < old.numbers->len && pairs[i] < 0)
        i++;
      to = i < old.numbers->len ? (guint) pairs[i] : new.numbers->len;
      add (runs, WEFT_DIFF_REMOVED, weft_pieces_get_span (&old, from, i));
      add (runs, WEFT_DIFF_ADDED, weft_pieces_get_span (&new, at, to));
      if (i < old.numbers->len)
        add (runs, WEFT_DIFF_SAME, weft_pieces_get_span (&old, i, i + 1));
      at = to + 1;
      i++;
    }
  weft_pieces_clear (&old);
  weft_pieces_clear (&new);

  return runs;
}
