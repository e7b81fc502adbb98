/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "proto/weft-module.h"

G_BEGIN_DECLS

/* Values as an operation says they were before it: weft-step.h says in which form. */

/** weft_base_encode: appends @value as member @key; @mine: (nullable): the new value, if the operation has it; @brief: as a hash if it is long. */
void weft_base_encode (GString *out, const char *key, JsonNode *value, JsonNode *mine, gboolean brief);

/**
 * weft_base_decode:
 * @value: (out): the same again; %WEFT_ERROR_INVALID if it makes no sense
 */
gboolean weft_base_decode (
    const WeftObjectField *field, JsonNode *told, JsonNode *mine, JsonNode **value, GError **error);

/** weft_base_equal: whether @a, which may be a hash, says the same as @b. An order is the same place by its
 * rank or by what comes before. */
gboolean weft_base_equal (const WeftObjectField *field, JsonNode *a, JsonNode *b);

/** weft_base_collect: Returns: (transfer full): the strings of an array, borrowed. */
GHashTable *weft_base_collect (JsonNode *array);

G_END_DECLS
