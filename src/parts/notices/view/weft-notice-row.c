/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-notices"

#include "config.h"

#include <glib/gi18n.h>

#include "base/weft-clock.h"
#include "parts/notices/view/weft-notice-row.h"
#include "proto/weft-link.h"
#include "ui/weft-avatar.h"
#include "ui/weft-moment.h"

#define FACE 32 /* px */

struct _WeftNoticeRow
{
  AdwBin parent_instance;

  GtkStack *faces;
  GtkWidget *avatar;
  GtkWidget *tile;
  GtkImage *icon;
  GtkLabel *title;
  GtkLabel *place;
  GtkWidget *muted;
  GtkLabel *time;
  GtkWidget *dot;
  GtkLabel *text;
  AdwBin *buttons;

  WeftNoticeItem *notice;
  WeftLinkedCard *linked; /* the place */
  char *icon_name;
};

G_DEFINE_FINAL_TYPE (WeftNoticeRow, weft_notice_row, ADW_TYPE_BIN)

enum
{
  SPOKEN_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* (nullable) */
static const char *
get_place (WeftNoticeRow *self)
{
  WeftCard *card = self->linked != NULL ? weft_linked_card_get_card (self->linked) : NULL;

  return card != NULL ? weft_card_get_title (card) : NULL;
}

static const char *
get_title (WeftNoticeRow *self)
{
  if (weft_notice_item_get_title (self->notice) != NULL)
    return weft_notice_item_get_title (self->notice);
  return weft_notice_item_get_author_name (self->notice);
}

static void
update_face (WeftNoticeRow *self)
{
  static const char *const icons[]
      = { "weft-chat-symbolic", "dialog-warning-symbolic", "dialog-error-symbolic" };
  WeftNoticeSeverity severity = weft_notice_item_get_severity (self->notice);
  WeftCard *card = weft_linked_card_get_card (self->linked);
  const char *classes[]
      = { "weft-tile", "weft-notice-face", card != NULL ? weft_card_get_yarn (card) : NULL, NULL };
  const char *name = weft_notice_item_get_author_name (self->notice);

  if (name != NULL && self->icon_name == NULL && severity == WEFT_NOTICE_INFO)
    {
      weft_avatar_set_person (WEFT_AVATAR (self->avatar), weft_notice_item_get_author (self->notice));
      weft_avatar_set_name (WEFT_AVATAR (self->avatar), name);
      gtk_stack_set_visible_child (self->faces, self->avatar);
      return;
    }
  gtk_widget_set_css_classes (self->tile, classes);
  gtk_image_set_from_icon_name (self->icon, self->icon_name != NULL        ? self->icon_name
                                            : severity != WEFT_NOTICE_INFO ? icons[severity]
                                            : card != NULL                 ? weft_card_get_icon_name (card)
                                                                           : icons[severity]);
  gtk_stack_set_visible_child (self->faces, self->tile);
}

static void
update (WeftNoticeRow *self)
{
  gboolean seen = weft_notice_item_get_seen (self->notice);
  const char *title = get_title (self), *place = get_place (self);
  /* Two lines are meant, and not two of each paragraph. */
  g_autofree char *text = g_strdelimit (g_strdup (weft_notice_item_get_text (self->notice)), "\n", ' ');
  g_autofree char *time = weft_moment_dup_near (weft_notice_item_get_at (self->notice),
                                                weft_clock_now (weft_clock_get_system ()));

  /* A conversation of two goes by the other's name. */
  if (title != NULL && g_strcmp0 (title, place) == 0)
    place = NULL;
  gtk_label_set_label (self->title, title != NULL ? title : place != NULL ? place : "");
  gtk_label_set_label (self->place, title != NULL && place != NULL ? place : "");
  gtk_widget_set_visible (GTK_WIDGET (self->place), title != NULL && place != NULL);
  gtk_widget_set_visible (self->muted, weft_notice_item_get_muted (self->notice));
  gtk_label_set_label (self->time, time);
  gtk_label_set_label (self->text, text);
  gtk_widget_set_visible (GTK_WIDGET (self->text), *text != '\0');
  gtk_widget_set_opacity (self->dot, seen ? 0 : 1); /* nothing moves when it is seen */
  if (seen)
    gtk_widget_remove_css_class (GTK_WIDGET (self), "unseen");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self), "unseen");
  update_face (self);
  g_signal_emit (self, signals[SPOKEN_CHANGED], 0);
}

static void
weft_notice_row_dispose (GObject *object)
{
  WeftNoticeRow *self = WEFT_NOTICE_ROW (object);

  weft_notice_row_set_notice (self, NULL, NULL);
  g_clear_pointer (&self->icon_name, g_free);

  G_OBJECT_CLASS (weft_notice_row_parent_class)->dispose (object);
}

static void
weft_notice_row_class_init (WeftNoticeRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_notice_row_dispose;

  signals[SPOKEN_CHANGED] = g_signal_new ("spoken-changed", WEFT_TYPE_NOTICE_ROW, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);
}

static GtkLabel *
new_label (const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);

  return GTK_LABEL (label);
}

static void
weft_notice_row_init (WeftNoticeRow *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *first = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->avatar = weft_avatar_new (FACE, NULL);
  self->tile = adw_bin_new ();
  self->icon = GTK_IMAGE (gtk_image_new ());
  gtk_widget_set_halign (GTK_WIDGET (self->icon), GTK_ALIGN_CENTER);
  adw_bin_set_child (ADW_BIN (self->tile), GTK_WIDGET (self->icon));
  self->faces = GTK_STACK (gtk_stack_new ());
  gtk_stack_add_child (self->faces, self->avatar);
  gtk_stack_add_child (self->faces, self->tile);
  gtk_widget_set_valign (GTK_WIDGET (self->faces), GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (row), GTK_WIDGET (self->faces));

  self->title = new_label ("weft-notice-title");
  self->time = new_label ("weft-meta");
  gtk_widget_set_hexpand (GTK_WIDGET (self->title), TRUE);
  gtk_label_set_ellipsize (self->time, PANGO_ELLIPSIZE_NONE);
  self->dot = adw_bin_new ();
  gtk_widget_add_css_class (self->dot, "weft-dotmark");
  gtk_widget_set_valign (self->dot, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (first), GTK_WIDGET (self->title));
  self->muted = gtk_image_new_from_icon_name ("notifications-disabled-symbolic");
  gtk_widget_add_css_class (self->muted, "weft-quiet");
  gtk_widget_set_tooltip_text (self->muted, _ ("Muted"));
  gtk_box_append (GTK_BOX (first), self->muted);
  gtk_box_append (GTK_BOX (first), GTK_WIDGET (self->time));
  gtk_box_append (GTK_BOX (first), self->dot);
  gtk_box_append (GTK_BOX (lines), first);
  self->place = new_label ("weft-meta");
  gtk_box_append (GTK_BOX (lines), GTK_WIDGET (self->place));
  self->text = new_label ("weft-small");
  gtk_label_set_wrap (self->text, TRUE);
  gtk_label_set_wrap_mode (self->text, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (self->text, 2);
  gtk_box_append (GTK_BOX (lines), GTK_WIDGET (self->text));
  self->buttons = ADW_BIN (adw_bin_new ());
  gtk_widget_set_visible (GTK_WIDGET (self->buttons), FALSE);
  gtk_widget_set_margin_top (GTK_WIDGET (self->buttons), 4);
  gtk_box_append (GTK_BOX (lines), GTK_WIDGET (self->buttons));
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_box_append (GTK_BOX (row), lines);
  adw_bin_set_child (ADW_BIN (self), row);
  gtk_widget_add_css_class (GTK_WIDGET (self), "weft-notice");
}

GtkWidget *
weft_notice_row_new (void)
{
  return g_object_new (WEFT_TYPE_NOTICE_ROW, NULL);
}

void
weft_notice_row_set_notice (WeftNoticeRow *self, WeftNoticeItem *notice, WeftCards *cards)
{
  g_return_if_fail (WEFT_IS_NOTICE_ROW (self));
  g_return_if_fail (notice == NULL || cards != NULL);

  if (self->linked != NULL)
    g_signal_handlers_disconnect_by_data (self->linked, self);
  g_clear_object (&self->linked);
  if (notice != NULL)
    {
      g_autoptr (WeftLink) link = weft_link_new (weft_notice_item_get_stream (notice), NULL, NULL, -1);

      self->linked = weft_cards_get (cards, link);
      g_signal_connect_swapped (self->linked, "changed", G_CALLBACK (update), self);
    }
  g_set_object (&self->notice, notice);
  if (notice != NULL)
    update (self);
}

WeftNoticeItem *
weft_notice_row_get_notice (WeftNoticeRow *self)
{
  g_return_val_if_fail (WEFT_IS_NOTICE_ROW (self), NULL);

  return self->notice;
}

void
weft_notice_row_set_icon_name (WeftNoticeRow *self, const char *icon_name)
{
  g_return_if_fail (WEFT_IS_NOTICE_ROW (self));

  if (g_set_str (&self->icon_name, icon_name) && self->notice != NULL)
    update (self);
}

void
weft_notice_row_set_buttons (WeftNoticeRow *self, GtkWidget *buttons)
{
  g_return_if_fail (WEFT_IS_NOTICE_ROW (self));

  adw_bin_set_child (self->buttons, buttons);
  gtk_widget_set_visible (GTK_WIDGET (self->buttons), buttons != NULL);
}

char *
weft_notice_row_dup_spoken (WeftNoticeRow *self)
{
  const char *title, *place;
  g_autoptr (GString) spoken = NULL;

  g_return_val_if_fail (WEFT_IS_NOTICE_ROW (self), NULL);
  g_return_val_if_fail (self->notice != NULL, NULL);

  title = get_title (self);
  place = get_place (self);
  spoken = g_string_new (NULL);
  if (title != NULL && place != NULL && !g_str_equal (title, place))
    g_string_append_printf (spoken, _ ("%1$s in %2$s"), title, place);
  else
    g_string_append (spoken, title != NULL ? title : place != NULL ? place : "");
  if (*weft_notice_item_get_text (self->notice) != '\0')
    g_string_append_printf (spoken, ": %s", weft_notice_item_get_text (self->notice));
  g_string_append_printf (spoken, ", %s", gtk_label_get_label (self->time));
  if (!weft_notice_item_get_seen (self->notice))
    g_string_append_printf (spoken, ", %s", _ ("not seen yet"));
  if (weft_notice_item_get_muted (self->notice))
    /* Translators: said of a notice: nothing more is heard of its place */
    g_string_append_printf (spoken, ", %s", _ ("muted"));

  return g_string_free_and_steal (g_steal_pointer (&spoken));
}
