/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/weft-error.h"
#include "base/weft-json.h"

G_BEGIN_DECLS

/* Reading the fields of operations and events; what tools/ops.py writes calls these. Each reads one member of
 * @object, checks it and puts it into @value, without copying: strings live as long as the object. An
 * optional member which is absent or null leaves @value as it is. Errors are %WEFT_ERROR_INVALID, and
 * %WEFT_ERROR_TOO_LARGE for too many characters or elements; their messages begin with the field and name the
 * limit: "text: 16001 characters, at most 16000". */

typedef enum
{
  WEFT_FIELD_REQUIRED = 0,
  WEFT_FIELD_OPTIONAL = 1 << 0,
  WEFT_FIELD_LINE = 1 << 1, /* text: no line breaks and no other control characters */
} WeftFieldFlags;

/** WEFT_TIME_MAX: the last millisecond of the year 9999. */
#define WEFT_TIME_MAX G_GINT64_CONSTANT (253402300799999)

/** weft_field_read_string: any string. Texts of events have been checked when they were planned. */
gboolean weft_field_read_string (
    JsonObject *object, const char *key, WeftFieldFlags flags, const char **value, GError **error);

/**
 * weft_field_read_text:
 * @min: characters at least; from 1 on, one of them must be more than white space
 * @max: characters at most
 *
 * Control characters other than newline and tab are refused, those too with %WEFT_FIELD_LINE.
 */
gboolean weft_field_read_text (JsonObject *object,
                               const char *key,
                               WeftFieldFlags flags,
                               guint min,
                               guint max,
                               const char **value,
                               GError **error);

/** weft_field_read_id: a UUID in canonical lower-case form. */
gboolean weft_field_read_id (
    JsonObject *object, const char *key, WeftFieldFlags flags, const char **value, GError **error);

/** weft_field_read_stream: `kind/<uuid>` or `workspace`. */
gboolean weft_field_read_stream (
    JsonObject *object, const char *key, WeftFieldFlags flags, const char **value, GError **error);

/** weft_field_read_hash: a SHA-256 as 64 lower-case hexadecimal digits. */
gboolean weft_field_read_hash (
    JsonObject *object, const char *key, WeftFieldFlags flags, const char **value, GError **error);

/** weft_field_read_choice: one of @values (array zero-terminated=1); @value is set to that constant. */
gboolean weft_field_read_choice (JsonObject *object,
                                 const char *key,
                                 WeftFieldFlags flags,
                                 const char *const *values,
                                 const char **value,
                                 GError **error);

/** weft_field_read_integer: an integer from @min to @max. 1.0 is none. */
gboolean weft_field_read_integer (JsonObject *object,
                                  const char *key,
                                  WeftFieldFlags flags,
                                  gint64 min,
                                  gint64 max,
                                  gint64 *value,
                                  GError **error);

/** weft_field_read_time: milliseconds since 1970-01-01 UTC, from 0 to %WEFT_TIME_MAX. */
gboolean weft_field_read_time (
    JsonObject *object, const char *key, WeftFieldFlags flags, gint64 *value, GError **error);

/** weft_field_read_real: a finite number. */
gboolean weft_field_read_real (
    JsonObject *object, const char *key, WeftFieldFlags flags, double *value, GError **error);

gboolean weft_field_read_boolean (
    JsonObject *object, const char *key, WeftFieldFlags flags, gboolean *value, GError **error);

/**
 * weft_field_read_ids:
 * @max: elements at most
 * @values: (out) (transfer container) (array length=n_values): NULL-terminated as well; free with g_free()
 */
gboolean weft_field_read_ids (JsonObject *object,
                              const char *key,
                              WeftFieldFlags flags,
                              guint max,
                              const char *const **values,
                              guint *n_values,
                              GError **error);

/** weft_field_read_streams: like weft_field_read_ids(), of streams. */
gboolean weft_field_read_streams (JsonObject *object,
                                  const char *key,
                                  WeftFieldFlags flags,
                                  guint max,
                                  const char *const **values,
                                  guint *n_values,
                                  GError **error);

/**
 * weft_field_refuse_others:
 * @known: (array zero-terminated=1): the fields there are
 * @owner: whose fields they are, such as "thread.send"
 *
 * Refuses members which are none of @known: "colour: thread.send has no such field".
 */
gboolean
weft_field_refuse_others (JsonObject *object, const char *const *known, const char *owner, GError **error);

/** weft_field_write_strings: appends an array of strings. */
void weft_field_write_strings (GString *out, const char *key, const char *const *values, guint n_values);

/** weft_field_clear_nothing: the `clear` of a struct that owns nothing. */
void weft_field_clear_nothing (gpointer args);

G_END_DECLS
