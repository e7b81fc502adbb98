/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <gio/gio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "weftctl/weft-archive.h"
#include "exchange/weft-json-list.h"

#define FILE_BYTES (1 << 20)

/* A ZIP that a stranger made, and what is in it as a list: no name leads out, no file is larger than was asked for, and the elements of a list lie within it, in order. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  int fd = memfd_create ("archive", MFD_CLOEXEC);
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd);
  g_autoptr (WeftArchive) archive = NULL;
  GPtrArray *names;

  if (fd < 0 || write (fd, data, size) != (ssize_t) size)
    return 0;
  archive = weft_archive_open (path, NULL);
  close (fd);
  if (archive == NULL)
    return 0;

  names = weft_archive_list (archive);
  for (guint i = 0; i < MIN (names->len, 50); i++)
    {
      const char *name = names->pdata[i];
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = weft_archive_read (archive, name, FILE_BYTES, &error);
      const char *text, *element, *before;
      WeftJsonList list;
      gsize length;

      g_assert_true (g_utf8_validate (name, -1, NULL) && *name != '/' && !g_str_equal (name, "..") && !g_str_has_prefix (name, "../")
                     && g_strstr_len (name, -1, "/../") == NULL && !g_str_has_suffix (name, "/.."));
      g_assert_true ((bytes == NULL) == (error != NULL));
      if (bytes == NULL)
        continue;
      text = g_bytes_get_data (bytes, &length);
      g_assert_cmpuint (length, <=, FILE_BYTES);
      weft_json_list_init (&list, text, length);
      before = text;
      for (gsize n; weft_json_list_next (&list, &element, &n, NULL) > 0; before = element + n)
        g_assert_true (element >= before && element + n <= text + length);
    }
  return 0;
}
