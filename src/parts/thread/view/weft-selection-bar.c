/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include "parts/thread/view/weft-selection-bar.h"

#include <glib/gi18n.h>

#include "parts/thread/view/weft-selection-actions.h"

struct _WeftSelectionBar
{
  AdwBin parent_instance;

  WeftMessageSelection *selection;
  GtkLabel *count;
  GtkWidget *delete;
  GtkWidget *buttons[3]; /* which need one */
  gboolean may_delete;
};

G_DEFINE_FINAL_TYPE (WeftSelectionBar, weft_selection_bar, ADW_TYPE_BIN)

static void
update (WeftSelectionBar *self)
{
  guint n = weft_message_selection_get_n (self->selection);
  g_autofree char *text = weft_selection_dup_count (self->selection);
  g_autoptr (GPtrArray) messages = weft_message_selection_dup_messages (self->selection);
  gboolean own = TRUE;

  for (guint i = 0; i < messages->len; i++)
    own = own && weft_message_get_own (g_ptr_array_index (messages, i));
  gtk_widget_set_visible (GTK_WIDGET (self), weft_message_selection_get_active (self->selection));
  gtk_label_set_text (self->count, text);
  for (guint i = 0; i < G_N_ELEMENTS (self->buttons); i++)
    gtk_widget_set_sensitive (self->buttons[i], n > 0);
  gtk_widget_set_sensitive (self->delete, n > 0 && (own || self->may_delete));
  gtk_widget_set_tooltip_text (self->delete, n == 0 || own || self->may_delete
                                                 ? _ ("Delete for Everyone")
                                                 : _ ("Only your own messages can be deleted"));
}

static void
weft_selection_bar_dispose (GObject *object)
{
  g_clear_object (&WEFT_SELECTION_BAR (object)->selection);

  G_OBJECT_CLASS (weft_selection_bar_parent_class)->dispose (object);
}

static void
weft_selection_bar_class_init (WeftSelectionBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_selection_bar_dispose;
}

static GtkWidget *
add_button (GtkWidget *box, const char *icon_name, const char *tooltip, const char *action)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon_name);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_box_append (GTK_BOX (box), button);
  return button;
}

static void
weft_selection_bar_init (WeftSelectionBar *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);

  self->count = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->count), "weft-title");
  gtk_widget_set_margin_start (GTK_WIDGET (self->count), 10);
  gtk_widget_set_margin_end (GTK_WIDGET (self->count), 10);
  gtk_label_set_ellipsize (self->count, PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (box, "toolbar");
  gtk_widget_add_css_class (box, "card");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->count));
  self->buttons[0] = add_button (box, "edit-copy-symbolic", _ ("Copy as Text"), "thread.copy");
  self->buttons[1] = add_button (box, "mail-forward-symbolic", _ ("Forward"), "thread.forward");
  self->buttons[2] = add_button (box, "user-bookmarks-symbolic", _ ("Save for Later"), "thread.save");
  self->delete = add_button (box, "user-trash-symbolic", _ ("Delete for Everyone"), "thread.delete");
  add_button (box, "window-close-symbolic", _ ("Stop Selecting"), "thread.leave");
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_END);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self), 8);
  adw_bin_set_child (ADW_BIN (self), box);
}

GtkWidget *
weft_selection_bar_new (WeftMessageSelection *selection)
{
  WeftSelectionBar *self = g_object_new (WEFT_TYPE_SELECTION_BAR, NULL);

  self->selection = g_object_ref (selection);
  g_signal_connect_object (selection, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}

void
weft_selection_bar_set_may_delete (WeftSelectionBar *self, gboolean may_delete)
{
  g_return_if_fail (WEFT_IS_SELECTION_BAR (self));

  self->may_delete = may_delete;
  update (self);
}
