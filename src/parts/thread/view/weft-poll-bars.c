/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "base/weft-clock.h"
#include "parts/thread/client/weft-poll-client.h"
#include "parts/thread/shared/weft-poll.h"
#include "parts/thread/view/weft-message-words.h"
#include "parts/thread/view/weft-poll-bars.h"
#include "ui/weft-attachments.h"

#define WIDTH_MAX 440 /* px */
#define PAD 12
#define MARK 16       /* the ring or box before an option */
#define GAP 8
#define BAR 6
#define BETWEEN 10    /* two options */
#define LOOK_AGAIN (24 * 60 * 60 * 1000) /* ms: clocks are set, and machines sleep */
#define LATE 20       /* ms after its time at which a poll is looked at */

struct _WeftPollBars
{
  GObject parent_instance;

  WeftMessage *message;              /* unowned: it owns this */
  const WeftMessageContext *context; /* unowned: the view's */
  gint64 closes_at;                  /* ms: for which `source` waits; 0: for nothing */
  guint source;
};

/* What is drawn, for one width. */
typedef struct
{
  GPtrArray *texts; /* of PangoLayout: the question, the options */
  int *tops;        /* px of each, and of what stands below them all */
  int width;
  int height;
} Place;

static void attachments_init (WeftAttachmentsInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (WeftPollBars, weft_poll_bars, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (WEFT_TYPE_ATTACHMENTS, attachments_init))

static gboolean
is_closed (WeftPollBars *self)
{
  return weft_poll_is_closed (self->message, weft_clock_now (weft_clock_get_system ()));
}

/* @most: (out): of one option */
static guint *
count (WeftPollBars *self, guint *n, guint *most, guint *total)
{
  g_auto (GStrv) lines = NULL;
  guint *counts;

  *n = weft_poll_count_options (weft_message_get_text (self->message));
  lines = weft_poll_split (weft_message_get_votes (self->message), *n);
  counts = g_new0 (guint, *n + 1);
  *most = *total = 0;
  for (guint i = 0; i < *n; i++)
    {
      counts[i] = weft_poll_count (lines[i], weft_message_get_secret (self->message));
      *most = MAX (*most, counts[i]);
      *total += counts[i];
    }
  return counts;
}

/* "12 votes · several answers · secret · closes Friday 27 November, 10:00" */
static char *
dup_below (WeftPollBars *self, guint total)
{
  GString *below = g_string_new (NULL);

  g_string_append_printf (below, ngettext ("%u vote", "%u votes", total), total);
  if (g_strcmp0 (weft_message_get_poll (self->message), "several") == 0)
    g_string_append_printf (below, " · %s", _("several answers"));
  if (weft_message_get_secret (self->message))
    g_string_append_printf (below, " · %s", _("anonymous"));
  if (is_closed (self))
    g_string_append_printf (below, " · %s", _("closed"));
  else if (weft_message_get_closes_at (self->message) > 0)
    {
      g_autofree char *day = weft_message_dup_day (weft_message_get_closes_at (self->message), FALSE);
      g_autofree char *time = weft_message_dup_clock (weft_message_get_closes_at (self->message), self->context->style->use_24h);

      g_string_append (below, " · ");
      /* Translators: when a poll closes; %1$s is a day, %2$s a time */
      g_string_append_printf (below, _("closes %1$s, %2$s"), day, time);
    }
  return g_string_free (below, FALSE);
}

static void
place_clear (Place *place)
{
  g_ptr_array_unref (place->texts);
  g_free (place->tops);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Place, place_clear)

static void
lay_out (WeftPollBars *self, int width, Place *place)
{
  WeftMessageStyle *style = self->context->style;
  g_auto (GStrv) lines = g_strsplit (weft_message_get_text (self->message), "\n", WEFT_POLL_OPTIONS_MAX + 1);
  guint n = g_strv_length (lines);
  g_autoptr (PangoLayout) figure = weft_message_style_ref_layout (style, WEFT_MESSAGE_FONT_META, "0000");
  int room;
  int y = PAD;

  pango_layout_get_pixel_size (figure, &room, NULL);
  place->width = width;
  place->texts = g_ptr_array_new_with_free_func (g_object_unref);
  place->tops = g_new0 (int, n + 1);
  for (guint i = 0; i < n; i++)
    {
      PangoLayout *layout = weft_message_style_new_layout (style, i == 0 ? WEFT_MESSAGE_FONT_AUTHOR : WEFT_MESSAGE_FONT_BODY, lines[i]);
      int inside = width - 2 * PAD - (i == 0 ? 0 : MARK + GAP + room + GAP);
      int height;

      pango_layout_set_width (layout, MAX (inside, 40) * PANGO_SCALE);
      pango_layout_get_pixel_size (layout, NULL, &height);
      place->tops[i] = y;
      g_ptr_array_add (place->texts, layout);
      y += height + (i == 0 ? BETWEEN : 3 + BAR + BETWEEN);
    }
  place->tops[n] = y;
  place->height = y + style->meta_height + PAD - 4;
}

static void
measure (WeftAttachments *attachments, GtkWidget *widget, int available, int *width, int *height)
{
  g_auto (Place) place = { NULL };

  *width = MIN (available, WIDTH_MAX);
  lay_out (WEFT_POLL_BARS (attachments), *width, &place);
  *height = place.height;
}

static void
draw_round (GtkSnapshot *snapshot, double x, double y, double width, double height, double radius, const GdkRGBA *fill, const GdkRGBA *edge, double line)
{
  GskRoundedRect rect;

  gsk_rounded_rect_init_from_rect (&rect, &GRAPHENE_RECT_INIT (x, y, width, height), radius);
  if (fill != NULL)
    {
      gtk_snapshot_push_rounded_clip (snapshot, &rect);
      gtk_snapshot_append_color (snapshot, fill, &rect.bounds);
      gtk_snapshot_pop (snapshot);
    }
  if (edge != NULL)
    gtk_snapshot_append_border (snapshot, &rect, (float[4]) { line, line, line, line }, (GdkRGBA[4]) { *edge, *edge, *edge, *edge });
}

static void
draw_layout (GtkSnapshot *snapshot, PangoLayout *layout, double x, double y, const GdkRGBA *color)
{
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, y));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
}

static void
draw_option (WeftPollBars *self, GtkSnapshot *target, const Place *place, double x, double y, guint option, guint votes, guint most)
{
  WeftMessageStyle *style = self->context->style;
  gboolean own = weft_poll_is_own (self->message, self->context->me, option);
  gboolean several = g_strcmp0 (weft_message_get_poll (self->message), "several") == 0;
  PangoLayout *text = g_ptr_array_index (place->texts, option);
  g_autofree char *figure = g_strdup_printf ("%u", votes);
  g_autoptr (PangoLayout) number = weft_message_style_ref_layout (style, WEFT_MESSAGE_FONT_META, figure);
  double top = y + place->tops[option];
  double inside = place->width - 2 * PAD;
  double bar = inside - MARK - GAP;
  double part = most > 0 ? round (bar * votes / most) : 0;
  GdkRGBA track = style->line;
  int width, height, line;

  pango_layout_get_pixel_size (text, NULL, &height);
  pango_layout_get_pixel_size (number, &width, &line);
#define AT(at, wide) (style->rtl ? x + place->width - (at) - (wide) : x + (at))
  draw_round (target, AT (PAD, MARK), top + 1, MARK, MARK, several ? 4 : MARK / 2.0, own ? &style->accent : NULL, own ? &style->accent : &style->dim, 1.5);
  if (own)
    draw_round (target, AT (PAD + 5, MARK - 10), top + 6, MARK - 10, MARK - 10, several ? 1.5 : 3, &(GdkRGBA) { 1, 1, 1, 1 }, NULL, 0);
  draw_layout (target, text, AT (PAD + MARK + GAP, pango_layout_get_width (text) / PANGO_SCALE), top, &style->text);
  draw_layout (target, number, AT (place->width - PAD - width, width), top + (MARK + 2 - line) / 2.0, own ? &style->accent : &style->dim);
  draw_round (target, AT (PAD + MARK + GAP, bar), top + height + 3, bar, BAR, BAR / 2.0, &track, style->high_contrast ? &style->text : NULL, 1);
  if (part > 0)
    draw_round (target, AT (PAD + MARK + GAP, MAX (part, BAR)), top + height + 3, MAX (part, BAR), BAR, BAR / 2.0, own ? &style->accent : &style->dim, NULL, 0);
#undef AT
}

static void
snapshot (WeftAttachments *attachments, GtkWidget *widget, GtkSnapshot *target, double x, double y, int width)
{
  WeftPollBars *self = WEFT_POLL_BARS (attachments);
  WeftMessageStyle *style = self->context->style;
  g_auto (Place) place = { NULL };
  g_autofree guint *counts = NULL;
  g_autofree char *words = NULL;
  g_autoptr (PangoLayout) below = NULL;
  PangoLayout *question;
  guint n, most, total;
  int wide;

  lay_out (self, width, &place);
  counts = count (self, &n, &most, &total);
  draw_round (target, x, y, width, place.height, 12, NULL, style->high_contrast ? &style->text : &style->line, 1);
  question = g_ptr_array_index (place.texts, 0);
  wide = pango_layout_get_width (question) / PANGO_SCALE;
  draw_layout (target, question, style->rtl ? x + width - PAD - wide : x + PAD, y + place.tops[0], &style->text);
  for (guint i = 1; i < place.texts->len; i++)
    draw_option (self, target, &place, x, y, i, i - 1 < n ? counts[i - 1] : 0, most);
  words = dup_below (self, total);
  below = weft_message_style_new_layout (style, WEFT_MESSAGE_FONT_META, words);
  pango_layout_set_ellipsize (below, PANGO_ELLIPSIZE_END);
  pango_layout_set_width (below, (width - 2 * PAD) * PANGO_SCALE);
  draw_layout (target, below, x + PAD, y + place.tops[place.texts->len], &style->dim);
}

static char *
dup_label (WeftAttachments *attachments)
{
  WeftPollBars *self = WEFT_POLL_BARS (attachments);
  g_auto (GStrv) lines = g_strsplit (weft_message_get_text (self->message), "\n", WEFT_POLL_OPTIONS_MAX + 1);
  GString *label = g_string_new (NULL);
  g_autofree guint *counts = NULL;
  g_autofree char *below = NULL;
  guint n, most, total;

  counts = count (self, &n, &most, &total);
  /* Translators: %s is what a poll asks */
  g_string_append_printf (label, _("Poll: %s"), lines[0]);
  for (guint i = 1; i <= n; i++)
    {
      /* Translators: an option of a poll: its number, its words, its votes */
      g_string_append_printf (label, ngettext (". Option %1$u, %2$s, %3$u vote", ". Option %1$u, %2$s, %3$u votes", counts[i - 1]), i, lines[i], counts[i - 1]);
      if (weft_poll_is_own (self->message, self->context->me, i))
        /* Translators: after an option of a poll which one has chosen */
        g_string_append (label, _(", yours"));
    }
  below = dup_below (self, total);
  g_string_append_printf (label, ". %s", below);
  return g_string_free (label, FALSE);
}

static char *
hit (WeftAttachments *attachments, GtkWidget *widget, double x, double y, int width)
{
  WeftPollBars *self = WEFT_POLL_BARS (attachments);
  g_auto (Place) place = { NULL };

  if (is_closed (self) || weft_message_get_ordinal (self->message) <= 0)
    return NULL;
  lay_out (self, width, &place);
  for (guint i = 1; i < place.texts->len; i++)
    if (x >= 0 && x < width && y >= place.tops[i] - BETWEEN / 2 && y < place.tops[i + 1] - BETWEEN / 2)
      return g_strdup_printf ("thread.vote(uint32 %u)", i);
  return NULL;
}

static GMenuModel *
dup_menu (WeftAttachments *attachments)
{
  WeftPollBars *self = WEFT_POLL_BARS (attachments);
  g_auto (GStrv) lines = g_strsplit (weft_message_get_text (self->message), "\n", WEFT_POLL_OPTIONS_MAX + 1);
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) options = g_menu_new ();

  if (weft_message_get_ordinal (self->message) <= 0)
    return G_MENU_MODEL (menu);
  if (!is_closed (self))
    {
      for (guint i = 1; lines[0] != NULL && lines[i] != NULL; i++)
        {
          g_autoptr (GMenuItem) item = g_menu_item_new (NULL, NULL);
          g_auto (GStrv) words = g_strsplit (lines[i], "_", -1);
          g_autofree char *label = g_strjoinv ("__", words); /* no mnemonic of theirs */

          g_menu_item_set_label (item, label);
          g_menu_item_set_action_and_target (item, "thread.vote", "u", i);
          g_menu_append_item (options, item);
        }
      g_menu_append_submenu (menu, _("_Vote"), G_MENU_MODEL (options));
    }
  if (!weft_message_get_secret (self->message))
    g_menu_append (menu, _("_Who Has Voted…"), "thread.voters");
  if (weft_message_get_own (self->message) || self->context->may_delete)
    g_menu_append (menu, is_closed (self) ? _("_Open the Poll Again") : _("_Close the Poll"), "thread.close-poll");
  return G_MENU_MODEL (menu);
}

static gboolean
say (WeftAttachments *attachments, const char *text)
{
  return TRUE;
}

static void
attachments_init (WeftAttachmentsInterface *iface)
{
  iface->measure = measure;
  iface->snapshot = snapshot;
  iface->dup_label = dup_label;
  iface->hit = hit;
  iface->dup_menu = dup_menu;
  iface->say = say;
}

static void watch (WeftPollBars *self);

static gboolean
on_time (gpointer user_data)
{
  WeftPollBars *self = user_data;

  self->source = 0;
  self->closes_at = 0;
  watch (self);
  if (is_closed (self))
    weft_attachments_changed (WEFT_ATTACHMENTS (self), TRUE);
  return G_SOURCE_REMOVE;
}

/* Its time comes without anything happening to the message. */
static void
watch (WeftPollBars *self)
{
  gint64 now = weft_clock_now (weft_clock_get_system ());
  gint64 closes_at = is_closed (self) ? 0 : weft_message_get_closes_at (self->message);

  if (closes_at == self->closes_at)
    return;
  g_clear_handle_id (&self->source, g_source_remove);
  self->closes_at = closes_at;
  if (closes_at > 0)
    self->source = g_timeout_add (CLAMP (closes_at - now + LATE, LATE, LOOK_AGAIN), on_time, self);
}

static void
weft_poll_bars_dispose (GObject *object)
{
  g_clear_handle_id (&WEFT_POLL_BARS (object)->source, g_source_remove);

  G_OBJECT_CLASS (weft_poll_bars_parent_class)->dispose (object);
}

static void
weft_poll_bars_class_init (WeftPollBarsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_poll_bars_dispose;
}

static void
weft_poll_bars_init (WeftPollBars *self)
{
}

WeftPollBars *
weft_poll_bars_get (WeftMessage *message, const WeftMessageContext *context)
{
  static GQuark quark;
  WeftPollBars *self;

  g_return_val_if_fail (WEFT_IS_MESSAGE (message), NULL);

  if (weft_message_get_placeholder (message) || weft_message_get_deleted (message) || weft_message_get_poll (message) == NULL)
    return NULL;
  if (quark == 0)
    quark = g_quark_from_static_string ("weft-poll-bars");
  self = g_object_get_qdata (G_OBJECT (message), quark);
  if (self == NULL)
    {
      self = g_object_new (WEFT_TYPE_POLL_BARS, NULL);
      self->message = message;
      g_object_set_qdata_full (G_OBJECT (message), quark, self, g_object_unref);
    }
  self->context = context;
  watch (self);
  return self;
}
