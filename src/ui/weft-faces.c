/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-ui"

#include "config.h"

#include "ui/weft-faces.h"

#define PICTURES_MAX 300 /* about 100 kB each */
#define KNOWN_MAX 20000  /* ids of whom nothing more is asked */

struct _WeftFaces
{
  GObject parent_instance;

  GHashTable *pictures; /* id → GdkTexture */
  GQueue order;         /* of their ids, borrowed: the oldest first */
  GHashTable *known;    /* ids of those who were asked for */
};

enum
{
  WANTED,
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftFaces, weft_faces, G_TYPE_OBJECT)

static void
drop (WeftFaces *self, const char *id)
{
  GList *link = g_queue_find_custom (&self->order, id, (GCompareFunc) (void (*) (void)) g_strcmp0);

  if (link != NULL)
    g_queue_delete_link (&self->order, link);
  g_hash_table_remove (self->pictures, id);
}

static void
weft_faces_finalize (GObject *object)
{
  WeftFaces *self = WEFT_FACES (object);

  g_queue_clear (&self->order);
  g_hash_table_unref (self->pictures);
  g_hash_table_unref (self->known);

  G_OBJECT_CLASS (weft_faces_parent_class)->finalize (object);
}

static void
weft_faces_class_init (WeftFacesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_faces_finalize;

  signals[WANTED] = g_signal_new ("wanted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
weft_faces_init (WeftFaces *self)
{
  self->pictures = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

WeftFaces *
weft_faces_get_default (void)
{
  static WeftFaces *faces; /* as long as the program */

  if (faces == NULL)
    faces = g_object_new (WEFT_TYPE_FACES, NULL);

  return faces;
}

GdkTexture *
weft_faces_lookup (WeftFaces *self, const char *id)
{
  GdkTexture *picture;

  g_return_val_if_fail (WEFT_IS_FACES (self), NULL);

  if (id == NULL)
    return NULL;
  picture = g_hash_table_lookup (self->pictures, id);
  if (picture != NULL || g_hash_table_contains (self->known, id))
    return picture;
  if (g_hash_table_size (self->known) >= KNOWN_MAX)
    g_hash_table_remove_all (self->known);
  g_hash_table_add (self->known, g_strdup (id));
  g_signal_emit (self, signals[WANTED], 0, id);

  return g_hash_table_lookup (self->pictures, id);
}

void
weft_faces_set (WeftFaces *self, const char *id, GdkTexture *picture)
{
  g_return_if_fail (WEFT_IS_FACES (self));
  g_return_if_fail (id != NULL);

  if (g_hash_table_lookup (self->pictures, id) == picture)
    return;
  drop (self, id);
  if (picture != NULL)
    {
      char *key = g_strdup (id);

      if (self->order.length >= PICTURES_MAX)
        {
          g_autofree char *oldest = g_strdup (g_queue_peek_head (&self->order));

          g_hash_table_remove (self->known, oldest);
          drop (self, oldest);
        }
      g_hash_table_insert (self->pictures, key, g_object_ref (picture));
      g_queue_push_tail (&self->order, key);
    }
  g_hash_table_add (self->known, g_strdup (id));
  g_signal_emit (self, signals[CHANGED], 0, id);
}

void
weft_faces_forget (WeftFaces *self, const char *id)
{
  g_autofree char *kept = g_strdup (id);

  g_return_if_fail (WEFT_IS_FACES (self));
  g_return_if_fail (id != NULL);

  drop (self, kept);
  g_hash_table_remove (self->known, kept);
  g_signal_emit (self, signals[CHANGED], 0, kept);
}
