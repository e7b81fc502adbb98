/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include <libdex.h>
#include <locale.h>

#include <glib/gi18n.h>

#include "app/weft-application.h"

int
main (int argc, char *argv[])
{
  g_autoptr (WeftApplication) application = NULL;
  const char *locales;

  setlocale (LC_ALL, "");
  /* Running from the build folder: translations stand there, not where they will be installed. */
  locales = g_getenv ("WEFT_LOCALEDIR");
  bindtextdomain (GETTEXT_PACKAGE, locales != NULL ? locales : LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  dex_init ();
  application = weft_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
