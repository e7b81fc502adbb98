/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-server-module.h"

G_BEGIN_DECLS

/* What hangs on a message goes with it and comes back with it. The files of one that is to be sent at a time hang on it on its author's own stream,
 * where nobody else reads them, and are in the room from the moment it is. */

/** weft_hanging_files_on_deleted: reacts to `thread.message-deleted`. */
gboolean weft_hanging_files_on_deleted (WeftHandling *handling, const char *stream, gconstpointer data, GError **error);
/** weft_hanging_files_on_restored: … to `thread.message-restored`: those which were not erased and whose bytes are here still. */
gboolean weft_hanging_files_on_restored (WeftHandling *handling, const char *stream, gconstpointer data, GError **error);
/** weft_hanging_files_on_scheduled: … to `thread.message-scheduled`: one that was taken back has them again. */
gboolean weft_hanging_files_on_scheduled (WeftHandling *handling, const char *stream, gconstpointer data, GError **error);
/** weft_hanging_files_on_unscheduled: … to `thread.message-unscheduled`. */
gboolean weft_hanging_files_on_unscheduled (WeftHandling *handling, const char *stream, gconstpointer data, GError **error);
/** weft_hanging_files_on_sent: … to `thread.scheduled-sent`: they move to where it is sent, in the same transaction. */
gboolean weft_hanging_files_on_sent (WeftHandling *handling, const char *stream, gconstpointer data, GError **error);

G_END_DECLS
