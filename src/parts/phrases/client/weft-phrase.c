/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-phrases"

#include "config.h"

#include "parts/phrases/client/weft-phrase.h"

struct _WeftPhrase
{
  GObject parent_instance;

  char *id;
  char *name;
  char *text;
};

G_DEFINE_FINAL_TYPE (WeftPhrase, weft_phrase, G_TYPE_OBJECT)

static void
weft_phrase_finalize (GObject *object)
{
  WeftPhrase *self = WEFT_PHRASE (object);

  g_free (self->id);
  g_free (self->name);
  g_free (self->text);

  G_OBJECT_CLASS (weft_phrase_parent_class)->finalize (object);
}

static void
weft_phrase_class_init (WeftPhraseClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_phrase_finalize;
}

static void
weft_phrase_init (WeftPhrase *self)
{
}

WeftPhrase *
weft_phrase_new (const char *id, const char *name, const char *text)
{
  WeftPhrase *self;

  g_return_val_if_fail (id != NULL && name != NULL && text != NULL, NULL);

  self = g_object_new (WEFT_TYPE_PHRASE, NULL);
  self->id = g_strdup (id);
  self->name = g_strdup (name);
  self->text = g_strdup (text);
  return self;
}

const char *
weft_phrase_get_id (WeftPhrase *self)
{
  g_return_val_if_fail (WEFT_IS_PHRASE (self), NULL);
  return self->id;
}

const char *
weft_phrase_get_name (WeftPhrase *self)
{
  g_return_val_if_fail (WEFT_IS_PHRASE (self), NULL);
  return self->name;
}

const char *
weft_phrase_get_text (WeftPhrase *self)
{
  g_return_val_if_fail (WEFT_IS_PHRASE (self), NULL);
  return self->text;
}
