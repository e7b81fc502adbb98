/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "serve/weft-visit.h"

G_BEGIN_DECLS

/**
 * weft_hook_visit_answer:
 *
 * `POST /hooks/SECRET`: Slack's incoming webhook
 * (https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks: JSON, or a form's field
 * `payload`) and Alertmanager's webhook, version 4. Answers `ok`, or one of Slack's words: what is wrong with
 * the message is 4xx and is not sent again, what is wrong here is 429 or 5xx.
 */
void weft_hook_visit_answer (WeftVisit *visit);

G_END_DECLS
