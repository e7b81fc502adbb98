/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "world.h"

G_BEGIN_DECLS

/* Every word that anybody types in a world is new, so that it can be said of each where it may still stand: nowhere, once the row into which
 * it was typed was erased. */

typedef struct _Words Words;

Words *words_new (GRand *random);
void words_free (Words *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Words, words_free)

/** words_type: Returns: (transfer none): a word which somebody types into @row (table:key) of @stream. */
const char *words_type (Words *self, const char *stream, const char *row);

/** words_on_event: a WorldEventFunc: what has come to the server, and what is to be gone from now on. */
void words_on_event (const char *stream, const WeftStoredEvent *event, gpointer self);

/** words_get_revived: Returns: (transfer full) (nullable): what brought erased words back. */
char *words_get_revived (Words *self);
/** words_count_erased: how many are to be nowhere. */
guint words_count_erased (Words *self);

/** words_find_file: Returns: (transfer full) (nullable): "file: word" of the first erased word that stands in a file below @directory, or half of it. */
char *words_find_file (Words *self, const char *directory);
/** words_find_cell: the same in the tables of the PostgreSQL schema of @url. What it keeps of old rows in its files is its administrator's. */
char *words_find_cell (Words *self, const char *url);

G_END_DECLS
