/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "parts/files/view/weft-file-menu.h"

#include <glib/gi18n.h>

#include "parts/files/view/weft-voice-player.h"

/* @single: its name need not be said. */
static void
append_file (GMenu *menu, WeftFileGallery *gallery, const WeftFile *file, gboolean single)
{
  g_autofree char *open_action = g_strconcat ("files.open::", file->id, NULL);
  g_autofree char *save_action = g_strconcat ("files.save::", file->id, NULL);
  /* Translators: in a menu; %s is a file's name */
  g_autofree char *open = single ? g_strdup (_ ("_Open File")) : g_strdup_printf (_ ("Open “%s”"), file->name);
  /* Translators: in a menu; %s is a file's name */
  g_autofree char *save = single ? g_strdup (_ ("_Save File As…")) : g_strdup_printf (_ ("Save “%s” As…"), file->name);

  if (weft_file_gallery_is_waiting (gallery, file->hash))
    {
      g_autofree char *load_action = g_strconcat ("files.load::", file->id, NULL);
      /* Translators: in a menu; %s is a file's name */
      g_autofree char *load = single ? g_strdup (_ ("_Get Picture")) : g_strdup_printf (_ ("Load “%s”"), file->name);

      g_menu_append (menu, load, load_action);
    }
  if (weft_file_is_voice (file))
    {
      g_autofree char *play_action = g_strconcat ("files.play::", file->id, NULL);
      WeftVoiceState state = { 0 };

      weft_voice_player_get_state (weft_voice_player_get_default (), file, &state);
      g_menu_append (menu, state.playing ? _ ("_Pause") : _ ("_Play"), play_action);
      g_menu_append (menu, _ ("Play _Faster or Slower"), "files.rate");
    }
  if (weft_file_is_picture (file) || weft_file_is_video (file))
    {
      g_autofree char *view_action = g_strconcat ("files.view::", file->id, NULL);
      /* Translators: in a menu; %s is a file's name */
      g_autofree char *view = single ? g_strdup (_ ("_View")) : g_strdup_printf (_ ("View “%s”"), file->name);

      g_menu_append (menu, view, view_action);
    }
  g_menu_append (menu, open, open_action);
  g_menu_append (menu, save, save_action);
  if (weft_sync_is_fetching_file (weft_file_list_get_sync (weft_file_gallery_get_list (gallery)), file->hash))
    {
      g_autofree char *cancel_action = g_strconcat ("files.cancel::", file->id, NULL);
      /* Translators: in a menu; %s is a file's name */
      g_autofree char *cancel = single ? g_strdup (_ ("Ca_ncel Download")) : g_strdup_printf (_ ("Cancel Download of “%s”"), file->name);

      g_menu_append (menu, cancel, cancel_action);
    }
}

GMenu *
weft_file_menu_new (WeftFileGallery *gallery, GPtrArray *files)
{
  GMenu *menu = g_menu_new ();

  for (guint i = 0; i < files->len; i++)
    append_file (menu, gallery, files->pdata[i], files->len == 1);
  return menu;
}

char *
weft_file_dup_action (WeftFileGallery *gallery, const WeftFile *file)
{
  if (weft_file_is_voice (file))
    return g_strconcat ("files.play::", file->id, NULL);
  if (weft_file_gallery_is_waiting (gallery, file->hash))
    return g_strconcat ("files.load::", file->id, NULL);
  return g_strconcat (weft_file_is_picture (file) || weft_file_is_video (file) ? "files.view::" : "files.open::", file->id, NULL);
}
