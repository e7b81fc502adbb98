/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include "parts/thread/client/weft-message-reader.h"

struct _WeftMessageReader
{
  GObject parent_instance;

  char *id;
  char *name;
  WeftReaderState state;
  gint64 at;
};

G_DEFINE_FINAL_TYPE (WeftMessageReader, weft_message_reader, G_TYPE_OBJECT)

static void
weft_message_reader_finalize (GObject *object)
{
  WeftMessageReader *self = WEFT_MESSAGE_READER (object);

  g_free (self->id);
  g_free (self->name);

  G_OBJECT_CLASS (weft_message_reader_parent_class)->finalize (object);
}

static void
weft_message_reader_class_init (WeftMessageReaderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_message_reader_finalize;
}

static void
weft_message_reader_init (WeftMessageReader *self)
{
}

WeftMessageReader *
weft_message_reader_new (const char *id, const char *name, WeftReaderState state, gint64 at)
{
  WeftMessageReader *self = g_object_new (WEFT_TYPE_MESSAGE_READER, NULL);

  self->id = g_strdup (id);
  self->name = g_strdup (name);
  self->state = state;
  self->at = at;
  return self;
}

const char *
weft_message_reader_get_id (WeftMessageReader *self)
{
  g_return_val_if_fail (WEFT_IS_MESSAGE_READER (self), NULL);

  return self->id;
}

const char *
weft_message_reader_get_name (WeftMessageReader *self)
{
  g_return_val_if_fail (WEFT_IS_MESSAGE_READER (self), NULL);

  return self->name;
}

WeftReaderState
weft_message_reader_get_state (WeftMessageReader *self)
{
  g_return_val_if_fail (WEFT_IS_MESSAGE_READER (self), WEFT_READER_WAITING);

  return self->state;
}

gint64
weft_message_reader_get_at (WeftMessageReader *self)
{
  g_return_val_if_fail (WEFT_IS_MESSAGE_READER (self), 0);

  return self->at;
}

gboolean
weft_message_reader_equal (WeftMessageReader *self, WeftMessageReader *other)
{
  g_return_val_if_fail (WEFT_IS_MESSAGE_READER (self), FALSE);
  g_return_val_if_fail (WEFT_IS_MESSAGE_READER (other), FALSE);

  return g_str_equal (self->id, other->id) && g_str_equal (self->name, other->name) && self->state == other->state && self->at == other->at;
}
