/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

#include "app/weft-secret-token-store.h"
#include "base/weft-error.h"

#define ADDRESS "https://team.example.org"
#define PERSON "01930000-0000-7000-8000-000000000001"

static DexFuture *
await_fiber (gpointer user_data)
{
  GError *error = NULL;

  if (dex_await_pointer (dex_ref (user_data), &error) == NULL && error != NULL)
    return dex_future_new_for_error (error);
  return dex_future_new_true ();
}

static DexFuture *
settle (DexFuture *future)
{
  DexFuture *waiting = dex_scheduler_spawn (NULL, 0, await_fiber, dex_ref (future), dex_unref);

  while (dex_future_is_pending (waiting))
    g_main_context_iteration (NULL, TRUE);
  dex_unref (waiting);
  return future;
}

static gboolean
save (WeftTokenStore *store, const char *token, GError **error)
{
  DexFuture *future = settle (weft_token_store_save (store, ADDRESS, PERSON, token));
  gboolean saved = dex_future_get_value (future, error) != NULL;

  dex_unref (future);
  return saved;
}

static char *
load (WeftTokenStore *store, GError **error)
{
  DexFuture *future = settle (weft_token_store_load (store, ADDRESS, PERSON));
  const GValue *value = dex_future_get_value (future, error);
  char *token = value != NULL ? g_value_dup_string (value) : NULL;

  dex_unref (future);
  return token;
}

/* Whatever the keyring does, the reason is told and the newest token is there while the program runs. */
static void
check_kept_in_memory (WeftTokenStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *token = NULL;

  g_assert_false (save (store, "first", &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE);
  g_clear_error (&error);
  g_assert_false (save (store, "second", &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE);
  g_clear_error (&error);
  token = load (store, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (token, ==, "second");

  g_clear_pointer (&token, g_free);
  g_assert_false (save (store, NULL, &error));
  g_clear_error (&error);
  token = load (store, &error);
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE);
  g_assert_null (token);
}

static void
test_absent (void)
{
  g_autoptr (WeftTokenStore) store = weft_secret_token_store_new ();

  check_kept_in_memory (store);
}

static GDBusMessage *
swallow (GDBusConnection *connection, GDBusMessage *message, gboolean incoming, gpointer user_data)
{
  if (incoming && g_dbus_message_get_message_type (message) == G_DBUS_MESSAGE_TYPE_METHOD_CALL)
    g_clear_object (&message);
  return message;
}

/* As a locked one which waits for a prompt that nobody sees: every call is taken and none answered. */
static void
test_silent (void)
{
  g_autoptr (WeftTokenStore) store = weft_secret_token_store_new ();
  g_autoptr (GDBusConnection) keyring = NULL;
  g_autoptr (GVariant) owned = NULL;
  g_autoptr (GError) error = NULL;
  guint filter;

  keyring = g_dbus_connection_new_for_address_sync (g_getenv ("DBUS_SESSION_BUS_ADDRESS"),
                                                    G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
                                                        | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                                    NULL, NULL, &error);
  g_assert_no_error (error);
  filter = g_dbus_connection_add_filter (keyring, swallow, NULL, NULL);
  owned = g_dbus_connection_call_sync (keyring, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                       "org.freedesktop.DBus", "RequestName",
                                       g_variant_new ("(su)", "org.freedesktop.secrets", 4), NULL,
                                       G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);

  check_kept_in_memory (store);

  g_dbus_connection_remove_filter (keyring, filter);
  g_assert_true (g_dbus_connection_close_sync (keyring, NULL, NULL));
}

/* A session bus that starts no services, unlike that of GTestDBus, which also waits for libsecret's
 * connection to go. */
static GSubprocess *
start_bus (void)
{
  static const char config[]
      = "<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><policy context=\"default\">"
        "<allow send_destination=\"*\" eavesdrop=\"true\"/><allow eavesdrop=\"true\"/><allow "
        "own=\"*\"/></policy></busconfig>";
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL, *option = NULL, *address = NULL;
  g_autoptr (GDataInputStream) output = NULL;
  GSubprocess *bus;

  g_close (g_file_open_tmp ("weft-bus-XXXXXX.conf", &path, &error), NULL);
  g_assert_no_error (error);
  g_assert_true (g_file_set_contents (path, config, -1, &error));
  option = g_strconcat ("--config-file=", path, NULL);
  bus = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error,
                          "dbus-daemon", option, "--nofork", "--print-address", NULL);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (bus));
  address = g_data_input_stream_read_line (output, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (address);
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", address, TRUE);
  g_remove (path);
  return bus;
}

int
main (int argc, char *argv[])
{
  g_autoptr (GSubprocess) bus = NULL;
  int result;

  g_test_init (&argc, &argv, NULL);
  dex_init ();
  bus = start_bus ();
  g_test_add_func ("/secret-token-store/absent", test_absent);
  g_test_add_func ("/secret-token-store/silent", test_silent);
  result = g_test_run ();
  g_subprocess_force_exit (bus);
  return result;
}
