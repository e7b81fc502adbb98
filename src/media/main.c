/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-media"

#include "config.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "media/weft-media-playing.h"
#include "media/weft-media-recording.h"
#include "media/weft-media-showing.h"
#include "media/weft-media-still.h"

/* Each is a process, and ends with the one that began it. */
static const struct
{
  const char *name;
  int n_args;
  int (*run) (char **args);
  const char *usage;
} deeds[] = {
  { "record", 2, weft_media_record, "record OUTPUT MS" },
  { "play", 1, weft_media_play, "play INPUT" },
  { "show", 3, weft_media_show, "show INPUT SIZE (16 to 4096) PLACES (2 to 16)" },
  { "still", 3, weft_media_still, "still INPUT OUTPUT SIZE (16 to 4096)" },
};

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  for (guint i = 0; i < G_N_ELEMENTS (deeds); i++)
    if (argc == 2 + deeds[i].n_args && strcmp (argv[1], deeds[i].name) == 0)
      return deeds[i].run (argv + 2);
  for (guint i = 0; i < G_N_ELEMENTS (deeds); i++)
    fprintf (stderr, "%sweft-media %s\n", i == 0 ? "Usage: " : "       ", deeds[i].usage);

  return 2;
}
