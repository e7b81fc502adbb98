/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/weft-outbox-row.h"

#define TILE 36
#define GAP 10

struct _WeftOutboxRow
{
  AdwBin parent_instance;

  WeftOutboxChange *change;
};

G_DEFINE_FINAL_TYPE (WeftOutboxRow, weft_outbox_row, ADW_TYPE_BIN)

static void
weft_outbox_row_finalize (GObject *object)
{
  g_clear_pointer (&WEFT_OUTBOX_ROW (object)->change, weft_outbox_change_free);

  G_OBJECT_CLASS (weft_outbox_row_parent_class)->finalize (object);
}

static void
weft_outbox_row_class_init (WeftOutboxRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_outbox_row_finalize;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
weft_outbox_row_init (WeftOutboxRow *self)
{
}

static GtkWidget *
new_text (const char *text, const char *css_class, int lines)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_halign (
      label, GTK_ALIGN_START); /* in a wider one words of the other direction go to the other end */
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  /* In as few lines as there is room for. */
  gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_lines (GTK_LABEL (label), lines);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
add_button (GtkWidget *box, const char *label, const char *action, const char *id, const char *what)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", id);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, what, -1);
  gtk_widget_add_css_class (button, "weft-outbox-button");
  adw_wrap_box_append (ADW_WRAP_BOX (box), button);
}

static GtkWidget *
new_buttons (const WeftOutboxChange *change, const char *what)
{
  GtkWidget *box = adw_wrap_box_new ();

  adw_wrap_box_set_child_spacing (ADW_WRAP_BOX (box), 6);
  adw_wrap_box_set_line_spacing (ADW_WRAP_BOX (box), 6);
  gtk_widget_set_margin_start (box, TILE + GAP);
  add_button (box, _ ("Retry"), "outbox.retry", change->id, what);
  /* Without the room there is no place to write in, but the words are the person's all the same. */
  if (change->makes && change->words != NULL && change->place != NULL)
    add_button (box, _ ("Edit"), "outbox.edit", change->id, what);
  else if (change->words != NULL)
    add_button (box, _ ("Copy"), "outbox.copy", change->id, what);
  add_button (box, _ ("Discard"), "outbox.discard", change->id, what);
  return box;
}

static void
fill (WeftOutboxRow *self)
{
  const WeftOutboxChange *change = self->change;
  gboolean message = change->words != NULL;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, GAP);
  GtkWidget *labels = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1);
  GtkWidget *tile = adw_bin_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name (message ? "weft-chat-symbolic" : "document-edit-symbolic");
  GtkWidget *state
      = gtk_image_new_from_icon_name (change->failed ? "dialog-error-symbolic" : "weft-clock-symbolic");
  g_autofree char *title = weft_outbox_change_dup_title (change);
  g_autofree char *detail = weft_outbox_change_dup_detail (change);
  g_autofree char *problem = weft_outbox_change_dup_problem (change);
  g_autofree char *name = NULL;

  gtk_widget_set_halign (icon, GTK_ALIGN_CENTER);
  adw_bin_set_child (ADW_BIN (tile), icon);
  gtk_widget_add_css_class (tile, "weft-tile");
  gtk_widget_add_css_class (tile, message ? "teal" : "indigo");
  gtk_widget_set_valign (tile, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (line), tile);
  gtk_box_append (GTK_BOX (labels), new_text (title, "weft-outbox-title", change->failed ? 3 : 2));
  if (detail != NULL)
    gtk_box_append (GTK_BOX (labels), new_text (detail, "weft-meta", 2));
  if (problem != NULL)
    gtk_box_append (GTK_BOX (labels), new_text (problem, "weft-meta", 4));
  gtk_widget_set_hexpand (labels, TRUE);
  gtk_widget_set_valign (labels, change->failed ? GTK_ALIGN_START : GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (line), labels);
  gtk_widget_set_tooltip_text (state, change->failed ? _ ("Refused") : _ ("Waiting"));
  gtk_widget_set_valign (state, GTK_ALIGN_START);
  gtk_widget_set_margin_top (state, 3);
  gtk_widget_add_css_class (state, change->failed ? "error" : "weft-quiet");
  gtk_box_append (GTK_BOX (line), state);
  gtk_box_append (GTK_BOX (box), line);

  name = g_strdup_printf ("%s, %s", title, problem != NULL ? problem : _ ("Waiting"));
  if (change->failed)
    gtk_box_append (GTK_BOX (box), new_buttons (change, name));
  gtk_widget_set_margin_bottom (box, 12);
  adw_bin_set_child (ADW_BIN (self), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

GtkWidget *
weft_outbox_row_new (WeftOutboxChange *change)
{
  WeftOutboxRow *self = g_object_new (WEFT_TYPE_OUTBOX_ROW, NULL);

  self->change = change;
  fill (self);
  return GTK_WIDGET (self);
}

const WeftOutboxChange *
weft_outbox_row_get_change (WeftOutboxRow *self)
{
  g_return_val_if_fail (WEFT_IS_OUTBOX_ROW (self), NULL);

  return self->change;
}
