/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include <glib/gstdio.h>
#include <libdex.h>

#include "app/weft-workspaces.h"
#include "base/weft-id.h"

#define FILE_NAME "workspaces.ini"
#define DEMO_ID "demo"

struct _WeftWorkspaces
{
  GObject parent_instance;

  char *directory;
  GPtrArray *items;
};

static void weft_workspaces_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (WeftWorkspaces,
                               weft_workspaces,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, weft_workspaces_list_model_init))

static GType
weft_workspaces_get_item_type (GListModel *model)
{
  return WEFT_TYPE_WORKSPACE;
}

static guint
weft_workspaces_get_n_items (GListModel *model)
{
  return WEFT_WORKSPACES (model)->items->len;
}

static gpointer
weft_workspaces_get_item (GListModel *model, guint position)
{
  WeftWorkspaces *self = WEFT_WORKSPACES (model);

  return position < self->items->len ? g_object_ref (g_ptr_array_index (self->items, position)) : NULL;
}

static void
weft_workspaces_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = weft_workspaces_get_item_type;
  iface->get_n_items = weft_workspaces_get_n_items;
  iface->get_item = weft_workspaces_get_item;
}

static void
weft_workspaces_finalize (GObject *object)
{
  WeftWorkspaces *self = WEFT_WORKSPACES (object);

  g_free (self->directory);
  g_ptr_array_unref (self->items);

  G_OBJECT_CLASS (weft_workspaces_parent_class)->finalize (object);
}

static void
weft_workspaces_class_init (WeftWorkspacesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_workspaces_finalize;
}

static void
weft_workspaces_init (WeftWorkspaces *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
}

WeftWorkspaces *
weft_workspaces_new (const char *directory)
{
  WeftWorkspaces *self;

  g_return_val_if_fail (directory != NULL, NULL);

  self = g_object_new (WEFT_TYPE_WORKSPACES, NULL);
  self->directory = g_strdup (directory);
  return self;
}

const char *
weft_workspaces_get_directory (WeftWorkspaces *self)
{
  g_return_val_if_fail (WEFT_IS_WORKSPACES (self), NULL);

  return self->directory;
}

static void
add_from_key_file (WeftWorkspaces *self, GKeyFile *file, const char *id)
{
  g_autofree char *kind = g_key_file_get_string (file, id, "kind", NULL);
  g_autofree char *name = g_key_file_get_string (file, id, "name", NULL);
  g_autofree char *address = g_key_file_get_string (file, id, "address", NULL);
  g_autofree char *person = g_key_file_get_string (file, id, "person", NULL);
  g_autofree char *directory = g_build_filename (self->directory, id, NULL);
  WeftWorkspaceKind workspace_kind = weft_workspace_kind_from_key (kind);

  /* A section by hand could otherwise lead anywhere. */
  if (!weft_id_is_valid (id) && !g_str_equal (id, DEMO_ID))
    return;
  if (workspace_kind == WEFT_WORKSPACE_REMOTE && address == NULL)
    return;
  g_ptr_array_add (self->items, weft_workspace_new (id, workspace_kind, directory, name, address, person));
}

typedef struct
{
  WeftWorkspaces *self;
  char *path;
  GBytes *bytes;
} Job;

static void
job_free (Job *job)
{
  g_object_unref (job->self);
  g_free (job->path);
  g_clear_pointer (&job->bytes, g_bytes_unref);
  g_free (job);
}

static Job *
job_new (WeftWorkspaces *self)
{
  Job *job = g_new0 (Job, 1);

  job->self = g_object_ref (self);
  job->path = g_build_filename (self->directory, FILE_NAME, NULL);
  return job;
}

static DexFuture *
load_fiber (gpointer user_data)
{
  Job *job = user_data;
  WeftWorkspaces *self = job->self;
  g_autoptr (GFile) file = g_file_new_for_path (job->path);
  g_autoptr (GKeyFile) keys = g_key_file_new ();
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) ids = NULL;
  guint n_before = self->items->len;

  bytes = dex_await_boxed (dex_file_load_contents_bytes (file), &error);
  if (bytes == NULL)
    {
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
        return dex_future_new_true ();
      g_prefix_error (&error, "%s: ", job->path);
      return dex_future_new_for_error (g_steal_pointer (&error));
    }
  if (g_bytes_get_size (bytes) > 0 && !g_key_file_load_from_bytes (keys, bytes, G_KEY_FILE_NONE, &error))
    {
      g_prefix_error (&error, "%s: ", job->path);
      return dex_future_new_for_error (g_steal_pointer (&error));
    }
  ids = g_key_file_get_groups (keys, NULL);
  for (guint i = 0; ids[i] != NULL; i++)
    add_from_key_file (self, keys, ids[i]);
  if (self->items->len > n_before)
    g_list_model_items_changed (G_LIST_MODEL (self), n_before, 0, self->items->len - n_before);
  return dex_future_new_true ();
}

DexFuture *
weft_workspaces_load (WeftWorkspaces *self)
{
  g_return_val_if_fail (WEFT_IS_WORKSPACES (self), NULL);

  return dex_scheduler_spawn (NULL, 0, load_fiber, job_new (self), (GDestroyNotify) job_free);
}

/* On a thread of the pool: files are written blocking there. */
static DexFuture *
write_fiber (gpointer user_data)
{
  Job *job = user_data;
  g_autofree char *directory = g_path_get_dirname (job->path);
  g_autoptr (GError) error = NULL;
  gsize size;
  const char *data = g_bytes_get_data (job->bytes, &size);

  if (g_mkdir_with_parents (directory, 0700) != 0)
    {
      int saved_errno = errno;

      return dex_future_new_reject (G_IO_ERROR, g_io_error_from_errno (saved_errno), "%s: %s", directory,
                                    g_strerror (saved_errno));
    }
  if (!g_file_set_contents_full (job->path, data, size, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dex_future_new_true ();
}

DexFuture *
weft_workspaces_save (WeftWorkspaces *self)
{
  g_autoptr (GKeyFile) keys = NULL;
  Job *job;
  char *text;
  gsize length;

  g_return_val_if_fail (WEFT_IS_WORKSPACES (self), NULL);

  keys = g_key_file_new ();
  for (guint i = 0; i < self->items->len; i++)
    {
      WeftWorkspace *workspace = g_ptr_array_index (self->items, i);
      const char *id = weft_workspace_get_id (workspace);
      WeftWorkspaceKind kind = weft_workspace_get_kind (workspace);
      const char *person = weft_workspace_get_person (workspace);

      g_key_file_set_string (keys, id, "kind", weft_workspace_kind_to_key (kind));
      if (weft_workspace_get_name (workspace) != NULL)
        g_key_file_set_string (keys, id, "name", weft_workspace_get_name (workspace));
      if (kind == WEFT_WORKSPACE_REMOTE)
        g_key_file_set_string (keys, id, "address", weft_workspace_get_address (workspace));
      if (person != NULL)
        g_key_file_set_string (keys, id, "person", person);
    }
  text = g_key_file_to_data (keys, &length, NULL);
  job = job_new (self);
  job->bytes = g_bytes_new_take (text, length);
  return dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0, write_fiber, job,
                              (GDestroyNotify) job_free);
}

WeftWorkspace *
weft_workspaces_create (WeftWorkspaces *self, WeftWorkspaceKind kind, const char *name, const char *address)
{
  g_autofree char *id = NULL, *directory = NULL;

  g_return_val_if_fail (WEFT_IS_WORKSPACES (self), NULL);

  id = kind == WEFT_WORKSPACE_DEMO ? g_strdup (DEMO_ID) : weft_id_new (weft_clock_get_system ());
  directory = g_build_filename (self->directory, id, NULL);
  return weft_workspace_new (id, kind, directory, name, address, NULL);
}

void
weft_workspaces_add (WeftWorkspaces *self, WeftWorkspace *workspace)
{
  g_return_if_fail (WEFT_IS_WORKSPACES (self));
  g_return_if_fail (WEFT_IS_WORKSPACE (workspace));

  g_ptr_array_add (self->items, g_object_ref (workspace));
  g_list_model_items_changed (G_LIST_MODEL (self), self->items->len - 1, 0, 1);
}

void
weft_workspaces_remove (WeftWorkspaces *self, WeftWorkspace *workspace)
{
  guint position;

  g_return_if_fail (WEFT_IS_WORKSPACES (self));

  if (!g_ptr_array_find (self->items, workspace, &position))
    return;
  g_ptr_array_remove_index (self->items, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
}

WeftWorkspace *
weft_workspaces_find (WeftWorkspaces *self, const char *id)
{
  g_return_val_if_fail (WEFT_IS_WORKSPACES (self), NULL);

  for (guint i = 0; i < self->items->len; i++)
    if (g_strcmp0 (weft_workspace_get_id (g_ptr_array_index (self->items, i)), id) == 0)
      return g_ptr_array_index (self->items, i);
  return NULL;
}

WeftWorkspace *
weft_workspaces_find_kind (WeftWorkspaces *self, WeftWorkspaceKind kind)
{
  g_return_val_if_fail (WEFT_IS_WORKSPACES (self), NULL);

  for (guint i = 0; i < self->items->len; i++)
    if (weft_workspace_get_kind (g_ptr_array_index (self->items, i)) == kind)
      return g_ptr_array_index (self->items, i);
  return NULL;
}

WeftWorkspace *
weft_workspaces_find_address (WeftWorkspaces *self, const char *address)
{
  g_return_val_if_fail (WEFT_IS_WORKSPACES (self), NULL);

  for (guint i = 0; i < self->items->len; i++)
    if (g_strcmp0 (weft_workspace_get_address (g_ptr_array_index (self->items, i)), address) == 0)
      return g_ptr_array_index (self->items, i);
  return NULL;
}
