/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-ui"

#include "config.h"

#include "ui/weft-card.h"

struct _WeftCard
{
  GObject parent_instance;

  char *title;
  char *meta;
  char *text;
  char *state;
  char *icon_name;
  char *yarn;
  char *action;
};

G_DEFINE_FINAL_TYPE (WeftCard, weft_card, G_TYPE_OBJECT)

static void
weft_card_finalize (GObject *object)
{
  WeftCard *self = WEFT_CARD (object);

  g_free (self->title);
  g_free (self->meta);
  g_free (self->text);
  g_free (self->state);
  g_free (self->icon_name);
  g_free (self->yarn);
  g_free (self->action);

  G_OBJECT_CLASS (weft_card_parent_class)->finalize (object);
}

static void
weft_card_class_init (WeftCardClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_card_finalize;
}

static void
weft_card_init (WeftCard *self)
{
}

WeftCard *
weft_card_new (const char *title,
               const char *meta,
               const char *text,
               const char *icon_name,
               const char *yarn,
               const char *action)
{
  WeftCard *self;

  g_return_val_if_fail (title != NULL && icon_name != NULL && action != NULL, NULL);

  self = g_object_new (WEFT_TYPE_CARD, NULL);
  self->title = g_strdup (title);
  self->meta = g_strdup (meta);
  self->text = g_strdup (text);
  self->icon_name = g_strdup (icon_name);
  self->yarn = g_strdup (yarn);
  self->action = g_strdup (action);

  return self;
}

const char *
weft_card_get_title (WeftCard *self)
{
  g_return_val_if_fail (WEFT_IS_CARD (self), NULL);

  return self->title;
}

const char *
weft_card_get_meta (WeftCard *self)
{
  g_return_val_if_fail (WEFT_IS_CARD (self), NULL);

  return self->meta;
}

const char *
weft_card_get_text (WeftCard *self)
{
  g_return_val_if_fail (WEFT_IS_CARD (self), NULL);

  return self->text;
}

const char *
weft_card_get_icon_name (WeftCard *self)
{
  g_return_val_if_fail (WEFT_IS_CARD (self), NULL);

  return self->icon_name;
}

const char *
weft_card_get_yarn (WeftCard *self)
{
  g_return_val_if_fail (WEFT_IS_CARD (self), NULL);

  return self->yarn;
}

const char *
weft_card_get_action (WeftCard *self)
{
  g_return_val_if_fail (WEFT_IS_CARD (self), NULL);

  return self->action;
}

void
weft_card_set_state (WeftCard *self, const char *state)
{
  g_return_if_fail (WEFT_IS_CARD (self));

  g_set_str (&self->state, state);
}

const char *
weft_card_get_state (WeftCard *self)
{
  g_return_val_if_fail (WEFT_IS_CARD (self), NULL);

  return self->state;
}

gboolean
weft_card_equal (WeftCard *self, WeftCard *other)
{
  g_return_val_if_fail (WEFT_IS_CARD (self), FALSE);
  g_return_val_if_fail (WEFT_IS_CARD (other), FALSE);

  return g_str_equal (self->title, other->title) && g_strcmp0 (self->meta, other->meta) == 0 && g_strcmp0 (self->text, other->text) == 0
         && g_strcmp0 (self->state, other->state) == 0 && g_str_equal (self->icon_name, other->icon_name)
         && g_strcmp0 (self->yarn, other->yarn) == 0 && g_str_equal (self->action, other->action);
}

char *
weft_card_dup_line (WeftCard *self)
{
  const char *parts[4] = { NULL };
  guint n = 0;

  g_return_val_if_fail (WEFT_IS_CARD (self), NULL);

  if (self->state != NULL && *self->state != '\0')
    parts[n++] = self->state;
  if (self->meta != NULL && *self->meta != '\0')
    parts[n++] = self->meta;
  if (self->text != NULL && *self->text != '\0')
    parts[n++] = self->text;

  return g_strjoinv (" · ", (char **) parts);
}

char *
weft_card_dup_spoken (WeftCard *self)
{
  const char *parts[5] = { NULL };
  guint n = 0;

  g_return_val_if_fail (WEFT_IS_CARD (self), NULL);

  parts[n++] = self->title;
  if (self->meta != NULL && *self->meta != '\0')
    parts[n++] = self->meta;
  if (self->state != NULL)
    parts[n++] = self->state;
  if (self->text != NULL && *self->text != '\0')
    parts[n++] = self->text;

  return g_strjoinv (", ", (char **) parts);
}
