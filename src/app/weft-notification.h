/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * WeftNotification:
 *
 * What the desktop is to tell, and the application's actions ("app.open-notice") which it can ask for. GNotification says the same, but not to
 * somebody else, and knows nothing of answers that are written in the notification itself.
 */
typedef struct _WeftNotification WeftNotification;

typedef struct
{
  char *label;
  char *action;
  GVariant *target;
} WeftNotificationButton;

WeftNotification *weft_notification_new (const char *title, const char *body);
WeftNotification *weft_notification_ref (WeftNotification *self);
void weft_notification_unref (WeftNotification *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftNotification, weft_notification_unref)

void weft_notification_set_priority (WeftNotification *self, GNotificationPriority priority);
/** weft_notification_set_default: what pressing it asks for. @target: floating references are taken. */
void weft_notification_set_default (WeftNotification *self, const char *action, GVariant *target);
void weft_notification_add_button (WeftNotification *self, const char *label, const char *action, GVariant *target);
/**
 * weft_notification_set_reply:
 * @action: of the button which lets somebody answer in a window
 * @answer: the action which gets what was written where the desktop itself takes it: its parameter is that of @target with one text more
 */
void weft_notification_set_reply (WeftNotification *self, const char *label, const char *action, GVariant *target, const char *answer, GVariant *answer_target);

const char *weft_notification_get_title (WeftNotification *self);
const char *weft_notification_get_body (WeftNotification *self);
GNotificationPriority weft_notification_get_priority (WeftNotification *self);
const WeftNotificationButton *weft_notification_get_default (WeftNotification *self);
/** weft_notification_get_buttons: (element-type WeftNotificationButton): without the one to reply. */
GPtrArray *weft_notification_get_buttons (WeftNotification *self);
/** weft_notification_get_reply: Returns: (nullable): its button. */
const WeftNotificationButton *weft_notification_get_reply (WeftNotification *self);
/** weft_notification_get_answer: Returns: (nullable): what gets an answer; without a label. */
const WeftNotificationButton *weft_notification_get_answer (WeftNotification *self);

/** weft_notification_to_gio: Returns: (transfer full): the same, with a button to reply. */
GNotification *weft_notification_to_gio (WeftNotification *self);

G_END_DECLS
