/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim-tally.h"

#include <string.h>
#include <sys/mman.h>

#define N_MAX 256
#define NAME_MAX_SIZE 56

typedef struct
{
  char name[NAME_MAX_SIZE];
  guint64 n;
} Count;

/* What every run of many worlds must have seen. */
static const char *const expected[] = {
  "network: a line breaks",
  "network: a frame is lost",
  "network: a frame comes twice",
  "network: half open",
  "network: partition",
  "killed: client at a write",
  "killed: client at once",
  "killed: server at a write",
  "killed: server at once",
  "power: client",
  "power: server",
  "disk: client full",
  "disk: client fails to write",
  "disk: client fails to read",
  "disk: server full",
  "disk: server fails to write",
  "disk: server fails to read",
  "clock: client jumps by days",
  "clock: server jumps by days",
  "role: removed while connected",
  "role: removed while away",
  "role: revoked",
  "copy: a store",
  "copy: with a full outbox",
  "upgrade: of a store",
  "upgrade: with a full outbox",
  "trim: a log",
  "trim: keeps house",
  "job: ran",
  "job: after a restart",
  "reset: a snapshot follows",
  "close: 4409",
  "close: 4413",
  "close: 4429",
  "close: 4503",
  "close: 4408",
  "refused: conflict",
  "refused: not-found",
  "refused: denied",
  "refused: forked",
};

static Count *counts; /* shared by all processes, of which one runs at a time */

void
sim_tally_begin (void)
{
  counts = mmap (NULL, N_MAX * sizeof (Count), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (counts == MAP_FAILED)
    g_error ("No memory to count in");
}

void
sim_tally (const char *format, ...)
{
  char name[NAME_MAX_SIZE];
  va_list args;

  if (counts == NULL)
    return;
  va_start (args, format);
  g_vsnprintf (name, sizeof name, format, args);
  va_end (args);
  for (guint i = 0; i < N_MAX; i++)
    {
      if (counts[i].name[0] == '\0')
        g_strlcpy (counts[i].name, name, sizeof name);
      if (strcmp (counts[i].name, name) == 0)
        {
          counts[i].n++;
          return;
        }
    }
  g_error ("Too many kinds of things happen");
}

static int
compare (const void *a, const void *b)
{
  return strcmp (((const Count *) a)->name, ((const Count *) b)->name);
}

void
sim_tally_print (FILE *file)
{
  guint n = 0;

  while (n < N_MAX && counts[n].name[0] != '\0')
    n++;
  qsort (counts, n, sizeof (Count), compare);
  for (guint i = 0; i < n; i++)
    fprintf (file, "%10" G_GUINT64_FORMAT "  %s\n", counts[i].n, counts[i].name);
}

gboolean
sim_tally_check (FILE *file)
{
  gboolean all = TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      gboolean found = FALSE;

      for (guint j = 0; j < N_MAX && !found; j++)
        found = strcmp (counts[j].name, expected[i]) == 0;
      if (!found)
        fprintf (file, "never happened: %s\n", expected[i]);
      all = all && found;
    }

  return all;
}
