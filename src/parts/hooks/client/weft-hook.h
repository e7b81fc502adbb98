/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define WEFT_TYPE_HOOK (weft_hook_get_type ())
G_DECLARE_FINAL_TYPE (WeftHook, weft_hook, WEFT, HOOK, GObject)

/** WeftHook: a way into a stream for a program; never changes: another name makes another object. */
WeftHook *weft_hook_new (const char *id, const char *name, const char *face);
const char *weft_hook_get_id (WeftHook *self);
const char *weft_hook_get_name (WeftHook *self);
const char *weft_hook_get_face (WeftHook *self); /* an emoji, or "" */

G_END_DECLS
