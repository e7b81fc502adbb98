/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * WeftArchive:
 *
 * Files of a stranger's making, in a folder or in a ZIP, read one at a time. Nothing is ever unpacked onto
 * the disk: a name only says which of the files that are there is meant, so that none leads out. Links,
 * devices and encrypted files are not among them.
 */
typedef struct _WeftArchive WeftArchive;

#define WEFT_ARCHIVE_FILES_MAX 500000                         /* of files in it */
#define WEFT_ARCHIVE_TOTAL_MAX (G_GINT64_CONSTANT (32) << 30) /* of bytes read out of it, all together */

/**
 * weft_archive_open:
 * @path: a folder, or a ZIP (https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, stored and deflated
 * files, also of ZIP64)
 * @error: %WEFT_ERROR_NOT_FOUND, _INVALID for what is neither, _TOO_LARGE for more than
 * %WEFT_ARCHIVE_FILES_MAX files
 */
WeftArchive *weft_archive_open (const char *path, GError **error);
void weft_archive_free (WeftArchive *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftArchive, weft_archive_free)

/** weft_archive_list: Returns: (transfer none) (element-type utf8): the names, sorted, with "/" between
 * folder and file; those which are no UTF-8, begin with "/" or have a ".." are left out. */
GPtrArray *weft_archive_list (WeftArchive *self);

/** weft_archive_get_n_left_out: how many files are not in the list: links, names of the kind above, encrypted
 * ones, a name that stands there twice. */
guint weft_archive_get_n_left_out (WeftArchive *self);

/**
 * weft_archive_read:
 * @name: one of weft_archive_list()
 * @max: bytes
 * @error: %WEFT_ERROR_TOO_LARGE past @max, or past %WEFT_ARCHIVE_TOTAL_MAX with what was read before;
 * %WEFT_ERROR_CORRUPT for what is damaged
 *
 * Returns: (transfer full): what is in it. However well a file packs, no more than @max bytes are ever made
 * of it.
 */
GBytes *weft_archive_read (WeftArchive *self, const char *name, gsize max, GError **error);

G_END_DECLS
