/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "deeds.h"

G_BEGIN_DECLS

/** Deed: one thing that somebody is about to do. */
typedef struct
{
  Deeds *deeds;
  WorldClient *client;
  WeftDatabase *rows; /* what their computer shows */
  char *stream;
  char *id;           /* new */
  char *object;       /* (nullable): one there is */
  GString *args;
} Deed;

guint deed_pick (Deed *self, guint n);
/** deed_pick_id: Returns: (transfer full) (nullable): one of the first column of @sql, which is asked for the stream. */
char *deed_pick_id (Deed *self, const char *sql);
const char *deed_pick_person (Deed *self);
/** deed_type_word: a word that nobody wrote before, into the row @key of @table. */
const char *deed_type_word (Deed *self, const char *table, const char *key);
/** deed_edit: Returns: (transfer full): @text with @word in it, or in place of one there is, or of all. */
char *deed_edit (Deed *self, const char *text, const char *word);
void deed_say (Deed *self, const char *field, const char *text);
/** deed_take_object: says the id of one of those there are. Returns: whether there is one. */
gboolean deed_take_object (Deed *self, const char *sql);
void deed_submit (Deed *self, const char *op);

G_END_DECLS
