/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-files"

#include "config.h"

#include "parts/files/view/weft-file-bringing.h"

#include <glib/gi18n.h>

static void
take_file (WeftFileTaker *taker, GFile *file)
{
  g_autofree char *path = g_file_get_path (file);

  if (path != NULL)
    weft_file_taker_take_path (taker, path);
  else
    weft_file_taker_refuse (taker, _ ("Only files on this computer can be attached"));
}

static void
take_picture (WeftFileTaker *taker, GdkTexture *texture)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *stamp = g_date_time_format (now, "%Y-%m-%d %H-%M-%S");
  /* Translators: name of a pasted picture; %s is date and time */
  g_autofree char *name = g_strdup_printf (_ ("Picture %s.png"), stamp);
  g_autoptr (GBytes) bytes = gdk_texture_save_to_png_bytes (texture);

  weft_file_taker_take_bytes (taker, name, bytes);
}

static void
on_chosen (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (WeftFileTaker) taker = user_data;
  g_autoptr (GListModel) files = gtk_file_dialog_open_multiple_finish (GTK_FILE_DIALOG (source), result, NULL);

  for (guint i = 0; files != NULL && i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);

      take_file (taker, file);
    }
}

void
weft_file_bringing_choose (WeftFileTaker *taker)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  GtkRoot *root;

  g_return_if_fail (WEFT_IS_FILE_TAKER (taker));

  root = gtk_widget_get_root (GTK_WIDGET (taker));
  gtk_file_dialog_set_title (dialog, _ ("Attach Files"));
  gtk_file_dialog_open_multiple (dialog, root != NULL ? GTK_WINDOW (root) : NULL, NULL, on_chosen, g_object_ref (taker));
}

GtkDropTarget *
weft_file_bringing_new_target (void)
{
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY);

  gtk_drop_target_set_gtypes (target, (GType[]) { GDK_TYPE_FILE_LIST, GDK_TYPE_TEXTURE }, 2);
  return target;
}

gboolean
weft_file_bringing_take (WeftFileTaker *taker, const GValue *value)
{
  g_return_val_if_fail (WEFT_IS_FILE_TAKER (taker), FALSE);

  if (G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    for (GSList *l = g_value_get_boxed (value); l != NULL; l = l->next)
      take_file (taker, l->data);
  else if (G_VALUE_HOLDS (value, GDK_TYPE_TEXTURE))
    take_picture (taker, g_value_get_object (value));
  else
    return FALSE;

  return TRUE;
}

static void
on_pasted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (WeftFileTaker) taker = user_data;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, NULL);

  if (value != NULL)
    weft_file_bringing_take (taker, value);
}

gboolean
weft_file_bringing_paste (WeftFileTaker *taker, GdkClipboard *clipboard)
{
  GdkContentFormats *formats = gdk_clipboard_get_formats (clipboard);
  GType type = gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST) ? GDK_TYPE_FILE_LIST : GDK_TYPE_TEXTURE;

  g_return_val_if_fail (WEFT_IS_FILE_TAKER (taker), FALSE);

  /* Programs offer a picture of text, too: words are words. */
  if (!gdk_content_formats_contain_gtype (formats, type) || (type == GDK_TYPE_TEXTURE && gdk_content_formats_contain_gtype (formats, G_TYPE_STRING)))
    return FALSE;
  gdk_clipboard_read_value_async (clipboard, type, G_PRIORITY_DEFAULT, NULL, on_pasted, g_object_ref (taker));

  return TRUE;
}
