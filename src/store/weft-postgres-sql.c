/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "weft-store"

#include "config.h"

#include "store/weft-postgres-private.h"

#include <string.h>

static const struct
{
  const char *word;
  const char *instead;
  const char *in_table; /* where a column is declared, if that differs */
} words[] = {
  { "INTEGER", "bigint" }, { "REAL", "double precision" },
  { "BLOB", "bytea" },     { "TEXT", "text", "text COLLATE \"C\"" },
  { "STRICT", "" },        { "WITHOUT", "" },
  { "ROWID", "" },
};

/* Past the end of a string, quoted name or comment which begins at @p; @p itself if none does. */
static const char *
skip_quoted (const char *p)
{
  const char *end;

  if (*p == '\'' || *p == '"')
    {
      for (end = p + 1; *end != '\0'; end++)
        if (*end == *p && *++end != *p)
          return end;
      return end;
    }
  if (g_str_has_prefix (p, "--"))
    return p + strcspn (p, "\n");
  if (g_str_has_prefix (p, "/*"))
    {
      end = strstr (p + 2, "*/");
      return end != NULL ? end + 2 : p + strlen (p);
    }

  return p;
}

static gboolean
is_word (char c)
{
  return g_ascii_isalnum (c) || c == '_';
}

static void
append_word (GString *out, const char *word, gsize length, gboolean in_table)
{
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strlen (words[i].word) == length && memcmp (words[i].word, word, length) == 0)
      {
        g_string_append (out, in_table && words[i].in_table != NULL ? words[i].in_table : words[i].instead);
        return;
      }

  g_string_append_len (out, word, (gssize) length);
}

char *
_weft_postgres_translate (const char *sql)
{
  GString *out = g_string_sized_new (strlen (sql) + 32);
  gboolean in_table = FALSE; /* in CREATE TABLE or ALTER TABLE */
  gboolean first = TRUE;     /* no word of the statement has been read */
  int depth = 0;

  for (const char *p = sql; *p != '\0';)
    {
      const char *end = skip_quoted (p);

      if (end != p)
        g_string_append_len (out, p, end - p);
      else if (*p == 'x' && p[1] == '\'')
        {
          end = skip_quoted (p + 1);
          g_string_append_printf (out, "'\\x%.*s::bytea", (int) (end - p - 2), p + 2);
        }
      else if (is_word (*p))
        {
          while (is_word (*end))
            end++;
          if (first)
            in_table = g_str_has_prefix (p, "CREATE TABLE") || g_str_has_prefix (p, "ALTER TABLE");
          first = FALSE;
          append_word (out, p, end - p, in_table);
        }
      else
        {
          end = p + 1;
          depth += (*p == '(') - (*p == ')');
          if (*p == ';')
            first = TRUE;
          if (*p == '?')
            g_string_append_c (out, '$');
          else if (*p != ',' || !in_table
                   || depth > 0) /* a comma after the columns parts STRICT from WITHOUT ROWID */
            g_string_append_c (out, *p);
        }
      p = end;
    }

  return g_string_free_and_steal (out);
}
