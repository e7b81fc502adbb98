/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>

#include "app/weft-connection.h"

static void
test_nothing_to_say (void)
{
  g_assert_null (weft_connection_describe (WEFT_SYNC_ONLINE, NULL, 3));
  g_assert_null (weft_connection_describe (WEFT_SYNC_CONNECTING, NULL, 0));
  g_assert_null (weft_connection_describe (WEFT_SYNC_CATCHING_UP, NULL, 1));
}

static void
test_counts (void)
{
  g_autofree char *none = weft_connection_describe (WEFT_SYNC_UNREACHABLE, NULL, 0);
  g_autofree char *one = weft_connection_describe (WEFT_SYNC_UNREACHABLE, NULL, 1);
  g_autofree char *four = weft_connection_describe (WEFT_SYNC_UNREACHABLE, NULL, 4);

  g_assert_cmpstr (none, ==, "Offline: the server does not answer.");
  g_assert_cmpstr (one, ==, "Offline: the server does not answer. 1 change waits.");
  g_assert_cmpstr (four, ==, "Offline: the server does not answer. 4 changes wait.");
}

static void
test_refused (void)
{
  g_autofree char *none = weft_connection_describe_refused (0);
  g_autofree char *one = weft_connection_describe_refused (1);
  g_autofree char *two = weft_connection_describe_refused (2);

  g_assert_null (none);
  g_assert_cmpstr (one, ==, "1 change was refused and needs you.");
  g_assert_cmpstr (two, ==, "2 changes were refused and need you.");
}

static void
test_conflicts (void)
{
  g_autofree char *none = weft_connection_describe_conflicts (0);
  g_autofree char *one = weft_connection_describe_conflicts (1);
  g_autofree char *two = weft_connection_describe_conflicts (2);

  g_assert_null (none);
  g_assert_cmpstr (one, ==, "1 text was changed in two places at once and needs you.");
  g_assert_cmpstr (two, ==, "2 texts were changed in two places at once and need you.");
}

/* A reason may come without its full stop; what follows it must not run on. */
static void
test_sentences (void)
{
  g_autofree char *bare = weft_connection_describe (WEFT_SYNC_SIGNED_OUT, "Sign in to connect", 3);
  g_autofree char *whole
      = weft_connection_describe (WEFT_SYNC_SIGNED_OUT, "An administrator shut you out.", 1);

  g_assert_cmpstr (bare, ==, "You are signed out. Sign in to connect. 3 changes wait.");
  g_assert_cmpstr (whole, ==, "You are signed out. An administrator shut you out. 1 change waits.");
}

/* Every state has a word, and a button exactly where a person can do something. */
static void
test_every_state (void)
{
  for (WeftSyncState state = WEFT_SYNC_OFFLINE; state <= WEFT_SYNC_UPDATE_NEEDED; state++)
    {
      g_autofree char *text = weft_connection_describe (state, "why", 0);
      const char *action = "untouched";
      const char *button = weft_connection_get_button (state, &action);

      g_assert_cmpstr (weft_connection_get_word (state), !=, "");
      g_assert_cmpint (button != NULL, ==, action != NULL);
      if (button != NULL)
        g_assert_nonnull (text);
      if (state == WEFT_SYNC_SIGNED_OUT || state == WEFT_SYNC_UPDATE_NEEDED)
        g_assert_nonnull (strstr (text, "why"));
    }
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/connection/nothing-to-say", test_nothing_to_say);
  g_test_add_func ("/connection/counts", test_counts);
  g_test_add_func ("/connection/refused", test_refused);
  g_test_add_func ("/connection/conflicts", test_conflicts);
  g_test_add_func ("/connection/sentences", test_sentences);
  g_test_add_func ("/connection/every-state", test_every_state);
  return g_test_run ();
}
