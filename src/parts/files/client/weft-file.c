/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/files/client/weft-file.h"

G_DEFINE_BOXED_TYPE (WeftFile, weft_file, weft_file_copy, weft_file_free)

WeftFile *
weft_file_copy (const WeftFile *self)
{
  WeftFile *copy = g_new (WeftFile, 1);

  *copy = *self;
  copy->id = g_strdup (self->id);
  copy->target = g_strdup (self->target);
  copy->hash = g_strdup (self->hash);
  copy->name = g_strdup (self->name);
  copy->media_type = g_strdup (self->media_type);
  copy->peaks = g_strdup (self->peaks);
  copy->author = g_strdup (self->author);
  copy->operation = g_strdup (self->operation);
  copy->refusal = g_strdup (self->refusal);

  return copy;
}

void
weft_file_free (WeftFile *self)
{
  g_free (self->id);
  g_free (self->target);
  g_free (self->hash);
  g_free (self->name);
  g_free (self->media_type);
  g_free (self->peaks);
  g_free (self->author);
  g_free (self->operation);
  g_free (self->refusal);
  g_free (self);
}

WeftFile *
weft_file_read (WeftStatement *statement)
{
  WeftFile *self = g_new0 (WeftFile, 1);

  self->id = weft_statement_dup_text (statement, 0);
  self->target = weft_statement_dup_text (statement, 1);
  self->hash = weft_statement_dup_text (statement, 2);
  self->name = weft_statement_dup_text (statement, 3);
  self->media_type = weft_statement_dup_text (statement, 4);
  self->size = weft_statement_get_int (statement, 5);
  self->width = (int) weft_statement_get_int (statement, 6);
  self->height = (int) weft_statement_get_int (statement, 7);
  self->duration = weft_statement_get_int (statement, 8);
  self->peaks = weft_statement_dup_text (statement, 9);
  self->at = weft_statement_get_int (statement, 10);
  self->waits = weft_statement_get_int (statement, 11) != 0;
  self->author = weft_statement_dup_text (statement, 12);

  return self;
}

gboolean
weft_file_is_picture (const WeftFile *self)
{
  static const char *const types[] = { "image/png", "image/jpeg", "image/gif", "image/webp", NULL };

  return self->width > 0 && self->height > 0 && g_strv_contains (types, self->media_type);
}

gboolean
weft_file_is_video (const WeftFile *self)
{
  return g_str_has_prefix (self->media_type, "video/");
}

gboolean
weft_file_is_voice (const WeftFile *self)
{
  return self->duration > 0 && *self->peaks != '\0' && g_str_equal (self->media_type, WEFT_FILE_VOICE_TYPE);
}
