/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include <glib/gi18n.h>
#include <gio/gio.h>
#include <signal.h>

#include "app/weft-embedded.h"
#include "app/weft-player.h"
#include "base/weft-error.h"

struct _WeftPlayer
{
  GObject parent_instance;

  char *address;
  char *directory;
  GSubprocess *process;
};

G_DEFINE_FINAL_TYPE (WeftPlayer, weft_player, G_TYPE_OBJECT)

/* The scenario: where it is installed, or in the source tree that this program was built from. */
static char *
find_scenario (void)
{
  const char *directory = g_getenv ("WEFT_DATADIR");
  char *path = g_build_filename (directory != NULL ? directory : PKGDATADIR, "demo", "scenario.json", NULL);

  if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return path;
  g_free (path);
  path = g_build_filename (SOURCE_DATADIR, "demo", "scenario.json", NULL);
  if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return path;
  g_free (path);
  return NULL;
}

static void
on_process_ended (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (WeftPlayer) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!g_subprocess_wait_check_finish (G_SUBPROCESS (source), result, &error))
    g_info ("weftctl play: %s", error->message);
  if (self->process == G_SUBPROCESS (source))
    g_clear_object (&self->process);
}

static void
weft_player_dispose (GObject *object)
{
  weft_player_stop (WEFT_PLAYER (object));

  G_OBJECT_CLASS (weft_player_parent_class)->dispose (object);
}

static void
weft_player_finalize (GObject *object)
{
  WeftPlayer *self = WEFT_PLAYER (object);

  g_free (self->address);
  g_free (self->directory);

  G_OBJECT_CLASS (weft_player_parent_class)->finalize (object);
}

static void
weft_player_class_init (WeftPlayerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = weft_player_dispose;
  object_class->finalize = weft_player_finalize;
}

static void
weft_player_init (WeftPlayer *self)
{
}

WeftPlayer *
weft_player_new (const char *address, const char *directory)
{
  WeftPlayer *self;

  g_return_val_if_fail (address != NULL, NULL);
  g_return_val_if_fail (directory != NULL, NULL);

  self = g_object_new (WEFT_TYPE_PLAYER, NULL);
  self->address = g_strdup (address);
  self->directory = g_build_filename (directory, "people", NULL);
  return self;
}

DexFuture *
weft_player_start (WeftPlayer *self)
{
  g_autofree char *program = NULL, *scenario = NULL;
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  GError *error = NULL;

  g_return_val_if_fail (WEFT_IS_PLAYER (self), NULL);

  if (self->process != NULL)
    return dex_future_new_true ();
  program = weft_embedded_find_program ("weftctl");
  if (program == NULL)
    return dex_future_new_reject (WEFT_ERROR, WEFT_ERROR_UNAVAILABLE,
                                  _ ("The program weftctl, which plays the demo's teammates, is missing"));
  scenario = find_scenario ();
  if (scenario == NULL)
    return dex_future_new_reject (WEFT_ERROR, WEFT_ERROR_UNAVAILABLE,
                                  _ ("The demo's script, demo/scenario.json, is missing"));
  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
  self->process = g_subprocess_launcher_spawn (launcher, &error, program, "--address", self->address,
                                               "--state", self->directory, "play", scenario, NULL);
  if (self->process == NULL)
    return dex_future_new_for_error (error);
  g_subprocess_wait_check_async (self->process, NULL, on_process_ended, g_object_ref (self));
  return dex_future_new_true ();
}

void
weft_player_stop (WeftPlayer *self)
{
  g_return_if_fail (WEFT_IS_PLAYER (self));

  if (self->process != NULL)
    g_subprocess_send_signal (self->process, SIGTERM);
  g_clear_object (&self->process);
}
