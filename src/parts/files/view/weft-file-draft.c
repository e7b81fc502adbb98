/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-files"

#include "config.h"

#include "parts/files/view/weft-file-draft.h"

#include <glib/gi18n.h>

#include "base/weft-id.h"
#include "parts/files/view/weft-file-gallery.h"
#include "parts/files/view/weft-taken-file.h"
#include "sync/weft-own-stream.h"

/** Item: one file on its way into the draft: from then on it is a row of one's own stream. */
typedef struct
{
  WeftFileDraft *draft;  /* (nullable): NULL once it is no more concern of it */
  WeftSync *sync;
  char *place;
  char *id;
  char *name;
  WeftTakenFile *taken;  /* (nullable): until it is copied */
  gint64 duration;       /* ms; 0 but of a voice message */
  char *peaks;           /* (nullable): likewise */
  gboolean sends;        /* it goes as soon as it is ready */
  gboolean kept;         /* its row is there, or comes */
  gboolean unwanted;     /* taken out, or sent */
} Item;

struct _WeftFileDraft
{
  GObject parent_instance;

  WeftSync *sync;
  char *place;              /* (nullable) */
  WeftFileGallery *gallery; /* (nullable): the files of one's own stream, once one knows who one is */
  GHashTable *items;        /* place → GPtrArray of Item */
  GHashTable *gone;         /* id → when it was put in, of rows which go: they were taken out or sent */
};

enum
{
  CHANGED,
  FAILED,
  SEND,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WeftFileDraft, weft_file_draft, G_TYPE_OBJECT)

static void
changed (WeftFileDraft *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

/* ── items ───────────────────────────────────────────────────────────────────────────────────────────── */

static void
item_clear (gpointer data)
{
  Item *item = data;

  g_clear_object (&item->sync);
  g_free (item->place);
  g_free (item->id);
  g_free (item->name);
  g_free (item->peaks);
  g_clear_pointer (&item->taken, weft_taken_file_free);
}

static Item *
item_ref (Item *item)
{
  return g_rc_box_acquire (item);
}

static void
item_unref (gpointer data)
{
  g_rc_box_release_full (data, item_clear);
}

/* From the list: with the window, perhaps, and then it goes on into the draft. */
static void
item_drop (gpointer data)
{
  ((Item *) data)->draft = NULL;
  item_unref (data);
}

static gint64
get_duration (const Item *item)
{
  return item->peaks == NULL && item->taken != NULL ? item->taken->duration : item->duration;
}

static WeftFileMeasures
get_measures (const Item *item)
{
  return (WeftFileMeasures) { .width = item->taken->width, .height = item->taken->height, .duration = get_duration (item), .peaks = item->peaks };
}

static GPtrArray *
get_items (WeftFileDraft *self, const char *place)
{
  return place != NULL ? g_hash_table_lookup (self->items, place) : NULL;
}

static WeftFileList *
get_list (WeftFileDraft *self)
{
  return self->gallery != NULL ? weft_file_gallery_get_list (self->gallery) : NULL;
}

/* (nullable): what is kept for @place, by this device and others. */
static GPtrArray *
get_rows (WeftFileDraft *self, const char *place)
{
  return self->gallery != NULL && place != NULL ? weft_file_list_get (get_list (self), weft_stream_get_id (place)) : NULL;
}

static const WeftFile *
find_row (WeftFileDraft *self, const char *id)
{
  return self->gallery != NULL ? weft_file_list_find (get_list (self), id) : NULL;
}

/* One that was brought back since has another time. */
static gboolean
is_gone (WeftFileDraft *self, const WeftFile *file)
{
  const gint64 *at = g_hash_table_lookup (self->gone, file->id);

  return at != NULL && (*at == 0 || *at == file->at);
}

static void
set_gone (WeftFileDraft *self, const char *id)
{
  const WeftFile *row = find_row (self, id);
  const gint64 at = row != NULL ? row->at : 0;

  g_hash_table_replace (self->gone, g_strdup (id), g_memdup2 (&at, sizeof at));
}

static guint
count (WeftFileDraft *self, const char *place)
{
  GPtrArray *rows = get_rows (self, place);
  GPtrArray *items = get_items (self, place);
  guint n = items != NULL ? items->len : 0;

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    n += is_gone (self, rows->pdata[i]) ? 0 : 1;
  return n;
}

/* ── what is kept ────────────────────────────────────────────────────────────────────────────────────── */

/* What has become a row needs nothing of its own any more; what is gone is forgotten once its row is. */
static void
on_rows_changed (WeftFileDraft *self)
{
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    for (guint i = ((GPtrArray *) value)->len; i > 0; i--)
      {
        const Item *item = ((GPtrArray *) value)->pdata[i - 1];

        if (item->kept && find_row (self, item->id) != NULL)
          g_ptr_array_remove_index (value, i - 1);
      }
  g_hash_table_iter_init (&iter, self->gone);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (find_row (self, key) == NULL)
      g_hash_table_iter_remove (&iter);
  changed (self);
}

static void
find_rows (WeftFileDraft *self)
{
  g_autofree char *own = self->sync != NULL ? weft_own_stream_dup (self->sync) : NULL;
  g_autoptr (WeftFileList) list = NULL;

  if (own == NULL || self->gallery != NULL)
    return;
  list = weft_file_list_new (self->sync, own);
  self->gallery = weft_file_gallery_new (list);
  g_signal_connect_object (self->gallery, "changed", G_CALLBACK (on_rows_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->gallery, "picture", G_CALLBACK (changed), self, G_CONNECT_SWAPPED);
}

static DexFuture *
on_kept (DexFuture *future, gpointer user_data)
{
  Item *item = user_data;
  g_autoptr (GError) error = NULL;

  /* Otherwise it waits here, as long as the window does. */
  item->kept = dex_future_get_value (future, &error) != NULL;
  if (item->kept)
    weft_sync_release_file (item->sync, item->taken->info->hash);
  else
    g_message ("A file could not be kept: %s", error->message);
  return dex_future_new_for_boolean (TRUE);
}

static void
keep (Item *item)
{
  g_autofree char *own = weft_own_stream_dup (item->sync);
  WeftFileMeasures measures = get_measures (item);

  if (own == NULL || item->kept)
    return;
  item->kept = TRUE;
  dex_future_disown (dex_future_finally (weft_files_attach (item->sync, own, item->id, weft_stream_get_id (item->place), item->taken->info, &measures, NULL), on_kept, item_ref (item),
                                         item_unref));
}

static void
settle (Item *item)
{
  WeftFileDraft *self = item->draft;

  if (self != NULL)
    changed (self);
  if (self != NULL && item->sends)
    g_signal_emit (self, signals[SEND], 0);
  if (!item->unwanted)
    keep (item);
}

static DexFuture *
on_removed (DexFuture *future, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (dex_future_get_value (future, &error) == NULL)
    g_message ("A file stays with what is written: %s", error->message);
  return dex_future_new_for_boolean (TRUE);
}

/* What is on its way only. */
static void
take_out (Item *item)
{
  WeftFileDraft *self = item->draft;

  item->unwanted = TRUE;
  if (item->taken != NULL && !item->kept)
    weft_sync_release_file (item->sync, item->taken->info->hash);
  g_ptr_array_remove (get_items (self, item->place), item);
  changed (self);
}

static Item *
find_item (WeftFileDraft *self, const char *id)
{
  GPtrArray *items = get_items (self, self->place);

  for (guint i = 0; items != NULL && i < items->len; i++)
    if (g_str_equal (((Item *) items->pdata[i])->id, id))
      return items->pdata[i];
  return NULL;
}

void
weft_file_draft_remove (WeftFileDraft *self, const char *id)
{
  const WeftFile *row;
  Item *item;

  g_return_if_fail (WEFT_IS_FILE_DRAFT (self));

  row = find_row (self, id);
  item = find_item (self, id);
  if (row != NULL || (item != NULL && item->kept))
    {
      g_autofree char *own = weft_own_stream_dup (self->sync);

      set_gone (self, id);
      dex_future_disown (dex_future_finally (row != NULL && row->operation != NULL ? weft_sync_discard_operation (self->sync, row->operation)
                                                                                   : weft_files_remove (self->sync, own, id),
                                             on_removed, NULL, NULL));
    }
  if (item != NULL)
    take_out (item);
  else
    changed (self);
}

/* ── taking copies ───────────────────────────────────────────────────────────────────────────────────── */

static DexFuture *
on_taken (DexFuture *future, gpointer user_data)
{
  Item *item = user_data;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);
  WeftFileDraft *self = item->draft;

  if (item->unwanted)
    {
      if (value != NULL)
        weft_sync_release_file (item->sync, ((const WeftTakenFile *) g_value_get_boxed (value))->info->hash);
      return NULL;
    }
  if (value == NULL)
    {
      g_autofree char *reason = g_strdup_printf (_("%s cannot be attached: %s"), item->name, error->message);

      if (self == NULL)
        return NULL;
      take_out (item);
      g_signal_emit (self, signals[FAILED], 0, reason);
      return NULL;
    }

  item->taken = g_value_dup_boxed (value);
  g_set_str (&item->name, item->taken->info->name);
  if (item->peaks != NULL)
    g_set_str (&item->taken->info->media_type, WEFT_FILE_VOICE_TYPE);
  settle (item);

  return NULL;
}

static Item *
add_item (WeftFileDraft *self, const char *place, const char *path)
{
  GPtrArray *items = get_items (self, place);
  g_autofree char *base = g_path_get_basename (path);
  Item *item;

  if (items == NULL)
    {
      items = g_ptr_array_new_with_free_func (item_drop);
      g_hash_table_insert (self->items, g_strdup (place), items);
    }
  if (count (self, place) >= WEFT_FILES_TARGET_MAX)
    {
      g_autofree char *reason = g_strdup_printf (_("A message carries at most %d files"), WEFT_FILES_TARGET_MAX);

      g_signal_emit (self, signals[FAILED], 0, reason);
      return NULL;
    }

  item = g_rc_box_new0 (Item);
  item->draft = self;
  item->sync = g_object_ref (self->sync);
  item->place = g_strdup (place);
  item->id = weft_id_new (weft_clock_get_system ());
  item->name = g_filename_display_name (base);
  g_ptr_array_add (items, item);

  return item;
}

/* Until now what is in @user_data was needed. */
static DexFuture *
on_copied (DexFuture *future, gpointer user_data)
{
  return dex_ref (future);
}

static void
await_copy (Item *item, DexFuture *future)
{
  dex_future_disown (dex_future_finally (future, on_taken, item_ref (item), item_unref));
}

void
weft_file_draft_add (WeftFileDraft *self, const char *path)
{
  Item *item;

  g_return_if_fail (WEFT_IS_FILE_DRAFT (self));

  item = self->sync != NULL && self->place != NULL ? add_item (self, self->place, path) : NULL;
  if (item == NULL)
    return;
  await_copy (item, weft_taken_file_take (item->sync, path));
  changed (self);
}

void
weft_file_draft_add_voice (WeftFileDraft *self, const char *place, const char *path, gint64 duration, const char *peaks, gboolean sends, GObject *done)
{
  Item *item;

  g_return_if_fail (WEFT_IS_FILE_DRAFT (self));

  item = self->sync != NULL ? add_item (self, place, path) : NULL;
  if (item == NULL)
    {
      g_clear_object (&done);
      return;
    }
  item->duration = duration;
  item->peaks = g_strdup (peaks);
  item->sends = sends && g_strcmp0 (place, self->place) == 0;
  await_copy (item, dex_future_finally (weft_taken_file_take (item->sync, path), on_copied, done, g_object_unref));
  changed (self);
}

void
weft_file_draft_add_bytes (WeftFileDraft *self, const char *name, GBytes *bytes)
{
  DexFuture *future;
  Item *item;

  g_return_if_fail (WEFT_IS_FILE_DRAFT (self));

  if (self->sync == NULL || self->place == NULL || (future = weft_taken_file_take_bytes (self->sync, name, bytes)) == NULL)
    return;
  item = add_item (self, self->place, name);
  if (item == NULL)
    {
      dex_unref (future);
      return;
    }
  await_copy (item, future);
  changed (self);
}

/* ── what is shown ───────────────────────────────────────────────────────────────────────────────────── */

GArray *
weft_file_draft_list (WeftFileDraft *self, const char *place)
{
  g_autoptr (GArray) list = g_array_new (FALSE, TRUE, sizeof (WeftDraftFile));
  GPtrArray *rows = get_rows (self, place);
  GPtrArray *items = get_items (self, place);

  g_return_val_if_fail (WEFT_IS_FILE_DRAFT (self), NULL);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const WeftFile *file = rows->pdata[i];
      WeftDraftFile shown = { .id = file->id, .name = file->name, .size = file->size, .duration = file->duration, .refusal = file->refusal };

      if (is_gone (self, file))
        continue;
      if (weft_file_is_picture (file) || weft_file_is_video (file))
        shown.picture = weft_file_gallery_get_picture (self->gallery, file);
      g_array_append_val (list, shown);
    }
  for (guint i = 0; items != NULL && i < items->len; i++)
    {
      const Item *item = items->pdata[i];
      WeftDraftFile shown = { .id = item->id, .name = item->name, .size = item->taken != NULL ? item->taken->info->size : -1, .duration = get_duration (item),
                               .picture = item->taken != NULL ? item->taken->picture : NULL };

      g_array_append_val (list, shown);
    }
  return g_steal_pointer (&list);
}

guint
weft_file_draft_get_n (WeftFileDraft *self)
{
  g_return_val_if_fail (WEFT_IS_FILE_DRAFT (self), 0);

  return count (self, self->place);
}

gboolean
weft_file_draft_is_busy (WeftFileDraft *self)
{
  GPtrArray *items;

  g_return_val_if_fail (WEFT_IS_FILE_DRAFT (self), FALSE);

  items = get_items (self, self->place);
  for (guint i = 0; items != NULL && i < items->len; i++)
    if (((const Item *) items->pdata[i])->taken == NULL)
      return TRUE;

  return FALSE;
}

/* ── sending ─────────────────────────────────────────────────────────────────────────────────────────── */

typedef struct
{
  GWeakRef draft;
  char *id;
} Sent;

static void
sent_free (gpointer data)
{
  Sent *sent = data;

  g_weak_ref_clear (&sent->draft);
  g_free (sent->id);
  g_free (sent);
}

/* What could not go is in the draft still. */
static DexFuture *
on_attached (DexFuture *future, gpointer user_data)
{
  Sent *sent = user_data;
  g_autoptr (WeftFileDraft) self = g_weak_ref_get (&sent->draft);
  g_autoptr (GError) error = NULL;

  /* The message, which is kept the same way, says so to the person. */
  if (dex_future_get_value (future, &error) != NULL)
    return NULL;
  g_warning ("A file could not be attached: %s", error->message);
  if (self != NULL && g_hash_table_remove (self->gone, sent->id))
    changed (self);

  return NULL;
}

static void
attach (WeftFileDraft *self,
        const char *id,
        const char *stream,
        const char *target,
        const WeftFileInfo *info,
        const WeftFileMeasures *measures,
        const char *const *hashes)
{
  g_autofree char *fresh = weft_id_new (weft_clock_get_system ());
  Sent *sent = g_new0 (Sent, 1);

  g_weak_ref_init (&sent->draft, self);
  sent->id = g_strdup (id);
  dex_future_disown (dex_future_finally (weft_files_attach (self->sync, stream, fresh, target, info, measures, hashes), on_attached, sent, sent_free));
}

/* Borrowed hashes of all that is there. */
static GPtrArray *
list_hashes (WeftFileDraft *self, GPtrArray *rows, GPtrArray *items)
{
  GPtrArray *hashes = g_ptr_array_new_null_terminated (0, NULL, TRUE);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    if (!is_gone (self, rows->pdata[i]))
      g_ptr_array_add (hashes, ((const WeftFile *) rows->pdata[i])->hash);
  for (guint i = 0; items != NULL && i < items->len; i++)
    g_ptr_array_add (hashes, ((const Item *) items->pdata[i])->taken->info->hash);
  return hashes;
}

static void
send_row (WeftFileDraft *self, const WeftFile *file, const char *stream, const char *target, const char *const *hashes)
{
  const WeftFileInfo info = { .hash = file->hash, .name = file->name, .media_type = file->media_type, .size = file->size };

  attach (self, file->id, stream, target, &info,
          &(WeftFileMeasures) { .width = file->width, .height = file->height, .duration = file->duration, .peaks = file->peaks }, hashes);
  /* What was refused is tried once more there. */
  if (file->operation != NULL)
    dex_future_disown (dex_future_finally (weft_sync_discard_operation (self->sync, file->operation), on_removed, NULL, NULL));
}

/* Of the draft, once they are where they were sent. */
static void
let_go (WeftFileDraft *self, GPtrArray *ids, const char *const *hashes)
{
  g_autofree char *own = weft_own_stream_dup (self->sync);

  for (guint i = 0; i < ids->len; i++)
    set_gone (self, ids->pdata[i]);
  if (ids->len > 0 && own != NULL)
    dex_future_disown (dex_future_finally (weft_files_let_go (self->sync, own, (const char *const *) ids->pdata, ids->len, hashes), on_removed, NULL, NULL));
}

char **
weft_file_draft_send (WeftFileDraft *self, const char *place, const char *stream, const char *target)
{
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) hashes = NULL;
  GPtrArray *rows, *items;

  g_return_val_if_fail (WEFT_IS_FILE_DRAFT (self), NULL);

  rows = get_rows (self, place);
  items = get_items (self, place);
  {
    g_autoptr (GPtrArray) borrowed = list_hashes (self, rows, items);

    hashes = g_strdupv ((char **) borrowed->pdata);
  }
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const WeftFile *file = rows->pdata[i];

      if (is_gone (self, file))
        continue;
      send_row (self, file, stream, target, (const char *const *) hashes);
      if (file->operation == NULL)
        g_ptr_array_add (kept, g_strdup (file->id));
      else
        set_gone (self, file->id);
    }
  for (guint i = 0; items != NULL && i < items->len; i++)
    {
      Item *item = items->pdata[i];
      WeftFileMeasures measures = get_measures (item);

      attach (self, item->id, stream, target, item->taken->info, &measures, (const char *const *) hashes);
      item->unwanted = TRUE;
      if (item->kept)
        g_ptr_array_add (kept, g_strdup (item->id));
    }
  let_go (self, kept, (const char *const *) hashes);
  if (items != NULL)
    g_ptr_array_set_size (items, 0);
  changed (self);

  return g_steal_pointer (&hashes);
}

/* ── object ──────────────────────────────────────────────────────────────────────────────────────────── */

static void
forget_gallery (WeftFileDraft *self)
{
  if (self->gallery != NULL)
    g_signal_handlers_disconnect_by_data (self->gallery, self);
  g_clear_object (&self->gallery);
}

static void
weft_file_draft_dispose (GObject *object)
{
  WeftFileDraft *self = WEFT_FILE_DRAFT (object);

  g_hash_table_remove_all (self->items);
  forget_gallery (self);
  g_clear_object (&self->sync);

  G_OBJECT_CLASS (weft_file_draft_parent_class)->dispose (object);
}

static void
weft_file_draft_finalize (GObject *object)
{
  WeftFileDraft *self = WEFT_FILE_DRAFT (object);

  g_hash_table_unref (self->items);
  g_hash_table_unref (self->gone);
  g_free (self->place);

  G_OBJECT_CLASS (weft_file_draft_parent_class)->finalize (object);
}

static void
weft_file_draft_class_init (WeftFileDraftClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = weft_file_draft_dispose;
  object_class->finalize = weft_file_draft_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SEND] = g_signal_new ("send", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
weft_file_draft_init (WeftFileDraft *self)
{
  self->items = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  self->gone = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

WeftFileDraft *
weft_file_draft_new (void)
{
  return g_object_new (WEFT_TYPE_FILE_DRAFT, NULL);
}

void
weft_file_draft_set_place (WeftFileDraft *self, WeftSync *sync, const char *place)
{
  g_return_if_fail (WEFT_IS_FILE_DRAFT (self));

  if (self->sync != sync)
    {
      g_hash_table_remove_all (self->items);
      g_hash_table_remove_all (self->gone);
      forget_gallery (self);
      if (self->sync != NULL)
        g_signal_handlers_disconnect_by_data (self->sync, self);
      if (sync != NULL)
        g_signal_connect_object (sync, "notify::person", G_CALLBACK (find_rows), self, G_CONNECT_SWAPPED);
      g_set_object (&self->sync, sync);
    }
  g_set_str (&self->place, place);
  find_rows (self);
  changed (self);
}

const char *
weft_file_draft_get_place (WeftFileDraft *self)
{
  g_return_val_if_fail (WEFT_IS_FILE_DRAFT (self), NULL);

  return self->place;
}
