/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/weft-step.h"

G_BEGIN_DECLS

/* Which rows that people write into were erased at any time. An operation which was written before somebody erased what it is based on, and
 * comes after, must not bring it back: neither into the rows, by undoing, nor onto a list of what was lost. What people write anew is theirs
 * to write. */

/** weft_erased_note: in the caller's transaction: event @seq of @stream erases @rows (table:key, a line each). */
gboolean weft_erased_note (WeftDatabase *database, WeftRegistry *registry, const char *stream, const char *rows, gint64 seq, GError **error);

/** weft_erased_dup_row: Returns: (transfer full): the name of the row of @object's with the id @id. */
char *weft_erased_dup_row (const WeftObject *object, const char *id);

/** weft_erased_find: @was: (out): whether @row was ever erased. */
gboolean weft_erased_find (WeftDatabase *database, const char *stream, const char *row, gboolean *was, GError **error);

/** weft_erased_refuse: %WEFT_ERROR_CONFLICT if @row was ever erased; @field is what the operation would bring back. */
gboolean weft_erased_refuse (WeftDatabase *database, const char *stream, const char *row, const char *field, GError **error);

/**
 * weft_erased_check:
 * @epoch: of @stream
 *
 * Whether @step, which undoes and so brings back what its author saw, or settles a conflict, brings back what was erased:
 * %WEFT_ERROR_CONFLICT. What its author saw after they had heard of the erasure was written anew.
 */
gboolean weft_erased_check (WeftDatabase *database, WeftRegistry *registry, const char *stream, guint64 epoch, const char *author, WeftStep *step, GError **error);

G_END_DECLS
