/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/** WEFT_JSON_MAX_DEPTH: how deep arrays and objects from outside may nest. */
#define WEFT_JSON_MAX_DEPTH 32

/** WEFT_JSON_MAX_MEMBERS: how many members one object from outside may have. */
#define WEFT_JSON_MAX_MEMBERS 1024

/**
 * weft_json_parse:
 * @text: bytes from outside; need not end in NUL
 * @length: their number
 * @error: %WEFT_ERROR_INVALID for what is not JSON (RFC 8259) in UTF-8, %WEFT_ERROR_TOO_LARGE for nesting over
 *   %WEFT_JSON_MAX_DEPTH or more than %WEFT_JSON_MAX_MEMBERS members (nothing is made of what is beyond).
 *   Both name the byte.
 *
 * Of members with the same name the last counts. An integer beyond 64 bits is a double. Text may not
 * hold U+0000 or half a surrogate pair.
 *
 * Returns: (transfer full): the root node, an object; NULL on error
 */
JsonNode *weft_json_parse (const char *text, gsize length, GError **error);

/**
 * WeftJsonWriter: a JSON text in the making. Plain appending to a GString: no tree, one allocation.
 * Commas are written where they are due. Keys are literals which need no escaping, NULL in arrays. Text that is not
 * UTF-8 is mended with U+FFFD.
 */
void weft_json_begin (GString *out, const char *key);       /* {  or "key":{  ; key nullable */
void weft_json_end (GString *out);                          /* } */
void weft_json_begin_array (GString *out, const char *key); /* [ */
void weft_json_end_array (GString *out);                    /* ] */
void weft_json_string (GString *out, const char *key, const char *value); /* NULL value: null */
void weft_json_int (GString *out, const char *key, gint64 value);
void weft_json_double (GString *out, const char *key, double value); /* value must be finite */
void weft_json_bool (GString *out, const char *key, gboolean value);
void weft_json_null (GString *out, const char *key);
/** weft_json_raw: @json is JSON already. */
void weft_json_raw (GString *out, const char *key, const char *json, gssize length);
/** weft_json_node: @node and all in it, in its order; what weft_json_parse() makes of it again is equal. */
void weft_json_node (GString *out, const char *key, JsonNode *node);

/* Reading members of an object from outside. Each returns FALSE and sets WEFT_ERROR_INVALID naming
 * the member ("n: expected an integer, got a string"). Strings are borrowed from the object. */
gboolean weft_json_get_string (JsonObject *object, const char *key, const char **value, GError **error);
gboolean weft_json_get_int (JsonObject *object, const char *key, gint64 *value, GError **error);
gboolean weft_json_get_double (JsonObject *object, const char *key, double *value, GError **error); /* or an integer */
gboolean weft_json_get_bool (JsonObject *object, const char *key, gboolean *value, GError **error);
gboolean weft_json_get_object (JsonObject *object, const char *key, JsonObject **value, GError **error);
gboolean weft_json_get_array (JsonObject *object, const char *key, JsonArray **value, GError **error);
/** weft_json_has: whether @key is there and not null. */
gboolean weft_json_has (JsonObject *object, const char *key);
/** weft_json_describe: Returns: what @node is, for a message: "a string", "an integer"; "nothing" for NULL. */
const char *weft_json_describe (JsonNode *node);

G_END_DECLS
