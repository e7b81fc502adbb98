/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <libdex.h>

#include "app/weft-workspaces.h"

static DexFuture *
await_fiber (gpointer user_data)
{
  DexFuture *future = user_data;
  GError *error = NULL;

  if (!dex_await (dex_ref (future), &error))
    return dex_future_new_for_error (error);
  return dex_future_new_true ();
}

/* Runs the main loop until @future is settled. Takes it. A fiber waits on the main context, for what another
 * thread settles wakes nobody. */
static gboolean
settle (DexFuture *future, GError **error)
{
  DexFuture *waiting = dex_scheduler_spawn (NULL, 0, await_fiber, future, dex_unref);
  gboolean resolved;

  while (dex_future_is_pending (waiting))
    g_main_context_iteration (NULL, TRUE);
  resolved = dex_future_get_value (waiting, error) != NULL;
  dex_unref (waiting);
  return resolved;
}

static char *
make_directory (void)
{
  g_autoptr (GError) error = NULL;
  char *path = g_dir_make_tmp ("weft-workspaces-XXXXXX", &error);

  g_assert_no_error (error);
  return path;
}

static void
remove_directory (const char *path)
{
  g_autofree char *file = g_build_filename (path, "workspaces.ini", NULL);

  g_remove (file);
  g_assert_cmpint (g_rmdir (path), ==, 0);
}

static void
test_round_trip (void)
{
  g_autofree char *path = make_directory ();
  g_autoptr (GError) error = NULL;

  {
    g_autoptr (WeftWorkspaces) workspaces = weft_workspaces_new (path);
    g_autoptr (WeftWorkspace) remote = weft_workspaces_create (workspaces, WEFT_WORKSPACE_REMOTE,
                                                               "Đội giao hàng", "https://team.example.org");
    g_autoptr (WeftWorkspace) demo = weft_workspaces_create (workspaces, WEFT_WORKSPACE_DEMO, NULL, NULL);
    g_autoptr (WeftWorkspace) local
        = weft_workspaces_create (workspaces, WEFT_WORKSPACE_EMBEDDED, "Mine", NULL);

    weft_workspaces_add (workspaces, remote);
    weft_workspaces_add (workspaces, demo);
    weft_workspaces_add (workspaces, local);
    g_assert_true (settle (weft_workspaces_save (workspaces), &error));
    g_assert_no_error (error);
  }
  {
    g_autoptr (WeftWorkspaces) workspaces = weft_workspaces_new (path);
    WeftWorkspace *workspace;

    g_assert_true (settle (weft_workspaces_load (workspaces), &error));
    g_assert_no_error (error);
    g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (workspaces)), ==, 3);
    workspace = weft_workspaces_find_address (workspaces, "https://team.example.org");
    g_assert_nonnull (workspace);
    g_assert_cmpstr (weft_workspace_get_name (workspace), ==, "Đội giao hàng");
    g_assert_cmpint (weft_workspace_get_kind (workspace), ==, WEFT_WORKSPACE_REMOTE);
    workspace = weft_workspaces_find_kind (workspaces, WEFT_WORKSPACE_DEMO);
    g_assert_cmpstr (weft_workspace_get_id (workspace), ==, "demo");
    g_assert_true (g_str_has_prefix (weft_workspace_get_address (workspace), "unix:"));
    workspace = weft_workspaces_find_kind (workspaces, WEFT_WORKSPACE_EMBEDDED);
    g_assert_cmpstr (weft_workspace_get_name (workspace), ==, "Mine");
    weft_workspaces_remove (workspaces, workspace);
    g_assert_null (weft_workspaces_find_kind (workspaces, WEFT_WORKSPACE_EMBEDDED));
  }
  remove_directory (path);
}

static void
load_text (const char *text, guint n_expected, gboolean readable)
{
  g_autofree char *path = make_directory ();
  g_autofree char *file = g_build_filename (path, "workspaces.ini", NULL);
  g_autoptr (WeftWorkspaces) workspaces = weft_workspaces_new (path);
  g_autoptr (GError) error = NULL;

  if (text != NULL)
    {
      g_file_set_contents (file, text, -1, &error);
      g_assert_no_error (error);
    }
  g_assert_cmpint (settle (weft_workspaces_load (workspaces), &error), ==, readable);
  /* What is wrong with which file. */
  if (!readable)
    g_assert_nonnull (strstr (error->message, file));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (workspaces)), ==, n_expected);
  remove_directory (path);
}

static void
test_bad_files (void)
{
  load_text (NULL, 0, TRUE);
  load_text ("", 0, TRUE);
  load_text ("no key file", 0, FALSE);
  /* A section that leads out of the folder, one without an address, an unknown kind without one. */
  load_text ("[../../etc]\nkind=embedded\n", 0, TRUE);
  load_text ("[01930000-0000-7000-8000-000000000001]\nkind=remote\n", 0, TRUE);
  load_text ("[01930000-0000-7000-8000-000000000001]\nkind=else\n", 0, TRUE);
  load_text (
      "[01930000-0000-7000-8000-000000000001]\nkind=remote\naddress=https://a.example\n[demo]\nkind=demo\n",
      2, TRUE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_test_add_func ("/workspaces/round-trip", test_round_trip);
  g_test_add_func ("/workspaces/bad-files", test_bad_files);
  return g_test_run ();
}
