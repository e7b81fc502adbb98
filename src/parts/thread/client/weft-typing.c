/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include "parts/thread/client/weft-typing.h"
#include "parts/thread/shared/weft-thread-module.h"

struct _WeftTyping
{
  GObject parent_instance;

  char *stream;
  GPtrArray *people;
  GArray *until; /* of gint64: monotonic µs, beside people */
  guint source;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftTyping, weft_typing, G_TYPE_OBJECT)

static void schedule (WeftTyping *self);

static gboolean
expire (gpointer user_data)
{
  WeftTyping *self = user_data;
  gint64 now = g_get_monotonic_time ();
  gboolean changed = FALSE;

  self->source = 0;
  for (guint i = self->people->len; i > 0; i--)
    if (g_array_index (self->until, gint64, i - 1) <= now)
      {
        g_ptr_array_remove_index (self->people, i - 1);
        g_array_remove_index (self->until, i - 1);
        changed = TRUE;
      }
  schedule (self);
  if (changed)
    g_signal_emit (self, signals[CHANGED], 0);
  return G_SOURCE_REMOVE;
}

static void
schedule (WeftTyping *self)
{
  gint64 first = G_MAXINT64;

  g_clear_handle_id (&self->source, g_source_remove);
  for (guint i = 0; i < self->until->len; i++)
    first = MIN (first, g_array_index (self->until, gint64, i));
  if (first != G_MAXINT64)
    self->source = g_timeout_add (MAX (first - g_get_monotonic_time (), 0) / 1000 + 1, expire, self);
}

static void
on_latest (WeftSync *sync, const char *stream, const char *name, const char *person, gint64 value, JsonNode *extra, WeftTyping *self)
{
  gint64 until = g_get_monotonic_time () + weft_thread_typing_latest.ttl * G_GINT64_CONSTANT (1000);
  guint index;

  if (!g_str_equal (name, weft_thread_typing_latest.name) || !g_str_equal (stream, self->stream))
    return;
  if (g_ptr_array_find_with_equal_func (self->people, person, g_str_equal, &index))
    {
      g_array_index (self->until, gint64, index) = until;
      schedule (self);
      return;
    }
  g_ptr_array_add (self->people, g_strdup (person));
  g_array_append_val (self->until, until);
  schedule (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
weft_typing_dispose (GObject *object)
{
  WeftTyping *self = WEFT_TYPING (object);

  g_clear_handle_id (&self->source, g_source_remove);

  G_OBJECT_CLASS (weft_typing_parent_class)->dispose (object);
}

static void
weft_typing_finalize (GObject *object)
{
  WeftTyping *self = WEFT_TYPING (object);

  g_ptr_array_unref (self->people);
  g_array_unref (self->until);
  g_free (self->stream);

  G_OBJECT_CLASS (weft_typing_parent_class)->finalize (object);
}

static void
weft_typing_class_init (WeftTypingClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = weft_typing_dispose;
  G_OBJECT_CLASS (klass)->finalize = weft_typing_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
weft_typing_init (WeftTyping *self)
{
  self->people = g_ptr_array_new_with_free_func (g_free);
  self->until = g_array_new (FALSE, FALSE, sizeof (gint64));
}

WeftTyping *
weft_typing_new (WeftSync *sync, const char *stream)
{
  WeftTyping *self;

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);

  self = g_object_new (WEFT_TYPE_TYPING, NULL);
  self->stream = g_strdup (stream);
  g_signal_connect_object (sync, "latest", G_CALLBACK (on_latest), self, G_CONNECT_DEFAULT);
  return self;
}

GPtrArray *
weft_typing_get_people (WeftTyping *self)
{
  g_return_val_if_fail (WEFT_IS_TYPING (self), NULL);
  return self->people;
}

void
weft_typing_stop (WeftTyping *self, const char *person)
{
  guint index;

  g_return_if_fail (WEFT_IS_TYPING (self));

  if (person == NULL || !g_ptr_array_find_with_equal_func (self->people, person, g_str_equal, &index))
    return;
  g_ptr_array_remove_index (self->people, index);
  g_array_remove_index (self->until, index);
  schedule (self);
  g_signal_emit (self, signals[CHANGED], 0);
}
