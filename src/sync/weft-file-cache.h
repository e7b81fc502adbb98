/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/weft-error.h"

G_BEGIN_DECLS

/** WEFT_FILE_CACHE_MAX: bytes which the cache keeps of what nobody needs at the moment. */
#define WEFT_FILE_CACHE_MAX (G_GINT64_CONSTANT (2) << 30)

/** WeftFileInfo: a file that the cache holds. */
typedef struct
{
  char *hash;            /* SHA-256 of its contents, in hexadecimal */
  gint64 size;
  char *name;            /* without folders */
  char *media_type;      /* guessed from name and contents */
  char *path;            /* of the cached copy: only to be read */
} WeftFileInfo;

#define WEFT_TYPE_FILE_INFO (weft_file_info_get_type ())
GType weft_file_info_get_type (void);
WeftFileInfo *weft_file_info_copy (const WeftFileInfo *self);
void weft_file_info_free (WeftFileInfo *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftFileInfo, weft_file_info_free)

/**
 * WeftFileCache:
 *
 * Files of one workspace on this computer: STORE/files/ab/HASH, complete and with that hash or not there; STORE/files/part/HASH is on its way. What is needed
 * is held; of the rest the least lately used goes when there is too much. Safe from any thread; what says so blocks for the disk.
 */
typedef struct _WeftFileCache WeftFileCache;

/** weft_file_cache_get_path: Returns: (transfer full): where the file @hash is, if it is. @directory: the store's. */
char *weft_file_cache_get_path (const char *directory, const char *hash);

/** weft_file_cache_new: makes nothing yet. */
WeftFileCache *weft_file_cache_new (const char *directory, gint64 limit);
void weft_file_cache_free (WeftFileCache *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftFileCache, weft_file_cache_free)

/** weft_file_cache_hold: @hash stays until it is let go as often as it was held. */
void weft_file_cache_hold (WeftFileCache *self, const char *hash);
void weft_file_cache_let_go (WeftFileCache *self, const char *hash);

/**
 * weft_file_cache_add:
 * @path: a regular file; changed later, it changes nothing here
 *
 * Copies @path (sharing its blocks where the file system can) and holds it. Blocks. Errors: %WEFT_ERROR_NOT_FOUND, %WEFT_ERROR_INVALID (no regular file),
 * %WEFT_ERROR_FULL.
 */
WeftFileInfo *weft_file_cache_add (WeftFileCache *self, const char *path, GCancellable *cancellable, GError **error);

/** weft_file_cache_find: Returns: (transfer full) (nullable): the path of @hash, which counts as used now. Blocks. */
char *weft_file_cache_find (WeftFileCache *self, const char *hash);

/** weft_file_cache_get_part: Returns: (transfer full): where @hash gathers; its folder is there. Blocks. */
char *weft_file_cache_get_part (WeftFileCache *self, const char *hash, GError **error);
/** weft_file_cache_take_part: the part is complete and its hash has been checked. Returns: (transfer full): its path from now on. Blocks. */
char *weft_file_cache_take_part (WeftFileCache *self, const char *hash, GError **error);

/** weft_file_cache_evict: lets what is not held go until no more than the limit is kept. @keep: (nullable) (element-type utf8): a set; if given, whatever is not in it goes too. Blocks. */
void weft_file_cache_evict (WeftFileCache *self, GHashTable *keep);

G_END_DECLS
