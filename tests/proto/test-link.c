/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "proto/weft-link.h"

#define ROOM "room/019a81f0-0000-7000-8000-00000000b001"
#define MESSAGE "019a81f0-0000-7000-8000-0000000000a1"

static void
test_good (void)
{
  static const struct
  {
    const char *text;
    const char *table;
    const char *key;
    gint64 window;
  } links[] = {
    { "weft:workspace", NULL, NULL, -1 },
    { "weft:" ROOM, NULL, NULL, -1 },
    { "weft:" ROOM "#message/" MESSAGE, "message", MESSAGE, -1 },
    { "weft:" ROOM "#message/" MESSAGE "@42", "message", MESSAGE, 42 },
    { "weft:" ROOM "#message/" MESSAGE "@0", "message", MESSAGE, 0 },
    { "weft:" ROOM "#message/" MESSAGE "@-1048575", "message", MESSAGE, -1048575 },
    { "weft:" ROOM "#field_value/a/b%20c/%C4%91", "field_value",
      "a\x1f"
      "b c\x1fđ",
      -1 },
    { "weft:workspace#person/x@999999999999999999", "person", "x", G_GINT64_CONSTANT (999999999999999999) },
  };

  for (guint i = 0; i < G_N_ELEMENTS (links); i++)
    {
      g_autoptr (WeftLink) link = weft_link_parse (links[i].text, -1);
      g_autofree char *again = NULL;

      g_assert_nonnull (link);
      g_assert_cmpstr (link->table, ==, links[i].table);
      g_assert_cmpstr (link->key, ==, links[i].key);
      g_assert_cmpint (link->window, ==, links[i].window);
      again = weft_link_to_string (link);
      g_assert_cmpstr (again, ==, links[i].text);
    }
}

static void
test_bad (void)
{
  static const char *const texts[] = {
    "",
    "weft",
    "weft:",
    "Weft:workspace",
    "weft:room",
    "weft:room/",
    "weft:room/x",
    "weft:../workspace",
    "weft:workspace/",
    "weft:" ROOM "#",
    "weft:" ROOM "#message",
    "weft:" ROOM "#message/",
    "weft:" ROOM "#/x",
    "weft:" ROOM "#Message/x",
    "weft:" ROOM "#1message/x",
    "weft:" ROOM "#message/x@",
    "weft:" ROOM "#message/x@-1",
    "weft:" ROOM "#message/x@1.5",
    "weft:" ROOM "#message/x@9999999999999999999",
    "weft:" ROOM "#message/x@1@2",
    "weft:" ROOM "#message/%",
    "weft:" ROOM "#message/%4",
    "weft:" ROOM "#message/%zz",
    "weft:" ROOM "#message/%00",
    "weft:" ROOM "#message/%1f",
    "weft:" ROOM "#message/%ff",
    "weft:" ROOM "#message/a b",
    "weft:" ROOM "#message/'; DROP",
    "weft:" ROOM "#message;x/1",
    "weft:" ROOM "##message/x",
    "weft:" ROOM "?x#message/x",
    "weft://" ROOM,
    " weft:workspace",
    "weft:workspace ",
    "weft:" ROOM "#mess%61ge/x",
  };
  g_autofree char *key = g_strnfill (WEFT_LINK_MAX, 'x');
  g_autofree char *too_long = g_strconcat ("weft:" ROOM "#message/", key, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (weft_link_parse (texts[i], -1) != NULL)
      g_error ("“%s” is taken for a link", texts[i]);
  g_assert_null (weft_link_parse (too_long, -1));
  g_assert_null (weft_link_parse ("weft:workspace\0#", 16));
}

/* Any bytes: no harm, and what is read is written the same. */
static void
test_anything (void)
{
  static const char *const pieces[]
      = { "weft:", ROOM,  "workspace", "#",        "message", "/", MESSAGE, "@",   "42",
          "%",     "%20", "\xff",      "\xc4\x91", " ",       ".", ")",     "\x01" };

  for (guint seed = 0; seed < 3000; seed++)
    {
      g_autoptr (GRand) random = g_rand_new_with_seed (seed);
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (WeftLink) link = NULL;
      gsize from = 0, start, length;

      for (guint i = g_rand_int_range (random, 0, 14); i > 0; i--)
        g_string_append (text, pieces[g_rand_int_range (random, 0, G_N_ELEMENTS (pieces))]);
      while ((link = weft_link_find (text->str, from, &start, &length)) != NULL)
        {
          g_autofree char *written = weft_link_to_string (link);
          g_autoptr (WeftLink) again = weft_link_parse (written, -1);

          g_assert_cmpuint (start, >=, from);
          g_assert_cmpuint (start + length, <=, text->len);
          if (again == NULL || g_strcmp0 (again->key, link->key) != 0 || again->window != link->window)
            g_error ("seed %u: “%s” is read as “%s”", seed, text->str, written);
          from = start + length;
          g_clear_pointer (&link, weft_link_free);
        }
    }
}

static void
expect_found (const char *text, const char *expected)
{
  g_autoptr (GString) found = g_string_new (NULL);
  g_autoptr (WeftLink) link = NULL;
  gsize from = 0, start, length;

  while ((link = weft_link_find (text, from, &start, &length)) != NULL)
    {
      g_string_append_printf (found, "[%.*s]", (int) length, text + start);
      from = start + length;
      g_clear_pointer (&link, weft_link_free);
    }
  g_assert_cmpstr (found->str, ==, expected);
}

static void
test_find (void)
{
  expect_found ("see weft:" ROOM ".", "[weft:" ROOM "]");
  expect_found ("(weft:" ROOM "#message/" MESSAGE "@42)", "[weft:" ROOM "#message/" MESSAGE "@42]");
  expect_found ("weft:workspace weft:" ROOM "\nweft:x", "[weft:workspace][weft:" ROOM "]");
  expect_found ("xem weft:" ROOM "…", "[weft:" ROOM "]");
  expect_found ("sweft:workspace đweft:workspace weft:", "");
  expect_found ("weft:" ROOM "#message/" MESSAGE "#x", "");
  expect_found ("no links here", "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/proto/link/good", test_good);
  g_test_add_func ("/proto/link/bad", test_bad);
  g_test_add_func ("/proto/link/anything", test_anything);
  g_test_add_func ("/proto/link/find", test_find);

  return g_test_run ();
}
