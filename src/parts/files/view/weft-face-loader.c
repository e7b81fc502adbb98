/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-files"

#include "config.h"

#include "parts/files/view/weft-face-loader.h"

#include "parts/files/view/weft-thumbnails.h"
#include "ui/weft-faces.h"

struct _WeftFaceLoader
{
  GObject parent_instance;

  WeftSync *sync;
  WeftFaceDescribe describe;
  gpointer user_data;
  WeftPeople *people; /* (nullable): whom it describes */
  GHashTable *told;   /* id of who was drawn → hash of the picture that was told, or "" */
};

G_DEFINE_FINAL_TYPE (WeftFaceLoader, weft_face_loader, G_TYPE_OBJECT)

typedef struct
{
  GWeakRef loader;
  char *id;
  char *hash;
} Asking;

static void
asking_free (gpointer data)
{
  Asking *asking = data;

  g_weak_ref_clear (&asking->loader);
  g_free (asking->id);
  g_free (asking->hash);
  g_free (asking);
}

static Asking *
asking_new (WeftFaceLoader *self, const char *id, const char *hash)
{
  Asking *asking = g_new0 (Asking, 1);

  g_weak_ref_init (&asking->loader, self);
  asking->id = g_strdup (id);
  asking->hash = g_strdup (hash);

  return asking;
}

static DexFuture *
on_fetched (DexFuture *future, gpointer user_data)
{
  Asking *asking = user_data;

  return weft_thumbnail_load_face (g_value_get_string (dex_future_get_value (future, NULL)), asking->hash);
}

static DexFuture *
on_picture (DexFuture *future, gpointer user_data)
{
  Asking *asking = user_data;
  g_autoptr (WeftFaceLoader) self = g_weak_ref_get (&asking->loader);
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  /* They may look otherwise by now. */
  if (self == NULL || g_strcmp0 (g_hash_table_lookup (self->told, asking->id), asking->hash) != 0)
    return NULL;
  if (value != NULL)
    weft_faces_set (weft_faces_get_default (), asking->id, g_value_get_object (value));
  else
    {
      g_debug ("No face: %s", error->message); /* initials stand for it */
      /* What was not reached now may be later; what is no picture never becomes one. */
      if (error->domain == WEFT_ERROR)
        g_hash_table_insert (self->told, g_strdup (asking->id), g_strdup (""));
    }

  return NULL;
}

static const char *
get_hash (WeftFaceLoader *self, const char *id, WeftFaceFile *file)
{
  return self->describe (id, file, self->user_data) && file->hash != NULL ? file->hash : "";
}

static void
on_wanted (WeftFaces *faces, const char *id, WeftFaceLoader *self)
{
  WeftFaceFile file = { 0 };
  const char *hash = get_hash (self, id, &file);

  g_hash_table_insert (self->told, g_strdup (id), g_strdup (hash));
  if (*hash == '\0')
    return;
  dex_future_disown (
      dex_future_finally (dex_future_then (weft_sync_fetch_file (self->sync, file.stream, hash, file.size), on_fetched,
                                           asking_new (self, id, hash), asking_free),
                          on_picture, asking_new (self, id, hash), asking_free));
}

/* Who was not there yet when they were drawn is drawn again. */
void
weft_face_loader_look_again (WeftFaceLoader *self)
{
  g_autoptr (GPtrArray) others = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer id, told;

  g_return_if_fail (WEFT_IS_FACE_LOADER (self));

  g_hash_table_iter_init (&iter, self->told);
  while (g_hash_table_iter_next (&iter, &id, &told))
    {
      WeftFaceFile file = { 0 };

      if (!g_str_equal (told, get_hash (self, id, &file)))
        g_ptr_array_add (others, g_strdup (id));
    }
  for (guint i = 0; i < others->len; i++)
    weft_faces_forget (weft_faces_get_default (), g_ptr_array_index (others, i));
}

static void
on_state (WeftFaceLoader *self)
{
  if (weft_sync_get_state (self->sync) == WEFT_SYNC_ONLINE)
    weft_face_loader_look_again (self);
}

static gboolean
describe_person (const char *id, WeftFaceFile *file, gpointer user_data)
{
  WeftPeople *people = user_data;
  WeftPerson *person = weft_people_lookup (people, id);

  if (person == NULL)
    return FALSE;
  *file = (WeftFaceFile) { weft_people_get_stream (people), weft_person_get_picture (person), weft_person_get_picture_size (person) };
  return TRUE;
}

static void
weft_face_loader_dispose (GObject *object)
{
  WeftFaceLoader *self = WEFT_FACE_LOADER (object);

  g_clear_object (&self->people);
  g_clear_object (&self->sync);

  G_OBJECT_CLASS (weft_face_loader_parent_class)->dispose (object);
}

static void
weft_face_loader_finalize (GObject *object)
{
  g_hash_table_unref (WEFT_FACE_LOADER (object)->told);

  G_OBJECT_CLASS (weft_face_loader_parent_class)->finalize (object);
}

static void
weft_face_loader_class_init (WeftFaceLoaderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_face_loader_dispose;
  G_OBJECT_CLASS (klass)->finalize = weft_face_loader_finalize;
}

static void
weft_face_loader_init (WeftFaceLoader *self)
{
  self->told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

WeftFaceLoader *
weft_face_loader_new (WeftSync *sync, WeftFaceDescribe describe, gpointer user_data)
{
  WeftFaceLoader *self;

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);
  g_return_val_if_fail (describe != NULL, NULL);

  self = g_object_new (WEFT_TYPE_FACE_LOADER, NULL);
  self->sync = g_object_ref (sync);
  self->describe = describe;
  self->user_data = user_data;
  g_signal_connect_object (weft_faces_get_default (), "wanted", G_CALLBACK (on_wanted), self, 0);
  g_signal_connect_object (sync, "notify::state", G_CALLBACK (on_state), self, G_CONNECT_SWAPPED);

  return self;
}

WeftFaceLoader *
weft_face_loader_new_people (WeftPeople *people)
{
  WeftFaceLoader *self;

  g_return_val_if_fail (WEFT_IS_PEOPLE (people), NULL);

  self = weft_face_loader_new (weft_people_get_sync (people), describe_person, people);
  self->people = g_object_ref (people);
  g_signal_connect_object (people, "changed", G_CALLBACK (weft_face_loader_look_again), self, G_CONNECT_SWAPPED);

  return self;
}
