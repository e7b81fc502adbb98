/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define WEFT_TYPE_MEDIA_PROCESS (weft_media_process_get_type ())
G_DECLARE_FINAL_TYPE (WeftMediaProcess, weft_media_process, WEFT, MEDIA_PROCESS, GObject)

/**
 * WeftMediaProcess:
 *
 * A weft-media (src/media): it records, or plays what a stranger sent; we and it exchange lines of words, and
 * what it says is not trusted either. It ends when this object does.
 *
 * Signals: `line (text)`; `ended (complaint)`: it is gone; %NULL, or what it complained of.
 */

/**
 * weft_media_process_new:
 * @args: (array zero-terminated=1): without the program's own name
 * @shared: memory that it shall write to, its descriptor 3; taken over. -1: none
 */
WeftMediaProcess *weft_media_process_new (const char *const *args, int shared, GError **error);
/** weft_media_process_say: @line: without a line end. */
void weft_media_process_say (WeftMediaProcess *self, const char *line);
/** weft_media_process_end: whoever has one ends it: it is told that nothing more comes, and nothing more is
 * heard of it. */
void weft_media_process_end (WeftMediaProcess *self);

G_END_DECLS
