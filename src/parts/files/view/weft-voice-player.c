/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-files"

#include "config.h"

#include "parts/files/view/weft-voice-player.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdio.h>

#include "parts/files/view/weft-media-process.h"

struct _WeftVoicePlayer
{
  GObject parent_instance;

  WeftMediaProcess *process; /* (nullable) */
  DexPromise *promise;       /* (nullable): who waits for it to play */
  char *id;                  /* (nullable): of the file that plays or pauses */
  char *hash;
  WeftVoiceState state;
  gint64 duration; /* ms, as its row says; then as the file does */
  guint rate;      /* index */
  guint serial;    /* counts files, so that a late download does not play */
  gboolean ready;
};

enum
{
  CHANGED,
  SAID,
  N_SIGNALS
};

static const double rates[] = { 1, 1.5, 2 };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftVoicePlayer, weft_voice_player, G_TYPE_OBJECT)

/* ── words ───────────────────────────────────────────────────────────────────────────────────────────── */

char *
weft_voice_dup_time (gint64 ms)
{
  gint64 seconds = (ms + 500) / 1000;

  /* Translators: minutes and seconds of a voice message: "0:12" */
  return g_strdup_printf (C_ ("duration", "%d:%02d"), (int) (seconds / 60), (int) (seconds % 60));
}

char *
weft_voice_dup_spoken (gint64 ms)
{
  gint64 all = (ms + 500) / 1000;
  int minutes = (int) (all / 60);
  int seconds = (int) (all % 60);
  g_autofree char *of_seconds
      = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d second", "%d seconds", (gulong) seconds), seconds);
  g_autofree char *of_minutes
      = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d minute", "%d minutes", (gulong) minutes), minutes);

  if (minutes == 0)
    return g_steal_pointer (&of_seconds);
  if (seconds == 0)
    return g_steal_pointer (&of_minutes);

  /* Translators: minutes, then seconds: "2 minutes 5 seconds" */
  return g_strdup_printf (C_ ("duration", "%s %s"), of_minutes, of_seconds);
}

/* ── what happens ────────────────────────────────────────────────────────────────────────────────────── */

static void
tell (WeftVoicePlayer *self, const char *hash)
{
  if (hash != NULL)
    g_signal_emit (self, signals[CHANGED], 0, hash);
}

static void
settle (WeftVoicePlayer *self, GError *error)
{
  g_autoptr (DexPromise) promise = g_steal_pointer (&self->promise);

  if (promise == NULL)
    g_clear_error (&error);
  else if (error != NULL)
    dex_promise_reject (promise, error);
  else
    dex_promise_resolve_boolean (promise, TRUE);
}

static void
put_away (WeftVoicePlayer *self)
{
  g_autoptr (WeftMediaProcess) process = g_steal_pointer (&self->process);
  g_autofree char *hash = g_steal_pointer (&self->hash);

  if (process != NULL)
    {
      g_signal_handlers_disconnect_by_data (process, self);
      weft_media_process_end (process);
    }
  self->serial++;
  self->ready = FALSE;
  self->state = (WeftVoiceState) { 0 };
  g_clear_pointer (&self->id, g_free);
  tell (self, hash);
  settle (self, NULL);
}

static void
say_rate (WeftVoicePlayer *self)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *line
      = g_strconcat ("rate ", g_ascii_dtostr (number, sizeof number, rates[self->rate]), NULL);

  weft_media_process_say (self->process, line);
}

static void
play (WeftVoicePlayer *self, gboolean playing)
{
  self->state.playing = playing;
  weft_media_process_say (self->process, playing ? "play" : "pause");
  tell (self, self->hash);
  g_signal_emit (self, signals[SAID], 0, playing ? _ ("Playing") : _ ("Paused"));
}

static void
on_line (WeftMediaProcess *process, const char *line, WeftVoicePlayer *self)
{
  gint64 ms;

  if (sscanf (line, "ready %" G_GINT64_FORMAT, &ms) == 1 && !self->ready)
    {
      self->ready = TRUE;
      self->state.loading = FALSE;
      self->duration = MAX (ms, 0);
      if (self->rate != 0)
        say_rate (self);
      play (self, TRUE);
      settle (self, NULL);
    }
  else if (sscanf (line, "at %" G_GINT64_FORMAT, &ms) == 1)
    {
      self->state.position = CLAMP (ms, 0, self->duration);
      tell (self, self->hash);
    }
  else if (g_str_equal (line, "end"))
    {
      g_signal_emit (self, signals[SAID], 0, _ ("End of the voice message"));
      put_away (self);
    }
}

static void
on_ended (WeftMediaProcess *process, const char *complaint, WeftVoicePlayer *self)
{
  settle (self, g_error_new (WEFT_ERROR, WEFT_ERROR_INVALID, _ ("This voice message cannot be played: %s"),
                             complaint != NULL ? complaint : _ ("it is damaged")));
  put_away (self);
}

typedef struct
{
  WeftVoicePlayer *player;
  guint serial;
} Waiting;

static void
waiting_free (gpointer data)
{
  Waiting *waiting = data;

  g_object_unref (waiting->player);
  g_free (waiting);
}

static DexFuture *
on_fetched (DexFuture *future, gpointer user_data)
{
  Waiting *waiting = user_data;
  WeftVoicePlayer *self = waiting->player;
  GError *error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  if (waiting->serial != self->serial)
    {
      g_clear_error (&error);
      return NULL;
    }
  if (value != NULL)
    self->process
        = weft_media_process_new ((const char *const[]) { "play", g_value_get_string (value), NULL }, -1, &error);
  if (self->process == NULL)
    {
      settle (self, error);
      put_away (self);
      return NULL;
    }
  g_signal_connect (self->process, "line", G_CALLBACK (on_line), self);
  g_signal_connect (self->process, "ended", G_CALLBACK (on_ended), self);

  return NULL;
}

static gboolean
is_current (WeftVoicePlayer *self, const WeftFile *file)
{
  return g_strcmp0 (self->id, file->id) == 0;
}

DexFuture *
weft_voice_player_toggle (WeftVoicePlayer *self, WeftFileList *list, const WeftFile *file)
{
  Waiting *waiting;

  g_return_val_if_fail (WEFT_IS_VOICE_PLAYER (self), NULL);
  g_return_val_if_fail (WEFT_IS_FILE_LIST (list), NULL);
  g_return_val_if_fail (file != NULL, NULL);

  if (is_current (self, file))
    {
      if (self->ready)
        play (self, !self->state.playing);
      return dex_future_new_true ();
    }

  put_away (self);
  g_set_str (&self->id, file->id);
  g_set_str (&self->hash, file->hash);
  self->duration = file->duration;
  self->state.loading = TRUE;
  self->promise = dex_promise_new ();
  waiting = g_new (Waiting, 1);
  *waiting = (Waiting) { g_object_ref (self), self->serial };
  tell (self, self->hash);
  dex_future_disown (
      dex_future_finally (weft_sync_fetch_file (weft_file_list_get_sync (list),
                                                weft_file_list_get_stream (list), file->hash, file->size),
                          on_fetched, waiting, waiting_free));

  return DEX_FUTURE (dex_ref (self->promise));
}

void
weft_voice_player_seek (WeftVoicePlayer *self, const WeftFile *file, gint64 position)
{
  g_autofree char *line = NULL;
  g_autofree char *at = NULL;

  g_return_if_fail (WEFT_IS_VOICE_PLAYER (self));
  g_return_if_fail (file != NULL);

  if (!is_current (self, file) || !self->ready)
    return;
  self->state.position = CLAMP (position, 0, self->duration);
  line = g_strdup_printf ("seek %" G_GINT64_FORMAT, self->state.position);
  weft_media_process_say (self->process, line);
  tell (self, self->hash);
  at = weft_voice_dup_spoken (self->state.position);
  g_signal_emit (self, signals[SAID], 0, at);
}

void
weft_voice_player_next_rate (WeftVoicePlayer *self)
{
  g_autofree char *text = NULL;

  g_return_if_fail (WEFT_IS_VOICE_PLAYER (self));

  self->rate = (self->rate + 1) % G_N_ELEMENTS (rates);
  if (self->ready)
    say_rate (self);
  tell (self, self->hash);
  /* Translators: how fast a voice message is played: "1.5 times as fast" */
  text = g_strdup_printf (_ ("%g times as fast"), rates[self->rate]);
  g_signal_emit (self, signals[SAID], 0, text);
}

double
weft_voice_player_get_rate (WeftVoicePlayer *self)
{
  g_return_val_if_fail (WEFT_IS_VOICE_PLAYER (self), 1);

  return rates[self->rate];
}

gboolean
weft_voice_player_get_state (WeftVoicePlayer *self, const WeftFile *file, WeftVoiceState *state)
{
  g_return_val_if_fail (WEFT_IS_VOICE_PLAYER (self), FALSE);
  g_return_val_if_fail (file != NULL, FALSE);

  if (!is_current (self, file))
    return FALSE;
  *state = self->state;

  return TRUE;
}

static void
weft_voice_player_class_init (WeftVoicePlayerClass *klass)
{
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SAID] = g_signal_new ("said", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
weft_voice_player_init (WeftVoicePlayer *self)
{
}

WeftVoicePlayer *
weft_voice_player_get_default (void)
{
  static WeftVoicePlayer *player; /* as long as the program */

  if (player == NULL)
    player = g_object_new (WEFT_TYPE_VOICE_PLAYER, NULL);

  return player;
}
