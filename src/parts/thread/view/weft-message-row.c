/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "base/weft-markdown.h"
#include "parts/thread/view/weft-ask-line.h"
#include "parts/thread/view/weft-link-preview.h"
#include "parts/thread/view/weft-message-folding.h"
#include "parts/thread/view/weft-message-row.h"
#include "parts/thread/view/weft-message-words.h"
#include "parts/thread/view/weft-poll-bars.h"
#include "parts/thread/view/weft-reaction-line.h"
#include "parts/thread/view/weft-sticker-line.h"
#include "parts/thread/view/weft-thread-line.h"
#include "ui/weft-avatar.h"

/* Distances in px (LOOK.md, Grid and Message). */
#define COLUMN_MAX 760
#define BUBBLE_MAX 560
#define MENTION_PADDING 6
#define BUBBLE_X 12
#define BUBBLE_RADIUS 14
#define TAIL_RADIUS 4
#define QUOTE_X 11
#define FACE 16
#define FACE_STEP 12
#define FACES_MAX 5
#define META_END 4
#define N_REGIONS 3
#define REGION_GAP 12
#define FAILURE_X 20   /* of the reason, behind its icon */
#define ATTACHED_GAP 6
#define MARK_X 5
#define MARK_RADIUS 4
#define CHECK 18       /* of a message which can be chosen */
#define CHECK_INSET 36
#define BARS_DELAY 200 /* ms */

typedef struct
{
  const char *action;
  graphene_rect_t rect;
} Region;

/* What hangs on a message, from above. */
typedef enum
{
  STICKER,
  POLL,
  FILES,
  CARDS,
  PREVIEW,
  ASKS,
  REACTIONS,
  THREAD,
  N_HANGING
} Hanging;

typedef struct
{
  WeftAttachments *what; /* (nullable) */
  gulong changed;
  graphene_rect_t place; /* left to right */
} Hung;

struct _WeftMessageRow
{
  GtkWidget parent_instance;

  WeftMessageContext *context; /* unowned: the view's */
  WeftMessage *message;
  gulong changed;
  guint bars_source; /* a placeholder is empty until then */

  WeftRichText *body;
  PangoLayout *quote;
  PangoLayout *failure;        /* why it was not sent */
  int width;                   /* for which what follows holds */
  int column_x;
  int column_width;
  int text_x;                  /* of the body layout, left to right */
  int body_width;
  int body_height;
  int quote_height;
  int top;                     /* where the message begins, below the rules above it */
  int body_y;
  int meta_y;
  int failure_height;          /* of the reason above what can be done; 0: it stands beside */
  int height;
  Hung hung[N_HANGING];
  gboolean silent;             /* they say all that the text says */
  Region regions[N_REGIONS];
};

G_DEFINE_FINAL_TYPE (WeftMessageRow, weft_message_row, GTK_TYPE_WIDGET)

enum
{
  SPOKEN_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static GQuark height_quark;
static GQuark sideways_quark; /* px by which a message's tables are moved: it stays so when it is drawn anew */

/* A message's height is kept with it: (style serial, width, height), 16 + 24 + 24 bits. */
static gboolean
recall_height (WeftMessageRow *self, int width, int *height)
{
  guintptr packed = (guintptr) g_object_get_qdata (G_OBJECT (self->message), height_quark);

  if (packed == 0 || (packed >> 48) != (self->context->style->serial & 0xffff) || ((packed >> 24) & 0xffffff) != (guintptr) width)
    return FALSE;
  *height = packed & 0xffffff;
  return TRUE;
}

static void
keep_height (WeftMessageRow *self, int width, int height)
{
  guintptr packed = ((guintptr) (self->context->style->serial & 0xffff) << 48) | ((guintptr) (width & 0xffffff) << 24) | (height & 0xffffff);

  g_object_set_qdata (G_OBJECT (self->message), height_quark, (gpointer) packed);
}

/* ── layout ──────────────────────────────────────────────────────────────────────────────────────────── */

static void
get_hanging (WeftMessage *message, const WeftMessageContext *context, WeftAttachments *hanging[N_HANGING])
{
  hanging[FILES] = weft_message_get_attachments (message, context);
  hanging[CARDS] = (WeftAttachments *) weft_message_get_cards (message, context);
  hanging[PREVIEW] = (WeftAttachments *) weft_link_preview_get (message, context);
  hanging[STICKER] = (WeftAttachments *) weft_sticker_line_get (message, context);
  hanging[POLL] = (WeftAttachments *) weft_poll_bars_get (message, context);
  hanging[ASKS] = (WeftAttachments *) weft_ask_line_get (message, context);
  hanging[REACTIONS] = (WeftAttachments *) weft_reaction_line_get (message, context->style);
  hanging[THREAD] = (WeftAttachments *) weft_thread_line_get (message, context->style);
}

static gboolean
is_choosing (WeftMessageRow *self)
{
  return self->context->chosen != NULL && weft_message_selection_get_active (self->context->chosen);
}

static gboolean
has_unread (WeftMessageRow *self)
{
  return self->context->unread_from != 0 && weft_message_get_ordinal (self->message) == self->context->unread_from;
}

static void
insert_attribute (PangoAttrList *list, PangoAttribute *attribute, guint start, guint end)
{
  attribute->start_index = start;
  attribute->end_index = end;
  pango_attr_list_insert (list, attribute);
}

static void
make_body (WeftMessageRow *self)
{
  const WeftRichTextStyle *style = &self->context->style->rich;
  const WeftTextNames names = { (const char *const *) self->context->names, (const char *const *) self->context->groups };
  g_autofree char *head = weft_message_folding_dup_head (self->message);
  g_autofree char *note = weft_message_dup_note (self->message);
  const WeftRichTextEnd end = { note, head != NULL, weft_message_folding_get_more (self->message) };

  if (weft_message_get_deleted (self->message))
    self->body = weft_rich_text_new_note (style, weft_message_get_body (self->message));
  else
    self->body = weft_rich_text_new (style, head != NULL ? head : weft_message_get_body (self->message), &names,
                                     weft_message_get_own (self->message) ? NULL : (const char *const *) self->context->keywords, &end,
                                     self->context->style->pictures);
  weft_rich_text_set_sideways (self->body, GPOINTER_TO_INT (g_object_get_qdata (G_OBJECT (self->message), sideways_quark)));
}

static gboolean
is_mention (WeftMessageRow *self)
{
  return weft_rich_text_get_mentions (self->body) && !weft_message_get_own (self->message);
}

/* Text of the other direction still begins at the edge where the interface begins: Pango turns an alignment round where the
 * direction of a line is not that of its context. */
static void
align (PangoLayout *layout)
{
  pango_layout_set_alignment (layout, pango_layout_get_direction (layout, 0) == PANGO_DIRECTION_RTL ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
}

/* What only files say needs none around it. */
static gboolean
has_bubble (WeftMessageRow *self)
{
  return !self->silent || self->quote != NULL;
}

static void
drop_layouts (WeftMessageRow *self)
{
  g_clear_pointer (&self->body, weft_rich_text_free);
  g_clear_object (&self->quote);
  g_clear_object (&self->failure);
  self->width = -1;
}

static void
on_hung_changed (WeftAttachments *what, gboolean size, WeftMessageRow *self)
{
  if (size)
    weft_message_row_refresh (self);
  else
    gtk_widget_queue_draw (GTK_WIDGET (self));
  if (what == self->hung[CARDS].what || what == self->hung[FILES].what || what == self->hung[POLL].what)
    g_signal_emit (self, signals[SPOKEN_CHANGED], 0);
}

static void
hang (WeftMessageRow *self, Hung *hung, WeftAttachments *what)
{
  if (hung->what == what)
    return;
  g_clear_signal_handler (&hung->changed, hung->what);
  g_set_object (&hung->what, what);
  if (what != NULL)
    hung->changed = g_signal_connect (what, "changed", G_CALLBACK (on_hung_changed), self);
}

/* At once, not only when it is drawn: what changes then is to be spoken even of a row that never was on screen. */
static void
hang_all (WeftMessageRow *self)
{
  WeftAttachments *hanging[N_HANGING] = { NULL };

  if (self->message != NULL)
    get_hanging (self->message, self->context, hanging);
  for (guint i = 0; i < N_HANGING; i++)
    hang (self, &self->hung[i], hanging[i]);
}

/* Below the text, or in its place; an own message's at the end edge. Returns the y below. */
static int
lay_out_hung (WeftMessageRow *self, int available, int y)
{
  /* Not close to the text above, nor to the author's name. */
  gboolean below = !self->silent || (weft_message_get_first (self->message) && !weft_message_get_own (self->message));

  for (guint i = 0; i < N_HANGING; i++)
    {
      Hung *hung = &self->hung[i];
      int width, height;

      if (hung->what == NULL)
        continue;
      if (below)
        y += ATTACHED_GAP;
      weft_attachments_measure (hung->what, GTK_WIDGET (self), available, &width, &height);
      graphene_rect_init (&hung->place, weft_message_get_own (self->message) ? self->column_x + self->column_width - width : self->text_x, y, width, height);
      y += height;
      below = TRUE;
    }

  return y;
}

/* Whether all that the text says is to be seen without it. */
static gboolean
get_silent (WeftMessageRow *self)
{
  if (weft_message_get_edited_at (self->message) != 0)
    return FALSE;
  for (guint i = 0; i < N_HANGING; i++)
    if (self->hung[i].what != NULL && weft_attachments_say (self->hung[i].what, weft_message_get_body (self->message)))
      return TRUE;

  return FALSE;
}

static int
measure_text (WeftMessageRow *self, WeftMessageFont font, const char *text)
{
  g_autoptr (PangoLayout) layout = weft_message_style_ref_layout (self->context->style, font, text);
  int width;

  pango_layout_get_pixel_size (layout, &width, NULL);
  return width;
}

static const char *
get_region_label (guint region)
{
  static const char *const labels[N_REGIONS] = { N_("Discard"), N_("Edit"), N_("Retry") };

  return _(labels[region]);
}

/* Why a message was not sent: beside what can be done about it, and above that where this would cut it. */
static int
lay_out_failure (WeftMessageRow *self)
{
  g_autofree char *text = weft_message_dup_state (self->message);
  int room = self->column_width - META_END - FAILURE_X;
  int beside = room, width;

  for (guint i = 0; i < N_REGIONS; i++)
    beside -= measure_text (self, WEFT_MESSAGE_FONT_LABEL, get_region_label (i)) + REGION_GAP;
  if (self->failure == NULL)
    self->failure = weft_message_style_new_layout (self->context->style, WEFT_MESSAGE_FONT_META, text);
  pango_layout_set_width (self->failure, -1);
  pango_layout_get_pixel_size (self->failure, &width, NULL);
  self->failure_height = 0;
  if (width > beside)
    {
      pango_layout_set_wrap (self->failure, PANGO_WRAP_WORD_CHAR);
      pango_layout_set_width (self->failure, MAX (room, 20) * PANGO_SCALE);
      pango_layout_get_pixel_size (self->failure, &width, &self->failure_height);
      self->failure_height += 4;
    }
  pango_layout_set_width (self->failure, width * PANGO_SCALE);
  return self->failure_height;
}

static void
lay_out (WeftMessageRow *self, int width)
{
  WeftMessageStyle *style = self->context->style;
  WeftMessage *message = self->message;
  gboolean own = weft_message_get_own (message);
  int available, inset, y = 0;

  if (self->width == width && self->body != NULL)
    return;
  if (self->body == NULL)
    make_body (self);
  hang_all (self);
  self->silent = get_silent (self);
  self->width = width;
  inset = is_choosing (self) ? CHECK_INSET : 0;
  self->column_width = MIN (MAX (width - 2 * style->margin - inset, 60), COLUMN_MAX);
  self->column_x = (width - self->column_width + inset) / 2;

  if (weft_message_get_new_day (message))
    y += style->day_height;
  if (has_unread (self))
    y += style->unread_height;
  if (self->context->saved_above == message)
    y += style->saved_height;
  if (y == 0)
    y = weft_message_get_first (message) ? style->group_gap : is_mention (self) ? MENTION_PADDING : style->within_gap;
  self->top = y;

  if (own)
    available = MIN (self->column_width - style->avatar, BUBBLE_MAX) - 2 * BUBBLE_X;
  else
    available = self->column_width - style->avatar - style->gap;
  available = MAX (available, 20);

  if (weft_message_get_reply_to (message) != NULL)
    {
      const char *author = weft_message_get_reply_author (message);
      const char *text = weft_message_get_reply_text (message);

      if (self->quote == NULL)
        {
          g_autofree char *plain = text != NULL ? weft_markdown_dup_plain (text) : g_strdup (_("A message that is not here"));
          g_autofree char *whole = g_strdup_printf ("%s\n%s", author != NULL ? author : _("Someone"), plain);
          PangoAttrList *attributes = pango_attr_list_new ();
          guint head = strchr (whole, '\n') - whole;

          self->quote = weft_message_style_new_layout (style, WEFT_MESSAGE_FONT_META, whole);
          insert_attribute (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD), 0, head);
          insert_attribute (attributes, pango_attr_foreground_alpha_new (style->dim.alpha * 65535), head, G_MAXUINT);
          pango_layout_set_attributes (self->quote, attributes);
          pango_attr_list_unref (attributes);
          pango_layout_set_ellipsize (self->quote, PANGO_ELLIPSIZE_END);
          align (self->quote);
        }
      pango_layout_set_width (self->quote, (available - QUOTE_X) * PANGO_SCALE);
      pango_layout_get_pixel_size (self->quote, NULL, &self->quote_height);
      self->quote_height += 6;
    }
  else
    self->quote_height = 0;

  weft_rich_text_lay_out (self->body, available, &self->body_width, &self->body_height);
  if (self->silent)
    self->body_height = 0;

  if (own)
    {
      if (self->quote != NULL)
        {
          int quote_width;

          pango_layout_get_pixel_size (self->quote, &quote_width, NULL);
          self->body_width = MAX (self->body_width, quote_width + QUOTE_X);
          pango_layout_set_width (self->quote, (self->body_width - QUOTE_X) * PANGO_SCALE);
        }
      /* Aligned within the bubble, which is as wide as its longest line. */
      weft_rich_text_set_width (self->body, self->body_width);
      self->text_x = self->column_x + self->column_width - BUBBLE_X - self->body_width;
      self->body_y = y + style->bubble_y + self->quote_height;
      y = has_bubble (self) ? self->body_y + self->body_height + style->bubble_y : y;
      y = lay_out_hung (self, available + 2 * BUBBLE_X, y);
      if (weft_message_get_state (message) == WEFT_MESSAGE_FAILED)
        y += lay_out_failure (self);
      self->meta_y = y;
      y += style->meta_height;
    }
  else
    {
      int begin = y;

      self->text_x = self->column_x + style->avatar + style->gap;
      self->body_width = available;
      if (weft_message_get_first (message))
        y += ceil (pango_font_description_get_size (weft_type_get_font (style->type, WEFT_MESSAGE_FONT_AUTHOR)) * 1.4 / PANGO_SCALE) + 1;
      self->body_y = y + self->quote_height;
      y = lay_out_hung (self, available, self->body_y + self->body_height);
      if (weft_message_get_first (message))
        y = MAX (y, begin + style->avatar + 2);
      if (weft_message_get_state (message) == WEFT_MESSAGE_FAILED)
        {
          y += lay_out_failure (self);
          self->meta_y = y;
          y += style->meta_height;
        }
    }
  if (is_mention (self))
    y += MENTION_PADDING;
  if (self->context->saved_below == message)
    y += style->saved_height;
  self->height = y;
}

static int
get_height (WeftMessageRow *self, int width)
{
  int height;

  if (self->message == NULL || weft_message_get_placeholder (self->message))
    return self->context->style->placeholder_height;
  if (self->width == width && self->body != NULL)
    return self->height;
  if (recall_height (self, width, &height))
    return height;
  lay_out (self, width);
  keep_height (self, width, self->height);
  return self->height;
}

static GtkSizeRequestMode
weft_message_row_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
weft_message_row_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  WeftMessageRow *self = WEFT_MESSAGE_ROW (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = 200;
      *natural = COLUMN_MAX;
    }
  else
    {
      /* The list asks without a width as well, for its own least size; a row laid out for a width it will not have is work thrown away. */
      if (for_size > 0)
        self->context->width = for_size;
      *minimum = *natural = self->context->width > 0 ? get_height (self, self->context->width) : self->context->style->placeholder_height;
    }
}

/* ── drawing ─────────────────────────────────────────────────────────────────────────────────────────── */

/* x of something @width wide which stands at @x left to right. */
static double
mirror (WeftMessageRow *self, double x, double width)
{
  return self->context->style->rtl ? self->width - x - width : x;
}

static void
draw_layout (GtkSnapshot *snapshot, PangoLayout *layout, double x, double y, const GdkRGBA *color)
{
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, y));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
}

/* A short text at @x, left to right, centred at @middle; returns its width. */
static int
draw_text (WeftMessageRow *self, GtkSnapshot *snapshot, WeftMessageFont font, const char *text, double x, double middle, const GdkRGBA *color)
{
  g_autoptr (PangoLayout) layout = weft_message_style_ref_layout (self->context->style, font, text);
  int width, height;

  pango_layout_get_pixel_size (layout, &width, &height);
  draw_layout (snapshot, layout, mirror (self, x, width), round (middle - height / 2.0), color);
  return width;
}

static void
draw_box (WeftMessageRow *self, GtkSnapshot *snapshot, double x, double y, double width, double height, double radius, const GdkRGBA *color)
{
  GskRoundedRect rect;

  gsk_rounded_rect_init_from_rect (&rect, &GRAPHENE_RECT_INIT (mirror (self, x, width), y, width, height), radius);
  gtk_snapshot_push_rounded_clip (snapshot, &rect);
  gtk_snapshot_append_color (snapshot, color, &rect.bounds);
  gtk_snapshot_pop (snapshot);
}

/* rule – label – rule */
static void
draw_rule (WeftMessageRow *self, GtkSnapshot *snapshot, const char *text, double middle, int icon)
{
  WeftMessageStyle *style = self->context->style;
  int label = measure_text (self, WEFT_MESSAGE_FONT_LABEL, text) + (icon >= 0 ? 24 : 0);
  double x = self->column_x + (self->column_width - label) / 2;
  double rule = MAX (x - 12 - self->column_x, 0);

  gtk_snapshot_append_color (snapshot, &style->line, &GRAPHENE_RECT_INIT (mirror (self, self->column_x, rule), middle, rule, 1));
  gtk_snapshot_append_color (snapshot, &style->line, &GRAPHENE_RECT_INIT (mirror (self, self->column_x + self->column_width - rule, rule), middle, rule, 1));
  if (icon >= 0)
    {
      weft_message_style_draw_icon (style, snapshot, icon, mirror (self, x, 16), middle - 8, 16, &style->dim);
      x += 24;
    }
  draw_text (self, snapshot, WEFT_MESSAGE_FONT_LABEL, text, x, middle + 0.5, &style->dim);
}

/* label, knot, thread */
static void
draw_unread (WeftMessageRow *self, GtkSnapshot *snapshot, double middle)
{
  WeftMessageStyle *style = self->context->style;
  /* Translators: above the messages that one has not seen yet; short */
  g_autofree char *text = g_strdup_printf (ngettext ("%u new", "%u new", self->context->n_unread), self->context->n_unread);
  double x = self->column_x + draw_text (self, snapshot, WEFT_MESSAGE_FONT_LABEL, text, self->column_x, middle, &style->accent) + 8;
  double width = self->column_x + self->column_width - x;

  draw_box (self, snapshot, x, middle - 4, 8, 8, 4, &style->accent);
  draw_box (self, snapshot, x + 4, middle - 1, width - 4, 2, 1, &style->accent);
}

/* Where one was led to; it fades. */
static void
draw_flash (WeftMessageRow *self, GtkSnapshot *snapshot)
{
  GdkRGBA color = self->context->style->mention_edge;
  double top = MAX (self->top - MENTION_PADDING, 0);

  color.alpha = 0.25 * self->context->flash;
  gtk_snapshot_append_color (snapshot, &color, &GRAPHENE_RECT_INIT (0, top, self->width, self->height - top));
}

static void
draw_bubble (WeftMessageRow *self, GtkSnapshot *snapshot, double y, double height)
{
  WeftMessageStyle *style = self->context->style;
  double width = self->body_width + 2 * BUBBLE_X;
  GskRoundedRect rect;
  graphene_size_t round_corner = GRAPHENE_SIZE_INIT (BUBBLE_RADIUS, BUBBLE_RADIUS);
  graphene_size_t tail = GRAPHENE_SIZE_INIT (TAIL_RADIUS, TAIL_RADIUS);

  gsk_rounded_rect_init (&rect, &GRAPHENE_RECT_INIT (mirror (self, self->text_x - BUBBLE_X, width), y, width, height),
                         &round_corner, &round_corner, style->rtl ? &round_corner : &tail, style->rtl ? &tail : &round_corner);
  gtk_snapshot_push_rounded_clip (snapshot, &rect);
  gtk_snapshot_append_color (snapshot, &style->own, &rect.bounds);
  gtk_snapshot_pop (snapshot);
  if (style->high_contrast)
    gtk_snapshot_append_border (snapshot, &rect, (float[4]) { 1, 1, 1, 1 },
                                (GdkRGBA[4]) { style->text, style->text, style->text, style->text });
}

static void
draw_quote (WeftMessageRow *self, GtkSnapshot *snapshot)
{
  WeftMessageStyle *style = self->context->style;
  double y = self->body_y - self->quote_height;
  const char *author = weft_message_get_reply_author (self->message);
  int width = pango_layout_get_width (self->quote) / PANGO_SCALE;

  draw_box (self, snapshot, self->text_x, y, 3, self->quote_height - 6, 1.5, &style->yarns[author != NULL ? weft_avatar_get_yarn (author) : 6]);
  draw_layout (snapshot, self->quote, mirror (self, self->text_x + QUOTE_X, width), y, &style->text);
}

/* Why a message was not sent, and what can be done about it, from the end edge on. */
static void
draw_failure (WeftMessageRow *self, GtkSnapshot *snapshot, double middle, double end)
{
  static const char *const actions[N_REGIONS] = { "thread.discard", "thread.edit", "thread.retry" };
  WeftMessageStyle *style = self->context->style;
  int width = pango_layout_get_width (self->failure) / PANGO_SCALE;
  double x = end - width;
  double y = self->meta_y - self->failure_height;

  for (guint i = 0; i < N_REGIONS; i++)
    {
      int room = measure_text (self, WEFT_MESSAGE_FONT_LABEL, get_region_label (i));

      end -= room;
      draw_text (self, snapshot, WEFT_MESSAGE_FONT_LABEL, get_region_label (i), end, middle, &style->accent);
      self->regions[i].action = actions[i];
      graphene_rect_init (&self->regions[i].rect, mirror (self, end - 5, room + 10), self->meta_y, room + 10, style->meta_height + 2);
      end -= REGION_GAP;
    }
  if (self->failure_height == 0)
    {
      PangoRectangle extents;

      pango_layout_get_pixel_extents (self->failure, NULL, &extents);
      x = end - width;
      y = round (middle - extents.height / 2.0);
    }
  else
    y += 3;
  draw_layout (snapshot, self->failure, mirror (self, x, width), y, &style->error);
  y += pango_layout_get_baseline (self->failure) / PANGO_SCALE;
  weft_message_style_draw_icon (style, snapshot, WEFT_MESSAGE_ICON_FAILED, mirror (self, x - 18, 14), y - 11, 14, &style->error);
}

/* Below an own message: its time and how far it came, from the end edge on. */
static void
draw_meta (WeftMessageRow *self, GtkSnapshot *snapshot)
{
  WeftMessageStyle *style = self->context->style;
  WeftMessageState state = weft_message_get_state (self->message);
  g_autofree char *time = weft_message_dup_time (self->message, style->use_24h);
  g_autofree char *text = NULL;
  const char *const *readers = weft_message_get_readers (self->message);
  double middle = self->meta_y + round (style->meta_height / 2.0) + 1;
  double end = self->column_x + self->column_width - META_END;
  guint n = 0;

  memset (self->regions, 0, sizeof self->regions);
  switch (state)
    {
    case WEFT_MESSAGE_FAILED:
      draw_failure (self, snapshot, middle, end);
      return;
    case WEFT_MESSAGE_WAITING:
    case WEFT_MESSAGE_SENDING:
      /* Translators: a message's state and its time: "Waiting · 10:19" */
      text = state == WEFT_MESSAGE_WAITING ? g_strdup_printf (_("Waiting · %s"), time) : weft_message_dup_state (self->message);
      end -= measure_text (self, WEFT_MESSAGE_FONT_META, text);
      draw_text (self, snapshot, WEFT_MESSAGE_FONT_META, text, end, middle, &style->dim);
      weft_message_style_draw_icon (style, snapshot, WEFT_MESSAGE_ICON_WAITING, mirror (self, end - 18, 14), middle - 7, 14, &style->dim);
      return;
    case WEFT_MESSAGE_READ:
    case WEFT_MESSAGE_DELIVERED:
    case WEFT_MESSAGE_SENT:
    case WEFT_MESSAGE_NONE:
    default:
      break;
    }

  while (readers != NULL && readers[n] != NULL)
    n++;
  if (n > FACES_MAX)
    {
      g_autofree char *more = g_strdup_printf ("\u2066+%u\u2069", n - FACES_MAX);

      n = FACES_MAX;
      end -= measure_text (self, WEFT_MESSAGE_FONT_META, more);
      draw_text (self, snapshot, WEFT_MESSAGE_FONT_META, more, end, middle, &style->dim);
      end -= 4;
    }
  if (n > 0)
    {
      end -= FACE + (n - 1) * FACE_STEP;
      for (guint i = 0; i < n; i++)
        weft_avatar_snapshot_face (style->widget, snapshot, readers[i],
                                   &GRAPHENE_RECT_INIT (mirror (self, end + i * FACE_STEP, FACE), middle - FACE / 2, FACE, FACE));
      end -= 5;
    }
  if (state >= WEFT_MESSAGE_SENT)
    {
      end -= 14;
      weft_message_style_draw_icon (style, snapshot, state == WEFT_MESSAGE_SENT ? WEFT_MESSAGE_ICON_SENT : WEFT_MESSAGE_ICON_READ,
                                    mirror (self, end, 14), middle - 7, 14, state == WEFT_MESSAGE_READ ? &style->accent : &style->dim);
      end -= 5;
    }
  end -= measure_text (self, WEFT_MESSAGE_FONT_META, time);
  draw_text (self, snapshot, WEFT_MESSAGE_FONT_META, time, end, middle, &style->dim);
}

/* A person's initials, or the emoji which a program has instead. */
static void
draw_face (WeftMessageRow *self, GtkSnapshot *snapshot, const char *name)
{
  WeftMessageStyle *style = self->context->style;
  const char *face = weft_message_get_face (self->message);
  double y = self->top + 2;

  if (face == NULL)
    {
      weft_avatar_snapshot_person (style->widget, snapshot, weft_message_get_author (self->message), name,
                                   &GRAPHENE_RECT_INIT (mirror (self, self->column_x, style->avatar), y, style->avatar, style->avatar));
      return;
    }
  draw_box (self, snapshot, self->column_x, y, style->avatar, style->avatar, style->avatar / 2.0, &style->line);
  draw_text (self, snapshot, WEFT_MESSAGE_FONT_AUTHOR, face,
             self->column_x + (style->avatar - measure_text (self, WEFT_MESSAGE_FONT_AUTHOR, face)) / 2.0, y + style->avatar / 2.0, &style->text);
}

/* What says that no person speaks: a word in a frame, @width wide. */
static void
draw_mark (WeftMessageRow *self, GtkSnapshot *snapshot, double x, double middle, double width)
{
  WeftMessageStyle *style = self->context->style;
  double height = style->meta_height - 2;

  draw_box (self, snapshot, x, round (middle - height / 2), width, height, MARK_RADIUS, &style->line);
  draw_text (self, snapshot, WEFT_MESSAGE_FONT_META, weft_message_get_mark_words (self->message), x + MARK_X, middle, &style->text);
}

/* A ring, and with a tick in it once the message is chosen: told apart without colour. */
static void
draw_check (WeftMessageRow *self, GtkSnapshot *snapshot)
{
  WeftMessageStyle *style = self->context->style;
  gboolean chosen = weft_message_selection_contains (self->context->chosen, self->message);
  double x = mirror (self, self->column_x - CHECK_INSET + 4, CHECK);
  double y = self->top + 2;
  g_autoptr (GskPathBuilder) ring = gsk_path_builder_new ();
  g_autoptr (GskPath) path = NULL;
  g_autoptr (GskStroke) stroke = gsk_stroke_new (2);

  gsk_path_builder_add_circle (ring, &GRAPHENE_POINT_INIT (x + CHECK / 2.0, y + CHECK / 2.0), CHECK / 2.0 - 1);
  path = gsk_path_builder_free_to_path (g_steal_pointer (&ring));
  gtk_snapshot_append_stroke (snapshot, path, stroke, chosen ? &style->accent : &style->dim);
  if (chosen)
    {
      g_autoptr (GskPathBuilder) tick = gsk_path_builder_new ();
      g_autoptr (GskPath) line = NULL;

      gsk_path_builder_move_to (tick, x + 5, y + 9.5);
      gsk_path_builder_line_to (tick, x + 8, y + 12.5);
      gsk_path_builder_line_to (tick, x + 13, y + 6);
      line = gsk_path_builder_free_to_path (g_steal_pointer (&tick));
      gtk_snapshot_append_stroke (snapshot, line, stroke, &style->accent);
    }
}

static gboolean
on_bars (gpointer user_data)
{
  WeftMessageRow *self = user_data;

  self->bars_source = 0;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  return G_SOURCE_REMOVE;
}

/* A page that comes in time flashes nothing. */
static void
delay_bars (WeftMessageRow *self)
{
  g_clear_handle_id (&self->bars_source, g_source_remove);
  if (self->message != NULL && weft_message_get_placeholder (self->message))
    self->bars_source = g_timeout_add (BARS_DELAY, on_bars, self);
}

static void
draw_placeholder (WeftMessageRow *self, GtkSnapshot *snapshot)
{
  WeftMessageStyle *style = self->context->style;
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  guint kind = weft_message_get_ordinal (self->message) % 5;
  int column = MIN (MAX (width - 2 * style->margin, 60), COLUMN_MAX);
  double x = (width - column) / 2;
  double text = column - style->avatar - style->gap;

  self->width = width;
  if (self->bars_source != 0)
    return;
  draw_box (self, snapshot, x, style->group_gap, style->avatar, style->avatar, style->avatar / 2.0, &style->line);
  x += style->avatar + style->gap;
  draw_box (self, snapshot, x, style->group_gap + 4, 120, 10, 5, &style->line);
  draw_box (self, snapshot, x, style->group_gap + 22, text * (0.45 + 0.1 * kind), 10, 5, &style->line);
}

static void
weft_message_row_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  WeftMessageRow *self = WEFT_MESSAGE_ROW (widget);
  WeftMessageStyle *style = self->context->style;
  WeftMessage *message = self->message;
  double y = 0;
  int rule;

  if (message == NULL)
    return;
  if (weft_message_get_placeholder (message))
    {
      draw_placeholder (self, snapshot);
      return;
    }
  lay_out (self, gtk_widget_get_width (widget));

  if (self->context->flashed != 0 && self->context->flashed == weft_message_get_ordinal (message))
    draw_flash (self, snapshot);
  if (weft_message_get_new_day (message))
    {
      g_autofree char *day = weft_message_dup_day (weft_message_get_at (message), style->narrow);

      draw_rule (self, snapshot, day, y + style->day_height / 2 - 1, -1);
      y += style->day_height;
    }
  if (has_unread (self))
    {
      draw_unread (self, snapshot, y + style->unread_height / 2);
      y += style->unread_height;
    }
  rule = self->context->saved_above == message ? y + style->saved_height / 2 : self->context->saved_below == message ? self->height - style->saved_height / 2 : -1;
  if (rule >= 0)
    draw_rule (self, snapshot, style->narrow ? _("Saved on this computer") : _("Everything above is saved on this computer"), rule, WEFT_MESSAGE_ICON_SAVED);

  if (weft_message_get_own (message))
    {
      if (has_bubble (self))
        draw_bubble (self, snapshot, self->top, self->body_y + self->body_height + style->bubble_y - self->top);
      draw_meta (self, snapshot);
    }
  else
    {
      if (is_mention (self))
        {
          double top = MAX (self->top - MENTION_PADDING, 0);
          double height = self->height - top - (self->context->saved_below == message ? style->saved_height : 0);
          GskColorStop stops[2] = { { 0, style->mention }, { 0.7, { style->mention.red, style->mention.green, style->mention.blue, 0 } } };

          gtk_snapshot_append_linear_gradient (snapshot, &GRAPHENE_RECT_INIT (0, top, self->width, height),
                                               &GRAPHENE_POINT_INIT (style->rtl ? self->width : 0, 0),
                                               &GRAPHENE_POINT_INIT (style->rtl ? 0 : self->width, 0), stops, 2);
          gtk_snapshot_append_color (snapshot, &style->mention_edge, &GRAPHENE_RECT_INIT (style->rtl ? self->width - 3 : 0, top, 3, height));
        }
      if (weft_message_get_first (message))
        {
          g_autofree char *time = weft_message_dup_time (message, style->use_24h);
          const char *name = weft_message_get_author_words (message);
          g_autoptr (PangoLayout) author = weft_message_style_ref_layout (style, WEFT_MESSAGE_FONT_AUTHOR, name);
          int mark = weft_message_get_mark_words (message) != NULL ? measure_text (self, WEFT_MESSAGE_FONT_META, weft_message_get_mark_words (message)) + 2 * MARK_X + 8 : 0;
          int room = self->body_width - measure_text (self, WEFT_MESSAGE_FONT_META, time) - 8 - mark;
          int width, height;

          pango_layout_get_pixel_size (author, &width, &height);
          if (width > room)
            {
              g_set_object (&author, NULL);
              author = weft_message_style_new_layout (style, WEFT_MESSAGE_FONT_AUTHOR, name);
              pango_layout_set_ellipsize (author, PANGO_ELLIPSIZE_END);
              pango_layout_set_width (author, MAX (room, 20) * PANGO_SCALE);
              pango_layout_get_pixel_size (author, &width, &height);
            }
          draw_face (self, snapshot, name);
          draw_layout (snapshot, author, mirror (self, self->text_x, width), self->top, &style->text);
          if (mark > 0)
            draw_mark (self, snapshot, self->text_x + width + 8, self->top + height / 2.0 + 1, mark - 8);
          width += mark;
          draw_text (self, snapshot, WEFT_MESSAGE_FONT_META, time, self->text_x + width + 8, self->top + height / 2.0 + 1, &style->dim);
        }
      if (weft_message_get_state (message) == WEFT_MESSAGE_FAILED)
        draw_meta (self, snapshot);
    }
  if (is_choosing (self) && !weft_message_get_deleted (message))
    draw_check (self, snapshot);
  if (self->quote != NULL)
    draw_quote (self, snapshot);
  if (!self->silent)
    weft_rich_text_snapshot (self->body, snapshot, mirror (self, self->text_x, self->body_width), self->body_y);
  for (guint i = 0; i < N_HANGING; i++)
    if (self->hung[i].what != NULL)
      weft_attachments_snapshot (self->hung[i].what, widget, snapshot, mirror (self, self->hung[i].place.origin.x, self->hung[i].place.size.width),
                                 self->hung[i].place.origin.y, self->hung[i].place.size.width);
}

/* ── object ──────────────────────────────────────────────────────────────────────────────────────────── */

static void
weft_message_row_dispose (GObject *object)
{
  WeftMessageRow *self = WEFT_MESSAGE_ROW (object);

  weft_message_row_set_message (self, NULL);

  G_OBJECT_CLASS (weft_message_row_parent_class)->dispose (object);
}

static void
weft_message_row_class_init (WeftMessageRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = weft_message_row_dispose;
  widget_class->get_request_mode = weft_message_row_get_request_mode;
  widget_class->measure = weft_message_row_measure;
  widget_class->snapshot = weft_message_row_snapshot;
  gtk_widget_class_set_css_name (widget_class, "message");
  /* The list's item around it is what is spoken. */
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);

  signals[SPOKEN_CHANGED] = g_signal_new ("spoken-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  height_quark = g_quark_from_static_string ("weft-message-height");
  sideways_quark = g_quark_from_static_string ("weft-message-sideways");
}

static void
weft_message_row_init (WeftMessageRow *self)
{
  self->width = -1;
}

GtkWidget *
weft_message_row_new (WeftMessageContext *context)
{
  WeftMessageRow *self = g_object_new (WEFT_TYPE_MESSAGE_ROW, NULL);

  self->context = context;
  return GTK_WIDGET (self);
}

static void
on_message_changed (WeftMessage *message, WeftMessageRow *self)
{
  g_object_set_qdata (G_OBJECT (message), height_quark, NULL);
  weft_message_row_refresh (self);
  hang_all (self);
  if (!weft_message_get_placeholder (message))
    delay_bars (self);
}

void
weft_message_row_set_message (WeftMessageRow *self, WeftMessage *message)
{
  g_return_if_fail (WEFT_IS_MESSAGE_ROW (self));

  if (self->message == message)
    return;
  g_clear_signal_handler (&self->changed, self->message);
  if (self->message != NULL)
    weft_message_forget_cards (self->message);
  g_set_object (&self->message, message);
  drop_layouts (self);
  hang_all (self);
  delay_bars (self);
  if (message == NULL)
    return;
  self->changed = g_signal_connect (message, "changed", G_CALLBACK (on_message_changed), self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

WeftMessage *
weft_message_row_get_message (WeftMessageRow *self)
{
  g_return_val_if_fail (WEFT_IS_MESSAGE_ROW (self), NULL);
  return self->message;
}

void
weft_message_row_refresh (WeftMessageRow *self)
{
  g_return_if_fail (WEFT_IS_MESSAGE_ROW (self));

  drop_layouts (self);
  if (self->message != NULL)
    g_object_set_qdata (G_OBJECT (self->message), height_quark, NULL);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

WeftMessageHit
weft_message_row_hit (WeftMessageRow *self, double x, double y, char **target)
{
  guint code;

  g_return_val_if_fail (WEFT_IS_MESSAGE_ROW (self), WEFT_MESSAGE_HIT_NONE);

  *target = NULL;
  if (self->message == NULL || self->body == NULL || self->width < 0 || weft_message_get_placeholder (self->message))
    return WEFT_MESSAGE_HIT_NONE;
  if (weft_message_get_state (self->message) == WEFT_MESSAGE_FAILED)
    for (guint i = 0; i < N_REGIONS; i++)
      if (self->regions[i].action != NULL && graphene_rect_contains_point (&self->regions[i].rect, &GRAPHENE_POINT_INIT (x, y)))
        {
          *target = g_strdup (self->regions[i].action);
          return WEFT_MESSAGE_HIT_ACTION;
        }
  for (guint i = 0; i < N_HANGING; i++)
    if (self->hung[i].what != NULL)
      {
        const graphene_rect_t *place = &self->hung[i].place;
        double left = mirror (self, place->origin.x, place->size.width);

        *target = weft_attachments_hit (self->hung[i].what, GTK_WIDGET (self), x - left, y - place->origin.y, place->size.width);
        if (*target != NULL)
          return WEFT_MESSAGE_HIT_ACTION;
      }
  if (self->quote != NULL && y >= self->body_y - self->quote_height && y < self->body_y)
    return WEFT_MESSAGE_HIT_QUOTE;
  if (self->silent)
    return WEFT_MESSAGE_HIT_NONE;
  switch (weft_rich_text_hit (self->body, x - mirror (self, self->text_x, self->body_width), y - self->body_y, target, &code))
    {
    case WEFT_RICH_TEXT_LINK:
      return WEFT_MESSAGE_HIT_LINK;
    case WEFT_RICH_TEXT_COPY:
      *target = g_strdup_printf ("thread.copy-code(uint32 %u)", code);
      return WEFT_MESSAGE_HIT_ACTION;
    case WEFT_RICH_TEXT_NOTE:
      *target = g_strdup ("thread.versions");
      return WEFT_MESSAGE_HIT_ACTION;
    case WEFT_RICH_TEXT_MORE:
      *target = g_strdup ("thread.unfold");
      return WEFT_MESSAGE_HIT_ACTION;
    case WEFT_RICH_TEXT_NOTHING:
    default:
      return WEFT_MESSAGE_HIT_NONE;
    }
}

gboolean
weft_message_row_has_table (WeftMessageRow *self, double y)
{
  g_return_val_if_fail (WEFT_IS_MESSAGE_ROW (self), FALSE);
  return self->message != NULL && self->body != NULL && !self->silent && weft_rich_text_is_table (self->body, y - self->body_y);
}

gboolean
weft_message_row_move_sideways (WeftMessageRow *self, double by)
{
  int overflow, sideways;

  g_return_val_if_fail (WEFT_IS_MESSAGE_ROW (self), FALSE);

  if (self->message == NULL || self->body == NULL)
    return FALSE;
  overflow = weft_rich_text_get_overflow (self->body);
  sideways = CLAMP (GPOINTER_TO_INT (g_object_get_qdata (G_OBJECT (self->message), sideways_quark)) + (int) round (by), 0, overflow);
  g_object_set_qdata (G_OBJECT (self->message), sideways_quark, GINT_TO_POINTER (sideways));
  weft_rich_text_set_sideways (self->body, sideways);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  return overflow > 0;
}
