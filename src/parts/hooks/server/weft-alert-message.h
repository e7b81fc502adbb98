/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "parts/hooks/shared/weft-hook-message.h"

G_BEGIN_DECLS

/** weft_alert_message_fits: whether @payload is what Alertmanager's webhook sends. */
gboolean weft_alert_message_fits (JsonObject *payload);

/**
 * weft_alert_message_read:
 * @payload: version 4 (https://prometheus.io/docs/alerting/latest/configuration/#webhook_config); what else
 * stands there is ignored
 *
 * One message for a group of alerts, known by its `groupKey`, with a line for each alert.
 *
 * Returns: (nullable): the word with which it is refused
 */
const char *weft_alert_message_read (JsonObject *payload, WeftHookMessage *message);

G_END_DECLS
