/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-pictures"

#include "config.h"

#include "parts/pictures/client/weft-own-emoji.h"

#include <string.h>

struct _WeftOwnEmoji
{
  GObject parent_instance;

  char *id;
  char *name;
  char *picture;
  char *author;
  gint64 size;
};

G_DEFINE_FINAL_TYPE (WeftOwnEmoji, weft_own_emoji, G_TYPE_OBJECT)

static void
weft_own_emoji_finalize (GObject *object)
{
  WeftOwnEmoji *self = WEFT_OWN_EMOJI (object);

  g_free (self->id);
  g_free (self->name);
  g_free (self->picture);
  g_free (self->author);

  G_OBJECT_CLASS (weft_own_emoji_parent_class)->finalize (object);
}

static void
weft_own_emoji_class_init (WeftOwnEmojiClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_own_emoji_finalize;
}

static void
weft_own_emoji_init (WeftOwnEmoji *self)
{
}

WeftOwnEmoji *
weft_own_emoji_new (const char *id, const char *name, const char *picture, gint64 size, const char *author)
{
  WeftOwnEmoji *self;

  g_return_val_if_fail (id != NULL && name != NULL && picture != NULL, NULL);

  self = g_object_new (WEFT_TYPE_OWN_EMOJI, NULL);
  self->id = g_strdup (id);
  self->name = g_strdup (name);
  self->picture = g_strdup (picture);
  self->size = size;
  self->author = g_strdup (author);
  return self;
}

#define GETTER(type, name, fallback)                                                                         \
  type weft_own_emoji_get_##name (WeftOwnEmoji *self)                                                      \
  {                                                                                                          \
    g_return_val_if_fail (WEFT_IS_OWN_EMOJI (self), fallback);                                              \
    return self->name;                                                                                       \
  }

GETTER (const char *, id, NULL)
GETTER (const char *, name, NULL)
GETTER (const char *, picture, NULL)
GETTER (const char *, author, NULL)
GETTER (gint64, size, 0)

gboolean
weft_own_emoji_is_name (const char *name)
{
  gsize length = strlen (name);

  return length > 0 && length <= WEFT_EMOJI_NAME_MAX
         && strspn (name, "abcdefghijklmnopqrstuvwxyz0123456789_+-") == length;
}
