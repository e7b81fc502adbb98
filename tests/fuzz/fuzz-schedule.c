/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "base/weft-schedule.h"

/* A schedule that is taken is always due again, later. */

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_auto (GStrv) texts = fuzz_texts (data, size, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftSchedule) schedule = weft_schedule_parse (texts[0], &error);
  gint64 at = G_GINT64_CONSTANT (1790000000000);

  g_assert_true ((schedule == NULL) == (error != NULL));
  for (guint i = 0; schedule != NULL && i < 5; i++)
    {
      gint64 next = weft_schedule_next (schedule, G_GINT64_CONSTANT (1790000000000), at);

      g_assert_cmpint (next, >, at);
      at = next;
    }

  return 0;
}
