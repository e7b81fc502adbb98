/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-chat"

#include "config.h"

#include "features/chat/client/weft-listed-room.h"

struct _WeftListedRoom
{
  GObject parent_instance;

  char *stream;
  char *name;
  char *topic;
  gboolean asks;
  gboolean joined;
  gboolean waiting;
};

G_DEFINE_FINAL_TYPE (WeftListedRoom, weft_listed_room, G_TYPE_OBJECT)

static void
weft_listed_room_finalize (GObject *object)
{
  WeftListedRoom *self = WEFT_LISTED_ROOM (object);

  g_free (self->stream);
  g_free (self->name);
  g_free (self->topic);

  G_OBJECT_CLASS (weft_listed_room_parent_class)->finalize (object);
}

static void
weft_listed_room_class_init (WeftListedRoomClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_listed_room_finalize;
}

static void
weft_listed_room_init (WeftListedRoom *self)
{
}

WeftListedRoom *
weft_listed_room_new (const char *stream, const char *name, const char *topic, gboolean asks, gboolean joined, gboolean waiting)
{
  WeftListedRoom *self = g_object_new (WEFT_TYPE_LISTED_ROOM, NULL);

  self->stream = g_strdup (stream);
  self->name = g_strdup (name);
  self->topic = g_strdup (topic);
  self->asks = asks;
  self->joined = joined;
  self->waiting = waiting;
  return self;
}

#define GETTER(type, name, fallback) \
type \
weft_listed_room_get_##name (WeftListedRoom *self) \
{ \
  g_return_val_if_fail (WEFT_IS_LISTED_ROOM (self), fallback); \
  return self->name; \
}

GETTER (const char *, stream, NULL)
GETTER (const char *, name, NULL)
GETTER (const char *, topic, NULL)
GETTER (gboolean, asks, FALSE)
GETTER (gboolean, joined, FALSE)
GETTER (gboolean, waiting, FALSE)
