/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parts/hooks/shared/weft-hook-message.h"

G_BEGIN_DECLS

/**
 * weft_slack_message_read:
 * @payload: of an incoming webhook of Slack's
 *
 * Text, blocks, attachments, user name and icon. Where there are blocks, the text is what stands for them
 * elsewhere, and is left out.
 *
 * Returns: (nullable): the word with which Slack would refuse it
 */
const char *weft_slack_message_read (JsonObject *payload, WeftHookMessage *message);

/** weft_slack_append_blocks: appends the blocks (Block Kit) in the array @name of @object as Markdown, each a
 * paragraph. */
void weft_slack_append_blocks (GString *out, JsonObject *object, const char *name);

/** weft_slack_append_text: appends what @object, of the types `mrkdwn` or `plain_text`, says. */
void weft_slack_append_text (GString *out, JsonObject *object);

/** weft_slack_begin_paragraph: whatever comes next begins on a line of its own. */
void weft_slack_begin_paragraph (GString *out);

G_END_DECLS
