/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-pictures"

#include "config.h"

#include "parts/pictures/view/weft-picture-store.h"

#include "parts/files/view/weft-thumbnails.h"

#define KEPT_MAX 300 /* in memory: 64 kB each, for emoji */

struct _WeftPictureStore
{
  GObject parent_instance;

  WeftSync *sync;
  char *stream;
  GHashTable *pictures; /* hash → GdkTexture */
  GQueue order;         /* of hashes, borrowed: the oldest first */
  GHashTable *asked;    /* hashes on their way */
  GHashTable *broken;   /* hashes of what is no picture */
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftPictureStore, weft_picture_store, G_TYPE_OBJECT)

typedef struct
{
  GWeakRef store;
  char *hash;
} Asking;

static void
asking_free (gpointer data)
{
  Asking *asking = data;

  g_weak_ref_clear (&asking->store);
  g_free (asking->hash);
  g_free (asking);
}

static Asking *
asking_new (WeftPictureStore *self, const char *hash)
{
  Asking *asking = g_new0 (Asking, 1);

  g_weak_ref_init (&asking->store, self);
  asking->hash = g_strdup (hash);
  return asking;
}

static void
keep (WeftPictureStore *self, const char *hash, GdkTexture *picture)
{
  char *key = g_strdup (hash);

  if (self->order.length >= KEPT_MAX)
    g_hash_table_remove (self->pictures, g_queue_pop_head (&self->order));
  g_hash_table_insert (self->pictures, key, g_object_ref (picture));
  g_queue_push_tail (&self->order, key);
}

static DexFuture *
on_picture (DexFuture *future, gpointer user_data)
{
  Asking *asking = user_data;
  g_autoptr (WeftPictureStore) self = g_weak_ref_get (&asking->store);
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  if (self == NULL)
    return NULL;
  g_hash_table_remove (self->asked, asking->hash);
  if (value != NULL && !g_hash_table_contains (self->pictures, asking->hash))
    keep (self, asking->hash, g_value_get_object (value));
  else if (value == NULL)
    {
      g_debug ("No picture: %s", error->message);
      /* What was not reached now may be later; what is no picture never becomes one. */
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED))
        return NULL;
      g_hash_table_add (self->broken, g_strdup (asking->hash));
    }
  g_signal_emit (self, signals[CHANGED], 0, asking->hash);
  return NULL;
}

static DexFuture *
on_fetched (DexFuture *future, gpointer user_data)
{
  Asking *asking = user_data;

  return weft_thumbnail_load (g_value_get_string (dex_future_get_value (future, NULL)), asking->hash, FALSE);
}

GdkTexture *
weft_picture_store_get (WeftPictureStore *self, const char *hash, gint64 size)
{
  GdkTexture *picture;

  g_return_val_if_fail (WEFT_IS_PICTURE_STORE (self), NULL);
  g_return_val_if_fail (hash != NULL, NULL);

  picture = g_hash_table_lookup (self->pictures, hash);
  if (picture != NULL || g_hash_table_contains (self->broken, hash)
      || !g_hash_table_add (self->asked, g_strdup (hash)))
    return picture;
  dex_future_disown (
      dex_future_finally (dex_future_then (weft_sync_fetch_file (self->sync, self->stream, hash, size),
                                           on_fetched, asking_new (self, hash), asking_free),
                          on_picture, asking_new (self, hash), asking_free));
  return NULL;
}

gboolean
weft_picture_store_is_broken (WeftPictureStore *self, const char *hash)
{
  g_return_val_if_fail (WEFT_IS_PICTURE_STORE (self), FALSE);

  return g_hash_table_contains (self->broken, hash);
}

static void
weft_picture_store_finalize (GObject *object)
{
  WeftPictureStore *self = WEFT_PICTURE_STORE (object);

  g_queue_clear (&self->order);
  g_hash_table_unref (self->pictures);
  g_hash_table_unref (self->asked);
  g_hash_table_unref (self->broken);
  g_object_unref (self->sync);
  g_free (self->stream);

  G_OBJECT_CLASS (weft_picture_store_parent_class)->finalize (object);
}

static void
weft_picture_store_class_init (WeftPictureStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_picture_store_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
weft_picture_store_init (WeftPictureStore *self)
{
  self->pictures = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->asked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->broken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_queue_init (&self->order);
}

WeftPictureStore *
weft_picture_store_new (WeftSync *sync, const char *stream)
{
  WeftPictureStore *self;

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);
  g_return_val_if_fail (stream != NULL, NULL);

  self = g_object_new (WEFT_TYPE_PICTURE_STORE, NULL);
  self->sync = g_object_ref (sync);
  self->stream = g_strdup (stream);
  return self;
}
