/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/weft-emoji.h"

/* What may be a reaction: made like an emoji, whatever it shows. */

static void
test_valid (void)
{
  static const char *const texts[] = {
    "👍", "👍🏽", "❤️", "❤", "1️⃣", "#⃣", "🇻🇳", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "👩‍👩‍👧‍👦", "✅", "‼️", "〰️", "🫨", "→", ":loom:", ":+1:", ":a_b-2:",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (!weft_emoji_is_valid (texts[i]))
      g_error ("%s is refused", texts[i]);
}

static void
test_invalid (void)
{
  static const char *const texts[] = {
    "", "a", "fine", "坏人", "1", "12", "1️", "👍 👍", "👍a", "a👍", "\u200d", "\ufe0f", "\u202e👍", "👍\u202e", "👍\n", "::", ":", ":A:", ":đơn:", ":a b:",
    "👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍", "\u0301", "<b>", "12⃣3",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (weft_emoji_is_valid (texts[i]))
      g_error ("%s is let in", texts[i]);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/emoji/valid", test_valid);
  g_test_add_func ("/base/emoji/invalid", test_invalid);

  return g_test_run ();
}
