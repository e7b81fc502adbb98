/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-reminders"

#include "config.h"

#include "parts/reminders/client/weft-reminder.h"

#include <glib/gi18n.h>

#include "base/weft-clock.h"
#include "base/weft-id.h"
#include "parts/reminders/shared/weft-reminders-module.h"
#include "proto/weft-link.h"
#include "sync/weft-own-stream.h"

#define TEXT_MAX 500 /* characters */

struct _WeftReminder
{
  GObject parent_instance;

  char *id;
  char *text;
  char *link;
  gint64 at;
  gboolean fired;
};

G_DEFINE_FINAL_TYPE (WeftReminder, weft_reminder, G_TYPE_OBJECT)

static void
weft_reminder_finalize (GObject *object)
{
  WeftReminder *self = WEFT_REMINDER (object);

  g_free (self->id);
  g_free (self->text);
  g_free (self->link);

  G_OBJECT_CLASS (weft_reminder_parent_class)->finalize (object);
}

static void
weft_reminder_class_init (WeftReminderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_reminder_finalize;
}

static void
weft_reminder_init (WeftReminder *self)
{
}

WeftReminder *
weft_reminder_new (const char *id, const char *text, gint64 at, gboolean fired, const char *link)
{
  WeftReminder *self;

  g_return_val_if_fail (id != NULL, NULL);
  g_return_val_if_fail (text != NULL, NULL);

  self = g_object_new (WEFT_TYPE_REMINDER, NULL);
  self->id = g_strdup (id);
  self->text = g_strdup (text);
  self->link = g_strdup (link);
  self->at = at;
  self->fired = fired;

  return self;
}

const char *
weft_reminder_get_id (WeftReminder *self)
{
  g_return_val_if_fail (WEFT_IS_REMINDER (self), NULL);

  return self->id;
}

const char *
weft_reminder_get_text (WeftReminder *self)
{
  g_return_val_if_fail (WEFT_IS_REMINDER (self), NULL);

  return self->text;
}

gint64
weft_reminder_get_at (WeftReminder *self)
{
  g_return_val_if_fail (WEFT_IS_REMINDER (self), 0);

  return self->at;
}

gboolean
weft_reminder_get_fired (WeftReminder *self)
{
  g_return_val_if_fail (WEFT_IS_REMINDER (self), FALSE);

  return self->fired;
}

const char *
weft_reminder_get_link (WeftReminder *self)
{
  g_return_val_if_fail (WEFT_IS_REMINDER (self), NULL);

  return self->link;
}

gboolean
weft_reminder_equal (WeftReminder *self, WeftReminder *other)
{
  g_return_val_if_fail (WEFT_IS_REMINDER (self), FALSE);
  g_return_val_if_fail (WEFT_IS_REMINDER (other), FALSE);

  return g_str_equal (self->id, other->id) && g_str_equal (self->text, other->text) && self->at == other->at
         && self->fired == other->fired && g_strcmp0 (self->link, other->link) == 0;
}

static DexFuture *
refuse (void)
{
  return dex_future_new_for_error (
      g_error_new (WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, "%s", _ ("This computer has not signed in yet")));
}

/* The field takes one line. */
static char *
make_text (const char *text)
{
  g_autofree char *cut = g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), TEXT_MAX));

  for (char *p = cut; *p != '\0'; p = g_utf8_next_char (p))
    if (g_ascii_iscntrl (*p))
      *p = ' ';
  g_strstrip (cut);

  return g_strdup (*cut != '\0' ? cut : _ ("Reminder"));
}

DexFuture *
weft_reminders_set (WeftSync *sync, gint64 at, const char *text, const char *link)
{
  g_autofree char *stream = NULL;
  g_autofree char *id = NULL;
  g_autofree char *line = NULL;
  g_autoptr (WeftLink) parsed = NULL;

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);
  g_return_val_if_fail (text != NULL, NULL);

  stream = weft_own_stream_dup (sync);
  if (stream == NULL)
    return refuse ();
  id = weft_id_new (weft_clock_get_system ());
  line = make_text (text);
  parsed = link != NULL ? weft_link_parse (link, -1) : NULL;

  return weft_sync_submit (sync, stream, &weft_reminders_set_operation,
                           &(WeftRemindersSet) {
                               .id = id,
                               .at = at,
                               .text = line,
                               .target = parsed != NULL ? parsed->stream : NULL,
                               .object
                               = parsed != NULL && parsed->key != NULL && weft_id_is_valid (parsed->key)
                                     ? parsed->key
                                     : NULL,
                           });
}

DexFuture *
weft_reminders_snooze (WeftSync *sync, const char *id, gint64 at)
{
  g_autofree char *stream = NULL;

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  stream = weft_own_stream_dup (sync);
  if (stream == NULL)
    return refuse ();

  return weft_sync_submit (sync, stream, &weft_reminders_snooze_operation,
                           &(WeftRemindersSnooze) { .id = id, .at = at });
}

DexFuture *
weft_reminders_dismiss (WeftSync *sync, const char *id)
{
  g_autofree char *stream = NULL;

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  stream = weft_own_stream_dup (sync);
  if (stream == NULL)
    return refuse ();

  return weft_sync_submit (sync, stream, &weft_reminders_dismiss_operation,
                           &(WeftRemindersDismiss) { .id = id });
}
