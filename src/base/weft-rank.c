/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/weft-rank.h"

#include <string.h>

/* In the order of their bytes. */
static const char digits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
#define BASE ((int) sizeof (digits) - 1)

static int
get_value (char digit)
{
  const char *found = digit != '\0' ? strchr (digits, digit) : NULL;

  return found != NULL ? (int) (found - digits) : 0;
}

char *
weft_rank_between (const char *before, const char *after)
{
  g_autoptr (GString) rank = g_string_new (NULL);
  const char *low = before != NULL ? before : "";
  const char *high = after != NULL && after[0] != '\0' ? after : NULL;

  if (high != NULL && strcmp (low, high) >= 0)
    return g_strdup (low);

  /* A rank is a fraction: 0.low < 0.rank < 0.high, without a last digit of zero, below which there would be
   * no room. */
  while (rank->len < WEFT_RANK_MAX)
    {
      int from = get_value (*low);
      int to = high != NULL ? get_value (*high) : BASE;

      if (*low != '\0')
        low++;
      if (to - from > 1)
        {
          /* At the open end the next digit, not the middle: what is put last again and again stays short. */
          g_string_append_c (rank, digits[high == NULL && from > 0 ? from + 1 : (from + to) / 2]);
          return g_string_free_and_steal (g_steal_pointer (&rank));
        }

      g_string_append_c (rank, digits[from]);
      if (high != NULL && to == from)
        high = high[1] != '\0' ? high + 1 : NULL;
      else
        high = NULL;
    }

  return g_strdup (before != NULL && before[0] != '\0' ? before : after);
}

/* Fills @ranks from @from on, @n of them. */
static void
fill (char **ranks, guint from, guint n, const char *before, const char *after)
{
  guint half = n / 2;

  if (n == 0)
    return;

  ranks[from + half] = weft_rank_between (before, after);
  fill (ranks, from, half, before, ranks[from + half]);
  fill (ranks, from + half + 1, n - half - 1, ranks[from + half], after);
}

char **
weft_rank_fill (const char *before, const char *after, guint n)
{
  char **ranks = g_new0 (char *, n + 1);

  fill (ranks, 0, n, before, after);
  return ranks;
}

char *
weft_rank_spread (guint index, guint n)
{
  guint64 places = BASE;
  guint64 value;
  char rank[16];
  guint length = 1;

  g_return_val_if_fail (index < n && n <= 1000000, NULL);

  /* Twice as many places as are needed: next to each is one free. */
  for (; places < 2 * ((guint64) n + 1); length++)
    places *= BASE;
  value = (index + (guint64) 1) * places / (n + (guint64) 1);

  for (guint i = length; i > 0; i--)
    {
      rank[i - 1] = digits[value % BASE];
      value /= BASE;
    }
  /* A last zero says nothing, and there is no room below it. */
  while (rank[length - 1] == '0')
    length--;

  return g_strndup (rank, length);
}
