/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/weft-notification.h"

G_BEGIN_DECLS

#define WEFT_TYPE_NOTIFIER (weft_notifier_get_type ())
G_DECLARE_FINAL_TYPE (WeftNotifier, weft_notifier, WEFT, NOTIFIER, GObject)

/**
 * WeftNotifier:
 *
 * Tells the desktop. Where its notification daemon takes answers in the notification itself (`inline-reply`, which KDE's has, a capability beside the
 * Desktop Notifications Specification 1.3), those which can be answered go to it; all else goes the way of GApplication, which knows the portal and GNOME's own.
 */

/** weft_notifier_get: Returns: (transfer none): the one of @application. */
WeftNotifier *weft_notifier_get (GApplication *application);

/** weft_notifier_send: in the place of what stands there with the same @key. */
void weft_notifier_send (WeftNotifier *self, const char *key, WeftNotification *notification);
void weft_notifier_withdraw (WeftNotifier *self, const char *key);

G_END_DECLS
