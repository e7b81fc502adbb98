/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-sync"

#include "config.h"

#include "sync/weft-file-cache.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <linux/fs.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utime.h>

#include "base/weft-id.h"

#define FOLDER "files"
#define PART "part"
#define COPY_SIZE (256 * 1024)
#define SNIFF_SIZE 4096

struct _WeftFileCache
{
  char *directory; /* STORE/files */
  gint64 limit;
  GMutex mutex;
  GHashTable *held; /* hash → times */
};

G_DEFINE_BOXED_TYPE (WeftFileInfo, weft_file_info, weft_file_info_copy, weft_file_info_free)

WeftFileInfo *
weft_file_info_copy (const WeftFileInfo *self)
{
  WeftFileInfo *copy = g_new (WeftFileInfo, 1);

  *copy = (WeftFileInfo) {
    .hash = g_strdup (self->hash),
    .size = self->size,
    .name = g_strdup (self->name),
    .media_type = g_strdup (self->media_type),
    .path = g_strdup (self->path),
  };

  return copy;
}

void
weft_file_info_free (WeftFileInfo *self)
{
  g_free (self->hash);
  g_free (self->name);
  g_free (self->media_type);
  g_free (self->path);
  g_free (self);
}

char *
weft_file_cache_get_path (const char *directory, const char *hash)
{
  char prefix[3] = { hash[0], hash[1], '\0' };

  return g_build_filename (directory, FOLDER, prefix, hash, NULL);
}

static char *
get_path (WeftFileCache *self, const char *hash)
{
  char prefix[3] = { hash[0], hash[1], '\0' };

  return g_build_filename (self->directory, prefix, hash, NULL);
}

static gboolean
fail (GError **error, int code)
{
  if (code == ENOSPC || code == EDQUOT || code == EFBIG)
    g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_FULL, _("The disk is full"));
  else if (code == ENOENT)
    g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND, _("The file is not there any more"));
  else
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, _("The file cannot be read: %s"), g_strerror (code));

  return FALSE;
}

static gboolean
fail_to_keep (GError **error, int code)
{
  if (code == ENOSPC || code == EDQUOT || code == EFBIG)
    return fail (error, code);

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNAVAILABLE, _("The file cannot be kept on this computer: %s"), g_strerror (code));
  return FALSE;
}

WeftFileCache *
weft_file_cache_new (const char *directory, gint64 limit)
{
  WeftFileCache *self = g_new0 (WeftFileCache, 1);

  self->directory = g_build_filename (directory, FOLDER, NULL);
  self->limit = limit;
  self->held = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_mutex_init (&self->mutex);

  return self;
}

void
weft_file_cache_free (WeftFileCache *self)
{
  g_hash_table_unref (self->held);
  g_mutex_clear (&self->mutex);
  g_free (self->directory);
  g_free (self);
}

static void
change_hold (WeftFileCache *self, const char *hash, int by)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  int times = GPOINTER_TO_INT (g_hash_table_lookup (self->held, hash)) + by;

  if (times > 0)
    g_hash_table_insert (self->held, g_strdup (hash), GINT_TO_POINTER (times));
  else
    g_hash_table_remove (self->held, hash);
}

void
weft_file_cache_hold (WeftFileCache *self, const char *hash)
{
  change_hold (self, hash, 1);
}

void
weft_file_cache_let_go (WeftFileCache *self, const char *hash)
{
  change_hold (self, hash, -1);
}

static gboolean
write_all (int fd, const guchar *data, gsize length)
{
  while (length > 0)
    {
      gssize n = write (fd, data, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return FALSE;
      data += n;
      length -= (gsize) n;
    }

  return TRUE;
}

/* Copies and sums up. Where blocks can be shared nothing is copied, and the sum is that of the copy: the original may change under us. */
static gboolean
copy_contents (int source, int target, GChecksum *checksum, gint64 *size, char *start, gsize *n_start, GCancellable *cancellable,
               GError **error)
{
  g_autofree guchar *buffer = g_malloc (COPY_SIZE);
  gboolean shared = ioctl (target, FICLONE, source) == 0;
  int from = shared ? target : source;

  *size = 0;
  *n_start = 0;
  while (TRUE)
    {
      gssize n = read (from, buffer, COPY_SIZE);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return fail (error, errno);
      if (n == 0)
        return TRUE;
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (!shared && !write_all (target, buffer, (gsize) n))
        return fail_to_keep (error, errno);
      if (*size == 0)
        {
          *n_start = MIN ((gsize) n, SNIFF_SIZE);
          memcpy (start, buffer, *n_start);
        }
      g_checksum_update (checksum, buffer, n);
      *size += n;
    }
}

static gboolean
put_into_place (WeftFileCache *self, const char *from, const char *hash, char **path, GError **error)
{
  g_autofree char *target = get_path (self, hash);
  g_autofree char *folder = g_path_get_dirname (target);

  if (g_mkdir_with_parents (folder, 0700) != 0 || g_rename (from, target) != 0)
    return fail_to_keep (error, errno);
  *path = g_steal_pointer (&target);

  return TRUE;
}

static char *
guess_media_type (const char *name, const char *start, gsize n_start)
{
  g_autofree char *type = g_content_type_guess (name, (const guchar *) start, n_start, NULL);
  char *media_type = g_content_type_get_mime_type (type);

  return media_type != NULL ? media_type : g_strdup ("application/octet-stream");
}

static char *
get_name (const char *path)
{
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *text = g_filename_display_name (base);
  GString *name = g_string_new (NULL);

  /* On one line, and no longer than a name may be. */
  for (const char *p = text; *p != '\0' && g_utf8_strlen (name->str, -1) < 255; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      g_string_append_unichar (name, g_unichar_iscntrl (c) || c == '/' || c == 0x2028 || c == 0x2029 ? '_' : c);
    }
  g_strstrip (name->str);
  name->len = strlen (name->str);
  if (name->len == 0)
    g_string_assign (name, "_");

  return g_string_free (name, FALSE);
}

WeftFileInfo *
weft_file_cache_add (WeftFileCache *self, const char *path, GCancellable *cancellable, GError **error)
{
  g_autofree char *folder = g_build_filename (self->directory, PART, NULL);
  g_autofree char *id = weft_id_random ();
  g_autofree char *temporary = g_build_filename (folder, id, NULL);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (WeftFileInfo) info = NULL;
  char start[SNIFF_SIZE];
  gsize n_start;
  struct stat status;
  int source;
  int target = -1;
  gboolean done;

  /* A pipe would be waited for. */
  source = g_open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0);
  if (source < 0 || fstat (source, &status) != 0)
    {
      fail (error, errno);
      if (source >= 0)
        close (source);
      return NULL;
    }
  if (!S_ISREG (status.st_mode))
    {
      close (source);
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID, _("Only files can be attached, no folders or devices"));
      return NULL;
    }

  info = g_new0 (WeftFileInfo, 1);
  if (g_mkdir_with_parents (folder, 0700) == 0)
    target = g_open (temporary, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  done = target >= 0 || fail_to_keep (error, errno);
  done = done && copy_contents (source, target, checksum, &info->size, start, &n_start, cancellable, error);
  done = done && (fdatasync (target) == 0 || fail_to_keep (error, errno));
  close (source);
  if (target >= 0)
    close (target);
  if (done)
    {
      info->hash = g_strdup (g_checksum_get_string (checksum));
      info->name = get_name (path);
      info->media_type = guess_media_type (info->name, start, n_start);
      weft_file_cache_hold (self, info->hash);
      done = put_into_place (self, temporary, info->hash, &info->path, error);
      if (!done)
        weft_file_cache_let_go (self, info->hash);
    }
  if (!done)
    {
      g_unlink (temporary);
      return NULL;
    }

  return g_steal_pointer (&info);
}

char *
weft_file_cache_find (WeftFileCache *self, const char *hash)
{
  g_autofree char *path = get_path (self, hash);

  /* Its time says when it was last used. */
  if (g_utime (path, NULL) != 0)
    return NULL;

  return g_steal_pointer (&path);
}

char *
weft_file_cache_get_part (WeftFileCache *self, const char *hash, GError **error)
{
  g_autofree char *folder = g_build_filename (self->directory, PART, NULL);

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      fail_to_keep (error, errno);
      return NULL;
    }

  return g_build_filename (folder, hash, NULL);
}

char *
weft_file_cache_take_part (WeftFileCache *self, const char *hash, GError **error)
{
  g_autofree char *part = weft_file_cache_get_part (self, hash, error);
  char *path = NULL;

  return part != NULL && put_into_place (self, part, hash, &path, error) ? path : NULL;
}

typedef struct
{
  char *path;
  gint64 size;
  gint64 used_at;
} Entry;

static void
entry_clear (gpointer data)
{
  g_free (((Entry *) data)->path);
}

static int
compare_age (gconstpointer a, gconstpointer b)
{
  gint64 first = ((const Entry *) a)->used_at;
  gint64 second = ((const Entry *) b)->used_at;

  return (first > second) - (first < second);
}

static gboolean
is_held (WeftFileCache *self, const char *hash)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return g_hash_table_contains (self->held, hash);
}

static void
look_through (WeftFileCache *self, const char *folder, GHashTable *keep, GArray *entries, gint64 *total)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      struct stat status;
      Entry entry;

      if (g_lstat (path, &status) != 0 || !S_ISREG (status.st_mode) || is_held (self, name))
        continue;
      if (keep != NULL && !g_hash_table_contains (keep, name))
        {
          g_unlink (path);
          continue;
        }
      entry = (Entry) { g_steal_pointer (&path), status.st_size, status.st_mtime };
      g_array_append_val (entries, entry);
      *total += status.st_size;
    }
}

void
weft_file_cache_evict (WeftFileCache *self, GHashTable *keep)
{
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_autoptr (GDir) dir = g_dir_open (self->directory, 0, NULL);
  gint64 total = 0;
  const char *name;

  g_array_set_clear_func (entries, entry_clear);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *folder = g_build_filename (self->directory, name, NULL);

      /* Parts, too: who has not gone on with one for long will hardly do so. */
      look_through (self, folder, keep, entries, &total);
    }

  g_array_sort (entries, compare_age);
  for (guint i = 0; i < entries->len && total > self->limit; i++)
    {
      const Entry *entry = &g_array_index (entries, Entry, i);

      if (g_unlink (entry->path) == 0)
        total -= entry->size;
    }
}
