/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "base/weft-markdown.h"
#include "base/weft-mention.h"
#include "parts/people/client/weft-person.h"
#include "parts/thread/view/weft-audience.h"

typedef struct
{
  void (*go_on) (gpointer user_data);
  gpointer user_data;
} Question;

static guint
count_called (const char *text, GListModel *people)
{
  g_autofree char *talk = weft_markdown_dup_talk (text);
  WeftMentionGroup group = weft_mention_find_group (talk);
  guint called = 0;

  for (guint i = 0; group != WEFT_MENTION_NOBODY && people != NULL && i < g_list_model_get_n_items (people); i++)
    {
      g_autoptr (WeftPerson) person = g_list_model_get_item (people, i);

      if (weft_person_get_me (person) || weft_person_get_suspended (person))
        continue;
      /* Of whom nothing is known may be there. */
      if (group == WEFT_MENTION_ALL || g_strcmp0 (weft_person_get_presence (person), "offline") != 0)
        called++;
    }
  return called;
}

static void
on_response (AdwAlertDialog *dialog, const char *response, Question *question)
{
  if (g_str_equal (response, "send"))
    question->go_on (question->user_data);
  g_object_unref (question->user_data);
  g_free (question);
}

void
weft_audience_confirm (GtkWidget *parent, const char *text, GListModel *people, void (*go_on) (gpointer user_data), gpointer user_data)
{
  guint n = count_called (text, people);
  g_autofree char *heading = NULL;
  AdwDialog *dialog;
  Question *question;

  if (n <= WEFT_AUDIENCE_MAX)
    {
      go_on (user_data);
      return;
    }
  heading = g_strdup_printf (ngettext ("Notify %u Person?", "Notify %u People?", n), n);
  dialog = adw_alert_dialog_new (heading, _("Your message calls everybody in this conversation. Each of them gets a notice."));
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _("_Cancel"), "send", _("_Send"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "send", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "cancel");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  question = g_new (Question, 1);
  question->go_on = go_on;
  question->user_data = g_object_ref (user_data);
  g_signal_connect (dialog, "response", G_CALLBACK (on_response), question);
  adw_dialog_present (dialog, parent);
}
