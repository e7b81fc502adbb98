/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-board"

#include "config.h"

#include "features/board/view/weft-moment-slider.h"

#include <glib/gi18n.h>

#include "features/board/view/weft-task-words.h"

struct _WeftMomentSlider
{
  GtkBox parent_instance;

  WeftReplay *replay; /* (nullable) */
  GtkWidget *scale;
  GtkWidget *row;     /* below it, or in two lines where that is narrow */
  GtkWidget *moment;
  GtkWidget *place;
};

enum
{
  MOVED,
  PLAY,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftMomentSlider, weft_moment_slider, GTK_TYPE_BOX)

static char *
dup_moment (WeftMomentSlider *self, gint64 seq)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  gint64 at = weft_replay_get_time (self->replay, seq);

  if (at == 0)
    return g_strdup (_ ("Now"));
  /* To the minute: what is shown needs no seconds, and midnight would be a day. */
  return weft_day_describe (at % (G_TIME_SPAN_DAY / 1000) == 0 ? at + 1 : at, zone);
}

static char *
dup_place (WeftMomentSlider *self, gint64 seq)
{
  gint64 floor = weft_replay_get_floor (self->replay);
  g_autofree char *which = g_strdup_printf ("%" G_GINT64_FORMAT, seq - floor);
  g_autofree char *all = g_strdup_printf ("%" G_GINT64_FORMAT, weft_replay_get_head (self->replay) - floor);

  if (seq == weft_replay_get_head (self->replay))
    return g_strdup (_ ("As it is now"));
  if (seq == floor)
    return g_strdup (floor == 0 ? _ ("Before it was made") : _ ("What was before is not kept any more"));
  /* Translators: which change of a board is the last that is shown: “Change 37 of 120”. */
  return g_strdup_printf (_ ("Change %s of %s"), which, all);
}

static void
show_words (WeftMomentSlider *self)
{
  gint64 seq = weft_moment_slider_get_seq (self);
  g_autofree char *moment = dup_moment (self, seq);
  g_autofree char *place = dup_place (self, seq);
  /* Translators: spoken of a slider through time: “Change 37 of 120, Wednesday, 25 November 2026, 14:03”. */
  g_autofree char *said = g_strdup_printf (_ ("%s, %s"), place, moment);

  gtk_label_set_text (GTK_LABEL (self->moment), moment);
  gtk_label_set_text (GTK_LABEL (self->place), place);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scale), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, said, -1);
}

static void
on_value_changed (WeftMomentSlider *self)
{
  show_words (self);
  g_signal_emit (self, signals[MOVED], 0);
}

/* Midnight before @at (ms), in the person's zone, @days later. */
static gint64
get_midnight (gint64 at, int days)
{
  g_autoptr (GDateTime) then = g_date_time_new_from_unix_local (at / 1000);
  g_autoptr (GDateTime) midnight
      = g_date_time_new_local (g_date_time_get_year (then), g_date_time_get_month (then), g_date_time_get_day_of_month (then), 0, 0, 0);
  g_autoptr (GDateTime) day = g_date_time_add_days (midnight, days);

  return g_date_time_to_unix (day) * 1000;
}

/* To the last moment of the day before, or to that of the next day. */
static void
step_day (WeftMomentSlider *self, int days)
{
  gint64 at = weft_replay_get_time (self->replay, weft_moment_slider_get_seq (self));
  gint64 first;

  if (days > 0)
    {
      first = weft_replay_find (self->replay, at) + 1;
      at = weft_replay_get_time (self->replay, first);
    }
  weft_moment_slider_set_seq (self, weft_replay_find (self->replay, get_midnight (at, days > 0 ? 1 : 0) - 1));
}

static gboolean
on_key (GtkEventControllerKey *keys, guint keyval, guint keycode, GdkModifierType state, WeftMomentSlider *self)
{
  switch (keyval)
    {
    case GDK_KEY_Page_Up:
    case GDK_KEY_KP_Page_Up:
      step_day (self, -1);
      return TRUE;
    case GDK_KEY_Page_Down:
    case GDK_KEY_KP_Page_Down:
      step_day (self, 1);
      return TRUE;
    case GDK_KEY_space:
      g_signal_emit (self, signals[PLAY], 0);
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
weft_moment_slider_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (WEFT_MOMENT_SLIDER (widget)->scale);
}

static void
weft_moment_slider_dispose (GObject *object)
{
  g_clear_object (&WEFT_MOMENT_SLIDER (object)->replay);

  G_OBJECT_CLASS (weft_moment_slider_parent_class)->dispose (object);
}

static void
weft_moment_slider_class_init (WeftMomentSliderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_moment_slider_dispose;
  GTK_WIDGET_CLASS (klass)->grab_focus = weft_moment_slider_grab_focus;

  signals[MOVED] = g_signal_new ("moved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[PLAY] = g_signal_new ("play", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static GtkWidget *
make_label (const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, style);
  return label;
}

static void
weft_moment_slider_init (WeftMomentSlider *self)
{
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 2);
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  self->scale = gtk_scale_new_with_range (GTK_ORIENTATION_HORIZONTAL, 0, 1, 1);
  gtk_scale_set_draw_value (GTK_SCALE (self->scale), FALSE);
  gtk_range_set_round_digits (GTK_RANGE (self->scale), 0);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (self->scale, keys);
  g_signal_connect_swapped (self->scale, "value-changed", G_CALLBACK (on_value_changed), self);
  self->moment = make_label ("weft-title");
  self->place = make_label ("weft-meta");
  gtk_box_append (GTK_BOX (words), self->moment);
  gtk_box_append (GTK_BOX (words), self->place);
  gtk_widget_set_hexpand (words, TRUE);
  self->row = adw_wrap_box_new ();
  adw_wrap_box_set_child_spacing (ADW_WRAP_BOX (self->row), 8);
  adw_wrap_box_set_line_spacing (ADW_WRAP_BOX (self->row), 4);
  adw_wrap_box_set_justify (ADW_WRAP_BOX (self->row), ADW_JUSTIFY_FILL);
  adw_wrap_box_set_justify_last_line (ADW_WRAP_BOX (self->row), TRUE);
  adw_wrap_box_append (ADW_WRAP_BOX (self->row), words);
  gtk_box_append (GTK_BOX (self), self->scale);
  gtk_box_append (GTK_BOX (self), self->row);
}

GtkWidget *
weft_moment_slider_new (const char *label)
{
  WeftMomentSlider *self = g_object_new (WEFT_TYPE_MOMENT_SLIDER, NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scale), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  return GTK_WIDGET (self);
}

void
weft_moment_slider_set_replay (WeftMomentSlider *self, WeftReplay *replay, gint64 seq)
{
  gint64 floor;

  g_return_if_fail (WEFT_IS_MOMENT_SLIDER (self));

  g_set_object (&self->replay, replay);
  if (replay == NULL)
    return;
  floor = weft_replay_get_floor (replay);
  g_signal_handlers_block_by_func (self->scale, on_value_changed, self);
  gtk_range_set_range (GTK_RANGE (self->scale), (double) floor, (double) MAX (weft_replay_get_head (replay), floor + 1));
  gtk_range_set_increments (GTK_RANGE (self->scale), 1, 1);
  gtk_range_set_value (GTK_RANGE (self->scale), (double) seq);
  g_signal_handlers_unblock_by_func (self->scale, on_value_changed, self);
  show_words (self);
}

gint64
weft_moment_slider_get_seq (WeftMomentSlider *self)
{
  g_return_val_if_fail (WEFT_IS_MOMENT_SLIDER (self), 0);
  return (gint64) (gtk_range_get_value (GTK_RANGE (self->scale)) + 0.5);
}

void
weft_moment_slider_set_seq (WeftMomentSlider *self, gint64 seq)
{
  g_return_if_fail (WEFT_IS_MOMENT_SLIDER (self));
  gtk_range_set_value (GTK_RANGE (self->scale), (double) seq);
}

void
weft_moment_slider_add (WeftMomentSlider *self, GtkWidget *widget)
{
  g_return_if_fail (WEFT_IS_MOMENT_SLIDER (self));

  gtk_widget_set_valign (widget, GTK_ALIGN_CENTER);
  adw_wrap_box_append (ADW_WRAP_BOX (self->row), widget);
}
