/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/weft-database.h"

G_BEGIN_DECLS

/* The table `inverse`: change sets which take the predictions of a stream back, newest last, each with a checksum. SQLite's reader of
 * change sets trusts what it reads, so what a failing disk made of one must not come near it. */

/** weft_inverse_add: keeps one; @k: its place among those of @stream. */
gboolean weft_inverse_add (WeftDatabase *database, const char *stream, gint64 k, GBytes *changeset, GError **error);
/** weft_inverse_load: @inverse: (out) (transfer full) (nullable): one change set that takes all back, NULL if there is nothing to. %WEFT_ERROR_CORRUPT if
 * one is not what was kept. */
gboolean weft_inverse_load (WeftDatabase *database, const char *stream, GBytes **inverse, GError **error);
gboolean weft_inverse_clear (WeftDatabase *database, const char *stream, GError **error);

G_END_DECLS
