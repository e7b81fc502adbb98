/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-ui"

#include "config.h"

#include "ui/weft-field-keys.h"

static void
on_preedit_changed (GtkText *text, const char *preedit, GtkEventController *before)
{
  gboolean composing = preedit != NULL && *preedit != '\0';

  gtk_event_controller_set_propagation_phase (before, composing ? GTK_PHASE_NONE : GTK_PHASE_CAPTURE);
}

void
weft_field_keys_add (GtkWidget *entry, GtkWidget *around, GCallback pressed, gpointer object)
{
  GtkEventController *before = gtk_event_controller_key_new ();
  GtkEventController *after = gtk_event_controller_key_new ();
  GtkWidget *text = entry;

  g_return_if_fail (GTK_IS_EDITABLE (entry));
  g_return_if_fail (GTK_IS_WIDGET (around));

  while (!GTK_IS_TEXT (text))
    text = GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (text)));
  gtk_event_controller_set_propagation_phase (before, GTK_PHASE_CAPTURE);
  g_signal_connect_object (before, "key-pressed", pressed, object, 0);
  g_signal_connect_object (after, "key-pressed", pressed, object, 0);
  g_signal_connect_object (text, "preedit-changed", G_CALLBACK (on_preedit_changed), before, 0);
  gtk_widget_add_controller (entry, before);
  gtk_widget_add_controller (around, after);
}
