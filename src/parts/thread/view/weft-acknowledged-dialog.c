/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include <glib/gi18n.h>

#include "base/weft-id-set.h"
#include "parts/people/client/weft-person.h"
#include "parts/thread/view/weft-acknowledged-dialog.h"
#include "ui/weft-avatar.h"
#include "ui/weft-text-scale.h"

struct _WeftAcknowledgedDialog
{
  AdwDialog parent_instance;

  WeftMessage *message;
  GtkFilterListModel *asked;
  GtkSortListModel *sorted;
  GtkListView *list;
};

G_DEFINE_FINAL_TYPE (WeftAcknowledgedDialog, weft_acknowledged_dialog, ADW_TYPE_DIALOG)

static gboolean
has_acknowledged (WeftAcknowledgedDialog *self, WeftPerson *person)
{
  return weft_id_set_contains (weft_message_get_acknowledged (self->message), weft_person_get_id (person));
}

static gboolean
is_asked (gpointer item, gpointer user_data)
{
  WeftAcknowledgedDialog *self = user_data;
  const char *id = weft_person_get_id (item);
  const char *asked = weft_message_get_asked (self->message);

  return asked != NULL && g_strcmp0 (id, weft_message_get_author (self->message)) != 0
         && (*asked == '\0' || weft_id_set_contains (asked, id));
}

/* Those who have first; among them the order of names stays. */
static int
compare (gconstpointer a, gconstpointer b, gpointer user_data)
{
  return has_acknowledged (user_data, (WeftPerson *) b) - has_acknowledged (user_data, (WeftPerson *) a);
}

static void
on_setup (GtkListItemFactory *factory, GtkListItem *item, WeftAcknowledgedDialog *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *avatar = weft_avatar_new (28, NULL);
  GtkWidget *name = gtk_label_new (NULL);
  GtkWidget *state = gtk_label_new (NULL);

  gtk_widget_set_margin_top (box, 4);
  gtk_widget_set_margin_bottom (box, 4);
  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_widget_add_css_class (state, "weft-meta");
  gtk_box_append (GTK_BOX (box), avatar);
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), state);
  gtk_list_item_set_child (item, box);
  gtk_list_item_set_activatable (item, FALSE);
}

static void
on_bind (GtkListItemFactory *factory, GtkListItem *item, WeftAcknowledgedDialog *self)
{
  GtkWidget *avatar = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  GtkWidget *name = gtk_widget_get_next_sibling (avatar);
  GtkWidget *state = gtk_widget_get_next_sibling (name);
  WeftPerson *person = gtk_list_item_get_item (item);
  const char *words = has_acknowledged (self, person) ? _ ("Acknowledged") : _ ("Not yet");
  const char *called = weft_person_get_name (person) != NULL ? weft_person_get_name (person) : _ ("Someone");
  g_autofree char *spoken = g_strconcat (called, ", ", words, NULL);

  weft_avatar_set_name (WEFT_AVATAR (avatar), called);
  gtk_label_set_text (GTK_LABEL (name), called);
  gtk_label_set_text (GTK_LABEL (state), words);
  gtk_list_item_set_accessible_label (item, spoken);
}

/* Rows say who has: they are made anew. */
static void
update (WeftAcknowledgedDialog *self)
{
  g_autoptr (GtkSelectionModel) selection = NULL;
  guint n = weft_id_set_count (weft_message_get_acknowledged (self->message));
  g_autofree char *title = NULL;

  gtk_filter_changed (gtk_filter_list_model_get_filter (self->asked), GTK_FILTER_CHANGE_DIFFERENT);
  gtk_sorter_changed (gtk_sort_list_model_get_sorter (self->sorted), GTK_SORTER_CHANGE_DIFFERENT);
  selection = GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->sorted))));
  gtk_list_view_set_model (self->list, selection);
  title = g_strdup_printf (ngettext ("%1$u of %2$u acknowledged", "%1$u of %2$u acknowledged", n), n,
                           MAX (n, g_list_model_get_n_items (G_LIST_MODEL (self->sorted))));
  adw_dialog_set_title (ADW_DIALOG (self), title);
}

static void
weft_acknowledged_dialog_dispose (GObject *object)
{
  WeftAcknowledgedDialog *self = WEFT_ACKNOWLEDGED_DIALOG (object);

  if (self->message != NULL)
    g_signal_handlers_disconnect_by_data (self->message, self);
  if (self->list != NULL)
    gtk_list_view_set_model (self->list, NULL);
  self->list = NULL;
  /* Their functions know this dialog. */
  if (self->asked != NULL)
    gtk_filter_list_model_set_filter (self->asked, NULL);
  if (self->sorted != NULL)
    gtk_sort_list_model_set_sorter (self->sorted, NULL);
  g_clear_object (&self->sorted);
  g_clear_object (&self->asked);

  G_OBJECT_CLASS (weft_acknowledged_dialog_parent_class)->dispose (object);
  g_clear_object (&self->message);
}

static void
weft_acknowledged_dialog_class_init (WeftAcknowledgedDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_acknowledged_dialog_dispose;
}

static void
weft_acknowledged_dialog_init (WeftAcknowledgedDialog *self)
{
}

AdwDialog *
weft_acknowledged_dialog_new (WeftMessage *message, GListModel *people)
{
  WeftAcknowledgedDialog *self;
  GtkListItemFactory *factory;
  GtkWidget *view, *scrolled;

  g_return_val_if_fail (WEFT_IS_MESSAGE (message), NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (people), NULL);

  self = g_object_new (WEFT_TYPE_ACKNOWLEDGED_DIALOG, NULL);
  self->message = g_object_ref (message);
  self->asked = gtk_filter_list_model_new (g_object_ref (people),
                                           GTK_FILTER (gtk_custom_filter_new (is_asked, self, NULL)));
  self->sorted = gtk_sort_list_model_new (g_object_ref (G_LIST_MODEL (self->asked)),
                                          GTK_SORTER (gtk_custom_sorter_new (compare, self, NULL)));
  factory = gtk_signal_list_item_factory_new ();
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), self);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), self);
  self->list = GTK_LIST_VIEW (gtk_list_view_new (NULL, factory));
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "navigation-sidebar");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("People Who Were Asked"), -1);
  scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->list));
  gtk_widget_set_vexpand (scrolled, TRUE);
  view = adw_toolbar_view_new ();
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), scrolled);
  adw_dialog_set_child (ADW_DIALOG (self), view);
  adw_dialog_set_content_width (ADW_DIALOG (self), weft_text_scale (360));
  adw_dialog_set_content_height (ADW_DIALOG (self), 420);
  adw_dialog_set_focus (ADW_DIALOG (self), GTK_WIDGET (self->list));
  g_signal_connect_swapped (message, "changed", G_CALLBACK (update), self);
  update (self);
  return ADW_DIALOG (self);
}
