/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-notices"

#include "config.h"

#include "parts/notices/client/weft-keyword.h"

struct _WeftKeyword
{
  GObject parent_instance;

  char *id;
  char *word;
};

G_DEFINE_FINAL_TYPE (WeftKeyword, weft_keyword, G_TYPE_OBJECT)

static void
weft_keyword_finalize (GObject *object)
{
  WeftKeyword *self = WEFT_KEYWORD (object);

  g_free (self->id);
  g_free (self->word);

  G_OBJECT_CLASS (weft_keyword_parent_class)->finalize (object);
}

static void
weft_keyword_class_init (WeftKeywordClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_keyword_finalize;
}

static void
weft_keyword_init (WeftKeyword *self)
{
}

WeftKeyword *
weft_keyword_new (const char *id, const char *word)
{
  WeftKeyword *self;

  g_return_val_if_fail (id != NULL, NULL);
  g_return_val_if_fail (word != NULL, NULL);

  self = g_object_new (WEFT_TYPE_KEYWORD, NULL);
  self->id = g_strdup (id);
  self->word = g_strdup (word);
  return self;
}

const char *
weft_keyword_get_id (WeftKeyword *self)
{
  g_return_val_if_fail (WEFT_IS_KEYWORD (self), NULL);

  return self->id;
}

const char *
weft_keyword_get_word (WeftKeyword *self)
{
  g_return_val_if_fail (WEFT_IS_KEYWORD (self), NULL);

  return self->word;
}
