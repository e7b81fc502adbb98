/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "words.h"

G_BEGIN_DECLS

/* What people do, at random, on what their own computer shows them. What makes no sense is refused here or there, which is part of the test. */

typedef struct
{
  World *world;
  Words *words;
  GHashTable *sent; /* set of message ids that were put into an outbox */
  guint n_undone;
  guint n_settled;
} Deeds;

/** deeds_do: one of them. */
void deeds_do (Deeds *self, WorldClient *client);

/** deeds_erase: @client asks for all content of @stream to be erased: notes, messages, files. */
void deeds_erase (Deeds *self, WorldClient *client, const char *stream);

/** deeds_discard: @client throws away what was refused. */
void deeds_discard (Deeds *self, WorldClient *client);

G_END_DECLS
