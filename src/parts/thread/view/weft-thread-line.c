/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include <glib/gi18n.h>

#include "parts/thread/view/weft-message-words.h"
#include "parts/thread/view/weft-thread-line.h"
#include "ui/weft-attachments.h"

#define HEIGHT 26 /* px, at least */
#define KNOT 8
#define GAP 8
#define CORNER 8

struct _WeftThreadLine
{
  GObject parent_instance;

  WeftMessage *message;    /* unowned: it owns this */
  WeftMessageStyle *style; /* unowned: the view's */
};

static void attachments_init (WeftAttachmentsInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (WeftThreadLine, weft_thread_line, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (WEFT_TYPE_ATTACHMENTS, attachments_init))

/* How many, what about, since when: each drawn in its own colour. */
typedef enum
{
  COUNT,
  TITLE,
  LAST,
  SETTLED,
  N_WORDS
} Words;

static char *
dup_count (WeftMessage *message)
{
  guint n = (guint) weft_message_get_replies (message);

  return g_strdup_printf (ngettext ("%u reply", "%u replies", n), n);
}

static char *
dup_last (WeftThreadLine *self)
{
  g_autofree char *time = weft_message_dup_clock (weft_message_get_replied_at (self->message), self->style->use_24h);
  g_autofree char *day = weft_message_dup_day (weft_message_get_replied_at (self->message), TRUE);
  g_autofree char *today = weft_message_dup_day (g_get_real_time () / 1000, TRUE);

  if (g_str_equal (day, today))
    /* Translators: when the last reply came; %s is a time of today */
    return g_strdup_printf (_("last at %s"), time);
  /* Translators: when the last reply came; %s is a day, as in "Yesterday" */
  return g_strdup_printf (_("last: %s"), day);
}

/* (transfer full) (nullable): an own message has less room, and its time stands beside it. */
static char *
dup_words (WeftThreadLine *self, Words words)
{
  switch (words)
    {
    case COUNT:
      return dup_count (self->message);
    case TITLE:
      return g_strdup (weft_message_get_title (self->message));
    case LAST:
      return dup_last (self);
    case SETTLED:
      return weft_message_get_resolved (self->message) ? g_strdup (_("settled")) : NULL;
    case N_WORDS:
    default:
      return NULL;
    }
}

static int
measure_words (WeftThreadLine *self, const char *text)
{
  g_autoptr (PangoLayout) layout = weft_message_style_ref_layout (self->style, WEFT_MESSAGE_FONT_META, text);
  int width;

  pango_layout_get_pixel_size (layout, &width, NULL);
  return width;
}

static void
measure (WeftAttachments *attachments, GtkWidget *widget, int available, int *width, int *height)
{
  WeftThreadLine *self = WEFT_THREAD_LINE (attachments);
  int wanted = KNOT;

  for (guint i = 0; i < N_WORDS; i++)
    {
      g_autofree char *text = dup_words (self, i);

      if (text != NULL)
        wanted += GAP + measure_words (self, text);
    }
  *width = MIN (wanted, available);
  *height = MAX (HEIGHT, self->style->meta_height + 4);
}

static void
draw_elbow (WeftThreadLine *self, GtkSnapshot *snapshot, double x, double middle)
{
  WeftMessageStyle *style = self->style;
  g_autoptr (GskPathBuilder) builder = gsk_path_builder_new ();
  g_autoptr (GskPath) path = NULL;
  g_autoptr (GskStroke) stroke = gsk_stroke_new (2);
  double side = style->rtl ? -1 : 1;
  double from = x - side * (style->gap + style->avatar / 2.0);

  gsk_path_builder_move_to (builder, from, middle - HEIGHT / 2.0);
  gsk_path_builder_line_to (builder, from, middle - CORNER);
  gsk_path_builder_quad_to (builder, from, middle, from + side * CORNER, middle);
  gsk_path_builder_line_to (builder, x, middle);
  path = gsk_path_builder_to_path (builder);
  gsk_stroke_set_line_cap (stroke, GSK_LINE_CAP_ROUND);
  gtk_snapshot_append_stroke (snapshot, path, stroke, &(GdkRGBA) { style->text.red, style->text.green, style->text.blue, style->high_contrast ? 1 : 0.25 });
}

static void
draw_knot (WeftThreadLine *self, GtkSnapshot *snapshot, double x, double middle)
{
  GskRoundedRect knot;

  gsk_rounded_rect_init_from_rect (&knot, &GRAPHENE_RECT_INIT (x, middle - KNOT / 2.0, KNOT, KNOT), KNOT / 2.0);
  gtk_snapshot_push_rounded_clip (snapshot, &knot);
  gtk_snapshot_append_color (snapshot, weft_message_get_resolved (self->message) ? &self->style->dim : &self->style->accent, &knot.bounds);
  gtk_snapshot_pop (snapshot);
}

static void
snapshot (WeftAttachments *attachments, GtkWidget *widget, GtkSnapshot *target, double x, double y, int width)
{
  WeftThreadLine *self = WEFT_THREAD_LINE (attachments);
  WeftMessageStyle *style = self->style;
  const GdkRGBA *colors[N_WORDS] = { &style->accent, &style->text, &style->dim, &style->dim };
  int total;
  double middle, at = KNOT;

  measure (attachments, widget, width, &total, &total);
  middle = y + total / 2.0;
  if (!weft_message_get_own (self->message))
    draw_elbow (self, target, style->rtl ? x + width : x, middle);
  draw_knot (self, target, style->rtl ? x + width - KNOT : x, middle);
  for (guint i = 0; i < N_WORDS; i++)
    {
      g_autofree char *text = dup_words (self, i);
      g_autoptr (PangoLayout) layout = NULL;
      int room, wide, high;

      if (text == NULL)
        continue;
      at += GAP;
      room = width - (int) at;
      if (room < 12)
        break;
      layout = weft_message_style_ref_layout (style, WEFT_MESSAGE_FONT_META, text);
      pango_layout_get_pixel_size (layout, &wide, &high);
      if (wide > room)
        {
          g_set_object (&layout, NULL);
          layout = weft_message_style_new_layout (style, WEFT_MESSAGE_FONT_META, text);
          pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
          pango_layout_set_width (layout, room * PANGO_SCALE);
          pango_layout_get_pixel_size (layout, &wide, &high);
          wide = MIN (wide, room);
        }
      gtk_snapshot_save (target);
      gtk_snapshot_translate (target, &GRAPHENE_POINT_INIT (style->rtl ? x + width - at - wide : x + at, (float) (int) (middle - high / 2.0)));
      gtk_snapshot_append_layout (target, layout, colors[i]);
      gtk_snapshot_restore (target);
      at += wide;
    }
}

char *
weft_thread_dup_summary (WeftMessage *message)
{
  g_autofree char *count = dup_count (message);
  const char *title = weft_message_get_title (message);

  return g_strconcat (count, title != NULL ? ", " : "", title != NULL ? title : "", weft_message_get_resolved (message) ? ", " : "",
                      weft_message_get_resolved (message) ? _("settled") : "", NULL);
}

static char *
dup_label (WeftAttachments *attachments)
{
  return weft_thread_dup_summary (WEFT_THREAD_LINE (attachments)->message);
}

static char *
hit (WeftAttachments *attachments, GtkWidget *widget, double x, double y, int width)
{
  int total, height;

  measure (attachments, widget, width, &total, &height);
  return x >= 0 && x < width && y >= 0 && y < height ? g_strdup ("thread.open-thread") : NULL;
}

static void
attachments_init (WeftAttachmentsInterface *iface)
{
  iface->measure = measure;
  iface->snapshot = snapshot;
  iface->dup_label = dup_label;
  iface->hit = hit;
}

static void
weft_thread_line_class_init (WeftThreadLineClass *klass)
{
}

static void
weft_thread_line_init (WeftThreadLine *self)
{
}

WeftThreadLine *
weft_thread_line_get (WeftMessage *message, WeftMessageStyle *style)
{
  static GQuark quark;
  WeftThreadLine *self;

  g_return_val_if_fail (WEFT_IS_MESSAGE (message), NULL);

  if (weft_message_get_placeholder (message) || weft_message_get_replies (message) == 0)
    return NULL;
  if (quark == 0)
    quark = g_quark_from_static_string ("weft-thread-line");
  self = g_object_get_qdata (G_OBJECT (message), quark);
  if (self == NULL)
    {
      self = g_object_new (WEFT_TYPE_THREAD_LINE, NULL);
      self->message = message;
      g_object_set_qdata_full (G_OBJECT (message), quark, self, g_object_unref);
    }
  self->style = style;
  return self;
}
