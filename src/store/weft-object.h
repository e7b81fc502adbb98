/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "proto/weft-registry.h"
#include "store/weft-database.h"

G_BEGIN_DECLS

/* The fields of objects as rows hold them, without knowing what they mean: for concurrent change and for
 * undo. */

/** weft_object_find_field: Returns: (nullable): the field called @name. */
const WeftObjectField *weft_object_find_field (const WeftObject *self, const char *name);

/** weft_object_count: how many objects @operation with @args changes: 1, unless it names them by an array; 0 if that is none. */
guint weft_object_count (const WeftOperation *operation, JsonObject *args);

/** weft_object_get_id: Returns: (transfer none) (nullable): which object @operation with @args by @author changes, of several the one at
 * @index; "" for the stream itself. */
const char *weft_object_get_id (const WeftOperation *operation, JsonObject *args, const char *author, guint index);

/**
 * weft_object_read:
 * @id: of the object; "" where it is the stream
 * @args: of the operation which changes it
 * @value: (out) (nullable): as operations say it: a string, an integer, a boolean, null, or an array of
 * strings in order; of an order
 *   {"after": the id before it in its list or null, "rank": …}; %NULL if there is no such object
 */
gboolean weft_object_read (const WeftObject *self,
                           WeftDatabase *database,
                           const char *stream,
                           const char *id,
                           const WeftObjectField *field,
                           JsonObject *args,
                           JsonNode **value,
                           GError **error);

/** weft_object_note_version: @field of object @id was changed by the event @seq of @by. */
gboolean weft_object_note_version (const WeftObject *self,
                                   WeftDatabase *database,
                                   const char *stream,
                                   const char *id,
                                   const WeftObjectField *field,
                                   gint64 seq,
                                   const char *by,
                                   GError **error);

/** weft_object_dup_changer: Returns: (transfer full) (nullable): who changed @field last, where that is
 * known. */
char *weft_object_dup_changer (const WeftObject *self,
                               WeftDatabase *database,
                               const char *stream,
                               const char *id,
                               const WeftObjectField *field);

G_END_DECLS
