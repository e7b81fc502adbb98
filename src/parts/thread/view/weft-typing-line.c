/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>

#include "parts/thread/view/weft-typing-line.h"

#define HEIGHT 20
#define DOTS 24        /* px that the three dots take */
#define PERIOD 1200000 /* µs */

struct _WeftTypingLine
{
  GtkWidget parent_instance;

  GtkWidget *label;
  WeftTyping *typing;
  WeftPeople *people;
  guint tick;
};

G_DEFINE_FINAL_TYPE (WeftTypingLine, weft_typing_line, GTK_TYPE_WIDGET)

static const char *
get_name (WeftTypingLine *self, guint index)
{
  WeftPerson *person = weft_people_lookup (self->people, g_ptr_array_index (weft_typing_get_people (self->typing), index));

  return person != NULL ? weft_person_get_name (person) : _("Someone");
}

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  gtk_widget_queue_draw (widget);
  return G_SOURCE_CONTINUE;
}

static void
on_changed (WeftTyping *typing, WeftTypingLine *self)
{
  guint n = self->typing != NULL && self->people != NULL ? weft_typing_get_people (self->typing)->len : 0;
  gboolean animate = n > 0 && adw_get_enable_animations (GTK_WIDGET (self));
  g_autofree char *text = NULL;

  switch (n)
    {
    case 0:
      text = g_strdup ("");
      break;
    case 1:
      /* Translators: %s is a person */
      text = g_strdup_printf (_("%s is typing"), get_name (self, 0));
      break;
    case 2:
      text = g_strdup_printf (_("%s and %s are typing"), get_name (self, 0), get_name (self, 1));
      break;
    default:
      text = g_strdup_printf (ngettext ("%u person is typing", "%u people are typing", n), n);
    }
  gtk_label_set_text (GTK_LABEL (self->label), text);
  if (animate && self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_tick, NULL, NULL);
  else if (!animate && self->tick != 0)
    {
      gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
      self->tick = 0;
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
weft_typing_line_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  WeftTypingLine *self = WEFT_TYPING_LINE (widget);

  gtk_widget_measure (self->label, orientation, -1, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_VERTICAL)
    *minimum = *natural = MAX (HEIGHT, *minimum);
  else
    {
      *minimum += DOTS + 8;
      *natural += DOTS + 8;
    }
}

static void
weft_typing_line_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;

  gtk_widget_size_allocate (WEFT_TYPING_LINE (widget)->label, &(GtkAllocation) { rtl ? 0 : DOTS + 8, 0, MAX (width - DOTS - 8, 0), height }, -1);
}

static void
weft_typing_line_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  WeftTypingLine *self = WEFT_TYPING_LINE (widget);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  double phase = 0;
  GdkRGBA color;

  if (self->tick != 0)
    phase = (gdk_frame_clock_get_frame_time (gtk_widget_get_frame_clock (widget)) % PERIOD) / (double) PERIOD;
  gtk_widget_get_color (widget, &color);
  for (guint i = 0; *gtk_label_get_text (GTK_LABEL (self->label)) != '\0' && i < 3; i++)
    {
      double wave = self->tick != 0 ? 0.5 + 0.5 * sin (2 * G_PI * (phase - i / 4.0)) : 0.6;
      double x = rtl ? gtk_widget_get_width (widget) - 8 - i * 8.0 : 2 + i * 8.0;
      GdkRGBA dot = color;
      GskRoundedRect rect;

      dot.alpha *= 0.35 + 0.45 * wave;
      gsk_rounded_rect_init_from_rect (&rect, &GRAPHENE_RECT_INIT (x, gtk_widget_get_height (widget) / 2.0 - 3, 6, 6), 3);
      gtk_snapshot_push_rounded_clip (snapshot, &rect);
      gtk_snapshot_append_color (snapshot, &dot, &rect.bounds);
      gtk_snapshot_pop (snapshot);
    }
  gtk_widget_snapshot_child (widget, self->label, snapshot);
}

static void
weft_typing_line_dispose (GObject *object)
{
  WeftTypingLine *self = WEFT_TYPING_LINE (object);

  if (self->tick != 0)
    {
      gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
      self->tick = 0;
    }
  if (self->typing != NULL)
    g_signal_handlers_disconnect_by_data (self->typing, self);
  g_clear_object (&self->typing);
  g_clear_object (&self->people);
  g_clear_pointer (&self->label, gtk_widget_unparent);

  G_OBJECT_CLASS (weft_typing_line_parent_class)->dispose (object);
}

static void
weft_typing_line_class_init (WeftTypingLineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = weft_typing_line_dispose;
  widget_class->measure = weft_typing_line_measure;
  widget_class->size_allocate = weft_typing_line_size_allocate;
  widget_class->snapshot = weft_typing_line_snapshot;
  gtk_widget_class_set_css_name (widget_class, "typing");
}

static void
weft_typing_line_init (WeftTypingLine *self)
{
  self->label = gtk_label_new ("");
  gtk_label_set_xalign (GTK_LABEL (self->label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (self->label, "weft-meta");
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));
}

GtkWidget *
weft_typing_line_new (void)
{
  return g_object_new (WEFT_TYPE_TYPING_LINE, NULL);
}

void
weft_typing_line_set_typing (WeftTypingLine *self, WeftTyping *typing, WeftPeople *people)
{
  g_return_if_fail (WEFT_IS_TYPING_LINE (self));

  if (self->typing != NULL)
    g_signal_handlers_disconnect_by_data (self->typing, self);
  g_set_object (&self->typing, typing);
  g_set_object (&self->people, people);
  if (typing != NULL)
    g_signal_connect (typing, "changed", G_CALLBACK (on_changed), self);
  on_changed (typing, self);
}
