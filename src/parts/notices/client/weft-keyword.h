/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define WEFT_TYPE_KEYWORD (weft_keyword_get_type ())
G_DECLARE_FINAL_TYPE (WeftKeyword, weft_keyword, WEFT, KEYWORD, GObject)

/** WeftKeyword: words which concern a person wherever they stand. Immutable. */
WeftKeyword *weft_keyword_new (const char *id, const char *word);

const char *weft_keyword_get_id (WeftKeyword *self);
const char *weft_keyword_get_word (WeftKeyword *self);

G_END_DECLS
