/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include "parts/thread/view/weft-selection-actions.h"

#include <glib/gi18n.h>

#include "parts/thread/client/weft-kept-list.h"
#include "parts/thread/client/weft-thread.h"
#include "parts/thread/view/weft-message-view-private.h"
#include "parts/thread/view/weft-message-words.h"
#include "ui/weft-moment.h"

char *
weft_selection_dup_count (WeftMessageSelection *selection)
{
  guint n = weft_message_selection_get_n (selection);

  /* Translators: how many messages are chosen */
  return g_strdup_printf (ngettext ("%u selected", "%u selected", n), n);
}

/* (transfer full) (nullable): NULL: it is about one message; empty: about none. */
static GPtrArray *
dup_chosen (WeftMessageView *view)
{
  WeftMessageSelection *selection = _weft_message_view_get_selection (view);

  return weft_message_selection_get_active (selection) ? weft_message_selection_dup_messages (selection)
                                                       : NULL;
}

/* One undo for all of them. */
static void
finish (WeftMessageView *view, DexFuture *future, const char *said)
{
  weft_message_selection_clear (_weft_message_view_get_selection (view));
  _weft_message_view_tell (view, future, said);
}

/* "Mai Trần, 08:12: Good morning", a line each. */
gboolean
weft_selection_copy (WeftMessageView *view)
{
  g_autoptr (GPtrArray) messages = dup_chosen (view);
  g_autoptr (GString) text = NULL;
  g_autofree char *said = NULL;

  if (messages == NULL)
    return FALSE;
  if (messages->len == 0)
    return TRUE;
  text = g_string_new (NULL);
  for (guint i = 0; i < messages->len; i++)
    {
      WeftMessage *message = g_ptr_array_index (messages, i);
      g_autofree char *time = weft_message_dup_clock (weft_message_get_at (message), weft_moment_uses_24h ());

      g_string_append_printf (text, "%s%s, %s: %s", i > 0 ? "\n" : "",
                              weft_message_get_author_words (message), time, weft_message_get_text (message));
    }
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (view)), text->str);
  said = g_strdup_printf (ngettext ("%u message copied", "%u messages copied", messages->len), messages->len);
  weft_message_selection_clear (_weft_message_view_get_selection (view));
  gtk_accessible_announce (GTK_ACCESSIBLE (view), said, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
  return TRUE;
}

gboolean
weft_selection_save (WeftMessageView *view)
{
  g_autoptr (GPtrArray) messages = dup_chosen (view);
  WeftMessageList *list = weft_message_view_get_list (view);
  g_autofree char *said = NULL;
  DexFuture *future;

  if (messages == NULL)
    return FALSE;
  for (guint i = messages->len; i > 0; i--)
    if (weft_message_get_saved (g_ptr_array_index (messages, i - 1)))
      g_ptr_array_remove_index (messages, i - 1);
  if (messages->len == 0)
    {
      weft_message_selection_clear (_weft_message_view_get_selection (view));
      return TRUE;
    }
  future = weft_kept_save_several (weft_message_list_get_sync (list), weft_message_list_get_stream (list),
                                   messages);
  said = g_strdup_printf (ngettext ("%u message saved for later", "%u messages saved for later",
                                    messages->len),
                          messages->len);
  finish (view, future, said);
  return TRUE;
}

gboolean
weft_selection_delete (WeftMessageView *view)
{
  g_autoptr (GPtrArray) messages = dup_chosen (view);
  WeftMessageList *list = weft_message_view_get_list (view);
  g_autofree char *said = NULL;
  DexFuture *future;

  if (messages == NULL)
    return FALSE;
  for (guint i = 0; i < messages->len; i++)
    if (!weft_message_get_own (g_ptr_array_index (messages, i)) && !_weft_message_view_get_may_delete (view))
      {
        gtk_accessible_announce (GTK_ACCESSIBLE (view), _ ("Only your own messages can be deleted"),
                                 GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
        return TRUE;
      }
  if (messages->len == 0)
    return TRUE;
  future = weft_thread_delete_several (weft_message_list_get_sync (list), weft_message_list_get_stream (list),
                                       messages);
  said = g_strdup_printf (ngettext ("%u message deleted", "%u messages deleted", messages->len),
                          messages->len);
  finish (view, future, said);
  return TRUE;
}

gboolean
weft_selection_forward (WeftMessageView *view)
{
  g_autoptr (GPtrArray) messages = dup_chosen (view);

  if (messages == NULL)
    return FALSE;
  if (messages->len > 0)
    g_signal_emit_by_name (view, "forward-several", messages);
  return TRUE;
}
