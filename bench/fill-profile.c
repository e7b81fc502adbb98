/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Makes a profile of weft whose only workspace is on a server that is away, with cached rooms and messages.
 * Prints one JSON object. */

#define G_LOG_DOMAIN "weft-bench"

#include "config.h"

#include <glib/gstdio.h>
#include <libsecret/secret.h>
#include <locale.h>

#include "fixture.h"
#include "store/weft-search-work.h"

#define WORKSPACE "01920000-0000-7000-8000-000000000001"

static char *profile, *address = "http://127.0.0.1:9";
static int n_rooms = 50, n_messages = 10000, n_people = 12;

static const GOptionEntry entries[]
    = { { "profile", 'p', 0, G_OPTION_ARG_FILENAME, &profile, "The profile's directory", "DIR" },
        { "address", 'a', 0, G_OPTION_ARG_STRING, &address, "Where its server is not", "ADDRESS" },
        { "rooms", 'r', 0, G_OPTION_ARG_INT, &n_rooms, "Rooms", "N" },
        { "messages", 'm', 0, G_OPTION_ARG_INT, &n_messages, "Messages in each", "N" },
        { "people", 0, 0, G_OPTION_ARG_INT, &n_people, "People", "N" },
        { NULL } };

/* A profile that was used has its index: otherwise the first start would make it while it is measured. */
static gboolean
index_all (WeftDatabase *database, GError **error)
{
  gboolean done;

  do
    if (!weft_search_index (database, fixture_get_registry (), &done, error))
      return FALSE;
  while (!done);
  return TRUE;
}

/* A token, so that the person counts as signed in: src/app/weft-secret-token-store.c looks for it there. */
static gboolean
keep_token (const char *person, GError **error)
{
  static const SecretSchema schema = {
    "dev.weft.Weft",
    SECRET_SCHEMA_NONE,
    {
        { "address", SECRET_SCHEMA_ATTRIBUTE_STRING },
        { "person", SECRET_SCHEMA_ATTRIBUTE_STRING },
        { NULL, 0 },
    },
  };

  return secret_password_store_sync (&schema, SECRET_COLLECTION_DEFAULT, "Weft bench", "no-real-token", NULL,
                                     error, "address", address, "person", person, NULL);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GOptionContext) context = g_option_context_new ("- fill a profile of weft");
  g_autoptr (WeftCopy) copy = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *store = NULL, *list = NULL, *path = NULL, *person = fixture_dup_person (0);
  FixtureShape shape;
  GStatBuf info;
  gint64 began;
  double seconds, index_seconds;

  setlocale (LC_ALL, "");
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }
  if (profile == NULL)
    {
      g_printerr ("--profile is needed\n");
      return 2;
    }

  store = g_build_filename (profile, WORKSPACE, "store", NULL);
  shape = (FixtureShape) { .n_rooms = n_rooms, .n_messages = n_messages, .n_people = n_people };
  began = g_get_monotonic_time ();
  copy = weft_copy_open (fixture_get_registry (), store, NULL, &error);
  if (copy == NULL || !fixture_fill (copy, &shape, &error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  seconds = (g_get_monotonic_time () - began) / 1e6;
  began = g_get_monotonic_time ();
  if (!index_all (copy->database, &error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  g_clear_pointer (&copy, weft_copy_free);
  index_seconds = (g_get_monotonic_time () - began) / 1e6;

  list = g_strdup_printf ("[" WORKSPACE "]\nkind=remote\nname=Bench\naddress=%s\nperson=%s\n", address,
                          person);
  path = g_build_filename (profile, "workspaces.ini", NULL);
  if (!g_file_set_contents (path, list, -1, &error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }

  if (!keep_token (person, &error))
    {
      g_printerr ("No token is kept, weft will say that one is signed out: %s\n", error->message);
      g_clear_error (&error);
    }

  g_free (path);
  path = weft_copy_get_path (store);
  if (g_stat (path, &info) < 0)
    info.st_size = 0;
  g_print ("{\"workspace\": \"" WORKSPACE "\", \"rooms\": %d, \"messages_a_room\": %d, \"fill_s\": %.2f, "
           "\"events_per_s\": %.0f, \"index_s\": %.2f, \"store_mb\": %.1f}\n",
           n_rooms, n_messages, seconds, (double) n_rooms * n_messages / seconds, index_seconds,
           info.st_size / 1e6);
  return 0;
}
