/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define WEFT_TYPE_HOOK (weft_hook_get_type ())
G_DECLARE_FINAL_TYPE (WeftHook, weft_hook, WEFT, HOOK, GObject)

/**
 * WeftHook:
 *
 * A program which may write into a stream, or one which is told what people write there. Never changes: what
 * is another makes another object.
 */

/** weft_hook_new: @host: (nullable): where it is told; %NULL: it may write. @failed: (nullable): why it is
 * told nothing, if it is not; "": somebody wants it so. */
WeftHook *
weft_hook_new (const char *id, const char *name, const char *face, const char *host, const char *failed);
const char *weft_hook_get_id (WeftHook *self);
const char *weft_hook_get_name (WeftHook *self);
const char *weft_hook_get_face (WeftHook *self);   /* an emoji, or "" */
const char *weft_hook_get_host (WeftHook *self);   /* (nullable): of one which is told */
const char *weft_hook_get_failed (WeftHook *self); /* (nullable): NULL: it is told */

G_END_DECLS
