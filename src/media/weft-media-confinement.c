/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-media"

#include "config.h"

#include "media/weft-media-confinement.h"

#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#define MEMORY_MAX (768 * 1024 * 1024UL)

void
weft_media_confine (guint seconds, gulong output)
{
  const struct
  {
    int what;
    rlim_t most;
  } limits[] = {
    { RLIMIT_CPU, seconds },   { RLIMIT_FSIZE, output }, { RLIMIT_CORE, 0 }, { RLIMIT_NOFILE, 256 },
#if !defined(__SANITIZE_ADDRESS__)
    { RLIMIT_AS, MEMORY_MAX }, /* sanitizers reserve terabytes */
#endif
  };

  mallopt (M_ARENA_MAX, 2); /* each thread's own would take up 64 MB of the addresses */
  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    setrlimit (limits[i].what, &(struct rlimit) { limits[i].most, limits[i].most });
  signal (SIGXFSZ, SIG_IGN); /* it is an error like a full disk, with words */
  prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}

static void
load (const char *const *folders, const char *plugin)
{
  g_autofree char *name = g_strdup_printf ("libgst%s.so", plugin);

  for (guint i = 0; folders[i] != NULL; i++)
    {
      g_autofree char *path = g_build_filename (folders[i], name, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (GstPlugin) loaded = NULL;

      if (*folders[i] == '\0' || !g_file_test (path, G_FILE_TEST_EXISTS))
        continue;
      loaded = gst_plugin_load_file (path, &error);
      if (loaded != NULL)
        return;
      g_debug ("%s", error->message);
    }
}

void
weft_media_begin (const char *const *plugins)
{
  const char *system = g_getenv ("GST_PLUGIN_SYSTEM_PATH_1_0");
  g_autofree char *path = NULL;
  g_auto (GStrv) folders = NULL;

  if (system == NULL)
    system = g_getenv ("GST_PLUGIN_SYSTEM_PATH");
  path = g_strconcat (system != NULL ? system : "", ":", GST_PLUGINS_FOLDER, NULL);
  folders = g_strsplit (path, ":", -1);
  g_setenv ("GST_REGISTRY_DISABLE", "yes", TRUE);
  gst_init (NULL, NULL);
  for (guint i = 0; plugins[i] != NULL; i++)
    load ((const char *const *) folders, plugins[i]);
}

int
weft_media_complain (GstMessage *message)
{
  g_autoptr (GError) error = NULL;

  gst_message_parse_error (message, &error, NULL);
  fprintf (stderr, "weft-media: %s\n", error->message);

  return 1;
}
