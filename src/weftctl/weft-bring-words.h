/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "exchange/weft-bringing.h"

G_BEGIN_DECLS

/* What messages of all programs have in common. */

/**
 * WeftBringReactions: those of one message in the making. Each person gives an emoji once; who is nobody here
 * gives none, and that is reported.
 */
typedef struct
{
  WeftBringing *bringing;
  const char *where;
  GString *text; /* as thread.bring takes it */
  GHashTable *given;
  GHashTable *kinds;
} WeftBringReactions;

void weft_bring_reactions_init (WeftBringReactions *self, WeftBringing *bringing, const char *where);
void weft_bring_reactions_clear (WeftBringReactions *self);
/** weft_bring_reactions_add: @name: of the emoji, without colons: "tada", "+1::skin-tone-3"; @person: a key.
 */
void weft_bring_reactions_add (WeftBringReactions *self, const char *name, const char *person);

/** weft_bring_append_file: a line which names a file that does not come. */
void weft_bring_append_file (GString *text, const char *name);

G_END_DECLS
