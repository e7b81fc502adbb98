/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "proto/weft-module.h"

G_BEGIN_DECLS

/**
 * weft_says_dup:
 * @fields: (nullable): of the event, or of the operation it comes of: those which it does not have are left
 * out
 * @by: who did it: a name, or “You”
 *
 * What an event says of itself (`says` in ops.json), in the person's language; po/says.c tells the
 * translators.
 *
 * Returns: (transfer full) (nullable): one sentence; %NULL if the event says nothing
 */
char *weft_says_dup (const WeftEvent *event, JsonObject *fields, const char *by);

/** weft_says_dup_text: the same of what a server says that an event says of itself: @says: (nullable). */
char *weft_says_dup_text (const char *says, JsonObject *fields, const char *by);

G_END_DECLS
