/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <pango/pangocairo.h>
#include <string.h>

#include "base/weft-markdown.h"
#include "ui/weft-rich-text.h"
#include "ui/weft-spoken-text.h"

/* Texts laid out without a window: sizes, links, buttons, and that nothing which somebody can send breaks or
 * stretches a row. */

#define WIDTH 600

static WeftRichTextStyle style;

static void
set_up (void)
{
  PangoFontMap *fonts = pango_cairo_font_map_get_default ();

  style.context = pango_font_map_create_context (fonts);
  style.code_context = pango_font_map_create_context (fonts);
  style.font = pango_font_description_from_string ("Inter 14.5px");
  style.code_font = pango_font_description_from_string ("monospace 13px");
  style.meta_font = pango_font_description_from_string ("Inter 12px");
}

static void
tear_down (void)
{
  g_object_unref (style.context);
  g_object_unref (style.code_context);
  pango_font_description_free ((PangoFontDescription *) style.font);
  pango_font_description_free (style.code_font);
  pango_font_description_free ((PangoFontDescription *) style.meta_font);
}

static char *
repeat (const char *piece, guint length)
{
  GString *text = g_string_new (NULL);

  for (gsize n = g_utf8_strlen (piece, -1); length >= n; length -= n)
    g_string_append (text, piece);
  return g_string_free (text, FALSE);
}

/* Those of one workspace: it has a party and nothing else. */
static gboolean
knows (const char *name, gsize length, gpointer user_data)
{
  return length == 5 && strncmp (name, "party", 5) == 0;
}

static const WeftInlinePictures inlines = { knows };
static const WeftInlinePictures *pictures;

static WeftRichText *
lay_out (const char *text, int *width, int *height)
{
  static const char *const own[] = { "Mai", NULL };
  static const char *const groups[] = { "dye-house", NULL };
  static const WeftTextNames names = { own, groups };
  static const char *const keywords[] = { "cho dem", "loom", NULL };
  WeftRichText *rich = weft_rich_text_new (&style, text, &names, keywords, NULL, pictures);

  weft_rich_text_lay_out (rich, WIDTH, width, height);
  return rich;
}

static int
measure (const char *text)
{
  int width, height;
  g_autoptr (WeftRichText) rich = lay_out (text, &width, &height);

  g_assert_cmpint (width, <=, WIDTH);
  return height;
}

static void
test_sizes (void)
{
  int line = measure ("x");

  g_assert_cmpint (line, >, 0);
  g_assert_cmpint (measure ("**x** *y*"), ==, line);
  g_assert_cmpint (measure ("x `z`"), <=, line + 1); /* another font on the same line */
  g_assert_cmpint (ABS (measure ("a\nb") - 2 * line), <=, 1);
  g_assert_cmpint (measure ("- a\n- b"), >=, 2 * line);
  g_assert_cmpint (measure ("```\nx\n```"), >, 2 * line);
  /* Marks piled upon letters make no line higher. */
  g_assert_cmpint (measure (
                       "Z\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308\u0309\u030a\u0323\u0324\u0325"),
                   ==, line);
}

/* All that can be pressed, found by pressing everywhere. */
static char *
press (const char *text)
{
  int width, height;
  g_autoptr (WeftRichText) rich = lay_out (text, &width, &height);
  GString *found = g_string_new (NULL);
  g_autofree char *last = g_strdup ("");

  for (int y = 0; y < height; y += 4)
    for (int x = 0; x < width; x += 4)
      {
        g_autofree char *target = NULL;
        g_autofree char *now = NULL;
        guint code = 99;
        WeftRichTextHit hit = weft_rich_text_hit (rich, x, y, &target, &code);

        if (hit == WEFT_RICH_TEXT_NOTHING)
          continue;
        now = hit == WEFT_RICH_TEXT_LINK ? g_strdup (target) : g_strdup_printf ("copy %u", code);
        if (strstr (found->str, now) == NULL)
          g_string_append_printf (found, "%s;", now);
      }
  return g_string_free (found, FALSE);
}

/* Where the first link begins whose address ends so. */
static int
find_link (WeftRichText *rich, int height, const char *end)
{
  for (int x = 0; x < WIDTH; x++)
    for (int y = 0; y < height; y += 4)
      {
        g_autofree char *target = NULL;
        guint code;

        if (weft_rich_text_hit (rich, x, y, &target, &code) == WEFT_RICH_TEXT_LINK && g_str_has_suffix (target, end))
          return x;
      }
  return -1;
}

/* Whatever their numbers, the words of a list begin below each other. */
static void
test_lists (void)
{
  int width, height;
  g_autoptr (WeftRichText) rich = lay_out ("9. https://a.example/first\n   - https://b.example/within\n10. https://a.example/next\n1000. https://a.example/last", &width, &height);
  int first = find_link (rich, height, "first");

  g_assert_cmpint (first, >, 0);
  g_assert_cmpint (find_link (rich, height, "next"), ==, first);
  g_assert_cmpint (find_link (rich, height, "last"), ==, first);
  g_assert_cmpint (find_link (rich, height, "within"), !=, first);
}

/* How many px of it can be pressed as @hit. */
static int
count (WeftRichText *rich, int height, WeftRichTextHit hit)
{
  int n = 0;

  for (int y = 0; y < height; y++)
    {
      g_autofree char *target = NULL;
      guint code;

      n += weft_rich_text_hit (rich, 2, y, &target, &code) == hit;
    }
  return n;
}

static void
test_end (void)
{
  static const char *const texts[] = { "a word", "- one\n- two", "```\nint\n```", "> said", "| a |\n|---|\n| b |" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      const WeftRichTextEnd end = { "(edited)", TRUE, "Show More" };
      g_autoptr (WeftRichText) rich = weft_rich_text_new (&style, texts[i], NULL, NULL, &end, NULL);
      int width, height;

      weft_rich_text_lay_out (rich, WIDTH, &width, &height);
      /* A line of its own, below all else, tall enough for a pointer. */
      g_assert_cmpint (height, >=, measure (texts[i]) + measure ("x"));
      g_assert_cmpint (count (rich, height + 6, WEFT_RICH_TEXT_MORE), >=, 24);
      for (int x = 0; x < WIDTH; x++)
        {
          g_autofree char *target = NULL;
          guint code;

          g_assert_cmpint (weft_rich_text_hit (rich, x, height - measure ("x") / 2, &target, &code), !=, WEFT_RICH_TEXT_NOTE);
        }
    }
}

static void
test_hits (void)
{
  static const char *const cases[][2] = {
    { "nothing here", "" },
    { "see https://a.example.", "https://a.example;" },
    { "see [this](https://b.example/x_y_)", "https://b.example/x_y_;" },
    { "- [one](https://c.example)\n- https://d.example", "https://c.example;https://d.example;" },
    { "`https://code.example`", "" },
    { "```\nhttps://code.example\n```\nthen\n```c\nint\n```", "copy 0;copy 1;" },
    { "[x](javascript:alert)", "" },
    { "<a href=\"https://e.example\">x</a>", "https://e.example;" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *found = press (cases[i][0]);

      g_assert_cmpstr (found, ==, cases[i][1]);
    }
}

static void
test_mentions (void)
{
  static const struct
  {
    const char *text;
    gboolean mentions;
  } cases[] = {
    { "@Mai", TRUE }, { "- *@Mai*", TRUE }, { "`@Mai`", FALSE }, { "```\n@Mai\n```", FALSE }, { "Mai", FALSE }, { "@dye-house", FALSE }, { "@Mai of @dye-house", TRUE },
    { "two **Looms**", FALSE }, { "a **Loom**", TRUE }, { "> chờ đêm", TRUE }, { "`loom`", FALSE }, { "chờ `đêm`", FALSE }, { "```\nloom\n```", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      int width, height;
      g_autoptr (WeftRichText) rich = lay_out (cases[i].text, &width, &height);

      g_assert_cmpint (weft_rich_text_get_mentions (rich), ==, cases[i].mentions);
    }
}

static void
test_code (void)
{
  const char *text = "a\n```\none\n```\n```c\ntwo\n\n```";
  g_autofree char *one = weft_rich_text_dup_code (text, 0);
  g_autofree char *two = weft_rich_text_dup_code (text, 1);

  g_assert_cmpstr (one, ==, "one");
  g_assert_cmpstr (two, ==, "two\n");
  g_assert_null (weft_rich_text_dup_code (text, 2));
  g_assert_null (weft_rich_text_dup_code ("plain", 0));
}

static const char two_columns[] = "| Goods | Count |\n|---|--:|\n| [pears](https://a.example) | 3 |\n| @Mai | 12 |";

/* A grid: as wide as its words if there is room, narrower columns next, and only then more than is seen. */
static void
test_tables (void)
{
  int line = measure ("x"), width, height;
  g_autofree char *found = press (two_columns);
  GString *wide = g_string_new (NULL);

  g_assert_cmpstr (found, ==, "https://a.example;");
  g_assert_cmpint (measure (two_columns), >, 3 * line);
  g_assert_cmpint (measure (two_columns), <, 3 * line + 3 * 20);
  {
    g_autoptr (WeftRichText) rich = lay_out (two_columns, &width, &height);

    g_assert_cmpint (width, <, WIDTH / 2);
    g_assert_cmpint (weft_rich_text_get_overflow (rich), ==, 0);
    g_assert_true (weft_rich_text_get_mentions (rich));
    g_assert_true (weft_rich_text_is_table (rich, height / 2));
    g_assert_false (weft_rich_text_is_table (rich, height));
  }
  /* Twelve columns of a word each do not fit; the address in the last is not there until it is moved into sight. */
  for (guint row = 0; row < 3; row++)
    {
      for (guint column = 0; column < 12; column++)
        g_string_append (wide, row == 1 ? "|---" : column == 11 ? "| https://b.example " : "| deliveries-of-today ");
      g_string_append (wide, "|\n");
    }
  {
    g_autoptr (WeftRichText) rich = lay_out (wide->str, &width, &height);
    int overflow = weft_rich_text_get_overflow (rich);
    gboolean seen[3] = { FALSE };

    g_assert_cmpint (width, ==, WIDTH);
    g_assert_cmpint (overflow, >, WIDTH);
    for (guint i = 0; i < G_N_ELEMENTS (seen); i++)
      {
        weft_rich_text_set_sideways (rich, i * overflow); /* twice is as far as once */
        for (int x = -WIDTH; x < 4 * WIDTH; x += 4)
          for (int y = 0; y < height; y += 4)
            {
              g_autofree char *target = NULL;
              guint code;

              if (weft_rich_text_hit (rich, x, y, &target, &code) != WEFT_RICH_TEXT_LINK)
                continue;
              g_assert_cmpint (x, >=, 0);
              g_assert_cmpint (x, <, WIDTH);
              seen[i] = TRUE;
            }
      }
    g_assert_false (seen[0]);
    g_assert_true (seen[1]);
    g_assert_true (seen[2]);
  }
  g_string_free (wide, TRUE);
}

/* From right to left the first column stands at the right, and is where one begins. */
static void
test_tables_turned (void)
{
  int width, height, leftmost[2] = { WIDTH, WIDTH };

  for (guint turned = 0; turned < 2; turned++)
    {
      g_autoptr (WeftRichText) rich = NULL;

      style.rtl = turned;
      pango_context_set_base_dir (style.context, turned ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
      rich = lay_out (two_columns, &width, &height);
      for (int x = WIDTH - 1; x >= 0; x--)
        for (int y = 0; y < height; y += 4)
          {
            g_autofree char *target = NULL;
            guint code;

            if (weft_rich_text_hit (rich, x, y, &target, &code) == WEFT_RICH_TEXT_LINK)
              leftmost[turned] = x;
          }
    }
  style.rtl = FALSE;
  pango_context_set_base_dir (style.context, PANGO_DIRECTION_LTR);
  g_assert_cmpint (leftmost[0], <, 40);
  g_assert_cmpint (leftmost[1], >, WIDTH - 120);
  g_assert_cmpint (leftmost[1], <, WIDTH);
}

static void
test_spoken (void)
{
  static const char *const cases[][2] = {
    { "plain", "plain" },
    { "**b**\n- c", "b\n• c" },
    { two_columns, "Table of 2 rows\nGoods: pears, Count: 3\nGoods: @Mai, Count: 12" },
    { "a\n\n| | x |\n|-|-|\n| 1 | |\n| 2 | y |", "a\nTable of 2 rows\n1\n2, x: y" },
    { "|a|b|\n|-|-|", "Table of 0 rows: a, b" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *spoken = weft_spoken_text_dup (cases[i][0]);

      g_assert_cmpstr (spoken, ==, cases[i][1]);
    }
}

static void
test_hostile (void)
{
  static const char *const pieces[] = {
    ">",
    "- a\n",
    "[",
    "*a **b ",
    "W",
    "\n",
    "a\n> b\n",
    "<b><span foreground=\"red\">&amp;",
    "\u202eevil \u2066",
    "Z\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308",
    "```c\nint a;\n```\n",
    "`a` ",
    "@Mai ",
    "[a](https://b.example) ",
    "\u200d",
    "\t",
    "\u2028",
    "ﷺ",
    "|",
    "|a\n|-\n\n",
    "|a|b\n|-|-\n|W|`c`\n\n",
  };
  static const char *const heads[] = { "|a|b|c\n|-|-|-\n", "|\u202ea|Z\u0301\u0302\u0303\u0304|\t\n|-|-|-\n" };
  static const char *const rows[] = { "||||||||", "|W|W|W\n", "|\u202ex|Z\u0301\u0302\u0303\u0304\u0305|ﷺ\n", "|@Mai|:party:|https://a.example\n", "WWWW" };

  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autofree char *text = repeat (pieces[i], 16000); /* as long as a message may be */
      gint64 began = g_get_monotonic_time ();
      int height = measure (text);

      g_test_message ("%3.0f ms, %d px: %s", (g_get_monotonic_time () - began) / 1e3, height, pieces[i]);
      g_assert_cmpint (height, <, 1 << 23); /* a row remembers its height in 24 bits */
    }
  for (guint i = 0; i < G_N_ELEMENTS (heads) * G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *body = repeat (rows[i / 2], 15900);
      g_autofree char *text = g_strconcat (heads[i % 2], body, NULL);
      gint64 began = g_get_monotonic_time ();
      int height = measure (text);

      g_test_message ("%3.0f ms, %d px: a table of %s", (g_get_monotonic_time () - began) / 1e3, height, rows[i / 2]);
      g_assert_cmpint (height, <, 1 << 23);
    }
}

static guint
count_pictures (const char *text)
{
  int width, height;
  g_autoptr (WeftRichText) rich = lay_out (text, &width, &height);

  return weft_rich_text_get_n_pictures (rich);
}

/* A picture stands where its name is written and known, and takes no line more; elsewhere the name is read. */
static void
test_pictures (void)
{
  static const struct
  {
    const char *text;
    guint n;
  } cases[] = {
    { ":party:", 1 },
    { "a :party: b :party:", 2 },
    { ":party::party:", 2 },
    { ":party", 0 },
    { "party:", 0 },
    { ":Party:", 0 },
    { ":none:", 0 },
    { ":none:party:", 1 },
    { ":partyy:", 0 },
    { "`:party:`", 0 },
    { "```\n:party:\n```", 0 },
    { "https://a.example/:party:/x", 0 },
    { "[:party:](https://b.example)", 0 },
    { "**:party:** and > :party:", 2 },
    { "> :party:", 1 },
    { "- :party:", 1 },
    { "10:party:30", 1 },
    { "عربي :party: نص", 1 },
    { "::", 0 },
    { ":", 0 },
  };
  g_autofree char *many = repeat (":party:", 16000);
  int line = measure ("x"), width, height;

  pictures = &inlines;
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].text);
      g_assert_cmpuint (count_pictures (cases[i].text), ==, cases[i].n);
    }
  g_assert_cmpint (measure ("x :party: x"), ==, line);
  {
    g_autoptr (WeftRichText) rich = lay_out (":party:", &width, &height);

    g_assert_cmpint (width, >, 8);
    g_assert_cmpint (width, <, 40); /* the name itself takes no room */
  }
  g_assert_cmpuint (count_pictures (many), <=, 500);
  pictures = NULL;
  g_assert_cmpuint (count_pictures (":party:"), ==, 0);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  set_up ();

  g_test_add_func ("/rich-text/sizes", test_sizes);
  g_test_add_func ("/rich-text/hits", test_hits);
  g_test_add_func ("/rich-text/end", test_end);
  g_test_add_func ("/rich-text/lists", test_lists);
  g_test_add_func ("/rich-text/mentions", test_mentions);
  g_test_add_func ("/rich-text/code", test_code);
  g_test_add_func ("/rich-text/tables", test_tables);
  g_test_add_func ("/rich-text/tables-turned", test_tables_turned);
  g_test_add_func ("/rich-text/spoken", test_spoken);
  g_test_add_func ("/rich-text/hostile", test_hostile);
  g_test_add_func ("/rich-text/pictures", test_pictures);

  result = g_test_run ();
  tear_down ();
  return result;
}
