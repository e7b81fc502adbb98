/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-serve"

#include "config.h"

#include "serve/weft-upload.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define READ_SIZE (256 * 1024)

struct _WeftUpload
{
  gatomicrefcount ref_count;
  char *id;
  char *person;
  char *hash;
  char *path;
  gint64 size;

  GMutex mutex;         /* what follows; held while the disk is waited for, never on the main loop */
  gconstpointer writer; /* (nullable) */
  int fd;
  gint64 offset;
  GChecksum *checksum; /* (nullable): of the first `offset` bytes */
  gint64 used_at;      /* monotonic µs */
};

WeftUpload *
weft_upload_new (const char *id, const char *person, const char *hash, gint64 size, const char *path)
{
  WeftUpload *self = g_new0 (WeftUpload, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->id = g_strdup (id);
  self->person = g_strdup (person);
  self->hash = g_strdup (hash);
  self->path = g_strdup (path);
  self->size = size;
  self->fd = -1;
  self->used_at = g_get_monotonic_time ();
  g_mutex_init (&self->mutex);

  return self;
}

WeftUpload *
weft_upload_ref (WeftUpload *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
weft_upload_unref (WeftUpload *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  if (self->fd >= 0)
    close (self->fd);
  g_clear_pointer (&self->checksum, g_checksum_free);
  g_mutex_clear (&self->mutex);
  g_free (self->id);
  g_free (self->person);
  g_free (self->hash);
  g_free (self->path);
  g_free (self);
}

const char *
weft_upload_get_id (WeftUpload *self)
{
  return self->id;
}

const char *
weft_upload_get_person (WeftUpload *self)
{
  return self->person;
}

const char *
weft_upload_get_hash (WeftUpload *self)
{
  return self->hash;
}

const char *
weft_upload_get_path (WeftUpload *self)
{
  return self->path;
}

gint64
weft_upload_get_size (WeftUpload *self)
{
  return self->size;
}

static gboolean
fail (GError **error)
{
  int code = errno;

  if (code == ENOSPC || code == EDQUOT || code == EFBIG)
    g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_FULL,
                         "The server's disk is full; what came so far is kept, try again later");
  else
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_INTERNAL, "Cannot keep an upload: %s", g_strerror (code));

  return FALSE;
}

static void
let_go (WeftUpload *self)
{
  self->writer = NULL;
  self->used_at = g_get_monotonic_time ();
  if (self->fd >= 0)
    close (g_steal_fd (&self->fd));
}

/* With the mutex held: opens the file and knows how far it has come. */
static gboolean
look (WeftUpload *self, GError **error)
{
  gint64 length;

  if (self->fd < 0)
    self->fd = g_open (self->path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  length = self->fd >= 0 ? lseek (self->fd, 0, SEEK_END) : -1;
  if (length < 0)
    return fail (error);

  /* Bytes beyond what was promised, or other than those summed up, were not written by us. */
  if (length > self->size && ftruncate (self->fd, self->size) != 0)
    return fail (error);
  length = MIN (length, self->size);
  if (self->checksum != NULL && length != self->offset)
    g_clear_pointer (&self->checksum, g_checksum_free);
  self->offset = length;

  return TRUE;
}

/* After a restart the sum of what is there has to be made again. */
static gboolean
sum_up (WeftUpload *self, GError **error)
{
  g_autoptr (GChecksum) checksum = NULL;
  g_autofree guchar *buffer = NULL;
  gint64 at = 0;

  if (self->checksum != NULL)
    return TRUE;

  checksum = g_checksum_new (G_CHECKSUM_SHA256);
  buffer = g_malloc (READ_SIZE);
  while (at < self->offset)
    {
      gssize n = pread (self->fd, buffer, (gsize) MIN (READ_SIZE, self->offset - at), at);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return fail (error);
      g_checksum_update (checksum, buffer, n);
      at += n;
    }
  self->checksum = g_steal_pointer (&checksum);

  return TRUE;
}

gboolean
weft_upload_get_offset (WeftUpload *self, gint64 *offset, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  gboolean done = look (self, error);

  *offset = self->offset;
  let_go (self);

  return done;
}

gboolean
weft_upload_begin (WeftUpload *self, gconstpointer writer, gint64 offset, gint64 *stands, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  let_go (self);
  if (!look (self, error))
    return FALSE;
  *stands = self->offset;
  if (offset != self->offset)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_CONFLICT,
                   "Upload-Offset: %" G_GINT64_FORMAT ", but %" G_GINT64_FORMAT " bytes are here", offset,
                   self->offset);
      let_go (self);
      return FALSE;
    }
  if (!sum_up (self, error))
    {
      let_go (self);
      return FALSE;
    }
  self->writer = writer;

  return TRUE;
}

gboolean
weft_upload_write (WeftUpload *self, gconstpointer writer, GBytes *bytes, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  gsize length;
  const guchar *data = g_bytes_get_data (bytes, &length);

  if (self->writer != writer)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_CONFLICT,
                           "upload: another connection goes on with it");
      return FALSE;
    }
  if ((gint64) length > self->size - self->offset)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_TOO_LARGE,
                   "body: %" G_GSIZE_FORMAT " bytes, at most %" G_GINT64_FORMAT " are missing", length,
                   self->size - self->offset);
      return FALSE;
    }

  self->used_at = g_get_monotonic_time ();
  while (length > 0)
    {
      gssize n = pwrite (self->fd, data, length, self->offset);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return fail (error);
      g_checksum_update (self->checksum, data, n);
      self->offset += n;
      data += n;
      length -= (gsize) n;
    }

  return TRUE;
}

void
weft_upload_end (WeftUpload *self, gconstpointer writer, gint64 *stands)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (stands != NULL)
    *stands = self->offset;
  if (self->writer == writer)
    let_go (self);
}

gboolean
weft_upload_is_good (WeftUpload *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  g_autoptr (GChecksum) copy = NULL;

  if (self->checksum == NULL || self->offset != self->size)
    return FALSE;
  copy = g_checksum_copy (self->checksum);

  return g_str_equal (g_checksum_get_string (copy), self->hash);
}

gboolean
weft_upload_is_idle (WeftUpload *self, guint seconds)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->writer == NULL && g_get_monotonic_time () - self->used_at > seconds * G_USEC_PER_SEC;
}
