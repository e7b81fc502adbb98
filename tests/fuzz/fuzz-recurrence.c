/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <string.h>

#include "base/weft-recurrence-iter.h"

/* A rule that is taken is written as one which says the same; its times rise, and seeking finds what walking does. */

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_auto (GStrv) texts = fuzz_texts (data, size, 1);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  WeftRecurrence rule;
  WeftRecurrence again;
  WeftRecurrenceIter walking;
  WeftRecurrenceIter seeking;
  gint64 times[6];
  guint n = 0;

  if (!weft_recurrence_parse (texts[0], &rule, &error))
    {
      g_assert_nonnull (error);
      return 0;
    }
  text = weft_recurrence_to_string (&rule);
  g_assert_true (weft_recurrence_parse (text, &again, NULL));
  g_assert_true (memcmp (&rule, &again, sizeof rule) == 0);

  weft_recurrence_iter_init (&walking, &rule, 1790000000);
  while (n < G_N_ELEMENTS (times) && weft_recurrence_iter_next (&walking, &times[n]))
    {
      g_assert_cmpint (times[n], >=, n > 0 ? times[n - 1] + 1 : 1790000000);
      n++;
    }
  for (guint i = 0; i + 1 < n; i++)
    {
      gint64 found;

      weft_recurrence_iter_init (&seeking, &rule, 1790000000);
      weft_recurrence_iter_seek (&seeking, times[i]);
      g_assert_true (weft_recurrence_iter_next (&seeking, &found));
      g_assert_cmpint (found, ==, times[i + 1]);
    }

  return 0;
}
