/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-chat"

#include "config.h"

#include "features/chat/client/weft-room.h"

struct _WeftRoom
{
  GObject parent_instance;

  char *stream;
  char *name;
  char *topic;
  char *partner;
  char *first;
  char *second;
  char *access;
  char *about;
  char *emblem;
  char *picture;
  char *yarn;
  char *post;
  char *invite;
  char *pin;
  char *role;
  char *folder;
  char *folder_name;
  gint64 picture_size;
  gint64 muted_until;
  gint64 cleared;
  gint64 marked_from;
  gint64 last_at;
  gint64 last_ordinal;
  guint level;
  guint level_default;
  guint n_unread;
  guint n_mentions;
  gboolean level_chosen;
  gboolean direct;
  gboolean draft;
  gboolean open;
  gboolean self;
  gboolean pinned;
  gboolean archived;
  gboolean muted;
  gboolean marked;
};

enum
{
  PROP_0,
  PROP_STREAM,
  PROP_DIRECT,
  PROP_NAME,
  PROP_TOPIC,
  PROP_PARTNER,
  PROP_FIRST,
  PROP_SECOND,
  PROP_N_UNREAD,
  PROP_N_MENTIONS,
  PROP_DRAFT,
  PROP_LAST_AT,
  PROP_OPEN,
  PROP_PINNED,
  PROP_ARCHIVED,
  PROP_MUTED,
  PROP_LEVEL,
  PROP_LEVEL_DEFAULT,
  PROP_LEVEL_CHOSEN,
  PROP_MARKED,
  PROP_ACCESS,
  PROP_ABOUT,
  PROP_EMBLEM,
  PROP_PICTURE,
  PROP_YARN,
  PROP_POST,
  PROP_INVITE,
  PROP_PIN,
  PROP_ROLE,
  PROP_FOLDER,
  PROP_FOLDER_NAME,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (WeftRoom, weft_room, G_TYPE_OBJECT)

static void
weft_room_finalize (GObject *object)
{
  WeftRoom *self = WEFT_ROOM (object);

  g_free (self->stream);
  g_free (self->name);
  g_free (self->topic);
  g_free (self->partner);
  g_free (self->first);
  g_free (self->second);
  g_free (self->access);
  g_free (self->about);
  g_free (self->emblem);
  g_free (self->picture);
  g_free (self->yarn);
  g_free (self->post);
  g_free (self->invite);
  g_free (self->pin);
  g_free (self->role);
  g_free (self->folder);
  g_free (self->folder_name);

  G_OBJECT_CLASS (weft_room_parent_class)->finalize (object);
}

static void
weft_room_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  WeftRoom *self = WEFT_ROOM (object);

  switch (prop_id)
    {
    case PROP_STREAM:
      g_value_set_string (value, self->stream);
      break;
    case PROP_DIRECT:
      g_value_set_boolean (value, self->direct);
      break;
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_TOPIC:
      g_value_set_string (value, self->topic);
      break;
    case PROP_PARTNER:
      g_value_set_string (value, self->partner);
      break;
    case PROP_FIRST:
      g_value_set_string (value, self->first);
      break;
    case PROP_SECOND:
      g_value_set_string (value, self->second);
      break;
    case PROP_N_UNREAD:
      g_value_set_uint (value, self->n_unread);
      break;
    case PROP_N_MENTIONS:
      g_value_set_uint (value, self->n_mentions);
      break;
    case PROP_DRAFT:
      g_value_set_boolean (value, self->draft);
      break;
    case PROP_LAST_AT:
      g_value_set_int64 (value, self->last_at);
      break;
    case PROP_OPEN:
      g_value_set_boolean (value, self->open);
      break;
    case PROP_PINNED:
      g_value_set_boolean (value, self->pinned);
      break;
    case PROP_ARCHIVED:
      g_value_set_boolean (value, self->archived);
      break;
    case PROP_MUTED:
      g_value_set_boolean (value, self->muted);
      break;
    case PROP_LEVEL:
      g_value_set_uint (value, self->level);
      break;
    case PROP_LEVEL_DEFAULT:
      g_value_set_uint (value, self->level_default);
      break;
    case PROP_LEVEL_CHOSEN:
      g_value_set_boolean (value, self->level_chosen);
      break;
    case PROP_MARKED:
      g_value_set_boolean (value, self->marked);
      break;
    case PROP_ACCESS:
      g_value_set_string (value, self->access);
      break;
    case PROP_ABOUT:
      g_value_set_string (value, self->about);
      break;
    case PROP_EMBLEM:
      g_value_set_string (value, self->emblem);
      break;
    case PROP_PICTURE:
      g_value_set_string (value, self->picture);
      break;
    case PROP_YARN:
      g_value_set_string (value, self->yarn);
      break;
    case PROP_POST:
      g_value_set_string (value, self->post);
      break;
    case PROP_INVITE:
      g_value_set_string (value, self->invite);
      break;
    case PROP_PIN:
      g_value_set_string (value, self->pin);
      break;
    case PROP_ROLE:
      g_value_set_string (value, self->role);
      break;
    case PROP_FOLDER:
      g_value_set_string (value, self->folder);
      break;
    case PROP_FOLDER_NAME:
      g_value_set_string (value, self->folder_name);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
weft_room_class_init (WeftRoomClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = weft_room_finalize;
  object_class->get_property = weft_room_get_property;

  properties[PROP_STREAM] = g_param_spec_string ("stream", NULL, NULL, NULL, flags);
  properties[PROP_DIRECT] = g_param_spec_boolean ("direct", NULL, NULL, FALSE, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_TOPIC] = g_param_spec_string ("topic", NULL, NULL, NULL, flags);
  properties[PROP_PARTNER] = g_param_spec_string ("partner", NULL, NULL, NULL, flags);
  properties[PROP_FIRST] = g_param_spec_string ("first", NULL, NULL, NULL, flags);
  properties[PROP_SECOND] = g_param_spec_string ("second", NULL, NULL, NULL, flags);
  properties[PROP_N_UNREAD] = g_param_spec_uint ("n-unread", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_N_MENTIONS] = g_param_spec_uint ("n-mentions", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_DRAFT] = g_param_spec_boolean ("draft", NULL, NULL, FALSE, flags);
  properties[PROP_LAST_AT] = g_param_spec_int64 ("last-at", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_OPEN] = g_param_spec_boolean ("open", NULL, NULL, FALSE, flags);
  properties[PROP_PINNED] = g_param_spec_boolean ("pinned", NULL, NULL, FALSE, flags);
  properties[PROP_ARCHIVED] = g_param_spec_boolean ("archived", NULL, NULL, FALSE, flags);
  properties[PROP_MUTED] = g_param_spec_boolean ("muted", NULL, NULL, FALSE, flags);
  properties[PROP_LEVEL] = g_param_spec_uint ("level", NULL, NULL, 0, WEFT_NOTICE_LEVEL_NOTHING, WEFT_NOTICE_LEVEL_ALL, flags);
  properties[PROP_LEVEL_DEFAULT] = g_param_spec_uint ("level-default", NULL, NULL, 0, WEFT_NOTICE_LEVEL_NOTHING, WEFT_NOTICE_LEVEL_ALL, flags);
  properties[PROP_LEVEL_CHOSEN] = g_param_spec_boolean ("level-chosen", NULL, NULL, FALSE, flags);
  properties[PROP_MARKED] = g_param_spec_boolean ("marked", NULL, NULL, FALSE, flags);
  properties[PROP_ACCESS] = g_param_spec_string ("access", NULL, NULL, NULL, flags);
  properties[PROP_ABOUT] = g_param_spec_string ("about", NULL, NULL, NULL, flags);
  properties[PROP_EMBLEM] = g_param_spec_string ("emblem", NULL, NULL, NULL, flags);
  properties[PROP_PICTURE] = g_param_spec_string ("picture", NULL, NULL, NULL, flags);
  properties[PROP_YARN] = g_param_spec_string ("yarn", NULL, NULL, NULL, flags);
  properties[PROP_POST] = g_param_spec_string ("post", NULL, NULL, NULL, flags);
  properties[PROP_INVITE] = g_param_spec_string ("invite", NULL, NULL, NULL, flags);
  properties[PROP_PIN] = g_param_spec_string ("pin", NULL, NULL, NULL, flags);
  properties[PROP_ROLE] = g_param_spec_string ("role", NULL, NULL, NULL, flags);
  properties[PROP_FOLDER] = g_param_spec_string ("folder", NULL, NULL, NULL, flags);
  properties[PROP_FOLDER_NAME] = g_param_spec_string ("folder-name", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
weft_room_init (WeftRoom *self)
{
}

WeftRoom *
weft_room_new (const char *stream)
{
  WeftRoom *self = g_object_new (WEFT_TYPE_ROOM, NULL);

  self->stream = g_strdup (stream);
  return self;
}

#define GETTER(type, name, fallback) \
type \
weft_room_get_##name (WeftRoom *self) \
{ \
  g_return_val_if_fail (WEFT_IS_ROOM (self), fallback); \
  return self->name; \
}

GETTER (const char *, stream, NULL)
GETTER (gboolean, direct, FALSE)
GETTER (const char *, name, NULL)
GETTER (const char *, topic, NULL)
GETTER (const char *, partner, NULL)
GETTER (const char *, first, NULL)
GETTER (const char *, second, NULL)
GETTER (guint, n_unread, 0)
GETTER (guint, n_mentions, 0)
GETTER (gboolean, draft, FALSE)
GETTER (gint64, last_at, 0)
GETTER (gint64, last_ordinal, 0)
GETTER (gboolean, open, FALSE)
GETTER (gboolean, pinned, FALSE)
GETTER (gboolean, archived, FALSE)
GETTER (gboolean, muted, FALSE)
GETTER (WeftNoticeLevel, level, WEFT_NOTICE_LEVEL_MENTIONS)
GETTER (WeftNoticeLevel, level_default, WEFT_NOTICE_LEVEL_MENTIONS)
GETTER (gboolean, level_chosen, FALSE)
GETTER (gboolean, marked, FALSE)
GETTER (const char *, access, NULL)
GETTER (const char *, about, NULL)
GETTER (const char *, emblem, NULL)
GETTER (const char *, picture, NULL)
GETTER (gint64, picture_size, 0)
GETTER (const char *, yarn, NULL)
GETTER (const char *, post, NULL)
GETTER (const char *, invite, NULL)
GETTER (const char *, pin, NULL)
GETTER (const char *, role, NULL)
GETTER (gboolean, self, FALSE)
GETTER (const char *, folder, NULL)
GETTER (const char *, folder_name, NULL)
GETTER (gint64, muted_until, 0)
GETTER (gint64, cleared, 0)
GETTER (gint64, marked_from, 0)

guint
weft_room_get_n_counted (WeftRoom *self)
{
  g_return_val_if_fail (WEFT_IS_ROOM (self), 0);

  if (self->muted || self->level == WEFT_NOTICE_LEVEL_NOTHING)
    return 0;
  return self->level == WEFT_NOTICE_LEVEL_ALL ? self->n_unread : self->n_mentions;
}

void
weft_room_set_open (WeftRoom *self, gboolean open)
{
  g_return_if_fail (WEFT_IS_ROOM (self));

  if (self->open == !!open)
    return;
  self->open = !!open;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OPEN]);
}

WeftRoomSection
weft_room_get_section (WeftRoom *self)
{
  g_return_val_if_fail (WEFT_IS_ROOM (self), WEFT_ROOM_SECTION_ROOMS);

  if (self->archived)
    return WEFT_ROOM_SECTION_ARCHIVED;
  if (self->pinned)
    return WEFT_ROOM_SECTION_PINNED;
  if (self->folder != NULL)
    return WEFT_ROOM_SECTION_FOLDER;
  return self->direct ? WEFT_ROOM_SECTION_DIRECT : WEFT_ROOM_SECTION_ROOMS;
}

int
weft_room_compare_sections (WeftRoom *self, WeftRoom *other)
{
  int order;

  g_return_val_if_fail (WEFT_IS_ROOM (self) && WEFT_IS_ROOM (other), 0);

  order = (int) weft_room_get_section (self) - (int) weft_room_get_section (other);
  if (order != 0 || weft_room_get_section (self) != WEFT_ROOM_SECTION_FOLDER)
    return order;
  order = g_utf8_collate (self->folder_name, other->folder_name);
  return order != 0 ? order : g_strcmp0 (self->folder, other->folder);
}

void
weft_room_update (WeftRoom *self, const WeftRoomRecord *record, gint64 now)
{
  gboolean muted = record->muted_until > now;
  /* Whoever is written to takes it out again, unless one does not want to hear of it. */
  gboolean archived = record->archived_to >= 0 && (muted || record->last_ordinal <= record->archived_to);

  g_return_if_fail (WEFT_IS_ROOM (self));

  g_object_freeze_notify (G_OBJECT (self));
#define SET(field, pspec) G_STMT_START { if (self->field != record->field) { self->field = record->field; g_object_notify_by_pspec (G_OBJECT (self), properties[pspec]); } } G_STMT_END
#define SET_STRING(field, pspec) G_STMT_START { if (g_set_str (&self->field, record->field)) g_object_notify_by_pspec (G_OBJECT (self), properties[pspec]); } G_STMT_END
  SET (direct, PROP_DIRECT);
  SET_STRING (name, PROP_NAME);
  SET_STRING (topic, PROP_TOPIC);
  SET_STRING (partner, PROP_PARTNER);
  SET_STRING (first, PROP_FIRST);
  SET_STRING (second, PROP_SECOND);
  SET (level, PROP_LEVEL);
  SET (level_default, PROP_LEVEL_DEFAULT);
  SET (level_chosen, PROP_LEVEL_CHOSEN);
  SET (n_unread, PROP_N_UNREAD);
  SET (n_mentions, PROP_N_MENTIONS);
  SET (draft, PROP_DRAFT);
  SET (last_at, PROP_LAST_AT);
  SET (pinned, PROP_PINNED);
  self->marked_from = record->marked_from;
  SET (marked, PROP_MARKED);
  SET_STRING (access, PROP_ACCESS);
  SET_STRING (about, PROP_ABOUT);
  SET_STRING (emblem, PROP_EMBLEM);
  self->picture_size = record->picture_size;
  SET_STRING (picture, PROP_PICTURE);
  SET_STRING (yarn, PROP_YARN);
  SET_STRING (post, PROP_POST);
  SET_STRING (invite, PROP_INVITE);
  SET_STRING (pin, PROP_PIN);
  SET_STRING (role, PROP_ROLE);
  SET_STRING (folder, PROP_FOLDER);
  SET_STRING (folder_name, PROP_FOLDER_NAME);
#undef SET
#undef SET_STRING
  if (self->muted != muted)
    {
      self->muted = muted;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MUTED]);
    }
  if (self->archived != archived)
    {
      self->archived = archived;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ARCHIVED]);
    }
  self->self = record->self;
  self->muted_until = record->muted_until;
  self->cleared = record->cleared;
  self->last_ordinal = record->last_ordinal;
  g_object_thaw_notify (G_OBJECT (self));
}
