/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-files"

#include "config.h"

#include "parts/files/view/weft-file-cards.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "parts/files/view/weft-card-pen.h"
#include "parts/files/view/weft-file-menu.h"
#include "parts/files/view/weft-file-words.h"
#include "parts/files/view/weft-thumbnails.h"
#include "parts/files/view/weft-voice-card.h"
#include "parts/files/view/weft-voice-player.h"

/* Distances in px (LOOK.md). */
#define WIDTH_MAX 430
#define CARD_WIDTH 340
#define CARD_HEIGHT 60
#define PADDING 12
#define TILE 36
#define GAP 6
#define RADIUS 12
#define PICTURE_HEIGHT_MAX 320
#define PICTURE_MIN 48
#define BUTTON 34
#define PROGRESS 3
#define FILM_DISC 40
#define FILM_PILL 46
#define FILM_PILL_HEIGHT 20

struct _WeftFileCards
{
  GObject parent_instance;

  WeftFileGallery *gallery; /* unowned: it owns us */
  GPtrArray *files;         /* of WeftFile */
};

static void attachments_init (WeftAttachmentsInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (WeftFileCards, weft_file_cards, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (WEFT_TYPE_ATTACHMENTS, attachments_init))

static gboolean
is_fetching (WeftFileCards *self, const WeftFile *file)
{
  return weft_sync_is_fetching_file (weft_file_list_get_sync (weft_file_gallery_get_list (self->gallery)), file->hash);
}

/* ── words ───────────────────────────────────────────────────────────────────────────────────────────── */

static char *
dup_label (WeftAttachments *attachments)
{
  WeftFileCards *self = WEFT_FILE_CARDS (attachments);
  GString *label = g_string_new (NULL);

  for (guint i = 0; i < self->files->len; i++)
    {
      g_autofree char *sentence = weft_file_dup_sentence (self->gallery, self->files->pdata[i]);

      g_string_append_printf (label, "%s%s", i > 0 ? ", " : "", sentence);
    }

  return g_string_free (label, FALSE);
}

/* Without a text of its own a message has the names of its files for one: so it can be found, quoted and spoken. */
static gboolean
say (WeftAttachments *attachments, const char *text)
{
  WeftFileCards *self = WEFT_FILE_CARDS (attachments);
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < self->files->len; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", ((const WeftFile *) self->files->pdata[i])->name);

  return g_str_equal (names->str, text);
}

/* ── places ──────────────────────────────────────────────────────────────────────────────────────────── */

/* What is shown as a picture: its size is known before it is there. */
static gboolean
has_picture (const WeftFile *file)
{
  return file->width > 0 && file->height > 0 && (weft_file_is_video (file) || weft_thumbnail_is_likely (file->media_type));
}

static void
measure_one (const WeftFile *file, int available, int *width, int *height)
{
  double scale;

  if (weft_file_is_voice (file))
    {
      *width = MIN (available, WEFT_VOICE_CARD_WIDTH);
      *height = WEFT_VOICE_CARD_HEIGHT;
      return;
    }

  if (!has_picture (file))
    {
      *width = MIN (available, CARD_WIDTH);
      *height = CARD_HEIGHT;
      return;
    }

  scale = MIN (1.0, MIN ((double) MIN (available, WIDTH_MAX) / file->width, (double) PICTURE_HEIGHT_MAX / file->height));
  *width = MAX (MIN (PICTURE_MIN, available), (int) round (file->width * scale));
  *height = MAX (PICTURE_MIN, (int) round (file->height * scale));
}

static void
measure (WeftAttachments *attachments, GtkWidget *widget, int available, int *width, int *height)
{
  WeftFileCards *self = WEFT_FILE_CARDS (attachments);

  *width = *height = 0;
  for (guint i = 0; i < self->files->len; i++)
    {
      int one_width;
      int one_height;

      measure_one (self->files->pdata[i], available, &one_width, &one_height);
      *width = MAX (*width, one_width);
      *height += one_height + (i > 0 ? GAP : 0);
    }
}

static gboolean
is_rtl (GtkWidget *widget)
{
  return gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
}

/* The place of file @index in a column @width wide. */
static graphene_rect_t
get_place (WeftFileCards *self, GtkWidget *widget, guint index, int width)
{
  double y = 0;
  int one_width = 0;
  int one_height = 0;

  for (guint i = 0; i <= index; i++)
    {
      measure_one (self->files->pdata[i], width, &one_width, &one_height);
      if (i < index)
        y += one_height + GAP;
    }

  return GRAPHENE_RECT_INIT (is_rtl (widget) ? width - one_width : 0, y, one_width, one_height);
}

/* ── drawing ─────────────────────────────────────────────────────────────────────────────────────────── */

static void
draw_progress (WeftFileCards *self, const WeftCardPen *pen, const WeftFile *file, const graphene_rect_t *place)
{
  gint64 done;
  gint64 total;
  double width;

  if (!weft_sync_get_file_progress (weft_file_list_get_sync (weft_file_gallery_get_list (self->gallery)), file->hash, &done, &total) || total <= 0)
    return;

  width = place->size.width * done / total;
  gtk_snapshot_append_color (pen->snapshot, &pen->line,
                             &GRAPHENE_RECT_INIT (place->origin.x, place->origin.y + place->size.height - PROGRESS, place->size.width, PROGRESS));
  gtk_snapshot_append_color (pen->snapshot, &pen->accent,
                             &GRAPHENE_RECT_INIT (is_rtl (pen->widget) ? place->origin.x + place->size.width - width : place->origin.x,
                                                  place->origin.y + place->size.height - PROGRESS, width, PROGRESS));
}

static graphene_rect_t
get_button (GtkWidget *widget, const graphene_rect_t *place)
{
  double inset = (CARD_HEIGHT - BUTTON) / 2.0;

  return GRAPHENE_RECT_INIT (is_rtl (widget) ? place->origin.x + inset : place->origin.x + place->size.width - BUTTON - inset,
                             place->origin.y + inset, BUTTON, BUTTON);
}

static void
draw_card (WeftFileCards *self, const WeftCardPen *pen, const WeftFile *file, const graphene_rect_t *place)
{
  gboolean rtl = is_rtl (pen->widget);
  double width = place->size.width - 2 * PADDING - TILE - PADDING - BUTTON;
  double x = rtl ? place->origin.x + PADDING + BUTTON : place->origin.x + PADDING + TILE + PADDING;
  double tile_x = rtl ? place->origin.x + place->size.width - PADDING - TILE : place->origin.x + PADDING;
  graphene_rect_t tile = GRAPHENE_RECT_INIT (tile_x, place->origin.y + (CARD_HEIGHT - TILE) / 2.0, TILE, TILE);
  graphene_rect_t button = get_button (pen->widget, place);
  g_autofree char *letters = weft_file_dup_tile (file->name);
  g_autofree char *meta = weft_file_dup_meta (self->gallery, file);
  GskRoundedRect rounded;
  GdkRGBA tint = weft_card_pen_fade (pen->accent, 0.18);

  gtk_snapshot_append_color (pen->snapshot, &pen->card, place);
  gsk_rounded_rect_init_from_rect (&rounded, &tile, 9);
  gtk_snapshot_push_rounded_clip (pen->snapshot, &rounded);
  gtk_snapshot_append_color (pen->snapshot, &tint, &tile);
  gtk_snapshot_pop (pen->snapshot);
  weft_card_pen_draw_text (pen, letters, 0.72, PANGO_WEIGHT_BOLD, tile.origin.x, tile.origin.y + TILE / 2.0, TILE, PANGO_ALIGN_CENTER, &pen->text);
  weft_card_pen_draw_text (pen, file->name, 0.96, PANGO_WEIGHT_SEMIBOLD, x, place->origin.y + 21, width, PANGO_ALIGN_LEFT, &pen->text);
  weft_card_pen_draw_text (pen, meta, 0.82, PANGO_WEIGHT_NORMAL, x, place->origin.y + 40, width, PANGO_ALIGN_LEFT, &pen->dim);
  weft_card_pen_draw_icon (pen, is_fetching (self, file) ? "window-close-symbolic" : "folder-download-symbolic", &button);
}

/* Over a picture nobody knows: white on black, whatever the interface is. */
static void
draw_film (const WeftCardPen *pen, const WeftFile *file, const graphene_rect_t *place)
{
  g_autofree char *duration = weft_voice_dup_time (file->duration);
  WeftCardPen white = *pen;
  GdkRGBA black = { 0, 0, 0, 0.6f };
  graphene_rect_t disc = GRAPHENE_RECT_INIT (place->origin.x + (place->size.width - FILM_DISC) / 2, place->origin.y + (place->size.height - FILM_DISC) / 2,
                                             FILM_DISC, FILM_DISC);
  graphene_rect_t pill = GRAPHENE_RECT_INIT (place->origin.x + place->size.width - FILM_PILL - GAP, place->origin.y + place->size.height - FILM_PILL_HEIGHT - GAP,
                                             FILM_PILL, FILM_PILL_HEIGHT);
  GskRoundedRect rounded;

  white.text = (GdkRGBA) { 1, 1, 1, 1 };
  gsk_rounded_rect_init_from_rect (&rounded, &disc, FILM_DISC / 2.0f);
  gtk_snapshot_push_rounded_clip (pen->snapshot, &rounded);
  gtk_snapshot_append_color (pen->snapshot, &black, &disc);
  gtk_snapshot_pop (pen->snapshot);
  weft_card_pen_draw_icon (&white, "media-playback-start-symbolic", &disc);
  if (file->duration <= 0 || place->size.width < FILM_DISC + 2 * (FILM_PILL + GAP))
    return;
  gsk_rounded_rect_init_from_rect (&rounded, &pill, FILM_PILL_HEIGHT / 2.0f);
  gtk_snapshot_push_rounded_clip (pen->snapshot, &rounded);
  gtk_snapshot_append_color (pen->snapshot, &black, &pill);
  gtk_snapshot_pop (pen->snapshot);
  weft_card_pen_draw_text (&white, duration, 0.78, PANGO_WEIGHT_SEMIBOLD, pill.origin.x, pill.origin.y + FILM_PILL_HEIGHT / 2.0, FILM_PILL, PANGO_ALIGN_CENTER, &white.text);
}

static void
draw_one (WeftFileCards *self, const WeftCardPen *pen, const WeftFile *file, const graphene_rect_t *place)
{
  gboolean is_picture = has_picture (file);
  GdkTexture *picture = is_picture ? weft_file_gallery_get_picture (self->gallery, file) : NULL;
  GskRoundedRect rounded;

  gsk_rounded_rect_init_from_rect (&rounded, place, RADIUS);
  gtk_snapshot_push_rounded_clip (pen->snapshot, &rounded);
  if (picture != NULL)
    gtk_snapshot_append_texture (pen->snapshot, picture, place);
  else if (is_picture)
    {
      g_autofree char *size = g_format_size ((guint64) file->size);
      /* Translators: in the place of a picture which is not fetched by itself on a metered network; %s is its size */
      g_autofree char *offer = g_strdup_printf (_ ("Load picture, %s"), size);

      gtk_snapshot_append_color (pen->snapshot, &pen->card, place);
      weft_card_pen_draw_text (pen, weft_file_gallery_is_waiting (self->gallery, file->hash) ? offer : file->name, 0.82, PANGO_WEIGHT_NORMAL, place->origin.x + PADDING,
                               weft_file_is_video (file) ? place->origin.y + PADDING + GAP : place->origin.y + place->size.height / 2,
                 place->size.width - 2 * PADDING, PANGO_ALIGN_CENTER, &pen->dim);
    }
  else if (weft_file_is_voice (file))
    weft_voice_card_draw (pen, file, place);
  else
    draw_card (self, pen, file, place);
  if (is_picture && weft_file_is_video (file))
    draw_film (pen, file, place);
  draw_progress (self, pen, file, place);
  gtk_snapshot_pop (pen->snapshot);
  if (picture == NULL)
    gtk_snapshot_append_border (pen->snapshot, &rounded, (float[4]) { 1, 1, 1, 1 },
                                (GdkRGBA[4]) { pen->line, pen->line, pen->line, pen->line });
}

static void
snapshot (WeftAttachments *attachments, GtkWidget *widget, GtkSnapshot *gtk_snapshot, double x, double y, int width)
{
  WeftFileCards *self = WEFT_FILE_CARDS (attachments);
  WeftCardPen pen = weft_card_pen_take (widget, gtk_snapshot);

  gtk_snapshot_save (gtk_snapshot);
  gtk_snapshot_translate (gtk_snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) y));
  for (guint i = 0; i < self->files->len; i++)
    {
      graphene_rect_t place = get_place (self, widget, i, width);

      draw_one (self, &pen, self->files->pdata[i], &place);
    }
  gtk_snapshot_restore (gtk_snapshot);
}

static char *
hit (WeftAttachments *attachments, GtkWidget *widget, double x, double y, int width)
{
  WeftFileCards *self = WEFT_FILE_CARDS (attachments);

  for (guint i = 0; i < self->files->len; i++)
    {
      const WeftFile *file = self->files->pdata[i];
      graphene_rect_t place = get_place (self, widget, i, width);
      graphene_rect_t button = get_button (widget, &place);
      gboolean is_picture = has_picture (file);

      if (!graphene_rect_contains_point (&place, &GRAPHENE_POINT_INIT ((float) x, (float) y)))
        continue;
      if (weft_file_is_voice (file))
        return weft_voice_card_hit (file, &place, x, y);
      if (!is_picture && graphene_rect_contains_point (&button, &GRAPHENE_POINT_INIT ((float) x, (float) y)))
        return g_strconcat (is_fetching (self, file) ? "files.cancel::" : "files.save::", file->id, NULL);
      return weft_file_dup_action (self->gallery, file);
    }

  return NULL;
}

/* Of several voice messages the one that plays, or the first. */
static char *
key (WeftAttachments *attachments, guint pressed)
{
  WeftFileCards *self = WEFT_FILE_CARDS (attachments);
  WeftVoicePlayer *player = weft_voice_player_get_default ();
  const WeftFile *meant = NULL;
  WeftVoiceState state;

  for (guint i = 0; i < self->files->len; i++)
    {
      const WeftFile *file = self->files->pdata[i];

      if (weft_file_is_voice (file) && (meant == NULL || weft_voice_player_get_state (player, file, &state)))
        meant = file;
    }

  return meant != NULL ? weft_voice_card_key (meant, pressed) : NULL;
}

static GMenuModel *
dup_menu (WeftAttachments *attachments)
{
  WeftFileCards *self = WEFT_FILE_CARDS (attachments);

  return G_MENU_MODEL (weft_file_menu_new (self->gallery, self->files));
}

/* ── object ──────────────────────────────────────────────────────────────────────────────────────────── */

static void
attachments_init (WeftAttachmentsInterface *iface)
{
  iface->measure = measure;
  iface->snapshot = snapshot;
  iface->dup_label = dup_label;
  iface->hit = hit;
  iface->dup_menu = dup_menu;
  iface->say = say;
  iface->key = key;
}

static void
weft_file_cards_finalize (GObject *object)
{
  g_ptr_array_unref (WEFT_FILE_CARDS (object)->files);

  G_OBJECT_CLASS (weft_file_cards_parent_class)->finalize (object);
}

static void
weft_file_cards_class_init (WeftFileCardsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = weft_file_cards_finalize;
}

static void
weft_file_cards_init (WeftFileCards *self)
{
}

WeftAttachments *
weft_file_cards_new (WeftFileGallery *gallery, GPtrArray *files)
{
  WeftFileCards *self = g_object_new (WEFT_TYPE_FILE_CARDS, NULL);

  self->gallery = gallery;
  self->files = g_ptr_array_ref (files);

  return WEFT_ATTACHMENTS (self);
}

GPtrArray *
weft_file_cards_get_files (WeftFileCards *self)
{
  return self->files;
}

gboolean
weft_file_cards_shows (WeftFileCards *self, const char *hash)
{
  for (guint i = 0; i < self->files->len; i++)
    if (g_str_equal (((const WeftFile *) self->files->pdata[i])->hash, hash))
      return TRUE;

  return FALSE;
}
