/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-chat"

#include "config.h"

#include "features/chat/view/weft-send-later.h"

#include <glib/gi18n.h>

#include "base/weft-clock.h"
#include "base/weft-id.h"
#include "parts/reminders/view/weft-reminder-dialog.h"
#include "parts/thread/client/weft-scheduled-list.h"
#include "parts/thread/client/weft-thread.h"
#include "ui/weft-moment.h"

typedef struct
{
  GWeakRef composer;
  WeftSync *sync;
  char *stream;
  char *text;
  char *reply_to;
  char *root; /* (nullable) */
  gboolean also;
  char *said;
} Later;

static void
later_free (gpointer data)
{
  Later *later = data;

  g_weak_ref_clear (&later->composer);
  g_object_unref (later->sync);
  g_free (later->stream);
  g_free (later->text);
  g_free (later->reply_to);
  g_free (later->root);
  g_free (later->said);
  g_free (later);
}

static Later *
later_new (WeftComposer *composer, WeftSync *sync, const char *stream)
{
  Later *later = g_new0 (Later, 1);

  g_weak_ref_init (&later->composer, composer);
  later->sync = g_object_ref (sync);
  later->stream = g_strdup (stream);
  return later;
}

/* On disk: only now is it out of the composer. */
static DexFuture *
on_submitted (DexFuture *future, gpointer user_data)
{
  Later *later = user_data;
  g_autoptr (WeftComposer) composer = g_weak_ref_get (&later->composer);
  g_autoptr (GError) error = NULL;

  if (composer == NULL)
    return NULL;
  if (dex_future_get_value (future, &error) == NULL)
    {
      gtk_accessible_announce (GTK_ACCESSIBLE (composer), error->message, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_HIGH);
      return NULL;
    }
  weft_composer_clear (composer);
  /* The window's, whichever it is; a page by itself has none. */
  gtk_widget_activate_action (GTK_WIDGET (composer), "win.offer-undo", "s", later->said);
  return NULL;
}

/* As a message with files goes, but that they hang on it on one's own stream. One commit: a crash leaves all of it in the composer, or nothing. */
static DexFuture *
submit (Later *asked, WeftFileTray *tray, gint64 at)
{
  WeftSaying saying = { .text = asked->text, .reply_to = asked->reply_to, .root = asked->root, .also = asked->also };
  g_autofree char *place = asked->root != NULL ? weft_thread_dup_place (asked->root) : g_strdup (asked->stream);
  g_autofree char *own = g_strconcat ("user/", weft_sync_get_person (asked->sync), NULL);
  g_autofree char *id = weft_id_new (weft_clock_get_system ());
  g_autofree char *names = NULL;
  g_auto (GStrv) files = NULL;
  DexFuture *submitted;

  names = weft_file_tray_dup_names (tray, place);
  if (*names == '\0')
    return weft_scheduled_add (asked->sync, asked->stream, &saying, at, NULL);

  saying.id = id;
  if (*saying.text == '\0')
    saying.text = names;
  weft_sync_begin_together (asked->sync);
  files = weft_file_tray_send (tray, place, own, id);
  submitted = weft_scheduled_add (asked->sync, asked->stream, &saying, at, (const char *const *) files);
  weft_sync_end_together (asked->sync);

  return submitted;
}

static void
on_chosen (gint64 at, gpointer user_data)
{
  Later *asked = user_data;
  g_autoptr (WeftComposer) composer = g_weak_ref_get (&asked->composer);
  g_autofree char *due = weft_moment_dup_due (at, weft_clock_now (weft_clock_get_system ()));
  Later *later;

  if (composer == NULL || weft_sync_get_person (asked->sync) == NULL)
    return;
  later = later_new (composer, asked->sync, asked->stream);
  /* Translators: %s is a day and a time: "Tomorrow, 09:00" */
  later->said = g_strdup_printf (_("Will be sent: %s"), due);
  dex_future_disown (dex_future_finally (submit (asked, weft_composer_get_tray (composer), at), on_submitted, later, later_free));
}

void
weft_send_later (WeftComposer *composer, WeftSync *sync, const char *stream, const char *root, gboolean also)
{
  g_autofree char *reply_to = NULL;
  g_autofree char *text = weft_composer_dup_text (composer, &reply_to);
  g_autofree char *place = root != NULL ? weft_thread_dup_place (root) : g_strdup (stream);
  g_autofree char *names = weft_file_tray_dup_names (weft_composer_get_tray (composer), place);
  Later *later;

  if (text == NULL)
    {
      gtk_accessible_announce (GTK_ACCESSIBLE (composer), _("Write a message first"), GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
      gtk_widget_error_bell (GTK_WIDGET (composer));
      return;
    }
  later = later_new (composer, sync, stream);
  later->text = g_steal_pointer (&text);
  later->reply_to = g_steal_pointer (&reply_to);
  later->root = g_strdup (root);
  later->also = also;
  adw_dialog_present (weft_reminder_dialog_new_for (_("Send Later"), _("_Send Then"), *later->text != '\0' ? later->text : names, on_chosen, later, later_free), GTK_WIDGET (composer));
}
