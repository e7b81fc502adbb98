/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-board"

#include "config.h"

#include "features/board/view/weft-column-head.h"

#include <glib/gi18n.h>

#include "ui/weft-text-scale.h"

#define WIDTH 228 /* px, at least (LOOK.md, Board) */

struct _WeftColumnHead
{
  GtkWidget parent_instance;

  WeftBoard *board;
  WeftProjectStatus *status;
  gboolean laned;

  GtkWidget *box;
  GtkWidget *name;
  GtkWidget *count;
  GtkWidget *warning;
  GtkWidget *add;
};

enum
{
  BEGUN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftColumnHead, weft_column_head, GTK_TYPE_WIDGET)

static void
update (WeftColumnHead *self)
{
  guint n = weft_project_status_get_n_tasks (self->status); /* of all: a limit is of the status, whatever is looked for */
  gboolean elsewhere = self->laned && weft_project_status_get_per_lane (self->status); /* each cell tells of it */
  guint wip = elsewhere ? 0 : weft_project_status_get_wip (self->status);
  gboolean over = !elsewhere && weft_project_status_is_over (self->status);
  /* Isolated, or right-to-left text turns "3 / 6" into "6 / 3". */
  g_autofree char *count = wip > 0 ? g_strdup_printf ("\u2066%u / %u\u2069", n, wip) : g_strdup_printf ("%u", n);

  gtk_label_set_text (GTK_LABEL (self->name), weft_project_status_get_name (self->status));
  gtk_label_set_text (GTK_LABEL (self->count), count);
  gtk_widget_set_visible (self->warning, over);
  gtk_widget_set_visible (self->add, weft_board_may_change (self->board));
  if (over)
    gtk_widget_add_css_class (GTK_WIDGET (self), "over");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "over");
}

static void
on_add (WeftColumnHead *self)
{
  g_signal_emit (self, signals[BEGUN], 0);
}

static void
weft_column_head_dispose (GObject *object)
{
  WeftColumnHead *self = WEFT_COLUMN_HEAD (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->status);
  g_clear_object (&self->board);

  G_OBJECT_CLASS (weft_column_head_parent_class)->dispose (object);
}

static void
weft_column_head_class_init (WeftColumnHeadClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = weft_column_head_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);

  signals[BEGUN] = g_signal_new ("begun", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
weft_column_head_init (WeftColumnHead *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_widget_set_size_request (GTK_WIDGET (self), weft_column_get_width (), -1);
  gtk_widget_add_css_class (self->box, "weft-column-head");
  self->name = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->name, "weft-h2");
  gtk_label_set_ellipsize (GTK_LABEL (self->name), PANGO_ELLIPSIZE_END);
  self->count = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->count, "weft-badge");
  gtk_widget_set_valign (self->count, GTK_ALIGN_CENTER);
  self->warning = gtk_image_new_from_icon_name ("dialog-warning-symbolic");
  gtk_widget_add_css_class (self->warning, "weft-over");
  gtk_widget_set_tooltip_text (self->warning, _ ("More cards than the limit"));
  self->add = gtk_button_new_from_icon_name ("list-add-symbolic");
  gtk_widget_add_css_class (self->add, "flat");
  gtk_widget_add_css_class (self->add, "weft-column-add");
  gtk_widget_set_tooltip_text (self->add, _ ("New Card"));
  gtk_widget_set_hexpand (self->add, TRUE);
  gtk_widget_set_halign (self->add, GTK_ALIGN_END);
  g_signal_connect_swapped (self->add, "clicked", G_CALLBACK (on_add), self);
  gtk_box_append (GTK_BOX (self->box), self->name);
  gtk_box_append (GTK_BOX (self->box), self->count);
  gtk_box_append (GTK_BOX (self->box), self->warning);
  gtk_box_append (GTK_BOX (self->box), self->add);
}

GtkWidget *
weft_column_head_new (WeftBoard *board, WeftProjectStatus *status, gboolean laned)
{
  WeftColumnHead *self = g_object_new (WEFT_TYPE_COLUMN_HEAD, NULL);

  self->board = g_object_ref (board);
  self->status = g_object_ref (status);
  self->laned = laned;
  g_signal_connect_object (status, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (board, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}

int
weft_column_get_width (void)
{
  return weft_text_scale (WIDTH);
}

char *
weft_column_describe (WeftProjectStatus *status, guint n_shown)
{
  guint n = weft_project_status_get_n_tasks (status);
  guint wip = weft_project_status_get_wip (status);
  g_autofree char *tasks = g_strdup_printf (ngettext ("%u card", "%u cards", n), n);
  g_autofree char *label = NULL;

  if (wip > 0)
    /* Translators: a column for screen readers: its name, how many cards are in it, and how many it takes. */
    label = g_strdup_printf (_ ("%s, %s, limit %u"), weft_project_status_get_name (status), tasks, wip);
  else
    /* Translators: a column for screen readers: its name, and how many cards are in it. */
    label = g_strdup_printf (_ ("%s, %s"), weft_project_status_get_name (status), tasks);
  if (n_shown >= n)
    return g_steal_pointer (&label);
  /* Translators: a column for screen readers while cards are filtered: "In review, 12 cards", and how many of them are seen. */
  return g_strdup_printf (ngettext ("%s, %u shown", "%s, %u shown", n_shown), label, n_shown);
}
