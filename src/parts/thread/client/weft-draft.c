/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-thread"

#include "config.h"

#include "parts/thread/client/weft-draft.h"

#include "parts/files/client/weft-text-draft.h"
#include "parts/thread/client/weft-thread.h"

struct _WeftDraft
{
  GObject parent_instance;

  WeftSync *sync;
  char *place;      /* (nullable) */
  char *saved;      /* (nullable): as it is kept; NULL: not known yet */
  char *long_saved; /* (nullable): what is kept beside it */
  gboolean message; /* the place is one: nothing is kept beside it */
  guint load;       /* counts places, so that what comes late does not land in another one */
};

enum
{
  LOADED,
  LONGER,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftDraft, weft_draft, G_TYPE_OBJECT)

static gboolean
is_blank (const char *text)
{
  while (g_unichar_isspace (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);
  return *text == '\0';
}

/* ── loading ─────────────────────────────────────────────────────────────────────────────────────────── */

typedef struct
{
  GWeakRef draft;
  guint load;
} Loading;

static void
loading_free (gpointer data)
{
  Loading *loading = data;

  g_weak_ref_clear (&loading->draft);
  g_free (loading);
}

static Loading *
loading_new (WeftDraft *self)
{
  Loading *loading = g_new0 (Loading, 1);

  g_weak_ref_init (&loading->draft, self);
  loading->load = self->load;
  return loading;
}

static DexFuture *
on_loaded (DexFuture *future, gpointer user_data)
{
  const Loading *loading = user_data;
  g_autoptr (WeftDraft) self = g_weak_ref_get ((GWeakRef *) &loading->draft);
  const GValue *value = dex_future_get_value (future, NULL);
  const char *text = value != NULL ? g_value_get_string (value) : NULL;

  if (self != NULL && self->load == loading->load)
    {
      g_set_str (&self->saved, text != NULL ? text : "");
      g_signal_emit (self, signals[LOADED], 0, self->saved);
    }
  return dex_future_new_for_boolean (TRUE);
}

static DexFuture *
on_longer_loaded (DexFuture *future, gpointer user_data)
{
  const Loading *loading = user_data;
  g_autoptr (WeftDraft) self = g_weak_ref_get ((GWeakRef *) &loading->draft);
  const GValue *value = dex_future_get_value (future, NULL);
  const char *text = value != NULL ? g_value_get_string (value) : "";

  if (self != NULL && self->load == loading->load && *text != '\0')
    {
      g_set_str (&self->long_saved, text);
      g_signal_emit (self, signals[LONGER], 0, text);
    }
  return dex_future_new_for_boolean (TRUE);
}

static void
move (WeftDraft *self, WeftSync *sync, const char *place, const char *saved)
{
  g_set_object (&self->sync, sync);
  g_set_str (&self->place, place);
  g_set_str (&self->saved, saved);
  g_clear_pointer (&self->long_saved, g_free);
  self->load++;
}

void
weft_draft_set_place (WeftDraft *self, WeftSync *sync, const char *place)
{
  g_return_if_fail (WEFT_IS_DRAFT (self));

  move (self, sync, place, NULL);
  self->message = FALSE;
  if (place == NULL)
    return;
  dex_future_disown (dex_future_finally (weft_thread_load_draft (sync, place), on_loaded, loading_new (self), loading_free));
  dex_future_disown (dex_future_finally (weft_text_draft_load (sync, place), on_longer_loaded, loading_new (self), loading_free));
}

void
weft_draft_set_message (WeftDraft *self, WeftSync *sync, const char *id, const char *kept)
{
  g_autofree char *place = g_strconcat ("message/", id, NULL);

  g_return_if_fail (WEFT_IS_DRAFT (self));

  move (self, sync, place, kept != NULL ? kept : "");
  self->message = TRUE;
}

/* ── keeping ─────────────────────────────────────────────────────────────────────────────────────────── */

static DexFuture *
on_kept (DexFuture *future, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (dex_future_get_value (future, &error) == NULL)
    g_message ("The draft could not be kept: %s", error->message);
  return dex_future_new_for_boolean (TRUE);
}

static void
keep_longer (WeftDraft *self, const char *text)
{
  if (g_strcmp0 (self->long_saved, text) == 0)
    return;
  dex_future_disown (dex_future_finally (weft_text_draft_save (self->sync, self->place, text != NULL ? text : ""), on_kept, NULL, NULL));
  g_set_str (&self->long_saved, text);
}

void
weft_draft_keep (WeftDraft *self, const char *text)
{
  gboolean is_long = g_utf8_strlen (text, -1) > WEFT_THREAD_TEXT_MAX;
  const char *row = is_long || is_blank (text) ? "" : text;
  g_autofree char *seen = NULL;

  g_return_if_fail (WEFT_IS_DRAFT (self));

  if (self->sync == NULL || self->place == NULL || self->saved == NULL || (is_long && self->message))
    return;
  if (!self->message)
    keep_longer (self, is_long ? text : NULL);
  if (g_str_equal (row, self->saved))
    return;
  seen = g_steal_pointer (&self->saved);
  self->saved = g_strdup (row);
  dex_future_disown (dex_future_finally (weft_thread_save_draft (self->sync, self->place, row, seen), on_kept, NULL, NULL));
}

/* ── object ──────────────────────────────────────────────────────────────────────────────────────────── */

static void
weft_draft_dispose (GObject *object)
{
  g_clear_object (&WEFT_DRAFT (object)->sync);

  G_OBJECT_CLASS (weft_draft_parent_class)->dispose (object);
}

static void
weft_draft_finalize (GObject *object)
{
  WeftDraft *self = WEFT_DRAFT (object);

  g_free (self->place);
  g_free (self->saved);
  g_free (self->long_saved);

  G_OBJECT_CLASS (weft_draft_parent_class)->finalize (object);
}

static void
weft_draft_class_init (WeftDraftClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = weft_draft_dispose;
  object_class->finalize = weft_draft_finalize;

  signals[LOADED] = g_signal_new ("loaded", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[LONGER] = g_signal_new ("longer", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
weft_draft_init (WeftDraft *self)
{
}

WeftDraft *
weft_draft_new (void)
{
  return g_object_new (WEFT_TYPE_DRAFT, NULL);
}
