/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "features/board/view/weft-project-code.h"

#include <string.h>

#include "base/weft-text.h"

#define CODE_MAX 8
#define GUESS 4 /* letters of one word */

gboolean
weft_project_code_is_valid (const char *code)
{
  if (!g_ascii_isupper (code[0]) || strlen (code) > CODE_MAX)
    return FALSE;
  for (const char *p = code; *p != '\0'; p++)
    if (!g_ascii_isupper (*p) && !g_ascii_isdigit (*p))
      return FALSE;

  return TRUE;
}

/* The first letters of several words, or the beginning of one. */
char *
weft_project_code_guess (const char *name)
{
  g_autofree char *folded = weft_text_fold (name, -1);
  g_auto (GStrv) words = g_strsplit_set (folded, " \t-_/.", -1);
  g_autoptr (GString) letters = g_string_new (NULL);
  const char *only = NULL;
  guint n = 0;

  for (guint i = 0; words[i] != NULL; i++)
    if (g_ascii_isalnum (words[i][0]))
      {
        n++;
        only = words[i];
        if (letters->len < CODE_MAX && (letters->len > 0 || g_ascii_isalpha (words[i][0])))
          g_string_append_c (letters, g_ascii_toupper (words[i][0]));
      }
  if (n == 1)
    {
      g_string_truncate (letters, 0);
      for (const char *p = only; *p != '\0' && letters->len < GUESS; p++)
        if (g_ascii_isalpha (*p) || (g_ascii_isdigit (*p) && letters->len > 0))
          g_string_append_c (letters, g_ascii_toupper (*p));
    }

  return g_string_free_and_steal (g_steal_pointer (&letters));
}

char *
weft_project_code_number (const char *code, guint n)
{
  g_autofree char *number = g_strdup_printf ("%u", n);
  gsize length = strlen (code);

  while (length > 1 && g_ascii_isdigit (code[length - 1]))
    length--;
  return g_strdup_printf ("%.*s%s", (int) MIN (length, CODE_MAX - strlen (number)), code, number);
}
