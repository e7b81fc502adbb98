/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "exchange/weft-bringing.h"

G_BEGIN_DECLS

/*
 * Mattermost's bulk export (https://docs.mattermost.com/administration-guide/onboard/bulk-loading-data.html):
 * a JSON object a line, in any order of time, and files in a folder `data` beside it.
 */

/** weft_mattermost_export_read_people: first of all, so that it can be said who they are here. */
gboolean weft_mattermost_export_read_people (const char *path, WeftBringing *bringing, GError **error);

/** weft_mattermost_export_read: rooms and messages. What cannot be read is reported, and the rest comes. */
gboolean weft_mattermost_export_read (const char *path, WeftBringing *bringing, GError **error);

G_END_DECLS
