/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include "parts/thread/client/weft-message-selection.h"

struct _WeftMessageSelection
{
  GObject parent_instance;

  GHashTable *messages; /* set of WeftMessage (owned) */
  gboolean active;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftMessageSelection, weft_message_selection, G_TYPE_OBJECT)

static void
weft_message_selection_finalize (GObject *object)
{
  g_hash_table_unref (WEFT_MESSAGE_SELECTION (object)->messages);

  G_OBJECT_CLASS (weft_message_selection_parent_class)->finalize (object);
}

static void
weft_message_selection_class_init (WeftMessageSelectionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_message_selection_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, WEFT_TYPE_MESSAGE);
}

static void
weft_message_selection_init (WeftMessageSelection *self)
{
  self->messages = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
}

WeftMessageSelection *
weft_message_selection_new (void)
{
  return g_object_new (WEFT_TYPE_MESSAGE_SELECTION, NULL);
}

gboolean
weft_message_selection_get_active (WeftMessageSelection *self)
{
  g_return_val_if_fail (WEFT_IS_MESSAGE_SELECTION (self), FALSE);
  return self->active;
}

guint
weft_message_selection_get_n (WeftMessageSelection *self)
{
  g_return_val_if_fail (WEFT_IS_MESSAGE_SELECTION (self), 0);
  return g_hash_table_size (self->messages);
}

gboolean
weft_message_selection_contains (WeftMessageSelection *self, WeftMessage *message)
{
  g_return_val_if_fail (WEFT_IS_MESSAGE_SELECTION (self), FALSE);
  return g_hash_table_contains (self->messages, message);
}

static gboolean
can_choose (WeftMessage *message)
{
  return !weft_message_get_placeholder (message) && !weft_message_get_deleted (message)
         && weft_message_get_ordinal (message) > 0 && weft_message_get_state (message) != WEFT_MESSAGE_FAILED;
}

gboolean
weft_message_selection_toggle (WeftMessageSelection *self, WeftMessage *message)
{
  g_return_val_if_fail (WEFT_IS_MESSAGE_SELECTION (self), FALSE);
  g_return_val_if_fail (WEFT_IS_MESSAGE (message), FALSE);

  if (!g_hash_table_remove (self->messages, message))
    {
      if (!can_choose (message) || g_hash_table_size (self->messages) >= WEFT_MESSAGE_SELECTION_MAX)
        return FALSE;
      g_hash_table_add (self->messages, g_object_ref (message));
    }
  if (!self->active)
    {
      self->active = TRUE;
      g_signal_emit (self, signals[CHANGED], 0, NULL);
    }
  else
    {
      g_signal_emit (self, signals[CHANGED], 0, message);
    }
  return TRUE;
}

void
weft_message_selection_clear (WeftMessageSelection *self)
{
  g_return_if_fail (WEFT_IS_MESSAGE_SELECTION (self));

  if (!self->active)
    return;
  self->active = FALSE;
  g_hash_table_remove_all (self->messages);
  g_signal_emit (self, signals[CHANGED], 0, NULL);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  gint64 left = weft_message_get_ordinal (*(WeftMessage *const *) a);
  gint64 right = weft_message_get_ordinal (*(WeftMessage *const *) b);

  return left < right ? -1 : left > right;
}

GPtrArray *
weft_message_selection_dup_messages (WeftMessageSelection *self)
{
  GPtrArray *messages = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer message;

  g_return_val_if_fail (WEFT_IS_MESSAGE_SELECTION (self), messages);

  g_hash_table_iter_init (&iter, self->messages);
  while (g_hash_table_iter_next (&iter, &message, NULL))
    if (can_choose (message))
      g_ptr_array_add (messages, g_object_ref (message));
  g_ptr_array_sort (messages, compare);
  return messages;
}
