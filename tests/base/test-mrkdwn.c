/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/weft-mrkdwn.h"

#include <string.h>

#include "base/weft-markdown.h"

static char *
name_of (char kind, const char *id, gpointer user_data)
{
  return strcmp (id, "U1") == 0 ? g_strdup ("Mai Đặng") : NULL;
}

static void
test_markdown (void)
{
  static const struct
  {
    const char *text;
    const char *markdown;
  } cases[] = {
    { "", "" },
    { "plain", "plain" },
    { "*bold* and _italic_ and ~gone~", "**bold** and *italic* and ~~gone~~" },
    { "*_both_*", "***both***" },
    { "2 * 3 * 4", "2 \\* 3 \\* 4" },
    { "snake_case_name", "snake\\_case\\_name" },
    { "a*b*c", "a\\*b\\*c" },
    { "*not\nbold*", "\\*not\nbold\\*" },
    { "* no*", "\\* no\\*" },
    { "`a *b* &lt;`", "`a *b* <`" },
    { "```\nif (a &amp;&amp; b)\n```", "```\nif (a && b)\n```" },
    { "see ```x``` there", "see \n```\nx\n```\n there" },
    { "<https://example.org>", "https://example.org" },
    { "<https://example.org/a?b=1&amp;c=2|the *page*>", "[the \\*page\\*](https://example.org/a?b=1&c=2)" },
    { "<mailto:a@b.org|mail>", "[mail](mailto:a@b.org)" },
    { "<javascript:alert(1)|here>", "here" },
    { "<https://e.org/(x)|y>", "[y](https://e.org/%28x%29)" },
    { "<@U1> <@U2> <@U3|eve>", "@Mai Đặng @U2 @eve" },
    { "<#C1|general> <#C2>", "#general #C2" },
    { "<!here> <!channel> <!everyone>", "@here @all @all" },
    { "<!date^1392734382^Posted {date_num}|Posted 2014-02-18>", "Posted 2014-02-18" },
    { "<!subteam^S1|@ops>", "@ops" },
    { "a &lt; b &gt; c &amp;lt;", "a \\< b > c &lt;" },
    { "&gt; quoted\nnot", "> quoted\nnot" },
    { "[not](a link)", "\\[not\\](a link)" },
    { "done :tada: :nothing_like_it:", "done 🎉 :nothing\\_like\\_it:" },
    { "10:30:00", "10:30:00" },
    { "a < b", "a \\< b" },
    { "<unclosed", "\\<unclosed" },
    { "*", "\\*" },
    { ":", ":" },
    { "Đơn *hàng*", "Đơn **hàng**" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *markdown = weft_mrkdwn_to_markdown (cases[i].text, name_of, NULL);

      g_assert_cmpstr (markdown, ==, cases[i].markdown);
    }
}

/* What has no marks says the same when Markdown reads it. */
static void
test_escape (void)
{
  static const char *const texts[] = {
    "*a* _b_ ~~c~~ `d` [e](https://f) <g> \\h",
    "> no quote",
    "- no item\n+ nor this\n* nor this",
    "1. no number\n12) nor this",
    "2026. A year",
    "```\nno code\n```",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GString) out = g_string_new (NULL);
      g_autofree char *plain = NULL;

      weft_mrkdwn_escape (out, texts[i], -1);
      plain = weft_markdown_dup_plain (out->str);
      g_assert_cmpstr (plain, ==, texts[i]);
    }
}

/* Whatever a stranger sends, it takes time in proportion and comes out as UTF-8. */
static void
test_hostile (void)
{
  static const char *const pieces[] = { "*",  "_", "~", "`", "```", "<",  ">",  "|", "&lt;", "&", ":",
                                        "\n", "a", " ", "Đ", "😀",  "<@", "<!", "[", "](",   "\\" };
  guint32 seed = g_random_int ();
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);

  g_test_message ("seed %u", seed);
  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autofree char *markdown = NULL;

      for (guint k = 0; k < 60000; k++)
        g_string_append (text, pieces[i]);
      markdown = weft_mrkdwn_to_markdown (text->str, NULL, NULL);
      g_assert_true (g_utf8_validate (markdown, -1, NULL));
    }
  for (guint i = 0; i < 3000; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autofree char *markdown = NULL;

      for (guint k = 0; k < 40; k++)
        g_string_append (text, pieces[g_rand_int_range (random, 0, G_N_ELEMENTS (pieces))]);
      markdown = weft_mrkdwn_to_markdown (text->str, NULL, NULL);
      g_assert_true (g_utf8_validate (markdown, -1, NULL));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/mrkdwn/markdown", test_markdown);
  g_test_add_func ("/mrkdwn/escape", test_escape);
  g_test_add_func ("/mrkdwn/hostile", test_hostile);

  return g_test_run ();
}
