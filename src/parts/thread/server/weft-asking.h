/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-server-module.h"

G_BEGIN_DECLS

/*
 * Reactions: an urgent message which asks for acknowledgement asks again, every five minutes for an hour, by
 * one job which waits at a time. The operation finds out itself whether anybody is still to be asked; when
 * nobody is, no further job follows.
 */

gboolean
weft_asking_on_asked (WeftHandling *handling, const char *stream, gconstpointer args, GError **error);
gboolean
weft_asking_on_reply_asked (WeftHandling *handling, const char *stream, gconstpointer args, GError **error);
gboolean
weft_asking_on_asked_again (WeftHandling *handling, const char *stream, gconstpointer args, GError **error);
/** weft_asking_on_taken_back: there is somebody to ask again; also when what was deleted comes back. */
gboolean
weft_asking_on_taken_back (WeftHandling *handling, const char *stream, gconstpointer args, GError **error);
gboolean
weft_asking_on_deleted (WeftHandling *handling, const char *stream, gconstpointer args, GError **error);
gboolean
weft_asking_on_restored (WeftHandling *handling, const char *stream, gconstpointer args, GError **error);

G_END_DECLS
