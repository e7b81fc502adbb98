/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-base"

#include "config.h"

#include "base/weft-thumbnailer.h"

#include <gio/gio.h>
#include <stdio.h>

#include "base/weft-helper-program.h"

/* It ends by itself: it has a limit of time. */
static char *
run (const char *const *args, GError **error)
{
  g_autofree char *words = NULL;
  g_autofree char *complaint = NULL;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GSubprocess) process
      = g_subprocess_newv (args, G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &local_error);

  if (process == NULL
      || !g_subprocess_communicate_utf8 (process, NULL, NULL, &words, &complaint, &local_error))
    complaint = g_strdup (local_error->message);
  else if (g_subprocess_get_successful (process))
    return g_steal_pointer (&words);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "No thumbnail: %s",
               complaint != NULL && *complaint != '\0' ? complaint : "it took too much");

  return NULL;
}

/* What a helper says is not trusted either. */
static gboolean
check (const char *words, gboolean good, GError **error)
{
  if (!good)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "No thumbnail: “%.40s” is no size", words);

  return good;
}

gboolean
weft_thumbnailer_run (const char *path, const char *output, int size, int *width, int *height, GError **error)
{
  g_autofree char *program = weft_helper_program_find ("weft-thumbnail");
  g_autofree char *text = g_strdup_printf ("%d", size);
  g_autofree char *words = run ((const char *const[]) { program, path, output, text, NULL }, error);

  return words != NULL
         && check (words, sscanf (words, "%d %d", width, height) == 2 && *width > 0 && *height > 0, error);
}

gboolean
weft_thumbnailer_run_square (const char *path, const char *output, int size, GError **error)
{
  g_autofree char *program = weft_helper_program_find ("weft-thumbnail");
  g_autofree char *text = g_strdup_printf ("%d", size);
  g_autofree char *words = run ((const char *const[]) { program, path, output, text, "square", NULL }, error);

  return words != NULL;
}

gboolean
weft_thumbnailer_run_film (const char *path,
                           const char *output,
                           int size,
                           int *width,
                           int *height,
                           gint64 *duration,
                           GError **error)
{
  g_autofree char *program = weft_helper_program_find ("weft-media");
  g_autofree char *text = g_strdup_printf ("%d", size);
  g_autofree char *words = run ((const char *const[]) { program, "still", path, output, text, NULL }, error);

  return words != NULL
         && check (words,
                   sscanf (words, "%d %d %" G_GINT64_FORMAT, width, height, duration) == 3 && *width > 0
                       && *height > 0,
                   error);
}
