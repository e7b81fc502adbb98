/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-files"

#include "config.h"

#include "parts/files/view/weft-voice-card.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "base/weft-peaks.h"
#include "parts/files/view/weft-voice-player.h"

/* Distances in px (LOOK.md). */
#define PADDING 12
#define BUTTON 36
#define RATE_WIDTH 42
#define RATE_HEIGHT 24
#define WAVE_Y 9
#define WAVE_HEIGHT 26
#define META_Y 47
#define BAR 2
#define BAR_GAP 2
#define KNOT 4
#define STEP 5000 /* ms */

typedef struct
{
  graphene_rect_t button;
  graphene_rect_t wave;
  graphene_rect_t rate;
} Layout;

static Layout
lay_out (const graphene_rect_t *place)
{
  float x = place->origin.x;
  float y = place->origin.y;
  float left = x + PADDING + BUTTON + PADDING;
  float right = x + place->size.width - PADDING;
  Layout layout;

  graphene_rect_init (&layout.button, x + PADDING, y + (WEFT_VOICE_CARD_HEIGHT - BUTTON) / 2.0f, BUTTON,
                      BUTTON);
  graphene_rect_init (&layout.rate, right - RATE_WIDTH, y + (WEFT_VOICE_CARD_HEIGHT - RATE_HEIGHT) / 2.0f,
                      RATE_WIDTH, RATE_HEIGHT);
  graphene_rect_init (&layout.wave, left, y + WAVE_Y, MAX (layout.rate.origin.x - PADDING - left, 1),
                      WAVE_HEIGHT);

  return layout;
}

static void
draw_disc (const WeftCardPen *pen, const graphene_rect_t *place, const GdkRGBA *color)
{
  GskRoundedRect rounded;

  gsk_rounded_rect_init_from_rect (&rounded, place, MIN (place->size.width, place->size.height) / 2);
  gtk_snapshot_push_rounded_clip (pen->snapshot, &rounded);
  gtk_snapshot_append_color (pen->snapshot, color, place);
  gtk_snapshot_pop (pen->snapshot);
}

void
weft_voice_wave_draw (const WeftCardPen *pen, const char *peaks, double played, const graphene_rect_t *place)
{
  gsize n_peaks = strlen (peaks);
  int n = MAX ((int) ((place->size.width + BAR_GAP) / (BAR + BAR_GAP)), 1);
  double middle = place->origin.y + place->size.height / 2.0;
  double knot = place->origin.x + CLAMP (played, 0, 1) * place->size.width;
  GdkRGBA rest = weft_card_pen_fade (pen->text, pen->high_contrast ? 0.8 : 0.35);

  for (int i = 0; i < n; i++)
    {
      double x = place->origin.x + i * (BAR + BAR_GAP);
      guint loudest = 0;
      double height;

      for (gsize k = (gsize) i * n_peaks / (gsize) n;
           k < n_peaks && (k == (gsize) i * n_peaks / (gsize) n || k < (gsize) (i + 1) * n_peaks / (gsize) n);
           k++)
        loudest = MAX (loudest, weft_peaks_get (peaks, k));
      height = BAR + loudest * (place->size.height - BAR) / WEFT_PEAK_MAX;
      draw_disc (pen, &GRAPHENE_RECT_INIT ((float) x, (float) (middle - height / 2), BAR, (float) height),
                 played >= 0 && x < knot ? &pen->accent : &rest);
    }
  if (played >= 0)
    draw_disc (pen, &GRAPHENE_RECT_INIT ((float) knot - KNOT, (float) middle - KNOT, 2 * KNOT, 2 * KNOT),
               &pen->accent);
}

void
weft_voice_card_draw (const WeftCardPen *pen, const WeftFile *file, const graphene_rect_t *place)
{
  WeftVoicePlayer *player = weft_voice_player_get_default ();
  Layout layout = lay_out (place);
  WeftVoiceState state = { 0 };
  gboolean current = weft_voice_player_get_state (player, file, &state);
  g_autofree char *whole = weft_voice_dup_time (file->duration);
  g_autofree char *at = weft_voice_dup_time (state.position);
  /* Translators: how far a voice message has been played: "0:05 of 0:12" */
  g_autofree char *far = g_strdup_printf (C_ ("duration", "%s of %s"), at, whole);
  /* Translators: how fast a voice message is played: "1.5×" */
  g_autofree char *times = g_strdup_printf (C_ ("rate", "%g×"), weft_voice_player_get_rate (player));
  g_autofree char *rate = g_strdup_printf ("\u2066%s\u2069", times);
  GdkRGBA tint = weft_card_pen_fade (pen->accent, 0.18);
  GskRoundedRect rounded;

  gtk_snapshot_append_color (pen->snapshot, &pen->card, place);
  draw_disc (pen, &layout.button, &tint);
  weft_card_pen_draw_icon (pen,
                           state.playing ? "media-playback-pause-symbolic" : "media-playback-start-symbolic",
                           &layout.button);
  weft_voice_wave_draw (pen, file->peaks,
                        current && !state.loading ? (double) state.position / (double) MAX (file->duration, 1)
                                                  : -1,
                        &layout.wave);
  weft_card_pen_draw_text (pen,
                           state.loading ? _ ("Loading…")
                           : current     ? far
                                         : whole,
                           0.78, PANGO_WEIGHT_NORMAL, layout.wave.origin.x, place->origin.y + META_Y,
                           layout.wave.size.width, PANGO_ALIGN_LEFT, &pen->dim);
  gsk_rounded_rect_init_from_rect (&rounded, &layout.rate, RATE_HEIGHT / 2.0f);
  gtk_snapshot_append_border (pen->snapshot, &rounded, (float[4]) { 1, 1, 1, 1 },
                              (GdkRGBA[4]) { pen->line, pen->line, pen->line, pen->line });
  weft_card_pen_draw_text (pen, rate, 0.78, PANGO_WEIGHT_SEMIBOLD, layout.rate.origin.x,
                           layout.rate.origin.y + RATE_HEIGHT / 2.0, RATE_WIDTH, PANGO_ALIGN_CENTER,
                           &pen->text);
}

char *
weft_voice_card_hit (const WeftFile *file, const graphene_rect_t *place, double x, double y)
{
  Layout layout = lay_out (place);
  WeftVoiceState state;

  if (x >= layout.rate.origin.x)
    return g_strdup ("files.rate");
  if (x >= layout.wave.origin.x
      && weft_voice_player_get_state (weft_voice_player_get_default (), file, &state))
    {
      double part = CLAMP ((x - layout.wave.origin.x) / layout.wave.size.width, 0, 1);

      return g_strdup_printf ("files.seek(('%s', int64 %" G_GINT64_FORMAT "))", file->id,
                              (gint64) (part * (double) file->duration));
    }

  return g_strconcat ("files.play::", file->id, NULL);
}

char *
weft_voice_card_key (const WeftFile *file, guint key)
{
  WeftVoiceState state;

  if (key == GDK_KEY_space || key == GDK_KEY_KP_Space)
    return g_strconcat ("files.play::", file->id, NULL);
  if (!weft_voice_player_get_state (weft_voice_player_get_default (), file, &state))
    return NULL;
  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      return g_strdup_printf ("files.seek(('%s', int64 %" G_GINT64_FORMAT "))", file->id,
                              MAX (state.position - STEP, 0));
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      return g_strdup_printf ("files.seek(('%s', int64 %" G_GINT64_FORMAT "))", file->id,
                              state.position + STEP);
    case GDK_KEY_greater:
      return g_strdup ("files.rate");
    default:
      return NULL;
    }
}

char *
weft_voice_card_dup_label (const WeftFile *file)
{
  g_autofree char *duration = weft_voice_dup_spoken (file->duration);

  /* Translators: spoken; %s is how long it is, such as "12 seconds" */
  return g_strdup_printf (_ ("Voice message, %s"), duration);
}
