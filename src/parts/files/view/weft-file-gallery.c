/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-files"

#include "config.h"

#include "parts/files/view/weft-file-gallery.h"

#include "parts/files/view/weft-file-cards.h"
#include "parts/files/view/weft-thumbnails.h"
#include "parts/files/view/weft-voice-player.h"

#define PICTURES_MAX 60 /* in memory: each at most 3 MB */

struct _WeftFileGallery
{
  GObject parent_instance;

  WeftFileList *list;
  GHashTable *cards;     /* target → WeftFileCards */
  GHashTable *pictures;  /* hash → GdkTexture */
  GQueue order;          /* of hashes, borrowed: the picture used last at the end */
  GHashTable *waiting; /* hashes which are fetched only on request */
  GHashTable *asked;     /* hashes on their way, or of which there is no picture */
};

enum
{
  CHANGED,
  PICTURE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftFileGallery, weft_file_gallery, G_TYPE_OBJECT)

typedef struct
{
  GWeakRef gallery;
  char *hash;
  gboolean film;
} Asking;

static void
asking_free (gpointer data)
{
  Asking *asking = data;

  g_weak_ref_clear (&asking->gallery);
  g_free (asking->hash);
  g_free (asking);
}

static Asking *
asking_new (WeftFileGallery *self, const char *hash, gboolean film)
{
  Asking *asking = g_new0 (Asking, 1);

  g_weak_ref_init (&asking->gallery, self);
  asking->hash = g_strdup (hash);
  asking->film = film;

  return asking;
}

static void
tell (WeftFileGallery *self, const char *hash)
{
  GHashTableIter iter;
  gpointer cards;

  g_hash_table_iter_init (&iter, self->cards);
  while (g_hash_table_iter_next (&iter, NULL, &cards))
    if (weft_file_cards_shows (cards, hash))
      weft_attachments_changed (cards, FALSE);
  g_signal_emit (self, signals[PICTURE], 0);
}

static void
keep_picture (WeftFileGallery *self, const char *hash, GdkTexture *picture)
{
  char *key = g_strdup (hash);

  while (self->order.length >= PICTURES_MAX)
    {
      const char *oldest = g_queue_pop_head (&self->order);

      g_hash_table_remove (self->asked, oldest);
      g_hash_table_remove (self->pictures, oldest);
    }
  g_hash_table_insert (self->pictures, key, g_object_ref (picture));
  g_queue_push_tail (&self->order, key);
}

static DexFuture *
on_picture (DexFuture *future, gpointer user_data)
{
  Asking *asking = user_data;
  g_autoptr (WeftFileGallery) self = g_weak_ref_get (&asking->gallery);
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  if (self == NULL)
    return NULL;
  if (value != NULL && !g_hash_table_contains (self->pictures, asking->hash))
    {
      keep_picture (self, asking->hash, g_value_get_object (value));
      tell (self, asking->hash);
    }
  else if (error != NULL)
    {
      g_debug ("No picture: %s", error->message);
      /* What was not reached now may be later; what is no picture never becomes one. */
      if (error->domain == WEFT_ERROR)
        g_hash_table_remove (self->asked, asking->hash);
    }

  return NULL;
}

static DexFuture *
on_fetched (DexFuture *future, gpointer user_data)
{
  Asking *asking = user_data;

  return weft_thumbnail_load (g_value_get_string (dex_future_get_value (future, NULL)), asking->hash, asking->film);
}

static void
fetch (WeftFileGallery *self, const char *hash, gint64 size, gboolean film)
{
  dex_future_disown (dex_future_finally (
      dex_future_then (weft_sync_fetch_file (weft_file_list_get_sync (self->list), weft_file_list_get_stream (self->list), hash, size),
                       on_fetched, asking_new (self, hash, film), asking_free),
      on_picture, asking_new (self, hash, film), asking_free));
}

/* What was made small once is here: it costs nothing. */
static DexFuture *
on_kept (DexFuture *future, gpointer user_data)
{
  Asking *asking = user_data;
  g_autoptr (WeftFileGallery) self = g_weak_ref_get (&asking->gallery);

  if (self == NULL)
    return NULL;
  if (dex_future_is_resolved (future))
    return on_picture (future, user_data);
  g_hash_table_add (self->waiting, g_strdup (asking->hash));
  tell (self, asking->hash);

  return NULL;
}

/* It costs nothing any more: what waits is fetched when it is drawn. */
static void
on_metered_changed (WeftFileGallery *self)
{
  GHashTableIter iter;
  gpointer hash;

  if (g_network_monitor_get_network_metered (g_network_monitor_get_default ()))
    return;
  g_hash_table_iter_init (&iter, self->waiting);
  while (g_hash_table_iter_next (&iter, &hash, NULL))
    g_hash_table_remove (self->asked, hash);
  g_hash_table_remove_all (self->waiting);
  g_hash_table_iter_init (&iter, self->cards);
  while (g_hash_table_iter_next (&iter, NULL, &hash))
    weft_attachments_changed (hash, FALSE);
  g_signal_emit (self, signals[PICTURE], 0);
}

static GdkTexture *
get_picture (WeftFileGallery *self, const char *hash, gint64 size, gboolean film)
{
  GdkTexture *picture;

  picture = g_hash_table_lookup (self->pictures, hash);
  if (picture != NULL || size > WEFT_THUMBNAIL_BYTES_MAX || !g_hash_table_add (self->asked, g_strdup (hash)))
    return picture;

  if (!g_network_monitor_get_network_metered (g_network_monitor_get_default ()))
    fetch (self, hash, size, film);
  else
    dex_future_disown (dex_future_finally (weft_thumbnail_load_kept (hash), on_kept, asking_new (self, hash, film), asking_free));

  return NULL;
}

GdkTexture *
weft_file_gallery_get_picture (WeftFileGallery *self, const WeftFile *file)
{
  g_return_val_if_fail (WEFT_IS_FILE_GALLERY (self), NULL);
  g_return_val_if_fail (file != NULL, NULL);

  return get_picture (self, file->hash, file->size, weft_file_is_video (file));
}

GdkTexture *
weft_file_gallery_get_picture_of (WeftFileGallery *self, const char *hash, gint64 size)
{
  g_return_val_if_fail (WEFT_IS_FILE_GALLERY (self), NULL);
  g_return_val_if_fail (hash != NULL, NULL);

  return get_picture (self, hash, size, FALSE);
}

gboolean
weft_file_gallery_is_waiting (WeftFileGallery *self, const char *hash)
{
  g_return_val_if_fail (WEFT_IS_FILE_GALLERY (self), FALSE);

  return g_hash_table_contains (self->waiting, hash);
}

void
weft_file_gallery_request (WeftFileGallery *self, const WeftFile *file)
{
  g_return_if_fail (WEFT_IS_FILE_GALLERY (self));

  if (!g_hash_table_remove (self->waiting, file->hash))
    return;
  fetch (self, file->hash, file->size, weft_file_is_video (file));
  tell (self, file->hash);
}

static void
on_progress (WeftSync *sync, const char *hash, gint64 done, gint64 total, WeftFileGallery *self)
{
  tell (self, hash);
}

static void
on_played (WeftVoicePlayer *player, const char *hash, WeftFileGallery *self)
{
  tell (self, hash);
}

static void
on_list_changed (WeftFileGallery *self)
{
  g_hash_table_remove_all (self->cards);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
weft_file_gallery_dispose (GObject *object)
{
  WeftFileGallery *self = WEFT_FILE_GALLERY (object);

  if (self->list != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->list, self);
      g_signal_handlers_disconnect_by_data (weft_file_list_get_sync (self->list), self);
    }
  g_clear_object (&self->list);

  G_OBJECT_CLASS (weft_file_gallery_parent_class)->dispose (object);
}

static void
weft_file_gallery_finalize (GObject *object)
{
  WeftFileGallery *self = WEFT_FILE_GALLERY (object);

  g_hash_table_unref (self->cards);
  g_queue_clear (&self->order);
  g_hash_table_unref (self->pictures);
  g_hash_table_unref (self->asked);
  g_hash_table_unref (self->waiting);

  G_OBJECT_CLASS (weft_file_gallery_parent_class)->finalize (object);
}

static void
weft_file_gallery_class_init (WeftFileGalleryClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_file_gallery_dispose;
  G_OBJECT_CLASS (klass)->finalize = weft_file_gallery_finalize;

  signals[PICTURE] = g_signal_new ("picture", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
weft_file_gallery_init (WeftFileGallery *self)
{
  self->cards = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->pictures = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->asked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->waiting = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_queue_init (&self->order);
}

WeftFileGallery *
weft_file_gallery_new (WeftFileList *list)
{
  WeftFileGallery *self = g_object_new (WEFT_TYPE_FILE_GALLERY, NULL);

  self->list = g_object_ref (list);
  g_signal_connect_swapped (list, "changed", G_CALLBACK (on_list_changed), self);
  g_signal_connect_object (g_network_monitor_get_default (), "notify::network-metered", G_CALLBACK (on_metered_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (weft_voice_player_get_default (), "changed", G_CALLBACK (on_played), self, 0);
  g_signal_connect (weft_file_list_get_sync (list), "file-progress", G_CALLBACK (on_progress), self);

  return self;
}

WeftFileList *
weft_file_gallery_get_list (WeftFileGallery *self)
{
  g_return_val_if_fail (WEFT_IS_FILE_GALLERY (self), NULL);

  return self->list;
}

WeftAttachments *
weft_file_gallery_get (WeftFileGallery *self, const char *target)
{
  WeftAttachments *cards;
  GPtrArray *files;

  g_return_val_if_fail (WEFT_IS_FILE_GALLERY (self), NULL);

  files = weft_file_list_get (self->list, target);
  if (files == NULL)
    return NULL;
  cards = g_hash_table_lookup (self->cards, target);
  if (cards == NULL)
    {
      cards = weft_file_cards_new (self, files);
      g_hash_table_insert (self->cards, g_strdup (target), cards);
    }

  return cards;
}
