/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-ui"

#include "config.h"

#include <glib/gi18n.h>

#include "ui/weft-avatar.h"
#include "ui/weft-faces.h"

/* Below this size two letters cannot be read. */
#define ONE_LETTER_SIZE 26
#define CORNER 0.24f /* of the size: how round a square is */
#define DOT_SIZE 8
#define PAIR_GAP 1.5f /* px around the second of two faces */

typedef struct
{
  guint32 from;
  guint32 to;
  guint32 text;
} FaceColors;

/* The colours of AdwAvatar, chosen by the same hash, so that a person looks alike in every GNOME program. The
 * letters are white where AdwAvatar takes a tint: on a face of 22 px the tint cannot be read. */
static const FaceColors face_colors[] = {
  { 0x83b6ec, 0x337fdc, 0xcfe1f5 }, { 0x7ad9f1, 0x0f9ac8, 0xcaeaf2 }, { 0x8de6b1, 0x29ae74, 0xcef8d8 },
  { 0xb5e98a, 0x6ab85b, 0xe6f9d7 }, { 0xf8e359, 0xd29d09, 0xf9f4e1 }, { 0xffcb62, 0xd68400, 0xffead1 },
  { 0xffa95a, 0xed5b00, 0xffe5c5 }, { 0xf78773, 0xe62d42, 0xf8d2ce }, { 0xe973ab, 0xe33b6a, 0xfac7de },
  { 0xcb78d4, 0x9945b5, 0xe7c2e8 }, { 0x9e91e8, 0x7a59ca, 0xd5d2f5 }, { 0xe3cf9c, 0xb08952, 0xf2eade },
  { 0xbe916d, 0x785336, 0xe5d6ca }, { 0xc0bfbc, 0x6e6d71, 0xd8d7d3 },
};

struct _WeftAvatar
{
  GtkWidget parent_instance;

  GtkWidget *dot;
  char *name;
  char *second; /* (nullable) */
  char *person; /* (nullable) */
  gboolean square;
  int size;
  WeftPresence presence;
};

enum
{
  PROP_0,
  PROP_NAME,
  PROP_SIZE,
  PROP_PRESENCE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (WeftAvatar, weft_avatar, GTK_TYPE_WIDGET)

GType
weft_presence_get_type (void)
{
  static gsize type;

  if (g_once_init_enter (&type))
    {
      static const GEnumValue values[] = {
        { WEFT_PRESENCE_NONE, "WEFT_PRESENCE_NONE", "none" },
        { WEFT_PRESENCE_ONLINE, "WEFT_PRESENCE_ONLINE", "online" },
        { WEFT_PRESENCE_AWAY, "WEFT_PRESENCE_AWAY", "away" },
        { WEFT_PRESENCE_BUSY, "WEFT_PRESENCE_BUSY", "busy" },
        { WEFT_PRESENCE_OFFLINE, "WEFT_PRESENCE_OFFLINE", "offline" },
        { 0, NULL, NULL },
      };

      g_once_init_leave (&type, g_enum_register_static ("WeftPresence", values));
    }
  return type;
}

static const char *
get_presence_nick (WeftPresence presence)
{
  static const char *const nicks[] = { "none", "online", "away", "busy", "offline" };

  return nicks[presence];
}

WeftPresence
weft_presence_from_wire (const char *state)
{
  for (WeftPresence presence = WEFT_PRESENCE_ONLINE; presence <= WEFT_PRESENCE_OFFLINE; presence++)
    if (g_strcmp0 (state, get_presence_nick (presence)) == 0)
      return presence;
  return WEFT_PRESENCE_NONE;
}

const char *
weft_presence_get_label (WeftPresence self)
{
  switch (self)
    {
    case WEFT_PRESENCE_ONLINE:
      /* Translators: a person's presence */
      return _ ("Online");
    case WEFT_PRESENCE_AWAY:
      /* Translators: a person's presence */
      return _ ("Away");
    case WEFT_PRESENCE_BUSY:
      /* Translators: a person's presence */
      return _ ("Busy");
    case WEFT_PRESENCE_OFFLINE:
      /* Translators: a person's presence */
      return _ ("Offline");
    case WEFT_PRESENCE_NONE:
    default:
      return NULL;
    }
}

/* The first letters of the first and the last word, as AdwAvatar takes them. */
static char *
dup_initials (const char *name, gboolean one)
{
  g_autofree char *upper = g_utf8_strup (name, -1);
  g_autofree char *normal = g_utf8_normalize (g_strstrip (upper), -1, G_NORMALIZE_DEFAULT_COMPOSE);
  GString *initials = g_string_new (NULL);
  const char *space;

  if (normal == NULL || *normal == '\0')
    return g_string_free (initials, FALSE);
  g_string_append_unichar (initials, g_utf8_get_char (normal));
  space = one ? NULL : strrchr (normal, ' ');
  if (space != NULL && space[1] != '\0')
    g_string_append_unichar (initials, g_utf8_get_char (space + 1));
  return g_string_free (initials, FALSE);
}

static GdkRGBA
to_rgba (guint32 color)
{
  return (GdkRGBA) { (color >> 16) / 255.0f, ((color >> 8) & 0xff) / 255.0f, (color & 0xff) / 255.0f, 1.0f };
}

static void
snapshot_face (GtkWidget *widget, GtkSnapshot *snapshot, const char *name, const graphene_rect_t *rect, float radius)
{
  const FaceColors *colors;
  GskRoundedRect circle;
  GskColorStop stops[2];
  gboolean one;
  GdkRGBA text;
  g_autofree char *initials = NULL;
  g_autoptr (PangoLayout) layout = NULL;
  PangoFontDescription *font;
  PangoRectangle ink;
  double size;

  if (name == NULL)
    name = "";
  size = rect->size.width;
  one = size < ONE_LETTER_SIZE;
  colors = &face_colors[*name != '\0' ? g_str_hash (name) % G_N_ELEMENTS (face_colors)
                                      : G_N_ELEMENTS (face_colors) - 1];

  stops[0].offset = 0;
  stops[0].color = to_rgba (colors->from);
  stops[1].offset = 1;
  stops[1].color = to_rgba (colors->to);
  gsk_rounded_rect_init_from_rect (&circle, rect, radius);
  gtk_snapshot_push_rounded_clip (snapshot, &circle);
  gtk_snapshot_append_linear_gradient (snapshot, rect, &GRAPHENE_POINT_INIT (rect->origin.x, rect->origin.y),
                                       &GRAPHENE_POINT_INIT (rect->origin.x,
                                                             rect->origin.y + rect->size.height),
                                       stops, 2);
  gtk_snapshot_pop (snapshot);

  initials = dup_initials (name, one);
  if (*initials == '\0')
    return;
  layout = gtk_widget_create_pango_layout (widget, initials);
  font = pango_font_description_copy (pango_context_get_font_description (pango_layout_get_context (layout)));
  pango_font_description_set_weight (font, PANGO_WEIGHT_BOLD);
  pango_font_description_set_absolute_size (font, size * (one ? 0.52 : 0.4) * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_get_extents (layout, &ink, NULL);

  text = one ? (GdkRGBA) { 1, 1, 1, 1 } : to_rgba (colors->text);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT (rect->origin.x + (size - (double) ink.width / PANGO_SCALE) / 2
                                                    - (double) ink.x / PANGO_SCALE,
                                                rect->origin.y
                                                    + (size - (double) ink.height / PANGO_SCALE) / 2
                                                    - (double) ink.y / PANGO_SCALE));
  gtk_snapshot_append_layout (snapshot, layout, &text);
  gtk_snapshot_restore (snapshot);
}

void
weft_avatar_snapshot_face (GtkWidget *widget,
                           GtkSnapshot *snapshot,
                           const char *name,
                           const graphene_rect_t *rect)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (GTK_IS_SNAPSHOT (snapshot));
  g_return_if_fail (rect != NULL);

  snapshot_face (widget, snapshot, name, rect, rect->size.width / 2);
}

static void
snapshot_known (GtkWidget *widget,
                GtkSnapshot *snapshot,
                const char *id,
                const char *name,
                const graphene_rect_t *rect,
                float radius)
{
  GdkTexture *picture = weft_faces_lookup (weft_faces_get_default (), id);
  GskRoundedRect shape;

  if (picture == NULL)
    {
      snapshot_face (widget, snapshot, name, rect, radius);
      return;
    }
  gsk_rounded_rect_init_from_rect (&shape, rect, radius);
  gtk_snapshot_push_rounded_clip (snapshot, &shape);
  gtk_snapshot_append_scaled_texture (snapshot, picture, GSK_SCALING_FILTER_TRILINEAR, rect);
  gtk_snapshot_pop (snapshot);
}

void
weft_avatar_snapshot_person (GtkWidget *widget,
                             GtkSnapshot *snapshot,
                             const char *id,
                             const char *name,
                             const graphene_rect_t *rect)
{
  snapshot_known (widget, snapshot, id, name, rect, rect->size.width / 2);
}

guint
weft_avatar_get_yarn (const char *name)
{
  return name != NULL && *name != '\0' ? g_str_hash (name) % 6 : 6;
}

/* Of two faces. */
static int
get_pair_face (WeftAvatar *self)
{
  return self->size * 8 / 11;
}

static int
get_pair_width (WeftAvatar *self)
{
  return get_pair_face (self) + self->size / 2;
}

static gboolean
has_dot (WeftAvatar *self)
{
  return self->presence != WEFT_PRESENCE_NONE && self->second == NULL;
}

static void
weft_avatar_measure (GtkWidget *widget,
                     GtkOrientation orientation,
                     int for_size,
                     int *minimum,
                     int *natural,
                     int *minimum_baseline,
                     int *natural_baseline)
{
  WeftAvatar *self = WEFT_AVATAR (widget);

  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL && self->second != NULL
                            ? get_pair_width (self)
                            : self->size;
}

static void
weft_avatar_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  WeftAvatar *self = WEFT_AVATAR (widget);
  int dot = self->size < DOT_SIZE * 5 ? DOT_SIZE : self->size / 5;
  int x = (width + self->size) / 2 - dot;
  int y = (height + self->size) / 2 - dot;

  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    x = width - x - dot;
  if (gtk_widget_get_visible (self->dot))
    gtk_widget_size_allocate (self->dot, &(GtkAllocation) { x, y, dot, dot }, -1);
}

/* The second face cuts a gap into the first: what is behind both shows there. */
static void
snapshot_pair (WeftAvatar *self, GtkSnapshot *snapshot)
{
  GtkWidget *widget = GTK_WIDGET (self);
  float size = get_pair_face (self);
  float x = (gtk_widget_get_width (widget) - get_pair_width (self)) / 2.0f;
  float y = (gtk_widget_get_height (widget) - size) / 2.0f;
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  graphene_rect_t start = GRAPHENE_RECT_INIT (x, y, size, size);
  graphene_rect_t end = GRAPHENE_RECT_INIT (x + self->size / 2, y, size, size);
  const graphene_rect_t *first = mirrored ? &end : &start;
  const graphene_rect_t *second = mirrored ? &start : &end;
  GskRoundedRect gap;

  gsk_rounded_rect_init_from_rect (&gap, second, size / 2);
  gsk_rounded_rect_shrink (&gap, -PAIR_GAP, -PAIR_GAP, -PAIR_GAP, -PAIR_GAP);
  gtk_snapshot_push_mask (snapshot, GSK_MASK_MODE_INVERTED_ALPHA);
  gtk_snapshot_push_rounded_clip (snapshot, &gap);
  gtk_snapshot_append_color (snapshot, &(GdkRGBA) { 0, 0, 0, 1 }, &gap.bounds);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_pop (snapshot);
  weft_avatar_snapshot_face (widget, snapshot, self->name, first);
  gtk_snapshot_pop (snapshot);
  weft_avatar_snapshot_face (widget, snapshot, self->second, second);
}

static void
weft_avatar_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  WeftAvatar *self = WEFT_AVATAR (widget);
  graphene_rect_t rect
      = GRAPHENE_RECT_INIT ((gtk_widget_get_width (widget) - self->size) / 2.0f,
                            (gtk_widget_get_height (widget) - self->size) / 2.0f, self->size, self->size);

  if (self->second != NULL)
    {
      snapshot_pair (self, snapshot);
      return;
    }
  snapshot_known (widget, snapshot, self->person, self->name, &rect, self->square ? self->size * CORNER : self->size / 2.0f);
  if (gtk_widget_get_visible (self->dot))
    gtk_widget_snapshot_child (widget, self->dot, snapshot);
}

static void
weft_avatar_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  WeftAvatar *self = WEFT_AVATAR (object);

  switch (id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_SIZE:
      g_value_set_int (value, self->size);
      break;
    case PROP_PRESENCE:
      g_value_set_enum (value, self->presence);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
weft_avatar_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  WeftAvatar *self = WEFT_AVATAR (object);

  switch (id)
    {
    case PROP_NAME:
      weft_avatar_set_name (self, g_value_get_string (value));
      break;
    case PROP_SIZE:
      weft_avatar_set_size (self, g_value_get_int (value));
      break;
    case PROP_PRESENCE:
      weft_avatar_set_presence (self, g_value_get_enum (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
weft_avatar_dispose (GObject *object)
{
  WeftAvatar *self = WEFT_AVATAR (object);

  g_clear_pointer (&self->dot, gtk_widget_unparent);

  G_OBJECT_CLASS (weft_avatar_parent_class)->dispose (object);
}

static void
weft_avatar_finalize (GObject *object)
{
  WeftAvatar *self = WEFT_AVATAR (object);

  g_free (self->name);
  g_free (self->second);
  g_free (self->person);

  G_OBJECT_CLASS (weft_avatar_parent_class)->finalize (object);
}

static void
weft_avatar_class_init (WeftAvatarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = weft_avatar_get_property;
  object_class->set_property = weft_avatar_set_property;
  object_class->dispose = weft_avatar_dispose;
  object_class->finalize = weft_avatar_finalize;
  widget_class->measure = weft_avatar_measure;
  widget_class->size_allocate = weft_avatar_size_allocate;
  widget_class->snapshot = weft_avatar_snapshot;

  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_SIZE] = g_param_spec_int ("size", NULL, NULL, 1, 512, 36, flags);
  properties[PROP_PRESENCE]
      = g_param_spec_enum ("presence", NULL, NULL, WEFT_TYPE_PRESENCE, WEFT_PRESENCE_NONE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "weft-avatar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
on_face_changed (WeftFaces *faces, const char *id, WeftAvatar *self)
{
  if (g_strcmp0 (self->person, id) == 0)
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
weft_avatar_init (WeftAvatar *self)
{
  g_signal_connect_object (weft_faces_get_default (), "changed", G_CALLBACK (on_face_changed), self, 0);
  self->size = 36;
  self->dot = adw_bin_new ();
  gtk_widget_add_css_class (self->dot, "weft-presence");
  gtk_widget_set_visible (self->dot, FALSE);
  gtk_widget_set_parent (self->dot, GTK_WIDGET (self));
}

GtkWidget *
weft_avatar_new (int size, const char *name)
{
  return g_object_new (WEFT_TYPE_AVATAR, "size", size, "name", name, NULL);
}

void
weft_avatar_set_name (WeftAvatar *self, const char *name)
{
  g_return_if_fail (WEFT_IS_AVATAR (self));

  if (!g_set_str (&self->name, name))
    return;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAME]);
}

const char *
weft_avatar_get_name (WeftAvatar *self)
{
  g_return_val_if_fail (WEFT_IS_AVATAR (self), NULL);

  return self->name;
}

void
weft_avatar_set_person (WeftAvatar *self, const char *id)
{
  g_return_if_fail (WEFT_IS_AVATAR (self));

  if (g_set_str (&self->person, id))
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
weft_avatar_set_square (WeftAvatar *self, gboolean square)
{
  g_return_if_fail (WEFT_IS_AVATAR (self));

  if (self->square == !!square)
    return;
  self->square = !!square;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
weft_avatar_set_second (WeftAvatar *self, const char *name)
{
  g_return_if_fail (WEFT_IS_AVATAR (self));

  if (!g_set_str (&self->second, name))
    return;
  gtk_widget_set_visible (self->dot, has_dot (self));
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
weft_avatar_set_size (WeftAvatar *self, int size)
{
  g_return_if_fail (WEFT_IS_AVATAR (self));
  g_return_if_fail (size > 0);

  if (self->size == size)
    return;
  self->size = size;
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SIZE]);
}

void
weft_avatar_set_presence (WeftAvatar *self, WeftPresence presence)
{
  g_return_if_fail (WEFT_IS_AVATAR (self));
  g_return_if_fail (presence <= WEFT_PRESENCE_OFFLINE);

  if (self->presence == presence)
    return;
  gtk_widget_remove_css_class (self->dot, get_presence_nick (self->presence));
  self->presence = presence;
  gtk_widget_add_css_class (self->dot, get_presence_nick (presence));
  gtk_widget_set_visible (self->dot, has_dot (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PRESENCE]);
}

WeftPresence
weft_avatar_get_presence (WeftAvatar *self)
{
  g_return_val_if_fail (WEFT_IS_AVATAR (self), WEFT_PRESENCE_NONE);

  return self->presence;
}
