/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-exchange"

#include "config.h"

#include "exchange/weft-export-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "base/weft-error.h"

#define ENOUGH (64 * 1024) /* bytes */

static gboolean
fail (WeftExportFile *self, GError **error)
{
  int reason = errno;

  g_set_error (error, WEFT_ERROR,
               reason == ENOSPC || reason == EDQUOT  ? WEFT_ERROR_FULL
               : reason == EACCES || reason == EROFS ? WEFT_ERROR_DENIED
               : reason == ENOENT || reason == ENOTDIR || reason == EISDIR ? WEFT_ERROR_NOT_FOUND
                                                     : WEFT_ERROR_INTERNAL,
               "%s: %s", self->path, g_strerror (reason));
  return FALSE;
}

static gboolean
write_out (WeftExportFile *self, gsize length, GError **error)
{
  for (gsize at = 0; at < length;)
    {
      ssize_t n = write (self->fd, self->text->str + at, length - at);

      if (n >= 0)
        at += (gsize) n;
      else if (errno != EINTR)
        return fail (self, error);
    }
  g_string_erase (self->text, 0, (gssize) length);
  return TRUE;
}

WeftExportFile *
weft_export_file_new (const char *path, GError **error)
{
  g_autoptr (WeftExportFile) self = g_new0 (WeftExportFile, 1);

  self->text = g_string_new (NULL);
  self->path = g_strdup (path);
  self->part = g_strconcat (path, ".XXXXXX", NULL);
  /* Who may read it is for whoever made it to say; what is in it was for the project's people alone. */
  self->fd = g_mkstemp_full (self->part, O_RDWR | O_CLOEXEC, 0600);
  if (self->fd < 0)
    {
      fail (self, error);
      g_clear_pointer (&self->part, g_free);
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
weft_export_file_free (WeftExportFile *self)
{
  if (self->fd >= 0)
    close (self->fd);
  if (self->part != NULL)
    g_unlink (self->part);
  g_free (self->part);
  g_free (self->path);
  g_string_free (self->text, TRUE);
  g_free (self);
}

gboolean
weft_export_file_flush (WeftExportFile *self, GError **error)
{
  return self->text->len < ENOUGH || write_out (self, self->text->len - 1, error);
}

gboolean
weft_export_file_finish (WeftExportFile *self, GError **error)
{
  if (!write_out (self, self->text->len, error))
    return FALSE;
  if (fsync (self->fd) != 0 || g_rename (self->part, self->path) != 0)
    return fail (self, error);
  g_clear_pointer (&self->part, g_free);
  return TRUE;
}
