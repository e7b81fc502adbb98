/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/weft-clock.h"
#include "base/weft-error.h"
#include "base/weft-keyword-text.h"
#include "base/weft-markdown.h"
#include "parts/thread/view/weft-ask-line.h"
#include "parts/thread/view/weft-link-preview.h"
#include "parts/thread/view/weft-message-words.h"
#include "parts/thread/view/weft-poll-bars.h"
#include "parts/thread/view/weft-reaction-line.h"
#include "parts/thread/view/weft-sticker-line.h"
#include "parts/thread/view/weft-thread-line.h"
#include "ui/weft-moment.h"
#include "ui/weft-spoken-text.h"

/* In place of an author above a notice (ops.json). */
G_GNUC_UNUSED static const char *const words[] = { N_("A program") };

static GDateTime *
get_local (gint64 at)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc_usec (at * 1000);

  return g_date_time_to_local (utc);
}

char *
weft_message_dup_clock (gint64 at, gboolean use_24h)
{
  g_autoptr (GDateTime) local = get_local (at);

  /* Translators: a time of day with hours and minutes (see g_date_time_format); the first for 24 hours a day, the second for 12. */
  return g_date_time_format (local, use_24h ? _("%H:%M") : _("%-I:%M %p"));
}

char *
weft_message_dup_time (WeftMessage *message, gboolean use_24h)
{
  return weft_message_dup_clock (weft_message_get_at (message), use_24h);
}

char *
weft_message_dup_exact_time (WeftMessage *message)
{
  g_autoptr (GDateTime) local = get_local (weft_message_get_at (message));

  /* Translators: a moment in full, for g_date_time_format (): "Friday 20 November 2026, 08:12:45" */
  return g_date_time_format (local, _("%A %-d %B %Y, %H:%M:%S"));
}

char *
weft_message_dup_day (gint64 at, gboolean narrow)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) local = get_local (at);
  g_autoptr (GDateTime) yesterday = g_date_time_add_days (now, -1);
  g_autofree char *day = NULL;
  int year = g_date_time_get_year (local);

  if (year == g_date_time_get_year (now))
    /* Translators: a day of this year with its weekday, for g_date_time_format (): "Friday 20 November" */
    day = g_date_time_format (local, _("%A %-d %B"));
  else
    /* Translators: a day with its year, for g_date_time_format (): "20 November 2025" */
    day = g_date_time_format (local, _("%-d %B %Y"));

  if (year == g_date_time_get_year (now) && g_date_time_get_day_of_year (local) == g_date_time_get_day_of_year (now))
    /* Translators: %s is a day: "Today, Friday 20 November" */
    return narrow ? g_strdup (_("Today")) : g_strdup_printf (_("Today, %s"), day);
  if (year == g_date_time_get_year (yesterday) && g_date_time_get_day_of_year (local) == g_date_time_get_day_of_year (yesterday))
    return narrow ? g_strdup (_("Yesterday")) : g_strdup_printf (_("Yesterday, %s"), day);
  return g_steal_pointer (&day);
}

const char *
weft_message_get_author_words (WeftMessage *message)
{
  return weft_message_get_author_name (message) != NULL ? weft_message_get_author_name (message) : _("Someone");
}

const char *
weft_message_get_mark_words (WeftMessage *message)
{
  if (weft_message_get_posted (message))
    /* Translators: stands beside the name of a program which writes into a room; short */
    return _("bot");
  if (weft_message_get_imported (message))
    /* Translators: stands beside the name of a person whose message was said in another program and brought here; short */
    return _("imported");
  if (weft_message_get_guest (message))
    /* Translators: stands beside the name of somebody who is in single rooms only; short */
    return C_("role", "guest");
  return NULL;
}

const char *
weft_message_get_body (WeftMessage *message)
{
  return weft_message_get_hidden (message)    ? _("Message deleted for you")
         : weft_message_get_deleted (message) ? _("Message deleted")
                                              : weft_message_get_text (message);
}

char *
weft_message_dup_note (WeftMessage *message)
{
  const char *notes[] = {
    weft_message_get_edited_at (message) != 0 ? _("(edited)") : NULL,
    /* Translators: in small behind the text of a message which the server could not send in time */
    weft_message_get_due_at (message) != 0 ? _("(sent late)") : NULL,
    /* Translators: in small behind the text of a message which is pinned, or saved for later */
    weft_message_get_pinned (message) ? _("(pinned)") : NULL,
    weft_message_get_saved (message) ? _("(saved)") : NULL,
  };
  GString *note = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (notes); i++)
    if (notes[i] != NULL)
      g_string_append_printf (note, "%s%s", note->len > 0 ? " " : "", notes[i]);
  return g_string_free (note, note->len == 0);
}

char *
weft_message_dup_state (WeftMessage *message)
{
  g_autofree char *reason = NULL;

  switch (weft_message_get_state (message))
    {
    case WEFT_MESSAGE_WAITING:
      return g_strdup (_("Waiting"));
    case WEFT_MESSAGE_SENDING:
      return g_strdup (_("Sending…"));
    case WEFT_MESSAGE_SENT:
      return g_strdup (_("Sent"));
    case WEFT_MESSAGE_DELIVERED:
      return g_strdup (_("Delivered"));
    case WEFT_MESSAGE_READ:
      return g_strdup (_("Read"));
    case WEFT_MESSAGE_FAILED:
      if (weft_message_get_error (message) == NULL)
        return g_strdup (_("Not sent"));
      reason = weft_error_dup_reason (weft_message_get_error (message));
      /* Translators: %s says why, as a sentence or its part */
      return g_strdup_printf (_("Not sent: %s"), reason);
    case WEFT_MESSAGE_NONE:
    default:
      return NULL;
    }
}

WeftAttachments *
weft_message_get_attachments (WeftMessage *message, const WeftMessageContext *context)
{
  const char *shows = weft_message_get_shows (message);

  if (context->attachments == NULL || weft_message_get_placeholder (message) || weft_message_get_deleted (message))
    return NULL;

  return context->attachments (shows != NULL ? shows : weft_message_get_id (message), context->attachments_data);
}

static GQuark
get_cards_quark (void)
{
  return g_quark_from_static_string ("weft-message-cards");
}

WeftCardStack *
weft_message_get_cards (WeftMessage *message, const WeftMessageContext *context)
{
  WeftCardStack *cards = g_object_get_qdata (G_OBJECT (message), get_cards_quark ());
  const char *text = weft_message_get_text (message);

  if (context->cards == NULL || weft_message_get_placeholder (message) || weft_message_get_deleted (message) || text == NULL)
    return NULL;
  if (cards != NULL && g_str_equal (weft_card_stack_get_text (cards), text))
    return cards;
  /* Most messages have none. */
  cards = strstr (text, "weft:") != NULL ? weft_card_stack_new (context->cards, text) : NULL;
  g_object_set_qdata_full (G_OBJECT (message), get_cards_quark (), cards, g_object_unref);

  return cards;
}

/* The text, but for what the cards say better: nobody wants to hear an id. */
static char *
dup_spoken_text (WeftMessage *message, const WeftMessageContext *context)
{
  WeftAttachments *files = weft_message_get_attachments (message, context);
  WeftCardStack *cards = weft_message_get_cards (message, context);

  if (weft_poll_bars_get (message, context) != NULL || (files != NULL && weft_attachments_say (files, weft_message_get_body (message))))
    return g_strdup ("");

  {
    g_autofree char *rest = cards != NULL ? weft_card_stack_dup_rest (cards) : g_strdup (weft_message_get_body (message));

    return weft_spoken_text_dup (rest);
  }
}

static gboolean
has_keyword (WeftMessage *message, const WeftMessageContext *context)
{
  g_autofree char *talk = NULL;
  g_autoptr (GArray) found = NULL;

  if (context->keywords == NULL || weft_message_get_own (message) || weft_message_get_deleted (message) || weft_message_get_text (message) == NULL)
    return FALSE;
  talk = weft_markdown_dup_talk (weft_message_get_text (message));
  found = weft_keyword_find (talk, (const char *const *) context->keywords);

  return found != NULL;
}

char *
weft_message_dup_label (WeftMessage *message, const WeftMessageContext *context)
{
  WeftAttachments *hanging[] = { (WeftAttachments *) weft_sticker_line_get (message, context), (WeftAttachments *) weft_poll_bars_get (message, context), weft_message_get_attachments (message, context), (WeftAttachments *) weft_message_get_cards (message, context),
                                 (WeftAttachments *) weft_link_preview_get (message, context), (WeftAttachments *) weft_ask_line_get (message, context),
                                 (WeftAttachments *) weft_reaction_line_get (message, context->style),
                                 (WeftAttachments *) weft_thread_line_get (message, context->style) };
  GString *label;
  g_autofree char *text = NULL;
  g_autofree char *time = NULL;
  g_autofree char *state = NULL;

  if (weft_message_get_placeholder (message))
    return g_strdup (_("Loading message"));

  label = g_string_new (NULL);
  time = weft_message_dup_time (message, context->style->use_24h);
  state = weft_message_dup_state (message);
  if (weft_message_get_new_day (message))
    {
      g_autofree char *day = weft_message_dup_day (weft_message_get_at (message), FALSE);

      g_string_append_printf (label, "%s. ", day);
    }
  if (context->unread_from != 0 && weft_message_get_ordinal (message) == context->unread_from)
    {
      g_string_append_printf (label, ngettext ("%u new message", "%u new messages", context->n_unread), context->n_unread);
      g_string_append (label, ". ");
    }
  g_string_append (label, weft_message_get_own (message) ? _("You") : weft_message_get_author_words (message));
  if (weft_message_get_mark_words (message) != NULL)
    g_string_append_printf (label, ", %s", weft_message_get_mark_words (message));
  g_string_append_printf (label, ", %s", time);
  if (weft_ask_get_severity_words (message) != NULL && !weft_message_get_deleted (message))
    g_string_append_printf (label, ", %s", weft_ask_get_severity_words (message));
  if (has_keyword (message, context))
    /* Translators: spoken before a message in which one of the reader's keywords stands; short */
    g_string_append_printf (label, ", %s", _("keyword"));
  if (weft_message_get_reply_to (message) != NULL && weft_message_get_reply_author (message) != NULL)
    {
      g_string_append (label, ", ");
      /* Translators: %s is a person */
      g_string_append_printf (label, _("answering %s"), weft_message_get_reply_author (message));
    }
  text = dup_spoken_text (message, context);
  if (*text != '\0')
    g_string_append_printf (label, ", %s", text);
  for (guint i = 0; i < G_N_ELEMENTS (hanging); i++)
    if (hanging[i] != NULL)
      {
        g_autofree char *spoken = weft_attachments_dup_label (hanging[i]);

        if (*spoken != '\0')
          g_string_append_printf (label, ", %s", spoken);
      }
  if (weft_message_get_edited_at (message) != 0 && !weft_message_get_deleted (message))
    g_string_append_printf (label, ", %s", _("edited"));
  if (weft_message_get_due_at (message) != 0 && !weft_message_get_deleted (message))
    {
      g_autofree char *due = weft_moment_dup_due (weft_message_get_due_at (message), weft_clock_now (weft_clock_get_system ()));

      g_string_append (label, ", ");
      /* Translators: %s is a day and a time: "Today, 09:00" */
      g_string_append_printf (label, _("sent late, was due: %s"), due);
    }
  if (weft_message_get_pinned (message) && !weft_message_get_deleted (message))
    g_string_append_printf (label, ", %s", _("pinned"));
  if (weft_message_get_saved (message) && !weft_message_get_deleted (message))
    g_string_append_printf (label, ", %s", _("saved"));
  if (context->chosen != NULL && weft_message_selection_get_active (context->chosen))
    g_string_append_printf (label, ", %s", weft_message_selection_contains (context->chosen, message) ? _("selected") : _("not selected"));
  if (state != NULL)
    g_string_append_printf (label, ", %s", state);
  return g_string_free (label, FALSE);
}

void
weft_message_forget_cards (WeftMessage *message)
{
  g_object_set_qdata (G_OBJECT (message), get_cards_quark (), NULL);
}
