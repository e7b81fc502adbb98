/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-server-module.h"

G_BEGIN_DECLS

/* What guests know of others. They do not read `workspace`, where people stand: whom they share a stream
 * with, and themselves, stands on their own stream, in the same table. A job of each guest compares what
 * should be there with what is, so that all that happens to people only has to ask for it; it does the same
 * whatever came before, and as often as it runs. What it writes is a copy: erasing the person takes it along.
 */

/** weft_guest_knowledge_introduce: handles `people.introduce`. */
gboolean weft_guest_knowledge_introduce (WeftHandling *handling, gconstpointer args, GError **error);

/** weft_guest_knowledge_ask: what @person knows is to be looked at, if they are a guest. */
gboolean weft_guest_knowledge_ask (WeftHandling *handling, const char *person, GError **error);
/** weft_guest_knowledge_ask_stream: … of every guest in @stream. */
gboolean weft_guest_knowledge_ask_stream (WeftHandling *handling, const char *stream, GError **error);
/** weft_guest_knowledge_ask_knowing: … of every guest who knows @person. */
gboolean weft_guest_knowledge_ask_knowing (WeftHandling *handling, const char *person, GError **error);
/** weft_guest_knowledge_ask_for: … of @person, guest or not: they may have been one. */
gboolean weft_guest_knowledge_ask_for (WeftHandling *handling, const char *person, GError **error);

/** WEFT_GUEST_KNOWLEDGE_MIGRATION: guests are found without looking at everybody; those who came before knew
 * of nobody. */
#define WEFT_GUEST_KNOWLEDGE_MIGRATION                                                                       \
  "CREATE INDEX person_guest ON person (id) WHERE stream = 'workspace' AND role = 'guest';"                  \
  "INSERT INTO job (id, nonce, author, stream, op, args, schedule, due_at, try_at, state, attempts, late, "  \
  "created_at)"                                                                                              \
  " SELECT 'people/introduce/' || id, id, 'system', 'user/' || id, 'people.introduce', '{}', '', "           \
  "joined_at, joined_at, 'waiting', 0, 0,"                                                                   \
  " joined_at FROM person WHERE stream = 'workspace' AND role = 'guest';"

G_END_DECLS
