/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * WeftJsonList:
 *
 * The elements of a JSON array, or the members of an object, which is a whole file or stands in one: one after the other, so that none of it is parsed
 * before it is needed, and a damaged or huge one does not take the others along.
 */
typedef struct
{
  const char *start;
  const char *at;
  const char *end;
  gboolean begun;
} WeftJsonList;

/** weft_json_list_init: @text: borrowed for as long as the list is. */
void weft_json_list_init (WeftJsonList *self, const char *text, gsize length);

/**
 * weft_json_list_next:
 * @element: (out): where it begins in the text; not parsed yet
 *
 * Returns: 1, 0 at the end, -1 with @error (%WEFT_ERROR_INVALID, naming the byte) where there is no list any
 * more.
 */
int weft_json_list_next (WeftJsonList *self, const char **element, gsize *length, GError **error);

/**
 * weft_json_list_next_member:
 * @name: (out): where it begins in the text, without quotes, as it stands there (escapes are not resolved)
 * @value: (out): likewise; not parsed yet
 *
 * The same of an object.
 */
int weft_json_list_next_member (WeftJsonList *self, const char **name, gsize *name_length, const char **value, gsize *length, GError **error);

G_END_DECLS
