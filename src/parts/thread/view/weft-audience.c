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

/* Whether one of @groups (of WeftPersonGroup) is told to @person. */
static gboolean
is_in_any (WeftPerson *person, GPtrArray *groups)
{
  for (guint i = 0; groups != NULL && i < groups->len; i++)
    if (weft_person_group_tells (groups->pdata[i], person))
      return TRUE;
  return FALSE;
}

/* @circle: (out): the widest that @text names */
static guint
count_called (const char *text, GListModel *people, WeftGroupList *groups, WeftMentionGroup *circle)
{
  g_autofree char *talk = weft_markdown_dup_talk (text);
  g_autoptr (GPtrArray) named = groups != NULL ? weft_group_list_find_named (groups, talk) : NULL;
  guint called = 0;

  *circle = weft_mention_find_group (talk);
  if (people == NULL || (*circle == WEFT_MENTION_NOBODY && (named == NULL || named->len == 0)))
    return 0;
  for (guint i = 0; i < g_list_model_get_n_items (people); i++)
    {
      g_autoptr (WeftPerson) person = g_list_model_get_item (people, i);

      if (weft_person_get_me (person) || weft_person_get_suspended (person))
        continue;
      /* Of whom nothing is known may be there. */
      if (*circle == WEFT_MENTION_ALL || is_in_any (person, named)
          || (*circle == WEFT_MENTION_HERE && g_strcmp0 (weft_person_get_presence (person), "offline") != 0))
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
weft_audience_confirm (GtkWidget *parent, const char *text, GListModel *people, WeftGroupList *groups, void (*go_on) (gpointer user_data), gpointer user_data)
{
  WeftMentionGroup circle;
  guint n = count_called (text, people, groups, &circle);
  g_autofree char *heading = NULL;
  AdwDialog *dialog;
  Question *question;

  if (n <= WEFT_AUDIENCE_MAX)
    {
      go_on (user_data);
      return;
    }
  heading = g_strdup_printf (ngettext ("Notify %u Person?", "Notify %u People?", n), n);
  dialog = adw_alert_dialog_new (heading, circle == WEFT_MENTION_NOBODY ? _("Your message calls a group of people. Each of them who is in this conversation gets a notice.")
                                                                        : _("Your message calls everybody in this conversation. Each of them gets a notice."));
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
