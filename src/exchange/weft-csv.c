/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/weft-csv.h"

#include <string.h>

#include "base/weft-error.h"

static char
find_separator (const char *text, const char *end)
{
  static const char separators[] = { ',', ';', '\t' };
  guint n[G_N_ELEMENTS (separators)] = { 0 };
  gboolean quoted = FALSE;
  guint most = 0;

  for (; text < end && (quoted || *text != '\n'); text++)
    {
      quoted ^= *text == '"';
      for (guint i = 0; !quoted && i < G_N_ELEMENTS (separators); i++)
        n[i] += *text == separators[i];
    }
  for (guint i = 1; i < G_N_ELEMENTS (separators); i++)
    if (n[i] > n[most])
      most = i;
  return separators[most];
}

void
weft_csv_init (WeftCsv *self, const char *text, gsize length)
{
  if (text == NULL)
    text = ""; /* of an empty file */
  if (length >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0)
    {
      text += 3;
      length -= 3;
    }
  *self = (WeftCsv) { .at = text, .end = text + length, .separator = find_separator (text, text + length), .line = 1 };
}

/* The rest of a cell behind its first quote. */
static gboolean
read_quoted (WeftCsv *self, GString *cell, guint begun, GError **error)
{
  for (; self->at < self->end; self->at++)
    {
      if (*self->at == '"' && (self->at + 1 == self->end || self->at[1] != '"'))
        {
          self->at++;
          return TRUE;
        }
      if (*self->at == '"')
        self->at++;
      if (*self->at == '\n')
        self->line++;
      g_string_append_c (cell, *self->at);
    }
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "line %u: a quote is not closed", begun);
  return FALSE;
}

/* Ends at what parts it from the next one, or at the line's end. */
static char *
read_cell (WeftCsv *self, GError **error)
{
  g_autoptr (GString) cell = g_string_new (NULL);
  guint begun = self->line;

  while (self->at < self->end && *self->at != self->separator && *self->at != '\n')
    {
      if (*self->at != '"' || cell->len > 0)
        {
          g_string_append_c (cell, *self->at++);
          continue;
        }
      self->at++;
      if (!read_quoted (self, cell, begun, error))
        return NULL;
    }
  if (cell->len > WEFT_CSV_CELL_MAX)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_TOO_LARGE, "line %u: a cell is larger than 1 MiB", begun);
      return NULL;
    }
  if (g_str_has_suffix (cell->str, "\r"))
    g_string_truncate (cell, cell->len - 1);
  if (!g_utf8_validate (cell->str, (gssize) cell->len, NULL))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, "line %u: is not UTF-8", begun);
      return NULL;
    }
  return g_string_free_and_steal (g_steal_pointer (&cell));
}

/* 1: a row; 0: an empty line */
static int
read_row (WeftCsv *self, GPtrArray *cells, GError **error)
{
  guint begun = self->line;
  gboolean any = FALSE;

  g_ptr_array_set_size (cells, 0);
  for (;;)
    {
      char *cell = read_cell (self, error);

      if (cell == NULL)
        return -1;
      any = any || *cell != '\0';
      g_ptr_array_add (cells, cell);
      if (cells->len > WEFT_CSV_CELLS_MAX)
        {
          g_set_error (error, WEFT_ERROR, WEFT_ERROR_TOO_LARGE, "line %u: more than %d cells", begun, WEFT_CSV_CELLS_MAX);
          return -1;
        }
      if (self->at == self->end)
        return any;
      if (*self->at++ == '\n')
        break;
    }
  self->line++;
  return any;
}

int
weft_csv_next (WeftCsv *self, GPtrArray *cells, GError **error)
{
  while (self->at < self->end)
    {
      int row = read_row (self, cells, error);

      if (row != 0)
        return row;
    }
  return 0;
}

static gboolean
is_formula (const char *text)
{
  text += strspn (text, "'");
  return *text != '\0' && strchr ("=+-@\t\r", *text) != NULL;
}

void
weft_csv_append (GString *out, const char *text)
{
  gboolean armed = is_formula (text);
  gboolean quoted = strpbrk (text, ",;\t\r\n\"'") != NULL || g_ascii_isspace (*text) || armed;

  if (quoted)
    g_string_append_c (out, '"');
  if (armed)
    g_string_append_c (out, '\'');
  for (; *text != '\0'; text++)
    {
      if (*text == '"')
        g_string_append_c (out, '"');
      g_string_append_c (out, *text);
    }
  if (quoted)
    g_string_append_c (out, '"');
}

void
weft_csv_disarm (char *text)
{
  if (*text == '\'' && is_formula (text))
    memmove (text, text + 1, strlen (text));
}
