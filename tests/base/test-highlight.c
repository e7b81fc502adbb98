/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/weft-highlight.h"

#include <string.h>

/* Each kind as one letter under what it marks; a dot elsewhere. */
static char *
dump (const char *code, const char *language)
{
  static const char letters[] = "ksncf+-";
  g_autoptr (GArray) all = weft_highlight (code, language);
  char *out = g_strnfill (strlen (code), '.');
  guint last = 0;

  for (guint i = 0; i < all->len; i++)
    {
      const WeftHighlight *highlight = &g_array_index (all, WeftHighlight, i);

      g_assert_cmpuint (highlight->start, >=, last);
      g_assert_cmpuint (highlight->end, >, highlight->start);
      g_assert_cmpuint (highlight->end, <=, strlen (code));
      memset (out + highlight->start, letters[highlight->kind], highlight->end - highlight->start);
      last = highlight->end;
    }
  return out;
}

static void
test_languages (void)
{
  static const struct
  {
    const char *language;
    const char *code;
    const char *marks;
  } cases[] = {
    { "c", "int a = 0x1f; /* b", "kkk.....nnnn..cccc" },
    { "c", "f (\"a\\\"b\") // c", "f..ssssss..cccc" },
    { "c", "\"open\nint", "sssss.kkk" },
    { "py", "def f(x): return 3.5 # no", "kkk.f.....kkkkkk.nnn.cccc" },
    { "python", "'''a\nb''' + 1", "sssssssss...n" },
    { "sql", "select 'it' -- x", "kkkkkk.ssss.cccc" },
    { "SQL", "SELECT", "kkkkkk" },
    { "bash", "if x # y", "kk...ccc" },
    { "json", "{\"a\": true}", ".sss..kkkk." },
    { "diff", "+a\n-b\n c\n@@ x", "++.--....cccc" },
    { "rust", "let x = 1", "kkk.....n" },
    { "klingon", "if 1", "...." },
    { NULL, "if 1", "...." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *marks = dump (cases[i].code, cases[i].language);

      g_assert_cmpstr (marks, ==, cases[i].marks);
    }
  g_assert_cmpstr (weft_highlight_get_name ("py"), ==, "Python");
  g_assert_cmpstr (weft_highlight_get_name ("patch"), ==, "Diff");
  g_assert_null (weft_highlight_get_name ("klingon"));
  g_assert_null (weft_highlight_get_name (NULL));
}

static void
test_hostile (void)
{
  static const char *const languages[] = { "c", "py", "sql", "bash", "json", "html", "lua", "diff", "js" };
  static const char *const pieces[]
      = { "/*", "*/", "\"", "'", "\"\"\"", "#", "\\", "<!--", "--[[", "if ", "(", "1.", "\n", "+", "é", "`" };

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    for (guint j = 0; j < G_N_ELEMENTS (pieces); j++)
      {
        g_autoptr (GString) code = g_string_new (NULL);
        g_autofree char *marks = NULL;

        while (code->len < 16000)
          g_string_append (code, pieces[j]);
        marks = dump (code->str, languages[i]);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/highlight/languages", test_languages);
  g_test_add_func ("/base/highlight/hostile", test_hostile);

  return g_test_run ();
}
