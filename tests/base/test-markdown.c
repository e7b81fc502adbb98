/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/weft-markdown.h"

#include <string.h>

/* A tree in letters: <b>, <i>, <s>, <c> and <a TARGET> around what they mark; quotes as >, items as their
 * marker, code in braces. */

static void
append_marked (GString *out, const WeftMarkdownBlock *block)
{
  static const char *const names[] = { "b", "i", "s", "c", "a" };
  GArray *open = g_array_new (FALSE, FALSE, sizeof (guint));
  guint n = block->spans != NULL ? block->spans->len : 0;
  guint next = 0;

  for (guint at = 0; at <= strlen (block->text); at++)
    {
      while (open->len > 0)
        {
          const WeftMarkdownSpan *span
              = &g_array_index (block->spans, WeftMarkdownSpan, g_array_index (open, guint, open->len - 1));

          if (span->end != at)
            break;
          g_string_append_printf (out, "</%s>", names[span->mark]);
          g_array_set_size (open, open->len - 1);
        }
      for (; next < n && g_array_index (block->spans, WeftMarkdownSpan, next).start == at; next++)
        {
          const WeftMarkdownSpan *span = &g_array_index (block->spans, WeftMarkdownSpan, next);

          g_string_append_printf (out, span->target != NULL ? "<%s %s>" : "<%s>", names[span->mark],
                                  span->target);
          g_array_append_val (open, next);
        }
      if (block->text[at] != '\0')
        g_string_append_c (out, block->text[at]);
    }
  g_assert_cmpuint (open->len, ==, 0);
  g_array_unref (open);
}

static char *
dump (const char *text)
{
  g_autoptr (GPtrArray) blocks = weft_markdown_parse (text);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < blocks->len; i++)
    {
      const WeftMarkdownBlock *block = g_ptr_array_index (blocks, i);

      if (i > 0)
        g_string_append (out, " | ");
      for (guint j = 0; j < block->quote; j++)
        g_string_append_c (out, '>');
      if (block->kind == WEFT_MARKDOWN_ITEM)
        g_string_append_printf (out, "%*s%s ", (int) block->depth, "", block->marker);
      if (block->kind == WEFT_MARKDOWN_TABLE)
        {
          g_string_append_c (out, '#');
          for (guint j = 0; j < block->table->n_columns; j++)
            g_string_append_c (out, "-<^>"[block->table->aligns[j]]);
          g_string_append_c (out, ' ');
        }
      if (block->kind == WEFT_MARKDOWN_CODE)
        g_string_append_printf (out, "{%s:%s:", block->language != NULL ? block->language : "",
                                block->title != NULL ? block->title : "");
      append_marked (out, block);
      if (block->kind == WEFT_MARKDOWN_CODE)
        g_string_append_c (out, '}');
    }
  return g_string_free (out, FALSE);
}

typedef struct
{
  const char *text;
  const char *tree;
} Case;

static void
check (const Case *cases, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *tree = dump (cases[i].text);

      if (strcmp (tree, cases[i].tree != NULL ? cases[i].tree : cases[i].text) != 0)
        g_test_message ("from: %s", cases[i].text);
      g_assert_cmpstr (tree, ==, cases[i].tree != NULL ? cases[i].tree : cases[i].text);
    }
}

/* CommonMark 0.31, section 6.2, without its HTML and its pictures; NULL: nothing is marked. */
static void
test_emphasis (void)
{
  static const Case cases[] = {
    { "*foo bar*", "<i>foo bar</i>" },
    { "a * foo bar*", NULL },
    { "a*\"foo\"*", NULL },
    { "*\xc2\xa0"
      "a\xc2\xa0*",
      NULL },
    { "foo*bar*", "foo<i>bar</i>" },
    { "5*6*78", "5<i>6</i>78" },
    { "_foo bar_", "<i>foo bar</i>" },
    { "_ foo bar_", NULL },
    { "a_\"foo\"_", NULL },
    { "foo_bar_", NULL },
    { "5_6_78", NULL },
    { "пристаням_стремятся_", NULL },
    { "aa_\"bb\"_cc", NULL },
    { "foo-_(bar)_", "foo-<i>(bar)</i>" },
    { "_foo*", NULL },
    { "*foo bar *", NULL },
    { "*foo bar\n*", "*foo bar\n*" },
    { "*(*foo)", NULL },
    { "*(*foo*)*", "<i>(<i>foo</i>)</i>" },
    { "*foo*bar", "<i>foo</i>bar" },
    { "_foo bar _", NULL },
    { "_(_foo)", NULL },
    { "_(_foo_)_", "<i>(<i>foo</i>)</i>" },
    { "_foo_bar", NULL },
    { "_foo_bar_baz_", "<i>foo_bar_baz</i>" },
    { "_(bar)_.", "<i>(bar)</i>." },
    { "**foo bar**", "<b>foo bar</b>" },
    { "** foo bar**", NULL },
    { "a**\"foo\"**", NULL },
    { "foo**bar**", "foo<b>bar</b>" },
    { "__foo bar__", "<b>foo bar</b>" },
    { "__ foo bar__", NULL },
    { "foo__bar__", NULL },
    { "5__6__78", NULL },
    { "__foo, __bar__, baz__", "<b>foo, <b>bar</b>, baz</b>" },
    { "foo-__(bar)__", "foo-<b>(bar)</b>" },
    { "**foo bar **", NULL },
    { "**(**foo)", NULL },
    { "*(**foo**)*", "<i>(<b>foo</b>)</i>" },
    { "**foo \"*bar*\" foo**", "<b>foo \"<i>bar</i>\" foo</b>" },
    { "**foo**bar", "<b>foo</b>bar" },
    { "*foo [bar](http://u)*", "<i>foo <a http://u>bar</a></i>" },
    { "*foo\nbar*", "<i>foo\nbar</i>" },
    { "_foo __bar__ baz_", "<i>foo <b>bar</b> baz</i>" },
    { "_foo _bar_ baz_", "<i>foo <i>bar</i> baz</i>" },
    { "__foo_ bar_", "<i><i>foo</i> bar</i>" },
    { "*foo *bar**", "<i>foo <i>bar</i></i>" },
    { "*foo **bar** baz*", "<i>foo <b>bar</b> baz</i>" },
    { "*foo**bar**baz*", "<i>foo<b>bar</b>baz</i>" },
    { "*foo**bar*", "<i>foo**bar</i>" },
    { "***foo** bar*", "<i><b>foo</b> bar</i>" },
    { "*foo **bar***", "<i>foo <b>bar</b></i>" },
    { "*foo**bar***", "<i>foo<b>bar</b></i>" },
    { "foo***bar***baz", "foo<i><b>bar</b></i>baz" },
    { "foo******bar*********baz", "foo<b><b><b>bar</b></b></b>***baz" },
    { "** is not an empty emphasis", NULL },
    { "**** is not an empty strong emphasis", NULL },
    { "__foo __bar__ baz__", "<b>foo <b>bar</b> baz</b>" },
    { "____foo__ bar__", "<b><b>foo</b> bar</b>" },
    { "**foo **bar****", "<b>foo <b>bar</b></b>" },
    { "**foo*bar*baz**", "<b>foo<i>bar</i>baz</b>" },
    { "***foo* bar**", "<b><i>foo</i> bar</b>" },
    { "**foo *bar***", "<b>foo <i>bar</i></b>" },
    { "foo ***", NULL },
    { "foo *\\**", "foo <i>*</i>" },
    { "foo *_*", "foo <i>_</i>" },
    { "**foo*", "*<i>foo</i>" },
    { "*foo**", "<i>foo</i>*" },
    { "***foo**", "*<b>foo</b>" },
    { "****foo*", "***<i>foo</i>" },
    { "**foo***", "<b>foo</b>*" },
    { "*foo****", "<i>foo</i>***" },
    { "***foo***", "<i><b>foo</b></i>" },
    { "_____foo_____", "<i><b><b>foo</b></b></i>" },
    { "*foo _bar* baz_", "<i>foo _bar</i> baz_" },
    { "*foo __bar *baz bim__ bam*", "<i>foo <b>bar *baz bim</b> bam</i>" },
    { "**foo **bar baz**", "**foo <b>bar baz</b>" },
    { "*foo *bar baz*", "*foo <i>bar baz</i>" },
    { "*a `*`*", "<i>a <c>*</c></i>" },
    { "_a `_`_", "<i>a <c>_</c></i>" },
  };

  check (cases, G_N_ELEMENTS (cases));
}

static void
test_marks (void)
{
  static const Case cases[] = {
    { "", NULL },
    { "xin chào", NULL },
    { "~~gone~~", "<s>gone</s>" },
    { "~5 or ~6~", NULL },
    { "~~~gone~~~", NULL },
    { "**a ~~b~~ c**", "<b>a <s>b</s> c</b>" },
    { "`a*b*c`", "<c>a*b*c</c>" },
    { "``a`b``", "<c>a`b</c>" },
    { "`` ` ``", "<c>`</c>" },
    { "`a\nb`", "<c>a b</c>" },
    { "`open", NULL },
    { "``open`", NULL },
    { "a \\*b\\* \\\\ \\x", "a *b* \\ \\x" },
    { "snake_case_name and 2*3*4", "snake_case_name and 2<i>3</i>4" },
    { "<b>bold</b> & <script>", "<b>bold</b> & <script>" },
    { "line one\nline two\n\nline four", NULL },
  };

  check (cases, G_N_ELEMENTS (cases));
}

static void
test_links (void)
{
  static const Case cases[] = {
    { "[the page](https://weft.example/a_b_c)", "<a https://weft.example/a_b_c>the page</a>" },
    { "[**bold** one](mailto:an@weft.example)!", "<a mailto:an@weft.example><b>bold</b> one</a>!" },
    { "[in](https://x.example/(a)b)", "<a https://x.example/(a)b>in</a>" },
    { "[here](weft:room/1#message/2@3)", "<a weft:room/1#message/2@3>here</a>" },
    /* Marks within an address are none. */
    { "https://x.example/_a_/*b*/", NULL },
    { "see *https://x.example/a_b*", "see <i>https://x.example/a_b</i>" },
    /* What leads elsewhere, runs something, or says another address than it has */
    { "[x](javascript:alert(1))", NULL },
    { "[x](file:///etc/passwd)", NULL },
    { "[x](data:text/html,hi)", NULL },
    { "[x](//evil.example)", NULL },
    { "[https://bank.example](https://evil.example)", NULL },
    { "[bank.example](https://evil.example)", NULL },
    { "[x](https://e.example/\xe2\x80\xae"
      "gpj.exe)",
      NULL },
    { "[x](https://a b)", NULL },
    { "[](https://a.example)", NULL },
    { "[a [b](https://c.example) d](https://e.example)",
      "[a <a https://c.example>b</a> d](https://e.example)" },
    { "[open](https://a.example", NULL },
    { "[x](https://)", NULL },
  };

  check (cases, G_N_ELEMENTS (cases));
}

static void
test_blocks (void)
{
  static const Case cases[] = {
    { "> quoted\n> on\nnot", ">quoted\non | not" },
    { ">> twice\n> once", ">>twice | >once" },
    { "a\n> *b*", "a | ><i>b</i>" },
    { "- one\n- two\n  more\n  - three", "• one | • two\nmore |  • three" },
    { "1. one\n2) two\n10. ten", "1. one | 2) two | 10. ten" },
    { "- [ ] open\n- [x] done", "☐ open | ☑ done" },
    { "-no item\n1.5 neither\n2026 nor this", NULL },
    { "- one\nafter", "• one | after" },
    { "> - item\n> text", ">• item | >text" },
    { "```c src/main.c\nint *a;\n\n_b_\n```\nafter", "{c:src/main.c:int *a;\n\n_b_} | after" },
    { "```\nno end", "{::no end}" },
    { "````\n```\n````", "{::```}" },
    { "> ```py\n> x = 1\n> ```\nout", ">{py::x = 1} | out" },
    { "> ```\n> x\nout", ">{::x} | out" },
    { "``` not `fence", NULL },
    { "before\n```\n\tx\n```", "before | {::    x}" },
    { "```\n\xe2\x80\xaex\n```", "{::\xef\xbf\xbdx}" },
    { "*a\n> b*", "*a | >b*" },
  };

  check (cases, G_N_ELEMENTS (cases));
}

/* GFM 0.29, section 4.10; each cell stands where the table says. */
static void
test_tables (void)
{
  static const Case cases[] = {
    { "| foo | bar |\n| --- | --- |\n| baz | bim |", "#-- foo | bar\nbaz | bim" },
    { "| abc | defghi |\n:-: | -----------:\nbar | baz", "#^> abc | defghi\nbar | baz" },
    { "| f\\|oo  |\n| ------ |\n| b `\\|` az |\n| b **\\|** im |", "#- f|oo\nb <c>|</c> az\nb <b>|</b> im" },
    { "| abc | def |\n| --- | --- |\n| bar | baz |\n> bar", "#-- abc | def\nbar | baz | >bar" },
    { "| abc | def |\n| --- | --- |\n| bar | baz |\nbar\n\nbar", "#-- abc | def\nbar | baz\nbar |  | bar" },
    { "| abc | def |\n| --- |\n| bar |", NULL },
    { "| abc | def |\n| --- | --- |\n| bar |", "#-- abc | def\nbar | " },
    /* Other than there: what is too much is not left out. */
    { "| abc | def |\n| --- | --- |\n| bar | baz | boo |", "#-- abc | def\nbar | baz | boo" },
    { "| abc | def |\n| --- | --- |", "#-- abc | def" },
    { "before\n| a |\n|:-|\n| b |\n\nafter", "before | #< a\nb | after" },
    { "> | a | b |\n> | - | - |\n> | 1 | *2* |\nout", ">#-- a | b\n1 | <i>2</i> | out" },
    { "> | a | b |\n| - | - |", ">| a | b | | | - | - |" },
    { "a | b\n- | -\n- item", "#-- a | b | • item" },
    { "a | b\n-|-\n```\nx | y\n```", "#-- a | b | {::x | y}" },
    { "| a | b |\n|---|---|\n| [x](https://a.example) | `y` |", "#-- a | b\n<a https://a.example>x</a> | <c>y</c>" },
    { "| *a | b* |\n|---|---|", "#-- *a | b*" },
    { "a\n---", NULL },
    { "a | b", NULL },
    { "a || b\n-|-", NULL },
    { "|\n|", NULL },
    { "| a |\n| : |", NULL },
    { "| a |\n| - - |", NULL },
    { "- | a |\n  | - |", "• | a |\n| - |" },
  };
  g_autofree char *wide = g_strnfill (WEFT_MARKDOWN_MAX_CELL + 1, 'w');
  g_autofree char *row = g_strdup_printf ("| a |\n| - |\n| %s |", wide);
  g_autofree char *header = g_strdup_printf ("| %s |\n| - |", wide);
  g_autofree char *last = g_strdup_printf ("| a | b |\n| - | - |\n| x | y | %s |", wide);
  const char *const long_ones[] = { row, header, last };

  check (cases, G_N_ELEMENTS (cases));
  for (guint i = 0; i < G_N_ELEMENTS (long_ones); i++)
    {
      g_autoptr (GPtrArray) blocks = weft_markdown_parse (long_ones[i]);
      const WeftMarkdownBlock *block = g_ptr_array_index (blocks, blocks->len - 1);

      g_assert_cmpint (block->kind, ==, WEFT_MARKDOWN_TEXT);
      g_assert_nonnull (strstr (block->text, wide));
    }
}

static char *
make_table (guint n_columns, guint n_rows)
{
  GString *text = g_string_new (NULL);

  for (guint row = 0; row <= n_rows; row++)
    {
      for (guint column = 0; column < n_columns; column++)
        g_string_append (text, row == 1 ? "|-" : "|a");
      g_string_append (text, "|\n");
    }
  return g_string_free (text, FALSE);
}

/* However large a table is: what is beyond the limits is read as it was written, and no word of it is gone. */
static void
test_large_tables (void)
{
  static const struct
  {
    guint n_columns, n_rows;
    gboolean table;
  } cases[] = {
    { WEFT_MARKDOWN_MAX_COLUMNS, 3, TRUE },
    { WEFT_MARKDOWN_MAX_COLUMNS + 1, 3, FALSE },
    { 10000, 3, FALSE },
    { 2, WEFT_MARKDOWN_MAX_ROWS + 10, TRUE },
    { WEFT_MARKDOWN_MAX_COLUMNS, 100, TRUE },
    { 3, 100 * 1000, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = make_table (cases[i].n_columns, cases[i].n_rows);
      g_autoptr (GPtrArray) blocks = weft_markdown_parse (text);
      g_autofree char *plain = weft_markdown_dup_plain (text);
      guint n_cells = 0, n_letters = 0;

      for (guint j = 0; j < blocks->len; j++)
        {
          const WeftMarkdownBlock *block = g_ptr_array_index (blocks, j);

          if (block->table == NULL)
            continue;
          g_assert_cmpuint (block->table->n_rows, <=, WEFT_MARKDOWN_MAX_ROWS);
          g_assert_cmpuint (block->table->cells->len, ==, block->table->n_columns * block->table->n_rows);
          n_cells += block->table->cells->len;
        }
      g_assert_cmpuint (n_cells, <=, WEFT_MARKDOWN_MAX_CELLS);
      g_assert_cmpint (n_cells > 0, ==, cases[i].table);
      for (const char *p = plain; *p != '\0'; p++)
        n_letters += *p == 'a';
      g_assert_cmpuint (n_letters, ==, cases[i].n_columns * cases[i].n_rows);
    }
}

static void
test_plain (void)
{
  static const struct
  {
    const char *text;
    gboolean plain;
    const char *spoken;
  } cases[] = {
    { "Xin chào, 3 < 5 and 7 > 2 - really ~ 2026", TRUE, NULL },
    { "1.5 litres at 12:30", TRUE, NULL },
    { "a\n- b", FALSE, "a\n• b" },
    { "  > b", FALSE, "b" },
    { "12. b", FALSE, "12. b" },
    { "**b**", FALSE, "b" },
    { "~~b~~", FALSE, "b" },
    { "[a](https://b.example) `c`", FALSE, "a c" },
    { "```\nx\n```", FALSE, "x" },
    { "| a | *b* |\n|:-:|---|\n| 1 | 2 |", FALSE, "a | b\n1 | 2" },
    { "", TRUE, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *spoken = weft_markdown_dup_plain (cases[i].text);

      g_assert_cmpint (weft_markdown_is_plain (cases[i].text), ==, cases[i].plain);
      g_assert_cmpstr (spoken, ==, cases[i].spoken != NULL ? cases[i].spoken : cases[i].text);
    }
}

static void
test_talk (void)
{
  static const char *const cases[][2] = {
    { "@An look", "@An look" },
    { "`@An` @Bo", "` @Bo\n" },
    { "@An\n```\n@Bo\n```\n- @Cy `x` y", "@An\n@Cy ` y\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *talk = weft_markdown_dup_talk (cases[i][0]);

      g_assert_cmpstr (talk, ==, cases[i][1]);
    }
}

/* What a plain text is taken for, a parsed one is, too: else a message would look otherwise for no reason
 * that anybody sees. */
static void
test_plain_is_itself (void)
{
  guint32 seed = g_test_rand_int ();
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  static const char *const pieces[]
      = { "*",  "_",   "~",  "~~", "`", "```", "[",  "](",   ")",  "https://a",   ">",
          "- ", "1. ", "\n", " ",  "a", "ế",   "\\", "[x] ", "  ", "\xe2\x80\xae",
          "|",  "|-|", "\n|-|-|\n" };
  guint n_plain = 0;

  g_test_message ("seed %u", seed);
  for (guint round = 0; round < 20000; round++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (GPtrArray) blocks = NULL;

      for (guint i = g_rand_int_range (random, 0, 12); i > 0; i--)
        g_string_append (text, pieces[g_rand_int_range (random, 0, G_N_ELEMENTS (pieces))]);
      blocks = weft_markdown_parse (text->str);
      g_assert_cmpuint (blocks->len, >, 0);
      for (guint i = 0; i < blocks->len; i++)
        {
          const WeftMarkdownBlock *block = g_ptr_array_index (blocks, i);

          g_assert_true (g_utf8_validate (block->text, -1, NULL));
          for (guint j = 0; block->spans != NULL && j < block->spans->len; j++)
            {
              const WeftMarkdownSpan *span = &g_array_index (block->spans, WeftMarkdownSpan, j);

              g_assert_cmpuint (span->start, <, span->end);
              g_assert_cmpuint (span->end, <=, strlen (block->text));
              g_assert_true (g_utf8_validate (block->text + span->start, span->end - span->start, NULL));
              g_assert_cmpint (span->mark == WEFT_MARKDOWN_LINK, ==, span->target != NULL);
            }
        }
      if (weft_markdown_is_plain (text->str) && strspn (text->str, "\n ") < text->len)
        {
          g_autofree char *left = g_strdup (((WeftMarkdownBlock *) g_ptr_array_index (blocks, 0))->text);
          g_autofree char *right = g_strdup (text->str);

          g_assert_cmpuint (blocks->len, ==, 1);
          /* Empty lines around it are not kept; those who send a text have taken them off already. */
          g_assert_cmpstr (g_strstrip (left), ==, g_strstrip (right));
          n_plain++;
        }
    }
  g_assert_cmpuint (n_plain, >, 100);
}

static char *
repeat (const char *piece, guint bytes)
{
  GString *text = g_string_new (NULL);

  while (text->len < bytes)
    g_string_append (text, piece);
  return g_string_free (text, FALSE);
}

/* Depth and length cost no more than the length does: each of these is read in some milliseconds, or this
 * test takes for ever. */
static void
test_hostile (void)
{
  static const char *const pieces[] = {
    ">",
    "> ",
    ">>>> a\n",
    "[",
    "[a](",
    "](",
    "*",
    "* ",
    "*a ",
    "*a **b ",
    "_a __b ",
    "**a *b* ",
    "a**b",
    "~~",
    "~~a",
    "`",
    "` `` ",
    "`a``b```c",
    "\\",
    "- ",
    "- a\n",
    "  - a\n",
    "1. ",
    "```\n",
    "```\na\n",
    "> ```\n",
    "a\n> b\n- c\n",
    "[a](https://b.example)",
    "https://",
    "https://a](b",
    "(((",
    "[a](https://b(((",
    "e\xcc\x81\xcc\x81\xcc\x81\xcc\x81",
    "\xe2\x80\xae\xe2\x81\xa6",
    "x",
    "\n",
    "*_*_",
    "[*a](https://b.c)*",
    "@a",
    "[x] ",
    "*a_ ",
    "|",
    "||\n",
    "|-",
    "|-\n",
    "a|\n-|\n",
    "|a\n|-\n\n",
    "\\|",
    "> |a|\n> |-|\n",
    ":-:|",
    "`|` ",
  };

  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autofree char *text = repeat (pieces[i], 100 * 1000);
      g_autofree char *turned = g_utf8_strreverse (text, -1);
      g_autoptr (GPtrArray) blocks = weft_markdown_parse (text);
      g_autoptr (GPtrArray) others = weft_markdown_parse (turned);

      g_assert_cmpuint (blocks->len, <=, WEFT_MARKDOWN_MAX_BLOCKS);
      g_assert_cmpuint (others->len, <=, WEFT_MARKDOWN_MAX_BLOCKS);
      for (guint j = 0; j < blocks->len; j++)
        {
          const WeftMarkdownBlock *block = g_ptr_array_index (blocks, j);

          g_assert_cmpuint (block->quote, <=, WEFT_MARKDOWN_MAX_DEPTH);
          g_assert_cmpuint (block->depth, <=, WEFT_MARKDOWN_MAX_DEPTH);
        }
    }
}

/* To which page a text sends people, if to any. */
static void
test_web_address (void)
{
  static const struct
  {
    const char *text;
    const char *address; /* (nullable) */
  } cases[] = {
    { "nothing", NULL },
    { "see https://a.example/b?c=d#e.", "https://a.example/b?c=d#e" },
    { "(http://a.example/) and http://b.example", "http://a.example/" },
    { "[a page](https://a.example/x), https://b.example", "https://a.example/x" },
    { "xhttp://a.example and **http://b.example/**", "http://b.example/" },
    { "`http://a.example` http://b.example", "http://b.example" },
    { "```\nhttp://a.example\n```", NULL },
    { "> http://a.example\n\nhttp://b.example", "http://b.example" },
    { "> http://a.example", NULL },
    { "- one\n- http://a.example/two", "http://a.example/two" },
    { "weft:room/1 mailto:a@b.example ftp://x", NULL },
    { "[x](weft:room/1) http://a.example", "http://a.example" },
    { "http://", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *address = weft_markdown_dup_web_address (cases[i].text);

      g_assert_cmpstr (address, ==, cases[i].address);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/markdown/emphasis", test_emphasis);
  g_test_add_func ("/base/markdown/marks", test_marks);
  g_test_add_func ("/base/markdown/links", test_links);
  g_test_add_func ("/base/markdown/blocks", test_blocks);
  g_test_add_func ("/base/markdown/tables", test_tables);
  g_test_add_func ("/base/markdown/large-tables", test_large_tables);
  g_test_add_func ("/base/markdown/plain", test_plain);
  g_test_add_func ("/base/markdown/talk", test_talk);
  g_test_add_func ("/base/markdown/web-address", test_web_address);
  g_test_add_func ("/base/markdown/plain-is-itself", test_plain_is_itself);
  g_test_add_func ("/base/markdown/hostile", test_hostile);

  return g_test_run ();
}
