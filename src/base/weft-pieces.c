/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/weft-pieces.h"

#include <string.h>

/* Differences looked for: time grows with it, memory with its square. */
#define EDITS_MAX 500

#define get_offset(pieces_, i_) g_array_index ((pieces_)->offsets, guint, i_)
#define get_number(pieces_, i_) g_array_index ((pieces_)->numbers, guint, i_)

gboolean
weft_pieces_is_word (gunichar c)
{
  return g_unichar_isalnum (c) && !g_unichar_iswide (c) && g_unichar_get_script (c) != G_UNICODE_SCRIPT_THAI;
}

static gboolean
is_joined (gunichar before, gunichar c)
{
  return g_unichar_ismark (c) || c == 0x200d || before == 0x200d || (c >= 0x1f3fb && c <= 0x1f3ff);
}

static const char *
find_end (const char *p, const char *end, WeftPieceGrain grain)
{
  gunichar before;

  if (grain == WEFT_PIECE_LINE)
    {
      const char *newline = memchr (p, '\n', (gsize) (end - p));

      return newline != NULL ? newline + 1 : end;
    }

  before = g_utf8_get_char (p);
  for (p = g_utf8_next_char (p); p < end; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!is_joined (before, c) && !(weft_pieces_is_word (before) && weft_pieces_is_word (c)))
        break;
      /* A mark belongs to the word before it. */
      if (!g_unichar_ismark (c))
        before = c;
    }

  return MIN (p, end);
}

void
weft_pieces_cut (WeftPieces *self, WeftPieceSpan span, WeftPieceGrain grain, GHashTable *known)
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

void
weft_pieces_clear (WeftPieces *self)
{
  g_array_unref (self->offsets);
  g_array_unref (self->numbers);
}

WeftPieceSpan
weft_pieces_get_span (WeftPieces *self, guint from, guint to)
{
  return (WeftPieceSpan) { self->text + get_offset (self, from),
                           get_offset (self, to) - get_offset (self, from) };
}

int *
weft_pieces_match (WeftPieces *from, WeftPieces *to)
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
