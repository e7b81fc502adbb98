/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/weft-helper-program.h"

#include <gio/gio.h>
#include <string.h>

char *
weft_helper_program_find (const char *name)
{
  g_autofree char *variable = NULL;
  g_autofree char *self = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *beside = NULL;
  const char *named;

  g_return_val_if_fail (name != NULL && g_str_has_prefix (name, "weft-"), NULL);

  variable = g_strdelimit (g_ascii_strup (name, -1), "-", '_');
  named = g_getenv (variable);
  if (named != NULL)
    return g_strdup (named);

  /* In the build tree: src/app/weft and src/thumbnail/weft-thumbnail. */
  self = g_file_read_link ("/proc/self/exe", NULL);
  folder = self != NULL ? g_path_get_dirname (self) : NULL;
  beside = folder != NULL ? g_build_filename (folder, "..", name + strlen ("weft-"), name, NULL) : NULL;
  if (beside != NULL && g_file_test (beside, G_FILE_TEST_IS_EXECUTABLE))
    return g_steal_pointer (&beside);

  return g_build_filename (LIBEXECDIR, name, NULL);
}
