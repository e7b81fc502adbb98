/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include "app/weft-notification.h"

struct _WeftNotification
{
  char *title;
  char *body;
  GNotificationPriority priority;
  WeftNotificationButton *pressed;
  WeftNotificationButton *reply;  /* (nullable) */
  WeftNotificationButton *answer; /* (nullable) */
  GPtrArray *buttons;
};

static WeftNotificationButton *
button_new (const char *label, const char *action, GVariant *target)
{
  WeftNotificationButton *button = g_new0 (WeftNotificationButton, 1);

  button->label = g_strdup (label);
  button->action = g_strdup (action);
  button->target = g_variant_ref_sink (target);
  return button;
}

static void
button_free (gpointer data)
{
  WeftNotificationButton *button = data;

  if (button == NULL)
    return;
  g_free (button->label);
  g_free (button->action);
  g_variant_unref (button->target);
  g_free (button);
}

static void
clear (gpointer data)
{
  WeftNotification *self = data;

  g_free (self->title);
  g_free (self->body);
  button_free (self->pressed);
  button_free (self->reply);
  button_free (self->answer);
  g_ptr_array_unref (self->buttons);
}

WeftNotification *
weft_notification_new (const char *title, const char *body)
{
  WeftNotification *self;

  g_return_val_if_fail (title != NULL, NULL);
  g_return_val_if_fail (body != NULL, NULL);

  self = g_rc_box_new0 (WeftNotification);
  self->title = g_strdup (title);
  self->body = g_strdup (body);
  self->buttons = g_ptr_array_new_with_free_func (button_free);
  return self;
}

WeftNotification *
weft_notification_ref (WeftNotification *self)
{
  return g_rc_box_acquire (self);
}

void
weft_notification_unref (WeftNotification *self)
{
  g_rc_box_release_full (self, clear);
}

void
weft_notification_set_priority (WeftNotification *self, GNotificationPriority priority)
{
  g_return_if_fail (self != NULL);

  self->priority = priority;
}

void
weft_notification_set_default (WeftNotification *self, const char *action, GVariant *target)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (action != NULL && target != NULL);

  button_free (self->pressed);
  self->pressed = button_new (NULL, action, target);
}

void
weft_notification_add_button (WeftNotification *self, const char *label, const char *action, GVariant *target)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (label != NULL && action != NULL && target != NULL);

  g_ptr_array_add (self->buttons, button_new (label, action, target));
}

void
weft_notification_set_reply (
    WeftNotification *self, const char *label, const char *action, GVariant *target, const char *answer, GVariant *answer_target)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (label != NULL && action != NULL && target != NULL);
  g_return_if_fail (answer != NULL && answer_target != NULL);

  button_free (self->reply);
  button_free (self->answer);
  self->reply = button_new (label, action, target);
  self->answer = button_new (NULL, answer, answer_target);
}

const char *
weft_notification_get_title (WeftNotification *self)
{
  return self->title;
}

const char *
weft_notification_get_body (WeftNotification *self)
{
  return self->body;
}

GNotificationPriority
weft_notification_get_priority (WeftNotification *self)
{
  return self->priority;
}

const WeftNotificationButton *
weft_notification_get_default (WeftNotification *self)
{
  return self->pressed;
}

GPtrArray *
weft_notification_get_buttons (WeftNotification *self)
{
  return self->buttons;
}

const WeftNotificationButton *
weft_notification_get_reply (WeftNotification *self)
{
  return self->reply;
}

const WeftNotificationButton *
weft_notification_get_answer (WeftNotification *self)
{
  return self->answer;
}

GNotification *
weft_notification_to_gio (WeftNotification *self)
{
  GNotification *notification;

  g_return_val_if_fail (self != NULL, NULL);

  notification = g_notification_new (self->title);
  if (*self->body != '\0')
    g_notification_set_body (notification, self->body);
  g_notification_set_category (notification, "im.received");
  g_notification_set_priority (notification, self->priority);
  if (self->pressed != NULL)
    g_notification_set_default_action_and_target_value (notification, self->pressed->action, self->pressed->target);
  if (self->reply != NULL)
    g_notification_add_button_with_target_value (notification, self->reply->label, self->reply->action, self->reply->target);
  for (guint i = 0; i < self->buttons->len; i++)
    {
      const WeftNotificationButton *button = g_ptr_array_index (self->buttons, i);

      g_notification_add_button_with_target_value (notification, button->label, button->action, button->target);
    }

  return notification;
}
