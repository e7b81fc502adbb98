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
  gboolean team;
  gboolean hidden;
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
weft_phrase_new (const char *id, const char *name, const char *text, gboolean team, gboolean hidden)
{
  WeftPhrase *self;

  g_return_val_if_fail (id != NULL && name != NULL && text != NULL, NULL);

  self = g_object_new (WEFT_TYPE_PHRASE, NULL);
  self->id = g_strdup (id);
  self->name = g_strdup (name);
  self->text = g_strdup (text);
  self->team = !!team;
  self->hidden = !!hidden;
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

gboolean
weft_phrase_get_team (WeftPhrase *self)
{
  g_return_val_if_fail (WEFT_IS_PHRASE (self), FALSE);
  return self->team;
}

gboolean
weft_phrase_get_hidden (WeftPhrase *self)
{
  g_return_val_if_fail (WEFT_IS_PHRASE (self), FALSE);
  return self->hidden;
}

gboolean
weft_phrase_is_same (WeftPhrase *self, WeftPhrase *other)
{
  g_return_val_if_fail (WEFT_IS_PHRASE (self) && WEFT_IS_PHRASE (other), FALSE);
  return g_str_equal (self->id, other->id) && g_str_equal (self->name, other->name)
         && g_str_equal (self->text, other->text) && self->team == other->team && self->hidden == other->hidden;
}
