/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/weft-mention.h"

static void
assert_mention (const char *text, const char *name, gboolean expected)
{
  g_auto (GStrv) names = weft_mention_names (name);

  g_assert_cmpint (weft_mention_is_in (text, (const char *const *) names), ==, expected);
}

static void
test_known (void)
{
  assert_mention ("Hello @Anna", "Anna", TRUE);
  assert_mention ("@Anna: hello", "Anna", TRUE);
  assert_mention ("(@Anna)", "Anna", TRUE);
  assert_mention ("@Annabel", "Anna", FALSE);
  assert_mention ("@Anna-Lena", "Anna", FALSE);
  assert_mention ("@Anna-Lena", "Anna-Lena", TRUE);
  assert_mention ("@Anna-", "Anna", TRUE);
  assert_mention ("@Anna - look", "Anna", TRUE);
  assert_mention ("mail@Anna", "Anna", FALSE);
  assert_mention ("@ Anna", "Anna", FALSE);
  assert_mention ("@@Anna", "Anna", TRUE);
  assert_mention ("Anna", "Anna", FALSE);
  assert_mention ("@Đặng xem này", "Mai Đặng", TRUE);
  assert_mention ("@Mai Đặng xem này", "Mai Đặng", TRUE);
  assert_mention ("@Mai2", "Mai Đặng", FALSE);
  assert_mention ("@", "Mai", FALSE);
  assert_mention ("@anything", "", FALSE);
  assert_mention ("@", " ", FALSE);
  assert_mention ("x @Bert @Anna", "Anna", TRUE);
}

static void
test_groups (void)
{
  static const struct
  {
    const char *text;
    WeftMentionGroup group;
  } cases[] = {
    { "@all lunch", WEFT_MENTION_ALL },
    { "(@here)", WEFT_MENTION_HERE },
    { "@here and @all", WEFT_MENTION_ALL },
    { "@allan, @here2, mail@all, all here", WEFT_MENTION_NOBODY },
    { "@All", WEFT_MENTION_NOBODY },
    { "@all-hands, @here-and-now", WEFT_MENTION_NOBODY },
    { "@all- or @all-@here", WEFT_MENTION_ALL },
    { "", WEFT_MENTION_NOBODY },
  };
  static const char *const own[] = { "dye-house", NULL };
  g_auto (GStrv) names = weft_mention_own_names ("Mai Đặng", own);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (weft_mention_find_group (cases[i].text), ==, cases[i].group);
  g_assert_true (weft_mention_is_in ("@here", (const char *const *) names));
  g_assert_true (weft_mention_is_in ("@all", (const char *const *) names));
  g_assert_true (weft_mention_is_in ("@Đặng", (const char *const *) names));
  g_assert_true (weft_mention_is_in ("To @dye-house.", (const char *const *) names));
  g_assert_false (weft_mention_is_in ("@dye-houses, @dye, @dye-house-2", (const char *const *) names));
}

/* No group may be called what people would take for everybody. */
static void
test_reserved (void)
{
  g_assert_true (weft_mention_is_reserved ("all"));
  g_assert_true (weft_mention_is_reserved ("Hère"));
  g_assert_true (weft_mention_is_reserved ("EVERYONE"));
  g_assert_false (weft_mention_is_reserved ("all-hands"));
  g_assert_false (weft_mention_is_reserved ("warehouse"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/mention/known", test_known);

  g_test_add_func ("/base/mention/groups", test_groups);
  g_test_add_func ("/base/mention/reserved", test_reserved);

  return g_test_run ();
}
