/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define WEFT_LINK_MAX 400 /* bytes */

/**
 * WeftLink:
 *
 * A place in the workspace, as it stands in a message: `weft:STREAM`, a row there `weft:STREAM#TABLE/KEY`, and with the row's place in its
 * window, which finds it also where it is not held, `weft:STREAM#TABLE/KEY@WINDOW`:
 *
 *   weft:room/019a81f0-0000-7000-8000-00000000b001#message/019a81f0-0000-7000-8000-0000000000a1@42
 *
 * KEY is what follows `stream` in the table's key, several columns parted by `/`; other bytes than letters, digits and -._~ as %XX
 * (RFC 3986, section 2.1). A link names no workspace: it means the one in which it is read.
 */
typedef struct _WeftLink WeftLink;

struct _WeftLink
{
  char *stream;
  char *table;   /* (nullable) */
  char *key;     /* (nullable): U+001F between columns, as WeftSearchHit has it */
  gint64 window; /* -1: not said; other negative numbers are places */
};

/** weft_link_parse: @length: -1: up to the end. Returns: (transfer full) (nullable): NULL if it is none. */
WeftLink *weft_link_parse (const char *text, gssize length);
WeftLink *weft_link_new (const char *stream, const char *table, const char *key, gint64 window);
void weft_link_free (WeftLink *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftLink, weft_link_free)

/** weft_link_to_string: Returns: (transfer full). */
char *weft_link_to_string (const WeftLink *self);

/**
 * weft_link_find:
 * @text: what a person wrote
 * @from: byte from which on to look
 * @start, @length: (out): bytes
 *
 * The next link in a text. A full stop or bracket after it is none of it.
 *
 * Returns: (transfer full) (nullable)
 */
WeftLink *weft_link_find (const char *text, gsize from, gsize *start, gsize *length);

G_END_DECLS
