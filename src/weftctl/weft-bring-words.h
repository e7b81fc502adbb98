/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "weftctl/weft-bringing.h"

G_BEGIN_DECLS

/* What messages of all programs have in common. */

/** WEFT_BRING_DAY: ms: what is later than so much from now is no time at which anything was said. */
#define WEFT_BRING_DAY (G_GINT64_CONSTANT (24) * 3600 * 1000)

/** weft_bring_is_time: whether anything can have been said at @at, ms. */
gboolean weft_bring_is_time (gint64 at);

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
