/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/weft-merge.h"

#include <string.h>

#include "base/weft-pieces.h"

static void merge (WeftPieceSpan base,
                   WeftPieceSpan mine,
                   WeftPieceSpan theirs,
                   WeftPieceGrain grain,
                   GString *out,
                   gboolean *conflict);

static gboolean
equal (WeftPieceSpan a, WeftPieceSpan b)
{
  return a.length == b.length && memcmp (a.text, b.text, a.length) == 0;
}

static gboolean
ends_in_word (WeftPieceSpan span)
{
  const char *last = span.length > 0 ? g_utf8_find_prev_char (span.text, span.text + span.length) : NULL;

  return last != NULL && weft_pieces_is_word (g_utf8_get_char (last));
}

/* What both put in at one place: theirs first. */
static void
put_both (WeftPieceSpan mine, WeftPieceSpan theirs, WeftPieceGrain grain, GString *out)
{
  g_string_append_len (out, theirs.text, (gssize) theirs.length);
  if (grain == WEFT_PIECE_LINE && out->len > 0 && out->str[out->len - 1] != '\n')
    g_string_append_c (out, '\n');
  else if (grain == WEFT_PIECE_WORD && ends_in_word (theirs)
           && weft_pieces_is_word (g_utf8_get_char (mine.text)))
    g_string_append_c (out, ' ');
  g_string_append_len (out, mine.text, (gssize) mine.length);
}

/* What became of one stretch of the base. */
static void
settle (WeftPieceSpan base,
        WeftPieceSpan mine,
        WeftPieceSpan theirs,
        WeftPieceGrain grain,
        GString *out,
        gboolean *conflict)
{
  if (equal (mine, base) || equal (mine, theirs))
    g_string_append_len (out, theirs.text, (gssize) theirs.length);
  else if (equal (theirs, base))
    g_string_append_len (out, mine.text, (gssize) mine.length);
  else if (base.length == 0)
    put_both (mine, theirs, grain, out);
  else if (grain == WEFT_PIECE_LINE)
    merge (base, mine, theirs, WEFT_PIECE_WORD, out, conflict);
  else
    {
      *conflict = TRUE;
      g_string_append_len (out, theirs.text, (gssize) theirs.length);
    }
}

/* WeftPieces from @low up to @high became those from @from up to @to. */
typedef struct
{
  guint low;
  guint high;
  guint from;
  guint to;
} Hunk;

static GArray *
list_hunks (WeftPieces *base, WeftPieces *changed)
{
  GArray *hunks = g_array_new (FALSE, FALSE, sizeof (Hunk));
  g_autofree int *pairs = weft_pieces_match (base, changed);
  guint n = base->numbers->len;
  Hunk hunk = { 0 };

  for (guint i = 0; i <= n; i++)
    {
      if (i < n && pairs[i] < 0)
        continue;

      hunk.high = i;
      hunk.to = i < n ? (guint) pairs[i] : changed->numbers->len;
      if (hunk.high > hunk.low || hunk.to > hunk.from)
        g_array_append_val (hunks, hunk);
      hunk.low = i + 1;
      hunk.from = hunk.to + 1;
    }

  return hunks;
}

/* What only touches does not overlap, but for two that are put in at one place. */
static gboolean
overlaps (const Hunk *a, const Hunk *b)
{
  if (a->low == a->high && b->low == b->high)
    return a->low == b->low;

  return MAX (a->low, b->low) < MIN (a->high, b->high)
         || (a->low == a->high && b->low < a->low && a->low < b->high)
         || (b->low == b->high && a->low < b->low && b->low < a->high);
}

/* One side's changes, in order. */
typedef struct
{
  WeftPieces pieces;
  GArray *hunks;
  guint next;
} Side;

static const Hunk *
peek (Side *self)
{
  return self->next < self->hunks->len ? &g_array_index (self->hunks, Hunk, self->next) : NULL;
}

/* Takes in what overlaps @range, which grows with it. */
static gboolean
take_in (Side *self, Hunk *range)
{
  const Hunk *hunk = peek (self);

  if (hunk == NULL || !overlaps (hunk, range))
    return FALSE;

  range->low = MIN (range->low, hunk->low);
  range->high = MAX (range->high, hunk->high);
  self->next++;
  return TRUE;
}

/* What became of @range on this side, whose changes from @first on are in it: between them it is as it was.
 */
static WeftPieceSpan
get_changed (Side *self, guint first, const Hunk *range)
{
  const Hunk *one = &g_array_index (self->hunks, Hunk, first);
  const Hunk *last = &g_array_index (self->hunks, Hunk, self->next - 1);

  return weft_pieces_get_span (&self->pieces, one->from - (one->low - range->low),
                               last->to + (range->high - last->high));
}

static gboolean
is_before (const Hunk *a, const Hunk *b)
{
  return b == NULL || (a != NULL && (a->low < b->low || (a->low == b->low && a->high < b->high)));
}

static void
merge (WeftPieceSpan base,
       WeftPieceSpan mine,
       WeftPieceSpan theirs,
       WeftPieceGrain grain,
       GString *out,
       gboolean *conflict)
{
  g_autoptr (GHashTable) known
      = g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, NULL);
  WeftPieces old;
  Side a = { .next = 0 };
  Side b = { .next = 0 };
  guint at = 0;
  WeftPieceSpan rest;

  weft_pieces_cut (&old, base, grain, known);
  weft_pieces_cut (&a.pieces, mine, grain, known);
  weft_pieces_cut (&b.pieces, theirs, grain, known);
  a.hunks = list_hunks (&old, &a.pieces);
  b.hunks = list_hunks (&old, &b.pieces);

  while (peek (&a) != NULL || peek (&b) != NULL)
    {
      Hunk range = is_before (peek (&a), peek (&b)) ? *peek (&a) : *peek (&b);
      guint first_a = a.next;
      guint first_b = b.next;
      WeftPieceSpan stretch;
      WeftPieceSpan same;

      while (take_in (&a, &range) || take_in (&b, &range))
        continue;

      same = weft_pieces_get_span (&old, at, range.low);
      stretch = weft_pieces_get_span (&old, range.low, range.high);
      g_string_append_len (out, same.text, (gssize) same.length);
      settle (stretch, a.next > first_a ? get_changed (&a, first_a, &range) : stretch,
              b.next > first_b ? get_changed (&b, first_b, &range) : stretch, grain, out, conflict);
      at = range.high;
    }
  rest = weft_pieces_get_span (&old, at, old.numbers->len);
  g_string_append_len (out, rest.text, (gssize) rest.length);

  g_array_unref (a.hunks);
  g_array_unref (b.hunks);
  weft_pieces_clear (&old);
  weft_pieces_clear (&a.pieces);
  weft_pieces_clear (&b.pieces);
}

/* Public API */

char *
weft_merge_text (const char *base, const char *mine, const char *theirs, gboolean *conflict)
{
  const WeftPieceSpan spans[]
      = { { base, strlen (base) }, { mine, strlen (mine) }, { theirs, strlen (theirs) } };
  g_autoptr (GString) out = g_string_new (NULL);

  *conflict = FALSE;
  if (spans[0].length > WEFT_MERGE_MAX || spans[1].length > WEFT_MERGE_MAX
      || spans[2].length > WEFT_MERGE_MAX)
    settle (spans[0], spans[1], spans[2], spans[0].length > 0 ? WEFT_PIECE_WORD : WEFT_PIECE_LINE, out,
            conflict);
  else
    merge (spans[0], spans[1], spans[2], WEFT_PIECE_LINE, out, conflict);

  return g_string_free_and_steal (g_steal_pointer (&out));
}
