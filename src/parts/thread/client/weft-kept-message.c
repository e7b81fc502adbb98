/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include "parts/thread/client/weft-kept-message.h"

#include "proto/weft-link.h"

struct _WeftKeptMessage
{
  GObject parent_instance;

  char *stream;
  char *id;
  char *link;
  gint64 window;
  gint64 at;
};

G_DEFINE_FINAL_TYPE (WeftKeptMessage, weft_kept_message, G_TYPE_OBJECT)

static void
weft_kept_message_finalize (GObject *object)
{
  WeftKeptMessage *self = WEFT_KEPT_MESSAGE (object);

  g_free (self->stream);
  g_free (self->id);
  g_free (self->link);

  G_OBJECT_CLASS (weft_kept_message_parent_class)->finalize (object);
}

static void
weft_kept_message_class_init (WeftKeptMessageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_kept_message_finalize;
}

static void
weft_kept_message_init (WeftKeptMessage *self)
{
}

WeftKeptMessage *
weft_kept_message_new (const char *stream, const char *id, gint64 window, gint64 at)
{
  WeftKeptMessage *self;
  g_autoptr (WeftLink) link = NULL;

  g_return_val_if_fail (stream != NULL && id != NULL, NULL);

  link = weft_link_new (stream, "message", id, window);
  self = g_object_new (WEFT_TYPE_KEPT_MESSAGE, NULL);
  self->stream = g_strdup (stream);
  self->id = g_strdup (id);
  self->link = weft_link_to_string (link);
  self->window = window;
  self->at = at;
  return self;
}

#define GETTER(type, name, fallback)                                                                         \
  type weft_kept_message_get_##name (WeftKeptMessage *self)                                                  \
  {                                                                                                          \
    g_return_val_if_fail (WEFT_IS_KEPT_MESSAGE (self), fallback);                                            \
    return self->name;                                                                                       \
  }

GETTER (const char *, stream, NULL)
GETTER (const char *, id, NULL)
GETTER (const char *, link, NULL)
GETTER (gint64, window, 0)
GETTER (gint64, at, 0)

gboolean
weft_kept_message_equal (WeftKeptMessage *self, WeftKeptMessage *other)
{
  return g_str_equal (self->link, other->link) && self->at == other->at;
}
