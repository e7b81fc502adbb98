/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include <glib/gi18n.h>

#include "parts/thread/view/weft-ask-line.h"
#include "parts/thread/view/weft-link-preview.h"
#include "parts/thread/view/weft-message-editing.h"
#include "parts/thread/view/weft-message-folding.h"
#include "parts/thread/view/weft-message-menu.h"
#include "parts/thread/view/weft-message-words.h"
#include "parts/thread/view/weft-poll-bars.h"
#include "parts/thread/view/weft-reaction-line.h"

#define CODES_MAX 3 /* which a menu offers to copy */

static void
append_menu (GMenu *menu, WeftAttachments *attachments)
{
  g_autoptr (GMenuModel) section = attachments != NULL ? weft_attachments_dup_menu (attachments) : NULL;

  if (section != NULL)
    g_menu_append_section (menu, NULL, section);
}

/* What the button of a code does, for who has no pointer; the first few. */
static void
add_codes (GMenu *menu, WeftMessage *message)
{
  g_autofree char *code = NULL;

  if (weft_message_get_deleted (message))
    return;
  for (guint i = 0; i < CODES_MAX && (g_free (code), code = weft_rich_text_dup_code (weft_message_get_text (message), i)) != NULL; i++)
    {
      g_autofree char *action = g_strdup_printf ("thread.copy-code(uint32 %u)", i);
      /* Translators: %u is the number of the code in the message, where there is more than one */
      g_autofree char *label = g_strdup_printf (_("Copy Code %u"), i + 1);

      g_menu_append (menu, i == 0 ? _("Copy C_ode") : label, action);
    }
}

/* What other features make of it. */
static void
add_takers (GMenu *menu, WeftMessage *message, const char *stream, const WeftMessageContext *context)
{
  g_autoptr (WeftLink) link = NULL;

  if (context->cards == NULL || weft_message_get_deleted (message) || weft_message_get_ordinal (message) <= 0)
    return;
  link = weft_link_new (stream, "message", weft_message_get_id (message), weft_message_get_window (message));
  weft_cards_append_takers (context->cards, link, weft_message_get_text (message), menu);
}

/* What is kept of it. */
static GMenuModel *
make_keeping (WeftMessage *message, const WeftMessageContext *context)
{
  GMenu *menu = g_menu_new ();

  if (weft_message_get_ordinal (message) > 0 && !weft_message_get_deleted (message))
    {
      if (context->may_pin)
        g_menu_append (menu, weft_message_get_pinned (message) ? _("Un_pin Message") : _("_Pin Message"), "thread.pin");
      g_menu_append (menu, weft_message_get_saved (message) ? _("Remove from _Saved") : _("_Save for Later"), "thread.save");
      g_menu_append (menu, _("Select _Messages"), "thread.select");
      if (context->threads)
        g_menu_append (menu, _("Seen _by…"), "thread.readers");
      if (weft_message_get_edited_at (message) != 0)
        g_menu_append (menu, _("Edit _History…"), "thread.versions");
    }
  return G_MENU_MODEL (menu);
}

GMenuModel *
weft_message_menu_new (WeftMessage *message, const char *stream, const WeftMessageContext *context, GMenuModel *reminding)
{
  GMenu *menu = g_menu_new ();
  gboolean own = weft_message_get_own (message);
  g_autoptr (GMenu) outbox = g_menu_new ();
  g_autoptr (GMenu) usual = g_menu_new ();
  g_autoptr (GMenuModel) keeping = make_keeping (message, context);
  g_autoptr (GMenu) delete = g_menu_new ();

  if (weft_message_get_state (message) == WEFT_MESSAGE_FAILED)
    {
      g_menu_append (outbox, _("_Retry"), "thread.retry");
      g_menu_append (outbox, _("_Discard"), "thread.discard");
    }
  else if (weft_message_get_state (message) == WEFT_MESSAGE_WAITING)
    g_menu_append (outbox, _("_Discard"), "thread.discard");
  if (weft_message_get_ordinal (message) > 0 && !weft_message_get_deleted (message))
    {
      g_menu_append (usual, _("Re_act…"), "thread.choose-reaction");
      if (context->own_emoji)
        g_menu_append (usual, _("React with _Workspace Emoji…"), "thread.choose-own-reaction");
      g_menu_append (usual, _("_Reply"), "thread.reply");
      if (context->threads)
        g_menu_append (usual, weft_message_get_replies (message) > 0 ? _("Open _Thread") : _("Reply in _Thread"), "thread.open-thread");
      if (context->forwards)
        g_menu_append (usual, _("_Forward…"), "thread.forward");
    }
  if (!weft_message_get_deleted (message))
    g_menu_append (usual, _("_Copy Text"), "thread.copy");
  add_codes (usual, message);
  if (weft_message_folding_may (message))
    g_menu_append (usual, weft_message_folding_get_open (message) ? _("Show L_ess") : _("Show _More"), "thread.unfold");
  if (weft_message_get_ordinal (message) > 0)
    g_menu_append (usual, _("Copy _Link"), "thread.copy-link");
  if (reminding != NULL)
    g_menu_append_submenu (usual, _("Re_mind Me"), reminding);
  add_takers (usual, message, stream, context);
  weft_link_preview_append_menu (usual, message);
  if (weft_message_editing_may (message, context))
    g_menu_append (usual, _("_Edit"), "thread.edit");
  if (!own && context->me != NULL && !weft_message_get_deleted (message) && weft_message_get_ordinal (message) > 0)
    g_menu_append (delete, _("Rep_ort…"), "thread.report");
  if ((own || context->may_delete) && !weft_message_get_deleted (message) && weft_message_get_ordinal (message) > 0)
    g_menu_append (delete, _("De_lete for Everyone"), "thread.delete");
  if (!weft_message_get_deleted (message) && weft_message_get_ordinal (message) > 0)
    g_menu_append (delete, _("Delete for _Me"), "thread.hide");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (outbox));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (usual));
  append_menu (menu, (WeftAttachments *) weft_poll_bars_get (message, context));
  append_menu (menu, (WeftAttachments *) weft_ask_line_get (message, context));
  append_menu (menu, weft_message_get_attachments (message, context));
  append_menu (menu, (WeftAttachments *) weft_message_get_cards (message, context));
  g_menu_append_section (menu, NULL, keeping);
  append_menu (menu, (WeftAttachments *) weft_link_preview_get (message, context));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (delete));
  append_menu (menu, (WeftAttachments *) weft_reaction_line_get (message, context->style));
  return G_MENU_MODEL (menu);
}
