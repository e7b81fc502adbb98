/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/weft-database.h"

G_BEGIN_DECLS

#define WEFT_REACTION_NAMES_MAX 20

/** WeftMessageReaction: one emoji on a message. */
typedef struct
{
  char *emoji;
  char *names; /* of who gave it, at most %WEFT_REACTION_NAMES_MAX, without oneself: "An, Bình"; "" for nobody known */
  guint n;     /* how many gave it */
  gboolean own;
} WeftMessageReaction;

/**
 * weft_message_reactions_describe: on a reader's thread.
 * @packed: (nullable): the column `reactions`
 * @person: oneself
 * @described: (out) (transfer full) (nullable): for weft_message_reactions_parse(); equal where what is shown is
 */
gboolean weft_message_reactions_describe (WeftDatabase *database, const char *packed, const char *person, char **described, GError **error);

/** weft_message_reactions_parse: @described: (nullable). Returns: (transfer full) (element-type WeftMessageReaction): in the order in which they were first given. */
GPtrArray *weft_message_reactions_parse (const char *described);

G_END_DECLS
