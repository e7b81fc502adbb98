/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/weft-sticker-folder.h"

#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct
{
  char *folder;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autofree char *parent = g_dir_make_tmp ("weft-folder-XXXXXX", NULL);

  self->folder = g_build_filename (parent, "Looms", NULL);
  g_assert_cmpint (g_mkdir (self->folder, 0700), ==, 0);
}

static void
remove_all (const char *path)
{
  GDir *dir = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_all (child);
    }
  if (dir != NULL)
    g_dir_close (dir);
  g_remove (path);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_autofree char *parent = g_path_get_dirname (self->folder);

  remove_all (parent);
  g_free (self->folder);
}

static void
put (Fixture *self, const char *name, const char *contents)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, contents, -1, NULL));
}

static void
assert_sticker (WeftStickerFolder *read, guint index, const char *text)
{
  const WeftFolderSticker *sticker;

  g_assert_cmpuint (read->stickers->len, >, index);
  sticker = g_ptr_array_index (read->stickers, index);
  g_assert_cmpstr (sticker->text, ==, text);
}

static void
assert_refused (WeftStickerFolder *read, guint index, const char *name, WeftStickerRefusal why)
{
  const WeftRefusedSticker *refused;

  g_assert_cmpuint (read->refused->len, >, index);
  refused = g_ptr_array_index (read->refused, index);
  g_assert_cmpstr (refused->name, ==, name);
  g_assert_cmpint (refused->why, ==, why);
  g_assert_nonnull (refused->message);
}

/* What one is called is what it says; the others are left alone. */
static void
test_names (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftStickerFolder) read = NULL;

  put (self, "on_my-way.PNG", "x");
  put (self, "a.b.webp", "x");
  put (self, "notes.txt", "x");
  put (self, ".hidden.png", "x");
  read = weft_sticker_folder_read (self->folder, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (read->name, ==, "Looms");
  g_assert_cmpstr (read->maker, ==, "");
  g_assert_cmpuint (read->stickers->len, ==, 2);
  assert_sticker (read, 0, "a.b");
  assert_sticker (read, 1, "on my way");
  g_assert_cmpuint (read->refused->len, ==, 0);
}

static void
test_hostile_names (Fixture *self, gconstpointer data)
{
  g_autoptr (WeftStickerFolder) read = NULL;
  g_autofree char *long_name = g_strnfill (WEFT_STICKER_TEXT_MAX + 1, 'x');
  g_autofree char *file = g_strconcat (long_name, ".png", NULL);

  put (self, "a\xe2\x80\xaegnp\xe2\x81\xa6.png", "x"); /* turned around */
  put (self, "b\nc\td.png", "x");
  put (self, "c\xff.png", "x");
  put (self, "--_.png", "x");
  put (self, file, "x");
  read = weft_sticker_folder_read (self->folder, NULL);
  g_assert_nonnull (read);
  g_assert_cmpuint (read->stickers->len, ==, 3);
  assert_sticker (read, 0, "agnp");
  assert_sticker (read, 1, "b c d");
  assert_sticker (read, 2, "c\xef\xbf\xbd");
  g_assert_cmpuint (read->refused->len, ==, 2);
  assert_refused (read, 0, "--_.png", WEFT_STICKER_REFUSAL_WORDS);
  assert_refused (read, 1, file, WEFT_STICKER_REFUSAL_WORDS);
}

/* A pipe would never end, a link may lead anywhere. */
static void
test_no_files (Fixture *self, gconstpointer data)
{
  g_autofree char *pipe = g_build_filename (self->folder, "a-pipe.png", NULL);
  g_autofree char *link = g_build_filename (self->folder, "b-link.png", NULL);
  g_autofree char *folder = g_build_filename (self->folder, "c-folder.png", NULL);
  g_autofree char *secret = g_build_filename (self->folder, "d-secret.png", NULL);
  g_autoptr (WeftStickerFolder) read = NULL;
  guint n = 3;

  put (self, "d-secret.png", "x");
  put (self, "e.png", "x");
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  g_assert_cmpint (symlink ("e.png", link), ==, 0);
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_cmpint (g_chmod (secret, 0), ==, 0);
  read = weft_sticker_folder_read (self->folder, NULL);
  g_assert_nonnull (read);
  assert_refused (read, 0, "a-pipe.png", WEFT_STICKER_REFUSAL_NO_FILE);
  assert_refused (read, 1, "b-link.png", WEFT_STICKER_REFUSAL_NO_FILE);
  assert_refused (read, 2, "c-folder.png", WEFT_STICKER_REFUSAL_NO_FILE);
  if (geteuid () != 0) /* who may read all reads that, too */
    assert_refused (read, n++, "d-secret.png", WEFT_STICKER_REFUSAL_UNREADABLE);
  g_assert_cmpuint (read->refused->len, ==, n);
  assert_sticker (read, read->stickers->len - 1, "e");
}

/* The first by their names, however many there are. */
static void
test_many (Fixture *self, gconstpointer data)
{
  g_autoptr (WeftStickerFolder) read = NULL;

  for (guint i = 200; i > 0; i--)
    {
      g_autofree char *name = g_strdup_printf ("%03u.png", i);

      put (self, name, "x");
    }
  read = weft_sticker_folder_read (self->folder, NULL);
  g_assert_nonnull (read);
  g_assert_cmpuint (read->stickers->len, ==, WEFT_STICKER_FOLDER_MAX);
  assert_sticker (read, 0, "001");
  assert_sticker (read, 59, "060");
  g_assert_cmpuint (read->refused->len, ==, 140);
  assert_refused (read, 0, "061.png", WEFT_STICKER_REFUSAL_TOO_MANY);
}

/* One file that is not there spoils nothing; a list which says nonsense does. */
static void
test_listed (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  WeftStickerFolder *read;

  put (self, "a.png", "x");
  put (self, "pack.json",
       "{\"name\": \"Mules\", \"author\": \"Cleo\", \"stickers\": ["
       "{\"file\": \"gone.png\", \"text\": \"Gone\"}, {\"file\": \"a.png\", \"text\": \"Hello\"}, {\"file\": \"a.png\", \"text\": \"\"}]}");
  read = weft_sticker_folder_read (self->folder, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (read->name, ==, "Mules");
  g_assert_cmpstr (read->maker, ==, "Cleo");
  assert_sticker (read, 0, "Hello");
  assert_refused (read, 0, "gone.png", WEFT_STICKER_REFUSAL_UNREADABLE);
  assert_refused (read, 1, "a.png", WEFT_STICKER_REFUSAL_WORDS);
  weft_sticker_folder_unref (read);

  put (self, "pack.json", "{\"name\": \"Mules\", \"stickers\": [{\"file\": \"../a.png\", \"text\": \"Hello\"}]}");
  g_assert_null (weft_sticker_folder_read (self->folder, &error));
  g_assert_cmpstr (error->message, ==, "pack.json: stickers[0].file: expected the name of a file beside it");
}

static void
test_no_folder (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *pack = g_build_filename (self->folder, "pack.json", NULL);

  g_assert_null (weft_sticker_folder_read (self->folder, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_cmpint (mkfifo (pack, 0600), ==, 0);
  g_assert_null (weft_sticker_folder_read (self->folder, &error));
  g_assert_cmpstr (error->message, ==, "pack.json: expected a file");
  g_clear_error (&error);
  g_assert_null (weft_sticker_folder_read ("/nowhere/at/all", &error));
  g_assert_nonnull (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/base/sticker-folder/names", Fixture, NULL, set_up, test_names, tear_down);
  g_test_add ("/base/sticker-folder/hostile-names", Fixture, NULL, set_up, test_hostile_names, tear_down);
  g_test_add ("/base/sticker-folder/no-files", Fixture, NULL, set_up, test_no_files, tear_down);
  g_test_add ("/base/sticker-folder/many", Fixture, NULL, set_up, test_many, tear_down);
  g_test_add ("/base/sticker-folder/listed", Fixture, NULL, set_up, test_listed, tear_down);
  g_test_add ("/base/sticker-folder/no-folder", Fixture, NULL, set_up, test_no_folder, tear_down);

  return g_test_run ();
}
