/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * WeftMrkdwnName:
 * @kind: '@' for a person, '#' for a room
 *
 * Returns: (transfer full) (nullable): by which name people know the id that was written
 */
typedef char *(*WeftMrkdwnName) (char kind, const char *id, gpointer user_data);

/**
 * weft_mrkdwn_to_markdown:
 * @text: UTF-8 in Slack's mark-up (https://docs.slack.dev/messaging/formatting-message-text)
 * @name: (nullable): names people and rooms of which only the id stands there
 *
 * *bold*, _italic_, ~strike~, code, links, names, dates, entities become what base/weft-markdown.h reads.
 * What means something there and nothing in Slack is escaped. Time and memory grow with the length.
 *
 * Returns: (transfer full): Markdown
 */
char *weft_mrkdwn_to_markdown (const char *text, WeftMrkdwnName name, gpointer user_data);

/** weft_mrkdwn_escape: appends @text, which has no marks at all, so that Markdown makes none of it; lines
 * stay lines. */
void weft_mrkdwn_escape (GString *out, const char *text, gssize length);

/** weft_mrkdwn_append_link: appends a link to @address, if it is one that people may follow; else only
 * @label. */
void weft_mrkdwn_append_link (GString *out, const char *label, const char *address);

/** weft_mrkdwn_find_emoji: Returns: (nullable): the emoji that Slack and others call @name ("tada"), of those
 * in common use. */
const char *weft_mrkdwn_find_emoji (const char *name);

G_END_DECLS
