/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/weft-activity-row.h"
#include "base/weft-clock.h"
#include "ui/weft-avatar.h"
#include "ui/weft-moment.h"

#define FACE 32     /* px */
#define LINES_MAX 3 /* of what was done */

struct _WeftActivityRow
{
  AdwBin parent_instance;

  GtkStack *faces;
  GtkWidget *avatar;
  GtkWidget *tile; /* where nobody did it */
  GtkLabel *text;
  GtkLabel *time;
};

G_DEFINE_FINAL_TYPE (WeftActivityRow, weft_activity_row, ADW_TYPE_BIN)

static void
weft_activity_row_class_init (WeftActivityRowClass *klass)
{
}

static GtkLabel *
new_label (const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  /* In a wider one words of the other direction go to the other end. */
  gtk_widget_set_halign (label, GTK_ALIGN_START);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, style);

  return GTK_LABEL (label);
}

static void
weft_activity_row_init (WeftActivityRow *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *icon = gtk_image_new_from_icon_name ("document-open-recent-symbolic");

  self->avatar = weft_avatar_new (FACE, NULL);
  self->tile = adw_bin_new ();
  gtk_widget_set_halign (icon, GTK_ALIGN_CENTER);
  adw_bin_set_child (ADW_BIN (self->tile), icon);
  gtk_widget_add_css_class (self->tile, "weft-tile");
  gtk_widget_add_css_class (self->tile, "weft-notice-face");
  self->faces = GTK_STACK (gtk_stack_new ());
  gtk_stack_add_child (self->faces, self->avatar);
  gtk_stack_add_child (self->faces, self->tile);
  gtk_widget_set_valign (GTK_WIDGET (self->faces), GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (row), GTK_WIDGET (self->faces));

  self->text = new_label ("weft-notice-title");
  gtk_label_set_wrap (self->text, TRUE);
  gtk_label_set_wrap_mode (self->text, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (self->text, LINES_MAX);
  self->time = new_label ("weft-meta");
  gtk_box_append (GTK_BOX (lines), GTK_WIDGET (self->text));
  gtk_box_append (GTK_BOX (lines), GTK_WIDGET (self->time));
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_widget_set_valign (lines, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (row), lines);
  adw_bin_set_child (ADW_BIN (self), row);
}

GtkWidget *
weft_activity_row_new (void)
{
  return g_object_new (WEFT_TYPE_ACTIVITY_ROW, NULL);
}

void
weft_activity_row_set_item (WeftActivityRow *self, WeftActivityItem *item)
{
  const char *author;
  g_autofree char *time = NULL;
  g_autofree char *erased = NULL;

  g_return_if_fail (WEFT_IS_ACTIVITY_ROW (self));
  g_return_if_fail (WEFT_IS_ACTIVITY_ITEM (item));

  author = weft_activity_item_get_author (item);
  time = weft_moment_dup_due (weft_activity_item_get_at (item), weft_clock_now (weft_clock_get_system ()));
  if (weft_activity_item_get_erased (item))
    /* Translators: %s is when something was written whose content was erased later: "Today, 08:12" */
    erased = g_strdup_printf (_ ("%s, erased since"), time);
  if (author != NULL)
    weft_avatar_set_name (WEFT_AVATAR (self->avatar), author);
  gtk_stack_set_visible_child (self->faces, author != NULL ? self->avatar : self->tile);
  gtk_label_set_label (self->text, weft_activity_item_get_text (item));
  gtk_label_set_label (self->time, erased != NULL ? erased : time);
}

char *
weft_activity_row_dup_spoken (WeftActivityRow *self)
{
  g_return_val_if_fail (WEFT_IS_ACTIVITY_ROW (self), NULL);

  return g_strdup_printf ("%s, %s", gtk_label_get_label (self->text), gtk_label_get_label (self->time));
}
