/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-files"

#include "config.h"

#include "parts/files/view/weft-file-bringing.h"

#include <glib/gi18n.h>

static void
on_chosen (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (WeftFileTray) tray = user_data;
  g_autoptr (GListModel) files = gtk_file_dialog_open_multiple_finish (GTK_FILE_DIALOG (source), result, NULL);

  if (files != NULL)
    weft_file_tray_add (tray, files);
}

void
weft_file_bringing_choose (WeftFileTray *tray)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  GtkRoot *root;

  g_return_if_fail (WEFT_IS_FILE_TRAY (tray));

  root = gtk_widget_get_root (GTK_WIDGET (tray));
  gtk_file_dialog_set_title (dialog, _("Attach Files"));
  gtk_file_dialog_open_multiple (dialog, root != NULL ? GTK_WINDOW (root) : NULL, NULL, on_chosen, g_object_ref (tray));
}

GtkDropTarget *
weft_file_bringing_new_target (void)
{
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY);

  gtk_drop_target_set_gtypes (target, (GType[]) { GDK_TYPE_FILE_LIST, GDK_TYPE_TEXTURE }, 2);
  return target;
}

gboolean
weft_file_bringing_take (WeftFileTray *tray, const GValue *value)
{
  g_return_val_if_fail (WEFT_IS_FILE_TRAY (tray), FALSE);

  if (G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    for (GSList *l = g_value_get_boxed (value); l != NULL; l = l->next)
      weft_file_tray_add_file (tray, l->data);
  else if (G_VALUE_HOLDS (value, GDK_TYPE_TEXTURE))
    weft_file_tray_add_texture (tray, g_value_get_object (value));
  else
    return FALSE;

  return TRUE;
}

static void
on_pasted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (WeftFileTray) tray = user_data;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, NULL);

  if (value != NULL)
    weft_file_bringing_take (tray, value);
}

gboolean
weft_file_bringing_paste (WeftFileTray *tray, GdkClipboard *clipboard)
{
  GdkContentFormats *formats = gdk_clipboard_get_formats (clipboard);
  GType type = gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST) ? GDK_TYPE_FILE_LIST : GDK_TYPE_TEXTURE;

  g_return_val_if_fail (WEFT_IS_FILE_TRAY (tray), FALSE);

  /* Programs offer a picture of text, too: words are words. */
  if (!gdk_content_formats_contain_gtype (formats, type) || (type == GDK_TYPE_TEXTURE && gdk_content_formats_contain_gtype (formats, G_TYPE_STRING)))
    return FALSE;
  gdk_clipboard_read_value_async (clipboard, type, G_PRIORITY_DEFAULT, NULL, on_pasted, g_object_ref (tray));

  return TRUE;
}
