/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-base"

#include "config.h"

#include "base/weft-thumbnailer.h"

#include <gio/gio.h>
#include <stdio.h>

#include "base/weft-helper-program.h"

gboolean
weft_thumbnailer_run (const char *path, const char *output, int size, int *width, int *height, GError **error)
{
  g_autofree char *program = weft_helper_program_find ("weft-thumbnail");
  g_autofree char *text = g_strdup_printf ("%d", size);
  g_autofree char *words = NULL;
  g_autofree char *complaint = NULL;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GSubprocess) process
      = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &local_error,
                          program, path, output, text, NULL);

  /* It ends by itself: it has a limit of time. */
  if (process == NULL
      || !g_subprocess_communicate_utf8 (process, NULL, NULL, &words, &complaint, &local_error))
    complaint = g_strdup (local_error->message);
  else if (g_subprocess_get_successful (process) && sscanf (words, "%d %d", width, height) == 2 && *width > 0
           && *height > 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "No thumbnail: %s",
               complaint != NULL && *complaint != '\0' ? complaint : "it took too much");

  return FALSE;
}
