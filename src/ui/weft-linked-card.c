/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-ui"

#include "config.h"

#include "ui/weft-linked-card.h"

struct _WeftLinkedCard
{
  GObject parent_instance;

  WeftLink *link;
  WeftCard *card; /* (nullable) */
  gboolean loading;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftLinkedCard, weft_linked_card, G_TYPE_OBJECT)

static void
weft_linked_card_finalize (GObject *object)
{
  WeftLinkedCard *self = WEFT_LINKED_CARD (object);

  weft_link_free (self->link);
  g_clear_object (&self->card);

  G_OBJECT_CLASS (weft_linked_card_parent_class)->finalize (object);
}

static void
weft_linked_card_class_init (WeftLinkedCardClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_linked_card_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
weft_linked_card_init (WeftLinkedCard *self)
{
  self->loading = TRUE;
}

WeftLinkedCard *
weft_linked_card_new (const WeftLink *link)
{
  WeftLinkedCard *self;

  g_return_val_if_fail (link != NULL, NULL);

  self = g_object_new (WEFT_TYPE_LINKED_CARD, NULL);
  self->link = weft_link_new (link->stream, link->table, link->key, link->window);

  return self;
}

const WeftLink *
weft_linked_card_get_link (WeftLinkedCard *self)
{
  g_return_val_if_fail (WEFT_IS_LINKED_CARD (self), NULL);

  return self->link;
}

WeftCard *
weft_linked_card_get_card (WeftLinkedCard *self)
{
  g_return_val_if_fail (WEFT_IS_LINKED_CARD (self), NULL);

  return self->card;
}

gboolean
weft_linked_card_get_loading (WeftLinkedCard *self)
{
  g_return_val_if_fail (WEFT_IS_LINKED_CARD (self), FALSE);

  return self->loading;
}

void
weft_linked_card_set_card (WeftLinkedCard *self, WeftCard *card)
{
  gboolean same;

  g_return_if_fail (WEFT_IS_LINKED_CARD (self));

  same = !self->loading
         && (card == NULL || self->card == NULL ? card == self->card : weft_card_equal (card, self->card));
  self->loading = FALSE;
  if (same)
    return;
  g_set_object (&self->card, card);
  g_signal_emit (self, signals[CHANGED], 0);
}
