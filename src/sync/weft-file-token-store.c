/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-sync"

#include "config.h"

#include "sync/weft-account.h"

#include <errno.h>
#include <glib/gstdio.h>

/* A key file with a group for each address, a key for each person. It is a few hundred bytes: reading it blocks nobody. */
struct _WeftFileTokenStore
{
  GObject parent_instance;

  char *path;
};

static void weft_file_token_store_iface_init (WeftTokenStoreInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (WeftFileTokenStore, weft_file_token_store, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (WEFT_TYPE_TOKEN_STORE, weft_file_token_store_iface_init))

/* The names of groups may not hold brackets, which addresses with IPv6 do. */
static char *
make_group (const char *address)
{
  return g_uri_escape_string (address, ":/", FALSE);
}

static GKeyFile *
load_file (WeftFileTokenStore *self, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) local_error = NULL;

  if (!g_key_file_load_from_file (file, self->path, G_KEY_FILE_NONE, &local_error) &&
      !g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, "Cannot read %s: %s", self->path, local_error->message);
      return NULL;
    }

  return g_steal_pointer (&file);
}

static DexFuture *
weft_file_token_store_load (WeftTokenStore *store, const char *address, const char *person)
{
  WeftFileTokenStore *self = WEFT_FILE_TOKEN_STORE (store);
  g_autoptr (GKeyFile) file = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *group = make_group (address);

  file = load_file (self, &error);
  if (file == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_string (person != NULL ? g_key_file_get_string (file, group, person, NULL) : NULL);
}

static DexFuture *
weft_file_token_store_save (WeftTokenStore *store, const char *address, const char *person, const char *token)
{
  WeftFileTokenStore *self = WEFT_FILE_TOKEN_STORE (store);
  g_autoptr (GKeyFile) file = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *group = make_group (address);
  g_autofree char *data = NULL;
  g_autofree char *directory = NULL;
  gsize length;

  file = load_file (self, &error);
  if (file == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  if (token != NULL)
    g_key_file_set_string (file, group, person, token);
  else
    g_key_file_remove_key (file, group, person, NULL);

  directory = g_path_get_dirname (self->path);
  g_mkdir_with_parents (directory, 0700);
  data = g_key_file_to_data (file, &length, NULL);
  if (!g_file_set_contents_full (self->path, data, length, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, &error))
    return dex_future_new_reject (WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, "Cannot write %s: %s", self->path, error->message);

  return dex_future_new_for_boolean (TRUE);
}

static void
weft_file_token_store_finalize (GObject *object)
{
  WeftFileTokenStore *self = WEFT_FILE_TOKEN_STORE (object);

  g_free (self->path);

  G_OBJECT_CLASS (weft_file_token_store_parent_class)->finalize (object);
}

static void
weft_file_token_store_class_init (WeftFileTokenStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_file_token_store_finalize;
}

static void
weft_file_token_store_iface_init (WeftTokenStoreInterface *iface)
{
  iface->load = weft_file_token_store_load;
  iface->save = weft_file_token_store_save;
}

static void
weft_file_token_store_init (WeftFileTokenStore *self)
{
}

WeftTokenStore *
weft_file_token_store_new (const char *path)
{
  WeftFileTokenStore *self;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_object_new (WEFT_TYPE_FILE_TOKEN_STORE, NULL);
  self->path = g_strdup (path);

  return WEFT_TOKEN_STORE (self);
}
