/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include <glib/gi18n.h>
#include <libdex.h>

#include "app/weft-invitation-dialog.h"
#include "base/weft-clock.h"
#include "base/weft-id.h"
#include "parts/people/shared/weft-people-module.h"
#include "ui/weft-text-scale.h"

#define SECRET_BYTES 24
#define USES 20
#define DAYS 7

typedef struct
{
  WeftSelf *self;
  AdwDialog *dialog; /* unowned: it owns this */
  AdwStatusPage *status;
  GtkWidget *link;
  GtkWidget *copy;
  char *text;
} Form;

static void
form_free (Form *form)
{
  g_object_unref (form->self);
  g_free (form->text);
  g_free (form);
}

/* "unix:/run/…" → "weft+unix:/run/…#ID.SECRET", "https://host" → "weft://host/join#…" (sync/weft-account.h).
 */
static char *
make_link (const char *address, const char *id, const char *secret)
{
  if (g_str_has_prefix (address, "unix:"))
    return g_strdup_printf ("weft+unix:%s#%s.%s", address + strlen ("unix:"), id, secret);
  if (g_str_has_prefix (address, "http://"))
    return g_strdup_printf ("weft+http://%s/join#%s.%s", address + strlen ("http://"), id, secret);
  return g_strdup_printf ("weft://%s/join#%s.%s",
                          g_str_has_prefix (address, "https://") ? address + strlen ("https://") : address,
                          id, secret);
}

static void
on_copy (GtkButton *button, Form *form)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (button)), form->text);
  gtk_button_set_label (button, _ ("Copied"));
  gtk_accessible_announce (GTK_ACCESSIBLE (button), _ ("The invitation link was copied"),
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static DexFuture *
on_confirmed (DexFuture *future, gpointer user_data)
{
  AdwDialog *dialog = user_data;
  Form *form = g_object_get_data (G_OBJECT (dialog), "form");
  g_autoptr (GError) error = NULL;

  if (dex_future_get_value (future, &error) == NULL)
    {
      adw_status_page_set_title (form->status, _ ("No Invitation Was Made"));
      adw_status_page_set_description (form->status, error->message);
      gtk_widget_set_visible (form->link, FALSE);
      gtk_widget_set_visible (form->copy, FALSE);
      return dex_ref (future);
    }
  gtk_editable_set_text (GTK_EDITABLE (form->link), form->text);
  gtk_widget_set_sensitive (form->link, TRUE);
  gtk_widget_set_sensitive (form->copy, TRUE);
  gtk_widget_grab_focus (form->copy);
  return dex_ref (future);
}

typedef struct
{
  AdwDialog *dialog;
  WeftSync *sync;
  char *id;
  char *hash;
  char *stream; /* (nullable): where they are guests */
} Job;

static void
job_free (Job *job)
{
  g_object_unref (job->dialog);
  g_object_unref (job->sync);
  g_free (job->id);
  g_free (job->hash);
  g_free (job->stream);
  g_free (job);
}

/* The link is shown only once the server knows it. */
static DexFuture *
invite_fiber (gpointer user_data)
{
  Job *job = user_data;
  const char *const streams[] = { job->stream, NULL };
  WeftPeopleInvite args = {
    .id = job->id,
    .secret_hash = job->hash,
    .role = job->stream != NULL ? "guest" : "member",
    .streams = streams,
    .n_streams = job->stream != NULL ? 1 : 0,
    .uses = USES,
    .expires_at = weft_clock_now (weft_clock_get_system ()) + DAYS * G_GINT64_CONSTANT (86400000),
  };
  g_autofree char *operation = NULL;
  GError *error = NULL;

  operation = dex_await_string (weft_sync_submit (job->sync, WEFT_STREAM_WORKSPACE,
                                                  &weft_people_invite_operation, &args),
                                &error);
  if (operation == NULL || !dex_await (weft_sync_await (job->sync, operation), &error))
    return dex_future_new_for_error (error);
  return dex_future_new_true ();
}

/* Whom the link lets in, and to what. @name: (nullable): where they are guests */
static char *
describe (const char *name)
{
  if (name == NULL)
    return g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE,
                     "Whoever opens this link can join as a member, %u person at most, within a week.",
                     "Whoever opens this link can join as a member, %u people at most, within a week.", USES),
        USES);

  /* Translators: %2$s is a room */
  return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE,
                   "Whoever opens this link can join as a guest, %1$u person at most, within a week. Guests see “%2$s” and who is in it, and nothing else.",
                   "Whoever opens this link can join as a guest, %1$u people at most, within a week. Guests see “%2$s” and who is in it, and nothing else.",
                   USES),
      USES, name);
}

AdwDialog *
weft_invitation_dialog_new (WeftSelf *self, const char *address, const char *stream, const char *name)
{
  const char *title;
  AdwDialog *dialog;
  GtkWidget *view, *bar, *box;
  g_autofree char *secret = NULL, *description = NULL;
  Form *form;
  Job *job;

  g_return_val_if_fail (WEFT_IS_SELF (self), NULL);
  g_return_val_if_fail (address != NULL, NULL);
  g_return_val_if_fail (stream == NULL || name != NULL, NULL);

  dialog = adw_dialog_new ();
  form = g_new0 (Form, 1);
  form->self = g_object_ref (self);
  form->dialog = dialog;
  g_object_set_data_full (G_OBJECT (dialog), "form", form, (GDestroyNotify) form_free);

  view = adw_toolbar_view_new ();
  bar = adw_header_bar_new ();
  adw_header_bar_set_show_title (ADW_HEADER_BAR (bar), FALSE); /* it stands below, larger */
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), bar);
  form->status = ADW_STATUS_PAGE (adw_status_page_new ());
  gtk_widget_add_css_class (GTK_WIDGET (form->status), "compact");
  title = stream != NULL ? _ ("Invite Guests") : _ ("Invite People");
  adw_status_page_set_title (form->status, title);
  description = describe (stream != NULL ? name : NULL);
  if (g_str_has_prefix (address, "unix:"))
    {
      g_autofree char *local = g_steal_pointer (&description);

      description = g_strconcat (local, "\n",
                                 _ ("This workspace is on this computer: the link works only here."), NULL);
    }
  adw_status_page_set_description (form->status, description);

  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  form->link = gtk_entry_new ();
  gtk_editable_set_editable (GTK_EDITABLE (form->link), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (form->link), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Invitation link"), -1);
  gtk_entry_set_placeholder_text (GTK_ENTRY (form->link), _ ("Making the link…"));
  gtk_widget_set_sensitive (form->link, FALSE); /* a dialog keeps the height it came with */
  gtk_box_append (GTK_BOX (box), form->link);
  form->copy = gtk_button_new_with_mnemonic (_ ("_Copy Link"));
  gtk_widget_add_css_class (form->copy, "pill");
  gtk_widget_add_css_class (form->copy, "suggested-action");
  gtk_widget_set_halign (form->copy, GTK_ALIGN_CENTER);
  gtk_widget_set_sensitive (form->copy, FALSE);
  g_signal_connect (form->copy, "clicked", G_CALLBACK (on_copy), form);
  gtk_box_append (GTK_BOX (box), form->copy);
  adw_status_page_set_child (form->status, box);
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), GTK_WIDGET (form->status));
  adw_dialog_set_title (dialog, title);
  adw_dialog_set_content_width (dialog, weft_text_scale (460));
  adw_dialog_set_child (dialog, view);

  secret = weft_secret_new (SECRET_BYTES);
  job = g_new0 (Job, 1);
  job->dialog = g_object_ref (dialog);
  job->sync = g_object_ref (weft_self_get_sync (self));
  job->id = weft_id_new (weft_clock_get_system ());
  job->hash = weft_secret_hash (secret);
  job->stream = g_strdup (stream);
  form->text = make_link (address, job->id, secret);
  dex_future_disown (
      dex_future_finally (dex_scheduler_spawn (NULL, 0, invite_fiber, job, (GDestroyNotify) job_free),
                          on_confirmed, g_object_ref (dialog), g_object_unref));
  return dialog;
}
