/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-files"

#include "config.h"

#include "parts/files/view/weft-file-tray.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "parts/files/client/weft-files.h"
#include "parts/files/view/weft-file-chip.h"
#include "parts/files/view/weft-thumbnails.h"
#include "parts/files/view/weft-voice-bar.h"
#include "parts/files/view/weft-voice-player.h"

/** Item: one file that waits. */
typedef struct
{
  WeftFileTray *tray;    /* (nullable): NULL once it was taken out */
  char *place;
  char *name;
  WeftFileInfo *info;    /* (nullable): until it is copied */
  GdkTexture *picture;   /* (nullable) */
  gboolean looked;       /* a picture was looked for */
  int width;
  int height;
  gint64 duration;       /* ms; 0 but of what is played */
  char *peaks;           /* (nullable): but of a voice message */
  gboolean sends;        /* it goes as soon as it is ready */
} Item;

struct _WeftFileTray
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *chips;
  GtkWidget *voice;      /* a WeftVoiceBar */
  char *voice_place;     /* (nullable): where it records */
  WeftSync *sync;
  char *place;           /* (nullable) */
  GHashTable *items;     /* place → GPtrArray of Item */
};

enum
{
  CHANGED,
  FAILED,
  SEND,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftFileTray, weft_file_tray, GTK_TYPE_WIDGET)

static void fill (WeftFileTray *self);

static Item *
item_ref (Item *item)
{
  return g_rc_box_acquire (item);
}

static void
item_clear (gpointer data)
{
  Item *item = data;

  g_free (item->place);
  g_free (item->name);
  g_free (item->peaks);
  g_clear_pointer (&item->info, weft_file_info_free);
  g_clear_object (&item->picture);
}

static void
item_unref (gpointer data)
{
  g_rc_box_release_full (data, item_clear);
}

/* From the tray's list: what comes of it later is nobody's concern. */
static void
item_drop (gpointer data)
{
  ((Item *) data)->tray = NULL;
  item_unref (data);
}

static GPtrArray *
get_items (WeftFileTray *self, const char *place)
{
  return place != NULL ? g_hash_table_lookup (self->items, place) : NULL;
}

/* Here: what was begun elsewhere is not seen. */
static gboolean
is_recording (WeftFileTray *self)
{
  return self->voice_place != NULL && g_strcmp0 (self->voice_place, self->place) == 0;
}

static gboolean
is_ready (const Item *item)
{
  return item->info != NULL && item->looked;
}

static void
take_out (Item *item)
{
  WeftFileTray *self = item->tray;
  GPtrArray *items = get_items (self, item->place);

  if (item->info != NULL)
    weft_sync_release_file (self->sync, item->info->hash);
  g_ptr_array_remove (items, item);
  fill (self);
}

/* ── chips ───────────────────────────────────────────────────────────────────────────────────────────── */

static void
on_remove (GtkButton *button, Item *item)
{
  if (item->tray != NULL)
    take_out (item);
}

static GtkWidget *
make_chip (Item *item)
{
  g_autofree char *size = item->info != NULL ? g_format_size ((guint64) item->info->size) : NULL;
  g_autofree char *duration = item->duration > 0 ? weft_voice_dup_time (item->duration) : NULL;
  const char *meta = size == NULL ? _("Copying…") : duration != NULL ? duration : size;
  GtkWidget *remove;
  GtkWidget *chip = weft_file_chip_new (item->name, meta, item->picture, &remove);

  g_signal_connect_data (remove, "clicked", G_CALLBACK (on_remove), item_ref (item), (GClosureNotify) (void (*) (void)) item_unref, 0);

  return chip;
}

static void
fill (WeftFileTray *self)
{
  GPtrArray *items = get_items (self, self->place);

  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->chips)) != NULL)
    adw_wrap_box_remove (ADW_WRAP_BOX (self->chips), child);
  for (guint i = 0; items != NULL && i < items->len; i++)
    adw_wrap_box_append (ADW_WRAP_BOX (self->chips), make_chip (items->pdata[i]));
  gtk_widget_set_visible (self->chips, items != NULL && items->len > 0);
  gtk_widget_set_visible (self->voice, is_recording (self));
  g_signal_emit (self, signals[CHANGED], 0);
}

/* ── taking copies ───────────────────────────────────────────────────────────────────────────────────── */

static DexFuture *
on_picture (DexFuture *future, gpointer user_data)
{
  Item *item = user_data;
  const GValue *value = dex_future_get_value (future, NULL);

  item->looked = TRUE;
  if (value != NULL)
    {
      item->picture = g_value_dup_object (value);
      weft_thumbnail_get_original_size (item->picture, &item->width, &item->height);
      item->duration = weft_thumbnail_get_duration (item->picture);
    }
  if (item->tray != NULL)
    fill (item->tray);

  return NULL;
}

static DexFuture *
on_added (DexFuture *future, gpointer user_data)
{
  Item *item = user_data;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);
  WeftFileTray *self = item->tray;
  gboolean film;

  if (self == NULL)
    return NULL;
  if (value == NULL)
    {
      g_autofree char *reason = g_strdup_printf (_("%s cannot be attached: %s"), item->name, error->message);

      take_out (item);
      g_signal_emit (self, signals[FAILED], 0, reason);
      return NULL;
    }

  item->info = g_value_dup_boxed (value);
  g_set_str (&item->name, item->info->name);
  if (item->peaks != NULL)
    g_set_str (&item->info->media_type, WEFT_FILE_VOICE_TYPE);
  film = g_str_has_prefix (item->info->media_type, "video/");
  item->looked = !film && !weft_thumbnail_is_likely (item->info->media_type);
  if (!item->looked)
    dex_future_disown (dex_future_finally (weft_thumbnail_load (item->info->path, item->info->hash, film), on_picture, item_ref (item), item_unref));
  fill (self);
  if (item->sends)
    g_signal_emit (self, signals[SEND], 0);

  return NULL;
}

static DexFuture *
on_temporary_added (DexFuture *future, gpointer user_data)
{
  const char *path = user_data;
  g_autofree char *folder = g_path_get_dirname (path);

  g_unlink (path);
  g_rmdir (folder);

  return dex_ref (future);
}

static Item *
add_item (WeftFileTray *self, const char *place, const char *path)
{
  GPtrArray *items = get_items (self, place);
  g_autofree char *base = g_path_get_basename (path);
  Item *item;

  if (items == NULL)
    {
      items = g_ptr_array_new_with_free_func (item_drop);
      g_hash_table_insert (self->items, g_strdup (place), items);
    }
  if (items->len >= WEFT_FILES_TARGET_MAX)
    {
      g_autofree char *reason = g_strdup_printf (_("A message carries at most %d files"), WEFT_FILES_TARGET_MAX);

      g_signal_emit (self, signals[FAILED], 0, reason);
      return NULL;
    }

  item = g_rc_box_new0 (Item);
  item->tray = self;
  item->place = g_strdup (place);
  item->name = g_filename_display_name (base);
  g_ptr_array_add (items, item);

  return item;
}

void
weft_file_tray_add_file (WeftFileTray *self, GFile *file)
{
  g_autofree char *path = NULL;
  Item *item;

  g_return_if_fail (WEFT_IS_FILE_TRAY (self));

  if (self->sync == NULL || self->place == NULL)
    return;
  path = g_file_get_path (file);
  if (path == NULL)
    {
      g_signal_emit (self, signals[FAILED], 0, _("Only files on this computer can be attached"));
      return;
    }
  item = add_item (self, self->place, path);
  if (item == NULL)
    return;
  dex_future_disown (dex_future_finally (weft_sync_add_file (self->sync, path), on_added, item_ref (item), item_unref));
  fill (self);
}

void
weft_file_tray_add (WeftFileTray *self, GListModel *files)
{
  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);

      weft_file_tray_add_file (self, file);
    }
}

typedef struct
{
  GBytes *bytes;
  char *path;
} Writing;

static DexFuture *
write_bytes (gpointer data)
{
  Writing *writing = data;
  g_autoptr (GError) error = NULL;
  gsize length;
  const char *contents = g_bytes_get_data (writing->bytes, &length);

  if (!g_file_set_contents_full (writing->path, contents, (gssize) length, G_FILE_SET_CONTENTS_NONE, 0600, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_for_boolean (TRUE);
}

static void
writing_free (gpointer data)
{
  Writing *writing = data;

  g_bytes_unref (writing->bytes);
  g_free (writing->path);
  g_free (writing);
}

static DexFuture *
on_written (DexFuture *future, gpointer user_data)
{
  Item *item = user_data;
  g_autofree char *path = g_strdup (item->name);
  WeftFileTray *self = item->tray;

  if (self == NULL)
    return dex_future_new_reject (WEFT_ERROR, WEFT_ERROR_NOT_FOUND, "it is not wanted any more");

  return dex_future_finally (weft_sync_add_file (self->sync, path), on_temporary_added, g_strdup (path), g_free);
}

void
weft_file_tray_add_bytes (WeftFileTray *self, const char *name, GBytes *bytes)
{
  g_autofree char *folder = NULL;
  Writing *writing;
  Item *item;

  g_return_if_fail (WEFT_IS_FILE_TRAY (self));

  if (self->sync == NULL || self->place == NULL || (folder = g_dir_make_tmp ("weft-XXXXXX", NULL)) == NULL)
    return;
  writing = g_new0 (Writing, 1);
  writing->bytes = g_bytes_ref (bytes);
  writing->path = g_build_filename (folder, name, NULL);
  item = add_item (self, self->place, writing->path);
  if (item == NULL)
    {
      writing_free (writing);
      g_rmdir (folder);
      return;
    }

  g_set_str (&item->name, writing->path); /* until it has been written */
  dex_future_disown (dex_future_finally (
      dex_future_then (dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0, write_bytes, writing, writing_free), on_written, item_ref (item), item_unref), on_added,
      item_ref (item), item_unref));
  fill (self);
}

void
weft_file_tray_add_texture (WeftFileTray *self, GdkTexture *texture)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *stamp = g_date_time_format (now, "%Y-%m-%d %H-%M-%S");
  /* Translators: name of a pasted picture; %s is date and time */
  g_autofree char *name = g_strdup_printf (_("Picture %s.png"), stamp);
  g_autoptr (GBytes) bytes = gdk_texture_save_to_png_bytes (texture);

  weft_file_tray_add_bytes (self, name, bytes);
}

/* ── recording ───────────────────────────────────────────────────────────────────────────────────────── */

static DexFuture *
on_voice_added (DexFuture *future, gpointer user_data)
{
  return dex_ref (future); /* until now the file was needed */
}

static void
on_recorded (WeftVoiceBar *bar, const char *path, gint64 duration, const char *peaks, gboolean sends, WeftFileTray *self)
{
  g_autofree char *place = g_steal_pointer (&self->voice_place);
  Item *item = self->sync != NULL && place != NULL ? add_item (self, place, path) : NULL;

  if (item != NULL)
    {
      item->duration = duration;
      item->peaks = g_strdup (peaks);
      item->sends = sends && g_strcmp0 (place, self->place) == 0;
      dex_future_disown (dex_future_finally (
          dex_future_finally (weft_sync_add_file (self->sync, path), on_voice_added, weft_voice_bar_ref_file (bar), g_object_unref), on_added,
          item_ref (item), item_unref));
    }
  fill (self);
}

static void
on_recording_ended (WeftVoiceBar *bar, const char *reason, WeftFileTray *self)
{
  g_clear_pointer (&self->voice_place, g_free);
  fill (self);
  if (reason != NULL)
    g_signal_emit (self, signals[FAILED], 0, reason);
}

void
weft_file_tray_record (WeftFileTray *self)
{
  g_return_if_fail (WEFT_IS_FILE_TRAY (self));

  if (self->sync == NULL || self->place == NULL || self->voice_place != NULL)
    return;
  self->voice_place = g_strdup (self->place);
  fill (self);
  weft_voice_bar_start (WEFT_VOICE_BAR (self->voice));
}

/* ── public ──────────────────────────────────────────────────────────────────────────────────────────── */

void
weft_file_tray_set_place (WeftFileTray *self, WeftSync *sync, const char *place)
{
  g_return_if_fail (WEFT_IS_FILE_TRAY (self));

  if (self->voice_place != NULL && g_strcmp0 (self->voice_place, place) != 0)
    weft_voice_bar_keep (WEFT_VOICE_BAR (self->voice));
  if (self->sync != sync)
    {
      g_hash_table_remove_all (self->items);
      g_clear_pointer (&self->voice_place, g_free);
    }
  g_set_object (&self->sync, sync);
  g_set_str (&self->place, place);
  fill (self);
}

guint
weft_file_tray_get_n (WeftFileTray *self)
{
  GPtrArray *items;

  g_return_val_if_fail (WEFT_IS_FILE_TRAY (self), 0);

  items = get_items (self, self->place);

  return (items != NULL ? items->len : 0) + (is_recording (self) ? 1 : 0);
}

gboolean
weft_file_tray_is_busy (WeftFileTray *self)
{
  GPtrArray *items;

  g_return_val_if_fail (WEFT_IS_FILE_TRAY (self), FALSE);

  if (is_recording (self))
    return TRUE;
  items = get_items (self, self->place);
  for (guint i = 0; items != NULL && i < items->len; i++)
    if (!is_ready (items->pdata[i]))
      return TRUE;

  return FALSE;
}

char *
weft_file_tray_dup_names (WeftFileTray *self, const char *place)
{
  GPtrArray *items = get_items (self, place);
  GString *names = g_string_new (NULL);

  for (guint i = 0; items != NULL && i < items->len; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", ((const Item *) items->pdata[i])->name);

  return g_string_free (names, FALSE);
}

static DexFuture *
on_attached (DexFuture *future, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  /* The message, which is kept the same way, says so to the person. */
  if (dex_future_get_value (future, &error) == NULL)
    g_warning ("A file could not be attached: %s", error->message);

  return NULL;
}

char **
weft_file_tray_send (WeftFileTray *self, const char *place, const char *stream, const char *target)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) hashes = NULL;
  GPtrArray *items;

  g_return_val_if_fail (WEFT_IS_FILE_TRAY (self), NULL);

  items = get_items (self, place);
  for (guint i = 0; items != NULL && i < items->len; i++)
    g_strv_builder_add (builder, ((const Item *) items->pdata[i])->info->hash);
  hashes = g_strv_builder_end (builder);
  for (guint i = 0; items != NULL && i < items->len; i++)
    {
      const Item *item = items->pdata[i];

      dex_future_disown (dex_future_finally (
          weft_files_attach (self->sync, stream, target, item->info,
                             &(WeftFileMeasures) { .width = item->width, .height = item->height, .duration = item->duration, .peaks = item->peaks },
                             (const char *const *) hashes), on_attached, NULL, NULL));
    }
  if (items != NULL)
    g_ptr_array_set_size (items, 0);
  fill (self);

  return g_steal_pointer (&hashes);
}

static void
weft_file_tray_dispose (GObject *object)
{
  WeftFileTray *self = WEFT_FILE_TRAY (object);

  g_hash_table_remove_all (self->items);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->sync);

  G_OBJECT_CLASS (weft_file_tray_parent_class)->dispose (object);
}

static void
weft_file_tray_finalize (GObject *object)
{
  WeftFileTray *self = WEFT_FILE_TRAY (object);

  g_hash_table_unref (self->items);
  g_free (self->place);
  g_free (self->voice_place);

  G_OBJECT_CLASS (weft_file_tray_parent_class)->finalize (object);
}

static void
weft_file_tray_class_init (WeftFileTrayClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = weft_file_tray_dispose;
  object_class->finalize = weft_file_tray_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SEND] = g_signal_new ("send", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
weft_file_tray_init (WeftFileTray *self)
{
  self->items = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  self->chips = adw_wrap_box_new ();
  adw_wrap_box_set_child_spacing (ADW_WRAP_BOX (self->chips), 8);
  adw_wrap_box_set_line_spacing (ADW_WRAP_BOX (self->chips), 8);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->chips), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Attached Files"), -1);
  gtk_widget_set_margin_start (self->chips, 10);
  gtk_widget_set_margin_end (self->chips, 10);
  gtk_box_append (GTK_BOX (self->box), self->chips);
  self->voice = weft_voice_bar_new ();
  gtk_widget_set_margin_start (self->voice, 10); /* at the end its button stands above the composer's */
  gtk_widget_set_visible (self->voice, FALSE);
  g_signal_connect (self->voice, "recorded", G_CALLBACK (on_recorded), self);
  g_signal_connect (self->voice, "ended", G_CALLBACK (on_recording_ended), self);
  gtk_box_append (GTK_BOX (self->box), self->voice);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

GtkWidget *
weft_file_tray_new (void)
{
  return g_object_new (WEFT_TYPE_FILE_TRAY, NULL);
}
