/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim-disk.h"

#include <sqlite3.h>
#include <string.h>

#include "sim-time.h"

#define SECTOR 512
#define N_SHM_LOCKS SQLITE_SHM_NLOCK

/* A write, or a truncation (data NULL), which has not been synced. */
typedef struct
{
  gint64 offset;
  GBytes *data;
} Pending;

/* What connections of one process share in memory: gone with it. */
typedef struct
{
  gatomicrefcount ref_count;
  GPtrArray *regions;
  int n_shared[N_SHM_LOCKS];
  gpointer exclusive[N_SHM_LOCKS];
  /* The locks of the file itself. */
  int n_readers;
  gpointer reserved;
  gpointer pending;
  gpointer writer;
} Shared;

typedef struct
{
  gatomicrefcount ref_count;
  GByteArray *data;
  GByteArray *durable;
  GPtrArray *unsynced; /* of Pending */
  Shared *shared;
} File;

struct _SimDisk
{
  char *path;
  GHashTable *files; /* path → File */
  SimDiskFaults faults;
  guint generation;
  gboolean dead;
  guint64 n_writes;
};

typedef struct
{
  sqlite3_file base;
  SimDisk *disk;
  guint generation; /* of the disk when it was opened */
  File *file;
  Shared *shared;
  int lock;
  guint shm_shared; /* bits */
  guint shm_exclusive;
} Handle;

static GPtrArray *disks; /* of SimDisk, unowned */
static gboolean keeps_durable;
static sqlite3_vfs *real;

static void
pending_free (gpointer data)
{
  Pending *pending = data;

  g_clear_pointer (&pending->data, g_bytes_unref);
  g_free (pending);
}

static Shared *
shared_new (void)
{
  Shared *self = g_new0 (Shared, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->regions = g_ptr_array_new_with_free_func (g_free);

  return self;
}

static void
shared_unref (Shared *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_ptr_array_unref (self->regions);
  g_free (self);
}

static File *
file_new (void)
{
  File *self = g_new0 (File, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->data = g_byte_array_new ();
  self->durable = g_byte_array_new ();
  self->unsynced = g_ptr_array_new_with_free_func (pending_free);
  self->shared = shared_new ();

  return self;
}

static void
file_unref (gpointer data)
{
  File *self = data;

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_byte_array_unref (self->data);
  g_byte_array_unref (self->durable);
  g_ptr_array_unref (self->unsynced);
  shared_unref (self->shared);
  g_free (self);
}

static void
grow (GByteArray *array, gsize size)
{
  guint old = array->len;

  if (old >= size)
    return;
  g_byte_array_set_size (array, (guint) size);
  memset (array->data + old, 0, size - old);
}

static void
put (GByteArray *array, gint64 offset, gconstpointer data, gsize length)
{
  grow (array, (gsize) offset + length);
  memcpy (array->data + offset, data, length);
}

static void
cut (GByteArray *array, gint64 size)
{
  if (array->len > (gsize) size)
    g_byte_array_set_size (array, (guint) size);
}

static void
apply (GByteArray *array, const Pending *pending)
{
  gsize length;
  gconstpointer data;

  if (pending->data == NULL)
    {
      cut (array, pending->offset);
      return;
    }
  data = g_bytes_get_data (pending->data, &length);
  put (array, pending->offset, data, length);
}

/* When the power goes: each sector by itself. */
static void
apply_torn (GByteArray *array, const Pending *pending)
{
  gsize length;
  const guint8 *data;

  if (pending->data == NULL)
    {
      if (sim_chance (500))
        apply (array, pending);
      return;
    }
  if (sim_chance (250))
    return;
  data = g_bytes_get_data (pending->data, &length);
  for (gsize at = 0; at < length;)
    {
      gsize end
          = MIN (length, ((gsize) pending->offset + at) / SECTOR * SECTOR + SECTOR - (gsize) pending->offset);

      if (!sim_chance (150))
        {
          grow (array, (gsize) pending->offset + end);
          memcpy (array->data + pending->offset + at, data + at, end - at);
        }
      at = end;
    }
}

static void
sync_file (File *file)
{
  for (guint i = 0; i < file->unsynced->len; i++)
    apply (file->durable, file->unsynced->pdata[i]);
  g_ptr_array_set_size (file->unsynced, 0);
}

/* The files of an open database */

static gboolean
is_gone (Handle *handle)
{
  return handle->disk->dead || handle->generation != handle->disk->generation;
}

/* What a write, of any kind, meets. */
static int
meet (Handle *handle, int failure)
{
  SimDisk *disk = handle->disk;

  if (is_gone (handle))
    return failure;
  disk->n_writes++;
  if (disk->faults.until_kill >= 0 && disk->faults.until_kill-- == 0)
    {
      sim_disk_kill (disk);
      return failure;
    }
  if (sim_chance (disk->faults.failing))
    {
      disk->faults.n_failed++;
      if (disk->faults.breaks)
        disk->faults.unreadable = 1000;
      return failure;
    }

  return SQLITE_OK;
}

static int
on_close (sqlite3_file *base)
{
  Handle *handle = (Handle *) base;
  Shared *shared = handle->shared;

  if (handle->lock >= SQLITE_LOCK_SHARED)
    shared->n_readers--;
  if (shared->reserved == handle)
    shared->reserved = NULL;
  if (shared->pending == handle)
    shared->pending = NULL;
  if (shared->writer == handle)
    shared->writer = NULL;
  for (guint i = 0; i < N_SHM_LOCKS; i++)
    {
      if (handle->shm_shared & 1u << i)
        shared->n_shared[i]--;
      if (handle->shm_exclusive & 1u << i)
        shared->exclusive[i] = NULL;
    }
  g_clear_pointer (&handle->shared, shared_unref);
  g_clear_pointer (&handle->file, file_unref);

  return SQLITE_OK;
}

static int
on_read (sqlite3_file *base, void *buffer, int length, sqlite3_int64 offset)
{
  Handle *handle = (Handle *) base;
  GByteArray *data = handle->file->data;
  gsize there;

  if (is_gone (handle))
    return SQLITE_IOERR_READ;
  if (sim_chance (handle->disk->faults.unreadable))
    {
      handle->disk->faults.n_unread++;
      return SQLITE_IOERR_READ;
    }
  there = offset < data->len ? MIN ((gsize) length, (gsize) (data->len - offset)) : 0;
  if (there > 0)
    memcpy (buffer, data->data + offset, there);
  if (there == (gsize) length)
    return SQLITE_OK;
  memset ((guint8 *) buffer + there, 0, (gsize) length - there);

  return SQLITE_IOERR_SHORT_READ;
}

static int
on_write (sqlite3_file *base, const void *buffer, int length, sqlite3_int64 offset)
{
  Handle *handle = (Handle *) base;
  int result = meet (handle, SQLITE_IOERR_WRITE);
  Pending *pending;

  if (result != SQLITE_OK)
    return result;
  if (handle->disk->faults.full && offset + length > handle->file->data->len)
    {
      handle->disk->faults.n_full++;
      return SQLITE_FULL;
    }

  put (handle->file->data, offset, buffer, (gsize) length);
  if (keeps_durable)
    {
      pending = g_new0 (Pending, 1);
      pending->offset = offset;
      pending->data = g_bytes_new (buffer, (gsize) length);
      g_ptr_array_add (handle->file->unsynced, pending);
    }

  return SQLITE_OK;
}

static int
on_truncate (sqlite3_file *base, sqlite3_int64 size)
{
  Handle *handle = (Handle *) base;
  int result = meet (handle, SQLITE_IOERR_TRUNCATE);
  Pending *pending;

  if (result != SQLITE_OK)
    return result;
  cut (handle->file->data, size);
  if (keeps_durable)
    {
      pending = g_new0 (Pending, 1);
      pending->offset = size;
      g_ptr_array_add (handle->file->unsynced, pending);
    }

  return SQLITE_OK;
}

static int
on_sync (sqlite3_file *base, int flags)
{
  Handle *handle = (Handle *) base;
  int result = meet (handle, SQLITE_IOERR_FSYNC);

  if (result == SQLITE_OK)
    sync_file (handle->file);

  return result;
}

static int
on_file_size (sqlite3_file *base, sqlite3_int64 *size)
{
  *size = ((Handle *) base)->file->data->len;
  return is_gone ((Handle *) base) ? SQLITE_IOERR_FSTAT : SQLITE_OK;
}

static int
on_lock (sqlite3_file *base, int lock)
{
  Handle *handle = (Handle *) base;
  Shared *shared = handle->shared;

  if (handle->lock >= lock)
    return SQLITE_OK;

  if (lock == SQLITE_LOCK_SHARED)
    {
      if (shared->pending != NULL || shared->writer != NULL)
        return SQLITE_BUSY;
      shared->n_readers++;
    }
  else if (lock == SQLITE_LOCK_RESERVED)
    {
      if (shared->reserved != NULL)
        return SQLITE_BUSY;
      shared->reserved = handle;
    }
  else
    {
      if ((shared->reserved != NULL && shared->reserved != handle)
          || (shared->pending != NULL && shared->pending != handle))
        return SQLITE_BUSY;
      shared->pending = handle;
      if (shared->n_readers > 1)
        return SQLITE_BUSY;
      shared->writer = handle;
    }
  handle->lock = lock;

  return SQLITE_OK;
}

static int
on_unlock (sqlite3_file *base, int lock)
{
  Handle *handle = (Handle *) base;
  Shared *shared = handle->shared;

  if (shared->writer == handle)
    shared->writer = NULL;
  if (shared->pending == handle)
    shared->pending = NULL;
  if (shared->reserved == handle)
    shared->reserved = NULL;
  if (lock == SQLITE_LOCK_NONE && handle->lock >= SQLITE_LOCK_SHARED)
    shared->n_readers--;
  handle->lock = lock;

  return SQLITE_OK;
}

static int
on_check_reserved (sqlite3_file *base, int *reserved)
{
  *reserved = ((Handle *) base)->shared->reserved != NULL;
  return SQLITE_OK;
}

static int
on_file_control (sqlite3_file *base, int op, void *argument)
{
  return SQLITE_NOTFOUND;
}

static int
on_sector_size (sqlite3_file *base)
{
  return 4096;
}

static int
on_characteristics (sqlite3_file *base)
{
  return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

static int
on_shm_map (sqlite3_file *base, int region, int size, int extend, void volatile **address)
{
  Handle *handle = (Handle *) base;
  GPtrArray *regions = handle->shared->regions;

  *address = NULL;
  if (is_gone (handle))
    return SQLITE_IOERR_SHMMAP;
  while ((guint) region >= regions->len)
    {
      if (!extend)
        return SQLITE_OK;
      g_ptr_array_add (regions, g_malloc0 ((gsize) size));
    }
  *address = regions->pdata[region];

  return SQLITE_OK;
}

static int
on_shm_lock (sqlite3_file *base, int first, int n, int flags)
{
  Handle *handle = (Handle *) base;
  Shared *shared = handle->shared;

  for (int i = first; i < first + n; i++)
    {
      guint bit = 1u << i;

      if (flags & SQLITE_SHM_UNLOCK)
        {
          if (flags & SQLITE_SHM_SHARED && handle->shm_shared & bit)
            {
              shared->n_shared[i]--;
              handle->shm_shared &= ~bit;
            }
          if (flags & SQLITE_SHM_EXCLUSIVE && handle->shm_exclusive & bit)
            {
              shared->exclusive[i] = NULL;
              handle->shm_exclusive &= ~bit;
            }
        }
      else if (flags & SQLITE_SHM_SHARED)
        {
          if (shared->exclusive[i] != NULL && shared->exclusive[i] != handle)
            return SQLITE_BUSY;
        }
      else if ((shared->exclusive[i] != NULL && shared->exclusive[i] != handle)
               || shared->n_shared[i] > ((handle->shm_shared & bit) != 0))
        return SQLITE_BUSY;
    }
  for (int i = first; i < first + n && (flags & SQLITE_SHM_LOCK); i++)
    {
      guint bit = 1u << i;

      if (flags & SQLITE_SHM_SHARED && !(handle->shm_shared & bit))
        {
          shared->n_shared[i]++;
          handle->shm_shared |= bit;
        }
      else if (flags & SQLITE_SHM_EXCLUSIVE)
        {
          shared->exclusive[i] = handle;
          handle->shm_exclusive |= bit;
        }
    }

  return SQLITE_OK;
}

static void
on_shm_barrier (sqlite3_file *base)
{
}

static int
on_shm_unmap (sqlite3_file *base, int delete)
{
  Handle *handle = (Handle *) base;

  /* The wal-index is made anew from the WAL by whoever comes next. */
  if (delete)
    for (guint i = 0; i < handle->shared->regions->len; i++)
      memset (handle->shared->regions->pdata[i], 0, 32768);

  return SQLITE_OK;
}

static const sqlite3_io_methods methods = {
  .iVersion = 2,
  .xClose = on_close,
  .xRead = on_read,
  .xWrite = on_write,
  .xTruncate = on_truncate,
  .xSync = on_sync,
  .xFileSize = on_file_size,
  .xLock = on_lock,
  .xUnlock = on_unlock,
  .xCheckReservedLock = on_check_reserved,
  .xFileControl = on_file_control,
  .xSectorSize = on_sector_size,
  .xDeviceCharacteristics = on_characteristics,
  .xShmMap = on_shm_map,
  .xShmLock = on_shm_lock,
  .xShmBarrier = on_shm_barrier,
  .xShmUnmap = on_shm_unmap,
};

/* The file system */

static SimDisk *
find_disk (const char *path)
{
  for (guint i = 0; path != NULL && i < disks->len; i++)
    {
      SimDisk *disk = disks->pdata[i];

      if (g_str_has_prefix (path, disk->path) && path[strlen (disk->path)] == '/')
        return disk;
    }

  return NULL;
}

static int
on_open (sqlite3_vfs *vfs, const char *path, sqlite3_file *base, int flags, int *out_flags)
{
  SimDisk *disk = find_disk (path);
  Handle *handle = (Handle *) base;
  File *file;

  if (disk == NULL)
    return real->xOpen (real, path, base, flags, out_flags);

  base->pMethods = NULL;
  if (disk->dead)
    return SQLITE_CANTOPEN;
  file = g_hash_table_lookup (disk->files, path);
  if (file == NULL)
    {
      if (!(flags & SQLITE_OPEN_CREATE))
        return SQLITE_CANTOPEN;
      if (disk->faults.full)
        return SQLITE_FULL;
      file = file_new ();
      g_hash_table_insert (disk->files, g_strdup (path), file);
    }
  memset (handle, 0, sizeof *handle);
  handle->disk = disk;
  handle->generation = disk->generation;
  handle->file = file;
  g_atomic_ref_count_inc (&file->ref_count);
  handle->shared = file->shared;
  g_atomic_ref_count_inc (&file->shared->ref_count);
  base->pMethods = &methods;
  if (out_flags != NULL)
    *out_flags = flags;

  return SQLITE_OK;
}

static int
on_delete (sqlite3_vfs *vfs, const char *path, int sync_directory)
{
  SimDisk *disk = find_disk (path);

  if (disk == NULL)
    return real->xDelete (real, path, sync_directory);
  if (disk->dead)
    return SQLITE_IOERR_DELETE;
  disk->n_writes++;
  if (disk->faults.until_kill >= 0 && disk->faults.until_kill-- == 0)
    {
      sim_disk_kill (disk);
      return SQLITE_IOERR_DELETE;
    }

  return g_hash_table_remove (disk->files, path) ? SQLITE_OK : SQLITE_IOERR_DELETE_NOENT;
}

static int
on_access (sqlite3_vfs *vfs, const char *path, int flags, int *result)
{
  SimDisk *disk = find_disk (path);
  File *file;

  if (disk == NULL)
    return real->xAccess (real, path, flags, result);
  file = g_hash_table_lookup (disk->files, path);
  /* As on Unix: an empty file counts as none. */
  *result = file != NULL && (flags != SQLITE_ACCESS_EXISTS || file->data->len > 0);

  return disk->dead ? SQLITE_IOERR_ACCESS : SQLITE_OK;
}

static int
on_full_pathname (sqlite3_vfs *vfs, const char *path, int length, char *out)
{
  if (find_disk (path) == NULL)
    return real->xFullPathname (real, path, length, out);
  g_strlcpy (out, path, (gsize) length);

  return SQLITE_OK;
}

static int
on_randomness (sqlite3_vfs *vfs, int length, char *out)
{
  sim_fill (out, (gsize) length);
  return length;
}

static int
on_sleep (sqlite3_vfs *vfs, int microseconds)
{
  return microseconds;
}

static int
on_current_time (sqlite3_vfs *vfs, double *days)
{
  *days = 2461300.0;
  return SQLITE_OK;
}

static int
on_current_time_int (sqlite3_vfs *vfs, sqlite3_int64 *ms)
{
  *ms = G_GINT64_CONSTANT (2461300) * 86400000;
  return SQLITE_OK;
}

static int
on_last_error (sqlite3_vfs *vfs, int length, char *out)
{
  return 0;
}

void
sim_disk_install (void)
{
  static sqlite3_vfs vfs;

  real = sqlite3_vfs_find (NULL);
  disks = g_ptr_array_new ();
  vfs = (sqlite3_vfs) {
    .iVersion = 2,
    .szOsFile = MAX ((int) sizeof (Handle), real->szOsFile),
    .mxPathname = 512,
    .zName = "weft-sim",
    .xOpen = on_open,
    .xDelete = on_delete,
    .xAccess = on_access,
    .xFullPathname = on_full_pathname,
    .xRandomness = on_randomness,
    .xSleep = on_sleep,
    .xCurrentTime = on_current_time,
    .xCurrentTimeInt64 = on_current_time_int,
    .xGetLastError = on_last_error,
  };
  if (sqlite3_vfs_register (&vfs, TRUE) != SQLITE_OK)
    g_error ("SQLite does not take the simulated file system");
}

void
sim_disk_set_keeps_durable (gboolean keeps)
{
  keeps_durable = keeps;
}

/* Public API */

SimDisk *
sim_disk_new (const char *path)
{
  SimDisk *self = g_new0 (SimDisk, 1);

  self->path = g_strdup (path);
  self->files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, file_unref);
  self->faults.until_kill = -1;
  g_ptr_array_add (disks, self);

  return self;
}

void
sim_disk_free (SimDisk *self)
{
  g_ptr_array_remove (disks, self);
  g_hash_table_unref (self->files);
  g_free (self->path);
  g_free (self);
}

SimDiskFaults *
sim_disk_get_faults (SimDisk *self)
{
  return &self->faults;
}

void
sim_disk_kill (SimDisk *self)
{
  self->dead = TRUE;
  self->faults.until_kill = -1;
}

gboolean
sim_disk_is_dead (SimDisk *self)
{
  return self->dead;
}

void
sim_disk_cut_power (SimDisk *self)
{
  g_autoptr (GList) paths = g_list_sort (g_hash_table_get_keys (self->files), (GCompareFunc) strcmp);

  g_assert (keeps_durable);
  sim_disk_kill (self);
  for (GList *l = paths; l != NULL; l = l->next)
    {
      File *file = g_hash_table_lookup (self->files, l->data);

      for (guint i = 0; i < file->unsynced->len; i++)
        apply_torn (file->durable, file->unsynced->pdata[i]);
      g_ptr_array_set_size (file->unsynced, 0);
      g_byte_array_set_size (file->data, 0);
      g_byte_array_append (file->data, file->durable->data, file->durable->len);
    }
}

void
sim_disk_restart (SimDisk *self)
{
  GHashTableIter iter;
  gpointer file;

  self->dead = FALSE;
  self->generation++;
  g_hash_table_iter_init (&iter, self->files);
  while (g_hash_table_iter_next (&iter, NULL, &file))
    {
      shared_unref (((File *) file)->shared);
      ((File *) file)->shared = shared_new ();
    }
}

void
sim_disk_put (SimDisk *self, const char *name, GBytes *contents)
{
  File *file = file_new ();

  g_byte_array_append (file->data, g_bytes_get_data (contents, NULL), (guint) g_bytes_get_size (contents));
  if (keeps_durable)
    g_byte_array_append (file->durable, g_bytes_get_data (contents, NULL),
                         (guint) g_bytes_get_size (contents));
  g_hash_table_insert (self->files, g_build_filename (self->path, name, NULL), file);
}

GBytes *
sim_disk_get (SimDisk *self, const char *name)
{
  g_autofree char *path = g_build_filename (self->path, name, NULL);
  File *file = g_hash_table_lookup (self->files, path);

  return file != NULL ? g_bytes_new (file->data->data, file->data->len) : NULL;
}

void
sim_disk_copy (SimDisk *self, SimDisk *other)
{
  g_autoptr (GList) paths = g_list_sort (g_hash_table_get_keys (other->files), (GCompareFunc) strcmp);

  for (GList *l = paths; l != NULL; l = l->next)
    {
      const char *name = (const char *) l->data + strlen (other->path) + 1;
      g_autoptr (GBytes) contents = sim_disk_get (other, name);

      sim_disk_put (self, name, contents);
    }
}

guint64
sim_disk_get_n_writes (SimDisk *self)
{
  return self->n_writes;
}
