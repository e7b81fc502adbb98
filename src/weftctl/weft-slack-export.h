/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "exchange/weft-bringing.h"
#include "weftctl/weft-archive.h"

G_BEGIN_DECLS

/*
 * Slack's export of a workspace (https://slack.com/help/articles/220556107): users.json, channels.json,
 * groups.json, dms.json, mpims.json, and a folder for each conversation with a file for each day.
 */

/** weft_slack_export_read_people: first of all, so that it can be said who they are here. */
gboolean weft_slack_export_read_people (WeftArchive *archive, WeftBringing *bringing, GError **error);

/** weft_slack_export_read: rooms and messages. What cannot be read is reported, and the rest comes. */
gboolean weft_slack_export_read (WeftArchive *archive, WeftBringing *bringing, GError **error);

G_END_DECLS
