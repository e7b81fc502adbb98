/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "parts/files/view/weft-file-words.h"

#include <glib/gi18n.h>
#include <string.h>

#include "parts/files/view/weft-voice-card.h"
#include "parts/files/view/weft-voice-player.h"

/* For people: "Spreadsheet". */
static char *
dup_kind (const char *media_type)
{
  g_autofree char *type = g_content_type_from_mime_type (media_type);

  return type != NULL ? g_content_type_get_description (type) : g_strdup (media_type);
}

char *
weft_file_dup_tile (const char *name)
{
  const char *dot = strrchr (name, '.');

  if (dot == NULL || dot == name || dot[1] == '\0' || g_utf8_strlen (dot + 1, -1) > 4)
    /* Translators: on the tile of a file without extension; at most four letters */
    return g_strdup (C_ ("tile", "FILE"));
  return g_utf8_strup (dot + 1, -1);
}

char *
weft_file_dup_meta (WeftFileGallery *gallery, const WeftFile *file)
{
  g_autofree char *size = g_format_size ((guint64) file->size);
  g_autofree char *kind = dup_kind (file->media_type);
  gint64 done;
  gint64 total;

  if (weft_sync_get_file_progress (weft_file_list_get_sync (weft_file_gallery_get_list (gallery)), file->hash, &done, &total))
    {
      g_autofree char *so_far = g_format_size ((guint64) done);

      /* Translators: how much of a file has been transferred: "12 MB of 84 MB" */
      return g_strdup_printf (_ ("%s of %s"), so_far, size);
    }

  /* Translators: a file's size and what it is: "84 kB · Spreadsheet" */
  return g_strdup_printf (_ ("%s · %s"), size, kind);
}

char *
weft_file_dup_sentence (WeftFileGallery *gallery, const WeftFile *file)
{
  g_autofree char *size = g_format_size ((guint64) file->size);

  if (weft_file_is_voice (file))
    return weft_voice_card_dup_label (file);
  if (weft_file_is_video (file) && file->duration > 0)
    {
      g_autofree char *duration = weft_voice_dup_spoken (file->duration);

      /* Translators: spoken; %s is a file's name, how long it is, then its size */
      return g_strdup_printf (_ ("video %s, %s, %s"), file->name, duration, size);
    }
  if (file->width > 0)
    /* Translators: spoken; %s is a file's name, then its size */
    return g_strdup_printf (weft_file_gallery_is_waiting (gallery, file->hash) ? _ ("picture %s, not loaded, %s") : _ ("picture %s, %s"), file->name, size);
  /* Translators: spoken; %s is a file's name, then its size */
  return g_strdup_printf (_ ("file %s, %s"), file->name, size);
}
