/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "parts/thread/client/weft-message-reactions.h"
#include "parts/thread/view/weft-reaction-line.h"
#include "ui/weft-attachments.h"

#define HEIGHT 24 /* px, at least */
#define PADDING 8
#define GAP 6
#define ICON 14
#define OWN_GAP 4
#define OWN 16 /* a picture of the workspace's own */

struct _WeftReactionLine
{
  GObject parent_instance;

  WeftMessage *message;    /* unowned: it owns this */
  WeftMessageStyle *style; /* unowned: the view's */
  char *described;         /* of which `reactions` are */
  GPtrArray *reactions;    /* of WeftMessageReaction */
};

static void attachments_init (WeftAttachmentsInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (WeftReactionLine, weft_reaction_line, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (WEFT_TYPE_ATTACHMENTS, attachments_init))

/* Pill: a place in the lines, from their beginning. @reaction: (nullable): NULL of the one that offers more. */
typedef struct
{
  const WeftMessageReaction *reaction;
  PangoLayout *layout; /* (nullable) (transfer full) */
  gboolean pictured;   /* a picture stands before the number */
  graphene_rect_t place;
} Pill;

typedef struct
{
  WeftReactionLine *self;
  guint next;
  int available;
  int height; /* of one line */
  int x, y;   /* where the next one begins */
  int width;  /* of the longest line so far */
} Walk;

static int
get_line_height (WeftReactionLine *self)
{
  return MAX (HEIGHT, self->style->meta_height + 6);
}

static Walk
begin_walk (WeftReactionLine *self, int available)
{
  return (Walk) { .self = self, .available = available, .height = get_line_height (self) };
}

static void
clear_pill (Pill *pill)
{
  g_clear_object (&pill->layout);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Pill, clear_pill)

static gboolean
walk (Walk *at, Pill *pill)
{
  WeftReactionLine *self = at->self;
  int width = ICON;

  clear_pill (pill);
  if (at->next > self->reactions->len)
    return FALSE;
  pill->reaction = at->next < self->reactions->len ? g_ptr_array_index (self->reactions, at->next) : NULL;
  at->next++;
  if (pill->reaction != NULL)
    {
      g_autofree char *text = NULL;

      weft_inline_pictures_find (self->style->pictures, pill->reaction->emoji, &pill->pictured);
      text = pill->pictured ? g_strdup_printf ("%u", pill->reaction->n) : g_strdup_printf ("%s\u2009%u", pill->reaction->emoji, pill->reaction->n);
      pill->layout = weft_message_style_ref_layout (self->style, WEFT_MESSAGE_FONT_META, text);
      pango_layout_get_pixel_size (pill->layout, &width, NULL);
      width += pill->pictured ? OWN + OWN_GAP : 0;
    }
  width = MIN (width + 2 * PADDING, at->available);
  if (at->x > 0 && at->x + width > at->available)
    {
      at->x = 0;
      at->y += at->height + GAP;
    }
  graphene_rect_init (&pill->place, at->x, at->y, width, at->height);
  at->x += width + GAP;
  at->width = MAX (at->width, at->x - GAP);

  return TRUE;
}

static void
measure (WeftAttachments *attachments, GtkWidget *widget, int available, int *width, int *height)
{
  Walk at = begin_walk (WEFT_REACTION_LINE (attachments), available);
  g_auto (Pill) pill = { NULL };

  while (walk (&at, &pill))
    ;
  *width = at.width;
  *height = at.y + at.height;
}

static void
draw_pill (WeftReactionLine *self, GtkSnapshot *snapshot, const Pill *pill, double x, double y)
{
  WeftMessageStyle *style = self->style;
  gboolean own = pill->reaction != NULL && pill->reaction->own;
  double width = pill->place.size.width, height = pill->place.size.height;
  const GdkRGBA tint = { style->accent.red, style->accent.green, style->accent.blue, 0.12 };
  GskRoundedRect frame;

  gsk_rounded_rect_init_from_rect (&frame, &GRAPHENE_RECT_INIT (x, y, width, height), height / 2);
  /* In high contrast lines are half black: a border takes the place of the tint. */
  if (own || !style->high_contrast)
    {
      gtk_snapshot_push_rounded_clip (snapshot, &frame);
      gtk_snapshot_append_color (snapshot, own ? &tint : &style->line, &frame.bounds);
      gtk_snapshot_pop (snapshot);
    }
  if (own || style->high_contrast)
    {
      const GdkRGBA *color = own ? &style->accent : &style->text;
      const float thickness = own && style->high_contrast ? 2.5f : 1.5f;

      gtk_snapshot_append_border (snapshot, &frame, (float[4]) { thickness, thickness, thickness, thickness }, (GdkRGBA[4]) { *color, *color, *color, *color });
    }
  if (pill->layout == NULL)
    weft_message_style_draw_icon (style, snapshot, WEFT_MESSAGE_ICON_REACT, x + (width - ICON) / 2, y + (height - ICON) / 2, ICON, &style->dim);
  else
    {
      int wide, high;

      pango_layout_get_pixel_size (pill->layout, &wide, &high);
      if (pill->pictured)
        {
          gboolean known;
          double left = style->rtl ? x + width - PADDING - OWN : x + PADDING;

          weft_inline_pictures_draw (snapshot, weft_inline_pictures_find (style->pictures, pill->reaction->emoji, &known), left, y + (height - OWN) / 2, OWN);
        }
      gtk_snapshot_save (snapshot);
      gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x + (width - wide) / 2 + (!pill->pictured ? 0 : (style->rtl ? -1 : 1) * (OWN + OWN_GAP) / 2), round (y + (height - high) / 2.0)));
      gtk_snapshot_append_layout (snapshot, pill->layout, own ? &style->accent : &style->text);
      gtk_snapshot_restore (snapshot);
    }
}

static double
mirror (WeftReactionLine *self, const Pill *pill, int width)
{
  return self->style->rtl ? width - pill->place.origin.x - pill->place.size.width : pill->place.origin.x;
}

static void
snapshot (WeftAttachments *attachments, GtkWidget *widget, GtkSnapshot *target, double x, double y, int width)
{
  WeftReactionLine *self = WEFT_REACTION_LINE (attachments);
  Walk at = begin_walk (self, width);
  g_auto (Pill) pill = { NULL };

  while (walk (&at, &pill))
    draw_pill (self, target, &pill, x + mirror (self, &pill, width), y + pill.place.origin.y);
}

static char *
dup_action (const WeftMessageReaction *reaction)
{
  g_autoptr (GVariant) emoji = NULL;

  if (reaction == NULL)
    return g_strdup ("thread.choose-reaction");
  emoji = g_variant_ref_sink (g_variant_new_string (reaction->emoji));
  return g_action_print_detailed_name ("thread.react", emoji);
}

static char *
hit (WeftAttachments *attachments, GtkWidget *widget, double x, double y, int width)
{
  WeftReactionLine *self = WEFT_REACTION_LINE (attachments);
  Walk at = begin_walk (self, width);
  g_auto (Pill) pill = { NULL };

  while (walk (&at, &pill))
    {
      double left = mirror (self, &pill, width);

      if (x >= left && x < left + pill.place.size.width && y >= pill.place.origin.y && y < pill.place.origin.y + pill.place.size.height)
        return dup_action (pill.reaction);
    }
  return NULL;
}

static char *
dup_label (WeftAttachments *attachments)
{
  WeftReactionLine *self = WEFT_REACTION_LINE (attachments);
  g_autoptr (GString) label = g_string_new (NULL);

  for (guint i = 0; i < self->reactions->len; i++)
    {
      const WeftMessageReaction *reaction = g_ptr_array_index (self->reactions, i);

      g_string_append (label, i > 0 ? ", " : "");
      if (reaction->own)
        /* Translators: a reaction to a message as it is spoken: an emoji, how many gave it, and that oneself did */
        g_string_append_printf (label, _("%s %u, also yours"), reaction->emoji, reaction->n);
      else
        g_string_append_printf (label, "%s %u", reaction->emoji, reaction->n);
    }
  return g_string_free (g_steal_pointer (&label), FALSE);
}

/* Who gave an emoji, in words. */
static char *
dup_people (const WeftMessageReaction *reaction)
{
  guint n_named = 0;
  guint more;
  g_autoptr (GString) people = g_string_new (reaction->names);

  for (const char *c = reaction->names; *c != '\0'; c++)
    n_named += *c == ',';
  n_named += *reaction->names != '\0';
  more = reaction->n - MIN (reaction->n, n_named + (reaction->own ? 1 : 0));
  if (reaction->own)
    g_string_append_printf (people, "%s%s", people->len > 0 ? ", " : "", _("you"));
  if (more > 0)
    {
      g_string_append (people, people->len > 0 ? ", " : "");
      g_string_append_printf (people, ngettext ("%u more", "%u more", more), more);
    }
  return g_string_free (g_steal_pointer (&people), FALSE);
}

char *
weft_reaction_line_dup_who (WeftReactionLine *self, const char *action)
{
  g_return_val_if_fail (WEFT_IS_REACTION_LINE (self), NULL);

  for (guint i = 0; i < self->reactions->len; i++)
    {
      const WeftMessageReaction *reaction = g_ptr_array_index (self->reactions, i);
      g_autofree char *own = dup_action (reaction);

      if (g_str_equal (own, action))
        return dup_people (reaction);
    }
  return NULL;
}

/* The same for who has no pointer. */
static GMenuModel *
dup_menu (WeftAttachments *attachments)
{
  WeftReactionLine *self = WEFT_REACTION_LINE (attachments);
  GMenu *menu = g_menu_new ();

  for (guint i = 0; i < self->reactions->len; i++)
    {
      const WeftMessageReaction *reaction = g_ptr_array_index (self->reactions, i);
      g_autofree char *people = dup_people (reaction);
      g_autofree char *label = g_strdup_printf ("%s  %s", reaction->emoji, people);
      g_autofree char *action = dup_action (reaction);

      g_menu_append (menu, label, action);
    }
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
weft_reaction_line_finalize (GObject *object)
{
  WeftReactionLine *self = WEFT_REACTION_LINE (object);

  g_clear_pointer (&self->reactions, g_ptr_array_unref);
  g_free (self->described);

  G_OBJECT_CLASS (weft_reaction_line_parent_class)->finalize (object);
}

static void
weft_reaction_line_class_init (WeftReactionLineClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_reaction_line_finalize;
}

static void
weft_reaction_line_init (WeftReactionLine *self)
{
}

WeftReactionLine *
weft_reaction_line_get (WeftMessage *message, WeftMessageStyle *style)
{
  static GQuark quark;
  WeftReactionLine *self;

  g_return_val_if_fail (WEFT_IS_MESSAGE (message), NULL);

  if (weft_message_get_placeholder (message) || weft_message_get_reactions (message) == NULL)
    return NULL;
  if (quark == 0)
    quark = g_quark_from_static_string ("weft-reaction-line");
  self = g_object_get_qdata (G_OBJECT (message), quark);
  if (self == NULL)
    {
      self = g_object_new (WEFT_TYPE_REACTION_LINE, NULL);
      self->message = message;
      g_object_set_qdata_full (G_OBJECT (message), quark, self, g_object_unref);
    }
  self->style = style;
  if (g_set_str (&self->described, weft_message_get_reactions (message)))
    {
      g_clear_pointer (&self->reactions, g_ptr_array_unref);
      self->reactions = weft_message_reactions_parse (self->described);
    }
  return self;
}
