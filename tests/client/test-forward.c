/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts/thread/client/weft-forward.h"
#include "parts/thread/client/weft-thread.h"

#define LINK "weft:room/019a81f0-0000-7000-8000-00000000b001#message/019a81f0-0000-7000-8000-0000000000a1@7"

static void
test_text (void)
{
  static const char *const cases[][2] = {
    { "hello", "> hello\n" LINK },
    { "one\n\ntwo", "> one\n> \n> two\n" LINK },
    { "> quoted\n```\ncode\n```", "> > quoted\n> ```\n> code\n> ```\n" LINK },
    { "", "> \n" LINK },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = weft_forward_dup_text (cases[i][0], LINK);

      g_assert_cmpstr (text, ==, cases[i][1]);
    }
}

/* The longest message can be passed on, and what comes of it again. */
static void
test_longest (void)
{
  static const char *const letters[] = { "x", "ế", "\n", "a\n" };

  for (guint i = 0; i < G_N_ELEMENTS (letters); i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autofree char *once = NULL;
      g_autofree char *twice = NULL;

      while (g_utf8_strlen (text->str, -1) < WEFT_THREAD_TEXT_MAX)
        g_string_append (text, letters[i]);
      once = weft_forward_dup_text (text->str, LINK);
      twice = weft_forward_dup_text (once, LINK);
      g_assert_cmpint (g_utf8_strlen (once, -1), <=, WEFT_THREAD_TEXT_MAX);
      g_assert_cmpint (g_utf8_strlen (twice, -1), <=, WEFT_THREAD_TEXT_MAX);
      g_assert_true (g_str_has_suffix (twice, "\n" LINK));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/thread/forward/text", test_text);
  g_test_add_func ("/thread/forward/longest", test_longest);

  return g_test_run ();
}
