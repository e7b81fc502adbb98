/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/weft-merge.h"

#include <string.h>

/* Differences looked for: time grows with it, memory with its square. */
#define EDITS_MAX 500

typedef enum
{
  BY_LINE,
  BY_WORD,
} Grain;

/* A text in pieces: equal pieces have equal numbers. */
typedef struct
{
  const char *text;
  GArray *offsets; /* of guint: where each begins, and the end */
  GArray *numbers; /* of guint */
} Pieces;

#define get_offset(pieces_, i_) g_array_index ((pieces_)->offsets, guint, i_)
#define get_number(pieces_, i_) g_array_index ((pieces_)->numbers, guint, i_)

typedef struct
{
  const char *text;
  gsize length;
} Span;

static void merge (Span base, Span mine, Span theirs, Grain grain, GString *out, gboolean *conflict);

/* Scripts without spaces between words, and whatever else stands for itself. */
static gboolean
is_word (gunichar c)
{
  return g_unichar_isalnum (c) && !g_unichar_iswide (c) && g_unichar_get_script (c) != G_UNICODE_SCRIPT_THAI;
}

static gboolean
is_joined (gunichar before, gunichar c)
{
  return g_unichar_ismark (c) || c == 0x200d || before == 0x200d || (c >= 0x1f3fb && c <= 0x1f3ff);
}

static const char *
find_end (const char *p, const char *end, Grain grain)
{
  gunichar before;

  if (grain == BY_LINE)
    {
      const char *newline = memchr (p, '\n', (gsize) (end - p));

      return newline != NULL ? newline + 1 : end;
    }

  before = g_utf8_get_char (p);
  for (p = g_utf8_next_char (p); p < end; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!is_joined (before, c) && !(is_word (before) && is_word (c)))
        break;
      /* A mark belongs to the word before it. */
      if (!g_unichar_ismark (c))
        before = c;
    }

  return MIN (p, end);
}

static void
cut (Pieces *self, Span span, Grain grain, GHashTable *known)
{
  const char *end = span.text + span.length;
  guint offset = 0;

  self->text = span.text;
  self->offsets = g_array_new (FALSE, FALSE, sizeof (guint));
  self->numbers = g_array_new (FALSE, FALSE, sizeof (guint));
  g_array_append_val (self->offsets, offset);
  for (const char *p = span.text; p < end;)
    {
      const char *next = find_end (p, end, grain);
      g_autoptr (GBytes) piece = g_bytes_new_static (p, (gsize) (next - p));
      guint number = GPOINTER_TO_UINT (g_hash_table_lookup (known, piece));

      if (number == 0)
        {
          number = g_hash_table_size (known) + 1;
          g_hash_table_insert (known, g_steal_pointer (&piece), GUINT_TO_POINTER (number));
        }
      offset = (guint) (next - span.text);
      g_array_append_val (self->offsets, offset);
      g_array_append_val (self->numbers, number);
      p = next;
    }
}

static void
clear (Pieces *self)
{
  g_array_unref (self->offsets);
  g_array_unref (self->numbers);
}

static Span
get_span (Pieces *self, guint from, guint to)
{
  return (Span) { self->text + get_offset (self, from), get_offset (self, to) - get_offset (self, from) };
}

/* For each piece of @from its equal in @to, or -1: pairs in order, as many as Myers' algorithm finds. */
static int *
match (Pieces *from, Pieces *to)
{
  int n = (int) from->numbers->len;
  int m = (int) to->numbers->len;
  int *pairs = g_new (int, n + 1);
  g_autofree int *storage = g_new0 (int, 2 * EDITS_MAX + 3);
  int *v = storage + EDITS_MAX + 1; /* v[k]: how far one gets on the diagonal k = x - y */
  g_autoptr (GPtrArray) trace = g_ptr_array_new_with_free_func (g_free);
  int head = 0;
  int d = 0;
  int x;
  int y;

  for (int i = 0; i < n; i++)
    pairs[i] = -1;
  while (head < n && head < m && get_number (from, head) == get_number (to, head))
    {
      pairs[head] = head;
      head++;
    }
  while (n > head && m > head && get_number (from, n - 1) == get_number (to, m - 1))
    {
      n--;
      m--;
      pairs[n] = m;
    }
  n -= head;
  m -= head;

  for (gboolean found = n == 0 || m == 0; !found; d++)
    {
      if (d > EDITS_MAX)
        return pairs; /* too different: only what both ends have in common */

      for (int k = -d; k <= d && !found; k += 2)
        {
          x = k == -d || (k != d && v[k - 1] < v[k + 1]) ? v[k + 1] : v[k - 1] + 1;
          while (x < n && x - k < m && get_number (from, head + x) == get_number (to, head + x - k))
            x++;
          v[k] = x;
          found = x >= n && x - k >= m;
        }
      g_ptr_array_add (trace, g_memdup2 (v - d, sizeof (int) * (gsize) (2 * d + 1)));
    }

  /* Back along the way, noting its diagonals. */
  x = n;
  y = m;
  while (--d >= 0)
    {
      const int *last = d > 0 ? (const int *) trace->pdata[d - 1] + (d - 1) : NULL;
      int k = x - y;
      gboolean down = d > 0 && (k == -d || (k != d && last[k - 1] < last[k + 1]));
      int start = d == 0 ? 0 : down ? last[k + 1] : last[k - 1] + 1;

      while (x > start)
        {
          x--;
          y--;
          pairs[head + x] = head + y;
        }
      if (down)
        y--;
      else
        x--;
    }

  return pairs;
}

static gboolean
equal (Span a, Span b)
{
  return a.length == b.length && memcmp (a.text, b.text, a.length) == 0;
}

static gboolean
ends_in_word (Span span)
{
  const char *last = span.length > 0 ? g_utf8_find_prev_char (span.text, span.text + span.length) : NULL;

  return last != NULL && is_word (g_utf8_get_char (last));
}

/* What both put in at one place: theirs first. */
static void
put_both (Span mine, Span theirs, Grain grain, GString *out)
{
  g_string_append_len (out, theirs.text, (gssize) theirs.length);
  if (grain == BY_LINE && out->len > 0 && out->str[out->len - 1] != '\n')
    g_string_append_c (out, '\n');
  else if (grain == BY_WORD && ends_in_word (theirs) && is_word (g_utf8_get_char (mine.text)))
    g_string_append_c (out, ' ');
  g_string_append_len (out, mine.text, (gssize) mine.length);
}

/* What became of one stretch of the base. */
static void
settle (Span base, Span mine, Span theirs, Grain grain, GString *out, gboolean *conflict)
{
  if (equal (mine, base) || equal (mine, theirs))
    g_string_append_len (out, theirs.text, (gssize) theirs.length);
  else if (equal (theirs, base))
    g_string_append_len (out, mine.text, (gssize) mine.length);
  else if (base.length == 0)
    put_both (mine, theirs, grain, out);
  else if (grain == BY_LINE)
    merge (base, mine, theirs, BY_WORD, out, conflict);
  else
    {
      *conflict = TRUE;
      g_string_append_len (out, theirs.text, (gssize) theirs.length);
    }
}

/* Pieces from @low up to @high became those from @from up to @to. */
typedef struct
{
  guint low;
  guint high;
  guint from;
  guint to;
} Hunk;

static GArray *
list_hunks (Pieces *base, Pieces *changed)
{
  GArray *hunks = g_array_new (FALSE, FALSE, sizeof (Hunk));
  g_autofree int *pairs = match (base, changed);
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
  Pieces pieces;
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
static Span
get_changed (Side *self, guint first, const Hunk *range)
{
  const Hunk *one = &g_array_index (self->hunks, Hunk, first);
  const Hunk *last = &g_array_index (self->hunks, Hunk, self->next - 1);

  return get_span (&self->pieces, one->from - (one->low - range->low), last->to + (range->high - last->high));
}

static gboolean
is_before (const Hunk *a, const Hunk *b)
{
  return b == NULL || (a != NULL && (a->low < b->low || (a->low == b->low && a->high < b->high)));
}

static void
merge (Span base, Span mine, Span theirs, Grain grain, GString *out, gboolean *conflict)
{
  g_autoptr (GHashTable) known
      = g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, NULL);
  Pieces old;
  Side a = { .next = 0 };
  Side b = { .next = 0 };
  guint at = 0;
  Span rest;

  cut (&old, base, grain, known);
  cut (&a.pieces, mine, grain, known);
  cut (&b.pieces, theirs, grain, known);
  a.hunks = list_hunks (&old, &a.pieces);
  b.hunks = list_hunks (&old, &b.pieces);

  while (peek (&a) != NULL || peek (&b) != NULL)
    {
      Hunk range = is_before (peek (&a), peek (&b)) ? *peek (&a) : *peek (&b);
      guint first_a = a.next;
      guint first_b = b.next;
      Span stretch;
      Span same;

      while (take_in (&a, &range) || take_in (&b, &range))
        continue;

      same = get_span (&old, at, range.low);
      stretch = get_span (&old, range.low, range.high);
      g_string_append_len (out, same.text, (gssize) same.length);
      settle (stretch, a.next > first_a ? get_changed (&a, first_a, &range) : stretch,
              b.next > first_b ? get_changed (&b, first_b, &range) : stretch, grain, out, conflict);
      at = range.high;
    }
  rest = get_span (&old, at, old.numbers->len);
  g_string_append_len (out, rest.text, (gssize) rest.length);

  g_array_unref (a.hunks);
  g_array_unref (b.hunks);
  clear (&old);
  clear (&a.pieces);
  clear (&b.pieces);
}

/* Public API */

char *
weft_merge_text (const char *base, const char *mine, const char *theirs, gboolean *conflict)
{
  const Span spans[] = { { base, strlen (base) }, { mine, strlen (mine) }, { theirs, strlen (theirs) } };
  g_autoptr (GString) out = g_string_new (NULL);

  *conflict = FALSE;
  if (spans[0].length > WEFT_MERGE_MAX || spans[1].length > WEFT_MERGE_MAX
      || spans[2].length > WEFT_MERGE_MAX)
    settle (spans[0], spans[1], spans[2], spans[0].length > 0 ? BY_WORD : BY_LINE, out, conflict);
  else
    merge (spans[0], spans[1], spans[2], BY_LINE, out, conflict);

  return g_string_free_and_steal (g_steal_pointer (&out));
}
