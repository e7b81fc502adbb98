/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-files"

#include "config.h"

#include "parts/files/view/weft-picture-row.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "base/weft-thumbnailer.h"
#include "parts/files/view/weft-picture-offer.h"
#include "ui/weft-avatar.h"
#include "ui/weft-faces.h"

#define SIDE_MAX 512 /* px */

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
  DexFuture *offer; /* of a WeftPictureOffer */
} Setting;

static void
setting_free (gpointer data)
{
  Setting *setting = data;

  g_object_unref (setting->row);
  dex_unref (setting->offer);
  g_free (setting);
}

typedef struct
{
  char *original;
  char *square;
} Cutting;

static void
cutting_free (gpointer data)
{
  Cutting *cutting = data;

  g_free (cutting->original);
  g_free (cutting->square);
  g_free (cutting);
}

static DexFuture *
cut (gpointer data)
{
  Cutting *cutting = data;
  g_autoptr (GError) error = NULL;

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
  g_autoptr (WeftPictureOffer) offer = dex_await_boxed (dex_ref (setting->offer), &error);
  g_autofree char *square = NULL;
  Cutting *cutting;
  int fd;

  if (offer == NULL)
    {
      if (error->domain != GTK_DIALOG_ERROR) /* nothing was chosen */
        say (setting->row, error->message);
      return dex_future_new_true ();
    }
  fd = g_file_open_tmp ("weft-face-XXXXXX", &square, &error);
  if (fd < 0)
    {
      say (setting->row, error->message);
      return dex_future_new_true ();
    }
  g_close (fd, NULL);
  cutting = g_new (Cutting, 1);
  *cutting = (Cutting) { g_strdup (offer->paths[0]), g_strdup (square) };
  if (!dex_await (dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0, cut, cutting,
                                       cutting_free),
                  NULL))
    say (setting->row, _ ("This is no picture that can be shown"));
  else if (!set (picture, square, &error))
    say (setting->row, error->message);
  else
    say (setting->row, picture->words.said_set);
  g_unlink (square);

  return dex_future_new_true ();
}

/* @offer: (transfer full): of a WeftPictureOffer */
static void
begin (GtkWidget *row, DexFuture *offer)
{
  Setting *setting = g_new (Setting, 1);

  *setting = (Setting) { g_object_ref (row), offer };
  dex_future_disown (dex_scheduler_spawn (NULL, 0, set_fiber, setting, setting_free));
}

static void
on_choose (GtkWidget *row)
{
  begin (row, weft_picture_offer_choose (row, FALSE));
}

static void
on_paste (GtkWidget *row)
{
  begin (row, weft_picture_offer_paste (row));
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
