/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-files"

#include "config.h"

#include "parts/files/view/weft-picture-row.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "base/weft-thumbnailer.h"
#include "ui/weft-avatar.h"
#include "ui/weft-faces.h"

#define SIDE_MAX 512                  /* px */
#define PASTED_MAX (20 * 1024 * 1024) /* bytes */

typedef struct
{
  WeftSync *sync;
  char *stream; /* where it is said */
  char *face;
  WeftPictureRowWords words;
  WeftPictureSubmit submit;
  GtkWidget *remove;
} Picture;

static void
picture_free (gpointer data)
{
  Picture *picture = data;

  g_object_unref (picture->sync);
  g_free (picture->stream);
  g_free (picture->face);
  g_free (picture);
}

static Picture *
get_picture (GtkWidget *row)
{
  return g_object_get_data (G_OBJECT (row), "picture");
}

static void
say (GtkWidget *row, const char *text)
{
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  gtk_accessible_announce (GTK_ACCESSIBLE (row), text, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

/* ── setting it ──────────────────────────────────────────────────────────────────────────────────────── */

typedef struct
{
  GtkWidget *row;
  GFile *file;   /* (nullable): what was chosen … */
  GBytes *bytes; /* (nullable): … or pasted */
} Setting;

static void
setting_free (gpointer data)
{
  Setting *setting = data;

  g_object_unref (setting->row);
  g_clear_object (&setting->file);
  g_clear_pointer (&setting->bytes, g_bytes_unref);
  g_free (setting);
}

typedef struct
{
  char *original;
  char *square;
  GBytes *bytes; /* (nullable) */
} Cutting;

static void
cutting_free (gpointer data)
{
  Cutting *cutting = data;

  g_clear_pointer (&cutting->bytes, g_bytes_unref);
  g_free (cutting->original);
  g_free (cutting->square);
  g_free (cutting);
}

static DexFuture *
cut (gpointer data)
{
  Cutting *cutting = data;
  g_autoptr (GError) error = NULL;
  gsize length;
  const char *contents = cutting->bytes != NULL ? g_bytes_get_data (cutting->bytes, &length) : NULL;

  if (contents != NULL
      && !g_file_set_contents_full (cutting->original, contents, (gssize) length, G_FILE_SET_CONTENTS_NONE,
                                    0600, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  if (!weft_thumbnailer_run_square (cutting->original, cutting->square, SIDE_MAX, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_for_boolean (TRUE);
}

static gboolean
set (const Picture *picture, const char *path, GError **error)
{
  g_autoptr (WeftSync) sync = g_object_ref (picture->sync);
  g_autoptr (WeftFileInfo) info = dex_await_boxed (weft_sync_add_file (sync, path), error);
  g_autofree char *operation = NULL;

  if (info == NULL)
    return FALSE;
  operation = dex_await_string (picture->submit (sync, picture->stream, info->hash, info->size), error);
  weft_sync_release_file (sync, info->hash);

  return operation != NULL;
}

static DexFuture *
set_fiber (gpointer data)
{
  Setting *setting = data;
  const Picture *picture = get_picture (setting->row); /* the row is held */
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("weft-face-XXXXXX", &error);
  Cutting *cutting;
  g_autofree char *original = NULL;
  g_autofree char *square = NULL;
  gboolean good;

  if (folder == NULL)
    {
      say (setting->row, error->message);
      return dex_future_new_true ();
    }
  original
      = setting->file != NULL ? g_file_get_path (setting->file) : g_build_filename (folder, "pasted", NULL);
  square = g_build_filename (folder, "face", NULL);
  cutting = g_new0 (Cutting, 1);
  cutting->original = g_strdup (original != NULL ? original : "");
  cutting->square = g_strdup (square);
  cutting->bytes = setting->bytes != NULL ? g_bytes_ref (setting->bytes) : NULL;
  good = dex_await (dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0, cut, cutting,
                                         cutting_free),
                    NULL);
  if (!good)
    say (setting->row, _ ("This is no picture that can be shown"));
  else if (!set (picture, square, &error))
    say (setting->row, error->message);
  else
    say (setting->row, picture->words.said_set);
  g_unlink (square);
  if (setting->bytes != NULL)
    g_unlink (original);
  g_rmdir (folder);

  return dex_future_new_true ();
}

static void
begin (GtkWidget *row, GFile *file, GBytes *bytes)
{
  Setting *setting = g_new0 (Setting, 1);

  setting->row = g_object_ref (row);
  setting->file = file != NULL ? g_object_ref (file) : NULL;
  setting->bytes = bytes != NULL ? g_bytes_ref (bytes) : NULL;
  dex_future_disown (dex_scheduler_spawn (NULL, 0, set_fiber, setting, setting_free));
}

static void
on_chosen (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) row = user_data;
  g_autoptr (GFile) file = gtk_file_dialog_open_finish (GTK_FILE_DIALOG (source), result, NULL);

  if (file != NULL)
    begin (row, file, NULL);
}

static void
on_choose (GtkWidget *row)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
  GtkRoot *root = gtk_widget_get_root (row);

  static const char *const types[] = { "image/png", "image/jpeg", "image/gif", "image/webp" };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    gtk_file_filter_add_mime_type (filter, types[i]);
  gtk_file_dialog_set_title (dialog, _ ("Choose a Picture"));
  gtk_file_dialog_set_default_filter (dialog, filter);
  gtk_file_dialog_open (dialog, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, NULL, on_chosen,
                        g_object_ref (row));
}

typedef struct
{
  GtkWidget *row;
  GByteArray *bytes;
  guint8 block[16384];
} Pasting;

static void
pasting_free (Pasting *pasting)
{
  g_object_unref (pasting->row);
  g_byte_array_unref (pasting->bytes);
  g_free (pasting);
}

static void
on_pasted_block (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Pasting *pasting = user_data;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL);
  g_autoptr (GBytes) bytes = NULL;

  if (n > 0 && pasting->bytes->len + (gsize) n <= PASTED_MAX)
    {
      g_byte_array_append (pasting->bytes, pasting->block, (guint) n);
      g_input_stream_read_async (G_INPUT_STREAM (source), pasting->block, sizeof pasting->block,
                                 G_PRIORITY_DEFAULT, NULL, on_pasted_block, pasting);
      return;
    }
  if (n != 0 || pasting->bytes->len == 0)
    say (pasting->row, _ ("This is no picture that can be shown"));
  else
    {
      bytes = g_bytes_new (pasting->bytes->data, pasting->bytes->len);
      begin (pasting->row, NULL, bytes);
    }
  pasting_free (pasting);
}

/* As bytes: a texture would be decoded here. */
static void
on_pasted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) row = user_data;
  g_autoptr (GInputStream) stream = gdk_clipboard_read_finish (GDK_CLIPBOARD (source), result, NULL, NULL);
  Pasting *pasting;

  if (stream == NULL)
    {
      say (row, _ ("There is no picture to paste"));
      return;
    }
  pasting = g_new0 (Pasting, 1);
  pasting->row = g_steal_pointer (&row);
  pasting->bytes = g_byte_array_new ();
  g_input_stream_read_async (stream, pasting->block, sizeof pasting->block, G_PRIORITY_DEFAULT, NULL,
                             on_pasted_block, pasting);
}

static void
on_paste (GtkWidget *row)
{
  static const char *types[] = { "image/png", "image/jpeg", "image/webp", "image/gif", NULL };

  gdk_clipboard_read_async (gtk_widget_get_clipboard (row), types, G_PRIORITY_DEFAULT, NULL, on_pasted,
                            g_object_ref (row));
}

static void
on_remove (GtkWidget *row)
{
  const Picture *picture = get_picture (row);

  dex_future_disown (picture->submit (picture->sync, picture->stream, NULL, 0));
  say (row, picture->words.said_removed);
}

/* ── the row ─────────────────────────────────────────────────────────────────────────────────────────── */

static void
update (GtkWidget *row)
{
  Picture *picture = get_picture (row);

  gtk_widget_set_sensitive (picture->remove, weft_faces_lookup (weft_faces_get_default (), picture->face) != NULL);
}

static GtkWidget *
make_button (const char *icon, const char *name, GCallback clicked, GtkWidget *row)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_tooltip_text (button, name);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect_swapped (button, "clicked", clicked, row);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);

  return button;
}

GtkWidget *
weft_picture_row_new (WeftSync *sync,
                      const char *stream,
                      const char *face,
                      GtkWidget *avatar,
                      const WeftPictureRowWords *words,
                      WeftPictureSubmit submit)
{
  GtkWidget *row;
  Picture *picture;

  g_return_val_if_fail (WEFT_IS_SYNC (sync), NULL);
  g_return_val_if_fail (WEFT_IS_AVATAR (avatar), NULL);

  row = adw_action_row_new ();
  picture = g_new0 (Picture, 1);
  picture->sync = g_object_ref (sync);
  picture->stream = g_strdup (stream);
  picture->face = g_strdup (face);
  picture->words = *words;
  picture->submit = submit;
  g_object_set_data_full (G_OBJECT (row), "picture", picture, picture_free);
  weft_avatar_set_person (WEFT_AVATAR (avatar), face);
  gtk_widget_set_margin_top (avatar, 6);
  gtk_widget_set_margin_bottom (avatar, 6);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), avatar);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Picture"));
  make_button ("document-open-symbolic", _ ("Choose Picture…"), G_CALLBACK (on_choose), row);
  make_button ("edit-paste-symbolic", _ ("Paste Picture"), G_CALLBACK (on_paste), row);
  picture->remove = make_button ("user-trash-symbolic", _ ("Remove Picture"), G_CALLBACK (on_remove), row);
  g_signal_connect_object (weft_faces_get_default (), "changed", G_CALLBACK (update), row, G_CONNECT_SWAPPED);
  update (row);

  return row;
}
