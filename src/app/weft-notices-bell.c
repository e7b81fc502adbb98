/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/weft-notices-bell.h"

#define SHOWN_MAX 99

static void
on_changed (WeftNoticeList *list, GParamSpec *pspec, GtkWidget *bell)
{
  GtkWidget *badge = g_object_get_data (G_OBJECT (bell), "badge");
  guint n = list != NULL ? weft_notice_list_get_n_unseen (list) : 0;
  g_autofree char *number = n > SHOWN_MAX ? g_strdup_printf ("%u+", SHOWN_MAX) : g_strdup_printf ("%u", n);
  g_autofree char *name = NULL;

  /* Translators: what a screen reader says for the bell: how many notices have not been seen */
  name = n > 0 ? g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Notices, %u not seen",
                                               "Notices, %u not seen", n),
                                  n)
               : g_strdup (_ ("Notices"));
  gtk_label_set_label (GTK_LABEL (badge), number);
  gtk_widget_set_visible (badge, n > 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (bell), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

GtkWidget *
weft_notices_bell_new (void)
{
  GtkWidget *bell = gtk_toggle_button_new ();
  GtkWidget *overlay = gtk_overlay_new ();
  GtkWidget *badge = gtk_label_new (NULL);

  gtk_overlay_set_child (GTK_OVERLAY (overlay), gtk_image_new_from_icon_name ("weft-bell-symbolic"));
  gtk_widget_add_css_class (badge, "weft-badge");
  gtk_widget_add_css_class (badge, "small");
  gtk_widget_add_css_class (badge, "mention");
  gtk_widget_add_css_class (badge, "weft-bell-count");
  gtk_widget_set_halign (badge, GTK_ALIGN_END);
  gtk_widget_set_valign (badge, GTK_ALIGN_START);
  gtk_widget_set_can_target (badge, FALSE);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), badge);
  gtk_overlay_set_clip_overlay (GTK_OVERLAY (overlay), badge, FALSE);
  gtk_button_set_child (GTK_BUTTON (bell), overlay);
  gtk_widget_set_tooltip_text (bell, _ ("Notices"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (bell), "win.notices");
  g_object_set_data (G_OBJECT (bell), "badge", badge);
  on_changed (NULL, NULL, bell);

  return bell;
}

void
weft_notices_bell_set_list (GtkWidget *bell, WeftNoticeList *list)
{
  WeftNoticeList *old;

  g_return_if_fail (GTK_IS_WIDGET (bell));

  old = g_object_get_data (G_OBJECT (bell), "list");
  if (old != NULL)
    g_signal_handlers_disconnect_by_func (old, on_changed, bell);
  g_object_set_data_full (G_OBJECT (bell), "list", list != NULL ? g_object_ref (list) : NULL, g_object_unref);
  if (list != NULL)
    g_signal_connect_object (list, "notify::n-unseen", G_CALLBACK (on_changed), bell, 0);
  on_changed (list, NULL, bell);
}
