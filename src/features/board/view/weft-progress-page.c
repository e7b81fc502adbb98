/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-board"

#include "config.h"

#include "features/board/view/weft-progress-page.h"

#include <glib/gi18n.h>

#define MARGIN 24

struct _WeftProgressPage
{
  GtkBox parent_instance;

  GtkWidget *title;
  GtkWidget *bar;
};

G_DEFINE_FINAL_TYPE (WeftProgressPage, weft_progress_page, GTK_TYPE_BOX)

static void
weft_progress_page_class_init (WeftProgressPageClass *klass)
{
}

static void
weft_progress_page_init (WeftProgressPage *self)
{
  GtkWidget *hint = gtk_label_new (_ ("Closed now, it stays archived, and can be gone on with."));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 12);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_widget_set_margin_start (GTK_WIDGET (self), MARGIN);
  gtk_widget_set_margin_end (GTK_WIDGET (self), MARGIN);
  self->title = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->title, "weft-h2");
  gtk_label_set_wrap (GTK_LABEL (self->title), TRUE);
  gtk_label_set_justify (GTK_LABEL (self->title), GTK_JUSTIFY_CENTER);
  self->bar = gtk_progress_bar_new ();
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_RELATION_LABELLED_BY, self->title, NULL, -1);
  gtk_label_set_wrap (GTK_LABEL (hint), TRUE);
  gtk_label_set_justify (GTK_LABEL (hint), GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (hint, "weft-quiet");
  gtk_box_append (GTK_BOX (self), self->title);
  gtk_box_append (GTK_BOX (self), self->bar);
  gtk_box_append (GTK_BOX (self), hint);
}

void
weft_progress_page_begin (WeftProgressPage *self, const char *title)
{
  g_return_if_fail (WEFT_IS_PROGRESS_PAGE (self) && title != NULL);

  gtk_label_set_text (GTK_LABEL (self->title), title);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->bar), 0);
  gtk_accessible_announce (GTK_ACCESSIBLE (gtk_widget_get_root (GTK_WIDGET (self))), title, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

void
weft_progress_page_set (WeftProgressPage *self, double fraction)
{
  g_return_if_fail (WEFT_IS_PROGRESS_PAGE (self));

  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->bar), fraction);
}
