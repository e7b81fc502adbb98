/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-base"

#include "config.h"

#include "base/weft-sticker-folder.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/weft-error.h"
#include "base/weft-text.h"

#define PACK "pack.json"
#define PACK_BYTES (64 * 1024)
#define FILES_MAX 2000 /* of which the first are taken, in the order of their names */

G_DEFINE_BOXED_TYPE (WeftStickerFolder, weft_sticker_folder, weft_sticker_folder_ref, weft_sticker_folder_unref)

/* One line of valid text, without what turns its direction: that would turn what stands around it, too. */
static char *
clean (const char *name)
{
  g_autofree char *valid = g_utf8_make_valid (name, -1);
  GString *text = g_string_new (NULL);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029)
        g_string_append_c (text, ' ');
      else if (!(c >= 0x202a && c <= 0x202e) && !(c >= 0x2066 && c <= 0x2069))
        g_string_append_unichar (text, c);
    }
  return g_string_free_and_steal (text);
}

static void
sticker_free (gpointer data)
{
  WeftFolderSticker *sticker = data;

  g_free (sticker->path);
  g_free (sticker->text);
  g_free (sticker);
}

static void
refused_free (gpointer data)
{
  WeftRefusedSticker *refused = data;

  g_free (refused->name);
  g_free (refused->message);
  g_free (refused);
}

static void
clear (gpointer data)
{
  WeftStickerFolder *self = data;

  g_free (self->name);
  g_free (self->maker);
  g_ptr_array_unref (self->stickers);
  g_ptr_array_unref (self->refused);
}

WeftStickerFolder *
weft_sticker_folder_ref (WeftStickerFolder *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
weft_sticker_folder_unref (WeftStickerFolder *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

static gboolean
fail (GError **error, WeftError code, const char *format, ...) G_GNUC_PRINTF (3, 4);

static gboolean
fail (GError **error, WeftError code, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error_literal (error, WEFT_ERROR, code, message);
  return FALSE;
}

/* One line of 1 (@min) to @max characters. */
static gboolean
check_line (const char *where, const char *text, gssize min, gssize max, GError **error)
{
  gssize length = weft_text_length (text, strlen (text));

  if (length < 0 || strpbrk (text, "\n\r") != NULL)
    return fail (error, WEFT_ERROR_INVALID, "%s: expected one line of text", where);
  if (length < min)
    return fail (error, WEFT_ERROR_INVALID, "%s: is empty", where);
  if (length > max)
    return fail (error, WEFT_ERROR_TOO_LARGE, "%s: %" G_GSSIZE_FORMAT " characters, at most %" G_GSSIZE_FORMAT,
                 where, length, max);
  return TRUE;
}

/* @name: (nullable); @message: (transfer full) */
static void
refuse (WeftStickerFolder *self, const char *name, WeftStickerRefusal why, char *message)
{
  WeftRefusedSticker *refused = g_new (WeftRefusedSticker, 1);

  *refused = (WeftRefusedSticker) { name != NULL ? clean (name) : NULL, why, message };
  g_ptr_array_add (self->refused, refused);
}

/* A link may lead to what nobody meant to show; a pipe would never end. */
static gboolean
check_file (WeftStickerFolder *self, const char *path, const char *name)
{
  int fd = open (path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  int problem = errno;
  struct stat status;
  gboolean regular;

  if (fd < 0 && problem != ELOOP)
    {
      refuse (self, name, WEFT_STICKER_REFUSAL_UNREADABLE,
              g_strdup_printf ("%s: %s", name, g_strerror (problem)));
      return FALSE;
    }
  regular = fd >= 0 && fstat (fd, &status) == 0 && S_ISREG (status.st_mode);
  if (fd >= 0)
    close (fd);
  if (!regular)
    refuse (self, name, WEFT_STICKER_REFUSAL_NO_FILE, g_strdup_printf ("%s: expected a file", name));
  return regular;
}

/* @where: of its words */
static void
add (WeftStickerFolder *self, const char *folder, const char *name, const char *text, const char *where)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;
  WeftFolderSticker *sticker;

  if (!check_line (where, text, 1, WEFT_STICKER_TEXT_MAX, &error))
    refuse (self, name, WEFT_STICKER_REFUSAL_WORDS, g_strdup (error->message));
  else if (self->stickers->len == WEFT_STICKER_FOLDER_MAX)
    refuse (self, name, WEFT_STICKER_REFUSAL_TOO_MANY,
            g_strdup_printf ("%s: more than %d stickers", folder, WEFT_STICKER_FOLDER_MAX));
  else if (check_file (self, path, name))
    {
      sticker = g_new (WeftFolderSticker, 1);
      *sticker = (WeftFolderSticker) { g_steal_pointer (&path), g_strdup (text) };
      g_ptr_array_add (self->stickers, sticker);
    }
}

/* ── with a pack.json ────────────────────────────────────────────────────────────────────────────────── */

static char *
dup_member (JsonObject *object, const char *where, const char *name, gboolean needed, GError **error)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL && !needed)
    return g_strdup ("");
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    {
      fail (error, WEFT_ERROR_INVALID, "%s%s: expected a text", where, name);
      return NULL;
    }
  return g_strstrip (json_node_dup_string (node));
}

static gboolean
add_listed (WeftStickerFolder *self, const char *folder, JsonNode *node, guint number, GError **error)
{
  g_autofree char *where = g_strdup_printf (PACK ": stickers[%u].", number);
  g_autofree char *place = g_strconcat (where, "text", NULL);
  g_autofree char *file = NULL;
  g_autofree char *text = NULL;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return fail (error, WEFT_ERROR_INVALID, PACK ": stickers[%u]: expected an object", number);
  file = dup_member (json_node_get_object (node), where, "file", TRUE, error);
  text = file != NULL ? dup_member (json_node_get_object (node), where, "text", TRUE, error) : NULL;
  if (text == NULL)
    return FALSE;
  /* A pack says what is in its folder and nothing else. */
  if (*file == '\0' || *file == '.' || strchr (file, '/') != NULL)
    return fail (error, WEFT_ERROR_INVALID, "%sfile: expected the name of a file beside it", where);
  add (self, folder, file, text, place);
  return TRUE;
}

static gboolean
read_json (WeftStickerFolder *self, const char *folder, const char *path, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  JsonObject *root;
  JsonNode *list;
  GStatBuf status;

  if (g_lstat (path, &status) != 0 || !S_ISREG (status.st_mode))
    return fail (error, WEFT_ERROR_INVALID, PACK ": expected a file");
  if (status.st_size > PACK_BYTES)
    return fail (error, WEFT_ERROR_TOO_LARGE, PACK ": %" G_GINT64_FORMAT " bytes, at most %d", (gint64) status.st_size, PACK_BYTES);
  if (!json_parser_load_from_file (parser, path, error))
    {
      g_prefix_error (error, PACK ": ");
      return FALSE;
    }
  if (json_parser_get_root (parser) == NULL || !JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser)))
    return fail (error, WEFT_ERROR_INVALID, PACK ": expected an object");
  root = json_node_get_object (json_parser_get_root (parser));
  self->name = dup_member (root, PACK ": ", "name", TRUE, error);
  self->maker = self->name != NULL ? dup_member (root, PACK ": ", "author", FALSE, error) : NULL;
  if (self->maker == NULL || !check_line (PACK ": name", self->name, 1, WEFT_STICKER_NAME_MAX, error)
      || !check_line (PACK ": author", self->maker, 0, WEFT_STICKER_NAME_MAX, error))
    return FALSE;
  list = json_object_get_member (root, "stickers");
  if (list == NULL || !JSON_NODE_HOLDS_ARRAY (list))
    return fail (error, WEFT_ERROR_INVALID, PACK ": stickers: expected a list");
  for (guint i = 0; i < json_array_get_length (json_node_get_array (list)); i++)
    if (!add_listed (self, folder, json_array_get_element (json_node_get_array (list), i), i, error))
      return FALSE;
  return TRUE;
}

/* ── without ─────────────────────────────────────────────────────────────────────────────────────────── */

static gboolean
is_picture (const char *file)
{
  static const char *const endings[] = { ".png", ".jpg", ".jpeg", ".gif", ".webp", NULL };
  g_autofree char *small = g_ascii_strdown (file, -1);

  for (guint i = 0; *file != '.' && endings[i] != NULL; i++)
    if (g_str_has_suffix (small, endings[i]))
      return TRUE;
  return FALSE;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

char *
weft_sticker_folder_suggest (const char *file)
{
  char *text = clean (file);
  char *dot = strrchr (text, '.');

  if (dot != NULL)
    *dot = '\0';
  return g_strstrip (g_strdelimit (text, "_-", ' '));
}

static gboolean
read_names (WeftStickerFolder *self, const char *folder, GError **error)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, error);
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *base = g_path_get_basename (folder);
  const char *file;

  if (dir == NULL)
    return FALSE;
  while (files->len < FILES_MAX && (file = g_dir_read_name (dir)) != NULL)
    if (is_picture (file))
      g_ptr_array_add (files, g_strdup (file));
  g_ptr_array_sort (files, compare);
  self->name = g_strstrip (clean (base));
  self->maker = g_strdup ("");
  if (!check_line (folder, self->name, 1, WEFT_STICKER_NAME_MAX, error))
    return FALSE;
  for (guint i = 0; i < files->len; i++)
    {
      const char *name = g_ptr_array_index (files, i);
      g_autofree char *text = weft_sticker_folder_suggest (name);

      add (self, folder, name, text, name);
    }
  if (files->len == FILES_MAX)
    refuse (self, NULL, WEFT_STICKER_REFUSAL_TOO_MANY,
            g_strdup_printf ("%s: %d pictures or more", folder, FILES_MAX));
  return TRUE;
}

WeftStickerFolder *
weft_sticker_folder_read (const char *folder, GError **error)
{
  g_autoptr (WeftStickerFolder) self = g_atomic_rc_box_new0 (WeftStickerFolder);
  g_autofree char *path = g_build_filename (folder, PACK, NULL);

  self->stickers = g_ptr_array_new_with_free_func (sticker_free);
  self->refused = g_ptr_array_new_with_free_func (refused_free);
  if (!(g_file_test (path, G_FILE_TEST_EXISTS) ? read_json (self, folder, path, error) : read_names (self, folder, error)))
    return NULL;
  if (self->stickers->len == 0 && self->refused->len == 0)
    {
      fail (error, WEFT_ERROR_INVALID, "%s: there are no stickers in it", folder);
      return NULL;
    }
  return g_steal_pointer (&self);
}
