/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-chat"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>

#include "features/chat/view/weft-room-face.h"
#include "features/chat/view/weft-room-row.h"

#define HEIGHT 26 /* px, at least: a face and a little */
#define ICON 16
#define FACE 22
#define GAP 8
#define BADGE 18

struct _WeftRoomRow
{
  GtkWidget parent_instance;

  WeftPeople *people;
  WeftRoom *room;
  WeftPerson *partner;
  GtkWidget *avatar;   /* (nullable): of one that has a face */
  PangoLayout *name;
  PangoLayout *badge;
  PangoLayout *draft;
  GtkIconPaintable *hash;
  GtkIconPaintable *pencil;
  GtkIconPaintable *bell; /* struck out: of a muted one */
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftRoomRow, weft_room_row, GTK_TYPE_WIDGET)

static PangoLayout *
make_layout (WeftRoomRow *self, const char *text, double scale, PangoWeight weight)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_scale_new (scale));
  pango_attr_list_insert (attributes, pango_attr_weight_new (weight));
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum"));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  return layout;
}

static void
drop_layouts (WeftRoomRow *self)
{
  g_clear_object (&self->name);
  g_clear_object (&self->badge);
  g_clear_object (&self->draft);
  g_clear_object (&self->hash);
  g_clear_object (&self->pencil);
  g_clear_object (&self->bell);
}

/* One that is told of; in a place of which one wants to hear nothing it is a message as any other. */
static gboolean
has_mention (WeftRoomRow *self)
{
  return weft_room_get_n_mentions (self->room) > 0 && weft_room_get_n_counted (self->room) > 0;
}

static void
make_layouts (WeftRoomRow *self)
{
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (GTK_WIDGET (self)));
  guint n = weft_room_get_n_unread (self->room);
  guint mentions = has_mention (self) ? weft_room_get_n_mentions (self->room) : 0;

  if (self->name != NULL)
    return;
  self->name = make_layout (self, weft_room_get_name (self->room), 1, n > 0 && !weft_room_get_muted (self->room) ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  if (n > 0)
    {
      /* Isolated, or right-to-left text turns "@1" into "1@". */
      g_autofree char *text = mentions > 0 ? g_strdup_printf ("\u2066@%u\u2069", mentions) : n > 999 ? g_strdup ("\u2066999+\u2069") : g_strdup_printf ("%u", n);

      self->badge = make_layout (self, text, 11 / 14.667, PANGO_WEIGHT_BOLD);
      pango_layout_set_ellipsize (self->badge, PANGO_ELLIPSIZE_NONE);
    }
  if (weft_room_get_draft (self->room) && !weft_room_get_open (self->room))
    {
      self->draft = make_layout (self, _("Draft"), 12 / 14.667, PANGO_WEIGHT_NORMAL);
      self->pencil = gtk_icon_theme_lookup_icon (theme, "document-edit-symbolic", NULL, 12, gtk_widget_get_scale_factor (GTK_WIDGET (self)),
                                                 gtk_widget_get_direction (GTK_WIDGET (self)), 0);
    }
  if (weft_room_get_muted (self->room))
    self->bell = gtk_icon_theme_lookup_icon (theme, "notifications-disabled-symbolic", NULL, ICON, gtk_widget_get_scale_factor (GTK_WIDGET (self)),
                                             gtk_widget_get_direction (GTK_WIDGET (self)), 0);
  if (self->avatar == NULL)
    self->hash = gtk_icon_theme_lookup_icon (theme, weft_room_face_get_icon (self->room), NULL, ICON, gtk_widget_get_scale_factor (GTK_WIDGET (self)),
                                             gtk_widget_get_direction (GTK_WIDGET (self)), 0);
}

static double
mirror (WeftRoomRow *self, double x, double width)
{
  return gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL ? gtk_widget_get_width (GTK_WIDGET (self)) - x - width : x;
}

static void
draw_layout (WeftRoomRow *self, GtkSnapshot *snapshot, PangoLayout *layout, double x, int width, const GdkRGBA *color)
{
  int height;

  pango_layout_get_pixel_size (layout, NULL, &height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (mirror (self, x, width), round ((gtk_widget_get_height (GTK_WIDGET (self)) - height) / 2.0)));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
}

static void
draw_icon (WeftRoomRow *self, GtkSnapshot *snapshot, GtkIconPaintable *icon, double x, double size, const GdkRGBA *color)
{
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (mirror (self, x, size), (gtk_widget_get_height (GTK_WIDGET (self)) - size) / 2));
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (icon), snapshot, size, size, color, 1);
  gtk_snapshot_restore (snapshot);
}

static void
draw_badge (WeftRoomRow *self, GtkSnapshot *snapshot, double x, double width, const GdkRGBA *text)
{
  AdwStyleManager *manager = adw_style_manager_get_for_display (gtk_widget_get_display (GTK_WIDGET (self)));
  gboolean mention = has_mention (self);
  GdkRGBA background = *text;
  GdkRGBA foreground = *text;
  GskRoundedRect rect;
  int layout_width;

  background.alpha *= 0.14;
  if (mention)
    {
      g_autoptr (GdkRGBA) accent = adw_style_manager_get_accent_color_rgba (manager);

      background = *accent;
      foreground = (GdkRGBA) { 1, 1, 1, 1 };
    }
  gsk_rounded_rect_init_from_rect (&rect, &GRAPHENE_RECT_INIT (mirror (self, x, width), (gtk_widget_get_height (GTK_WIDGET (self)) - BADGE) / 2, width, BADGE), BADGE / 2);
  gtk_snapshot_push_rounded_clip (snapshot, &rect);
  gtk_snapshot_append_color (snapshot, &background, &rect.bounds);
  gtk_snapshot_pop (snapshot);
  if (adw_style_manager_get_high_contrast (manager))
    gtk_snapshot_append_border (snapshot, &rect, (float[4]) { 1, 1, 1, 1 }, (GdkRGBA[4]) { *text, *text, *text, *text });
  pango_layout_get_pixel_size (self->badge, &layout_width, NULL);
  draw_layout (self, snapshot, self->badge, x + (width - layout_width) / 2, layout_width, &foreground);
}

static void
weft_room_row_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  WeftRoomRow *self = WEFT_ROOM_ROW (widget);
  int height = 0;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = 100;
      *natural = 220;
      return;
    }
  if (self->room != NULL)
    {
      make_layouts (self);
      pango_layout_get_pixel_size (self->name, NULL, &height);
    }
  /* The list's rows say how much room there is around it, by density. */
  *minimum = *natural = MAX (HEIGHT, height + 6);
}

static void
weft_room_row_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  WeftRoomRow *self = WEFT_ROOM_ROW (widget);

  if (self->avatar != NULL)
    {
      int face;

      /* Two faces are wider than one: in its middle, for all names to begin at one edge. */
      gtk_widget_measure (self->avatar, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &face, NULL, NULL);
      gtk_widget_size_allocate (self->avatar, &(GtkAllocation) { mirror (self, (FACE - face) / 2, face), (height - FACE) / 2, face, FACE }, -1);
    }
}

static void
weft_room_row_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  WeftRoomRow *self = WEFT_ROOM_ROW (widget);
  double end = gtk_widget_get_width (widget);
  double begin = FACE + GAP;
  GdkRGBA text;
  int width;

  if (self->room == NULL)
    return;
  make_layouts (self);
  gtk_widget_get_color (widget, &text);
  /* What one does not want to hear of is quiet to the eye, too; high contrast leaves that to the bell. */
  if (self->bell != NULL && !adw_style_manager_get_high_contrast (adw_style_manager_get_for_display (gtk_widget_get_display (widget))))
    text.alpha *= 0.66;
  if (self->avatar != NULL)
    gtk_widget_snapshot_child (widget, self->avatar, snapshot);
  else
    {
      GdkRGBA dim = text;

      dim.alpha *= 0.75;
      draw_icon (self, snapshot, self->hash, (FACE - ICON) / 2.0, ICON, &dim);
    }
  if (self->badge != NULL)
    {
      pango_layout_get_pixel_size (self->badge, &width, NULL);
      width = MAX (width + 12, 20);
      end -= width;
      draw_badge (self, snapshot, end, width, &text);
      end -= GAP;
    }
  if (self->bell != NULL)
    {
      end -= ICON;
      draw_icon (self, snapshot, self->bell, end, ICON, &text);
      end -= GAP;
    }
  if (self->draft != NULL)
    {
      AdwStyleManager *manager = adw_style_manager_get_for_display (gtk_widget_get_display (widget));
      g_autoptr (GdkRGBA) accent = adw_style_manager_get_accent_color_rgba (manager);
      GdkRGBA color;

      adw_rgba_to_standalone (accent, adw_style_manager_get_dark (manager), &color);
      pango_layout_get_pixel_size (self->draft, &width, NULL);
      end -= width;
      draw_layout (self, snapshot, self->draft, end, width, &color);
      draw_icon (self, snapshot, self->pencil, end - 15, 12, &color);
      end -= 15 + GAP;
    }
  pango_layout_set_width (self->name, -1);
  pango_layout_get_pixel_size (self->name, &width, NULL);
  if (width > end - begin)
    {
      pango_layout_set_width (self->name, MAX (end - begin, 10) * PANGO_SCALE);
      pango_layout_get_pixel_size (self->name, &width, NULL);
    }
  draw_layout (self, snapshot, self->name, begin, width, &text);
}

static void
update (WeftRoomRow *self)
{
  if (self->avatar != NULL && self->room != NULL)
    weft_room_face_show (WEFT_AVATAR (self->avatar), self->room, self->partner);
  drop_layouts (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
set_partner (WeftRoomRow *self, WeftPerson *partner)
{
  if (self->partner == partner)
    return;
  if (self->partner != NULL)
    g_signal_handlers_disconnect_by_func (self->partner, update, self);
  g_set_object (&self->partner, partner);
  if (partner != NULL)
    g_signal_connect_swapped (partner, "notify", G_CALLBACK (update), self);
}

static void
update_avatar (WeftRoomRow *self)
{
  if (!weft_room_face_is_shown (self->room))
    g_clear_pointer (&self->avatar, gtk_widget_unparent);
  else if (self->avatar == NULL)
    {
      self->avatar = weft_avatar_new (FACE, weft_room_get_name (self->room));
      gtk_widget_set_parent (self->avatar, GTK_WIDGET (self));
    }
}

static void
on_room_changed (WeftRoomRow *self)
{
  update_avatar (self);
  set_partner (self, weft_people_lookup (self->people, weft_room_get_partner (self->room)));
  update (self);
}

static void
weft_room_row_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (weft_room_row_parent_class)->css_changed (widget, change);
  drop_layouts (WEFT_ROOM_ROW (widget));
}

static void
weft_room_row_dispose (GObject *object)
{
  WeftRoomRow *self = WEFT_ROOM_ROW (object);

  weft_room_row_set_room (self, NULL);
  g_clear_pointer (&self->avatar, gtk_widget_unparent);
  g_clear_object (&self->people);
  drop_layouts (self);

  G_OBJECT_CLASS (weft_room_row_parent_class)->dispose (object);
}

static void
weft_room_row_class_init (WeftRoomRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = weft_room_row_dispose;
  widget_class->measure = weft_room_row_measure;
  widget_class->size_allocate = weft_room_row_size_allocate;
  widget_class->snapshot = weft_room_row_snapshot;
  widget_class->css_changed = weft_room_row_css_changed;
  gtk_widget_class_set_css_name (widget_class, "room");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
weft_room_row_init (WeftRoomRow *self)
{
}

GtkWidget *
weft_room_row_new (WeftPeople *people)
{
  WeftRoomRow *self = g_object_new (WEFT_TYPE_ROOM_ROW, NULL);

  self->people = g_object_ref (people);
  /* Names come after rooms, or before. */
  g_signal_connect_object (people, "changed", G_CALLBACK (weft_room_row_refresh), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

void
weft_room_row_refresh (WeftRoomRow *self)
{
  g_return_if_fail (WEFT_IS_ROOM_ROW (self));

  if (self->room != NULL)
    on_room_changed (self);
}

void
weft_room_row_set_room (WeftRoomRow *self, WeftRoom *room)
{
  g_return_if_fail (WEFT_IS_ROOM_ROW (self));

  if (self->room == room)
    return;
  if (self->room != NULL)
    g_signal_handlers_disconnect_by_func (self->room, on_room_changed, self);
  g_set_object (&self->room, room);
  set_partner (self, NULL);
  if (room == NULL)
    return;
  g_signal_connect_swapped (room, "notify", G_CALLBACK (on_room_changed), self);
  on_room_changed (self);
}

WeftRoom *
weft_room_row_get_room (WeftRoomRow *self)
{
  g_return_val_if_fail (WEFT_IS_ROOM_ROW (self), NULL);
  return self->room;
}

char *
weft_room_row_dup_label (WeftRoomRow *self)
{
  GString *label;

  g_return_val_if_fail (WEFT_IS_ROOM_ROW (self) && self->room != NULL, NULL);

  label = g_string_new (weft_room_get_name (self->room));
  if (self->partner != NULL)
    {
      const char *presence = weft_presence_get_label (weft_presence_from_wire (weft_person_get_presence (self->partner)));

      if (presence != NULL)
        g_string_append_printf (label, ", %s", presence);
    }
  if (weft_room_get_n_unread (self->room) > 0)
    {
      g_string_append (label, ", ");
      g_string_append_printf (label, ngettext ("%u unread", "%u unread", weft_room_get_n_unread (self->room)), weft_room_get_n_unread (self->room));
    }
  if (weft_room_get_n_mentions (self->room) > 0)
    {
      g_string_append (label, ", ");
      g_string_append_printf (label, ngettext ("%u mention", "%u mentions", weft_room_get_n_mentions (self->room)), weft_room_get_n_mentions (self->room));
    }
  if (weft_room_get_draft (self->room))
    g_string_append_printf (label, ", %s", _("draft"));
  if (weft_room_get_pinned (self->room))
    g_string_append_printf (label, ", %s", _("pinned"));
  if (weft_room_get_muted (self->room))
    g_string_append_printf (label, ", %s", _("muted"));
  if (weft_room_get_archived (self->room))
    g_string_append_printf (label, ", %s", _("archived"));
  return g_string_free (label, FALSE);
}
