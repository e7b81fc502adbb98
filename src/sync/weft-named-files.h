/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "proto/weft-registry.h"
#include "store/weft-database.h"

G_BEGIN_DECLS

/** weft_named_files_read: Returns: (transfer full) (element-type utf8): the set of hashes of files which rows name; %NULL on error. */
GHashTable *weft_named_files_read (WeftDatabase *database, WeftRegistry *registry, GError **error);

G_END_DECLS
