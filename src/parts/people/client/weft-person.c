/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-people"

#include "config.h"

#include <string.h>

#include "parts/people/client/weft-person.h"

#include "base/weft-clock.h"
#include "base/weft-text.h"

struct _WeftPerson
{
  GObject parent_instance;

  char *id;
  char *name;
  char *folded; /* (nullable): of the name, once it was asked for */
  char *key;    /* (nullable): likewise, by which it is sorted */
  char *title;
  char *profile_status;
  char *status;
  char *emoji;
  char *role;
  char *connection; /* (nullable): presence, as the server tells it */
  char *presence;
  char *picture; /* (nullable) */
  gint64 picture_size;
  gint64 guest_until;
  WeftPersonState *state;
  gint64 seen;
  gboolean suspended;
  gboolean me;
};

enum
{
  PROP_0,
  PROP_ID,
  PROP_NAME,
  PROP_TITLE,
  PROP_STATUS,
  PROP_EMOJI,
  PROP_ROLE,
  PROP_PRESENCE,
  PROP_SEEN,
  PROP_SUSPENDED,
  PROP_ME,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (WeftPerson, weft_person, G_TYPE_OBJECT)

static void
weft_person_finalize (GObject *object)
{
  WeftPerson *self = WEFT_PERSON (object);

  g_free (self->id);
  g_free (self->name);
  g_free (self->folded);
  g_free (self->key);
  g_free (self->title);
  g_free (self->profile_status);
  g_free (self->status);
  g_free (self->emoji);
  g_free (self->connection);
  weft_person_state_free (self->state);
  g_free (self->role);
  g_free (self->presence);
  g_free (self->picture);

  G_OBJECT_CLASS (weft_person_parent_class)->finalize (object);
}

static void
weft_person_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  WeftPerson *self = WEFT_PERSON (object);

  switch (prop_id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_STATUS:
      g_value_set_string (value, self->status);
      break;
    case PROP_EMOJI:
      g_value_set_string (value, self->emoji);
      break;
    case PROP_ROLE:
      g_value_set_string (value, self->role);
      break;
    case PROP_PRESENCE:
      g_value_set_string (value, self->presence);
      break;
    case PROP_SEEN:
      g_value_set_int64 (value, self->seen);
      break;
    case PROP_SUSPENDED:
      g_value_set_boolean (value, self->suspended);
      break;
    case PROP_ME:
      g_value_set_boolean (value, self->me);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
weft_person_class_init (WeftPersonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = weft_person_finalize;
  object_class->get_property = weft_person_get_property;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_STATUS] = g_param_spec_string ("status", NULL, NULL, NULL, flags);
  properties[PROP_EMOJI] = g_param_spec_string ("emoji", NULL, NULL, NULL, flags);
  properties[PROP_ROLE] = g_param_spec_string ("role", NULL, NULL, NULL, flags);
  properties[PROP_PRESENCE] = g_param_spec_string ("presence", NULL, NULL, NULL, flags);
  properties[PROP_SEEN] = g_param_spec_int64 ("seen", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_SUSPENDED] = g_param_spec_boolean ("suspended", NULL, NULL, FALSE, flags);
  properties[PROP_ME] = g_param_spec_boolean ("me", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
weft_person_init (WeftPerson *self)
{
}

WeftPerson *
weft_person_new (const char *id)
{
  WeftPerson *self = g_object_new (WEFT_TYPE_PERSON, NULL);

  self->id = g_strdup (id);
  return self;
}

#define GETTER(type, name, fallback) \
type \
weft_person_get_##name (WeftPerson *self) \
{ \
  g_return_val_if_fail (WEFT_IS_PERSON (self), fallback); \
  return self->name; \
}

GETTER (const char *, id, NULL)
GETTER (const char *, name, NULL)
GETTER (const char *, title, NULL)
GETTER (const char *, status, NULL)
GETTER (const char *, emoji, NULL)
GETTER (const char *, role, NULL)
GETTER (const char *, presence, NULL)
GETTER (const char *, picture, NULL)
GETTER (gint64, picture_size, 0)
GETTER (gint64, seen, 0)
GETTER (gint64, guest_until, 0)
GETTER (gboolean, suspended, FALSE)
GETTER (gboolean, me, FALSE)

const char *
weft_person_get_folded (WeftPerson *self)
{
  g_return_val_if_fail (WEFT_IS_PERSON (self), NULL);

  if (self->folded == NULL)
    self->folded = weft_text_fold (self->name != NULL ? self->name : "", -1);
  return self->folded;
}

static const char *
get_key (WeftPerson *self)
{
  if (self->key == NULL)
    self->key = g_utf8_collate_key (self->name != NULL ? self->name : "", -1);
  return self->key;
}

int
weft_person_compare (WeftPerson *self, WeftPerson *other)
{
  int order;

  g_return_val_if_fail (WEFT_IS_PERSON (self) && WEFT_IS_PERSON (other), 0);

  order = strcmp (get_key (self), get_key (other));
  return order != 0 ? order : g_strcmp0 (self->id, other->id);
}

static void
set_string (WeftPerson *self, char **field, const char *value, guint prop)
{
  if (g_set_str (field, value))
    g_object_notify_by_pspec (G_OBJECT (self), properties[prop]);
}

void
weft_person_set_picture (WeftPerson *self, const char *picture, gint64 size)
{
  g_return_if_fail (WEFT_IS_PERSON (self));

  g_set_str (&self->picture, picture != NULL && *picture != '\0' ? picture : NULL);
  self->picture_size = size;
}

void
weft_person_set_guest_until (WeftPerson *self, gint64 until)
{
  g_return_if_fail (WEFT_IS_PERSON (self));

  self->guest_until = until;
}

/* Who is not here is not disturbed anyway. */
static const char *
get_presence (WeftPerson *self, gint64 now)
{
  if (self->connection == NULL || g_str_equal (self->connection, "offline") || !weft_person_state_is_quiet (self->state, now))
    return self->connection;
  return "busy";
}

void
weft_person_update (WeftPerson *self,
                    const char *name,
                    const char *title,
                    const char *status,
                    const char *role,
                    gboolean suspended,
                    gboolean me,
                    const WeftPersonState *state)
{
  g_return_if_fail (WEFT_IS_PERSON (self));

  g_object_freeze_notify (G_OBJECT (self));
  if (g_strcmp0 (self->name, name) != 0)
    {
      g_clear_pointer (&self->folded, g_free);
      g_clear_pointer (&self->key, g_free);
    }
  set_string (self, &self->name, name, PROP_NAME);
  set_string (self, &self->title, title, PROP_TITLE);
  g_set_str (&self->profile_status, status);
  set_string (self, &self->role, role, PROP_ROLE);
  if (self->suspended != suspended)
    {
      self->suspended = suspended;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SUSPENDED]);
    }
  if (self->me != me)
    {
      self->me = me;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ME]);
    }
  weft_person_state_free (self->state);
  self->state = weft_person_state_copy (state);
  weft_person_refresh (self, weft_clock_now (weft_clock_get_system ()));
  g_object_thaw_notify (G_OBJECT (self));
}

gint64
weft_person_refresh (WeftPerson *self, gint64 now)
{
  g_autofree char *status = NULL;
  gboolean says;

  g_return_val_if_fail (WEFT_IS_PERSON (self), G_MAXINT64);

  status = weft_person_state_dup_status (self->state, self->profile_status, now);
  says = self->state != NULL && *self->state->emoji != '\0' && g_str_has_prefix (status, self->state->emoji);
  set_string (self, &self->status, status, PROP_STATUS);
  set_string (self, &self->emoji, says ? self->state->emoji : NULL, PROP_EMOJI);
  set_string (self, &self->presence, get_presence (self, now), PROP_PRESENCE);
  return weft_person_state_get_next (self->state, now);
}

void
weft_person_set_presence (WeftPerson *self, const char *presence)
{
  g_return_if_fail (WEFT_IS_PERSON (self));

  g_set_str (&self->connection, presence);
  set_string (self, &self->presence, get_presence (self, weft_clock_now (weft_clock_get_system ())), PROP_PRESENCE);
}

void
weft_person_set_seen (WeftPerson *self, gint64 seen)
{
  g_return_if_fail (WEFT_IS_PERSON (self));

  if (self->seen == seen)
    return;
  self->seen = seen;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SEEN]);
}
