/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/weft-recurrence-iter.h"

/* For test_recurrence.py: of each line "START AFTER N RULE" (s, civil; "-" seeks nothing) writes the next N times of the rule, or "refused: why". */

int
main (void)
{
  char line[2048];

  while (fgets (line, sizeof line, stdin) != NULL)
    {
      g_auto (GStrv) words = NULL;
      g_autoptr (GError) error = NULL;
      WeftRecurrence rule;
      WeftRecurrenceIter iter;
      gint64 time;

      g_strchomp (line);
      words = g_strsplit (line, " ", 4);
      g_assert_cmpint (g_strv_length (words), ==, 4);
      if (!weft_recurrence_parse (words[3], &rule, &error))
        {
          printf ("refused: %s\n", error->message);
          continue;
        }
      weft_recurrence_iter_init (&iter, &rule, g_ascii_strtoll (words[0], NULL, 10));
      if (!g_str_equal (words[1], "-"))
        weft_recurrence_iter_seek (&iter, g_ascii_strtoll (words[1], NULL, 10));
      for (int i = atoi (words[2]); i > 0 && weft_recurrence_iter_next (&iter, &time); i--)
        printf ("%" G_GINT64_FORMAT " ", time);
      printf ("\n");
    }

  return 0;
}
