/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/** WeftHookMessage: what a program said, in our words. */
typedef struct
{
  char *text;        /* Markdown, 1 to 16,000 characters */
  char *speaker;     /* how it wants to be called; "" if it does not say */
  char *face;        /* an emoji, or "" */
  char *alert;       /* (nullable): SHA-256 of what it calls the alert that it tells of */
  gboolean resolved; /* the alert is over */
} WeftHookMessage;

void weft_hook_message_clear (WeftHookMessage *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WeftHookMessage, weft_hook_message_clear)

/** weft_hook_message_set_text: @text without empty lines at its ends, cut where it is too long. FALSE if
 * nothing is left. */
gboolean weft_hook_message_set_text (WeftHookMessage *self, const char *text);
/** weft_hook_message_set_speaker: @name: (nullable): on one line, cut where it is too long. */
void weft_hook_message_set_speaker (WeftHookMessage *self, const char *name);

/* What strangers send: a member of another type is not there. */

/** weft_hook_get_text: Returns: (transfer none): "" if there is none. */
const char *weft_hook_get_text (JsonObject *object, const char *name);
/** weft_hook_get_object: Returns: (transfer none) (nullable) */
JsonObject *weft_hook_get_object (JsonObject *object, const char *name);
/** weft_hook_list_objects: Returns: (transfer container) (element-type JsonObject): those in the array @name,
 * at most @max; never NULL. */
GPtrArray *weft_hook_list_objects (JsonObject *object, const char *name, guint max);

G_END_DECLS
