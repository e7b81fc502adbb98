/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include "parts/thread/view/weft-long-text-bar.h"

#include <glib/gi18n.h>

#include "parts/thread/client/weft-thread.h"

struct _WeftLongTextBar
{
  GtkBox parent_instance;

  GtkWidget *label;
  GtkWidget *button;
};

G_DEFINE_FINAL_TYPE (WeftLongTextBar, weft_long_text_bar, GTK_TYPE_BOX)

static void
weft_long_text_bar_class_init (WeftLongTextBarClass *klass)
{
}

static void
weft_long_text_bar_init (WeftLongTextBar *self)
{
  gtk_box_set_spacing (GTK_BOX (self), 8);
  self->label = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0);
  gtk_widget_set_hexpand (self->label, TRUE);
  gtk_widget_add_css_class (self->label, "weft-warn");
  gtk_widget_add_css_class (self->label, "caption");
  gtk_box_append (GTK_BOX (self), self->label);
  self->button = gtk_button_new_with_mnemonic (_ ("Attach as _File"));
  gtk_widget_set_tooltip_text (self->button, _ ("Attach as File (Ctrl+Alt+Enter)"));
  gtk_widget_set_valign (self->button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), "composer.as-file");
  gtk_box_append (GTK_BOX (self), self->button);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

void
weft_long_text_bar_say (WeftLongTextBar *self)
{
  g_autofree char *said = NULL;

  g_return_if_fail (WEFT_IS_LONG_TEXT_BAR (self));

  if (gtk_widget_get_visible (self->button))
    /* Translators: said aloud; %s says how long a text is */
    said = g_strdup_printf (_ ("%s. Ctrl+Alt+Enter attaches it as a file."),
                            gtk_label_get_text (GTK_LABEL (self->label)));
  /* What has just come into sight is not there yet for a screen reader: what it stands in is. */
  gtk_accessible_announce (GTK_ACCESSIBLE (gtk_widget_get_parent (GTK_WIDGET (self))),
                           said != NULL ? said : gtk_label_get_text (GTK_LABEL (self->label)),
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_HIGH);
}

void
weft_long_text_bar_set_length (WeftLongTextBar *self, guint n, gboolean attaches)
{
  gboolean was = gtk_widget_get_visible (GTK_WIDGET (self));
  g_autofree char *text = NULL;

  g_return_if_fail (WEFT_IS_LONG_TEXT_BAR (self));

  gtk_widget_set_visible (GTK_WIDGET (self), n > WEFT_THREAD_TEXT_MAX);
  if (n <= WEFT_THREAD_TEXT_MAX)
    return;
  /* Translators: 17,412 characters, at most 16,000 */
  text = g_strdup_printf (_ ("Too long for a message: %'u characters, at most %'u"), n, WEFT_THREAD_TEXT_MAX);
  gtk_label_set_text (GTK_LABEL (self->label), text);
  gtk_widget_set_visible (self->button, attaches);
  if (!was)
    weft_long_text_bar_say (self);
}
