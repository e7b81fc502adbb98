/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-files"

#include "config.h"

#include "parts/files/view/weft-file-opener.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "parts/files/view/weft-cache-folder.h"

#define OPENED_MAX (G_GINT64_CONSTANT (1) << 30) /* bytes of copies that were opened; the newest stay */

typedef struct
{
  WeftFileList *list;
  char *hash;
  char *name;
  gint64 size;
  GtkWindow *parent;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_object_unref (request->list);
  g_clear_object (&request->parent);
  g_free (request->hash);
  g_free (request->name);
  g_free (request);
}

static Request *
request_new (WeftFileList *list, const WeftFile *file, GtkWindow *parent)
{
  Request *request = g_new0 (Request, 1);

  request->list = g_object_ref (list);
  request->hash = g_strdup (file->hash);
  request->name = g_path_get_basename (file->name); /* people check it too, but it becomes a path here */
  request->size = file->size;
  request->parent = parent != NULL ? g_object_ref (parent) : NULL;

  return request;
}

static char *
fetch (Request *request, GError **error)
{
  return dex_await_string (weft_sync_fetch_file (weft_file_list_get_sync (request->list), weft_file_list_get_stream (request->list),
                                                 request->hash, request->size),
                           error);
}

static void
on_copied (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DexPromise) promise = user_data;
  GError *error = NULL;

  if (g_file_copy_finish (G_FILE (source), result, &error))
    dex_promise_resolve_boolean (promise, TRUE);
  else
    dex_promise_reject (promise, error);
}

static gboolean
copy (const char *from, GFile *to, GError **error)
{
  g_autoptr (GFile) source = g_file_new_for_path (from);
  DexPromise *promise = dex_promise_new ();

  g_file_copy_async (source, to, G_FILE_COPY_OVERWRITE | G_FILE_COPY_TARGET_DEFAULT_PERMS, G_PRIORITY_DEFAULT, NULL, NULL, NULL, on_copied,
                     dex_ref (promise));

  return dex_await (DEX_FUTURE (promise), error);
}

static void
on_launched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DexPromise) promise = user_data;
  GError *error = NULL;

  if (gtk_file_launcher_launch_finish (GTK_FILE_LAUNCHER (source), result, &error))
    dex_promise_resolve_boolean (promise, TRUE);
  else
    dex_promise_reject (promise, error);
}

/* The cached copy has no name and must not change: another one is opened. */
static DexFuture *
open_fiber (gpointer data)
{
  Request *request = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = fetch (request, &error);
  g_autofree char *opened = g_build_filename (g_get_user_cache_dir (), "weft", "opened", NULL);
  g_autofree char *folder = g_build_filename (opened, request->hash, NULL);
  g_autoptr (GFile) target = g_file_new_build_filename (folder, request->name, NULL);
  g_autoptr (GtkFileLauncher) launcher = NULL;
  DexPromise *promise;

  if (path == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  g_mkdir_with_parents (folder, 0700);
  if (!copy (path, target, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  weft_cache_folder_trim_aside (opened, OPENED_MAX);

  promise = dex_promise_new ();
  launcher = gtk_file_launcher_new (target);
  gtk_file_launcher_launch (launcher, request->parent, NULL, on_launched, dex_ref (promise));

  return DEX_FUTURE (promise);
}

static void
on_chosen (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DexPromise) promise = user_data;
  GError *error = NULL;
  GFile *file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, &error);

  if (file != NULL)
    dex_promise_resolve_object (promise, file);
  else
    dex_promise_reject (promise, error);
}

static DexFuture *
save_fiber (gpointer data)
{
  Request *request = data;
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr (GFile) target = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  DexPromise *promise = dex_promise_new ();

  gtk_file_dialog_set_title (dialog, _("Save File"));
  gtk_file_dialog_set_initial_name (dialog, request->name);
  gtk_file_dialog_save (dialog, request->parent, NULL, on_chosen, dex_ref (promise));
  target = dex_await_object (DEX_FUTURE (promise), &error);
  if (target == NULL || (path = fetch (request, &error)) == NULL || !copy (path, target, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_for_boolean (TRUE);
}

DexFuture *
weft_file_open (WeftFileList *list, const WeftFile *file, GtkWindow *parent)
{
  return dex_scheduler_spawn (NULL, 0, open_fiber, request_new (list, file, parent), request_free);
}

DexFuture *
weft_file_save (WeftFileList *list, const WeftFile *file, GtkWindow *parent)
{
  return dex_scheduler_spawn (NULL, 0, save_fiber, request_new (list, file, parent), request_free);
}
