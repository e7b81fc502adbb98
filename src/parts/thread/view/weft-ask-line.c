/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "base/weft-id-set.h"
#include "parts/thread/view/weft-ask-line.h"
#include "ui/weft-attachments.h"

#define HEIGHT 28 /* px, at least: it is pressed */
#define PAD 9     /* px on both sides of the words of a chip or button */
#define GAP 8
#define AMBER 2 /* of the yarns */

struct _WeftAskLine
{
  GObject parent_instance;

  WeftMessage *message;              /* unowned: it owns this */
  const WeftMessageContext *context; /* unowned: the view's */
};

/* From the start edge on. */
typedef enum
{
  SEVERITY,
  BUTTON,
  COUNT,
  N_WORDS
} Words;

typedef struct
{
  char *text; /* (nullable): not there */
  double x;   /* from the start edge */
  double width;
} Piece;

static void attachments_init (WeftAttachmentsInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (WeftAskLine,
                               weft_ask_line,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (WEFT_TYPE_ATTACHMENTS, attachments_init))

const char *
weft_ask_get_severity_words (WeftMessage *message)
{
  const char *severity = weft_message_get_severity (message);

  if (severity == NULL)
    return NULL;
  return g_str_equal (severity, "urgent") ? C_ ("message", "Urgent") : C_ ("message", "Important");
}

static gboolean
is_asked (WeftMessage *message, const WeftMessageContext *context)
{
  const char *asked = weft_message_get_asked (message);

  return asked != NULL && context->me != NULL && !weft_message_get_own (message)
         && (*asked == '\0' || weft_id_set_contains (asked, context->me));
}

gboolean
weft_ask_has (WeftMessage *message, const WeftMessageContext *context)
{
  return is_asked (message, context)
         && weft_id_set_contains (weft_message_get_acknowledged (message), context->me);
}

gboolean
weft_ask_waits (WeftMessage *message, const WeftMessageContext *context)
{
  return is_asked (message, context) && weft_message_get_ordinal (message) > 0
         && !weft_message_get_deleted (message)
         && !weft_id_set_contains (weft_message_get_acknowledged (message), context->me);
}

/* (nullable): how many of how many. */
static char *
dup_count (WeftAskLine *self)
{
  const char *asked = weft_message_get_asked (self->message);
  guint n = weft_id_set_count (weft_message_get_acknowledged (self->message));
  guint of;

  if (asked == NULL)
    return NULL;
  /* All but its author. Somebody may have left since they acknowledged it. */
  of = *asked != '\0'                  ? weft_id_set_count (asked)
       : self->context->people != NULL ? MAX (g_list_model_get_n_items (self->context->people), 1) - 1
                                       : 0;
  /* Translators: how many people have acknowledged a message, of all who were asked to */
  return g_strdup_printf (ngettext ("%1$u of %2$u acknowledged", "%1$u of %2$u acknowledged", MAX (of, n)), n,
                          MAX (of, n));
}

static char *
dup_words (WeftAskLine *self, Words words)
{
  switch (words)
    {
    case SEVERITY:
      return g_strdup (weft_ask_get_severity_words (self->message));
    case COUNT:
      return dup_count (self);
    case BUTTON:
      return weft_ask_waits (self->message, self->context) ? g_strdup (_ ("Acknowledge")) : NULL;
    case N_WORDS:
    default:
      return NULL;
    }
}

static void
clear_pieces (Piece *pieces)
{
  for (guint i = 0; i < N_WORDS; i++)
    g_clear_pointer (&pieces[i].text, g_free);
}

/* Returns the height. @total: (out) (nullable) */
static int
place (WeftAskLine *self, Piece *pieces, double *total)
{
  WeftMessageStyle *style = self->context->style;
  double x = 0;

  for (guint i = 0; i < N_WORDS; i++)
    {
      g_autoptr (PangoLayout) layout = NULL;
      int width;

      pieces[i] = (Piece) { .text = dup_words (self, i) };
      if (pieces[i].text == NULL)
        continue;
      layout = weft_message_style_ref_layout (style,
                                              i == COUNT ? WEFT_MESSAGE_FONT_META : WEFT_MESSAGE_FONT_LABEL,
                                              pieces[i].text);
      pango_layout_get_pixel_size (layout, &width, NULL);
      pieces[i].x = x > 0 ? x + GAP : 0;
      pieces[i].width = width + (i == COUNT ? 0 : 2 * PAD);
      x = pieces[i].x + pieces[i].width;
    }
  if (total != NULL)
    *total = x;
  return MAX (HEIGHT, style->meta_height + 6);
}

static void
measure (WeftAttachments *attachments, GtkWidget *widget, int available, int *width, int *height)
{
  Piece pieces[N_WORDS];
  double total;

  *height = place (WEFT_ASK_LINE (attachments), pieces, &total);
  *width = MIN ((int) ceil (total), available);
  clear_pieces (pieces);
}

static void
draw_pill (GtkSnapshot *snapshot, const graphene_rect_t *bounds, const GdkRGBA *fill, const GdkRGBA *edge)
{
  GskRoundedRect pill;

  gsk_rounded_rect_init_from_rect (&pill, bounds, bounds->size.height / 2);
  gtk_snapshot_push_rounded_clip (snapshot, &pill);
  gtk_snapshot_append_color (snapshot, fill, bounds);
  gtk_snapshot_pop (snapshot);
  if (edge != NULL)
    gtk_snapshot_append_border (snapshot, &pill, (float[4]) { 1, 1, 1, 1 },
                                (GdkRGBA[4]) { *edge, *edge, *edge, *edge });
}

static void
snapshot (WeftAttachments *attachments, GtkWidget *widget, GtkSnapshot *target, double x, double y, int width)
{
  WeftAskLine *self = WEFT_ASK_LINE (attachments);
  WeftMessageStyle *style = self->context->style;
  gboolean urgent = g_strcmp0 (weft_message_get_severity (self->message), "urgent") == 0;
  GdkRGBA severity = urgent ? style->error : style->yarns[AMBER];
  const GdkRGBA *colors[N_WORDS] = { &severity, &style->accent, &style->dim };
  Piece pieces[N_WORDS];
  int height = place (self, pieces, NULL);

  for (guint i = 0; i < N_WORDS; i++)
    {
      Piece *piece = &pieces[i];
      double room = MIN (piece->width, width - piece->x);
      double left = style->rtl ? x + width - piece->x - room : x + piece->x;
      double pad = i == COUNT ? 0 : PAD;
      g_autoptr (PangoLayout) layout = NULL;
      int high;

      if (piece->text == NULL || room < 2 * pad + 12)
        continue;
      layout = weft_message_style_ref_layout (style,
                                              i == COUNT ? WEFT_MESSAGE_FONT_META : WEFT_MESSAGE_FONT_LABEL,
                                              piece->text);
      if (room < piece->width)
        {
          g_set_object (&layout, NULL);
          layout
              = weft_message_style_new_layout (style,
                                               i == COUNT ? WEFT_MESSAGE_FONT_META : WEFT_MESSAGE_FONT_LABEL,
                                               piece->text);
          pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
          pango_layout_set_width (layout, (int) (room - 2 * pad) * PANGO_SCALE);
        }
      pango_layout_get_pixel_size (layout, NULL, &high);
      if (i != COUNT)
        {
          double high_pill = i == BUTTON ? height - 2 : style->meta_height + 2;
          GdkRGBA fill = *colors[i];

          fill.alpha = style->high_contrast ? 0 : i == BUTTON ? 0.18 : 0.14;
          draw_pill (target,
                     &GRAPHENE_RECT_INIT (left, y + round ((height - high_pill) / 2), room, high_pill), &fill,
                     style->high_contrast ? colors[i] : NULL);
        }
      gtk_snapshot_save (target);
      gtk_snapshot_translate (target,
                              &GRAPHENE_POINT_INIT (left + pad, (float) (int) (y + (height - high) / 2.0)));
      gtk_snapshot_append_layout (target, layout, colors[i]);
      gtk_snapshot_restore (target);
    }
  clear_pieces (pieces);
}

/* How much it matters has been said before its words. */
static char *
dup_label (WeftAttachments *attachments)
{
  WeftAskLine *self = WEFT_ASK_LINE (attachments);
  g_autofree char *count = dup_count (self);

  if (count == NULL)
    return g_strdup ("");
  if (weft_ask_waits (self->message, self->context))
    return g_strconcat (count, ", ", _ ("you are asked to acknowledge it"), NULL);
  if (weft_ask_has (self->message, self->context))
    return g_strconcat (count, ", ", _ ("you have acknowledged it"), NULL);
  return g_steal_pointer (&count);
}

static char *
hit (WeftAttachments *attachments, GtkWidget *widget, double x, double y, int width)
{
  WeftAskLine *self = WEFT_ASK_LINE (attachments);
  Piece pieces[N_WORDS];
  int height = place (self, pieces, NULL);
  double from = self->context->style->rtl ? width - x : x;
  char *action = NULL;

  for (guint i = BUTTON; i < N_WORDS && action == NULL; i++)
    if (pieces[i].text != NULL && y >= 0 && y < height && from >= pieces[i].x
        && from < pieces[i].x + pieces[i].width)
      action = g_strdup (i == BUTTON ? "thread.acknowledge" : "thread.acknowledgements");
  clear_pieces (pieces);
  return action;
}

static GMenuModel *
dup_menu (WeftAttachments *attachments)
{
  WeftAskLine *self = WEFT_ASK_LINE (attachments);
  GMenu *menu = g_menu_new ();

  if (weft_ask_waits (self->message, self->context))
    g_menu_append (menu, _ ("_Acknowledge"), "thread.acknowledge");
  else if (weft_ask_has (self->message, self->context))
    g_menu_append (menu, _ ("Take Acknowledgement _Back"), "thread.acknowledge");
  if (weft_message_get_asked (self->message) != NULL)
    g_menu_append (menu, _ ("_Who Has Acknowledged…"), "thread.acknowledgements");
  return G_MENU_MODEL (menu);
}

static void
attachments_init (WeftAttachmentsInterface *iface)
{
  iface->measure = measure;
  iface->snapshot = snapshot;
  iface->dup_label = dup_label;
  iface->hit = hit;
  iface->dup_menu = dup_menu;
}

static void
weft_ask_line_class_init (WeftAskLineClass *klass)
{
}

static void
weft_ask_line_init (WeftAskLine *self)
{
}

WeftAskLine *
weft_ask_line_get (WeftMessage *message, const WeftMessageContext *context)
{
  static GQuark quark;
  WeftAskLine *self;

  g_return_val_if_fail (WEFT_IS_MESSAGE (message), NULL);

  if (weft_message_get_placeholder (message) || weft_message_get_deleted (message)
      || (weft_message_get_severity (message) == NULL && weft_message_get_asked (message) == NULL))
    return NULL;
  if (quark == 0)
    quark = g_quark_from_static_string ("weft-ask-line");
  self = g_object_get_qdata (G_OBJECT (message), quark);
  if (self == NULL)
    {
      self = g_object_new (WEFT_TYPE_ASK_LINE, NULL);
      self->message = message;
      g_object_set_qdata_full (G_OBJECT (message), quark, self, g_object_unref);
    }
  self->context = context;
  return self;
}
