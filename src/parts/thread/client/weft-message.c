/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include "parts/thread/client/weft-message-private.h"

struct _WeftMessage
{
  GObject parent_instance;

  gint64 ordinal;
  gint64 at;
  gint64 edited_at;
  gint64 reply_ordinal;
  gint64 window;
  gint64 replies;
  gint64 replied_at;
  gint64 due_at;
  char *title;
  const char *severity; /* interned */
  char *asked;
  char *acknowledged;
  char *shows;
  char *sticker;
  char *sticker_picture;
  gint64 sticker_size;
  const char *poll; /* interned */
  char *votes;
  gint64 closes_at;
  gint64 own_votes;
  char *reactions;
  char *id;
  const char *author;      /* interned: a room has few authors and many messages */
  const char *author_name; /* interned */
  const char *face;        /* interned */
  const char *reply_author;
  char *text;
  char *reply_to;
  char *reply_text;
  char *operation;
  char *error;
  char **readers;
  WeftPreview *preview;
  WeftMessageState state;
  guint own : 1;
  guint secret : 1;
  guint closed : 1;
  guint resolved : 1;
  guint deleted : 1;
  guint hidden : 1;
  guint posted : 1;
  guint imported : 1;
  guint guest : 1;
  guint pinned : 1;
  guint saved : 1;
  guint first : 1;
  guint new_day : 1;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_ENUM_TYPE (WeftMessageState, weft_message_state,
                    G_DEFINE_ENUM_VALUE (WEFT_MESSAGE_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (WEFT_MESSAGE_WAITING, "waiting"),
                    G_DEFINE_ENUM_VALUE (WEFT_MESSAGE_SENDING, "sending"),
                    G_DEFINE_ENUM_VALUE (WEFT_MESSAGE_SENT, "sent"),
                    G_DEFINE_ENUM_VALUE (WEFT_MESSAGE_DELIVERED, "delivered"),
                    G_DEFINE_ENUM_VALUE (WEFT_MESSAGE_READ, "read"),
                    G_DEFINE_ENUM_VALUE (WEFT_MESSAGE_FAILED, "failed"))

G_DEFINE_FINAL_TYPE (WeftMessage, weft_message, G_TYPE_OBJECT)

static void
weft_message_finalize (GObject *object)
{
  WeftMessage *self = WEFT_MESSAGE (object);

  g_free (self->id);
  g_free (self->text);
  g_free (self->title);
  g_free (self->asked);
  g_free (self->acknowledged);
  g_free (self->votes);
  g_free (self->shows);
  g_free (self->sticker);
  g_free (self->sticker_picture);
  g_free (self->reactions);
  g_free (self->reply_to);
  g_free (self->reply_text);
  g_free (self->operation);
  g_free (self->error);
  g_strfreev (self->readers);
  g_clear_pointer (&self->preview, weft_preview_free);

  G_OBJECT_CLASS (weft_message_parent_class)->finalize (object);
}

static void
weft_message_class_init (WeftMessageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_message_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
weft_message_init (WeftMessage *self)
{
}

WeftMessage *
_weft_message_new_placeholder (gint64 ordinal)
{
  WeftMessage *self = g_object_new (WEFT_TYPE_MESSAGE, NULL);

  self->ordinal = ordinal;
  return self;
}

static gboolean
set_interned (const char **field, const char *value)
{
  if (g_strcmp0 (*field, value) == 0)
    return FALSE;
  *field = g_intern_string (value);
  return TRUE;
}

static gboolean
set_preview (WeftMessage *self, const WeftPreview *preview)
{
  if (weft_preview_equal (self->preview, preview))
    return FALSE;
  g_clear_pointer (&self->preview, weft_preview_free);
  self->preview = preview != NULL ? weft_preview_copy (preview) : NULL;
  return TRUE;
}

gboolean
_weft_message_set_record (WeftMessage *self, const WeftMessageRecord *record, gboolean own)
{
  gboolean changed = FALSE;

  g_assert (WEFT_IS_MESSAGE (self));

#define SET(field, value) G_STMT_START { if (self->field != (value)) { self->field = (value); changed = TRUE; } } G_STMT_END
  self->ordinal = record->ordinal;
  self->window = record->window;
  SET (at, record->at);
  SET (edited_at, record->edited_at);
  SET (reply_ordinal, record->reply_ordinal);
  SET (replies, record->replies);
  SET (replied_at, record->replied_at);
  SET (due_at, record->due_at);
  SET (resolved, !!record->resolved);
  SET (own, !!own);
  SET (closes_at, record->closes_at);
  SET (sticker_size, record->sticker_size);
  SET (own_votes, record->own_votes);
  SET (secret, !!record->secret);
  SET (closed, !!record->closed);
  SET (deleted, !!record->deleted);
  SET (hidden, !!record->hidden);
  SET (posted, !!record->posted);
  SET (imported, !!record->imported);
  SET (guest, !!record->guest);
  SET (pinned, !!record->pinned);
  SET (saved, !!record->saved);
  SET (first, !!record->first);
  SET (new_day, !!record->new_day);
#undef SET
  changed |= g_set_str (&self->id, record->id);
  changed |= g_set_str (&self->text, record->text);
  changed |= g_set_str (&self->title, record->title);
  changed |= set_interned (&self->severity, record->severity);
  changed |= g_set_str (&self->asked, record->asked);
  changed |= g_set_str (&self->acknowledged, record->acknowledged);
  changed |= g_set_str (&self->shows, record->shows);
  changed |= g_set_str (&self->sticker, record->sticker);
  changed |= g_set_str (&self->sticker_picture, record->sticker_picture);
  changed |= set_interned (&self->poll, record->poll);
  changed |= g_set_str (&self->votes, record->votes);
  changed |= g_set_str (&self->reactions, record->reactions);
  changed |= g_set_str (&self->reply_to, record->reply_to);
  changed |= g_set_str (&self->reply_text, record->reply_text);
  changed |= set_preview (self, record->preview.address != NULL ? &record->preview : NULL);
  changed |= set_interned (&self->author, record->author);
  changed |= set_interned (&self->author_name, record->author_name);
  changed |= set_interned (&self->face, record->face);
  changed |= set_interned (&self->reply_author, record->reply_author);
  return changed;
}

gboolean
_weft_message_set_state (WeftMessage *self, WeftMessageState state, const char *operation, const char *error)
{
  gboolean changed = self->state != state;

  self->state = state;
  g_set_str (&self->operation, operation);
  changed |= g_set_str (&self->error, error);
  return changed;
}

gboolean
_weft_message_set_readers (WeftMessage *self, GPtrArray *names)
{
  guint n = names != NULL ? names->len : 0;
  gboolean equal = n == (self->readers != NULL ? g_strv_length (self->readers) : 0);

  for (guint i = 0; equal && i < n; i++)
    equal = g_str_equal (self->readers[i], g_ptr_array_index (names, i));
  if (equal)
    return FALSE;

  g_clear_pointer (&self->readers, g_strfreev);
  if (n > 0)
    {
      self->readers = g_new0 (char *, n + 1);
      for (guint i = 0; i < n; i++)
        self->readers[i] = g_strdup (g_ptr_array_index (names, i));
    }
  return TRUE;
}

void
_weft_message_emit_changed (WeftMessage *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

gboolean
weft_message_get_placeholder (WeftMessage *self)
{
  g_return_val_if_fail (WEFT_IS_MESSAGE (self), TRUE);
  return self->id == NULL;
}

#define GETTER(type, name, field, fallback) \
type \
weft_message_get_##name (WeftMessage *self) \
{ \
  g_return_val_if_fail (WEFT_IS_MESSAGE (self), fallback); \
  return self->field; \
}

GETTER (const char *, id, id, NULL)
GETTER (gint64, ordinal, ordinal, 0)
GETTER (const char *, author, author, NULL)
GETTER (const char *, author_name, author_name, NULL)
GETTER (gboolean, posted, posted, FALSE)
GETTER (gboolean, imported, imported, FALSE)
GETTER (gboolean, guest, guest, FALSE)
GETTER (gboolean, pinned, pinned, FALSE)
GETTER (gboolean, saved, saved, FALSE)

const char *
weft_message_get_face (WeftMessage *self)
{
  g_return_val_if_fail (WEFT_IS_MESSAGE (self), NULL);
  return self->face != NULL && *self->face != '\0' ? self->face : NULL;
}

GETTER (gboolean, own, own, FALSE)
GETTER (const char *, text, text, NULL)
GETTER (gint64, at, at, 0)
GETTER (gint64, edited_at, edited_at, 0)
GETTER (gboolean, deleted, deleted, FALSE)
GETTER (gboolean, hidden, hidden, FALSE)
GETTER (WeftMessageState, state, state, WEFT_MESSAGE_NONE)
GETTER (const char *, error, error, NULL)
GETTER (const char *, operation, operation, NULL)
GETTER (const char *, reply_to, reply_to, NULL)
GETTER (gint64, reply_ordinal, reply_ordinal, 0)
GETTER (const char *, reply_author, reply_author, NULL)
GETTER (const char *, reply_text, reply_text, NULL)
GETTER (gint64, window, window, 0)
GETTER (const WeftPreview *, preview, preview, NULL)
GETTER (gint64, due_at, due_at, 0)
GETTER (gint64, replies, replies, 0)
GETTER (gint64, replied_at, replied_at, 0)
GETTER (const char *, title, title, NULL)
GETTER (const char *, reactions, reactions, NULL)
GETTER (gboolean, resolved, resolved, FALSE)
GETTER (const char *, severity, severity, NULL)
GETTER (const char *, asked, asked, NULL)
GETTER (const char *, acknowledged, acknowledged, NULL)
GETTER (const char *, shows, shows, NULL)
GETTER (const char *, sticker, sticker, NULL)
GETTER (const char *, sticker_picture, sticker_picture, NULL)
GETTER (gint64, sticker_size, sticker_size, 0)
GETTER (const char *, poll, poll, NULL)
GETTER (const char *, votes, votes, NULL)
GETTER (gint64, closes_at, closes_at, 0)
GETTER (gint64, own_votes, own_votes, 0)
GETTER (gboolean, secret, secret, FALSE)
GETTER (gboolean, closed, closed, FALSE)
GETTER (gboolean, first, first, FALSE)
GETTER (gboolean, new_day, new_day, FALSE)

const char *const *
weft_message_get_readers (WeftMessage *self)
{
  g_return_val_if_fail (WEFT_IS_MESSAGE (self), NULL);
  return (const char *const *) self->readers;
}
