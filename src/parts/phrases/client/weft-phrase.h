/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define WEFT_TYPE_PHRASE (weft_phrase_get_type ())
G_DECLARE_FINAL_TYPE (WeftPhrase, weft_phrase, WEFT, PHRASE, GObject)

/**
 * WeftPhrase: a quick reply. Immutable.
 * @team: whether it is the team's, not one's own
 * @hidden: it is the team's, and one's own of that name goes first: it is not offered
 */
WeftPhrase *weft_phrase_new (const char *id, const char *name, const char *text, gboolean team, gboolean hidden);
const char *weft_phrase_get_id (WeftPhrase *self);
const char *weft_phrase_get_name (WeftPhrase *self);
const char *weft_phrase_get_text (WeftPhrase *self);
gboolean weft_phrase_get_team (WeftPhrase *self);
gboolean weft_phrase_get_hidden (WeftPhrase *self);
/** weft_phrase_is_same: whether both show the same. */
gboolean weft_phrase_is_same (WeftPhrase *self, WeftPhrase *other);

#define WEFT_PHRASE_NAME_MAX 40   /* characters */
#define WEFT_PHRASE_TEXT_MAX 4000 /* characters */

G_END_DECLS
