/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "features/board/view/weft-date-row.h"

#include <glib/gi18n.h>

#include "features/board/view/weft-task-words.h"

struct _WeftDateRow
{
  AdwActionRow parent_instance;

  gint64 at; /* ms; 0: none */
  GtkWidget *button;
  GtkWidget *popover;
  GtkWidget *calendar;
  GtkWidget *clear;
};

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftDateRow, weft_date_row, ADW_TYPE_ACTION_ROW)

static void
choose (WeftDateRow *self, gint64 at)
{
  gtk_popover_popdown (GTK_POPOVER (self->popover));
  if (at != self->at)
    g_signal_emit (self, signals[CHOSEN], 0, at);
}

/* The calendar changes its day also when a person only leafs through the months: what is meant is said by a button. */
static void
on_set (WeftDateRow *self)
{
  g_autoptr (GDateTime) day = gtk_calendar_get_date (GTK_CALENDAR (self->calendar));

  choose (self, weft_day_get (day));
}

static void
on_clear (WeftDateRow *self)
{
  choose (self, 0);
}

static void
on_days (WeftDateRow *self, int days)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) day = g_date_time_add_days (now, days);

  choose (self, weft_day_get (day));
}

static void
on_today (WeftDateRow *self)
{
  on_days (self, 0);
}

static void
on_tomorrow (WeftDateRow *self)
{
  on_days (self, 1);
}

static void
on_week (WeftDateRow *self)
{
  on_days (self, 7);
}

/* The day which is set, or today. */
static void
on_show (WeftDateRow *self)
{
  g_autoptr (GDateTime) day
      = self->at > 0 ? g_date_time_new_from_unix_utc (self->at / 1000) : g_date_time_new_now_local ();

  gtk_calendar_select_day (GTK_CALENDAR (self->calendar), day);
  gtk_widget_set_visible (self->clear, self->at > 0);
}

static void
weft_date_row_class_init (WeftDateRowClass *klass)
{
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
}

static GtkWidget *
add_button (WeftDateRow *self, GtkWidget *box, const char *label, void (*clicked) (WeftDateRow *self))
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_widget_set_hexpand (button, TRUE);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (clicked), self);
  gtk_box_append (GTK_BOX (box), button);
  return button;
}

static void
weft_date_row_init (WeftDateRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *soon = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *end = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->calendar = gtk_calendar_new ();
  add_button (self, soon, _ ("T_oday"), on_today);
  add_button (self, soon, _ ("To_morrow"), on_tomorrow);
  add_button (self, soon, _ ("In a _Week"), on_week);
  self->clear = add_button (self, end, _ ("_No Date"), on_clear);
  gtk_widget_add_css_class (add_button (self, end, _ ("_Set Date"), on_set), "suggested-action");
  gtk_box_append (GTK_BOX (box), soon);
  gtk_box_append (GTK_BOX (box), self->calendar);
  gtk_box_append (GTK_BOX (box), end);
  self->popover = gtk_popover_new ();
  gtk_popover_set_child (GTK_POPOVER (self->popover), box);
  /* Its button is at the end of the row: to both sides of it there may be no room. */
  gtk_widget_set_halign (self->popover, GTK_ALIGN_END);
  g_signal_connect_swapped (self->popover, "show", G_CALLBACK (on_show), self);

  self->button = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->button), "x-office-calendar-symbolic");
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->button), self->popover);
  gtk_widget_add_css_class (self->button, "flat");
  gtk_widget_set_valign (self->button, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self), self->button);
}

GtkWidget *
weft_date_row_new (const char *title)
{
  WeftDateRow *self = g_object_new (WEFT_TYPE_DATE_ROW, "title", title, NULL);

  gtk_widget_set_tooltip_text (self->button, title);
  weft_date_row_set_date (self, 0);
  return GTK_WIDGET (self);
}

void
weft_date_row_set_date (WeftDateRow *self, gint64 at)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *text = NULL;

  g_return_if_fail (WEFT_IS_DATE_ROW (self));

  self->at = at;
  text = at > 0 ? weft_day_describe (at, zone) : g_strdup (_ ("No date"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), text);
}

void
weft_date_row_set_editable (WeftDateRow *self, gboolean editable)
{
  g_return_if_fail (WEFT_IS_DATE_ROW (self));
  gtk_widget_set_visible (self->button, editable);
}
