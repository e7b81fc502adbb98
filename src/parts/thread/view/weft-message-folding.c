/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include <glib/gi18n.h>

#include "base/weft-text.h"
#include "parts/thread/view/weft-message-folding.h"
#include "parts/thread/view/weft-message-row.h"
#include "parts/thread/view/weft-message-view-private.h"

#define CHARACTERS_MAX 2000
#define LINES_MAX 30

/* It stays so while the message is held, whichever row draws it. */
static GQuark
get_quark (void)
{
  return g_quark_from_static_string ("weft-message-unfolded");
}

static gsize
find_head (WeftMessage *message)
{
  if (weft_message_get_deleted (message))
    return 0;
  return weft_text_find_head (weft_message_get_text (message), CHARACTERS_MAX, LINES_MAX);
}

gboolean
weft_message_folding_may (WeftMessage *message)
{
  return find_head (message) > 0;
}

gboolean
weft_message_folding_get_open (WeftMessage *message)
{
  return g_object_get_qdata (G_OBJECT (message), get_quark ()) != NULL;
}

char *
weft_message_folding_dup_head (WeftMessage *message)
{
  gsize head = weft_message_folding_get_open (message) ? 0 : find_head (message);

  return head > 0 ? g_strndup (weft_message_get_text (message), head) : NULL;
}

const char *
weft_message_folding_get_more (WeftMessage *message)
{
  if (!weft_message_folding_may (message))
    return NULL;
  /* Translators: below a long message, of which the beginning or all is shown */
  return weft_message_folding_get_open (message) ? _("Show Less") : _("Show More");
}

static void
unfold_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WeftMessageView *self = WEFT_MESSAGE_VIEW (widget);
  WeftMessage *message = _weft_message_view_get_current (self);
  WeftMessageRow *row = message != NULL ? _weft_message_view_find_row (self, message) : NULL;
  gboolean open;

  if (row == NULL || !weft_message_folding_may (message))
    {
      gtk_widget_error_bell (widget);
      return;
    }
  open = !weft_message_folding_get_open (message);
  g_object_set_qdata (G_OBJECT (message), get_quark (), GINT_TO_POINTER (open));
  weft_message_row_refresh (row);
  gtk_accessible_announce (GTK_ACCESSIBLE (widget), open ? _("All of the message is shown") : _("The beginning of the message is shown"),
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

void
weft_message_folding_install (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "thread.unfold", NULL, unfold_action);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_l, GDK_CONTROL_MASK, "thread.unfold", NULL);
}
