/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include <glib/gi18n.h>

#include "base/weft-clock.h"
#include "parts/thread/client/weft-message-readers.h"
#include "parts/thread/client/weft-receipts.h"
#include "parts/thread/view/weft-readers-dialog.h"
#include "ui/weft-avatar.h"
#include "ui/weft-moment.h"
#include "ui/weft-text-scale.h"

/* px */
#define HEADER 60
#define BANNER 36
#define ROW 44
#define ROWS_MIN 2
#define ROWS_MAX 8

static char *
describe (WeftMessageReader *reader)
{
  static const char *const words[] = { N_ ("Seen"), N_ ("Received"), N_ ("Not received yet") };
  const char *word = _ (words[weft_message_reader_get_state (reader)]);
  g_autofree char *when = NULL;

  if (weft_message_reader_get_at (reader) == 0)
    return g_strdup (word);
  when = weft_moment_dup_due (weft_message_reader_get_at (reader), weft_clock_now (weft_clock_get_system ()));
  /* Translators: how far a message came to somebody, and when: "Seen, Today, 08:12" */
  return g_strdup_printf (_ ("%1$s, %2$s"), word, when);
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *name = gtk_label_new (NULL);
  GtkWidget *state = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (state), 0);
  gtk_label_set_ellipsize (GTK_LABEL (state), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (state, "weft-meta");
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (words), name);
  gtk_box_append (GTK_BOX (words), state);
  gtk_box_append (GTK_BOX (box), weft_avatar_new (28, NULL));
  gtk_box_append (GTK_BOX (box), words);
  gtk_widget_set_margin_top (box, 4);
  gtk_widget_set_margin_bottom (box, 4);
  gtk_list_item_set_child (item, box);
  gtk_list_item_set_activatable (item, FALSE);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  WeftMessageReader *reader = gtk_list_item_get_item (item);
  GtkWidget *avatar = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  GtkWidget *name = gtk_widget_get_first_child (gtk_widget_get_next_sibling (avatar));
  g_autofree char *state = describe (reader);
  g_autofree char *spoken = g_strdup_printf ("%s, %s", weft_message_reader_get_name (reader), state);

  weft_avatar_set_name (WEFT_AVATAR (avatar), weft_message_reader_get_name (reader));
  gtk_label_set_label (GTK_LABEL (name), weft_message_reader_get_name (reader));
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_next_sibling (name)), state);
  gtk_list_item_set_accessible_label (item, spoken);
}

typedef struct
{
  WeftMessageReaders *readers;
  WeftRowValue *here;
  WeftRowValue *own;
  AdwBanner *banner; /* unowned: it owns this */
  AdwDialog *dialog; /* unowned */
} Heading;

static void
heading_free (gpointer data)
{
  Heading *heading = data;

  g_signal_handlers_disconnect_by_data (heading->readers, heading);
  g_signal_handlers_disconnect_by_data (heading->here, heading);
  g_signal_handlers_disconnect_by_data (heading->own, heading);
  g_object_unref (heading->readers);
  g_object_unref (heading->here);
  g_object_unref (heading->own);
  g_free (heading);
}

/* What is not known is said to be so. */
static void
update_heading (Heading *heading)
{
  gboolean here = weft_row_value_get (heading->here) != 0;
  gboolean withheld = !here || weft_row_value_get (heading->own) == 0;
  guint n_rows = g_list_model_get_n_items (G_LIST_MODEL (heading->readers));
  gboolean told = withheld || n_rows == 0;
  guint n = weft_message_readers_get_n_seen (heading->readers);
  g_autofree char *title = n > 0      ? g_strdup_printf (ngettext ("Seen by %u Person", "Seen by %u People", n), n)
                           : withheld ? g_strdup (_ ("Read Receipts"))
                                      : g_strdup (_ ("Not Seen Yet"));

  adw_banner_set_title (heading->banner, !here     ? _ ("There are no read receipts in this room")
                                         : withheld ? _ ("You send no read receipts, so you are told of none")
                                                    : _ ("Nobody else is here"));
  adw_banner_set_revealed (heading->banner, told);
  adw_dialog_set_title (heading->dialog, title);
  /* As high as its rows, while they are few: a list does not say so before it is seen. */
  adw_dialog_set_content_height (heading->dialog, weft_text_scale (HEADER + told * BANNER + CLAMP (n_rows, ROWS_MIN, ROWS_MAX) * ROW));
}

static GtkWidget *
make_heading (AdwDialog *dialog, WeftMessageReaders *readers, WeftSync *sync, const char *stream)
{
  Heading *heading = g_new0 (Heading, 1);

  heading->dialog = dialog;
  heading->readers = g_object_ref (readers);
  heading->here = weft_receipts_new (sync, stream);
  heading->own = weft_receipts_new (sync, NULL);
  heading->banner = ADW_BANNER (adw_banner_new (""));
  g_object_set_data_full (G_OBJECT (heading->banner), "heading", heading, heading_free);
  g_signal_connect_swapped (readers, "notify::n-seen", G_CALLBACK (update_heading), heading);
  g_signal_connect_swapped (readers, "items-changed", G_CALLBACK (update_heading), heading);
  g_signal_connect_swapped (heading->here, "notify::value", G_CALLBACK (update_heading), heading);
  g_signal_connect_swapped (heading->own, "notify::value", G_CALLBACK (update_heading), heading);
  update_heading (heading);

  return GTK_WIDGET (heading->banner);
}

AdwDialog *
weft_readers_dialog_new (WeftSync *sync, const char *stream, gint64 ordinal, const char *author)
{
  g_autoptr (WeftMessageReaders) readers = weft_message_readers_new (sync, stream, ordinal, author);
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  AdwDialog *dialog = adw_dialog_new ();
  GtkWidget *view = adw_toolbar_view_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *list;

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), NULL);
  list = gtk_list_view_new (GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (readers)))), factory);
  gtk_widget_add_css_class (list, "navigation-sidebar");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Who has seen the message"), -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), list);
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), make_heading (dialog, readers, sync, stream));
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), scroller);
  adw_dialog_set_child (dialog, view);
  adw_dialog_set_content_width (dialog, weft_text_scale (380));
  adw_dialog_set_focus (dialog, list);
  return dialog;
}
