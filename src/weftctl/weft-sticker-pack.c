/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weftctl"

#include "config.h"

#include "weftctl/weft-sticker-pack.h"

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "base/weft-error.h"

#define PACK "pack.json"
#define PACK_BYTES (64 * 1024)
#define NAME_MAX_CHARACTERS 60
#define TEXT_MAX_CHARACTERS 120

static void
sticker_free (gpointer data)
{
  WeftPackSticker *sticker = data;

  g_free (sticker->path);
  g_free (sticker->text);
  g_free (sticker);
}

void
weft_sticker_pack_free (WeftStickerPack *self)
{
  g_free (self->name);
  g_free (self->maker);
  g_ptr_array_unref (self->stickers);
  g_free (self);
}

static WeftStickerPack *
pack_new (void)
{
  WeftStickerPack *self = g_new0 (WeftStickerPack, 1);

  self->stickers = g_ptr_array_new_with_free_func (sticker_free);
  return self;
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
check_line (const char *where, const char *text, glong min, glong max, GError **error)
{
  glong length = g_utf8_validate (text, -1, NULL) ? g_utf8_strlen (text, -1) : -1;

  if (length < 0 || strpbrk (text, "\n\r") != NULL)
    return fail (error, WEFT_ERROR_INVALID, "%s: expected one line of text", where);
  if (length < min)
    return fail (error, WEFT_ERROR_INVALID, "%s: is empty", where);
  if (length > max)
    return fail (error, WEFT_ERROR_TOO_LARGE, "%s: %ld characters, at most %ld", where, length, max);
  return TRUE;
}

static gboolean
add (WeftStickerPack *self, const char *folder, const char *file, char *text, GError **error)
{
  WeftPackSticker *sticker;

  if (self->stickers->len == WEFT_STICKER_PACK_MAX)
    {
      g_free (text);
      return fail (error, WEFT_ERROR_TOO_LARGE, "%s: more than %d stickers", folder, WEFT_STICKER_PACK_MAX);
    }
  sticker = g_new (WeftPackSticker, 1);
  *sticker = (WeftPackSticker) { g_build_filename (folder, file, NULL), text };
  g_ptr_array_add (self->stickers, sticker);
  return TRUE;
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
add_listed (WeftStickerPack *self, const char *folder, JsonNode *node, guint number, GError **error)
{
  g_autofree char *where = g_strdup_printf (PACK ": stickers[%u].", number);
  g_autofree char *place = g_strconcat (where, "text", NULL);
  g_autofree char *file = NULL;
  g_autofree char *text = NULL;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return fail (error, WEFT_ERROR_INVALID, PACK ": stickers[%u]: expected an object", number);
  file = dup_member (json_node_get_object (node), where, "file", TRUE, error);
  text = file != NULL ? dup_member (json_node_get_object (node), where, "text", TRUE, error) : NULL;
  if (text == NULL || !check_line (place, text, 1, TEXT_MAX_CHARACTERS, error))
    return FALSE;
  /* A pack says what is in its folder and nothing else. */
  if (*file == '\0' || *file == '.' || strchr (file, '/') != NULL)
    return fail (error, WEFT_ERROR_INVALID, "%sfile: expected the name of a file beside it", where);
  return add (self, folder, file, g_steal_pointer (&text), error);
}

static gboolean
read_json (WeftStickerPack *self, const char *folder, const char *path, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  JsonObject *root;
  JsonNode *list;
  GStatBuf status;

  if (g_stat (path, &status) == 0 && status.st_size > PACK_BYTES)
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
  if (self->maker == NULL || !check_line (PACK ": name", self->name, 1, NAME_MAX_CHARACTERS, error)
      || !check_line (PACK ": author", self->maker, 0, NAME_MAX_CHARACTERS, error))
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

static gboolean
read_names (WeftStickerPack *self, const char *folder, GError **error)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, error);
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_free);
  const char *file;

  if (dir == NULL)
    return FALSE;
  while ((file = g_dir_read_name (dir)) != NULL && files->len <= WEFT_STICKER_PACK_MAX)
    if (is_picture (file))
      g_ptr_array_add (files, g_strdup (file));
  g_ptr_array_sort (files, compare);
  self->name = g_path_get_basename (folder);
  self->maker = g_strdup ("");
  if (!check_line (folder, self->name, 1, NAME_MAX_CHARACTERS, error))
    return FALSE;
  for (guint i = 0; i < files->len; i++)
    {
      const char *name = g_ptr_array_index (files, i);
      char *text = g_strstrip (g_strdelimit (g_strndup (name, strrchr (name, '.') - name), "_-", ' '));

      if (!check_line (name, text, 1, TEXT_MAX_CHARACTERS, error))
        {
          g_free (text);
          return FALSE;
        }
      if (!add (self, folder, name, text, error))
        return FALSE;
    }
  return TRUE;
}

WeftStickerPack *
weft_sticker_pack_read (const char *folder, GError **error)
{
  g_autoptr (WeftStickerPack) self = pack_new ();
  g_autofree char *path = g_build_filename (folder, PACK, NULL);

  if (!(g_file_test (path, G_FILE_TEST_EXISTS) ? read_json (self, folder, path, error) : read_names (self, folder, error)))
    return NULL;
  if (self->stickers->len == 0)
    {
      fail (error, WEFT_ERROR_INVALID, "%s: there are no stickers in it", folder);
      return NULL;
    }
  return g_steal_pointer (&self);
}
