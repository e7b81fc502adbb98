/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "test-cluster.h"

/* A private PostgreSQL for tests in Python: each line read makes a fresh schema and writes its URI; gone at
 * the end of input. */

int
main (void)
{
  char line[100];

  while (fgets (line, sizeof line, stdin) != NULL)
    {
      g_autofree char *url = test_cluster_new_url ();

      puts (url);
      fflush (stdout);
    }

  return 0;
}
