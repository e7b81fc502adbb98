/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <pango/pangocairo.h>
#include <string.h>

#include "base/weft-markdown.h"
#include "ui/weft-rich-text.h"

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
  pango_font_description_free (style.font);
  pango_font_description_free (style.code_font);
  pango_font_description_free (style.meta_font);
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
  static const char *const names[] = { "Mai", NULL };
  WeftRichText *rich = weft_rich_text_new (&style, text, names, NULL, pictures);

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
    { "@Mai", TRUE }, { "- *@Mai*", TRUE }, { "`@Mai`", FALSE }, { "```\n@Mai\n```", FALSE }, { "Mai", FALSE }
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
  };

  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autofree char *text = repeat (pieces[i], 16000); /* as long as a message may be */
      gint64 began = g_get_monotonic_time ();
      int height = measure (text);

      g_test_message ("%3.0f ms, %d px: %s", (g_get_monotonic_time () - began) / 1e3, height, pieces[i]);
      g_assert_cmpint (height, <, 1 << 23); /* a row remembers its height in 24 bits */
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
  g_test_add_func ("/rich-text/mentions", test_mentions);
  g_test_add_func ("/rich-text/code", test_code);
  g_test_add_func ("/rich-text/hostile", test_hostile);
  g_test_add_func ("/rich-text/pictures", test_pictures);

  result = g_test_run ();
  tear_down ();
  return result;
}
