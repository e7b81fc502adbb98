/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-files"

#include "config.h"

#include "parts/files/view/weft-picture-offer.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#define PASTED_MAX (20 * 1024 * 1024) /* bytes */
#define BLOCK (64 * 1024)

static const char *types[] = { "image/png", "image/jpeg", "image/webp", "image/gif", NULL };

G_DEFINE_BOXED_TYPE (WeftPictureOffer, weft_picture_offer, weft_picture_offer_ref, weft_picture_offer_unref)

WeftPictureOffer *
weft_picture_offer_ref (WeftPictureOffer *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  WeftPictureOffer *self = data;

  for (guint i = 0; self->own && self->paths[i] != NULL; i++)
    g_unlink (self->paths[i]);
  g_strfreev (self->paths);
}

void
weft_picture_offer_unref (WeftPictureOffer *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

/* @paths: (transfer full) */
static WeftPictureOffer *
offer_new (GStrv paths, gboolean own)
{
  WeftPictureOffer *self = g_atomic_rc_box_new (WeftPictureOffer);

  *self = (WeftPictureOffer) { paths, own };
  return self;
}

WeftPictureOffer *
weft_picture_offer_new_files (GSList *files)
{
  g_autoptr (GStrvBuilder) paths = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;

  for (GSList *l = files; l != NULL; l = l->next)
    if (g_file_peek_path (l->data) != NULL)
      g_strv_builder_add (paths, g_file_peek_path (l->data));
  all = g_strv_builder_end (paths);
  return all[0] != NULL ? offer_new (g_steal_pointer (&all), FALSE) : NULL;
}

/* @promise: (transfer full); @files: (nullable): of GFile */
static void
resolve_files (DexPromise *promise, GSList *files)
{
  WeftPictureOffer *offer = weft_picture_offer_new_files (files);

  if (offer != NULL)
    dex_promise_resolve_boxed (promise, WEFT_TYPE_PICTURE_OFFER, offer);
  else
    dex_promise_reject (promise, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _ ("There is no picture to paste")));
  dex_unref (promise);
}

/* ── chosen ──────────────────────────────────────────────────────────────────────────────────────────── */

static void
on_chosen (GObject *source, GAsyncResult *result, gpointer user_data)
{
  DexPromise *promise = user_data;
  GError *error = NULL;
  g_autoptr (GListModel) model
      = gtk_file_dialog_open_multiple_finish (GTK_FILE_DIALOG (source), result, &error);
  g_autoslist (GObject) files = NULL;

  if (model == NULL)
    {
      dex_promise_reject (promise, error);
      dex_unref (promise);
      return;
    }
  for (guint i = g_list_model_get_n_items (model); i > 0; i--)
    files = g_slist_prepend (files, g_list_model_get_item (model, i - 1));
  resolve_files (promise, files);
}

static void
on_one_chosen (GObject *source, GAsyncResult *result, gpointer user_data)
{
  DexPromise *promise = user_data;
  GError *error = NULL;
  g_autoptr (GFile) file = gtk_file_dialog_open_finish (GTK_FILE_DIALOG (source), result, &error);

  if (file != NULL)
    {
      resolve_files (promise, &(GSList) { .data = file });
      return;
    }
  dex_promise_reject (promise, error);
  dex_unref (promise);
}

DexFuture *
weft_picture_offer_choose (GtkWidget *widget, gboolean several)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
  g_autoptr (GListStore) filters = g_list_store_new (GTK_TYPE_FILE_FILTER);
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWindow *window = GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
  DexPromise *promise = dex_promise_new ();

  gtk_file_dialog_set_title (dialog, several ? _ ("Choose Pictures") : _ ("Choose a Picture"));
  gtk_file_filter_set_name (filter, _ ("Pictures"));
  for (guint i = 0; types[i] != NULL; i++)
    gtk_file_filter_add_mime_type (filter, types[i]);
  g_list_store_append (filters, filter);
  gtk_file_dialog_set_filters (dialog, G_LIST_MODEL (filters));
  if (several)
    gtk_file_dialog_open_multiple (dialog, window, NULL, on_chosen, dex_ref (promise));
  else
    gtk_file_dialog_open (dialog, window, NULL, on_one_chosen, dex_ref (promise));
  return DEX_FUTURE (promise);
}

/* ── pasted ──────────────────────────────────────────────────────────────────────────────────────────── */

static void
on_pasted_files (GObject *source, GAsyncResult *result, gpointer user_data)
{
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, NULL);

  resolve_files (user_data, value != NULL ? g_value_get_boxed (value) : NULL);
}

/* As bytes: a texture would be decoded here. */
static GBytes *
read_all (GInputStream *stream, GError **error)
{
  g_autoptr (GByteArray) all = g_byte_array_new ();

  for (;;)
    {
      g_autoptr (GBytes) block
          = dex_await_boxed (dex_input_stream_read_bytes (stream, BLOCK, G_PRIORITY_DEFAULT), error);

      if (block == NULL)
        return NULL;
      if (g_bytes_get_size (block) == 0)
        return g_byte_array_free_to_bytes (g_steal_pointer (&all));
      if (all->len + g_bytes_get_size (block) > PASTED_MAX)
        {
          g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                               _ ("This is no picture that can be shown"));
          return NULL;
        }
      g_byte_array_append (all, g_bytes_get_data (block, NULL), (guint) g_bytes_get_size (block));
    }
}

/* On a thread. */
static DexFuture *
write_all (gpointer data)
{
  g_autofree char *path = NULL;
  GError *error = NULL;
  int fd = g_file_open_tmp ("weft-pasted-XXXXXX", &path, &error);
  gsize length;
  const char *bytes = g_bytes_get_data (data, &length);

  if (fd < 0)
    return dex_future_new_for_error (error);
  g_close (fd, NULL);
  if (!g_file_set_contents_full (path, bytes, (gssize) length, G_FILE_SET_CONTENTS_NONE, 0600, &error))
    {
      g_unlink (path);
      return dex_future_new_for_error (error);
    }
  return dex_future_new_take_boxed (
      WEFT_TYPE_PICTURE_OFFER, offer_new (g_strdupv ((char *[]) { path, NULL }), TRUE));
}

static DexFuture *
keep_fiber (gpointer data)
{
  GError *error = NULL;
  GBytes *bytes = read_all (data, &error);

  if (bytes == NULL)
    return dex_future_new_for_error (error);
  return dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0, write_all, bytes,
                              (GDestroyNotify) g_bytes_unref);
}

static DexFuture *
on_kept (DexFuture *future, gpointer user_data)
{
  DexPromise *promise = user_data;
  GError *error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  if (value != NULL)
    dex_promise_resolve (promise, value);
  else
    dex_promise_reject (promise, error);
  return NULL;
}

static void
on_pasted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  DexPromise *promise = user_data;
  GInputStream *stream = gdk_clipboard_read_finish (GDK_CLIPBOARD (source), result, NULL, NULL);

  if (stream == NULL)
    resolve_files (promise, NULL);
  else
    dex_future_disown (dex_future_finally (
        dex_scheduler_spawn (NULL, 0, keep_fiber, stream, g_object_unref), on_kept, promise, dex_unref));
}

DexFuture *
weft_picture_offer_paste (GtkWidget *widget)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (widget);
  DexPromise *promise = dex_promise_new ();

  if (gdk_content_formats_contain_gtype (gdk_clipboard_get_formats (clipboard), GDK_TYPE_FILE_LIST))
    gdk_clipboard_read_value_async (clipboard, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT, NULL, on_pasted_files,
                                    dex_ref (promise));
  else
    gdk_clipboard_read_async (clipboard, types, G_PRIORITY_DEFAULT, NULL, on_pasted, dex_ref (promise));
  return DEX_FUTURE (promise);
}
