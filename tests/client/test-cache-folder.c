/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <utime.h>

#include "parts/files/view/weft-cache-folder.h"

/* @age: s */
static char *
put (const char *folder, const char *name, gsize size, int age)
{
  char *path = g_build_filename (folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);
  g_autofree char *bytes = g_malloc0 (size);
  time_t at = (time_t) (g_get_real_time () / G_USEC_PER_SEC) - age;

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, bytes, (gssize) size, NULL));
  g_assert_cmpint (g_utime (path, &(struct utimbuf) { at, at }), ==, 0);

  return path;
}

/* The oldest go first, and no more than has to; what else is in the folder stays. */
static void
test_trim (void)
{
  g_autofree char *folder = g_dir_make_tmp ("weft-trim-XXXXXX", NULL);
  g_autofree char *old = put (folder, "old/a.bin", 400, 300);
  g_autofree char *middle = put (folder, "b.bin", 400, 200);
  g_autofree char *new = put (folder, "c.bin", 400, 100);
  g_autofree char *deep = put (folder, "x/y/deep.bin", 4000, 900);
  g_autofree char *link = g_build_filename (folder, "link", NULL);
  g_autofree char *empty = g_path_get_dirname (old);

  g_assert_cmpint (symlink (new, link), ==, 0);
  weft_cache_folder_trim (folder, 1200);
  g_assert_true (g_file_test (old, G_FILE_TEST_EXISTS));
  weft_cache_folder_trim (folder, 1199);
  g_assert_false (g_file_test (old, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (middle, G_FILE_TEST_EXISTS));
  weft_cache_folder_trim (folder, 0);
  g_assert_false (g_file_test (empty, G_FILE_TEST_EXISTS)); /* the next time, as it is empty then */
  g_assert_false (g_file_test (new, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (deep, G_FILE_TEST_EXISTS)); /* deeper than anything of ours */
  g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
  weft_cache_folder_trim ("/nowhere/at/all", 0);
  g_unlink (deep);
  g_unlink (link);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/files/cache-folder/trim", test_trim);

  return g_test_run ();
}
