/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parts/files/client/weft-file.h"
#include "sync/weft-sync.h"

G_BEGIN_DECLS

#define WEFT_TYPE_FILE_LIST (weft_file_list_get_type ())
G_DECLARE_FINAL_TYPE (WeftFileList, weft_file_list, WEFT, FILE_LIST, GObject)

/** WEFT_FILE_LIST_MAX: the newest files of a stream that are kept at hand. */
#define WEFT_FILE_LIST_MAX 5000

/**
 * WeftFileList:
 *
 * The files of a stream, by what they hang on. On one's own stream also those which the server refused to keep (`operation`): what hangs on no message that could say so.
 *
 * Signals: `changed ()`: some have come, gone, or arrived at the server.
 */
WeftFileList *weft_file_list_new (WeftSync *sync, const char *stream);
/** weft_file_list_new_of: only what hangs on @target, however old. */
WeftFileList *weft_file_list_new_of (WeftSync *sync, const char *stream, const char *target);
WeftSync *weft_file_list_get_sync (WeftFileList *self);
const char *weft_file_list_get_stream (WeftFileList *self);

/**
 * weft_file_list_set_hiding:
 * @table: (nullable): one of the person's own stream
 *
 * What hangs on a thing of which a row with the same id stands there, as of a message which they deleted for themselves, no shelf shows.
 * To be said before any is made.
 */
void weft_file_list_set_hiding (WeftFileList *self, const WeftTable *table);
const WeftTable *weft_file_list_get_hiding (WeftFileList *self);

/** weft_file_list_get: Returns: (transfer none) (nullable) (element-type WeftFile): what hangs on @target, in order; another array whenever it has changed. */
GPtrArray *weft_file_list_get (WeftFileList *self, const char *target);
/** weft_file_list_find: Returns: (transfer none) (nullable): the file @id. */
const WeftFile *weft_file_list_find (WeftFileList *self, const char *id);

G_END_DECLS
