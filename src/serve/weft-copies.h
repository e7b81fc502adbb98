/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "proto/weft-registry.h"
#include "store/weft-database.h"

G_BEGIN_DECLS

/* Rows made of the content of others, by the server or by whoever quotes: what is erased there goes here too. The note stays while the log does, whether or not the copy's row is
 * still there. A row is named as weft_event_dup_row() does it. */

typedef struct
{
  char *stream;
  char *row;
} WeftCopyPlace;

/** weft_copies_note: in the caller's transaction: @copy of @copy_stream holds content of @row of @stream. */
gboolean weft_copies_note (WeftDatabase *database, const char *stream, const char *row, const char *copy_stream, const char *copy, GError **error);

/** WEFT_COPIES_JOB: as the stream of a copy: it is the arguments of the job which it names, and what that job makes once it runs. */
#define WEFT_COPIES_JOB "job"

/** weft_copies_list_sources: Returns: (transfer full) (element-type WeftCopyPlace): of which rows @copy of @copy_stream is one. */
GPtrArray *weft_copies_list_sources (WeftDatabase *database, const char *copy_stream, const char *copy, GError **error);

/** weft_copies_list: Returns: (transfer full) (element-type WeftCopyPlace): the copies of @row. */
GPtrArray *weft_copies_list (WeftDatabase *database, const char *stream, const char *row, GError **error);

/** weft_copies_forget: those of @row have been erased. */
gboolean weft_copies_forget (WeftDatabase *database, const char *stream, const char *row, GError **error);

/**
 * weft_copies_find_quoted:
 * @body: of an @event
 * @stream: (out) (transfer none) (nullable): borrowed from @body
 *
 * Returns: (transfer full) (element-type utf8): the rows of @stream of which the event, by its declaration, quotes content; only such as are there
 */
GPtrArray *weft_copies_find_quoted (WeftDatabase *database, WeftRegistry *registry, const WeftEvent *event, JsonObject *body, const char **stream, GError **error);

/** weft_copies_note_quoted: notes for the rows of @stream (NULL: of all) what they quote, where events came without being handled: from older
 * programs, or from an export. In the caller's transaction. */
gboolean weft_copies_note_quoted (WeftDatabase *database, WeftRegistry *registry, const char *stream, GError **error);

G_END_DECLS
