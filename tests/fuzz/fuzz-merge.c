/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <string.h>

#include "base/weft-merge.h"
#include "base/weft-rank.h"
#include "base/weft-text.h"

/* Three texts: who changed alone wins, the same change is one. Two ranks: what is between them sorts between them. */

static void
check_ranks (const char *a, const char *b)
{
  g_autofree char *before = weft_rank_between (NULL, a);
  g_autofree char *rank = weft_rank_between (a, b);

  g_assert_cmpstr (rank, !=, "");
  g_assert_cmpstr (before, !=, "");
  if (strlen (a) <= WEFT_RANK_MAX && strlen (b) <= WEFT_RANK_MAX)
    g_assert_cmpuint (strlen (rank), <=, WEFT_RANK_MAX);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_auto (GStrv) texts = fuzz_texts (data, size, 3);
  g_autofree char *alone = NULL;
  g_autofree char *other = NULL;
  g_autofree char *same = NULL;
  g_autofree char *merged = NULL;
  g_autofree char *repeated = NULL;
  g_autofree char *short_text = weft_text_shorten (texts[0], 20);
  gboolean conflict;
  gboolean again;

  g_assert_cmpint (g_utf8_strlen (short_text, -1), <=, 20);

  alone = weft_merge_text (texts[0], texts[1], texts[0], &conflict);
  g_assert_false (conflict);
  g_assert_cmpstr (alone, ==, texts[1]);
  other = weft_merge_text (texts[0], texts[0], texts[2], &conflict);
  g_assert_false (conflict);
  g_assert_cmpstr (other, ==, texts[2]);
  same = weft_merge_text (texts[0], texts[1], texts[1], &conflict);
  g_assert_false (conflict);
  g_assert_cmpstr (same, ==, texts[1]);

  merged = weft_merge_text (texts[0], texts[1], texts[2], &conflict);
  repeated = weft_merge_text (texts[0], texts[1], texts[2], &again);
  g_assert_true (g_utf8_validate (merged, -1, NULL));
  g_assert_cmpstr (merged, ==, repeated);
  g_assert_cmpint (conflict, ==, again);

  check_ranks (texts[0], texts[1]);

  return 0;
}
