/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-board"

#include "config.h"

#include "features/board/view/weft-difference-view.h"

#include <glib/gi18n.h>

#include "features/board/view/weft-difference-words.h"

struct _WeftDifferenceView
{
  AdwBin parent_instance;

  WeftPeople *people;
  GtkWidget *stack;
  GtkWidget *scroller;
  guint to_top; /* tick */
  guint frames; /* of it */
  GtkSortListModel *sections;
};

enum
{
  OPENED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftDifferenceView, weft_difference_view, ADW_TYPE_BIN)

/* Rows: what is new of a card below its name. */

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *name = gtk_label_new (NULL);
  GtkWidget *lines = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_label_set_wrap (GTK_LABEL (name), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (name), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (name), 2);
  gtk_label_set_xalign (GTK_LABEL (lines), 0);
  gtk_label_set_wrap (GTK_LABEL (lines), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (lines), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (lines, "weft-meta");
  gtk_widget_add_css_class (box, "weft-difference");
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), lines);
  gtk_list_item_set_child (item, box);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, WeftDifferenceView *self)
{
  WeftTaskDifference *difference = gtk_list_item_get_item (item);
  const WeftTaskRecord *task = weft_task_difference_get_after (difference);
  GtkWidget *name = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  GtkWidget *lines = gtk_widget_get_last_child (gtk_list_item_get_child (item));
  g_autofree char *title
      = g_strdup_printf ("%s-%" G_GINT64_FORMAT " · %s", weft_task_difference_get_to (difference)->code, task->number, task->title);
  g_autofree char *text = weft_task_difference_describe (difference, self->people);
  g_auto (GStrv) each = g_strsplit (text, "\n", -1);
  g_autofree char *listed = g_strjoinv (", ", each);
  g_autofree char *said = g_strdup_printf ("%s, %s, %s", title, weft_difference_kind_get_label (weft_task_difference_get_kind (difference)), listed);

  gtk_label_set_text (GTK_LABEL (name), title);
  gtk_label_set_text (GTK_LABEL (lines), text);
  gtk_list_item_set_accessible_label (item, said);
}

static void
on_setup_head (GtkSignalListItemFactory *factory, GtkListHeader *header)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "weft-h2");
  gtk_list_header_set_child (header, label);
}

static void
on_bind_head (GtkSignalListItemFactory *factory, GtkListHeader *header)
{
  WeftDifferenceKind kind = weft_task_difference_get_kind (gtk_list_header_get_item (header));
  g_autofree char *text = g_strdup_printf ("%s · %u", weft_difference_kind_get_label (kind), gtk_list_header_get_n_items (header));

  gtk_label_set_text (GTK_LABEL (gtk_list_header_get_child (header)), text);
}

static int
compare_kinds (gconstpointer a, gconstpointer b, gpointer user_data)
{
  return (int) weft_task_difference_get_kind ((gpointer) a) - (int) weft_task_difference_get_kind ((gpointer) b);
}

static void
on_activated (GtkListView *list, guint position, WeftDifferenceView *self)
{
  g_autoptr (WeftTaskDifference) difference = g_list_model_get_item (G_LIST_MODEL (self->sections), position);

  g_signal_emit (self, signals[OPENED], 0, weft_task_difference_get_after (difference)->id);
}

static void
weft_difference_view_dispose (GObject *object)
{
  WeftDifferenceView *self = WEFT_DIFFERENCE_VIEW (object);

  if (self->to_top != 0)
    gtk_widget_remove_tick_callback (self->scroller, self->to_top);
  self->to_top = 0;
  g_clear_object (&self->sections);
  g_clear_object (&self->people);

  G_OBJECT_CLASS (weft_difference_view_parent_class)->dispose (object);
}

static void
weft_difference_view_class_init (WeftDifferenceViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_difference_view_dispose;

  signals[OPENED] = g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static GtkWidget *
make_list (WeftDifferenceView *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkListItemFactory) heads = gtk_signal_list_item_factory_new ();
  GtkWidget *list;

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), self);
  g_signal_connect (heads, "setup", G_CALLBACK (on_setup_head), NULL);
  g_signal_connect (heads, "bind", G_CALLBACK (on_bind_head), NULL);
  list = gtk_list_view_new (GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->sections)))), factory);
  gtk_list_view_set_header_factory (GTK_LIST_VIEW (list), heads);
  gtk_widget_add_css_class (list, "weft-differences");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("What Changed"), -1);
  g_signal_connect (list, "activate", G_CALLBACK (on_activated), self);
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), list);
  return self->scroller;
}

static void
weft_difference_view_init (WeftDifferenceView *self)
{
  GtkWidget *nothing = adw_status_page_new ();

  self->sections = gtk_sort_list_model_new (NULL, NULL);
  gtk_sort_list_model_set_section_sorter (self->sections, GTK_SORTER (gtk_custom_sorter_new (compare_kinds, NULL, NULL)));
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (nothing), "weft-check-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (nothing), _ ("Nothing Changed"));
  adw_status_page_set_description (ADW_STATUS_PAGE (nothing), _ ("Between these two moments every card stayed as it was."));
  gtk_widget_add_css_class (nothing, "compact");
  self->stack = gtk_stack_new ();
  gtk_stack_add_named (GTK_STACK (self->stack), adw_bin_new (), "reading");
  gtk_stack_add_named (GTK_STACK (self->stack), make_list (self), "list");
  gtk_stack_add_named (GTK_STACK (self->stack), nothing, "nothing");
  adw_bin_set_child (ADW_BIN (self), self->stack);
}

/* The list is laid out between two frames: it is only after the first one that it can be scrolled. */
static gboolean
scroll_to_top (GtkWidget *scroller, GdkFrameClock *clock, gpointer user_data)
{
  WeftDifferenceView *self = WEFT_DIFFERENCE_VIEW (user_data);

  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller)), 0);
  if (--self->frames > 0)
    return G_SOURCE_CONTINUE;
  self->to_top = 0;
  return G_SOURCE_REMOVE;
}

GtkWidget *
weft_difference_view_new (WeftPeople *people)
{
  WeftDifferenceView *self = g_object_new (WEFT_TYPE_DIFFERENCE_VIEW, NULL);

  self->people = g_object_ref (people);
  return GTK_WIDGET (self);
}

void
weft_difference_view_show (WeftDifferenceView *self, GListModel *differences)
{
  g_return_if_fail (WEFT_IS_DIFFERENCE_VIEW (self));

  gtk_sort_list_model_set_model (self->sections, differences);
  /* A list view begins with its first row, and hides the head above that. */
  self->frames = 2;
  if (self->to_top == 0)
    self->to_top = gtk_widget_add_tick_callback (self->scroller, scroll_to_top, self, NULL);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), g_list_model_get_n_items (differences) > 0 ? "list" : "nothing");
}
