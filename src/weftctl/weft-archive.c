/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weftctl"

#include "config.h"

#include "weftctl/weft-archive.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/weft-error.h"

#define DEPTH_MAX 4 /* folders in folders */
#define NAME_MAX_BYTES 1024
#define CENTRAL_MAX (256 * 1024 * 1024) /* bytes of a ZIP's list of files */
#define END_SIZE 22                     /* of the record at the end of a ZIP */
#define COMMENT_MAX 65535
#define CHUNK 65536

#define SIGNATURE_LOCAL 0x04034b50
#define SIGNATURE_CENTRAL 0x02014b50
#define SIGNATURE_END 0x06054b50
#define SIGNATURE_END64 0x06064b50
#define SIGNATURE_LOCATOR64 0x07064b50

#define METHOD_STORED 0
#define METHOD_DEFLATED 8

/* Of a ZIP: where its bytes are. */
typedef struct
{
  guint64 offset; /* of the local header */
  guint64 packed;
  guint64 size;
  guint32 crc;
  guint16 method;
} Entry;

struct _WeftArchive
{
  int fd; /* of the ZIP, or of the folder */
  gboolean is_folder;
  gint64 length;       /* of the ZIP */
  GHashTable *entries; /* name → Entry*, NULL in a folder */
  GPtrArray *names;
  guint n_left_out;
  gint64 n_read;
};

static guint16
get_16 (const guint8 *p)
{
  return (guint16) (p[0] | p[1] << 8);
}

static guint32
get_32 (const guint8 *p)
{
  return (guint32) get_16 (p) | (guint32) get_16 (p + 2) << 16;
}

static guint64
get_64 (const guint8 *p)
{
  return (guint64) get_32 (p) | (guint64) get_32 (p + 4) << 32;
}

/* The CRC of ZIP (APPNOTE 4.4.7). */
static guint32
add_crc (guint32 crc, const guint8 *data, gsize length)
{
  static guint32 table[256];

  if (table[1] == 0)
    for (guint32 i = 0; i < 256; i++)
      {
        table[i] = i;
        for (guint k = 0; k < 8; k++)
          table[i] = (table[i] & 1) != 0 ? 0xedb88320 ^ table[i] >> 1 : table[i] >> 1;
      }

  for (gsize i = 0; i < length; i++)
    crc = table[(crc ^ data[i]) & 0xff] ^ crc >> 8;
  return crc;
}

static gboolean
set_damaged (GError **error, const char *what)
{
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_CORRUPT, "%s", what);
  return FALSE;
}

static gboolean
read_at (WeftArchive *self, guint64 offset, gpointer buffer, gsize length, GError **error)
{
  guint8 *to = buffer;

  if (offset > (guint64) self->length || length > (guint64) self->length - offset)
    return set_damaged (error, "it ends too early");
  while (length > 0)
    {
      ssize_t n = pread (self->fd, to, length, (off_t) offset);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return set_damaged (error, n < 0 ? g_strerror (errno) : "it ends too early");
      to += n;
      offset += (guint64) n;
      length -= (gsize) n;
    }
  return TRUE;
}

/* A plain name of a file, in folders which are all below the top. */
static gboolean
is_good_name (const char *name)
{
  g_auto (GStrv) parts = NULL;

  if (*name == '\0' || *name == '/' || strlen (name) > NAME_MAX_BYTES || !g_utf8_validate (name, -1, NULL)
      || strchr (name, '\\') != NULL)
    return FALSE;
  parts = g_strsplit (name, "/", -1);
  for (guint i = 0; parts[i] != NULL; i++)
    if (*parts[i] == '\0' || g_str_equal (parts[i], ".") || g_str_equal (parts[i], ".."))
      return FALSE;
  return TRUE;
}

static gint
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Folders */

static gboolean
list_folder (WeftArchive *self, int folder, const char *prefix, guint depth, GError **error)
{
  g_autoptr (GDir) dir = NULL;
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", folder);
  const char *name;

  dir = g_dir_open (path, 0, error);
  if (dir == NULL)
    return FALSE;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *whole = g_strconcat (prefix, name, NULL);
      struct stat status;

      if (fstatat (folder, name, &status, AT_SYMLINK_NOFOLLOW) < 0 || !is_good_name (whole))
        self->n_left_out++;
      else if (S_ISDIR (status.st_mode) && depth < DEPTH_MAX)
        {
          int below = openat (folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
          g_autofree char *inner = g_strconcat (whole, "/", NULL);
          gboolean done = below < 0 || list_folder (self, below, inner, depth + 1, error);

          if (below >= 0)
            close (below);
          else
            self->n_left_out++;
          if (!done)
            return FALSE;
        }
      else if (S_ISREG (status.st_mode))
        {
          if (self->names->len >= WEFT_ARCHIVE_FILES_MAX)
            {
              g_set_error (error, WEFT_ERROR, WEFT_ERROR_TOO_LARGE, "more than %d files",
                           WEFT_ARCHIVE_FILES_MAX);
              return FALSE;
            }
          g_ptr_array_add (self->names, g_steal_pointer (&whole));
        }
      else
        self->n_left_out++;
    }
  return TRUE;
}

/* Folder by folder, so that a link put there in the meantime is not followed either. */
static int
open_below (int folder, const char *name, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (name, "/", -1);
  int at = fcntl (folder, F_DUPFD_CLOEXEC, 0);

  for (guint i = 0; at >= 0 && parts[i] != NULL; i++)
    {
      int next = openat (at, parts[i],
                         O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK
                             | (parts[i + 1] != NULL ? O_DIRECTORY : 0));
      int saved = errno;

      close (at);
      at = next;
      errno = saved;
    }
  if (at < 0)
    set_damaged (error, g_strerror (errno));
  return at;
}

static GBytes *
read_file (WeftArchive *self, const char *name, gsize max, GError **error)
{
  g_autoptr (GByteArray) data = NULL;
  struct stat status;
  int fd = open_below (self->fd, name, error);
  gboolean good = FALSE;

  if (fd < 0)
    return NULL;
  if (fstat (fd, &status) < 0 || !S_ISREG (status.st_mode))
    set_damaged (error, "no plain file");
  else if (status.st_size < 0 || (guint64) status.st_size > max)
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_TOO_LARGE,
                 "%" G_GINT64_FORMAT " bytes, at most %" G_GSIZE_FORMAT, (gint64) status.st_size, max);
  else
    {
      data = g_byte_array_sized_new ((guint) status.st_size);
      good = TRUE;
      while (good && data->len <= max)
        {
          guint8 chunk[CHUNK];
          ssize_t n = read (fd, chunk, sizeof chunk);

          if (n == 0)
            break;
          if (n > 0)
            g_byte_array_append (data, chunk, (guint) n);
          else if (errno != EINTR)
            good = set_damaged (error, g_strerror (errno));
        }
      if (good && data->len > max)
        {
          g_set_error (error, WEFT_ERROR, WEFT_ERROR_TOO_LARGE, "more than %" G_GSIZE_FORMAT " bytes", max);
          good = FALSE;
        }
    }
  close (fd);

  return good ? g_byte_array_free_to_bytes (g_steal_pointer (&data)) : NULL;
}

/* ZIPs */

/* The 64-bit numbers of an entry whose plain ones are full (APPNOTE 4.5.3). */
static gboolean
read_extra (Entry *entry, const guint8 *extra, gsize length, gboolean size, gboolean packed, gboolean offset)
{
  while (length >= 4)
    {
      guint16 id = get_16 (extra);
      gsize n = get_16 (extra + 2);

      extra += 4;
      length -= 4;
      if (n > length)
        return FALSE;
      if (id == 1)
        {
          const guint8 *p = extra;
          gsize need = (gsize) (size + packed + offset) * 8;

          if (n < need)
            return FALSE;
          if (size)
            entry->size = get_64 (p), p += 8;
          if (packed)
            entry->packed = get_64 (p), p += 8;
          if (offset)
            entry->offset = get_64 (p);
          return TRUE;
        }
      extra += n;
      length -= n;
    }
  return !size && !packed && !offset;
}

static gboolean
find_central (WeftArchive *self, guint64 *offset, guint64 *size, guint64 *count, GError **error)
{
  gsize length = (gsize) MIN (self->length, END_SIZE + COMMENT_MAX);
  g_autofree guint8 *tail = g_malloc (MAX (length, 1));
  guint64 start = (guint64) self->length - length;
  guint8 locator[20];
  guint8 end64[56];
  const guint8 *end = NULL;

  if (length < END_SIZE || !read_at (self, start, tail, length, error))
    return error != NULL && *error != NULL ? FALSE : set_damaged (error, "neither a folder nor a ZIP");
  for (gsize i = length - END_SIZE + 1; i-- > 0 && end == NULL;)
    if (get_32 (tail + i) == SIGNATURE_END && get_16 (tail + i + 20) == length - i - END_SIZE)
      end = tail + i;
  if (end == NULL)
    return set_damaged (error, "neither a folder nor a ZIP");

  *count = get_16 (end + 10);
  *size = get_32 (end + 12);
  *offset = get_32 (end + 16);
  if (*count != 0xffff && *size != 0xffffffff && *offset != 0xffffffff)
    return TRUE;

  start += (guint64) (end - tail);
  if (start < sizeof locator || !read_at (self, start - sizeof locator, locator, sizeof locator, error)
      || get_32 (locator) != SIGNATURE_LOCATOR64)
    return error != NULL && *error != NULL ? FALSE : TRUE; /* just so many files */
  if (!read_at (self, get_64 (locator + 8), end64, sizeof end64, error))
    return FALSE;
  if (get_32 (end64) != SIGNATURE_END64)
    return set_damaged (error, "its list of files is damaged");
  *count = get_64 (end64 + 32);
  *size = get_64 (end64 + 40);
  *offset = get_64 (end64 + 48);
  return TRUE;
}

/* Whether what stands in the list can be read and is a plain file. */
static gboolean
is_plain (const guint8 *header, const Entry *entry)
{
  guint16 flags = get_16 (header + 8);
  guint16 made_by = get_16 (header + 4) >> 8;
  guint32 mode = get_32 (header + 38) >> 16;

  return (flags & 0x41) == 0 /* encrypted */
         && (entry->method == METHOD_STORED || entry->method == METHOD_DEFLATED)
         && (made_by != 3 /* Unix */ || (mode & S_IFMT) == 0 || S_ISREG (mode));
}

static gboolean
list_zip (WeftArchive *self, GError **error)
{
  g_autofree guint8 *central = NULL;
  guint64 offset, size, count;
  gsize at = 0;

  if (!find_central (self, &offset, &size, &count, error))
    return FALSE;
  if (size > CENTRAL_MAX || count > WEFT_ARCHIVE_FILES_MAX)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_TOO_LARGE, "%" G_GUINT64_FORMAT " files, at most %d", count,
                   WEFT_ARCHIVE_FILES_MAX);
      return FALSE;
    }
  central = g_malloc (MAX (size, 1));
  if (!read_at (self, offset, central, (gsize) size, error))
    return FALSE;

  for (guint64 i = 0; i < count; i++)
    {
      const guint8 *header = central + at;
      g_autofree Entry *entry = g_new0 (Entry, 1);
      g_autofree char *name = NULL;
      gsize n_name, n_extra, n_comment;

      if (size - at < 46 || get_32 (header) != SIGNATURE_CENTRAL)
        return set_damaged (error, "its list of files is damaged");
      n_name = get_16 (header + 28);
      n_extra = get_16 (header + 30);
      n_comment = get_16 (header + 32);
      if (size - at - 46 < n_name + n_extra + n_comment)
        return set_damaged (error, "its list of files is damaged");
      at += 46 + n_name + n_extra + n_comment;

      name = g_strndup ((const char *) header + 46, n_name);
      entry->method = get_16 (header + 10);
      entry->crc = get_32 (header + 16);
      entry->packed = get_32 (header + 20);
      entry->size = get_32 (header + 24);
      entry->offset = get_32 (header + 42);
      if (!read_extra (entry, header + 46 + n_name, n_extra, entry->size == 0xffffffff,
                       entry->packed == 0xffffffff, entry->offset == 0xffffffff))
        return set_damaged (error, "its list of files is damaged");
      if (n_name > 0 && name[n_name - 1] == '/')
        continue;
      if (strlen (name) != n_name || !is_good_name (name) || !is_plain (header, entry)
          || g_hash_table_contains (self->entries, name))
        {
          self->n_left_out++;
          continue;
        }
      g_ptr_array_add (self->names, g_strdup (name));
      g_hash_table_insert (self->entries, g_steal_pointer (&name), g_steal_pointer (&entry));
    }
  return TRUE;
}

/* Unpacks what follows @at into @data, never beyond the size that was said. */
static gboolean
inflate (WeftArchive *self, const Entry *entry, guint64 at, GByteArray *data, GError **error)
{
  g_autoptr (GConverter) converter
      = entry->method == METHOD_DEFLATED
            ? G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_RAW))
            : NULL;
  g_autofree guint8 *packed = g_malloc (CHUNK);
  g_autofree guint8 *plain = g_malloc (CHUNK);
  guint64 left = entry->packed;
  gboolean finished = converter == NULL;
  guint32 crc = 0xffffffff;

  while (left > 0)
    {
      gsize n = (gsize) MIN (left, CHUNK);
      gsize used = 0;

      if (!read_at (self, at, packed, n, error))
        return FALSE;
      at += n;
      left -= n;
      if (converter == NULL)
        {
          g_byte_array_append (data, packed, (guint) n);
          crc = add_crc (crc, packed, n);
          if (data->len > entry->size)
            return set_damaged (error, "larger than it says");
          continue;
        }
      while (used < n && !finished)
        {
          gsize n_in = 0, n_out = 0;
          g_autoptr (GError) local_error = NULL;
          GConverterResult result
              = g_converter_convert (converter, packed + used, n - used, plain, CHUNK,
                                     left == 0 ? G_CONVERTER_INPUT_AT_END : G_CONVERTER_NO_FLAGS, &n_in,
                                     &n_out, &local_error);

          if (result == G_CONVERTER_ERROR)
            return set_damaged (error, local_error->message);
          used += n_in;
          if (n_out > entry->size - data->len)
            return set_damaged (error, "larger than it says");
          g_byte_array_append (data, plain, (guint) n_out);
          crc = add_crc (crc, plain, n_out);
          finished = result == G_CONVERTER_FINISHED;
        }
    }

  if (!finished || data->len != entry->size || (crc ^ 0xffffffff) != entry->crc)
    return set_damaged (error, !finished || data->len != entry->size ? "it ends too early"
                                                                     : "its checksum is another");
  return TRUE;
}

static GBytes *
read_entry (WeftArchive *self, const Entry *entry, gsize max, GError **error)
{
  g_autoptr (GByteArray) data = NULL;
  guint8 header[30];

  if (entry->size > max)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_TOO_LARGE,
                   "%" G_GUINT64_FORMAT " bytes, at most %" G_GSIZE_FORMAT, entry->size, max);
      return NULL;
    }
  if (!read_at (self, entry->offset, header, sizeof header, error))
    return NULL;
  if (get_32 (header) != SIGNATURE_LOCAL)
    {
      set_damaged (error, "no file stands where the list says");
      return NULL;
    }

  data = g_byte_array_new ();
  if (!inflate (self, entry, entry->offset + sizeof header + get_16 (header + 26) + get_16 (header + 28),
                data, error))
    return NULL;
  return g_byte_array_free_to_bytes (g_steal_pointer (&data));
}

/* Public API */

WeftArchive *
weft_archive_open (const char *path, GError **error)
{
  g_autoptr (WeftArchive) self = g_new0 (WeftArchive, 1);
  struct stat status;
  gboolean done;

  self->fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (self->fd < 0 || fstat (self->fd, &status) < 0)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND, "%s: %s", path, g_strerror (errno));
      return NULL;
    }

  self->names = g_ptr_array_new_with_free_func (g_free);
  self->is_folder = S_ISDIR (status.st_mode);
  self->length = status.st_size;
  if (self->is_folder)
    done = list_folder (self, self->fd, "", 0, error);
  else if (S_ISREG (status.st_mode))
    {
      self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      done = list_zip (self, error);
    }
  else
    done = set_damaged (error, "neither a folder nor a ZIP");
  if (!done)
    {
      g_prefix_error (error, "%s: ", path);
      return NULL;
    }
  g_ptr_array_sort (self->names, compare_names);

  return g_steal_pointer (&self);
}

void
weft_archive_free (WeftArchive *self)
{
  if (self->fd >= 0)
    close (self->fd);
  g_clear_pointer (&self->entries, g_hash_table_unref);
  g_clear_pointer (&self->names, g_ptr_array_unref);
  g_free (self);
}

GPtrArray *
weft_archive_list (WeftArchive *self)
{
  return self->names;
}

guint
weft_archive_get_n_left_out (WeftArchive *self)
{
  return self->n_left_out;
}

GBytes *
weft_archive_read (WeftArchive *self, const char *name, gsize max, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;

  if (self->is_folder)
    bytes = read_file (self, name, max, error);
  else
    {
      const Entry *entry = g_hash_table_lookup (self->entries, name);

      if (entry == NULL)
        set_damaged (error, "no such file");
      else
        bytes = read_entry (self, entry, max, error);
    }
  if (bytes == NULL)
    return NULL;

  self->n_read += (gint64) g_bytes_get_size (bytes);
  if (self->n_read > WEFT_ARCHIVE_TOTAL_MAX)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_TOO_LARGE, "more than %" G_GINT64_FORMAT " bytes in all",
                   WEFT_ARCHIVE_TOTAL_MAX);
      return NULL;
    }
  return g_steal_pointer (&bytes);
}
